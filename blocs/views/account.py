"""Signing in and out, and changing one's password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from blocs import demonstration
from blocs.access import SignedInRequest
from blocs.actions.access_codes import change_password
from blocs.forms.account import PasswordChangeForm, SignInForm
from blocs.offers import offers
from blocs.refusals import Invalid

WRONG = (
    "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy xem lại phím Caps Lock và bộ gõ tiếng Việt đang bật hay tắt,"
    " rồi thử lại."
)


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not demonstration.may_sign_in(request):
            form.add_error(None, demonstration.ONLY_HERE)
        elif user := authenticate(request, **form.cleaned_data):
            login(request, user)
            return redirect(_next(request))
        else:
            form.add_error(None, WRONG)
    shows_accounts = settings.DEMONSTRATION and demonstration.may_sign_in(request)
    accounts = offers("DEMONSTRATION_ACCOUNTS") if shows_accounts else []
    given = {"form": form, "next": _next(request, home=""), "demonstration_accounts": accounts}
    return render(request, "blocs/sign_in.html", given)


def _next(request: HttpRequest, *, home: str | None = None) -> str:
    """The page asked for before signing in, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure()):
        return wanted
    return str(settings.LOGIN_REDIRECT_URL) if home is None else home


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "Đã đăng xuất.")
    return redirect("sign-in")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def password_change(request: SignedInRequest) -> HttpResponse:
    must_change = request.user.must_change_password
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]
        try:
            changed = change_password(person=request.user, old=old, new=new)
        except Invalid as fault:
            form.add_error("old_password", str(fault))
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, "Đã đổi mật khẩu. Các máy khác đã được đăng xuất.")
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "blocs/password_change.html", {"form": form, "must_change": must_change})
