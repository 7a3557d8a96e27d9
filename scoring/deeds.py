"""What may be done with score sheets, for the table "who may do what"."""

from blocs import rules
from blocs.deeds import DeedGroup
from blocs.terms import Level
from scoring.rules import hands_in_paper, keeps_sheets

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Phiếu chấm điểm",
        (
            ("Rút thăm, phân công chấm chéo", lambda user, scene: rules.can_set_up_year(user, scene.year)),
            ("Xem mọi phiếu chấm", lambda user, scene: rules.can_read_scores(user, scene.year)),
            (
                "Nhập, nộp, mở lại phiếu tự chấm, chấm chéo, khối chấm",
                lambda user, scene: keeps_sheets(user, scene.year, Level.PEER),
            ),
            (
                "Khóa, mở khóa phiếu; nhận phiếu và điểm đến muộn; nhập lần hai, đối chiếu",
                lambda user, scene: keeps_sheets(user, scene.year, Level.PEER),
            ),
            (
                "Giải thích điểm chênh lệch của phiếu đơn vị mình đã nộp",
                lambda user, scene: hands_in_paper(user, scene.year, Level.PEER, scene.member),
            ),
            (
                "Nhập, nộp, mở lại phiếu thẩm định",
                lambda user, scene: keeps_sheets(user, scene.year, Level.APPRAISAL),
            ),
        ),
    ),
)
