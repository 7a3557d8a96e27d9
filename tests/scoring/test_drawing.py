"""Who scores whom by lot: worked by hand, by the printed instructions, and for whatever bloc."""

import hashlib
from collections import Counter
from itertools import count as counting
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocs.terms import DrawWay
from scoring.drawing import (
    COUNTED,
    ORDERED,
    Drawn,
    Lots,
    bounds,
    draw,
    everyone,
    matched,
    mutual_pairs,
    numbers,
    shuffled,
    teams,
)

SEED = "482913"


def scores(drawn: Drawn, unit: int) -> set[int]:
    return {scored for scorer, scored in drawn.pairs if scorer == unit}


def scored_by(drawn: Drawn, unit: int) -> set[int]:
    return {scorer for scorer, scored in drawn.pairs if scored == unit}


# sha256sum of "482913:1", "482913:2" …, the first eight digits, as a shell prints them.
FIRST_FIVE = ["742eebec", "081b921d", "ac66b0cd", "56aa81bc", "d4314820"]


def by_the_book(seed: str, units: int) -> list[int]:
    """The printed instructions, in other words than the module's."""
    digits = (hashlib.sha256(f"{seed}:{i}".encode()).hexdigest()[:8] for i in counting(1))
    places = {place: place for place in range(1, units + 1)}
    for p in range(units, 1, -1):
        number = int(next(digits), 16)
        while number >= 2**32 // p * p:
            number = int(next(digits), 16)
        r = number % p
        places[r + 1], places[p] = places[p], places[r + 1]
    return list(places.values())


def test_an_order_worked_by_hand() -> None:
    """742eebec = 1949232108, divided by 6 leaves 0: places 1 and 6 change, 6 2 3 4 5 1. 081b921d by 5: 0, 5 2 3 4 6 1.
    ac66b0cd by 4: 1, 5 4 3 2 6 1. 56aa81bc by 3: 0, 3 4 5 2 6 1. d4314820 by 2: 0, 4 3 5 2 6 1.
    """
    assert [f"{number:08x}" for number in islice(numbers(SEED), 5)] == FIRST_FIVE
    assert shuffled([3, 1, 2, 6, 5, 4], Lots(SEED)) == [4, 3, 5, 2, 6, 1]


@given(st.text(max_size=20), st.integers(1, 60))
def test_the_order_is_what_the_instructions_give(seed: str, units: int) -> None:
    assert shuffled(range(1, units + 1), Lots(seed)) == by_the_book(seed, units)


def test_six_units_in_a_ring_of_two() -> None:
    """In bloc order, by hand: A scores B and C, … E scores F and A, F scores A and B."""
    drawn = draw(DrawWay.RING, [1, 2, 3, 4, 5, 6], count=2)
    assert {unit: scores(drawn, unit) for unit in range(1, 7)} == {
        1: {2, 3},
        2: {3, 4},
        3: {4, 5},
        4: {5, 6},
        5: {6, 1},
        6: {1, 2},
    }
    assert drawn.mutual == 0
    assert drawn.order == (1, 2, 3, 4, 5, 6)


def test_a_ring_among_too_few_has_mutual_pairs() -> None:
    """Four in a ring of two: those who stand opposite score each other."""
    drawn = draw(DrawWay.RING, [1, 2, 3, 4], count=2)
    assert mutual_pairs(drawn.pairs) == [(1, 3), (2, 4)]


def test_seven_units_in_pairs_leave_a_triangle() -> None:
    drawn = draw(DrawWay.PAIRS, [1, 2, 3, 4, 5, 6, 7])
    assert drawn.pairs == (
        (1, 2), (2, 1), (3, 4), (4, 3), (5, 6), (5, 7), (6, 5), (6, 7), (7, 5), (7, 6),
    )  # fmt: skip
    assert drawn.mutual == 5


def test_seven_units_in_two_teams_visit_each_other() -> None:
    """ "Đoàn 1: 4, đoàn 2: 3": the four score the three and the three the four, nobody its own team."""
    drawn = draw(DrawWay.TEAMS, [1, 2, 3, 4, 5, 6, 7], count=2)
    assert teams(drawn.order, 2) == [[1, 3, 5, 7], [2, 4, 6]]
    assert scores(drawn, 3) == {2, 4, 6}
    assert scores(drawn, 4) == {1, 3, 5, 7}
    assert len(drawn.pairs) == 24
    three = draw(DrawWay.TEAMS, [1, 2, 3, 4, 5, 6, 7], count=3)
    assert (scores(three, 1), scores(three, 2), scores(three, 3)) == ({2, 5}, {3, 6}, {1, 4, 7})
    assert three.mutual == 0


@pytest.mark.parametrize(
    ("way", "units", "count", "order", "first"),
    [
        (DrawWay.RING, 6, 2, (4, 3, 5, 2, 6, 1), {4, 3}),
        (DrawWay.RANDOM, 6, 2, (4, 3, 5, 2, 6, 1), {4, 2}),
        (DrawWay.PAIRS, 7, 0, (2, 7, 3, 5, 1, 4, 6), {4, 6}),
        (DrawWay.TEAMS, 7, 2, (2, 7, 3, 5, 1, 4, 6), {7, 5, 4}),
    ],
)
def test_what_a_seed_once_gave_it_gives_for_ever(
    way: DrawWay, units: int, count: int, order: tuple[int, ...], first: set[int]
) -> None:
    """Papers with these results are printed: a change of the algorithm must fail here."""
    drawn = draw(way, range(1, units + 1), seed=SEED, count=count)
    assert drawn.order == order
    assert scores(drawn, 1) == first


def test_without_the_leaders_everybody_is_still_scored_as_often() -> None:
    """Eight units, two of them silent, k = 2: six scorers in a ring, four sheets on the silent dealt in turn."""
    drawn = draw(DrawWay.RING, range(1, 9), count=2, silent={1, 5})
    assert scores(drawn, 1) == scores(drawn, 5) == set()
    assert {unit: len(scored_by(drawn, unit)) for unit in range(1, 9)} == dict.fromkeys(range(1, 9), 2)
    assert scored_by(drawn, 1) == {2, 3}
    assert scored_by(drawn, 5) == {4, 6}
    every = draw(DrawWay.EVERYONE, [1, 2, 3], silent={1})
    assert every.pairs == ((2, 1), (2, 3), (3, 1), (3, 2))


def test_a_lot_among_n_passes_over_what_would_favour_the_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """2^32 is 3 × 1431655765 + 1: the one number above the multiple would make 0 likelier."""
    given_out = iter([2**32 - 1, 5])
    monkeypatch.setattr("scoring.drawing.numbers", lambda seed: given_out)
    assert Lots("").among(3) == 2


@pytest.mark.parametrize(
    ("way", "units", "count", "seed"),
    [
        (DrawWay.RING, 3, 0, SEED),
        (DrawWay.RING, 3, 3, SEED),
        (DrawWay.RANDOM, 3, 3, SEED),
        (DrawWay.RANDOM, 6, 2, ""),
        (DrawWay.RING, 1, 1, SEED),
        (DrawWay.PAIRS, 1, 0, SEED),
        (DrawWay.TEAMS, 5, 1, SEED),
        (DrawWay.TEAMS, 5, 6, SEED),
        (DrawWay.EVERYONE, 1, 0, ""),
        (DrawWay.NONE, 5, 0, SEED),
        (DrawWay.BY_HAND, 5, 0, SEED),
    ],
)
def test_what_cannot_be_drawn(way: DrawWay, units: int, count: int, seed: str) -> None:
    with pytest.raises(ValueError, match=r"count|seed"):
        draw(way, range(units), seed=seed, count=count)


@st.composite
def lots(draw_: st.DrawFn) -> tuple[DrawWay, list[int], int, frozenset[int]]:
    """A way, units in any order, a count it takes, and who stays silent."""
    units = draw_(st.lists(st.integers(1, 10_000), unique=True, min_size=3, max_size=24))
    silent = frozenset(draw_(st.lists(st.sampled_from(units), unique=True, max_size=len(units) - 2)))
    way = draw_(st.sampled_from([*ORDERED, DrawWay.EVERYONE]))
    least, most = bounds(way, len(units) - len(silent), len(silent))
    return way, units, draw_(st.integers(least, most)) if way in COUNTED else 0, silent


@given(lots(), st.text(min_size=1, max_size=12), st.randoms())
def test_whatever_is_drawn(
    lot: tuple[DrawWay, list[int], int, frozenset[int]], seed: str, random: object
) -> None:
    way, units, count, silent = lot
    drawn = draw(way, units, seed=seed, count=count, silent=silent)
    pairs = set(drawn.pairs)
    assert len(pairs) == len(drawn.pairs)
    assert all(scorer != scored for scorer, scored in pairs)
    assert {unit for pair in pairs for unit in pair} <= set(units)
    assert {scorer for scorer, _ in pairs} == set(units) - silent
    assert {scored for _, scored in pairs} == set(units)
    assert drawn.mutual == sum((b, a) in pairs for a, b in pairs) / 2
    again = list(units)
    random.shuffle(again)  # type: ignore[attr-defined]
    assert draw(way, again, seed=seed, count=count, silent=silent) == drawn
    if way in (DrawWay.RING, DrawWay.RANDOM):
        assert {len(scored_by(drawn, unit)) for unit in units} == {count}
        extra = [len(scores(drawn, unit)) for unit in units if unit not in silent]
        assert min(extra) >= count
        assert max(extra) - min(extra) <= 1
    if way is DrawWay.TEAMS:
        sizes = [len(scored_by(drawn, unit)) for unit in units if unit not in silent]
        assert max(sizes) - min(sizes) <= 1


@given(lots(), st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_how_many_score_how_many_hangs_on_no_seed(
    lot: tuple[DrawWay, list[int], int, frozenset[int]], seed: str, other: str
) -> None:
    """What the page says before a lot is drawn: nobody can choose a number by it."""
    way, units, count, silent = lot
    one, two = (draw(way, units, seed=each, count=count, silent=silent) for each in (seed, other))
    assert one.mutual == two.mutual
    for side in (0, 1):
        counts = [Counter(pair[side] for pair in drawn.pairs).values() for drawn in (one, two)]
        assert sorted(counts[0]) == sorted(counts[1])


@given(st.integers(2, 40), st.data(), st.text(min_size=1, max_size=12))
def test_random_leaves_the_fewest_mutual_pairs_there_can_be(n: int, data: st.DataObject, seed: str) -> None:
    """Among n units there are n(n − 1)/2 couples: what goes beyond one sheet a couple is mutual."""
    k = data.draw(st.integers(1, n - 1))
    drawn = draw(DrawWay.RANDOM, range(n), seed=seed, count=k)
    assert drawn.mutual == max(0, n * k - n * (n - 1) // 2)
    assert len(set(drawn.apart)) == k
    assert (set(drawn.pairs) == everyone(range(n))) is (k == n - 1)


@given(st.integers(1, 12), st.data(), st.text(max_size=12))
def test_a_ring_of_enough_units_has_no_mutual_pair(k: int, data: st.DataObject, seed: str) -> None:
    n = data.draw(st.integers(2 * k + 1, 2 * k + 12))
    assert draw(DrawWay.RING, range(n), seed=seed, count=k).mutual == 0


@given(st.integers(2, 30))
def test_every_unit_is_in_one_couple_or_the_one_triangle(n: int) -> None:
    groups = matched(range(n))
    assert [unit for group in groups for unit in group] == list(range(n))
    assert [len(group) for group in groups] == [2] * (n // 2 - n % 2) + [3] * (n % 2)
    assert all(a + 1 == b for group in groups for a, b in pairwise(group))


def test_different_seeds_give_different_orders() -> None:
    orders = {draw(DrawWay.RING, range(11), seed=str(seed), count=3).order for seed in range(200)}
    assert len(orders) == 200


def test_every_unit_comes_first_about_as_often() -> None:
    """5,000 seeds, five units: 1,000 each but for chance (five standard deviations are 141)."""
    first = [draw(DrawWay.RING, range(5), seed=f"{seed}", count=1).order[0] for seed in range(5000)]
    assert all(abs(first.count(unit) - 1000) < 141 for unit in range(5))
