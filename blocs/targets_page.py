"""The targets of a year as ready strings: every unit's, and who has none or no results."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from blocs.context import year_url
from blocs.models import BlocYear, Membership, Target, TargetEvidence, User
from blocs.offers import offers
from blocs.target_queries import OldTarget, last_year, targets_of
from blocs.target_results import (
    Reached,
    against_last_year,
    match_key,
    percent_text,
    reached,
    with_measure,
)
from blocs.target_rules import can_promise, can_report
from blocs.terms import Checkpoint
from reports.paper.words import trimmed

_TONES = {Reached.ABOVE: "done", Reached.MET: "done", Reached.BEHIND: "due"}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target: percents are of the plan; `word` says beside the colour whether it was reached."""

    pk: int
    text: str
    plan: str
    half_year: str
    half_year_percent: str
    year_end: str
    year_end_percent: str
    word: str
    tone: str
    difference: str
    criterion: str
    entered_for: bool
    evidence: int
    evidence_url: str
    may_add: bool


@dataclass(slots=True)
class UnitTargets:
    """A unit's part of the page; addresses are empty where this person may not go there."""

    member: Membership
    lines: list[TargetLine] = field(default_factory=list)
    edit_url: str = ""
    results_url: str = ""
    is_own: bool = False


def page_of(user: User, year: BlocYear, own: list[Membership]) -> dict[str, Any]:
    """Own units first, then bloc order. 4 queries beside the frame, however many units."""
    members = [*own, *(member for member in year.members if member not in own)]
    found, before = targets_of(year), last_year(year, year.members)
    targets, frozen = found.by_member, found.is_frozen
    feeds: dict[int, str] = {}
    for offer in offers("TARGET_LINKS") if targets else ():
        feeds |= offer(year)
    units = []
    for member in members:
        unit = UnitTargets(member, is_own=member in own)
        if not frozen and not year.is_published and can_promise(user, year, member):
            unit.edit_url = year_url("target-promises", year, pk=member.pk)
        if targets.get(member.pk) and can_report(user, year, member, Checkpoint.YEAR_END):
            unit.results_url = year_url("target-results", year, pk=member.pk)
        unit.lines = [
            replace(
                line_of(row, year, before[member.unit_id], feeds),
                evidence=found.evidence[row.pk],
                may_add=bool(unit.results_url),
            )
            for row in targets.get(member.pk, ())
        ]
        units.append(unit)
    return {"units": units, "frozen": frozen, **_missing(year, targets)}


def line_of(
    row: Target,
    year: BlocYear,
    before: dict[tuple[str, str], OldTarget],
    feeds: dict[int, str],
) -> TargetLine:
    result = row.half_year if row.year_end is None else row.year_end
    state = reached(row.planned, row.year_end)
    old = before.get(match_key(row.text, row.measure))
    return TargetLine(
        pk=row.pk,
        text=row.text,
        plan=with_measure(row.planned, row.measure),
        half_year="" if row.half_year is None else trimmed(row.half_year, thousands=True),
        half_year_percent=percent_text(row.planned, row.half_year),
        year_end="" if row.year_end is None else trimmed(row.year_end, thousands=True),
        year_end_percent=percent_text(row.planned, row.year_end),
        word=state.label if result is not None and state in _TONES else "",
        tone=_TONES.get(state, ""),
        difference=against_last_year(row.year_end, old.year_end if old else None),
        criterion=feeds.get(row.pk, ""),
        entered_for=row.entered_for,
        evidence=0,
        evidence_url=year_url("target-evidence", year, pk=row.pk),
        may_add=False,
    )


def evidence_line(one: TargetEvidence, year: BlocYear) -> dict[str, str]:
    url = year_url("target-evidence-file", year, pk=one.pk) if one.file_id else ""
    return {"text": str(one), "url": url, "when": Checkpoint(one.checkpoint).label}


def _missing(year: BlocYear, targets: dict[int, list[Target]]) -> dict[str, str]:
    """Names of the units without targets, without half-year and without year-end results."""
    present = [member for member in year.members if member.left_on is None]
    promised = [member for member in present if targets.get(member.pk)]
    return {
        "without_targets": _names(member for member in present if not targets.get(member.pk)),
        "without_half_year": _names(
            member for member in promised if any(row.half_year is None for row in targets[member.pk])
        ),
        "without_year_end": _names(
            member for member in promised if any(row.year_end is None for row in targets[member.pk])
        ),
        "promised": f"{len(promised)}/{len(present)}",
    }


def _names(members: Iterable[Membership]) -> str:
    return ", ".join(member.short_name for member in members)
