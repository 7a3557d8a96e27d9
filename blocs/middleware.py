"""Whoever must change the password does that first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

_ALLOWED = {"password-change", "sign-out"}


class PasswordChangeMiddleware:
    """Lead a person whose password somebody else knows to the page where it is changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None  # public pages do not ask who looks
        if not getattr(request.user, "must_change_password", False):
            return None
        if request.resolver_match is not None and request.resolver_match.url_name in _ALLOWED:
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"message": "Hãy đổi mật khẩu trước khi làm việc."}, status=403)
        return redirect("password-change")
