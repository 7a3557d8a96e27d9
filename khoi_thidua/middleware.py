"""The content security policy (until Django 6.2 brings its own) and sign-in by default."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse


class ContentSecurityPolicyMiddleware:
    """Send SECURE_CSP with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(
            f"{directive} {' '.join(sources)}" for directive, sources in settings.SECURE_CSP.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


def is_script_request(request: HttpRequest) -> bool:
    """Whether our own script asks, and so wants a status and a sentence instead of a page."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Deny by default; a script is told 401, never redirected to a page that looks like success."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if is_script_request(request):
            return JsonResponse({"message": "Phiên làm việc đã hết. Hãy đăng nhập lại."}, status=401)
        return super().handle_no_permission(request, view_func)
