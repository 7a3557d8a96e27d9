"""Where the first and the second entry of a sheet differ, and what of that somebody has settled.

Pure. An empty cell is None and is not 0: a cell one entry leaves empty and the other scores 0 is a difference.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Settling:
    """What somebody decided of a cell, and what the two entries said then."""

    first: Decimal | None
    second: Decimal | None
    points: Decimal | None


def differences(
    first: Mapping[Key, Decimal],
    second: Mapping[Key, Decimal],
    settled: Mapping[Key, Settling],
    cells: Iterable[Key],
) -> list[Key]:
    """The cells, in their order, that differ and are not settled as they stand now.

    `settled`: the last settling of each cell. It holds as long as the first entry is what was decided and the second
    is what was looked at; a value changed afterwards opens the cell again.
    """
    return [key for key in cells if not agrees(first.get(key), second.get(key), settled.get(key))]


def agrees(first: Decimal | None, second: Decimal | None, settling: Settling | None) -> bool:
    if first == second:
        return True
    return settling is not None and (settling.points, settling.second) == (first, second)
