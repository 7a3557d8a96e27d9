"""What each phase of a year is about: what is done, by whom, with whom, and what comes of it (documents handbook §4.1)."""

from dataclasses import dataclass

from blocs.models import BlocYear, PhaseKind
from blocs.terms import BlocKind

_MEMBERS = "Các đơn vị thành viên"
_LEADER = "Trưởng khối"


@dataclass(frozen=True, slots=True)
class PhaseWork:
    """`what` is done, `who` leads, `along` takes part, `product` is what there is afterwards."""

    what: str
    who: str
    along: str
    product: str


_WORK = {
    PhaseKind.REGISTRATION: PhaseWork(
        "Đăng ký danh hiệu thi đua, hình thức khen thưởng",
        _MEMBERS,
        _LEADER,
        "Bản đăng ký của đơn vị; bảng tổng hợp đăng ký",
    ),
    PhaseKind.PLEDGE: PhaseWork(
        "Phát động, ký giao ước thi đua", _LEADER, _MEMBERS, "Bản giao ước thi đua đã ký"
    ),
    PhaseKind.HALF_YEAR: PhaseWork(
        "Báo cáo và họp sơ kết 6 tháng đầu năm", _LEADER, _MEMBERS, "Báo cáo sơ kết 6 tháng"
    ),
    PhaseKind.SELF_SCORING: PhaseWork(
        "Tự chấm điểm theo bảng tiêu chí", _MEMBERS, _LEADER, "Phiếu tự chấm điểm, minh chứng"
    ),
    PhaseKind.CROSS_SCORING: PhaseWork(
        "Kiểm tra, chấm điểm chéo", f"{_MEMBERS} theo phân công", _LEADER, "Phiếu chấm điểm chéo"
    ),
    PhaseKind.BLOC_SCORING: PhaseWork(
        "Khối chấm điểm, tổng hợp kết quả", _LEADER, "Phó khối, tổ thư ký", "Bảng tổng hợp điểm"
    ),
    PhaseKind.APPRAISAL: PhaseWork("Thẩm định điểm", "Cơ quan thường trực", _LEADER, "Kết quả thẩm định"),
    PhaseKind.CONFERENCE: PhaseWork(
        "Họp tổng kết năm, bình xét, suy tôn",
        _LEADER,
        _MEMBERS,
        "Báo cáo tổng kết; biên bản họp; biên bản kiểm phiếu",
    ),
    PhaseKind.OBJECTION: PhaseWork(
        "Đơn vị phản hồi kết quả, khối trả lời", _MEMBERS, _LEADER, "Phản hồi và trả lời"
    ),
    PhaseKind.SUBMISSION: PhaseWork(
        "Trình hồ sơ đề nghị khen thưởng", _LEADER, "Các đơn vị được đề nghị", "Tờ trình và hồ sơ kèm theo"
    ),
    PhaseKind.HAND_OVER: PhaseWork(
        "Bàn giao nhiệm vụ Trưởng khối, cờ luân lưu",
        _LEADER,
        "Trưởng khối năm sau",
        "Biên bản bàn giao",
    ),
}


def phase_work(year: BlocYear, kind: PhaseKind) -> PhaseWork:
    """In the words of this year: a cluster has a "Trưởng cụm"."""
    work = _WORK[kind]
    return PhaseWork(*(in_kind(year, text) for text in (work.what, work.who, work.along, work.product)))


def in_kind(year: BlocYear, text: str) -> str:
    """The text with the word for what this bloc is: khối, or cụm."""
    if year.kind != BlocKind.CUM:
        return text
    return text.replace("khối", "cụm").replace("Khối", "Cụm").replace("KHỐI", "CỤM")
