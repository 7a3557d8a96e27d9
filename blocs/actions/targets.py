"""A unit's targets in the pledge: what it promises, what it reached, what shows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Membership, Target, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.rules import may_enter_for
from blocs.target_queries import evidence_counts, last_year
from blocs.target_results import match_key, with_measure
from blocs.target_rules import (
    FROZEN,
    HALF_YEAR_CLOSED,
    LEFT,
    NOT_THEIRS,
    PLEDGE_CLOSED,
    acts_for,
    can_promise,
    can_report,
    is_frozen,
)
from blocs.terms import Checkpoint

MOST_TARGETS = 40
GONE = "Danh sách chỉ tiêu đã thay đổi. Hãy tải lại trang rồi ghi lại."
FOR_UNIT = "Tổ thư ký nhập thay"


@dataclass(frozen=True, slots=True)
class Promise:
    """One line as typed: `pk` names the target it changes, None a new one."""

    pk: int | None
    text: str
    measure: str = ""
    planned: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What was reached, in the target's measure."""

    half_year: Decimal | None = None
    year_end: Decimal | None = None


def promises_state(rows: Sequence[Target | Promise]) -> list[Any]:
    """What a page of promises showed, for its fingerprint."""
    return [[row.text, row.measure, _plain(row.planned)] for row in rows]


def results_state(rows: Sequence[Target]) -> list[Any]:
    return [[row.pk, _plain(row.half_year), _plain(row.year_end)] for row in rows]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def own_targets(member: Membership) -> list[Target]:
    return list(Target.objects.filter(membership=member).order_by("position", "pk"))


def lock_for_unit(
    actor: User,
    year: BlocYear,
    member: Membership,
    may: Callable[[User, BlocYear, Membership], bool],
    closed: str,
) -> tuple[BlocYear, Membership]:
    """The year under its lock and the unit as it is now; refuses in words when the window is closed."""
    year = lock_year(actor=actor, year=year, may=lambda _user, _year: True)
    found = next((one for one in year.members if one.pk == member.pk), None)
    if found is None:
        raise Refused("Đơn vị này không còn trong khối của năm.")
    if not acts_for(actor, year, found):
        raise NotAllowed(NOT_THEIRS)
    if found.left_on is not None:
        raise Refused(LEFT)
    if not may(actor, year, found):
        raise Refused(closed)
    return year, found


def _lock_for_promises(actor: User, year: BlocYear, member: Membership) -> tuple[BlocYear, Membership]:
    found = lock_for_unit(actor, year, member, can_promise, PLEDGE_CLOSED)
    if is_frozen(found[0]):
        raise Refused(FROZEN)
    return found


@transaction.atomic
def save_promises(
    *, actor: User, year: BlocYear, member: Membership, wanted: Sequence[Promise], base: str
) -> bool:
    """Make the unit's targets these lines, in this order; whether anything changed.

    Raises Stale when somebody else changed them meanwhile, Refused when signing has begun or the window is closed,
    Invalid when a line that has results is left out, or there are too many.
    """
    year, member = _lock_for_promises(actor, year, member)
    current = own_targets(member)
    if not is_needed(base=base, current=promises_state(current), wanted=promises_state(wanted)):
        return False
    return _store(actor, year, member, current, wanted)


def _store(
    actor: User, year: BlocYear, member: Membership, current: list[Target], wanted: Sequence[Promise]
) -> bool:
    _check(member, current, wanted)
    stored = {row.pk: row for row in current}
    old = [_told(row) for row in current]
    kept = {row.pk for row in wanted if row.pk is not None}
    Target.objects.filter(pk__in=stored.keys() - kept).delete()
    top = Target.objects.filter(membership__year=year).aggregate(top=Max("position"))["top"]
    position = -1 if top is None else top
    for_unit = may_enter_for(actor, member, year)
    for line in wanted:
        values = {"text": line.text, "measure": line.measure, "planned": line.planned}
        if line.pk is None:
            position += 1
            Target.objects.create(membership=member, position=position, entered_for=for_unit, **values)
        elif promises_state([stored[line.pk]]) != promises_state([line]):
            Target.objects.filter(pk=line.pk).update(entered_for=for_unit, **values)
    record_for_unit(
        actor=actor,
        year=year,
        member=member,
        action="targets.promised",
        old={"Chỉ tiêu": old},
        new={"Chỉ tiêu": [_told(row) for row in wanted]},
    )
    return True


def _check(member: Membership, current: list[Target], wanted: Sequence[Promise]) -> None:
    stored = {row.pk: row for row in current}
    named = [row.pk for row in wanted if row.pk is not None]
    if not set(named) <= stored.keys() or len(named) != len(set(named)):
        raise Invalid(GONE)
    if len(wanted) > MOST_TARGETS:
        raise Invalid(f"Mỗi đơn vị có nhiều nhất {MOST_TARGETS} chỉ tiêu.")
    keys = [match_key(row.text, row.measure) for row in wanted]
    if twice := next((row.text for row, key in zip(wanted, keys, strict=True) if keys.count(key) > 1), ""):
        raise Invalid(f"Chỉ tiêu “{twice}” được ghi hai lần. Hãy bỏ một dòng.")
    counts = evidence_counts(member)
    for pk in stored.keys() - set(named):
        row = stored[pk]
        if row.half_year is not None or row.year_end is not None or counts.get(pk):
            raise Invalid(
                f"Chỉ tiêu “{row.text}” đã có kết quả hoặc minh chứng nên không bỏ được. Hãy xóa kết quả và minh chứng"
                " trước."
            )


@transaction.atomic
def take_last_year(*, actor: User, year: BlocYear, member: Membership) -> int:
    """Add the unit's targets of last year that it does not have yet, with their plan; how many were added.

    What was reached is not taken. Raises as `save_promises` does, and Refused when there is nothing to take.
    """
    year, member = _lock_for_promises(actor, year, member)
    current = own_targets(member)
    known = {match_key(row.text, row.measure) for row in current}
    found = last_year(year, [member])[member.unit_id]
    fresh = [old for key, old in found.items() if key not in known][: MOST_TARGETS - len(current)]
    if not fresh:
        raise Refused("Năm trước đơn vị không có chỉ tiêu nào khác với các chỉ tiêu đã ghi.")
    lines = [Promise(row.pk, row.text, row.measure, row.planned) for row in current]
    lines += [Promise(None, old.text, old.measure, old.planned) for old in fresh]
    _store(actor, year, member, current, lines)
    return len(fresh)


@transaction.atomic
def save_results(
    *, actor: User, year: BlocYear, member: Membership, wanted: Mapping[int, Result], base: str
) -> int:
    """Store the results that differ; how many targets changed.

    Raises Stale when somebody else changed them meanwhile, Refused when a half-year's result is changed outside its
    window, Invalid when a target is no longer there.
    """
    year, member = lock_for_unit(
        actor,
        year,
        member,
        lambda user, now, unit: can_report(user, now, unit, Checkpoint.YEAR_END),
        NOT_THEIRS,
    )
    current = own_targets(member)
    if wanted.keys() != {row.pk for row in current}:
        raise Invalid(GONE)
    state = [[row.pk, _plain(wanted[row.pk].half_year), _plain(wanted[row.pk].year_end)] for row in current]
    if not is_needed(base=base, current=results_state(current), wanted=state):
        return 0
    changed = [row for row in current if Result(row.half_year, row.year_end) != wanted[row.pk]]
    if any(row.half_year != wanted[row.pk].half_year for row in changed) and not can_report(
        actor, year, member, Checkpoint.HALF_YEAR
    ):
        raise Refused(HALF_YEAR_CLOSED)
    old = {row.text: _result_words(Result(row.half_year, row.year_end), row.measure) for row in changed}
    for row in changed:
        row.half_year, row.year_end = wanted[row.pk].half_year, wanted[row.pk].year_end
        row.entered_for = may_enter_for(actor, member, year)
    Target.objects.bulk_update(changed, ["half_year", "year_end", "entered_for"])
    new = {row.text: _result_words(wanted[row.pk], row.measure) for row in changed}
    record_for_unit(actor=actor, year=year, member=member, action="targets.reported", old=old, new=new)
    return len(changed)


def _told(row: Target | Promise) -> str:
    plan = with_measure(row.planned, row.measure)
    return f"{row.text} ({plan})" if plan else row.text


def _result_words(result: Result, measure: str) -> str:
    parts = (
        f"6 tháng {with_measure(result.half_year, measure)}" if result.half_year is not None else "",
        f"cả năm {with_measure(result.year_end, measure)}" if result.year_end is not None else "",
    )
    return ", ".join(filter(None, parts))


def record_for_unit(
    *,
    actor: User,
    year: BlocYear,
    member: Membership,
    action: str,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    subject: str = "",
) -> None:
    """An entry about a unit's own affairs; what the secretariat entered for it says so."""
    if new is not None and may_enter_for(actor, member, year):
        new = {**new, FOR_UNIT: True}
    record(year=year, actor=actor, action=action, subject=subject or member.short_name, old=old, new=new)
