"""What the pledge gives people to do: the secretariat's next act, answers of units, a substitute without the head's seat."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blocs import todo_offers
from blocs.actions.pledge_answers import answer, withdraw
from blocs.actions.pledge_substitutes import Delegation, name_substitute
from blocs.actions.pledge_texts import lock_text, start_text
from blocs.models import BlocYear, Notice, PledgeAct, SeatKind, Substitute, User
from blocs.terms import PledgeDeed
from blocs.todo import TodoItem, TodoState
from tests.blocs.pledge_scenes import Scene, again, enter, quick_press, scene
from tests.builders import person, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Scene:
    quick_press(monkeypatch)
    return scene()


def things(here: Scene, user: User) -> dict[str, TodoItem]:
    return {item.title: item for item in todo_offers.todo_items(again(user), here.fresh())}


def say(here: Scene, code: str, deed: PledgeDeed, actor: User | None = None) -> PledgeAct:
    return answer(
        actor=again(actor or here.heads[code]),
        year=here.fresh(),
        unit=here.member(code).pk,
        shown=here.text.fingerprint,
        deed=deed,
        reason="Điều 3 chưa rõ",
    )


def test_the_secretariat_is_led_from_writing_to_locking(here: Scene) -> None:
    assert things(here, here.secretary)["Soạn giao ước và mở ký"].url == here.url("pledge")
    start_text(actor=here.secretary, year=here.fresh())
    assert things(here, here.secretary)["Mở ký giao ước"].url == here.url("pledge-open")
    here.fresh().pledge_texts.all().delete()
    here.open()
    gather = things(here, here.secretary)["Lấy chữ ký giao ước"]
    assert (gather.detail, gather.state) == ("0/3 đơn vị đã ký.", TodoState.OPEN)
    here.on_paper("A", "B", "C")
    lock = things(here, here.secretary)["Khóa giao ước đã ký đủ"]
    assert (lock.url, lock.state) == (here.url("pledge-lock"), TodoState.OPEN)
    lock_text(actor=here.secretary, year=here.fresh(), shown=here.text.fingerprint)
    assert things(here, here.secretary)["Lấy chữ ký giao ước"].state is TodoState.DONE


def test_an_answer_reaches_the_secretariat_and_leaves_with_the_signature(here: Scene) -> None:
    here.open()
    Notice.objects.all().delete()
    say(here, "B", PledgeDeed.CHANGE_ASKED)
    told = Notice.objects.get()
    assert told.recipient == here.secretary
    assert told.title == "B đề nghị sửa giao ước năm 2020"
    assert "Điều 3 chưa rõ" in told.text
    title = "Trả lời ý kiến của đơn vị về giao ước"
    assert things(here, here.secretary)[title].url == here.url("pledge-unit", unit="B")
    assert title not in things(here, here.heads["B"])
    say(here, "B", PledgeDeed.CHANGE_ASKED)  # sent again: neither told twice
    assert Notice.objects.count() == 1
    say(here, "C", PledgeDeed.DECLINED)
    both = things(here, here.secretary)[title]
    assert both.detail.startswith("B đề nghị sửa; C không ký.")
    assert both.url == here.url("pledge")
    here.confirm("B")
    here.confirm("C")
    assert title not in things(here, here.secretary)
    withdraw(
        actor=again(here.heads["B"]),
        year=here.fresh(),
        unit=here.member("B").pk,
        shown=here.text.fingerprint,
    )
    assert title not in things(here, here.secretary)


def test_who_enters_an_answer_and_a_practice_copy_tell_nobody(here: Scene) -> None:
    here.open()
    other = person("thu-ky-hai")
    seat(other, SeatKind.SECRETARIAT, bloc=here.year.bloc)
    gone = person("thu-ky-cu")
    seat(gone, SeatKind.SECRETARIAT, bloc=here.year.bloc, ends_on=timezone.localdate())
    Notice.objects.all().delete()
    say(here, "B", PledgeDeed.DECLINED, actor=here.secretary)
    assert [notice.recipient for notice in Notice.objects.all()] == [other]
    BlocYear.objects.filter(pk=here.year.pk).update(is_practice=True)
    say(here, "C", PledgeDeed.DECLINED)
    assert Notice.objects.count() == 1


def test_the_home_of_the_secretary_shows_the_answer(here: Scene, client: Client) -> None:
    here.open()
    say(here, "B", PledgeDeed.CHANGE_ASKED)
    shown = enter(client, here.secretary).get(here.url("year-home"))
    assert "B đề nghị sửa. Xem lý do" in shown.content.decode()
    assert shown.context["unread"] == 1


@pytest.mark.parametrize(
    ("starts", "ends", "signs"),
    [(0, None, True), (1, None, False), (-9, 0, False), (-9, 1, True)],
)
def test_a_substitute_signs_from_the_first_page_in_their_days(
    here: Scene, starts: int, ends: int | None, signs: bool
) -> None:
    here.open()
    officer = person("can-bo")
    seat(officer, SeatKind.OFFICER, unit=here.member("B").unit)
    title, today = "Ký giao ước thi đua", timezone.localdate()
    assert things(here, officer)[title].state is TodoState.WAITING
    name_substitute(
        actor=again(here.heads["B"]),
        year=here.fresh(),
        unit=here.member("B").pk,
        wanted=Delegation(again(officer), "Phó Chủ tịch", "Giấy ủy quyền 05/UQ", today),
    )
    Substitute.objects.update(
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )
    item = things(here, officer)[title]
    assert item.state is (TodoState.OPEN if signs else TodoState.WAITING)
    assert (item.url == here.url("pledge-sign", unit="B")) is signs
