"""Sentences about a year's results, the same on the screen and on paper."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from awards.results import UnitResult, YearResults
from awards.tie_words import key_advantage, key_disadvantage
from blocs.terms import (
    SHARED_RANK,
    Aggregation,
    Combining,
    ExtrasSource,
    Level,
    MissingPeer,
    PeerAverage,
    RankNumbering,
)
from reports.paper.words import number, trimmed
from scoring.calculation import NoFinal
from scoring.scoring_rules import ScoringRules

NO_NAMES: Mapping[str, str] = {}


def listed(names: Iterable[str]) -> str:
    """ "A, B và C"."""
    *others, last = list(names) or [""]
    return f"{', '.join(others)} và {last}" if others else last


def level_word(level: Level) -> str:
    """A level in the middle of a sentence: "thẩm định", but "Khối" keeps its capital."""
    return level.label if level is Level.BLOC else level.label.lower()


def ranking_sentence(results: YearResults) -> SafeString:
    """The result in one or two sentences: who leads, by how much, and whether ranks are shared."""
    ranked = [unit for unit in results.in_rank_order() if unit.standing.rank is not None]
    if not ranked:
        return format_html("{}", "Chưa có đơn vị nào được xếp hạng.")
    first, places = ranked[0], results.decimals
    points = format_html("<strong>{}</strong>", number(first.score.final, places))
    leaders = [unit.member.short_name for unit in ranked if unit.standing.rank == 1]
    if len(leaders) > 1:
        lead = format_html("{} cùng đứng đầu với {} điểm.", listed(leaders), points)
    elif len(ranked) == 1:
        lead = format_html("{} đứng đầu với {} điểm.", first.member.short_name, points)
    else:
        lead = format_html("{} đứng đầu với {} điểm{}", leaders[0], points, _ahead(results, ranked))
    return format_html("{} {}", lead, _closing(results, ranked))


def _ahead(results: YearResults, ranked: list[UnitResult]) -> str:
    gap = (ranked[0].score.final or Decimal(0)) - (ranked[1].score.final or Decimal(0))
    if gap:
        return f", hơn hạng hai {number(gap, results.decimals)} điểm."
    key = ranked[1].standing.separated_by or ""
    return f", bằng điểm {ranked[1].member.short_name} và đứng trên nhờ {key_advantage(key, results.award_names)}."


def _closing(results: YearResults, ranked: list[UnitResult]) -> str:
    shared = sum(unit.standing.shared for unit in ranked)
    text = f"{shared} đơn vị đồng hạng." if shared else "Không có đồng hạng."
    barred = sum(unit.standing.barred for unit in results.units.values())
    waiting = len(results.units) - len(ranked) - barred
    if barred:
        text += f" {barred} đơn vị không xếp hạng."
    return f"{text} {waiting} đơn vị chưa có tổng điểm." if waiting else text


def rank_note(results: YearResults, unit: UnitResult) -> str:
    """Under the name of a unit with the same final score as the one above it, or with a shared rank."""
    standing = unit.standing
    if standing.shared:
        return "đồng hạng"
    if standing.separated_by in (None, SHARED_RANK):
        return ""
    return f"bằng điểm hạng trên, {key_disadvantage(standing.separated_by, results.award_names)}"


def why_not_final(results: YearResults, unit: UnitResult, *, named: bool = True) -> str:
    """Why a unit has no final score or no rank; empty when it has both. `named`: who has not scored, by name."""
    if unit.standing.barred:
        return "không xếp hạng"
    score = unit.score
    reasons = []
    if score.lacking:
        reasons.append(f"chưa có điểm {listed(level_word(level) for level in score.lacking)}")
    if NoFinal.PEER_BLOCKED in score.no_final and score.peer is not None:
        missing = score.peer.missing
        whose = (
            f"phiếu chấm chéo của {listed(results.units[code].member.short_name for code in missing)}"
            if named
            else f"{len(missing)} phiếu chấm chéo"
        )
        reasons.append(f"thiếu {whose}")
    return "; ".join(reasons)


def combining_sentence(rules: ScoringRules, names: Mapping[str, str] = NO_NAMES) -> str:
    """How levels become the final score and how equals are told apart. `names`: award code -> name."""
    return " ".join(
        [
            combined_from(rules),
            *([peer_sentence(rules)] if Level.PEER in rules.levels else []),
            _ties(rules, names),
        ]
    )


def combined_from(rules: ScoringRules) -> str:
    """Which levels the final score is made of."""
    if rules.combining is Combining.LAST:
        text = f"Tổng điểm lấy theo cấp chấm cuối là {level_word(rules.levels[-1])}"
    elif rules.combining is Combining.PEER:
        text = "Tổng điểm lấy theo điểm chấm chéo"
    else:
        shares = (
            f"{level_word(level)} {trimmed(weight)}%" for level, weight in rules.content_weights().items()
        )
        text = f"Tổng điểm cộng theo trọng số: {', '.join(shares)}"
    if rules.extras_source is ExtrasSource.COMBINED:
        return f"{text}."
    source = Level.BLOC if rules.extras_source is ExtrasSource.BLOC else Level.APPRAISAL
    return f"{text}; riêng điểm thưởng, điểm trừ lấy theo {level_word(source)}."


def _ties(rules: ScoringRules, names: Mapping[str, str]) -> str:
    keys = "; rồi ".join(key_advantage(key, names) for key in rules.tie_keys)
    text = f"Bằng điểm thì xếp trên đơn vị có {keys}; vẫn bằng nhau thì" if keys else "Bằng điểm thì"
    following = "hạng kế tiếp bỏ số" if rules.numbering is RankNumbering.SKIP else "hạng kế tiếp không bỏ số"
    places = f"{rules.decimals} chữ số thập phân" if rules.decimals else "số nguyên"
    return (
        f"{text} đồng hạng, {following} ({rules.numbering.label}). Điểm làm tròn đến {places},"
        " từ nửa đơn vị trở lên thì làm tròn lên."
    )


def peer_sentence(rules: ScoringRules) -> str:
    """How peer sheets become one value, and what a missing one does."""
    trims = rules.peer_average is PeerAverage.TRIMMED and rules.trim
    method = {
        PeerAverage.MEAN: "trung bình cộng",
        PeerAverage.TRIMMED: f"trung bình cộng sau khi bỏ {rules.trim} phiếu cao nhất và {rules.trim} phiếu thấp nhất"
        if trims
        else "trung bình cộng",
        PeerAverage.MEDIAN: "trung vị (giá trị đứng giữa)",
    }[rules.peer_average]
    over = "từng tiêu chí" if rules.aggregation is Aggregation.LEAF else "các phiếu"
    missing = {
        MissingPeer.IGNORE: "phiếu thiếu thì bỏ qua",
        MissingPeer.ZERO: "phiếu thiếu tính 0 điểm",
        MissingPeer.USE_SELF: "phiếu thiếu thì lấy điểm tự chấm",
        MissingPeer.BLOCK: "còn thiếu phiếu thì chưa có tổng điểm",
    }[rules.missing_peer]
    return f"Điểm chấm chéo là {method} của {over}; {missing}."
