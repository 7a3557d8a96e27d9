"""Approving the year's results among what is to be done: for who publishes, and for who gives the second name."""

from awards.models import ResultVersion
from awards.objections import objection_counts
from awards.obstacles import draft_in_the_way
from awards.result_versions import waiting_proposal
from awards.rules import can_approve_version, can_publish
from blocs.addresses import page
from blocs.models import BlocYear, User
from blocs.todo import TodoItem, TodoState
from scoring.steps import sheet_counts

_ORDER = 80


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """One query once there are approved results, which the page of objections' counts shares; none before."""
    publishes = can_publish(user, year)
    if not publishes and not can_approve_version(user, year):
        return []
    is_corrected = year.results_version > 0 and not year.is_published
    proposal = waiting_proposal(year) if is_corrected else None
    if proposal is not None and proposal.proposed_by != user:
        return [_second_name(year, proposal)]
    return [_publishing(year, proposal)] if publishes else []


def _second_name(year: BlocYear, proposal: ResultVersion) -> TodoItem:
    """For exactly those who may give it: whoever proposed is told that it waits."""
    return TodoItem(
        order=_ORDER,
        title=f"Xem và duyệt kết quả phiên bản {proposal.number}",
        detail=f"{proposal.proposed_by.full_name} đề nghị; người duyệt phải là người khác.",
        url=page("results-proposal", year),
        button="Xem đề nghị",
    )


def _publishing(year: BlocYear, proposal: ResultVersion | None) -> TodoItem:
    url, button = page("results", year), "Xem kết quả"
    missing = sum(expected - done for done, expected in sheet_counts(year).values())
    if year.is_published:
        if year.results_version and not year.is_practice and objection_counts(year).waiting_for_version:
            return _correction(year)
        detail, state = "Đã niêm yết; các đơn vị xem được.", TodoState.DONE
    elif proposal is not None:
        detail, state = f"Phiên bản {proposal.number} đã đề nghị, chờ người khác duyệt.", TodoState.WAITING
        url, button = page("results-proposal", year), "Xem đề nghị"
    elif draft := draft_in_the_way(year):
        detail, state = draft, TodoState.WAITING
    elif missing:
        detail, state = f"Còn {missing} phiếu chưa nộp.", TodoState.WAITING
    elif year.results_version:
        detail = (
            f"Đang đính chính phiên bản {year.results_version}: sửa xong thì một người đề nghị phiên bản"
            f" {year.results_version + 1}, một người khác duyệt."
        )
        state = TodoState.OPEN
    else:
        detail, state = "Các đơn vị chưa xem được điểm và thứ hạng.", TodoState.OPEN
    return TodoItem(_ORDER, "Duyệt và niêm yết kết quả", detail, url, button, state)


def _correction(year: BlocYear) -> TodoItem:
    """An objection was accepted, and the results in force are still those it was about."""
    return TodoItem(
        order=_ORDER,
        title="Mở đính chính theo phản hồi đã chấp nhận",
        detail="Mở đính chính, sửa số liệu, rồi hai người duyệt phiên bản mới.",
        url=page("results-withdraw", year),
        button="Mở đính chính",
    )
