"""The year's calendar as a page, and each person's own as a feed that a telephone takes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.actions.calendar_address import make_address
from blocs.calendar_feed import feed_of, feed_with
from blocs.calendar_page import address_context, calendar_context
from blocs.context import year_url
from blocs.models import CalendarFeed
from blocs.slips import base_address


@require_GET
def year_calendar(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Everybody who sees the year sees its windows and every extension; the address below is the person's own."""
    opened = visible_year(request, bloc, year)
    feed = CalendarFeed.objects.filter(user=request.user).first()
    may_set = rules.can_set_up_year(request.user, opened)
    context = calendar_context(opened, rules.own_members(request.user, opened)) | {
        "feed": address_context(feed, base_address(request)) if feed is not None else None,
        "address_url": year_url("calendar-address", opened),
        "phases_url": year_url("phases", opened) if may_set else "",
        "extensions_url": year_url("phases-extensions", opened) if may_set else "",
    }
    return render(request, "blocs/calendar.html", context)


@require_POST
def address(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    had_one = CalendarFeed.objects.filter(user=request.user).exists()
    make_address(actor=request.user)
    messages.success(
        request,
        "Đã đổi địa chỉ. Địa chỉ cũ hết dùng: hãy thêm lại lịch trên điện thoại."
        if had_one
        else "Đã lập địa chỉ lịch riêng của ông, bà.",
    )
    return redirect(f"{year_url('calendar', opened)}#dia-chi")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs, which cannot sign in: who holds the address is the person, while the account is open."""
    found = feed_with(token)
    if found is None:
        raise Http404
    answer = HttpResponse(
        feed_of(found.user, base_address(request)), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="khoi-thi-dua.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer
