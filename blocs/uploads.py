"""What a request may bring: a file too large for any page is never written to the disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

_TOO_LARGE = "blocs.upload_too_large"


def too_large_to_take(request: HttpRequest) -> bool:
    """Whether the files of this request were passed over because of their size."""
    return bool(request.POST is not None and request.META.get(_TOO_LARGE))


class PassedOverFile(UploadedFile):
    """Stands for a file that was not kept: it has its name and its size, and no content.

    A form asks for the size before it reads, so that its own sentence about size is the answer.
    """

    def __init__(self, name: str, size: int) -> None:
        super().__init__(BytesIO(), name, "application/octet-stream", size)


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and keeps no file of a request beyond UPLOAD_MAX_BYTES.

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
        super().new_file(*args, **kwargs)
        if self.passes_over:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None if self.passes_over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Another handler keeps the file, unless it is passed over."""
        return PassedOverFile(self.file_name or "tep", file_size) if self.passes_over else None
