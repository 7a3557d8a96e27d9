"""The year's plan: its table is the windows, its movements those of the year."""

from datetime import date

import pytest

from blocs.documents import document_kinds, heading_of
from blocs.models import BlocYear, Movement, PhaseKind
from blocs.terms import BlocKind
from reports.paper.outline import Paper, Paragraph, Table
from reports.paper.press import render
from tests.blocs.test_extensions import given, set_window
from tests.blocs.test_phases import at
from tests.blocs.test_year_home import again
from tests.builders import bloc_year

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def plan(year: BlocYear) -> Paper:
    kind = document_kinds()["ke-hoach"]
    year = again(year)
    return kind.describe(year, heading_of(year, kind=kind))


def table(year: BlocYear) -> dict[str, tuple[object, ...]]:
    (found,) = (block for block in plan(year).blocks if isinstance(block, Table))
    return {str(row.cells[1]): row.cells for row in found.rows}


def test_its_table_is_the_years_windows() -> None:
    year = bloc_year(levels=["self", "peer", "bloc"])
    set_window(year, PhaseKind.PLEDGE, at("31/03/2020 23:59"), opens=at("01/03/2020 00:00"))
    set_window(year, PhaseKind.HALF_YEAR, at("20/06/2020 17:00"))
    set_window(year, PhaseKind.SELF_SCORING, at("21/11/2020 00:00"), opens=at("01/11/2020 00:00"))
    set_window(year, PhaseKind.CONFERENCE, None, opens=at("15/12/2020 08:00"))
    rows = table(year)
    assert "Thẩm định điểm" not in rows
    assert rows["Phát động, ký giao ước thi đua"][2:5] == (
        "Từ 01/03/2020 đến 31/03/2020",
        "Trưởng khối",
        "Các đơn vị thành viên",
    )
    assert rows["Báo cáo và họp sơ kết 6 tháng đầu năm"][2] == "Trước 17 giờ 00 ngày 20/06/2020"
    assert rows["Tự chấm điểm theo bảng tiêu chí"][2] == "Từ 01/11/2020 đến 20/11/2020"
    assert rows["Họp tổng kết năm, bình xét, suy tôn"][2] == "Từ 15/12/2020"
    assert rows["Trình hồ sơ đề nghị khen thưởng"][2] == "Theo thông báo của Trưởng khối"


def test_a_units_extension_is_no_part_of_the_plan() -> None:
    year = bloc_year()
    set_window(year, PhaseKind.PLEDGE, at("31/03/2020 23:59"))
    before = table(year)
    given(year, closes_at=at("30/04/2020 23:59"))
    assert table(year) == before


def test_the_years_movements_are_named() -> None:
    year = bloc_year()
    Movement.objects.create(
        year=year,
        position=1,
        name="Chung sức xây dựng nông thôn mới",
        launcher="UBND tỉnh",
        starts_on=date(2020, 3, 1),
    )
    texts = [block.text for block in plan(year).blocks if isinstance(block, Paragraph)]
    assert "- Phong trào “Chung sức xây dựng nông thôn mới” (do UBND tỉnh phát động; từ 01/03/2020)." in texts


def test_a_cluster_speaks_of_a_cluster() -> None:
    year = bloc_year()
    BlocYear.objects.filter(pk=year.pk).update(kind=BlocKind.CUM)
    texts = " ".join(str(block.text) for block in plan(year).blocks if isinstance(block, Paragraph))
    assert "Trưởng cụm" in texts
    assert "khối" not in texts.replace("khoi-thu", "").replace("Khối khoi", "")


def test_its_number_line_is_a_plans_and_all_three_formats_print() -> None:
    paper = plan(bloc_year())
    assert paper.symbol == "KH-KTĐ"
    assert len(paper.signers) == 1
    for extension, mark in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        assert render(paper, extension).startswith(mark)
