"""The listed words of a bloc's year: one place for identifier, stored value and Vietnamese spelling.

Standard library only, so that the pure modules, the models, the forms and the workbook share it. The labels are
the values of the bloc-year workbook (contract §3), spelt as there; `from_label` reads them without regard to
case, accents and extra spaces.
"""

from enum import StrEnum
from typing import Self

from blocs.text import fold


class Term(StrEnum):
    """A stored value with the profession's word for it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(stored value, label) pairs for a model or form field."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def from_label(cls, text: str) -> Self | None:
        """The member spelt so, or None; case, accents and extra spaces do not matter."""
        wanted = fold(text)
        return next((member for member in cls if fold(member.label) == wanted), None)


class BlocKind(Term):
    KHOI = "khoi", "Khối"
    CUM = "cum", "Cụm"


class Role(Term):
    LEADER = "leader", "Trưởng khối"
    DEPUTY = "deputy", "Phó khối"
    MEMBER = "member", "Thành viên"


class Level(Term):
    """Who scores (cấp chấm)."""

    SELF = "self", "Tự chấm"
    PEER = "peer", "Chấm chéo"
    BLOC = "bloc", "Khối"
    APPRAISAL = "appraisal", "Thẩm định"


class PeerDraw(Term):
    """How cross-scoring assignments are drawn on the site (cách chấm chéo)."""

    ALL = "all", "Tất cả"
    RING = "ring", "Vòng tròn"
    PAIRS = "pairs", "Cặp đôi"
    ASSIGNED = "assigned", "Phân công"
    NONE = "none", "Không"


class Combining(Term):
    """How the levels become one score (cách tổng hợp)."""

    LAST = "last", "Cấp cuối"
    PEER = "peer", "Chấm chéo"
    WEIGHTED = "weighted", "Trọng số"


class PeerAverage(Term):
    """How peer sheets become one value (cách tính điểm chéo)."""

    MEAN = "mean", "Trung bình"
    TRIMMED = "trimmed", "Trung bình cắt"
    MEDIAN = "median", "Trung vị"


class Aggregation(Term):
    """What the peer average runs over (mức tổng hợp)."""

    TOTAL = "total", "Tổng điểm"
    LEAF = "leaf", "Từng tiêu chí"


class ExtrasSource(Term):
    """Where bonus and penalty points come from (nguồn điểm thưởng, điểm trừ)."""

    COMBINED = "combined", "Theo cách tổng hợp"
    BLOC = "bloc", "Khối"
    APPRAISAL = "appraisal", "Thẩm định"


class MissingPeer(Term):
    """What a missing peer sheet does (thiếu phiếu chéo)."""

    IGNORE = "ignore", "Bỏ qua"
    ZERO = "zero", "Tính 0"
    USE_SELF = "use_self", "Lấy điểm tự chấm"
    BLOCK = "block", "Chặn"


class RankNumbering(Term):
    """What follows a shared rank (đánh số hạng)."""

    SKIP = "1-1-3", "1-1-3"
    DENSE = "1-1-2", "1-1-2"


class CriterionGroup(Term):
    CONTENT = "content", "Nội dung"
    BONUS = "bonus", "Điểm thưởng"
    PENALTY = "penalty", "Điểm trừ"


class SheetState(Term):
    """The state of a score sheet; only a handed-in or locked one counts."""

    FILLING = "filling", "Đang nhập"
    HANDED_IN = "handed_in", "Đã nộp"
    RECUSED = "recused", "Không chấm"
    LOCKED = "locked", "Đã khóa"


class SigningWay(Term):
    PAPER = "paper", "Ký giấy"
    CONFIRMED = "confirmed", "Xác nhận điện tử"
    DIGITAL = "digital", "Ký số"


class QuotaKind(Term):
    COUNT = "count", "Số lượng"
    PERCENT = "percent", "Tỷ lệ"


class QuotaBase(Term):
    MEMBERS = "members", "Thành viên"
    REMAINING = "remaining", "Còn lại"
    RANKED = "ranked", "Được xếp hạng"


class Rounding(Term):
    DOWN = "down", "Xuống"
    NEAREST = "nearest", "Gần nhất"
    UP = "up", "Lên"


class ThresholdBase(Term):
    """What a vote's threshold is a share of (mẫu số)."""

    MEMBERS = "members", "Thành viên"
    PRESENT = "present", "Có mặt"
    VALID = "valid", "Hợp lệ"


class OrderBy(Term):
    RANK = "rank", "Hạng"
    APPROVALS = "approvals", "Phiếu"


class Effect(Term):
    """What a not-considered finding does (hệ quả)."""

    NOT_RANKED = "not_ranked", "Không xếp hạng"
    NO_AWARD = "no_award", "Không xét khen"
    NO_FLAG = "no_flag", "Không xét cờ"
    ON_HOLD = "on_hold", "Tạm dừng xét"


class AwardObject(Term):
    COLLECTIVE = "collective", "Tập thể"
    PERSON = "person", "Cá nhân"
    HOUSEHOLD = "household", "Hộ gia đình"


class Answer(Term):
    YES = "yes", "Có"
    NO = "no", "Không"


# The tie-break keys that are plain words; the others are a level's name, "Mục X" and "Phiếu AWARD".
FEWER_PENALTIES = "Ít điểm trừ"
MORE_BONUS = "Nhiều điểm thưởng"
SECTION_KEY = "Mục"
VOTE_KEY = "Phiếu"
# What `separated_by` says when no key decided.
SHARED_RANK = "Đồng hạng"
