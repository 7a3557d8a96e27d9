"""What a PDF would do when it is opened: its objects are walked, also those in compressed object streams.

pyHanko takes a second to import: import this module inside functions.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic

from blocs.pdf_reader import BoundedReader
from blocs.time_limit import TookTooLong, within

logger = logging.getLogger(__name__)

_SECONDS = 8.0
_MOST_OBJECTS = 200_000
_MOST_DEPTH = 60
# Keys that hold a script, a film or a form that runs.
_KEYS = {"/JS", "/JavaScript", "/RichMedia", "/RichMediaContent", "/XFA", "/Launch"}
# Values of /S and /Subtype: what an action does, what an annotation is.
_ACTS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
    "/GoToE",
    "/RichMedia",
    "/RichMediaExecute",
}
# Every way to write a name of the list where the file could not be read object by object.
_NAMES = re.compile(
    rb"/(?:JavaScript|RichMedia|XFA|Launch|SubmitForm|ImportData|Rendition|GoToE|EmbeddedFile|ObjStm|Encrypt)\b"
    rb"|/JS\s*(?:[(<]|\d+\s+\d+\s+R)"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_HARMLESS_ENCLOSURES = {"pdf", "xml", "txt", "csv", "jpg", "jpeg", "png", "docx", "xlsx", "p7s"}

RUNS = (
    "Tệp PDF này có mã lệnh, biểu mẫu động hoặc nội dung tự chạy nên không nhận. Hãy in ra rồi quét lại, hoặc dùng"
    " “In thành PDF” để tạo tệp mới."
)
ENCLOSES = (
    "Tệp PDF này kèm một tệp khác bên trong có thể chạy được nên không nhận. Hãy dùng “In thành PDF” để tạo tệp mới"
    " không kèm tệp."
)
ENCRYPTED = "Tệp PDF đang đặt mật khẩu hoặc khóa quyền nên không kiểm tra được. Hãy dùng “In thành PDF” để tạo tệp mới rồi gửi."
UNREADABLE = (
    "Tệp PDF bị hỏng, tải lên chưa hết hoặc dựng sai chuẩn nên không kiểm tra được. Hãy quét lại hoặc dùng “In thành"
    " PDF” rồi gửi tệp mới."
)


class _Found(Exception):
    """Why the file is not taken."""


def fault(content: bytes) -> str:
    """Why this PDF is not taken, as a sentence; "" when it is. Takes eight seconds at most."""
    try:
        within(_SECONDS, lambda: _walk(content))
    except _Found as found:
        return str(found)
    except TookTooLong:
        return UNREADABLE
    except Exception as error:  # a damaged or hostile file leads a library anywhere
        logger.info("A PDF could not be walked: %r", error)
        return _fault_of_bytes(content)
    return ""


def _walk(content: bytes) -> None:
    reader = BoundedReader(content, strict=False)
    if reader.encrypted:
        raise _Found(ENCRYPTED)
    references = {
        reference
        for revision in range(reader.xrefs.total_revisions)
        for reference in reader.xrefs.explicit_refs_in_revision(revision)
    }
    if len(references) > _MOST_OBJECTS:
        raise _Found(UNREADABLE)
    if not isinstance(reader.root, generic.DictionaryObject):
        raise ValueError("no catalogue")
    for reference in references:
        _inspect(generic.Reference(reference.idnum, reference.generation, reader).get_object())


def _inspect(found: Any) -> None:
    """Raise _Found for what runs anywhere in this object; what it refers to is walked in its own turn."""
    for dictionary in _dictionaries(found):
        if not _KEYS.isdisjoint(dictionary.keys()):
            raise _Found(RUNS)
        for key in ("/S", "/Subtype"):
            if str(_direct(dictionary, key)) in _ACTS:
                raise _Found(RUNS)
        if "/EF" in dictionary.keys():  # noqa: SIM118  (a lookup would follow the reference)
            names = [str(name) for key in ("/F", "/UF") if (name := _direct(dictionary, key)) is not None]
            if not names or any(_ending(name) not in _HARMLESS_ENCLOSURES for name in names):
                raise _Found(ENCLOSES)


def _dictionaries(found: Any) -> Iterator[generic.DictionaryObject]:
    waiting = [(found, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _MOST_DEPTH:
            raise _Found(UNREADABLE)
        if isinstance(value, generic.DictionaryObject):
            yield value
            waiting += [(value.raw_get(key), depth + 1) for key in value.keys()]  # noqa: SIM118
        elif isinstance(value, generic.ArrayObject):
            waiting += [(value.raw_get(index), depth + 1) for index in range(len(value))]


def _direct(dictionary: generic.DictionaryObject, key: str) -> Any:
    """The value, followed where it is a reference: an action's kind may stand elsewhere."""
    try:
        return dictionary[key]
    except KeyError:
        return None


def _ending(name: str) -> str:
    return name.rpartition(".")[2].strip().lower()


def _fault_of_bytes(content: bytes) -> str:
    """For what cannot be read object by object, as scans of old machines: every name in the file is looked at."""
    if not content.rstrip().endswith(b"%%EOF") or b"/Pages" not in content:
        return UNREADABLE
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    return UNREADABLE if _NAMES.search(plain) else ""
