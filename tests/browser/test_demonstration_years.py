"""The demonstration's years as a visitor reads them: who leads, what the half-year counted, which dates stand apart."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Page, expect

from blocs.models import Bloc, SeatKind, User
from tests.builders import person, seat

pytestmark = pytest.mark.django_db(transaction=True)
YEN_BAI = "/khoi/yen-bai-hoi-dac-thu"


@pytest.fixture
def board() -> User:
    """Somebody who reads all blocs of all provinces."""
    with override_settings(DEMONSTRATION=True):
        call_command("seed_demo", stdout=io.StringIO())
    user = person("doc-moi-tinh")
    seat(user, SeatKind.BOARD)
    seat(user, SeatKind.SECRETARIAT, bloc=Bloc.objects.get(code="yen-bai-hoi-dac-thu"))
    return user


def test_what_the_news_told_stands_on_the_pages(
    board: User, page: Page, sign_in: Callable[..., None], assert_accessible: Callable[[Page], None]
) -> None:
    sign_in(page, board)
    _yen_bai_handed_over(page)
    assert_accessible(page)
    _half_year_of_2022(page)
    assert_accessible(page)
    _rows_of_eighty_nine(page)
    assert_accessible(page)
    _lam_dong_was_assigned(page)
    _quang_binh_has_three_dates(page)
    assert_accessible(page)


def _row(page: Page, *words: str) -> str:
    """The text of the first row that holds all these words."""
    rows = page.locator("main tbody tr")
    for each in words:
        rows = rows.filter(has_text=each)
    return " ".join(rows.first.inner_text().split())


def _yen_bai_handed_over(page: Page) -> None:
    page.goto(f"{YEN_BAI}/2021/truong-khoi/")
    main = page.locator("main")
    expect(main).to_contain_text("Hội Khuyến học tỉnh Yên Bái là Trưởng khối từ ngày 12/01/2021")
    leader = _row(page, "Hội Khuyến học", "Đương nhiệm", "Trưởng khối")
    assert "12/01/2021 nay" in leader
    deputy = _row(page, "Liên hiệp các Hội Khoa học và Kỹ thuật", "Phó khối")
    assert "Đương nhiệm" in deputy
    assert "12/01/2021 nay" in deputy
    assert "01/01/2020 12/01/2021" in _row(page, "Liên minh Hợp tác xã", "Trưởng khối", "01/01/2020")
    expect(main).to_contain_text(
        re.compile(r"Liên minh Hợp tác xã tỉnh Yên Bái\s*→\s*Hội Khuyến học tỉnh Yên Bái")
    )
    expect(main).to_contain_text("có trao cờ luân lưu")
    flag = _row(page, "01 lá, đủ cán, còn tốt")
    assert flag.startswith("12/01/2021 Hội Khuyến học tỉnh Yên Bái Liên minh Hợp tác xã tỉnh Yên Bái")


def _half_year_of_2022(page: Page) -> None:
    """From the list of reports, as a secretary comes to it."""
    page.goto(f"{YEN_BAI}/2022/bao-cao/")
    page.get_by_role("link", name="Báo cáo của khối – Sơ kết 6 tháng đầu năm").click()
    said = " ".join(page.locator("main").inner_text().split())
    for sentence in (
        "1 đơn vị đăng ký Cờ thi đua của Chính phủ",
        "1 đơn vị đăng ký Cờ thi đua của UBND tỉnh",
        "9 đơn vị đăng ký Bằng khen của UBND tỉnh",
        "117 Bằng khen, trong đó 28 Bằng khen của UBND tỉnh, 89 Bằng khen của Trung ương Hội",
        "37 Kỷ niệm chương",
        "1 Cờ thi đua của UBND tỉnh, 2 Cờ thi đua của Trung ương Hội",
        "4 tập thể hoàn thành xuất sắc nhiệm vụ thực hiện Chương trình hành động số 18-CTr/TU",
        "Tổng cộng 161 lượt khen thưởng",
    ):
        assert sentence in said, sentence
    assert re.search(r"Giấy khen[^.]*không", said)
    assert not re.search(r"\d+ Giấy khen", said)


def _rows_of_eighty_nine(page: Page) -> None:
    page.get_by_role("link", name="89 Bằng khen của Trung ương Hội").click()
    heads = [" ".join(head.split()) for head in page.locator("main thead th").all_inner_texts()]
    at = heads.index("Số lượng") + 1
    counts = page.locator(f"main tbody tr > :nth-child({at})").all_inner_texts()
    assert sum(int(re.sub(r"\D", "", count)) for count in counts) == 89
    assert len(counts) == 11
    for row in page.locator("main tbody tr").all_inner_texts():
        assert "Bằng khen của Trung ương Hội" in row


def _lam_dong_was_assigned(page: Page) -> None:
    page.goto("/khoi/lam-dong-xa-hoi/2020/truong-khoi/")
    leader = _row(page, "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Lâm Đồng")
    assert "Hội đồng TĐKT tỉnh chỉ định" in leader
    assert "bầu" not in leader


def _quang_binh_has_three_dates(page: Page) -> None:
    page.goto("/khoi/quang-binh-hoi/2020/khen-thuong/")
    row = _row(page, "Hội Người cao tuổi", "Cờ thi đua của UBND tỉnh")
    assert "2019" in row
    assert "1042/QĐ-UBND ngày 27/03/2020" in row
    assert "31/07/2020" in row
