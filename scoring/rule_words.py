"""The rules of a year in plain Vietnamese: each setting's value, and what they mean together."""

from collections.abc import Mapping

from blocs.terms import (
    FEWER_PENALTIES,
    MORE_BONUS,
    SECTION_KEY,
    VOTE_KEY,
    Combining,
    ExtrasSource,
    Level,
    MissingPeer,
    PeerAverage,
    RankNumbering,
)
from reports.paper.words import trimmed
from scoring.definitions import YearRules

# The names of contract §3, sheet `Khối`, by the field of YearRules.
SETTING_LABELS = {
    "scale": "Thang điểm",
    "decimals": "Số chữ số thập phân",
    "bonus_cap": "Điểm thưởng tối đa",
    "bonus_inside_scale": "Điểm thưởng trong thang",
    "total_cap": "Tổng điểm tối đa",
    "levels": "Các cấp chấm",
    "peer_draw": "Cách chấm chéo",
    "combining": "Cách tổng hợp",
    "peer_average": "Cách tính điểm chéo",
    "trim": "Số phiếu cắt mỗi đầu",
    "aggregation": "Mức tổng hợp",
    "weight_self": "Trọng số tự chấm",
    "weight_peer": "Trọng số chấm chéo",
    "weight_bloc": "Trọng số khối",
    "weight_appraisal": "Trọng số thẩm định",
    "extras_source": "Nguồn điểm thưởng, điểm trừ",
    "missing_peer": "Thiếu phiếu chéo",
    "tie_keys": "Phân định đồng hạng",
    "numbering": "Đánh số hạng",
    "merger": "Sáp nhập giữa năm",
}
LEVEL_WORDS = {
    Level.SELF: "tự chấm",
    Level.PEER: "chấm chéo",
    Level.BLOC: "khối chấm",
    Level.APPRAISAL: "thẩm định",
}


def settings_in_words(rules: YearRules) -> dict[str, str]:
    """Label -> value as the workbook writes it, for comparing and for the journal."""
    return {
        "Thang điểm": trimmed(rules.scale),
        "Số chữ số thập phân": str(rules.decimals),
        "Điểm thưởng tối đa": trimmed(rules.bonus_cap),
        "Điểm thưởng trong thang": "Có" if rules.bonus_inside_scale else "Không",
        "Tổng điểm tối đa": trimmed(rules.total_cap),
        "Các cấp chấm": "; ".join(level.label for level in rules.levels),
        "Cách chấm chéo": rules.peer_draw.label,
        "Cách tổng hợp": rules.combining.label,
        "Cách tính điểm chéo": rules.peer_average.label,
        "Số phiếu cắt mỗi đầu": str(rules.trim),
        "Mức tổng hợp": rules.aggregation.label,
        "Trọng số tự chấm": trimmed(rules.weight_self),
        "Trọng số chấm chéo": trimmed(rules.weight_peer),
        "Trọng số khối": trimmed(rules.weight_bloc),
        "Trọng số thẩm định": trimmed(rules.weight_appraisal),
        "Nguồn điểm thưởng, điểm trừ": rules.extras_source.label,
        "Thiếu phiếu chéo": rules.missing_peer.label,
        "Phân định đồng hạng": "; ".join(rules.tie_keys),
        "Đánh số hạng": rules.numbering.label,
        "Sáp nhập giữa năm": rules.merger.label,
    }


def rules_in_sentences(rules: YearRules, sections: Mapping[str, str], awards: Mapping[str, str]) -> list[str]:
    """What these rules do, in a few sentences a person checks at a glance.

    `sections`: code of a section -> its text; `awards`: award code -> name.
    """
    return [
        _scale_sentence(rules),
        _levels_sentence(rules),
        *([_peer_sentence(rules)] if Level.PEER in rules.levels else []),
        _final_sentence(rules),
        _tie_sentence(rules, sections, awards),
    ]


def _scale_sentence(rules: YearRules) -> str:
    scale = trimmed(rules.scale, thousands=True)
    if rules.bonus_cap is None:
        bonus = "điểm thưởng không giới hạn"
    elif rules.bonus_inside_scale:
        content = trimmed(rules.scale - rules.bonus_cap)
        bonus = f"gồm {content} điểm nội dung và {trimmed(rules.bonus_cap)} điểm thưởng"
    else:
        bonus = f"điểm thưởng cộng thêm tối đa {trimmed(rules.bonus_cap)}"
    cap = (
        f"; tổng điểm không quá {trimmed(rules.total_cap, thousands=True)}"
        if rules.total_cap is not None
        else ""
    )
    return f"Thang {scale} điểm, {bonus}{cap}."


def _levels_sentence(rules: YearRules) -> str:
    chain = " → ".join(LEVEL_WORDS[level] for level in rules.levels)
    return f"Mỗi đơn vị được chấm {len(rules.levels)} lần: {chain}."


def _peer_sentence(rules: YearRules) -> str:
    how = {
        PeerAverage.MEAN: "trung bình các phiếu",
        PeerAverage.TRIMMED: f"trung bình sau khi bỏ {rules.trim} phiếu cao nhất và {rules.trim} phiếu thấp nhất",
        PeerAverage.MEDIAN: "trung vị các phiếu",
    }[rules.peer_average]
    missing = {
        MissingPeer.IGNORE: "phiếu thiếu được bỏ qua",
        MissingPeer.ZERO: "mỗi phiếu thiếu tính 0 điểm",
        MissingPeer.USE_SELF: "phiếu thiếu lấy điểm tự chấm thay",
        MissingPeer.BLOCK: "còn thiếu phiếu thì đơn vị chưa có điểm cuối cùng",
    }[rules.missing_peer]
    return f"Điểm chấm chéo là {how}; {missing}."


def _final_sentence(rules: YearRules) -> str:
    if rules.combining is Combining.WEIGHTED:
        parts = [
            f"{trimmed(weight)}% {LEVEL_WORDS[level]}" for level, weight in rules.weights.items() if weight
        ]
        final = "Điểm cuối cùng = " + " + ".join(parts)
    else:
        level = Level.PEER if rules.combining is Combining.PEER else rules.levels[-1]
        final = f"Điểm cuối cùng là điểm {LEVEL_WORDS[level]}"
    if rules.extras_source is not ExtrasSource.COMBINED:
        final += f"; riêng điểm thưởng, điểm trừ lấy của cấp {rules.extras_source.label.lower()}"
    return f"{final}, làm tròn {rules.decimals} chữ số thập phân."


def _tie_sentence(rules: YearRules, sections: Mapping[str, str], awards: Mapping[str, str]) -> str:
    after = "1, 1, 3" if rules.numbering is RankNumbering.SKIP else "1, 1, 2"
    if not rules.tie_keys:
        return f"Bằng điểm thì đồng hạng, đánh số {after}."
    keys = ", rồi đến ".join(tie_key_words(key, sections, awards) for key in rules.tie_keys)
    return f"Bằng điểm thì xét {keys}; vẫn bằng thì đồng hạng, đánh số {after}."


def tie_key_words(key: str, sections: Mapping[str, str], awards: Mapping[str, str]) -> str:
    """ "điểm Mục I “…” cao hơn"."""
    level = Level.from_label(key)
    if level is not None:
        return f"điểm {LEVEL_WORDS[level]} cao hơn"
    word, _, code = key.partition(" ")
    if word == SECTION_KEY:
        text = sections.get(code, "")
        return f"điểm Mục {code} cao hơn" + (f" ({text})" if text else "")
    if word == VOTE_KEY:
        return f"nhiều phiếu đồng ý hơn cho {awards.get(code, code)}"
    return {FEWER_PENALTIES: "ít điểm trừ hơn", MORE_BONUS: "nhiều điểm thưởng hơn"}.get(key, key)
