"""The page "Văn bản": whoever reads all scores reads it, the secretariat fills in and issues."""

from typing import Any

from blocs.models import IssuedDocument
from blocs.storage import store
from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
ONLY_READ = "board board_all secretary_former"
KIND = {"kind": "bang-tong-hop-diem"}

_BASES = {"bases-TOTAL_FORMS": "0", "bases-INITIAL_FORMS": "0"}


def issued(stage: Any) -> dict[str, Any]:
    with store(
        content=b"%PDF", name="a.pdf", content_type="application/pdf", year=stage.year, actor=None
    ) as file:
        IssuedDocument.objects.create(
            year=stage.year,
            kind=KIND["kind"],
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
    return {"code": "ABCDEFGHJK"}


ROWS = [
    Row("papers", get={200: READERS}),
    Row("papers", get={200: READERS}, published=True),
    Row("papers-draft", get={200: READERS}, kwargs={**KIND, "extension": "xlsx"}),
    Row(
        "papers-settings",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        data=_BASES,
    ),
    # Without a signer's name no paper is issued.
    Row(
        "papers-issue",
        get={200: "secretary", 403: ONLY_READ},
        post={422: "secretary", 403: ONLY_READ},
        kwargs=KIND,
        data={"number": "1", "dated": "31/12/2020"},
    ),
    Row("papers-issued", get={200: READERS}, kwargs=issued),
]
