"""Telling people about the pledge in the transaction that changes it, on the site only: the units' heads that a text
waits for them, the secretariat that a unit answered instead of signing."""

from collections.abc import Sequence

from django.utils import timezone

from blocs.addresses import page
from blocs.models import Membership, Notice, PhaseKind, PledgeAct, PledgeText, Seat, SeatKind
from blocs.terms import NoticeChannel, NoticeState, PledgeDeed


def tell_units(text: PledgeText, *, members: Sequence[Membership], replaced: bool) -> None:
    """One notice to each head of a unit in the year; a practice copy tells nobody. A constant number of queries."""
    year = text.year
    if year.is_practice:
        return
    today, now = timezone.localdate(), timezone.now()
    by_unit = {member.unit_id: member for member in members if member.left_on is None}
    heads = Seat.objects.filter(kind=SeatKind.HEAD, unit__in=by_unit, starts_on__lte=today)
    title = (
        f"Giao ước năm {year.year} đã có bản mới, cần ký lại"
        if replaced
        else f"Mời ký giao ước năm {year.year}"
    )
    said = f"Lý do thay: {text.reason} Chữ ký trên bản trước không còn hiệu lực. " if replaced else ""
    told = {
        (seat.user_id, seat.unit_id)
        for seat in heads.exclude(ends_on__lte=today).order_by("pk")
        if seat.unit_id is not None
    }
    Notice.objects.bulk_create(
        Notice(
            year=year,
            membership=by_unit[unit],
            recipient_id=user,
            channel=NoticeChannel.SITE,
            state=NoticeState.SENT,
            key=f"giao-uoc:{text.pk}:{by_unit[unit].pk}",
            phase=PhaseKind.PLEDGE,
            title=title,
            text=f"{said}Mời ông, bà đọc và ký giao ước của {by_unit[unit].short_name} tại trang Giao ước.",
            url=page("pledge", year),
            created_by=text.opened_by,
            finished_at=now,
        )
        for user, unit in sorted(told)
    )


def tell_secretariat(act: PledgeAct) -> None:
    """One notice to each of the bloc's secretaries but who entered the answer; a practice copy tells nobody."""
    year, member = act.text.year, act.membership
    if year.is_practice:
        return
    today, now = timezone.localdate(), timezone.now()
    seats = Seat.objects.filter(kind=SeatKind.SECRETARIAT, bloc=year.bloc_id, starts_on__lte=today)
    told = set(seats.exclude(ends_on__lte=today).values_list("user_id", flat=True)) - {act.by_id}
    said = "không ký" if act.deed == PledgeDeed.DECLINED else "đề nghị sửa"
    Notice.objects.bulk_create(
        Notice(
            year=year,
            membership=member,
            recipient_id=user,
            channel=NoticeChannel.SITE,
            state=NoticeState.SENT,
            key=f"y-kien-giao-uoc:{act.pk}",
            phase=PhaseKind.PLEDGE,
            title=f"{member.short_name} {said} giao ước năm {year.year}",
            text=f"Lý do đơn vị nêu: {act.reason}",
            url=page("pledge-unit", year, unit=member.code),
            created_by=act.by,
            finished_at=now,
        )
        for user in sorted(told)
    )
