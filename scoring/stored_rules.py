"""The stored rules of a year as the definitions that forms, the workbook and the checks share, and back."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from blocs.models import RuleVersion
from blocs.offers import offers
from blocs.terms import (
    VOTE_KEY,
    Aggregation,
    Combining,
    CriterionGroup,
    CriterionRule,
    ExtrasSource,
    Level,
    MidYearMerger,
    MissingPeer,
    PeerAverage,
    PeerDraw,
    RankNumbering,
)
from scoring.criterion_parameters import from_json
from scoring.definitions import ClassRow, CriterionRow, YearRules
from scoring.models import ClassBand, CriterionVersion

_TERMS: dict[str, Any] = {
    "peer_draw": PeerDraw,
    "combining": Combining,
    "peer_average": PeerAverage,
    "aggregation": Aggregation,
    "extras_source": ExtrasSource,
    "missing_peer": MissingPeer,
    "numbering": RankNumbering,
    "merger": MidYearMerger,
}


def year_rules(rules: RuleVersion) -> YearRules:
    """The settings of a version."""
    values = {field.name: getattr(rules, field.name) for field in fields(YearRules)}
    values |= {name: term(values[name]) for name, term in _TERMS.items()}
    values["levels"] = tuple(Level(level) for level in rules.levels)
    values["tie_keys"] = tuple(rules.tie_keys)
    return YearRules(**values)


def set_year_rules(rules: RuleVersion, settings: YearRules) -> None:
    """Put the settings on the version's fields, unsaved."""
    for field in fields(YearRules):
        value = getattr(settings, field.name)
        if field.name == "levels":
            value = [level.value for level in value]
        elif field.name == "tie_keys":
            value = list(value)
        elif field.name in _TERMS:
            value = value.value
        setattr(rules, field.name, value)


def criterion_row(version: CriterionVersion) -> CriterionRow:
    return CriterionRow(
        code=version.code,
        text=version.text,
        group=CriterionGroup(version.group),
        maximum=version.maximum,
        step=version.step,
        method=version.method,
        needs_evidence=version.needs_evidence,
        rule=CriterionRule(version.rule),
        parameters=from_json(version.parameters),
    )


def criterion_rows(rules: RuleVersion) -> list[CriterionRow]:
    """The tree in its order; one query."""
    return rows_of(CriterionVersion.objects.filter(rules=rules).order_by("position", "pk"))


def rows_of(versions: Iterable[CriterionVersion]) -> list[CriterionRow]:
    return [criterion_row(version) for version in versions]


def class_rows(rules: RuleVersion) -> list[ClassRow]:
    """The classes in their order; one query."""
    bands = ClassBand.objects.filter(rules=rules).order_by("position", "pk")
    return [ClassRow(band.name, band.from_points, band.floor_percent) for band in bands]


def named_awards(settings: YearRules) -> set[str]:
    """The award codes that tie keys name."""
    return {code for word, _, code in (key.partition(" ") for key in settings.tie_keys) if word == VOTE_KEY}


def known_awards(settings: YearRules) -> set[str]:
    """The catalogue's award codes; not read when no tie key names one."""
    return set(offers("AWARD_NAMES")()) if named_awards(settings) else set()
