"""Recording what happened to units: rename, merge, split, dissolve, move; each with its date and decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from blocs import rules
from blocs.access import Right
from blocs.actions.leadership import pass_terms
from blocs.actions.locking import lock_year
from blocs.actions.seats import write_seat
from blocs.actions.unit_names import bear_new_name
from blocs.actions.unit_years import follow_in_years, happening
from blocs.journal import record
from blocs.leading import names_of, present
from blocs.models import (
    UNIT_SEATS,
    Bloc,
    BlocYear,
    HandOver,
    Membership,
    RotationPlace,
    Seat,
    Unit,
    UnitEvent,
    UnitLink,
    UnitName,
    User,
)
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.terms import HandOverState, UnitEventKind
from blocs.transactions import locked
from blocs.unit_naming import NameChange, Naming
from reports.paper.words import short_date

EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Since when, by which decision."""

    on: date
    decision: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit an event makes."""

    code: str
    name: str
    short_name: str = ""


def _lock(actor: User, year: BlocYear, may: Right = rules.can_record_unit_events) -> BlocYear:
    year = lock_year(actor=actor, year=year, may=may, even_published=True)
    if year.is_practice:
        raise Refused("Đây là bản luyện tập; sự kiện của đơn vị ghi ở năm thi đua chính thức.")
    locked(Bloc.objects.filter(pk=year.bloc_id)).get()
    return year


@transaction.atomic
def rename_unit(
    *, actor: User, year: BlocYear, unit: Unit, name: str, short_name: str, ruling: Ruling
) -> UnitEvent:
    """Another name from a day on; what was printed before keeps its heading. Raises Faults."""
    year = _lock(actor, year)
    faults = _common_faults(year, [unit], ruling, may_be_ahead=True)
    old = _name_on(unit, ruling.on)
    if not name:
        faults.append(("name", "Hãy ghi tên mới của đơn vị."))
    elif old is not None and (old.name, old.short_name) == (name, short_name):
        faults.append(("name", "Tên mới giống tên đang dùng."))
    if old is None:
        faults.append(("on", "Đơn vị chưa có tên vào ngày này. Hãy kiểm tra lại ngày."))
    _raise(faults)
    if old is None:
        raise ValueError("a unit without a name was refused above")
    naming = Naming(name, short_name, NameChange.RENAMED, ruling.on, ruling.decision)
    try:
        bear_new_name(actor=actor, old=old, naming=naming, first_year=ruling.on.year)
    except Faults as error:
        raise Faults([("on", message) for _, message in error.faults]) from error
    event = UnitEvent.objects.filter(kind=UnitEventKind.RENAME, links__predecessor=unit).latest("pk")
    if ruling.note:
        event.note = f"{event.note}\n{ruling.note}"
        event.save(update_fields=["note"])
    record(
        year=year,
        actor=actor,
        action="units.renamed",
        subject=old.name,
        old={"Tên đơn vị": old.name},
        new={"Tên đơn vị": name} | _in_words(ruling),
    )
    return event


def _name_on(unit: Unit, on: date) -> UnitName | None:
    """The name a unit bears on that day, its latest where several do."""
    begun = UnitName.objects.filter(unit=unit).filter(Q(valid_from=None) | Q(valid_from__lte=on))
    return begun.order_by(F("valid_from").asc(nulls_first=True), "pk").last()


@transaction.atomic
def merge_units(
    *,
    actor: User,
    year: BlocYear,
    units: Sequence[Unit],
    into: Unit | NewUnit,
    ruling: Ruling,
    carried: Iterable[User] = (),
) -> UnitEvent:
    """Several units become one, a new one or one that stands; `carried` are people who go on in it.

    Raises Faults: a unit into itself, fewer than two, names and codes that are empty or taken, dates out of order.
    """
    year = _lock(actor, year)
    ending = [unit for unit in _once(units) if not isinstance(into, Unit) or unit.pk != into.pk]
    every = [*ending, into] if isinstance(into, Unit) else ending
    faults = _common_faults(year, every, ruling)
    if isinstance(into, Unit) and not ending:
        faults.append(("units", "Không sáp nhập một đơn vị vào chính nó. Hãy chọn thêm đơn vị sáp nhập vào."))
    elif len(every) < 2:
        faults.append(("units", "Sáp nhập, hợp nhất cần ít nhất hai đơn vị."))
    if isinstance(into, NewUnit):
        faults += _new_unit_faults(year, [into])
    _raise(faults)
    _refuse_under_way(year, ending)
    successor = into if isinstance(into, Unit) else _found(year, into, ruling.on)
    event = _event(UnitEventKind.MERGE, actor, ruling, [(unit, successor) for unit in ending])
    _end(ending, ruling.on)
    pass_terms(year.bloc, [unit.pk for unit in ending], successor, ruling.on, ruling.decision)
    _replace_in_rotation(year.bloc, [unit.pk for unit in ending], successor)
    _carry(actor, ending, successor, carried, ruling.on)
    return _finish(actor, year, event, {"Thành": names_of([successor.pk], ruling.on)[successor.pk]})


@transaction.atomic
def split_unit(
    *, actor: User, year: BlocYear, unit: Unit, into: Sequence[NewUnit], goes_on: bool, ruling: Ruling
) -> UnitEvent:
    """One unit becomes several; `goes_on`: it stays, and the new ones were parts of it. Raises Faults."""
    year = _lock(actor, year)
    faults = _common_faults(year, [unit], ruling) + _new_unit_faults(year, into)
    if len(into) + goes_on < 2:
        faults.append(("into", "Chia tách phải thành ít nhất hai đơn vị. Hãy ghi thêm đơn vị mới."))
    _raise(faults)
    if not goes_on:
        _refuse_leader(year, unit)
        _refuse_under_way(year, [unit])
    made = [_found(year, new, ruling.on) for new in into]
    links: list[tuple[Unit, Unit | None]] = [(unit, new) for new in made]
    event = _event(UnitEventKind.SPLIT, actor, ruling, [*([(unit, unit)] if goes_on else []), *links])
    if not goes_on:
        _end([unit], ruling.on)
        pass_terms(year.bloc, [unit.pk], None, ruling.on, ruling.decision)
        RotationPlace.objects.filter(unit=unit).delete()
    return _finish(actor, year, event, {"Thành": [new.name for new in into]})


@transaction.atomic
def dissolve_unit(*, actor: User, year: BlocYear, unit: Unit, ruling: Ruling) -> UnitEvent:
    """The unit ends without a successor; what it did stays readable. Raises Faults, Refused for the leader."""
    year = _lock(actor, year)
    _raise(_common_faults(year, [unit], ruling))
    _refuse_leader(year, unit)
    _refuse_under_way(year, [unit])
    event = _event(UnitEventKind.DISSOLVE, actor, ruling, [(unit, None)])
    _end([unit], ruling.on)
    pass_terms(year.bloc, [unit.pk], None, ruling.on, ruling.decision)
    RotationPlace.objects.filter(unit=unit).delete()
    return _finish(actor, year, event, {})


@transaction.atomic
def move_unit(
    *, actor: User, year: BlocYear, unit: Unit, to_bloc: Bloc, ruling: Ruling, code: str = ""
) -> UnitEvent:
    """The unit belongs to another bloc; its past years stay where they were. `code`: where its own is taken there."""
    year = _lock(actor, year, rules.can_move_units)
    if not rules.manages_people_of(actor, to_bloc):
        raise NotAllowed(
            "Khối nhận không thuộc nơi ông, bà phụ trách. Hãy nhờ cơ quan thường trực của khối ấy."
        )
    faults = _common_faults(year, [unit], ruling)
    code = code or unit.code
    if to_bloc.pk == year.bloc_id:
        faults.append(("to_bloc", "Đơn vị đang ở khối này. Hãy chọn khối khác."))
    elif Unit.objects.filter(home_bloc=to_bloc, code=code).exists():
        faults.append(("code", f"Khối nhận đã có đơn vị mã “{code}”. Hãy ghi mã khác."))
    _raise(faults)
    _refuse_leader(year, unit)
    _refuse_under_way(year, [unit])
    event = _event(UnitEventKind.MOVE, actor, ruling, [(unit, unit)])
    event.from_bloc, event.to_bloc = year.bloc, to_bloc
    event.save(update_fields=["from_bloc", "to_bloc"])
    Unit.objects.filter(pk=unit.pk).update(home_bloc=to_bloc, code=code)
    pass_terms(year.bloc, [unit.pk], None, ruling.on, ruling.decision)
    RotationPlace.objects.filter(bloc=year.bloc, unit=unit).delete()
    return _finish(actor, year, event, {"Khối nhận": to_bloc.name})


def _once(units: Iterable[Unit]) -> list[Unit]:
    return list({unit.pk: unit for unit in units}.values())


def _common_faults(
    year: BlocYear, units: Sequence[Unit], ruling: Ruling, *, may_be_ahead: bool = False
) -> list[tuple[str, str]]:
    """What every event asks: units of the bloc that stand, a decision, a day after whatever happened to them."""
    ids = [unit.pk for unit in units]
    stored = list(locked(Unit.objects.filter(pk__in=ids).order_by("pk")))
    faults = []
    gone = [unit.pk for unit in stored if unit.home_bloc_id != year.bloc_id]
    ended = [unit for unit in stored if unit.ended_on is not None]
    names = names_of(ids, ruling.on)
    if gone:
        listed = ", ".join(names[pk] for pk in gone)
        faults.append(("units", f"{listed} không thuộc khối này. Hãy chọn đơn vị của khối."))
    for unit in ended:
        day = short_date(unit.ended_on)
        faults.append(("units", f"{names[unit.pk]} không còn từ ngày {day}; sự kiện này đã ghi rồi."))
    if not ruling.decision:
        faults.append(("decision", "Hãy ghi số, ngày quyết định."))
    today = timezone.localdate()
    if ruling.on < EARLIEST:
        faults.append(("on", f"Ngày phải từ {short_date(EARLIEST)} trở đi."))
    elif ruling.on > today and not may_be_ahead:
        faults.append(
            (
                "on",
                "Chưa đến ngày này. Hãy ghi khi quyết định đã có hiệu lực, vì đơn vị thôi chấm ngay khi ghi.",
            )
        )
    last = (
        UnitEvent.objects.filter(Q(links__predecessor__in=ids) | Q(links__successor__in=ids))
        .order_by("-effective_on")
        .first()
    )
    if last is not None and ruling.on < last.effective_on:
        label, day = UnitEventKind(last.kind).label.lower(), short_date(last.effective_on)
        faults.append(
            ("on", f"Sự kiện gần nhất của đơn vị ({label}) là ngày {day}; hãy ghi ngày đó hoặc sau.")
        )
    return faults


def _new_unit_faults(year: BlocYear, units: Sequence[NewUnit]) -> list[tuple[str, str]]:
    faults = []
    codes = [unit.code for unit in units]
    taken = set(Unit.objects.filter(home_bloc=year.bloc_id, code__in=codes).values_list("code", flat=True))
    taken |= set(
        Membership.objects.filter(year__bloc=year.bloc_id, code__in=codes).values_list("code", flat=True)
    )
    for unit in units:
        if not unit.name:
            faults.append(("name", "Hãy ghi tên của đơn vị mới."))
        if not unit.code:
            faults.append(("code", "Đơn vị mới phải có mã."))
        elif unit.code in taken or codes.count(unit.code) > 1:
            faults.append(("code", f"Mã “{unit.code}” đã có trong khối. Hãy dùng mã khác."))
    return list(dict.fromkeys(faults))


def _raise(faults: list[tuple[str, str]]) -> None:
    if faults:
        raise Faults(faults)


def _refuse_leader(year: BlocYear, unit: Unit) -> None:
    if present(year).leader == unit.pk:
        raise Refused("Đơn vị đang là Trưởng khối. Hãy bàn giao Trưởng khối trước rồi ghi sự kiện này.")


def _refuse_under_way(year: BlocYear, units: Sequence[Unit]) -> None:
    ids = [unit.pk for unit in units]
    named = Q(from_unit__in=ids) | Q(to_unit__in=ids) | Q(deputy_unit__in=ids)
    if HandOver.objects.filter(named, bloc=year.bloc_id, state=HandOverState.PREPARED).exists():
        raise Refused("Đơn vị có tên trong lần bàn giao đang chuẩn bị. Hãy hủy hoặc làm xong lần đó trước.")


def _found(year: BlocYear, new: NewUnit, on: date) -> Unit:
    unit = Unit.objects.create(home_bloc=year.bloc, code=new.code)
    UnitName.objects.create(unit=unit, name=new.name, short_name=new.short_name, valid_from=on)
    return unit


def _event(
    kind: UnitEventKind, actor: User, ruling: Ruling, links: Sequence[tuple[Unit, Unit | None]]
) -> UnitEvent:
    event = UnitEvent.objects.create(
        kind=kind,
        effective_on=ruling.on,
        decision=ruling.decision,
        note=ruling.note,
        recorded_by=actor,
    )
    UnitLink.objects.bulk_create(
        UnitLink(event=event, predecessor=before, successor=after) for before, after in links
    )
    return event


def _end(units: Sequence[Unit], on: date) -> None:
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(ended_on=on)


def _replace_in_rotation(bloc: Bloc, units: list[int], successor: Unit) -> None:
    """The successor stands where the first of them stood, unless it has a place of its own."""
    places = list(RotationPlace.objects.filter(bloc=bloc, unit__in=units).order_by("position"))
    RotationPlace.objects.filter(pk__in=[place.pk for place in places]).delete()
    if places and not RotationPlace.objects.filter(bloc=bloc, unit=successor).exists():
        RotationPlace.objects.create(bloc=bloc, unit=successor, position=places[0].position)


def _carry(actor: User, units: Sequence[Unit], successor: Unit, people: Iterable[User], on: date) -> None:
    """Who is ticked has the same seat in the successor too; the old seat stays, so that they read its past."""
    wanted = {person.pk for person in people}
    kinds = [kind.value for kind in UNIT_SEATS]
    seats = (
        Seat.objects.filter(kind__in=kinds, unit__in=[unit.pk for unit in units], user__in=wanted)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .select_related("user")
        .order_by("pk")
    )
    given = set(
        Seat.objects.filter(unit=successor, user__in=wanted, ends_on=None).values_list("user_id", "kind")
    )
    for seat in seats:
        if (seat.user_id, seat.kind) not in given:
            given.add((seat.user_id, seat.kind))
            kind = next(each for each in UNIT_SEATS if each == seat.kind)
            write_seat(actor=actor, person=seat.user, kind=kind, unit=successor, starts_on=on)


_ACTIONS = {
    UnitEventKind.MERGE: "units.merged",
    UnitEventKind.SPLIT: "units.split",
    UnitEventKind.DISSOLVE: "units.dissolved",
    UnitEventKind.MOVE: "units.moved",
}


def _finish(actor: User, year: BlocYear, event: UnitEvent, more: dict[str, object]) -> UnitEvent:
    happened = happening(event, event.links.all())
    follow_in_years(actor=actor, bloc=year.bloc, happened=happened)
    names = names_of(happened.predecessors, event.effective_on)
    ruling = Ruling(event.effective_on, event.decision, event.note)
    record(
        year=year,
        actor=actor,
        action=_ACTIONS[UnitEventKind(event.kind)],
        subject=", ".join(names[unit] for unit in happened.predecessors),
        new=more | _in_words(ruling),
    )
    return event


def _in_words(ruling: Ruling) -> dict[str, object]:
    return {"Từ ngày": ruling.on, "Quyết định": ruling.decision, "Ghi chú": ruling.note}
