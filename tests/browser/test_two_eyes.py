"""The second entry of a paper in a real browser, typed, finished and compared; its pages on both screens, with axe."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from playwright.sync_api import Page, expect

from blocs.models import Phase, PhaseKind, User
from blocs.terms import Level
from scoring.actions.cell_entries import CellEntry
from scoring.actions.second_entry import finish_second, save_second
from scoring.actions.sheets import hand_in
from scoring.models import LateCell, Score, Sheet
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_new_pages import faults_at
from tests.scoring.sheets import Hall, hall, peer, url
from tests.scoring.test_second_entry import another

SignIn = Callable[[Page, AbstractBaseUser], None]


@pytest.fixture
def here(transactional_db: None) -> Hall:
    return hall(second_entry_levels=["peer"], reason_percent=Decimal(10))


@pytest.fixture
def other(here: Hall) -> User:
    return another(here, "nguoi-hai", "Lê Thị Hai")


@pytest.fixture
def sheet(here: Hall) -> Sheet:
    made = here.sheet("A", "B")
    here.fill(made)
    hand_in(actor=here.secretary, **here.address, ids=[made.pk])
    return made


def test_typed_a_second_time_and_compared(
    page: Page, here: Hall, sheet: Sheet, other: User, sign_in: SignIn
) -> None:
    sign_in(page, other)
    page.goto(peer(here, "sheet-second"))
    cell = {code: page.locator(f"#c{sheet.pk}-{here.criterion(code)}") for code in ("I.1", "I.2", "II")}
    cell["I.1"].focus()
    page.keyboard.type("39,5")
    page.keyboard.press("Enter")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_contain_text("Đã lưu 2/3 ô")
    assert sorted(Score.objects.filter(sheet=sheet, entry=2).values_list("points", flat=True)) == [
        20,
        Decimal("39.5"),
    ]
    assert here.stored(sheet) == {"I.1": 40, "I.2": 20, "II": 40}
    # The same person's first grid tells nothing of the sheet now.
    page.goto(peer(here))
    expect(page.locator(f"#p{sheet.pk}")).to_contain_text("đang nhập lần hai")
    expect(page.locator(f"#c{sheet.pk}-{here.criterion('I.1')}")).to_have_count(0)
    page.goto(peer(here, "sheet-second"))
    expect(cell["I.1"]).to_have_value("39,5")
    # The button takes the cell being typed along: it waits for the answer of the script's queue.
    cell["II"].focus()
    page.keyboard.type("40")
    page.get_by_role("button", name="Xong lần hai").click()
    expect(page.locator("h1")).to_have_text("Đối chiếu hai lần nhập")
    expect(page.locator("fieldset")).to_have_count(1)
    expect(page.locator("fieldset")).to_contain_text("Lần một: 40")
    expect(page.locator("fieldset")).to_contain_text("Lần hai: 39,5")
    # Another value without its mark is a choice too.
    page.get_by_label("Điểm khác của").fill("39")
    page.get_by_role("button", name="Lưu các ô đã chọn").click()
    expect(page.locator(".messages")).to_contain_text("Đã đối chiếu 1 ô.")
    assert here.stored(sheet)["I.1"] == 39


@pytest.fixture
def full(here: Hall, sheet: Sheet, other: User) -> Hall:
    """A difference to settle, a late value, a far score without its reason, and a sheet that waits for its second entry."""
    made = [
        CellEntry(sheet.pk, here.criterion(code), Decimal(value), None)
        for code, value in (("I.1", 30), ("I.2", 20), ("II", 40))
    ]
    save_second(actor=other, **here.address, entries=made)
    finish_second(actor=other, **here.address, ids=[sheet.pk])
    waiting, far, claim = here.sheet("A", "C"), here.sheet(Level.BLOC, "B"), here.sheet(Level.SELF, "B")
    here.fill(waiting)
    here.fill(claim)
    hand_in(actor=here.secretary, **here.address, ids=[waiting.pk, claim.pk])
    here.fill(far, I_1="20")
    closed = timezone.now() - timedelta(hours=1)
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=closed)
    here.save(here.entry(here.sheet("B", "A"), "I.1", "30"))
    assert LateCell.objects.exists()
    return here


def test_the_check_pages_can_be_read_on_both_screens(page: Page, full: Hall, sign_in: SignIn) -> None:
    sign_in(page, full.secretary)
    addresses = [
        (url(full, "sheet-checks"), "1 phiếu chờ đối chiếu"),
        (peer(full, "sheet-compare"), "Xem lại phiếu giấy rồi chọn từng ô"),
        (peer(full, "sheet-late", scorer="B"), "Nhận các điểm đã chọn"),
        (url(full, "sheet-reasons", level="khoi"), "chờ giải thích"),
        (peer(full, "sheet-second"), "Lần hai do người khác nhập"),
        (peer(full, "sheet-take-late", scorer="B"), "Nhận phiếu nộp muộn"),
    ]
    faults = []
    for at, (address, words) in enumerate(addresses):
        for size in (LAPTOP, PHONE):
            page.set_viewport_size(size)
            answer = page.goto(address)
            assert answer is not None
            assert (answer.status, words in page.locator("main").inner_text()) == (200, True), address
            found = faults_at(page, size["width"], "html" if at == 0 else "main")
            faults += [f"{address} {size['width']}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)
