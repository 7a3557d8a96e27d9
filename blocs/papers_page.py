"""The context of the page "Văn bản": what can be printed, what is missing, what was issued."""

from typing import Any

from django.urls import reverse

from blocs.addresses import page
from blocs.context import year_url
from blocs.documents import DocumentKind, Missing, document_kinds, missing_fields
from blocs.models import BlocYear, IssuedDocument
from reports.paper.press import EXTENSIONS
from reports.paper.words import short_date

_ENDINGS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
_FIELD_IDS = {"bases": "can-cu"}


def papers_context(year: BlocYear, *, may: bool) -> dict[str, Any]:
    """`may`: whether this person runs the year, and so may fill in, issue and replace."""
    issued = _issued(year)
    missing = missing_fields(year)
    return {
        "sentence": _sentence(year, missing, issued),
        "missing": missing_rows(year, missing, may=may),
        "kinds": [_kind_row(year, kind, may=may) for kind in document_kinds().values()],
        "issued": [_issued_row(year, document, may=may) for document in issued],
        "settings_url": year_url("papers-settings", year) if may else "",
        "data": _data_links(year, may=may),
    }


def _sentence(year: BlocYear, missing: list[Missing], issued: list[IssuedDocument]) -> str:
    if year.is_practice:
        return "Bản luyện tập: in được mọi văn bản có dấu “LUYỆN TẬP”, không ban hành."
    blocking = sum(field.blocks for field in missing)
    in_force = sum(not hasattr(document, "replaced_by") for document in issued)
    done = f"Đã ban hành {in_force} văn bản còn hiệu lực" if in_force else "Chưa ban hành văn bản nào"
    if blocking:
        return f"{done}; cần điền thêm {blocking} mục mới ban hành được. Bản dự thảo in lúc nào cũng được."
    return f"{done}; thể thức đã đủ để ban hành."


def missing_rows(year: BlocYear, missing: list[Missing], *, may: bool) -> list[dict[str, Any]]:
    """What is missing, each with the address of the field where it is filled in."""
    page = year_url("papers-settings", year)
    return [
        {
            "label": field.label,
            "blocks": field.blocks,
            "url": f"{page}#{_FIELD_IDS.get(field.field, f'id_{field.field}')}" if may else "",
        }
        for field in missing
    ]


def _kind_row(year: BlocYear, kind: DocumentKind, *, may: bool) -> dict[str, Any]:
    return {
        "title": kind.title,
        "links": [
            {
                "label": _ENDINGS[extension],
                "url": year_url("papers-draft", year, kind=kind.kind, extension=extension),
            }
            for extension in EXTENSIONS
        ],
        "issue_url": year_url("papers-issue", year, kind=kind.kind)
        if may and kind.can_be_issued and not year.is_practice
        else "",
    }


def _issued(year: BlocYear) -> list[IssuedDocument]:
    rows = IssuedDocument.objects.filter(year=year).select_related("file", "replaced_by", "replaces")
    return list(rows.order_by("-issued_at", "-pk"))


def issue_context(year: BlocYear, kind: DocumentKind, replaces: IssuedDocument | None) -> dict[str, Any]:
    """What stands beside the form of number and date: what is missing, and which paper of the kind stands."""
    missing = missing_fields(year)
    standing = (
        IssuedDocument.objects.filter(year=year, kind=kind.kind, replaced_by=None).order_by("-pk").first()
    )
    return {
        "heading": f"Ban hành: {kind.title}",
        "missing": missing_rows(year, missing, may=True),
        "is_blocked": any(field.blocks for field in missing),
        "replaces": str(replaces) if replaces else "",
        "standing": str(standing) if standing and not replaces else "",
        "replace_url": f"?thay={standing.code}" if standing else "",
        "draft_url": year_url("papers-draft", year, kind=kind.kind, extension="pdf"),
        "back_url": year_url("papers", year),
    }


def _issued_row(year: BlocYear, document: IssuedDocument, *, may: bool) -> dict[str, Any]:
    replaced_by = getattr(document, "replaced_by", None)
    again = year_url("papers-issue", year, kind=document.kind)
    return {
        "number": str(document),
        "title": document.title,
        "dated": short_date(document.dated),
        "state": "Đã được thay thế" if replaced_by else "Đang có hiệu lực",
        "replaced_by": f"bằng số {replaced_by}" if replaced_by else "",
        "replaces": f"Thay số {document.replaces}" if document.replaces else "",
        "code": document.code,
        "hash": document.file.sha256[:16],
        "url": year_url("papers-issued", year, code=document.code),
        "verify_url": reverse("verification", kwargs={"code": document.code}),
        "replace_url": f"{again}?thay={document.code}" if may and replaced_by is None else "",
    }


def _data_links(year: BlocYear, *, may: bool) -> list[dict[str, str]]:
    links = [
        {
            "label": "Sổ Excel của năm",
            "about": "Toàn bộ số liệu; nhập lại được vào hệ thống.",
            "url": year_url("workbook", year),
        },
        {
            "label": "Điểm dạng CSV",
            "about": "Mỗi ô điểm một dòng, mở thẳng bằng Excel.",
            "url": year_url("scores-csv", year),
        },
        {
            "label": "Gói hồ sơ của năm",
            "about": "Sổ Excel, văn bản đã ban hành, tệp đã ký, nhật ký và mục lục có mã băm, để bàn giao.",
            "url": page("year-package", year),
        },
        {
            "label": "Trưởng khối, bàn giao",
            "about": "Nhiệm kỳ, sổ cờ luân lưu, biên bản bàn giao.",
            "url": year_url("leading", year),
        },
    ]
    if may:
        upload = {
            "label": "Nhập sổ Excel",
            "about": "Xem trước rồi mới nhập; tải mẫu trống ở đây.",
            "url": reverse("import-year"),
        }
        links.append(upload)
    return links
