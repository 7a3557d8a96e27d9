"""A paper one criterion after another, as an ordinary form: the way through, what is kept, and handing in."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blocs.models import Phase, PhaseKind, SeatKind, User
from blocs.terms import Level, SheetState
from scoring.models import LateCell, Score, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Fields, Hall, agreed, fields, hall, name_of, peer, signed_in, url

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def here() -> Hall:
    return hall()


@pytest.fixture
def client(here: Hall) -> Client:
    return signed_in(here)


def one(here: Hall, code: str = "", scorer: str = "A") -> str:
    return peer(here, "grid-one", scorer) + (f"?muc={code}" if code else "")


def own(here: Hall, code: str = "") -> str:
    return url(here, "grid-one", level="tu-cham") + (f"?muc={code}" if code else "")


def unit_person(here: Hall, kind: SeatKind, code: str = "B") -> User:
    user = person(f"{kind.value}-{code.lower()}")
    seat(user, kind, unit=here.member(code).unit)
    return user


def test_a_criterion_with_all_its_sheets_and_the_way_on(here: Hall, client: Client) -> None:
    page = client.get(one(here, "I.2")).content.decode()
    assert "I.2. Tổ chức, hội viên" in page
    assert "I. Nhiệm vụ chính trị · tiêu chí 2/5" in page
    form = Fields(page).values
    b, c = here.sheet("A", "B"), here.sheet("A", "C")
    assert {name_of(here, b, "I.2"), name_of(here, c, "I.2")} == {
        name for name in form if name.startswith("c") and "-" in name
    }
    form |= {name_of(here, b, "I.2"): "15,5", name_of(here, c, "I.2"): "20"}
    answer = client.post(one(here), form | {"sang": "sau"})
    assert answer["Location"] == one(here, "II")
    assert here.stored(b) == {"I.2": Decimal("15.5")}
    assert here.stored(c) == {"I.2": 20}


@pytest.mark.parametrize(
    ("code", "way", "to"),
    [
        ("I.1", "sau", "I.2"),
        ("I.1", "truoc", "I.1"),
        ("II", "truoc", "I.2"),
        ("IV", "sau", "het"),
        ("I.2", "het", "het"),
        ("I.2", "linh-tinh", "II"),
    ],
)
def test_every_way_saves_first(here: Hall, client: Client, code: str, way: str, to: str) -> None:
    sheet = here.sheet("A", "B")
    form = fields(client, one(here, code)) | {name_of(here, sheet, code): "1", "sang": way}
    assert client.post(one(here), form)["Location"] == one(here, to)
    assert here.stored(sheet) == {code: 1}


def test_without_a_criterion_it_opens_where_something_is_missing(here: Hall, client: Client) -> None:
    b, c = here.sheet("A", "B"), here.sheet("A", "C")
    here.fill(b)
    here.save(here.entry(c, "I.1", "1"))
    assert "I.2. Tổ chức" in client.get(one(here)).content.decode()
    here.fill(c, I_1="1")
    assert "Đã chấm đủ, xem lại rồi nộp" in client.get(one(here)).content.decode()


def test_a_wrong_number_stays_as_typed_with_its_sentence(here: Hall, client: Client) -> None:
    b, c = here.sheet("A", "B"), here.sheet("A", "C")
    form = fields(client, one(here, "I.1")) | {name_of(here, b, "I.1"): "41", name_of(here, c, "I.1"): "40"}
    answer = client.post(one(here), form | {"sang": "sau"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "41 vượt điểm tối đa 40" in page
    assert Fields(page).values[name_of(here, b, "I.1")] == "41"
    assert here.stored(c) == {"I.1": 40}


def test_another_s_value_meanwhile_is_shown_before_it_is_overwritten(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    form = fields(client, one(here, "I.1")) | {name_of(here, b, "I.1"): "38"}
    here.save(here.entry(b, "I.1", "30"))
    answer = client.post(one(here), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đã lưu 30 lúc" in page
    assert client.post(one(here), Fields(page).values).status_code == 302
    assert here.stored(b) == {"I.1": 38}


@pytest.mark.parametrize("code", ["Z", "I", ""])
def test_no_such_criterion(here: Hall, client: Client, code: str) -> None:
    assert client.post(one(here), {"muc": code, "bases": "{}"}).status_code == 404
    if code:
        assert client.get(one(here, code)).status_code == 404


def test_a_unit_s_head_scores_itself_and_hands_in(here: Hall) -> None:
    head = signed_in(here, unit_person(here, SeatKind.HEAD))
    sheet = here.sheet(Level.SELF, "B")
    page = head.get(own(here, "I.1")).content.decode()
    assert "Điểm tự chấm" in page
    assert "Phiếu tự chấm của Hội B" in page
    for code, points in (("I.1", "40"), ("I.2", "20"), ("II", "39,5")):
        form = fields(head, own(here, code)) | {name_of(here, sheet, code): points}
        assert head.post(own(here), form).status_code == 302
    end = head.get(own(here, "het")).content.decode()
    assert ">Nộp phiếu</button>" in end
    assert "Tổng 99,5" in end
    # The totals are shown once more before they go in.
    asked = head.post(url(here, "sheet-hand-in", level="tu-cham"), follow=True)
    assert "99,5" in asked.content.decode()
    going = url(here, "sheet-hand-in", level="tu-cham")
    assert f'href="{own(here)}"' in head.get(going).content.decode(), "the way back is not the wide table"
    after = head.post(going, agreed(head, going), follow=True)
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.HANDED_IN
    # From there to the unit's other sheets: the next thing is one tap away.
    assert after.redirect_chain == [(url(here, "sheets"), 302)]
    assert "Đã nộp 1 phiếu." in after.content.decode()
    assert "Việc tiếp theo: " in after.content.decode()
    end = head.get(own(here, "het")).content.decode()
    assert "Phiếu đã nộp</h1>" in end
    assert "đề nghị tổ thư ký mở lại" in end


def test_the_way_back_by_role(here: Hall, client: Client) -> None:
    """A head comes from the list of the unit's sheets and has the table one link away; others come from the table."""
    head, officer = (signed_in(here, unit_person(here, k)) for k in (SeatKind.HEAD, SeatKind.OFFICER))
    table, listed = url(here, "grid", level="tu-cham"), url(here, "sheets")
    for code in ("I.1", "het"):
        page = head.get(own(here, code)).content.decode()
        assert f'class="back" href="{listed}"' in page
        assert f'href="{table}">Xem cả phiếu dạng bảng' in page
        for keeper in (officer, client):
            page = keeper.get(own(here, code)).content.decode()
            assert f'class="back" href="{table}"' in page
            assert "Xem cả phiếu dạng bảng" not in page


def test_the_heading_of_what_is_left(here: Hall) -> None:
    head = signed_in(here, unit_person(here, SeatKind.HEAD))
    assert "Còn 3 tiêu chí chưa chấm</h1>" in head.get(own(here, "het")).content.decode()
    assert "Còn 2 phiếu chưa đủ điểm</h1>" in head.get(one(here, "het", "B")).content.decode()
    gone = timezone.now() - timedelta(minutes=1)
    Phase.objects.filter(year=here.year, kind=PhaseKind.SELF_SCORING).update(closes_at=gone)
    page = head.get(own(here, "het")).content.decode()
    assert "Phiếu không nhận điểm lúc này</h1>" in page
    assert "note-info" in page


def test_an_officer_is_told_who_hands_in(here: Hall) -> None:
    officer = signed_in(here, unit_person(here, SeatKind.OFFICER))
    here.fill(here.sheet(Level.SELF, "B"))
    end = officer.get(own(here, "het")).content.decode()
    assert "Lãnh đạo đơn vị nộp phiếu" in end
    assert "Nộp phiếu</button>" not in end


def test_what_is_missing_leads_to_its_criterion(here: Hall, client: Client) -> None:
    here.save(here.entry(here.sheet("A", "B"), "I.1", "1"))
    end = client.get(one(here, "het")).content.decode()
    assert "Còn 2 phiếu chưa đủ điểm" in end
    assert end.count(f'href="{one(here, "I.1")}"') == 2  # C lacks it, and the way back to the beginning
    assert end.count(f'href="{one(here, "I.2")}"') == 2


@pytest.mark.parametrize(("minutes", "late"), [(1, False), (-1, True)])
def test_a_minute_before_the_deadline_counts_a_minute_after_is_kept(
    here: Hall, client: Client, minutes: int, late: bool
) -> None:
    b = here.sheet("A", "B")
    form = fields(client, one(here, "I.1")) | {name_of(here, b, "I.1"): "38", "sang": "sau"}
    closes = timezone.now() + timedelta(minutes=minutes)
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=closes)
    page = client.post(one(here), form, follow=True).content.decode()
    assert ("1 ô đến muộn. Đã hết hạn chấm" in page) is late
    assert here.stored(b) == ({} if late else {"I.1": 38})
    assert list(LateCell.objects.values_list("points", flat=True)) == ([38] if late else [])


def test_without_scripts_nothing_is_taken_from_a_closed_sheet(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    form = fields(client, one(here, "I.1")) | {name_of(here, b, "I.1"): "38"}
    Sheet.objects.filter(pk=b.pk).update(state=SheetState.HANDED_IN)
    answer = client.post(one(here), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "đã nộp nên không sửa được" in page
    assert Fields(page).values[name_of(here, b, "I.1")] == "38"
    assert not Score.objects.exists()


def test_the_grid_offers_it_on_a_phone(here: Hall, client: Client) -> None:
    page = client.get(peer(here)).content.decode()
    assert re.search(rf'only-phone" href="{one(here)}"', page)


@pytest.mark.parametrize("units", [3, 15])
@pytest.mark.parametrize(("code", "queries"), [("I.1", 11), ("het", 9)])
def test_the_pages_take_the_same_queries_for_few_and_many(
    django_assert_num_queries: Any, units: int, code: str, queries: int
) -> None:
    here = hall(units=units)
    here.fill(here.sheet("A", "B"))
    client = signed_in(here)
    client.get(one(here, code))
    with django_assert_num_queries(queries):
        assert client.get(one(here, code)).status_code == 200


def test_the_cell_s_own_page_is_reached_with_what_was_typed_and_leads_back(here: Hall) -> None:
    head = signed_in(here, unit_person(here, SeatKind.HEAD))
    sheet = here.sheet(Level.SELF, "B")
    page = head.get(own(here, "I.1")).content.decode()
    assert "Minh chứng, lý do" in page
    # Enter in a field goes on, not to the first button that happens to stand in the page.
    assert page.index('value="sau"') < page.index(f'value="o-{sheet.pk}"')
    form = Fields(page).values | {name_of(here, sheet, "I.1"): "38", "sang": f"o-{sheet.pk}"}
    to = head.post(own(here), form)["Location"]
    assert here.stored(sheet) == {"I.1": 38}
    cell = head.get(to).content.decode()
    assert f'href="{own(here, "I.1")}"' in cell
    evidence = re.search(r'href="([^"]+minh-chung[^"]+)"', cell)
    assert evidence is not None
    beside = head.get(evidence[1].replace("&amp;", "&")).content.decode()
    assert f'href="{to}"' in beside
    saved = head.post(to, {"base": "38", "viec": "luu", "points": "37", "reason": "Chậm ba ngày so với hạn"})
    assert saved["Location"] == own(here, "I.1")
    assert here.stored(sheet) == {"I.1": 37}


def test_the_page_of_another_s_cell_is_no_way_on(here: Hall, client: Client) -> None:
    other = here.sheet("B", "A")
    form = fields(client, one(here, "I.1")) | {"sang": f"o-{other.pk}"}
    assert client.post(one(here), form)["Location"] == one(here, "I.2")


def test_a_unit_put_aside_is_scored_after_all_while_the_window_is_open(here: Hall) -> None:
    head = signed_in(here, unit_person(here, SeatKind.HEAD))
    sheet = here.sheet("B", "A")
    again = peer(here, "sheet-recuse", "B") + "?lai=1"
    assert again not in head.get(one(here, "het", "B")).content.decode()
    head.post(peer(here, "sheet-recuse", "B"), {"sheet": sheet.pk, "reason": "Người thân lãnh đạo"})
    page = head.get(one(here, "het", "B")).content.decode()
    assert f'href="{again}"' in page
    assert "Chấm lại đơn vị" in page
    assert "Tổng 0" not in page
    gone = timezone.now() - timedelta(minutes=1)
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=gone)
    page = head.get(one(here, "het", "B")).content.decode()
    assert again not in page
    # A unit's people are told whom to ask, not where the secretariat does it.
    assert "đề nghị tổ thư ký gia hạn" in page
    assert "trang các mốc" not in page
