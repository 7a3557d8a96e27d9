"""The door for a one-time code: typed from a slip, or opened by its link or QR."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from blocs import demonstration
from blocs.actions.access_codes import DEAD_CODE, redeem_code, usable_code
from blocs.codes import grouped
from blocs.forms.account import CodeForm, NewPasswordForm
from blocs.lockout import count_wrong_code, locked_out, may_try_code
from blocs.models import User
from blocs.refusals import Refused

BACKEND = "blocs.backends.IdentifierBackend"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code of a slip. What is answered to a wrong one says nothing about who exists."""
    if not may_try_code(request):
        return locked_out(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if usable_code(code):
            return redirect("access-code", grouped(code))
        count_wrong_code(request)
        form.add_error("code", DEAD_CODE)
    return render(request, "blocs/enter_code.html", {"form": form})


@login_not_required
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def access_code(request: HttpRequest, code: str) -> HttpResponse:
    """The person's name and a new password; posting it uses the code up and signs in."""
    if not may_try_code(request):
        return locked_out(request)
    row = usable_code(code)
    form = NewPasswordForm(row.user if row else User(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not demonstration.may_sign_in(request):
            form.add_error(None, demonstration.ONLY_HERE)
        elif person := _redeemed(code, form.cleaned_data["new_password"]):
            login(request, person, backend=BACKEND)
            messages.success(request, "Đã đặt mật khẩu. Từ nay hãy đăng nhập bằng mật khẩu này.")
            return redirect(settings.LOGIN_REDIRECT_URL)
        else:
            row = None
    if row is None:
        count_wrong_code(request)
        return render(request, "blocs/dead_code.html", {"why": DEAD_CODE}, status=404)
    return render(request, "blocs/access_code.html", {"form": form, "person": row.user})


def _redeemed(code: str, password: str) -> User | None:
    try:
        return redeem_code(code=code, password=password)
    except Refused:
        return None
