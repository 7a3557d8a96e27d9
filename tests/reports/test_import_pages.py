"""Upload, preview, confirm, download: what a person sees, and that nothing bad is ever stored."""

import dataclasses
import io
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from blocs.models import Bloc, BlocYear, SeatKind, StoredFile, User
from reports.actions.import_year import import_year
from reports.views.scores_csv import safe_cell
from reports.workbook.template import empty_workbook
from reports.workbook.writing import write_workbook
from tests.builders import person, seat
from tests.reports.workbook_builders import FULL_YEAR, FULL_YEAR_BYTES, changed, edited, read

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

UPLOAD = "/nhap-so/"
YEAR = "/khoi/cac-hoi/2025"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


@pytest.fixture
def admin() -> Client:
    user = person("quan-tri")
    seat(user, SeatKind.ADMIN)
    return client_of(user)


def send(client: Client, content: bytes, name: str = "so.xlsx") -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def confirm(client: Client, **data: str) -> Any:
    kept = StoredFile.objects.get(year=None)
    return client.post(f"{UPLOAD}{kept.pk}/", data)


def kept_files() -> list[str]:
    return default_storage.listdir("")[1]


# ── The way in ───────────────────────────────────────────────────────────


def test_upload_preview_and_confirm(
    admin: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    before = kept_files()
    page = send(admin, FULL_YEAR_BYTES).content.decode()
    assert "Khối các Hội, năm 2025" in page
    assert "Nhập sẽ tạo năm này với 4 đơn vị, 5 ô điểm. Chưa lưu gì cả." in page
    assert "Hội Khuyến học" in page
    assert page.count("Đơn vị mới") == 4
    assert not BlocYear.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = confirm(admin)
    assert (answer.status_code, answer["Location"]) == (302, f"{YEAR}/")
    assert "Đã nhập Khối các Hội năm 2025: 4 đơn vị, 5 ô điểm." in admin.get(f"{YEAR}/").content.decode()
    assert not StoredFile.objects.exists()
    assert kept_files() == before


def test_the_second_confirm_of_an_upload_is_told_so(admin: Client) -> None:
    send(admin, FULL_YEAR_BYTES)
    address = f"{UPLOAD}{StoredFile.objects.get().pk}/"
    admin.post(address)
    again = admin.post(address, {"replace": "yes"})
    assert again.status_code == 409
    assert "không còn chờ nhập: đã được nhập rồi" in again.content.decode()
    assert BlocYear.objects.count() == 1


def test_an_upload_belongs_to_whoever_sent_it(admin: Client) -> None:
    send(admin, FULL_YEAR_BYTES)
    other = person("khac")
    seat(other, SeatKind.ADMIN)
    assert confirm(client_of(other)).status_code == 404
    assert not BlocYear.objects.exists()


def test_only_the_last_upload_waits(admin: Client) -> None:
    for _ in range(3):
        send(admin, FULL_YEAR_BYTES)
    assert StoredFile.objects.count() == 1


def test_replacing_is_asked_for_and_shows_what_stands(admin: Client) -> None:
    import_year(actor=None, book=FULL_YEAR)
    fewer = dataclasses.replace(
        FULL_YEAR,
        units=tuple(
            dataclasses.replace(row, name="Hội Luật gia tỉnh") if row.code == "C" else row
            for row in FULL_YEAR.units
        ),
    )
    page = send(admin, write_workbook(fewer)).content.decode()
    assert "Năm này đã có trong hệ thống." in page
    assert "Thay toàn bộ năm này" in page
    assert "(đang có 4)" in page
    assert "trước là Hội Luật gia" in page
    # Not asked for: refused with a sentence, not done by mistake.
    refused = confirm(admin)
    assert refused.status_code == 409
    assert "hãy chọn thay thế" in refused.content.decode()
    assert confirm(admin, replace="yes").status_code == 302
    assert BlocYear.objects.get().members[2].name == "Hội Luật gia tỉnh"


def test_units_left_out_of_a_replacement_are_named(admin: Client) -> None:
    import_year(actor=None, book=FULL_YEAR)
    bare = dataclasses.replace(
        FULL_YEAR, units=FULL_YEAR.units[:3], scores=(), sheets=(), assignments=(), findings=()
    )
    page = send(admin, write_workbook(bare)).content.decode()
    assert "Đang có trong năm nhưng không có trong sổ:" in page
    assert "Hội Nhà báo" in page


def test_a_published_year_offers_no_button(admin: Client) -> None:
    year = import_year(actor=None, book=FULL_YEAR)
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at="2026-01-12T00:00:00Z", results_published_by=User.objects.get()
    )
    page = send(admin, FULL_YEAR_BYTES).content.decode()
    assert "Hãy mở đính chính kết quả trước." in page
    assert "Thay toàn bộ năm này" not in page
    assert confirm(admin, replace="yes").status_code == 409


def test_another_blocs_workbook_is_refused_before_its_preview(admin: Client) -> None:
    import_year(actor=None, book=FULL_YEAR)
    other = Bloc.objects.create(code="khoi-khac", name="Khối khác")
    user = person("thu-ky")
    seat(user, SeatKind.SECRETARIAT, bloc=other)
    answer = send(client_of(user), FULL_YEAR_BYTES)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Sổ này của khối khác." in page
    assert "Hội Khuyến học" not in page
    assert not StoredFile.objects.exists()


# ── Bad files ────────────────────────────────────────────────────────────


def with_macros() -> bytes:
    buffer = io.BytesIO(FULL_YEAR_BYTES)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (30 * 1024 * 1024))
    return buffer.getvalue()


BAD = {
    "empty": (b"", "rỗng"),
    "text": ("Điểm của khối".encode(), "không phải là tệp .xlsx"),
    "broken": (FULL_YEAR_BYTES[:2000], "bị hỏng"),
    "old": (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, "dạng cũ (.xls)"),
    "macros": (with_macros(), "macro"),
    "bomb": (bomb(), "quá lớn"),
    "too large": (b"PK" + b"x" * (11 * 1024 * 1024), "Tệp nặng 11 MB"),
    "fifty megabytes": (b"PK" + b"x" * (50 * 1024 * 1024), "Tệp nặng 50 MB"),
    "the empty template": (empty_workbook(), "Thiếu"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_page_with_a_sentence(
    admin: Client, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content, sentence = BAD[name]
    before = kept_files()
    answer = send(admin, content)
    assert answer.status_code == 422
    if name != "the empty template":
        assert sentence in answer.content.decode()
    assert not StoredFile.objects.exists()
    assert not BlocYear.objects.exists()
    assert kept_files() == before
    assert list(tmp_path.iterdir()) == []


def test_a_file_too_large_is_not_even_written_to_a_temporary_file(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.files import uploadedfile

    def refuse(*_args: Any, **_more: Any) -> None:
        raise AssertionError("written to the disk")

    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", refuse)
    assert send(admin, b"PK" + b"x" * (26 * 1024 * 1024)).status_code == 422


def test_no_file_at_all(admin: Client) -> None:
    answer = admin.post(UPLOAD)
    assert answer.status_code == 422
    assert "Hãy chọn tệp .xlsx." in answer.content.decode()


def test_every_fault_is_listed_with_its_place(admin: Client) -> None:
    data = changed({"Đơn vị!B3": "A", "Điểm!E2": 11, "Điểm!E3": "=1+1", "Tiêu chí!B3": "Héi Ch÷ thËp ®á"})
    answer = send(admin, data)
    page = answer.content.decode()
    faults = read(data).faults
    assert answer.status_code == 422
    assert f"Sổ có {len(faults)} lỗi, chưa nhập gì" in page
    assert {(fault.sheet, fault.cell) for fault in faults} >= {
        ("Đơn vị", "B3"),
        ("Điểm", "E2"),
        ("Điểm", "E3"),
        ("Tiêu chí", "B3"),
    }
    for fault in faults:
        assert fault.cell in page
    assert not BlocYear.objects.exists()


def test_a_wrong_code_in_many_cells_is_one_sentence(admin: Client) -> None:
    data = changed({"Đơn vị!B3": "Ă"})
    faults = [fault for fault in read(data).faults if fault.sheet == "Phân công"]
    assert [fault.cell for fault in faults] == ["B2", "A3"]
    page = send(admin, data).content.decode()
    assert '<th scope="row">B2<details><summary>và 1 ô khác</summary>A3</details></th>' in page


def test_what_is_passed_over_is_said(admin: Client) -> None:
    data = edited(lambda workbook: workbook.create_sheet("Nháp"))
    page = send(admin, data).content.decode()
    assert "Trang “Nháp” không thuộc mẫu nên được bỏ qua." in page


# ── The way out ──────────────────────────────────────────────────────────

NASTY = "=1+1"
NFD = unicodedata.normalize("NFD", "Hội Đông y @Việt")


@pytest.fixture
def nasty(admin: Client) -> Client:
    """A year whose units are named like a formula, like an address, and in decomposed letters."""
    names = {"A": NASTY, "B": "@SUM(A1)", "C": NFD, "D": "Hội Nhà báo"}
    units = tuple(dataclasses.replace(row, name=names[row.code], short_name="+84") for row in FULL_YEAR.units)
    page = send(admin, write_workbook(dataclasses.replace(FULL_YEAR, units=units))).content.decode()
    assert "=1+1" in page
    confirm(admin)
    return admin


def test_names_stay_the_text_they_are(nasty: Client) -> None:
    user = person("thu-ky")
    seat(user, SeatKind.SECRETARIAT, bloc=Bloc.objects.get())
    client = client_of(user)
    page = client.get(f"{YEAR}/ket-qua/").content.decode()
    assert "=1+1" in page
    assert "@SUM(A1)" in page
    assert unicodedata.normalize("NFC", NFD) in page
    assert NFD not in page
    workbook = load_workbook(io.BytesIO(client.get(f"{YEAR}/so.xlsx").content))
    cells = {row[2].value: row[2].data_type for row in workbook["Đơn vị"].iter_rows(min_row=2)}
    assert cells == {NASTY: "s", "@SUM(A1)": "s", unicodedata.normalize("NFC", NFD): "s", "Hội Nhà báo": "s"}


def test_the_download_is_taken_again(admin: Client) -> None:
    import_year(actor=None, book=FULL_YEAR)
    answer = admin.get(f"{YEAR}/so.xlsx")
    # The administrator sets up a year but reads no scores.
    assert answer.status_code == 404
    user = person("thu-ky")
    seat(user, SeatKind.SECRETARIAT, bloc=Bloc.objects.get())
    client = client_of(user)
    answer = client.get(f"{YEAR}/so.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="cac-hoi-2025.xlsx"'
    first = answer.content
    send(client, first)
    assert confirm(client, replace="yes").status_code == 302
    assert client.get(f"{YEAR}/so.xlsx").content == first


def test_the_empty_template_offers_the_installations_awards(admin: Client) -> None:
    workbook = load_workbook(io.BytesIO(admin.get("/mau-so-nam-thi-dua.xlsx").content))
    assert workbook.sheetnames[0:3] == ["Hướng dẫn", "Khối", "Đơn vị"]
    helping = {cell.value for row in workbook["Hướng dẫn"].iter_rows() for cell in row}
    assert {"FLAG_GOV", "Cờ thi đua của Chính phủ"} <= helping


def test_csv_opens_in_vietnamese_excel() -> None:
    import_year(actor=None, book=FULL_YEAR)
    user = person("thu-ky")
    seat(user, SeatKind.SECRETARIAT, bloc=Bloc.objects.get())
    answer = client_of(user).get(f"{YEAR}/diem.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").split("\r\n") == [
        "Cấp chấm;Đơn vị được chấm;Đơn vị chấm;Trạng thái;Tiêu chí;Điểm",
        "Tự chấm;A;;Đã nộp;I.1;9,5",
        "Chấm chéo;B;A;Đã nộp;I.1;9",
        "Khối;A;;Đã nộp;II;69,9",
        "Thẩm định;A;;Đã nộp;III.1;3",
        "Thẩm định;A;;Đã nộp;IV;1,25",
        "Khối;D;;Không chấm;;",
        "",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t1"])
def test_csv_text_is_no_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("DV-1") == "DV-1"
