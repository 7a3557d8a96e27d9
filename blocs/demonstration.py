"""The demonstration's accounts have printed passwords, so they sign in only on the machine it runs on."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

ONLY_HERE = (
    "Đây là bản trình diễn: chỉ đăng nhập được trên chính máy đang chạy nó, tại địa chỉ http://127.0.0.1 hoặc"
    " http://localhost."
)
_FORWARDING = ("Forwarded", "Via", "X-Real-Ip", "X-Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip")


def may_sign_in(request: HttpRequest | None) -> bool:
    """Contract §1: from the loopback address, with no forwarding header, under a local host name, without BASE_URL."""
    if not settings.DEMONSTRATION:
        return True
    if request is None or settings.BASE_URL:
        return False
    forwarded = any(name in _FORWARDING or name.startswith("X-Forwarded-") for name in request.headers)
    return not forwarded and _is_loopback(request) and _is_local_name(request)


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _is_local_name(request: HttpRequest) -> bool:
    host = request.get_host()
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name in {"127.0.0.1", "[::1]", "localhost"} or name.endswith(".localhost")
