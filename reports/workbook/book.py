"""A whole bloc-year in typed values: what the workbook of contract §3 holds, in the order of its rows.

Codes stand where the database has rows. `write_workbook` followed by `read_workbook` gives an equal `YearBook` when
texts are clean (NFC, no outer or double spaces), lists of rows satisfy the contract, and a peer score names its
scorer, a self score the unit itself, every other score nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from awards.definitions import AwardRuleRow, VoteCountRow, VoteResultRow
from blocs.terms import AwardObject, BlocKind, Effect, Level, Role, SheetState, SigningWay
from scoring.definitions import ClassRow, CriterionRow, YearRules


@dataclass(frozen=True, slots=True)
class BookHead:
    """Which bloc, which year."""

    name: str
    code: str
    year: int
    kind: BlocKind = BlocKind.KHOI
    province: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A member; `order` is its STT, None when left empty; `left_on` the first day it is gone in the middle of the year."""

    order: int | None
    code: str
    name: str
    short_name: str = ""
    category: str = ""
    role: Role = Role.MEMBER
    representative: str = ""
    representative_title: str = ""
    email: str = ""
    phone: str = ""
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score; `scorer` as `canonical_scorer` gives it."""

    level: Level
    scored: str
    scorer: str
    criterion: str
    points: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The state of one score sheet; a sheet without a row is handed in."""

    level: Level
    scored: str
    scorer: str
    state: SheetState


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    scorer: str
    scored: str


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """Who signs for a unit; not signed yet without a date."""

    unit: str
    signer: str = ""
    signer_title: str = ""
    signed_on: date | None = None
    way: SigningWay | None = None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of the pledge with its results, in the stated measure; `criterion` is the leaf it feeds."""

    unit: str
    text: str
    measure: str = ""
    planned: Decimal | None = None
    half_year: Decimal | None = None
    year_end: Decimal | None = None
    criterion: str = ""
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    unit: str
    award: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """Why a unit is not considered (không xét)."""

    unit: str
    effect: Effect
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CommendationRow:
    """A record with a `recipient`, or a tally; a tally without a count is counted nowhere. `movement`: its name."""

    unit: str
    award: str
    object: AwardObject | None = None
    count: int | None = None
    achievement_year: int | None = None
    decision_number: str = ""
    decided_on: date | None = None
    recipient: str = ""
    award_text: str = ""
    presented_on: date | None = None
    movement: str = ""


@dataclass(frozen=True, slots=True)
class MovementRow:
    """`participants`: a unit's code on each line, none when all take part; `reviews` as `movement_text` writes them."""

    name: str
    level: str = ""
    form: str = ""
    launcher: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    act: str = ""
    goal: str = ""
    participants: str = ""
    reviews: str = ""


@dataclass(frozen=True, slots=True)
class YearBook:
    """Everything a bloc-year workbook holds; rows in sheet order (see `in_bloc_order` for the units)."""

    head: BookHead
    rules: YearRules
    units: tuple[UnitRow, ...]
    criteria: tuple[CriterionRow, ...]
    scores: tuple[ScoreRow, ...] = ()
    sheets: tuple[SheetRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    pledges: tuple[PledgeRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    registrations: tuple[RegistrationRow, ...] = ()
    award_rules: tuple[AwardRuleRow, ...] = ()
    vote_counts: tuple[VoteCountRow, ...] = ()
    vote_results: tuple[VoteResultRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    commendations: tuple[CommendationRow, ...] = ()
    movements: tuple[MovementRow, ...] = ()


def in_bloc_order(units: Sequence[UnitRow]) -> list[UnitRow]:
    """By STT ascending, those without after the others in sheet order (contract §3)."""
    return sorted(units, key=lambda unit: (unit.order is None, unit.order or 0))


def canonical_scorer(level: Level, scored: str, scorer: str) -> str:
    """Who scored, spelt one way: an empty scorer and the unit itself mean the same sheet outside `Chấm chéo`."""
    if level == Level.PEER:
        return scorer
    return scored if level == Level.SELF else ""
