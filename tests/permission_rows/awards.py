"""Registrations, pledges, findings, votes, results: the secretariat records, the board reads, units see what is published."""

from typing import Any

from awards.actions.publishing import results_hash
from awards.models import Award, Finding, Vote
from awards.results import year_results
from blocs.editing import fingerprint
from blocs.fields import new_revision
from blocs.models import BlocYear
from blocs.terms import Effect, Level, SheetState
from scoring.models import Score, ScoreSource, Sheet
from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
ONLY_READ = "board board_all secretary_former"
NOT_READERS = "admin head officer teller observer"
OF_THE_YEAR = f"{READERS} {NOT_READERS}"
COUNTS = {"called": 3, "present": 3, "issued": 3, "collected": 3, "valid": 3, "invalid": 0}


def found(stage: Any) -> dict[str, Any]:
    finding = Finding.objects.create(
        membership=stage.year.members[0], effect=Effect.NO_FLAG, reason="Chậm báo cáo"
    )
    return {"pk": finding.pk}


def finding(stage: Any) -> dict[str, Any]:
    return {"unit": stage.year.members[0].pk, "effect": Effect.NO_FLAG.value, "reason": "Chậm báo cáo"}


def voted(stage: Any) -> dict[str, Any]:
    Vote.objects.create(year=stage.year, award=Award.objects.get(code="FLAG_PROV"), **COUNTS)
    return {"award": "FLAG_PROV"}


def scored(stage: Any) -> dict[str, Any]:
    """One unit with an appraisal: enough to be ranked, and to be published as it stands."""
    sheet = Sheet.objects.get(year=stage.year, level=Level.APPRAISAL, scored=stage.year.members[0])
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.HANDED_IN, revision=new_revision())
    leaf = stage.year.current_rules.criteria.get(code="I.1")
    Score.objects.get_or_create(  # there is one already where scores were planted
        sheet=sheet,
        criterion_id=leaf.criterion_id,
        entry=1,
        defaults={"points": 30, "source": ScoreSource.OWN},
    )
    fresh = BlocYear.objects.select_related("bloc", "rules").get(pk=stage.year.pk)
    return {"shown": results_hash(year_results(fresh))}


NO_REGISTRATIONS = {"base": fingerprint([])}
ROWS = [
    Row(
        "registrations",
        get={200: READERS, 302: NOT_READERS},
        post={302: "secretary", 403: ONLY_READ},
        data=NO_REGISTRATIONS,
    ),
    Row(
        "registrations",
        get={200: READERS, 302: NOT_READERS},
        post={409: "secretary", 403: ONLY_READ},
        data=NO_REGISTRATIONS,
        published=True,
    ),
    Row("pledges", get={200: READERS}, post={302: "secretary", 403: ONLY_READ}),
    Row("pledges", get={200: READERS}, post={409: "secretary", 403: ONLY_READ}, published=True),
    Row("findings", get={200: READERS}, post={302: "secretary", 403: ONLY_READ}, data=finding),
    Row(
        "findings", get={200: READERS}, post={409: "secretary", 403: ONLY_READ}, data=finding, published=True
    ),
    Row(
        "finding-withdraw",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=found,
        data={"reason": "Ghi nhầm đơn vị"},
    ),
    Row("votes", get={200: READERS}),
    Row(
        "votes-award",
        get={200: READERS},
        post={302: "secretary", 403: ONLY_READ},
        kwargs={"award": "FLAG_PROV"},
        data=COUNTS | {"base": fingerprint({})},
    ),
    Row(
        "votes-award",
        get={200: READERS},
        post={409: "secretary", 403: ONLY_READ},
        kwargs={"award": "FLAG_PROV"},
        data=COUNTS | {"base": fingerprint({})},
        published=True,
    ),
    Row(
        "votes-clear",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=voted,
        data={"reason": "Nhập nhầm danh hiệu"},
    ),
    Row("results", get={200: READERS}),
    Row("results", get={200: OF_THE_YEAR}, published=True),
    Row("results-why", get={200: READERS}, kwargs={"unit": "A"}),
    Row("results-why", get={200: OF_THE_YEAR}, kwargs={"unit": "A"}, published=True),
    Row("results-sheet", get={200: READERS}, kwargs={"unit": "A"}),
    Row("results-sheet", get={200: OF_THE_YEAR}, kwargs={"unit": "A"}, published=True),
    Row(
        "results-publish",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        data=scored,
    ),
    Row(
        "results-withdraw",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        data={"reason": "Chấm lại một đơn vị"},
        published=True,
    ),
]
