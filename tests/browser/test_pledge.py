"""A leader signs the pledge on a phone, while the hall's screen counts; a laptop for the secretary's pages."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractBaseUser
from playwright.sync_api import BrowserContext, Page, expect

from blocs.models import PledgeAct, Target
from tests.blocs.pledge_scenes import Scene, scene
from tests.browser.conftest import LAPTOP
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, AbstractBaseUser], None]
Accessible = Callable[[Page], None]


@pytest.fixture
def here() -> Scene:
    made = scene(units=11)
    Target.objects.create(
        membership=made.member("B"),
        position=0,
        text="Phát triển hội viên mới ở các chi hội",
        measure="hội viên",
        planned=480,
    )
    made.open()
    return made


def fits(seen: Page) -> None:
    width = seen.viewport_size["width"] if seen.viewport_size else 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width, seen.url


def test_a_leader_signs_on_a_phone_while_the_hall_looks_on(
    here: Scene,
    phone: Page,
    open_context: Callable[..., BrowserContext],
    sign_in: SignIn,
    assert_accessible: Accessible,
) -> None:
    hall = open_context(LAPTOP).new_page()
    sign_in(hall, here.secretary)
    hall.goto(here.url("pledge-hall"))
    expect(hall.locator(".hall-count")).to_contain_text("0/11")
    assert_accessible(hall)
    assert hall.evaluate("document.documentElement.scrollHeight") <= LAPTOP["height"]

    sign_in(phone, here.heads["B"])
    phone.goto(here.url("pledge"))
    fits(phone)
    assert_accessible(phone)
    phone.get_by_role("link", name="Đọc và ký").click()
    expect(phone.get_by_role("heading", level=1).first).to_have_text("Ký giao ước năm 2020")
    fits(phone)
    assert_accessible(phone)
    button = phone.get_by_role("button", name="Xác nhận ký giao ước")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 52
    button.click()
    expect(phone.get_by_text("Hãy đánh dấu vào ô xác nhận")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("checkbox").check()
    phone.get_by_label("Mật khẩu của ông, bà").fill(PASSWORD)
    phone.get_by_role("button", name="Xác nhận ký giao ước").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã ký giao ước năm 2020")
    code = PledgeAct.objects.get().hash[:8].upper()
    expect(phone.locator(".done-code")).to_contain_text(f"{code[:4]}-{code[4:]}")
    fits(phone)
    assert_accessible(phone)

    expect(hall.locator(".hall-count")).to_contain_text("1/11", timeout=9_000)
    expect(hall.locator(".hall-units .is-signed")).to_contain_text("Xác nhận điện tử")


@pytest.mark.parametrize("device", ["page", "phone"])
def test_the_secretarys_pages(
    here: Scene, device: str, request: pytest.FixtureRequest, sign_in: SignIn, assert_accessible: Accessible
) -> None:
    seen: Page = request.getfixturevalue(device)
    sign_in(seen, here.secretary)
    seen.goto(here.url("pledge"))
    seen.get_by_role("link", name="Soạn bản thay thế").click()
    seen.get_by_label("Lý do thay giao ước").fill("Sửa điều 3")
    seen.get_by_role("button", name="Soạn từ bản lần 1").click()
    expect(seen.get_by_role("heading", level=1).first).to_have_text("Soạn giao ước, bản lần 2")
    fits(seen)
    assert_accessible(seen)
    seen.get_by_role("button", name="Lưu và đi tới mở ký").click()
    expect(seen.get_by_role("heading", name="Mở ký giao ước", exact=True)).to_be_visible()
    fits(seen)
    assert_accessible(seen)
    seen.get_by_role("button", name="Mở ký").click()
    expect(seen.get_by_text("Bản lần 2 thay bản lần 1. Lý do: Sửa điều 3.")).to_be_visible()
    for name, more in (
        ("pledge", {}),
        ("pledge-record", {}),
        ("pledge-lock", {}),
        ("pledge-unit", {"unit": "B"}),
        ("pledge-digital", {"unit": "B"}),
        ("pledge-answer", {"unit": "B"}),
        ("pledge-substitute", {"unit": "B"}),
    ):
        seen.goto(here.url(name, **more))
        fits(seen)
        assert_accessible(seen)
