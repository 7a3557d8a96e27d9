"""Signing in with a typed password, inviting, the slip, and the pages of people on both devices."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from blocs.models import Bloc, SeatKind
from tests.builders import PASSWORD, person, seat

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r"[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}")


@pytest.mark.parametrize("device", ["page", "phone"])
def test_from_the_invitation_to_the_invited_person_s_first_page(
    device: str, request: pytest.FixtureRequest, assert_accessible: Callable[[Page], None]
) -> None:
    admin = person("quan-tri", full_name="Nguyễn Thị Thu Hà", phone="0912345678")
    seat(admin, SeatKind.ADMIN)
    bloc = Bloc.objects.create(code="khoi-thu", name="các Hội đặc thù")
    seen: Page = request.getfixturevalue(device)

    def looked_at() -> None:
        assert_accessible(seen)
        width = seen.viewport_size["width"] if seen.viewport_size else 0
        assert seen.evaluate("document.documentElement.scrollWidth") <= width, seen.url

    seen.goto("/nguoi-dung/")
    seen.get_by_label("Tên đăng nhập").fill("+84 912 345 678")
    seen.get_by_label("Mật khẩu").fill(PASSWORD)
    seen.get_by_role("button", name="Đăng nhập").click()
    expect(seen.get_by_role("heading", name="Người dùng")).to_be_visible()
    looked_at()
    seen.get_by_role("link", name="Mời một người").click()
    looked_at()
    seen.get_by_label("Họ và tên").fill("Lê Thị Bình")
    seen.get_by_label("Vai trò").select_option("Tổ thư ký khối")
    seen.get_by_label("Ở đâu").select_option(f"bloc:{bloc.pk}")
    seen.get_by_role("button", name="Mời và lấy phiếu").click()
    code = seen.locator(".slip-code").inner_text()
    assert CODE.fullmatch(code)
    looked_at()
    seen.emulate_media(media="print")
    expect(seen.locator(".slip-qr")).to_be_visible()
    expect(seen.get_by_label("Liên kết", exact=True)).to_be_hidden()
    seen.emulate_media(media="screen")
    link = seen.get_by_label("Liên kết", exact=True).input_value()
    for page in ("/nguoi-dung/?tim=binh", "/quyen/", "/nhat-ky/"):
        seen.goto(page)
        looked_at()
    seen.context.clear_cookies()
    seen.goto("/ma-moi/")
    looked_at()
    seen.get_by_label("Mã trên phiếu").fill(code.lower().replace("-", " "))
    seen.get_by_role("button", name="Tiếp tục").click()
    assert seen.url.endswith(f"/ma-moi/{code}/")
    assert seen.url == link
    looked_at()
    seen.get_by_label("Mật khẩu mới", exact=False).first.fill("mot cau ngan de nho")
    seen.get_by_label("Nhập lại mật khẩu mới").fill("mot cau ngan de nho")
    seen.get_by_role("button", name="Đặt mật khẩu và vào trang").click()
    seen.goto("/nguoi-dung/")
    expect(seen.get_by_text("Lê Thị Bình").first).to_be_visible()
