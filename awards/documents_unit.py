"""The paper "Phiếu kết quả thi đua" of one unit: why it stands where it stands, to be carried into the hall."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from awards.presenting.why_page import why_context
from awards.presenting.wording import peer_sentence
from awards.unit_sheet import CriterionLine, LastYear, UnitSheet
from blocs.documents import heading_of
from blocs.terms import CriterionGroup, Level
from reports.paper.outline import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Kind,
    Letterhead,
    Note,
    Paper,
    Paragraph,
    Row,
    RowStyle,
    Table,
)
from reports.paper.words import number, percent, trimmed

UNIT_SHEET_KIND = "phieu-ket-qua"

_NO_EQUAL = "Không có đơn vị nào khác cùng điểm, nên không phải dùng đến quy tắc phân định đồng hạng."
_NO_LAST = "Năm trước chưa có kết quả niêm yết của đơn vị trong khối để so sánh."


def unit_sheet_paper(sheet: UnitSheet) -> Paper:
    """In portrait, without signatures: it explains what the signed table says. A draft until it is published."""
    results, unit = sheet.results, sheet.unit
    told = why_context(results, unit)
    year = results.year
    return Paper(
        kind=UNIT_SHEET_KIND,
        title="PHIẾU KẾT QUẢ THI ĐUA",
        subject=(unit.member.name, f"Năm {year.year}, {year.bloc_label}"),
        letterhead=Letterhead(heading_of(year).letterhead.superior, (year.bloc_label.upper(),)),
        year=year.year,
        draft=not year.is_published,
        blocks=tuple(_numbered(_parts(sheet, told))),
    )


def _numbered(parts: Iterable[tuple[str, list[Block]]]) -> Iterable[Block]:
    """Each part under its heading; the first, without one, is the answer itself."""
    count = 0
    for title, blocks in parts:
        if title:
            count += 1
            yield Heading(f"{_ROMAN[count]}. {title}")
        yield from blocks


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII")


def _parts(sheet: UnitSheet, told: dict[str, Any]) -> Iterable[tuple[str, list[Block]]]:
    yield "", [Paragraph(f"{told['heading'].removeprefix('Vì sao ')}. {_plain(told['sentence'])}")]
    yield "ĐIỂM CÁC CẤP CHẤM", _levels(sheet, told)
    yield "TỪNG TIÊU CHÍ", _criteria(sheet)
    if sheet.extras:
        yield "ĐIỂM THƯỞNG, ĐIỂM TRỪ", [_extras(sheet)]
    yield "PHÂN ĐỊNH ĐỒNG HẠNG", [Paragraph(told["tie"]["sentence"] if told["tie"] else _NO_EQUAL)]
    if told["nominations"]:
        yield "ĐỀ NGHỊ KHEN THƯỞNG", [_nominations(told["nominations"])]
    yield "SO VỚI NĂM TRƯỚC", [_last_years(sheet)] if sheet.last else [Paragraph(_NO_LAST)]


def _plain(text: str) -> str:
    """A sentence of the page without its marks."""
    return unescape(strip_tags(text))


def _levels(sheet: UnitSheet, told: dict[str, Any]) -> list[Block]:
    columns = (
        Column("Cấp chấm", 22),
        Column("Nội dung", 14, align=Align.CENTER),
        Column("Thưởng", 11, align=Align.CENTER),
        Column("Trừ", 11, align=Align.CENTER),
        Column("Tổng", 14, align=Align.CENTER),
        Column("Tính vào kết quả", 28),
    )
    rows = [
        Row(
            (
                _level_name(sheet, row["label"]),
                row["content"],
                row["bonus"],
                row["penalty"],
                row["total"],
                "; ".join(filter(None, [row["counts"], row["note"]])),
            )
        )
        for row in told["levels"]["rows"]
    ]
    final = sheet.unit.score.final
    shown = "–" if final is None else number(final, sheet.results.decimals)
    rows.append(Row((Cell("ĐIỂM CUỐI CÙNG", span=4), Cell(shown, align=Align.CENTER), ""), RowStyle.TOTAL))
    return [Table(columns, tuple(rows)), Note((_plain(told["rules_text"]),), label="Cách tính:")]


def _level_name(sheet: UnitSheet, label: str) -> str:
    if label != Level.PEER.label:
        return label
    return f"{label} ({sheet.counted}/{sheet.expected} phiếu)"


def _criteria(sheet: UnitSheet) -> list[Block]:
    rules = sheet.results.consolidation.rules
    wide = 11 if len(rules.levels) > 2 else 14
    has_reasons = any(line.reasons for line in sheet.lines)
    columns = (
        Column("Mã", 9),
        Column("Nội dung, tiêu chí", 28 if has_reasons else 40),
        Column("Điểm tối đa", 9, Kind.NUMBER),
        *(Column(_head(sheet, level), wide, align=Align.CENTER) for level in rules.levels),
        *([Column("Lý do chênh lệch, ghi chú", 20)] if has_reasons else []),
    )
    rows = tuple(_criterion(sheet, line, has_reasons) for line in sheet.lines)
    notes = []
    if Level.PEER in rules.levels:
        notes.append(
            f"{_plain(peer_sentence(rules))} Cột chấm chéo tính trên {sheet.counted} phiếu, không nêu tên đơn vị chấm."
        )
    notes.append("“–” là chưa chấm, khác với 0 điểm.")
    return [Table(columns, rows), Note(tuple(notes))]


def _head(sheet: UnitSheet, level: Level) -> str:
    return f"{level.label} (n={sheet.counted})" if level is Level.PEER else level.label


def _criterion(sheet: UnitSheet, line: CriterionLine, has_reasons: bool) -> Row:
    node, places = line.node, sheet.results.decimals
    reasons = "; ".join(f"{reason.level.label}: {reason.reason}" for reason in line.reasons)
    return Row(
        (
            node.code,
            node.text,
            node.maximum,
            *(
                _points(points, places, exact=level is not Level.PEER)
                for level, points in line.points.items()
            ),
            *([reasons] if has_reasons else []),
        ),
        RowStyle.PLAIN if node.is_leaf else RowStyle.SECTION,
    )


def _points(points: Decimal | Fraction | None, places: int, *, exact: bool) -> str:
    """As typed, or an average with the year's digits; "–" where nothing was scored."""
    if points is None:
        return "–"
    return trimmed(points) if exact else number(points, places)


def _extras(sheet: UnitSheet) -> Table:
    columns = (
        Column("Mã", 8),
        Column("Nội dung", 40),
        Column("Điểm đã cho", 24),
        Column("Minh chứng", 28),
    )
    places = sheet.results.decimals
    rows = []
    for line in sheet.extras:
        sign = "−" if line.node.group is CriterionGroup.PENALTY else "+"
        given = "; ".join(
            f"{level.label} {sign}{_points(points, places, exact=level is not Level.PEER)}"
            for level, points in line.points.items()
            if points
        )
        rows.append(Row((line.node.code, line.node.text, given or "–", "; ".join(line.evidence) or "–")))
    return Table(columns, tuple(rows))


def _nominations(told: list[dict[str, Any]]) -> Table:
    columns = (Column("Danh hiệu, hình thức", 34), Column("Kết quả", 22), Column("Vì sao", 44))
    return Table(
        columns,
        tuple(
            Row((row["name"], row["state"], " ".join(_plain(str(reason)) for reason in row["reasons"])))
            for row in told
        ),
    )


def _last_years(sheet: UnitSheet) -> Table:
    results, unit = sheet.results, sheet.unit
    rules = results.consolidation.rules
    ranked = sum(other.standing.rank is not None for other in results.units.values())
    now = LastYear(
        year=results.year.year,
        name=unit.member.name,
        final=unit.score.final,
        scale=rules.scale,
        rank=unit.standing.rank,
        ranked=ranked,
        band=unit.standing.band or "",
        shares=sheet.shares,
    )
    years = [*sheet.last, now]
    columns = (
        Column("", 28),
        *(
            Column(f"Năm {each.year}" + (f" ({each.name})" if each.name != now.name else ""), 18)
            for each in years
        ),
    )
    rows = [
        Row(("Điểm cuối cùng / thang điểm", *(_final(each, results.decimals) for each in years))),
        Row(("Phần trăm của thang điểm", *(_share(each) for each in years))),
        Row(("Hạng", *(_rank(each) for each in years))),
        Row(("Xếp loại", *(each.band or "–" for each in years))),
        *(
            Row((f"Mục {code}: phần trăm điểm tối đa", *(_percent(each.shares.get(code)) for each in years)))
            for code in sheet.shares
        ),
    ]
    return Table(columns, tuple(rows))


def _final(each: LastYear, places: int) -> str:
    return (
        "–" if each.final is None else f"{number(each.final, places)} / {trimmed(each.scale, thousands=True)}"
    )


def _share(each: LastYear) -> str:
    return "–" if each.final is None else _percent(Fraction(each.final) / Fraction(each.scale))


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else percent(share)


def _rank(each: LastYear) -> str:
    return "–" if each.rank is None else f"{each.rank}/{each.ranked}"
