"""A secretary reads the results, asks why, and publishes them; on a laptop, a phone, paper and without scripts."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractBaseUser
from playwright.sync_api import BrowserContext, Page, expect

from blocs.models import BlocYear
from tests.awards.scenes import appraised_year, url
from tests.builders import secretary
from tests.staging import example_year

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, AbstractBaseUser], None]


@pytest.fixture
def year() -> BlocYear:
    return example_year("yen-bai-2020")


def fits(seen: Page) -> None:
    width = seen.viewport_size["width"] if seen.viewport_size else 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width, seen.url


@pytest.mark.parametrize("device", ["page", "phone"])
def test_from_the_ranked_list_to_why_and_back_to_publishing(
    device: str,
    request: pytest.FixtureRequest,
    year: BlocYear,
    sign_in: SignIn,
    assert_accessible: Callable[[Page], None],
) -> None:
    seen: Page = request.getfixturevalue(device)
    sign_in(seen, secretary(year))
    seen.goto(url(year, "results"))
    expect(seen.locator(".sentence")).to_have_text(
        "Hội Chữ thập đỏ đứng đầu với 950,50 điểm, hơn hạng hai 10,50 điểm. Không có đồng hạng."
    )
    assert_accessible(seen)
    fits(seen)
    seen.get_by_role("link", name="7 đơn vị chưa đạt").click()
    merit = seen.locator("#MERIT_PROV")
    merit.locator("summary").click()
    expect(merit.get_by_text("Đạt 899,50 điểm, dưới mức tối thiểu 900 điểm.")).to_be_visible()

    seen.get_by_role("row").filter(has_text="Hội Luật gia").get_by_role("link", name="Vì sao?").first.click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Vì sao Hội Luật gia xếp hạng 3")
    expect(seen.locator(".sentence")).to_contain_text("Được 927,50 điểm, kém Hội Nhà báo (hạng 2) 12,50 điểm")
    expect(seen.locator(".equation")).to_contain_text("917,50")
    assert_accessible(seen)
    fits(seen)
    seen.get_by_role("link", name="Hội Cựu TNXP").click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Vì sao Hội Cựu TNXP xếp hạng 4")

    seen.locator(".back").click()
    seen.get_by_role("link", name="Duyệt và niêm yết kết quả").click()
    expect(seen.get_by_text("Niêm yết kết quả năm 2020 của")).to_be_visible()
    assert_accessible(seen)
    seen.get_by_role("link", name="Thôi, quay lại").click()
    assert not BlocYear.objects.get(pk=year.pk).is_published
    seen.get_by_role("link", name="Duyệt và niêm yết kết quả").click()
    seen.get_by_role("button", name="Niêm yết").click()
    # Its papers are printed first, which takes seconds.
    expect(seen.get_by_text("Đã duyệt và niêm yết kết quả.")).to_be_visible(timeout=60_000)
    assert BlocYear.objects.get(pk=year.pk).is_published


@pytest.mark.parametrize("device", ["page", "phone"])
def test_the_pages_that_record_are_readable_for_everybody(
    device: str,
    request: pytest.FixtureRequest,
    year: BlocYear,
    sign_in: SignIn,
    assert_accessible: Callable[[Page], None],
) -> None:
    seen: Page = request.getfixturevalue(device)
    sign_in(seen, secretary(year))
    addresses = [url(year, name) for name in ("registrations", "pledges", "findings", "votes")]
    for address in [*addresses, url(year, "votes-award", award="FLAG_PROV")]:
        seen.goto(address)
        assert_accessible(seen)
        fits(seen)
    seen.get_by_label("Hợp lệ", exact=True).fill("9")
    seen.get_by_role("button", name="Lưu kết quả").click()
    faults = seen.locator(".form-errors")
    expect(faults).to_contain_text("Thu về 11 không bằng Hợp lệ 9 cộng Không hợp lệ 0")
    expect(faults).to_contain_text("Đồng ý 10 nhiều hơn số phiếu hợp lệ 9.")
    assert_accessible(seen)


def test_on_paper_there_is_no_navigation_and_every_reason(
    page: Page, year: BlocYear, sign_in: SignIn
) -> None:
    sign_in(page, secretary(year))
    page.goto(url(year, "results"))
    page.emulate_media(media="print")
    for gone in (".top", ".nav-line", ".actions", ".cell-why"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(
        page.locator("#MERIT_PROV").get_by_text("Đạt 899,50 điểm, dưới mức tối thiểu 900 điểm.")
    ).to_be_visible()


def test_without_scripts_everything_is_there(
    open_context: Callable[..., BrowserContext], year: BlocYear, sign_in: SignIn
) -> None:
    seen = open_context(java_script_enabled=False).new_page()
    sign_in(seen, secretary(year))
    seen.goto(url(year, "results"))
    seen.get_by_role("link", name="Vì sao?").nth(2).click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Vì sao Hội Luật gia xếp hạng 3")
    seen.goto(url(year, "registrations"))
    seen.get_by_label("Hội Khuyến học: Cờ thi đua của UBND tỉnh").check()
    seen.get_by_role("button", name="Lưu đăng ký").click()
    expect(seen.get_by_text("Đã lưu 1 thay đổi.")).to_be_visible()


# Nothing leaves the page: the window hears of a submit after our script, counts what it let through, and holds it.
HOLD = """() => { window.sent = 0; window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) window.sent += 1;
  event.preventDefault();
}); }"""


def test_the_button_that_prints_says_so_and_takes_no_second_click(page: Page, sign_in: SignIn) -> None:
    here = appraised_year({"A": {"I.1": "40", "II": "40"}, "B": {"I.1": "30", "II": "30"}})
    sign_in(page, secretary(here))
    page.goto(url(here, "results-publish"))
    page.evaluate(HOLD)
    page.get_by_role("button", name="Duyệt và niêm yết").click()
    expect(page.get_by_role("button", name="Đang lập các văn bản…")).to_be_disabled()
    page.evaluate("document.querySelector('form[data-busy]').requestSubmit()")
    assert page.evaluate("window.sent") == 1


WIDEST = """() => Math.max(...[...document.querySelectorAll("main *")]
  .filter((one) => !one.closest(".visually-hidden")).map((one) => one.getBoundingClientRect().right))"""


def test_what_leaders_print_is_black_on_white_and_whole(page: Page, sign_in: SignIn, year: BlocYear) -> None:
    """The hall's table, a unit's sheet to carry, a paper one criterion after another: nothing to press, nothing cut."""
    sign_in(page, secretary(year))
    page.set_viewport_size(
        {"width": 794, "height": 1123}
    )  # A4; what is printed is 661 wide between the margins
    page.emulate_media(media="print")
    for address, gone, read in (
        (url(year, "results-hall"), ".hall-foot", ".hall-ranks td.num"),
        (url(year, "results-sheet", unit="LG"), ".lead-row", ".sheet td"),
        (url(year, "grid-one", level="cheo", scorer="LG") + "?muc=I.1", ".one-ends", ".one-sheet label"),
        (url(year, "grid", level="tu-cham"), ".paper-files", ".grid tfoot td"),
    ):
        page.goto(address)
        for what in (".top", ".nav-line", ".steps", gone):
            for one in page.locator(what).all():
                expect(one).to_be_hidden()
        page.evaluate("document.body.style.width = '661px'")
        assert page.evaluate(WIDEST) <= 662, address
        assert page.locator(read).first.evaluate("(one) => getComputedStyle(one).color") == "rgb(0, 0, 0)"
