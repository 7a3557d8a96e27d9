"""The papers of registration: a unit's own (documents handbook §4.3) and the bloc's table (§4.4)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from awards.models import Registration
from awards.presenting.registration_summary import Summary, registration_summary
from blocs.documents import DOTTED, DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.models import BlocYear, Membership, Target
from blocs.terms import AwardKind, RegistrationState
from reports.paper.outline import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Kind,
    Letterhead,
    Note,
    Page,
    Paper,
    Paragraph,
    Row,
    RowStyle,
    Signer,
    Table,
)

SUMMARY_KIND = "tong-hop-dang-ky"
UNIT_KIND = "dang-ky-thi-dua"

_ALL, _INDEX = 100, 4
# Percents of the landscape page: a heading of two short words fits the least, more than the most is air.
_LEAST, _MOST = 5, 9
_NOTHING = "Không có"


def summary_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """The bloc's table of registrations: a column for each award somebody registered for."""
    found = registration_summary(year)
    blocks: list[Block] = [_summary_table(found)]
    if found.check_line:
        blocks.append(Note((found.check_line,), label="Kiểm tra:"))
    return heading.paper(
        kind=SUMMARY_KIND,
        title="BẢNG TỔNG HỢP ĐĂNG KÝ DANH HIỆU THI ĐUA, HÌNH THỨC KHEN THƯỞNG",
        subject=(f"{year.bloc_label} năm {year.year}",),
        page=Page.LANDSCAPE,
        year=year.year,
        blocks=tuple(blocks),
        signers=_summary_signers(heading.signers),
        legal_bases=(),
        recipients=(),
    )


def _summary_table(found: Summary) -> Table:
    awards = len(found.columns)
    wide = min(max((_ALL - _INDEX - 40) // max(awards, 1), _LEAST), _MOST)
    rest = max(_ALL - _INDEX - wide * awards, 30)
    remark = max(rest // 4, 10)
    columns = (
        Column("STT", _INDEX, Kind.NUMBER, 0),
        Column("Đơn vị", rest - remark),
        *(Column(column.short_name, wide, Kind.NUMBER, 0) for column in found.columns),
        Column("Ghi chú", remark),
    )
    rows = [
        Row(
            (
                Decimal(index),
                row.member.name,
                *(Decimal(count) if count else None for count in row.counts),
                row.remark,
            )
        )
        for index, row in enumerate(found.rows, start=1)
    ]
    totals = (Decimal(column.total) for column in found.columns)
    rows.append(Row((Cell("TỔNG CỘNG", span=2, align=Align.CENTER), *totals, None), RowStyle.TOTAL))
    return Table(columns, tuple(rows))


def _summary_signers(signers: Sequence[Signer]) -> tuple[Signer, ...]:
    """Who drew it up on the left, the leader on the right."""
    secretary = next((signer.name for signer in signers if signer.authority == ("THƯ KÝ",)), DOTTED)
    return (Signer(("NGƯỜI LẬP",), name=secretary), *signers[-1:])


def unit_paper(year: BlocYear, member: Membership, rows: Sequence[Registration]) -> Paper:
    """A unit's registration; `rows` with their awards. What was returned is left out, a draft makes it a draft."""
    listed = [row for row in rows if row.state != RegistrationState.RETURNED]
    collectives = [row for row in listed if not row.person]
    people = [row for row in listed if row.person]
    return Paper(
        kind=UNIT_KIND,
        title="BẢN ĐĂNG KÝ",
        subject=(f"Danh hiệu thi đua và hình thức khen thưởng năm {year.year}",),
        letterhead=Letterhead((), (member.name.upper(),)),
        place=year.province.name if year.province else "",
        year=year.year,
        draft=any(row.state == RegistrationState.DRAFT for row in listed),
        addressees=_addressees(year),
        blocks=(
            Heading("I. CHỈ TIÊU THI ĐUA"),
            _targets_table(member),
            Heading("II. TẬP THỂ"),
            _collectives_table(member, collectives),
            Heading("III. CÁ NHÂN"),
            _people_table(people),
            Heading("IV. CAM KẾT"),
            Paragraph(
                f"{member.name} cam kết phấn đấu hoàn thành các chỉ tiêu, danh hiệu đã đăng ký; thực hiện đúng Luật"
                " Thi đua, khen thưởng và quy chế hoạt động của khối; báo cáo trung thực, đúng thời hạn."
            ),
        ),
        signers=(
            Signer(("NGƯỜI LẬP BIỂU",), hint="(Ký, ghi rõ họ tên)"),
            Signer(("THỦ TRƯỞNG ĐƠN VỊ",), name=member.representative, hint="(Ký tên, đóng dấu)"),
        ),
    )


def _addressees(year: BlocYear) -> tuple[str, ...]:
    council = "Hội đồng Thi đua - Khen thưởng"
    if year.province is None:
        return (f"{council} tỉnh;", f"{year.bloc_label}.")
    name = year.province.name
    place = name if name.lower().startswith(("tỉnh", "thành phố", "tp")) else f"tỉnh {name}"
    return (f"{council} {place};", f"{year.bloc_label}.")


def _targets_table(member: Membership) -> Table:
    """The pledge's targets; what was assigned from above, and the share of it, are written in by hand."""
    columns = (
        Column("STT", 7, Kind.NUMBER, 0),
        Column("Nội dung", 43),
        Column("Đơn vị tính", 14, align=Align.CENTER),
        Column("Kế hoạch giao", 12, Kind.NUMBER),
        Column("Mức đăng ký", 14, Kind.NUMBER),
        Column("%", 10, Kind.NUMBER),
    )
    targets = Target.objects.filter(membership=member)
    return _listed(
        columns,
        ((target.text, target.measure, None, target.planned, None) for target in targets),
    )


def _collectives_table(member: Membership, rows: Iterable[Registration]) -> Table:
    columns = (
        Column("STT", 7, Kind.NUMBER, 0),
        Column("Tên tập thể", 25),
        Column("Danh hiệu thi đua", 19),
        Column("Hình thức khen thưởng", 19),
        Column("Thành tích làm căn cứ", 20),
        Column("Ghi chú", 10),
    )
    return _listed(
        columns,
        (
            (
                row.collective or member.name,
                row.award.name if row.award.kind == AwardKind.TITLE else "",
                "" if row.award.kind == AwardKind.TITLE else row.award.name,
                row.basis,
                None,
            )
            for row in rows
        ),
    )


def _people_table(rows: Iterable[Registration]) -> Table:
    columns = (
        Column("STT", 7, Kind.NUMBER, 0),
        Column("Họ và tên", 20),
        Column("Chức vụ, nơi công tác", 21),
        Column("Danh hiệu, hình thức", 20),
        Column("Sáng kiến, đề tài dự kiến", 22),
        Column("Ghi chú", 10),
    )
    return _listed(columns, ((row.person, row.person_title, row.award.name, row.basis, None) for row in rows))


def _listed(columns: tuple[Column, ...], lines: Iterable[tuple[str | Decimal | None, ...]]) -> Table:
    """Numbered lines, or one that says there are none."""
    rows = [Row((Decimal(index), *line)) for index, line in enumerate(lines, start=1)]
    if not rows:
        rows = [Row((Cell(_NOTHING, span=len(columns), italic=True, align=Align.CENTER),))]
    return Table(columns, tuple(rows))


DOCUMENTS = [
    DocumentKind(SUMMARY_KIND, "Bảng tổng hợp đăng ký danh hiệu", summary_paper, abbreviation=""),
]
