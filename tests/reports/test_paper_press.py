"""The three writers agree, and every file has its name and type."""

import dataclasses
import io
import re

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from reports.paper import press
from reports.paper.outline import Paper, Table
from reports.paper.words import number
from tests.reports import paper_samples as samples

NUMBER = re.compile(r"-?\d+,\d+")


def numbers_of_pdf(data):
    return NUMBER.findall("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def numbers_of_word(data):
    document = docx.Document(io.BytesIO(data))
    return [found for node in document.element.body.iter(qn("w:t")) for found in NUMBER.findall(node.text)]


def numbers_of_excel(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [
        f"{cell.value:.2f}".replace(".", ",")
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) and cell.number_format == "0.00"
    ]


def test_the_same_numbers_in_all_three():
    paper = dataclasses.replace(
        samples.ranking(),
        blocks=tuple(block for block in samples.ranking().blocks if isinstance(block, Table)),
    )
    expected = [number(value, 2) for place in range(11) for value in samples._points(place)]
    pdf, word, excel = (press.render(paper, ending) for ending in press.EXTENSIONS)
    assert numbers_of_word(word)[:66] == expected
    assert numbers_of_excel(excel)[:66] == expected
    assert numbers_of_pdf(pdf)[:66] == expected
    assert sorted(numbers_of_pdf(pdf)) == sorted(numbers_of_word(word)) == sorted(numbers_of_excel(excel))


def test_endings_are_read_with_or_without_dot_and_others_refused():
    paper = Paper(kind="x", title="X")
    assert press.render(paper, ".XLSX").startswith(b"PK")
    assert press.render(paper, "pdf").startswith(b"%PDF")
    assert press.content_type(".pdf") == "application/pdf"
    for refused in (press.render, press.file_names):
        with pytest.raises(ValueError, match=r"no writer for 'odt'; there are pdf, docx, xlsx"):
            refused(paper, "odt")


def test_file_names():
    assert press.file_names(samples.ranking(), "docx") == (
        "BC-KTD-05-2021.docx",
        "BẢNG TỔNG HỢP ĐIỂM VÀ XẾP HẠNG Kết quả thi đua năm 2020 của các đơn vị thành viên.docx",
    )
    assert press.file_names(samples.blank_sheet(), "pdf") == (
        "phieu-cham-cheo-2020.pdf",
        "PHIẾU CHẤM ĐIỂM CHÉO Năm 2020.pdf",
    )
    assert press.file_names(samples.report(), "pdf").ascii == "bao-cao-tong-ket-2021.pdf"
    odd = Paper(kind="Đơn/thư", title='../a:"b"\n' + "x" * 200)
    names = press.file_names(odd, "pdf")
    assert names.ascii == "don-thu.pdf"
    assert names.vietnamese.startswith("a b xxx")
    assert len(names.vietnamese) <= 124
    assert press.file_names(Paper(kind="?"), "pdf") == ("van-ban.pdf", "van-ban.pdf")


def test_disposition_speaks_to_old_and_new_clients():
    header = press.disposition(samples.blank_sheet(), "pdf")
    assert header.startswith(
        "attachment; filename=\"phieu-cham-cheo-2020.pdf\"; filename*=UTF-8''PHI%E1%BA%BEU%20"
    )
    assert header.isascii()
    assert press.disposition(samples.blank_sheet(), "pdf", inline=True).startswith("inline; ")
