"""Telling a unit's people, in the transaction that does it, that a sheet they handed in was opened again, and why."""

from collections.abc import Sequence

from django.utils import timezone

from blocs.addresses import page
from blocs.models import Membership, Notice, User
from blocs.reminders import people_of
from blocs.site_notices import on_site
from blocs.terms import Level
from scoring.actions.sheet_locking import LEVEL_WORDS, paper_of
from scoring.models import Sheet
from scoring.rules import PHASE_OF_LEVEL


def tell_units(sheets: Sequence[Sheet], *, actor: User, reason: str) -> None:
    """One notice on the site to each person of the units whose own sheets these are, but to who did it.

    The bloc's and the board's sheets are nobody's; a practice copy tells nobody. Two queries.
    """
    own: dict[tuple[Level, Membership], list[Sheet]] = {}
    for sheet in sheets:
        unit = paper_of(sheet)
        if unit is not None and not sheet.year.is_practice:
            own.setdefault((Level(sheet.level), unit), []).append(sheet)
    people = people_of({unit for _level, unit in own}) if own else {}
    now = timezone.now()
    Notice.objects.bulk_create(
        on_site(
            group[0].year,
            unit,
            person.pk,
            key=f"mo-lai-phieu:{level}:{unit.pk}:{now.timestamp():.6f}",
            phase=PHASE_OF_LEVEL[level],
            title=f"Tổ thư ký mở lại phiếu {LEVEL_WORDS[level]}",
            text=f"{_which(level, group)} Lý do: {reason.rstrip('.')}. Sửa xong, lãnh đạo đơn vị nộp lại.",
            url=page("sheets", group[0].year),
            by=actor,
        )
        for (level, unit), group in own.items()
        for person in people.get(unit.unit_id, [])
        if person != actor
    )


def _which(level: Level, sheets: Sequence[Sheet]) -> str:
    if level is Level.SELF:
        return "Phiếu tự chấm của đơn vị đã được mở lại."
    names = ", ".join(sheet.scored.short_name for sheet in sheets)
    return f"Phiếu chấm {names} đã được mở lại."
