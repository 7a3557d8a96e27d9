"""A later closing time of one phase for one unit: given, changed, taken back, each with a line in the journal."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Membership, Phase, PhaseExtension, PhaseKind, User
from blocs.refusals import Faults, Invalid, Refused
from blocs.text import clean_lines
from blocs.year_phases import UNIT_PHASES, moment_in_words

LEAST_REASON = 5
GONE = "Gia hạn này vừa được thu hồi. Hãy mở lại danh sách gia hạn."


def extension_state(year: BlocYear, kind: PhaseKind, unit: int) -> dict[str, str]:
    """The stored extension in words; empty when the unit (a membership's id) has none in this phase."""
    found = year.extensions.get((kind.value, unit))
    return {} if found is None else _state(found.closes_at, found.reason)


def _state(closes_at: datetime, reason: str) -> dict[str, str]:
    return {"closes_at": moment_in_words(closes_at), "reason": reason}


@transaction.atomic
def set_extension(
    *,
    actor: User,
    year: BlocYear,
    kind: PhaseKind,
    member: int,
    closes_at: datetime,
    reason: str,
    base: str,
) -> PhaseExtension:
    """Give the unit (a membership's id) a later closing time, or change the one it has.

    Raises Faults for a time that is not after the phase's own or is past already, and for a reason too short to be
    one; Stale when another person set this extension since the page with the fingerprint `base` was shown.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    unit = _member(year, member)
    if unit.left_on is not None:
        raise Refused("Đơn vị đã thôi thuộc khối trong năm nên không còn mốc nào để gia hạn.")
    phase = _phase(year, kind)
    reason = clean_lines(reason)
    if faults := _faults(phase, closes_at, reason):
        raise Faults(faults)
    current = extension_state(year, kind, unit.pk)
    stored = year.extensions.get((kind.value, unit.pk))
    if not is_needed(base=base, current=current, wanted=_state(closes_at, reason)) and stored is not None:
        return stored
    now = timezone.now()
    extension, _ = PhaseExtension.objects.update_or_create(
        phase=phase,
        membership=unit,
        defaults={"closes_at": closes_at, "reason": reason, "granted_by": actor, "granted_at": now},
    )
    Phase.objects.filter(pk=phase.pk).update(changed_at=now)
    record(
        year=year,
        actor=actor,
        action="extensions.changed" if current else "extensions.given",
        subject=_named(extension),
        old=_values(stored),
        new=_values(extension),
        reason=reason,
    )
    return extension


@transaction.atomic
def end_extension(*, actor: User, year: BlocYear, extension: PhaseExtension) -> None:
    """Take an extension back: the phase closes for the unit as for everybody. Refused when it is gone already."""
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    found = next((each for each in year.extensions.values() if each.pk == extension.pk), None)
    if found is None:
        raise Refused(GONE)
    Phase.objects.filter(pk=found.phase_id).update(changed_at=timezone.now())
    found.delete()
    record(
        year=year,
        actor=actor,
        action="extensions.ended",
        subject=_named(found),
        old=_values(found),
        new={},
        reason=found.reason,
    )


def _member(year: BlocYear, pk: int) -> Membership:
    found = next((member for member in year.members if member.pk == pk), None)
    if found is None:
        raise Refused("Đơn vị này không còn trong khối. Hãy mở lại trang.")
    return found


def _phase(year: BlocYear, kind: PhaseKind) -> Phase:
    if kind not in UNIT_PHASES:
        raise Invalid(f"{kind.label} là việc chung của khối nên không gia hạn riêng cho một đơn vị.")
    phase = year.phases_by_kind.get(kind)
    if phase is None or phase.closes_at is None:
        raise Invalid(
            f"{kind.label} chưa có lúc đóng nên không cần gia hạn. Hãy đặt ngày ở trang Các mốc trước."
        )
    return phase


def _faults(phase: Phase, closes_at: datetime, reason: str) -> list[tuple[str, str]]:
    faults = []
    if phase.closes_at is not None and closes_at <= phase.closes_at:
        common = moment_in_words(phase.closes_at)
        faults.append(("closes_at", f"Hạn riêng phải sau hạn chung {common}. Hãy ghi ngày muộn hơn."))
    elif closes_at <= timezone.now():
        faults.append(("closes_at", "Hạn này đã qua nên không giúp được đơn vị. Hãy ghi một ngày sắp tới."))
    if len(reason) < LEAST_REASON:
        faults.append(
            ("reason", f"Hãy ghi lý do (ít nhất {LEAST_REASON} chữ cái); mọi đơn vị trong khối đều đọc được.")
        )
    return faults


def _named(extension: PhaseExtension) -> str:
    return f"{extension.phase} cho {extension.membership.short_name}"


def _values(extension: PhaseExtension | None) -> dict[str, Any]:
    return {} if extension is None else {"Gia hạn đến": extension.closes_at, "Lý do": extension.reason}
