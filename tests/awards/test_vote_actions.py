"""Counts of a paper vote: stored, replaced, never contradicting themselves; by action, form and database."""

import pytest
from django.db import IntegrityError, transaction

from awards.actions.votes import Ballots, clear_vote, record_vote, vote_state
from awards.forms import VoteForm
from awards.models import Vote, VoteResult
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, JournalEntry, User
from blocs.refusals import Invalid
from tests.awards.scenes import award, ballots, count_votes, last_entry
from tests.builders import bloc_year, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


def test_a_count_is_stored_and_replaced(year: BlocYear, actor: User) -> None:
    assert count_votes(actor, year) is True
    base = fingerprint(vote_state(year, award()))
    again = {"actor": actor, "year": year, "award": award(), "ballots": ballots(valid=3, invalid=0)}
    assert record_vote(**again, approvals={"A": 3, "C": 0}, base=base) is True
    assert vote_state(year, award()) == {
        "counts": {"called": 3, "present": 3, "issued": 3, "collected": 3, "valid": 3, "invalid": 0},
        "approvals": {"A": 3, "C": 0},
    }
    entry = last_entry()
    assert (entry["old"]["approvals"], entry["new"]["approvals"]) == ({"A": 2}, {"A": 3, "C": 0})


def test_a_count_sent_twice_and_a_stale_one(year: BlocYear, actor: User) -> None:
    sent = {"actor": actor, "year": year, "award": award(), "ballots": ballots(), "base": fingerprint({})}
    assert record_vote(**sent, approvals={"A": 2}) is True
    assert record_vote(**sent, approvals={"A": 2}) is False
    with pytest.raises(Stale):
        record_vote(**sent, approvals={"B": 1})
    assert vote_state(year, award())["approvals"] == {"A": 2}
    assert JournalEntry.objects.count() == 1


CONTRADICTIONS = [
    ({"valid": 3}, {}, "collected"),
    ({"collected": 4, "valid": 3}, {}, "collected"),
    ({"issued": 4}, {}, "issued"),
    ({"present": 4}, {}, "present"),
    ({}, {"B": 3}, "B"),
]


@pytest.mark.parametrize(("counts", "approvals", "place"), CONTRADICTIONS)
def test_a_contradiction_is_refused_by_the_action(
    counts: dict[str, int], approvals: dict[str, int], place: str, year: BlocYear, actor: User
) -> None:
    with pytest.raises(Invalid):
        record_vote(
            actor=actor,
            year=year,
            award=award(),
            ballots=ballots(**counts),
            approvals=approvals,
            base=fingerprint({}),
        )
    assert not Vote.objects.exists()


@pytest.mark.parametrize(("counts", "approvals", "place"), CONTRADICTIONS)
def test_a_contradiction_stands_at_its_field_in_the_form(
    counts: dict[str, int], approvals: dict[str, int], place: str, year: BlocYear
) -> None:
    fields = {member.code: VoteForm.unit_field(member) for member in year.members}
    data = {name: str(count) for name, count in ballots(**counts).as_dict().items()}
    data |= {fields[unit]: str(count) for unit, count in approvals.items()}
    form = VoteForm(data, year=year, stored={})
    assert not form.is_valid()
    assert list(form.errors) == [fields.get(place, place)]


@pytest.mark.parametrize(("counts", "approvals", "place"), CONTRADICTIONS)
def test_a_contradiction_is_refused_by_the_database(
    counts: dict[str, int], approvals: dict[str, int], place: str, year: BlocYear
) -> None:
    members = {member.code: member for member in year.members}

    def store() -> None:
        vote = Vote.objects.create(year=year, award=award(), **ballots(**counts).as_dict())
        for code, count in approvals.items():
            VoteResult.objects.create(vote=vote, membership=members[code], approvals=count)

    with pytest.raises(IntegrityError), transaction.atomic():
        store()


def test_counts_cannot_shrink_below_approvals_in_the_database(year: BlocYear) -> None:
    vote = Vote.objects.create(year=year, award=award(), **ballots().as_dict())
    result = VoteResult.objects.create(vote=vote, membership=year.members[0], approvals=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.filter(pk=vote.pk).update(valid=1, invalid=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        VoteResult.objects.filter(pk=result.pk).update(approvals=3)


def test_a_form_takes_whole_numbers_from_nought_to_what_can_be_stored(year: BlocYear) -> None:
    data = dict.fromkeys(Ballots.__slots__, "3") | {"invalid": "0"}
    for wrong in ("-1", "2,5", "ba", "99999999999999"):
        form = VoteForm(data | {"valid": wrong}, year=year, stored={})
        assert list(form.errors) == ["valid"]
    assert VoteForm(data, year=year, stored={}).is_valid()


def test_clearing_a_count_needs_a_reason_and_happens_once(year: BlocYear, actor: User) -> None:
    count_votes(actor, year)
    with pytest.raises(Invalid):
        clear_vote(actor=actor, year=year, award=award(), reason="")
    for _time in range(2):
        clear_vote(actor=actor, year=year, award=award(), reason="Nhập nhầm danh hiệu")
    assert vote_state(year, award()) == {}
    assert JournalEntry.objects.count() == 2
    assert last_entry()["old"]["approvals"] == {"A": 2}


def test_approvals_of_a_unit_that_is_not_in_the_year(year: BlocYear, actor: User) -> None:
    with pytest.raises(Invalid, match="không còn"):
        record_vote(
            actor=actor, year=year, award=award(), ballots=ballots(), approvals={"Z": 1}, base=fingerprint({})
        )
