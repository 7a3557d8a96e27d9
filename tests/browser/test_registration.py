"""A leader registers a title and a person on a phone, the secretariat accepts: looked at, axe clean, nothing too wide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards.models import Registration
from blocs.terms import RegistrationState
from tests.awards.registration_scenes import head_of
from tests.builders import award_rule, bloc_year, secretary

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(seen: Page, assert_accessible: Callable[[Page], None]) -> None:
    assert_accessible(seen)
    width = seen.viewport_size["width"] if seen.viewport_size else 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width, seen.url


def test_a_leader_registers_on_the_phone_and_the_secretariat_accepts(
    phone: Page,
    page: Page,
    sign_in: Callable[..., None],
    assert_accessible: Callable[[Page], None],
) -> None:
    year = bloc_year(year=2022)
    award_rule(year, "FLAG_PROV", needs_registration=True)
    award_rule(year, "MERIT_PROV", 2)
    start = f"/khoi/{year.bloc.code}/{year.year}/dang-ky/"
    sign_in(phone, head_of(year.members[1]))
    phone.goto(start)
    looked_at(phone, assert_accessible)
    phone.get_by_role("link", name="Cho đơn vị").click()
    condition = phone.get_by_text("Tiêu biểu, dẫn đầu cụm, khối thi đua do tỉnh tổ chức")
    expect(condition).to_be_hidden()  # only the chosen title shows its conditions
    phone.get_by_role("radio", name="Cờ thi đua của UBND tỉnh").check()
    expect(condition).to_be_visible()
    condition.click()
    looked_at(phone, assert_accessible)
    phone.get_by_role("button", name="Lưu").click()
    phone.get_by_role("link", name="Cho cá nhân").click()
    phone.get_by_text("Danh hiệu, hình thức khác").click()
    phone.get_by_role("radio", name="Chiến sĩ thi đua cơ sở").check()
    phone.get_by_label("Họ và tên").fill("Nguyễn Văn A")
    phone.get_by_role("button", name="Lưu").click()
    expect(phone.get_by_role("alert")).to_contain_text("Chức vụ, nơi công tác")
    expect(
        phone.get_by_role("radio", name="Chiến sĩ thi đua cơ sở")
    ).to_be_checked()  # what was typed stays, in sight
    looked_at(phone, assert_accessible)
    phone.get_by_label("Chức vụ, nơi công tác").fill("Chánh Văn phòng")
    phone.get_by_role("button", name="Lưu").click()
    send = phone.get_by_role("button", name="Gửi khối")
    assert (send.bounding_box() or {"height": 0})["height"] >= 51
    send.click()
    expect(phone.get_by_text("Đã gửi, chờ khối nhận")).to_have_count(2)
    looked_at(phone, assert_accessible)
    assert set(Registration.objects.values_list("state", flat=True)) == {RegistrationState.SENT.value}

    sign_in(page, secretary(year))
    page.goto(start)
    looked_at(page, assert_accessible)
    page.get_by_role("link", name="B", exact=True).click()
    looked_at(page, assert_accessible)
    page.get_by_role("button", name="Nhận cả 2 đăng ký").click()
    expect(page.get_by_text("Khối đã nhận")).to_have_count(2)
    for address in ("tong-hop/", "dieu-kien/", "don-vi/C/"):
        page.goto(start + address)
        looked_at(page, assert_accessible)
    for address in (start.replace("dang-ky", "quy-tac-dang-ky"), "/danh-hieu/"):
        page.goto(address)
        looked_at(page, assert_accessible)
