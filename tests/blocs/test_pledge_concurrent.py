"""Real signers at once on a committed database: one signature, a friendly answer, an unbroken chain."""

import pytest

from blocs.actions.pledge_acting import StaleText
from blocs.actions.pledge_signing import Signed
from blocs.models import PledgeAct, PledgeText
from blocs.pledge_chain import chain_faults
from blocs.terms import PledgeState
from tests.blocs.pledge_scenes import Scene, quick_press, scene
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Scene:
    quick_press(monkeypatch)
    made = scene(units=5)
    made.open()
    return made


def test_two_devices_of_one_head_are_one_signature(here: Scene) -> None:
    answers: list[Signed] = at_once(*(lambda: here.confirm("B") for _ in range(4)))
    assert sorted(said.is_new for said in answers) == [False, False, False, True]
    assert {said.act.pk for said in answers if said.act} == {PledgeAct.objects.get().pk}
    assert here.signed() == {"B": "confirmed"}


def test_all_units_at_once_are_one_chain(here: Scene) -> None:
    at_once(*(lambda code=code: here.confirm(code) for code in "ABCDE"))
    assert len(here.signed()) == 5
    assert not list(chain_faults())


def test_the_head_confirms_while_the_secretary_records_paper(here: Scene) -> None:
    at_once(lambda: here.confirm("B"), lambda: here.on_paper("A", "B"))
    assert set(here.signed()) == {"A", "B"}
    assert PledgeAct.objects.filter(membership__code="B").count() == 1


def test_signing_while_a_new_text_is_opened(here: Scene) -> None:
    """Either the signature came first and is void, or it is told of the new text; it never stands on the old one."""
    old = here.text.fingerprint
    said, new = at_once(lambda: here.confirm("B", shown=old), lambda: here.open(reason="Sửa"))
    assert isinstance(new, PledgeText)
    assert isinstance(said, StaleText | Signed)
    assert here.signed() == {}
    assert PledgeText.objects.filter(state=PledgeState.OPEN).count() == 1
    assert not list(chain_faults())
