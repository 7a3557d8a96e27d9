"""The windows of a year, and a later closing time for one unit."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.actions.extensions import end_extension, extension_state, set_extension
from blocs.actions.phases import change_phases
from blocs.context import year_url
from blocs.editing import Stale
from blocs.forms.extensions import ExtensionForm, kinds_to_extend
from blocs.forms.phases import PhasesForm
from blocs.freezing import PUBLISHED
from blocs.models import BlocYear, PhaseExtension
from blocs.next_thing import lead_on
from blocs.refusals import Faults, Invalid
from blocs.year_phases import counts, moment_in_words, template_windows, windows_of_last_year

TEMPLATE, LAST_YEAR = "mau", "nam-truoc"
_SHOWN = {
    TEMPLATE: "Đây là ngày theo mẫu, chưa lưu. Hãy sửa cho hợp với khối rồi bấm Lưu các mốc.",
    LAST_YEAR: "Đây là ngày của năm trước dời sang năm này, chưa lưu. Hãy xem lại rồi bấm Lưu các mốc.",
}


@require_http_methods(["GET", "POST"])
def phases(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    last_year = windows_of_last_year(opened)
    asked = next((name for name in _SHOWN if name in request.GET), "") if request.method == "GET" else ""
    suggested = {TEMPLATE: template_windows(opened.year), LAST_YEAR: last_year}.get(asked)
    form = PhasesForm(posted(request), year=opened, suggested=suggested)
    if opened.is_published:
        form.freeze()
    if (
        request.method == "POST"
        and form.is_valid()
        and (changed := _saved(request, opened, form)) is not None
    ):
        said = f"Đã lưu {changed} mốc." if changed else "Không có gì thay đổi."
        lead_on(request, opened, said, runs_too=True)
        return redirect(year_url("phases", opened))
    context = {
        "form": form,
        "rows": form.rows(),
        "suggestion": _SHOWN[asked] if asked and suggested else "",
        "has_last_year": bool(last_year),
        "frozen": PUBLISHED if opened.is_published else "",
        "setup_url": year_url("setup", opened),
        "extensions_url": year_url("phases-extensions", opened),
    }
    return render(request, "blocs/phases.html", context, status=422 if form.errors else 200)


def _saved(request: SignedInRequest, year: BlocYear, form: PhasesForm) -> int | None:
    """How many windows changed; None when somebody else has set them meanwhile, which the form then says."""
    try:
        base = form.cleaned_data["base"]
        return len(change_phases(actor=request.user, year=year, windows=form.windows(), base=base))
    except Stale as stale:
        there = [f"{row['label']}: {row['stored'] or 'để trống'}" for row in form.differing(year)]
        form.add_error(None, f"{stale} Hiện có: {'; '.join(there)}.")
        return None


@require_http_methods(["GET", "POST"])
def extensions(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Every extension of the year, and the form that gives one."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    form = ExtensionForm(posted(request), year=opened)
    if (answer := _set(request, opened, form)) is not None:
        return answer
    context = {
        "form": form,
        "rows": [_row(opened, each) for each in opened.extensions.values()],
        "can_give": bool(kinds_to_extend(opened)) and not opened.is_published,
        "frozen": PUBLISHED if opened.is_published else "",
        "phases_url": year_url("phases", opened),
        "calendar_url": year_url("calendar", opened),
    }
    return render(request, "blocs/extensions.html", context, status=422 if form.errors else 200)


def _row(year: BlocYear, extension: PhaseExtension) -> dict[str, Any]:
    phase = year.phases_by_kind[extension.phase.kind]
    return {
        "unit": extension.membership.short_name,
        "phase": str(extension.phase),
        "until": moment_in_words(extension.closes_at),
        "reason": extension.reason,
        "url": "" if year.is_published else year_url("phases-extension", year, pk=extension.pk),
        "counts": counts(extension, phase),
    }


@require_http_methods(["GET", "POST"])
def extension(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """Change one extension."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    found = _found(opened, pk)
    form = ExtensionForm(posted(request), year=opened, extension=found)
    if (answer := _set(request, opened, form)) is not None:
        return answer
    context = {
        "form": form,
        "heading": f"Gia hạn {str(found.phase).lower()} cho {found.membership.short_name}",
        "end_url": year_url("phases-extension-end", opened, pk=pk),
        "back_url": year_url("phases-extensions", opened),
    }
    return render(request, "blocs/extension.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def extension_end(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    found = _found(opened, pk)
    if request.method == "POST":
        end_extension(actor=request.user, year=opened, extension=found)
        messages.success(request, f"Đã thu hồi gia hạn của {found.membership.short_name}.")
        return redirect(year_url("phases-extensions", opened))
    context = {
        "heading": "Thu hồi gia hạn",
        "what": f"Thu hồi gia hạn {str(found.phase).lower()} của {found.membership.name}?",
        "follows": (
            f"Hạn của đơn vị trở lại như hạn chung, thay cho {moment_in_words(found.closes_at)}.",
            "Việc thu hồi được ghi vào nhật ký của năm.",
        ),
        "action_label": "Thu hồi gia hạn",
        "cancel_url": year_url("phases-extensions", opened),
    }
    return render(request, "confirm.html", context)


def _found(year: BlocYear, pk: int) -> PhaseExtension:
    found = next((each for each in year.extensions.values() if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _set(request: SignedInRequest, year: BlocYear, form: ExtensionForm) -> HttpResponse | None:
    """The answer when the extension stands; None when the form is to be shown, with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    values = form.values()
    try:
        extension = set_extension(actor=request.user, year=year, **values)
    except Faults as faults:
        form.show_faults(faults)
    except Stale as stale:
        year.__dict__.pop("extensions", None)
        current = extension_state(year, values["kind"], values["member"])
        form.now_based_on(current)
        there = f"đến {current['closes_at']}, lý do: {current['reason']}" if current else "không có gia hạn"
        form.add_error(None, f"{stale} Hiện có: {there}.")
    except Invalid as refusal:
        form.add_error(None, str(refusal))
    else:
        until = moment_in_words(extension.closes_at)
        messages.success(request, f"Đã gia hạn cho {extension.membership.short_name} đến {until}.")
        return redirect(year_url("phases-extensions", year))
    return None
