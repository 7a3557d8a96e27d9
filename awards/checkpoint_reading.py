"""What a review's report counts: the commendations of its period, and all else as JSON in one compound statement."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from awards.commendation_counts import Period
from awards.commendation_lines import Line, lines_of
from awards.models import Award, Registration
from blocs.fields import to_points
from blocs.models import BlocYear, KeyFigure, Movement, Target, UnitReport
from blocs.report_content import Figure
from blocs.terms import AwardLevel, Checkpoint, RegistrationState, ReportState
from blocs.text import fold

_COUNTING_REGISTRATIONS = (RegistrationState.SENT, RegistrationState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class AwardName:
    """An award as a report names it; `code` of a worded one ("Hình thức khác") carries its words."""

    code: str
    name: str
    short_name: str
    level: AwardLevel
    position: int


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration that counts; `person` empty: for the unit, or for a collective of it."""

    id: int
    member: int
    award: str
    collective: str
    person: str


@dataclass(frozen=True, slots=True)
class MovementRow:
    id: int
    position: int
    name: str
    level: str
    form: str
    launcher: str
    act: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with its result at the review, and at the end of the year before where the unit had the same one."""

    id: int
    member: int
    position: int
    figure: Figure
    last_year: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A unit's report that was sent."""

    member: int
    results: str
    weaknesses: str
    proposals: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckpointData:
    """What is stored of a year for one review; `awards` by code, worded ones too."""

    year: BlocYear
    checkpoint: Checkpoint
    awards: dict[str, AwardName] = field(default_factory=dict)
    commendations: tuple[Line, ...] = ()
    registrations: tuple[RegistrationRow, ...] = ()
    movements: tuple[MovementRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    reports: dict[int, ReportRow] = field(default_factory=dict)


Row = dict[str, Any]


def checkpoint_data(year: BlocYear, checkpoint: Checkpoint, period: Period) -> CheckpointData:
    """Two queries, whatever the number of units: the commendations of the period, and everything else."""
    rows = _read(year, checkpoint)
    awards = {award.code: award for award in map(_award, rows["award"])}
    lines = tuple(lines_of(year, period))
    for each in lines:
        if each.counted_as not in awards:
            awards[each.counted_as] = _worded(each, awards[each.award])
    return CheckpointData(
        year=year,
        checkpoint=checkpoint,
        awards=awards,
        commendations=lines,
        registrations=tuple(RegistrationRow(**row) for row in rows["registration"]),
        movements=tuple(sorted(map(_movement, rows["movement"]), key=lambda row: (row.position, row.id))),
        targets=_targets(rows["target"], rows["before"], checkpoint),
        reports=_reports(rows["report"], rows["figure"]),
    )


def _read(year: BlocYear, checkpoint: Checkpoint) -> dict[str, list[Row]]:
    parts = dict(_parts(year, checkpoint))
    first, *others = parts.values()
    found: dict[str, list[Row]] = {name: [] for name in parts}
    for name, text in first.union(*others, all=True):
        found[name].append(json.loads(text))
    return found


# Part -> the fields read of it, by their own name, and by another.
_FIELDS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "award": (("code", "name", "short_name", "level", "position"), {}),
    "registration": (
        ("id", "collective", "person"),
        {"member": "membership_id", "award": "award__code"},
    ),
    "movement": (
        ("id", "position", "name", "level", "form", "launcher", "act", "starts_on", "ends_on"),
        {},
    ),
    "target": (
        ("id", "position", "text", "measure", "planned"),
        {"member": "membership_id", "unit": "membership__unit_id"},
    ),
    "before": (("text", "measure"), {"unit": "membership__unit_id"}),
    "report": (("results", "weaknesses", "proposals"), {"member": "membership_id"}),
    "figure": (
        ("position", "label", "measure", "planned", "value"),
        {"member": "report__membership_id"},
    ),
}


def _parts(year: BlocYear, checkpoint: Checkpoint) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    """Part -> its rows; what another year says is asked of the bloc's real years, or of practice copies alike."""
    of_unit = {"membership__year": year}
    sent = {"checkpoint": checkpoint, "state": ReportState.HANDED_IN}
    before = {"bloc": year.bloc_id, "year": year.year - 1, "is_practice": year.is_practice}
    rows: dict[str, QuerySet[Any, Any]] = {
        "award": Award.objects.all(),
        "registration": Registration.objects.filter(**of_unit, state__in=_COUNTING_REGISTRATIONS),
        "movement": Movement.objects.filter(year=year),
        "target": Target.objects.filter(**of_unit),
        "before": Target.objects.filter(
            **{f"membership__year__{name}": value for name, value in before.items()}
        ),
        "report": UnitReport.objects.filter(**of_unit, **sent),
        "figure": KeyFigure.objects.filter(
            **{f"report__{name}": value for name, value in {**of_unit, **sent}.items()}
        ),
    }
    result = {"value": "half_year" if checkpoint is Checkpoint.HALF_YEAR else "year_end"}
    for name, found in rows.items():
        fields, renamed = _FIELDS[name]
        yield name, _part(name, found, fields, renamed | (result if name in ("target", "before") else {}))


def _part(
    name: str, rows: QuerySet[Any, Any], fields: Iterable[str], renamed: dict[str, str]
) -> QuerySet[Any, Any]:
    pairs = {**{each: F(each) for each in fields}, **{key: F(each) for key, each in renamed.items()}}
    return (
        rows.order_by()
        .annotate(part=Value(name, output_field=TextField()), json=Cast(JSONObject(**pairs), TextField()))
        .values_list("part", "json")
    )


def _award(row: Row) -> AwardName:
    return AwardName(
        row["code"], row["name"], row["short_name"] or row["name"], AwardLevel(row["level"]), row["position"]
    )


def _worded(line: Line, award: AwardName) -> AwardName:
    """Another form, called by its own words."""
    return AwardName(
        line.counted_as, line.title, line.award_text or award.short_name, award.level, award.position
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _movement(row: Row) -> MovementRow:
    return MovementRow(**{**row, "starts_on": _day(row["starts_on"]), "ends_on": _day(row["ends_on"])})


def _number(value: int | None) -> Decimal | None:
    return None if value is None else to_points(value)


def _targets(rows: list[Row], before: list[Row], checkpoint: Checkpoint) -> tuple[TargetRow, ...]:
    """With last year's result of the same unit's target of the same words and measure."""
    past = {(row["unit"], fold(row["text"]), fold(row["measure"])): _number(row["value"]) for row in before}
    found = [
        TargetRow(
            row["id"],
            row["member"],
            row["position"],
            Figure(row["text"], row["measure"], _number(row["planned"]), _number(row["value"])),
            past.get((row["unit"], fold(row["text"]), fold(row["measure"]))),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda target: (target.position, target.id)))


def _reports(rows: list[Row], figures: list[Row]) -> dict[int, ReportRow]:
    lines: dict[int, list[Figure]] = {}
    for row in sorted(figures, key=lambda row: row["position"]):
        figure = Figure(row["label"], row["measure"], _number(row["planned"]), _number(row["value"]))
        lines.setdefault(row["member"], []).append(figure)
    return {
        row["member"]: ReportRow(
            row["member"],
            row["results"],
            row["weaknesses"],
            row["proposals"],
            tuple(lines.get(row["member"], ())),
        )
        for row in rows
    }
