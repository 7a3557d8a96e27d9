"""A rule's parameters as lines of the workbook, there and back; and the workbook with them."""

import dataclasses
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from blocs.models import BlocYear
from blocs.terms import CriterionRule
from reports.actions.import_year import import_year
from reports.queries import load_year_book
from reports.workbook.layout import CRITERIA
from reports.workbook.writing import write_workbook
from scoring.criterion_parameters import NOTHING, Item, Parameters
from scoring.parameters_text import parameters_text, read_parameters
from tests.reports.workbook_builders import FULL_YEAR, addresses, edited, read

D = Decimal
RICH = Parameters(
    (Item("1", "Chậm đến 15 ngày", D(2)), Item("2", "Vắng họp = không lý do", D("0.5"), 2)),
    limit=D("7.5"),
    least=D(0),
)
TEXT = """Chậm đến 15 ngày = 2
Vắng họp = không lý do = 0,5; tối đa 2 lần
[Điểm thấp nhất] 0
[Trừ nhiều nhất] 7,5"""


def test_a_line_an_item_and_a_limit() -> None:
    assert parameters_text(RICH) == TEXT
    assert read_parameters(TEXT) == (RICH, [])
    loose = "chậm  đến 15 ngày=2\n\n[trừ NHIỀU nhất]7.5\n A = 1 ; Tối đa 3 lần "
    assert read_parameters(loose) == (
        Parameters((Item("1", "chậm đến 15 ngày", D(2)), Item("2", "A", D(1), 3)), limit=D("7.5")),
        [],
    )
    assert read_parameters("") == (NOTHING, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Đúng hạn", "chưa đúng dạng"),
        ("Đúng hạn = nhiều", "không phải là số"),
        ("A = 1; tối đa 0 lần", "từ 1 đến 999"),
        ("[Trừ nhiều nhất] nhiều", "không phải là số"),
        ("A = 1,2,3", "không phải là số"),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    _found, problems = read_parameters(f"Tốt = 1\n{text}")
    assert len(problems) == 1
    assert said in problems[0]


words = st.text("abĐê =;[]()1,.", min_size=1, max_size=20).map(lambda text: " ".join(text.split()))
texts = words.filter(bool)
amounts = st.decimals(0, 10**5, places=3)
items = st.lists(st.tuples(texts, amounts, st.none() | st.integers(1, 999)), max_size=4).map(
    lambda rows: tuple(Item(str(k), *row) for k, row in enumerate(rows, start=1))
)


@given(items, st.none() | amounts, st.none() | amounts)
def test_written_and_read_they_are_the_same(
    found: tuple[Item, ...], least: D | None, ceiling: D | None
) -> None:
    parameters = Parameters(found, ceiling=ceiling, least=least)
    assert read_parameters(parameters_text(parameters)) == (parameters, [])


WITH_RULES = dataclasses.replace(
    FULL_YEAR,
    criteria=tuple(
        dataclasses.replace(row, rule=CriterionRule.DEDUCT_PER, parameters=RICH)
        if row.code == "I.1"
        else dataclasses.replace(row, rule=CriterionRule.BINARY)
        if row.code == "III.1"
        else row
        for row in FULL_YEAR.criteria
    ),
)


def headings(data: bytes) -> list[object]:
    return [cell.value for cell in load_workbook(io.BytesIO(data))["Tiêu chí"][1]]


def test_a_workbook_has_the_columns_only_where_a_criterion_has_a_rule() -> None:
    plain = [column.heading for column in CRITERIA.columns]
    assert headings(write_workbook(FULL_YEAR)) == plain
    assert headings(write_workbook(WITH_RULES)) == [*plain, "Quy tắc tính điểm", "Thông số quy tắc"]
    reading = read(write_workbook(WITH_RULES))
    assert (reading.faults, reading.notices, reading.book) == ((), (), WITH_RULES)


@pytest.mark.django_db
def test_stored_and_exported_again_the_rules_are_the_same() -> None:
    stored = import_year(actor=None, book=WITH_RULES)
    year = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=stored.pk)
    assert load_year_book(year).criteria == WITH_RULES.criteria


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("H3", "Theo ý", "không có trong danh sách"),
        ("I3", "Chậm", "chưa đúng dạng"),
        ("I3", "[Trừ nhiều nhất] 2", "Chưa có lỗi bị trừ nào"),
        ("I3", "Chậm = 0", "Dòng 1: Số điểm phải lớn hơn 0"),
        ("H9", "Danh mục điểm trừ", "không dùng cho điểm thưởng"),
    ],
)
def test_a_rule_that_cannot_stand_is_named_at_its_cell(cell: str, value: str, said: str) -> None:
    def edit(workbook: object) -> None:
        workbook["Tiêu chí"][cell] = value  # type: ignore[index]

    reading = read(edited(edit, write_workbook(WITH_RULES)))
    assert addresses(reading) == [f"Tiêu chí!{cell}"]
    assert said in reading.faults[0].message
