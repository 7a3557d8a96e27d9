"""The year's results as the JSON of the contract (§4). Pure, as what it is made from is."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from awards.eligibility import AwardResult
from blocs.terms import Level
from reports.paper.words import rounded
from scoring.calculation import UnitScore
from scoring.ranking import Standing

Table = dict[str, Any]


def results_table(
    *,
    bloc: str,
    year: int,
    decimals: int,
    units: Iterable[tuple[str, str, UnitScore, Standing]],
    nominations: Iterable[AwardResult],
) -> Table:
    """`units`: code, name, score and place, in bloc order. Scores are strings with exactly `decimals` digits, or null."""
    return {
        "bloc": bloc,
        "year": year,
        "units": [_unit(code, name, score, standing, decimals) for code, name, score, standing in units],
        "nominations": [_nomination(nomination) for nomination in nominations],
    }


def _unit(code: str, name: str, score: UnitScore, standing: Standing, decimals: int) -> Table:
    def shown(value: Decimal | None) -> str | None:
        return None if value is None else f"{rounded(value, decimals):f}"

    return {
        "code": code,
        "name": name,
        **{level.value: shown(score.total(level)) for level in Level},
        "content": shown(score.content),
        "bonus": shown(score.bonus),
        "penalty": shown(score.penalty),
        "final": shown(score.final),
        "rank": standing.rank,
        "separated_by": standing.separated_by,
        "class": standing.band,
    }


def _nomination(nomination: AwardResult) -> Table:
    return {
        "award": nomination.rule.award,
        "quota": nomination.quota.places,
        "nominated": list(nomination.nominated),
        "undecided": list(nomination.undecided),
        "excluded": {
            code: [reason.value for reason in reasons] for code, reasons in nomination.excluded.items()
        },
    }
