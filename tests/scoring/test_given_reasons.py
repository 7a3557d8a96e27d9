"""What counts as a reason where one is demanded: several words, in the actions, at the form's field, on the reasons page."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocs.refusals import Invalid
from blocs.terms import Level, SheetState
from scoring.actions.explaining import explain_cells
from scoring.actions.sheets import checked_reason, hand_in
from scoring.given_reasons import LEAST_REASON, LEAST_SAID, suffices
from scoring.models import Score
from tests.scoring.sheets import hall, peer, signed_in, url


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("", False),
        ("a", False),
        ("  a  ", False),
        ("Nhầm cột", False),
        ("aaaaaaaaaaaaaaaa", False),
        ("a          b", False),
        ("Ghi nhầm c", True),
        ("Ghi nhầm\ncột", True),
    ],
)
def test_a_letter_or_one_word_is_no_reason(text: str, is_one: bool) -> None:
    assert suffices(text) is is_one


@given(st.text())
def test_blanks_count_for_nothing(text: str) -> None:
    assert suffices(text) == suffices(f"  {text}\n\t ")
    assert not suffices(text) or len(text) >= LEAST_REASON


@pytest.mark.parametrize("text", ["", "x", "Sửa điểm", "..........."])
def test_an_act_that_needs_a_reason_is_not_done_with_a_letter(text: str) -> None:
    with pytest.raises(Invalid, match=LEAST_SAID):
        checked_reason(text)


@pytest.mark.django_db
def test_a_far_cell_with_one_letter_beside_it_still_waits_for_its_reason() -> None:
    here = hall(reason_percent=Decimal(10))
    claim, sheet = here.sheet(Level.SELF, "B"), here.sheet(Level.BLOC, "B")
    here.fill(claim)
    hand_in(actor=here.secretary, **here.address, ids=[claim.pk])
    here.fill(sheet, I_1="20")
    Score.objects.filter(sheet=sheet, criterion=here.criterion("I.1")).update(reason="x")
    done = hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    assert (done.now, [codes for _sheet, codes in done.unexplained]) == ([], [["I.1"]])
    address = url(here, "sheet-reasons", level="khoi")
    page = signed_in(here).get(address).content.decode()
    assert "1 ô cần ghi lý do" in page
    assert LEAST_SAID in page
    key = f"ly-do-{sheet.pk}-{here.criterion('I.1')}"
    answer = signed_in(here).post(address, {key: "xy"})
    assert answer.status_code == 422
    assert ">xy</textarea>" in answer.content.decode()
    with pytest.raises(Invalid, match=LEAST_SAID):
        explain_cells(actor=here.secretary, **here.address, reasons={(sheet.pk, here.criterion("I.1")): "xy"})
    assert signed_in(here).post(address, {key: "Chưa đủ hồ sơ"}).status_code == 302
    assert len(hand_in(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1


@pytest.mark.django_db
def test_what_was_typed_stays_at_the_field(db: None) -> None:
    here = hall()
    sheet = here.sheet("A", "B")
    answer = signed_in(here).post(peer(here, "sheet-recuse"), {"sheet": [sheet.pk], "reason": "bận"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert LEAST_SAID in page
    assert ">\nbận</textarea>" in page
    sheet.refresh_from_db()
    assert sheet.state == SheetState.FILLING
