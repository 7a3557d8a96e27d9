"""Every address × every seat × every method, on the rows of tests/permission_rows (design §3)."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from blocs.models import BlocYear, Province, SeatKind, User
from tests import permission_rows
from tests.builders import bloc_year, person, seat
from tests.permission_rows import SEATS, Row
from tests.staging import built_once

pytestmark = [pytest.mark.untraced, pytest.mark.django_db, pytest.mark.usefixtures("unpressed")]

ROWS: list[Row] = [
    row
    for module in pkgutil.iter_modules(permission_rows.__path__)
    for row in importlib.import_module(f"tests.permission_rows.{module.name}").ROWS
]


@dataclass
class Stage:
    """Two blocs and the cast; what a row's `kwargs` and `data` functions are given."""

    year: BlocYear
    other: BlocYear
    cast: dict[str, User | None]
    sessions: dict[str, str] = field(default_factory=dict)  # of those in the cast who are signed in

    def client(self, name: str) -> Client:
        """A new browser in which the seat's person is signed in."""
        client = Client()
        if name in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client


@pytest.fixture
def stage(built: Stage, db: None) -> Stage:
    """The module's stage, read anew: what another test did to its objects in memory is not taken back."""
    years = BlocYear.objects.select_related("bloc", "rules", "province")
    people = User.objects.in_bulk([user.pk for user in built.cast.values() if user])
    return Stage(
        year=years.get(pk=built.year.pk),
        other=years.get(pk=built.other.pk),
        cast={name: user and people[user.pk] for name, user in built.cast.items()},
        sessions=built.sessions,
    )


def build() -> Stage:
    here, there = Province.objects.create(name="Tỉnh Một"), Province.objects.create(name="Tỉnh Hai")
    year, other = bloc_year("khoi-mot"), bloc_year("khoi-hai")
    for made, province in ((year, here), (other, there)):
        made.province = made.bloc.province = province
        made.bloc.save()
        made.save()
    cast: dict[str, User | None] = {name: person(name) for name in SEATS if name != "anonymous"}
    cast["anonymous"] = None
    unit, unit_there = year.members[1].unit, other.members[1].unit
    for name, kind, where in (
        ("admin", SeatKind.ADMIN, {}),
        ("board", SeatKind.BOARD, {"province": here}),
        ("board_all", SeatKind.BOARD, {}),
        ("board_other", SeatKind.BOARD, {"province": there}),
        ("secretary", SeatKind.SECRETARIAT, {"bloc": year.bloc}),
        (
            "secretary_former",
            SeatKind.SECRETARIAT,
            {"bloc": year.bloc, "starts_on": date(2020, 1, 12), "ends_on": date(2021, 1, 12)},
        ),
        ("secretary_other", SeatKind.SECRETARIAT, {"bloc": other.bloc}),
        ("head", SeatKind.HEAD, {"unit": unit}),
        ("officer", SeatKind.OFFICER, {"unit": unit}),
        ("head_other", SeatKind.HEAD, {"unit": unit_there}),
        ("teller", SeatKind.TELLER, {"bloc": year.bloc}),
        ("observer", SeatKind.OBSERVER, {"bloc": year.bloc}),
    ):
        user = cast[name]
        assert user is not None
        seat(user, kind, **where)
    sessions = {}
    for name, user in cast.items():
        if user is not None:
            client = Client()
            client.force_login(user, backend="blocs.backends.IdentifierBackend")
            sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Stage(year=year, other=other, cast=cast, sessions=sessions)


built = built_once(build)


def walking() -> tuple[str, ...]:
    """Every seat on SQLite; on PostgreSQL, where only the queries can differ, a stranger, one who may and one who may not."""
    return SEATS if connection.vendor == "sqlite" else ("anonymous", "secretary", "head_other")


def expected(row: Row, method: str, name: str) -> int:
    allowed = row.get if method == "GET" else row.post
    if allowed is None:
        return 302 if name == "anonymous" and not row.public else 405
    for status, names in allowed.items():
        named = names.split()
        if name in named or ("everyone" in named and (name != "anonymous" or row.public)):
            return status
    return 302 if name == "anonymous" else row.otherwise


def address(row: Row, stage: Stage) -> str:
    more = row.kwargs(stage) if callable(row.kwargs) else row.kwargs
    year = {"bloc": stage.year.bloc.code, "year": stage.year.year} if row.of_year else {}
    return reverse(row.name, kwargs={**year, **more})


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name + ("-published" if row.published else ""))
def test_every_seat_gets_what_the_row_says(stage: Stage, row: Row, method: str) -> None:
    if row.published:
        BlocYear.objects.filter(pk=stage.year.pk).update(
            results_published_at=timezone.now(), results_published_by=stage.cast["secretary"]
        )
    url = address(row, stage)
    data = row.data(stage) if callable(row.data) else row.data
    wrong = []
    for name in walking():
        client = stage.client(name)
        saved = transaction.savepoint()
        answer = client.get(url) if method == "GET" else client.post(url, data)
        transaction.savepoint_rollback(saved)
        want = expected(row, method, name)
        if answer.status_code != want:
            wrong.append(f"{method} {url} as {name}: {answer.status_code}, wanted {want}")
    assert not wrong, "\n".join(wrong)


def named_addresses(resolver: URLResolver | None = None) -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.name)
        else:
            yield from named_addresses(entry)


def test_every_address_has_a_row() -> None:
    assert sorted(set(named_addresses()) - {row.name for row in ROWS}) == []
    assert "None" not in set(named_addresses())
