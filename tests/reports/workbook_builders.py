"""A small year that uses every sheet, and ways to spoil a workbook cell by cell."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from awards.catalogue import CATALOGUE
from awards.definitions import AwardRuleRow, VoteCountRow, VoteResultRow
from blocs.terms import (
    AwardObject,
    Combining,
    CriterionGroup,
    Effect,
    ExtrasSource,
    Level,
    QuotaBase,
    QuotaKind,
    Role,
    Rounding,
    SheetState,
    SigningWay,
    ThresholdBase,
)
from reports.workbook.book import (
    AssignmentRow,
    BookHead,
    CommendationRow,
    FindingRow,
    MovementRow,
    PledgeRow,
    RegistrationRow,
    ScoreRow,
    SheetRow,
    TargetRow,
    UnitRow,
    YearBook,
)
from reports.workbook.reading import Reading, read_workbook
from reports.workbook.writing import write_workbook
from scoring.definitions import ClassRow, CriterionRow, YearRules

EXAMPLES = Path(__file__).parents[2] / "reports" / "examples"
AWARDS = tuple(row[0] for row in CATALOGUE)
D = Decimal
CONTENT, BONUS, PENALTY = CriterionGroup

FULL_YEAR = YearBook(
    head=BookHead("Khối các Hội", "cac-hoi", 2025, province="Lào Cai", note="Dòng một\nDòng hai"),
    rules=YearRules(
        scale=D(100),
        levels=(Level.SELF, Level.PEER, Level.BLOC, Level.APPRAISAL),
        bonus_cap=D(5),
        combining=Combining.WEIGHTED,
        weight_self=D(10),
        weight_peer=D("22.5"),
        weight_bloc=D("27.5"),
        weight_appraisal=D(40),
        extras_source=ExtrasSource.APPRAISAL,
        tie_keys=("Mục I", "Thẩm định", "Ít điểm trừ", "Nhiều điểm thưởng", "Phiếu FLAG_PROV"),
    ),
    units=(
        UnitRow(
            2, "A", "Hội Chữ thập đỏ", "CTĐ", "hội", Role.LEADER, "Bà A", "Chủ tịch", "a@example.vn", "0912"
        ),
        UnitRow(1, "B", "Hội Khuyến học", role=Role.DEPUTY),
        UnitRow(None, "C", "Hội Luật gia"),
        UnitRow(None, "D", "Hội Nhà báo"),
    ),
    criteria=(
        CriterionRow("I", "Nhiệm vụ", CONTENT, D(30)),
        CriterionRow("I.1", "Chỉ tiêu", CONTENT, D(10), D("0.5"), "Theo tỷ lệ", True),
        CriterionRow("I.2", "Tổ chức", CONTENT, D(20)),
        CriterionRow("I.2.a", "Hội viên", CONTENT, D(12), needs_evidence=False),
        CriterionRow("I.2.b", "Chi hội", CONTENT, D(8)),
        CriterionRow("II", "Phong trào", CONTENT, D(70), D("0.1")),
        CriterionRow("III", "Thưởng", BONUS),
        CriterionRow("III.1", "Bằng khen", BONUS, D(5), D(1)),
        CriterionRow("IV", "Trừ", PENALTY),
    ),
    scores=(
        ScoreRow(Level.SELF, "A", "A", "I.1", D("9.5")),
        ScoreRow(Level.PEER, "B", "A", "I.1", D(9)),
        ScoreRow(Level.BLOC, "A", "", "II", D("69.9"), "Chậm báo cáo"),
        ScoreRow(Level.APPRAISAL, "A", "", "III.1", D(3)),
        ScoreRow(Level.APPRAISAL, "A", "", "IV", D("1.25")),
    ),
    sheets=(
        SheetRow(Level.PEER, "C", "B", SheetState.FILLING),
        SheetRow(Level.BLOC, "D", "", SheetState.RECUSED),
    ),
    assignments=(AssignmentRow("A", "B"), AssignmentRow("B", "C"), AssignmentRow("C", "D")),
    pledges=(PledgeRow("A", "Bà A", "Chủ tịch", date(2025, 2, 20), SigningWay.PAPER), PledgeRow("B")),
    targets=(
        TargetRow("A", "Hội viên mới", "người", D(500), D("240.5"), D(505), "I.1", D(2)),
        TargetRow("B", "Quỹ", "đồng", D(5_000_000_000)),
    ),
    registrations=(RegistrationRow("A", "FLAG_PROV"), RegistrationRow("B", "MERIT_PROV")),
    award_rules=(
        AwardRuleRow(
            "FLAG_PROV",
            1,
            QuotaKind.COUNT,
            D(1),
            needs_vote=True,
            threshold=D(80),
            threshold_base=ThresholdBase.VALID,
            max_rank=3,
        ),
        AwardRuleRow(
            "MERIT_PROV", 2, QuotaKind.PERCENT, D("33.5"), QuotaBase.REMAINING, Rounding.UP, min_points=D(70)
        ),
    ),
    vote_counts=(VoteCountRow("FLAG_PROV", 12, 11, 10, 10, 9, 1),),
    vote_results=(VoteResultRow("FLAG_PROV", "A", 9), VoteResultRow("FLAG_PROV", "B", 2)),
    findings=(FindingRow("D", Effect.ON_HOLD, "Đang xác minh"),),
    classes=(ClassRow("Xuất sắc", D(90), D(85)), ClassRow("Khá", D(0))),
    commendations=(
        CommendationRow("A", "MERIT_PM", AwardObject.COLLECTIVE, 1, 2024, "1805/QĐ-TTg", date(2024, 11, 13)),
        CommendationRow("B", "OTHER"),
    ),
    movements=(MovementRow("Vì người nghèo", "Trung ương", "Chuyên đề", "Thủ tướng", date(2025, 1, 2)),),
)
FULL_YEAR_BYTES = write_workbook(FULL_YEAR)


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def changed(changes: Mapping[str, Any], data: bytes = FULL_YEAR_BYTES) -> bytes:
    """The workbook with other values in some cells, named "Sheet!Cell"; a callable is given the cell."""
    workbook = load_workbook(io.BytesIO(data))
    for address, value in changes.items():
        sheet, _, cell = address.partition("!")
        target = workbook[sheet][cell]
        if isinstance(value, Callable):
            value(target)
        else:
            target.value = value
    return saved(workbook)


def edited(edit: Callable[[Workbook], None], data: bytes = FULL_YEAR_BYTES) -> bytes:
    """The workbook after `edit` had it."""
    workbook = load_workbook(io.BytesIO(data))
    edit(workbook)
    return saved(workbook)


def read(data: bytes) -> Reading:
    return read_workbook(data, AWARDS)


def addresses(reading: Reading) -> list[str]:
    """The "Sheet!Cell" of every fault, in order."""
    return [f"{fault.sheet}!{fault.cell}" for fault in reading.faults]
