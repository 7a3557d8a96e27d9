"""The page of objections as ready strings; its keys are listed at the top of templates/awards/objections.html."""

from typing import Any

from django.utils import timezone

from awards.actions.objections import about
from awards.models import Objection
from awards.objection_rules import answers_objections, objects_for
from awards.objections import answered_late, are_final, objection_counts, objections_visible_to
from blocs import rules
from blocs.context import year_url
from blocs.models import BlocYear, PhaseKind, User
from blocs.terms import Level, ObjectionState
from blocs.year_phases import closes_for, moment_in_words
from scoring.queries import rule_set

_TONES = {
    ObjectionState.OPEN: "due",
    ObjectionState.ACCEPTED: "done",
    ObjectionState.REJECTED: "brand",
    ObjectionState.WITHDRAWN: "quiet",
}


def objections_context(user: User, year: BlocYear) -> dict[str, Any]:
    """Three queries: the objections, their counts, and extensions where there are some."""
    rows = objections_visible_to(user, year)
    names = {member.pk: member for member in year.members}
    cards = []
    for row in rows:
        row.membership = names[row.membership_id]
        cards.append(_card(user, year, row))
    return {
        "cards": cards,
        "sentence": _sentence(user, year, len(cards)),
        "final": are_final(year),
        "may_answer": answers_objections(user, year),
        "correction_url": _correction_url(user, year),
    }


def _card(user: User, year: BlocYear, row: Objection) -> dict[str, Any]:
    state = ObjectionState(row.state)
    is_open = state is ObjectionState.OPEN
    by = f"{row.made_by.full_name}{', tổ thư ký nhập thay' if row.entered_for else ''}"
    return {
        "pk": row.pk,
        "unit": row.membership.name,
        "about": words_about(year, row),
        "text": row.text,
        "made": f"{by}, {_moment(row.made_at)} · về phiên bản {row.version.number}",
        "state": state.label,
        "tone": _TONES[state],
        "answer": row.answer,
        "answered": f"{row.answered_by.full_name}, {_moment(row.answered_at)}" if row.answered_by else "",
        "late": answered_late(year, row),
        "led_to": str(row.led_to.number) if row.led_to else "",
        "led_to_url": year_url("results-version", year, number=row.led_to.number) if row.led_to else "",
        "answer_url": year_url("objection-answer", year, pk=row.pk)
        if is_open and answers_objections(user, year)
        else "",
        "withdraw_url": year_url("objection-withdraw", year, pk=row.pk)
        if is_open and objects_for(user, year, row.membership)
        else "",
    }


def words_about(year: BlocYear, row: Objection) -> str:
    leaf = next((n for n in rule_set(year.current_rules).leaves if n.criterion_id == row.criterion_id), None)
    if row.criterion_id is not None and leaf is None:
        return "Điểm của một tiêu chí không còn trong bảng"
    return about(leaf, Level(row.level) if row.level else None)


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def _sentence(user: User, year: BlocYear, shown: int) -> str:
    closes = closes_for(year, PhaseKind.OBJECTION)
    until = f" Hạn phản hồi và trả lời: {moment_in_words(closes)}." if closes is not None else ""
    if rules.can_read_scores(user, year):
        counts = objection_counts(year)
        if not counts.total:
            return f"Chưa có phản hồi nào.{until}"
        waiting = f", còn {counts.unanswered} chưa trả lời" if counts.unanswered else ", đã trả lời hết"
        return f"{counts.total} phản hồi{waiting}.{until}"
    lead = f"{shown} phản hồi đơn vị mình xem được." if shown else "Chưa có phản hồi nào."
    return f"{lead}{until}"


def _correction_url(user: User, year: BlocYear) -> str:
    """Where accepted objections go on: opening the correction."""
    waits = objection_counts(year).waiting_for_version if answers_objections(user, year) else 0
    return year_url("results-withdraw", year) if waits and year.is_published else ""
