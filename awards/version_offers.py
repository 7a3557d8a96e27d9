"""What versions of the rules have in the setup's overview and on the list of things to do."""

from awards.version_review import may_confirm
from blocs.addresses import page
from blocs.drafting import is_drafting
from blocs.models import BlocYear, User
from blocs.rules import can_confirm_rules
from blocs.setup_sections import SectionState, SetupSection
from blocs.terms import Level
from blocs.todo import TodoItem
from reports.paper.words import trimmed
from scoring.ways import ways_of


def sections(user: User, year: BlocYear) -> list[SetupSection]:
    version, draft = year.current_rules, year.draft_rules
    if draft is not None:
        detail = (
            f"Đang dùng phiên bản {version.number}; phiên bản {draft.number} đang soạn, chưa có hiệu lực."
        )
    else:
        detail = f"Đang dùng phiên bản {version.number}. Có điểm rồi thì đổi quy tắc bằng phiên bản mới, hai người ký tên."
    return [
        SetupSection(
            31, "Xem phiếu, lý do, nhập hai lần", _ways(year), page("rules-ways", year), SectionState.OPTIONAL
        ),
        SetupSection(
            62, "Các phiên bản quy tắc", detail, page("rules-versions", year), SectionState.OPTIONAL
        ),
    ]


def _ways(year: BlocYear) -> str:
    ways = ways_of(year.current_rules)
    parts = [f"Đơn vị xem phiếu của nơi khác: {ways.sheets_shown.label.lower()}"]
    if ways.reason_percent is not None:
        parts.append(f"lệch quá {trimmed(ways.reason_percent)}% phải ghi lý do")
    if ways.second_entry_levels:
        parts.append(
            f"nhập hai lần: {', '.join(Level(each).label.lower() for each in ways.second_entry_levels)}"
        )
    return "; ".join(parts) + "."


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """The draft waits for whoever did not write it; for its writers it is theirs to finish."""
    if not is_drafting(year) or not can_confirm_rules(user, year):
        return []
    draft = year.draft_rules
    if draft is None:
        return []
    if may_confirm(user, year, draft):
        title, button = f"Xem và xác nhận quy tắc phiên bản {draft.number}", "Xem thay đổi"
    else:
        title, button = f"Hoàn thành bản soạn quy tắc phiên bản {draft.number}", "Mở bản soạn"
    detail = "Chưa có hiệu lực cho đến khi người không soạn xác nhận."
    return [TodoItem(order=15, title=title, detail=detail, url=page("rules-review", year), button=button)]
