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


class DrawWay(Term):
    """How who scores whom is found (domain handbook §4.4); the workbook's `PeerDraw` knows fewer words."""

    EVERYONE = "everyone", "Mọi đơn vị chấm nhau"
    RING = "ring", "Vòng tròn"
    PAIRS = "pairs", "Cặp đôi"
    RANDOM = "random", "Ngẫu nhiên"
    TEAMS = "teams", "Theo tổ"
    BY_HAND = "by_hand", "Phân công tay"
    NONE = "none", "Không chấm chéo"


class SheetsShown(Term):
    """From when a unit sees the sheets others have handed in (design §3)."""

    AFTER_OWN = "after_own", "Sau khi đơn vị đã nộp phiếu của mình"
    AFTER_CLOSING = "after_closing", "Sau khi hết hạn chấm"
    AFTER_PUBLISHING = "after_publishing", "Sau khi niêm yết kết quả"
    NEVER = "never", "Không"


class CriterionRule(Term):
    """How a criterion's points are found (domain handbook §4.3)."""

    MANUAL = "manual", "Người chấm tự xác định"
    BINARY = "binary", "Đạt hoặc không đạt"
    LADDER = "ladder", "Theo bậc"
    PROPORTIONAL = "proportional", "Theo tỷ lệ hoàn thành chỉ tiêu"
    DEDUCT_PER = "deduct_per", "Trừ theo số lần"
    BONUS_LIST = "bonus_list", "Danh mục điểm thưởng"
    PENALTY_LIST = "penalty_list", "Danh mục điểm trừ"
    APPRAISER_ONLY = "appraiser_only", "Chỉ cấp thẩm định chấm"


class LateState(Term):
    """What became of points that came after the window had closed."""

    WAITING = "waiting", "Chờ tổ thư ký quyết định"
    TAKEN = "taken", "Đã nhận"
    REFUSED = "refused", "Không nhận"


class ObjectionState(Term):
    OPEN = "open", "Chờ trả lời"
    ACCEPTED = "accepted", "Chấp nhận"
    REJECTED = "rejected", "Không chấp nhận"
    WITHDRAWN = "withdrawn", "Đơn vị đã rút"


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


class PledgeState(Term):
    """The state of a pledge's text: only a draft may be edited, only an open one signed."""

    DRAFT = "draft", "Đang soạn"
    OPEN = "open", "Đang ký"
    LOCKED = "locked", "Đã khóa"
    REPLACED = "replaced", "Đã thay bằng bản khác"


class PledgeDeed(Term):
    """What a unit did about a pledge's text; rows of it are only ever added."""

    SIGNED = "signed", "Ký"
    DECLINED = "declined", "Không ký"
    CHANGE_ASKED = "change_asked", "Đề nghị sửa"
    WITHDRAWN = "withdrawn", "Rút lại"
    RETURNED = "returned", "Tổ thư ký trả lại tệp ký số"
    VOIDED = "voided", "Hết hiệu lực do thay bản giao ước"


class Checkpoint(Term):
    """The two reviews of a year."""

    HALF_YEAR = "half_year", "Sơ kết 6 tháng"
    YEAR_END = "year_end", "Tổng kết năm"


class ReportState(Term):
    """The state of a unit's report at a checkpoint."""

    DRAFT = "draft", "Đang viết"
    HANDED_IN = "handed_in", "Đã gửi"


class RegistrationState(Term):
    """A registration counts from when it is sent until it is returned."""

    DRAFT = "draft", "Đang soạn"
    SENT = "sent", "Đã gửi"
    ACCEPTED = "accepted", "Khối đã nhận"
    RETURNED = "returned", "Trả lại"


class AwardLevel(Term):
    """Who stands behind an award (domain handbook §2.3)."""

    STATE = "state", "Nhà nước"
    PROVINCE = "province", "Tỉnh"
    MINISTRY = "ministry", "Bộ, ngành"
    CENTRAL_ASSOC = "central_assoc", "Trung ương Hội"
    VFF = "vff", "Mặt trận Tổ quốc"
    UNIT = "unit", "Đơn vị"
    OTHER = "other", "Khác"


class AwardKind(Term):
    TITLE = "title", "Danh hiệu thi đua"
    FORM = "form", "Hình thức khen thưởng"
    OTHER = "other", "Khác"


class MovementLevel(Term):
    """Who launched a movement; the field takes other words too."""

    NATION = "nation", "Toàn quốc"
    PROVINCE = "province", "Tỉnh"
    CENTRAL_ASSOC = "central_assoc", "Trung ương Hội"
    VFF = "vff", "Mặt trận Tổ quốc"
    BLOC = "bloc", "Khối"
    UNIT = "unit", "Đơn vị"


class MovementForm(Term):
    """Law 06/2022/QH15, article 16; drives are of the law before it."""

    REGULAR = "regular", "Thường xuyên"
    THEMATIC = "thematic", "Chuyên đề"
    DRIVE = "drive", "Theo đợt"


class Succession(Term):
    """How a unit came to lead the bloc."""

    ROTATION = "rotation", "Luân phiên"
    ELECTED = "elected", "Hội nghị khối bầu"
    ASSIGNED = "assigned", "Hội đồng TĐKT tỉnh chỉ định"
    DEPUTY = "deputy", "Phó khối năm trước kế nhiệm"


class HandOverState(Term):
    PREPARED = "prepared", "Đang chuẩn bị"
    DONE = "done", "Đã bàn giao"
    CANCELLED = "cancelled", "Đã hủy"


class UnitEventKind(Term):
    RENAME = "rename", "Đổi tên"
    MERGE = "merge", "Sáp nhập, hợp nhất"
    SPLIT = "split", "Chia tách"
    DISSOLVE = "dissolve", "Giải thể"
    MOVE = "move", "Chuyển khối"


class MidYearMerger(Term):
    """How a year scores units that merged in the middle of it."""

    SUCCESSOR = "successor", "Chỉ chấm đơn vị mới"
    SEPARATE = "separate", "Chấm riêng như chưa sáp nhập"
    EXEMPT = "exempt", "Không xếp hạng năm đó"


class NoticeChannel(Term):
    SITE = "site", "Trên trang"
    EMAIL = "email", "Thư điện tử"
    SLIP = "slip", "Phiếu giấy"
    LINK = "link", "Đường dẫn để nhắn"


class NoticeState(Term):
    """How far a notice is; SENDING that outlives its worker becomes UNKNOWN."""

    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    UNKNOWN = "unknown", "Không rõ"


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
