"""What may be done with movements and commendations, for the table "who may do what"."""

from awards.rules import can_write_commendation
from blocs import rules
from blocs.deeds import DeedGroup
from blocs.movement_rules import can_write_movement
from blocs.terms import MovementLevel

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Phong trào, khen thưởng",
        (
            (
                "Ghi, sửa, đánh giá mọi phong trào; sắp xếp, lấy từ năm trước",
                lambda user, scene: rules.can_run_year(user, scene.year),
            ),
            (
                "Ghi, sửa, đánh giá phong trào do đơn vị mình phát động",
                lambda user, scene: can_write_movement(
                    user, scene.year, MovementLevel.UNIT.label, [scene.member.pk]
                ),
            ),
            (
                "Ghi, sửa, nhập từ Excel khen thưởng của đơn vị mình",
                lambda user, scene: can_write_commendation(user, scene.year, scene.member),
            ),
        ),
    ),
)
