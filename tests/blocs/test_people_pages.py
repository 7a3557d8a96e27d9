"""The list of people, a person's page, inviting, and who may do what."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from blocs import deeds, rules
from blocs.forms.people import InviteForm
from blocs.models import BlocYear, Province, Seat, SeatKind, User
from blocs.people_pages import people_page
from blocs.queries import people_within_reach
from tests.builders import bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def year() -> BlocYear:
    return bloc_year("khoi-mot")


@pytest.fixture
def actor(year: BlocYear, client: Client) -> User:
    user = secretary(year)
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return user


def heads(year: BlocYear, count: int) -> None:
    for n in range(count):
        seat(person(f"truong-{n:02}"), SeatKind.HEAD, unit=year.members[n % 3].unit)


@pytest.mark.parametrize("people", [3, 15])
def test_the_list_takes_the_same_queries_however_many(
    client: Client, year: BlocYear, actor: User, django_assert_num_queries: Any, people: int
) -> None:
    heads(year, people - 1)
    # session, person, seats ever (the frame shares it); names, people, seats, units' names; years
    with django_assert_num_queries(8):
        answer = client.get("/nguoi-dung/")
    assert f"{people} người, xếp theo tên" in answer.content.decode()


@pytest.mark.parametrize("seats", [3, 15])
def test_a_person_takes_the_same_queries_however_many_seats(
    client: Client, year: BlocYear, actor: User, django_assert_num_queries: Any, seats: int
) -> None:
    who = person("an")
    for n in range(seats):
        seat(
            who,
            SeatKind.OFFICER,
            unit=year.members[n % 3].unit,
            starts_on=date(2020, 1, 1 + n),
            ends_on=date(2021, 1, 1),
        )
    with django_assert_num_queries(10):
        client.get(f"/nguoi-dung/{who.pk}/")


def test_reach(year: BlocYear) -> None:
    here, there = Province.objects.create(name="Một"), Province.objects.create(name="Hai")
    other = bloc_year("khoi-hai")
    for made, province in ((year, here), (other, there)):
        made.bloc.province = province
        made.bloc.save()
    cast = {
        "admin": (SeatKind.ADMIN, {}),
        "tt1": (SeatKind.BOARD, {"province": here}),
        "tt2": (SeatKind.BOARD, {"province": there}),
        "tt": (SeatKind.BOARD, {}),
        "thu1": (SeatKind.SECRETARIAT, {"bloc": year.bloc}),
        "thu2": (SeatKind.SECRETARIAT, {"bloc": other.bloc}),
        "kiem1": (SeatKind.TELLER, {"bloc": year.bloc, "ends_on": date(2021, 1, 1)}),
        "truong1": (SeatKind.HEAD, {"unit": year.members[0].unit}),
        "truong2": (SeatKind.HEAD, {"unit": other.members[0].unit}),
        "khong": (None, {}),
    }
    people = {name: person(name) for name in cast}
    for name, (kind, where) in cast.items():
        if kind is not None:
            seat(people[name], kind, **where)

    def reach(name: str) -> set[str]:
        return set(people_within_reach(people[name]).values_list("username", flat=True))

    assert reach("admin") == set(cast)
    assert reach("thu1") == {"thu1", "kiem1", "truong1"}
    assert reach("tt1") == {"tt1", "thu1", "kiem1", "truong1"}
    assert reach("tt2") == {"tt2", "thu2", "truong2"}
    assert reach("tt") == set(cast) - {"admin", "khong"}
    assert reach("truong1") == reach("kiem1") == reach("khong") == set()
    for name in cast:
        seen = {
            row.user.username
            for row in Seat.objects.select_related("user", "bloc", "unit__home_bloc")
            if rules.can_see_seat(people[name], row)
        }
        assert seen == reach(name) - {"khong"}, "the query and the rule agree"


def test_search_needs_no_accents_and_names_sort_by_given_name(year: BlocYear, actor: User) -> None:
    for username, name, phone in (
        ("a1", "Trần Văn Ánh", "0912345671"),
        ("a2", "Lê Thị Bình", "0912345672"),
        ("a3", "Đặng Ân", "0912345673"),
        ("a4", "Vũ An", "0912345674"),
    ):
        seat(person(username, full_name=name, phone=phone), SeatKind.HEAD, unit=year.members[0].unit)

    def names(search: str) -> list[str]:
        return [line.person.full_name for line in people_page(actor, search=search).lines]

    assert names("dang") == ["Đặng Ân"]
    assert names("ĐẶNG an") == ["Đặng Ân"]
    assert names("binh thi") == ["Lê Thị Bình"]
    assert names("345674") == ["Vũ An"]
    assert names("khong-co-ai") == []
    assert names("a ")[:4] == ["Vũ An", "Trần Văn Ánh", "Đặng Ân", "Lê Thị Bình"]


def test_a_seat_elsewhere_does_not_show(client: Client, year: BlocYear, actor: User) -> None:
    who = person("an", full_name="Vũ An")
    seat(who, SeatKind.HEAD, unit=year.members[0].unit)
    seat(who, SeatKind.TELLER, bloc=bloc_year("khoi-bi-mat").bloc)
    seat(who, SeatKind.ADMIN)
    for page in ("/nguoi-dung/", f"/nguoi-dung/{who.pk}/"):
        shown = client.get(page).content.decode()
        assert "Lãnh đạo đơn vị" in shown
        assert "bi-mat" not in shown
    assert "Cấp phiếu mã mới" not in client.get(f"/nguoi-dung/{who.pk}/").content.decode()
    assert client.post(f"/nguoi-dung/{who.pk}/phieu/").status_code == 403
    assert client.post(f"/nguoi-dung/{who.pk}/tai-khoan/").status_code == 403
    elsewhere = Seat.objects.get(user=who, kind=SeatKind.ADMIN)
    assert client.get(f"/nguoi-dung/{who.pk}/vai-tro/{elsewhere.pk}/thoi/").status_code == 404


def test_inviting_from_the_page_ends_at_the_slip(client: Client, year: BlocYear, actor: User) -> None:
    unit = year.members[1].unit
    given = {"full_name": "Lê Thị Bình", "phone": "0912 345 678", "kind": "head", "place": f"unit:{unit.pk}"}
    answer = client.post("/nguoi-dung/moi/", given)
    who = User.objects.get(phone="0912345678")
    assert answer["Location"] == f"/nguoi-dung/{who.pk}/phieu/"
    slip = client.get(answer["Location"]).content.decode()
    assert "Phiếu mời" in slip
    assert "le-thi-binh hoặc 0912345678" in slip
    assert client.post("/nguoi-dung/moi/", {**given, "place": "bloc:1"}).status_code == 200
    again = client.post("/nguoi-dung/moi/", given).content.decode()
    assert "đang giữ vai trò này rồi" in again


def test_only_what_one_may_give_is_offered(year: BlocYear, actor: User) -> None:
    other = bloc_year("khoi-hai")
    form = InviteForm(actor)
    assert set(form.places) == {f"bloc:{year.bloc_id}"} | {f"unit:{m.unit_id}" for m in year.members}
    assert {value for value, _ in form.fields["kind"].choices} == {
        "",
        *(kind.value for kind in SeatKind if kind not in (SeatKind.ADMIN, SeatKind.BOARD)),
    }
    for place in (f"unit:{other.members[0].unit_id}", "all", "rac"):
        tried = InviteForm(actor, {"full_name": "An", "kind": "head", "place": place})
        assert "place" in tried.errors
    assert "kind" in InviteForm(actor, {"full_name": "An", "kind": "admin", "place": "all"}).errors
    wrong = InviteForm(actor, {"full_name": "An", "kind": "head", "place": f"bloc:{year.bloc_id}"})
    assert wrong.errors["place"] == ["Vai trò Lãnh đạo đơn vị cần chọn một đơn vị."]
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    province = Province.objects.create(name="Một")
    assert {"all", f"province:{province.pk}", f"bloc:{other.bloc_id}"} < set(InviteForm(admin).places)


def test_giving_and_ending_from_the_page(client: Client, year: BlocYear, actor: User) -> None:
    who = person("an", full_name="Vũ An")
    held = seat(who, SeatKind.HEAD, unit=year.members[0].unit)
    address = f"/nguoi-dung/{who.pk}/"
    given = {"kind": "teller", "place": f"bloc:{year.bloc_id}", "starts_on": "", "ends_on": ""}
    assert client.post(address, given)["Location"] == address
    assert client.post(address, {**given, "starts_on": "31/02/2026"}).status_code == 200
    ending = f"{address}vai-tro/{held.pk}/thoi/"
    assert "Vũ An thôi Lãnh đạo đơn vị · A từ hôm nay?" in client.get(ending).content.decode()
    assert Seat.objects.get(pk=held.pk).ends_on is None
    assert client.post(ending)["Location"] == address
    assert [seat.kind for seat in User.objects.get(pk=who.pk).seats] == [SeatKind.TELLER]
    assert client.post(ending).status_code == 409


def test_whoever_ends_their_own_last_seat_is_led_home(client: Client, year: BlocYear, actor: User) -> None:
    own = Seat.objects.get(user=actor)
    assert client.post(f"/nguoi-dung/{actor.pk}/vai-tro/{own.pk}/thoi/")["Location"] == "/"
    assert client.get("/nguoi-dung/").status_code == 404


def test_the_table_of_rights_asks_the_real_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    heads, groups = deeds.table(deeds.DEEDS)
    told = {row.words: dict(zip(heads, row.may, strict=True)) for _, rows in groups for row in rows}
    before = told["Đọc nhật ký của năm"]
    assert {seat for seat, may in before.items() if may} == {
        "Quản trị hệ thống",
        "Cơ quan thường trực, Hội đồng",
        "Tổ thư ký khối",
        "Tổ thư ký đã bàn giao",
    }
    monkeypatch.setattr(rules, "can_read_journal", lambda user, year: rules.holds(user, SeatKind.TELLER))
    heads, groups = deeds.table(deeds.DEEDS)
    told = {row.words: dict(zip(heads, row.may, strict=True)) for _, rows in groups for row in rows}
    assert [seat for seat, may in told["Đọc nhật ký của năm"].items() if may] == ["Tổ kiểm phiếu"]


def test_the_made_up_seats_have_the_rights_of_real_ones(year: BlocYear) -> None:
    scene = deeds.make_scene()
    made_up = dict(deeds.columns(scene))
    for kind, where in (
        (SeatKind.ADMIN, {}),
        (SeatKind.SECRETARIAT, {"bloc": year.bloc}),
        (SeatKind.HEAD, {"unit": year.members[0].unit}),
        (SeatKind.OBSERVER, {"bloc": year.bloc}),
    ):
        real = person(f"that-{kind}")
        seat(real, kind, **where)
        for rule in (
            rules.can_read_scores,
            rules.can_run_year,
            rules.can_set_up_year,
            rules.can_read_journal,
        ):
            assert rule(real, year) is rule(made_up[kind.label], scene.year), (kind, rule)


def test_the_table_of_rights_needs_no_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        deeds.table(deeds.DEEDS)


def test_every_page_of_rights_opens(client: Client, actor: User) -> None:
    shown = client.get("/quyen/").content.decode()
    assert "Mở năm thi đua mới của khối" in shown
    assert "Tổ thư ký đã bàn giao" in shown
