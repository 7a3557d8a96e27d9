"""Coordinates of the pictures of the fairness page: dots on a common axis, spans of ranks. Drawn as SVG by templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString

from reports.paper.words import trimmed
from scoring.fairness import median
from scoring.rank_stability import Span

WIDTH, HEIGHT, EDGE = 320, 30, 10
_DOT = 7  # one dot's width
_LANES = (0, -_DOT, _DOT)
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high` with round figures at its `ticks` [(x, text)]."""

    low: float
    high: float
    ticks: tuple[tuple[str, str], ...]

    def x(self, value: Decimal | Fraction) -> float:
        return EDGE + (float(value) - self.low) / (self.high - self.low) * (WIDTH - 2 * EDGE)


def axis_of(values: Iterable[Decimal]) -> Axis:
    """The scale all values lie on, with at most about `_TICKS` round figures."""
    found = list(values)
    low, high = Fraction(min(found)), Fraction(max(found))
    step = _round_step((high - low) / _TICKS)
    first, last = low // step, -(-high // step)
    last = max(last, first + 1)
    bare = Axis(float(first * step), float(last * step), ())
    marks = [place * step for place in range(first, last + 1)]
    return replace(bare, ticks=tuple((_shown(bare.x(mark)), trimmed(mark)) for mark in marks))


def _round_step(least: Fraction) -> Fraction:
    """1, 2 or 5 times a power of ten, not below `least`."""
    step = Fraction(1, 100)
    while step < least:
        for factor in (2, Fraction(5, 2), 2):
            step *= factor
            if step >= least:
                break
    return step


def dot_row(axis: Axis, totals: Mapping[str, Decimal], titles: Mapping[str, str]) -> dict[str, str]:
    """`dots`, the circles of one row, and `middle`, where their median stands; equal totals lie beside each other.

    The circles are written here: a row of a table in a template costs more than the dot it draws.
    """
    lanes = [float("-inf")] * len(_LANES)
    dots = []
    for name, total in sorted(totals.items(), key=lambda item: item[1]):
        x = axis.x(total)
        lane = next((at for at, last in enumerate(lanes) if last + _DOT <= x), lanes.index(min(lanes)))
        lanes[lane] = x
        dots.append(
            f'<circle cx="{x:.1f}" cy="{HEIGHT // 2 + _LANES[lane]}" r="3.5">'
            f"<title>{escape(titles[name])}</title></circle>"
        )
    return {"dots": SafeString("".join(dots)), "middle": _shown(axis.x(median(totals.values())))}


def rank_axis(count: int) -> tuple[tuple[str, str], ...]:
    """Rank 1 to `count` with their places; of many only some are written."""
    every = 1 if count <= 16 else 5
    return tuple(
        (_shown(_rank_x(rank, count)), str(rank))
        for rank in range(1, count + 1)
        if rank in (1, count) or (rank % every == 0 and count - rank >= every // 2)
    )


def span_row(span: Span, count: int) -> dict[str, str]:
    """Where the rank stands now and from where to where it goes."""
    return {
        "x": _shown(_rank_x(span.rank, count)),
        "from": _shown(_rank_x(span.best, count)),
        "to": _shown(_rank_x(span.worst, count)),
    }


def _rank_x(rank: int, count: int) -> float:
    return EDGE + (rank - 1) * (WIDTH - 2 * EDGE) / max(count - 1, 1)


def _shown(value: float) -> str:
    return f"{value:.1f}"


def shade(difference: Fraction, full: Fraction) -> str:
    """The class of a difference: over-1 … over-3 above the median, under-1 … under-3 below it, "" close to it."""
    share = abs(difference) / full
    step = sum(share > limit for limit in _SHADES)
    if not step:
        return ""
    return f"{'over' if difference > 0 else 'under'}-{step}"


_SHADES: Sequence[Fraction] = (Fraction(1, 8), Fraction(3, 8), Fraction(5, 8))
