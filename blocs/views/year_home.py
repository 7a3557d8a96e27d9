""" "Việc cần làm": the next act of this person on this year, first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.addresses import page
from blocs.models import BlocYear
from blocs.notice_queries import home_counts
from blocs.progress import progress_of
from blocs.todo import SOON_DAYS, TodoItem, TodoState, open_items, todo_items
from reports.paper.words import short_date


@require_GET
def year_home(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    items = todo_items(request.user, opened)
    cards = [_card(item, is_first=place == 0) for place, item in enumerate(open_items(items))]
    count = len(cards)
    if not rules.can_run_year(request.user, opened):
        cards += _plain_cards(request, opened, is_first=not cards)
    counts = home_counts(request.user, opened)
    context = {
        "sentence": _sentence(count, cards),
        "cards": cards,
        "unread": counts.unread,
        "later": [_line(item) for item in items if item.state is TodoState.WAITING],
        "over": [_line(item) for item in items if item.state is TodoState.OVER],
        "done": [_line(item) for item in items if item.state is TodoState.DONE],
        "progress": progress_of(request.user, opened, counts.last),
    }
    return render(request, "blocs/todo.html", context)


def _sentence(count: int, cards: list[dict[str, Any]]) -> str:
    if count:
        return f"{count} việc đang chờ; việc nên làm trước ở trên cùng."
    return "" if cards else "Không còn việc nào chờ."


def _line(item: TodoItem) -> dict[str, str]:
    """A thing that is not to be done now, in short."""
    when, _ = _when(item) if item.opens is not None else ("", "")
    note = f"{when}. {item.detail}" if when else item.detail
    return {"title": item.title, "note": note, "url": item.url}


def _card(item: TodoItem, *, is_first: bool) -> dict[str, Any]:
    when, tone = _when(item)
    return {
        "when": when,
        "when_tone": tone,
        "title": item.title,
        "text": item.detail,
        "url": item.url,
        "action": item.button,
        "is_first": is_first,
    }


def _when(item: TodoItem) -> tuple[str, str]:
    """The date over a card and its tone: due within a week, or no tone."""
    if item.opens is not None:
        return f"Mở từ {short_date(timezone.localtime(item.opens).date())}", ""
    if item.due is None:
        return "", ""
    left = item.due - timezone.now()
    day = short_date(timezone.localtime(item.due).date())
    return f"Hạn {day}", "due" if left.days < SOON_DAYS else ""


def _plain_cards(request: SignedInRequest, year: BlocYear, *, is_first: bool) -> list[dict[str, Any]]:
    """For who does not run the year: the results once one may see them."""
    if not rules.can_see_approved_results(request.user, year):
        return []
    published = year.is_published
    if published:
        title, text = (
            "Kết quả của năm",
            "Kết quả đã niêm yết: điểm, thứ hạng và danh sách đề nghị khen thưởng.",
        )
    elif rules.can_read_scores(request.user, year):
        title, text = "Kết quả tạm tính", "Điểm và thứ hạng theo số liệu đến lúc này; khối chưa niêm yết."
    else:
        title = "Kết quả đang đính chính"
        text = f"Phiên bản {year.results_version} đã lưu vẫn xem được, kèm lý do đính chính."
    return [
        {
            "title": title,
            "text": text,
            "url": page("results", year),
            "action": "Xem kết quả",
            "is_first": is_first and published,
        }
    ]
