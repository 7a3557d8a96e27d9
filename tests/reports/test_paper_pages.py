"""The page "Văn bản": settings, what is missing, drafts, issuing by form."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.documents import RESULTS_KIND
from blocs import journal
from blocs.actions import papers as module
from blocs.documents import missing_fields, settings_of
from blocs.models import (
    BlocYear,
    IssuedDocument,
    LegalBasis,
    PaperSettings,
    Province,
    SeatKind,
    User,
)
from reports.actions.import_year import import_year
from tests.builders import person, seat, secretary
from tests.builders_large import large_book
from tests.reports.papers_stage import (
    DAY,
    ISSUE,
    YEAR,
    client,
    client_of,
    issue,
    stored_bytes,
    text_of,
    user,
    year,
)

__all__ = ["client", "user", "year"]

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_the_issue_page_takes_number_and_date(year: BlocYear, client: Client) -> None:
    page = client.get(ISSUE).content.decode()
    assert 'name="number" value="1"' in page
    assert timezone.localdate().strftime("%d/%m/%Y") in page
    answer = client.post(ISSUE, {"number": "7", "dated": "12/01/2026"}, follow=True)
    page = answer.content.decode()
    assert "Đã ban hành văn bản số 07/BTH-KTĐ." in page
    document = IssuedDocument.objects.get()
    assert (document.dated, document.title) == (
        DAY,
        "Bảng tổng hợp điểm và xếp hạng – Khối các Hội năm 2025",
    )
    assert document.code in page
    assert "http://testserver/kiem-tra/" in text_of(stored_bytes(document))


@pytest.mark.parametrize(
    ("number", "dated", "sentence"),
    [
        ("0", "12/01/2026", "từ 1 trở lên"),
        ("x", "12/01/2026", "số nguyên"),
        ("1", "31/02/2026", "có trong lịch"),
        ("1", (date.today() + timedelta(days=1)).strftime("%d/%m/%Y"), "không được sau hôm nay"),  # noqa: DTZ011
        ("1", "12/01/2020", "sớm quá"),
    ],
)
def test_a_wrong_number_or_date_is_told_and_kept(
    year: BlocYear, client: Client, number: str, dated: str, sentence: str
) -> None:
    answer = client.post(ISSUE, {"number": number, "dated": dated})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{dated}"' in page
    assert not IssuedDocument.objects.exists()


def test_a_second_paper_of_the_kind_is_warned_of_and_a_replacement_offered(
    year: BlocYear, user: User, client: Client
) -> None:
    first = issue(user, year)
    page = client.get(ISSUE).content.decode()
    assert "Số 01/BTH-KTĐ cùng loại đang có hiệu lực." in page
    replacing = f"{ISSUE}?thay={first.code}"
    assert "Văn bản này thay cho số 01/BTH-KTĐ" in client.get(replacing).content.decode()
    client.post(replacing, {"number": "2", "dated": "12/01/2026"})
    page = client.get(f"{YEAR}/van-ban/").content.decode()
    assert "Thay số 01/BTH-KTĐ" in page
    assert "bằng số 02/BTH-KTĐ" in page
    assert f"thay={first.code}" not in page
    assert client.get(f"{ISSUE}?thay=KHONGCO").status_code == 404


def test_what_is_missing_is_listed_with_the_field_it_is_filled_in(year: BlocYear, client: Client) -> None:
    PaperSettings.objects.update(leader_name="")
    page = client.get(f"{YEAR}/van-ban/").content.decode()
    assert "cần điền thêm 1 mục mới ban hành được" in page
    assert f'<a href="{YEAR}/van-ban/the-thuc/#id_leader_name">Họ tên người ký</a> – cần để ban hành' in page
    assert f'href="{YEAR}/van-ban/the-thuc/#can-cu"' in page
    page = client.get(ISSUE).content.decode()
    assert "Họ tên người ký" in page
    assert 'name="number"' not in page


def test_legal_bases_are_printed_while_in_force_and_named_when_lapsed(year: BlocYear, user: User) -> None:
    for position, (text, begins, ends) in enumerate(
        (
            ("Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022", date(2024, 1, 1), None),
            ("Căn cứ Nghị định số 98/2023/NĐ-CP;", date(2024, 1, 1), date(2025, 7, 1)),
            ("Nghị định số 152/2025/NĐ-CP", date(2025, 7, 1), None),
        )
    ):
        LegalBasis.objects.create(year=year, position=position, text=text, valid_from=begins, valid_to=ends)
    year = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    text = text_of(stored_bytes(issue(user, year)))
    assert "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;" in text
    assert "Căn cứ Nghị định số 152/2025/NĐ-CP." in text
    assert "98/2023" not in text
    lapsed = [field.label for field in missing_fields(year, DAY) if "98/2023" in field.label]
    assert len(lapsed) == 1
    assert "hết hiệu lực từ 01/07/2025" in lapsed[0]
    old = text_of(stored_bytes(issue(user, year, number=2, dated=date(2025, 6, 30))))
    assert "Căn cứ Nghị định số 98/2023/NĐ-CP." in old
    assert "152/2025" not in old


SETTINGS = f"{YEAR}/van-ban/the-thuc/"


def form_data(**values: str) -> dict[str, str]:
    return {
        "issuer": "KHỐI",
        "leader_name": "Bà A",
        "bases-TOTAL_FORMS": "2",
        "bases-INITIAL_FORMS": "0",
        "bases-0-text": "Luật  Thi đua",
        "bases-0-valid_from": "01/01/2024",
        **values,
    }


def test_settings_are_saved_clean_and_told_to_the_journal(year: BlocYear, client: Client) -> None:
    answer = client.post(SETTINGS, form_data(recipients="Sở Nội vụ \r\n\r\nLưu: VT"))
    assert answer.status_code == 302
    saved = PaperSettings.objects.get()
    assert (saved.leader_name, saved.recipients) == ("Bà A", "Sở Nội vụ\n\nLưu: VT")
    (basis,) = LegalBasis.objects.all()
    assert (basis.text, basis.valid_from, basis.valid_to) == ("Luật Thi đua", date(2024, 1, 1), None)
    entry = journal.JournalEntry.objects.filter(chain__year=year).order_by("-number")[0]
    assert '"leader_name": "Nguyễn Văn An"' in entry.text
    assert "Luật Thi đua (từ 01/01/2024)" in entry.text
    count = journal.JournalEntry.objects.count()
    client.post(SETTINGS, form_data(recipients="Sở Nội vụ \r\n\r\nLưu: VT"))
    assert journal.JournalEntry.objects.count() == count


def test_wrong_legal_bases_are_told_at_their_line(year: BlocYear, client: Client) -> None:
    data = form_data(**{"bases-0-valid_to": "01/01/2023", "bases-1-valid_from": "32/01/2024"})
    answer = client.post(SETTINGS, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ngày hết hiệu lực phải sau ngày có hiệu lực." in page
    assert 'value="32/01/2024"' in page
    assert not LegalBasis.objects.exists()
    assert PaperSettings.objects.get().leader_name == "Nguyễn Văn An"


def test_an_emptied_line_goes(year: BlocYear, client: Client) -> None:
    LegalBasis.objects.create(year=year, position=0, text="Luật cũ")
    client.post(
        SETTINGS, form_data(**{"bases-INITIAL_FORMS": "1", "bases-0-text": "", "bases-0-valid_from": ""})
    )
    assert not LegalBasis.objects.exists()


def test_a_new_year_begins_with_last_years_letterhead_and_its_own_leader(year: BlocYear, user: User) -> None:
    PaperSettings.objects.filter(year=year).update(superior="HỘI ĐỒNG", recipients="Sở Nội vụ")
    LegalBasis.objects.create(year=year, position=0, text="Luật")
    later = import_year(actor=None, book=large_book(units=3, leaves=12, code="cac-hoi", year=2026))
    later = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=later.pk)
    suggested = settings_of(later)
    assert suggested.pk is None
    assert (suggested.superior, suggested.recipients) == ("HỘI ĐỒNG", "Sở Nội vụ")
    assert suggested.leader_name == "Người Đại Diện 1"
    page = client_of(user).get("/khoi/cac-hoi/2026/van-ban/the-thuc/").content.decode()
    assert "Chép từ năm trước." in page
    assert 'value="Luật"' in page


def test_a_cluster_signs_as_a_cluster() -> None:
    import dataclasses

    from blocs.terms import BlocKind

    book = large_book(units=3, leaves=12)
    book = dataclasses.replace(book, head=dataclasses.replace(book.head, kind=BlocKind.CUM))
    made = import_year(actor=None, book=book)
    suggested = settings_of(BlocYear.objects.select_related("bloc", "province").get(pk=made.pk))
    assert (suggested.leader_authority, suggested.leader_title) == ("TM. CỤM THI ĐUA", "TRƯỞNG CỤM")


def test_a_lost_or_changed_file_is_a_sentence_not_a_fault(
    year: BlocYear, user: User, client: Client, tmp_path: Path
) -> None:
    document = issue(user, year)
    address = f"{YEAR}/van-ban/ban-hanh/{document.code}/"
    path = Path(default_storage.path(document.file.path))
    path.write_bytes(b"%PDF changed")
    answer = client.get(address)
    assert answer.status_code == 409
    assert "đã bị thay đổi ngoài hệ thống" in answer.content.decode()
    path.unlink()
    answer = client.get(address)
    assert answer.status_code == 409
    assert "không còn trong kho lưu" in answer.content.decode()


def test_units_see_nothing_of_it(year: BlocYear, user: User) -> None:
    document = issue(user, year)
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[0].unit)
    BlocYear.objects.update(results_published_at=timezone.now(), results_published_by=user)
    client = client_of(head)
    for address in ("", "the-thuc/", "bang-tong-hop-diem.pdf", f"ban-hanh/{document.code}/"):
        assert client.get(f"{YEAR}/van-ban/{address}").status_code == 404
    assert "Văn bản</a>" not in client.get(f"{YEAR}/ket-qua/").content.decode()


def test_drafts_in_every_format_have_names(year: BlocYear, client: Client) -> None:
    for extension in ("pdf", "docx", "xlsx"):
        answer = client.get(f"{YEAR}/van-ban/bang-tong-hop-diem.{extension}")
        assert answer.status_code == 200
        assert f'filename="bang-tong-hop-diem.{extension}"' in answer["Content-Disposition"]
    assert client.get(f"{YEAR}/van-ban/bang-tong-hop-diem.exe").status_code == 404
    assert client.get(f"{YEAR}/van-ban/khong-co.pdf").status_code == 404


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_costs_the_same_whatever_was_issued(units: int) -> None:
    made = import_year(actor=None, book=large_book(units=units, leaves=12))
    year = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)
    Province.objects.create(name="Tỉnh khác")
    user = secretary(year)
    PaperSettings.objects.create(year=year, issuer="K", place="P", symbol="S", leader_name="A")
    for number in range(1, units + 1):
        with module.store(
            content=b"%PDF", name="a.pdf", content_type="application/pdf", year=year, actor=user
        ) as file:
            IssuedDocument.objects.create(
                year=year, kind=RESULTS_KIND, title="B", number=number, symbol="S", dated=DAY,
                code=f"{units}-{number}", file=file, anchor_number=0, anchor_hash="0" * 64, issued_by=user,
            )  # fmt: skip
    client = client_of(user)
    client.get("/khoi/khoi-lon/2025/van-ban/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/khoi/khoi-lon/2025/van-ban/").status_code == 200
    assert len(queries) == 11, "\n".join(query["sql"][:150] for query in queries)


def test_the_journal_tells_papers_in_words(year: BlocYear, user: User, client: Client) -> None:
    first = issue(user, year, number=1)
    issue(user, year, number=2, replaces=first)
    client.post(SETTINGS, form_data())
    page = client.get(f"{YEAR}/nhat-ky/").content.decode()
    assert "đã ban hành 02/BTH-KTĐ Bảng tổng hợp điểm và xếp hạng" in page
    assert "Thay cho số" in page
    assert "đã sửa thể thức văn bản của năm" in page
    assert "Căn cứ pháp lý" in page
    assert "đã nhập năm từ tệp: 4 đơn vị, 5 điểm" in page
