"""What may be done with score sheets, for the table "who may do what"."""

from blocs import rules
from blocs.deeds import DeedGroup
from blocs.terms import Level
from scoring.rules import keeps_sheets

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
                "Nhập, nộp, mở lại phiếu thẩm định",
                lambda user, scene: keeps_sheets(user, scene.year, Level.APPRAISAL),
            ),
        ),
    ),
)
