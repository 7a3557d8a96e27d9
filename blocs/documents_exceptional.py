"""The paper "Bảng kê việc ngoại lệ trong năm": every act beside the ordinary course, from the journal."""

from decimal import Decimal

from blocs.documents import DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.exceptional_acts import ActGroup, exceptional_acts
from blocs.models import BlocYear
from blocs.phase_words import in_kind
from blocs.sentences import ShownEntry
from reports.paper.outline import Block, Column, Heading, Kind, Page, Paper, Paragraph, Row, Table
from reports.paper.words import counted, short_date

EXCEPTIONAL_KIND = "viec-ngoai-le"

_LEAD = (
    "Các việc dưới đây được lấy từ nhật ký của {bloc} năm {year}; mỗi việc có người làm, thời điểm và lý do."
    " Có trong bảng kê không có nghĩa là sai, mà để mọi đơn vị và cơ quan thường trực cùng biết."
)
_NONE = "Trong năm không có việc ngoại lệ nào."


def exceptional_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """In landscape, a table a kind of act; signed by who signs the year's papers last, its leader."""
    groups = [group for group in exceptional_acts(year) if group.acts]
    return heading.paper(
        kind=EXCEPTIONAL_KIND,
        title="BẢNG KÊ",
        subject=(f"Việc ngoại lệ trong năm {year.year} của {year.bloc_label}",),
        year=year.year if heading.day is None else None,
        page=Page.LANDSCAPE,
        blocks=(
            Paragraph(in_kind(year, _LEAD.format(bloc=year.bloc_label, year=year.year))),
            *_blocks(groups),
        ),
        signers=heading.signers[-1:],
        legal_bases=(),
    )


def _blocks(groups: list[ActGroup]) -> list[Block]:
    if not groups:
        return [Paragraph(_NONE)]
    blocks: list[Block] = []
    for index, group in enumerate(groups, start=1):
        blocks.append(Heading(f"{index}. {group.kind.label} ({counted(len(group.acts))} việc)", level=2))
        blocks.append(_table(group))
    return blocks


def _table(group: ActGroup) -> Table:
    columns = (
        Column("STT", 5, Kind.NUMBER, 0),
        Column("Thời điểm", 12),
        Column("Người thực hiện", 18),
        Column("Việc đã làm", 40),
        Column("Lý do", 25),
    )
    return Table(
        columns,
        tuple(
            Row((Decimal(index), f"{act.time} {short_date(act.day)}", _who(act), _what(act), act.reason))
            for index, act in enumerate(group.acts, start=1)
        ),
    )


def _who(act: ShownEntry) -> str:
    return f"{act.name} ({act.seat})" if act.seat else act.name


def _what(act: ShownEntry) -> str:
    """The sentence with the values it does not tell itself."""
    changes = "; ".join(
        f"{change.label}: {change.old} → {change.new}"
        if change.old and change.new
        else f"{change.label}: {change.old or change.new}"
        for change in act.changes
    )
    sentence = f"{act.sentence[:1].upper()}{act.sentence[1:]}"
    return f"{sentence}. {changes}".rstrip(". ") + "."


DOCUMENTS = [
    DocumentKind(
        EXCEPTIONAL_KIND,
        "Bảng kê việc ngoại lệ trong năm",
        exceptional_paper,
        abbreviation="",
        tells_scores=True,
    ),
]
