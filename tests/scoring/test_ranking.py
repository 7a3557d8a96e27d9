"""Worked cases for ranks, what separated equals, and classes."""

from decimal import Decimal

import pytest

from blocs.terms import Combining, Level, RankNumbering
from scoring.calculation import Band, Consolidation, SheetInput, consolidate
from scoring.ranking import Ranking, TieKey, TieKind, band_checks, parse_tie_key, rank_units
from tests.scoring.building import D, own, peer, points, rules


def year(
    given: dict[str, dict[str, Decimal]], extra: list[SheetInput] | None = None, **changes: object
) -> Consolidation:
    """Units with their appraisal sheets; the final score is the appraisal."""
    sheets = [own(Level.APPRAISAL, unit, row) for unit, row in given.items()]
    return consolidate(rules(**changes), tuple(given), sheets + (extra or []))


def places(ranking: Ranking) -> dict[str, tuple[int | None, str | None]]:
    return {unit: (standing.rank, standing.separated_by) for unit, standing in ranking.standings.items()}


def test_by_final_score_and_nothing_separates_different_scores() -> None:
    ranking = rank_units(
        year({"A": points(I_1=5), "B": points(I_1=9), "C": points(I_1=7)}, tie_keys=("Mục I",))
    )
    assert places(ranking) == {"A": (3, None), "B": (1, None), "C": (2, None)}
    assert ranking.order == ("B", "C", "A")


@pytest.mark.parametrize(
    ("numbering", "last"),
    [(RankNumbering.SKIP, [1, 1, 1, 4, 4, 6]), (RankNumbering.DENSE, [1, 1, 1, 2, 2, 3])],
)
def test_shared_ranks_in_bloc_order(numbering: RankNumbering, last: list[int]) -> None:
    row = {"A": 5, "B": 9, "C": 5, "D": 9, "E": 9, "F": 1}
    ranking = rank_units(year({unit: points(I_1=value) for unit, value in row.items()}, numbering=numbering))
    assert ranking.order == ("B", "D", "E", "A", "C", "F")
    assert [ranking.standings[unit].rank for unit in ranking.order] == last
    assert [ranking.standings[unit].separated_by for unit in ranking.order] == [
        None, "Đồng hạng", "Đồng hạng", None, "Đồng hạng", None,
    ]  # fmt: skip
    assert [ranking.standings[unit].shared for unit in ranking.order] == [True] * 5 + [False]


def test_rounded_finals_are_what_is_compared() -> None:
    # 9.001 and 9.004 both are 9.00: equal
    ranking = rank_units(year({"A": points(I_1="9.001"), "B": points(I_1="9.004")}))
    assert places(ranking) == {"A": (1, None), "B": (1, "Đồng hạng")}


def test_keys_are_asked_in_order_and_the_decisive_one_is_named() -> None:
    given = {
        "A": points(I_1=10, II_1=20),
        "B": points(I_1=20, II_1=10),  # more in section I
        "C": points(I_1=20, II_1=11, IV=1),  # as B in I, more penalty
    }
    ranking = rank_units(year(given, tie_keys=("Mục I", "Ít điểm trừ")))
    assert ranking.order == ("B", "C", "A")
    assert places(ranking) == {"B": (1, None), "C": (2, "Ít điểm trừ"), "A": (3, "Mục I")}
    shown = {value.key: value.value for value in ranking.standings["C"].tie_values}
    assert shown == {"Mục I": D(20), "Ít điểm trừ": D(1)}


def test_more_bonus_and_fewer_penalties_as_shown() -> None:
    given = {"A": points(I_1=10), "B": points(I_1=9, III_1=1), "C": points(I_1=11, IV=1)}
    assert rank_units(year(given, tie_keys=("Nhiều điểm thưởng",))).order == ("B", "A", "C")
    assert rank_units(year(given, tie_keys=("Ít điểm trừ", "Nhiều điểm thưởng"))).order == ("B", "A", "C")
    # 0.001 of a penalty is shown as 0.00 and separates nothing
    ranking = rank_units(
        year({"A": points(I_1=10, IV="0.001"), "B": points(I_1=10)}, tie_keys=("Ít điểm trừ",))
    )
    assert places(ranking)["B"] == (1, "Đồng hạng")


def test_a_section_is_compared_rounded() -> None:
    given = {"A": points(I_1="9.001", II_1=1), "B": points(I_1="9.004", II_1="0.997")}
    assert places(rank_units(year(given, tie_keys=("Mục I",))))["B"] == (1, "Đồng hạng")


def test_a_levels_total_as_key_and_a_missing_one_counts_zero() -> None:
    given = {unit: points(I_1=10) for unit in "ABC"}
    extra = [own(Level.SELF, "B", points(I_1=2)), own(Level.SELF, "C", points(I_1=1, IV=3))]
    ranking = rank_units(year(given, extra, tie_keys=("Tự chấm",)))
    assert ranking.order == ("B", "A", "C")  # 2, missing = 0, −2
    assert places(ranking)["C"] == (3, "Tự chấm")


def test_approvals_as_key() -> None:
    given = {unit: points(I_1=10) for unit in "ABC"}
    result = year(given, tie_keys=("Phiếu FLAG_PROV",))
    ranking = rank_units(result, approvals={"FLAG_PROV": {"C": 9, "A": 2}})
    assert [(unit, ranking.standings[unit].separated_by) for unit in ranking.order] == [
        ("C", None),
        ("A", "Phiếu FLAG_PROV"),
        ("B", "Phiếu FLAG_PROV"),
    ]
    assert places(rank_units(result))["C"] == (1, "Đồng hạng")  # no vote at all


def test_a_section_key_follows_the_combining() -> None:
    sheets = [peer("B", "A", points(I_1=7, II_1=3)), peer("A", "B", points(I_1=8, II_1=2))]
    extra = [own(Level.APPRAISAL, "A", points(I_1=40)), own(Level.APPRAISAL, "B", points(I_1=1))]
    result = consolidate(rules(combining=Combining.PEER, tie_keys=("Mục I",)), ("A", "B"), sheets + extra)
    assert rank_units(result).order == ("B", "A")


def test_units_without_a_final_and_barred_units_have_no_place() -> None:
    given = {"A": points(I_1=10), "B": points(I_1=12), "C": {}, "D": points(I_1=10)}
    result = year(given, tie_keys=("Mục II",), bands=(Band("Tốt", D(0)),))
    ranking = rank_units(result, not_ranked={"B"})
    assert places(ranking) == {"A": (1, None), "B": (None, None), "C": (None, None), "D": (1, "Đồng hạng")}
    assert (ranking.standings["B"].band, ranking.standings["B"].barred) == (None, True)
    assert (ranking.standings["C"].band, ranking.standings["C"].barred) == (None, False)
    assert ranking.standings["B"].tie_values == ()
    assert str(result.scores["B"].final) == "12.00"  # keeps its scores
    assert list(ranking.standings) == ["A", "B", "C", "D"]


def test_nobody_to_rank() -> None:
    assert rank_units(consolidate(rules(), (), [])) == Ranking({}, ())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("mục I", TieKey(TieKind.SECTION, "Mục I", "I")),
        ("  MUC   II ", TieKey(TieKind.SECTION, "Mục II", "II")),
        ("tham dinh", TieKey(TieKind.LEVEL, "Thẩm định", level=Level.APPRAISAL)),
        ("KHỐI", TieKey(TieKind.LEVEL, "Khối", level=Level.BLOC)),
        ("it điểm trừ", TieKey(TieKind.FEWER_PENALTIES, "Ít điểm trừ")),
        ("Nhiều  Điểm Thưởng", TieKey(TieKind.MORE_BONUS, "Nhiều điểm thưởng")),
        ("phieu FLAG_GOV", TieKey(TieKind.VOTE, "Phiếu FLAG_GOV", "FLAG_GOV")),
        ("Mục", None),
        ("Phiếu", None),
        ("Bốc thăm", None),
        ("", None),
    ],
)
def test_keys_are_read_kindly_and_written_as_agreed(text: str, key: TieKey | None) -> None:
    assert parse_tie_key(text) == key


@pytest.mark.parametrize("text", ["Bốc thăm", "Mục i", "Mục III", "Mục IX"])
def test_a_key_that_names_nothing_is_an_error(text: str) -> None:
    # codes match exactly, and III is a bonus section
    with pytest.raises(ValueError, match="no such tie key"):
        rank_units(year({"A": points(I_1=1)}, tie_keys=(text,)))


BANDS = (Band("Đạt", D(50)), Band("Xuất sắc", D(90), D(85)), Band("Tốt", D(80), D("77.5")))


@pytest.mark.parametrize(
    ("given", "band"),
    [
        ({"I_1": 40, "I_2": 20, "II_1": 34}, "Xuất sắc"),  # II exactly 85 %
        ({"I_1": 40, "I_2": 20, "II_1": "33.99"}, "Tốt"),
        ({"I_1": 40, "I_2": 20, "II_1": 30}, "Đạt"),  # 90 points, II at 75 %
        ({"I_1": "39.99", "I_2": 10, "II_1": 40}, "Tốt"),  # 89.99
        ({"I_1": 40, "I_2": 10, "II_1": 0}, "Đạt"),  # exactly 50
        ({"I_1": "49.99"}, None),
        (
            {"I_1": 30, "I_2": 15, "II_1": 34, "III_2": 20},
            "Đạt",
        ),  # the bonus lifts the score, not section I (75 %)
    ],
)
def test_classes_from_the_highest_floor_down(given: dict[str, object], band: str | None) -> None:
    result = year({"A": points(**given)}, bands=BANDS)
    assert rank_units(result).standings["A"].band == band


def test_why_a_class_does_not_fit() -> None:
    result = year({"A": points(I_1=40, I_2=20, II_1=30), "B": {}}, bands=BANDS)
    checks = band_checks(result.rules, result.scores["A"])
    assert [(check.band.name, check.reached, check.sections_below, check.fits) for check in checks] == [
        ("Xuất sắc", True, ("II",), False),
        ("Tốt", True, ("II",), False),
        ("Đạt", True, (), True),
    ]
    assert band_checks(result.rules, result.scores["B"]) == ()


def test_a_sections_floor_is_met_by_its_rounded_points() -> None:
    # 33.996 of 40 is 84.99 %, shown as 34.00 = 85 %
    assert (
        rank_units(year({"A": points(I_1=40, I_2=20, II_1="33.996")}, bands=BANDS)).standings["A"].band
        == "Xuất sắc"
    )
