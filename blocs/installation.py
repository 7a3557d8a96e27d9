"""How the installation stands, for its administrator: the worker, the mail server, the address, letters that failed."""

from dataclasses import dataclass

from django.conf import settings

from blocs import rules
from blocs.models import Notice, User
from blocs.notice_queries import RETRIED
from blocs.terms import NoticeChannel
from blocs.worker_signs import is_alive, last_seen
from blocs.year_phases import moment_in_words


@dataclass(frozen=True, slots=True)
class Line:
    """`tone` as in includes/note.html."""

    tone: str
    text: str


def installation_lines(user: User) -> list[Line]:
    """Nothing for others than the administrator."""
    if not rules.is_admin(user):
        return []
    return [_worker(), *_mail()]


def _worker() -> Line:
    seen = last_seen()
    if is_alive():
        return Line("success", "Bộ phận chạy nền đang chạy: trang tự nhắc việc và gửi thư.")
    since = f" từ {moment_in_words(seen)}" if seen else ""
    return Line(
        "warning",
        f"Bộ phận chạy nền không chạy{since}: trang không tự nhắc và không gửi thư. Hãy khởi động lại trang.",
    )


def _mail() -> list[Line]:
    if not settings.MAIL_SERVER_IS_SET:
        return [Line("info", "Chưa đặt máy chủ thư (EMAIL_URL): trang chỉ nhắc trên trang, không gửi thư.")]
    lines = []
    if not settings.BASE_URL:
        lines.append(Line("warning", "Chưa đặt BASE_URL nên thư không có đường dẫn tới trang."))
    letters = Notice.objects.filter(channel=NoticeChannel.EMAIL.value, state__in=RETRIED)
    if failed := letters.count():
        lines.append(
            Line("warning", f"{failed} thư không gửi được hoặc không rõ; xem nhật ký nhắc việc của từng năm.")
        )
    return lines
