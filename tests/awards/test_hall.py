"""The results on the screen of a hall: whole, page by page, and rank by rank from the last up."""

from decimal import Decimal
from typing import Any

import pytest

from awards.models import Finding
from blocs.models import BlocYear, SeatKind
from blocs.terms import Effect, Level
from scoring.models import ClassBand
from tests.awards.scenes import (
    appraised_year,
    as_secretary,
    content,
    fresh,
    publish,
    score,
    signed_in,
    text_of,
    url,
)
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def page(year: BlocYear, **asked: Any) -> str:
    return as_secretary(year).get(url(year, "results-hall"), asked).content.decode()


def words(year: BlocYear, **asked: Any) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return text_of(as_secretary(year), f"{url(year, 'results-hall')}?{query}")


@pytest.fixture
def three() -> BlocYear:
    """C before A before B; C is proposed for the flag."""
    year = appraised_year(
        {"A": content("30", "18", "36"), "B": content("20", "18", "36"), "C": content("40", "18", "36")}
    )
    award_rule(year)
    ClassBand.objects.create(rules=year.current_rules, position=0, name="Xuất sắc", from_points=Decimal(80))
    return fresh(year)


def test_the_year_of_yen_bai_on_one_screen(yen_bai: BlocYear) -> None:
    text = words(fresh(yen_bai))
    assert "Khối thi đua các Hội đặc thù Kết quả thi đua năm 2020 chưa niêm yết" in text
    assert "1 Hội Chữ thập đỏ 950,50 Xuất sắc Cờ Chính phủ" in text
    assert "3 Hội Luật gia 927,50 Xuất sắc BK UBND tỉnh" in text
    assert "11 Hội NNCĐDC 856,50" in text
    assert "Trang" not in text.replace("Về trang", "")


def test_there_is_no_navigation_and_no_inline_script(three: BlocYear) -> None:
    html = page(three)
    assert "<nav" not in html
    assert "hall-pages.js" in html


def test_from_the_last_rank_up_what_is_hidden_is_not_in_the_page(three: BlocYear) -> None:
    html = page(three, tu=3)
    assert "74,00" in html
    for hidden in ("94,00", "84,00", "Cờ", ">C<", ">A<"):
        assert hidden not in html, hidden
    assert html.count("Chưa công bố") == 2
    assert 'href="/khoi/khoi-thu/2020/ket-qua/trinh-chieu/?tu=2" rel="next"' in html
    assert 'rel="prev"' not in html
    html = page(three, tu=2)
    assert "84,00" in html
    assert "94,00" not in html
    assert 'trinh-chieu/?tu=1" rel="next"' in html
    assert 'trinh-chieu/?tu=3" rel="prev"' in html
    text = words(three, tu=1)
    assert "1 C 94,00 Xuất sắc Cờ UBND tỉnh 2 A 84,00 Xuất sắc 3 B 74,00" in text
    assert "Công bố hạng tiếp theo" not in text


def test_equals_are_shown_together() -> None:
    same = content("30", "18", "36")
    year = appraised_year({"A": same, "B": same, "C": content("20", "18", "36")})
    text = words(year, tu=3)
    assert text.count("Chưa công bố") == 2
    assert "Hạng" not in text.replace("Hạng Đơn vị", "")  # a hidden row does not tell that its rank is shared
    assert 'trinh-chieu/?tu=1" rel="next"' in page(year, tu=3)
    assert "1 A 84,00 1 B 84,00 3 C 74,00" in words(year, tu=2)  # there is no second rank: the next one up


@pytest.mark.parametrize("asked", ["0", "-1", "abc", "", "١", "9" * 5000])
def test_what_is_no_rank_shows_all(three: BlocYear, asked: str) -> None:
    assert "1 C 94,00" in words(three, tu=asked, trang=asked)


def test_numbers_beyond_the_end_mean_the_end(three: BlocYear) -> None:
    assert "Chưa công bố" in words(three, tu=999)
    assert "74,00" in words(three, tu=999)
    assert "1 C 94,00" in words(three, trang=999)


def test_who_is_not_ranked_stands_last_and_gives_no_reason(three: BlocYear) -> None:
    Finding.objects.create(membership=three.members[0], effect=Effect.NOT_RANKED, reason="Cán bộ bị kỷ luật")
    text = words(three)
    assert "1 C 94,00 Xuất sắc Cờ UBND tỉnh 2 B 74,00 – A không xếp hạng 84,00" in text
    assert "kỷ luật" not in text


def test_many_units_take_several_screens() -> None:
    year = bloc_year(units=21)
    for place, member in enumerate(year.members[:20]):  # U has no score yet
        score(year, Level.APPRAISAL, member.code, content(str(10 + place), "18", "36"))
    first, second = words(fresh(year)), words(fresh(year), trang=2)
    assert "Trang 1/2" in first
    assert "1 T 83,00" in first
    assert "17 D" not in first
    assert "Trang 2/2" in second
    assert "17 D 67,00 18 C 66,00 19 B 65,00 20 A 64,00 – U chưa có tổng điểm –" in second
    assert 'rel="next"' not in page(fresh(year), trang=2)
    last = words(fresh(year), tu=20)  # opens where the rank just told stands
    assert "20 A 64,00" in last
    assert "D" not in last.split("Chưa công bố", 1)[1].split("20 A")[0].replace("Chưa công bố", "")
    assert "16 E 68,00" in words(fresh(year), tu=16)


def test_undecided_awards_are_named_when_everything_is_shown() -> None:
    same = content("30", "18", "36")
    year = appraised_year({"A": same, "B": same, "C": content("20", "18", "36")})
    award_rule(year)
    said = "2 đơn vị bằng nhau cả hạng và số phiếu, chỉ còn 1 chỉ tiêu."
    assert said in words(fresh(year))
    assert said not in words(fresh(year), tu=3)


def test_an_empty_year_has_a_screen() -> None:
    assert "Chưa có điểm để xếp hạng." in words(bloc_year(units=2), tu=1)


def test_who_has_no_final_score_yet_stands_last() -> None:
    year = bloc_year(units=2)
    score(year, Level.APPRAISAL, "B", content("30", "18", "36"))
    assert "1 B 84,00 – A chưa có tổng điểm –" in words(year)


def test_units_see_it_when_it_is_published(three: BlocYear) -> None:
    clerk = secretary(three)
    head = person("truong-b")
    seat(head, SeatKind.HEAD, unit=three.members[1].unit)
    address = url(three, "results-hall")
    assert signed_in(head).get(address).status_code == 404
    publish(three, clerk)
    text = text_of(signed_in(head), address)
    assert "1 C 94,00" in text
    assert "chưa niêm yết" not in text
