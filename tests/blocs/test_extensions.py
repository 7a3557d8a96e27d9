"""A later closing time for one unit: to the minute, around midnight, by two secretaries, seen by everybody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blocs.actions.extensions import end_extension, extension_state, set_extension
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, Phase, PhaseExtension, PhaseKind, SeatKind, User
from blocs.refusals import Faults, Invalid, NotAllowed, Refused
from blocs.rules import is_open
from blocs.sentences import sentence
from blocs.todo import TodoState, phase_item
from blocs.year_phases import closes_for, extension_of
from scoring.rules import can_enter_scores
from tests.blocs.test_phases import MINUTE, at
from tests.blocs.test_year_home import again, enter
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db
PAGE = "/khoi/khoi-thu/2020/moc/gia-han/"
REASON = "Đơn vị tổ chức đại hội"
# A common closing at 23:59 of a day, and the unit's own at 23:59 of the next.
COMMON, LATER = at("31/03/2090 23:59"), at("01/04/2090 23:59")
NONE = fingerprint({})


@pytest.fixture
def year() -> BlocYear:
    made = bloc_year()
    set_window(made, PhaseKind.PLEDGE, COMMON)
    return again(made)


def set_window(
    year: BlocYear, kind: PhaseKind, closes: datetime | None, opens: datetime | None = None
) -> None:
    Phase.objects.filter(year=year, kind=kind).update(opens_at=opens, closes_at=closes)


def given(year: BlocYear, index: int = 1, closes_at: datetime = LATER, **more: Any) -> PhaseExtension:
    kind = more.pop("kind", PhaseKind.PLEDGE)
    phase = Phase.objects.get(year=year, kind=kind)
    return PhaseExtension.objects.create(
        phase=phase, membership=year.members[index], closes_at=closes_at, reason=more.pop("reason", REASON)
    )


def give(actor: User, year: BlocYear, **more: Any) -> PhaseExtension:
    wanted: dict[str, Any] = {
        "kind": PhaseKind.PLEDGE,
        "member": year.members[1].pk,
        "closes_at": LATER,
        "reason": REASON,
        "base": NONE,
    }
    return set_extension(actor=actor, year=year, **(wanted | more))


@pytest.mark.parametrize(
    ("moment", "for_all", "for_unit"),
    [
        (COMMON - MINUTE, True, True),
        (COMMON, False, True),
        (COMMON + MINUTE, False, True),  # midnight
        (at("01/04/2090 00:00") + MINUTE, False, True),
        (LATER - MINUTE, False, True),
        (LATER, False, False),
        (LATER + MINUTE, False, False),
    ],
)
def test_only_the_unit_goes_on_and_only_until_its_own_time(
    year: BlocYear, moment: datetime, for_all: bool, for_unit: bool
) -> None:
    given(year)
    here = again(year)
    _, unit, other = here.members
    assert is_open(here, PhaseKind.PLEDGE, at=moment) is for_all
    assert is_open(here, PhaseKind.PLEDGE, other, at=moment) is for_all
    assert is_open(here, PhaseKind.PLEDGE, unit, at=moment) is for_unit


def test_an_extension_opens_nothing_before_its_time(year: BlocYear) -> None:
    set_window(year, PhaseKind.PLEDGE, COMMON, opens=at("01/03/2090 00:00"))
    given(year)
    here = again(year)
    assert not is_open(here, PhaseKind.PLEDGE, here.members[1], at=at("28/02/2090 23:59"))


def test_an_extension_the_phase_has_overtaken_means_nothing(year: BlocYear) -> None:
    given(year)
    unit = year.members[1]
    for closes in (LATER + timedelta(days=1), None):
        set_window(year, PhaseKind.PLEDGE, closes)
        here = again(year)
        assert extension_of(here, PhaseKind.PLEDGE, unit) is None
        assert closes_for(here, PhaseKind.PLEDGE, unit) == closes
    assert is_open(here, PhaseKind.PLEDGE, unit, at=LATER + timedelta(days=400))


def test_scores_of_the_unit_are_still_taken_and_of_the_others_not(year: BlocYear) -> None:
    from blocs.terms import Level

    now = timezone.now()
    set_window(year, PhaseKind.SELF_SCORING, now - MINUTE)
    given(year, closes_at=now + MINUTE, kind=PhaseKind.SELF_SCORING)
    user, here = secretary(year), again(year)
    _, unit, other = here.members
    assert can_enter_scores(user, here, Level.SELF, unit)
    assert not can_enter_scores(user, here, Level.SELF, other)
    assert not can_enter_scores(user, here, Level.SELF, unit, at=now + 2 * MINUTE)


def test_the_matrix_calls_only_the_others_late(year: BlocYear, client: Client) -> None:
    now = timezone.now()
    for kind in (PhaseKind.SELF_SCORING, PhaseKind.CROSS_SCORING):
        set_window(year, kind, now - MINUTE)
        given(year, closes_at=now + timedelta(days=1), kind=kind)
    page = enter(client, secretary(year)).get("/khoi/khoi-thu/2020/phieu/")
    states = [[cell.state for cell in row.cells[:2]] for row in page.context["rows"]]
    assert states == [["late", "late"], ["none", "part"], ["late", "late"]]


def test_it_is_given_changed_and_taken_back_and_each_is_told(year: BlocYear) -> None:
    user = secretary(year)
    give(user, year)
    before = Phase.objects.get(year=year, kind=PhaseKind.PLEDGE).changed_at
    base = fingerprint(extension_state(again(year), PhaseKind.PLEDGE, year.members[1].pk))
    changed = give(user, year, closes_at=LATER + timedelta(days=1), base=base)
    assert PhaseExtension.objects.count() == 1
    end_extension(actor=user, year=year, extension=changed)
    assert not PhaseExtension.objects.exists()
    assert Phase.objects.get(year=year, kind=PhaseKind.PLEDGE).changed_at > before
    import json

    told = [sentence(json.loads(entry.text)) for entry in year.chain.entries.order_by("number")]
    assert told == [
        "đã gia hạn Giao ước cho B đến 23:59 01/04/2090",
        "đã sửa gia hạn Giao ước cho B",
        "đã thu hồi gia hạn Giao ước cho B",
    ]
    with pytest.raises(Refused, match="vừa được thu hồi"):
        end_extension(actor=user, year=year, extension=changed)


def test_sent_twice_it_is_given_once(year: BlocYear) -> None:
    user = secretary(year)
    assert give(user, year) == give(user, year)
    assert year.chain.entries.count() == 1


def test_two_secretaries_do_not_erase_each_other(year: BlocYear) -> None:
    give(secretary(year), year)
    other = secretary(year, "thu-ky-hai")
    with pytest.raises(Stale):
        give(other, year, closes_at=LATER + timedelta(days=3))
    assert PhaseExtension.objects.get().closes_at == LATER


@pytest.mark.parametrize("closes_at", [COMMON, COMMON - MINUTE, at("01/01/2020 00:00")])
def test_the_new_time_is_after_the_old(year: BlocYear, closes_at: datetime) -> None:
    with pytest.raises(Faults, match="phải sau hạn chung 23:59 31/03/2090"):
        give(secretary(year), year, closes_at=closes_at)


def test_a_time_that_is_past_helps_nobody(year: BlocYear) -> None:
    set_window(year, PhaseKind.PLEDGE, timezone.now() - timedelta(days=3))
    with pytest.raises(Faults, match="đã qua"):
        give(secretary(year), year, closes_at=timezone.now() - timedelta(days=1))


def test_what_cannot_be_extended_is_said(year: BlocYear) -> None:
    user = secretary(year)
    with pytest.raises(Faults, match="Hãy ghi lý do"):
        give(user, year, reason=" ok ")
    with pytest.raises(Invalid, match="chưa có lúc đóng"):
        give(user, year, kind=PhaseKind.REGISTRATION)
    set_window(year, PhaseKind.HAND_OVER, COMMON)
    with pytest.raises(Invalid, match="việc chung của khối"):
        give(user, again(year), kind=PhaseKind.HAND_OVER)
    with pytest.raises(Refused, match="không còn trong khối"):
        give(user, year, member=bloc_year("khoi-khac").members[0].pk)
    with pytest.raises(NotAllowed):
        give(person("nguoi-la"), year)
    BlocYear.objects.filter(pk=year.pk).update(results_published_at=timezone.now(), results_published_by=user)
    with pytest.raises(Refused, match="đã niêm yết"):
        give(user, year)


def test_the_units_card_has_its_own_date_and_why(year: BlocYear) -> None:
    given(year, reason="Đại hội nhiệm kỳ.")
    here = again(year)
    words: dict[str, Any] = {
        "order": 1,
        "title": "Ký",
        "detail": "Chưa ký.",
        "url": "/",
        "button": "Ký",
        "done": False,
    }
    item = phase_item(here, PhaseKind.PLEDGE, **words, unit=here.members[1])
    assert item.due == LATER
    assert item.detail == "Chưa ký. Hạn riêng của B: Đại hội nhiệm kỳ."
    assert phase_item(here, PhaseKind.PLEDGE, **words, unit=here.members[2]).due == COMMON
    set_window(year, PhaseKind.PLEDGE, timezone.now() - MINUTE)
    here = again(year)
    assert phase_item(here, PhaseKind.PLEDGE, **words).state is TodoState.OVER
    assert phase_item(here, PhaseKind.PLEDGE, **words, unit=here.members[1]).state is TodoState.OPEN


def test_given_on_the_page_and_seen_by_every_unit(year: BlocYear, client: Client) -> None:
    enter(client, secretary(year))
    sent = {
        "unit": str(year.members[1].pk),
        "phase": "pledge",
        "closes_at": "01/04/2090",
        "reason": REASON,
        "base": "",
    }
    wrong = client.post(PAGE, sent | {"closes_at": "31/03/2090 23:59"})
    assert wrong.status_code == 422
    assert "phải sau hạn chung" in wrong.content.decode()
    assert REASON in wrong.content.decode()
    assert client.post(PAGE, sent | {"closes_at": "1.4"}).status_code == 422
    assert client.post(PAGE, sent | {"unit": "999999"}).status_code == 422
    assert client.post(PAGE, sent).status_code == 302
    assert PhaseExtension.objects.get().closes_at == LATER
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[2].unit)
    page = enter(Client(), head).get("/khoi/khoi-thu/2020/lich/").content.decode()
    assert "Hạn riêng của B: Giao ước" in page
    assert REASON in page
    assert "is-own" not in page
    assert enter(Client(), head).get(PAGE).status_code == 404


def test_changed_on_its_page_and_a_stale_page_shows_what_stands(year: BlocYear, client: Client) -> None:
    extension = given(year)
    address = f"{PAGE}{extension.pk}/"
    form = enter(client, secretary(year)).get(address).context["form"]
    sent = {
        "closes_at": "05/04/2090",
        "reason": "Chờ xác nhận của Trung ương hội",
        "base": form.initial["base"],
    }
    PhaseExtension.objects.update(reason="Người khác vừa sửa")
    stale = client.post(address, sent)
    assert stale.status_code == 422
    assert "Hiện có: đến 23:59 01/04/2090, lý do: Người khác vừa sửa" in stale.content.decode()
    assert "Chờ xác nhận của Trung ương hội" in stale.content.decode()
    sent["base"] = stale.context["form"]["base"].value()
    assert client.post(address, sent).status_code == 302
    assert PhaseExtension.objects.get().reason == sent["reason"]
    assert client.post(f"{address}thu-hoi/").status_code == 302
    assert client.get(address).status_code == 404


def test_two_secretaries_on_the_windows(year: BlocYear, client: Client) -> None:
    address = "/khoi/khoi-thu/2020/moc/"
    form = enter(client, secretary(year)).get(address).context["form"]
    sent = {
        name: field.prepare_value(form.get_initial_for_field(field, name)) or ""
        for name, field in form.fields.items()
    }
    set_window(year, PhaseKind.PLEDGE, LATER)
    stale = client.post(address, sent | {"registration-closes": "28/02/2090"})
    assert stale.status_code == 422
    assert "Giao ước: đến 23:59 01/04/2090" in stale.content.decode()
    assert Phase.objects.get(year=year, kind=PhaseKind.PLEDGE).closes_at == LATER
    again_sent = sent | {"registration-closes": "28/02/2090", "base": stale.context["form"]["base"].value()}
    assert client.post(address, again_sent).status_code == 302
    assert Phase.objects.get(year=year, kind=PhaseKind.PLEDGE).closes_at == COMMON


def test_last_years_windows_are_offered_a_year_later(client: Client) -> None:
    last = bloc_year(year=2019)
    set_window(last, PhaseKind.PLEDGE, at("29/03/2019 17:00"), opens=at("01/03/2019 00:00"))
    year = bloc_year()
    copy = BlocYear.objects.create(bloc=year.bloc, year=2019, name="x", is_practice=True, rules=last.rules)
    Phase.objects.create(year=copy, kind=PhaseKind.PLEDGE, opens_at=at("05/05/2019 00:00"))
    page = enter(client, secretary(year)).get("/khoi/khoi-thu/2020/moc/?nam-truoc=co").content.decode()
    assert "01/03/2020" in page
    assert "29/03/2020 17:00" in page
    assert "05/05/2020" not in page
    assert not Phase.objects.filter(year=year, closes_at__isnull=False).exists()


def test_the_step_is_the_same_for_everybody(year: BlocYear) -> None:
    from blocs.context import steps_of

    now = timezone.now()
    set_window(year, PhaseKind.PLEDGE, now + timedelta(days=2), opens=now - timedelta(days=2))
    set_window(year, PhaseKind.REGISTRATION, now - timedelta(days=1))
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[2].unit)
    seen = {user: steps_of(user, again(year)) for user in (secretary(year), head)}
    staff, unit = ([(step.label, step.state) for step in steps] for steps in seen.values())
    assert staff == unit
    assert unit[:2] == [("Đăng ký", "done"), ("Giao ước", "now")]
    assert all("/" not in step.note.replace("/20", "").partition("đến")[0] for step in seen[head])
