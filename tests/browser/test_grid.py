"""Scores typed in a real browser: the keyboard alone, a pasted block, a lost line, two people, leaving."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Route, expect

from blocs.models import SeatKind
from blocs.terms import SheetState
from scoring.models import Score, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, peer, url

SignIn = Callable[[Page, AbstractBaseUser], None]
PASTE = """(input, text) => {
  input.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def here(transactional_db: None) -> Hall:
    return hall()


@pytest.fixture
def grid(page: Page, here: Hall, sign_in: SignIn) -> Page:
    return opened(page, here, sign_in)


def opened(page: Page, here: Hall, sign_in: SignIn) -> Page:
    sign_in(page, here.secretary)
    page.goto(peer(here))
    return page


def cell(page: Page, here: Hall, scored: str, code: str) -> Locator:
    return page.locator(f"#c{here.sheet('A', scored).pk}-{here.criterion(code)}")


def state(page: Page) -> Locator:
    return page.locator("[data-state]")


def message(page: Page) -> Locator:
    return page.locator("[data-message]")


def typed(page: Page, *keys: str) -> None:
    for key in keys:
        if key in {"Enter", "Tab", "Shift+Tab", "Shift+Enter", "Escape", "F2"} or key.startswith(
            ("Arrow", "Control")
        ):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def test_a_whole_paper_by_keyboard_alone(grid: Page, here: Hall) -> None:
    cell(grid, here, "B", "I.1").focus()
    # Down column B (content, bonus, penalty), which goes on at the top of column C.
    typed(grid, "38,5", "Enter", "15.5", "Enter", "40", "Enter", "2", "Enter", "0", "Enter")
    typed(grid, "30", "ArrowDown", "10", "ArrowDown", "20", "ArrowLeft")
    expect(cell(grid, here, "B", "II")).to_be_focused()
    expect(state(grid)).to_contain_text("Đã lưu 8/8 ô")
    assert here.stored(here.sheet("A", "B")) == {
        "I.1": Decimal("38.5"),
        "I.2": Decimal("15.5"),
        "II": 40,
        "III.1": 2,
        "IV": 0,
    }
    assert here.stored(here.sheet("A", "C")) == {"I.1": 30, "I.2": 10, "II": 20}
    assert grid.locator("[data-grand]").all_inner_texts() == ["96,0", "60,0"]
    assert grid.locator("tr[data-parent='I'] td").all_inner_texts()[1:] == ["54,0", "40,0"]
    grid.get_by_role("button", name="Nộp phiếu").click()
    expect(grid.locator(".messages")).to_contain_text("Đã nộp 2 phiếu.")
    assert set(Sheet.objects.filter(scorer__code="A").values_list("state", flat=True)) == {
        SheetState.HANDED_IN
    }


def test_tab_goes_along_the_row_and_escape_takes_back(grid: Page, here: Hall) -> None:
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "30", "Tab", "31", "Tab")
    expect(cell(grid, here, "B", "I.2")).to_be_focused()
    typed(grid, "Shift+Tab")
    expect(cell(grid, here, "C", "I.1")).to_be_focused()
    typed(grid, "5", "Escape")
    expect(cell(grid, here, "C", "I.1")).to_have_value("31")
    typed(grid, "Shift+Enter")
    expect(state(grid)).to_contain_text("Đã lưu 2/6 ô")
    typed(grid, "Control+z")
    expect(cell(grid, here, "C", "I.1")).to_have_value("")
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")
    assert here.stored(here.sheet("A", "C")) == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("41", "41 vượt điểm tối đa 40"),
        ("39,3", "bội của 0,5"),
        ("4 0", "không phải là số"),
        ("-1", "là số âm"),
    ],
)
def test_a_wrong_score_is_told_while_typing_and_leads_back(
    grid: Page, here: Hall, text: str, why: str
) -> None:
    cell(grid, here, "B", "I.1").focus()
    typed(grid, text)
    expect(message(grid)).to_contain_text(f"I.1 · B: {text if why[0].isdigit() else ''}"[:9])
    expect(message(grid)).to_contain_text(why)
    typed(grid, "Enter", "10", "Enter")
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")
    expect(state(grid)).to_contain_text("1 ô sai")
    message(grid).get_by_role("link", name="Đến ô").click()
    expect(cell(grid, here, "B", "I.1")).to_be_focused()
    assert here.stored(here.sheet("A", "B")) == {"I.2": 10}
    typed(grid, "39", "Enter")
    expect(message(grid)).to_be_empty()
    expect(state(grid)).to_contain_text("Đã lưu 2/6 ô")


def test_a_block_from_excel_is_checked_before_it_is_pasted(grid: Page, here: Hall) -> None:
    cell(grid, here, "B", "I.1").evaluate(PASTE, "38,5\t41\r\n20\t\r\n39\t40\t7\r\n")
    note = message(grid)
    expect(note).to_contain_text(
        "Dán 3 × 3 ô từ I.1 · B, 4 ô đúng, 1 ô sai (I.1 · C: 41 vượt điểm tối đa 40)"
    )
    expect(note).to_contain_text("1 ô nằm ngoài chỗ nhập được, 1 ô trống bỏ qua")
    assert not Score.objects.exists()
    note.get_by_role("button", name="Chỉ ghi 4 ô đúng").click()
    expect(state(grid)).to_contain_text("Đã lưu 4/6 ô")
    assert here.stored(here.sheet("A", "B")) == {"I.1": Decimal("38.5"), "I.2": 20, "II": 39}
    assert here.stored(here.sheet("A", "C")) == {"II": 40}
    typed(grid, "Control+z")
    expect(state(grid)).to_contain_text("Đã lưu 0/6 ô")
    assert not Score.objects.exists()


def test_a_block_with_its_section_rows_falls_into_place(grid: Page, here: Hall) -> None:
    """Copied from the Excel form: a section's row holds its sum, or is empty."""
    cell(grid, here, "B", "I.2").evaluate(PASTE, "20\n40\n\n3\n1\n")
    expect(state(grid)).to_contain_text("Đã lưu 4/8 ô")
    assert here.stored(here.sheet("A", "B")) == {"I.2": 20, "II": 40, "III.1": 3, "IV": 1}


def test_a_lost_line_keeps_tries_again_and_says_so(grid: Page, here: Hall) -> None:
    cell(grid, here, "B", "I.1").focus()
    grid.context.set_offline(True)
    typed(grid, "38", "Enter", "19", "Enter")
    expect(state(grid)).to_contain_text("2 ô chờ gửi")
    expect(message(grid)).to_contain_text("Mất kết nối. 2 ô đang chờ được giữ trong máy này")
    assert "is-waiting" in (cell(grid, here, "B", "I.1").get_attribute("class") or "")
    assert not Score.objects.exists()
    grid.context.set_offline(False)
    expect(state(grid)).to_contain_text("Đã lưu 2/6 ô")
    expect(message(grid)).to_be_empty()
    assert here.stored(here.sheet("A", "B")) == {"I.1": 38, "I.2": 19}


def test_the_arrows_move_in_a_text_that_is_being_edited(grid: Page, here: Hall) -> None:
    b = cell(grid, here, "B", "I.1")
    b.focus()
    typed(grid, "30", "Enter", "ArrowUp", "F2", "ArrowLeft", "1", "ArrowRight", "ArrowRight")
    expect(cell(grid, here, "C", "I.1")).to_be_focused()
    expect(b).to_have_value("310")
    b.click()
    typed(grid, "31", "Enter")
    expect(b).to_have_value("31")
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")


def test_what_waited_when_the_window_closed_is_sent_the_next_time(
    open_context: Callable[..., BrowserContext], here: Hall, sign_in: SignIn
) -> None:
    context = open_context()
    grid = opened(context.new_page(), here, sign_in)
    context.set_offline(True)
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "38", "Enter")
    expect(state(grid)).to_contain_text("1 ô chờ gửi")
    grid.close()
    context.set_offline(False)
    grid = context.new_page()
    grid.goto(peer(here))
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")
    expect(cell(grid, here, "B", "I.1")).to_have_value("38")
    assert here.stored(here.sheet("A", "B")) == {"I.1": 38}


def test_an_answer_that_was_lost_is_asked_for_again_before_the_newer_value(grid: Page, here: Hall) -> None:
    """The server has the first value, the browser does not know; neither value is refused or doubled."""
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    grid.route(f"**{url(here, 'cell-save')}", lose_the_first)
    b = cell(grid, here, "B", "I.1")
    b.focus()
    typed(grid, "38", "Enter")
    expect(message(grid)).to_contain_text("Mất kết nối")
    assert here.stored(here.sheet("A", "B")) == {"I.1": 38}
    b.focus()
    typed(grid, "39", "Enter")
    expect(state(grid)).to_have_text("Đã lưu 1/6 ô")
    expect(message(grid)).to_be_empty()
    assert lost == [200]
    assert here.stored(here.sheet("A", "B")) == {"I.1": 39}


def test_leaving_with_waiting_cells_warns(grid: Page, here: Hall) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    grid.on("dialog", stay)
    cell(grid, here, "B", "I.1").click()
    grid.context.set_offline(True)
    typed(grid, "38", "Enter")
    expect(state(grid)).to_contain_text("1 ô chờ gửi")
    grid.close(run_before_unload=True)
    grid.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert not grid.is_closed()
    grid.context.set_offline(False)
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")
    grid.goto(url(here, "sheets"))
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(("choice", "kept"), [("Giữ số vừa gõ: 38", 38), ("Lấy số đã lưu: 30", 30)])
def test_another_person_s_value_is_shown_with_both(grid: Page, here: Hall, choice: str, kept: int) -> None:
    other = person("nguoi-hai", full_name="Lê Thị Hai")
    seat(other, SeatKind.SECRETARIAT, bloc=here.year.bloc)
    sheet = here.sheet("A", "B")
    here.save(here.entry(sheet, "I.1", "30"), here.entry(sheet, "I.2", "5"), actor=other)
    for code, value in (("I.2", "6"), ("I.1", "38")):
        cell(grid, here, "B", code).focus()
        typed(grid, value, "Tab")
    expect(state(grid)).to_contain_text("2 ô người khác đã sửa")
    cell(grid, here, "B", "I.1").focus()
    expect(message(grid)).to_contain_text("I.1 · B: Lê Thị Hai đã lưu 30 lúc")
    expect(message(grid)).to_contain_text("Số vừa gõ ở đây: 38.")
    message(grid).get_by_role("button", name=choice).click()
    expect(cell(grid, here, "B", "I.1")).to_have_value(str(kept))
    expect(state(grid)).to_contain_text("1 ô người khác đã sửa")
    for _ in range(50):  # keeping one's own value is a save of its own, still on its way
        if here.stored(sheet)["I.1"] == kept:
            break
        grid.wait_for_timeout(100)
    assert here.stored(sheet) == {"I.1": kept, "I.2": 5}


def test_a_session_that_ended_waits_for_signing_in_again(grid: Page, here: Hall, sign_in: SignIn) -> None:
    Session.objects.all().delete()
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "38", "Enter")
    expect(message(grid)).to_contain_text("Phiên làm việc đã hết")
    expect(message(grid)).to_contain_text("1 ô đang chờ được giữ trong máy này")
    assert not Score.objects.exists()
    sign_in(grid, here.secretary)
    grid.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")
    assert here.stored(here.sheet("A", "B")) == {"I.1": 38}


def test_what_waits_is_sent_by_nobody_else(grid: Page, here: Hall, sign_in: SignIn) -> None:
    other = person("nguoi-hai")
    seat(other, SeatKind.SECRETARIAT, bloc=here.year.bloc)
    grid.context.set_offline(True)
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "38", "Enter")
    expect(state(grid)).to_contain_text("1 ô chờ gửi")
    sign_in(grid, other)
    grid.context.set_offline(False)
    expect(message(grid)).to_contain_text("do người khác mở")
    beside = grid.context.new_page()
    beside.goto(peer(here))
    expect(cell(beside, here, "B", "I.1")).to_have_value("")
    assert not Score.objects.exists()
    sign_in(grid, here.secretary)
    grid.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")


def test_signing_out_warns_and_deletes_what_waits(grid: Page, here: Hall) -> None:
    asked: list[str] = []
    answers = iter((False, True))

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if next(answers):
            dialog.accept()
        else:
            dialog.dismiss()

    grid.on("dialog", answer)
    grid.route(f"**{url(here, 'cell-save')}", lambda route: route.abort())
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "38", "Enter")
    expect(state(grid)).to_contain_text("1 ô chờ gửi")
    out = grid.locator("form[data-sign-out]")
    waiting = "Object.keys(localStorage).filter(key => key.startsWith('phieu:')).length"
    out.evaluate("form => form.requestSubmit()")
    assert grid.evaluate(waiting) == 1
    with grid.expect_navigation():
        out.evaluate("form => form.requestSubmit()")
    assert grid.evaluate(waiting) == 0
    assert len(asked) == 2
    assert "Còn 1 ô điểm chưa gửi" in asked[0]


def test_a_sheet_handed_in_by_somebody_else_is_told(grid: Page, here: Hall) -> None:
    Sheet.objects.filter(scorer__code="A").update(state=SheetState.HANDED_IN)
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "38", "Enter")
    expect(message(grid)).to_contain_text("Phiếu này đã nộp nên không sửa được")
    Sheet.objects.filter(scorer__code="A").update(state=SheetState.FILLING)
    cell(grid, here, "B", "I.1").focus()
    typed(grid, "Enter")
    expect(state(grid)).to_contain_text("Đã lưu 1/6 ô")


def test_without_a_script_it_is_an_ordinary_form(
    open_context: Callable[..., BrowserContext], here: Hall, sign_in: SignIn
) -> None:
    grid = opened(open_context(java_script_enabled=False).new_page(), here, sign_in)
    cell(grid, here, "B", "I.1").fill("38,5")
    cell(grid, here, "C", "I.1").fill("41")
    grid.get_by_role("button", name="Lưu", exact=True).click()
    expect(grid.get_by_role("alert")).to_contain_text("I.1 · C: 41 vượt điểm tối đa 40.")
    expect(cell(grid, here, "C", "I.1")).to_have_value("41")
    assert here.stored(here.sheet("A", "B")) == {"I.1": Decimal("38.5")}


@pytest.mark.parametrize("device", ["page", "phone"])
@pytest.mark.parametrize("name", ["grid", "sheets"])
def test_everybody_can_use_it(
    device: str, name: str, here: Hall, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    seen: Page = request.getfixturevalue(device)
    here.fill(here.sheet("A", "B"))
    sign_in(seen, here.secretary)
    seen.goto(peer(here) if name == "grid" else url(here, name))
    if name == "grid":
        cell(seen, here, "C", "I.1").focus()
        typed(seen, "41", "Enter", "12", "Enter")
        expect(state(seen)).to_contain_text("Đã lưu 4/6 ô")
    request.getfixturevalue("assert_accessible")(seen)
    width = seen.viewport_size["width"] if seen.viewport_size else 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width


def test_the_upload_page_is_readable_for_everybody(
    page: Page, here: Hall, sign_in: SignIn, assert_accessible: Callable[[Page], None]
) -> None:
    sign_in(page, here.secretary)
    page.goto(reverse("sheet-form-upload", kwargs={**here.address, "level": "cheo", "scorer": "A"}))
    assert_accessible(page)
