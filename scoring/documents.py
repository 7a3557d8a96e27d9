"""The blank phiếu chấm for the hall, from the same criteria and assignments as the grid (design §7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blocs.models import BlocYear, Membership
from blocs.terms import Level
from reports.paper.outline import (
    Align,
    Block,
    Cell,
    Column,
    Kind,
    Page,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    RowStyle,
    Run,
    SignatureGrid,
    Signer,
    Table,
)
from scoring.criterion_rule_words import how_scored
from scoring.queries import RuleSet

# Unit columns a hand can still write in, on the breadth of a page that is turned.
MOST_COLUMNS = 12
ROW_HEIGHT = 6

TITLES = {
    Level.SELF: "PHIẾU TỰ CHẤM ĐIỂM",
    Level.PEER: "PHIẾU CHẤM ĐIỂM CHÉO",
    Level.BLOC: "PHIẾU CHẤM ĐIỂM CỦA KHỐI",
    Level.APPRAISAL: "PHIẾU THẨM ĐỊNH ĐIỂM",
}


@dataclass(frozen=True, slots=True)
class Blank:
    """One paper to be filled by hand: whose it is (None: the bloc's or the board's) and the units it scores."""

    by: Membership | None
    scored: Sequence[Membership]


def blank_sheets(year: BlocYear, rules: RuleSet, level: Level, blanks: Sequence[Blank]) -> Paper:
    """All blanks in one file, each on a page of its own; empty cells, no numbers but the maxima."""
    is_narrow = level is Level.SELF
    blocks: list[Block] = []
    for index, blank in enumerate(blanks):
        if index:
            heading = Paragraph(TITLES[level], bold=True, align=Align.CENTER, indent=False)
            blocks += [PageBreak(), heading, _centred(_subject(year))]
        blocks += _blank(rules, level, blank)
    blocks += _guide(rules)
    return Paper(
        kind="phieu-cham",
        title=TITLES[level],
        subject=(_subject(year),),
        page=Page.PORTRAIT if is_narrow else Page.LANDSCAPE,
        year=year.year,
        blocks=tuple(blocks),
    )


def _subject(year: BlocYear) -> str:
    return f"{year.bloc_label}, năm {year.year}"


def _centred(text: str) -> Paragraph:
    return Paragraph(text, align=Align.CENTER, indent=False)


def _blank(rules: RuleSet, level: Level, blank: Blank) -> Iterator[Block]:
    if blank.by is not None:
        who = "Đơn vị tự chấm: " if level is Level.SELF else "Đơn vị chấm: "
        yield Paragraph((Run(who), Run(blank.by.name, bold=True)), indent=False, align=Align.LEFT)
    if level is Level.SELF:
        yield _own_table(rules)
    else:
        for scored in _even_parts(blank.scored):
            yield _table(rules, scored)
    yield SignatureGrid(_signers(level), columns=2)


def _guide(rules: RuleSet) -> Iterator[Block]:
    """How each criterion is scored, on a page of its own behind the sheets; nothing where nobody said."""
    rows = [
        Row((node.code, node.text, node.maximum, how_scored(node)))
        for node in rules.leaves
        if how_scored(node)
    ]
    if rows:
        columns = (
            Column("TT", weight=6, align=Align.LEFT),
            Column("Nội dung, tiêu chí", weight=34),
            Column("Điểm chuẩn", weight=9, kind=Kind.NUMBER),
            Column("Cách chấm", weight=51),
        )
        yield PageBreak()
        yield Paragraph("CÁCH CHẤM TỪNG TIÊU CHÍ", bold=True, align=Align.CENTER, indent=False)
        yield Table(columns, tuple(rows))


def _even_parts(scored: Sequence[Membership]) -> Iterator[Sequence[Membership]]:
    """Tables of at most MOST_COLUMNS units, none much smaller than the others."""
    tables = -(-len(scored) // MOST_COLUMNS)
    for table in range(tables):
        yield scored[len(scored) * table // tables : len(scored) * (table + 1) // tables]


def _table(rules: RuleSet, scored: Sequence[Membership]) -> Table:
    columns = (
        Column("TT", weight=5, align=Align.LEFT),
        Column("Nội dung, tiêu chí", weight=30),
        Column("Điểm chuẩn", weight=7, kind=Kind.NUMBER),
        *(Column(member.short_name, weight=8) for member in scored),
    )
    return _filled(rules, columns, len(scored))


def _own_table(rules: RuleSet) -> Table:
    columns = (
        Column("TT", weight=8, align=Align.LEFT),
        Column("Nội dung, tiêu chí", weight=42),
        Column("Điểm chuẩn", weight=11, kind=Kind.NUMBER),
        Column("Điểm tự chấm", weight=11),
        Column("Minh chứng, giải trình", weight=28),
    )
    return _filled(rules, columns, 2)


def _filled(rules: RuleSet, columns: tuple[Column, ...], empty: int) -> Table:
    blanks = (None,) * empty
    rows = [
        Row(
            (node.code, node.text, node.maximum, *blanks),
            style=RowStyle.PLAIN if node.is_leaf and node.depth else RowStyle.SECTION,
        )
        for node in rules.nodes
    ]
    total = Row((Cell("Tổng điểm", span=2), rules.scoring.scale, *blanks), style=RowStyle.TOTAL)
    return Table(columns, (*rows, total), row_height=ROW_HEIGHT)


def _signers(level: Level) -> tuple[Signer, Signer]:
    right = {
        Level.SELF: ("THỦ TRƯỞNG ĐƠN VỊ",),
        Level.PEER: ("ĐẠI DIỆN ĐƠN VỊ CHẤM",),
        Level.BLOC: ("TM. KHỐI THI ĐUA",),
        Level.APPRAISAL: ("CƠ QUAN THẨM ĐỊNH",),
    }[level]
    return (
        Signer(("NGƯỜI GHI PHIẾU",), hint="(Ký, ghi rõ họ tên)"),
        Signer(right, hint="(Ký, ghi rõ họ tên)"),
    )
