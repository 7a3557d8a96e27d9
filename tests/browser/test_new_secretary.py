"""A secretary in the first week of a new year: begins it, gathers signatures, reminds, hands over to the next unit."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from playwright.sync_api import Page, expect

from blocs.models import BlocYear, Notice, PledgeSignature, SeatKind
from tests.blocs.pledge_scenes import Scene, png, scene
from tests.browser.conftest import LAPTOP
from tests.builders import award_rule, person, seat

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, AbstractBaseUser], None]


class Clock:
    """Moves the site's clock: the days of a hand-over have to belong to its year."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.real = timezone.now
        self.shift = timedelta()
        patch.setattr("django.utils.timezone.now", lambda: self.real() + self.shift)

    def set(self, year: int, month: int, day: int) -> None:
        self.shift = datetime(year, month, day, 9, tzinfo=timezone.get_current_timezone()) - self.real()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(monkeypatch)
    made.set(2021, 1, 11)
    return made


@pytest.fixture
def here(clock: Clock) -> Scene:
    """2020 with four units and their heads; the next leader's clerk has an account of the unit alone."""
    made = scene(units=4)
    award_rule(made.year)
    clerk = person("can-bo-b", full_name="Lê Thị Bình")
    seat(clerk, SeatKind.OFFICER, unit=made.member("B").unit)
    made.heads["clerk"] = clerk
    return made


class Desk:
    def __init__(self, page: Page, assert_accessible: Callable[[Page], None]) -> None:
        self.page, self.accessible = page, assert_accessible

    def look(self) -> None:
        self.accessible(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"], self.page.url

    def press(self, words: str) -> None:
        self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()

    def follow(self, words: str) -> None:
        self.page.locator("main").get_by_role("link", name=words).first.click()

    def told(self, words: str) -> None:
        expect(self.page.get_by_role("status")).to_contain_text(words)

    def window(self, name: str, opens: str, closes: str) -> None:
        row = self.page.locator("main tr").filter(has_text=name).first
        row.locator("input[type=text]").nth(0).fill(opens)
        row.locator("input[type=text]").nth(1).fill(closes)


def test_a_new_secretarys_first_week_and_the_hand_over(  # noqa: PLR0917  fixtures
    here: Scene,
    clock: Clock,
    page: Page,
    phone: Page,
    sign_in: SignIn,
    assert_accessible: Callable[[Page], None],
) -> None:
    desk = Desk(page, assert_accessible)
    sign_in(page, here.secretary)
    page.goto("/")
    _begin_2021(desk)
    _open_the_pledge(desk)
    _see_who_is_missing_and_remind(desk)
    _record_one_on_paper(desk)
    _hand_over(desk)

    clerk = here.heads["clerk"]
    sign_in(phone, clerk)
    year = BlocYear.objects.get(bloc=here.year.bloc, year=2021)
    home, setup = "/khoi/khoi-thu/2021/", "/khoi/khoi-thu/2021/thiet-lap/"
    phone.goto(home)
    expect(phone.locator("main")).to_contain_text("Từ ngày 12/01/2021 đơn vị là Trưởng khối")
    assert phone.goto(setup).status in (403, 404)  # type: ignore[union-attr]
    page.goto(setup)
    expect(page.get_by_role("heading", level=1).first).to_have_text("Thiết lập năm 2021")

    clock.set(2021, 1, 12)
    assert phone.goto(setup).status == 200  # type: ignore[union-attr]
    assert_accessible(phone)
    phone.goto(home)
    expect(phone.locator("main")).to_contain_text("Ai chưa làm gì")
    assert page.goto(setup).status in (403, 404)  # type: ignore[union-attr]
    assert page.goto("/khoi/khoi-thu/2020/phieu/").status == 200  # type: ignore[union-attr]  # still reads its year
    roles = {member.code: member.get_role_display() for member in year.members}
    assert (roles["A"], roles["B"], roles["C"]) == ("Thành viên", "Trưởng khối", "Phó khối")


def _begin_2021(desk: Desk) -> None:
    page = desk.page
    page.locator("header summary").first.click()
    page.get_by_role("link", name="Lập năm mới").click()
    expect(page.get_by_label("Sao chép năm 2020")).to_be_checked()
    desk.look()
    desk.press("Lập năm")
    desk.told("Đã lập năm 2021")
    desk.follow("Việc tiếp theo: Đặt ngày cho các mốc của năm")
    desk.window("Đăng ký", "11/01/2021", "28/02/2021")
    desk.window("Giao ước", "11/01/2021", "15/01/2021")
    desk.look()
    desk.press("Lưu các mốc")
    desk.told("Đã lưu 2 mốc")


def _open_the_pledge(desk: Desk) -> None:
    desk.follow("Việc tiếp theo: Soạn giao ước và mở ký")
    desk.follow("Soạn giao ước")
    desk.look()
    desk.press("Soạn từ mẫu")
    desk.look()
    desk.press("Lưu và đi tới mở ký")
    desk.look()
    desk.press("Mở ký")
    desk.told("Lãnh đạo các đơn vị ký được ngay")
    expect(desk.page.get_by_text("Chưa ký: A, B, C, D.")).to_be_visible()
    desk.look()


def _see_who_is_missing_and_remind(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("link", name="Việc cần làm").first.click()
    missing = page.locator("main section, main li").filter(has_text="Còn 4/4 đơn vị: A, B, C, D.")
    card = missing.filter(has=page.get_by_role("heading", name="Giao ước")).last
    desk.look()
    card.get_by_role("button", name="Nhắc 4 đơn vị").click()
    desk.told("Đã nhắc A, B, C, D")
    reminded = Notice.objects.filter(key__startswith="nhac:pledge")
    assert {notice.membership.unit_name.short_name for notice in reminded if notice.membership} == set("ABCD")
    page.get_by_role("link", name="Nhật ký nhắc việc").click()
    expect(page.locator("main tbody tr").first).to_contain_text("Ký giao ước thi đua")
    desk.look()


def _record_one_on_paper(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("link", name="Giao ước & đăng ký").click()
    desk.follow("Ghi chữ ký trên giấy")
    desk.look()
    page.get_by_role("checkbox", name="Hội D").check()
    page.get_by_label("Ngày ký").fill("11/01/2021")
    page.get_by_label("Bản quét", exact=False).first.set_input_files(
        {"name": "ban-quet.png", "mimeType": "image/png", "buffer": png()}
    )
    desk.press("Ghi chữ ký")
    expect(page.locator("main")).to_contain_text("Chưa ký: A, B, C.")
    assert PledgeSignature.objects.get(membership__year__year=2021).membership.code == "D"
    desk.follow("Màn hình hội trường")
    expect(page.locator(".hall-count")).to_contain_text("1/4")
    desk.look()
    page.go_back()


def _hand_over(desk: Desk) -> None:
    page = desk.page
    page.goto("/khoi/khoi-thu/2020/truong-khoi/")
    desk.look()
    desk.follow("Chuẩn bị bàn giao")
    page.get_by_label("Trưởng khối mới").select_option(label="Hội B")
    page.get_by_label("Phó khối mới").select_option(label="Hội C")
    page.get_by_label("Hội nghị khối bầu").check()
    page.get_by_label("Ngày bàn giao").fill("11/01/2021")
    page.get_by_label("Quyền chuyển từ ngày").fill("12/01/2021")
    desk.look()
    desk.press("Lưu chuẩn bị")
    desk.look()
    desk.follow("Bàn giao")
    expect(page.get_by_role("checkbox", name="Lê Thị Bình")).to_be_checked()
    desk.look()
    desk.press("Bàn giao")
    expect(page.locator("main")).to_contain_text("12/01/2021")
    desk.look()
