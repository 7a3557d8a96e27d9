"""Why the year's results cannot be approved yet, in a sentence, and where that is put right."""

from dataclasses import dataclass

from blocs.addresses import page
from blocs.drafting import is_drafting
from blocs.models import BlocYear
from blocs.terms import Level
from scoring.actions.sheet_locking import LEVEL_WORDS
from scoring.ranking import Ranking
from scoring.steps import sheet_counts


@dataclass(frozen=True, slots=True)
class Obstacle:
    text: str
    url: str
    link: str


def obstacle(year: BlocYear, ranking: Ranking) -> Obstacle | None:
    """The first thing in the way of approving this ranking; None when it can be. No query but for a draft."""
    if not ranking.order:
        return Obstacle(_nobody_ranked(year), page("sheets", year), "Xem các phiếu")
    if text := draft_in_the_way(year):
        return Obstacle(text, page("rules-review", year), "Mở bản soạn")
    return None


def draft_in_the_way(year: BlocYear) -> str:
    """Results by rules somebody is about to change are not final: the draft is confirmed or cancelled first. No query
    but for the draft itself."""
    if not is_drafting(year) or year.draft_rules is None:
        return ""
    return (
        f"Quy tắc phiên bản {year.draft_rules.number} đang soạn dở nên chưa duyệt được kết quả. Hãy xác nhận bản soạn"
        " đó, hoặc hủy đi, rồi duyệt."
    )


def _nobody_ranked(year: BlocYear) -> str:
    counts = sheet_counts(year)
    missing = [
        f"{expected - done} phiếu {LEVEL_WORDS[level]}"
        for level in Level
        if level in counts
        for done, expected in [counts[level]]
        if done < expected
    ]
    why = f"còn {', '.join(missing)} chưa nộp" if missing else "hãy xem vì sao ở từng đơn vị"
    return f"Chưa duyệt được kết quả vì chưa có đơn vị nào được xếp hạng: {why}."
