"""Commendations of a period: tallies and records, one date, every number with its rows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.commendation_counts import Count, CountedRow, Counting, Outnumbered, Period, count_commendations

HALF_YEAR = Period(date(2022, 1, 1), date(2022, 6, 30))
IN_MAY, IN_JUNE = date(2022, 5, 19), date(2022, 6, 30)


def tally(number: int | None, *, id: int = 1, award: str = "MERIT_PROV", **more: object) -> CountedRow:
    given_values = {"unit": 1, "decided_on": IN_JUNE, "achievement_year": 2022, "count": number} | more
    return CountedRow(id=id, award=award, **given_values)  # type: ignore[arg-type]


def named(id: int, name: str = "Nguyễn Văn An", *, award: str = "MERIT_PROV", **more: object) -> CountedRow:
    given_values = {"unit": 1, "decided_on": IN_MAY, "achievement_year": 2022} | more
    return CountedRow(id=id, award=award, recipient=name, **given_values)  # type: ignore[arg-type]


def counted(*rows: CountedRow, period: Period = HALF_YEAR) -> Counting:
    return count_commendations(rows, period)


def test_a_record_counts_one_and_a_tally_its_number() -> None:
    found = counted(named(1), named(2), tally(28, id=3, unit=2), tally(0, id=4, unit=3))
    assert found.counts == {
        (1, "MERIT_PROV", ""): Count(2, (1, 2)),
        (2, "MERIT_PROV", ""): Count(28, (3,)),
        (3, "MERIT_PROV", ""): Count(0, (4,)),
    }
    assert found.total() == Count(30, (1, 2, 3, 4))


def test_records_are_the_known_part_of_their_tally() -> None:
    found = counted(tally(2), named(2), named(3))
    assert found.counts == {(1, "MERIT_PROV", ""): Count(2, (1,))}
    assert found.within == (2, 3)
    assert not found.outnumbered


def test_more_records_than_the_tally_count_themselves_and_it_is_told() -> None:
    found = counted(tally(2), named(2), named(3), named(4))
    assert found.counts == {(1, "MERIT_PROV", ""): Count(3, (2, 3, 4))}
    assert found.outnumbered == (
        Outnumbered((1, "MERIT_PROV", ""), tally=Count(2, (1,)), records=Count(3, (2, 3, 4))),
    )
    assert not found.within


def test_two_tallies_of_one_year_add_up_and_hold_their_records_together() -> None:
    found = counted(tally(2), tally(3, id=2), *(named(n) for n in range(3, 7)))
    assert found.total().number == 5
    assert found.within == (3, 4, 5, 6)


@pytest.mark.parametrize("other", [{"unit": 2}, {"award": "MEDAL_COMM"}, {"achievement_year": 2021}])
def test_a_tally_holds_only_records_of_its_unit_award_and_year(other: dict[str, object]) -> None:
    found = counted(tally(5), named(2, **other))  # type: ignore[arg-type]
    assert found.total() == Count(6, (1, 2))


def test_a_tally_holds_the_records_of_its_object_and_a_general_one_those_left() -> None:
    rows = [tally(3, object="person"), named(2, object="person"), named(3, object="collective"), named(4)]
    found = counted(*rows)
    assert found.counts == {
        (1, "MERIT_PROV", "person"): Count(3, (1,)),
        (1, "MERIT_PROV", "collective"): Count(1, (3,)),
        (1, "MERIT_PROV", ""): Count(1, (4,)),
    }
    found = counted(*rows, tally(7, id=5))
    assert found.total() == Count(10, (1, 5))
    assert found.within == (2, 3, 4)


def test_without_a_year_of_achievement_the_year_of_the_decision_joins_tally_and_records() -> None:
    found = counted(tally(5, achievement_year=None), named(2))
    assert found.total().number == 5


def test_a_tally_without_a_number_is_shown_and_counted_nowhere() -> None:
    found = counted(tally(None, award="CERT_UNIT"), named(2, award="CERT_UNIT"))
    assert found.unstated == (1,)
    assert found.total() == Count(1, (2,))


@pytest.mark.parametrize(
    ("decided_on", "number"),
    [
        (date(2021, 12, 31), 0),
        (date(2022, 1, 1), 1),
        (date(2022, 6, 30), 1),
        (date(2022, 7, 1), 0),
    ],
)
def test_a_period_takes_its_first_and_last_day(decided_on: date, number: int) -> None:
    assert counted(named(1, decided_on=decided_on)).total().number == number


def test_one_date_decides_and_never_both() -> None:
    """Certificates for 2019, decided in 2020: in one year of achievement, and in one period of decisions."""
    row = named(1, achievement_year=2019, decided_on=date(2020, 7, 20))
    year_2020 = Period(date(2020, 1, 1), date(2020, 12, 31))
    year_2019 = Period(date(2019, 1, 1), date(2019, 12, 31))
    assert counted(row, period=Period(achievement_year=2019)).total().number == 1
    assert counted(row, period=Period(achievement_year=2020)).total().number == 0
    assert counted(row, period=year_2020).total().number == 1
    assert counted(row, period=year_2019).total().number == 0


def test_a_row_without_the_date_the_period_goes_by_is_named_and_not_guessed() -> None:
    found = counted(named(1, decided_on=None), named(2))
    assert (found.undated, found.total()) == ((1,), Count(1, (2,)))
    found = counted(named(1, achievement_year=None), named(2), period=Period(achievement_year=2022))
    assert (found.undated, found.total()) == ((1,), Count(1, (2,)))


@pytest.mark.parametrize(
    "given_values",
    [
        {},
        {"starts_on": IN_MAY},
        {"ends_on": IN_MAY},
        {"starts_on": IN_MAY, "achievement_year": 2022},
        {"starts_on": IN_MAY, "ends_on": IN_JUNE, "achievement_year": 2022},
        {"starts_on": IN_JUNE, "ends_on": IN_MAY},
    ],
)
def test_what_is_no_period(given_values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="period"):
        Period(**given_values)  # type: ignore[arg-type]


def half_year_of_2022(*, with_records: bool) -> list[CountedRow]:
    """Eleven units in the news: flags 1 + 2, merits 28 + 89, medals 37, four collectives, certificates mentioned."""
    rows: list[CountedRow] = []

    def add(unit: int, award: str, number: int | None, object: str = "") -> None:
        rows.append(tally(number, id=len(rows) + 1, unit=unit, award=award, object=object))

    add(1, "FLAG_PROV", 1, "collective")
    add(2, "FLAG_CENTRAL_ASSOC", 1, "collective")
    add(3, "FLAG_CENTRAL_ASSOC", 1, "collective")
    for unit, number in enumerate([5, 4, 3, 3, 3, 2, 2, 2, 2, 1, 1], start=1):
        add(unit, "MERIT_PROV", number)
    for unit, number in enumerate([20, 15, 10, 9, 8, 7, 6, 5, 4, 3, 2], start=1):
        add(unit, "MERIT_CENTRAL_ASSOC", number)
    add(1, "MEDAL_COMM", 20, "person")
    add(2, "MEDAL_COMM", 17, "person")
    for unit in (1, 4, 5, 6):
        add(unit, "OTHER", 1, "collective")
    add(7, "CERT_UNIT", None)
    if with_records:
        start = len(rows)
        rows += [named(start + n, f"Ông {n}", unit=1, object="person") for n in range(1, 4)]
        rows += [named(start + 4, "Hội Luật gia", unit=4, award="OTHER", object="collective")]
    return rows


@pytest.mark.parametrize("with_records", [False, True])
def test_the_half_year_of_an_eleven_unit_bloc(with_records: bool) -> None:
    rows = half_year_of_2022(with_records=with_records)
    found = count_commendations(rows, HALF_YEAR)
    merits = found.total(awards={"MERIT_PROV", "MERIT_CENTRAL_ASSOC"})
    assert merits.number == 117
    assert found.total(awards={"MERIT_PROV"}).number == 28
    assert found.total(awards={"MERIT_CENTRAL_ASSOC"}).number == 89
    assert found.total(awards={"FLAG_PROV"}).number == 1
    assert found.total(awards={"FLAG_CENTRAL_ASSOC"}).number == 2
    assert found.total(awards={"MEDAL_COMM"}, object="person").number == 37
    assert found.total(awards={"OTHER"}, object="collective").number == 4
    assert found.total(awards={"CERT_UNIT"}) == Count()
    assert [row.award for row in rows if row.id in found.unstated] == ["CERT_UNIT"]
    by_id = {row.id: row for row in rows}
    assert sum(by_id[pk].count or 0 for pk in merits.rows) == 117
    assert found.total(unit=1).number == 1 + 5 + 20 + 20 + 1


DAYS = st.dates(date(2021, 1, 1), date(2023, 12, 31))
ROWS = st.lists(
    st.builds(
        CountedRow,
        id=st.just(0),
        unit=st.integers(1, 2),
        award=st.sampled_from(["MERIT_PROV", "CERT_UNIT"]),
        object=st.sampled_from(["", "person", "collective"]),
        recipient=st.sampled_from(["", "", "Ông A"]),
        count=st.none() | st.integers(0, 4),
        achievement_year=st.none() | st.integers(2021, 2023),
        decided_on=st.none() | DAYS,
    ),
    max_size=14,
).map(lambda rows: [CountedRow(**{**fields(row), "id": n}) for n, row in enumerate(rows, start=1)])
PERIODS = st.builds(Period, achievement_year=st.integers(2021, 2023)) | st.tuples(DAYS, DAYS).map(
    lambda days: Period(min(days), max(days))
)


def fields(row: CountedRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in CountedRow.__slots__}


@given(ROWS, PERIODS, st.randoms())
def test_every_row_is_accounted_for_once_and_the_order_does_not_matter(
    rows: list[CountedRow], period: Period, random: object
) -> None:
    found = count_commendations(rows, period)
    beaten = [pk for fault in found.outnumbered for pk in fault.tally.rows]
    ids = [*found.total().rows, *found.within, *found.unstated, *found.undated, *beaten]
    assert sorted(ids) == [row.id for row in rows if period.takes(row) is not False]
    assert found.total().number == sum(count.number for count in found.counts.values())
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert count_commendations(shuffled, period) == found


@given(ROWS, PERIODS)
def test_never_more_than_everything_and_never_less_than_the_named(
    rows: list[CountedRow], period: Period
) -> None:
    inside = [row for row in rows if period.takes(row)]
    records = [row for row in inside if row.recipient]
    stated = sum(row.count or 0 for row in inside if not row.recipient)
    assert len(records) <= count_commendations(rows, period).total().number <= len(records) + stated


@given(ROWS, st.integers(1, 27))
def test_two_halves_never_share_a_row(rows: list[CountedRow], months: int) -> None:
    edge = date(2021, 1, 1) + timedelta(days=30 * months)
    first = count_commendations(rows, Period(date(2021, 1, 1), edge)).total().rows
    second = count_commendations(rows, Period(edge + timedelta(days=1), date(2023, 12, 31))).total().rows
    assert not set(first) & set(second)
