"""Reading a version of the rules: its criteria and classes in one query, its settings as the calculator's rules."""

from typing import Any

from django.db.models import CharField, IntegerField, TextField, Value
from django.db.models.functions import Cast

from blocs.models import RuleVersion
from blocs.terms import Aggregation, Combining, ExtrasSource, Level, MissingPeer, PeerAverage, RankNumbering
from scoring.models import ClassBand, CriterionVersion
from scoring.scoring_rules import Band, Leaf, ScoringRules

CODE = 1


def criteria_and_bands(rules: RuleVersion) -> tuple[list[Any], list[Any]]:
    """The version's criteria and classes as plain rows in their order, from one compound query."""
    is_band = Value(0, output_field=IntegerField())
    criteria: Any = (
        CriterionVersion.objects.filter(rules=rules)
        .order_by()
        .values_list(
            is_band,
            "position",
            "pk",
            "criterion_id",
            "code",
            "text",
            "group",
            "maximum",
            "step",
            "method",
            Cast("needs_evidence", IntegerField()),
            "rule",
            Cast("parameters", TextField()),
        )
    )
    nothing, no_number = Value("", output_field=CharField()), Value(0, output_field=IntegerField())
    no_text = Value("", output_field=TextField())
    bands: Any = (
        ClassBand.objects.filter(rules=rules)
        .order_by()
        .values_list(
            Value(1, output_field=IntegerField()),
            "position",
            "pk",
            no_number,
            "name",
            nothing,
            nothing,
            "from_points",
            "floor_percent",
            nothing,
            no_number,
            nothing,
            no_text,
        )
    )
    rows = sorted(criteria.union(bands, all=True), key=lambda row: row[:3])
    return [row[3:] for row in rows if not row[0]], [row[3:] for row in rows if row[0]]


def scoring_rules(rules: RuleVersion, leaves: tuple[Leaf, ...], bands: tuple[Band, ...]) -> ScoringRules:
    """The version's settings as the pure rules."""
    return ScoringRules(
        levels=tuple(Level(level) for level in rules.levels),
        leaves=leaves,
        scale=rules.scale,
        decimals=rules.decimals,
        bonus_cap=rules.bonus_cap,
        total_cap=rules.total_cap,
        combining=Combining(rules.combining),
        peer_average=PeerAverage(rules.peer_average),
        trim=rules.trim,
        aggregation=Aggregation(rules.aggregation),
        weights={
            Level.SELF: rules.weight_self,
            Level.PEER: rules.weight_peer,
            Level.BLOC: rules.weight_bloc,
            Level.APPRAISAL: rules.weight_appraisal,
        },
        extras_source=ExtrasSource(rules.extras_source),
        missing_peer=MissingPeer(rules.missing_peer),
        tie_keys=tuple(rules.tie_keys),
        numbering=RankNumbering(rules.numbering),
        bands=bands,
    )
