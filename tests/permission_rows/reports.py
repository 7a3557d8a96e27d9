"""Whole-year files, and the public check of issued papers."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from blocs.models import IssuedDocument, StoredFile
from reports.actions.uploads import keep_upload
from tests.permission_rows import SEATS, Row
from tests.reports.workbook_builders import FULL_YEAR_BYTES

READERS = "board board_all secretary secretary_former"
IMPORTERS = "admin board board_all board_other secretary secretary_other"
SIGNED_IN = " ".join(name for name in SEATS if name != "anonymous")


def no_workbook(_stage: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("so.xlsx", b"khong phai xlsx")}


def upload_of_the_administrator(stage: Any) -> dict[str, Any]:
    kept = keep_upload(actor=stage.cast["admin"], content=FULL_YEAR_BYTES, name="so.xlsx")
    return {"pk": kept.pk}


def issued_code(stage: Any) -> dict[str, Any]:
    file = StoredFile.objects.create(
        year=stage.year,
        path="verification",
        name="a.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
    )
    document = IssuedDocument.objects.create(
        year=stage.year,
        kind="bang-tong-hop-diem",
        title="Bảng tổng hợp",
        number=1,
        symbol="BTH-KTĐ",
        dated="2020-12-31",
        code="ABCDEFGHJK",
        file=file,
        anchor_number=0,
        anchor_hash="0" * 64,
        issued_by=stage.cast["secretary"],
    )
    return {"code": document.code}


ROWS = [
    Row(
        "import-year",
        get={200: IMPORTERS},
        post={422: IMPORTERS},
        otherwise=403,
        data=no_workbook,
        of_year=False,
    ),
    # Somebody else's upload does not exist; who may bring in nothing is told so first.
    Row(
        "import-confirm",
        post={302: "admin", 404: "board board_all board_other secretary secretary_other"},
        otherwise=403,
        kwargs=upload_of_the_administrator,
        of_year=False,
    ),
    Row("workbook-template", get={200: SIGNED_IN}, of_year=False),
    Row("workbook", get={200: READERS}),
    Row("scores-csv", get={200: READERS}),
    Row("workbook", get={200: READERS}, published=True),
    Row(
        "verification-find",
        get={200: "everyone"},
        post={422: "everyone"},
        of_year=False,
        public=True,
    ),
    Row(
        "verification",
        get={200: "everyone"},
        post={422: "everyone"},
        kwargs=issued_code,
        of_year=False,
        public=True,
    ),
]
