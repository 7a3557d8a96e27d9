"""Files people send: told by their content, never by their name, and refused where they could do something.

Nothing here opens a file the way a reader would: headers are looked at, and a PDF's objects are walked within limits
(`blocs/pdf_contents.py`). What passes is stored under a random name (`blocs/storage.py`) and answered with headers
under which a browser runs nothing (`blocs/serving.py`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from blocs import image_contents, office_contents
from blocs.refusals import Invalid
from blocs.terms import Term
from blocs.text import clean

MOST_BYTES = 20 * 1024 * 1024
_NAME_LENGTH = 120
# What turns text around, so that "gpj.exe" reads "exe.jpg".
_DIRECTION = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
)
_REFUSED_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\ufffd:*?"<>|]+')


class FileKind(Term):
    """What may be sent; the value is its media type."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "ảnh JPEG"
    PNG = "image/png", "ảnh PNG"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (.docx)"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (.xlsx)"

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of its names, the usual one first."""
        return _ENDINGS[self]


_ENDINGS = {
    FileKind.PDF: ("pdf",),
    FileKind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    FileKind.PNG: ("png",),
    FileKind.DOCX: ("docx",),
    FileKind.XLSX: ("xlsx",),
}
EVIDENCE = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)
DOCUMENTS = (*EVIDENCE, FileKind.DOCX, FileKind.XLSX)

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = (b"heic", b"heix", b"mif1", b"hevc", b"msf1")


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """The bytes of a file that passed the checks, ready for `storage.store`; `name` ends as its kind does."""

    content: bytes
    name: str
    kind: FileKind


def receive(upload: UploadedFile, allowed: tuple[FileKind, ...] = EVIDENCE) -> ReceivedFile:
    """The file's bytes and what they are.

    Raises Invalid with what to do: empty, larger than 20 MB, of a kind that is not taken here, damaged, or holding
    something that runs. A form that only reads a file need not call this.
    """
    if not upload.size:
        raise Invalid("Tệp rỗng. Hãy chọn lại tệp.")
    if upload.size > MOST_BYTES:
        raise Invalid(too_heavy(upload.size))
    content = upload.read()
    kind = kind_of(content)
    if kind is None or kind not in allowed:
        raise Invalid(_not_taken(content, allowed))
    if fault := _CHECKS[kind](content):
        raise Invalid(fault)
    return ReceivedFile(content, clean_name(upload.name or "", kind), kind)


def too_heavy(size: int) -> str:
    """The sentence about a file beyond 20 MB; its size is named, rounded up."""
    megabytes = -(-size // (1024 * 1024))
    return (
        f"Tệp nặng {megabytes} MB, chỉ nhận đến {MOST_BYTES // 1024 // 1024} MB. Hãy quét lại với độ phân giải thấp hơn"
        " (khoảng 200 dpi) hoặc chia thành nhiều tệp."
    )


def kind_of(content: bytes) -> FileKind | None:
    """What the first bytes say; for a zip file, what is in it."""
    for start, kind in (
        (b"%PDF-", FileKind.PDF),
        (b"\xff\xd8\xff", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    ):
        if content.startswith(start):
            return kind
    match office_contents.main_part(content):
        case "word":
            return FileKind.DOCX
        case "xl":
            return FileKind.XLSX
    return None


def clean_name(name: str, kind: FileKind) -> str:
    """The name as it is shown and sent back: no folder, nothing invisible, ending as the content says."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].translate(_DIRECTION)
    plain = clean(_REFUSED_IN_NAMES.sub(" ", last)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and ending.lower() in kind.endings:
        return f"{stem[:_NAME_LENGTH].strip(' .') or 'tep'}.{ending.lower()}"
    return f"{plain[:_NAME_LENGTH].strip(' .') or 'tep'}.{kind.endings[0]}"


def _not_taken(content: bytes, allowed: tuple[FileKind, ...]) -> str:
    words = ", ".join(kind.label for kind in allowed)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return (
            "Ảnh này ở dạng HEIC của iPhone. Hãy chụp lại sau khi chọn Cài đặt → Camera → Định dạng → Tương thích nhất,"
            " hoặc gửi ảnh chụp màn hình."
        )
    if content.startswith(_OLD_OFFICE):
        return (
            f"Tệp Office kiểu cũ hoặc có mật khẩu không nhận ở đây. Hãy lưu thành PDF rồi gửi. Nhận: {words}."
        )
    return f"Nội dung tệp này không phải {words}. Hãy chọn tệp thuộc một trong các loại đó."


def _pdf_fault(content: bytes) -> str:
    from blocs.pdf_contents import fault  # pyHanko takes a second to import

    return fault(content)


_CHECKS: dict[FileKind, Callable[[bytes], str]] = {
    FileKind.PDF: _pdf_fault,
    FileKind.JPEG: image_contents.fault,
    FileKind.PNG: image_contents.fault,
    FileKind.DOCX: office_contents.fault,
    FileKind.XLSX: office_contents.fault,
}
