"""Who may see, draft, send and reopen a unit's report at a review: pure reads."""

from blocs import rules
from blocs.checkpoints import WORDS
from blocs.models import BlocYear, Membership, User
from blocs.terms import Checkpoint


def can_see_reports(user: User, year: BlocYear) -> bool:
    """The page of reports: who reads them all, and who works for a unit of the year."""
    return rules.can_read_scores(user, year) or bool(rules.own_members(user, year))


def can_see_report(user: User, year: BlocYear, member: Membership) -> bool:
    return rules.can_read_scores(user, year) or rules.works_for(user, member)


def drafts_report(user: User, year: BlocYear, member: Membership) -> bool:
    """The unit's people; the secretariat enters it for them."""
    return rules.works_for(user, member) or rules.can_run_year(user, year)


def sends_report(user: User, year: BlocYear, member: Membership) -> bool:
    """The unit's head; the secretariat for the unit. Officers draft."""
    return rules.is_head_of(user, member) or rules.can_run_year(user, year)


def report_is_open(year: BlocYear, member: Membership, checkpoint: Checkpoint) -> bool:
    """Whether the review's window is open for this unit, and the year not closed by its published results."""
    return not year.is_published and rules.is_open(year, WORDS[checkpoint].phase, member)


def why_report_is_closed(year: BlocYear, checkpoint: Checkpoint) -> str:
    if year.is_published:
        return "Kết quả đã niêm yết nên báo cáo của các đơn vị đã khóa."
    phase = WORDS[checkpoint].phase.label
    return (
        f"Mốc {phase} không mở cho đơn vị vào lúc này nên báo cáo không nhận thêm nội dung."
        " Cần thêm thời gian, đơn vị đề nghị tổ thư ký gia hạn mốc này."
    )
