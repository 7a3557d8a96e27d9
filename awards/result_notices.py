"""Telling units' heads on the site, in the transaction that does it, that results are published or an objection answered."""

from awards.models import Objection, ResultVersion
from blocs.addresses import page
from blocs.models import BlocYear, Notice, PhaseKind
from blocs.reminders import heads_of
from blocs.site_notices import on_site
from blocs.terms import ObjectionState


def tell_of_results(version: ResultVersion) -> None:
    """One notice to each head of a unit of the year that these results are in force; a practice copy tells nobody.

    Called once, where the version is approved. Two queries.
    """
    year = version.year
    if year.is_practice:
        return
    again = version.number > 1
    reason = f" Lý do: {version.reason.rstrip('.')}." if version.reason else ""
    Notice.objects.bulk_create(
        on_site(
            year,
            member,
            user,
            key=f"ket-qua:{version.number}:{member.pk}",
            phase=PhaseKind.OBJECTION,
            title=f"Kết quả năm {year.year} đã đính chính: phiên bản {version.number}"
            if again
            else f"Đã niêm yết kết quả năm {year.year}",
            text=f"Phiên bản {version.number} thay phiên bản trước.{reason}"
            if again
            else "Ông, bà xem thứ hạng và vì sao; lãnh đạo đơn vị phản hồi được trong thời gian phản hồi.",
            url=page("results", year),
            by=version.approved_by,
        )
        for user, member in heads_of(year.standing_members)
    )


def tell_of_answer(year: BlocYear, objection: Objection) -> None:
    """One notice to each head of the unit that objected; a practice copy tells nobody. Two queries."""
    if year.is_practice:
        return
    accepted = objection.state == ObjectionState.ACCEPTED
    Notice.objects.bulk_create(
        on_site(
            year,
            member,
            user,
            key=f"tra-loi-phan-hoi:{objection.pk}",
            phase=PhaseKind.OBJECTION,
            title=f"Phản hồi kết quả năm {year.year}: {'được chấp nhận' if accepted else 'đã được trả lời'}",
            text=f"Trả lời: {objection.answer}",
            url=page("objections", year),
            by=objection.answered_by,
        )
        for user, member in heads_of([objection.membership])
    )
