"""Publishing the results to the units, and taking them back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.actions.publishing import publish_results, results_hash, withdraw_results
from blocs.editing import Stale
from blocs.models import BlocYear, JournalEntry, SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Level
from tests.awards.scenes import appraised_year, count_votes, fresh, last_entry, publish, results_of, score
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def ranked() -> BlocYear:
    return appraised_year({"A": {"I.1": "40", "II": "40"}, "B": {"I.1": "30", "II": "30"}})


def test_publishing_keeps_the_hash_of_what_was_shown(ranked: BlocYear) -> None:
    actor = secretary(ranked)
    shown = results_hash(results_of(ranked))
    anchor = publish_results(actor=actor, year=ranked, shown=shown)
    assert anchor is not None
    found = fresh(ranked)
    assert (found.is_published, found.results_published_by) == (True, actor)
    assert (last_entry()["action"], last_entry()["new"]["sha256"]) == ("results.published", shown)
    # the same button pressed twice
    assert publish_results(actor=actor, year=ranked, shown=shown) is None
    assert JournalEntry.objects.count() == 1


def test_results_that_changed_since_they_were_shown_are_not_published(ranked: BlocYear) -> None:
    actor = secretary(ranked)
    shown = results_hash(results_of(ranked))
    score(ranked, Level.APPRAISAL, "B", {"I.1": "40", "II": "40"})
    with pytest.raises(Stale):
        publish_results(actor=actor, year=ranked, shown=shown)
    assert not fresh(ranked).is_published


def test_nothing_ranked_is_nothing_to_publish(year: BlocYear, actor: User) -> None:
    with pytest.raises(Refused, match="Chưa có đơn vị"):
        publish_results(actor=actor, year=year)


@pytest.mark.parametrize("kind", [SeatKind.BOARD, SeatKind.HEAD, SeatKind.ADMIN])
def test_only_the_secretariat_publishes_and_withdraws(kind: SeatKind, ranked: BlocYear) -> None:
    user = person("khac")
    seat(user, kind, **({"unit": ranked.members[0].unit} if kind is SeatKind.HEAD else {}))
    with pytest.raises(NotAllowed):
        publish_results(actor=user, year=ranked)
    publish(ranked, secretary(ranked))
    with pytest.raises(NotAllowed):
        withdraw_results(actor=user, year=fresh(ranked), reason="Chấm lại")


def test_withdrawing_results_needs_a_reason_and_opens_the_year_again(ranked: BlocYear) -> None:
    actor = secretary(ranked)
    publish_results(actor=actor, year=ranked)
    with pytest.raises(Invalid):
        withdraw_results(actor=actor, year=ranked, reason="")
    for _time in range(2):
        withdraw_results(actor=actor, year=ranked, reason="Chấm lại một đơn vị")
    found = fresh(ranked)
    assert (found.is_published, found.results_published_by) == (False, None)
    assert (JournalEntry.objects.count(), last_entry()["reason"]) == (2, "Chấm lại một đơn vị")
    count_votes(actor, found)


def test_who_published_and_when_belong_together_in_the_database(ranked: BlocYear) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BlocYear.objects.filter(pk=ranked.pk).update(results_published_at=timezone.now())
