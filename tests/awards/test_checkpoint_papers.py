"""The papers "sơ kết" and "tổng kết": numbered as reports, their numbers those of the screen in every format."""

import io
import re
from datetime import date
from typing import Any

import docx
import pypdf
import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from awards.actions.bloc_reports import save_section
from awards.checkpoint_report import checkpoint_report
from awards.demonstration import enter_half_year_2022
from awards.presenting.bloc_report import award_table
from blocs.actions.papers import issue_paper
from blocs.documents import document_kinds, heading_of
from blocs.editing import fingerprint
from blocs.models import BlocYear, PaperSettings, Target
from blocs.terms import Checkpoint
from reports.paper.outline import AppendixHeading, Heading, Paper
from reports.paper.press import render
from tests.awards.scenes import appraised_year, content, fresh
from tests.awards.test_checkpoint_report import SENTENCE
from tests.builders import award_rule, bloc_year, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
HALF, END = "bao-cao-so-ket", "bao-cao-tong-ket"


@pytest.fixture
def year() -> BlocYear:
    made = bloc_year(year=2022, units=11)
    enter_half_year_2022(made)
    with_settings(made)
    return fresh(made)


def with_settings(year: BlocYear) -> None:
    PaperSettings.objects.create(
        year=year, issuer="KHỐI THI ĐUA", place="Yên Bái", symbol="BTH-KTĐ", leader_name="Nguyễn Văn An"
    )


def paper_of(year: BlocYear, kind: str = HALF) -> Paper:
    chosen = document_kinds()[kind]
    return chosen.describe(year, heading_of(year, kind=chosen))


def flat(text: str) -> str:
    return " ".join(text.split())


def pdf_text(content: bytes) -> str:
    return flat(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def screen_rows(year: BlocYear) -> list[list[str]]:
    """The table of the page: name, a number an award, the sum; empty for a dash; last the totals."""
    table = award_table(checkpoint_report(year, Checkpoint.HALF_YEAR).figures)
    rows = [
        [row["name"], *(cell["text"] for cell in row["cells"]), row["total"]["text"]] for row in table["rows"]
    ]
    total = ["TỔNG CỘNG", *(column["text"] for column in table["columns"]), table["total"]["text"]]
    return [[text.replace("–", "") for text in row] for row in [*rows, total]]


def test_screen_word_excel_and_pdf_tell_the_same_numbers(year: BlocYear) -> None:
    paper, rows = paper_of(year), screen_rows(year)
    assert rows[-1] == ["TỔNG CỘNG", "1", "2", "28", "89", "37", "4", "161"]
    document = docx.Document(io.BytesIO(render(paper, "docx")))
    words = flat(" ".join(paragraph.text for paragraph in document.paragraphs))
    table = next(table for table in document.tables if table.rows[0].cells[-1].text == "Cộng")
    assert [[cell.text for cell in row.cells][1:] for row in table.rows[1:]] == rows
    printed = pdf_text(render(paper, "pdf"))
    assert SENTENCE in words
    assert SENTENCE in printed
    for at, row in enumerate(rows[:-1], start=1):
        assert flat(" ".join([str(at), *row])) in printed
    assert " ".join(rows[-1]) in printed
    cells = [
        ["" if value is None else str(value) for value in line]
        for sheet in load_workbook(io.BytesIO(render(paper, "xlsx"))).worksheets
        for line in sheet.iter_rows(values_only=True)
    ]
    for row in rows:
        wanted = [text for text in row if text]
        assert any([text for text in line if text][-len(wanted) :] == wanted for line in cells), row


def test_the_outline_of_the_half_year(year: BlocYear) -> None:
    paper = paper_of(year)
    assert (paper.title, paper.subject) == (
        "BÁO CÁO",
        ("Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2022",),
    )
    assert paper.number_line.endswith("/BC-KTĐ")
    assert len(paper.signers) == 1
    assert paper.signers[0].name == "Nguyễn Văn An"
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert headings == [
        "Phần thứ nhất: KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG 6 THÁNG ĐẦU NĂM 2022",
        "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC",
        "II. PHONG TRÀO THI ĐUA VÀ KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "III. ĐĂNG KÝ DANH HIỆU THI ĐUA, HÌNH THỨC KHEN THƯỞNG",
        "IV. CÔNG TÁC KHEN THƯỞNG",
        "V. HOẠT ĐỘNG CHUNG CỦA KHỐI",
        "VI. HẠN CHẾ, NGUYÊN NHÂN",
        "Phần thứ hai: PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2022",
        "Phần thứ ba: KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    appendices = [block.title for block in paper.blocks if isinstance(block, AppendixHeading)]
    assert appendices == [
        "THỐNG KÊ KHEN THƯỞNG",
        "ĐĂNG KÝ DANH HIỆU THI ĐUA, HÌNH THỨC KHEN THƯỞNG",
        "CÁC PHONG TRÀO THI ĐUA",
    ]


def test_the_edited_text_is_what_is_printed_and_an_empty_section_goes_from_an_issued_paper(
    year: BlocYear,
) -> None:
    user = secretary(year)
    for key, text in (("joint", "Tổ chức hội thao khối ngày 26/3."), ("weaknesses", "")):
        section = checkpoint_report(fresh(year), Checkpoint.HALF_YEAR).section(key)
        assert section is not None
        drafted = section.drafted_text
        save_section(
            actor=user,
            year=year,
            checkpoint=Checkpoint.HALF_YEAR,
            key=key,
            text=text,
            drafted=drafted,
            base=fingerprint(None),
        )
    draft = pdf_text(render(paper_of(fresh(year)), "pdf"))
    assert "Tổ chức hội thao khối ngày 26/3." in draft
    assert "VI. HẠN CHẾ, NGUYÊN NHÂN ....." in draft
    issued = issue_paper(
        actor=user,
        year=year,
        kind=document_kinds()[HALF],
        number=7,
        dated=date(2022, 7, 5),
        site="https://thidua.example/",
    )
    assert str(issued) == "07/BC-KTĐ"
    with default_storage.open(issued.file.path) as file:
        printed = pdf_text(file.read())
    assert "HẠN CHẾ" not in printed
    assert "117 Bằng khen, trong đó" in printed
    assert "./." in printed


def test_the_years_end_has_scores_targets_and_last_year(django_assert_max_num_queries: Any) -> None:
    year = appraised_year({"A": content("40", "20", "40"), "B": content("30", "20", "40")})
    award_rule(year)
    with_settings(year)
    before = bloc_year(year=2019, units=2)
    for member, past in zip(year.members, before.members, strict=True):
        target = {"position": 1, "text": "Hội viên mới", "measure": "người", "planned": 200}
        Target.objects.create(membership=member, year_end=205, **target)
        Target.objects.create(membership=past, year_end=180, **target)
    with django_assert_max_num_queries(12):
        paper = paper_of(fresh(year), END)
    printed = pdf_text(render(paper, "pdf"))
    assert "1 Hội viên mới người 200 205 102,5% 180 25" in printed
    assert re.search(r"1 Hội A .*100,00.* 1 ", printed)
    assert "Phụ lục III ĐIỂM VÀ XẾP HẠNG" in printed
    assert "Tổng kết công tác thi đua, khen thưởng năm 2020" in printed


@pytest.mark.parametrize("kind", [HALF, END])
@pytest.mark.parametrize("units", [0, 3])
def test_an_empty_year_prints_too(kind: str, units: int) -> None:
    year = bloc_year(units=units)
    for extension in ("pdf", "docx", "xlsx"):
        assert render(paper_of(year, kind), extension)
