"""Notices by e-mail, each at most once.

A letter is claimed (WAITING → SENDING, committed) before the server is spoken to, so that no other worker and no
later start sends it too. What is certain afterwards is written down as SENT or FAILED; when the server fell silent
once the content was on its way nobody knows, and it says so: UNKNOWN, to be sent again only when a person asks.
"""

import logging
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from blocs.models import Notice, PhaseKind
from blocs.reminders import absolute, why_silent
from blocs.terms import NoticeChannel, NoticeState
from blocs.year_phases import closes_for

logger = logging.getLogger(__name__)

STALE = timedelta(minutes=10)
# So many letters in a row without an answer from the server: it is down, and the others wait for the next look.
GIVES_UP_AFTER = 3
LOST = "Tiến trình gửi thư dừng giữa chừng: thư có thể đã tới, có thể chưa."
UNCLEAR = "Máy chủ thư không xác nhận sau khi nhận nội dung: thư có thể đã tới, có thể chưa."
TOO_LATE = "Mốc đã đóng trước khi thư gửi đi nên không gửi nữa."
# Set when the worker is asked to stop: the letter under way is finished, the next not begun.
stopping = Event()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter; `answered`: the server said so itself, it is not down."""

    state: NoticeState
    error: str = ""
    answered: bool = True


class Handing:
    """Whether the server has begun to be given the content."""

    begun = False


def send_waiting() -> int:
    """Send the letters that wait, oldest first, until none is left or the server is down; how many were tried."""
    tried = silent = last = 0
    while not stopping.is_set() and silent < GIVES_UP_AFTER:
        notice = _waiting().filter(pk__gt=last).select_related("year__bloc", "membership__unit_name").first()
        if notice is None:
            break
        last = notice.pk
        if not _claim(notice):
            continue
        outcome = _outcome(notice)
        silent = 0 if outcome.answered else silent + 1
        _finish(notice, outcome)
        tried += 1
    return tried


def letters_wait() -> bool:
    return _waiting().exists()


def _waiting() -> Any:
    rows = Notice.objects.filter(channel=NoticeChannel.EMAIL.value, state=NoticeState.WAITING.value)
    return rows.order_by("pk")


def _claim(notice: Notice) -> bool:
    """Take the letter, as one statement that commits by itself: of two workers one finds it still waiting."""
    mine = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING.value)
    return mine.update(state=NoticeState.SENDING.value, tried_at=timezone.now()) == 1


def _finish(notice: Notice, outcome: Outcome) -> None:
    Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING.value).update(
        state=outcome.state.value,
        error=outcome.error,
        finished_at=timezone.now() if outcome.state is not NoticeState.WAITING else None,
    )


def _outcome(notice: Notice) -> Outcome:
    """Send it; when the process is stopped meanwhile, what is known then is written before it goes on stopping."""
    if why := _why_not(notice, timezone.now()):
        return Outcome(NoticeState.FAILED, why)
    handing = Handing()
    try:
        return hand_over(letter(notice), handing)
    except BaseException:
        unclear = Outcome(NoticeState.UNKNOWN, LOST)
        _finish(notice, unclear if handing.begun else Outcome(NoticeState.WAITING))
        raise


def _why_not(notice: Notice, now: datetime) -> str:
    """What has changed since it was queued, so that it must not go out any more."""
    if why := why_silent(notice.year):
        return why
    closes_at = closes_for(notice.year, PhaseKind(notice.phase), notice.membership) if notice.phase else None
    return TOO_LATE if closes_at is not None and closes_at <= now else ""


def letter(notice: Notice) -> EmailMessage:
    """Plain text: who, what, until when, and where to do it."""
    link = absolute(notice.url)
    where = f"Ông, bà mở trang để làm: {link}" if link else "Ông, bà mở trang Khối thi đua để làm."
    name = notice.recipient.full_name if notice.recipient else str(notice.membership)
    body = (
        f"Kính gửi ông, bà {name},\n\n{notice.text}\n\n{where}\n\n"
        f"Thư do trang Khối thi đua gửi thay tổ thư ký {notice.year.bloc_label}. Xin không trả lời thư này;"
        " cần hỏi, ông, bà liên hệ tổ thư ký khối.\n"
    )
    subject = " ".join(f"{notice.title} – {notice.year.bloc_label}".split())
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<thong-bao-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S}@{_domain()}>",
    }
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [notice.address], headers=headers)


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"


def hand_over(message: EmailMessage, handing: Handing) -> Outcome:
    """Speak to the mail server; what it answered, or how far the letter had come when it did not."""
    try:
        connection = get_connection()
        connection.open()
    except Exception as error:
        logger.warning("mail server: %s", error)
        return Outcome(NoticeState.FAILED, _reason(error), answered=False)
    try:
        _watch(connection, handing)
        if not connection.send_messages([message]):
            return Outcome(NoticeState.FAILED, "Thư không có người nhận.")
    except smtplib.SMTPResponseException as error:
        if handing.begun and not 400 <= error.smtp_code < 600:  # an answer that is neither yes nor no
            return Outcome(NoticeState.UNKNOWN, UNCLEAR)
        return Outcome(NoticeState.FAILED, _reason(error))
    except smtplib.SMTPRecipientsRefused as error:
        return Outcome(NoticeState.FAILED, _reason(error))
    except Exception as error:
        logger.warning("letter: %s", error)
        if handing.begun:
            return Outcome(NoticeState.UNKNOWN, UNCLEAR, answered=False)
        return Outcome(NoticeState.FAILED, _reason(error), answered=False)
    finally:
        with suppress(Exception):
            connection.close()
    return Outcome(NoticeState.SENT)


def _watch(connection: Any, handing: Handing) -> None:
    """Note when the content begins to go over; where that cannot be seen, it has begun already."""
    server = getattr(connection, "connection", None)
    if not isinstance(server, smtplib.SMTP):
        handing.begun = True
        return
    plain = server.data

    def data(content: Any) -> Any:
        handing.begun = True
        return plain(content)

    server.data = data  # type: ignore[assignment,method-assign]


def _reason(error: Exception) -> str:
    """Why a letter did not go, in words for the secretariat."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Máy chủ thư không nhận tài khoản gửi thư của trang. Hãy báo quản trị hệ thống."
    if isinstance(error, smtplib.SMTPSenderRefused):
        return "Máy chủ thư không nhận địa chỉ người gửi của trang. Hãy báo quản trị hệ thống."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = ", ".join(sorted({str(code) for code, _text in error.recipients.values()}))
        return f"Máy chủ thư không nhận địa chỉ của người nhận (mã {codes}). Hãy xem lại địa chỉ thư."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Máy chủ thư không nhận thư này (mã {error.smtp_code})."
    if isinstance(error, socket.gaierror):
        return "Không tìm thấy máy chủ thư theo tên đã đặt. Hãy báo quản trị hệ thống."
    if isinstance(error, ConnectionRefusedError):
        return "Máy chủ thư từ chối kết nối."
    if isinstance(error, ssl.SSLError):
        return "Không lập được kết nối bảo mật với máy chủ thư. Hãy báo quản trị hệ thống."
    if isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected):
        return "Máy chủ thư không trả lời hoặc ngắt kết nối trước khi nhận thư."
    if isinstance(error, OSError):
        return "Không kết nối được máy chủ thư."
    return "Thư không soạn được đúng cách nên không gửi. Hãy báo quản trị hệ thống."


def give_up_stale(now: datetime) -> int:
    """Letters that were being sent when their worker ended: whether they arrived nobody knows."""
    lost = Notice.objects.filter(state=NoticeState.SENDING.value, tried_at__lte=now - STALE)
    return lost.update(state=NoticeState.UNKNOWN.value, error=LOST, finished_at=now)
