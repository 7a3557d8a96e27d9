"""The public page that says whether a PDF is ours: only id, title, hash and state are shown."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from blocs.models import IssuedDocument

_MAX_PDF = 20 * 1024 * 1024


@login_not_required
@require_http_methods(["GET", "POST"])
def verification(request: HttpRequest, code: str) -> HttpResponse:
    document = (
        IssuedDocument.objects.select_related("file", "replaced_by").filter(code=code.strip().upper()).first()
    )
    if document is None:
        return render(request, "reports/verification.html", {"code": code}, status=404)
    replaced_by = getattr(document, "replaced_by", None)
    context = {
        "code": document.code,
        "number": str(document),
        "title": document.title,
        "hash": document.file.sha256,
        "state": f"đã được thay bằng văn bản số {replaced_by}" if replaced_by else "đang có hiệu lực",
        "answer": _compared(request, document.file.sha256) if request.method == "POST" else None,
    }
    return render(request, "reports/verification.html", context)


def _compared(request: HttpRequest, wanted: str) -> dict[str, str]:
    file = request.FILES.get("file")
    if file is None:
        return {"tone": "warning", "text": "Hãy chọn tệp PDF cần đối chiếu."}
    if (file.size or 0) > _MAX_PDF:
        return {"tone": "warning", "text": "Tệp quá 20 MB nên không phải văn bản của hệ thống này."}
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    if digest.hexdigest() == wanted:
        return {"tone": "success", "text": "Đúng từng byte là văn bản này."}
    return {
        "tone": "error",
        "text": "Tệp này không trùng với văn bản đã ban hành: nội dung đã bị sửa hoặc là tệp khác.",
    }
