"""The year's results: scores, ranks and nominations together, and the JSON of the contract (§4)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from awards.eligibility import AwardResult, Candidate, nominate
from awards.queries import AwardLine, award_lines, facts, vote_counts
from awards.tally import VoteCount
from blocs.models import BlocYear, Membership
from blocs.terms import Effect, Level
from reports.paper.words import rounded
from scoring.calculation import Consolidation, UnitScore
from scoring.queries import consolidation
from scoring.ranking import Ranking, Standing, rank_units


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

    @property
    def decimals(self) -> int:
        return self.consolidation.rules.decimals

    def in_rank_order(self) -> list[UnitResult]:
        """Ranked units from the first down, then the others in bloc order."""
        ranked = [self.units[code] for code in self.ranking.order]
        return ranked + [unit for unit in self.units.values() if unit.standing.rank is None]


def year_results(year: BlocYear) -> YearResults:
    """Compute the year's results from what is stored (contract §4). Reads only."""
    scores = consolidation(year)
    known, votes = facts(year), vote_counts(year)
    effects = {
        member.code: tuple(effect for effect, _reason in known.findings.get(member.pk, ()))
        for member in year.members
    }
    ranking = rank_units(
        scores,
        not_ranked=[code for code, found in effects.items() if Effect.NOT_RANKED in found],
        approvals={award: count.approvals for award, count in votes.items()},
    )
    candidates = [
        Candidate(
            unit=member.code,
            rank=ranking.standings[member.code].rank,
            points=scores.scores[member.code].final,
            registered=known.registered.get(member.pk, frozenset()),
            pledge_signed=is_pledge_signed(member),
            findings=effects[member.code],
        )
        for member in year.members
    ]
    lines = award_lines(year.current_rules)
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
        nominations=nominate([line.rule for line in lines], candidates, votes),
        votes=votes,
    )


def is_pledge_signed(member: Membership) -> bool:
    """A signature without a date is not signed (contract §3, `Giao ước`)."""
    signature = getattr(member, "pledge_signature", None)
    return signature is not None and signature.signed_on is not None


def results_json(results: YearResults) -> dict[str, Any]:
    """The answer of `results --json`: scores as strings with exactly d digits, or null."""

    def shown(value: Decimal | None) -> str | None:
        # `format` would round a cap finer than the digits to even
        return None if value is None else str(rounded(value, results.decimals))

    def unit(result: UnitResult) -> dict[str, Any]:
        score, standing = result.score, result.standing
        return {
            "code": result.member.code,
            "name": result.member.name,
            **{level.value: shown(score.total(level)) for level in Level},
            "content": shown(score.content),
            "bonus": shown(score.bonus),
            "penalty": shown(score.penalty),
            "final": shown(score.final),
            "rank": standing.rank,
            "separated_by": standing.separated_by,
            "class": standing.band,
        }

    return {
        "bloc": results.year.bloc.code,
        "year": results.year.year,
        "units": [unit(result) for result in results.units.values()],
        "nominations": [
            {
                "award": nomination.rule.award,
                "quota": nomination.quota.places,
                "nominated": list(nomination.nominated),
                "undecided": list(nomination.undecided),
                "excluded": {
                    code: [reason.value for reason in reasons]
                    for code, reasons in nomination.excluded.items()
                },
            }
            for nomination in results.nominations
        ],
    }
