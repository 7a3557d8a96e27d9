"""Criteria trees and classes of the two years a bloc can begin from (domain handbook §4.8, sheets A and B)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from blocs.models import BlocYear
from blocs.presets import HUNDRED, THOUSAND
from blocs.terms import CriterionGroup, CriterionRule
from scoring.criterion_parameters import Item, Parameters
from scoring.definitions import ClassRow, CriterionRow
from scoring.models import ClassBand
from scoring.tree import store_tree

_CONTENT, _BONUS, _PENALTY = CriterionGroup.CONTENT, CriterionGroup.BONUS, CriterionGroup.PENALTY
_DIRECT = "Chấm trực tiếp"


Rule = tuple[CriterionRule, Parameters]

# Code, text, group, maximum, step, how to score, evidence wanted; what is left out on the right is empty.
Line = tuple[Any, ...]

_EMPTY = (None, None, "", None)


def _rows(lines: tuple[Line, ...], rules: Mapping[str, Rule]) -> tuple[CriterionRow, ...]:
    rows = (_row(*line) for line in lines)
    return tuple(
        replace(row, rule=rules[row.code][0], parameters=rules[row.code][1]) if row.code in rules else row
        for row in rows
    )


def _items(*worth: tuple[Any, ...], **more: Decimal) -> Parameters:
    """(text, points) or (text, points, how many times at most)."""
    return Parameters(
        tuple(
            Item(str(key), text, Decimal(points), *most)
            for key, (text, points, *most) in enumerate(worth, start=1)
        ),
        **more,
    )


def _row(code: str, text: str, group: CriterionGroup, *more: Any) -> CriterionRow:
    values: list[Any] = [*more, *_EMPTY[len(more) :]]
    maximum, step, method, evidence = values
    return CriterionRow(
        code,
        text,
        group,
        None if maximum is None else Decimal(maximum),
        None if step is None else Decimal(step),
        method,
        evidence,
    )


_SHEET_A = (
    ("I", "Thực hiện nhiệm vụ chính trị, chuyên môn", _CONTENT, "500"),
    (
        "I.1",
        "Ban hành chương trình, kế hoạch công tác năm đúng hạn",
        _CONTENT,
        "50",
        "0.5",
        "Đúng hạn 50; chậm đến 15 ngày 40; chậm hơn 25; không có 0",
        True,
    ),
    (
        "I.2",
        "Hoàn thành các chỉ tiêu đã ký giao ước",
        _CONTENT,
        "250",
        "0.5",
        "Theo tỷ lệ hoàn thành các chỉ tiêu",
        True,
    ),
    ("I.3", "Nhiệm vụ do Tỉnh ủy, UBND tỉnh, MTTQ tỉnh giao", _CONTENT, "100", "0.5", _DIRECT, True),
    ("I.4", "Củng cố tổ chức, phát triển hội viên", _CONTENT, "60", "0.5", _DIRECT, True),
    ("I.5", "Tư vấn, phản biện, vận động nguồn lực xã hội", _CONTENT, "40", "0.5", _DIRECT, False),
    ("II", "Chấp hành chủ trương, pháp luật; xây dựng Đảng, đoàn thể, cơ quan", _CONTENT, "250"),
    (
        "II.1",
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        _CONTENT,
        "40",
        "0.5",
        _DIRECT,
        True,
    ),
    (
        "II.2",
        "Xếp loại tổ chức đảng, đoàn thể",
        _CONTENT,
        "60",
        "0.5",
        "Hoàn thành xuất sắc 60; hoàn thành tốt 50; hoàn thành 30; không hoàn thành 0",
        True,
    ),
    ("II.3", "Đoàn kết nội bộ, dân chủ ở cơ sở", _CONTENT, "50", "0.5", _DIRECT, False),
    (
        "II.4",
        "Cải cách hành chính, chuyển đổi số, tiết kiệm, phòng, chống tham nhũng",
        _CONTENT,
        "50",
        "0.5",
        _DIRECT,
        True,
    ),
    ("II.5", "Cơ quan văn hóa, an ninh trật tự", _CONTENT, "50", "0.5", _DIRECT, False),
    ("III", "Công tác thi đua, khen thưởng và hoạt động khối", _CONTENT, "200"),
    (
        "III.1",
        "Kế hoạch, phát động, đăng ký thi đua đúng hạn",
        _CONTENT,
        "40",
        "0.5",
        "Trừ dần theo số lần chậm",
        True,
    ),
    (
        "III.2",
        "Hưởng ứng phong trào của Trung ương, tỉnh, Trung ương Hội, khối",
        _CONTENT,
        "50",
        "0.5",
        _DIRECT,
        True,
    ),
    ("III.3", "Phát hiện, nhân rộng điển hình tiên tiến, mô hình mới", _CONTENT, "40", "0.5", _DIRECT, True),
    (
        "III.4",
        "Hồ sơ khen thưởng đúng, đủ, kịp thời; khen người lao động trực tiếp",
        _CONTENT,
        "30",
        "0.5",
        "Trừ dần theo lỗi hồ sơ",
        False,
    ),
    (
        "III.5",
        "Tham gia hoạt động khối, hội họp, chế độ báo cáo",
        _CONTENT,
        "40",
        "0.5",
        "Trừ dần theo số lần vắng, chậm",
        False,
    ),
    ("IV", "Điểm thưởng", _BONUS),
    ("IV.1", "Cờ thi đua của Trung ương Hội", _BONUS, "15", "1", "15 điểm", True),
    (
        "IV.2",
        "Mô hình được cấp tỉnh công nhận (tối đa 2)",
        _BONUS,
        "20",
        "1",
        "10 điểm mỗi mô hình",
        True,
    ),
    ("IV.3", "Bằng khen của Thủ tướng Chính phủ", _BONUS, "5", "1", "5 điểm", True),
    (
        "IV.4",
        "Đảm nhiệm Trưởng khối, Phó khối",
        _BONUS,
        "20",
        "1",
        "Trưởng khối 20; Phó khối 10",
        False,
    ),
    ("V", "Điểm trừ", _PENALTY),
    ("V.1", "Báo cáo chậm", _PENALTY, None, "1", "2 điểm mỗi lần", False),
    ("V.2", "Vắng họp khối không có lý do", _PENALTY, None, "1", "5 điểm mỗi lần", False),
    (
        "V.3",
        "Không phát động, không ký giao ước, không đăng ký",
        _PENALTY,
        "8",
        "8",
        "8 điểm",
        False,
    ),
)

_SHEET_B = (
    ("I", "Thực hiện nhiệm vụ chính trị, chuyên môn", _CONTENT, "60"),
    ("I.1", "Kết quả chương trình, chỉ tiêu công tác năm", _CONTENT, "30", "0.5", _DIRECT, True),
    ("I.2", "Nhiệm vụ đột xuất được giao", _CONTENT, "15", "0.5", _DIRECT, True),
    ("I.3", "Củng cố tổ chức hội, phát triển hội viên", _CONTENT, "10", "0.5", _DIRECT, True),
    ("I.4", "Tham mưu, phản biện, xã hội hóa", _CONTENT, "5", "0.5", _DIRECT, False),
    ("II", "Chấp hành chủ trương, pháp luật; xây dựng tổ chức", _CONTENT, "20"),
    ("II.1", "Học và làm theo Bác; chấp hành chính sách", _CONTENT, "5", "0.5", _DIRECT, True),
    ("II.2", "Xếp loại tổ chức đảng, đoàn thể", _CONTENT, "5", "0.5", _DIRECT, True),
    ("II.3", "Đoàn kết nội bộ, dân chủ ở cơ sở", _CONTENT, "4", "0.5", _DIRECT, False),
    ("II.4", "Cải cách hành chính, chuyển đổi số", _CONTENT, "4", "0.5", _DIRECT, True),
    ("II.5", "An ninh trật tự, cơ quan văn hóa", _CONTENT, "2", "0.5", _DIRECT, False),
    ("III", "Công tác thi đua, khen thưởng và hoạt động khối", _CONTENT, "20"),
    ("III.1", "Kế hoạch, phát động, đăng ký thi đua", _CONTENT, "4", "0.5", _DIRECT, True),
    ("III.2", "Hưởng ứng các phong trào thi đua", _CONTENT, "5", "0.5", _DIRECT, True),
    ("III.3", "Điển hình tiên tiến, mô hình mới", _CONTENT, "4", "0.5", _DIRECT, True),
    (
        "III.4",
        "Hồ sơ khen thưởng đúng, đủ; khen người lao động trực tiếp",
        _CONTENT,
        "3",
        "0.5",
        _DIRECT,
        False,
    ),
    (
        "III.5",
        "Họp khối đầy đủ, báo cáo đúng hạn",
        _CONTENT,
        "4",
        "0.5",
        "Trừ 1 điểm mỗi lần vắng, 0,5 điểm mỗi báo cáo chậm; thấp nhất là 0",
        False,
    ),
    ("IV", "Điểm thưởng", _BONUS),
    ("IV.1", "Cờ thi đua, bằng khen cấp trên tặng trong năm", _BONUS, "3", "0.5", _DIRECT, True),
    ("IV.2", "Mô hình, sáng kiến được cấp tỉnh công nhận", _BONUS, "2", "0.5", _DIRECT, True),
    ("V", "Điểm trừ", _PENALTY),
    (
        "V.1",
        "Không phát động, không ký giao ước, không đăng ký",
        _PENALTY,
        "2",
        "1",
        "Mỗi việc 1 điểm",
        False,
    ),
)

# Criteria whose wording says how the points are found; the others are for the scorer to judge.
_RULES_A: dict[str, Rule] = {
    "I.1": (
        CriterionRule.LADDER,
        _items(("Đúng hạn", 50), ("Chậm đến 15 ngày", 40), ("Chậm hơn 15 ngày", 25), ("Không ban hành", 0)),
    ),
    "I.2": (CriterionRule.PROPORTIONAL, Parameters()),
    "II.2": (
        CriterionRule.LADDER,
        _items(
            ("Hoàn thành xuất sắc nhiệm vụ", 60),
            ("Hoàn thành tốt nhiệm vụ", 50),
            ("Hoàn thành nhiệm vụ", 30),
            ("Không hoàn thành nhiệm vụ", 0),
        ),
    ),
    "IV.1": (CriterionRule.BINARY, Parameters()),
    "IV.2": (CriterionRule.BONUS_LIST, _items(("Mô hình được cấp tỉnh công nhận", 10, 2))),
    "IV.3": (CriterionRule.BINARY, Parameters()),
    "IV.4": (CriterionRule.LADDER, _items(("Trưởng khối", 20), ("Phó khối", 10), ("Thành viên", 0))),
    "V.1": (CriterionRule.PENALTY_LIST, _items(("Báo cáo chậm", 2))),
    "V.2": (CriterionRule.PENALTY_LIST, _items(("Vắng họp khối không có lý do", 5))),
    "V.3": (CriterionRule.BINARY, Parameters()),
}
_RULES_B: dict[str, Rule] = {
    "III.5": (
        CriterionRule.DEDUCT_PER,
        _items(("Vắng họp khối", 1), ("Báo cáo chậm", "0.5"), least=Decimal(0)),
    ),
    "V.1": (
        CriterionRule.PENALTY_LIST,
        _items(("Không phát động", 1, 1), ("Không ký giao ước", 1, 1), ("Không đăng ký", 1, 1)),
    ),
}

TREES = {THOUSAND: _rows(_SHEET_A, _RULES_A), HUNDRED: _rows(_SHEET_B, _RULES_B)}

CLASSES = {
    THOUSAND: (
        ClassRow("Xuất sắc", Decimal(900), Decimal(85)),
        ClassRow("Tốt", Decimal(800), Decimal(80)),
        ClassRow("Khá", Decimal(700), Decimal(70)),
        ClassRow("Trung bình", Decimal(0)),
    ),
    HUNDRED: (
        ClassRow("Xuất sắc", Decimal(90), Decimal(85)),
        ClassRow("Tốt", Decimal(80), Decimal(80)),
        ClassRow("Khá", Decimal(70), Decimal(70)),
        ClassRow("Trung bình", Decimal(0)),
    ),
}


def apply_preset(key: str, year: BlocYear) -> None:
    """Give the new year the preset's criteria and classes."""
    rules = year.current_rules
    store_tree(rules, TREES[key])
    ClassBand.objects.bulk_create(
        ClassBand(
            rules=rules,
            position=position,
            name=row.name,
            from_points=row.from_points,
            floor_percent=row.floor_percent,
        )
        for position, row in enumerate(CLASSES[key])
    )
