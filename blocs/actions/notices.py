"""Reminders: queued, sent again, noted as handed over on paper or in a message, read; when a bloc reminds."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.journal import record
from blocs.models import Bloc, BlocYear, Membership, Notice, PhaseKind, User
from blocs.notice_queries import waits_for_sending, years_that_remind
from blocs.refusals import Invalid, Refused
from blocs.reminders import (
    Reminder,
    asked_reminders,
    due_reminders,
    home_path,
    people_of,
    why_silent,
    words_of,
    work_of,
)
from blocs.tasks import send_letters
from blocs.terms import NoticeChannel, NoticeState
from blocs.transactions import locked, locked_before_reading
from blocs.unfinished import unfinished
from blocs.year_phases import closes_for

logger = logging.getLogger(__name__)

MOST_DAYS = 60
MOST_REMINDERS = 5
BY_HAND = (NoticeChannel.SLIP, NoticeChannel.LINK)


@dataclass(slots=True)
class Queued:
    """What a reminding came to: rows made, and the units it could not or need not reach."""

    site: int = 0
    letters: int = 0
    reminded: list[Membership] = field(default_factory=list)
    already: list[Membership] = field(default_factory=list)
    without_people: list[Membership] = field(default_factory=list)

    def add(self, other: "Queued") -> None:
        self.site += other.site
        self.letters += other.letters
        self.reminded += other.reminded
        self.already += other.already
        self.without_people += other.without_people

    @property
    def is_any(self) -> bool:
        return bool(self.reminded or self.already or self.without_people)


@transaction.atomic
def remind(
    *,
    actor: User,
    year: BlocYear,
    kind: PhaseKind,
    members: Iterable[int] | None = None,
    now: datetime | None = None,
) -> Queued:
    """Remind the units with work left in this window, or those of them that are named; once a day each.

    Raises Refused where nothing goes out: a practice copy, a published year, a window that is not open, no unit
    with work left.
    """
    now = now or timezone.now()
    year = lock_year(actor=actor, year=year, may=rules.can_remind)
    waiting = _open_to(year, kind, members, now)
    queued = _queue(year, asked_reminders(year, kind, waiting, now), actor, now)
    if queued.reminded:
        record(
            year=year,
            actor=actor,
            action="notices.asked",
            subject=work_of(kind),
            new={"Đơn vị": [member.short_name for member in queued.reminded]},
        )
    return queued


@transaction.atomic
def remind_due(*, year: BlocYear, now: datetime) -> Queued:
    """What goes out by itself; looked at again under the lock, so that two workers send once."""
    rows = BlocYear.objects.filter(pk=year.pk).select_related("bloc", "rules", "province")
    found = locked_before_reading(rows).first()
    if found is None:
        return Queued()
    queued = _queue(found, due_reminders(found, now), None, now)
    if queued.reminded:
        record(
            year=found,
            actor=None,
            action="notices.due",
            new={"Đơn vị": sorted({member.short_name for member in queued.reminded})},
        )
    return queued


def _open_to(
    year: BlocYear, kind: PhaseKind, members: Iterable[int] | None, now: datetime
) -> list[Membership]:
    """The units with work left whose window is open now."""
    if why := why_silent(year):
        raise Refused(why)
    wanted = None if members is None else set(members)
    waiting = [member for member in unfinished(year).get(kind, []) if wanted is None or member.pk in wanted]
    if not waiting:
        raise Refused("Không còn đơn vị nào phải nhắc ở mốc này.")
    open_now = [member for member in waiting if rules.is_open(year, kind, member, now)]
    if not open_now:
        raise Refused(
            f"Mốc {kind.label} không mở vào lúc này nên không nhắc. Muốn đơn vị làm tiếp, hãy gia hạn hoặc sửa ngày của mốc."
        )
    return open_now


def _queue(year: BlocYear, reminders: list[Reminder], actor: User | None, now: datetime) -> Queued:
    """Make the rows that are not there yet, on the site and as letters, and have the letters sent after commit."""
    queued = Queued()
    if not reminders:
        return queued
    people = people_of([reminder.member for reminder in reminders])
    there = set(
        Notice.objects.filter(year=year, key__in=[reminder.key for reminder in reminders]).values_list(
            "key", "recipient_id", "channel"
        )
    )
    rows: list[Notice] = []
    for reminder in reminders:
        recipients = people.get(reminder.member.unit_id, [])
        made = [
            row
            for person in recipients
            for row in _rows(year, reminder, person, actor, now)
            if (row.key, row.recipient_id, row.channel) not in there
        ]
        rows += made
        listed = queued.reminded if made else queued.already if recipients else queued.without_people
        listed.append(reminder.member)
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    queued.letters = sum(row.channel == NoticeChannel.EMAIL for row in rows)
    queued.site = len(rows) - queued.letters
    if queued.letters:
        send_letters.enqueue()
    return queued


def _rows(
    year: BlocYear, reminder: Reminder, person: User, actor: User | None, now: datetime
) -> list[Notice]:
    """On the site, where it has arrived at once; by e-mail where the person has an address and the site a server."""
    words = words_of(year, reminder, now)

    def row(channel: NoticeChannel, state: NoticeState, address: str = "") -> Notice:
        return Notice(
            year=year,
            membership=reminder.member,
            recipient=person,
            channel=channel.value,
            state=state.value,
            key=reminder.key,
            phase=reminder.kind.value,
            address=address,
            title=words.title,
            text=words.text,
            url=home_path(year),
            created_by=actor,
            created_at=now,
            finished_at=now if state is NoticeState.SENT else None,
        )

    rows = [row(NoticeChannel.SITE, NoticeState.SENT)]
    if person.email and settings.MAIL_SERVER_IS_SET:
        rows.append(row(NoticeChannel.EMAIL, NoticeState.WAITING, person.email))
    return rows


@transaction.atomic
def send_again(*, actor: User, year: BlocYear, notice: int | None = None) -> int:
    """A further attempt at a letter that failed or is unclear, or at all of them; how many were queued.

    Raises Refused when there is none: another person was quicker, or the window has closed meanwhile.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_remind)
    if why := why_silent(year):
        raise Refused(why)
    if not settings.MAIL_SERVER_IS_SET:
        raise Refused("Trang chưa có máy chủ thư nên không gửi thư được. Hãy in phiếu hoặc nhắn tin.")
    old = list(waits_for_sending(year).filter(**({"pk": notice} if notice else {})))
    people = people_of([row.membership for row in old if row.membership])
    now = timezone.now()
    rows = [
        Notice(
            year=year,
            membership=row.membership,
            recipient=row.recipient,
            channel=row.channel,
            key=row.key,
            attempt=row.attempt + 1,
            phase=row.phase,
            address=row.recipient.email,
            title=row.title,
            text=row.text,
            url=row.url,
            created_by=actor,
            created_at=now,
        )
        for row in old
        if row.recipient and row.recipient.email and _still_matters(year, row, people, now)
    ]
    if not rows:
        raise Refused(
            "Không còn thư nào gửi lại được: đã có người gửi lại, mốc đã đóng, hoặc người nhận không còn vai trò."
        )
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    send_letters.enqueue()
    record(
        year=year,
        actor=actor,
        action="notices.again",
        new={"Gửi tới": sorted({row.address for row in rows})},
    )
    return len(rows)


def _still_matters(year: BlocYear, row: Notice, people: dict[int, list[User]], now: datetime) -> bool:
    """Whether the person still works for the unit, and the unit's window is still open."""
    if row.membership is None or row.recipient not in people.get(row.membership.unit_id, []):
        return False
    closes_at = closes_for(year, PhaseKind(row.phase), row.membership) if row.phase else None
    return closes_at is None or now < closes_at


@transaction.atomic
def hand_over(
    *,
    actor: User,
    year: BlocYear,
    kind: PhaseKind,
    channel: NoticeChannel,
    members: Iterable[int],
    now: datetime | None = None,
) -> list[Notice]:
    """Note that units were reminded on paper or by a message; the slips to be printed are these rows.

    The same unit, window and way on one day is one row: printing again prints it again. Raises Invalid without a unit.
    """
    if channel not in BY_HAND:
        raise Invalid("Chỉ ghi được phiếu giấy hoặc tin nhắn.")
    now = now or timezone.now()
    wanted = set(members)
    if not wanted:
        raise Invalid("Chưa chọn đơn vị nào. Hãy đánh dấu các đơn vị cần nhắc.")
    year = lock_year(actor=actor, year=year, may=rules.can_remind)
    reminders = asked_reminders(year, kind, _open_to(year, kind, wanted, now), now)
    keys = [reminder.key for reminder in reminders]
    handed = Notice.objects.filter(year=year, key__in=keys, channel=channel.value, recipient=None)
    there = set(handed.values_list("key", flat=True))
    rows = []
    for reminder in reminders:
        if reminder.key in there:
            continue
        words = words_of(year, reminder, now)
        rows.append(
            Notice(
                year=year,
                membership=reminder.member,
                channel=channel.value,
                state=NoticeState.SENT.value,
                key=reminder.key,
                phase=kind.value,
                title=words.title,
                text=words.text,
                url=home_path(year),
                created_by=actor,
                created_at=now,
                finished_at=now,
            )
        )
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        record(
            year=year,
            actor=actor,
            action="notices.handed",
            subject=channel.label,
            new={"Đơn vị": [row.membership.short_name for row in rows if row.membership]},
        )
    return list(handed.select_related("membership__unit_name").order_by("membership__position"))


@transaction.atomic
def set_reminder_days(*, actor: User, year: BlocYear, days: Iterable[int]) -> list[int]:
    """How many days before a window closes the bloc's units are reminded by themselves; none: never."""
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    wanted = sorted(set(days), reverse=True)
    if len(wanted) > MOST_REMINDERS or any(not 0 <= each <= MOST_DAYS for each in wanted):
        raise Invalid(f"Nhắc nhiều nhất {MOST_REMINDERS} lần, mỗi lần trước hạn từ 0 đến {MOST_DAYS} ngày.")
    bloc = locked(Bloc.objects.filter(pk=year.bloc_id)).get()
    before = bloc.reminder_days
    if before != wanted:
        bloc.reminder_days = wanted
        bloc.save(update_fields=["reminder_days"])
        record(
            year=year,
            actor=actor,
            action="notices.days",
            old={"Nhắc trước (ngày)": before},
            new={"Nhắc trước (ngày)": wanted},
        )
    return wanted


def mark_read(*, person: User, now: datetime | None = None) -> int:
    """What stands on the person's own page has been read; nothing for the journal."""
    unread = Notice.objects.filter(recipient=person, channel=NoticeChannel.SITE.value, read_at=None)
    return unread.update(read_at=now or timezone.now())


def queue_all_due(now: datetime) -> int:
    """The worker's look at every year that still sends: how many rows went out; a year that fails does not stop others."""
    made = 0
    for year in years_that_remind(now):
        try:
            if due_reminders(year, now):
                queued = remind_due(year=year, now=now)
                made += queued.site + queued.letters
        except Exception:
            logger.exception("reminders of %s failed", year)
    return made
