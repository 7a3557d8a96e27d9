"""A workbook between its upload and the decision to take it in."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from blocs.models import BlocYear, IssuedDocument, StoredFile, User
from blocs.refusals import Refused
from blocs.storage import store
from blocs.text import clean
from blocs.transactions import locked
from reports.actions.import_year import import_year
from reports.paper.press import content_type
from reports.workbook.book import YearBook

# What nobody decided about goes with the next upload after this time.
_WAITS = timedelta(days=1)

NOT_WAITING = (
    "Tệp này không còn chờ nhập: đã được nhập rồi, hoặc bạn đã tải lên tệp khác. Hãy xem năm thi đua trong danh"
    " sách; muốn nhập nữa thì tải tệp lên lại."
)


@transaction.atomic
def keep_upload(*, actor: User, content: bytes, name: str) -> StoredFile:
    """Keep the file for its preview; what this person uploaded before and did not take in goes."""
    outdated = Q(stored_by=actor) | Q(stored_at__lt=timezone.now() - _WAITS)
    for old in waiting_uploads().filter(outdated):
        _drop(old)
    with store(
        content=content, name=clean(name), content_type=content_type("xlsx"), year=None, actor=actor
    ) as kept:
        return kept


def waiting_uploads() -> QuerySet[StoredFile]:
    """Everybody's workbooks that were not taken in yet."""
    issued = IssuedDocument.objects.values("file")
    return StoredFile.objects.filter(year=None, content_type=content_type("xlsx")).exclude(pk__in=issued)


@transaction.atomic
def take_in(*, actor: User, kept: StoredFile, book: YearBook, replace: bool) -> BlocYear:
    """Import the workbook read from this upload, once: whoever comes second is told so.

    Raises what import_year raises, and Refused when the upload is no longer waiting.
    """
    waiting = locked(waiting_uploads().filter(pk=kept.pk, stored_by=actor)).first()
    if waiting is None:
        raise Refused(NOT_WAITING)
    year = import_year(actor=actor, book=book, replace=replace, digest=kept.sha256)
    _drop(waiting)
    return year


def _drop(file: StoredFile) -> None:
    path = file.path
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(path))
