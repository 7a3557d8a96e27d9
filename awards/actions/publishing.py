"""Publishing the year's results to its units, and taking them back."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from awards.results import results_json, year_results
from awards.rules import can_publish
from blocs.actions.locking import lock_year
from blocs.journal import Anchor, record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused


def results_hash(year: BlocYear) -> str:
    """SHA-256 of the year's results as the contract's JSON, keys sorted."""
    text = json.dumps(results_json(year_results(year)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def publish_results(*, actor: User, year: BlocYear) -> Anchor | None:
    """Show the results to the year's units and close its numbers; None when they are published already.

    The journal keeps the hash of exactly what was published. Raises Refused when no unit is ranked yet.
    """
    year = lock_year(actor=actor, year=year, may=can_publish, even_published=True)
    if year.is_published:
        return None
    if not year_results(year).ranking.order:
        raise Refused("Chưa có đơn vị nào được xếp hạng nên chưa niêm yết được kết quả.")
    digest = results_hash(year)
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
