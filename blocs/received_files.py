"""Files people send: told by their content, never by their name."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from blocs.refusals import Invalid
from blocs.terms import Term

MOST_BYTES = 20 * 1024 * 1024


class FileKind(Term):
    """What may be sent, by its first bytes."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "ảnh JPEG"
    PNG = "image/png", "ảnh PNG"


_BEGINNINGS = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
)
EVIDENCE = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """The bytes of a file that passed the checks, ready for `storage.store`."""

    content: bytes
    name: str
    kind: FileKind


def receive(upload: UploadedFile, allowed: tuple[FileKind, ...] = EVIDENCE) -> ReceivedFile:
    """The file's bytes and what they are.

    Raises Invalid with what to do: empty, too large, of a kind that is not taken here.
    """
    words = ", ".join(kind.label for kind in allowed)
    if not upload.size:
        raise Invalid("Tệp rỗng. Hãy chọn lại tệp.")
    if upload.size > MOST_BYTES:
        raise Invalid("Tệp lớn hơn 20 MB. Hãy quét lại với độ phân giải thấp hơn (khoảng 200 dpi).")
    content = upload.read()
    kind = next((kind for start, kind in _BEGINNINGS if content.startswith(start)), None)
    if kind is None or kind not in allowed:
        raise Invalid(f"Tệp này không phải {words}. Hãy chọn tệp thuộc một trong các loại đó.")
    return ReceivedFile(content, (upload.name or "tep")[:255], kind)
