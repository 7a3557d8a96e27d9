"""Award rules of the two years a bloc can begin from: a flag of the Government, one of the province, two merits.

As most blocs of about a dozen units nominate (domain handbook §3.6): the flags by secret vote of four fifths of the
members, the merit certificates in order of rank.
"""

from decimal import Decimal

from awards.definitions import AwardRuleRow
from awards.models import Award
from awards.stored_rules import rule_of
from blocs.models import BlocYear
from blocs.presets import HUNDRED, THOUSAND
from blocs.terms import OrderBy, QuotaKind, ThresholdBase


def _award_rules(least: Decimal) -> tuple[AwardRuleRow, ...]:
    """`least`: the fewest points of a merit certificate, the year's top class."""
    return (
        AwardRuleRow(
            "FLAG_GOV",
            1,
            QuotaKind.COUNT,
            Decimal(1),
            needs_registration=True,
            needs_pledge=True,
            needs_vote=True,
            threshold=Decimal(80),
            threshold_base=ThresholdBase.MEMBERS,
            order_by=OrderBy.APPROVALS,
            exclusive=True,
            max_rank=1,
        ),
        AwardRuleRow(
            "FLAG_PROV",
            2,
            QuotaKind.COUNT,
            Decimal(1),
            needs_registration=True,
            needs_pledge=True,
            needs_vote=True,
            threshold=Decimal(80),
            threshold_base=ThresholdBase.MEMBERS,
            order_by=OrderBy.APPROVALS,
            exclusive=True,
            max_rank=3,
        ),
        AwardRuleRow(
            "MERIT_PROV",
            3,
            QuotaKind.COUNT,
            Decimal(2),
            needs_registration=True,
            needs_pledge=True,
            needs_vote=True,
            threshold=Decimal(50),
            threshold_base=ThresholdBase.MEMBERS,
            order_by=OrderBy.RANK,
            exclusive=True,
            min_points=least,
        ),
    )


AWARD_RULES = {THOUSAND: _award_rules(Decimal(900)), HUNDRED: _award_rules(Decimal(90))}


def apply_preset(key: str, year: BlocYear) -> None:
    """Give the new year the preset's award rules."""
    rows = AWARD_RULES[key]
    awards = {award.code: award for award in Award.objects.filter(code__in=[row.award for row in rows])}
    for row in rows:
        rule = rule_of(row, awards[row.award])
        rule.rules = year.current_rules
        rule.save()
