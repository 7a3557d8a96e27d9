"""Publishing the results to the units, and taking them back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.actions.publishing import publish_results, results_hash, withdraw_results
from awards.actions.rule_versions import cancel_version, start_version
from blocs.editing import Stale
from blocs.models import BlocYear, JournalEntry, SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Level
from blocs.todo import TodoState, todo_items
from tests.awards.scenes import (
    appraised_year,
    count_votes,
    fresh,
    last_entry,
    publish,
    results_of,
    score,
    signed_in,
    url,
)
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
    with pytest.raises(
        Refused, match="còn 3 phiếu tự chấm, 6 phiếu chấm chéo, 3 phiếu khối chấm, 3 phiếu thẩm định chưa nộp"
    ):
        publish_results(actor=actor, year=year)


def test_while_a_draft_of_the_rules_is_open_nothing_is_approved(ranked: BlocYear) -> None:
    actor = secretary(ranked)
    second = secretary(ranked, "thu-ky-hai")
    start_version(actor=actor, year=ranked, reason="Biên bản họp khối ngày 05/11/2020")
    with pytest.raises(Refused, match="Quy tắc phiên bản 2 đang soạn dở"):
        publish_results(actor=actor, year=fresh(ranked))
    client = signed_in(actor)
    draft = url(ranked, "rules-review")
    for name in ("results", "results-publish"):
        html = client.get(url(ranked, name)).content.decode()
        assert "Quy tắc phiên bản 2 đang soạn dở" in html
        assert f'href="{draft}"' in html
        assert "Duyệt và niêm yết kết quả</a>" not in html
        assert 'type="submit">Duyệt và niêm yết' not in html
    assert client.post(url(ranked, "results-publish"), {}).status_code == 409
    assert items(actor, ranked)["Duyệt và niêm yết kết quả"][0] is TodoState.WAITING
    # The board and the second secretary are not shown a way that is closed.
    assert "Duyệt và niêm yết kết quả</a>" not in client_html(second, ranked)
    cancel_version(actor=actor, year=fresh(ranked))
    assert publish_results(actor=actor, year=fresh(ranked))


def test_without_a_ranked_unit_the_page_says_what_is_missing_and_offers_nothing(year: BlocYear) -> None:
    actor = secretary(year, "thu-ky-hai")
    score(year, Level.SELF, "A", {"I.1": "10", "I.2": "10", "II": "10"})
    html = client_html(actor, year)
    assert "còn 2 phiếu tự chấm, 6 phiếu chấm chéo, 3 phiếu khối chấm, 3 phiếu thẩm định chưa nộp." in html
    assert f'href="{url(year, "sheets")}">Xem các phiếu' in html
    assert "btn-primary" not in html
    page = signed_in(actor).get(url(year, "results-publish")).content.decode()
    assert "chưa có đơn vị nào được xếp hạng" in page
    assert 'type="submit">Duyệt' not in page


def test_a_ranked_unit_is_enough_to_be_offered_the_main_button(ranked: BlocYear) -> None:
    html = client_html(secretary(ranked), ranked)
    assert 'btn btn-primary" href="' in html
    assert "Chưa duyệt được kết quả" not in html


def client_html(user: User, year: BlocYear) -> str:
    return str(signed_in(user).get(url(year, "results")).content.decode())


def items(user: User, year: BlocYear) -> dict[str, tuple[TodoState, str]]:
    return {item.title: (item.state, item.url) for item in todo_items(user, fresh(year))}


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
