"""Answering with a stored file: safe headers, never run by the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from blocs.models import StoredFile
from blocs.storage import read


def file_answer(file: StoredFile, *, inline: bool = False) -> HttpResponse:
    """The bytes under the name they were sent with; the caller has asked whether this person may read them."""
    answer = HttpResponse(read(file), content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
