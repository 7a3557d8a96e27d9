"""Events of units that cannot be, what is looked at before, the journal, the pages."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from blocs.actions.handover import Plan, save_hand_over
from blocs.actions.unit_events import (
    NewUnit,
    Ruling,
    dissolve_unit,
    merge_units,
    rename_unit,
    split_unit,
)
from blocs.models import (
    Bloc,
    BlocYear,
    Membership,
    Unit,
    UnitEvent,
    User,
)
from blocs.refusals import Faults, Refused
from blocs.sentences import sentence
from blocs.terms import Succession, UnitEventKind
from blocs.unit_events import preview
from tests.blocs.leading_stage import on
from tests.blocs.unit_event_scenes import JULY, NEW, merge, standing, unit
from tests.builders import ALL_LEVELS, bloc_year, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(units=5, levels=ALL_LEVELS)


@pytest.fixture
def user(year: BlocYear) -> User:
    return secretary(year)


# --- refusals


@pytest.mark.parametrize(
    "case",
    [
        ("B", "B", "units", "chính nó"),
        ("B", NEW, "units", "ít nhất hai"),
        ("", NEW, "units", "ít nhất hai"),
        ("BC", NewUnit("", "Hội mới"), "code", "phải có mã"),
        ("BC", NewUnit("X", ""), "name", "ghi tên"),
        ("BC", NewUnit("A", "Hội mới"), "code", "đã có trong khối"),
    ],
)
def test_a_merger_that_cannot_be(year: BlocYear, user: User, case: tuple[str, Any, str, str]) -> None:
    codes, into, field, words = case
    with pytest.raises(Faults, match=words) as error:
        merge(year, user, codes=codes, into=unit(year, into) if isinstance(into, str) else into)
    assert field in dict(error.value.faults)
    assert not UnitEvent.objects.exists()


def test_twice_out_of_order_ahead_or_of_another_bloc(year: BlocYear, user: User) -> None:
    other = bloc_year("khoi-hai", units=2)
    with pytest.raises(Faults, match="không thuộc khối này"):
        merge_units(actor=user, year=year, units=[unit(year, "B"), unit(other, "B")], into=NEW, ruling=JULY)
    merge(year, user)
    with pytest.raises(Faults, match="không còn từ ngày 01/07/2020"):
        merge(year, user, into=NewUnit("X", "Hội X"))
    early = Ruling(date(2020, 6, 30), "QĐ")
    with pytest.raises(Faults, match="hãy ghi ngày đó hoặc sau"):
        merge(year, user, codes="D", into=unit(year, "BC"), ruling=early)
    with on(date(2020, 8, 1)), pytest.raises(Faults, match="Chưa đến ngày"):
        dissolve_unit(actor=user, year=year, unit=unit(year, "D"), ruling=Ruling(date(2020, 8, 2), "QĐ"))
    with pytest.raises(Faults, match="quyết định"):
        dissolve_unit(actor=user, year=year, unit=unit(year, "D"), ruling=Ruling(JULY.on, ""))


def test_names_of_a_rename(year: BlocYear, user: User) -> None:
    for name, words in (("", "ghi tên mới"), ("Hội B", "giống tên")):
        with pytest.raises(Faults, match=words):
            rename_unit(actor=user, year=year, unit=unit(year, "B"), name=name, short_name="B", ruling=JULY)


def test_the_leader_hands_over_first(year: BlocYear, user: User) -> None:
    for act in (
        lambda: dissolve_unit(actor=user, year=year, unit=unit(year, "A"), ruling=JULY),
        lambda: split_unit(
            actor=user,
            year=year,
            unit=unit(year, "A"),
            into=[NewUnit("A1", "Một"), NewUnit("A2", "Hai")],
            goes_on=False,
            ruling=JULY,
        ),
    ):
        with pytest.raises(Refused, match="bàn giao Trưởng khối trước"):
            act()


def test_a_hand_over_under_way_comes_first(year: BlocYear, user: User) -> None:
    plan = Plan(
        to_unit=unit(year, "B"),
        succession=Succession.ELECTED,
        held_on=date(2021, 1, 12),
        takes_effect_on=date(2021, 1, 12),
    )
    save_hand_over(actor=user, year=year, plan=plan, items=[])
    with pytest.raises(Refused, match="đang chuẩn bị"):
        merge(year, user)


def test_what_it_does_is_seen_and_undone(year: BlocYear, user: User) -> None:
    lines = preview(lambda: merge(year, user), year, user)
    assert lines[0] == (
        "Năm 2020: Hội B thôi từ 01/07/2020, không xếp hạng (vẫn hiện, kèm lý do); "
        "Hội C thôi từ 01/07/2020, không xếp hạng (vẫn hiện, kèm lý do); Hội B và C vào khối."
    )
    assert standing(year) == dict.fromkeys("ABCDE")
    assert not UnitEvent.objects.exists()
    assert not Unit.objects.filter(code="BC").exists()


def test_the_journal_tells_every_event(year: BlocYear, user: User) -> None:
    merge(year, user)
    rename_unit(actor=user, year=year, unit=unit(year, "D"), name="Hội D mới", short_name="", ruling=JULY)
    dissolve_unit(actor=user, year=year, unit=unit(year, "E"), ruling=JULY)
    told = [sentence(json.loads(entry.text)) for entry in year.chain.entries.order_by("number")]
    assert "đã ghi Hội B, Hội C sáp nhập, hợp nhất thành Hội B và C từ ngày 01/07/2020" in told
    assert "đã ghi Hội D đổi tên thành Hội D mới từ ngày 01/07/2020" in told
    assert "đã ghi Hội E giải thể từ ngày 01/07/2020" in told
    assert not any("đã ghi một việc" in line for line in told)


# --- the pages


def test_an_event_is_looked_at_and_then_recorded(year: BlocYear, user: User, client: Client) -> None:
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    address = "/khoi/khoi-thu/2020/su-kien-don-vi/sap-nhap/"
    sent: dict[str, Any] = {
        "units": [str(unit(year, code).pk) for code in "BC"],
        "into": "",
        "name": "Hội B và C",
        "code": "BC",
        "on": "01/07/2020",
        "decision": "QĐ 512",
    }
    page = client.post(address, sent)
    assert page.status_code == 200
    assert "Hội B và C vào khối" in page.content.decode()
    assert not UnitEvent.objects.exists()
    seen = page.context["mark"]
    # Something else than what was looked at is looked at again.
    other = client.post(address, sent | {"seen": seen, "name": "Hội khác"})
    assert "Hội khác vào khối" in other.content.decode()
    assert not UnitEvent.objects.exists()
    assert client.post(address, sent | {"seen": seen}).status_code == 302
    assert UnitEvent.objects.get().kind == UnitEventKind.MERGE
    again_sent = client.post(address, sent | {"seen": seen})
    assert again_sent.status_code == 422
    assert "Hội B và C" in client.get("/khoi/khoi-thu/2020/su-kien-don-vi/").content.decode()


@pytest.mark.parametrize("units", [3, 15])
def test_the_pages_take_so_many_queries(units: int, client: Client, django_assert_num_queries: Any) -> None:
    year = bloc_year("khoi-nhieu", units=units)
    client.force_login(secretary(year, "thu-ky-nhieu"), backend="blocs.backends.IdentifierBackend")
    merge(year, secretary(year, "thu-ky-hai"))
    assert Bloc.objects.count() == 1
    assert Membership.objects.filter(year=year).count() == units + 1
    for address, queries in (("su-kien-don-vi/", 11), ("truong-khoi/", 12)):
        client.get(f"/khoi/khoi-nhieu/2020/{address}")
        with django_assert_num_queries(queries):
            client.get(f"/khoi/khoi-nhieu/2020/{address}")
