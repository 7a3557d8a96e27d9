"""The ranking paper: its numbers agree with each other and with the screen, in every format (design §7)."""

import io
from decimal import Decimal
from typing import Any

import docx
import pypdf
import pytest
from openpyxl import load_workbook

from awards.documents import BLOC_ORDER_KIND, RESULTS_KIND
from awards.presenting.results_page import results_context
from awards.results import results_json, year_results
from blocs.documents import document_kinds, heading_of
from blocs.models import BlocYear, PaperSettings, UnitName
from blocs.terms import Level, RankNumbering
from reports.actions.import_year import import_year
from reports.paper.outline import Paper, Table
from reports.paper.press import render
from reports.paper.words import number
from scoring.visibility import EVERYTHING
from tests.builders_large import large_book
from tests.reports.workbook_builders import FULL_YEAR
from tests.staging import example_year

pytestmark = [pytest.mark.untraced, pytest.mark.django_db, pytest.mark.one_engine]


def stored(book: Any) -> BlocYear:
    made = import_year(actor=None, book=book)
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)


def paper_of(year: BlocYear, kind: str = RESULTS_KIND) -> Paper:
    return document_kinds()[kind].describe(year, heading_of(year))


def tables(paper: Paper) -> list[Table]:
    return [block for block in paper.blocks if isinstance(block, Table)]


def flat(text: str) -> str:
    return " ".join(text.split())


def pdf_text(paper: Paper) -> str:
    reader = pypdf.PdfReader(io.BytesIO(render(paper, "pdf")))
    return flat(" ".join(page.extract_text() for page in reader.pages))


def screen_rows(year: BlocYear) -> list[list[str]]:
    """The results page's ranked table as texts: name, levels, bonus, penalty, final, rank."""
    context = results_context(year_results(year), EVERYTHING)
    return [
        [
            row["name"],
            *(level["text"] for level in row["points"]),
            row["bonus"],
            row["penalty"],
            row["final"],
            row["rank"],
        ]
        for row in context["rows"]
    ]


def word_tables(paper: Paper) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(render(paper, "docx")))
    grids = [table for table in document.tables if table._tbl.tblPr.find(f"{W}tblBorders") is not None]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in grids]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def excel_rows(paper: Paper) -> dict[str, list[Any]]:
    """The values of every row of the sheet by the unit's or award's name in it."""
    (sheet,) = load_workbook(io.BytesIO(render(paper, "xlsx"))).worksheets
    found = {}
    for row in sheet.iter_rows(values_only=True):
        values = [value for value in row if value is not None]
        if len(values) > 3 and isinstance(values[0], int | float):
            found[" ".join(str(value) for value in values[1:2])] = values
    return found


@pytest.mark.parametrize(
    "name", ["yen-bai-2020", "lam-dong-2020", "mau-trung-binh", "mau-trung-binh-cat", "mau-trong-so"]
)
def test_screen_outline_word_excel_and_pdf_agree_cell_by_cell(name: str) -> None:
    year = example_year(name)
    paper = paper_of(year)
    results = year_results(year)
    places, levels = results.decimals, results.consolidation.rules.levels
    ranking = tables(paper)[0]
    headings = [column.heading for column in ranking.columns]
    printed = pdf_text(paper)
    word = word_tables(paper)[0]
    excel = excel_rows(paper)
    json_units = {unit["name"]: unit for unit in results_json(results)["units"]}
    rows = screen_rows(year)
    assert len(word) == len(rows) + 2
    for index, (shown, word_row) in enumerate(zip(rows, word[2:], strict=True), start=1):
        unit = results.units[json_units[shown[0]]["code"]]
        expected = {
            "STT": str(index),
            "Đơn vị": shown[0],
            **{level.label: text for level, text in zip(levels, shown[1:], strict=False)},
            "Nội dung": number(unit.score.content, places),
            "Thưởng": shown[-4],
            "Trừ": shown[-3],
            "Tổng điểm": shown[-2],
            "Xếp hạng": shown[-1],
        }
        line = dict(zip(headings, word_row, strict=True))
        assert {name: line[name] for name in expected if name in line} == {
            name: text for name, text in expected.items() if name in line
        }
        numbers = [line[name] for name in headings if name not in ("Xếp loại", "Ghi chú")]
        assert " ".join(numbers) in printed
        real = excel[shown[0]]
        for heading, text in expected.items():
            if heading in headings and heading != "Đơn vị":
                value = real[headings.index(heading)]
                assert number(Decimal(str(value)), places if "," in text else 0) == text, heading
        assert json_units[shown[0]]["final"] == shown[-2].replace(",", ".")
        assert str(json_units[shown[0]]["rank"]) == shown[-1]


def test_content_bonus_and_penalty_add_up_to_the_total() -> None:
    """By hand, Hội Chữ thập đỏ 2020: 925,50 + 25,00 − 0,00 = 950,50; Hội NNCĐDC: 865,50 + 0,00 − 9,00 = 856,50."""
    text = pdf_text(paper_of(example_year("yen-bai-2020")))
    assert (
        "1 Hội Chữ thập đỏ tỉnh Yên Bái 968,50 963,30 956,00 950,50 925,50 25,00 0,00 950,50 1 Xuất sắc"
        in text
    )
    assert (
        "11 Hội Nạn nhân chất độc da cam/dioxin tỉnh Yên Bái 884,50 870,10 864,00 856,50 865,50 0,00 9,00 856,50 11 Tốt"
        in text
    )


def test_the_nominations_are_those_of_the_screen_and_the_command() -> None:
    year = example_year("yen-bai-2020")
    paper = paper_of(year)
    results = year_results(year)
    wanted = [
        (line.name, results.units[code].member.name)
        for line, result in zip(results.awards, results.nominations, strict=True)
        for code in result.nominated
    ]
    assert len(wanted) == 4
    printed, word = pdf_text(paper), word_tables(paper)[1]
    for index, ((award, unit), row) in enumerate(zip(wanted, word[1:], strict=True), start=1):
        assert row[:3] == [str(index), award, unit]
        assert f"{index} {award} {unit} {row[3]} {row[4]} {row[5]}" in printed
    assert [row[5] for row in word[1:]] == ["10/11 (90,9%)", "10/11 (90,9%)", "10/11 (90,9%)", "9/11 (81,8%)"]
    context = results_context(results, EVERYTHING)
    on_screen = [
        (nomination["name"], one["name"])
        for nomination in context["nominations"]
        for one in nomination["nominated"]
    ]
    short = {unit.member.name: unit.member.short_name for unit in results.units.values()}
    assert on_screen == [(award, short[unit]) for award, unit in wanted]


def test_bloc_order_is_the_other_printing() -> None:
    year = example_year("yen-bai-2020")
    by_rank, by_bloc = tables(paper_of(year))[0], tables(paper_of(year, BLOC_ORDER_KIND))[0]
    assert [row.cells[1] for row in by_bloc.rows] == [member.name for member in year.members]
    assert {row.cells[1:] for row in by_bloc.rows} == {row.cells[1:] for row in by_rank.rows}


def test_notes_say_in_words_what_the_codes_mean() -> None:
    text = pdf_text(paper_of(example_year("yen-bai-2020")))
    assert "FLAG_PROV" not in text
    assert "nhiều phiếu Cờ thi đua của UBND tỉnh hơn" in text


def test_ties_missing_sheets_and_nobody_nominated() -> None:
    year = stored(FULL_YEAR)
    paper = paper_of(year)
    ranking, nominations = tables(paper)
    remarks = {row.cells[1]: row.cells[-1] for row in ranking.rows}
    assert "phiếu chấm chéo" in str(remarks["Hội Nhà báo"])
    assert nominations.rows[0].cells[0].value == "Chưa có đơn vị đủ điều kiện đề nghị."
    assert "None" not in pdf_text(paper)
    golden = tables(paper_of(example_year("mau-trung-binh")))[0]
    assert [row.cells[-1] for row in golden.rows].count("Đồng hạng") == 2


def test_a_year_without_a_single_score_prints() -> None:
    import dataclasses

    year = stored(dataclasses.replace(FULL_YEAR, scores=(), sheets=()))
    for kind in document_kinds().values():
        paper = kind.describe(year, heading_of(year))
        for extension in ("pdf", "docx", "xlsx"):
            assert render(paper, extension)


def test_a_formula_stays_text_on_paper() -> None:
    year = stored(FULL_YEAR)
    UnitName.objects.filter(unit__code="A").update(name="=1+1")
    year = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    paper = paper_of(year)
    (sheet,) = load_workbook(io.BytesIO(render(paper, "xlsx"))).worksheets
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"
    assert "=1+1" in pdf_text(paper)
    assert any("=1+1" in row for row in word_tables(paper)[0])


@pytest.mark.parametrize(("units", "most"), [(6, 2), (11, 2), (12, 2), (13, 3), (14, 3), (15, 3), (16, 3)])
def test_pages_break_where_a_person_would_break_them(units: int, most: int) -> None:
    """No page has a lonely row; signatures and recipients stand with (the end of) the nominations."""
    year = stored(large_book(units=units, leaves=12))
    reader = pypdf.PdfReader(io.BytesIO(render(paper_of(year), "pdf")))
    pages = [flat(page.extract_text()) for page in reader.pages]
    assert len(pages) <= most
    on = {
        index: page
        for page, text in enumerate(pages)
        for index in range(1, units + 1)
        if f" {index} Hội số " in f" {text} "
    }
    counts = [list(on.values()).count(page) for page in range(len(pages))]
    assert all(count == 0 or count >= min(3, units) for count in counts)
    last = pages[-1]
    assert "TRƯỞNG KHỐI" in last
    assert "Nơi nhận:" in last
    assert "II. ĐỀ NGHỊ KHEN THƯỞNG" in last


def test_numbering_and_levels_follow_the_rules() -> None:
    import dataclasses

    rules = dataclasses.replace(FULL_YEAR.rules, numbering=RankNumbering.DENSE, decimals=0)
    paper = paper_of(stored(dataclasses.replace(FULL_YEAR, rules=rules)))
    text = pdf_text(paper)
    assert "(1-1-2)" in text
    assert "làm tròn đến số nguyên" in text
    groups = tables(paper)[0].groups
    assert groups[2] == ("Điểm các cấp chấm", len(Level))


def test_a_draft_is_marked_and_leaves_room_for_names() -> None:
    year = stored(FULL_YEAR)
    text = pdf_text(paper_of(year))
    assert "DỰ THẢO" in text
    assert "Bà A" in text
    assert text.count("..............................") == 2
    PaperSettings.objects.create(
        year=year, issuer="KHỐI", leader_title="KT. TRƯỞNG KHỐI / PHÓ TRƯỞNG KHỐI", leader_name="Ông B"
    )
    text = pdf_text(paper_of(year))
    assert "TM. KHỐI THI ĐUA KT. TRƯỞNG KHỐI PHÓ TRƯỞNG KHỐI" in text
