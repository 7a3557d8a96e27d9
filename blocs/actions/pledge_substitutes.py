"""Somebody a unit's head names in writing to sign the pledge for the unit."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from blocs.actions.locking import lock_year
from blocs.journal import record
from blocs.models import BlocYear, Membership, StoredFile, Substitute, User
from blocs.pledge_rules import can_name_substitute
from blocs.received_files import ReceivedFile
from blocs.refusals import Invalid, Refused
from blocs.rules import works_for
from blocs.storage import store_received


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who signs for the unit, by which document, from when until when (half-open)."""

    person: User
    title: str
    document: str
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def name_substitute(
    *, actor: User, year: BlocYear, unit: int, wanted: Delegation, scan: ReceivedFile | None = None
) -> Substitute:
    """The person has an account of the unit; the document says by what right. Named twice alike it is one."""
    year, member = _locked(actor, year, unit)
    wanted.person.forget_seats()
    if not works_for(wanted.person, member):
        raise Invalid("Người ký thay phải có tài khoản của đơn vị. Hãy mời người ấy vào đơn vị trước.")
    if not wanted.document:
        raise Invalid("Ghi văn bản ủy quyền: số, ngày, trích yếu.")
    if wanted.ends_on is not None and wanted.ends_on <= wanted.starts_on:
        raise Invalid("Ngày thôi ký thay phải sau ngày bắt đầu.")
    same = Substitute.objects.filter(
        membership=member,
        person=wanted.person,
        document=wanted.document,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
    ).first()
    if same is not None and (scan is None or same.file_id is not None):
        return same
    if scan is None:
        return _name(actor, year, member, wanted)
    with store_received(scan, year=year, actor=actor) as file:
        return _name(actor, year, member, wanted, file=file, named=same)


def _name(
    actor: User,
    year: BlocYear,
    member: Membership,
    wanted: Delegation,
    *,
    file: StoredFile | None = None,
    named: Substitute | None = None,
) -> Substitute:
    """`named`: it is there already, and its document's scan comes after it."""
    named = named or Substitute(
        membership=member,
        person=wanted.person,
        document=wanted.document,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        named_by=actor,
    )
    named.title, named.file = wanted.title or named.title, file
    named.save()
    record(
        year=year,
        actor=actor,
        action="pledge.substitute_named",
        subject=member.short_name,
        new={
            "Người ký thay": wanted.person.full_name,
            "Văn bản ủy quyền": wanted.document,
            "Từ ngày": wanted.starts_on,
            "Thôi từ ngày": wanted.ends_on,
        },
    )
    return named


@transaction.atomic
def end_substitute(*, actor: User, year: BlocYear, unit: int, substitute: int, day: date) -> Substitute:
    """The person signs for the unit no more from that day; what they signed stays."""
    year, member = _locked(actor, year, unit)
    named = Substitute.objects.select_related("person").filter(pk=substitute, membership=member).first()
    if named is None:
        raise Refused("Người ký thay này không còn trong danh sách. Hãy mở lại trang.")
    last = max(day, named.starts_on)
    if named.ends_on is not None and named.ends_on <= last:
        return named
    old, named.ends_on = named.ends_on, last
    named.save(update_fields=["ends_on"])
    record(
        year=year,
        actor=actor,
        action="pledge.substitute_ended",
        subject=member.short_name,
        old={"Thôi từ ngày": old},
        new={"Người ký thay": named.person.full_name, "Thôi từ ngày": last},
    )
    return named


def _locked(actor: User, year: BlocYear, unit: int) -> tuple[BlocYear, Membership]:
    def may(user: User, locked: BlocYear) -> bool:
        member = next((member for member in locked.members if member.pk == unit), None)
        return member is not None and can_name_substitute(user, locked, member)

    year = lock_year(actor=actor, year=year, may=may)
    return year, next(member for member in year.members if member.pk == unit)
