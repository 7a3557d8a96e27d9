"""Telling units' heads on the site, in the transaction that does it, that results are published or an objection answered."""

from django.utils import timezone

from awards.models import Objection, ResultVersion
from blocs.addresses import page
from blocs.models import BlocYear, Notice, PhaseKind
from blocs.reminders import heads_of
from blocs.terms import NoticeChannel, NoticeState, ObjectionState


def tell_of_results(version: ResultVersion) -> None:
    """One notice to each head of a unit of the year that these results are in force; a practice copy tells nobody.

    Called once, where the version is approved. Two queries.
    """
    year = version.year
    if year.is_practice:
        return
    again = version.number > 1
    reason = f" Lý do: {version.reason.rstrip('.')}." if version.reason else ""
    now = timezone.now()
    Notice.objects.bulk_create(
        Notice(
            year=year,
            membership=member,
            recipient_id=user,
            channel=NoticeChannel.SITE,
            state=NoticeState.SENT,
            key=f"ket-qua:{version.number}:{member.pk}",
            phase=PhaseKind.OBJECTION,
            title=f"Kết quả năm {year.year} đã đính chính: phiên bản {version.number}"
            if again
            else f"Đã niêm yết kết quả năm {year.year}",
            text=f"Phiên bản {version.number} thay phiên bản trước.{reason}"
            if again
            else "Ông, bà xem thứ hạng và vì sao; lãnh đạo đơn vị phản hồi được trong thời gian phản hồi.",
            url=page("results", year),
            created_by=version.approved_by,
            finished_at=now,
        )
        for user, member in heads_of(year.standing_members)
    )


def tell_of_answer(year: BlocYear, objection: Objection) -> None:
    """One notice to each head of the unit that objected; a practice copy tells nobody. Two queries."""
    if year.is_practice:
        return
    accepted = objection.state == ObjectionState.ACCEPTED
    now = timezone.now()
    Notice.objects.bulk_create(
        Notice(
            year=year,
            membership=member,
            recipient_id=user,
            channel=NoticeChannel.SITE,
            state=NoticeState.SENT,
            key=f"tra-loi-phan-hoi:{objection.pk}",
            phase=PhaseKind.OBJECTION,
            title=f"Phản hồi kết quả năm {year.year}: {'được chấp nhận' if accepted else 'đã được trả lời'}",
            text=f"Trả lời: {objection.answer}",
            url=page("objections", year),
            created_by=objection.answered_by,
            finished_at=now,
        )
        for user, member in heads_of([objection.membership])
    )
