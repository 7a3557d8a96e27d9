"""A list of commendations from Excel: sent or pasted, looked at, and only then stored."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.commendations import NOT_YOURS, CommendationDetails, Ground, ground_of
from awards.rules import can_add_commendations
from blocs.access import SignedInRequest, require, visible_year
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.terms import AwardObject
from reports.actions.import_commendations import import_commendations, names_in, split_known
from reports.commendation_list import LIST, ListReading, PlacedFault, pasted, read_list, uploaded
from reports.commendation_template import empty_list
from reports.forms import WorkbookForm
from reports.paper.press import content_type
from reports.paper.words import short_date
from reports.workbook.opening import RefusedFile

_LONGEST = 2_000_000


class CommendationListForm(WorkbookForm):
    """A file or a pasted list; the file goes first when both are there."""

    text = forms.CharField(
        label="Hoặc dán từ Excel",
        required=False,
        max_length=_LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
        help_text="Chọn cả dòng tiêu đề và các dòng trong Excel, chép rồi dán vào đây.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
        self.fields["file"].label = "Tệp Excel"
        self.fields["file"].help_text = "Tệp .xlsx, trang “Khen thưởng” theo mẫu, không quá 10 MB."

    @classmethod
    def of(cls, request: HttpRequest) -> "CommendationListForm":
        return cls(request.POST, request.FILES) if request.method == "POST" else cls()

    def clean_file(self) -> Any:
        return super().clean_file() if self.cleaned_data.get("file") else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not self.errors and not data.get("file") and not data.get("text", "").strip():
            self.add_error("file", "Hãy chọn tệp .xlsx, hoặc dán danh sách vào ô bên dưới.")
        return data


@require_http_methods(["GET", "POST"])
def commendation_import(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """POST with `xac-nhan` stores what its preview showed; any other POST shows a preview or the faults."""
    opened = visible_year(request, bloc, year)
    require(can_add_commendations(request.user, opened), NOT_YOURS)
    form = CommendationListForm.of(request)
    context: dict[str, Any] = {
        "form": form,
        "template_url": year_url("commendations-template", opened),
        "cancel_url": year_url("commendations", opened),
        "again_url": year_url("commendations-import", opened),
        "headings": ", ".join(column.heading for column in LIST.columns),
    }
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "reports/commendation_import.html", context, status=status)
    ground = ground_of(opened)
    reading = _read(request, opened, form, ground)
    if reading.faults:
        context["faults"] = reading.faults
        return render(request, "reports/commendation_import.html", context, status=422)
    if "xac-nhan" in request.POST:
        added, known = import_commendations(actor=request.user, year=opened, rows=reading.rows)
        messages.success(request, _done(added, known))
        return redirect(year_url("commendations", opened))
    new, known_rows = split_known(opened, reading.rows)
    context |= {
        "new": [_row(ground, row) for row in new],
        "known": [_row(ground, row) for row in known_rows],
        "notices": reading.notices,
        "text": reading.text,
    }
    return render(request, "reports/commendation_preview.html", context)


def _read(
    request: SignedInRequest, year: BlocYear, form: CommendationListForm, ground: Ground
) -> ListReading:
    names = names_in(year, request.user)
    file = form.cleaned_data["file"]
    try:
        if file is None:
            return read_list(pasted(form.cleaned_data["text"]), names, ground)
        raw, title = uploaded(file.read())
        return read_list(raw, names, ground, title=title)
    except RefusedFile as refusal:
        return ListReading(faults=(PlacedFault("", str(refusal)),))


def _done(added: int, known: int) -> str:
    passed = f" Bỏ qua {known} dòng đã có." if known else ""
    return f"Đã nhập {added} dòng khen thưởng.{passed}"


def _row(ground: Ground, row: CommendationDetails) -> dict[str, str]:
    return {
        "unit": ground.members[row.member].short_name,
        "award": row.award_text or ground.awards[row.award].name,
        "object": AwardObject(row.object).label if row.object else "",
        "what": row.recipient,
        "count": "1" if row.recipient else "không thống kê" if row.count is None else str(row.count),
        "year": str(row.achievement_year or ""),
        "decision": " ngày ".join(filter(None, (row.decision_number, short_date(row.decided_on)))),
        "presented": short_date(row.presented_on),
    }


@require_GET
def template(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    require(can_add_commendations(request.user, opened), NOT_YOURS)
    ground = ground_of(opened)
    own = names_in(opened, request.user).own
    content = empty_list(
        [member.name for pk, member in ground.members.items() if pk in own],
        [award.name for award in ground.awards.values()],
        [movement.name for movement in ground.movements.values()],
    )
    answer = HttpResponse(content, content_type=content_type("xlsx"))
    answer["Content-Disposition"] = f'attachment; filename="mau-khen-thuong-{opened.slug}.xlsx"'
    return answer
