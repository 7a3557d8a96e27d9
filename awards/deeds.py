"""What may be done with registrations and the catalogue of titles, for the table "who may do what"."""

from awards.rules import (
    can_decide_registrations,
    can_draft_registration,
    can_edit_catalogue,
    can_send_registration,
)
from blocs.deeds import DeedGroup

DEEDS: tuple[DeedGroup, ...] = (
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
)
