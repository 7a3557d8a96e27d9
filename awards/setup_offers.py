"""What awards has in the setup's overview and on the list of things to do."""

from dataclasses import replace

from awards.queries import award_lines, facts, vote_counts
from awards.steps import registered_count
from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, PhaseKind, User
from blocs.setup_sections import SectionState, SetupSection
from blocs.terms import QuotaKind
from blocs.todo import TodoItem, TodoState, phase_item
from reports.paper.words import trimmed
from scoring.steps import sheet_counts


def sections(user: User, year: BlocYear) -> list[SetupSection]:
    lines = award_lines(year.current_rules)
    detail = (
        "; ".join(
            f"{line.short_name}: {trimmed(line.rule.quota.number)}{'%' if line.rule.quota.kind == QuotaKind.PERCENT else ''}"
            for line in lines
        )
        + "."
        if lines
        else "Chưa có danh hiệu nào nên chưa đề nghị khen đơn vị nào."
    )
    state = SectionState.READY if lines else SectionState.OPTIONAL
    one_title = year.current_rules.one_collective_title
    return [
        SetupSection(60, "Quy tắc khen", detail, page("award-rules", year), state),
        SetupSection(
            61,
            "Quy tắc đăng ký",
            "Mỗi đơn vị một danh hiệu tập thể."
            if one_title
            else "Không hạn chế số danh hiệu tập thể của đơn vị.",
            page("award-rule-registration", year),
            SectionState.OPTIONAL,
        ),
    ]


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    if not rules.can_run_year(user, year):
        return []
    missing = sum(expected - done for done, expected in sheet_counts(year).values())
    return [_registrations(year), *_votes(year, missing)]


def _registrations(year: BlocYear) -> TodoItem:
    count, members = registered_count(year), len(year.members)
    waits = sum(facts(year).waiting.values())
    unanswered = f" {waits} đăng ký chờ khối nhận." if waits else ""
    return phase_item(
        year,
        PhaseKind.REGISTRATION,
        order=40,
        title="Ghi đăng ký danh hiệu thi đua",
        detail=f"{count}/{members} đơn vị đã đăng ký.{unanswered}",
        url=page("registrations", year),
        button="Xem đăng ký" if unanswered else "Ghi đăng ký",
        done=members > 0 and count == members and not unanswered,
    )


def _votes(year: BlocYear, missing_sheets: int) -> list[TodoItem]:
    """The vote follows the scores, so it waits while sheets are missing."""
    needed = [line for line in award_lines(year.current_rules) if line.rule.needs_vote]
    if not needed:
        return []
    counts = vote_counts(year)
    missing = [line.short_name for line in needed if line.rule.award not in counts]
    detail = f"Chưa có: {', '.join(missing)}." if missing else "Đủ các danh hiệu cần bỏ phiếu."
    item = phase_item(
        year,
        PhaseKind.CONFERENCE,
        order=70,
        title="Ghi kết quả bỏ phiếu suy tôn",
        detail=detail,
        url=page("votes", year),
        button="Ghi kết quả",
        done=not missing,
    )
    waits = item.state is TodoState.OPEN and missing_sheets > 0
    return [replace(item, state=TodoState.WAITING) if waits else item]
