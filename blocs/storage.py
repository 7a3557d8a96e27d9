"""Bytes outside the web root under random names, served only through the rules."""

import hashlib
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blocs.models import BlocYear, StoredFile, User


def store(
    *, content: bytes, name: str, content_type: str, year: BlocYear | None, actor: User | None
) -> StoredFile:
    """Keep the bytes; the row names them, their size and SHA-256."""
    path = default_storage.save(f"{secrets.token_hex(16)}", ContentFile(content))
    return StoredFile.objects.create(
        year=year,
        path=path,
        name=name[:255],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_by=actor,
    )


def read(file: StoredFile) -> bytes:
    """The bytes; ValueError when they are not those that were stored."""
    with default_storage.open(file.path) as stored:
        content: bytes = stored.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ValueError(f"stored file {file.pk} was changed")
    return content
