"""A unit's report at a review: saved field by field as it is written, sent by the head, reopened with a reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from blocs import rules
from blocs.checkpoints import WORDS
from blocs.fields import new_revision
from blocs.journal import record
from blocs.models import BlocYear, KeyFigure, Membership, UnitReport, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.report_content import FIGURES, LABELS, TEXTS, ReportContent
from blocs.report_rules import drafts_report, report_is_open, sends_report, why_report_is_closed
from blocs.terms import Checkpoint, ReportState, Term
from blocs.transactions import locked_before_reading
from blocs.unit_reports import content_of, is_sent, report_of

HANDED_IN = "Báo cáo này đã gửi nên không sửa được. Muốn sửa, hãy mở lại báo cáo và ghi lý do."


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field as typed, and what the page had shown as stored when it was typed over."""

    field: str
    value: str
    base: str


class FieldOutcome(Term):
    SAVED = "saved", "đã lưu"
    STALE = "stale", "người khác đã sửa"
    WRONG = "wrong", "không hợp lệ"


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """What became of one entry; `stored` is the field's text that now stands."""

    field: str
    outcome: FieldOutcome
    stored: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Locked:
    """What an action holds: the unit's row is locked, everything else read again under it."""

    year: BlocYear
    member: Membership
    report: UnitReport | None
    content: ReportContent
    checkpoint: Checkpoint

    @property
    def subject(self) -> str:
        return f"{WORDS[self.checkpoint].report} của {self.member.name}"


May = Callable[[User, BlocYear, Membership], bool]


def _lock(*, actor: User, member: Membership, checkpoint: Checkpoint, may: May) -> _Locked:
    """Only the unit's row is locked: units write their reports at the same time, and none moves a rank."""
    rows = Membership.objects.filter(pk=member.pk).select_related("unit_name")
    found = locked_before_reading(rows).first()
    if found is None:
        raise Refused("Đơn vị này không còn trong khối nữa. Hãy mở lại danh sách báo cáo.")
    year = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=found.year_id)
    actor.forget_seats()
    if not may(actor, year, found):
        raise NotAllowed("Ông, bà không được làm việc này với báo cáo của đơn vị.")
    if not report_is_open(year, found, checkpoint):
        raise Refused(why_report_is_closed(year, checkpoint))
    report = report_of(found, checkpoint)
    return _Locked(year, found, report, content_of(found, checkpoint, report), checkpoint)


@transaction.atomic
def save_report(
    *, actor: User, member: Membership, checkpoint: Checkpoint, entries: Iterable[FieldEntry]
) -> list[FieldAnswer]:
    """Save the fields that can be saved; one answer a field, in order.

    A field equal to what is stored is acknowledged again; one typed over another text is refused with what is
    stored. Raises NotAllowed, and Refused for all of them when the report is sent or its window closed.
    """
    held = _lock(actor=actor, member=member, checkpoint=checkpoint, may=drafts_report)
    answers, _held = _save(actor, held, entries)
    return answers


def _save(actor: User, held: _Locked, entries: Iterable[FieldEntry]) -> tuple[list[FieldAnswer], _Locked]:
    """Store what can be stored; the answers, and the report as it stands then."""
    entries = list(entries)
    answers = [_judge(held, entry) for entry in entries]
    if is_sent(held.report) and any(
        answer.stored != held.content.text_of(answer.field) or answer.sentence for answer in answers
    ):
        raise Refused(HANDED_IN)
    wanted = held.content
    for entry, answer in zip(entries, answers, strict=True):
        if answer.outcome is FieldOutcome.SAVED:
            wanted = wanted.with_field(entry.field, entry.value)
    if wanted == held.content:
        return answers, held
    return answers, replace(held, report=_write(actor, held, wanted), content=wanted)


def _judge(held: _Locked, entry: FieldEntry) -> FieldAnswer:
    stored = held.content.text_of(entry.field)
    try:
        value = held.content.with_field(entry.field, entry.value).text_of(entry.field)
    except ValueError as error:
        return FieldAnswer(entry.field, FieldOutcome.WRONG, stored, str(error))
    if value != stored and _plain(entry.field, entry.base) != stored:
        return FieldAnswer(entry.field, FieldOutcome.STALE, stored, _stale_sentence(held.report))
    return FieldAnswer(entry.field, FieldOutcome.SAVED, value)


def _plain(field: str, text: str) -> str:
    """A base in the form that is stored; one that cannot be read is nobody's text."""
    try:
        return ReportContent().with_field(field, text).text_of(field)
    except ValueError:
        return text


def _stale_sentence(report: UnitReport | None) -> str:
    if report is None or report.saved_by is None:
        return "Trong lúc đó phần này đã được sửa ở nơi khác."
    moment = timezone.localtime(report.saved_at)
    return f"{report.saved_by.full_name} đã sửa phần này lúc {moment:%H:%M} ngày {moment:%d/%m/%Y}."


def _write(actor: User, held: _Locked, wanted: ReportContent) -> UnitReport:
    """Store the whole content; a change after a first sending goes into the journal."""
    report = held.report or UnitReport(membership=held.member, checkpoint=held.checkpoint)
    for field in TEXTS:
        setattr(report, field, getattr(wanted, field))
    report.saved_by, report.saved_at, report.revision = actor, timezone.now(), new_revision()
    report.entered_for = rules.may_enter_for(actor, held.member, held.year)
    is_new = report.pk is None
    report.save()
    if is_new or wanted.figures != held.content.figures:
        report.figures.all().delete()
        KeyFigure.objects.bulk_create(
            KeyFigure(
                report=report,
                position=position,
                label=figure.label,
                measure=figure.measure,
                planned=figure.planned,
                value=figure.value,
            )
            for position, figure in enumerate(wanted.figures, start=1)
        )
    if report.handed_in_at is not None:
        old, new = _told(held.content), _told(wanted)
        changed = [name for name in new if new[name] != old[name]]
        record(
            year=held.year,
            actor=actor,
            action="unit_report.changed",
            subject=held.subject,
            old={name: old[name] for name in changed},
            new={name: new[name] for name in changed},
        )
    return report


def _told(content: ReportContent) -> dict[str, Any]:
    """The content as the journal tells it."""
    told: dict[str, Any] = {LABELS[field]: getattr(content, field) for field in TEXTS}
    told[LABELS[FIGURES]] = [" · ".join(part for part in figure.typed if part) for figure in content.figures]
    return told


@dataclass(frozen=True, slots=True)
class Sending:
    """Whether the report went now, and the fields that came along and could not be saved; then it did not go."""

    now: bool
    faults: tuple[FieldAnswer, ...] = ()


@transaction.atomic
def hand_in_report(
    *, actor: User, member: Membership, checkpoint: Checkpoint, entries: Iterable[FieldEntry] = ()
) -> Sending:
    """Send the unit's report, with what came along saved first; nothing happens to one that is sent already.

    Raises Invalid for a report that says nothing.
    """
    held = _lock(actor=actor, member=member, checkpoint=checkpoint, may=sends_report)
    answers, held = _save(actor, held, entries)
    faults = tuple(answer for answer in answers if answer.outcome is not FieldOutcome.SAVED)
    if faults or is_sent(held.report):
        return Sending(now=False, faults=faults)
    content = held.content
    if not content.results and not any(figure.value is not None for figure in content.figures):
        raise Invalid(
            "Báo cáo chưa có gì để gửi: hãy viết phần Kết quả nổi bật hoặc ghi số đã thực hiện của ít nhất một dòng."
        )
    report = held.report or _write(actor, held, content)
    entered_for = rules.may_enter_for(actor, held.member, held.year)
    UnitReport.objects.filter(pk=report.pk).update(
        state=ReportState.HANDED_IN,
        handed_in_by=actor,
        handed_in_at=timezone.now(),
        entered_for=entered_for,
        revision=new_revision(),
    )
    record(
        year=held.year,
        actor=actor,
        action="unit_report.handed_in",
        subject=held.subject,
        new=_told(content) | {"Tổ thư ký nhập thay": entered_for},
    )
    return Sending(now=True)


@transaction.atomic
def reopen_report(*, actor: User, member: Membership, checkpoint: Checkpoint, reason: str) -> None:
    """Give a sent report back for changes. Raises Invalid without a reason, Refused when it is not sent."""
    held = _lock(actor=actor, member=member, checkpoint=checkpoint, may=sends_report)
    if not reason.strip():
        raise Invalid("Hãy ghi lý do mở lại báo cáo.")
    if held.report is None or not is_sent(held.report):
        raise Refused("Báo cáo này chưa gửi nên không cần mở lại.")
    UnitReport.objects.filter(pk=held.report.pk).update(state=ReportState.DRAFT, revision=new_revision())
    record(
        year=held.year,
        actor=actor,
        action="unit_report.reopened",
        subject=held.subject,
        reason=reason.strip(),
    )
