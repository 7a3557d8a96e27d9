"""The Excel form of a paper: made, filled and read back; what is refused and where; the preview; the blank paper."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from blocs.refusals import Refused
from blocs.terms import Level, SheetState
from reports.paper.outline import Table
from scoring.documents import Blank, blank_sheets
from scoring.models import CriterionVersion, Score, ScoreSource, Sheet
from scoring.queries import rule_set
from scoring.score_form import FIRST_COLUMN, FIRST_ROW, HIDDEN, SHEET, render_form
from scoring.score_form_reading import WrongForm, read_form
from scoring.sheet_queries import ScorePaper, read_paper
from tests.builders import bloc_year
from tests.scoring.sheets import Hall, hall

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

# The small tree's rows: I, I.1, I.2, II, III, III.1, IV from row 6; columns D, E: the units B and C.
I1_B, I2_B, II_B, III1_B, I1_C = "D7", "D8", "D9", "D11", "E7"


@pytest.fixture
def here() -> Hall:
    return hall()


def paper(here: Hall, scorer: str | None = "A", level: Level = Level.PEER) -> ScorePaper:
    from blocs.models import BlocYear

    year = BlocYear.objects.select_related("bloc", "rules").get(pk=here.year.pk)
    return read_paper(year, level, here.member(scorer) if scorer else None)


def book_of(here: Hall, **more: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_form(paper(here, **more))))


def data_of(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(here: Hall, **cells: Any) -> bytes:
    book = book_of(here)
    for address, value in cells.items():
        book[SHEET][address] = value
    return data_of(book)


# ── The form itself ──────────────────────────────────────────────────────


def test_the_form_is_prefilled_and_locked_but_for_the_scores(here: Hall) -> None:
    here.save(here.entry(here.sheet("A", "B"), "I.1", "38.5"))
    Sheet.objects.filter(pk=here.sheet("A", "C").pk).update(state=SheetState.HANDED_IN)
    book = book_of(here)
    sheet = book[SHEET]
    assert sheet.protection.sheet
    assert (sheet["A7"].value, sheet["B7"].value, sheet[I1_B].value) == (
        "I.1",
        "Chương trình, kế hoạch",
        38.5,
    )
    assert [sheet.cell(5, FIRST_COLUMN + n).value for n in range(2)] == ["B", "C"]
    assert sheet.max_column == FIRST_COLUMN + 1  # nobody's own column
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"D7", "D8", "D9", "D11", "D12"}
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert book[HIDDEN].sheet_state == "veryHidden"


def test_ranges_and_steps_are_checked_by_excel(here: Hall) -> None:
    checks = {str(check.sqref): check for check in book_of(here)[SHEET].data_validations.dataValidation}
    assert set(checks) == {"D7:E7", "D8:E8", "D9:E9", "D11:E11", "D12:E12"}
    assert checks["D7:E7"].formula1 == "AND(ISNUMBER(D7),D7>=0,D7<=40,MOD(ROUND(D7*1000000,0),500000)=0)"
    assert checks["D7:E7"].error == "I.1: nhập số từ 0 đến 40, bước 0,5."
    assert "<=" not in checks["D12:E12"].formula1  # a penalty without a maximum


def test_sums_are_formulas_over_the_leaves(here: Hall) -> None:
    sheet = book_of(here)[SHEET]
    assert sheet["D6"].value == '=IF(COUNT(D7:D8)=0,"",SUM(D7:D8))'
    assert sheet["D13"].value == '=IF(COUNT(D6:D12)=0,"",SUM(D7,D8,D9)+MIN(SUM(D11),5)-SUM(D12))'


def test_a_name_that_looks_like_a_formula_stays_a_name(here: Hall) -> None:
    CriterionVersion.objects.filter(rules=here.year.rules, code="I.1").update(text="=HYPERLINK(1)")
    from blocs.fields import new_revision

    here.year.rules.revision = new_revision()
    here.year.rules.save()
    assert book_of(here)[SHEET]["B7"].data_type == "s"


# ── Reading it back ──────────────────────────────────────────────────────


def test_an_untouched_form_changes_nothing(here: Hall) -> None:
    here.save(here.entry(here.sheet("A", "B"), "I.1", "38.5"))
    read = read_form(paper(here), filled(here))
    assert (read.changes, read.faults, read.unchanged) == ([], [], 10)


def test_what_was_typed_comes_back_exactly(here: Hall) -> None:
    here.save(here.entry(here.sheet("A", "B"), "I.1", "38.5"))
    read = read_form(paper(here), filled(here, D7=None, D8=0, D9="39,5", D11=0.1 * 30, E7=12.5))
    assert [(c.address, c.where, c.entry.value, c.entry.base) for c in read.changes] == [
        ("D7", "I.1 · B", None, Decimal("38.5")),
        ("E7", "I.1 · C", Decimal("12.5"), None),
        ("D8", "I.2 · B", Decimal(0), None),
        ("D9", "II · B", Decimal("39.5"), None),
        ("D11", "III.1 · B", Decimal(3), None),
    ]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (41, "41 vượt điểm tối đa 40."),
        (39.3, "39,3 không đúng bước chấm"),
        ("mười", "“mười” không phải là số"),
        (True, "Đúng/Sai"),
        ("=1/0", "công thức chưa có kết quả"),
    ],
)
def test_every_fault_names_its_cell(here: Hall, value: Any, why: str) -> None:
    read = read_form(paper(here), filled(here, D7=value, E7=-1))
    assert [(fault.address, fault.where) for fault in read.faults] == [("D7", "I.1 · B"), ("E7", "I.1 · C")]
    assert why in read.faults[0].sentence


def test_a_date_made_by_excel_is_named(here: Hall) -> None:
    from datetime import datetime

    read = read_form(paper(here), filled(here, D7=datetime(2020, 5, 4)))  # noqa: DTZ001
    assert "ngày tháng" in read.faults[0].sentence


def test_a_value_changed_on_the_site_since_is_told(here: Hall) -> None:
    data = filled(here, D7=30)
    here.save(here.entry(here.sheet("A", "B"), "I.1", "31"), here.entry(here.sheet("A", "B"), "I.2", "5"))
    read = read_form(paper(here), data)
    (change,) = read.changes  # I.2 was left as the form showed it, so the site's value stands
    assert (change.address, change.was, change.entry.base, change.is_conflict) == (
        "D7",
        None,
        Decimal(31),
        True,
    )


def test_a_sheet_handed_in_since_is_a_fault(here: Hall) -> None:
    data = filled(here, D7=30)
    Sheet.objects.filter(pk=here.sheet("A", "B").pk).update(state=SheetState.HANDED_IN)
    (fault,) = read_form(paper(here), data).faults
    assert "đã nộp" in fault.sentence


def test_another_paper_s_form_is_refused_with_a_sentence(here: Hall) -> None:
    data = filled(here)
    with pytest.raises(WrongForm, match="đơn vị hoặc cấp chấm khác"):
        read_form(paper(here, scorer="B"), data)
    with pytest.raises(WrongForm, match="đơn vị hoặc cấp chấm khác"):
        read_form(paper(here, scorer=None, level=Level.BLOC), data)
    other = Hall(bloc_year(year=2021), here.secretary)
    with pytest.raises(WrongForm, match="khối hoặc năm khác"):
        read_form(paper(other), data)


def test_changed_criteria_and_moved_rows_are_refused(here: Hall) -> None:
    book = book_of(here)
    book[SHEET].delete_rows(FIRST_ROW + 1)
    with pytest.raises(WrongForm, match="dòng, cột"):
        read_form(paper(here), data_of(book))
    data = filled(here)
    CriterionVersion.objects.filter(rules=here.year.rules, code="I.1").update(maximum=Decimal(30))
    from blocs.fields import new_revision

    type(here.year.rules).objects.update(revision=new_revision())
    with pytest.raises(WrongForm, match="điểm chuẩn đã thay đổi"):
        read_form(paper(here), data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 3_000_000, b"%PDF-1.7"])
def test_what_is_no_form_is_refused(here: Hall, data: bytes) -> None:
    with pytest.raises(Refused):
        read_form(paper(here), data)


def test_a_workbook_of_another_kind_is_refused(here: Hall) -> None:
    with pytest.raises(WrongForm, match="không phải là phiếu Excel"):
        read_form(paper(here), data_of(openpyxl.Workbook()))


# ── Upload, preview, confirm ─────────────────────────────────────────────


def address(here: Hall, name: str) -> str:
    return reverse(name, kwargs={**here.address, "level": "cheo", "scorer": "A"})


@pytest.fixture
def client(here: Hall) -> Client:
    client = Client()
    client.force_login(here.secretary, backend="blocs.backends.IdentifierBackend")
    return client


def upload(client: Client, here: Hall, data: bytes) -> Any:
    file = io.BytesIO(data)
    file.name = "phieu.xlsx"
    return client.post(address(here, "sheet-form-upload"), {"file": file})


def token(page: str) -> str:
    return page.split('name="preview" value="')[1].split('"', maxsplit=1)[0]


def test_nothing_is_stored_before_the_preview_is_confirmed(here: Hall, client: Client) -> None:
    answer = client.get(address(here, "sheet-form"))
    assert answer["Content-Disposition"] == 'attachment; filename="phieu-cham-cheo-cua-hoi-a-2020.xlsx"'
    page = upload(client, here, filled(here, D7=30, E7=12.5)).content.decode()
    assert "Phiếu Excel sẽ đổi 2 ô" in page
    assert not Score.objects.exists()
    done = client.post(address(here, "sheet-form-upload"), {"preview": token(page)}, follow=True)
    assert "Đã lưu 2 ô từ phiếu Excel." in done.content.decode()
    assert {str(score.points) for score in Score.objects.all()} == {"30", "12.5"}
    assert {score.source for score in Score.objects.all()} == {ScoreSource.FORM}
    # The confirmation sent twice.
    client.post(address(here, "sheet-form-upload"), {"preview": token(page)})
    assert Score.objects.count() == 2


def test_one_fault_keeps_the_whole_form_out(here: Hall, client: Client) -> None:
    answer = upload(client, here, filled(here, D7=30, E7=41))
    assert answer.status_code == 422
    assert "Ô E7 (I.1 · C): 41 vượt điểm tối đa 40." in answer.content.decode()
    assert not Score.objects.exists()


def test_a_cell_changed_after_the_preview_keeps_it_all_out(here: Hall, client: Client) -> None:
    page = upload(client, here, filled(here, D7=30, E7=12.5)).content.decode()
    here.save(here.entry(here.sheet("A", "B"), "I.1", "31"))
    done = client.post(address(here, "sheet-form-upload"), {"preview": token(page)}, follow=True)
    assert "Chưa ô nào được lưu" in done.content.decode()
    assert [score.points for score in Score.objects.all()] == [31]


def test_a_preview_is_its_person_s_and_its_paper_s(here: Hall, client: Client) -> None:
    page = upload(client, here, filled(here, D7=30)).content.decode()
    elsewhere = reverse("sheet-form-upload", kwargs={**here.address, "level": "cheo", "scorer": "B"})
    assert client.post(elsewhere, {"preview": token(page)}).status_code == 422
    assert client.post(address(here, "sheet-form-upload"), {"preview": token(page) + "x"}).status_code == 422
    assert not Score.objects.exists()


def test_a_form_that_says_nothing_new_leads_back(here: Hall, client: Client) -> None:
    assert upload(client, here, filled(here)).status_code == 302


# ── The blank paper ──────────────────────────────────────────────────────


def test_the_blank_paper_has_the_grid_s_rows_and_columns_and_no_scores(here: Hall) -> None:
    here.fill(here.sheet("A", "B"))
    members = here.year.members
    outline = blank_sheets(
        here.year,
        rule_set(here.year.rules),
        Level.PEER,
        [Blank(m, [o for o in members if o is not m]) for m in members],
    )
    tables = [block for block in outline.blocks if isinstance(block, Table)]
    assert [[column.heading for column in table.columns][3:] for table in tables] == [
        ["B", "C"],
        ["A", "C"],
        ["A", "B"],
    ]
    leaf = tables[0].rows[1]
    assert leaf.cells == ("I.1", "Chương trình, kế hoạch", Decimal(40), None, None)


@pytest.mark.parametrize("count", [12, 13, 46])
def test_many_units_stand_in_even_tables(count: int) -> None:
    year = bloc_year(units=2)
    outline = blank_sheets(year, rule_set(year.rules), Level.BLOC, [Blank(None, [year.members[0]] * count)])  # type: ignore[arg-type]
    sizes = [len(block.columns) - 3 for block in outline.blocks if isinstance(block, Table)]
    assert sum(sizes) == count
    assert max(sizes) <= 12
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(("extension", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_the_blank_paper_comes_in_three_formats(
    here: Hall, client: Client, extension: str, start: bytes
) -> None:
    answer = client.get(f"{address(here, 'sheet-blank')}?dinh-dang={extension}")
    assert answer.content.startswith(start)
    whole = reverse("sheet-blank", kwargs={**here.address, "level": "cheo"})
    assert client.get(f"{whole}?dinh-dang={extension}").status_code == 200
    assert client.get(f"{whole}?dinh-dang=exe").status_code == 404
