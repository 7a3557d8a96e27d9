"""Whether a zip file is a Word or Excel document, and one without macros."""

import lzma
import re
import zipfile
import zlib
from io import BytesIO

# All that the standard library raises for a zip file, or a part of one, that it cannot read; NotImplementedError and
# RuntimeError are its words for a compression it does not know and for a part with a password.
UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
_MOST_PARTS = 5000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RELATIONS = 1024 * 1024
_RUNS = re.compile(r"vbaproject|vbadata|activex|/embeddings/|macrosheets|customui", re.IGNORECASE)
# A template or a picture frame that is fetched from elsewhere when the document is opened.
_FETCHES = re.compile(rb"attachedTemplate|/frame\"|/oleObject\"|/subDocument\"", re.IGNORECASE)

_DAMAGED = "Tệp Office bị hỏng hoặc tải lên chưa hết. Hãy mở lại trong Word hoặc Excel, lưu rồi gửi tệp mới."
_RUNNING = (
    "Tệp Office này có macro hoặc đối tượng nhúng nên không nhận. Hãy lưu thành PDF, hoặc bỏ macro và đối tượng nhúng,"
    " rồi gửi lại."
)


def main_part(content: bytes) -> str:
    """ "word" or "xl" where the zip file holds such a document; "" for everything else."""
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        names = set(zipfile.ZipFile(BytesIO(content)).namelist())
    except UNREADABLE_ZIP:
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    return next((part for part in ("word", "xl") if any(name.startswith(f"{part}/") for name in names)), "")


def fault(content: bytes) -> str:
    """Why this document is not taken, as a sentence; "" when it is. Only its relations are inflated."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            too_much = len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES
            if too_much or any(part.flag_bits & 1 for part in parts):
                return _DAMAGED
            if any(_RUNS.search(part.filename) for part in parts):
                return _RUNNING
            for part in parts:
                if part.filename.endswith(".rels") and _leads_outside(archive, part):
                    return _RUNNING
    except UNREADABLE_ZIP:
        return _DAMAGED
    return ""


def _leads_outside(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Links of the text are everyday; what loads by itself is not."""
    with archive.open(part) as file:
        text = file.read(_MOST_RELATIONS + 1)
    if len(text) > _MOST_RELATIONS:
        return True
    return any(
        b"External" in relation and _FETCHES.search(relation)
        for relation in re.findall(rb"<Relationship\b[^>]*>", text)
    )
