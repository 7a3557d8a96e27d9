"""Reminders: pressing "Nhắc", the log, sending again, slips and messages, a person's own notices."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.actions.notices import Queued, hand_over, mark_read, remind, send_again, set_reminder_days
from blocs.context import year_url
from blocs.forms.notices import LogFilter, ReminderDaysForm
from blocs.mailing import letters_wait
from blocs.models import PhaseKind
from blocs.notice_pages import (
    handed_today,
    log_page,
    own_lines,
    reminded_in_words,
    slip_choices,
    slip_heading,
    slips,
    warnings,
)
from blocs.notice_queries import own_notices, waits_for_sending
from blocs.numbers import whole
from blocs.refusals import Invalid, Refused
from blocs.reminders import WORK, reminder_days, why_silent
from blocs.slips import base_address
from blocs.terms import NoticeChannel

ONLY_WHO_RUNS = "Việc nhắc các đơn vị là của tổ thư ký khối."
OWN_SHOWN = 100


def _kind(text: str) -> PhaseKind:
    """The window that was named; Http404 for one nobody is reminded of."""
    found = next((kind for kind in WORK if kind.value == text), None)
    if found is None:
        raise Http404
    return found


def _members(request: SignedInRequest) -> list[int] | None:
    """The units that were named; None where none were, which means all with work left."""
    named = request.POST.getlist("don-vi")
    return [pk for text in named if (pk := whole(text)) is not None] if named else None


@require_POST
def remind_units(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Posted: `moc`, one or several windows; `don-vi`, units, or none for all with work left."""
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(rules.can_remind(request.user, opened), ONLY_WHO_RUNS)
    kinds = [_kind(text) for text in request.POST.getlist("moc")]
    if not kinds:
        raise Invalid("Chưa chọn mốc nào để nhắc.")
    total, refused = Queued(), None
    for kind in kinds:
        try:
            done = remind(actor=request.user, year=opened, kind=kind, members=_members(request))
        except Refused as error:
            refused = error
        else:
            total.add(done)
    if refused is not None and not total.is_any:
        raise refused
    say = messages.success if total.reminded else messages.info
    say(request, reminded_in_words(total))
    return redirect(year_url("year-home", opened))


@require_GET
def log(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    asked = LogFilter({"state": request.GET.get("tinh-trang", ""), "channel": request.GET.get("cach", "")})
    chosen = asked.chosen()
    number = request.GET.get("trang", "")
    context = {
        "page": log_page(opened, chosen, whole(number) or 1),
        "filter": asked,
        "chosen": chosen,
        "warnings": warnings(letters_wait=letters_wait()),
        "may_repeat": rules.can_remind(request.user, opened) and not why_silent(opened),
        "failed": waits_for_sending(opened).count(),
        "silent": why_silent(opened),
    }
    return render(request, "blocs/notices.html", context)


@require_POST
def again(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Posted: `thu`, one letter; without it all that failed or are unclear."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    require(rules.can_remind(request.user, opened), ONLY_WHO_RUNS)
    letter = request.POST.get("thu", "")
    if letter and whole(letter) is None:
        raise Http404  # one that is not to be read is not all of them
    count = send_again(actor=request.user, year=opened, notice=whole(letter))
    messages.success(request, f"{count} thư đang được gửi lại.")
    return redirect(year_url("notices", opened))


@require_http_methods(["GET", "POST"])
def slip_page(request: SignedInRequest, bloc: str, year: str, kind: str) -> HttpResponse:
    """Slips to print, or words to paste into a message, for the units of one window."""
    opened, window = visible_year(request, bloc, year, see=rules.can_run_year), _kind(kind)
    source = request.POST if request.method == "POST" else request.GET
    channel = NoticeChannel.LINK if source.get("cach") == NoticeChannel.LINK.value else NoticeChannel.SLIP
    if request.method == "POST":
        hand_over(
            actor=request.user, year=opened, kind=window, channel=channel, members=_members(request) or []
        )
        return redirect(f"{year_url('notices-slips', opened, kind=window.value)}?cach={channel.value}")
    rows = handed_today(opened, window, channel, timezone.now()) if "cach" in request.GET else []
    context = {
        "heading": slip_heading(window),
        "choices": slip_choices(opened, window),
        "slips": slips(rows, base_address(request)),
        "is_message": channel is NoticeChannel.LINK,
        "silent": why_silent(opened),
        "home_url": year_url("year-home", opened),
    }
    return render(request, "blocs/notice_slips.html", context)


@require_http_methods(["GET", "POST"])
def days(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    initial = {"days": ", ".join(str(each) for each in reminder_days(opened))}
    form = ReminderDaysForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = set_reminder_days(actor=request.user, year=opened, days=form.cleaned_data["days"])
        listed = ", ".join(str(each) for each in kept)
        said = f"Đã lưu: nhắc trước hạn {listed} ngày." if kept else "Đã lưu: trang không tự nhắc."
        messages.success(request, said)
        return redirect(year_url("notices-days", opened))
    context = {
        "form": form,
        "warnings": warnings(letters_wait=False),
        "silent": why_silent(opened),
        "setup_url": year_url("setup", opened),
        "log_url": year_url("notices", opened),
    }
    return render(request, "blocs/notice_days.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def own(request: SignedInRequest) -> HttpResponse:
    """A person's own notices; what is shown has been read."""
    rows = list(own_notices(request.user)[:OWN_SHOWN])
    lines = own_lines(rows)
    if any(line.is_new for line in lines):
        mark_read(person=request.user)
    return render(request, "blocs/my_notices.html", {"lines": lines})
