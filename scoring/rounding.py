"""The one rounding of the house (contract §4). Standard library only."""

from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction | Decimal | int, digits: int) -> Decimal:
    """`value` to exactly `digits` decimals, halves away from zero; never a negative zero.

    Worked out on integers, so that neither a repeating fraction nor the decimal context can shift a half.
    """
    numerator, denominator = value.as_integer_ratio()
    steps = (2 * abs(numerator) * 10**digits + denominator) // (2 * denominator)
    return Decimal(f"{-steps if numerator < 0 else steps}e-{digits}")
