"""What may be done with targets, for the table "who may do what"."""

from blocs.deeds import DeedGroup
from blocs.rules import can_run_year
from blocs.target_rules import can_promise, can_report
from blocs.terms import Checkpoint

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Chỉ tiêu giao ước",
        (
            (
                "Ghi chỉ tiêu của đơn vị mình, trước khi mở ký giao ước",
                lambda user, scene: can_promise(user, scene.year, scene.member),
            ),
            (
                "Ghi kết quả 6 tháng, cả năm và minh chứng",
                lambda user, scene: can_report(user, scene.year, scene.member, Checkpoint.YEAR_END),
            ),
            ("Gắn chỉ tiêu với tiêu chí chấm điểm", lambda user, scene: can_run_year(user, scene.year)),
        ),
    ),
)
