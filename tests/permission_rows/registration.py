"""Units' registrations, the rules of registration, the catalogue of titles."""

from typing import Any

from awards.actions.unit_registrations import registrations_of, state_of
from awards.models import Award, Registration
from blocs.editing import fingerprint
from blocs.terms import RegistrationState
from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
ONLY_READ = "board board_all secretary_former"
UNIT = "head officer"
OF_THE_YEAR = f"{READERS} admin {UNIT} teller observer"
EDITORS = "admin board_all"


def registered(stage: Any, state: RegistrationState) -> Registration:
    return Registration.objects.create(
        membership=stage.year.members[1], award=Award.objects.get(code="FLAG_PROV"), state=state
    )


def drafted(stage: Any) -> dict[str, Any]:
    return {"pk": registered(stage, RegistrationState.DRAFT).pk}


def sent(stage: Any) -> dict[str, Any]:
    return {"pk": registered(stage, RegistrationState.SENT).pk}


def sent_by_unit(stage: Any) -> dict[str, Any]:
    registered(stage, RegistrationState.SENT)
    return {"unit": "B"}


def shown(stage: Any) -> dict[str, Any]:
    rows = registrations_of(stage.year.members[1])
    return {"base": fingerprint(state_of(rows)), "reason": "Thiếu căn cứ"}


def some_award(stage: Any) -> dict[str, Any]:
    return {"pk": Award.objects.get(code="FLAG_PROV").pk}


def unused_award(stage: Any) -> dict[str, Any]:
    return {"pk": Award.objects.create(code="MOI", name="Danh hiệu mới").pk}


ROWS = [
    Row("registration-summary", get={200: OF_THE_YEAR}),
    Row("registration-standings", get={200: READERS}),
    Row("registration-unit", get={200: f"{READERS} {UNIT}"}, kwargs={"unit": "B"}),
    Row("registration-unit", get={200: READERS}, kwargs={"unit": "A"}),
    Row("registration-file", get={200: f"{READERS} {UNIT}"}, kwargs={"unit": "B"}),
    Row(
        "registration-new",
        get={200: f"secretary {UNIT}", 403: ONLY_READ},
        post={422: f"secretary {UNIT}", 403: ONLY_READ},
        kwargs={"unit": "B"},
    ),
    Row(
        "registration-new",
        get={200: "secretary", 403: ONLY_READ},
        post={422: "secretary", 403: ONLY_READ},
        kwargs={"unit": "A"},
    ),
    Row(
        "registration-edit",
        get={200: f"secretary {UNIT}", 403: ONLY_READ},
        post={422: f"secretary {UNIT}", 403: ONLY_READ},
        kwargs=drafted,
    ),
    Row(
        "registration-remove",
        get={200: f"secretary {UNIT}", 403: ONLY_READ},
        post={302: f"secretary {UNIT}", 403: ONLY_READ},
        kwargs=drafted,
        data=shown,
    ),
    Row(
        "registration-send",
        post={302: "secretary head", 403: f"{ONLY_READ} officer"},
        kwargs={"unit": "B"},
    ),
    Row(
        "registration-take-back",
        post={302: "secretary head", 403: f"{ONLY_READ} officer"},
        kwargs=sent,
    ),
    Row(
        "registration-accept",
        post={302: "secretary", 403: f"{ONLY_READ} {UNIT}"},
        kwargs=sent_by_unit,
        data=shown,
    ),
    Row(
        "registration-accept",
        post={409: "secretary", 403: f"{ONLY_READ} {UNIT}"},
        kwargs=sent_by_unit,
        data=shown,
        published=True,
    ),
    Row(
        "registration-return",
        get={200: "secretary", 403: f"{ONLY_READ} {UNIT}"},
        post={302: "secretary", 403: f"{ONLY_READ} {UNIT}"},
        kwargs=sent_by_unit,
        data=shown,
    ),
    Row("award-rule-registration", get={200: "admin secretary"}, post={302: "admin secretary"}),
    Row("award-catalogue", get={200: "everyone"}, of_year=False),
    Row("award-catalogue-new", get={200: EDITORS}, post={422: EDITORS}, otherwise=403, of_year=False),
    Row(
        "award-catalogue-edit",
        get={200: EDITORS},
        post={422: EDITORS},
        otherwise=403,
        kwargs=some_award,
        of_year=False,
    ),
    Row(
        "award-catalogue-remove",
        get={200: EDITORS},
        post={302: EDITORS},
        otherwise=403,
        kwargs=unused_award,
        of_year=False,
    ),
]
