"""The empty list of commendations that people fill in: headings, and lists of units and awards to choose from."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from reports.commendation_list import LIST
from reports.workbook.writing import (
    HEADING_FILL,
    HEADING_FONT,
    LAST_LISTED_ROW,
    add_list,
    prepare_sheet,
    saved,
)

_LISTS = "Danh mục"


def empty_list(units: Sequence[str], awards: Sequence[str], movements: Sequence[str]) -> bytes:
    """The `.xlsx` bytes; deterministic. The list's tab comes first."""
    workbook = Workbook()
    page = workbook.active
    page.title = LIST.title
    prepare_sheet(page, LIST.columns)
    listing = workbook.create_sheet(_LISTS)
    fields = [column.field for column in LIST.columns]
    for place, (field, heading, names) in enumerate(
        (
            ("unit", "Đơn vị", units),
            ("award", "Danh hiệu, hình thức", awards),
            ("movement", "Phong trào", movements),
        ),
        start=1,
    ):
        for row, text in enumerate((heading, *names), start=1):
            cell = listing.cell(row, place, text)
            cell.data_type = "s"
            if row == 1:
                cell.font, cell.fill = HEADING_FONT, HEADING_FILL
        letter, listed = get_column_letter(fields.index(field) + 1), get_column_letter(place)
        listing.column_dimensions[listed].width = 50
        if names:
            cells = f"'{_LISTS}'!${listed}$2:${listed}${len(names) + 1}"
            add_list(page, f"{letter}2:{letter}{LAST_LISTED_ROW}", cells, strict=False)
    return saved(workbook)
