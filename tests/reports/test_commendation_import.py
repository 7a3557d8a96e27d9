"""A list of commendations from Excel: faults by cell, a preview, nothing twice, all or nothing."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from awards.actions.commendations import ground_of
from awards.commendation_counts import Period
from awards.commendation_lines import count_year
from awards.models import Commendation
from blocs.models import BlocYear, JournalEntry, Movement, SeatKind, UnitEvent, UnitLink, UnitName, User
from blocs.refusals import NotAllowed
from blocs.sentences import sentence
from blocs.terms import UnitEventKind
from reports import commendation_list
from reports.actions.import_commendations import import_commendations, names_in
from reports.commendation_list import ListReading, pasted, read_list
from tests.awards.scenes import fresh, last_entry, publish, signed_in, url
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db

HEADINGS = ("Đơn vị", "Danh hiệu", "Đối tượng", "Số lượng", "Năm thành tích", "Số quyết định", "Ngày quyết định", "Tên", "Ngày trao", "Phong trào")  # fmt: skip
ROWS: tuple[tuple[Any, ...], ...] = (
    (
        "A",
        "MERIT_PROV",
        "Tập thể",
        None,
        2019,
        "128/QĐ-UBND",
        date(2020, 2, 3),
        "Hội A",
        date(2020, 7, 31),
        None,
    ),
    ("hội b", "bằng khen của ubnd tỉnh", "ca nhan", 5, 2019, 77, "03/02/2020", None, None, "vì người nghèo"),
    ("C", "CERT_UNIT", None, None, None, None, None, None, None, None),
)


def workbook(
    *rows: Any, title: str = "Khen thưởng", headings: Any = HEADINGS, more: tuple[str, ...] = ()
) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in (headings, *rows):
        sheet.append(row)
    for name in more:
        book.create_sheet(name)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def copied(*rows: Any, headings: Any = HEADINGS) -> str:
    """What Excel puts on the clipboard."""

    def cell(value: Any) -> str:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else "" if value is None else str(value)

    return "\r\n".join("\t".join(map(cell, row)) for row in (headings, *rows)) + "\r\n"


@pytest.fixture
def year() -> BlocYear:
    made = bloc_year()
    Movement.objects.create(year=made, position=0, name="Vì người nghèo")
    return made


@pytest.fixture
def clerk(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def client(clerk: User) -> Client:
    return signed_in(clerk)


def send(client: Client, year: BlocYear, given: bytes | str, **more: Any) -> Any:
    data = {"text": given} if isinstance(given, str) else {"file": SimpleUploadedFile("khen.xlsx", given)}
    return client.post(url(year, "commendations-import"), data | more)


def text_to_confirm(answer: Any) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.content.decode(), re.DOTALL)
    assert found is not None
    return unescape(found[1])


def confirm(client: Client, year: BlocYear, answer: Any) -> Any:
    """As the browser does: line ends become CRLF."""
    return send(client, year, text_to_confirm(answer).replace("\n", "\r\n"), **{"xac-nhan": "1"})


@pytest.mark.parametrize("given", [workbook(*ROWS), copied(*ROWS)], ids=["file", "pasted"])
def test_a_list_is_looked_at_and_then_stored(year: BlocYear, client: Client, given: bytes | str) -> None:
    before = JournalEntry.objects.count()
    answer = send(client, year, given)
    assert answer.status_code == 200
    assert "Sẽ nhập 3 dòng khen thưởng" in answer.content.decode()
    assert not Commendation.objects.exists()
    assert JournalEntry.objects.count() == before
    assert confirm(client, year, answer).status_code == 302
    first, second, third = Commendation.objects.select_related("membership", "award", "movement")
    assert (first.membership.code, first.award.code, first.object, first.count) == (
        "A",
        "MERIT_PROV",
        "collective",
        None,
    )
    assert (first.recipient, first.achievement_year, first.decision_number) == ("Hội A", 2019, "128/QĐ-UBND")
    assert (first.decided_on, first.presented_on) == (date(2020, 2, 3), date(2020, 7, 31))
    assert (second.membership.code, second.award.code, second.count) == ("B", "MERIT_PROV", 5)
    assert (second.object, second.decision_number, second.decided_on) == ("person", "77", date(2020, 2, 3))
    assert second.movement is not None
    assert (third.count, third.recipient, third.entered_for) == (None, "", True)
    assert sentence(last_entry()) == "đã nhập danh sách 3 dòng khen thưởng"
    assert count_year(year, Period(achievement_year=2019)).total().number == 6


def test_what_is_there_already_is_recognised(year: BlocYear, client: Client) -> None:
    confirm(client, year, send(client, year, workbook(*ROWS)))
    other = (
        "A",
        "MERIT_PROV",
        "Tập thể",
        None,
        2019,
        "128/QĐ-UBND",
        date(2020, 2, 3),
        "Chi hội A2",
        None,
        None,
    )
    answer = send(client, year, copied(*ROWS, other, other))
    page = answer.content.decode()
    assert "Sẽ nhập 1 dòng khen thưởng" in page
    assert "4 dòng đã có nên được bỏ qua" in page
    done = confirm(client, year, answer)
    assert done.status_code == 302
    assert Commendation.objects.count() == 4
    assert "Không có dòng nào mới" in send(client, year, copied(*ROWS)).content.decode()


def test_what_the_year_before_holds_is_not_taken_again(year: BlocYear, client: Client) -> None:
    confirm(client, year, send(client, year, copied(ROWS[0])))
    following = bloc_year(year=2021)
    assert "Không có dòng nào mới" in send(client, following, copied(ROWS[0])).content.decode()


def test_confirmed_twice_it_is_stored_once(year: BlocYear, client: Client) -> None:
    answer = send(client, year, copied(*ROWS))
    confirm(client, year, answer)
    again = confirm(client, year, answer)
    assert again.status_code == 302
    assert Commendation.objects.count() == 3


BAD = [
    (0, "Z", "Đơn vị", "A", "Không có đơn vị “Z”"),
    (0, None, "Đơn vị", "A", "Chưa có Đơn vị"),
    (1, "Bằng lạ", "Danh hiệu", "B", "Danh mục không có “Bằng lạ”"),
    (2, "Đồng đội", "Đối tượng", "C", "không có trong danh sách"),
    (3, "năm", "Số lượng", "D", "không phải là số"),
    (3, "1.234,5", "Số lượng", "D", "không phải là số"),
    (3, -1, "Số lượng", "D", "từ 0 trở lên"),
    (3, 2, "Số lượng", "D", "chỉ tính 1"),
    (4, 20190, "Năm thành tích", "E", "quá lớn"),
    (4, 2021, "Năm thành tích", "E", "trước năm thành tích"),
    (6, "31/02/2020", "Ngày quyết định", "G", "không có trong lịch"),
    (8, "01/02/2020", "Ngày trao", "I", "Ngày trao phải từ ngày quyết định"),
    (9, "Lạ", "Phong trào", "J", "Không có phong trào “Lạ”"),
    (7, "x" * 256, "Tên", "H", "dài quá 255"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad[2]}-{str(bad[1])[:12]}")
def test_every_fault_stands_at_its_cell_and_nothing_is_stored(
    year: BlocYear, client: Client, bad: tuple[int, Any, str, str, str]
) -> None:
    column, value, heading, letter, words = bad
    wrong = tuple(value if place == column else cell for place, cell in enumerate(ROWS[0]))
    for given, place in (
        (workbook(ROWS[1], wrong), f"Khen thưởng!{letter}3"),
        (copied(ROWS[1], wrong), f"Dòng 3, cột {heading}"),
    ):
        answer = send(client, year, given, **{"xac-nhan": "1"})
        page = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert place in page
        assert words in page
    assert not Commendation.objects.exists()


def test_what_was_pasted_stays_in_the_form(year: BlocYear, client: Client) -> None:
    answer = send(client, year, copied(("Z", "MERIT_PROV", *[None] * 8)))
    assert "MERIT_PROV" in text_to_confirm(answer)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "Hãy chọn tệp .xlsx, hoặc dán danh sách"),
        ("   \n ", "Hãy chọn tệp .xlsx, hoặc dán danh sách"),
        ("xin chào", "Thiếu cột “Đơn vị”"),
        ("A\tMERIT_PROV\tTập thể", "Thiếu cột “Danh hiệu”"),
        (copied(), "chưa có dòng nào"),
        (b"PK\x03\x04 not a workbook", ""),
        (b"", "rỗng"),
        (workbook(*ROWS, title="Một", more=("Hai",)), "Hãy đặt tên trang cần nhập là “Khen thưởng”"),
        (copied(*ROWS, headings=(*HEADINGS[:9], "Đơn vị")), "có hai lần"),
    ],
)
def test_what_is_no_list(year: BlocYear, client: Client, given: bytes | str, words: str) -> None:
    answer = send(client, year, given)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())


def test_a_single_tab_may_have_any_name_and_odd_columns_are_told(year: BlocYear, client: Client) -> None:
    given = workbook((*ROWS[0], "x"), title="Sheet1", headings=(*HEADINGS, "Ghi chú"))
    page = send(client, year, given).content.decode()
    assert "Sẽ nhập 1 dòng" in page
    assert "Cột “Ghi chú” không thuộc mẫu" in page


def test_a_list_that_is_too_long(year: BlocYear, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commendation_list, "MOST_ROWS", 2)
    assert "hơn 2 dòng" in send(client, year, copied(*ROWS)).content.decode()


def read(year: BlocYear, user: User, text: str) -> ListReading:
    return read_list(pasted(text), names_in(year, user), ground_of(year))


def test_units_are_known_by_former_names_and_by_what_they_came_from(year: BlocYear, clerk: User) -> None:
    gone = year.members[2]
    gone.delete()
    year = fresh(year)
    a, b = year.members
    event = UnitEvent.objects.create(kind=UnitEventKind.MERGE, effective_on=date(2020, 1, 1))
    UnitLink.objects.create(event=event, predecessor=gone.unit, successor=a.unit)
    UnitName.objects.create(unit=a.unit, name="Hội Làm vườn", valid_to=date(2018, 1, 1))
    for unit in (a.unit, b.unit):
        UnitName.objects.create(unit=unit, name="Hội Chung", valid_to=date(2018, 1, 1))
    rows = [
        (name, "MERIT_PROV", *[None] * 5, f"Tên {n}", None, None)
        for n, name in enumerate(("Hội C", "hoi lam vuon", "B"))
    ]
    reading = read(year, clerk, copied(*rows))
    assert [row.member for row in reading.rows] == [a.pk, a.pk, b.pk]
    unclear = read(year, clerk, copied(("Hội Chung", "MERIT_PROV", *[None] * 8)))
    assert "Không có đơn vị “Hội Chung”" in unclear.faults[0].message


def test_text_comes_back_as_it_was(year: BlocYear, clerk: User) -> None:
    """Quotes, tabs and line breaks inside a cell, and what Excel might take for a formula."""
    names = ['Kỷ niệm chương "Vì sự nghiệp"', "=1+1", "A;B"]
    rows = [("A", "MERIT_PROV", *[None] * 5, name, None, None) for name in names]
    first = read(year, clerk, copied(*rows))
    second = read(year, clerk, first.text)
    assert second.rows == first.rows
    assert second.text == first.text
    assert [row.recipient for row in second.rows] == names
    broken = read(year, clerk, 'Đơn vị\tDanh hiệu\tTên\nA\tMERIT_PROV\t"Chi hội\nsố 1"\nB\tMERIT_PROV\tHội B')
    assert [row.recipient for row in broken.rows] == ["Chi hội số 1", "Hội B"]


def test_a_unit_brings_in_its_own_only(year: BlocYear) -> None:
    head = person("truong-b")
    seat(head, SeatKind.HEAD, unit=year.members[1].unit)
    client = signed_in(head)
    answer = send(client, year, copied(*ROWS))
    assert answer.status_code == 422
    assert "Dòng 2, cột Đơn vị" in answer.content.decode()
    assert confirm(client, year, send(client, year, copied(ROWS[1]))).status_code == 302
    assert Commendation.objects.get().entered_for is False
    secretary_rows = read(year, secretary(year), copied(ROWS[0])).rows
    with pytest.raises(NotAllowed):
        import_commendations(actor=head, year=year, rows=secretary_rows)
    assert Commendation.objects.count() == 1


def test_past_years_come_in_after_publishing_too(year: BlocYear, clerk: User, client: Client) -> None:
    publish(year, clerk)
    assert confirm(client, year, send(client, year, copied(*ROWS))).status_code == 302
    assert Commendation.objects.count() == 3


def test_the_template_is_the_list_itself(year: BlocYear, clerk: User, client: Client) -> None:
    answer = client.get(url(year, "commendations-template"))
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Khen thưởng", "Danh mục"]
    assert {cell.value for cell in book["Khen thưởng"][1]} >= set(HEADINGS)
    assert [cell.value for cell in book["Danh mục"]["A"]][:3] == ["Đơn vị", "Hội A", "Hội B"]
    book["Khen thưởng"].append(["Hội A", "Kỷ niệm chương", "Cá nhân", 17])
    kept = BytesIO()
    book.save(kept)
    assert confirm(client, year, send(client, year, kept.getvalue())).status_code == 302
    assert Commendation.objects.get().count == 17


def test_a_list_costs_the_same_with_few_rows_and_with_many(year: BlocYear, clerk: User) -> None:
    counts = []
    for award, rows in (("MERIT_PROV", 3), ("MEDAL_COMM", 300)):
        listed = [("A", award, *[None] * 5, f"Tên {n}", None, None) for n in range(rows)]
        found = read(year, clerk, copied(*listed)).rows
        with CaptureQueriesContext(connection) as queries:
            assert import_commendations(actor=clerk, year=fresh(year), rows=found) == (rows, 0)
        counts.append(len(queries))
    assert counts[0] <= 26  # on PostgreSQL two locks are taken before their rows are read
    # SQLite takes a few hundred values a statement.
    assert counts[1] <= counts[0] + 6
