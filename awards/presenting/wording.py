"""Sentences about a year's results, the same on the screen and on paper."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from awards.results import UnitResult, YearResults
from blocs.terms import (
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


def ranking_sentence(results: YearResults) -> SafeString:
    """The result in one or two sentences: who leads, by how much, and whether ranks are shared."""
    order = results.in_rank_order()
    ranked = [unit for unit in order if unit.standing.rank is not None]
    if not ranked:
        return format_html("Chưa có đơn vị nào được xếp hạng.")
    first, places = ranked[0], results.decimals
    points = format_html("<strong>{}</strong>", number(first.score.final, places))
    leaders = [unit for unit in ranked if unit.standing.rank == 1]
    if len(leaders) > 1:
        names = ", ".join(unit.member.short_name for unit in leaders)
        lead = format_html("{} cùng đứng đầu với {} điểm.", names, points)
    elif len(ranked) == 1:
        lead = format_html("{} đứng đầu với {} điểm.", first.member.short_name, points)
    else:
        lead = format_html(
            "{} đứng đầu với {} điểm{}", first.member.short_name, points, _ahead(ranked, places)
        )
    return format_html("{} {}", lead, _ties(ranked, len(order)))


def _ahead(ranked: list[UnitResult], places: int) -> str:
    gap = (ranked[0].score.final or Decimal(0)) - (ranked[1].score.final or Decimal(0))
    if gap == 0:
        return f", bằng điểm hạng hai, đứng trên nhờ {ranked[1].standing.separated_by}."
    return f", hơn hạng hai {number(gap, places)} điểm."


def _ties(ranked: list[UnitResult], members: int) -> str:
    shared = sum(unit.standing.shared for unit in ranked)
    text = f"{shared} đơn vị đồng hạng." if shared else "Không có đồng hạng."
    left = members - len(ranked)
    return f"{text} {left} đơn vị chưa được xếp hạng." if left else text


def why_not_final(results: YearResults, unit: UnitResult) -> str:
    """Why a unit has no final score or no rank; empty when it has both."""
    if unit.standing.barred:
        return "không xếp hạng"
    score = unit.score
    if NoFinal.PEER_BLOCKED in score.no_final and score.peer is not None:
        names = ", ".join(results.units[code].member.short_name for code in score.peer.missing)
        return f"thiếu phiếu chấm chéo của {names}"
    if score.lacking:
        return f"chưa có điểm {', '.join(level.label.lower() for level in score.lacking)}"
    return ""


def combining_sentence(rules: ScoringRules) -> str:
    """How levels become the final score and how equals are told apart, in plain words."""
    if rules.combining is Combining.LAST:
        text = f"Tổng điểm lấy theo cấp chấm cuối ({rules.levels[-1].label.lower()})"
    elif rules.combining is Combining.PEER:
        text = "Tổng điểm lấy theo điểm chấm chéo"
    else:
        shares = ", ".join(
            f"{level.label.lower()} {trimmed(weight)}%"
            for level, weight in rules.weights.items()
            if weight > 0
        )
        text = f"Tổng điểm = {shares}"
    if rules.extras_source is not ExtrasSource.COMBINED:
        text += f"; điểm thưởng, điểm trừ lấy theo {rules.extras_source.label.lower()}"
    if Level.PEER in rules.levels:
        text += f". {peer_sentence(rules)}"
    keys = " → ".join(rules.tie_keys)
    text += f". Bằng điểm thì xét lần lượt: {keys}" if keys else ". Bằng điểm thì đồng hạng"
    numbering = "1-1-3" if rules.numbering is RankNumbering.SKIP else "1-1-2"
    places = f"làm tròn {rules.decimals} chữ số thập phân" if rules.decimals else "làm tròn đến số nguyên"
    return f"{text}; đồng hạng đánh số {numbering}; {places}, nửa đơn vị trở lên thì làm tròn lên."


def peer_sentence(rules: ScoringRules) -> str:
    """How peer sheets become one value, and what a missing one does."""
    method = {
        PeerAverage.MEAN: "trung bình cộng",
        PeerAverage.TRIMMED: f"trung bình sau khi bỏ {rules.trim} phiếu cao nhất và {rules.trim} phiếu thấp nhất",
        PeerAverage.MEDIAN: "trung vị",
    }[rules.peer_average]
    over = "từng tiêu chí" if rules.aggregation is Aggregation.LEAF else "tổng điểm các phiếu"
    missing = {
        MissingPeer.IGNORE: "phiếu thiếu thì bỏ qua",
        MissingPeer.ZERO: "phiếu thiếu tính 0 điểm",
        MissingPeer.USE_SELF: "phiếu thiếu thì lấy điểm tự chấm",
        MissingPeer.BLOCK: "còn thiếu phiếu thì chưa có tổng điểm",
    }[rules.missing_peer]
    return f"Điểm chấm chéo là {method} theo {over}; {missing}"
