"""Approving results while others write: what is stored is what stands afterwards, and one approval is one version."""

import pytest

from awards.actions.publishing import publish_results
from awards.actions.result_versions import approve_version, mark_of
from awards.models import ResultPaper, ResultVersion
from awards.result_versions import check_version
from awards.results import results_json
from awards.snapshots import take_snapshot
from blocs.journal import Anchor
from blocs.models import JournalEntry, User
from blocs.terms import Level
from scoring.actions.sheets import hand_in
from tests.awards.result_scenes import proposed, second_secretary
from tests.awards.scenes import fresh, results_of
from tests.scoring.sheets import hall
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_cell_and_a_sheet_that_come_while_results_are_approved() -> None:
    """Either they came first and are in the version, or they are refused: nothing is stored beside it."""
    here = hall()
    first, second = here.sheet(Level.APPRAISAL, "A"), here.sheet(Level.APPRAISAL, "B")
    for sheet in (first, second):
        here.fill(sheet)
    hand_in(actor=again(here.secretary), **here.address, ids=[first.pk])
    entry = here.entry(second, "I.1", "39", base="40")
    published, *_others = at_once(
        lambda: publish_results(actor=again(here.secretary), year=fresh(here.year)),
        lambda: here.save(entry, actor=again(here.secretary)),
        lambda: hand_in(actor=again(here.secretary), **here.address, ids=[second.pk]),
    )
    assert isinstance(published, Anchor)
    version = ResultVersion.objects.get()
    assert version.table == results_json(results_of(here.year))
    (stored,) = [
        row for row in version.inputs["sheets"] if (row["level"], row["scored"]) == ("appraisal", "B")
    ]
    second.refresh_from_db()
    assert stored["state"] == second.state
    if stored["points"]:
        assert stored["points"]["I.1"] == str(here.stored(second)["I.1"])
    assert version.inputs == take_snapshot(fresh(here.year)).inputs
    assert check_version(version).is_good


def test_two_people_approve_at_once_and_one_of_them_does() -> None:
    year, _actor, version = proposed()
    other = second_secretary(year)
    shown = mark_of(version)

    def approve() -> object:
        return approve_version(actor=again(other), year=fresh(year), proposal=version.pk, shown=shown)

    answers = at_once(approve, approve, approve)
    assert sorted(type(answer).__name__ for answer in answers) == ["Anchor", "Refused", "Refused"]
    assert ResultVersion.objects.filter(approved_at__isnull=False).count() == 2
    assert ResultPaper.objects.filter(version=version).count() == 3
    assert JournalEntry.objects.filter(text__contains='"results.published"').count() == 2
