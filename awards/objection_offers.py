"""Objections among what is to be done: the secretariat answers, a unit looks at its results in time."""

from awards.objection_rules import answers_objections, objects_for
from awards.objections import objection_counts
from blocs import rules
from blocs.addresses import page
from blocs.context import StepCount
from blocs.models import BlocYear, PhaseKind, User
from blocs.todo import TodoItem, phase_item

_ORDER = 85


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """Nothing before results are approved; one query for the secretariat, none for a unit."""
    if not year.results_version or year.is_practice:
        return []
    if answers_objections(user, year):
        return _answers(year)
    own = [member for member in rules.own_members(user, year) if objects_for(user, year, member)]
    if not own or not year.is_published:
        return []
    return [
        phase_item(
            year,
            PhaseKind.OBJECTION,
            order=_ORDER,
            title="Xem kết quả, gửi phản hồi nếu có",
            detail="Lãnh đạo đơn vị phản hồi được về thứ hạng hoặc điểm của từng tiêu chí.",
            url=page("objections", year),
            button="Xem, phản hồi",
            done=False,
            unit=own[0],
        )
    ]


def _answers(year: BlocYear) -> list[TodoItem]:
    counts = objection_counts(year)
    if not counts.total:
        return []
    item = phase_item(
        year,
        PhaseKind.OBJECTION,
        order=_ORDER,
        title="Trả lời phản hồi kết quả",
        detail=f"Còn {counts.unanswered}/{counts.total} phản hồi chưa trả lời."
        if counts.unanswered
        else f"Đã trả lời {counts.total} phản hồi.",
        url=page("objections", year),
        button="Trả lời",
        done=not counts.unanswered,
    )
    return [item]


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    """Answered of made; nothing before anything was objected to."""
    if not year.results_version:
        return {}
    counts = objection_counts(year)
    if not counts.total:
        return {}
    answered = counts.total - counts.unanswered
    words = f"{answered}/{counts.total} đã trả lời"
    return {PhaseKind.OBJECTION: StepCount(answered, counts.total, words=words, url_name="objections")}
