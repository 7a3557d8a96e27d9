"""The chain over what units did, and the workflow under random acts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocs.actions.pledge_answers import answer, withdraw
from blocs.actions.pledge_texts import lock_text, unlock_text
from blocs.models import BlocYear, PledgeAct, PledgeSignature
from blocs.pledge_chain import chain_faults
from blocs.pledge_queries import texts_of, unit_lines
from blocs.refusals import Refused
from blocs.terms import PledgeDeed, PledgeState
from tests.blocs.pledge_scenes import Scene, quick_press, scene

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]


@pytest.fixture(autouse=True)
def press(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_press(monkeypatch)


@pytest.fixture
def here() -> Scene:
    made = scene()
    made.open()
    made.confirm("A")
    made.on_paper("B")
    made.confirm("C")
    return made


@pytest.mark.parametrize(
    "change",
    [
        {"signer": "Ai khác"},
        {"signed_on": date(2020, 2, 2)},
        {"deed": PledgeDeed.DECLINED},
        {"way": "digital"},
        {"reason": "Thêm"},
        {"evidence": {}},
        {"entered_for": False},
        {"by": None},
        {"hash": "f" * 64},
        {"previous_hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_act_is_found(here: Scene, change: dict[str, Any], capsys: Any) -> None:
    assert not list(chain_faults())
    second = PledgeAct.objects.order_by("pk")[1]
    PledgeAct.objects.filter(pk=second.pk).update(**change)
    (fault,) = chain_faults(here.fresh())
    assert fault.number == 2
    with pytest.raises(SystemExit):
        call_command("verify_journal")
    assert "Giao ước Khối khoi-thu năm 2020, việc thứ 2" in capsys.readouterr().out


def test_a_moment_moved_is_found(here: Scene) -> None:
    act = PledgeAct.objects.order_by("pk")[0]
    PledgeAct.objects.filter(pk=act.pk).update(at=act.at + timedelta(seconds=1))
    assert [fault.number for fault in chain_faults()] == [1]


def test_an_act_taken_out_of_the_middle_is_found(here: Scene) -> None:
    second = PledgeAct.objects.order_by("pk")[1]
    PledgeSignature.objects.filter(act=second).update(act=None)
    second.delete()
    assert [fault.number for fault in chain_faults()] == [2]


def test_each_year_has_a_chain_of_its_own(here: Scene) -> None:
    other = scene_of_next_year(here)
    other.open()
    other.confirm("A")
    assert PledgeAct.objects.order_by("-pk")[0].previous_hash == "0" * 64
    assert not list(chain_faults())


def scene_of_next_year(here: Scene) -> Scene:
    from tests.builders import bloc_year

    return Scene(bloc_year(year=2021), here.secretary, here.heads)


CODES = "ABC"
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "confirm",
                "confirm",
                "paper",
                "withdraw",
                "decline",
                "ask",
                "new text",
                "lock",
                "unlock",
                "stale",
            ]
        ),
        st.sampled_from(CODES),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=ACTS)
def test_whatever_happens_a_unit_has_one_signature_on_the_text_in_force(acts: list[tuple[str, str]]) -> None:
    from django.db import transaction

    point = transaction.savepoint()
    try:
        here = scene()
        here.open()
        expected: dict[str, str] = {}
        for name, code in acts:
            expected = _after(here, name, code, expected)
            assert here.signed() == expected
            assert _faults(here, expected) == []
    finally:
        transaction.savepoint_rollback(point)


def _after(here: Scene, name: str, code: str, expected: dict[str, str]) -> dict[str, str]:
    """What has to be signed after the act, from a plain model of the rules."""
    text, secretary = here.text, here.secretary
    is_open = text.state == PledgeState.OPEN
    args: dict[str, Any] = {
        "actor": here.heads[code], "year": here.fresh(), "unit": here.member(code).pk, "shown": text.fingerprint,
    }  # fmt: skip
    try:
        match name:
            case "confirm":
                here.confirm(code)
            case "paper":
                here.on_paper(code)
            case "withdraw":
                withdraw(**args)
            case "decline":
                answer(**args, deed=PledgeDeed.DECLINED, reason="Không")
            case "ask":
                answer(**args, deed=PledgeDeed.CHANGE_ASKED, reason="Sửa")
            case "new text":
                here.open(reason="Sửa")
            case "lock":
                lock_text(actor=secretary, year=here.fresh(), shown=text.fingerprint)
            case "unlock":
                unlock_text(actor=secretary, year=here.fresh(), shown=text.fingerprint, reason="Mở")
            case "stale":
                here.confirm(code, shown="0" * 64)
    except Refused:
        pass
    if name == "new text":
        return {}
    if not is_open:
        return expected
    if name in ("confirm", "paper"):
        return {code: "confirmed" if name == "confirm" else "paper"} | expected
    if name == "withdraw":
        return {other: way for other, way in expected.items() if other != code}
    return expected


def _faults(here: Scene, expected: dict[str, str]) -> list[str]:
    """What stands otherwise than the signatures say: the lines shown, the text the acts belong to, the chain."""
    year: BlocYear = here.fresh()
    text = texts_of(year).in_force
    if text is None:
        return ["no text in force"]
    shown = [line for line in unit_lines(year, text) if line.is_signed != (line.member.code in expected)]
    standing = PledgeSignature.objects.filter(act__isnull=False).select_related("act")
    elsewhere = [row for row in standing if row.act is None or row.act.text_id != text.pk]
    return [str(fault) for fault in (*shown, *elsewhere, *chain_faults(year))]
