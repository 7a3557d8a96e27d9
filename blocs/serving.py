"""Answering with a stored file: safe headers, never run by the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from blocs.models import StoredFile
from blocs.received_files import FileKind
from blocs.storage import read

_SHOWN = {FileKind.PDF.value, FileKind.JPEG.value, FileKind.PNG.value}
_POLICY = "default-src 'none'; frame-ancestors 'none'"


def file_answer(file: StoredFile, *, inline: bool = False) -> HttpResponse:
    """The bytes under the name they were sent with; the caller has asked whether this person may read them.

    `inline` asks the browser to show it, which only pictures and PDFs are; everything else is saved. A kind we
    do not know is answered as plain bytes.
    """
    known = file.content_type in {kind.value for kind in FileKind}
    is_shown = inline and file.content_type in _SHOWN
    answer = HttpResponse(read(file), content_type=file.content_type if known else "application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(not is_shown, file.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    # Browsers do not open their PDF viewer in a sandbox; its scripts never run in our name.
    is_pdf_shown = is_shown and file.content_type == FileKind.PDF
    answer["Content-Security-Policy"] = _POLICY if is_pdf_shown else f"{_POLICY}; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
