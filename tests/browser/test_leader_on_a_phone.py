"""A leader who has never seen the site, on a phone: from the invitation to two results, going by the words on the page."""

import re
from collections.abc import Callable
from datetime import date
from time import monotonic

import pytest
from django.contrib.auth.models import AbstractBaseUser
from playwright.sync_api import Locator, Page, expect

from awards.models import Registration
from blocs.models import PledgeSignature, Target
from blocs.terms import RegistrationState, SigningWay
from tests.blocs.pledge_scenes import Scene, scene
from tests.builders import award_rule

pytestmark = pytest.mark.django_db(transaction=True)
OWN_PASSWORD = "hoi luat gia hop thu tu"
LARGEST_PAGE = 900  # words: the pledge itself, which is to be read
FINGER = 44


@pytest.fixture
def here() -> Scene:
    """Eleven units, the pledge opened; unit B has promised two things and its leader has no account yet."""
    made = scene(units=11)
    made.heads["B"].seat_rows.all().delete()
    for position, (text, measure, planned) in enumerate(
        [("Tư vấn pháp luật miễn phí", "lượt", 480), ("Kết nạp hội viên mới", "hội viên", 60)]
    ):
        Target.objects.create(
            membership=made.member("B"), position=position, text=text, measure=measure, planned=planned
        )
    award_rule(made.year, "FLAG_PROV", needs_registration=True)
    award_rule(made.year, "MERIT_PROV", 2)
    made.open(dated=date(2020, 1, 12))
    return made


class Walk:
    """Taps what a person would tap; every page passed is looked at."""

    def __init__(self, phone: Page, assert_accessible: Callable[[Page], None]) -> None:
        self.page, self.accessible, self.taps = phone, assert_accessible, 0

    def look(self) -> None:
        self.accessible(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 390, self.page.url
        assert len(self.page.inner_text("main").split()) <= LARGEST_PAGE, self.page.url

    def tap(self, what: Locator) -> None:
        box = what.bounding_box()
        assert box is not None
        assert box["height"] >= FINGER, f"{what} is {box['height']} px high"
        what.tap()
        self.taps += 1

    def link(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.locator("main").get_by_role("link", name=words).first

    def button(self, words: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=words)


def invited(page: Page) -> str:
    """The secretary invites the leader; the link of the slip."""
    page.goto("/nguoi-dung/moi/")
    page.get_by_label("Họ và tên").fill("Phạm Văn Ngọc")
    page.get_by_label("Chức vụ").fill("Chủ tịch")
    page.get_by_label("Điện thoại").fill("0912 345 678")
    page.get_by_label("Vai trò").select_option(label="Lãnh đạo đơn vị")
    page.get_by_label("Ở đâu").select_option(label="B")
    page.get_by_role("button", name="Mời và lấy phiếu").click()
    return page.get_by_label("Liên kết", exact=True).input_value()


def test_from_the_invitation_to_two_results_in_under_three_minutes(
    here: Scene,
    page: Page,
    phone: Page,
    sign_in: Callable[[Page, AbstractBaseUser], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    sign_in(page, here.secretary)
    link = invited(page)
    walk, begun = Walk(phone, assert_accessible), monotonic()

    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("số điện thoại 0912345678")
    walk.look()
    phone.get_by_text("Hiện mật khẩu").tap()
    first = phone.get_by_label("Mật khẩu mới", exact=False).first
    expect(first).to_have_attribute("type", "text")
    first.fill(OWN_PASSWORD)
    phone.get_by_label("Nhập lại mật khẩu mới").fill(OWN_PASSWORD)
    walk.tap(walk.button("Đặt mật khẩu và vào trang"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Việc cần làm")
    walk.look()

    walk.tap(walk.link("Đọc và ký"))
    expect(phone.get_by_role("heading", level=1).first).to_have_text("Ký giao ước năm 2020")
    walk.look()
    phone.get_by_role("checkbox").check()
    phone.get_by_label("Mật khẩu của ông, bà").fill(OWN_PASSWORD)
    walk.tap(walk.button("Xác nhận ký giao ước"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã ký giao ước năm 2020")
    walk.look()

    walk.tap(walk.link("Việc tiếp theo: Đăng ký danh hiệu thi đua"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đăng ký cho đơn vị")
    phone.get_by_role("radio", name="Bằng khen của UBND tỉnh").check()
    walk.look()
    walk.tap(walk.button("Lưu"))
    expect(phone.get_by_role("status")).to_contain_text("Ông, bà xem lại rồi bấm Gửi khối")
    walk.look()
    walk.tap(walk.button("Gửi khối"))
    expect(phone.get_by_role("status")).to_contain_text("Đã gửi 1 đăng ký")
    walk.look()

    walk.tap(walk.link("Việc tiếp theo: Nhập kết quả chỉ tiêu 6 tháng"))
    results = phone.get_by_label("Kết quả 6 tháng")
    expect(results).to_have_count(2)
    walk.look()
    for field, value in zip(results.all(), ("251", "31,5"), strict=True):
        expect(field).to_have_attribute("inputmode", "decimal")
        field.fill(value)
    walk.tap(walk.button("Lưu kết quả"))
    expect(phone.get_by_role("status")).to_contain_text("Đã lưu kết quả của 2 chỉ tiêu")
    expect(walk.link("Việc tiếp theo: Gửi báo cáo sơ kết 6 tháng")).to_be_visible()
    walk.look()

    assert walk.taps <= 8
    assert monotonic() - begun < 180  # three minutes, a person's reading aside
    signature = PledgeSignature.objects.get(membership=here.member("B"))
    assert (signature.way, signature.signer) == (SigningWay.CONFIRMED, "Phạm Văn Ngọc")
    assert Registration.objects.get().state == RegistrationState.SENT
    assert [int(target.half_year * 10) for target in Target.objects.all()] == [2510, 315]
