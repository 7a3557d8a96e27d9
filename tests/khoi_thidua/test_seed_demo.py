"""The demonstration: real blocs to look at, accounts of every kind, made once."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from awards.results import year_results
from blocs import journal
from blocs.documents import missing_fields
from blocs.models import BlocYear, Seat, SeatKind, User
from blocs.queries import years_visible_to
from khoi_thidua.demonstration_accounts import ACCOUNTS, PASSWORD

pytestmark = pytest.mark.django_db


def seed() -> str:
    out = io.StringIO()
    with override_settings(DEMONSTRATION=True):
        call_command("seed_demo", stdout=out)
    return out.getvalue()


def test_it_is_made_in_the_demonstration_only() -> None:
    with override_settings(DEMONSTRATION=False), pytest.raises(CommandError, match="DEMONSTRATION=on"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_the_blocs_are_there_with_their_results() -> None:
    seed()
    years = {
        f"{year.bloc.code} {year.year}": year for year in BlocYear.objects.select_related("bloc", "rules")
    }
    assert set(years) == {
        "yen-bai-hoi-dac-thu 2020",
        "lam-dong-xa-hoi 2020",
        "mau-trung-binh 2025",
        "mau-trung-binh-cat 2025",
        "mau-trong-so 2025",
    }
    leaders = [year_results(year).ranking.order[0] for year in years.values()]
    assert all(leaders)
    assert list(journal.faults()) == []


def test_the_accounts_are_printed_and_sign_in() -> None:
    printed = seed()
    assert PASSWORD in printed
    for username, name, *_rest in ACCOUNTS:
        assert username in printed
        assert name in printed
        assert User.objects.get(username=username).check_password(PASSWORD)
    kinds = {seat.kind for seat in Seat.objects.all()}
    assert kinds == {SeatKind.SECRETARIAT, SeatKind.BOARD, SeatKind.HEAD, SeatKind.ADMIN}


def test_every_account_finds_its_years() -> None:
    seed()
    seen = {user.username: years_visible_to(user).count() for user in User.objects.all()}
    assert seen == {"thu-ky": 1, "thu-ky-lam-dong": 1, "so-noi-vu": 1, "hoi-luat-gia": 1, "quan-tri": 5}


def test_a_second_time_changes_nothing() -> None:
    seed()
    before = BlocYear.objects.count(), User.objects.count()
    assert "thu-ky" in seed()
    assert (BlocYear.objects.count(), User.objects.count()) == before


def test_its_paper_can_be_looked_at_and_lacks_only_names_nobody_invented() -> None:
    seed()
    year = BlocYear.objects.select_related("bloc", "rules", "province").get(bloc__code="yen-bai-hoi-dac-thu")
    assert [field.label for field in missing_fields(year) if field.blocks] == ["Họ tên người ký"]
    client: Any = Client()
    client.force_login(User.objects.get(username="thu-ky"), backend="blocs.backends.IdentifierBackend")
    for page in ("", "van-ban/", "ket-qua/", "van-ban/bang-tong-hop-diem.xlsx"):
        assert client.get(f"/khoi/yen-bai-hoi-dac-thu/2020/{page}").status_code == 200
