"""Errors as sentences: pages for people, a status and a message for our scripts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from blocs.refusals import Refused
from khoi_thidua.middleware import is_script_request


def refusal(request: HttpRequest, message: str, status: int) -> HttpResponse:
    """The message as JSON for a script, else as a page with a way back."""
    if is_script_request(request):
        return JsonResponse({"message": message}, status=status)
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = ""
    return render(request, "refused.html", {"message": message, "back": back}, status=status)


class RefusalMiddleware:
    """A refused action becomes its sentence, wherever it was raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal(request, str(exception), exception.status)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent after signing in again, or from another site."""
    message = "Trang mở đã lâu nên chưa gửi được, hoặc được gửi từ nơi khác. Hãy quay lại, tải lại trang rồi gửi lại; những gì đã lưu vẫn còn."
    return refusal(request, message, 403)
