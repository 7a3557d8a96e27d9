"""Bytes outside the web root under random names, served only through the rules."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blocs.models import BlocYear, StoredFile, User
from blocs.received_files import ReceivedFile
from blocs.refusals import Refused


@contextmanager
def store(
    *, content: bytes, name: str, content_type: str, year: BlocYear | None, actor: User | None
) -> Iterator[StoredFile]:
    """Keep the bytes; the row names them, their size and SHA-256.

    What fails inside the `with` takes the bytes with it, as the transaction takes the row.
    """
    path = default_storage.save(secrets.token_hex(16), ContentFile(content))
    try:
        yield StoredFile.objects.create(
            year=year,
            path=path,
            name=name[:255],
            content_type=content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            stored_by=actor,
        )
    except BaseException:
        default_storage.delete(path)
        raise


@contextmanager
def store_received(received: ReceivedFile, *, year: BlocYear, actor: User) -> Iterator[StoredFile]:
    """`store` for what a person sent, after its checks."""
    with store(
        content=received.content,
        name=received.name,
        content_type=received.kind.value,
        year=year,
        actor=actor,
    ) as file:
        yield file


def enter_received(
    files: ExitStack, received: ReceivedFile | None, *, year: BlocYear, actor: User
) -> StoredFile | None:
    """The stored file, or None where nothing was sent; its bytes go when what follows inside the stack fails."""
    if received is None:
        return None
    return files.enter_context(store_received(received, year=year, actor=actor))


def read(file: StoredFile) -> bytes:
    """The bytes; Refused when they are gone or not those that were stored."""
    try:
        with default_storage.open(file.path) as stored:
            content: bytes = stored.read()
    except OSError as error:
        raise Refused(
            "Tệp này không còn trong kho lưu của hệ thống. Hãy báo quản trị khôi phục từ bản sao lưu."
        ) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Refused(
            "Tệp này đã bị thay đổi ngoài hệ thống nên không mở. Hãy báo quản trị khôi phục từ bản sao lưu."
        )
    return content
