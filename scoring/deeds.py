"""What may be done with score sheets, for the table "who may do what"."""

from blocs import rules
from blocs.deeds import DeedGroup
from blocs.terms import Level
from scoring.rules import fills_paper, hands_in_paper, keeps_sheets

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Phiếu chấm điểm",
        (
            ("Rút thăm, phân công chấm chéo", lambda user, scene: rules.can_set_up_year(user, scene.year)),
            ("Xem mọi phiếu chấm", lambda user, scene: rules.can_read_scores(user, scene.year)),
            (
                "Xem phiếu của đơn vị mình, và phiếu của đơn vị khác theo quy tắc của năm",
                lambda user, scene: rules.can_open_sheets(user, scene.year),
            ),
            (
                "Nhập điểm vào phiếu tự chấm, phiếu chấm chéo của đơn vị mình (tổ thư ký: nhập thay)",
                lambda user, scene: fills_paper(user, scene.year, Level.PEER, scene.member),
            ),
            (
                "Nộp phiếu, ghi “không chấm” cho đơn vị mình (tổ thư ký: làm thay)",
                lambda user, scene: hands_in_paper(user, scene.year, Level.PEER, scene.member),
            ),
            (
                "Nhập, nộp phiếu khối chấm; mở lại phiếu đã nộp của mọi cấp",
                lambda user, scene: keeps_sheets(user, scene.year, Level.BLOC),
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
