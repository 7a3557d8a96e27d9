"""Who scores whom as it stands, the draws on record, and a draw done again from its seed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from blocs.models import BlocYear
from blocs.terms import DrawWay
from reports.paper.words import short_date
from scoring.draw_words import earlier_in_words, way_in_words
from scoring.drawing import ORDERED, Drawn, Pair, draw, everyone
from scoring.models import Assignment, Draw


def stored_pairs(year: BlocYear) -> list[Pair]:
    """(scorer, scored) membership ids in order; empty: everyone scores everyone else."""
    return sorted(Assignment.objects.filter(year=year).values_list("scorer_id", "scored_id"))


@dataclass(frozen=True, slots=True)
class InForce:
    """The pairs a year goes by, of units that have not left it; `are_stored` False: everyone scores everyone else."""

    units: tuple[int, ...]
    pairs: frozenset[Pair]
    are_stored: bool

    def came_of(self, row: Draw) -> bool:
        """Whether this draw, but for units that have left since, is what stands."""
        return self._of_those_here(recorded(row).pairs) == self.pairs

    def _of_those_here(self, pairs: Iterable[Pair]) -> set[Pair]:
        return {pair for pair in pairs if set(pair) <= set(self.units)}


def in_force(year: BlocYear, stored: Iterable[Pair]) -> InForce:
    """`stored`: what `stored_pairs` says."""
    units = tuple(member.pk for member in year.standing_members)
    kept = list(stored)
    pairs = {pair for pair in kept if set(pair) <= set(units)} if kept else everyone(units)
    return InForce(units, frozenset(pairs), bool(kept))


def lot_was_drawn(year: BlocYear) -> bool:
    """Whether a lot stands on record: from then on another draw, or a change by hand, needs a reason."""
    return year.draws.exclude(seed="").exists()


def way_of(row: Draw) -> str:
    """A draw's way with its numbers, as it is said everywhere."""
    return way_in_words(
        DrawWay(row.pattern),
        row.count,
        seed=row.seed,
        by_machine=row.by_machine,
        without_leaders=row.without_leaders,
    )


def lots_before(row: Draw, draws: Iterable[Draw]) -> str:
    """In words: the lots among the year's `draws` that were drawn before this one."""
    earlier = sorted((each for each in draws if each.seed and each.number < row.number), key=_number)
    told = [
        (each.number, short_date(timezone.localtime(each.drawn_at).date()), each.seed, each.reason)
        for each in earlier
    ]
    return earlier_in_words(told, by_lot=bool(row.seed))


def _number(row: Draw) -> int:
    return row.number


def draws_of(year: BlocYear) -> list[Draw]:
    """Every draw with who drew it, the last first."""
    return list(Draw.objects.filter(year=year).select_related("drawn_by").order_by("-number"))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A draw's row as plain values: units by their numbers, and what the lot gave."""

    listed: tuple[int, ...]
    order: tuple[int, ...]
    pairs: tuple[Pair, ...]
    silent: frozenset[int]


def recorded(row: Draw) -> Recorded:
    """`listed`: the units in the order of their numbers; `silent`: those that were scored without scoring."""
    pairs = tuple((scorer, scored) for scorer, scored in row.pairs)
    scorers = {scorer for scorer, _scored in pairs}
    silent = frozenset(row.order) - scorers if row.without_leaders else frozenset()
    return Recorded(tuple(sorted(row.order)), tuple(row.order), pairs, silent)


def repeated(row: Draw) -> Drawn | None:
    """The draw done again from what is on record; None for what was not drawn by lot.

    A row that no lot can have given (somebody wrote into the database) gives an empty one, never an error.
    """
    way = DrawWay(row.pattern)
    if not row.seed or way not in ORDERED:
        return None
    kept = recorded(row)
    try:
        return draw(way, kept.listed, seed=row.seed, count=row.count or 0, silent=kept.silent)
    except ValueError:
        return Drawn((), ())


def is_as_recorded(row: Draw, again: Drawn) -> bool:
    """Whether the lot done again gave the very order and pairs on record."""
    kept = recorded(row)
    return (again.order, again.pairs, again.mutual) == (kept.order, kept.pairs, row.mutual)
