"""What a request may bring: a file too large for any page is never written to the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_TOO_LARGE = "blocs.upload_too_large"


def too_large_to_take(request: HttpRequest) -> bool:
    """Whether the files of this request were passed over because of their size."""
    return bool(request.POST is not None and request.META.get(_TOO_LARGE))


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and passes over every file of a request beyond UPLOAD_MAX_BYTES.

    The rest of the form still arrives, so the page answers with a sentence; without this, fifty megabytes would be
    written to a temporary file first, and any number of gigabytes by whoever likes.
    """

    request: HttpRequest

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.passes_over = content_length > settings.UPLOAD_MAX_BYTES
        if self.passes_over:
            self.request.META[_TOO_LARGE] = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.passes_over:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler keeps the file."""
