"""A workbook between its upload and the decision to take it in."""

from django.core.files.storage import default_storage
from django.db import transaction

from blocs.models import IssuedDocument, StoredFile, User
from blocs.storage import store
from reports.paper.press import content_type


@transaction.atomic
def keep_upload(*, actor: User, content: bytes, name: str) -> StoredFile:
    """Keep the file for its preview; what this person uploaded before and did not take in goes."""
    for old in waiting_uploads(actor):
        drop_upload(old)
    return store(content=content, name=name, content_type=content_type("xlsx"), year=None, actor=actor)


def waiting_uploads(actor: User) -> list[StoredFile]:
    """This person's uploads that were not taken in."""
    issued = IssuedDocument.objects.values("file")
    return list(StoredFile.objects.filter(stored_by=actor, year=None).exclude(pk__in=issued))


@transaction.atomic
def drop_upload(file: StoredFile) -> None:
    path = file.path
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(path))
