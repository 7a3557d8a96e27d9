"""Typing scores when things go wrong: a lock, a deadline, a second tab, another person, a large block with slips."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from playwright.sync_api import Page, expect

from blocs.models import Phase, PhaseKind, SeatKind
from blocs.terms import CriterionGroup, Level, SheetState
from scoring.models import LateCell, Score, Sheet
from tests.browser.test_grid import PASTE, cell, message, opened, state, typed
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, peer, url

SignIn = Callable[[Page, AbstractBaseUser], None]
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('phieu:')).length"


@pytest.fixture
def here(transactional_db: None) -> Hall:
    return hall()


@pytest.fixture
def grid(page: Page, here: Hall, sign_in: SignIn) -> Page:
    return opened(page, here, sign_in)


def test_a_thousand_cells_with_three_wrong_go_in_only_when_told(
    page: Page, transactional_db: None, sign_in: SignIn
) -> None:
    rows, columns = 72, 14
    content = CriterionGroup.CONTENT
    tree = [("I", "Nội dung", content, str(rows * 10), None)]
    tree += [(f"I.{n}", f"Tiêu chí {n}", content, "10", "0.5") for n in range(1, rows + 1)]
    here = hall(units=columns + 1, tree=tree, scale=Decimal(rows * 10))
    grid = opened(page, here, sign_in)
    block = [["9,5"] * columns for _ in range(rows)]
    block[0][3], block[40][0], block[71][13] = "11", "9,3", "chín"
    cell(grid, here, "B", "I.1").evaluate(PASTE, "\n".join("\t".join(line) for line in block))
    expect(message(grid)).to_contain_text(
        "1005 ô đúng, 3 ô sai (I.1 · E: 11 vượt điểm tối đa 10; I.41 · B: 9,3"
    )
    expect(message(grid)).to_contain_text("Chưa ghi ô nào")
    assert not Score.objects.exists()
    message(grid).get_by_role("button", name="Chỉ ghi 1005 ô đúng").click()
    expect(state(grid)).to_have_text("Đã lưu 1005/1008 ô", timeout=20_000)
    assert Score.objects.count() == 1005
    typed(grid, "Control+z")  # the block was one step
    expect(state(grid)).to_have_text("Đã lưu 0/1008 ô", timeout=20_000)
    assert not Score.objects.exists()


def test_what_a_lock_overtook_stays_until_the_person_gives_it_up(grid: Page, here: Hall) -> None:
    b, c = cell(grid, here, "B", "I.1"), cell(grid, here, "C", "I.1")
    Sheet.objects.filter(pk=here.sheet("A", "B").pk).update(state=SheetState.LOCKED)
    b.focus()
    typed(grid, "38", "Tab", "30", "Tab")
    expect(state(grid)).to_contain_text("1 ô chưa được nhận")
    expect(message(grid)).to_contain_text("1 ô chưa được nhận: Phiếu này đã khóa nên không sửa được")
    expect(message(grid).get_by_role("textbox")).to_have_value("I.1 · B (Phiếu chấm chéo của Hội A): 38")
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")  # the other sheet goes on
    assert here.stored(here.sheet("A", "C")) == {"I.1": 30}
    grid.reload()
    expect(message(grid).get_by_role("textbox")).to_have_value("I.1 · B (Phiếu chấm chéo của Hội A): 38")
    expect(b).to_have_value("")
    expect(c).to_have_value("30")
    # Every sheet locked: the page takes nothing any more and still shows what it holds.
    Sheet.objects.filter(scorer__code="A").update(state=SheetState.LOCKED)
    grid.reload()
    expect(message(grid)).to_contain_text("1 ô chưa được nhận")
    Sheet.objects.filter(scorer__code="A").update(state=SheetState.FILLING)
    message(grid).get_by_role("button", name="Thử gửi lại").click()
    expect(state(grid)).to_have_text("Đã lưu 2/6 ô")
    expect(message(grid)).to_be_empty()
    assert here.stored(here.sheet("A", "B")) == {"I.1": 38}
    Sheet.objects.filter(scorer__code="A").update(state=SheetState.FILLING)
    grid.reload()
    Sheet.objects.filter(scorer__code="A").update(state=SheetState.LOCKED)
    b.focus()
    typed(grid, "39", "Enter")
    message(grid).get_by_role("button", name="Bỏ 1 ô này").click()
    expect(message(grid)).to_be_empty()
    expect(b).to_have_value("38")
    assert grid.evaluate(KEPT) == 0


def test_a_deadline_that_passes_while_typing_keeps_what_comes_after(grid: Page, here: Hall) -> None:
    b = cell(grid, here, "B", "I.1")
    b.focus()
    typed(grid, "38", "Enter")
    expect(state(grid)).to_have_text("Đã lưu 1/6 ô")
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(
        closes_at=timezone.now() - timedelta(seconds=1)
    )
    typed(grid, "19", "Enter")
    expect(state(grid)).to_contain_text("1 ô đến muộn – được giữ lại")
    expect(message(grid)).to_contain_text("I.2 · B: đến muộn – được giữ lại. Đã hết hạn chấm lúc")
    expect(cell(grid, here, "B", "I.2")).to_have_value("19")
    assert here.stored(here.sheet("A", "B")) == {"I.1": 38}
    assert [late.points for late in LateCell.objects.all()] == [19]
    assert grid.evaluate(KEPT) == 0  # it is on the server: nothing is sent again


def test_one_person_in_two_tabs(grid: Page, here: Hall) -> None:
    beside = grid.context.new_page()
    beside.goto(peer(here))
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "38", "Enter")
    expect(cell(beside, here, "B", "I.1")).to_have_value("38")  # untouched there: it follows
    expect(state(beside)).to_have_text("Đã lưu 1/6 ô")
    cell(beside, here, "B", "I.2").focus()
    typed(beside, "1")  # being typed there: it is not overwritten, and told of both
    cell(grid, here, "B", "I.2").focus()
    typed(grid, "2", "Enter")
    expect(state(grid)).to_have_text("Đã lưu 2/6 ô")
    typed(beside, "Enter")
    expect(message(beside)).to_contain_text("đã lưu 2 lúc")
    expect(message(beside)).to_contain_text("Số vừa gõ ở đây: 1.")
    assert here.stored(here.sheet("A", "B")) == {"I.1": 38, "I.2": 2}


def test_another_person_is_told_how_many_wait_and_nothing_more(
    grid: Page, here: Hall, sign_in: SignIn
) -> None:
    other = person("nguoi-hai")
    seat(other, SeatKind.SECRETARIAT, bloc=here.year.bloc)
    grid.context.set_offline(True)
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "37,5", "Enter")
    expect(state(grid)).to_contain_text("1 ô chờ gửi")
    sign_in(grid, other)
    grid.context.set_offline(False)
    beside = grid.context.new_page()
    beside.goto(peer(here))
    expect(message(beside)).to_contain_text("Máy này còn 1 ô chờ của người khác")
    assert "37,5" not in beside.content()
    assert not Score.objects.exists()


def test_a_reason_goes_along_with_its_cell(grid: Page, here: Hall) -> None:
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "30")
    grid.get_by_role("button", name="Ghi lý do cho ô này").click()
    grid.get_by_label("Lý do của ô đang chọn").fill("Thiếu kế hoạch quý IV")
    typed(grid, "Enter")
    expect(state(grid)).to_have_text("Đã lưu 1/6 ô")
    expect(cell(grid, here, "B", "I.1")).to_be_focused()
    assert [(score.points, score.reason) for score in Score.objects.all()] == [(30, "Thiếu kế hoạch quý IV")]


def test_all_sheets_about_a_unit_take_scores_too(
    grid: Page, here: Hall, assert_accessible: Callable[[Page], None]
) -> None:
    grid.goto(url(here, "grid-unit", code="B"))
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "30", "Enter")
    expect(state(grid)).to_contain_text("Đã lưu 1/15 ô")
    assert_accessible(grid)
    assert here.stored(here.sheet("A", "B")) == {"I.1": 30}


def test_a_leader_scores_on_a_phone_one_criterion_after_another(
    phone: Page, here: Hall, sign_in: SignIn, assert_accessible: Callable[[Page], None]
) -> None:
    head = person("truong-b")
    seat(head, SeatKind.HEAD, unit=here.member("B").unit)
    sheet = here.sheet(Level.SELF, "B")
    sign_in(phone, head)
    phone.goto(url(here, "grid", level="tu-cham"))
    phone.get_by_role("link", name="Chấm từng tiêu chí").tap()

    def looked_at() -> None:
        assert_accessible(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        for button in phone.locator("main .one-ends .btn, main .one-left a").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 52

    for code, text in (("I.1", "41"), ("I.2", "20"), ("II", "39,5")):
        expect(phone.get_by_role("heading", level=1)).to_contain_text(f"{code}.")
        field = phone.get_by_label("Điểm tự chấm")
        expect(field).to_have_attribute("inputmode", "decimal")
        field.fill(text)
        if code == "I.1":
            expect(phone.locator("[data-message]")).to_contain_text("41 vượt điểm tối đa 40")
            phone.get_by_role("button", name="Lưu và sang tiêu chí sau").tap()
            expect(field).to_be_focused()  # a wrong number is not left behind
            field.fill("40")
            looked_at()
        phone.get_by_role("button", name="Lưu và sang tiêu chí sau").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("III.1.")
    assert here.stored(sheet) == {"I.1": 40, "I.2": 20, "II": Decimal("39.5")}
    phone.get_by_role("button", name="Còn thiếu gì").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã chấm đủ, xem lại rồi nộp")
    looked_at()
    phone.get_by_role("button", name="Nộp phiếu").tap()
    phone.locator("main button.btn-primary").tap()  # the totals are shown once more
    expect(phone.locator(".messages")).to_contain_text("Đã nộp 1 phiếu.")
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.HANDED_IN


def test_a_phone_does_not_go_on_before_it_has_said_that_a_score_came_late(
    phone: Page, here: Hall, sign_in: SignIn
) -> None:
    head = person("lanh-dao-b")
    seat(head, SeatKind.HEAD, unit=here.member("B").unit)
    sign_in(phone, head)
    phone.goto(url(here, "grid-one", level="tu-cham") + "?muc=I.1")
    phone.get_by_label("Điểm tự chấm").fill("38")
    gone = timezone.now() - timedelta(seconds=1)
    Phase.objects.filter(year=here.year, kind=PhaseKind.SELF_SCORING).update(closes_at=gone)
    on = phone.get_by_role("button", name="Lưu và sang tiêu chí sau")
    on.tap()
    expect(message(phone)).to_contain_text("đến muộn – được giữ lại")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("I.1.")
    on.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("I.2.")
    assert [late.points for late in LateCell.objects.all()] == [38]
