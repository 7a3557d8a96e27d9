"""What the year's pledge gives the secretariat to do: write it, open it, gather signatures, answer, lock."""

from blocs.addresses import page
from blocs.models import BlocYear, PhaseKind
from blocs.pledge_now import PledgeNow, pledge_now
from blocs.steps import signed_count
from blocs.terms import PledgeDeed, PledgeState
from blocs.todo import TodoItem, TodoState, phase_item

_ORDER = 50
_SAID = {PledgeDeed.CHANGE_ASKED: "đề nghị sửa", PledgeDeed.DECLINED: "không ký"}


def secretariat_items(year: BlocYear) -> list[TodoItem]:
    """The next act of the pledge, and before it the answers of units that did not sign but wrote."""
    now = pledge_now(year)
    signed, units = signed_count(year), len(year.standing_members)
    words = f"{signed}/{units} đơn vị đã ký."
    if PledgeState.OPEN in now.states and units and signed == units:
        return [_lock(year, words)]
    title, detail, url, button = _next(now, words, signed)
    gathered = phase_item(
        year,
        PhaseKind.PLEDGE,
        order=_ORDER,
        title=title,
        detail=detail,
        url=page(url, year),
        button=button,
        done=(units > 0 and signed == units) or PledgeState.LOCKED in now.states,
    )
    return [*_answers(year, now), gathered]


def _next(now: PledgeNow, words: str, signed: int) -> tuple[str, str, str, str]:
    """Title, detail, the name of the page, button. A text in force comes before the draft that is to replace it."""
    if PledgeState.OPEN in now.states or PledgeState.LOCKED in now.states:
        return "Lấy chữ ký giao ước", words, "pledge", "Xem ai đã ký"
    if PledgeState.DRAFT in now.states:
        detail = "Bản giao ước đang soạn; mở ký rồi các đơn vị mới ký được."
        return "Mở ký giao ước", detail, "pledge-open", "Xem lại và mở ký"
    if signed:
        return "Ghi việc ký giao ước", words, "pledges", "Ghi chữ ký"
    detail = "Soạn từ mẫu hoặc lấy bản năm trước, rồi mở ký. Ký hết trên giấy thì chỉ cần ghi lại ai đã ký."
    return "Soạn giao ước và mở ký", detail, "pledge", "Soạn giao ước"


def _lock(year: BlocYear, words: str) -> TodoItem:
    return TodoItem(
        order=_ORDER,
        title="Khóa giao ước đã ký đủ",
        detail=f"{words} Khóa rồi mới có bản giao ước cuối để in và lưu.",
        url=page("pledge-lock", year),
        button="Khóa giao ước",
    )


def _answers(year: BlocYear, now: PledgeNow) -> list[TodoItem]:
    if PledgeState.OPEN not in now.states:
        return []
    said = [(member, now.answers[member.pk]) for member in year.standing_members if member.pk in now.answers]
    if not said:
        return []
    names = "; ".join(f"{member.short_name} {_SAID[deed]}" for member, deed in said)
    only = said[0][0] if len(said) == 1 else None
    return [
        TodoItem(
            order=_ORDER - 1,
            title="Trả lời ý kiến của đơn vị về giao ước",
            detail=f"{names}. Xem lý do, rồi trao đổi hoặc soạn bản thay thế.",
            url=page("pledge-unit", year, unit=only.code) if only else page("pledge", year),
            button="Xem ý kiến",
            state=TodoState.OPEN,
        )
    ]
