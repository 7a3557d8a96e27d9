"""What a version says of how its numbers came about, and what is different between two: worked examples."""

import copy
from typing import Any

import pytest

from awards.recomputing import canonical, digest, recompute
from awards.snapshot_arithmetic import arithmetic
from awards.snapshot_differences import Part, differences, shown

SETTINGS: dict[str, Any] = {
    "scale": "100", "decimals": 2, "bonus_cap": "5", "total_cap": None, "levels": ["self", "peer", "appraisal"],
    "combining": "weighted", "peer_average": "trimmed", "trim": 1, "aggregation": "total", "weight_self": "20",
    "weight_peer": "50", "weight_bloc": "0", "weight_appraisal": "30", "extras_source": "appraisal",
    "missing_peer": "ignore", "tie_keys": ["Mục I"], "numbering": "1-1-3",
}  # fmt: skip
CRITERIA = [
    {"code": "I", "section": "I", "text": "Nhiệm vụ", "group": "content", "maximum": "60", "step": "1", "is_leaf": True},
    {"code": "II", "section": "II", "text": "Phong trào", "group": "content", "maximum": "40", "step": "1", "is_leaf": True},
    {"code": "III", "section": "III", "text": "Thưởng", "group": "bonus", "maximum": None, "step": "1", "is_leaf": True},
]  # fmt: skip
AWARD = {
    "award": "FLAG", "name": "Cờ thi đua", "short_name": "Cờ", "order": 1, "quota_kind": "percent", "quota": "50",
    "quota_base": "ranked", "rounding": "up", "needs_registration": True, "needs_pledge": True, "needs_vote": True,
    "threshold": "60", "threshold_base": "valid", "order_by": "rank", "exclusive": False, "max_rank": 2,
    "min_points": "50",
}  # fmt: skip


def unit(code: str, **more: Any) -> dict[str, Any]:
    plain = {"code": code, "name": f"Hội {code}", "short_name": code, "left_on": None, "registered": ["FLAG"]}
    return plain | {"pledge_signed": True, "findings": []} | more


def sheet(level: str, scored: str, points: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"level": level, "scored": scored, "scorer": None, "state": "handed_in", "points": points} | more


def inputs(**rules: Any) -> dict[str, Any]:
    """Four units: D is scored and not ranked, E has left; A's peer sheets are 90, 80, 70 and one recused."""
    sheets = [
        sheet("peer", "A", {"I": i, "II": ii}, scorer=scorer)
        for scorer, i, ii in (("B", "55", "35"), ("C", "50", "30"), ("D", "40", "30"))
    ]
    sheets += [
        sheet("peer", other, {"I": "50", "II": "30"}, scorer=scorer)
        for other in "BCD"
        for scorer in "ABCD"
        if other != scorer
    ]
    for code, bonus in (("A", "9"), ("B", "1"), ("C", "0"), ("D", "0")):
        sheets.append(sheet("self", code, {"I": "60", "II": "40"}))
        sheets.append(sheet("appraisal", code, {"I": "50", "II": "30", "III": bonus}))
    return {
        "format": 1, "bloc": "khoi", "year": 2020, "name": "Khối thử",
        "rules": {
            "version": 1, "settings": SETTINGS | rules, "criteria": copy.deepcopy(CRITERIA),
            "classes": [{"name": "Tốt", "from_points": "80", "floor_percent": "50"}],
            "awards": [dict(AWARD)], "award_names": {"FLAG": "Cờ thi đua"},
        },
        "units": [
            unit("A"), unit("B"), unit("C", registered=[]),
            unit("D", findings=[{"effect": "not_ranked", "reason": "Vi phạm"}]), unit("E", left_on="2020-07-01"),
        ],
        "assignments": [], "scorers": {code: [x for x in "ABCD" if x != code] for code in "ABCDE"},
        "sheets": sheets,
        "votes": [
            {"award": "FLAG", "called": 4, "present": 4, "issued": 4, "collected": 4, "valid": 4, "invalid": 0,
             "approvals": {"A": 4, "B": 1}},
        ],
    }  # fmt: skip


def test_the_arithmetic_of_a_unit_by_hand() -> None:
    """A: peer sheets 90, 80, 70 lose both ends, 80; 20 % × 100 + 50 % × 80 + 30 % × 80 = 84, and bonus capped at 5."""
    found = recompute(inputs())
    told = arithmetic(found)["units"]["A"]
    assert told["peer"]["averages"]["content"] == {
        "dropped_low": ["D"],
        "dropped_high": ["B"],
        "count": 1,
        "exact": "80",
    }
    assert [
        (term["level"], term["weight"], term["product"]) for term in told["combined"]["content"]["terms"]
    ] == [
        ("self", "20", "20"),
        ("peer", "50", "40"),
        ("appraisal", "30", "24"),
    ]
    assert (told["combined"]["exact"], told["combined"]["final"]) == ("89", "89.00")
    assert (told["levels"]["appraisal"]["bonus_given"], told["levels"]["appraisal"]["exact"]["bonus"]) == (
        "9",
        "5",
    )
    assert told["place"]["rank"] == 1
    assert told["awards"]["FLAG"]["state"] == "nominated"
    assert told["awards"]["FLAG"]["approvals"] == 4


def test_who_has_no_rank_and_who_has_left() -> None:
    found = recompute(inputs())
    told = arithmetic(found)
    assert (told["units"]["D"]["place"]["rank"], told["units"]["D"]["place"]["barred"]) == (None, True)
    assert told["units"]["E"]["combined"] is None
    assert told["units"]["E"]["lacking"] == ["self", "peer", "appraisal"]
    assert "FLAG" not in told["units"]["E"]["awards"]
    assert told["units"]["C"]["awards"]["FLAG"]["reasons"] == [
        "BELOW_RANK",
        "NOT_REGISTERED",
        "VOTE_BELOW_THRESHOLD",
    ]
    # three ranked, half of them, rounded up
    assert told["awards"]["FLAG"] == {"quota": 2, "quota_exact": "3/2", "quota_of": 3}
    assert told["units"]["B"]["awards"]["FLAG"]["state"] == "excluded"


def test_equals_are_told_with_the_key_that_decided() -> None:
    given = inputs(extras_source="combined", combining="last", bonus_cap=None)
    for row in given["sheets"]:
        if row["level"] == "appraisal":
            row["points"] = {"I": "48", "II": "32"} if row["scored"] == "B" else {"I": "50", "II": "30"}
    place = {code: told["place"] for code, told in arithmetic(recompute(given))["units"].items()}
    assert place["B"]["separated_by"] == "Mục I"
    assert place["B"]["tie_values"] == [{"key": "Mục I", "value": "48"}]
    assert (place["A"]["rank"], place["C"]["shared"]) == (1, True)
    assert place["A"]["classes"] == [{"name": "Tốt", "reached": True, "sections_below": [], "fits": True}]


def test_leaf_by_leaf_tells_every_criterion() -> None:
    told = arithmetic(recompute(inputs(aggregation="leaf")))["units"]["A"]["peer"]["averages"]
    assert told["criteria"]["I"] == {"dropped_low": ["D"], "dropped_high": ["B"], "count": 1, "exact": "50"}
    empty = inputs()
    empty["sheets"] = [row for row in empty["sheets"] if row["level"] != "peer"]
    assert arithmetic(recompute(empty))["units"]["A"]["peer"]["averages"] == {}


def test_a_bound_and_a_plain_quota_are_told() -> None:
    given = inputs(total_cap="85", levels=["appraisal"], combining="last")
    given["rules"]["awards"] = [AWARD | {"quota_kind": "count", "quota": "1", "quota_base": None, "rounding": None,
                                         "needs_vote": False, "threshold": None, "threshold_base": None}]  # fmt: skip
    given["scorers"], given["votes"] = None, []
    for row in given["sheets"]:
        if row["level"] == "appraisal" and row["scored"] in "AB":
            row["points"] = {"I": "60", "II": "40"}
    told = arithmetic(recompute(given))
    assert told["units"]["A"]["peer"] is None
    assert (told["units"]["A"]["combined"]["bound"], told["units"]["A"]["combined"]["final"]) == (
        "total_cap",
        "85.00",
    )
    assert told["units"]["A"]["awards"]["FLAG"]["state"] == "undecided"
    assert told["awards"]["FLAG"]["quota_of"] is None


def test_the_order_a_database_keeps_keys_in_does_not_matter() -> None:
    given = inputs()
    turned = {key: given[key] for key in reversed(given)}
    assert canonical(given) == canonical(turned)
    assert digest(recompute(given).table) == digest(recompute(turned).table)


LABELS = {"decimals": "Số chữ số thập phân"}


def told(change: Any, **rules: Any) -> list[tuple[str, ...]]:
    old, new = inputs(), inputs(**rules)
    change(new)
    lines = differences(old, recompute(old).table, new, recompute(new).table, LABELS)
    return [(line["part"], line["where"], line["what"], line["old"], line["new"]) for line in lines]


def test_nothing_differs_from_itself() -> None:
    assert told(lambda new: None) == []


def rename(new: dict[str, Any]) -> None:
    new["units"][1] |= {"name": "Hội mới", "short_name": "Mới"}


def leave(new: dict[str, Any]) -> None:
    new["units"][2]["left_on"] = "2020-09-02"


def another_unit(new: dict[str, Any]) -> None:
    new["units"].append(unit("F", findings=[{"effect": "no_flag", "reason": ""}], registered=["OTHER"]))
    new["scorers"]["F"] = []


def gone(new: dict[str, Any]) -> None:
    new["units"] = [row for row in new["units"] if row["code"] != "E"]
    del new["scorers"]["E"]


def recused(new: dict[str, Any]) -> None:
    new["sheets"][0] |= {"state": "recused", "points": {}}


def cell(new: dict[str, Any]) -> None:
    new["sheets"][0]["points"]["I"] = "55.5"


def unsent(new: dict[str, Any]) -> None:
    del new["sheets"][1]


def order(new: dict[str, Any]) -> None:
    new["units"].reverse()


def votes(new: dict[str, Any]) -> None:
    new["votes"][0] |= {"valid": 3, "invalid": 1, "approvals": {"A": 3, "B": 1}}


def rows(new: dict[str, Any]) -> None:
    rules = new["rules"]
    rules["criteria"][0]["text"] = "Nhiệm vụ chính trị"
    rules["criteria"][1]["section"] = "X"
    rules["criteria"].append(CRITERIA[2] | {"code": "IV", "section": "IV"})
    rules["classes"] = [{"name": "Tốt", "from_points": "79.5", "floor_percent": None}]
    rules["awards"] = [AWARD | {"max_rank": 3}]


def fewer(new: dict[str, Any]) -> None:
    new["rules"]["classes"] = []
    new["rules"]["awards"] = []
    new["name"] = "Khối mới"
    new["assignments"] = [["A", "B"]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (rename, [("units", "Mới", "Tên đơn vị", "Hội B", "Hội mới"), ("units", "Mới", "Tên gọn", "B", "Mới")]),
        (leave, [("units", "C", "Thôi thuộc khối từ", "–", "02/09/2020")]),
        (
            another_unit,
            [
                ("units", "F", "Đơn vị trong năm", "–", "Có"),
                ("units", "F", "Không xét", "–", "Không xét cờ"),
                ("units", "F", "Đăng ký", "–", "OTHER"),
                ("units", "Chấm chéo", "Ai phải chấm ai", "như phiên bản trước", "đã thay đổi"),
            ],
        ),
        (gone, [("units", "E", "Đơn vị trong năm", "Có", "–")]),
        (
            recused,
            [
                ("cells", "Phiếu chấm chéo của B về A", "I Nhiệm vụ", "55", "–"),
                ("sheets", "Phiếu chấm chéo của B về A", "Trạng thái", "Đã nộp", "Không chấm"),
                ("results", "A", "Chấm chéo", "80,00", "75,00"),
                ("results", "A", "Tổng điểm", "89,00", "86,50"),
            ],
        ),
        (cell, [("cells", "Phiếu chấm chéo của B về A", "I Nhiệm vụ", "55", "55,5")]),
        (unsent, [("sheets", "Phiếu chấm chéo của C về A", "Trạng thái", "Đã nộp", "–")]),
        (order, [("units", "Khối", "Thứ tự các đơn vị", "như phiên bản trước", "đã thay đổi")]),
        (
            votes,
            [
                ("votes", "Cờ thi đua", "Hợp lệ", "4", "3"),
                ("votes", "Cờ thi đua", "Đồng ý: A", "4", "3"),
            ],
        ),
        (
            rows,
            [
                ("rules", "Tiêu chí", "I: nội dung", "Nhiệm vụ", "Nhiệm vụ chính trị"),
                ("rules", "Tiêu chí", "II", "như phiên bản trước", "đã thay đổi"),
                ("rules", "Tiêu chí", "IV", "–", "có"),
                ("rules", "Xếp loại", "Tốt: từ điểm", "80", "79,5"),
                ("rules", "Quy tắc khen", "Cờ thi đua", "như phiên bản trước", "đã thay đổi"),
            ],
        ),
        (
            fewer,
            [
                ("rules", "Xếp loại", "Tốt", "có", "–"),
                ("rules", "Quy tắc khen", "Cờ thi đua", "có", "–"),
                ("units", "Khối", "Tên", "Khối thử", "Khối mới"),
                ("nominations", "Cờ thi đua", "Được đề nghị", "A", "–"),
                ("nominations", "Cờ thi đua", "Số chỉ tiêu", "2", "–"),
            ],
        ),
    ],
)  # fmt: skip
def test_what_changed_is_told_in_words(change: Any, expected: list[tuple[str, ...]]) -> None:
    found = told(change)
    for line in expected:
        assert line in found


def test_settings_are_told_by_their_names_and_results_follow() -> None:
    found = told(lambda new: None, decimals=1, trim=0)
    assert ("rules", "Quy tắc", "Số chữ số thập phân", "2", "1") in found
    assert ("rules", "Quy tắc", "trim", "1", "0") in found
    assert [line[0] for line in found] == sorted((line[0] for line in found), key=[*Part].index)


def test_values_are_written_as_people_read_them() -> None:
    assert [shown(value) for value in (None, "", [], True, False, "12.50", "-0.5", 7, ["A", "B"], "I.1 Nội dung")] == [
        "–", "–", "–", "Có", "Không", "12,50", "-0,5", "7", "A, B", "I.1 Nội dung",
    ]  # fmt: skip
