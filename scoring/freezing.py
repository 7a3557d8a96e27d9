"""Once a score is in, what could move a rank stays as it is ; a change then is a new version of the rules."""

from blocs.drafting import is_drafting
from blocs.freezing import PUBLISHED
from blocs.memo import once_per_year
from blocs.models import BlocYear
from blocs.refusals import Refused
from blocs.terms import Level
from blocs.transactions import locked
from scoring.models import Score, Sheet

SCORES_ARE_IN = (
    "Đã có điểm được nhập nên những gì có thể làm thay đổi thứ hạng không sửa được nữa: đổi luật giữa chừng là không "
    "công bằng với đơn vị đã chấm."
)
PEER_SCORES_ARE_IN = "Đã có điểm chấm chéo được nhập nên việc phân công chấm chéo không sửa được nữa."


@once_per_year
def rules_are_frozen(year: BlocYear) -> bool:
    """Whether any score of the year exists; one query."""
    return Score.objects.filter(sheet__year=year).exists()


def why_frozen(year: BlocYear) -> str:
    """The sentence why rules, criteria and classes stay; empty while they may be changed."""
    if year.is_published:
        return PUBLISHED
    return SCORES_ARE_IN if rules_are_frozen(year) else ""


def hold_scores(year: BlocYear) -> None:
    """Lock the year's sheets, after the year (design §4); called inside a transaction.

    A score that is being saved comes in before what follows asks whether there is one, or waits until the changed
    rules stand.
    """
    list(locked(Sheet.objects.filter(year=year).order_by("pk")).values_list("pk"))


def refuse_frozen(year: BlocYear) -> None:
    """Raise Refused when a score is in; the sheets stay locked, so that none comes in meanwhile."""
    hold_scores(year)
    if sentence := why_frozen(year):
        raise Refused(sentence)


def why_rules_stay(year: BlocYear) -> str:
    """Why the pages of rules, criteria and classes only show; empty before the first score, and on a draft."""
    return "" if is_drafting(year) else why_frozen(year)


def refuse_edit_of_rules(year: BlocYear) -> None:
    """Raise Refused unless a draft is edited or no score is in; on the year read under its lock.

    A draft is nobody's rules yet, so its edits keep no score waiting.
    """
    if not is_drafting(year):
        refuse_frozen(year)


def why_assignments_frozen(year: BlocYear) -> str:
    """Assignments are drawn when self-scoring is done, so they stay open until the first peer score."""
    if year.is_published:
        return PUBLISHED
    peer = Score.objects.filter(sheet__year=year, sheet__level=Level.PEER)
    return PEER_SCORES_ARE_IN if peer.exists() else ""
