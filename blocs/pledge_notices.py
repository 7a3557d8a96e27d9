"""Telling the units' heads that a pledge waits for them, in the transaction that opens it. On the site only."""

from collections.abc import Sequence

from django.utils import timezone

from blocs.addresses import page
from blocs.models import Membership, Notice, PhaseKind, PledgeText, Seat, SeatKind
from blocs.terms import NoticeChannel, NoticeState


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
