"""The sheets, columns and settings of contract §3 in one table: reading, writing and the empty template use it.

A column is `needed` when a sheet without it cannot be understood, and `required` when a row cannot stand without its
value; everything else may be missing or empty and is then its default.
"""

from dataclasses import dataclass
from typing import Any

from awards.definitions import AwardRuleRow, VoteCountRow, VoteResultRow
from blocs.numbers import LARGEST
from blocs.terms import (
    AwardObject,
    CriterionGroup,
    CriterionRule,
    Effect,
    Level,
    OrderBy,
    QuotaBase,
    QuotaKind,
    Role,
    Rounding,
    SheetState,
    SigningWay,
    ThresholdBase,
)
from reports.workbook import book
from reports.workbook.cell_values import squash
from reports.workbook.kinds import Code, Date, Kind, Listed, Number, RuleLines, Text, Whole, YesNo
from scoring.criterion_parameters import NOTHING
from scoring.definitions import ClassRow, CriterionRow

UNIT, LEAF, AWARD = "unit", "leaf", "award"
"""What a code column refers to."""

BLOC_SHEET = "Khối"
NAME_HEADING, VALUE_HEADING = "Mục", "Giá trị"
HELP_SHEET = "Hướng dẫn"


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field of the row's dataclass, what it holds."""

    heading: str
    field: str
    kind: Kind
    needed: bool = False
    required: bool = False
    default: Any = None
    refers: str = ""
    width: int = 14
    hint: str = ""


@dataclass(frozen=True)
class SheetLayout:
    """One sheet: its name, the field of YearBook, the dataclass of its rows.

    `more` are columns beyond the contract: read where they are there, written only where some row has a value in
    them, so that files without such values look as they always did.
    """

    title: str
    key: str
    row_type: type
    columns: tuple[Column, ...]
    needed: bool = False
    hint: str = ""
    more: tuple[Column, ...] = ()

    @property
    def every_column(self) -> tuple[Column, ...]:
        return self.columns + self.more


def _must(heading: str, field: str, kind: Kind, **more: Any) -> Column:
    """A column whose every row must have a value."""
    return Column(heading, field, kind, needed=True, required=True, **more)


def _text(
    heading: str, field: str, longest: int = 255, *, lines: bool = False, digits: bool = False, **more: Any
) -> Column:
    """An optional text column."""
    return Column(heading, field, Text(longest, lines, digits), default="", **more)


def _unit(heading: str = "Đơn vị", field: str = "unit") -> Column:
    return _must(heading, field, Code(), refers=UNIT, hint="Mã đơn vị ở trang Đơn vị")


def _award() -> Column:
    return _must(
        "Danh hiệu", "award", Code(40), refers=AWARD, width=22, hint="Mã danh hiệu ở trang Hướng dẫn"
    )


def _yes_no(heading: str, field: str) -> Column:
    return Column(heading, field, YesNo(), default=False, hint="Để trống là Không")


def _count(heading: str, field: str) -> Column:
    return _must(heading, field, Whole())


_AMOUNT = Number(LARGEST)
# Stands for a count of valid ballots that could not be read: no number of approvals is above it.
VOTE_COUNTS_MOST = 10**9

UNITS = SheetLayout(
    "Đơn vị",
    "units",
    book.UnitRow,
    (
        Column("STT", "order", Whole(), width=8, hint="Thứ tự trong khối; để trống thì xếp sau"),
        _must("Mã", "code", Code(), hint="Mỗi đơn vị một mã riêng"),
        _must("Tên đơn vị", "name", Text(255), width=44),
        _text("Tên gọn", "short_name", 100, width=24),
        _text("Loại hình", "category", width=30),
        Column("Vai trò", "role", Listed(tuple(Role)), default=Role.MEMBER, hint="Để trống là Thành viên"),
        _text("Người đại diện", "representative", 150, width=24),
        _text("Chức vụ", "representative_title", 150, width=18),
        _text("Thư điện tử", "email", 254, width=26),
        _text("Điện thoại", "phone", 100, digits=True, width=16),
    ),
    needed=True,
    hint="Các đơn vị thành viên của khối trong năm",
    more=(
        Column(
            "Thôi thuộc khối từ",
            "left_on",
            Date(),
            width=18,
            hint="Ngày đơn vị thôi trong năm; còn thì để trống",
        ),
    ),
)
CRITERIA = SheetLayout(
    "Tiêu chí",
    "criteria",
    CriterionRow,
    (
        _must("Mã", "code", Code(), hint="Mã cho biết cấp: I, I.1, I.1.a; định dạng ô là Văn bản"),
        Column("Nội dung", "text", Text(1000), needed=True, default="", width=60),
        _must("Nhóm", "group", Listed(tuple(CriterionGroup))),
        Column("Điểm tối đa", "maximum", Number(), needed=True, hint="Tiêu chí nội dung nhỏ nhất phải có"),
        Column("Bước", "step", Number(), width=10, hint="Điểm là bội của bước; để trống là tùy ý"),
        _text("Cách chấm", "method", 5000, lines=True, width=40),
        Column("Minh chứng", "needs_evidence", YesNo()),
    ),
    needed=True,
    hint="Bảng tiêu chí; tổng điểm tối đa của tiêu chí nội dung bằng Thang điểm",
    more=(
        Column(
            "Quy tắc tính điểm",
            "rule",
            Listed(tuple(CriterionRule)),
            default=CriterionRule.MANUAL,
            width=26,
            hint="Để trống là người chấm tự xác định",
        ),
        Column(
            "Thông số quy tắc",
            "parameters",
            RuleLines(),
            default=NOTHING,
            width=40,
            hint="Mỗi dòng một bậc hoặc mục, ví dụ: Chậm đến 15 ngày = 40",
        ),
    ),
)
_LEVEL = _must("Cấp chấm", "level", Listed(tuple(Level)))
_SCORER = Column(
    "Đơn vị chấm", "scorer", Code(), default="", refers=UNIT, hint="Cần cho Chấm chéo; cấp khác để trống"
)
SCORES = SheetLayout(
    "Điểm",
    "scores",
    book.ScoreRow,
    (
        _LEVEL,
        _unit("Đơn vị được chấm", "scored"),
        _SCORER,
        _must("Tiêu chí", "criterion", Code(), refers=LEAF, hint="Mã tiêu chí nhỏ nhất"),
        Column(
            "Điểm", "points", Number(), needed=True, hint="Từ 0 trở lên, cả điểm trừ; để trống là chưa chấm"
        ),
        _text("Lý do", "reason", 5000, lines=True, width=40),
    ),
    hint="Mỗi dòng là điểm của một tiêu chí trong một phiếu",
)
SHEETS_OF_SCORES = SheetLayout(
    "Phiếu",
    "sheets",
    book.SheetRow,
    (
        _LEVEL,
        _unit("Đơn vị được chấm", "scored"),
        _SCORER,
        _must(
            "Trạng thái",
            "state",
            Listed((SheetState.HANDED_IN, SheetState.FILLING, SheetState.RECUSED)),
        ),
    ),
    hint="Chỉ ghi phiếu chưa nộp hoặc không chấm; phiếu không ghi ở đây là Đã nộp",
)
ASSIGNMENTS = SheetLayout(
    "Phân công",
    "assignments",
    book.AssignmentRow,
    (_unit("Đơn vị chấm", "scorer"), _unit("Đơn vị được chấm", "scored")),
    hint="Ai chấm chéo ai; để trống là mọi đơn vị chấm mọi đơn vị khác",
)
PLEDGES = SheetLayout(
    "Giao ước",
    "pledges",
    book.PledgeRow,
    (
        _unit(),
        _text("Người ký", "signer", 150, width=28),
        _text("Chức vụ", "signer_title", 150, width=18),
        Column("Ngày ký", "signed_on", Date(), needed=True, hint="Để trống là chưa ký"),
        Column("Hình thức", "way", Listed(tuple(SigningWay)), width=20),
    ),
    hint="Việc ký giao ước thi đua của từng đơn vị",
)
TARGETS = SheetLayout(
    "Chỉ tiêu",
    "targets",
    book.TargetRow,
    (
        _unit(),
        _must("Chỉ tiêu", "text", Text(500), width=44),
        _text("Đơn vị tính", "measure", 100),
        Column("Mức phấn đấu", "planned", _AMOUNT),
        Column("Kết quả 6 tháng", "half_year", _AMOUNT, width=16),
        Column("Kết quả năm", "year_end", _AMOUNT),
        Column(
            "Tiêu chí",
            "criterion",
            Code(),
            default="",
            refers=LEAF,
            hint="Tiêu chí được tính từ chỉ tiêu này",
        ),
        Column("Trọng số", "weight", Number()),
    ),
    hint="Chỉ tiêu trong giao ước và kết quả thực hiện",
)
REGISTRATIONS = SheetLayout(
    "Đăng ký", "registrations", book.RegistrationRow, (_unit(), _award()), hint="Danh hiệu đơn vị đăng ký"
)
AWARD_RULES = SheetLayout(
    "Quy tắc khen",
    "award_rules",
    AwardRuleRow,
    (
        _award(),
        _must("Thứ tự", "order", Whole(), width=10, hint="1 là cao nhất"),
        _must("Kiểu chỉ tiêu", "quota_kind", Listed(tuple(QuotaKind))),
        Column(
            "Chỉ tiêu",
            "quota",
            Number(),
            needed=True,
            hint="Phải ghi: số lượng, hoặc số phần trăm khi kiểu là Tỷ lệ",
        ),
        Column("Cơ sở", "quota_base", Listed(tuple(QuotaBase)), width=18, hint="Để trống là Thành viên"),
        Column("Làm tròn", "rounding", Listed(tuple(Rounding)), hint="Để trống là Xuống"),
        _yes_no("Cần đăng ký", "needs_registration"),
        _yes_no("Cần ký giao ước", "needs_pledge"),
        _yes_no("Cần bỏ phiếu", "needs_vote"),
        Column("Ngưỡng %", "threshold", Number(), hint="Từ 0 đến 100; cần khi phải bỏ phiếu"),
        Column("Mẫu số", "threshold_base", Listed(tuple(ThresholdBase)), hint="Để trống là Thành viên"),
        Column("Xếp theo", "order_by", Listed(tuple(OrderBy)), default=OrderBy.RANK, hint="Để trống là Hạng"),
        _yes_no("Loại trừ", "exclusive"),
        Column("Hạng tối đa", "max_rank", Whole()),
        Column("Điểm tối thiểu", "min_points", Number()),
    ),
    hint="Danh hiệu được đề nghị, số lượng và điều kiện",
)
VOTE_COUNTS = SheetLayout(
    "Bỏ phiếu",
    "vote_counts",
    VoteCountRow,
    (
        _award(),
        _count("Triệu tập", "called"),
        _count("Có mặt", "present"),
        _count("Phát ra", "issued"),
        _count("Thu về", "collected"),
        _count("Hợp lệ", "valid"),
        _count("Không hợp lệ", "invalid"),
    ),
    hint="Số phiếu suy tôn của từng danh hiệu",
)
VOTE_RESULTS = SheetLayout(
    "Kết quả phiếu",
    "vote_results",
    VoteResultRow,
    (_award(), _unit(), _count("Đồng ý", "approvals")),
    hint="Số phiếu đồng ý của từng đơn vị",
)
FINDINGS = SheetLayout(
    "Không xét",
    "findings",
    book.FindingRow,
    (
        _unit(),
        _must("Hệ quả", "effect", Listed(tuple(Effect)), width=20),
        _text("Lý do", "reason", 5000, lines=True, width=44),
    ),
    hint="Đơn vị không được xếp hạng, không được xét khen hoặc đang tạm dừng xét",
)
CLASSES = SheetLayout(
    "Xếp loại",
    "classes",
    ClassRow,
    (
        _must("Tên", "name", Text(100), width=20),
        _must("Từ điểm", "from_points", Number()),
        Column("Sàn % mỗi mục", "floor_percent", Number(), width=18),
    ),
    hint="Các loại, từ cao xuống thấp",
)
COMMENDATIONS = SheetLayout(
    "Khen thưởng",
    "commendations",
    book.CommendationRow,
    (
        _unit(),
        _award(),
        Column("Đối tượng", "object", Listed(tuple(AwardObject))),
        Column("Số lượng", "count", Whole()),
        Column("Năm thành tích", "achievement_year", Whole(1901, 2199), width=16),
        _text("Số quyết định", "decision_number", 100, digits=True, width=20),
        Column("Ngày quyết định", "decided_on", Date(), width=18),
    ),
    hint="Khen thưởng đơn vị đã nhận",
    more=(
        _text("Tên", "recipient", width=36, hint="Có tên thì dòng tính 1"),
        _text("Nội dung khen", "award_text", width=36),
        Column("Ngày trao", "presented_on", Date()),
        _text("Phong trào", "movement", 500, width=36, hint="Tên ở trang Phong trào"),
    ),
)
MOVEMENTS = SheetLayout(
    "Phong trào",
    "movements",
    book.MovementRow,
    (
        _must("Tên", "name", Text(500), width=60),
        _text("Cấp", "level", 100),
        _text("Hình thức", "form", 100),
        _text("Đơn vị phát động", "launcher", width=36),
        Column("Từ ngày", "starts_on", Date()),
        Column("Đến ngày", "ends_on", Date()),
    ),
    hint="Phong trào thi đua được phát động trong năm",
    more=(
        _text("Văn bản phát động", "act", width=36),
        _text("Mục tiêu", "goal", 5000, lines=True, width=44),
        _text("Đơn vị tham gia", "participants", 5000, lines=True, width=18, hint="Mỗi dòng một mã đơn vị"),
        _text("Sơ kết, tổng kết", "reviews", 20_000, lines=True, width=44),
    ),
)

SHEETS = (
    UNITS,
    CRITERIA,
    SCORES,
    SHEETS_OF_SCORES,
    ASSIGNMENTS,
    PLEDGES,
    TARGETS,
    REGISTRATIONS,
    AWARD_RULES,
    VOTE_COUNTS,
    VOTE_RESULTS,
    FINDINGS,
    CLASSES,
    COMMENDATIONS,
    MOVEMENTS,
)
SHEET_BY_NAME = {squash(sheet.title): sheet for sheet in SHEETS}
# The order in which sheets are written and faults are listed.
SHEET_RANK = {BLOC_SHEET: 0} | {sheet.title: rank for rank, sheet in enumerate(SHEETS, start=1)}
