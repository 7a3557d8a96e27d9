"""What may be done with evidence, for the table "who may do what"."""

from blocs.deeds import DeedGroup
from scoring.evidence_rules import acts_for

DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Minh chứng cho tiêu chí",
        (
            (
                "Thêm, bỏ minh chứng của đơn vị mình khi đang tự chấm",
                lambda user, scene: acts_for(user, scene.year, scene.member),
            ),
        ),
    ),
)
