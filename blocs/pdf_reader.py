"""pyHanko's reader for files from strangers: bounded, and quick with many objects in one compressed stream.

pyHanko takes a second to import: import this module inside functions.
"""

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import (
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

_MEGABYTE = 1024 * 1024
# Ours inflate to a few megabytes. What a bomb makes of 20 MB stays below this in memory.
LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_ratio=200, max_output_size=16 * _MEGABYTE),
    per_purpose={DecodePurpose.OBJECT_STREAM: StreamDecodeLimits(max_output_size=8 * _MEGABYTE)},
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MEGABYTE, max_ratio=8),
)


class BoundedReader(PdfFileReader):
    """Reads an object stream's table of contents once; pyHanko reads it from its start for every object of it."""

    def __init__(self, content: bytes, *, strict: bool) -> None:
        self._streams: dict[int, tuple[bytes, dict[int, int]]] = {}
        super().__init__(BytesIO(content), strict=strict, decode_limits=LIMITS)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        if stmnum not in self._streams:
            self._streams[stmnum] = self._opened(stmnum)
        data, places = self._streams[stmnum]
        if idnum not in places:
            raise PdfReadError(f"object {idnum} is not in stream {stmnum}")
        stream = BytesIO(data)
        stream.seek(places[idnum])
        found = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfReadError("forbidden object type in an object stream")
        return found

    def _opened(self, number: int) -> tuple[bytes, dict[int, int]]:
        """The inflated stream, and where each object in it begins."""
        stream = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfReadError(f"object {number} is no object stream")
        data: bytes = stream.read_data(DecodePurpose.OBJECT_STREAM)
        first = int(stream["/First"])
        numbers = [int(text) for text in data[:first].split()[: 2 * int(stream["/N"])]]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return data, {idnum: first + offset for idnum, offset in pairs}
