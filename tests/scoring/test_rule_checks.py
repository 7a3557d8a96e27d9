"""Settings, criteria and classes that contradict themselves, without any workbook."""

from decimal import Decimal
from typing import Any

import pytest

from blocs.terms import Combining, CriterionGroup, ExtrasSource, Level, PeerDraw
from scoring.definitions import (
    ClassRow,
    CriterionRow,
    YearRules,
    leaf_codes,
    read_levels,
    read_tie_key,
    read_tie_keys,
)
from scoring.rule_checks import check_classes, check_criteria, check_scale, check_settings

D = Decimal
CONTENT, BONUS, PENALTY = CriterionGroup
ALL = tuple(Level)


def rules(**more: Any) -> YearRules:
    return YearRules(**{"scale": D(100), "levels": ALL, **more})


TREE = (
    CriterionRow("I", "", CONTENT, D(60)),
    CriterionRow("I.1", "", CONTENT, D(20)),
    CriterionRow("I.2", "", CONTENT),
    CriterionRow("I.2.a", "", CONTENT, D("39.5")),
    CriterionRow("I.2.b", "", CONTENT, D("0.5")),
    CriterionRow("II", "", CONTENT, D(40)),
    CriterionRow("III", "", BONUS, D(1)),
    CriterionRow("III.1", "", BONUS, D(5)),
    CriterionRow("IV", "", PENALTY),
)


def test_a_sound_year_has_no_fault() -> None:
    sound = rules(
        combining=Combining.WEIGHTED,
        weight_self=D("33.3"),
        weight_peer=D("66.7"),
        extras_source=ExtrasSource.BLOC,
        tie_keys=("Mục I", "Mục II", "Khối", "Ít điểm trừ", "Nhiều điểm thưởng", "Phiếu OTHER"),
    )
    assert check_settings(sound, TREE, ["OTHER"]) == []
    assert check_scale(sound, TREE) == []
    assert check_criteria(TREE) == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"scale": D(0)}, ["scale"]),
        ({"decimals": 4}, ["decimals"]),
        ({"decimals": -1}, ["decimals"]),
        ({"trim": -1}, ["trim"]),
        ({"bonus_cap": D(-1), "total_cap": D("-0.5")}, ["bonus_cap", "total_cap"]),
        ({"weight_peer": D(-1)}, ["weight_peer"]),
        ({"combining": Combining.WEIGHTED}, ["combining"]),
        ({"combining": Combining.WEIGHTED, "weight_bloc": D("99.999999")}, ["weight_bloc"]),
        ({"weight_bloc": D(10), "levels": (Level.SELF,)}, ["weight_bloc"]),
        ({"combining": Combining.PEER, "levels": (Level.SELF,)}, ["combining"]),
        ({"combining": Combining.LAST, "levels": (Level.SELF,)}, []),
        ({"extras_source": ExtrasSource.APPRAISAL, "levels": (Level.BLOC,)}, ["extras_source"]),
        ({"extras_source": ExtrasSource.BLOC, "levels": (Level.SELF,)}, ["extras_source"]),
        ({"peer_draw": PeerDraw.NONE}, ["peer_draw"]),
        ({"peer_draw": PeerDraw.NONE, "levels": (Level.SELF,)}, []),
        ({"tie_keys": ("Mục I", "Mục I")}, ["tie_keys"]),
        ({"tie_keys": ("Mục III", "Mục V", "Mục I.1", "Phiếu X")}, ["tie_keys"] * 4),
        ({"tie_keys": ("Thẩm định",), "levels": (Level.SELF,)}, ["tie_keys"]),
    ],
)
def test_settings_that_cannot_stand(changes: dict[str, Any], fields: list[str]) -> None:
    assert [fault.field for fault in check_settings(rules(**changes), TREE, ["OTHER"])] == fields


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"scale": D(105), "bonus_cap": D(5), "bonus_inside_scale": True}, []),
        ({"bonus_cap": D(5), "bonus_inside_scale": True}, ["scale"]),
        ({"bonus_inside_scale": True}, ["bonus_cap"]),
        ({"scale": D("100.000001")}, ["scale"]),
    ],
)
def test_content_leaves_sum_to_the_scale(changes: dict[str, Any], fields: list[str]) -> None:
    assert [fault.field for fault in check_scale(rules(**changes), TREE)] == fields


def test_a_leaf_without_maximum_is_named_once() -> None:
    tree = (*TREE[:5], CriterionRow("II", "", CONTENT), *TREE[6:])
    assert check_scale(rules(), tree) == []
    assert [(fault.row, fault.column) for fault in check_criteria(tree)] == [(5, "maximum")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (CriterionRow("II", "", CONTENT, D(1)), [(9, "code")]),
        (CriterionRow("V.1", "", BONUS), [(9, "code")]),
        (CriterionRow("I..3", "", CONTENT, D(0)), [(9, "code")]),
        (CriterionRow(".I", "", BONUS), [(9, "code")]),
        (CriterionRow("I.3.", "", BONUS), [(9, "code")]),
        (CriterionRow("I. 3", "", CONTENT, D(0)), [(9, "code")]),
        (CriterionRow("V;VI", "", BONUS), [(9, "code")]),
        (CriterionRow("III.2", "", PENALTY), [(9, "group")]),
        (CriterionRow("V", "", CONTENT), [(9, "maximum")]),
        (CriterionRow("V", "", PENALTY, D(-1)), [(9, "maximum")]),
        (CriterionRow("V", "", PENALTY, step=D(0)), [(9, "step")]),
        (CriterionRow("V", "", PENALTY, step=D("-0.1")), [(9, "step")]),
        (CriterionRow("I.3", "", CONTENT, D(1)), [(0, "maximum")]),
        (CriterionRow("III.2", "", BONUS, D(99)), []),
    ],
)
def test_criteria_that_cannot_stand(row: CriterionRow, fault: list[tuple[int, str]]) -> None:
    assert [(each.row, each.column) for each in check_criteria((*TREE, row))] == fault


def test_classes_begin_at_different_points() -> None:
    classes = [ClassRow("A", D(90)), ClassRow("B", D("90.0")), ClassRow("C", D(80), D(50))]
    assert [(fault.row, fault.column) for fault in check_classes(classes)] == [(1, "from_points")]


def test_levels_and_tie_keys_as_people_write_them() -> None:
    assert read_levels("THAM DINH ; tự chấm;") == ((Level.APPRAISAL, Level.SELF), [])
    assert [len(read_levels(text)[1]) for text in ("", "Khối;khoi", "X;Y", "x" * 200)] == [1, 1, 2, 1]
    assert read_tie_key("mục  I.a") == "Mục I.a"
    assert read_tie_key("Mục") is None
    assert read_tie_key("PHIEU FLAG_GOV") == "Phiếu FLAG_GOV"
    assert read_tie_key("nhieu diem thuong") == "Nhiều điểm thưởng"
    assert read_tie_key("khối") == "Khối"
    keys, problems = read_tie_keys("Mục I; ; muc I; Tuổi")
    assert (keys, len(problems)) == (("Mục I",), 2)


def test_leaves_are_nobodys_parent() -> None:
    assert leaf_codes(["I", "I.1", "I.1.a", "II", "V.1"]) == {"I.1.a", "II", "V.1"}


def test_weights_by_level() -> None:
    assert rules(weight_peer=D(5)).weights == {
        Level.SELF: 0,
        Level.PEER: 5,
        Level.BLOC: 0,
        Level.APPRAISAL: 0,
    }
