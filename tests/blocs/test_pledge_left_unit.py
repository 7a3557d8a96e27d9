"""A unit that left the year in its middle: its pledge is over, and nobody waits for it."""

from datetime import date

import pytest
from django.test import Client

from blocs.actions.pledge_answers import withdraw
from blocs.models import Membership, Phase, PhaseKind
from blocs.refusals import Refused
from tests.blocs.pledge_scenes import Scene, again, enter, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Scene:
    return scene()


def leave(here: Scene, code: str) -> None:
    Membership.objects.filter(year=here.year, code=code).update(left_on=date(2020, 7, 1))


def test_it_signs_no_more_even_where_the_year_has_no_window(here: Scene, client: Client) -> None:
    here.open()
    Phase.objects.filter(year=here.year, kind=PhaseKind.PLEDGE).delete()
    leave(here, "B")
    with pytest.raises(Refused, match="thôi thuộc khối từ ngày 01/07/2020"):
        here.confirm("B")
    page = enter(client, here.heads["B"]).get(here.url("pledge-unit", unit="B"))
    assert page.status_code == 200
    assert "thôi thuộc khối từ ngày 01/07/2020" in page.content.decode()


def test_what_it_signed_stays(here: Scene) -> None:
    here.open()
    here.confirm("B")
    leave(here, "B")
    with pytest.raises(Refused, match="thôi thuộc khối"):
        withdraw(
            actor=again(here.heads["B"]),
            year=here.fresh(),
            unit=here.member("B").pk,
            shown=here.text.fingerprint,
        )
    assert here.signed() == {"B": "confirmed"}


def test_who_signs_after_it_does_not_wait_for_it(here: Scene) -> None:
    here.open(in_order=True)
    here.confirm("A")
    with pytest.raises(Refused, match="lần lượt"):
        here.confirm("C")
    leave(here, "B")
    assert here.confirm("C").is_new
