"""A unit's own registrations: drafted by its people, sent and taken back by its head; the secretariat for it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from awards.limits import check_limits
from awards.models import Award, Registration
from awards.registration_flow import SEND, TAKE_BACK, UNITS_TO_CHANGE
from awards.rules import can_draft_registration, can_send_registration
from blocs import rules
from blocs.actions.locking import lock_year
from blocs.editing import Stale, fingerprint
from blocs.journal import record
from blocs.models import BlocYear, Membership, User
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.terms import RegistrationState

GONE = "Đăng ký này không còn nữa. Hãy mở lại trang đăng ký của đơn vị."
OTHERS_CHANGED = (
    "Trong lúc ông, bà xem, đăng ký của đơn vị đã được sửa ở nơi khác. Hãy xem lại rồi bấm lần nữa."
)
CLOSED = "Ngoài thời hạn đăng ký, hoặc việc này không thuộc vai trò của ông, bà. Hãy hỏi tổ thư ký khối."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is registered: `award` a code; at most one of `collective` and `person`; neither: the unit itself."""

    award: str
    collective: str = ""
    person: str = ""
    person_title: str = ""
    basis: str = ""
    conditions_met: list[int] = field(default_factory=list)


def wanted_of(row: Registration) -> Wanted:
    """What is stored, to compare and to fill a form; the award is loaded."""
    return Wanted(
        award=row.award.code,
        collective=row.collective,
        person=row.person,
        person_title=row.person_title,
        basis=row.basis,
        conditions_met=list(row.conditions_met),
    )


def state_of(rows: Sequence[Registration]) -> list[dict[str, Any]]:
    """What a page shows of these registrations, for its fingerprint."""
    return [{"pk": row.pk, "state": row.state, "reason": row.reason} | asdict(wanted_of(row)) for row in rows]


def registrations_of(member: Membership) -> list[Registration]:
    """The unit's registrations with their awards: its own first, then parts and people, in catalogue order."""
    rows = Registration.objects.filter(membership=member).select_related("award", "entered_by")
    return sorted(
        rows.prefetch_related("award__conditions"),
        key=lambda row: (bool(row.person), bool(row.collective), row.award.position, row.person, row.pk),
    )


@transaction.atomic
def draft_registration(*, actor: User, year: BlocYear, member: Membership, wanted: Wanted) -> Registration:
    """A new draft. Raises Faults at the fields of `Wanted`, NotAllowed outside the unit's window."""
    year = _open(actor, year, member, can_draft_registration)
    award = _checked(year, member, wanted, None)
    row = Registration.objects.create(
        membership=member,
        award=award,
        state=RegistrationState.DRAFT,
        entered_by=actor,
        entered_for=rules.may_enter_for(actor, member, year),
        **_values(wanted),
    )
    record(
        year=year,
        actor=actor,
        action="registrations.drafted",
        subject=_subject(actor, year, row, member),
        new=in_words(wanted, award),
    )
    return row


@transaction.atomic
def change_registration(
    *, actor: User, year: BlocYear, member: Membership, pk: int, wanted: Wanted, base: str
) -> bool:
    """`wanted` instead of what is stored; False when nothing differs and nothing was returned.

    A unit changes drafts and what was returned, which becomes a draft again; what was accepted only the secretariat
    changes, and it stays accepted. Raises Faults, Stale, Refused in another state.
    """
    year = _open(actor, year, member, can_draft_registration)
    row = _row(member, pk)
    before, was = wanted_of(row), row.state
    if before == wanted and was != RegistrationState.RETURNED:
        return False
    if fingerprint(state_of([row])) != base:
        raise Stale(OTHERS_CHANGED)
    _refuse_settled(actor, year, row)
    award = _checked(year, member, wanted, row)
    old_award = row.award
    for name, value in _values(wanted).items():
        setattr(row, name, value)
    row.award = award
    row.entered_by, row.entered_for = actor, rules.may_enter_for(actor, member, year)
    if was == RegistrationState.RETURNED:
        row.state = RegistrationState.DRAFT
    if row.state == RegistrationState.ACCEPTED:
        check_limits(year, [row])
    row.save()
    record(
        year=year,
        actor=actor,
        action="registrations.changed",
        subject=_subject(actor, year, row, member),
        old=in_words(before, old_award),
        new=in_words(wanted, award),
    )
    return True


@transaction.atomic
def remove_registration(*, actor: User, year: BlocYear, member: Membership, pk: int, base: str) -> None:
    """The unit no longer aims at it; an accepted one only the secretariat takes out. Nothing when it is gone."""
    year = _open(actor, year, member, can_draft_registration)
    row = Registration.objects.filter(pk=pk, membership=member).select_related("award").first()
    if row is None:
        return
    if fingerprint(state_of([row])) != base:
        raise Stale(OTHERS_CHANGED)
    _refuse_settled(actor, year, row)
    record(
        year=year,
        actor=actor,
        action="registrations.removed",
        subject=_subject(actor, year, row, member),
        old=in_words(wanted_of(row), row.award),
    )
    row.delete()


@transaction.atomic
def send_registrations(*, actor: User, year: BlocYear, member: Membership, base: str) -> int:
    """All of the unit's drafts go to the bloc; how many. `base`: fingerprint of all its registrations as shown.

    Raises Invalid with a sentence for each limit of the year that would be broken, Stale, NotAllowed.
    """
    year = _open(actor, year, member, can_send_registration)
    rows = registrations_of(member)
    drafts = [row for row in rows if row.state in SEND.sources]
    if not drafts:
        return 0
    if fingerprint(state_of(rows)) != base:
        raise Stale(OTHERS_CHANGED)
    check_limits(year, drafts)
    for row in drafts:
        row.state, row.reason = SEND.target, ""
        row.entered_for = row.entered_for or not rules.is_head_of(actor, member)
        row.save(update_fields=["state", "reason", "entered_for"])
    _record_step(actor, year, member, SEND.action, drafts)
    return len(drafts)


@transaction.atomic
def take_back_registration(*, actor: User, year: BlocYear, member: Membership, pk: int) -> None:
    """What was sent and not yet accepted becomes a draft again, to be changed or dropped."""
    year = _open(actor, year, member, can_send_registration)
    row = _row(member, pk)
    if row.state == TAKE_BACK.target:
        return
    if row.state not in TAKE_BACK.sources:
        raise Refused(TAKE_BACK.refusal)
    row.state = TAKE_BACK.target
    row.save(update_fields=["state"])
    _record_step(actor, year, member, TAKE_BACK.action, [row])


def in_words(wanted: Wanted, award: Award) -> dict[str, str]:
    """For the journal: label -> value, what is empty left out."""
    told = {
        "Danh hiệu": award.name,
        "Tập thể": wanted.collective,
        "Cá nhân": wanted.person,
        "Chức vụ": wanted.person_title,
        "Căn cứ": wanted.basis,
        "Điều kiện đã đánh dấu": str(len(wanted.conditions_met)) if wanted.conditions_met else "",
    }
    return {label: value for label, value in told.items() if value}


def named(row: Registration) -> str:
    """ "Bằng khen của UBND tỉnh (Nguyễn Văn A)"."""
    who = row.person or row.collective
    return f"{row.award.name} ({who})" if who else row.award.name


def _open(
    actor: User, year: BlocYear, member: Membership, may: Callable[[User, BlocYear, Membership], bool]
) -> BlocYear:
    """The year under its lock; the right is asked for this unit, in its window with an extension of its own."""

    found = lock_year(actor=actor, year=year, may=lambda _user, _year: True)
    now = next((each for each in found.members if each.pk == member.pk), None)
    if now is None or not may(actor, found, now):
        raise NotAllowed(CLOSED)
    return found


def _row(member: Membership, pk: int) -> Registration:
    row = Registration.objects.filter(pk=pk, membership=member).select_related("award").first()
    if row is None:
        raise Refused(GONE)
    return row


def _refuse_settled(actor: User, year: BlocYear, row: Registration) -> None:
    if row.state == RegistrationState.SENT:
        raise Refused("Đăng ký này đã gửi khối. Hãy rút lại trước khi sửa hoặc bỏ.")
    if row.state not in UNITS_TO_CHANGE and not rules.can_run_year(actor, year):
        raise Refused("Khối đã nhận đăng ký này. Muốn sửa, hãy đề nghị tổ thư ký khối trả lại.")


def _checked(year: BlocYear, member: Membership, wanted: Wanted, own: Registration | None) -> Award:
    """The award with that code, when it may be registered so; Faults at the fields otherwise."""
    award = Award.objects.prefetch_related("conditions").filter(code=wanted.award).first()
    if award is None:
        raise Faults([("award", "Hãy chọn một danh hiệu trong danh sách.")])
    faults = []
    if wanted.person and not award.for_persons:
        faults.append(("award", f"{award.name} không tặng cá nhân."))
    if not wanted.person and not award.for_collectives:
        faults.append(("award", f"{award.name} chỉ tặng cá nhân."))
    same = Registration.objects.filter(
        membership=member, award=award, collective=wanted.collective, person=wanted.person
    )
    if (same.exclude(pk=own.pk) if own else same).exists():
        faults.append(
            ("award", f"Đã có đăng ký {award.name} cho {wanted.person or wanted.collective or 'đơn vị'}.")
        )
    if faults:
        raise Faults(faults)
    return award


def _values(wanted: Wanted) -> dict[str, Any]:
    return {name: value for name, value in asdict(wanted).items() if name != "award"}


def _subject(actor: User, year: BlocYear, row: Registration, member: Membership) -> str:
    """What a journal entry is about; both names where the secretariat enters for the unit."""
    by_others = " (nhập thay)" if rules.may_enter_for(actor, member, year) else ""
    return f"{named(row)} của {member.name}{by_others}"


def _record_step(
    actor: User, year: BlocYear, member: Membership, action: str, rows: Sequence[Registration]
) -> None:
    record(
        year=year,
        actor=actor,
        action=action,
        subject=member.name + ("" if rules.is_head_of(actor, member) else " (nhập thay)"),
        new=[named(row) for row in rows],
    )
