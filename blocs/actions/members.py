"""The year's members: in, out, order, role and contact. Names are in actions/unit_names.py."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Max

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import year_changed
from blocs.actions.unit_names import rename_member
from blocs.changes import Change, changes_between
from blocs.freezing import refuse_frozen
from blocs.journal import record
from blocs.models import BlocYear, Membership, Unit, UnitName, User
from blocs.practice import refuse_in_practice
from blocs.refusals import Faults, Invalid, Refused
from blocs.terms import Role
from blocs.unit_naming import Naming

GONE = "Đơn vị này không còn trong khối. Hãy mở lại danh sách đơn vị."


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """What a member has in a year besides its name and code."""

    role: Role = Role.MEMBER
    category: str = ""
    representative: str = ""
    representative_title: str = ""
    email: str = ""
    phone: str = ""


DETAIL_LABELS = {
    "role": "Vai trò",
    "category": "Loại hình",
    "representative": "Người đại diện",
    "representative_title": "Chức vụ",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
}


@transaction.atomic
def add_member(
    *,
    actor: User,
    year: BlocYear,
    unit: Unit | None,
    code: str,
    name: str,
    short_name: str,
    details: MemberDetails,
) -> Membership:
    """A unit comes into the year, last in order; `unit` None makes a new one of this bloc under `code`.

    A unit of earlier years keeps its code; it comes under its latest name unless `name` says another, which becomes a
    further name of it. Raises Refused when a score is in, Invalid for a code or role that is taken.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    refuse_frozen(year)
    _check_role(year, details.role, None)
    if unit is None:
        refuse_in_practice(year, "thêm đơn vị mới vào khối")
        if Unit.objects.filter(home_bloc=year.bloc, code=code).exists():
            raise Invalid(f"Mã “{code}” đã là mã của một đơn vị trong khối. Hãy dùng mã khác.")
        unit = Unit.objects.create(home_bloc=year.bloc, code=code)
    if Membership.objects.filter(year=year, code=unit.code).exists():
        raise Invalid(f"Đơn vị mã “{unit.code}” đã có trong khối năm {year.year}.")
    latest = Membership.objects.filter(year=year).aggregate(order=Max("order"), position=Max("position"))
    member = Membership.objects.create(
        year=year,
        unit=unit,
        unit_name=_name_of(year, unit, name, short_name),
        code=unit.code,
        order=(latest["order"] or 0) + 1,
        position=0 if latest["position"] is None else latest["position"] + 1,
        **_values(details),
    )
    year_changed(year)
    record(year=year, actor=actor, action="member.added", subject=member.name, new={"Mã": member.code})
    return member


def _name_of(year: BlocYear, unit: Unit, name: str, short_name: str) -> UnitName:
    known = list(UnitName.objects.filter(unit=unit).order_by("valid_from", "pk"))
    if known and name in ("", known[-1].name):
        return known[-1]
    if not name:
        raise Invalid("Chưa có tên đơn vị.")
    refuse_in_practice(year, "đặt tên mới cho đơn vị")
    return UnitName.objects.create(unit=unit, name=name, short_name=short_name)


@transaction.atomic
def change_member(
    *, actor: User, year: BlocYear, member: Membership, details: MemberDetails, naming: Naming | None = None
) -> list[Change]:
    """Role, category and contact, and with `naming` the name; what changed, empty when nothing did."""
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    stored = _member(year, member.pk)
    _check_role(year, details.role, stored)
    before = MemberDetails(**{field.name: getattr(stored, field.name) for field in fields(MemberDetails)})
    changes = changes_between(_in_words(before), _in_words(details))
    if naming is not None:
        changes = rename_member(stored, naming, actor=actor) + changes
    if not changes:
        return []
    Membership.objects.filter(pk=stored.pk).update(**_values(details))
    record(
        year=year,
        actor=actor,
        action="member.changed",
        subject=member.name,
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return changes


@transaction.atomic
def remove_member(*, actor: User, year: BlocYear, member: Membership) -> None:
    """The unit leaves the year with its pledge, targets, registrations and empty sheets; it stays a unit of the bloc.

    Refused once a score or a vote is in.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    refuse_frozen(year)
    stored = _member(year, member.pk)
    name, code = stored.name, stored.code
    stored.delete()
    year_changed(year)
    record(year=year, actor=actor, action="member.removed", subject=name, old={"Mã": code})


@transaction.atomic
def order_members(*, actor: User, year: BlocYear, members: Sequence[int]) -> None:
    """Bloc order as the membership ids are listed, STT 1, 2, 3 …; Refused when the list is not the year's members."""
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    stored = {member.pk: member for member in year.members}
    if sorted(members) != sorted(stored):
        raise Refused("Danh sách đơn vị vừa thay đổi. Hãy mở lại trang rồi sắp xếp lại.")
    if [member.pk for member in year.members] == list(members) and all(
        stored[pk].order == place for place, pk in enumerate(members, start=1)
    ):
        return
    # STT is unique in a year: all are lifted before any is set.
    Membership.objects.filter(year=year).update(order=None)
    for place, pk in enumerate(members):
        stored[pk].position, stored[pk].order = place, place + 1
    Membership.objects.bulk_update(stored.values(), ["position", "order"])
    record(
        year=year,
        actor=actor,
        action="members.ordered",
        new=[stored[pk].short_name for pk in members],
    )


def _member(year: BlocYear, pk: int) -> Membership:
    found = next((member for member in year.members if member.pk == pk), None)
    if found is None:
        raise Refused(GONE)
    return found


def _check_role(year: BlocYear, role: Role, member: Membership | None) -> None:
    leader = next((each for each in year.members if each.role == Role.LEADER), None)
    if role == Role.LEADER and leader is not None and (member is None or leader.pk != member.pk):
        message = f"Khối đã có Trưởng khối là {leader.name}. Hãy đổi vai trò của đơn vị đó trước; mỗi năm một Trưởng khối."
        raise Faults([("role", message)])


def _values(details: MemberDetails) -> dict[str, str]:
    return {field.name: getattr(details, field.name) for field in fields(MemberDetails)}


def _in_words(details: MemberDetails) -> dict[str, str]:
    return {
        label: Role(details.role).label if name == "role" else getattr(details, name)
        for name, label in DETAIL_LABELS.items()
    }
