"""One cell as a page: the criterion, its rule and what is worked out of it, evidence, and the points."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest, posted, require
from blocs.refusals import Invalid
from reports.paper.words import trimmed
from scoring.actions.cell_entries import CellAnswer, CellEntry, Outcome
from scoring.actions.cells import save_cells
from scoring.actions.sheet_locking import READS_ONLY
from scoring.cell_page import Cell, read_cell
from scoring.criterion_rules import Suggestion, suggestion
from scoring.forms.cell_detail import CellForm
from scoring.forms.cells import read_points
from scoring.rules import fills_paper
from scoring.views.cell_screen import FROM_ONE, one_url, screen
from scoring.views.papers import open_year, year_kwargs
from scoring.visibility import sight

ASK, TAKE = "tinh", "goi-y"
_STATUS = {Outcome.STALE: 409, Outcome.CLOSED: 409, Outcome.WRONG: 422}
_NO_SUGGESTION = "Chưa có điểm gợi ý để lấy. Hãy chọn hoặc ghi ở phần trên, hay tự cho điểm."


@require_http_methods(["GET", "POST"])
def cell(request: SignedInRequest, bloc: str, year: str, sheet: int, criterion: int) -> HttpResponse:
    """The page; sending works the suggestion out ("tinh"), takes it ("goi-y"), or saves one's own points."""
    opened = open_year(request, bloc, year)
    found = read_cell(opened, sight(request.user, opened), sheet, criterion)
    if found is None:
        raise Http404
    stored = found.stored
    form = CellForm(posted(request), leaf=found.leaf, stored=stored, basis=found.told)
    if request.method == "POST":
        require(fills_paper(request.user, opened, found.sheet.level, found.by), READS_ONLY)
        return _sent(request, found, form)
    base = f"{stored.points:f}" if stored else ""
    return _show(request, found, form, suggestion(found.leaf.leaf_rule, found.told), base)


def _sent(request: SignedInRequest, cell: Cell, form: CellForm) -> HttpResponse:
    """Nothing typed is lost: what cannot be saved stands in the form with the sentence why."""
    act, base = request.POST.get("viec", ""), request.POST.get("base", "")
    if not form.is_valid():
        return _show(request, cell, form, suggestion(cell.leaf.leaf_rule, cell.told), base)
    basis = cell.with_targets(form.basis(is_asked=act in {ASK, TAKE}))
    found = suggestion(cell.leaf.leaf_rule, basis)
    if act == TAKE and found.points is None:
        form.add_error(None, found.working[0] if found.working else _NO_SUGGESTION)
    if act == ASK or form.errors:
        return _show(request, cell, form, found, base)
    entry = CellEntry(
        cell.sheet.pk,
        cell.leaf.criterion_id,
        found.points if act == TAKE else form.cleaned_data["points"],
        _base(base),
        reason=form.cleaned_data["reason"],
        basis=form.kept(basis),
    )
    (answer,) = save_cells(actor=request.user, **year_kwargs(cell.year), entries=[entry])
    if answer.outcome in _STATUS:
        return _refused(request, cell, form, found, answer)
    _say(request, cell, answer)
    return redirect(one_url(cell) if _from_one(request) else cell.address(cell.leaf))


def _from_one(request: SignedInRequest) -> bool:
    return FROM_ONE in request.META["QUERY_STRING"].split("&")


def _base(text: str) -> Decimal | None:
    try:
        return read_points(text)
    except ValueError as error:
        raise Invalid("Dữ liệu gửi lên không đúng dạng. Hãy tải lại trang rồi nhập tiếp.") from error


def _say(request: SignedInRequest, cell: Cell, answer: CellAnswer) -> None:
    if answer.outcome is Outcome.LATE:
        messages.warning(request, answer.sentence)
    else:
        points = answer.entry.value
        said = "đã để trống" if points is None else f"đã lưu {trimmed(points)} điểm"
        messages.success(request, f"{cell.leaf.code} · {cell.member.short_name}: {said}.")


def _refused(
    request: SignedInRequest, cell: Cell, form: CellForm, found: Suggestion, answer: CellAnswer
) -> HttpResponse:
    """Somebody else's value is the base of the next try: pressing again then means to replace it."""
    base, sentence = request.POST.get("base", ""), answer.sentence
    if answer.outcome is Outcome.STALE:
        base = "" if answer.stored is None else f"{answer.stored:f}"
        sentence += " Phần ông, bà vừa nhập còn nguyên; bấm lưu lần nữa nếu vẫn muốn thay."
    form.add_error(None, sentence)
    shown = _show(request, cell, form, found, base)
    shown.status_code = _STATUS[answer.outcome]
    return shown


def _show(request: SignedInRequest, cell: Cell, form: CellForm, found: Suggestion, base: str) -> HttpResponse:
    context = screen(request.user, cell, form, found, from_one=_from_one(request)) | {"base": base}
    return render(request, "scoring/cell.html", context, status=422 if form.errors else 200)
