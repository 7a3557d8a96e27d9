"""A unit's report written in a real browser: saved as it is written, a lost line, two officers, leaving."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Route, expect

from blocs.models import BlocYear, Membership, UnitReport, User
from blocs.terms import ReportState
from tests.blocs.report_scenes import HALF, head_of, officer_of, save, target
from tests.builders import bloc_year, secretary

SignIn = Callable[[Page, AbstractBaseUser], None]
WAITING = "Object.keys(localStorage).filter(key => key.startsWith('phieu:')).length"


@dataclass
class Desk:
    """A unit that writes its half-year report."""

    year: BlocYear
    member: Membership
    head: User

    def address(self, name: str = "unit-report") -> str:
        here = {"bloc": self.year.bloc.code, "year": self.year.slug, "checkpoint": HALF}
        return reverse(name, kwargs={**here, "pk": self.member.pk})

    def holds(self, page: Page, **texts: str) -> bool:
        """Whether the report says so, or soon does: a save may still be on its way."""
        for _ in range(50):
            if UnitReport.objects.filter(membership=self.member, checkpoint=HALF, **texts).exists():
                return True
            page.wait_for_timeout(100)
        return False

    @property
    def report(self) -> UnitReport:
        return UnitReport.objects.get(membership=self.member, checkpoint=HALF)


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    year = bloc_year()
    member = year.members[1]
    target(member)
    return Desk(year, member, head_of(member))


@pytest.fixture
def form(page: Page, desk: Desk, sign_in: SignIn) -> Page:
    return opened(page, desk, sign_in, desk.head)


def opened(page: Page, desk: Desk, sign_in: SignIn, user: User) -> Page:
    sign_in(page, user)
    page.goto(desk.address())
    return page


def state(page: Page) -> Locator:
    return page.locator("[data-state]")


def message(page: Page) -> Locator:
    return page.locator("[data-message]")


def test_it_is_saved_as_it_is_written_and_sent(form: Page, desk: Desk) -> None:
    form.locator("#results").press_sequentially("Kết nạp 205 hội viên.")
    expect(state(form)).to_contain_text("Đã lưu")
    assert desk.report.results == "Kết nạp 205 hội viên."
    form.locator("[name=label-1]").fill("Lớp tập huấn")
    form.locator("[name=planned-1]").fill("12,5")
    form.locator("[name=value-1]").fill("13")
    expect(form.locator("[data-percent]").nth(1)).to_have_text("104,0%")
    expect(form.locator("[name=label-2]")).to_be_visible()
    form.locator("#weaknesses").fill("Thiếu kinh phí.")
    # Sending waits for what is still being written.
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(form.locator(".messages")).to_contain_text("Đã gửi báo cáo.")
    report = desk.report
    assert (report.state, report.weaknesses) == (ReportState.HANDED_IN, "Thiếu kinh phí.")
    assert [(line.label, line.value) for line in report.figures.all()] == [
        ("Hội viên mới", Decimal(205)),
        ("Lớp tập huấn", Decimal(13)),
    ]


def test_a_lost_line_keeps_tries_again_and_says_so(form: Page, desk: Desk) -> None:
    form.context.set_offline(True)
    form.locator("#results").press_sequentially("Viết lúc mất mạng")
    expect(message(form)).to_contain_text("Mất kết nối. Phần vừa viết được giữ trong máy này")
    assert not UnitReport.objects.exists()
    form.context.set_offline(False)
    expect(state(form)).to_contain_text("Đã lưu")
    expect(message(form)).to_be_empty()
    assert desk.report.results == "Viết lúc mất mạng"


def test_what_waited_when_the_window_closed_is_sent_the_next_time(
    open_context: Callable[..., BrowserContext], desk: Desk, sign_in: SignIn
) -> None:
    context = open_context()
    form = opened(context.new_page(), desk, sign_in, desk.head)
    context.set_offline(True)
    form.locator("#results").fill("Viết dở")
    form.locator("#weaknesses").focus()
    expect(message(form)).to_contain_text("Mất kết nối")
    form.close()
    context.set_offline(False)
    form = context.new_page()
    form.goto(desk.address())
    expect(form.locator("#results")).to_have_value("Viết dở")
    expect(state(form)).to_contain_text("Đã lưu")
    assert desk.report.results == "Viết dở"


def test_an_answer_that_was_lost_is_asked_for_again_before_the_newer_text(form: Page, desk: Desk) -> None:
    """The server has the first text, the browser does not know; it is not told that somebody else wrote it."""
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    form.route(f"**{desk.address('unit-report-save')}", lose_the_first)
    form.locator("#results").fill("Một")
    form.locator("#weaknesses").focus()
    expect(message(form)).to_contain_text("Mất kết nối")
    assert desk.report.results == "Một"
    form.locator("#results").fill("Một hai")
    form.locator("#weaknesses").focus()
    expect(message(form)).to_be_empty()
    expect(state(form)).to_contain_text("Đã lưu")
    assert lost == [200]
    assert desk.report.results == "Một hai"


@pytest.mark.parametrize(
    ("choice", "kept"), [("Giữ phần vừa nhập", "Của tôi"), ("Lấy phần đang lưu", "Của người khác")]
)
def test_another_officers_text_is_shown_with_both(form: Page, desk: Desk, choice: str, kept: str) -> None:
    save(officer_of(desk.member, "hai", "Lê Thị Hai"), desk.member, results=("Của người khác", ""))
    form.locator("#results").fill("Của tôi")
    form.locator("#weaknesses").fill("Phần không ai đụng")
    form.locator("#proposals").focus()
    note = message(form)
    expect(note).to_contain_text("Kết quả nổi bật: Lê Thị Hai đã sửa phần này lúc")
    expect(note).to_contain_text("Của tôi")
    expect(note).to_contain_text("Của người khác")
    assert desk.holds(form, weaknesses="Phần không ai đụng")
    note.get_by_role("button", name=choice).click()
    expect(state(form)).to_contain_text("Đã lưu")
    expect(note).to_be_empty()
    expect(form.locator("#results")).to_have_value(kept)
    assert desk.holds(form, results=kept)


def test_a_wrong_number_is_told_and_leads_no_further(form: Page, desk: Desk) -> None:
    form.locator("[name=value-0]").fill("hai trăm")
    form.locator("#results").fill("Xong")
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(message(form)).to_contain_text("Số liệu chính: Dòng 1: “hai trăm” không phải là số")
    assert desk.holds(form, results="Xong", state=ReportState.DRAFT)
    form.locator("[name=value-0]").fill("200")
    expect(state(form)).to_contain_text("Đã lưu")
    expect(message(form)).to_be_empty()


def test_a_session_that_ended_waits_for_signing_in_again(form: Page, desk: Desk, sign_in: SignIn) -> None:
    Session.objects.all().delete()
    form.locator("#results").fill("Viết khi phiên đã hết")
    form.locator("#weaknesses").focus()
    expect(message(form)).to_contain_text("Phiên làm việc đã hết")
    assert not UnitReport.objects.exists()
    sign_in(form, desk.head)
    form.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(form)).to_contain_text("Đã lưu")
    assert desk.report.results == "Viết khi phiên đã hết"


def test_what_waits_is_sent_by_nobody_else_and_goes_with_signing_out(
    form: Page, desk: Desk, sign_in: SignIn
) -> None:
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    form.on("dialog", accept)
    form.context.set_offline(True)
    form.locator("#results").fill("Của lãnh đạo")
    form.locator("#weaknesses").focus()
    expect(message(form)).to_contain_text("Mất kết nối")
    sign_in(form, officer_of(desk.member, "hai", "Lê Thị Hai"))
    form.context.set_offline(False)
    expect(message(form)).to_contain_text("do người khác mở")
    assert not UnitReport.objects.exists()
    assert form.evaluate(WAITING) == 1
    with form.expect_navigation():
        form.locator("form[data-sign-out]").evaluate("form => form.requestSubmit()")
    assert form.evaluate(WAITING) == 0
    assert "Còn 1 phần đang nhập chưa gửi" in asked[0]


def test_without_a_script_it_is_an_ordinary_form(
    open_context: Callable[..., BrowserContext], desk: Desk, sign_in: SignIn
) -> None:
    form = opened(open_context(java_script_enabled=False).new_page(), desk, sign_in, desk.head)
    form.locator("#results").fill("Không có tập lệnh")
    form.locator("[name=label-1]").fill("Lớp tập huấn")
    form.locator("[name=value-1]").fill("ba")
    form.get_by_role("button", name="Lưu", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("Chưa lưu hết")
    expect(form.locator("[name=value-1]")).to_have_value("ba")
    assert desk.report.results == "Không có tập lệnh"
    form.locator("[name=value-1]").fill("3")
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(form.locator(".messages")).to_contain_text("Đã gửi báo cáo.")
    assert desk.report.figures.count() == 2


@pytest.mark.parametrize("device", ["page", "phone"])
@pytest.mark.parametrize("name", ["unit-report", "reports", "bloc-report"])
def test_everybody_can_use_it(
    device: str, name: str, desk: Desk, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    seen: Page = request.getfixturevalue(device)
    sign_in(seen, desk.head if name == "unit-report" else secretary(desk.year))
    here = {"bloc": desk.year.bloc.code, "year": desk.year.slug}
    more = {"unit-report": {"checkpoint": HALF, "pk": desk.member.pk}, "bloc-report": {"checkpoint": HALF}}
    seen.goto(reverse(name, kwargs={**here, **more.get(name, {})}))
    request.getfixturevalue("assert_accessible")(seen)
    width = seen.viewport_size["width"] if seen.viewport_size else 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width
