"""The slip with a one-time code, shown once right after the code was made."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from blocs.actions.access_codes import usable_code
from blocs.codes import grouped
from blocs.models import AccessCode, User
from blocs.qr import Qr, qr
from reports.paper.words import short_date

_KEPT = "slip"


@dataclass(frozen=True, slots=True)
class Slip:
    """What the paper says. `address` is the site, `link` the door for this code, `message` is ready to be sent."""

    code: str
    is_invitation: bool
    known_as: list[str]
    address: str
    code_address: str
    link: str
    qr: Qr
    last_day: date
    message: str


def keep_code(request: HttpRequest, person: User, code: str) -> None:
    """Hold the plain code in the maker's session until the next page, which shows it."""
    request.session[_KEPT] = {"person": person.pk, "code": code}


def take_slip(request: HttpRequest, person: User) -> Slip | None:
    """The slip for this person, once; None when there is no code waiting, or it no longer works."""
    kept = request.session.get(_KEPT)
    if not kept or kept["person"] != person.pk:
        return None
    del request.session[_KEPT]
    row = usable_code(kept["code"])
    return make_slip(row, kept["code"], base_address(request)) if row else None


def base_address(request: HttpRequest) -> str:
    """The site's address as people type it: BASE_URL, else the one this page was opened at."""
    return settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")


def make_slip(row: AccessCode, code: str, address: str) -> Slip:
    person = row.user
    link = address + reverse("access-code", args=[grouped(code)])
    last_day = timezone.localtime(row.expires_at).date()
    invites = row.purpose == AccessCode.Purpose.INVITE
    purpose = "vào trang Khối thi đua" if invites else "đặt lại mật khẩu trang Khối thi đua"
    return Slip(
        code=grouped(code),
        is_invitation=invites,
        known_as=[person.username, *filter(None, (person.phone, person.email))],
        address=address,
        code_address=address + reverse("enter-code"),
        link=link,
        qr=qr(link),
        last_day=last_day,
        message=(
            f"Kính gửi ông, bà {person.full_name}. Mời ông, bà mở liên kết sau để {purpose}: {link}\n"
            f"Liên kết dùng một lần, đến hết ngày {short_date(last_day)}."
        ),
    )
