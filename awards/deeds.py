"""What may be done with registrations, the catalogue of titles, movements and commendations, for the table "who may do what"."""

from awards.rules import (
    can_approve_version,
    can_decide_registrations,
    can_draft_registration,
    can_edit_catalogue,
    can_publish,
    can_send_registration,
    can_write_commendation,
)
from blocs import rules
from blocs.deeds import DeedGroup
from blocs.movement_rules import can_write_movement
from blocs.terms import MovementLevel

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Kết quả",
        (
            (
                "Duyệt và niêm yết kết quả; mở đính chính, đề nghị phiên bản mới",
                lambda user, scene: can_publish(user, scene.year),
            ),
            (
                "Duyệt phiên bản đính chính (khác người đề nghị)",
                lambda user, scene: can_approve_version(user, scene.year),
            ),
            (
                "Xem các phiên bản kết quả đã duyệt, tính lại từ bản lưu",
                lambda user, scene: rules.can_see_approved_results(user, scene.published),
            ),
        ),
    ),
    DeedGroup(
        "Đăng ký danh hiệu",
        (
            (
                "Soạn đăng ký danh hiệu của đơn vị",
                lambda user, scene: can_draft_registration(user, scene.year, scene.member),
            ),
            (
                "Gửi, rút lại đăng ký của đơn vị",
                lambda user, scene: can_send_registration(user, scene.year, scene.member),
            ),
            (
                "Nhận, trả lại đăng ký của các đơn vị",
                lambda user, scene: can_decide_registrations(user, scene.year),
            ),
            ("Sửa danh mục danh hiệu", lambda user, scene: can_edit_catalogue(user)),
        ),
    ),
    DeedGroup(
        "Phiên bản quy tắc",
        (
            (
                "Soạn phiên bản quy tắc mới khi đã có điểm",
                lambda user, scene: rules.can_set_up_year(user, scene.year),
            ),
            (
                "Xác nhận phiên bản do người khác soạn",
                lambda user, scene: rules.can_confirm_rules(user, scene.year),
            ),
            (
                "Xem thử thứ hạng theo cách tính khác",
                lambda user, scene: rules.can_read_scores(user, scene.year),
            ),
        ),
    ),
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
