"""What the table "who may do what" says of the reviews' reports."""

from blocs import rules
from blocs.deeds import DeedGroup
from blocs.report_rules import can_see_report, drafts_report, sends_report

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Sơ kết, tổng kết",
        (
            (
                "Viết báo cáo của đơn vị",
                lambda user, scene: drafts_report(user, scene.year, scene.member),
            ),
            (
                "Gửi báo cáo của đơn vị, mở lại báo cáo đã gửi",
                lambda user, scene: sends_report(user, scene.year, scene.member),
            ),
            (
                "Đọc báo cáo của đơn vị",
                lambda user, scene: can_see_report(user, scene.year, scene.member),
            ),
            (
                "Soạn và ban hành báo cáo của khối",
                lambda user, scene: rules.can_run_year(user, scene.year),
            ),
        ),
    ),
)
