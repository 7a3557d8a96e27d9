"""Telling people about the pledge in the transaction that changes it, on the site only: the units' heads that a text
waits for them, the secretariat that a unit answered instead of signing."""

from collections.abc import Sequence

from django.utils import timezone

from blocs.addresses import page
from blocs.models import Membership, Notice, PhaseKind, PledgeAct, PledgeText, Seat, SeatKind
from blocs.reminders import heads_of
from blocs.site_notices import on_site
from blocs.terms import PledgeDeed


def tell_units(text: PledgeText, *, members: Sequence[Membership], replaced: bool) -> None:
    """One notice to each head of a unit in the year; a practice copy tells nobody. A constant number of queries."""
    year = text.year
    if year.is_practice:
        return
    title = (
        f"Giao ước năm {year.year} đã có bản mới, cần ký lại"
        if replaced
        else f"Mời ký giao ước năm {year.year}"
    )
    said = f"Lý do thay: {text.reason} Chữ ký trên bản trước không còn hiệu lực. " if replaced else ""
    Notice.objects.bulk_create(
        on_site(
            year,
            member,
            user,
            key=f"giao-uoc:{text.pk}:{member.pk}",
            phase=PhaseKind.PLEDGE,
            title=title,
            text=f"{said}Mời ông, bà đọc và ký giao ước của {member.short_name} tại trang Giao ước.",
            url=page("pledge", year),
            by=text.opened_by,
        )
        for user, member in heads_of(member for member in members if member.left_on is None)
    )


def tell_secretariat(act: PledgeAct) -> None:
    """One notice to each of the bloc's secretaries but who entered the answer; a practice copy tells nobody."""
    year, member = act.text.year, act.membership
    if year.is_practice:
        return
    today = timezone.localdate()
    seats = Seat.objects.filter(kind=SeatKind.SECRETARIAT, bloc=year.bloc_id, starts_on__lte=today)
    told = set(seats.exclude(ends_on__lte=today).values_list("user_id", flat=True)) - {act.by_id}
    said = "không ký" if act.deed == PledgeDeed.DECLINED else "đề nghị sửa"
    Notice.objects.bulk_create(
        on_site(
            year,
            member,
            user,
            key=f"y-kien-giao-uoc:{act.pk}",
            phase=PhaseKind.PLEDGE,
            title=f"{member.short_name} {said} giao ước năm {year.year}",
            text=f"Lý do đơn vị nêu: {act.reason}",
            url=page("pledge-unit", year, unit=member.code),
            by=act.by,
        )
        for user in sorted(told)
    )
