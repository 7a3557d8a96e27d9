"""What people send is judged by its content: every kind taken, and every way to smuggle something in refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pypdf
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from docx import Document
from openpyxl import Workbook
from PIL import Image

from blocs import pdf_contents
from blocs.form_fields import ReceivedFileField
from blocs.received_files import DOCUMENTS, EVIDENCE, MOST_BYTES, FileKind, ReceivedFile, clean_name, receive
from blocs.refusals import Invalid
from blocs.uploads import too_large_to_take
from reports.paper.press import render
from tests.blocs.hostile_pdfs import bomb, deep_nesting, file_with, long_array, object_stream
from tests.reports.paper_samples import ranking


@cache
def paper() -> bytes:
    return render(ranking(), "pdf")


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 50).save(out, kind)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Báo cáo")
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def taken(content: bytes, name: str = "tep", allowed: tuple[FileKind, ...] = EVIDENCE) -> ReceivedFile:
    return receive(SimpleUploadedFile(name, content), allowed)


def refusal(content: bytes, allowed: tuple[FileKind, ...] = EVIDENCE) -> str:
    with pytest.raises(Invalid) as refused:
        taken(content, allowed=allowed)
    return str(refused.value)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (paper, FileKind.PDF),
        (lambda: picture("JPEG"), FileKind.JPEG),
        (lambda: picture("PNG"), FileKind.PNG),
        (word, FileKind.DOCX),
        (excel, FileKind.XLSX),
    ],
)
def test_every_kind_is_told_by_its_content_whatever_it_is_called(
    make: Callable[[], bytes], kind: FileKind
) -> None:
    content = make()
    received = taken(content, "virus.exe", DOCUMENTS)
    assert (received.kind, received.content) == (kind, content)
    assert received.name == f"virus.exe.{kind.endings[0]}"
    others = tuple(other for other in DOCUMENTS if other is not kind)
    assert "không phải" in refusal(content, others)


ACTIONS = {
    "script": b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
    "spelt with escapes": b"<< /S /Java#53cript /J#53 (x) >>",
    "launch": b"<< /S /Launch /F (calc.exe) >>",
    "form sent away": b"<< /S /SubmitForm /F (http://x) >>",
    "rendition": b"<< /S /Rendition >>",
    "indirect kind": b"<< /S 4 0 R >>",
}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_a_scan_with_something_that_runs_inside(action: bytes) -> None:
    content = file_with(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 3 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        action,
        b"/JavaScript",
    )
    assert refusal(content) == pdf_contents.RUNS


@pytest.mark.parametrize(
    "catalogue",
    [
        b"<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript << /Names [(a) 3 0 R] >> >> >>",
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA [(a) 3 0 R] >> >>",
        b"<< /Type /Catalog /Pages 2 0 R /X [[[<< /Subtype /RichMedia >>]]] >>",
    ],
)
def test_scripts_by_name_dynamic_forms_and_films(catalogue: bytes) -> None:
    content = file_with(catalogue, b"<< /Type /Pages /Kids [] /Count 0 >>", b"<< >>")
    assert refusal(content) == pdf_contents.RUNS


def test_a_script_in_a_compressed_object_stream() -> None:
    inner = b"1 0 << /Type /Catalog /OpenAction << /S /JavaScript /JS (x) >> >>"
    content = object_stream(zlib.compress(inner), b"/N 1 /First 4 /Filter /FlateDecode")
    assert b"JavaScript" not in content
    assert refusal(content) == pdf_contents.RUNS
    harmless = b"1 0 << /Type /Catalog /OpenAction [2 0 R /Fit] >>"
    assert taken(object_stream(zlib.compress(harmless), b"/N 1 /First 4 /Filter /FlateDecode"))


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [("so-lieu.xml", True), ("chay.exe", False), ("x.pdf.js", False), ("khong-duoi", False)],
)
def test_a_file_inside_the_pdf(name: str, is_taken: bool) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(paper()))
    writer.add_attachment(name, b"MZ")
    out = io.BytesIO()
    writer.write(out)
    if is_taken:
        assert taken(out.getvalue())
    else:
        assert refusal(out.getvalue()) == pdf_contents.ENCLOSES


def test_a_pdf_with_a_password() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(paper()))
    writer.encrypt("", "chu", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert refusal(out.getvalue()) == pdf_contents.ENCRYPTED


def test_an_old_scan_with_a_wrong_table_is_taken_where_no_name_in_it_is_dangerous() -> None:
    sound = file_with(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")
    start = sound.rsplit(b"startxref\n", 1)[1].split()[0]
    wrong = sound.replace(b"startxref\n" + start, b"startxref\n7")
    assert taken(wrong).kind is FileKind.PDF
    for hidden in (b"/S /Java#53cript", b"/JS (x)", b"/JS 4 0 R", b"/Type /ObjStm", b"/Encrypt 4 0 R"):
        assert refusal(wrong.replace(b"/Count 0", b"/Count 0 " + hidden)) == pdf_contents.UNREADABLE


# An interruption may land in a callback of the garbage collector, which reports it; it is repeated until the work ends.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "make",
    [bomb, deep_nesting, long_array, lambda: paper()[:-2000], lambda: b"%PDF-1.4 xin chao"],
    ids=["bomb", "nesting", "array", "cut off", "text"],
)
def test_a_pdf_made_to_harm_or_damaged(make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_contents, "_SECONDS", 1.0)
    assert refusal(make()) == pdf_contents.UNREADABLE


def huge_png() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    rest = picture("PNG")[33:]
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + rest


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "rỗng"),
        ("Kính gửi".encode(), "không phải PDF, ảnh JPEG, ảnh PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "không phải"),
        (b"GIF89a", "không phải"),
        (b"MZ\x90\x00", "không phải"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kiểu cũ"),
        (b"\xff\xd8\xff<html><script>x()</script>", "hỏng"),
        (b"\x89PNG\r\n\x1a\n<svg onload=x()>", "hỏng"),
        (picture("JPEG")[:300], "hỏng"),
        (picture("PNG")[:-20], "hỏng"),
        (picture("JPEG") + b"<script>x()</script>", "mã trang mạng"),
        (picture("PNG") + b"<HTML onload=x()>", "mã trang mạng"),
        (huge_png(), "độ phân giải thấp hơn"),
        (picture("PNG", (20_001, 1)), "20001 × 1"),
        (b"%PDF-1.7" + bytes(MOST_BYTES), "nặng 21 MB"),
    ],
    ids=range(16),
)
def test_what_is_no_evidence_says_what_to_do(content: bytes, word: str) -> None:
    sentence = refusal(content)
    assert word in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("word/vbaProject.bin", b"x"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/activeX/activeX1.xml", b"x"),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Id="a" Type="http://x/attachedTemplate" Target="http://x" '
            b'TargetMode="External"/></Relationships>',
        ),
    ],
)
def test_an_office_document_that_runs_or_fetches(part: str, data: bytes) -> None:
    assert "macro" in refusal(with_part(word(), part, data), DOCUMENTS)


def test_an_office_document_with_links_in_its_text_is_taken() -> None:
    link = (
        b'<Relationships><Relationship Id="a" Type="http://x/hyperlink" Target="http://x" TargetMode="External"/>'
        b"</Relationships>"
    )
    assert taken(with_part(word(), "word/_rels/footnotes.xml.rels", link), allowed=DOCUMENTS)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_is_damaged_inside(method: int) -> None:
    """The directory is whole, what it leads to is not: each compression has an error of its own for that."""
    name = "word/_rels/footnotes.xml.rels"
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        archive.writestr("[Content_Types].xml", b"x")
        archive.writestr(name, b"<Relationship a='b'/>" * 200)
    content = bytearray(whole.getvalue())
    begin = content.index(name.encode()) + len(name)
    content[begin : begin + 24] = b"\xff" * 24
    assert "hỏng" in refusal(bytes(content), DOCUMENTS)


def test_a_damaged_or_other_zip_file() -> None:
    assert "không phải" in refusal(word()[:500], DOCUMENTS)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("chay.exe", b"MZ")
    assert "không phải" in refusal(other.getvalue(), DOCUMENTS)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("báo cáo.pdf", "báo cáo.pdf"),
        ("BA\u0301O CA\u0301O.PDF", "BÁO CÁO.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\An\\quét.pdf", "quét.pdf"),
        ("anh\u202efdp.exe", "anhfdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "a b c.pdf"),
        ("báo cáo 6.2026", "báo cáo 6.2026.pdf"),
        ("a.pdf.html", "a.pdf.html.pdf"),
        ('x"<y>|?*.pdf', "x y.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "tep.pdf"),
        ("", "tep.pdf"),
        ("d" * 400 + ".pdf", "d" * 120 + ".pdf"),
    ],
)
def test_names_are_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent, FileKind.PDF) == kept


class Evidence(forms.Form):
    text = forms.CharField()
    file = ReceivedFileField(label="Bản quét", required=False)


def test_a_form_takes_a_file_and_keeps_what_was_typed_when_it_does_not() -> None:
    good = Evidence({"text": "a"}, {"file": SimpleUploadedFile("a.png", picture("PNG"))})
    assert good.is_valid()
    assert good.cleaned_data["file"].kind is FileKind.PNG
    assert Evidence({"text": "a"}, {}).is_valid()
    bad = Evidence({"text": "đã gõ"}, {"file": SimpleUploadedFile("a.png", b"<html>")})
    assert not bad.is_valid()
    assert "đã gõ" in str(bad)
    assert "không phải" in bad.errors["file"][0]
    assert 'accept=".pdf,.jpg,' in str(bad)


def test_a_hundred_megabytes_are_refused_by_size_and_the_rest_of_the_form_arrives(
    monkeypatch: Any,
) -> None:
    from django.core.files import uploadedfile

    def refuse(*_args: Any, **_more: Any) -> None:
        raise AssertionError("written to the disk")

    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", refuse)
    big = SimpleUploadedFile("quet.pdf", b"%PDF-1.7" + bytes(100 * 1024 * 1024))
    request = RequestFactory().post("/", {"text": "đã gõ", "file": big})
    form = Evidence(request.POST, request.FILES)
    assert not form.is_valid()
    assert form.errors["file"] == [
        "Tệp nặng 101 MB, chỉ nhận đến 20 MB. Hãy quét lại với độ phân giải thấp hơn (khoảng 200 dpi) hoặc chia thành"
        " nhiều tệp."
    ]
    assert form.cleaned_data["text"] == "đã gõ"
    assert too_large_to_take(request)
