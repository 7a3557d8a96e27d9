"""Letters go at most once, whatever the mail server does, and the log says what is known."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from blocs import mailing
from blocs.actions.notices import remind
from blocs.models import BlocYear, Notice, PhaseKind
from blocs.terms import NoticeChannel, NoticeState
from tests.blocs.notices_stage import Server, closed_port, head, pledge_year
from tests.builders import secretary

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def year(settings: Any) -> BlocYear:
    settings.MAIL_SERVER_IS_SET = True
    settings.DEFAULT_FROM_EMAIL = "khoi@example.vn"
    settings.EMAIL_TIMEOUT = 0.4
    settings.EMAIL_HOST = "127.0.0.1"
    return pledge_year(closes=timezone.now() + timedelta(days=3))


@pytest.fixture(autouse=True)
def _not_stopping() -> Iterator[None]:
    mailing.stopping.clear()
    yield
    mailing.stopping.clear()


def queue(year: BlocYear, people: int = 1) -> None:
    for index in range(people):
        head(year, index)
    remind(actor=secretary(year), year=year, kind=PhaseKind.PLEDGE)


def letters() -> list[Notice]:
    return list(Notice.objects.filter(channel=NoticeChannel.EMAIL).order_by("pk"))


def states() -> list[tuple[str, str]]:
    return [(row.state, row.error) for row in letters()]


def use(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


def test_a_letter_says_who_what_until_when_and_where(year: BlocYear, settings: Any) -> None:
    settings.BASE_URL = "https://thi-dua.example.vn"
    queue(year)
    assert mailing.send_waiting() == 1
    (sent,) = mail.outbox
    assert sent.to == ["head-khoi-thu-0@example.vn"]
    assert sent.from_email == "khoi@example.vn"
    assert sent.subject == "Ký giao ước thi đua: còn 3 ngày – Khối khoi-thu"
    said = sent.body
    assert isinstance(said, str)
    for part in (
        "Kính gửi ông, bà Người head-khoi-thu-0",
        "Hội A chưa ký giao ước thi đua của Khối khoi-thu, năm 2020.",
        "Hạn cuối: ",
        "(còn 3 ngày)",
        "https://thi-dua.example.vn/khoi/khoi-thu/2020/",
    ):
        assert part in said
    assert [row.state for row in letters()] == [NoticeState.SENT]
    assert mailing.send_waiting() == 0
    assert len(mail.outbox) == 1


def test_without_an_address_of_its_own_the_letter_names_the_site(year: BlocYear, settings: Any) -> None:
    settings.BASE_URL = ""
    queue(year)
    mailing.send_waiting()
    assert "Ông, bà mở trang Khối thi đua để làm." in str(mail.outbox[0].body)
    assert "http" not in str(mail.outbox[0].body)


def test_a_real_server_takes_it(year: BlocYear, settings: Any) -> None:
    queue(year)
    with Server() as server:
        use(settings, server.port)
        mailing.send_waiting()
        mailing.send_waiting()
    assert len(server.taken) == 1
    assert states() == [(NoticeState.SENT, "")]


@pytest.mark.parametrize(
    ("answers", "state", "says"),
    [
        ({"rcpt": "550 no such person"}, NoticeState.FAILED, "địa chỉ của người nhận (mã 550)"),
        ({"mail": "553 not you"}, NoticeState.FAILED, "địa chỉ người gửi"),
        ({"content": "554 spam"}, NoticeState.FAILED, "không nhận thư này (mã 554)"),
        ({"hello": ""}, NoticeState.FAILED, "ngắt kết nối trước khi nhận"),
        ({"hello": None}, NoticeState.FAILED, "không trả lời"),
        ({"mail": ""}, NoticeState.FAILED, "trước khi nhận thư"),
        ({"rcpt": None}, NoticeState.FAILED, "trước khi nhận thư"),
        ({"content": ""}, NoticeState.UNKNOWN, "có thể đã tới"),
        ({"content": None}, NoticeState.UNKNOWN, "có thể đã tới"),
        ({"content": "?? what"}, NoticeState.UNKNOWN, "có thể đã tới"),
        ({"quit": None}, NoticeState.SENT, ""),
        ({"quit": ""}, NoticeState.SENT, ""),
    ],
)
def test_what_is_known_after_each_misfortune(
    year: BlocYear, settings: Any, answers: dict[str, Any], state: NoticeState, says: str
) -> None:
    queue(year)
    with Server(**answers) as server:
        use(settings, server.port)
        mailing.send_waiting()
        ((stored, error),) = states()
        assert stored == state
        assert says in error
        assert mailing.send_waiting() == 0  # never by itself a second time
    assert server.begun <= 1


def test_a_server_that_is_not_there(year: BlocYear, settings: Any) -> None:
    queue(year)
    with closed_port() as port:
        use(settings, port)
        mailing.send_waiting()
    assert states() == [(NoticeState.FAILED, "Máy chủ thư từ chối kết nối.")]


def test_a_server_that_is_down_does_not_use_up_every_letter(year: BlocYear, settings: Any) -> None:
    year = pledge_year("khoi-lon", units=6, closes=timezone.now() + timedelta(days=3))
    queue(year, people=6)
    with closed_port() as port:
        use(settings, port)
        assert mailing.send_waiting() == mailing.GIVES_UP_AFTER
    assert [row.state for row in letters()] == [NoticeState.FAILED] * 3 + [NoticeState.WAITING] * 3
    with Server() as server:
        use(settings, server.port)
        mailing.send_waiting()
    assert len(server.taken) == 3


def test_one_wrong_address_does_not_hold_up_the_others(year: BlocYear, settings: Any) -> None:
    year = pledge_year("khoi-lon", units=5, closes=timezone.now() + timedelta(days=3))
    queue(year, people=5)
    with Server(rcpt="550 no") as server:
        use(settings, server.port)
        assert mailing.send_waiting() == 5


def test_a_hanging_server_never_makes_a_page_wait(year: BlocYear, settings: Any, client: Any) -> None:
    with Server(hello=None) as server:
        use(settings, server.port)
        began = time.monotonic()
        queue(year)
        assert time.monotonic() - began < settings.EMAIL_TIMEOUT + 1
        assert server.begun == 0
    assert [row.state for row in letters()] == [NoticeState.WAITING]


def test_a_window_that_closed_meanwhile_sends_nothing(year: BlocYear) -> None:
    queue(year)
    year.phases.filter(kind=PhaseKind.PLEDGE).update(closes_at=timezone.now() - timedelta(minutes=1))
    mailing.send_waiting()
    assert states() == [(NoticeState.FAILED, mailing.TOO_LATE)]
    assert mail.outbox == []


def test_a_published_year_sends_nothing(year: BlocYear) -> None:
    queue(year)
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=letters()[0].recipient
    )
    mailing.send_waiting()
    assert mail.outbox == []
    assert letters()[0].state == NoticeState.FAILED


class Stopped(BaseException):
    pass


@pytest.mark.parametrize(("begun", "state"), [(False, NoticeState.WAITING), (True, NoticeState.UNKNOWN)])
def test_a_worker_stopped_half_way_writes_what_it_knows(
    year: BlocYear, monkeypatch: pytest.MonkeyPatch, begun: bool, state: NoticeState
) -> None:
    queue(year)

    def stopped(message: EmailMessage, handing: mailing.Handing) -> Any:
        handing.begun = begun
        raise Stopped

    monkeypatch.setattr(mailing, "hand_over", stopped)
    with pytest.raises(Stopped):
        mailing.send_waiting()
    assert [row.state for row in letters()] == [state]


def test_a_worker_asked_to_stop_begins_no_further_letter(year: BlocYear) -> None:
    queue(year)
    mailing.stopping.set()
    assert mailing.send_waiting() == 0
    assert [row.state for row in letters()] == [NoticeState.WAITING]


def test_what_a_dead_worker_left_is_unclear_after_ten_minutes(year: BlocYear) -> None:
    queue(year)
    now = timezone.now()
    row = Notice.objects.filter(channel=NoticeChannel.EMAIL)
    row.update(state=NoticeState.SENDING, tried_at=now - mailing.STALE + timedelta(seconds=1))
    assert mailing.give_up_stale(now) == 0
    assert mailing.give_up_stale(now + timedelta(seconds=1)) == 1
    assert states() == [(NoticeState.UNKNOWN, mailing.LOST)]
    assert mailing.send_waiting() == 0


def test_a_line_break_in_a_name_is_no_header(year: BlocYear) -> None:
    queue(year)
    Notice.objects.update(title="Ký giao ước\r\nBcc: ai@example.vn")
    mailing.send_waiting()
    assert mail.outbox[0].subject.startswith("Ký giao ước Bcc: ai@example.vn –")
    assert mail.outbox[0].recipients() == ["head-khoi-thu-0@example.vn"]
