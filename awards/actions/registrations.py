"""Which titles units registered for themselves, ticked by the secretariat in one table."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from awards.limits import check_limits
from awards.models import Award, Registration
from awards.queries import COUNTING
from awards.rules import can_record_registrations
from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Membership, User
from blocs.refusals import Invalid, Refused
from blocs.terms import RegistrationState

Pair = tuple[str, str]  # unit code, award code


def registered_pairs(year: BlocYear) -> list[Pair]:
    """(unit code, award code) of what units registered for themselves and what counts of it, sorted."""
    rows = Registration.objects.filter(membership__year=year, state__in=COUNTING, person="", collective="")
    return sorted(rows.values_list("membership__code", "award__code"))


@transaction.atomic
def set_registrations(*, actor: User, year: BlocYear, wanted: Iterable[Pair], base: str) -> int:
    """Make `wanted` the year's registrations of units for themselves, accepted; returns how many were added or taken back.

    A unit's draft or returned one that is ticked is accepted. Raises Stale when the registrations are not those the
    page showed, Invalid for an unknown unit or award, Refused for taking out what a unit sent and the bloc has not
    answered (that is returned, with a reason), Faults for a limit.
    """
    year = lock_year(actor=actor, year=year, may=can_record_registrations)
    current, target = registered_pairs(year), sorted(set(wanted))
    if not is_needed(base=base, current=current, wanted=target):
        return 0
    members = {member.code: member for member in year.members}
    awards = {award.code: award for award in Award.objects.all()}
    if any(unit not in members or award not in awards for unit, award in target):
        raise Invalid("Có đơn vị hoặc danh hiệu không còn trong năm này. Hãy tải lại trang.")
    added, removed = sorted(set(target) - set(current)), sorted(set(current) - set(target))
    own = Registration.objects.filter(membership__year=year, person="", collective="")
    rows = {(row.membership.code, row.award.code): row for row in own.select_related("membership", "award")}
    gone = [rows[pair] for pair in removed]
    _refuse_waiting(gone, members)
    made = [_accepted(rows.get(pair), members[pair[0]], awards[pair[1]], actor) for pair in added]
    check_limits(year, made, gone=[row.pk for row in gone])
    Registration.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in made:
        row.save()

    def named(pairs: list[Pair]) -> list[list[str]]:
        """As the journal tells it: by the names they bear now."""
        return [[members[unit].short_name, awards[award].name] for unit, award in pairs]

    record(
        year=year,
        actor=actor,
        action="registrations.set",
        subject=str(year),
        old=named(removed),
        new=named(added),
    )
    return len(added) + len(removed)


def _refuse_waiting(rows: Iterable[Registration], members: Mapping[str, Membership]) -> None:
    waiting = [row for row in rows if row.state == RegistrationState.SENT]
    if waiting:
        names = ", ".join(sorted({members[row.membership.code].name for row in waiting}))
        raise Refused(
            f"{names} tự gửi đăng ký và đang chờ khối nhận. Muốn bỏ, hãy mở trang của đơn vị và trả lại kèm lý do."
        )


def _accepted(row: Registration | None, member: Membership, award: Award, actor: User) -> Registration:
    """The unit's own draft accepted as it is, or a new registration entered for it."""
    if row is None:
        row = Registration(membership=member, award=award, entered_by=actor, entered_for=True)
    row.state, row.reason = RegistrationState.ACCEPTED, ""
    row.decided_by, row.decided_at = actor, timezone.now()
    return row
