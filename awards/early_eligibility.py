"""Whether a unit could be nominated for a title as things stand today, and if not, why (domain handbook §3.9).

Pure: standard library and the listed words only. What the nominations ask too is asked by the same function
(`awards.eligibility.reasons_before_scores`); the rest are facts that only time brings. Sentences are in
`awards.registration_wording`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from awards.eligibility import Candidate, Reason, effects_against, reasons_before_scores
from blocs.terms import Effect, Term


class Hindrance(Term):
    """What stands in the way beside the reasons the nominations know."""

    REPORT_MISSING = "REPORT_MISSING", "Chưa gửi báo cáo"
    GAP = "GAP", "Chưa đủ thời gian giữa hai lần"
    AWARD_NOT_VALID = "AWARD_NOT_VALID", "Danh hiệu không áp dụng"
    UNIT_ENDED = "UNIT_ENDED", "Đơn vị không còn trong khối"


@dataclass(frozen=True, slots=True)
class Title:
    """An award as it is asked for in a year: what the year's rules want, its validity (half-open) and gap."""

    award: str
    needs_registration: bool = False
    needs_pledge: bool = False
    gap_years: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class UnitNow:
    """A unit today. `received`: award code -> the achievement years it, or who went into it, was given that award.

    `ended_on`: the first day it is gone; `report_due`: the day its half-year report was due, when that is past and
    the report is not in.
    """

    candidate: Candidate
    received: Mapping[str, Collection[int]] = field(default_factory=dict)
    ended_on: date | None = None
    report_due: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Why not, for one unit and one title; empty: nothing stands in the way as of now.

    `effects`: the findings behind DISQUALIFIED; `last_year`: the year behind GAP; the days behind the others.
    """

    reasons: tuple[Reason | Hindrance, ...]
    effects: tuple[Effect, ...] = ()
    last_year: int | None = None
    gap_years: int | None = None
    not_before: date | None = None
    no_longer: date | None = None
    ended_on: date | None = None
    report_due: date | None = None

    @property
    def is_clear(self) -> bool:
        return not self.reasons


def standing_now(title: Title, unit: UnitNow, higher: Collection[str], *, year: int, today: date) -> Standing:
    """Every reason as of `today`, in a fixed order. `higher`: awards whose registration counts for this one too."""
    early = reasons_before_scores(
        title.award,
        needs_registration=title.needs_registration,
        needs_pledge=title.needs_pledge,
        candidate=unit.candidate,
        higher=higher,
    )
    last = last_within_gap(unit.received.get(title.award, ()), title.gap_years, year)
    applies = {
        Hindrance.UNIT_ENDED: unit.ended_on is not None and unit.ended_on <= today,
        Hindrance.AWARD_NOT_VALID: not is_valid_on(title.valid_from, title.valid_to, today),
        Hindrance.GAP: last is not None,
        Hindrance.REPORT_MISSING: unit.report_due is not None,
    }
    return Standing(
        reasons=(
            *(reason for reason in Reason if reason in early),
            *(hindrance for hindrance, is_so in applies.items() if is_so),
        ),
        effects=effects_against(title.award, unit.candidate.findings),
        last_year=last,
        gap_years=title.gap_years,
        not_before=title.valid_from if title.valid_from and title.valid_from > today else None,
        no_longer=title.valid_to,
        ended_on=unit.ended_on,
        report_due=unit.report_due,
    )


def last_within_gap(received: Iterable[int], gap_years: int | None, year: int) -> int | None:
    """The latest year of the same award that is too near: fewer than `gap_years` whole years lie between."""
    if not gap_years:
        return None
    return max((earlier for earlier in received if 0 < year - earlier <= gap_years), default=None)


def is_valid_on(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Half-open; an empty bound is open."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


def is_valid_in(valid_from: date | None, valid_to: date | None, year: int) -> bool:
    """On at least one day of the year."""
    begun = valid_from is None or valid_from <= date(year, 12, 31)
    return begun and (valid_to is None or valid_to > date(year, 1, 1))


def with_predecessors(units: Iterable[int], links: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Unit -> itself and everybody who went into it, however far back; `links`: (predecessor, successor) pairs."""
    before: dict[int, set[int]] = {}
    for predecessor, successor in links:
        before.setdefault(successor, set()).add(predecessor)
    found: dict[int, frozenset[int]] = {}
    for unit in units:
        seen, left = {unit}, [unit]
        while left:
            new = before.get(left.pop(), set()) - seen
            seen |= new
            left += new
        found[unit] = frozenset(seen)
    return found
