"""What a unit's head and officers have to do on a year: sign, enter results, send reports."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef, Q

from blocs import rules
from blocs.addresses import page
from blocs.memo import once_per_year
from blocs.models import BlocYear, Membership, PhaseKind, UnitReport, User
from blocs.pledge_now import pledge_now
from blocs.terms import Checkpoint, PledgeState, ReportState
from blocs.todo import TodoItem, TodoState, phase_item, waiting
from blocs.unfinished import has_signed
from reports.paper.words import short_date

# The window of each review, the order of its items among a year's things, and how it is called.
_REVIEWS = {
    Checkpoint.HALF_YEAR: (PhaseKind.HALF_YEAR, 55, "6 tháng", "sơ kết 6 tháng"),
    Checkpoint.YEAR_END: (PhaseKind.CONFERENCE, 68, "cả năm", "tổng kết năm"),
}


def unit_items(user: User, year: BlocYear) -> list[TodoItem]:
    """Each unit's own things; named by the unit for a person who works for several. A published year asks for none."""
    if year.is_published:
        return []
    own = rules.own_members(user, year)
    return [
        item
        for member in own
        if member.left_on is None
        for make in (_pledge, _results, _reports)
        for item in make(user, year, member, named(own, member))
    ]


def named(own: list[Membership], member: Membership) -> Callable[[str], str]:
    """How a title is written: with the unit's name where the person has several."""
    return lambda title: f"{title} – {member.short_name}" if len(own) > 1 else title


def _pledge(user: User, year: BlocYear, member: Membership, title: Callable[[str], str]) -> list[TodoItem]:
    url = page("pledge-unit", year, unit=member.code) or page("pledge", year)
    if not url:
        return []
    signed = has_signed(member)
    item = phase_item(
        year,
        PhaseKind.PLEDGE,
        order=50,
        title=title("Ký giao ước thi đua"),
        detail=f"Đã ký ngày {short_date(member.pledge_signature.signed_on)}."
        if signed
        else "Đọc bản giao ước của khối rồi ký.",
        url=url,
        button="Đọc và ký",
        done=signed,
        unit=member,
    )
    if item.state is not TodoState.OPEN:
        return [item]
    now = pledge_now(year)
    if PledgeState.OPEN not in now.states:
        return [waiting(item, "Tổ thư ký chưa mở bản giao ước để ký.")]
    if not rules.is_head_of(user, member) and (member.pk, user.pk) not in now.substitutes:
        return [waiting(item, "Lãnh đạo đơn vị, hoặc người được cử ký thay, ký ở trang Giao ước.")]
    return [replace(item, url=page("pledge-sign", year, unit=member.code))]


@dataclass(frozen=True, slots=True)
class _Reviews:
    """How far a unit is at its two reviews: targets, those with a result, whether the report was sent."""

    targets: int
    entered: dict[Checkpoint, int]
    sent: dict[Checkpoint, bool]


@once_per_year
def _reviews(year: BlocYear) -> dict[int, _Reviews]:
    """By membership id, of every unit of the year: one query."""
    reports = UnitReport.objects.filter(membership=OuterRef("pk"), state=ReportState.HANDED_IN)
    rows = Membership.objects.filter(year=year).annotate(
        total=Count("targets"),
        half=Count("targets", filter=Q(targets__half_year__isnull=False)),
        full=Count("targets", filter=Q(targets__year_end__isnull=False)),
        half_sent=Exists(reports.filter(checkpoint=Checkpoint.HALF_YEAR.value)),
        full_sent=Exists(reports.filter(checkpoint=Checkpoint.YEAR_END.value)),
    )
    found = rows.order_by().values_list("pk", "total", "half", "full", "half_sent", "full_sent")
    return {
        pk: _Reviews(
            total,
            {Checkpoint.HALF_YEAR: half, Checkpoint.YEAR_END: full},
            {Checkpoint.HALF_YEAR: bool(half_sent), Checkpoint.YEAR_END: bool(full_sent)},
        )
        for pk, total, half, full, half_sent, full_sent in found
    }


def _results(user: User, year: BlocYear, member: Membership, title: Callable[[str], str]) -> list[TodoItem]:
    # Straight to the unit's own numbers, not to the list of all units.
    url = page("target-results", year, pk=member.pk)
    if not url or not _reviews(year)[member.pk].targets:
        return []
    items = []
    for checkpoint, (kind, order, period, _report) in _REVIEWS.items():
        total, entered = _reviews(year)[member.pk].targets, _reviews(year)[member.pk].entered[checkpoint]
        if not entered and not _is_time_for(year, checkpoint, member):
            continue
        items.append(
            phase_item(
                year,
                kind,
                order=order,
                title=title(f"Nhập kết quả chỉ tiêu {period}"),
                detail=f"Đã nhập {entered}/{total} chỉ tiêu.",
                url=url,
                button="Nhập kết quả",
                done=entered == total,
                unit=member,
            )
        )
    return items


def _reports(user: User, year: BlocYear, member: Membership, title: Callable[[str], str]) -> list[TodoItem]:
    if not page("reports", year):
        return []
    head = rules.is_head_of(user, member)
    items = []
    for checkpoint, (kind, order, _period, report) in _REVIEWS.items():
        sent = _reviews(year)[member.pk].sent[checkpoint]
        if not sent and not _is_time_for(year, checkpoint, member):
            continue
        items.append(
            phase_item(
                year,
                kind,
                order=order + 1,
                title=title(f"Gửi báo cáo {report}"),
                detail="Đã gửi."
                if sent
                else "Vài dòng và số liệu chính; lưu dần được."
                if head
                else "Cán bộ soạn trước, lãnh đạo đơn vị gửi.",
                url=page("unit-report", year, checkpoint=checkpoint, pk=member.pk) or page("reports", year),
                button="Viết báo cáo",
                done=sent,
                unit=member,
            )
        )
    return items


def _is_time_for(year: BlocYear, checkpoint: Checkpoint, member: Membership) -> bool:
    """In a year without dates the year's end does not stand beside the half-year: one comes after the other."""
    phase = year.phases_by_kind.get(_REVIEWS[checkpoint][0])
    dated = phase is not None and (phase.opens_at is not None or phase.closes_at is not None)
    return checkpoint is Checkpoint.HALF_YEAR or dated or _reviews(year)[member.pk].sent[Checkpoint.HALF_YEAR]
