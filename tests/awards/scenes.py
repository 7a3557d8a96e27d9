"""What the tests of results share: scores typed in a line, people signed in, imported examples."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from awards.actions.votes import Ballots, record_vote, vote_state
from awards.models import Award
from awards.results import YearResults, results_json, year_results
from blocs.editing import fingerprint
from blocs.fields import new_revision
from blocs.models import BlocYear, JournalEntry, Phase, PhaseKind, User
from blocs.terms import Level, SheetState
from scoring.models import CriterionVersion, Score, ScoreSource, Sheet
from tests.builders import bloc_year, secretary


def fresh(year: BlocYear) -> BlocYear:
    """The year as the next request reads it: nothing remembered."""
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def results_of(year: BlocYear) -> YearResults:
    return year_results(fresh(year))


def units_json(year: BlocYear) -> dict[str, dict[str, Any]]:
    return {unit["code"]: unit for unit in results_json(results_of(year))["units"]}


def score(
    year: BlocYear,
    level: Level,
    scored: str,
    given: Mapping[str, str],
    *,
    scorer: str | None = None,
    state: SheetState = SheetState.HANDED_IN,
    by: User | None = None,
    reason: str = "",
) -> Sheet:
    """A sheet with these points by criterion code, handed in unless told."""
    sheet = Sheet.objects.get(year=year, level=level, scored__code=scored, scorer__code=scorer)
    Sheet.objects.filter(pk=sheet.pk).update(state=state, revision=new_revision())
    criteria = dict(CriterionVersion.objects.filter(rules=year.rules).values_list("code", "criterion_id"))
    Score.objects.filter(sheet=sheet).delete()
    Score.objects.bulk_create(
        Score(
            sheet=sheet,
            criterion_id=criteria[code],
            points=Decimal(points),
            source=ScoreSource.OWN if by else ScoreSource.WORKBOOK,
            entered_by=by,
            reason=reason,
        )
        for code, points in given.items()
    )
    return sheet


def appraised_year(totals: Mapping[str, Mapping[str, str]], **rules: Any) -> BlocYear:
    """A year whose final scores are its appraisal's; `totals`: unit code -> points by criterion code."""
    year = bloc_year(units=len(totals), **rules)
    for unit, given in totals.items():
        score(year, Level.APPRAISAL, unit, given)
    return fresh(year)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def as_secretary(year: BlocYear) -> Client:
    user = User.objects.filter(username="thu-ky").first() or secretary(year)
    return signed_in(user)


def url(year: BlocYear, name: str, **more: Any) -> str:
    return reverse(name, kwargs={"bloc": year.bloc.code, "year": year.year, **more})


def window(year: BlocYear, kind: PhaseKind, **bounds: Any) -> None:
    """Open or close a phase: opens_at, closes_at."""
    Phase.objects.filter(year=year, kind=kind).update(**bounds)


def last_entry() -> dict[str, Any]:
    """The newest entry of the journal."""
    entry = JournalEntry.objects.latest("pk")
    found: dict[str, Any] = json.loads(entry.text)
    return found


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The words of the page's main part, one space between them."""
    answer = client.get(address)
    assert answer.status_code == status, address
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(strip_tags(re.sub(r"<(?!/)", " <", main)).replace("&amp;", "&").split())


def content(first: str, second: str, third: str, **more: str) -> dict[str, str]:
    return {"I.1": first, "I.2": second, "II": third} | {
        code.replace("_", "."): value for code, value in more.items()
    }


def award(code: str = "FLAG_PROV") -> Award:
    return Award.objects.get(code=code)


def publish(year: BlocYear, actor: User) -> None:
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=actor
    )


def ballots(**changes: int) -> Ballots:
    counts = {"called": 3, "present": 3, "issued": 3, "collected": 3, "valid": 2, "invalid": 1}
    return Ballots(**counts | changes)


def count_votes(actor: User, year: BlocYear) -> object:
    base = fingerprint(vote_state(year, award()))
    return record_vote(
        actor=actor, year=year, award=award(), ballots=ballots(), approvals={"A": 2}, base=base
    )
