"""Whether bytes that begin like a photograph or a scan are one."""

import re
from io import BytesIO

_MOST_PIXELS = 80_000_000  # an A3 page at 600 dpi is 70 million
_MOST_SIDE = 20_000
# What makes a page of an image where a browser guesses; metadata of photographs holds none of it.
_MARKUP = re.compile(
    rb"<script[\s>]|<html[\s>]|<!doctype\s+html|<svg\s|<iframe[\s>]|<\?php|javascript:", re.IGNORECASE
)

_DAMAGED = "Ảnh bị hỏng hoặc tải lên chưa hết nên không mở được. Hãy chụp hoặc quét lại rồi gửi."


def fault(content: bytes) -> str:
    """Why this JPEG or PNG is not taken, as a sentence; "" when it is. Pixels are not decoded."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            width, height = image.size
            if width * height <= _MOST_PIXELS:
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_wide(0, 0)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return _DAMAGED
    if width * height > _MOST_PIXELS or max(width, height) > _MOST_SIDE:
        return _too_wide(width, height)
    if content.startswith(b"\xff\xd8") and b"\xff\xd9" not in content[2:]:
        return _DAMAGED
    if _MARKUP.search(content):
        return "Tệp ảnh này chứa mã trang mạng nên không nhận. Hãy chụp hoặc quét lại rồi gửi ảnh mới."
    return ""


def _too_wide(width: int, height: int) -> str:
    size = f"{width} × {height} điểm" if width else "quá nhiều điểm ảnh"
    return f"Ảnh có {size}, lớn quá mức cần. Hãy quét lại với độ phân giải thấp hơn (khoảng 200 dpi)."
