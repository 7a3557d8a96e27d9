"""Putting a unit's name right, or giving it a new one from a day on; called inside change_member's transaction."""

from blocs.changes import Change, changes_between
from blocs.models import Membership, UnitEvent, UnitLink, UnitName, User
from blocs.practice import refuse_in_practice
from blocs.refusals import Faults
from blocs.terms import UnitEventKind
from blocs.unit_naming import NameChange, Naming
from reports.paper.words import short_date


def rename_member(member: Membership, naming: Naming, *, actor: User | None = None) -> list[Change]:
    """What changed of the member's name, in words; empty when it is the same.

    A correction goes for every year not yet published that bears this name: a published year stays as it was
    printed. A new name begins on `naming.since`, ends the old one that day, and is borne from this year on.
    """
    old = member.unit_name
    changes = changes_between(
        {"Tên đơn vị": old.name, "Tên gọn": old.short_name},
        {"Tên đơn vị": naming.name, "Tên gọn": naming.short_name},
    )
    if not changes:
        return []
    refuse_in_practice(member.year, "đổi tên đơn vị")
    if naming.change is NameChange.CORRECTION:
        _correct(old, naming)
        return changes
    bear_new_name(actor=actor, old=old, naming=naming, first_year=member.year.year)
    dated = [*changes, Change("Đổi tên từ ngày", "", short_date(naming.since))]
    return [*dated, Change("Quyết định", "", naming.decision)] if naming.decision else dated


def _correct(old: UnitName, naming: Naming) -> None:
    bearing = Membership.objects.filter(unit_name=old)
    printed = bearing.filter(year__results_published_at__isnull=False, year__is_practice=False)
    if not printed.exists():
        UnitName.objects.filter(pk=old.pk).update(name=naming.name, short_name=naming.short_name)
        return
    right = UnitName.objects.create(
        unit_id=old.unit_id,
        name=naming.name,
        short_name=naming.short_name,
        valid_from=old.valid_from,
        valid_to=old.valid_to,
    )
    bearing.filter(year__results_published_at=None).update(unit_name=right)


def bear_new_name(*, actor: User | None, old: UnitName, naming: Naming, first_year: int) -> UnitName:
    """A further name from `naming.since` on, with its event; borne in the years from `first_year` not yet published.

    What was printed keeps its heading: published years and issued papers are not touched. Raises Faults at "since".
    """
    if naming.since is None:
        raise ValueError("a new name begins on a day")
    if old.valid_from is not None and naming.since <= old.valid_from:
        message = f"Tên hiện nay có từ ngày {short_date(old.valid_from)}; tên mới phải bắt đầu sau ngày đó."
        raise Faults([("since", message)])
    new = UnitName.objects.create(
        unit_id=old.unit_id,
        name=naming.name,
        short_name=naming.short_name,
        valid_from=naming.since,
        valid_to=old.valid_to,
    )
    UnitName.objects.filter(pk=old.pk).update(valid_to=naming.since)
    Membership.objects.filter(
        unit_name=old, year__year__gte=first_year, year__results_published_at=None
    ).update(unit_name=new)
    event = UnitEvent.objects.create(
        kind=UnitEventKind.RENAME,
        effective_on=naming.since,
        decision=naming.decision,
        note=f"{old.name} → {naming.name}",
        recorded_by=actor,
    )
    UnitLink.objects.create(event=event, predecessor_id=old.unit_id, successor_id=old.unit_id)
    return new
