"""Objections to approved results: units object, the secretariat answers, everybody of the year reads the answers."""

from typing import Any

from django.utils import timezone

from awards.models import Objection, ResultVersion
from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
OF_THE_YEAR = f"{READERS} admin head officer teller observer"


def approved(stage: Any) -> ResultVersion:
    by = stage.cast["secretary"]
    version, _ = ResultVersion.objects.get_or_create(
        year=stage.year,
        number=1,
        defaults={
            "rules": stage.year.current_rules,
            "inputs": {},
            "table": {},
            "proposed_by": by,
            "approved_by": by,
            "approved_at": timezone.now(),
        },
    )
    return version


def nothing_more(stage: Any) -> dict[str, Any]:
    approved(stage)
    return {}


def objection(stage: Any) -> dict[str, Any]:
    """An unanswered objection of the head's unit, B."""
    made = Objection.objects.create(
        version=approved(stage),
        membership=stage.year.members[1],
        text="Mục II chấm thiếu một văn bản",
        made_by=stage.cast["head"],
    )
    return {"pk": made.pk}


def said(stage: Any) -> dict[str, Any]:
    return {"unit": stage.year.members[1].pk, "text": "Mục II chấm thiếu một văn bản"}


ANSWER = {"accepted": "co", "answer": "Khối đã rà soát và bổ sung"}
ROWS = [
    Row("objections", get={200: READERS}),
    Row("objections", get={200: OF_THE_YEAR}, kwargs=nothing_more, published=True),
    Row("objection-new", get={403: READERS}, post={403: READERS}, data=said),
    Row(
        "objection-new",
        get={200: "secretary head", 403: OF_THE_YEAR},
        post={302: "secretary head", 403: OF_THE_YEAR},
        kwargs=nothing_more,
        data=said,
        published=True,
    ),
    Row(
        "objection-withdraw",
        get={200: "secretary head", 403: f"{READERS} officer"},
        post={302: "secretary head", 403: f"{READERS} officer"},
        kwargs=objection,
        published=True,
    ),
    Row(
        "objection-answer",
        get={200: "secretary", 403: f"{READERS} head officer"},
        post={302: "secretary", 403: f"{READERS} head officer"},
        kwargs=objection,
        data=ANSWER,
        published=True,
    ),
]
