"""Whether registrations keep to the rules of the year: so many of an award, one title for the unit itself.

Pure: standard library only. Units and awards are opaque codes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """How many registrations of an award: a unit's and the whole bloc's; None: any number, 0: none."""

    per_unit: int | None = None
    in_bloc: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A registration that counts or is about to; `for_unit`: for the unit itself, not its parts or people."""

    unit: str
    award: str
    for_unit: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that would be broken by `unit`: `award` is empty for "one title", `most` what is allowed, `would_be` the

    number it would come to; `in_bloc`: counted over all units.
    """

    unit: str
    award: str
    most: int
    would_be: int
    in_bloc: bool = False


def broken_limits(
    *,
    one_title: bool,
    limits: Mapping[str, Limit],
    standing: Iterable[Entry],
    added: Sequence[Entry],
) -> tuple[Broken, ...]:
    """What `added` would break on top of `standing`; nothing is said of what stood already."""
    entries = [*standing, *added]
    of_unit = Counter((entry.unit, entry.award) for entry in entries)
    in_bloc = Counter(entry.award for entry in entries)
    own = Counter(entry.unit for entry in entries if entry.for_unit)
    found: dict[tuple[str, str, bool], Broken] = {}
    for entry in added:
        if one_title and entry.for_unit and own[entry.unit] > 1:
            found[entry.unit, "", False] = Broken(entry.unit, "", 1, own[entry.unit])
        limit = limits.get(entry.award, Limit())
        count = of_unit[entry.unit, entry.award]
        if limit.per_unit is not None and count > limit.per_unit:
            found[entry.unit, entry.award, False] = Broken(entry.unit, entry.award, limit.per_unit, count)
        total = in_bloc[entry.award]
        if limit.in_bloc is not None and total > limit.in_bloc:
            found["", entry.award, True] = Broken(entry.unit, entry.award, limit.in_bloc, total, in_bloc=True)
    return tuple(found.values())
