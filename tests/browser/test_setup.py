"""The pages of setting up in a real browser: readable for everybody, no sideways scrolling, a year from a preset."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from awards.models import AwardRule
from blocs.models import BlocYear
from scoring.models import CriterionVersion
from tests.builders import award_rule, bloc_year, secretary

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/khoi/khoi-thu/2020/"
PAGES = (
    "/khoi/",
    "/khoi/khoi-thu/nam-moi/",
    HOME,
    f"{HOME}thiet-lap/",
    f"{HOME}moc/",
    f"{HOME}don-vi/",
    f"{HOME}don-vi/them/",
    f"{HOME}quy-tac/",
    f"{HOME}tieu-chi/",
    f"{HOME}tieu-chi/sua/I.1/",
    f"{HOME}tieu-chi/lay-tu-so/",
    f"{HOME}xep-loai/",
    f"{HOME}phan-cong/",
    f"{HOME}quy-tac-khen/",
    f"{HOME}quy-tac-khen/FLAG_PROV/",
)


@pytest.mark.parametrize("device", ["page", "phone"])
def test_every_page_is_readable_for_everybody(
    device: str,
    request: pytest.FixtureRequest,
    sign_in: Callable[..., None],
    assert_accessible: Callable[[Page], None],
) -> None:
    year = bloc_year()
    award_rule(year)
    seen: Page = request.getfixturevalue(device)
    sign_in(seen, secretary(year))
    for address in PAGES:
        seen.goto(address)
        assert_accessible(seen)
        width = seen.viewport_size["width"] if seen.viewport_size else 0
        assert seen.evaluate("document.documentElement.scrollWidth") <= width, f"{address} scrolls sideways"


def test_a_secretary_begins_a_year_and_is_told_what_contradicts(
    page: Page, sign_in: Callable[..., None]
) -> None:
    year = bloc_year()
    sign_in(page, secretary(year))
    page.goto("/khoi/khoi-thu/nam-moi/")
    page.get_by_label("1.000 điểm").check()
    page.get_by_role("button", name="Lập năm").click()
    page.get_by_role("link", name="Quy tắc chấm điểm").click()
    page.get_by_label("Trọng số", exact=False).and_(page.locator("[type=radio]")).check()
    page.get_by_label("Trọng số tự chấm").fill("40")
    page.get_by_role("button", name="Lưu quy tắc").click()
    fault = page.get_by_role("alert")
    assert "bốn trọng số cộng lại là 40%" in fault.inner_text()
    page.get_by_label("Trọng số thẩm định").fill("60")
    page.get_by_role("button", name="Lưu quy tắc").click()
    assert "Đã lưu quy tắc" in page.inner_text("main")
    assert "40% tự chấm + 60% thẩm định" in page.inner_text("main")
    made = BlocYear.objects.get(bloc=year.bloc, year=2021)
    assert CriterionVersion.objects.filter(rules=made.rules).count() == 27
    assert AwardRule.objects.filter(rules=made.rules).count() == 3
