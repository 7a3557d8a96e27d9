"""The pages around two entries, late values and reasons: nothing typed is lost, and each leads on to where it goes on."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from blocs.models import Phase, PhaseKind, SeatKind, User
from blocs.terms import Level
from scoring.actions.sheets import hand_in
from scoring.models import LateCell, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Hall, agreed, hall, peer, signed_in, url
from tests.scoring.test_second_entry import another, finish, handed_in, second

pytestmark = pytest.mark.django_db


def close(here: Hall) -> None:
    closed = timezone.now() - timedelta(hours=1)
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=closed)


@pytest.fixture
def compared() -> tuple[Hall, User, Sheet, str]:
    """A sheet with one difference: 40 and 30 in I.1."""
    here = hall(second_entry_levels=["peer"])
    other = another(here, "nguoi-hai", "Lê Thị Hai")
    sheet = handed_in(here)
    second(here, sheet, other, I_1="30")
    finish(here, sheet, other)
    return here, other, sheet, f"{sheet.pk}-{here.criterion('I.1')}"


def test_another_value_written_without_its_mark_is_chosen(compared: tuple[Hall, User, Sheet, str]) -> None:
    here, other, sheet, name = compared
    sent = {f"thay-{name}": "40|30", f"khac-{name}": "35"}
    page = signed_in(here, other).post(peer(here, "sheet-compare"), sent, follow=True).content.decode()
    assert "Đã đối chiếu 1 ô." in page
    assert here.stored(sheet)["I.1"] == 35


@pytest.mark.parametrize("chosen", ["1", "2"])
def test_two_answers_to_one_cell_are_asked_about(
    compared: tuple[Hall, User, Sheet, str], chosen: str
) -> None:
    here, other, sheet, name = compared
    sent = {f"thay-{name}": "40|30", f"chon-{name}": chosen, f"khac-{name}": "35"}
    answer = signed_in(here, other).post(peer(here, "sheet-compare"), sent)
    page = answer.content.decode()
    assert (answer.status_code, "Hãy xóa số ở ô điểm khác" in page, 'value="35"' in page) == (422, True, True)
    assert here.stored(sheet)["I.1"] == 40


def test_late_values_stay_ticked_as_they_were_when_the_reason_is_too_short() -> None:
    here = hall()
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    close(here)
    here.save(here.entry(sheet, "I.1", "30", base="40"), here.entry(sheet, "II", "30", base="40"))
    one, two = LateCell.objects.order_by("pk")
    sent = {"cell": [one.pk], "act": "nhan", "reason": "ừ"}
    answer = signed_in(here).post(peer(here, "sheet-late"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [f'value="{cell.pk}"' in page for cell in (one, two)] == [True, True]
    ticked = [part.split('"')[0] for part in page.split('name="cell" value="')[1:] if "checked" in part[:120]]
    assert ticked == [str(one.pk)]
    assert here.stored(sheet)["I.1"] == 40


@pytest.fixture
def far() -> tuple[Hall, User, Sheet]:
    """A's complete sheet about B with one cell far from what B claims, which A may read: A's own claim is in too."""
    here = hall(reason_percent=Decimal(10))
    head = person("lanh-dao-a")
    seat(head, SeatKind.HEAD, unit=here.member("A").unit)
    for code in ("A", "B"):
        claim = here.sheet(Level.SELF, code)
        here.fill(claim)
        hand_in(actor=here.secretary, **here.address, ids=[claim.pk])
    sheet = here.sheet("A", "B")
    here.fill(sheet, I_1="20")
    return here, head, sheet


def test_a_head_is_told_beforehand_which_sheet_waits_for_a_reason(far: tuple[Hall, User, Sheet]) -> None:
    here, head, _sheet = far
    page = signed_in(here, head).get(peer(here, "sheet-hand-in")).content.decode()
    assert "chưa nộp được, cần ghi lý do: I.1" in page
    assert "Chưa có phiếu nào nộp được." in page


def test_handing_in_without_the_reason_leads_to_where_it_is_written(far: tuple[Hall, User, Sheet]) -> None:
    here, head, _sheet = far
    for client in (signed_in(here), signed_in(here, head)):
        sent = agreed(client, peer(here, "sheet-hand-in"))
        answer = client.post(peer(here, "sheet-hand-in"), sent)
        assert (answer.status_code, answer["Location"]) == (302, peer(here, "sheet-reasons"))
    keeper = signed_in(here).get(peer(here, "sheet-reasons")).content.decode()
    unit = signed_in(here, head).get(peer(here, "sheet-reasons")).content.decode()
    assert ("ông, bà mở lại phiếu" in keeper, "đề nghị tổ thư ký mở lại" in unit) == (True, True)


def test_who_can_prolong_a_window_is_led_there() -> None:
    here = hall()
    close(here)
    head = person("lanh-dao-a")
    seat(head, SeatKind.HEAD, unit=here.member("A").unit)
    phases = f'href="{url(here, "phases")}"'
    words = "Mở các mốc thời gian"
    pages = [signed_in(here, who).get(peer(here)).content.decode() for who in (here.secretary, head)]
    assert [words in page for page in pages] == [True, False]
    assert phases in pages[0]


def test_a_late_sheet_that_wants_a_reason_leads_to_where_it_is_written(far: tuple[Hall, User, Sheet]) -> None:
    here, _head, sheet = far
    close(here)
    sent = {"sheet": [sheet.pk], "reason": "Mất điện cả buổi sáng"}
    answer = signed_in(here).post(peer(here, "sheet-take-late"), sent)
    assert (answer.status_code, answer["Location"]) == (302, peer(here, "sheet-reasons"))


def test_what_was_done_to_a_sheet_stands_apart(compared: tuple[Hall, User, Sheet, str]) -> None:
    here, other, _sheet, name = compared
    sent = {f"thay-{name}": "40|30", f"chon-{name}": "1"}
    signed_in(here, other).post(peer(here, "sheet-compare"), sent)
    page = signed_in(here).get(peer(here)).content.decode()
    assert re.search(r"Nhập lần hai: Lê Thị Hai, [^<]+ · Đối chiếu: Lê Thị Hai, ", page)
