"""The versions of the results: proposals are the secretariat's and the board's, what is approved is everybody's."""

from typing import Any

from awards.actions.publishing import publish_results, withdraw_results
from awards.actions.result_versions import mark_of, propose_version
from awards.models import ResultVersion
from blocs.models import BlocYear, SeatKind
from tests.builders import person, seat
from tests.permission_rows import Row
from tests.permission_rows.awards import OF_THE_YEAR, ONLY_READ, READERS, scored


def approved(stage: Any) -> dict[str, Any]:
    """Version 1, with its papers."""
    year = stage.year
    scored(stage)
    fresh = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    publish_results(actor=stage.cast["secretary"], year=fresh)
    return {"number": 1}


def with_paper(stage: Any) -> dict[str, Any]:
    approved(stage)
    version = ResultVersion.objects.get()
    return {"number": 1, "code": version.papers.all()[0].code}


def corrected(stage: Any) -> None:
    approved(stage)
    withdraw_results(actor=stage.cast["secretary"], year=stage.year, reason="Chấm lại một đơn vị")


def proposed(stage: Any) -> ResultVersion:
    """Version 2 proposed by a second person of the secretariat."""
    corrected(stage)
    other = person("thu-ky-hai")
    seat(other, SeatKind.SECRETARIAT, bloc=stage.year.bloc)
    return propose_version(actor=other, year=stage.year, reason="Chấm lại một đơn vị")


def open_correction(stage: Any) -> dict[str, Any]:
    corrected(stage)
    return {}


def waiting(stage: Any) -> dict[str, Any]:
    return {"pk": proposed(stage).pk}


def approval(stage: Any) -> dict[str, Any]:
    version = proposed(stage)
    return {"proposal": version.pk, "shown": mark_of(version)}


REASON = {"reason": "Chấm lại một đơn vị"}
ROWS = [
    Row("results-versions", get={200: READERS}),
    Row("results-versions", get={200: OF_THE_YEAR}, published=True),
    Row("results-version", get={200: OF_THE_YEAR}, kwargs=approved),
    Row("results-version-check", get={200: OF_THE_YEAR}, kwargs=approved),
    Row("results-version-paper", get={200: OF_THE_YEAR}, kwargs=with_paper),
    Row("results-version-record", get={200: READERS}, kwargs=approved),
    Row(
        "results-propose",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=open_correction,
        data=REASON,
    ),
    Row(
        "results-proposal",
        get={200: READERS},
        post={302: "secretary board board_all", 403: "secretary_former"},
        data=approval,
    ),
    Row(
        "results-proposal-withdraw",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=waiting,
    ),
]
