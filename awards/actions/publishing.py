"""Publishing the year's results to its units, and taking them back."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from awards.results import YearResults, results_json, year_results
from awards.rules import can_publish
from blocs.actions.locking import lock_year
from blocs.editing import Stale
from blocs.journal import Anchor, record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused
from blocs.transactions import locked
from scoring.models import Sheet


def results_hash(found: YearResults) -> str:
    """SHA-256 of the results as the contract's JSON (§4), keys sorted."""
    text = json.dumps(results_json(found), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def publish_results(*, actor: User, year: BlocYear, shown: str | None = None) -> Anchor | None:
    """Show the results to the year's units and close its numbers; None when they are published already.

    `shown`: the hash of what the person saw and approved; Stale when the results are no longer those. The journal
    keeps the hash of exactly what was published. Raises Refused when no unit is ranked yet.
    """
    year = lock_year(actor=actor, year=year, may=can_publish, even_published=True)
    if year.is_published:
        return None
    # Whoever is saving cells holds its sheets: wait, so that what is published is what stands afterwards.
    list(locked(Sheet.objects.filter(year=year).order_by("pk")).values_list("pk", flat=True))
    found = year_results(year)
    if not found.ranking.order:
        raise Refused("Chưa có đơn vị nào được xếp hạng nên chưa niêm yết được kết quả.")
    digest = results_hash(found)
    if shown is not None and shown != digest:
        raise Stale("Kết quả đã thay đổi từ lúc bạn mở trang này. Hãy xem lại kết quả hiện có rồi niêm yết.")
    year.results_published_at, year.results_published_by = timezone.now(), actor
    year.save(update_fields=["results_published_at", "results_published_by"])
    return record(
        year=year, actor=actor, action="results.published", subject=str(year), new={"sha256": digest}
    )


@transaction.atomic
def withdraw_results(*, actor: User, year: BlocYear, reason: str) -> None:
    """Take published results back, with a reason every reader of the journal sees."""
    year = lock_year(actor=actor, year=year, may=can_publish, even_published=True)
    if not year.is_published:
        return
    if not reason:
        raise Invalid("Hãy ghi lý do rút niêm yết.")
    year.results_published_at = year.results_published_by = None
    year.save(update_fields=["results_published_at", "results_published_by"])
    record(year=year, actor=actor, action="results.withdrawn", subject=str(year), reason=reason)
