"""Award rules, votes and what else an award year holds, as people write them (contract §3).

Plain frozen dataclasses, standard library only: the workbook reads and writes them, forms fill them, and
`awards.rule_checks` says what contradicts itself in them.
"""

from dataclasses import dataclass
from decimal import Decimal

from blocs.terms import OrderBy, QuotaBase, QuotaKind, Rounding, ThresholdBase


@dataclass(frozen=True, slots=True)
class AwardRuleRow:
    """How one award is put forward; `order` 1 is the highest, percentages are of a hundred.

    `quota` is None only where nothing was written, which `check_award_rules` refuses.
    """

    award: str
    order: int
    quota_kind: QuotaKind
    quota: Decimal | None
    quota_base: QuotaBase | None = None
    rounding: Rounding | None = None
    needs_registration: bool = False
    needs_pledge: bool = False
    needs_vote: bool = False
    threshold: Decimal | None = None
    threshold_base: ThresholdBase | None = None
    order_by: OrderBy = OrderBy.RANK
    exclusive: bool = False
    max_rank: int | None = None
    min_points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class VoteCountRow:
    """The counts of one award's vote."""

    award: str
    called: int
    present: int
    issued: int
    collected: int
    valid: int
    invalid: int


@dataclass(frozen=True, slots=True)
class VoteResultRow:
    """Approvals of one unit in one award's vote."""

    award: str
    unit: str
    approvals: int
