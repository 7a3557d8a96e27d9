"""The year's results from the database: the example workbooks against figures worked out by hand, and small years."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from awards.models import Award, Finding, Vote, VoteResult
from awards.results import results_json, year_results
from blocs.models import BlocYear, PledgeSignature
from blocs.terms import Effect, Level, SheetState
from scoring.models import ClassBand
from tests.awards.scenes import appraised_year, content, fresh, results_of, score, units_json
from tests.builders import award_rule, bloc_year
from tests.staging import example_year

pytestmark = pytest.mark.django_db


def scores(unit: dict[str, Any]) -> list[Any]:
    return [
        unit[name] for name in ("self", "peer", "bloc", "appraisal", "content", "bonus", "penalty", "final")
    ]


def ranks(units: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {code: unit["rank"] for code, unit in units.items()}


# --- the examples


def test_yen_bai(yen_bai: BlocYear) -> None:
    answer = results_json(results_of(fresh(yen_bai)))
    units = {unit["code"]: unit for unit in answer["units"]}
    assert (answer["bloc"], answer["year"], next(iter(units))) == ("yen-bai-hoi-dac-thu", 2020, "LMHTX")
    assert units["CTD"] == {
        "code": "CTD",
        "name": "Hội Chữ thập đỏ tỉnh Yên Bái",
        "self": "968.50",
        "peer": "963.30",
        "bloc": "956.00",
        "appraisal": "950.50",
        "content": "925.50",
        "bonus": "25.00",
        "penalty": "0.00",
        "final": "950.50",
        "rank": 1,
        "separated_by": None,
        "class": "Xuất sắc",
    }
    # the last level's value is the final one: 917,5 + 10 − 0; the ten peers' contents are 9220,5 together
    assert scores(units["LG"]) == [
        "943.50", "932.05", "921.50", "927.50", "917.50", "10.00", "0.00", "927.50",
    ]  # fmt: skip
    # 865,5 − 9 points taken off
    assert scores(units["DC"])[4:] == ["865.50", "0.00", "9.00", "856.50"]
    assert ranks(units) == {
        "CTD": 1, "NB": 2, "LG": 3, "TNXP": 4, "LMHTX": 5, "KH": 6, "VHNT": 7, "KHKT": 8, "NCT": 9, "DY": 10, "DC": 11,
    }  # fmt: skip
    nominations = {one["award"]: one for one in answer["nominations"]}
    assert [one["nominated"] for one in answer["nominations"]] == [["CTD"], ["NB"], ["LG", "TNXP"]]
    assert [one["quota"] for one in answer["nominations"]] == [1, 1, 2]
    assert nominations["FLAG_GOV"]["excluded"]["NB"] == [
        "BELOW_RANK",
        "NOT_REGISTERED",
        "VOTE_BELOW_THRESHOLD",
    ]
    assert nominations["FLAG_PROV"]["excluded"]["LG"] == ["NOT_REGISTERED", "VOTE_BELOW_THRESHOLD"]
    # 899,5 points against 900, and 5 of 11 approvals against half
    assert nominations["MERIT_PROV"]["excluded"]["KH"] == ["BELOW_SCORE"]
    assert nominations["MERIT_PROV"]["excluded"]["LMHTX"] == ["VOTE_BELOW_THRESHOLD"]
    assert nominations["MERIT_PROV"]["excluded"]["CTD"] == ["NOMINATED_HIGHER", "VOTE_BELOW_THRESHOLD"]


def test_lam_dong() -> None:
    answer = results_json(results_of(example_year("lam-dong-2020")))
    units = {unit["code"]: unit for unit in answer["units"]}
    # NB: 20 % × 99,9 + 50 % × 99,1 + 30 % × 99,2; the peer value is the median of three sheets
    assert scores(units["NB"]) == ["99.90", "99.10", None, "99.20", "97.29", "2.00", "0.00", "99.29"]
    # KHKT: 19,6 + 49 + 28,95; KH: 19,96 + 49,25 + 29,13
    assert [units[code]["final"] for code in ("KHKT", "KH")] == ["97.55", "98.34"]
    assert ranks(units) == {"NB": 1, "KH": 2, "KHKT": 3, "LG": 4, "DN": 5, "VHNT": 6, "DC": 7, "KTS": 8}
    flag, merit = answer["nominations"]
    # half of the seven members left is 3,5: three
    assert (flag["quota"], flag["nominated"]) == (1, ["NB"])
    assert (merit["quota"], merit["nominated"]) == (3, ["KH", "KHKT", "LG"])
    assert flag["excluded"]["KH"] == ["QUOTA_FULL"]
    assert merit["excluded"] == {
        "DC": ["QUOTA_FULL"],
        "VHNT": ["QUOTA_FULL"],
        "NB": ["NOMINATED_HIGHER"],
        "KTS": ["PLEDGE_UNSIGNED"],
        "DN": ["NOT_REGISTERED"],
    }


@pytest.mark.parametrize(
    ("book", "red_cross", "learning", "places"),
    [
        # the means of 95 · 96,5 · 96 · 97 · 90 and of 94,5 · 95,5 · 96,5 · 95 · 98, with 2 and 1 points of bonus
        ("mau-trung-binh", ["94.90", "96.90"], ["95.90", "96.90"], [1, 1, 4, 5, 3, 6]),
        # without 90 and 97, and without 94,5 and 98: 287,5 / 3 and 287 / 3
        ("mau-trung-binh-cat", ["95.83", "97.83"], ["95.67", "96.67"], [1, 2, 4, 5, 3, 6]),
        # 20 % × 97,5 + 50 % × 94,9 + 30 % × 96 and 20 % × 98 + 50 % × 95,9 + 30 % × 95,5
        ("mau-trong-so", ["95.75", "97.75"], ["96.20", "97.20"], [1, 2, 4, 5, 3, 6]),
    ],
)
def test_the_golden_books(book: str, red_cross: list[str], learning: list[str], places: list[int]) -> None:
    units = units_json(example_year(book))
    assert [units["CTD"]["content"], units["CTD"]["final"]] == red_cross
    assert [units["KH"]["content"], units["KH"]["final"]] == learning
    assert list(ranks(units).values()) == places
    shared = "Đồng hạng" if places[:2] == [1, 1] else None
    assert [units["CTD"]["separated_by"], units["KH"]["separated_by"]] == [None, shared]


def test_the_command_prints_the_same() -> None:
    year = example_year("mau-trung-binh")
    out = StringIO()
    call_command("results", "mau-trung-binh", 2025, "--json", stdout=out)
    assert json.loads(out.getvalue()) == results_json(results_of(year))
    lines = StringIO()
    call_command("results", "mau-trung-binh", 2025, stdout=lines)
    assert lines.getvalue().splitlines()[:2] == [
        "  1       96,90  Hội Chữ thập đỏ",
        "  1       96,90  Hội Khuyến học",
    ]


# --- equals, ranks, classes


@pytest.mark.parametrize(("numbering", "after"), [("1-1-3", [1, 2, 2, 4]), ("1-1-2", [1, 2, 2, 3])])
def test_shared_ranks_are_followed_as_the_rules_say(numbering: str, after: list[int]) -> None:
    year = appraised_year(
        {
            "A": content("30", "20", "30"),
            "B": content("40", "20", "40"),
            "C": content("20", "20", "40"),
            "D": content("10", "10", "10"),
        },
        numbering=numbering,
        tie_keys=["Ít điểm trừ"],
    )
    units = units_json(year)
    assert sorted(ranks(units).values()) == after
    assert [units[code]["separated_by"] for code in "ABCD"] == [None, None, "Đồng hạng", None]
    # equals are listed in bloc order
    assert [unit.member.code for unit in results_of(year).in_rank_order()] == ["B", "A", "C", "D"]


def test_each_unit_is_separated_from_the_one_above_it_by_the_first_key_that_differs() -> None:
    year = appraised_year(
        {
            "A": content("30", "20", "30", III_1="2", IV="2"),  # 80 + 2 − 2, section I 50
            "B": content("30", "20", "30"),  # 80, section I 50
            "C": content("40", "20", "20"),  # 80, section I 60
            "D": content("20", "20", "40"),  # 80, section I 40; most approvals
            "E": content("20", "20", "40"),  # the same; fewer
        },
        tie_keys=["Mục I", "Ít điểm trừ", "Phiếu FLAG_PROV"],
    )
    vote = Vote.objects.create(
        year=year,
        award=Award.objects.get(code="FLAG_PROV"),
        **dict.fromkeys(("called", "present", "issued", "collected", "valid"), 5),
        invalid=0,
    )
    members = {member.code: member for member in year.members}
    VoteResult.objects.bulk_create(
        VoteResult(vote=vote, membership=members[code], approvals=count)
        for code, count in (("D", 3), ("E", 4))
    )
    units = units_json(year)
    assert ranks(units) == {"C": 1, "B": 2, "A": 3, "E": 4, "D": 5}
    assert {code: units[code]["separated_by"] for code in "CBAED"} == {
        "C": None,
        "B": "Mục I",
        "A": "Ít điểm trừ",
        "E": "Mục I",
        "D": "Phiếu FLAG_PROV",
    }


def test_digits_clamps_and_classes() -> None:
    year = appraised_year(
        {
            "A": content("40", "20", "40", III_1="5"),
            "B": {"I.1": "1", "IV": "9"},
            "C": content("39.5", "20", "20"),
        },
        decimals=0,
        total_cap=100,
    )
    ClassBand.objects.bulk_create(
        [
            ClassBand(rules=year.rules, position=1, name="Tốt", from_points=70, floor_percent=60),
            ClassBand(rules=year.rules, position=2, name="Khá", from_points=50),
        ]
    )
    units = units_json(year)
    assert scores(units["A"])[4:] == ["100", "5", "0", "100"]
    # 1 − 9 is below nothing: the level's total is not clamped, the final score is
    assert (units["B"]["appraisal"], units["B"]["final"], units["B"]["class"]) == ("-8", "0", None)
    # 79,5 is rounded up; section II has 20 of 40, below 60 %
    assert (units["C"]["final"], units["C"]["class"]) == ("80", "Khá")
    assert units["A"]["class"] == "Tốt"


def test_what_lacks_a_level_or_is_barred_has_no_rank() -> None:
    year = appraised_year(
        {"A": content("40", "20", "40"), "B": content("30", "20", "30"), "C": content("1", "1", "1")}
    )
    Finding.objects.create(membership=year.members[0], effect=Effect.NOT_RANKED, reason="Kỷ luật")
    score(year, Level.APPRAISAL, "C", content("1", "1", "1"), state=SheetState.FILLING)
    units = units_json(year)
    assert ranks(units) == {"A": None, "B": 1, "C": None}
    assert [units["A"]["final"], units["A"]["class"]] == ["100.00", None]
    assert scores(units["C"]) == [None] * 8


def test_a_pledge_without_a_date_is_not_signed() -> None:
    year = appraised_year({"A": content("40", "20", "40"), "B": content("30", "20", "30")})
    award_rule(year, needs_pledge=True, quota=2)
    PledgeSignature.objects.create(membership=year.members[0], signer="Nguyễn Văn A")
    PledgeSignature.objects.create(
        membership=year.members[1], signer="Trần Thị B", signed_on="2020-03-06", way="paper"
    )
    (nomination,) = results_json(results_of(year))["nominations"]
    assert (nomination["nominated"], nomination["excluded"]) == (["B"], {"A": ["PLEDGE_UNSIGNED"]})


# --- what is remembered must be what is stored


def test_a_changed_sheet_is_seen_at_once() -> None:
    year = appraised_year({"A": content("40", "20", "40"), "B": content("30", "20", "30")})
    assert ranks(units_json(year)) == {"A": 1, "B": 2}
    score(year, Level.APPRAISAL, "A", content("10", "10", "10"))
    assert ranks(units_json(year)) == {"A": 2, "B": 1}


def test_points_are_read_as_plain_rows_in_a_constant_number_of_queries(
    django_assert_num_queries: Any,
) -> None:
    small, large = bloc_year("nho", units=3), bloc_year("lon", units=8)
    for year in (small, large):
        for member in year.members:
            score(year, Level.APPRAISAL, member.code, content("40", "20", "40"))
    for year in (small, large):
        again = fresh(year)
        with django_assert_num_queries(5):  # members; criteria and classes; sheets; points; facts
            results_json(results_of_loaded(again))


def results_of_loaded(year: BlocYear) -> Any:

    return year_results(year)
