"""A year's results from the stored inputs of a version, without a row of the database (`awards.snapshots` writes them).

Pure: the same calculation as the live page, `consolidate`, `rank_units`, `nominate`, on what was written down then.
The shape of the inputs is told at `awards.snapshots.inputs_of`; numbers in them are strings.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from awards.eligibility import AwardResult, AwardRule, Candidate, nominate
from awards.quotas import QuotaRule
from awards.results_table import Table, results_table
from awards.tally import VoteCount
from blocs.terms import (
    Aggregation,
    Combining,
    CriterionGroup,
    Effect,
    ExtrasSource,
    Level,
    MissingPeer,
    OrderBy,
    PeerAverage,
    QuotaBase,
    QuotaKind,
    RankNumbering,
    Rounding,
    SheetState,
    ThresholdBase,
)
from scoring.calculation import Consolidation, consolidate
from scoring.ranking import Ranking, rank_units
from scoring.scoring_rules import Band, Leaf, ScoringRules
from scoring.sheet_sums import SheetInput

Inputs = Mapping[str, Any]
COUNTS = ("called", "present", "issued", "collected", "valid", "invalid")
_COUNTING = (SheetState.HANDED_IN.value, SheetState.LOCKED.value)


def canonical(value: Any) -> str:
    """One text for one content, whatever the order a database keeps the keys in."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the stored inputs give; `names`: unit code -> its name then."""

    inputs: Inputs
    consolidation: Consolidation
    ranking: Ranking
    nominations: tuple[AwardResult, ...]
    names: Mapping[str, str]

    @property
    def table(self) -> Table:
        """The JSON of the contract (§4)."""
        scores, standings = self.consolidation.scores, self.ranking.standings
        return results_table(
            bloc=self.inputs["bloc"],
            year=self.inputs["year"],
            decimals=self.consolidation.rules.decimals,
            units=[(code, name, scores[code], standings[code]) for code, name in self.names.items()],
            nominations=self.nominations,
        )


def recompute(inputs: Inputs) -> Recomputed:
    """Scores, ranks and nominations. Raises KeyError or ValueError for inputs that `inputs_of` did not write."""
    rules, units = scoring_rules(inputs["rules"]), inputs["units"]
    votes = {vote["award"]: _vote(vote) for vote in inputs["votes"]}
    scores = consolidate(
        rules,
        [unit["code"] for unit in units],
        [_sheet(sheet) for sheet in inputs["sheets"]],
        None
        if inputs["scorers"] is None
        else {code: frozenset(who) for code, who in inputs["scorers"].items()},
    )
    ranking = rank_units(
        scores,
        not_ranked=[unit["code"] for unit in units if Effect.NOT_RANKED in _effects(unit)],
        approvals={award: count.approvals for award, count in votes.items()},
    )
    candidates = [
        Candidate(
            unit=unit["code"],
            rank=ranking.standings[unit["code"]].rank,
            points=scores.scores[unit["code"]].final,
            registered=frozenset(unit["registered"]),
            pledge_signed=unit["pledge_signed"],
            findings=_effects(unit),
        )
        for unit in units
        if unit["left_on"] is None
    ]
    nominations = nominate([award_rule(row) for row in inputs["rules"]["awards"]], candidates, votes)
    return Recomputed(inputs, scores, ranking, nominations, {unit["code"]: unit["name"] for unit in units})


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def scoring_rules(rules: Inputs) -> ScoringRules:
    """The settings, leaves and classes that decide scores and ranks."""
    said = rules["settings"]
    return ScoringRules(
        levels=tuple(Level(level) for level in said["levels"]),
        leaves=tuple(
            Leaf(row["code"], row["section"], CriterionGroup(row["group"]), number(row["maximum"]))
            for row in rules["criteria"]
            if row["is_leaf"]
        ),
        scale=Decimal(said["scale"]),
        decimals=said["decimals"],
        bonus_cap=number(said["bonus_cap"]),
        total_cap=number(said["total_cap"]),
        combining=Combining(said["combining"]),
        peer_average=PeerAverage(said["peer_average"]),
        trim=said["trim"],
        aggregation=Aggregation(said["aggregation"]),
        weights={level: Decimal(said[f"weight_{level.value}"]) for level in Level},
        extras_source=ExtrasSource(said["extras_source"]),
        missing_peer=MissingPeer(said["missing_peer"]),
        tie_keys=tuple(said["tie_keys"]),
        numbering=RankNumbering(said["numbering"]),
        bands=tuple(
            Band(row["name"], Decimal(row["from_points"]), number(row["floor_percent"]))
            for row in rules["classes"]
        ),
    )


def award_rule(row: Inputs) -> AwardRule:
    """A row of `Quy tắc khen`."""
    return AwardRule(
        award=row["award"],
        order=row["order"],
        quota=QuotaRule(
            QuotaKind(row["quota_kind"]),
            Decimal(row["quota"]),
            QuotaBase(row["quota_base"]) if row["quota_base"] else None,
            Rounding(row["rounding"]) if row["rounding"] else None,
        ),
        needs_registration=row["needs_registration"],
        needs_pledge=row["needs_pledge"],
        needs_vote=row["needs_vote"],
        threshold=number(row["threshold"]),
        threshold_base=ThresholdBase(row["threshold_base"]) if row["threshold_base"] else None,
        order_by=OrderBy(row["order_by"]),
        exclusive=row["exclusive"],
        max_rank=row["max_rank"],
        min_points=number(row["min_points"]),
    )


def _sheet(sheet: Inputs) -> SheetInput:
    return SheetInput(
        level=Level(sheet["level"]),
        scored=sheet["scored"],
        scorer=sheet["scorer"],
        points={code: Decimal(points) for code, points in sheet["points"].items()},
        counts=sheet["state"] in _COUNTING,
        recused=sheet["state"] == SheetState.RECUSED.value,
    )


def _vote(vote: Inputs) -> VoteCount:
    return VoteCount(**{name: vote[name] for name in COUNTS}, approvals=vote["approvals"])


def _effects(unit: Inputs) -> tuple[Effect, ...]:
    return tuple(Effect(finding["effect"]) for finding in unit["findings"])
