"""The year's results: scores, ranks and nominations together, and the JSON of the contract (§4)."""

from dataclasses import dataclass
from typing import Any

from awards.eligibility import AwardResult, Candidate, nominate
from awards.queries import AwardLine, Facts, award_lines, facts
from awards.results_table import results_table
from awards.tally import VoteCount
from blocs.models import BlocYear, Membership
from blocs.terms import Effect
from scoring.calculation import Consolidation, UnitScore
from scoring.queries import consolidation
from scoring.ranking import Ranking, Standing, rank_units
from scoring.visibility import Sight


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A member with its scores and its place."""

    member: Membership
    score: UnitScore
    standing: Standing
    findings: tuple[tuple[Effect, str], ...]


@dataclass(frozen=True, slots=True)
class YearResults:
    """Everything the results page, the papers and the command show; `units` by code, in bloc order."""

    year: BlocYear
    consolidation: Consolidation
    ranking: Ranking
    units: dict[str, UnitResult]
    awards: tuple[AwardLine, ...]
    nominations: tuple[AwardResult, ...]
    votes: dict[str, VoteCount]
    key_names: dict[str, str]

    @property
    def decimals(self) -> int:
        return self.consolidation.rules.decimals

    @property
    def award_names(self) -> dict[str, str]:
        """Code -> name of what a sentence may name: awards with a rule, and those of tie keys."""
        return self.key_names | {line.rule.award: line.name for line in self.awards}

    def in_rank_order(self) -> list[UnitResult]:
        """Ranked units from the first down, then the others in bloc order."""
        ranked = [self.units[code] for code in self.ranking.order]
        return ranked + [unit for unit in self.units.values() if unit.standing.rank is None]


def keeps_peers_unnamed(results: YearResults, unit: UnitResult, seen: Sight) -> bool:
    """Whether figures of the peers' sheets about a unit may be told to this person cell by cell."""
    peer = unit.score.peer
    return peer is not None and seen.keeps_unnamed(results.units[code].member.pk for code in peer.counted)


def year_results(year: BlocYear) -> YearResults:
    """Compute the year's results from what is stored (contract §4). Reads only."""
    scores, known = consolidation(year), facts(year)
    ranking = year_ranking(year, scores)
    lines = award_lines(year.current_rules)
    candidates = [_candidate(member, scores, ranking, known) for member in year.standing_members]
    return YearResults(
        year=year,
        consolidation=scores,
        ranking=ranking,
        units={
            member.code: UnitResult(
                member,
                scores.scores[member.code],
                ranking.standings[member.code],
                known.findings.get(member.pk, ()),
            )
            for member in year.members
        },
        awards=lines,
        nominations=nominate([line.rule for line in lines], candidates, known.votes),
        votes=known.votes,
        key_names=known.key_names,
    )


def year_ranking(year: BlocYear, scores: Consolidation) -> Ranking:
    """Ranks of these scores with the year's findings and votes."""
    known = facts(year)
    return rank_units(
        scores,
        not_ranked=[member.code for member in year.members if Effect.NOT_RANKED in _effects(known, member)],
        approvals={award: count.approvals for award, count in known.votes.items()},
    )


def _effects(known: Facts, member: Membership) -> tuple[Effect, ...]:
    return tuple(effect for effect, _reason in known.findings.get(member.pk, ()))


def _candidate(member: Membership, scores: Consolidation, ranking: Ranking, known: Facts) -> Candidate:
    return Candidate(
        unit=member.code,
        rank=ranking.standings[member.code].rank,
        points=scores.scores[member.code].final,
        registered=known.registered.get(member.pk, frozenset()),
        pledge_signed=is_pledge_signed(member),
        findings=_effects(known, member),
    )


def is_pledge_signed(member: Membership) -> bool:
    """A signature without a date is not signed (contract §3, `Giao ước`)."""
    signature = getattr(member, "pledge_signature", None)
    return signature is not None and signature.signed_on is not None


def results_json(results: YearResults) -> dict[str, Any]:
    """The answer of `results --json`: scores as strings with exactly d digits, or null (contract §4)."""
    return results_table(
        bloc=results.year.bloc.code,
        year=results.year.year,
        decimals=results.decimals,
        units=[
            (unit.member.code, unit.member.name, unit.score, unit.standing) for unit in results.units.values()
        ],
        nominations=results.nominations,
    )
