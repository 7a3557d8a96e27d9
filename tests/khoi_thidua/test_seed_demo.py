"""The demonstration: real blocs to look at, accounts of every kind, made once."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from docx import Document

from awards.models import Commendation, ResultVersion
from awards.results import year_results
from blocs import journal
from blocs.context import year_url
from blocs.documents import missing_fields
from blocs.models import BlocYear, FlagHolding, LeadershipTerm, PledgeSignature, Seat, SeatKind, User
from blocs.queries import years_visible_to
from blocs.rules import can_read_scores, can_run_year
from khoi_thidua.demonstration_accounts import ACCOUNTS, PASSWORD
from scoring.models import Evidence, Score
from scoring.queries import rule_set
from tests.staging import built_once

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]


def seed() -> str:
    out = io.StringIO()
    with override_settings(DEMONSTRATION=True):
        call_command("seed_demo", stdout=out)
    return out.getvalue()


seeded = built_once(seed)


def test_it_is_made_in_the_demonstration_only() -> None:
    before = User.objects.count()
    with override_settings(DEMONSTRATION=False), pytest.raises(CommandError, match="DEMONSTRATION=on"):
        call_command("seed_demo")
    assert User.objects.count() == before


def test_the_blocs_are_there_with_their_results(seeded: str) -> None:
    years = {
        f"{year.bloc.code} {year.year}": year for year in BlocYear.objects.select_related("bloc", "rules")
    }
    assert set(years) == {
        "yen-bai-hoi-dac-thu 2020",
        "yen-bai-hoi-dac-thu 2021",
        "yen-bai-hoi-dac-thu 2022",
        "quang-binh-hoi 2020",
        "lam-dong-xa-hoi 2020",
        "mau-trung-binh 2025",
        "mau-trung-binh-cat 2025",
        "mau-trong-so 2025",
    }
    scored = [year for year in years.values() if Score.objects.filter(sheet__year=year).exists()]
    assert len(scored) == 5
    assert all(year_results(year).ranking.order[0] for year in scored)
    assert list(journal.faults()) == []


@pytest.mark.one_engine
def test_the_accounts_are_printed_and_sign_in(seeded: str) -> None:
    assert PASSWORD in seeded
    for username, name, *_rest in ACCOUNTS:
        assert username in seeded
        assert name in seeded
        assert User.objects.get(username=username).check_password(PASSWORD)
    kinds = {seat.kind for seat in Seat.objects.all()}
    assert kinds == {SeatKind.SECRETARIAT, SeatKind.BOARD, SeatKind.HEAD, SeatKind.ADMIN}


@pytest.mark.one_engine
def test_every_account_finds_its_years(seeded: str) -> None:
    seen = {user.username: years_visible_to(user).count() for user in User.objects.all()}
    assert seen == {
        "thu-ky": 3,
        "thu-ky-2020": 1,
        "thu-ky-lam-dong": 1,
        "thu-ky-quang-binh": 1,
        "so-noi-vu": 3,
        "hoi-luat-gia": 3,
        "quan-tri": 8,
    }


def yen_bai(year: int) -> BlocYear:
    years = BlocYear.objects.select_related("bloc", "rules", "province")
    return years.get(bloc__code="yen-bai-hoi-dac-thu", year=year)


@pytest.mark.one_engine
def test_yen_bai_handed_over_at_the_conference_and_rights_have_moved(seeded: str) -> None:
    """The news of 12/1/2021: leader, deputy, flag and the new pledge at one meeting."""
    terms = {
        (term.role, term.unit.code, str(term.starts_on))
        for term in LeadershipTerm.objects.filter(bloc__code="yen-bai-hoi-dac-thu", ends_on=None)
    }
    assert terms == {("leader", "KH", "2021-01-12"), ("deputy", "KHKT", "2021-01-12")}
    assert FlagHolding.objects.latest("received_on").unit.code == "KH"
    roles = {member.code: member.role for member in yen_bai(2021).members if member.role != "member"}
    assert roles == {"KH": "leader", "KHKT": "deputy"}
    before = User.objects.get(username="thu-ky-2020")
    assert can_read_scores(before, yen_bai(2020))
    assert not can_run_year(before, yen_bai(2020))
    assert can_run_year(User.objects.get(username="thu-ky"), yen_bai(2021))
    pledge = yen_bai(2021).pledge_texts.get()
    assert (pledge.state, str(pledge.dated)) == ("open", "2021-01-12")
    assert (
        PledgeSignature.objects.filter(membership__year=pledge.year_id, signed_on="2021-01-12").count() == 4
    )


@pytest.mark.one_engine
def test_lam_dong_was_assigned_not_elected(seeded: str) -> None:
    term = LeadershipTerm.objects.get(bloc__code="lam-dong-xa-hoi", role="leader")
    assert (term.unit.code, term.succession) == ("KHKT", "assigned")


@pytest.mark.one_engine
def test_the_half_year_of_2022_says_what_the_news_said(seeded: str) -> None:
    client: Any = Client()
    client.force_login(User.objects.get(username="thu-ky"), backend="blocs.backends.IdentifierBackend")
    address = year_url("papers-draft", yen_bai(2022), kind="bao-cao-so-ket", extension="docx")
    text = "\n".join(p.text for p in Document(io.BytesIO(client.get(address).content)).paragraphs)
    for words in (
        "117 Bằng khen",
        "28 Bằng khen của UBND tỉnh",
        "89 Bằng khen của Trung ương Hội",
        "37 Kỷ niệm chương",
        "1 Cờ thi đua của UBND tỉnh",
        "2 Cờ thi đua của Trung ương Hội",
        "1 đơn vị đăng ký Cờ thi đua của Chính phủ",
        "1 đơn vị đăng ký Cờ thi đua của UBND tỉnh",
        "9 đơn vị đăng ký Bằng khen của UBND tỉnh",
        "11/11 đơn vị đã ký giao ước",
    ):
        assert words in text, words


@pytest.mark.one_engine
def test_the_certificates_of_2019_have_three_dates(seeded: str) -> None:
    """Quảng Bình: achieved in 2019, decided in March 2020, presented on 31/7/2020."""
    dates = Commendation.objects.filter(membership__year__bloc__code="quang-binh-hoi").values_list(
        "achievement_year", "decided_on", "presented_on"
    )
    assert set(dates) == {(2019, date(2020, 3, 27), date(2020, 7, 31))}


@pytest.mark.one_engine
def test_scoring_by_many_hands_can_be_looked_at_at_once(seeded: str) -> None:
    """Rules of criteria, a drawn ring, evidence and approved results with an objection that was answered."""
    year = yen_bai(2022)
    drawn = year.draws.get()
    assert (drawn.pattern, drawn.seed, drawn.count, drawn.mutual) == ("ring", "482913", 3, 0)
    assert year.current_rules.peer_draw == "ring"
    rules = {leaf.code: leaf.rule.value for leaf in rule_set(year.current_rules).leaves}
    assert {code for code, rule in rules.items() if rule != "manual"} == {"I.1", "I.2", "II.2", "V.1"}
    ladder = next(leaf for leaf in rule_set(year.current_rules).leaves if leaf.code == "I.1")
    assert [item.key for item in ladder.parameters.items] == ["1", "2", "3", "4"]
    assert Evidence.objects.filter(membership__year=year, membership__unit__code="LG").count() == 2
    client: Any = Client()
    client.force_login(User.objects.get(username="hoi-luat-gia"), backend="blocs.backends.IdentifierBackend")
    page = client.get(year_url("grid-one", year, level="tu-cham")).content.decode()
    assert "Điểm gợi ý, minh chứng (1), lý do" in page
    version = ResultVersion.objects.get()
    assert (version.number, version.year.bloc.code, version.is_in_force) == (1, "lam-dong-xa-hoi", True)
    assert version.objections.get().state == "rejected"


@pytest.mark.one_engine
def test_a_second_time_changes_nothing(seeded: str) -> None:
    before = BlocYear.objects.count(), User.objects.count()
    assert "thu-ky" in seed()
    assert (BlocYear.objects.count(), User.objects.count()) == before


@pytest.mark.one_engine
def test_its_paper_can_be_looked_at_and_lacks_only_names_nobody_invented(seeded: str) -> None:
    year = yen_bai(2020)
    assert [field.label for field in missing_fields(year) if field.blocks] == ["Họ tên người ký"]
    client: Any = Client()
    client.force_login(User.objects.get(username="thu-ky"), backend="blocs.backends.IdentifierBackend")
    for page in ("", "van-ban/", "ket-qua/", "van-ban/bang-tong-hop-diem.xlsx"):
        assert client.get(f"/khoi/yen-bai-hoi-dac-thu/2020/{page}").status_code == 200
