"""Members in, out, ordered, renamed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blocs.actions.identity import change_identity
from blocs.actions.members import MemberDetails, add_member, change_member, order_members, remove_member
from blocs.actions.years import create_year
from blocs.forms.members import MemberForm, NewMemberForm
from blocs.models import BlocYear, Membership, Unit, UnitName, User
from blocs.refusals import Faults, Invalid, NotAllowed, Refused
from blocs.terms import BlocKind, Level, Role
from blocs.unit_naming import NameChange, Naming
from scoring.models import Score, Sheet
from tests.builders import bloc_year, person, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def a_score(year: BlocYear) -> None:
    sheet = Sheet.objects.filter(year=year, level=Level.SELF).first()
    criterion = year.current_rules.criteria.get(code="II").criterion
    Score.objects.create(sheet=sheet, criterion=criterion, points=1, source="own")


def new(year: BlocYear, actor: User, **more: Any) -> Membership:
    wanted = {"unit": None, "code": "D", "name": "Hội D", "short_name": "", "details": MemberDetails()}
    return add_member(actor=actor, year=year, **{**wanted, **more})


def test_a_new_unit_comes_last_and_gets_its_sheets(year: BlocYear, actor: User) -> None:
    member = new(year, actor, details=MemberDetails(role=Role.DEPUTY, category="hội"))
    assert (member.order, member.position, member.role) == (4, 3, Role.DEPUTY)
    assert Sheet.objects.filter(year=year, scored=member).count() == 3 + 3
    assert Sheet.objects.filter(year=year, level=Level.PEER).count() == 12
    assert "member.added" in year.chain.entries.get().text


def test_the_first_unit_of_a_year_stands_first(actor: User) -> None:
    empty = bloc_year("khoi-rong", units=0)
    member = new(empty, secretary(empty, "thu-ky-rong"))
    assert (member.order, member.position) == (1, 0)


def test_a_code_is_used_once_in_a_bloc(year: BlocYear, actor: User) -> None:
    with pytest.raises(Invalid, match="“A”"):
        new(year, actor, code="A")


def test_a_unit_of_last_year_comes_back_as_itself(year: BlocYear, actor: User) -> None:
    member = year.members[2]
    remove_member(actor=actor, year=year, member=member)
    back = new(again(year), actor, unit=member.unit, code="", name="")
    assert (back.unit_id, back.code, back.unit_name_id) == (member.unit_id, "C", member.unit_name_id)
    with pytest.raises(Invalid, match="đã có trong khối"):
        new(again(year), actor, unit=member.unit)


def test_a_year_has_one_leader(year: BlocYear, actor: User) -> None:
    with pytest.raises(Faults) as refused:
        change_member(actor=actor, year=year, member=year.members[1], details=MemberDetails(role=Role.LEADER))
    assert refused.value.faults[0][0] == "role"
    change_member(actor=actor, year=year, member=year.members[0], details=MemberDetails())
    change_member(
        actor=actor, year=again(year), member=year.members[1], details=MemberDetails(role=Role.LEADER)
    )
    assert [member.role for member in again(year).members] == ["member", "leader", "member"]


def test_a_removed_unit_takes_its_empty_sheets_along(year: BlocYear, actor: User) -> None:
    remove_member(actor=actor, year=year, member=year.members[2])
    assert Sheet.objects.filter(year=year).count() == 3 * 2 + 2
    assert Unit.objects.filter(code="C").exists()


def test_after_a_score_nobody_comes_or_goes_but_names_and_roles_may_change(
    year: BlocYear, actor: User
) -> None:
    a_score(year)
    with pytest.raises(Refused, match="Đã có điểm"):
        new(year, actor)
    with pytest.raises(Refused, match="Đã có điểm"):
        remove_member(actor=actor, year=again(year), member=year.members[2])
    changes = change_member(
        actor=actor, year=again(year), member=year.members[2], details=MemberDetails(phone="0912")
    )
    assert [change.label for change in changes] == ["Điện thoại"]


def test_a_published_year_is_closed(year: BlocYear, actor: User) -> None:
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=actor
    )
    with pytest.raises(Refused, match="niêm yết"):
        change_member(actor=actor, year=year, member=year.members[0], details=MemberDetails())


def test_another_blocs_secretary_may_not(year: BlocYear) -> None:
    stranger = secretary(bloc_year("khoi-khac"), "thu-ky-khac")
    with pytest.raises(NotAllowed):
        new(year, stranger)
    with pytest.raises(NotAllowed):
        new(year, person("khong-vai-tro"))


def test_order_is_renumbered_and_kept(year: BlocYear, actor: User) -> None:
    pks = [member.pk for member in year.members]
    order_members(actor=actor, year=year, members=[pks[2], pks[0], pks[1]])
    assert [(member.code, member.order) for member in again(year).members] == [("C", 1), ("A", 2), ("B", 3)]
    order_members(actor=actor, year=again(year), members=[pks[2], pks[0], pks[1]])
    assert year.chain.entries.count() == 1
    with pytest.raises(Refused, match="vừa thay đổi"):
        order_members(actor=actor, year=again(year), members=pks[:2])


def rename(year: BlocYear, actor: User, change: NameChange, since: date | None = None) -> None:
    member = year.members[1]
    change_member(
        actor=actor,
        year=year,
        member=member,
        details=MemberDetails(),
        naming=Naming("Hội Bê", "Bê", change, since),
    )


def test_a_correction_goes_for_every_year_that_bears_the_name(year: BlocYear, actor: User) -> None:
    later = create_year(actor=actor, bloc=year.bloc, number=2021, source=year)
    rename(year, actor, NameChange.CORRECTION)
    assert again(later).members[1].name == "Hội Bê"
    assert UnitName.objects.filter(unit=year.members[1].unit).count() == 1


def test_a_correction_leaves_a_published_year_as_it_was_printed(year: BlocYear, actor: User) -> None:
    later = create_year(actor=actor, bloc=year.bloc, number=2021, source=year)
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=actor
    )
    rename(later, actor, NameChange.CORRECTION)
    assert again(later).members[1].name == "Hội Bê"
    assert again(year).members[1].name == "Hội B"


def test_a_new_name_begins_on_its_day_and_leaves_the_past(year: BlocYear, actor: User) -> None:
    earlier, later = year, create_year(actor=actor, bloc=year.bloc, number=2021, source=year)
    rename(later, actor, NameChange.RENAMED, date(2021, 5, 1))
    assert again(earlier).members[1].name == "Hội B"
    assert again(later).members[1].name == "Hội Bê"
    names = UnitName.objects.filter(unit=year.members[1].unit).order_by("pk")
    assert [(name.valid_from, name.valid_to) for name in names] == [
        (None, date(2021, 5, 1)),
        (date(2021, 5, 1), None),
    ]
    with pytest.raises(Faults, match="01/05/2021"):
        change_member(
            actor=actor,
            year=again(later),
            member=again(later).members[1],
            details=MemberDetails(),
            naming=Naming("Hội Bb", "", NameChange.RENAMED, date(2021, 5, 1)),
        )


def test_a_changed_name_asks_why(year: BlocYear) -> None:
    member = year.members[1]
    sent = {"name": "Hội Bê", "short_name": "B", "role": "member"}
    assert list(MemberForm(sent, member=member).errors) == ["change"]
    assert list(MemberForm({**sent, "change": "renamed"}, member=member).errors) == ["since"]
    form = MemberForm({**sent, "change": "renamed", "since": "01/05/2021"}, member=member)
    assert form.is_valid()
    assert form.naming() == Naming("Hội Bê", "B", NameChange.RENAMED, date(2021, 5, 1))
    same = MemberForm({**sent, "name": "Hội B", "change": "correction"}, member=member)
    assert same.is_valid()
    assert same.naming() is None


def test_a_new_unit_needs_a_name_and_a_code_of_its_own(year: BlocYear) -> None:
    assert set(NewMemberForm({"role": "member"}, year=year).errors) == {"name", "code"}
    sent = {"role": "member", "name": "Hội D"}
    assert "code" in NewMemberForm({**sent, "code": "A"}, year=year).errors
    assert "code" in NewMemberForm({**sent, "code": "A/B"}, year=year).errors
    assert NewMemberForm({**sent, "code": "D"}, year=year).is_valid()


def test_the_name_of_the_latest_year_is_the_blocs(year: BlocYear, actor: User) -> None:
    later = create_year(actor=actor, bloc=year.bloc, number=2021, source=year)

    def call(of: BlocYear, name: str) -> None:
        change_identity(actor=actor, year=of, name=name, kind=BlocKind.CUM, province=None, note="")

    call(year, "Tên cũ")
    assert again(later).bloc.name == "Khối khoi-thu"
    call(later, "Tên mới")
    assert again(later).bloc.name == "Tên mới"
    assert again(year).name == "Tên cũ"


def test_numbers_typed_on_the_page_order_the_units(year: BlocYear, actor: User, client: Client) -> None:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    first, second, third = year.members
    sent = {f"order-{first.pk}": "30", f"order-{second.pk}": "10", f"order-{third.pk}": "20"}
    assert client.post("/khoi/khoi-thu/2020/don-vi/", sent).status_code == 302
    assert [member.code for member in again(year).members] == ["B", "C", "A"]
    client.post("/khoi/khoi-thu/2020/don-vi/", {**sent, f"order-{first.pk}": "một"})
    assert [member.code for member in again(year).members] == ["B", "C", "A"]
    client.post(f"/khoi/khoi-thu/2020/don-vi/{first.pk}/chuyen/", {"huong": "len"})
    assert [member.code for member in again(year).members] == ["B", "A", "C"]


def test_a_unit_without_a_name_is_told_so_once(year: BlocYear) -> None:
    form = NewMemberForm({"name": " ", "code": "MOI", "role": Role.MEMBER}, year=year)
    assert len(form.errors["name"]) == 1
