"""Once a score or a vote is in, who is nominated must not be moved by other award rules."""

from awards.models import Vote
from blocs.drafting import is_drafting
from blocs.models import BlocYear
from scoring import freezing as scoring_freezing

VOTES_ARE_IN = "Đã ghi kết quả bỏ phiếu nên không sửa được nữa: đổi luật sau khi bỏ phiếu là không công bằng."


def why_votes_freeze(year: BlocYear) -> str:
    """The sentence when a vote's count is in; empty without. One query."""
    return VOTES_ARE_IN if Vote.objects.filter(year=year).exists() else ""


def why_frozen(year: BlocYear) -> str:
    """The sentence why award rules stay; empty while they may be changed."""
    return scoring_freezing.why_frozen(year) or why_votes_freeze(year)


def why_award_rules_stay(year: BlocYear) -> str:
    """Why the pages of award rules only show; empty while they may be edited, and on a draft."""
    return "" if is_drafting(year) else why_frozen(year)
