from decimal import Decimal
from fractions import Fraction

import pytest

from awards.quotas import QuotaRule, quota_places
from blocs.terms import QuotaBase, QuotaKind, Rounding

COUNT, PERCENT = QuotaKind.COUNT, QuotaKind.PERCENT


def places(
    number: str, base: QuotaBase | None = None, rounding: Rounding | None = None, **counts: int
) -> int:
    given = {"members": 11, "nominated": 2, "ranked": 10} | counts
    return quota_places(QuotaRule(PERCENT, Decimal(number), base, rounding), **given).places


@pytest.mark.parametrize(
    ("number", "base", "rounding", "expected"),
    [
        ("50", QuotaBase.REMAINING, Rounding.DOWN, 4),  # 11 units, two flags: half of 9
        ("50", QuotaBase.REMAINING, Rounding.NEAREST, 5),  # 4.5: half up
        ("50", QuotaBase.REMAINING, Rounding.UP, 5),
        ("50", QuotaBase.REMAINING, None, 4),  # nothing said: down
        ("20", QuotaBase.RANKED, Rounding.UP, 2),  # exactly 2: nothing to round up
        ("24", QuotaBase.RANKED, Rounding.NEAREST, 2),
        ("24", QuotaBase.RANKED, Rounding.UP, 3),
        ("20", QuotaBase.MEMBERS, None, 2),  # 2.2
        ("100", None, None, 11),  # no base: the members
        ("0", None, Rounding.UP, 0),
        ("12.5", QuotaBase.REMAINING, Rounding.NEAREST, 1),  # 1.125
    ],
)
def test_percentages(number: str, base: QuotaBase | None, rounding: Rounding | None, expected: int) -> None:
    assert places(number, base, rounding) == expected


def test_a_fifth_of_48_leading_collectives() -> None:
    assert places("20", members=48) == 9  # 9.6 down


def test_a_count_is_itself_and_the_working_says_so() -> None:
    quota = quota_places(
        QuotaRule(COUNT, Decimal("3.00"), QuotaBase.REMAINING, Rounding.UP), members=2, nominated=0, ranked=0
    )
    assert (quota.places, quota.exact, quota.base_count) == (3, Fraction(3), None)
    quota = quota_places(
        QuotaRule(PERCENT, Decimal(50), QuotaBase.REMAINING), members=11, nominated=2, ranked=10
    )
    assert (quota.places, quota.exact, quota.base_count) == (4, Fraction(9, 2), 9)


@pytest.mark.parametrize(("kind", "number"), [(COUNT, "-1"), (PERCENT, "-0.5"), (COUNT, "1.5")])
def test_what_is_no_quota(kind: QuotaKind, number: str) -> None:
    with pytest.raises(ValueError, match="not a quota"):
        QuotaRule(kind, Decimal(number))
