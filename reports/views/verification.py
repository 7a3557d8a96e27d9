"""The public page that says whether a PDF is ours: only name, title, hash and state are shown."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.received_files import MOST_BYTES
from blocs.throttling import may_ask
from reports.verifying import Answer, PublicPaper, answer_about, find_paper

_TOO_LARGE = "Tệp quá nặng nên không phải văn bản của hệ thống này."
_NO_FILE = "Hãy chọn tệp PDF cần đối chiếu."
_TOO_OFTEN = "Từ địa chỉ này đã đối chiếu nhiều tệp liền nhau. Hãy chờ mười phút rồi thử lại."
# One office behind one address checks a dossier; a machine that guesses asks more often.
MOST_CHECKS = 30


@login_not_required
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Where the code printed on a paper is typed, or the file itself is given."""
    if request.method == "POST":
        answer, status = _answer(request, None)
        return _show(request, answer.paper, answer, status)
    typed = request.GET.get("ma", "").strip()
    code = typed.upper().replace(" ", "").replace("-", "")
    if code.isalnum() and len(code) <= 20:
        return redirect("verification", code=code)
    return _show(request, None, None, typed=typed, is_unknown=bool(typed))


@login_not_required
@require_http_methods(["GET", "POST"])
def verification(request: HttpRequest, code: str) -> HttpResponse:
    paper = find_paper(code)
    if paper is None:
        return _show(request, None, None, 404, typed=code, is_unknown=True)
    if request.method == "POST":
        answer, status = _answer(request, paper)
        return _show(request, paper, answer, status)
    return _show(request, paper, None)


def _answer(request: HttpRequest, asked: PublicPaper | None) -> tuple[Answer, int]:
    """What the file sent is, and the status to answer with."""
    file = request.FILES.get("file")
    if file is None:
        return Answer("warning", _NO_FILE), 422
    if not file.size or file.size > MOST_BYTES:
        return Answer("warning", _TOO_LARGE if file.size else "Tệp rỗng. Hãy chọn lại tệp."), 422
    if not may_ask(request, "verification", MOST_CHECKS):
        return Answer("warning", _TOO_OFTEN), 429
    return answer_about(file.read(), asked=asked), 200


def _show(
    request: HttpRequest,
    paper: PublicPaper | None,
    answer: Answer | None,
    status: int = 200,
    **typed: object,
) -> HttpResponse:
    context = {"paper": paper, "answer": answer, **typed}
    template = "reports/verification.html" if paper else "reports/verification_find.html"
    return render(request, template, context, status=status)
