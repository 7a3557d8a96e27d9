"""Lock-out after repeated failures: who is trying, from where, and wrong one-time codes (over django-axes)."""

from ipaddress import ip_address, ip_network
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from blocs.backends import user_known_as
from blocs.text import fold

# Wrong codes are counted in axes' own table, under a name nobody can bear.
_CODES = "(mã một lần)"
_NOWHERE = "::"  # the shared counter of those without an address
CODE_TRIES = 10


def client_address(request: HttpRequest) -> str:
    """The address of the client: X-Forwarded-For counts only where a trusted proxy wrote it.

    Read from its end, skipping further trusted proxies: what stands before was sent by the client itself.
    """
    address = _readable(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while _is_trusted(address) and hops and (hop := _readable(hops.pop())):
        address = hop
    return address


def _readable(address: str) -> str:
    """The address as both databases take it; empty when it is none (a socket file has none)."""
    try:
        return str(ip_address(address.strip().partition("%")[0]))
    except ValueError:
        return ""


def _is_trusted(address: str) -> bool:
    networks = [ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]
    return bool(address) and any(ip_address(address) in network for network in networks)


def attempted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """One name for one person, however typed: e-mail, telephone and user name share their tries."""
    typed = str((credentials or {}).get("username") or request.POST.get("username") or "")
    person = user_known_as(typed)
    return person.username if person else fold(typed)[:255]


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Status 429, as a page or as a sentence for a script."""
    seconds = int(_cool_off().total_seconds())
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        message = f"Đã nhập sai nhiều lần liền. Hãy chờ {seconds // 60} phút rồi thử lại."
        return JsonResponse({"message": message}, status=429, headers={"Retry-After": str(seconds)})
    answer = render(request, "blocs/locked_out.html", {"minutes": seconds // 60}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def may_try_code(request: HttpRequest) -> bool:
    """Whether this address still has tries for one-time codes."""
    tried = _wrong_codes(request).filter(attempt_time__gt=timezone.now() - _cool_off())
    return not tried.filter(failures_since_start__gte=CODE_TRIES).exists()


def count_wrong_code(request: HttpRequest) -> None:
    """One try less. The code itself is not kept: it may be a right one with a slip of the finger."""
    now = timezone.now()
    _wrong_codes(request).filter(attempt_time__lte=now - _cool_off()).delete()
    row, is_new = AccessAttempt.objects.get_or_create(
        username=_CODES,
        ip_address=client_address(request) or _NOWHERE,
        user_agent="",
        defaults={"failures_since_start": 1, "get_data": "", "post_data": "", "path_info": ""},
    )
    if not is_new:
        AccessAttempt.objects.filter(pk=row.pk).update(
            failures_since_start=F("failures_since_start") + 1, attempt_time=now
        )


def _wrong_codes(request: HttpRequest) -> Any:
    return AccessAttempt.objects.filter(username=_CODES, ip_address=client_address(request) or _NOWHERE)


def _cool_off() -> Any:
    return get_cool_off(None)
