"""Any small year: the results from the database are what the pure rules give for the same input."""

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.eligibility import Candidate, nominate
from awards.models import Award, Finding, Vote, VoteResult
from awards.queries import award_lines
from awards.recomputing import canonical, digest, recompute
from awards.results import results_json
from awards.snapshots import inputs_of, take_snapshot
from blocs.models import BlocYear
from blocs.terms import Effect, Level, SheetState
from scoring.calculation import Leaf, ScoringRules, SheetInput, consolidate
from scoring.models import ClassBand, CriterionVersion
from scoring.ranking import rank_units
from scoring.scoring_rules import Band
from tests.awards.scenes import (
    fresh,
    results_of,
    score,
)
from tests.builders import award_rule, bloc_year

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]


UNITS = ("A", "B", "C")
POINTS = st.sampled_from(["0", "1", "7.5", "20"])
SHEETS = st.fixed_dictionaries(
    {
        (level, scored, scorer): st.one_of(
            st.none(),
            st.tuples(
                st.dictionaries(st.sampled_from(["I.1", "I.2", "II", "III.1", "IV"]), POINTS),
                st.sampled_from(
                    [SheetState.HANDED_IN, SheetState.HANDED_IN, SheetState.FILLING, SheetState.RECUSED]
                ),
            ),
        )
        for scored in UNITS
        for level, scorer in [
            (Level.SELF, None),
            (Level.BLOC, None),
            (Level.APPRAISAL, None),
            *((Level.PEER, other) for other in UNITS if other != scored),
        ]
    }
)
RULES = st.fixed_dictionaries(
    {
        "decimals": st.integers(0, 3),
        "combining": st.sampled_from(["last", "peer", "weighted"]),
        "peer_average": st.sampled_from(["mean", "trimmed", "median"]),
        "aggregation": st.sampled_from(["total", "leaf"]),
        "extras_source": st.sampled_from(["combined", "bloc", "appraisal"]),
        "missing_peer": st.sampled_from(["ignore", "zero", "use_self", "block"]),
        "numbering": st.sampled_from(["1-1-3", "1-1-2"]),
        "tie_keys": st.lists(
            st.sampled_from(["Mục I", "Tự chấm", "Ít điểm trừ", "Phiếu FLAG_PROV"]), unique=True
        ),
    }
)
FINDINGS = st.dictionaries(st.sampled_from(UNITS), st.sampled_from(Effect), max_size=2)
APPROVALS = st.dictionaries(st.sampled_from(UNITS), st.integers(0, 3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RULES, SHEETS, FINDINGS, APPROVALS)
def test_the_database_gives_what_the_pure_rules_give(
    rules: dict[str, Any], sheets: dict[Any, Any], findings: dict[str, Effect], approvals: dict[str, int]
) -> None:
    weights = {"weight_self": 20, "weight_peer": 50, "weight_appraisal": 30}
    year = bloc_year(f"khoi-{BlocYear.objects.count()}", **rules, **weights)
    ClassBand.objects.create(rules=year.rules, position=1, name="Khá", from_points=20, floor_percent=10)
    award_rule(year, needs_vote=True, threshold=50, order_by="approvals")
    vote = Vote.objects.create(
        year=year,
        award=Award.objects.get(code="FLAG_PROV"),
        **dict.fromkeys(("called", "present", "issued", "collected", "valid"), 3),
        invalid=0,
    )
    for member in year.members:
        if member.code in findings:
            Finding.objects.create(membership=member, effect=findings[member.code], reason="x")
        if member.code in approvals:
            VoteResult.objects.create(vote=vote, membership=member, approvals=approvals[member.code])
    for (level, scored, scorer), made in sheets.items():
        if made is not None:
            score(year, level, scored, made[0], scorer=scorer, state=made[1])

    found = results_of(year)
    pure = consolidate(
        pure_rules(year), UNITS, [pure_sheet(key, made) for key, made in sheets.items() if made]
    )
    ranking = rank_units(
        pure,
        not_ranked=[unit for unit, effect in findings.items() if effect is Effect.NOT_RANKED],
        approvals={"FLAG_PROV": approvals},
    )
    assert found.consolidation.scores == pure.scores
    assert found.ranking == ranking
    candidates = [
        Candidate(
            unit,
            ranking.standings[unit].rank,
            pure.scores[unit].final,
            findings=(findings[unit],) if unit in findings else (),
        )
        for unit in UNITS
    ]
    assert found.nominations == nominate(
        [line.rule for line in award_lines(year.current_rules)], candidates, found.votes
    )
    stored = json.loads(canonical(inputs_of(fresh(year))))
    again = recompute(stored)
    assert again.table == results_json(found)
    assert again.consolidation.scores == found.consolidation.scores
    assert again.ranking == found.ranking
    assert again.nominations == found.nominations
    assert digest(stored) == take_snapshot(fresh(year)).inputs_hash
    shown = [unit["final"] for unit in results_json(found)["units"]]
    assert shown == [
        None if pure.scores[unit].final is None else str(pure.scores[unit].final) for unit in UNITS
    ]
    order = [unit.standing.rank for unit in found.in_rank_order() if unit.standing.rank is not None]
    assert all(upper <= lower for upper, lower in pairwise(order))


def pure_rules(year: BlocYear) -> ScoringRules:
    rules = year.current_rules
    parents = {"I", "III"}
    return ScoringRules(
        levels=tuple(Level),
        leaves=tuple(
            Leaf(version.code, version.code.partition(".")[0], version.group, version.maximum)
            for version in CriterionVersion.objects.filter(rules=rules).order_by("position")
            if version.code not in parents
        ),
        scale=rules.scale,
        decimals=rules.decimals,
        bonus_cap=rules.bonus_cap,
        combining=rules.combining,
        peer_average=rules.peer_average,
        trim=rules.trim,
        aggregation=rules.aggregation,
        weights={
            Level.SELF: rules.weight_self,
            Level.PEER: rules.weight_peer,
            Level.BLOC: rules.weight_bloc,
            Level.APPRAISAL: rules.weight_appraisal,
        },
        extras_source=rules.extras_source,
        missing_peer=rules.missing_peer,
        tie_keys=tuple(rules.tie_keys),
        numbering=rules.numbering,
        bands=(
            Band(
                "Khá", *(ClassBand.objects.filter(rules=rules).values_list("from_points", "floor_percent")[0])
            ),
        ),
    )


def pure_sheet(key: tuple[Level, str, str | None], made: tuple[dict[str, str], SheetState]) -> SheetInput:
    points = {code: Decimal(text) for code, text in made[0].items()}
    return SheetInput(*key, points, made[1] is SheetState.HANDED_IN, made[1] is SheetState.RECUSED)
