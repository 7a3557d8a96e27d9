"""What may be done with whole-year files, for the table "who may do what"."""

from blocs import rules
from blocs.deeds import DeedGroup
from reports.rules import can_export, can_take_package

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Sổ Excel của năm",
        (
            ("Nhập cả năm từ sổ Excel", lambda user, scene: rules.can_create_year(user, scene.bloc)),
            (
                "Lập, làm lại, kết thúc bản luyện tập của năm",
                lambda user, scene: rules.can_run_year(user, scene.year),
            ),
            ("Tải sổ Excel và điểm dạng CSV", lambda user, scene: can_export(user, scene.year)),
            ("Tải gói hồ sơ của năm", lambda user, scene: can_take_package(user, scene.year)),
        ),
    ),
)
