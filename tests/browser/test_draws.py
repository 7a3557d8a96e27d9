"""Drawing who scores whom in a real browser: looked over, drawn, drawn again to see that it is the same."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from scoring.models import Draw
from tests.builders import bloc_year, secretary

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/khoi/khoi-thu/2020/phan-cong/"


@pytest.mark.parametrize("device", ["page", "phone"])
def test_a_draw_from_the_number_to_the_record(
    device: str,
    request: pytest.FixtureRequest,
    sign_in: Callable[..., None],
    assert_accessible: Callable[[Page], None],
) -> None:
    year = bloc_year(units=7)
    seen: Page = request.getfixturevalue(device)
    width = seen.viewport_size["width"] if seen.viewport_size else 0

    def is_readable() -> None:
        assert_accessible(seen)
        assert seen.evaluate("document.documentElement.scrollWidth") <= width

    sign_in(seen, secretary(year))
    seen.goto(PAGE)
    seen.get_by_role("radio", name="Ngẫu nhiên Như vòng tròn").check()
    seen.get_by_label("Số rút thăm", exact=True).fill("482913")
    seen.get_by_role("button", name="Tiếp tục").click()
    seen.get_by_text("21 phiếu; mỗi đơn vị chấm 3").wait_for()
    is_readable()
    assert not Draw.objects.exists()
    seen.get_by_role("button", name="Rút thăm và ghi kết quả").click()
    seen.get_by_text("Đã ghi kết quả phân công.").wait_for()
    is_readable()
    seen.get_by_role("link", name="Rút lại thử lần 1").click()
    seen.get_by_text("Rút lại thử: giống hệt.").wait_for()
    seen.get_by_text("Cách tự kiểm tra bằng phần mềm khác").click()
    is_readable()
