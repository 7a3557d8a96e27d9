"""Who is reminded of what, when, and how often."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from awards.models import Award, Registration
from blocs.actions.notices import (
    hand_over,
    mark_read,
    queue_all_due,
    remind,
    remind_due,
    send_again,
    set_reminder_days,
)
from blocs.models import (
    BlocYear,
    JournalEntry,
    Membership,
    Notice,
    Phase,
    PhaseExtension,
    PhaseKind,
    PledgeSignature,
    SeatKind,
    UnitReport,
    User,
)
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Checkpoint, Level, NoticeChannel, NoticeState, ReportState, SheetState
from blocs.unfinished import unfinished
from scoring.models import Sheet
from tests.blocs.notices_stage import CLOSES, DUE, again, head, local, pledge_year
from tests.builders import person, seat, secretary

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def year() -> BlocYear:
    return pledge_year()


def sent(**which: Any) -> list[tuple[str, str]]:
    """(user name, channel), in the order they were made."""
    rows = Notice.objects.filter(**which).order_by("pk").select_related("recipient")
    return [(row.recipient.username if row.recipient else "", row.channel) for row in rows]


def names(year: BlocYear) -> dict[str, list[str]]:
    return {
        kind.value: [member.code for member in members] for kind, members in unfinished(again(year)).items()
    }


def test_who_has_what_left(year: BlocYear) -> None:
    everyone = ["A", "B", "C"]
    assert names(year) == {
        "registration": everyone,
        "pledge": everyone,
        "self_scoring": everyone,
        "cross_scoring": everyone,
    }
    a, b, c = year.members
    Registration.objects.create(membership=a, award=Award.objects.get(code="FLAG_GOV"))
    PledgeSignature.objects.create(membership=b, signed_on=DUE.date())
    PledgeSignature.objects.create(membership=c)
    UnitReport.objects.create(membership=a, checkpoint=Checkpoint.HALF_YEAR, state=ReportState.DRAFT)
    UnitReport.objects.create(membership=b, checkpoint=Checkpoint.HALF_YEAR, state=ReportState.HANDED_IN)
    UnitReport.objects.create(membership=c, checkpoint=Checkpoint.YEAR_END, state=ReportState.HANDED_IN)
    own = Sheet.objects.filter(year=year, level=Level.SELF)
    own.filter(scored=c).update(state=SheetState.LOCKED)
    peer = Sheet.objects.filter(year=year, level=Level.PEER)
    peer.filter(scorer=a).update(state=SheetState.HANDED_IN)
    first, *_ = peer.filter(scorer=b)
    Sheet.objects.filter(pk=first.pk).update(state=SheetState.HANDED_IN)
    peer.filter(scorer=c).update(state=SheetState.RECUSED)
    assert names(year) == {
        "registration": ["B", "C"],
        "pledge": ["A", "C"],
        "half_year": ["A", "C"],
        "self_scoring": ["A", "B"],
        "cross_scoring": ["B"],
    }
    Membership.objects.filter(pk=c.pk).update(left_on=DUE.date())
    assert names(year)["pledge"] == ["A"]


def test_by_themselves_to_those_with_work_left_once(year: BlocYear, settings: Any) -> None:
    settings.MAIL_SERVER_IS_SET = True
    head(year, 0)
    head(year, 1)
    head(year, 2, email=None)
    PledgeSignature.objects.create(membership=year.members[0], signed_on=DUE.date())
    assert queue_all_due(DUE - MINUTE) == 0
    assert queue_all_due(DUE) == 3
    assert sent() == [
        ("head-khoi-thu-1", "site"),
        ("head-khoi-thu-1", "email"),
        ("head-khoi-thu-2", "site"),
    ]
    assert [row.state for row in Notice.objects.order_by("pk")] == [
        NoticeState.SENT,
        NoticeState.WAITING,
        NoticeState.SENT,
    ]
    assert queue_all_due(DUE) == queue_all_due(DUE + timedelta(days=2)) == 0
    assert queue_all_due(local(2020, 3, 30)) == 3  # the day before, again
    assert queue_all_due(CLOSES - MINUTE) == queue_all_due(CLOSES) == 0
    entries = JournalEntry.objects.filter(text__contains='"notices.due"')
    assert entries.count() == 2


def test_a_machine_that_was_off_sends_the_nearest_only(year: BlocYear) -> None:
    head(year, 1)
    assert queue_all_due(CLOSES - timedelta(hours=1)) == 1
    assert queue_all_due(CLOSES - MINUTE) == 0


def test_a_unit_with_more_time_is_reminded_by_its_own_date(year: BlocYear) -> None:
    head(year, 1)
    head(year, 2)
    phase = Phase.objects.get(year=year, kind=PhaseKind.PLEDGE)
    PhaseExtension.objects.create(
        phase=phase, membership=year.members[1], closes_at=CLOSES + timedelta(days=20), reason="Lũ lụt"
    )
    assert queue_all_due(DUE) == 1
    assert sent() == [("head-khoi-thu-2", "site")]
    assert queue_all_due(CLOSES + timedelta(days=1)) == 0
    assert queue_all_due(local(2020, 4, 13)) == 1
    assert sent(membership=year.members[1]) == [("head-khoi-thu-1", "site")]
    assert "23:59 20/04/2020 (còn 7 ngày)" in Notice.objects.get(membership=year.members[1]).text


def test_a_window_that_was_moved_reminds_of_the_new_date(year: BlocYear) -> None:
    head(year, 1)
    assert queue_all_due(DUE) == 1
    Phase.objects.filter(year=year, kind=PhaseKind.PLEDGE).update(closes_at=CLOSES - timedelta(hours=6))
    assert queue_all_due(DUE) == 0  # the same day at another hour is no new date
    Phase.objects.filter(year=year, kind=PhaseKind.PLEDGE).update(closes_at=CLOSES + timedelta(days=10))
    assert queue_all_due(DUE) == 0
    assert queue_all_due(DUE + timedelta(days=10)) == 1


@pytest.mark.parametrize("silence", ["practice", "published", "never", "closed"])
def test_what_sends_nothing(year: BlocYear, silence: str) -> None:
    head(year, 1)
    clerk = secretary(year)
    if silence == "practice":
        BlocYear.objects.filter(pk=year.pk).update(is_practice=True)
    elif silence == "published":
        BlocYear.objects.filter(pk=year.pk).update(results_published_at=DUE, results_published_by=clerk)
    elif silence == "never":
        set_reminder_days(actor=clerk, year=year, days=[])
    else:
        Phase.objects.filter(year=year, kind=PhaseKind.PLEDGE).update(closes_at=DUE)
    assert queue_all_due(DUE) == 0
    assert remind_due(year=year, now=DUE).site == 0
    if silence != "never":
        with pytest.raises(Refused):
            remind(actor=clerk, year=year, kind=PhaseKind.PLEDGE, now=DUE)
    assert not Notice.objects.exists()


def test_only_people_who_hold_the_seat_today(year: BlocYear) -> None:
    head(year, 1)
    head(year, 1, kind=SeatKind.OFFICER)
    gone = person("da-nghi")
    seat(gone, SeatKind.HEAD, unit=year.members[1].unit, ends_on=timezone.localdate())
    coming = person("sap-den")
    seat(coming, SeatKind.HEAD, unit=year.members[1].unit, starts_on=timezone.localdate() + timedelta(days=1))
    closed = person("da-ngung", is_active=False)
    seat(closed, SeatKind.HEAD, unit=year.members[1].unit)
    seat(person("kiem-phieu"), SeatKind.TELLER, bloc=year.bloc)
    queue_all_due(DUE)
    assert sorted(sent()) == [("head-khoi-thu-1", "site"), ("officer-khoi-thu-1", "site")]


def test_no_letters_without_a_mail_server(year: BlocYear, settings: Any) -> None:
    settings.MAIL_SERVER_IS_SET = False
    head(year, 1)
    assert queue_all_due(DUE) == 1
    assert sent() == [("head-khoi-thu-1", "site")]


def test_one_head_of_two_units_is_told_of_each(year: BlocYear) -> None:
    user = head(year, 1)
    seat(user, SeatKind.HEAD, unit=year.members[2].unit)
    assert queue_all_due(DUE) == 2
    assert {row.text.split(" chưa ")[0] for row in Notice.objects.filter(recipient=user)} == {
        "Hội B",
        "Hội C",
    }


def ask(actor: User, year: BlocYear, now: datetime = DUE, **more: Any) -> Any:
    return remind(actor=actor, year=year, kind=PhaseKind.PLEDGE, now=now, **more)


def test_by_hand_once_a_day(year: BlocYear) -> None:
    clerk = secretary(year)
    head(year, 1)
    first = ask(clerk, year)
    assert [member.code for member in first.reminded] == ["B"]
    assert [member.code for member in first.without_people] == ["A", "C"]
    second = ask(clerk, year, DUE + timedelta(hours=3))
    assert (second.site, [member.code for member in second.already]) == (0, ["B"])
    midnight = local(2020, 3, 25, 0)
    assert ask(clerk, year, midnight - MINUTE).site == 0
    assert ask(clerk, year, midnight).site == 1
    assert JournalEntry.objects.filter(text__contains='"notices.asked"').count() == 2


def test_by_hand_for_named_units_and_only_those_with_work_left(year: BlocYear) -> None:
    clerk = secretary(year)
    head(year, 1)
    head(year, 2)
    a, b, c = year.members
    PledgeSignature.objects.create(membership=c, signed_on=DUE.date())
    ask(clerk, year, members=[b.pk])
    assert sent() == [("head-khoi-thu-1", "site")]
    with pytest.raises(Refused, match="Không còn đơn vị nào"):
        ask(clerk, year, members=[c.pk])
    assert a.code == "A"


def test_who_does_not_run_the_year_reminds_nobody(year: BlocYear) -> None:
    for user in (head(year, 1), secretary(pledge_year("khoi-khac"), "thu-ky-khac")):
        with pytest.raises(NotAllowed):
            ask(user, year)


def test_a_window_not_yet_open_is_not_pressed(year: BlocYear) -> None:
    with pytest.raises(Refused, match="không mở"):
        ask(secretary(year), year, CLOSES - timedelta(days=31))


def failed(year: BlocYear, state: NoticeState = NoticeState.FAILED) -> Notice:
    Notice.objects.filter(channel=NoticeChannel.EMAIL).update(state=state)
    return Notice.objects.get(channel=NoticeChannel.EMAIL)


@pytest.mark.parametrize("state", [NoticeState.FAILED, NoticeState.UNKNOWN])
def test_sending_again_is_a_further_attempt_once(settings: Any, state: NoticeState) -> None:
    settings.MAIL_SERVER_IS_SET = True
    year = pledge_year(closes=timezone.now() + timedelta(days=2))
    clerk, chief = secretary(year), head(year, 1)
    ask(clerk, year, timezone.now())
    old = failed(year, state)
    User.objects.filter(pk=chief.pk).update(email="moi@example.vn")
    assert send_again(actor=clerk, year=year, notice=old.pk) == 1
    new = Notice.objects.get(attempt=2)
    assert (new.state, new.key, new.address, new.created_by) == (
        NoticeState.WAITING,
        old.key,
        "moi@example.vn",
        clerk,
    )
    for again_ in ({"notice": old.pk}, {"notice": new.pk}, {}):
        with pytest.raises(Refused, match="Không còn thư nào"):
            send_again(actor=clerk, year=year, **again_)
    assert Notice.objects.get(pk=old.pk).state == state


@pytest.mark.parametrize("why", ["closed", "left", "other_year", "no_server", "sent"])
def test_sending_again_is_refused(settings: Any, why: str) -> None:
    settings.MAIL_SERVER_IS_SET = True
    year = pledge_year(closes=timezone.now() + timedelta(days=2))
    clerk, chief = secretary(year), head(year, 1)
    ask(clerk, year, timezone.now())
    old = failed(year)
    actor, at = clerk, year
    if why == "closed":
        Phase.objects.filter(year=year).update(closes_at=timezone.now() - MINUTE)
    elif why == "left":
        chief.seat_rows.update(ends_on=timezone.localdate())
    elif why == "other_year":
        at = pledge_year("khoi-khac")
        actor = secretary(at, "thu-ky-khac")
    elif why == "no_server":
        settings.MAIL_SERVER_IS_SET = False
    else:
        Notice.objects.update(state=NoticeState.SENT)
    with pytest.raises(Refused):
        send_again(actor=actor, year=at, notice=old.pk)
    assert not Notice.objects.filter(attempt=2).exists()


def test_slips_and_messages_are_noted_once_a_day(year: BlocYear) -> None:
    clerk = secretary(year)
    wanted = [member.pk for member in year.members[:2]]
    given: dict[str, Any] = {"actor": clerk, "year": year, "kind": PhaseKind.PLEDGE, "members": wanted}
    rows = hand_over(channel=NoticeChannel.SLIP, now=DUE, **given)
    assert [row.membership.code for row in rows if row.membership] == ["A", "B"]
    assert len(hand_over(channel=NoticeChannel.SLIP, now=DUE, **given)) == 2
    assert Notice.objects.count() == 2
    hand_over(channel=NoticeChannel.LINK, now=DUE, **given)
    assert Notice.objects.count() == 4
    assert {row.state for row in Notice.objects.all()} == {NoticeState.SENT}
    with pytest.raises(Invalid, match="Chưa chọn"):
        hand_over(channel=NoticeChannel.SLIP, now=DUE, **{**given, "members": []})
    with pytest.raises(Invalid):
        hand_over(channel=NoticeChannel.EMAIL, now=DUE, **given)


def test_days_of_a_bloc(year: BlocYear) -> None:
    clerk = secretary(year)
    assert set_reminder_days(actor=clerk, year=year, days=[1, 14, 3, 3]) == [14, 3, 1]
    assert again(year).bloc.reminder_days == [14, 3, 1]
    set_reminder_days(actor=clerk, year=year, days=[1, 14, 3])
    assert JournalEntry.objects.filter(text__contains='"notices.days"').count() == 1
    for wrong in ([61], [-1], [1, 2, 3, 4, 5, 6]):
        with pytest.raises(Invalid):
            set_reminder_days(actor=clerk, year=year, days=wrong)
    with pytest.raises(NotAllowed):
        set_reminder_days(actor=head(year, 1), year=year, days=[])


def test_reading_ones_own(year: BlocYear) -> None:
    chief, other = head(year, 1), head(year, 2)
    queue_all_due(DUE)
    assert mark_read(person=chief) == 1
    assert mark_read(person=chief) == 0
    assert Notice.objects.get(recipient=other).read_at is None


def test_one_bloc_that_fails_does_not_stop_the_others(
    year: BlocYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = pledge_year("khoi-khac")
    head(other, 1)
    from blocs.actions import notices

    plain = notices.due_reminders

    def fails(where: BlocYear, now: datetime) -> Any:
        if where.pk == year.pk:
            raise ValueError
        return plain(where, now)

    monkeypatch.setattr(notices, "due_reminders", fails)
    assert queue_all_due(DUE) == 1
