"""What the pages of reminders show: the log's lines, the slips, and what a reminding came to, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.utils import timezone

from blocs.actions.notices import Queued
from blocs.models import BlocYear, Membership, Notice, PhaseKind, User
from blocs.notice_queries import RETRIED, log_of
from blocs.qr import Qr, qr
from blocs.reminders import absolute, people_of, work_of
from blocs.terms import NoticeChannel, NoticeState
from blocs.unfinished import unfinished
from blocs.worker_signs import is_alive
from blocs.year_phases import moment_in_words
from reports.paper.words import short_date

PER_PAGE = 50
_TONES = {
    NoticeState.SENT: "done",
    NoticeState.FAILED: "fault",
    NoticeState.UNKNOWN: "due",
    NoticeState.WAITING: "",
    NoticeState.SENDING: "",
}
NO_SERVER = (
    "Trang chưa có máy chủ thư nên không gửi thư điện tử: nhắc trên trang, bằng phiếu giấy hoặc tin nhắn."
)
NO_WORKER = (
    "Bộ phận gửi thư không chạy nên thư còn đang chờ và trang không tự nhắc. Hãy báo quản trị hệ thống."
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row of the log in words; `may_repeat`: it failed or is unclear and was not sent again."""

    pk: int
    moment: str
    title: str
    unit: str
    person: str
    address: str
    way: str
    state: str
    tone: str
    why: str
    asked_by: str
    note: str
    may_repeat: bool


def log_page(year: BlocYear, chosen: dict[str, str], number: int) -> Any:
    """A page of LogLines (django.core.paginator.Page), newest first."""
    found: Any = Paginator(log_of(year).filter(**chosen), PER_PAGE).get_page(number)
    found.object_list = [_line(row) for row in found.object_list]
    return found


def _line(row: Notice) -> LogLine:
    state, channel = NoticeState(row.state), NoticeChannel(row.channel)
    repeated = bool(getattr(row, "was_repeated", False))
    notes = [f"lần {row.attempt}" if row.attempt > 1 else "", "đã gửi lại" if repeated else ""]
    if channel is NoticeChannel.SITE and row.read_at:
        notes.append("đã đọc")
    return LogLine(
        pk=row.pk,
        moment=moment_in_words(row.finished_at or row.created_at),
        title=row.title,
        unit=row.membership.short_name if row.membership else "",
        person=row.recipient.full_name if row.recipient else "",
        address=row.address,
        way=channel.label,
        state=state.label,
        tone=_TONES[state],
        why=row.error,
        asked_by=row.created_by.full_name if row.created_by else "tự nhắc trước hạn",
        note=", ".join(filter(None, notes)),
        may_repeat=row.state in RETRIED and channel is NoticeChannel.EMAIL and not repeated,
    )


def warnings(*, letters_wait: bool) -> list[str]:
    """What stands in the way of letters, for the pages of reminders."""
    if not settings.MAIL_SERVER_IS_SET:
        return [NO_SERVER]
    return [NO_WORKER] if letters_wait and not is_alive() else []


def reminded_in_words(queued: Queued) -> str:
    """What a press on "Nhắc" came to."""
    said = []
    if queued.reminded:
        ways = [f"{queued.site} thông báo trên trang"]
        if queued.letters:
            ways.append(f"{queued.letters} thư điện tử đang gửi")
        said.append(f"Đã nhắc {_named(queued.reminded)}: {', '.join(ways)}.")
    if queued.already:
        said.append(f"Hôm nay đã nhắc rồi: {_named(queued.already)}.")
    if queued.without_people:
        said.append(f"Chưa có ai dùng trang: {_named(queued.without_people)}; hãy in phiếu hoặc nhắn tin.")
    return " ".join(said)


def _named(members: list[Membership]) -> str:
    """Each unit once, in the order given."""
    return ", ".join(dict.fromkeys(member.short_name for member in members))


@dataclass(frozen=True, slots=True)
class SlipChoice:
    """A unit with work left: how it can be reached, and whether paper is the only way."""

    pk: int
    name: str
    reach: str
    needs_slip: bool


def slip_choices(year: BlocYear, kind: PhaseKind) -> list[SlipChoice]:
    members = unfinished(year).get(kind, [])
    people = people_of(members)
    return [_choice(member, people.get(member.unit_id, [])) for member in members]


def _choice(member: Membership, people: list[User]) -> SlipChoice:
    names = ", ".join(person.full_name for person in people)
    if not people:
        return SlipChoice(member.pk, member.name, "chưa có ai dùng trang", True)
    if not any(person.email for person in people):
        return SlipChoice(member.pk, member.name, f"{names}: không có thư điện tử", True)
    return SlipChoice(member.pk, member.name, f"{names}: có thư điện tử", not settings.MAIL_SERVER_IS_SET)


@dataclass(frozen=True, slots=True)
class NoticeSlip:
    """A reminder on paper, or the words for a message."""

    unit: str
    whom: str
    title: str
    text: str
    link: str
    message: str
    qr: Qr


def slips(rows: list[Notice], address: str) -> list[NoticeSlip]:
    """One for each row of the log made by hand."""
    return [_slip(row, row.membership, address) for row in rows if row.membership]


def _slip(row: Notice, member: Membership, address: str) -> NoticeSlip:
    link = absolute(row.url, address)
    title = " ".join(filter(None, (member.representative_title, member.name)))
    whom = f"{member.representative}, {title}" if member.representative else f"Lãnh đạo {member.name}"
    return NoticeSlip(
        unit=member.name,
        whom=whom,
        title=row.title,
        text=row.text,
        link=link,
        message=f"Kính gửi ông, bà {whom}. {row.text}\nÔng, bà mở trang để làm: {link}",
        qr=qr(link),
    )


@dataclass(frozen=True, slots=True)
class OwnNotice:
    day: str
    title: str
    text: str
    place: str
    url: str
    is_new: bool


def own_lines(rows: list[Notice]) -> list[OwnNotice]:
    return [
        OwnNotice(
            day=short_date(timezone.localtime(row.created_at).date()),
            title=row.title,
            text=row.text,
            place=f"{row.year.bloc_label}, năm {row.year.year}",
            url=row.url,
            is_new=row.read_at is None,
        )
        for row in rows
    ]


def handed_today(year: BlocYear, kind: PhaseKind, channel: NoticeChannel, now: datetime) -> list[Notice]:
    """Today's slips or messages of the window, to be printed or copied once more."""
    today = timezone.localtime(now).date().isoformat()
    rows = Notice.objects.filter(
        year=year, recipient=None, channel=channel.value, key__startswith=f"nhac:{kind}:{today}:"
    )
    return list(rows.select_related("membership__unit_name").order_by("membership__position"))


def slip_heading(kind: PhaseKind) -> str:
    work = work_of(kind)
    return f"{work[:1].upper()}{work[1:]}"
