"""The public page that says whether a PDF is ours: only id, title, hash and state are shown."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from blocs.models import IssuedDocument
from blocs.uploads import too_large_to_take

_TOO_LARGE = "Tệp quá nặng nên không phải văn bản của hệ thống này."


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Where the code printed on a paper is typed."""
    code = request.GET.get("ma", "").replace(" ", "").upper()
    if code.isalnum() and len(code) <= 20:
        return redirect("verification", code=code)
    return render(request, "reports/verification_find.html", {"typed": code, "is_unknown": False})


@login_not_required
@require_http_methods(["GET", "POST"])
def verification(request: HttpRequest, code: str) -> HttpResponse:
    documents = IssuedDocument.objects.select_related("file", "replaced_by")
    document = documents.filter(code=code.strip().upper()).first()
    if document is None:
        return render(
            request, "reports/verification_find.html", {"typed": code, "is_unknown": True}, status=404
        )
    replaced_by = getattr(document, "replaced_by", None)
    context = {
        "code": document.code,
        "number": str(document),
        "title": document.title,
        "hash": document.file.sha256,
        "state": "Đã được thay thế" if replaced_by else "Đang có hiệu lực",
        "replaced_by": str(replaced_by or ""),
        "answer": _compared(request, document.file.sha256) if request.method == "POST" else None,
    }
    return render(request, "reports/verification.html", context)


def _compared(request: HttpRequest, wanted: str) -> dict[str, str]:
    file = request.FILES.get("file")
    if file is None or too_large_to_take(request):
        text = _TOO_LARGE if file else "Hãy chọn tệp PDF cần đối chiếu."
        return {"tone": "warning", "text": text}
    if _digest(file) == wanted:
        return {"tone": "success", "text": "Đúng từng byte là văn bản này."}
    return {
        "tone": "error",
        "text": "Tệp này không trùng với văn bản đã ban hành: nội dung đã bị sửa hoặc là tệp khác.",
    }


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
