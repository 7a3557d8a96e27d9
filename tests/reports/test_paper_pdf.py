"""The PDF read back: letters, fonts, pages, what it may fetch, equal bytes."""

import dataclasses
import io
import logging
import unicodedata
from decimal import Decimal

import pypdf
import pytest

from reports.paper import pdf
from reports.paper.outline import (
    AppendixHeading,
    Column,
    Kind,
    Letterhead,
    Mark,
    Note,
    Page,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    SignatureGrid,
    Signer,
    Table,
)
from tests.reports import paper_samples as samples

A4 = (595, 842)


def pages(paper):
    return pypdf.PdfReader(io.BytesIO(pdf.render(paper))).pages


def text(paper):
    return "\n".join(page.extract_text() for page in pages(paper))


def size(page):
    return round(page.mediabox.width), round(page.mediabox.height)


def flat(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def report():
    return pypdf.PdfReader(io.BytesIO(pdf.render(samples.report())))


@pytest.fixture(scope="module")
def report_text(report):
    return "\n".join(page.extract_text() for page in report.pages)


@pytest.fixture(autouse=True)
def no_complaints(caplog):
    """WeasyPrint reports what it could not do in its log; a paper must give it no reason."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_vietnamese_letters_come_back_as_they_were_given(report):
    printed = report.pages[0].extract_text()
    assert unicodedata.is_normalized("NFC", printed)
    for letter in samples.LETTERS.split():
        assert letter in printed
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in printed
    assert "Độc lập - Tự do - Hạnh phúc" in printed


def test_decomposed_input_is_printed_composed():
    paper = Paper(kind="thu", blocks=(Paragraph(unicodedata.normalize("NFD", samples.LETTERS)),))
    assert flat(text(paper)) == samples.LETTERS


def test_only_the_four_faces_of_the_repository_are_embedded(report):
    names = {
        font.get_object()["/BaseFont"]
        for page in report.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert names
    assert all("Liberation-Serif" in name or "LiberationSerif" in name for name in names)


def test_document_is_tagged_archival_vietnamese_and_named(report):
    root = report.root_object
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_object().get_data()
    assert b'pdfaid:part="3"' in metadata
    assert b'pdfaid:conformance="A"' in metadata
    assert (
        report.metadata.title
        == "BÁO CÁO Tổng kết công tác thi đua, khen thưởng năm 2020 và phương hướng, nhiệm vụ năm 2021"
    )


def test_number_is_at_the_top_from_page_two_and_starts_again_in_each_appendix(report):
    def in_top_margin(page):
        found = []

        def visit(piece, cm, tm, *rest):
            if piece.strip() and float(page.mediabox.height) - cm[3] * tm[5] - cm[5] < 20 / 25.4 * 72:
                found.append(piece.strip())

        page.extract_text(visitor_text=visit)
        return "".join(found)

    numbers = [in_top_margin(page) for page in report.pages]
    assert numbers == ["", "2", "3", "", "2", "3", "", "2"]


def test_pages_are_a4_and_the_appendix_lies(report):
    assert [size(page) for page in report.pages] == [A4] * 3 + [A4[::-1]] * 3 + [A4] * 2


def test_a_ballot_is_a5():
    assert [size(page) for page in pages(Paper(kind="phieu", page=Page.A5, title="PHIẾU SUY TÔN"))] == [
        (420, 595)
    ]


def test_heading_rows_are_repeated_and_the_proof_stands_on_every_page(report):
    for page in report.pages[3:6]:
        assert flat(page.extract_text()).count("Phiếu suy tôn") == 1
    for page in report.pages:
        assert "Nhật ký số 412: 9f3c" in page.extract_text()
        assert "Mã tra cứu: YB20-7K3F-92QD" in page.extract_text()


def test_long_names_leave_the_letterhead_whole():
    """The national title stands on one line, right of the issuer and level with the first of its lines."""
    for issuer in (
        "LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH YÊN BÁI",
        "HỘI NẠN NHÂN CHẤT ĐỘC DA CAM/DIOXIN",
    ):
        places = {}

        def visit(piece, cm, tm, *rest, places=places):
            if piece.strip():
                places.setdefault(piece.strip(), (round(cm[0] * tm[4] + cm[4]), round(cm[3] * tm[5] + cm[5])))

        (page,) = pages(
            Paper(kind="thu", letterhead=Letterhead((), (issuer,)), symbol="BC-KTĐ", place="Yên Bái")
        )
        said = page.extract_text(visitor_text=visit)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said.split("\n")
        assert issuer in flat(said)
        (left, level), (right, same) = (
            next(place for piece, place in places.items() if piece.startswith(start))
            for start in (issuer[:6], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        )
        assert left < right
        assert level == same


def test_drafts_say_so_and_leave_room_for_the_number(report_text):
    assert "DỰ THẢO" in report_text
    assert "/BC-KTĐ" in report_text
    final = text(samples.ranking())
    assert "DỰ THẢO" not in final
    assert "Số: 05/BC-KTĐ" in final
    assert "DỰ THẢO" in text(Paper(kind="bang", title="BẢNG ĐIỂM", draft=True))


def test_an_undated_form_is_dotted():
    assert "Yên Bái, ngày ..... tháng ..... năm 2020" in text(samples.blank_sheet())


def test_lists_end_as_the_decree_wants(report_text):
    printed = flat(report_text)
    assert "ngày 15 tháng 6 năm 2022;" in printed
    assert "về việc phân chia khối thi đua." in printed
    assert "Kính gửi: - Hội đồng Thi đua - Khen thưởng tỉnh Yên Bái; - Sở Nội vụ tỉnh Yên Bái." in printed
    assert "- Các đơn vị thành viên (để t/h); - Lưu: VT." in printed


def test_one_addressee_and_an_official_letter():
    letter = Paper(
        kind="cong-van",
        subject=("đôn đốc nộp phiếu chấm điểm",),
        letterhead=Letterhead((), ("KHỐI THI ĐUA",)),
        addressees=("Hội Đông y tỉnh Yên Bái",),
        recipients=("Như trên", "Lưu: VT"),
    )
    printed = flat(text(letter))
    assert "V/v đôn đốc nộp phiếu chấm điểm" in printed
    assert "Kính gửi: Hội Đông y tỉnh Yên Bái." in printed
    assert "Nơi nhận: - Như trên; - Lưu: VT." in printed


def test_text_is_escaped_and_lines_are_kept():
    paper = Paper(
        kind="thu",
        title="GIẤY <MỜI> & 'CHƯƠNG TRÌNH'",
        blocks=(Paragraph("Khoa học & Kỹ thuật <tỉnh>\ndòng hai <script>x</script>"),),
    )
    printed = text(paper)
    assert "GIẤY <MỜI> & 'CHƯƠNG TRÌNH'" in printed
    assert "Khoa học & Kỹ thuật <tỉnh>\ndòng hai <script>x</script>" in printed


def test_signature_block_is_never_split_from_a_line_before_it():
    """Whatever the length of the text, posts and names share a page, and it holds body text too."""
    signers = (
        Signer(("THƯ KÝ",), "Nguyễn Văn Ký"),
        Signer(("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"), "Phạm Đức Hưởng"),
    )
    for count in (25, 27, 29, 31):
        paper = Paper(kind="bb", blocks=tuple(Paragraph(f"Đoạn {n}") for n in range(count)), signers=signers)
        last = pages(paper)[-1].extract_text()
        assert "THƯ KÝ" in last
        assert "Nguyễn Văn Ký" in last
        assert "Đoạn" in last


def test_page_breaks_and_appendices_begin_new_pages():
    paper = Paper(
        kind="x",
        blocks=(
            Paragraph("một"),
            PageBreak(),
            Paragraph("hai"),
            AppendixHeading("", "DANH SÁCH"),
            Paragraph("ba"),
        ),
    )
    assert [flat(page.extract_text()) for page in pages(paper)] == ["một", "hai 2", "Phụ lục DANH SÁCH ba"]


def test_many_signatures_in_three_columns_under_a_heading():
    grid = SignatureGrid(
        tuple(Signer((f"ĐƠN VỊ {n}",), f"Tên {n}", hint="(Ký)") for n in range(4)), 3, "CHỨNG KIẾN"
    )
    assert flat(text(Paper(kind="x", blocks=(grid, Note(("Bốn đơn vị ký.",)))))) == (
        "CHỨNG KIẾN ĐƠN VỊ 0 (Ký) ĐƠN VỊ 1 (Ký) ĐƠN VỊ 2 (Ký) Tên 0 Tên 1 Tên 2 ĐƠN VỊ 3 (Ký) Tên 3"
        " Ghi chú: - Bốn đơn vị ký."
    )


def test_boxes_are_drawn_not_written():
    table = Table(
        (Column("Đồng ý"), Column("Điểm", kind=Kind.NUMBER, places=1)), (Row((Mark.BOX, Decimal("9.25"))),)
    )
    printed = text(Paper(kind="phieu", page=Page.A5, blocks=(table,)))
    assert "□" not in printed
    assert "9,3" in printed


def test_equal_outlines_give_equal_bytes():
    assert pdf.render(samples.ranking()) == pdf.render(samples.ranking())
    other = dataclasses.replace(samples.ranking(), number="06")
    assert pdf.render(other) != pdf.render(samples.ranking())


def test_the_press_fetches_nothing_else():
    from weasyprint.urls import FatalURLFetchingError

    fetcher = pdf._press().fetcher
    assert len(list(pdf.FONTS.glob("*.ttf"))) == 4
    for address in (
        "file:///etc/passwd",
        "https://example.vn/a.png",
        f"{pdf.FONTS.as_uri()}/LICENSE.txt",
        "data:text/css,a",
    ):
        with pytest.raises(FatalURLFetchingError):
            fetcher.fetch(address)


def test_warming_up_makes_the_press_once():
    pdf.warm_up()
    assert pdf._press() is pdf._press()
