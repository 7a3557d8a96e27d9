"""The bloc's report at a review: what is counted, where each number leads, and how texts follow or stop following."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.checkpoint_figures import family_of
from awards.checkpoint_reading import AwardName
from awards.commendation_counts import Period
from awards.demonstration import enter_half_year_2022
from awards.models import Registration
from blocs.models import BlocYear, Membership, Target
from blocs.terms import AwardLevel, AwardObject, Checkpoint, RegistrationState
from tests.awards.checkpoint_scenes import END, HALF, commendation, drafted, half_year_2022, report_of
from tests.awards.scenes import appraised_year, award, content, signed_in, url
from tests.builders import award_rule, bloc_year, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year_2022() -> BlocYear:
    return half_year_2022()


SENTENCE = (
    "117 Bằng khen, trong đó 28 Bằng khen của UBND tỉnh, 89 Bằng khen của Trung ương Hội; 37 Kỷ niệm chương;"
    " 1 Cờ thi đua của UBND tỉnh, 2 Cờ thi đua của Trung ương Hội;"
    " 4 tập thể hoàn thành xuất sắc nhiệm vụ thực hiện Chương trình hành động số 18-CTr/TU."
)


# ── The half-year of 2022 ────────────────────────────────────────────────


def test_the_half_year_of_2022_is_told_as_the_news_told_it(year_2022: BlocYear) -> None:
    told = drafted(year_2022, "commendations")
    assert SENTENCE in told
    assert "Tổng cộng 161 lượt khen thưởng" in told
    assert "Giấy khen, không tính vào các số trên" in told
    registered = drafted(year_2022, "registrations").splitlines()
    assert registered == [
        "Có 11/11 đơn vị đăng ký danh hiệu thi đua, hình thức khen thưởng, trong đó:",
        "- 1 đơn vị đăng ký Cờ thi đua của Chính phủ (A);",
        "- 1 đơn vị đăng ký Cờ thi đua của UBND tỉnh (B);",
        "- 9 đơn vị đăng ký Bằng khen của UBND tỉnh;",
    ]
    checks = report_of(year_2022).checks
    assert [check.ok for check in checks] == [True, True, False]
    assert "161 = 161" in checks[0].text
    assert "11 đăng ký cho đơn vị của 11/11 đơn vị" in checks[1].text
    assert "Chưa có báo cáo sơ kết 6 tháng của: D, E, F, G, H, I, J, K." in checks[2].text


def rows_behind(client: Any, address: str) -> list[Any]:
    """The rows on the page a number leads to."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    rows: list[Any] = answer.context["rows"]
    assert answer.context["count"] == len(rows)
    return rows


def test_every_number_of_commendations_leads_to_exactly_its_rows(year_2022: BlocYear) -> None:
    client = signed_in(secretary(year_2022))
    section = report_of(year_2022).section("commendations")
    assert section is not None
    seen = 0
    for piece in (
        piece for line in section.drafted for piece in line if piece.url and piece.text[0].isdigit()
    ):
        rows = rows_behind(client, piece.url)
        assert sum(int(row.count) for row in rows) == int(piece.text.split()[0]), piece.text
        seen += 1
    assert seen == 8
    (certificates,) = [piece for line in section.drafted for piece in line if piece.text == "Giấy khen"]
    assert [row.award for row in rows_behind(client, certificates.url)] == ["Giấy khen"]


def test_every_number_of_the_table_leads_to_exactly_its_rows(year_2022: BlocYear) -> None:
    client = signed_in(secretary(year_2022))
    table = client.get(url(year_2022, "bloc-report", checkpoint=HALF)).context["table"]
    first = table["rows"][0]
    for cell in (*table["columns"], table["total"], *first["cells"], first["total"]):
        if cell["url"]:
            assert sum(int(row.count) for row in rows_behind(client, cell["url"])) == int(cell["text"])
    assert table["total"]["text"] == "161"
    assert first["total"]["text"] == str(4 + 12 + 6 + 1 + 1)


def test_the_example_is_of_eleven_units() -> None:
    with pytest.raises(ValueError, match="11 units"):
        enter_half_year_2022(bloc_year(units=3))


# ── What counts ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("decided", "counts"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2020, 6, 30), True),
        (date(2020, 7, 1), False),
    ],
)
def test_the_period_goes_by_the_day_of_the_decision(decided: date, counts: bool) -> None:
    year = bloc_year()
    commendation(year.members[0], decided_on=decided, recipient="Hội A")
    assert ("1 Bằng khen của UBND tỉnh" in drafted(year, "commendations")) is counts
    assert ("1 Bằng khen của UBND tỉnh" in drafted(year, "commendations", END)) is (decided.year == 2020)


def test_rows_without_a_day_and_tallies_too_small_are_pointed_out() -> None:
    year = bloc_year()
    first, second = year.members[:2]
    commendation(first, decided_on=None, count=5)
    commendation(second, count=1)
    for name in ("An", "Bình"):
        commendation(second, recipient=name)
    report = report_of(year)
    texts = [check.text for check in report.checks]
    assert "1 dòng khen thưởng chưa ghi ngày quyết định nên chưa tính." in texts
    assert any("số tổng ghi 1 nhưng đã có 2 dòng nêu tên; báo cáo đếm theo tên" in text for text in texts)
    assert "2 Bằng khen của UBND tỉnh" in drafted(year, "commendations")
    client = signed_in(secretary(year))
    for check in report.checks:
        if check.url and "khen-thuong" in check.url:
            assert rows_behind(client, check.url)


def test_two_programmes_are_two_lines_each_with_its_rows() -> None:
    year = bloc_year()
    member = year.members[0]
    for words, count in (("Tập thể tiêu biểu A", 2), ("Tập thể tiêu biểu B", 3)):
        commendation(member, "OTHER", award_text=words, object=AwardObject.COLLECTIVE, count=count)
    section = report_of(year).section("commendations")
    assert section is not None
    assert "2 tập thể tiêu biểu A, 3 tập thể tiêu biểu B" in section.drafted_text
    commendation(member, "OTHER", award_text="Tập thể tiêu biểu A và B", recipient="Hội A")
    client = signed_in(secretary(year))
    for text, number in (("2 tập thể tiêu biểu A", 2), ("3 tập thể tiêu biểu B", 3)):
        (piece,) = [piece for line in section.drafted for piece in line if piece.text == text]
        assert [int(row.count) for row in rows_behind(client, piece.url)] == [number]


def test_returned_and_unsent_registrations_do_not_count() -> None:
    year = bloc_year()
    states = (RegistrationState.DRAFT, RegistrationState.SENT, RegistrationState.RETURNED)
    for member, state in zip(year.members, states, strict=True):
        Registration.objects.create(membership=member, award=award(), state=state, reason="Sai mẫu")
    told = drafted(year, "registrations")
    assert "Có 1/3 đơn vị đăng ký" in told
    assert "1 đơn vị đăng ký Cờ thi đua của UBND tỉnh (B)" in told


def test_titles_of_people_are_told_beside_the_units() -> None:
    year = bloc_year()
    for name in ("An", "Bình"):
        Registration.objects.create(membership=year.members[0], award=award("FIGHTER_BASE"), person=name)
    assert "- 2 tập thể, cá nhân đăng ký Chiến sĩ thi đua cơ sở;" in drafted(year, "registrations")


def test_a_year_without_anything_says_so_and_still_prints() -> None:
    year = bloc_year(units=0)
    assert "chưa ghi nhận khen thưởng nào" in drafted(year, "commendations")
    assert drafted(year, "weaknesses") == ""
    for checkpoint in Checkpoint:
        page = signed_in(secretary(year, f"tk-{checkpoint}")).get(
            url(year, "bloc-report", checkpoint=checkpoint)
        )
        assert page.status_code == 200


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Bằng khen của Thủ tướng Chính phủ", "Bằng khen"),
        ("Cờ thi đua của Chính phủ", "Cờ thi đua"),
        ("Giấy khen", "Giấy khen"),
        ("Chiến sĩ thi đua cơ sở", ""),
    ],
)
def test_families_go_by_how_an_award_is_called(name: str, family: str) -> None:
    assert family_of(AwardName("X", name, name, AwardLevel.OTHER, 1)) == family


@given(
    counts=st.lists(
        st.tuples(
            st.integers(0, 2), st.sampled_from(["MERIT_PROV", "MEDAL_COMM", "OTHER"]), st.integers(0, 9)
        ),
        max_size=12,
    )
)
def test_units_always_add_up_to_the_whole(counts: list[tuple[int, str, int]]) -> None:
    from awards.checkpoint_figures import checkpoint_figures
    from awards.checkpoint_reading import CheckpointData
    from awards.commendation_lines import Line
    from blocs.models import Unit, UnitName

    period = Period(date(2020, 1, 1), date(2020, 6, 30))
    year = BlocYear(pk=1, year=2020)
    names = [UnitName(name=f"Hội {at}") for at in range(3)]
    year.__dict__["members"] = [
        Membership(pk=at, unit=Unit(pk=at), unit_name=names[at], code=str(at), position=at) for at in range(3)
    ]
    lines = tuple(
        Line(
            **dict.fromkeys(Line.__slots__)
            | {
                "id": pk,
                "unit_id": unit,
                "award": code,
                "award_text": "",
                "level": "province",
                "object": "",
                "recipient": "",
                "count": count,
                "achievement_year": 2020,
                "decided_on": date(2020, 5, 1),
            }
        )
        for pk, (unit, code, count) in enumerate(counts, start=1)
    )
    awards = {
        code: AwardName(code, code, code, AwardLevel.OTHER, at)
        for at, code in enumerate(("MERIT_PROV", "MEDAL_COMM", "OTHER"))
    }
    figures = checkpoint_figures(CheckpointData(year, HALF, awards=awards, commendations=lines), period)
    assert figures.table.disagreements == ()
    assert figures.table.total.number == sum(count for _unit, _code, count in counts)
    assert sum(line.total.number for line in figures.table.lines) == figures.table.total.number


# ── The year's end ───────────────────────────────────────────────────────


def test_the_years_end_tells_targets_scores_and_nominations() -> None:
    year = appraised_year(
        {"A": content("40", "20", "40"), "B": content("30", "20", "40"), "C": content("20", "10", "30")}
    )
    award_rule(year, quota=Decimal(1))
    before = bloc_year(year=2019)
    text = "Hội viên mới"
    for member, past, planned, result in zip(
        year.members, before.members, (200, 100, 50), (205, 90, None), strict=True
    ):
        Target.objects.create(
            membership=member, position=1, text=text, measure="người", planned=planned, year_end=result
        )
        Target.objects.create(membership=past, position=1, text=text.upper(), measure="người", year_end=100)
    told = drafted(year, "targets", END)
    assert (
        "3 chỉ tiêu; 1 chỉ tiêu đạt hoặc vượt mức phấn đấu, 1 chỉ tiêu chưa đạt, 1 chỉ tiêu chưa đủ số liệu"
        in told
    )
    assert "2 chỉ tiêu so sánh được có 1 chỉ tiêu tăng, 1 chỉ tiêu giảm, 0 chỉ tiêu giữ nguyên" in told
    scores = drafted(year, "scores", END)
    assert "3/3 đơn vị. Dẫn đầu là Hội A 100,00 điểm (hạng 1); Hội B 90,00 điểm (hạng 2)" in scores
    assert "- Cờ thi đua của UBND tỉnh: 1 đơn vị: Hội A." in drafted(year, "nominations", END)


def test_last_years_practice_copy_is_not_compared_with() -> None:
    year, before = bloc_year(), bloc_year(year=2019)
    BlocYear.objects.filter(pk=before.pk).update(is_practice=True)
    for member in (year.members[0], before.members[0]):
        Target.objects.create(membership=member, position=1, text="Hội viên", planned=10, year_end=9)
    assert "So với" not in drafted(year, "targets", END)
    BlocYear.objects.filter(pk=before.pk).update(is_practice=False)
    assert "So với" in drafted(year, "targets", END)


def test_the_half_year_knows_no_scores() -> None:
    year = appraised_year({"A": content("40", "20", "40")})
    report = report_of(year)
    assert report.results is None
    assert {"scores", "nominations", "targets"} & {section.kind.key for section in report.sections} == set()
