"""The hand-over of the leader's role: prepared, changed, enacted, cancelled; the first term and the rotation."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from blocs import rules
from blocs.actions.leadership import begin_terms, give_roles, move_secretariat, plan_moves, register_flag
from blocs.actions.locking import lock_year
from blocs.editing import Stale, fingerprint
from blocs.journal import record
from blocs.leading import Present, current_units, names_of, present, terms_of
from blocs.models import Bloc, BlocYear, HandOver, HandOverItem, RotationPlace, Unit, User
from blocs.received_files import ReceivedFile
from blocs.refusals import Faults, Invalid, Refused
from blocs.storage import store_received
from blocs.terms import HandOverState, Succession
from blocs.transactions import locked
from reports.paper.words import short_date

GONE = "Lần bàn giao này vừa có người thay đổi. Hãy mở lại trang Trưởng khối."
NO_LEADER = "Chưa biết đơn vị nào đang là Trưởng khối. Hãy ghi Trưởng khối đầu tiên ở trang Trưởng khối."


@dataclass(frozen=True, slots=True)
class Plan:
    """What is agreed about a hand-over; dates: held, then in effect on the same day or later."""

    to_unit: Unit
    succession: Succession
    held_on: date
    takes_effect_on: date
    deputy_unit: Unit | None = None
    decision: str = ""
    place: str = ""
    giver: str = ""
    giver_title: str = ""
    taker: str = ""
    taker_title: str = ""
    witness: str = ""
    witness_title: str = ""
    hands_flag: bool = True
    flag_condition: str = ""
    fund: Decimal | None = None
    unfinished: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist."""

    name: str
    quantity: str = ""
    form: str = ""
    note: str = ""
    is_done: bool = False


def _lock(actor: User, year: BlocYear) -> BlocYear:
    """The year and then its bloc: hand-overs of a bloc, and new years of it, come one after the other."""
    year = lock_year(actor=actor, year=year, may=rules.can_hand_over, even_published=True)
    if year.is_practice:
        raise Refused("Đây là bản luyện tập; bàn giao thật làm ở năm thi đua chính thức.")
    locked(Bloc.objects.filter(pk=year.bloc_id)).get()
    return year


@transaction.atomic
def save_hand_over(
    *, actor: User, year: BlocYear, plan: Plan, items: Sequence[Item], hand_over: HandOver | None = None
) -> HandOver:
    """Prepare a hand-over (None), or change the one that is prepared; nobody's rights move yet.

    Raises Faults at the fields of Plan, Refused while another one is prepared or when this one is not any more.
    """
    year = _lock(actor, year)
    if hand_over is None:
        now = present(year)
        if now.leader is None:
            raise Refused(NO_LEADER)
        if HandOver.objects.filter(bloc=year.bloc, state=HandOverState.PREPARED).exists():
            raise Refused("Khối đang chuẩn bị một lần bàn giao rồi. Hãy sửa hoặc hủy lần đó.")
        stored = HandOver(bloc=year.bloc, from_year=year, from_unit_id=now.leader, prepared_by=actor)
    else:
        stored = _prepared(year, hand_over)
    check_plan(year, plan, giver=stored.from_unit_id)
    for field in fields(Plan):
        setattr(stored, field.name, getattr(plan, field.name))
    stored.save()
    HandOverItem.objects.filter(hand_over=stored).delete()
    HandOverItem.objects.bulk_create(
        HandOverItem(hand_over=stored, position=place, **asdict(item)) for place, item in enumerate(items)
    )
    record(
        year=year,
        actor=actor,
        action="leading.prepared" if hand_over is None else "leading.changed",
        subject=_name(plan.to_unit.pk, plan.takes_effect_on),
        new=_in_words(plan),
    )
    return stored


def check_plan(year: BlocYear, plan: Plan, *, giver: int) -> None:
    """Raise Faults for what cannot be: to itself, to a unit that is gone, dates out of order or out of the term."""
    units = current_units(year, plan.takes_effect_on)
    faults = []
    if plan.to_unit.pk == giver:
        faults.append(("to_unit", "Đơn vị nhận đang là Trưởng khối. Hãy chọn đơn vị khác."))
    elif plan.to_unit.pk not in units:
        faults.append(("to_unit", "Đơn vị này không còn thuộc khối. Hãy chọn một đơn vị đang ở trong khối."))
    if plan.deputy_unit is not None:
        if plan.deputy_unit.pk == plan.to_unit.pk:
            faults.append(("deputy_unit", "Phó khối phải là đơn vị khác Trưởng khối."))
        elif plan.deputy_unit.pk not in units:
            faults.append(("deputy_unit", "Đơn vị này không còn thuộc khối. Hãy chọn đơn vị khác."))
    raise_if([*faults, *_date_faults(year, plan)])


def _date_faults(year: BlocYear, plan: Plan) -> list[tuple[str, str]]:
    since = present(year).since or date(year.year, 1, 1)
    first, last = date(year.year, 1, 1), date(year.year + 1, 12, 31)
    if not first <= plan.held_on <= last:
        return [("held_on", f"Ngày bàn giao năm {year.year} phải từ {_span(first, last)}.")]
    if plan.takes_effect_on < plan.held_on:
        return [
            ("takes_effect_on", "Quyền chỉ chuyển từ ngày bàn giao trở đi; hãy ghi ngày đó hoặc muộn hơn.")
        ]
    if plan.takes_effect_on > last:
        return [("takes_effect_on", f"Ngày chuyển quyền phải từ {_span(first, last)}.")]
    if plan.takes_effect_on <= since:
        sentence = (
            f"Nhiệm kỳ của Trưởng khối hiện nay bắt đầu ngày {short_date(since)}; "
            "bàn giao phải có hiệu lực sau ngày đó."
        )
        return [("takes_effect_on", sentence)]
    return []


def _span(first: date, last: date) -> str:
    return f"{short_date(first)} đến {short_date(last)}"


def raise_if(faults: list[tuple[str, str]]) -> None:
    if faults:
        raise Faults(faults)


@transaction.atomic
def cancel_hand_over(*, actor: User, year: BlocYear, hand_over: HandOver, reason: str) -> None:
    """Give a prepared hand-over up; it stays in the books as cancelled."""
    year = _lock(actor, year)
    if not reason:
        raise Invalid("Hãy ghi lý do hủy.")
    stored = _prepared(year, hand_over)
    stored.state = HandOverState.CANCELLED
    stored.save(update_fields=["state"])
    record(
        year=year,
        actor=actor,
        action="leading.cancelled",
        subject=_name(stored.to_unit_id, stored.takes_effect_on),
        reason=reason,
    )


def _plan_of(stored: HandOver) -> Plan:
    return Plan(**{field.name: getattr(stored, field.name) for field in fields(Plan)})


def plan_mark(stored: HandOver) -> str:
    """Names what is prepared, so that nothing is enacted unseen."""
    plan = _plan_of(stored)
    return fingerprint(
        {name: str(value) for name, value in _in_words(plan).items()} | {"flag": plan.hands_flag}
    )


@transaction.atomic
def enact_hand_over(
    *,
    actor: User,
    year: BlocYear,
    hand_over: HandOver,
    secretariat: Sequence[User],
    shown: str | None = None,
) -> HandOver:
    """Hand over: the old term ends and the new one begins on `takes_effect_on`, and with it everybody's rights.

    `secretariat`: the people who are the bloc's secretariat from that day; those of now who are not among them end
    theirs that day and keep reading the years they led. A day that is still to come moves the rights by itself.
    `shown`: `plan_mark` of what the page showed; Stale when the preparation was changed since. Raises Refused when
    it is done or cancelled already, Invalid without anybody for the new secretariat.
    """
    year = _lock(actor, year)
    stored = _prepared(year, hand_over)
    if shown is not None and shown != plan_mark(stored):
        raise Stale("Phần chuẩn bị vừa có người sửa. Hãy xem lại các dòng dưới đây rồi bấm Bàn giao lần nữa.")
    plan = _plan_of(stored)
    now = present(year)
    if now.leader != stored.from_unit_id:
        raise Refused("Trưởng khối đã đổi từ khi chuẩn bị. Hãy hủy lần bàn giao này rồi lập lại.")
    check_plan(year, plan, giver=stored.from_unit_id)
    if not secretariat:
        raise Invalid(
            "Chưa chọn ai vào tổ thư ký mới; khi đó không ai điều hành được khối. Hãy chọn ít nhất một người, "
            "hoặc mời người của đơn vị nhận trước."
        )
    moves = plan_moves(stored, secretariat)
    begin_terms(stored, now, year)
    if stored.hands_flag:
        register_flag(stored)
    stored.state = HandOverState.DONE
    stored.done_by, stored.done_at = actor, timezone.now()
    stored.save(update_fields=["state", "done_by", "done_at"])
    give_roles(actor=actor, bloc=year.bloc, since=stored.takes_effect_on)
    record(
        year=year,
        actor=actor,
        action="leading.handed_over",
        subject=_name(stored.to_unit_id, stored.takes_effect_on),
        old={"Trưởng khối": _name(stored.from_unit_id, stored.held_on), "Tổ thư ký": moves.leaving_names},
        new=_in_words(plan) | {"Tổ thư ký": moves.new_names},
    )
    # Last, as the installation's chain is the last thing locked; until here who acts still holds their seat.
    move_secretariat(actor=actor, hand_over=stored, moves=moves)
    return stored


def _prepared(year: BlocYear, hand_over: HandOver) -> HandOver:
    found = locked(HandOver.objects.filter(pk=hand_over.pk, bloc=year.bloc_id)).first()
    if found is None or found.from_year_id != year.pk:
        raise Refused(GONE)
    if found.state == HandOverState.DONE:
        raise Refused("Lần bàn giao này đã làm xong rồi.")
    if found.state == HandOverState.CANCELLED:
        raise Refused("Lần bàn giao này đã bị hủy. Hãy lập lần khác.")
    return found


@transaction.atomic
def record_first_term(
    *,
    actor: User,
    year: BlocYear,
    leader: Unit,
    deputies: Sequence[Unit],
    starts_on: date,
    succession: Succession,
    decision: str = "",
) -> None:
    """Who leads the bloc since when, where its books have nobody yet; every later leader comes by a hand-over."""
    year = _lock(actor, year)
    if terms_of(year.bloc_id):
        raise Refused("Khối đã có nhiệm kỳ Trưởng khối. Đổi Trưởng khối thì lập bàn giao.")
    units = current_units(year, starts_on)
    faults = []
    if leader.pk not in units:
        faults.append(("leader", "Đơn vị này không thuộc khối. Hãy chọn một đơn vị của khối."))
    if any(deputy.pk == leader.pk or deputy.pk not in units for deputy in deputies):
        faults.append(("deputies", "Phó khối phải là đơn vị khác trong khối."))
    if not date(year.year - 1, 1, 1) <= starts_on <= date(year.year, 12, 31):
        faults.append(("starts_on", f"Nhiệm kỳ phải bắt đầu trong năm {year.year} hoặc năm {year.year - 1}."))
    raise_if(faults)
    begin_terms(
        HandOver(
            bloc=year.bloc,
            to_unit=leader,
            takes_effect_on=starts_on,
            succession=succession,
            decision=decision,
        ),
        Present(None, (), None),
        year,
        deputies=deputies,
    )
    give_roles(actor=actor, bloc=year.bloc, since=starts_on)
    record(
        year=year,
        actor=actor,
        action="leading.first_term",
        subject=units[leader.pk],
        new={
            "Phó khối": [units[deputy.pk] for deputy in deputies],
            "Từ ngày": starts_on,
            "Cách chọn": succession.label,
            "Căn cứ": decision,
        },
    )


@transaction.atomic
def set_rotation(*, actor: User, year: BlocYear, way: Succession, order: Sequence[int]) -> bool:
    """How the bloc chooses its leader, and the order of the rotation by unit ids; whether anything changed."""
    year = _lock(actor, year)
    units = current_units(year, timezone.localdate())
    if len(set(order)) != len(order) or not set(order) <= units.keys():
        raise Refused("Danh sách đơn vị vừa thay đổi. Hãy mở lại trang rồi xếp lại.")
    before = list(RotationPlace.objects.filter(bloc=year.bloc).values_list("unit_id", flat=True))
    if before == list(order) and year.bloc.succession == way:
        return False
    old_way = Succession(year.bloc.succession)
    Bloc.objects.filter(pk=year.bloc_id).update(succession=way)
    RotationPlace.objects.filter(bloc=year.bloc).delete()
    RotationPlace.objects.bulk_create(
        RotationPlace(bloc=year.bloc, unit_id=unit, position=place) for place, unit in enumerate(order)
    )
    names = names_of({*before, *order}, timezone.localdate())
    record(
        year=year,
        actor=actor,
        action="leading.rotation",
        old={"Cách chọn": old_way.label, "Thứ tự luân phiên": [names[unit] for unit in before]},
        new={"Cách chọn": way.label, "Thứ tự luân phiên": [names[unit] for unit in order]},
    )
    return True


@transaction.atomic
def keep_signed_minutes(*, actor: User, year: BlocYear, hand_over: HandOver, scan: ReceivedFile) -> None:
    """The scan of the signed minutes, whether the rights have moved already or not."""
    year = _lock(actor, year)
    found = locked(HandOver.objects.filter(pk=hand_over.pk, from_year=year)).first()
    if found is None or found.state == HandOverState.CANCELLED:
        raise Refused(GONE)
    with store_received(scan, year=year, actor=actor) as file:
        HandOver.objects.filter(pk=found.pk).update(signed_file=file)
        record(
            year=year,
            actor=actor,
            action="leading.minutes_kept",
            subject=_name(found.to_unit_id, found.takes_effect_on),
            new={"Tệp": file.name, "sha256": file.sha256},
        )


def _name(unit: int, on: date) -> str:
    return names_of([unit], on)[unit]


def _in_words(plan: Plan) -> dict[str, object]:
    units = [unit.pk for unit in (plan.to_unit, plan.deputy_unit) if unit is not None]
    names = names_of(units, plan.takes_effect_on)
    return {
        "Trưởng khối": names[plan.to_unit.pk],
        "Phó khối": names[plan.deputy_unit.pk] if plan.deputy_unit else "",
        "Cách chọn": Succession(plan.succession).label,
        "Căn cứ": plan.decision,
        "Ngày bàn giao": plan.held_on,
        "Quyền chuyển từ ngày": plan.takes_effect_on,
    }
