"""Who scores whom, by lot: the same seed gives the same pairs for ever, here or in anybody's spreadsheet.

Nothing of Python's own randomness is in it. To repeat a draw:

1. Numbers. Number i (i = 1, 2, 3 …) is the first eight hexadecimal digits of SHA-256 over the UTF-8 text "seed:i",
   read as a whole number below 2^32.
2. A lot among n is the next number modulo n; a number at or above the largest multiple of n below 2^32 is passed
   over and the next one taken, so that every lot is exactly as likely as another.
3. The order. The units stand in the order of their numbers (1 to n). For p = n, n − 1 … 2: draw a lot among p, and
   let the unit in place lot + 1 change places with the one in place p.
4. "Ngẫu nhiên" goes on drawing from the same numbers: how many places apart, see `_places_apart`.

The ways of the domain handbook §4.4. Units that score are `scorers`; those that are scored without scoring ("Trưởng
khối, Phó khối không chấm chéo") are `silent`: what they would have had from the lot is dealt to the scorers, in the
drawn order, so that every unit is scored by as many as every other.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from blocs.terms import DrawWay

Pair = tuple[int, int]

_NUMBERS = 2**32
# The ways in which units stand in an order, drawn by lot or that of the bloc.
ORDERED = (DrawWay.RING, DrawWay.PAIRS, DrawWay.RANDOM, DrawWay.TEAMS)
# The ways that ask for a number: how many each scores, or how many teams.
COUNTED = (DrawWay.RING, DrawWay.RANDOM, DrawWay.TEAMS)


class Lots:
    """The numbers of one seed, taken one after another."""

    def __init__(self, seed: str) -> None:
        self._numbers = numbers(seed)

    def among(self, count: int) -> int:
        """A lot from 0 to count − 1, each as likely as the others."""
        fair = _NUMBERS - _NUMBERS % count
        return next(number for number in self._numbers if number < fair) % count


def numbers(seed: str) -> Iterator[int]:
    """The whole numbers below 2^32 of a seed, without end."""
    place = 0
    while True:
        place += 1
        yield int(hashlib.sha256(f"{seed}:{place}".encode()).hexdigest()[:8], 16)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a lot gave: units in the drawn order, and [scorer, scored] sorted; `apart` only of "Ngẫu nhiên"."""

    order: tuple[int, ...]
    pairs: tuple[Pair, ...]
    apart: tuple[int, ...] = ()

    @property
    def mutual(self) -> int:
        return len(mutual_pairs(self.pairs))


def draw(
    way: DrawWay, units: Sequence[int], *, seed: str = "", count: int = 0, silent: Collection[int] = ()
) -> Drawn:
    """Draw the pairs of `way` among the units.

    With a seed the units stand by their numbers first, so the order in which they are passed makes no difference;
    without one (never for "Ngẫu nhiên") the order passed is the order drawn. `count`: see `bounds`. The result is
    the same at every call. Raises ValueError for a count out of bounds, too few units, "Ngẫu nhiên" without a seed,
    and the ways in which nothing is drawn (by hand, none).
    """
    scorers = [unit for unit in units if unit not in silent]
    least, most = bounds(way, len(scorers), len(units) - len(scorers))
    if not (least <= count <= most if way in COUNTED else most):
        raise ValueError(f"{way}: a count from {least} to {most}, not {count}")
    if way is DrawWay.RANDOM and not seed:
        raise ValueError("what is drawn at random needs a seed")
    if way is DrawWay.EVERYONE:
        return Drawn((), _sorted(pair for pair in everyone(units) if pair[0] not in silent))
    lots = Lots(seed)
    order = shuffled(units, lots) if seed else list(units)
    scorers = [unit for unit in order if unit not in silent]
    others = [unit for unit in order if unit in silent]
    apart: tuple[int, ...] = ()
    if way is DrawWay.TEAMS:
        pairs = _visiting(teams([*scorers, *others], count), silent)
    elif way is DrawWay.PAIRS:
        pairs = {pair for group in matched(scorers) for pair in everyone(group)} | _dealt(scorers, others, 1)
    else:
        apart = _places_apart(len(scorers), count, lots) if way is DrawWay.RANDOM else ()
        pairs = spaced(scorers, apart or range(1, count + 1)) | _dealt(scorers, others, count)
    return Drawn(tuple(order), _sorted(pairs), apart)


def bounds(way: DrawWay, scorers: int, silent: int = 0) -> tuple[int, int]:
    """The least and the most `count` of a way; (0, 1) for one without a count; a most of 0: not among so few."""
    if way in (DrawWay.RING, DrawWay.RANDOM):
        return 1, max(scorers - 1, 0)
    if way is DrawWay.TEAMS:
        return 2, scorers if scorers > 1 else 0
    if way is DrawWay.PAIRS:
        return 0, int(scorers > 1)
    if way is DrawWay.EVERYONE:
        return 0, int(scorers > 0 and scorers + silent > 1)
    return 0, 0


def shuffled(units: Iterable[int], lots: Lots) -> list[int]:
    """Fisher and Yates' shuffle from the last place down, beginning in the order of the units' numbers."""
    order = sorted(units)
    for last in range(len(order) - 1, 0, -1):
        place = lots.among(last + 1)
        order[place], order[last] = order[last], order[place]
    return order


def spaced(order: Sequence[int], apart: Iterable[int]) -> set[Pair]:
    """Round and round: each scores the units that stand so many places after it.

    Places 1 to k make the ring: with n ≥ 2k + 1 units no two score each other.
    """
    return {
        (scorer, order[(place + step) % len(order)]) for step in apart for place, scorer in enumerate(order)
    }


def _places_apart(count: int, k: int, lots: Lots) -> tuple[int, ...]:
    """k different distances from 1 to count − 1, in the order they are drawn, with the fewest mutual pairs.

    Two units score each other only where a distance d comes with count − d, or is half of the round. So first the
    distances below the half, in a drawn order, a lot of two saying for each whether it runs forward or backward;
    then the half itself; and only then the other directions of those taken, which cannot be avoided any more.
    """
    below = shuffled(range(1, (count - 1) // 2 + 1), lots)[:k]
    ways = [distance if lots.among(2) == 0 else count - distance for distance in below]
    half = [count // 2] if count % 2 == 0 else []
    return tuple([*ways, *half, *(count - distance for distance in ways)][:k])


def matched(order: Sequence[int]) -> list[list[int]]:
    """Two by two, both scoring each other; the last three of an odd number make a triangle."""
    starts = range(0, len(order) - 1, 2)
    groups = [list(order[start : start + 2]) for start in starts]
    if len(order) % 2:
        groups[-1].append(order[-1])
    return groups


def _dealt(scorers: Sequence[int], others: Sequence[int], k: int) -> set[Pair]:
    """Each of the others is scored by the next k scorers in turn, so no scorer gets two more than another."""
    turn = cycle(scorers)
    return {(next(turn), other) for other in others for _ in range(k)}


def teams(order: Sequence[int], count: int) -> list[list[int]]:
    """Dealt like cards: the first to team 1, the second to team 2 …; no team is larger than another by two."""
    return [list(order[number::count]) for number in range(count)]


def _visiting(made: Sequence[Sequence[int]], silent: Collection[int]) -> set[Pair]:
    """Each team visits and scores the units of the next one, the last those of the first.

    "Đoàn 1: 4 tỉnh, đoàn 2: 3 tỉnh" (handbook §4.4, X2): a team goes to units outside of it. Scoring within a team
    would have all of its members score each other, which a draw is there to avoid.
    """
    return {
        (scorer, scored)
        for number, team in enumerate(made)
        for scorer in team
        if scorer not in silent
        for scored in made[(number + 1) % len(made)]
    }


def everyone(units: Iterable[int]) -> set[Pair]:
    listed = list(units)
    return {(scorer, scored) for scorer in listed for scored in listed if scorer != scored}


def mutual_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs that score each other, each once, the smaller number first."""
    found = set(pairs)
    return sorted((a, b) for a, b in found if a < b and (b, a) in found)


def _sorted(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs))
