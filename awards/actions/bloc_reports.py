"""The secretariat's own words in the bloc's report at a review, and the period it counts."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from awards.checkpoint_figures import default_period
from awards.checkpoint_report import KINDS
from blocs.actions.locking import lock_year
from blocs.checkpoints import WORDS
from blocs.editing import fingerprint, is_needed
from blocs.fields import new_revision
from blocs.journal import record
from blocs.models import BlocReport, BlocYear, User
from blocs.refusals import Invalid
from blocs.rules import can_run_year
from blocs.terms import Checkpoint
from blocs.text import clean_lines

LONGEST = 60_000
# Words, not points: the report may be finished after the results are shown to the units.
_EVEN_PUBLISHED = True


def _lock(actor: User, year: BlocYear, checkpoint: Checkpoint) -> tuple[BlocYear, BlocReport]:
    year = lock_year(actor=actor, year=year, may=can_run_year, even_published=_EVEN_PUBLISHED)
    stored = BlocReport.objects.filter(year=year, checkpoint=checkpoint).first()
    return year, stored or BlocReport(year=year, checkpoint=checkpoint)


def _save(report: BlocReport, actor: User) -> None:
    report.saved_by, report.saved_at, report.revision = actor, timezone.now(), new_revision()
    report.save()


def _title(key: str, checkpoint: Checkpoint) -> str:
    """A section as the journal names it; Invalid for one the report does not have."""
    for kind in KINDS[checkpoint]:
        if kind.key == key:
            return kind.heading
    raise Invalid("Báo cáo này không có phần đó. Hãy mở lại trang báo cáo của khối.")


@transaction.atomic
def save_section(
    *, actor: User, year: BlocYear, checkpoint: Checkpoint, key: str, text: str, drafted: str, base: str
) -> bool:
    """Store the secretariat's text of a section; whether there was anything to store.

    `drafted`: the draft the editor showed; a text equal to it goes on following the data. `base`: fingerprint of the
    stored text the page showed ("" when there was none). Raises Stale, Invalid for a text that is too long.
    """
    title = _title(key, checkpoint)
    text, drafted = clean_lines(text), clean_lines(drafted)
    if len(text) > LONGEST:
        raise Invalid(f"Phần này dài quá {LONGEST:,} chữ. Hãy viết gọn lại.".replace(",", "."))
    year, report = _lock(actor, year, checkpoint)
    current = report.sections.get(key)
    wanted = None if text == drafted else {"text": text, "drafted": fingerprint(drafted)}
    if not is_needed(base=base, current=current, wanted=wanted):
        return False
    _store(report, key, wanted)
    _save(report, actor)
    record(
        year=year,
        actor=actor,
        action="bloc_report.saved",
        subject=WORDS[checkpoint].report,
        old={title: current["text"] if current else ""},
        new={title: text if wanted else "(theo số liệu)"},
    )
    return True


def _store(report: BlocReport, key: str, wanted: dict[str, Any] | None) -> None:
    kept = {name: value for name, value in report.sections.items() if name != key}
    report.sections = kept if wanted is None else kept | {key: wanted}


@transaction.atomic
def follow_data(*, actor: User, year: BlocYear, checkpoint: Checkpoint, key: str) -> bool:
    """Drop the secretariat's text of a section, so that it is drafted from the data again; False when it was."""
    title = _title(key, checkpoint)
    year, report = _lock(actor, year, checkpoint)
    current = report.sections.get(key)
    if current is None:
        return False
    _store(report, key, None)
    _save(report, actor)
    record(
        year=year,
        actor=actor,
        action="bloc_report.followed_data",
        subject=WORDS[checkpoint].report,
        old={title: current["text"]},
        new={title: "(theo số liệu)"},
    )
    return True


def period_state(report: BlocReport | None, year: BlocYear, checkpoint: Checkpoint) -> list[date]:
    """The two days as they stand, for the fingerprint of a page."""
    first, last = default_period(year, checkpoint)
    return [report.starts_on or first, report.ends_on or last] if report else [first, last]


@transaction.atomic
def set_period(
    *, actor: User, year: BlocYear, checkpoint: Checkpoint, starts_on: date, ends_on: date, base: str
) -> bool:
    """The days whose commendations count, both included; whether they changed. Raises Invalid, Stale."""
    if ends_on < starts_on:
        raise Invalid("Ngày cuối của kỳ phải từ ngày đầu trở đi.")
    year, report = _lock(actor, year, checkpoint)
    current, wanted = period_state(report, year, checkpoint), [starts_on, ends_on]
    if not is_needed(base=base, current=current, wanted=wanted):
        return False
    report.starts_on, report.ends_on = starts_on, ends_on
    _save(report, actor)
    record(
        year=year,
        actor=actor,
        action="bloc_report.period",
        subject=WORDS[checkpoint].report,
        old={"Từ ngày": current[0], "Đến ngày": current[1]},
        new={"Từ ngày": starts_on, "Đến ngày": ends_on},
    )
    return True
