"""Inviting people, giving and ending seats, who may help whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blocs import rules
from blocs.actions.access_codes import issue_reset_code, usable_code
from blocs.actions.people import create_first_administrator, invite_person, set_active
from blocs.actions.seats import end_seat, grant_seat
from blocs.models import AccessCode, BlocYear, JournalEntry, Province, Seat, SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year("khoi-mot")


@pytest.fixture
def admin() -> User:
    user = person("quan-tri")
    seat(user, SeatKind.ADMIN)
    return user


def invite(actor: User, year: BlocYear, **fields: object) -> User:
    given = {"full_name": "Lê Thị Bình", "kind": SeatKind.HEAD, "unit": year.members[0].unit, **fields}
    return invite_person(actor=actor, **given).person


def test_an_invitation_makes_a_person_a_seat_and_a_code(year: BlocYear) -> None:
    actor = secretary(year)
    made = invite_person(
        actor=actor,
        full_name="  Lê  Thị Bình ",
        position="Chủ tịch",
        phone="+84 912 345 678",
        email="Binh@Example.VN",
        kind=SeatKind.HEAD,
        unit=year.members[0].unit,
    )
    who = User.objects.get(pk=made.person.pk)
    assert (who.username, who.full_name, who.phone, who.email) == (
        "le-thi-binh",
        "Lê Thị Bình",
        "0912345678",
        "binh@example.vn",
    )
    assert not who.has_usable_password()
    assert made.seat.granted_by == actor
    assert made.seat.starts_on == timezone.localdate()
    assert made.code
    row = usable_code(made.code)
    assert row is not None
    assert row.user == who
    assert row.purpose == AccessCode.Purpose.INVITE
    assert row.expires_at - row.created_at < timedelta(days=14, minutes=1)


def test_neither_code_nor_password_nor_hash_reaches_the_journal(year: BlocYear) -> None:
    made = invite_person(
        actor=secretary(year), full_name="Lê Thị Bình", kind=SeatKind.HEAD, unit=year.members[0].unit
    )
    assert made.code
    written = "".join(JournalEntry.objects.values_list("text", flat=True)).upper()
    assert made.code not in written
    assert made.code.replace("-", "") not in written
    assert AccessCode.objects.get().code_hash.upper() not in written
    assert "PEOPLE.INVITED" in written


def test_user_names_are_free_ones(year: BlocYear) -> None:
    actor = secretary(year)
    names = [invite(actor, year, phone=f"091200000{n}", unit=year.members[n].unit).username for n in range(3)]
    assert names == ["le-thi-binh", "le-thi-binh-2", "le-thi-binh-3"]


def test_somebody_known_gets_the_seat_and_keeps_password_and_contact(year: BlocYear) -> None:
    known = person("binh", full_name="Lê Thị Bình", phone="0912345678")
    before = known.password
    made = invite_person(
        actor=secretary(year),
        full_name="le thi binh",
        phone="0912 345 678",
        email="khac@example.vn",
        kind=SeatKind.TELLER,
        bloc=year.bloc,
    )
    known.refresh_from_db()
    assert made.person == known
    assert made.code is None
    assert (known.password, known.email) == (before, None)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"phone": "0912345678", "full_name": "Trần Văn An"}, "tên khác"),
        ({"phone": "0912345678", "email": "an@example.vn"}, "hai người"),
        ({"phone": "12"}, "Số điện thoại"),
        ({"email": "khong-phai"}, "Thư điện tử"),
        ({"username": "0912345678"}, "Tên đăng nhập"),
        ({"username": "an@example.vn"}, "Tên đăng nhập"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(year: BlocYear, fields: dict[str, str], why: str) -> None:
    person("binh", full_name="Lê Thị Bình", phone="0912345678")
    person("an", full_name="Trần Văn An", email="an@example.vn")
    with pytest.raises(Invalid, match=why):
        invite(secretary(year), year, **fields)
    assert User.objects.count() == 3


@pytest.mark.parametrize("kind", [SeatKind.ADMIN, SeatKind.BOARD])
def test_a_secretary_gives_no_seat_above_the_bloc(year: BlocYear, kind: SeatKind) -> None:
    with pytest.raises(NotAllowed):
        invite_person(actor=secretary(year), full_name="Lê Thị Bình", kind=kind)
    assert not User.objects.filter(full_name="Lê Thị Bình").exists()


def test_a_secretary_gives_no_seat_of_another_bloc(year: BlocYear) -> None:
    other = bloc_year("khoi-hai")
    actor = secretary(year)
    for where in ({"kind": SeatKind.HEAD, "unit": other.members[0].unit},):
        with pytest.raises(NotAllowed):
            invite(actor, year, **where)
    with pytest.raises(NotAllowed):
        invite_person(actor=actor, full_name="Lê", kind=SeatKind.SECRETARIAT, bloc=other.bloc)


def test_the_board_gives_seats_in_its_province_only(year: BlocYear) -> None:
    here, there = Province.objects.create(name="Một"), Province.objects.create(name="Hai")
    year.bloc.province = here
    year.bloc.save()
    for province, may in ((here, True), (there, False), (None, True)):
        member = person(f"tt-{province}")
        seat(member, SeatKind.BOARD, province=province)
        assert rules.can_grant(member, SeatKind.SECRETARIAT, bloc=year.bloc) is may
        assert rules.can_grant(member, SeatKind.HEAD, unit=year.members[0].unit) is may
        assert not rules.can_grant(member, SeatKind.BOARD)


@pytest.mark.parametrize(
    ("kind", "place"),
    [(SeatKind.HEAD, "bloc"), (SeatKind.TELLER, "unit"), (SeatKind.ADMIN, "bloc"), (SeatKind.BOARD, "unit")],
)
def test_a_seat_stands_where_its_kind_says(year: BlocYear, admin: User, kind: SeatKind, place: str) -> None:
    where = {"bloc": year.bloc} if place == "bloc" else {"unit": year.members[0].unit}
    with pytest.raises(Invalid, match="cần"):
        grant_seat(actor=admin, person=person("an"), kind=kind, **where)


def test_the_same_seat_is_not_given_twice_but_again_after_its_end(year: BlocYear, admin: User) -> None:
    who = person("an")
    held = grant_seat(actor=admin, person=who, kind=SeatKind.TELLER, bloc=year.bloc)
    with pytest.raises(Refused, match="đang giữ"):
        grant_seat(actor=admin, person=who, kind=SeatKind.TELLER, bloc=year.bloc)
    end_seat(actor=admin, seat=held)
    grant_seat(actor=admin, person=who, kind=SeatKind.TELLER, bloc=year.bloc)
    assert [seat.kind for seat in User.objects.get(pk=who.pk).seats] == [SeatKind.TELLER]


def test_dates_that_cannot_be(year: BlocYear, admin: User) -> None:
    today = timezone.localdate()
    for dates in (
        {"starts_on": today, "ends_on": today},
        {"starts_on": today - timedelta(days=500)},
        {"starts_on": today + timedelta(days=500)},
    ):
        with pytest.raises(Invalid):
            grant_seat(actor=admin, person=person("an"), kind=SeatKind.TELLER, bloc=year.bloc, **dates)
        User.objects.filter(username="an").delete()


def test_a_seat_ends_today_and_one_to_come_never_begins(year: BlocYear, admin: User) -> None:
    today = timezone.localdate()
    now = grant_seat(actor=admin, person=person("an"), kind=SeatKind.TELLER, bloc=year.bloc)
    later = grant_seat(
        actor=admin,
        person=person("binh"),
        kind=SeatKind.TELLER,
        bloc=year.bloc,
        starts_on=today + timedelta(days=5),
    )
    assert end_seat(actor=admin, seat=now).ends_on == today
    assert not now.is_held_on(today) or not Seat.objects.get(pk=now.pk).is_held_on(today)
    ended = end_seat(actor=admin, seat=later)
    assert ended.ends_on == ended.starts_on
    with pytest.raises(Refused, match="từ trước"):
        end_seat(actor=admin, seat=now)


def test_nobody_ends_a_seat_they_may_not_give(year: BlocYear, admin: User) -> None:
    actor = secretary(year)
    with pytest.raises(NotAllowed):
        end_seat(actor=actor, seat=Seat.objects.get(user=admin))
    head = person("truong")
    mine = seat(head, SeatKind.HEAD, unit=year.members[0].unit)
    with pytest.raises(NotAllowed):
        end_seat(actor=head, seat=mine)
    assert end_seat(actor=actor, seat=mine).ends_on == timezone.localdate()


def test_the_last_administrator_stays(admin: User) -> None:
    own = Seat.objects.get(user=admin)
    second = person("hai")
    closing = seat(second, SeatKind.ADMIN, ends_on=timezone.localdate() + timedelta(days=3))
    with pytest.raises(Refused, match="cuối cùng"):
        end_seat(actor=admin, seat=own)
    with pytest.raises(Refused, match="cuối cùng"):
        set_active(actor=second, person=admin, active=False)
    closing.ends_on = None
    closing.save()
    end_seat(actor=admin, seat=own)
    assert not rules.is_admin(User.objects.get(pk=admin.pk))


def test_a_right_that_ended_while_the_page_was_open_is_gone(year: BlocYear, admin: User) -> None:
    actor = secretary(year)
    assert actor.seats
    Seat.objects.filter(user=actor).update(ends_on=timezone.localdate())
    with pytest.raises(NotAllowed):
        invite(actor, year)


def test_a_slip_takes_the_right_over_every_seat_the_person_ever_had(year: BlocYear, admin: User) -> None:
    actor = secretary(year)
    head = invite(actor, year)
    assert rules.can_make_slip(actor, User.objects.get(pk=head.pk))
    elsewhere = seat(head, SeatKind.SECRETARIAT, bloc=bloc_year("khoi-hai").bloc)
    elsewhere.ends_on = timezone.localdate()
    elsewhere.save()
    with pytest.raises(NotAllowed, match="nơi khác"):
        issue_reset_code(actor=actor, person=User.objects.get(pk=head.pk))
    assert issue_reset_code(actor=admin, person=head)
    with pytest.raises(NotAllowed):
        issue_reset_code(actor=admin, person=admin)


def test_a_person_pulled_into_a_bloc_is_not_taken_over(year: BlocYear, admin: User) -> None:
    """Giving an administrator a seat of one's own bloc does not give their password."""
    actor = secretary(year)
    made = invite_person(
        actor=actor, full_name=admin.full_name, username="quan-tri", kind=SeatKind.OBSERVER, bloc=year.bloc
    )
    assert made.person == admin
    assert made.code is None
    with pytest.raises(NotAllowed):
        issue_reset_code(actor=actor, person=admin)


def test_an_open_code_dies_when_its_person_rises_above_its_maker(year: BlocYear, admin: User) -> None:
    made = invite_person(
        actor=secretary(year), full_name="Lê Thị Bình", kind=SeatKind.HEAD, unit=year.members[0].unit
    )
    assert made.code
    grant_seat(actor=admin, person=made.person, kind=SeatKind.TELLER, bloc=year.bloc)
    assert usable_code(made.code)
    grant_seat(actor=admin, person=made.person, kind=SeatKind.ADMIN)
    assert usable_code(made.code) is None


def test_a_closed_account_gets_no_seat_and_no_slip_until_opened(year: BlocYear) -> None:
    actor = secretary(year)
    head = invite(actor, year)
    set_active(actor=actor, person=head, active=False)
    head.refresh_from_db()
    assert not head.is_active
    assert not AccessCode.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(Refused):
        issue_reset_code(actor=actor, person=head)
    with pytest.raises(Refused):
        grant_seat(actor=actor, person=head, kind=SeatKind.TELLER, bloc=year.bloc)
    assert set_active(actor=actor, person=head, active=True).is_active


def test_the_first_administrator_is_made_once() -> None:
    made = create_first_administrator()
    assert made is not None
    who, password = made
    assert who.username == "quan-tri"
    assert who.must_change_password
    assert User.objects.get(pk=who.pk).check_password(password)
    assert rules.is_admin(who)
    assert create_first_administrator() is None
