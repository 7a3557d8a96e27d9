"""The secretariat's own words in the bloc's report, and what the page costs."""

import html
import json
import re
from datetime import date
from typing import Any

import pytest

from awards.actions.bloc_reports import follow_data, period_state, save_section, set_period
from awards.checkpoint_drafts import plain
from awards.demonstration import PROGRAMME
from awards.models import Award
from blocs.editing import Stale, fingerprint
from blocs.journal import faults
from blocs.models import BlocReport, BlocYear, JournalEntry, SeatKind, Target, UnitReport, User
from blocs.refusals import Invalid, NotAllowed
from blocs.sentences import sentence
from blocs.terms import Checkpoint, ReportState
from tests.awards.checkpoint_scenes import END, HALF, commendation, drafted, half_year_2022, report_of
from tests.awards.scenes import award, fresh, signed_in, url
from tests.builders import person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def year_2022() -> BlocYear:
    return half_year_2022()


# ── The secretariat's own words ──────────────────────────────────────────


def save(
    user: User, year: BlocYear, key: str, text: str, *, was: str | None = None, base: Any = None
) -> bool:
    section = report_of(year).section(key)
    assert section is not None
    return save_section(
        actor=user,
        year=year,
        checkpoint=HALF,
        key=key,
        text=text,
        drafted=section.drafted_text if was is None else was,
        base=fingerprint(base),
    )


def last_sentence() -> str:
    return sentence(json.loads(JournalEntry.objects.latest("pk").text))


def test_an_edited_text_stays_and_says_when_the_data_moved_on(year_2022: BlocYear) -> None:
    user = secretary(year_2022)
    draft = drafted(year_2022, "commendations")
    assert save(user, year_2022, "commendations", draft.replace("Tổng cộng", "Cộng chung"))
    section = report_of(year_2022).section("commendations")
    assert section is not None
    assert section.edited is not None
    assert not section.is_stale
    assert last_sentence() == "đã sửa phần “Công tác khen thưởng” của báo cáo sơ kết 6 tháng của khối"
    commendation(
        year_2022.members[3], recipient="Trần Thị Mới", decided_on=date(2022, 6, 1), award=award("MERIT_PM")
    )
    section = report_of(year_2022).section("commendations")
    assert section is not None
    assert section.is_stale
    assert "117 Bằng khen" in section.text
    assert "118 Bằng khen" in section.drafted_text
    page = signed_in(user).get(url(year_2022, "bloc-report", checkpoint=HALF)).content.decode()
    assert "số trong phần đã sửa không tự đổi" in page
    assert "118 Bằng khen" in page
    assert follow_data(actor=user, year=year_2022, checkpoint=HALF, key="commendations")
    assert not follow_data(actor=user, year=year_2022, checkpoint=HALF, key="commendations")
    assert "lấy lại bản soạn từ số liệu" in last_sentence()
    section = report_of(year_2022).section("commendations")
    assert section is not None
    assert section.edited is None
    assert list(faults()) == []


def test_a_draft_that_moved_while_it_was_edited_is_stale_at_once(year_2022: BlocYear) -> None:
    user = secretary(year_2022)
    save(user, year_2022, "registrations", "Đã sửa", was="bản soạn cũ")
    section = report_of(year_2022).section("registrations")
    assert section is not None
    assert section.is_stale


def test_a_text_equal_to_the_draft_goes_on_following_the_data(year_2022: BlocYear) -> None:
    user = secretary(year_2022)
    save(user, year_2022, "joint", "Hội thao khối")
    stored = BlocReport.objects.get()
    save(user, year_2022, "joint", drafted(year_2022, "joint"), base=stored.sections["joint"])
    assert BlocReport.objects.get().sections == {}


def test_two_secretaries_on_one_section_and_one_sending_twice(year_2022: BlocYear) -> None:
    user, other = secretary(year_2022), secretary(year_2022, "thu-ky-hai")
    assert save(user, year_2022, "joint", "Hội thao khối")
    assert not save(user, year_2022, "joint", "Hội thao khối")
    with pytest.raises(Stale):
        save(other, year_2022, "joint", "Giao lưu văn nghệ")
    assert save(other, year_2022, "tasks", "- Giữ vững phong trào")
    assert BlocReport.objects.get().sections["joint"]["text"] == "Hội thao khối"
    answer = signed_in(other).post(
        url(year_2022, "bloc-report-section", checkpoint=HALF, key="joint"),
        {"text": "Giao lưu văn nghệ", "drafted": "", "base": fingerprint(None)},
    )
    assert answer.status_code == 409
    assert "Giao lưu văn nghệ</textarea>" in answer.content.decode()


def test_only_the_secretariat_writes(year_2022: BlocYear) -> None:
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD)
    with pytest.raises(NotAllowed):
        save(board, year_2022, "joint", "Hội thao")
    with pytest.raises(Invalid, match="không có phần đó"):
        save_section(
            actor=secretary(year_2022),
            year=year_2022,
            checkpoint=HALF,
            key="scores",
            text="",
            drafted="",
            base="",
        )
    with pytest.raises(Invalid, match="dài quá"):
        save(secretary(year_2022, "hai"), year_2022, "joint", "x" * 60_001)


def test_the_period_may_be_set_and_the_count_follows(year_2022: BlocYear) -> None:
    user = secretary(year_2022)
    client = signed_in(user)
    address = url(year_2022, "bloc-report-period", checkpoint=HALF)
    base = fingerprint(period_state(None, year_2022, HALF))
    wrong = client.post(address, {"starts_on": "01/06/2022", "ends_on": "01/05/2022", "base": base})
    assert wrong.status_code == 422
    assert "từ ngày đầu trở đi" in wrong.content.decode()
    done = client.post(address, {"starts_on": "01/01/2022", "ends_on": "31/05/2022", "base": base})
    assert done.status_code == 302
    assert "117 Bằng khen" not in drafted(year_2022, "commendations")
    assert "4 tập thể" in drafted(year_2022, "commendations")
    assert last_sentence() == "đã đặt kỳ tính khen thưởng của báo cáo sơ kết 6 tháng của khối"
    with pytest.raises(Stale):
        set_period(
            actor=user,
            year=year_2022,
            checkpoint=HALF,
            starts_on=date(2022, 1, 1),
            ends_on=date(2022, 4, 1),
            base=base,
        )


def test_the_units_words_are_gathered_and_picked(year_2022: BlocYear) -> None:
    UnitReport.objects.create(
        membership=year_2022.members[4], checkpoint=HALF, state=ReportState.DRAFT, weaknesses="Chưa gửi"
    )
    lines = drafted(year_2022, "weaknesses").splitlines()
    assert [line.split(":")[0] for line in lines] == ["- Hội A", "- Hội B", "- Hội C"]
    client = signed_in(secretary(year_2022))
    address = url(year_2022, "bloc-report-section", checkpoint=HALF, key="weaknesses")
    picked = client.get(address, {"chon": "co", "lay": [str(year_2022.members[1].pk), "không"]})
    assert picked.context["form"]["text"].value() == lines[1]
    assert not BlocReport.objects.exists()


def test_the_movements_and_results_are_told_by_level_and_unit(year_2022: BlocYear) -> None:
    told = drafted(year_2022, "movements")
    assert "Khối phát động và hưởng ứng 3 phong trào thi đua, trong đó:" in told
    assert [line.split(":")[0] for line in told.splitlines()[1:]] == [
        "- Cấp Toàn quốc",
        "- Cấp Tỉnh",
        "- Cấp Khối",
        "- Hội A",
        "- Hội B",
        "- Hội C",
    ]
    assert "phong trào “Thi đua thực hiện thắng lợi nhiệm vụ năm 2022”" in drafted(year_2022, "joint")


def test_nothing_inner_shows_on_the_page(year_2022: BlocYear) -> None:
    page = (
        signed_in(secretary(year_2022)).get(url(year_2022, "bloc-report", checkpoint=HALF)).content.decode()
    )
    main = html.unescape(re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0]))
    for word in ("MERIT", "OTHER", "None", "half_year", "|"):
        assert word not in main
    assert PROGRAMME[1:] in main


COSTS = {HALF: 11, END: 11}


@pytest.mark.parametrize("checkpoint", list(Checkpoint))
@pytest.mark.parametrize("units", [3, 15])
def test_the_page_costs_as_much_for_many_units_as_for_few(
    units: int, checkpoint: Checkpoint, full_years: dict[int, BlocYear], django_assert_num_queries: Any
) -> None:
    year = fresh(full_years[units])
    for member in year.members:
        commendation(member, count=2)
        Target.objects.create(membership=member, position=1, text="Hội viên", planned=10, half_year=9)
        UnitReport.objects.create(
            membership=member, checkpoint=checkpoint, state=ReportState.HANDED_IN, results="x"
        )
    client = signed_in(secretary(year))
    address = url(year, "bloc-report", checkpoint=checkpoint)
    client.get(address)
    with django_assert_num_queries(COSTS[checkpoint]):
        assert client.get(address).status_code == 200


def test_awards_exist(year_2022: BlocYear) -> None:
    """The drafts read every award of the catalogue, renamed ones too."""
    Award.objects.filter(code="MERIT_PROV").update(name="Bằng khen của Chủ tịch UBND tỉnh")
    section = report_of(year_2022).section("commendations")
    assert section is not None
    assert "117 Bằng khen, trong đó 28 Bằng khen của Chủ tịch UBND tỉnh" in plain(section.drafted)
