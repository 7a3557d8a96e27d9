"""Reading once a request what several parts of a page need of a year."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from blocs.models import BlocYear

Result = TypeVar("Result")


def once_per_year(load: Callable[[BlocYear], Result]) -> Callable[[BlocYear], Result]:
    """Keep what `load(year)` returns on that year object, which lives as long as its request."""
    name = f"_memo_{load.__module__}_{load.__qualname__}"

    @wraps(load)
    def remembered(year: BlocYear) -> Result:
        kept = year.__dict__
        if name not in kept:
            kept[name] = load(year)
        result: Result = kept[name]
        return result

    return remembered


def keep(load: Callable[[BlocYear], Result], year: BlocYear, value: Result) -> None:
    """What `load(year)` would return, read together with that of other years."""
    year.__dict__[f"_memo_{load.__module__}_{load.__qualname__}"] = value
