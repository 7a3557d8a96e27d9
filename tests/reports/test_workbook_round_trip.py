"""Written and read again, a year is the same year, whatever its texts and numbers; equal years are equal bytes."""

import io
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from awards.catalogue import CATALOGUE
from awards.definitions import AwardRuleRow, VoteCountRow, VoteResultRow
from blocs import terms
from blocs.terms import CriterionGroup, Level, Role
from blocs.text import clean, clean_lines
from reports.workbook import book as rows
from reports.workbook.layout import BLOC_SHEET, HELP_SHEET, SHEETS
from reports.workbook.legacy_text import looks_legacy
from reports.workbook.template import empty_workbook
from reports.workbook.writing import safe_text, write_workbook
from scoring.definitions import ClassRow, CriterionRow, YearRules
from tests.reports.workbook_builders import (
    AWARDS,
    EXAMPLES,
    FULL_YEAR,
    FULL_YEAR_BYTES,
    addresses,
    edited,
    read,
)

pytestmark = pytest.mark.untraced


NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@a",
    "#REF!",
    "_x0041_",
    "_x005F_",
    "1-1-3",
    "1/2",
    "007",
    "TRUE",
    "<b>&amp;",
    "“Hội”",
    "'a",
]
letters = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"))


def texts(longest: int, least: int = 0) -> st.SearchStrategy[str]:
    written = st.text(letters, max_size=min(longest, 12)).map(clean) | st.sampled_from(NASTY)
    return written.filter(
        lambda text: clean(text) == text and least <= len(text) and not looks_legacy(text, False)
    )


lines = (
    st.lists(texts(20, 1), max_size=3)
    .map("\n".join)
    .filter(lambda text: clean_lines(text) == text and not looks_legacy(text, False))
)
codes = st.text("ABCĐabc019_- ", min_size=1, max_size=6).map(str.strip).filter(bool)
points = st.decimals(0, 999_999, places=3).map(lambda value: value.normalize() + 0)
maybe_points = st.none() | points
amounts = st.none() | st.decimals(-(10**8), 10**8, places=6).map(lambda value: value.normalize() + 0)
days = st.none() | st.dates(date(1901, 1, 1), date(2199, 12, 31))
counts = st.integers(0, 10**6)


def term(kind: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(kind))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def units(draw: Any) -> tuple[rows.UnitRow, ...]:
    names = draw(st.lists(codes, min_size=2, max_size=5, unique=True))
    orders = draw(st.lists(counts, min_size=len(names), max_size=len(names), unique=True))
    found = [
        rows.UnitRow(
            order if draw(st.booleans()) else None, name, draw(texts(255, 1)), draw(texts(100)), draw(texts(255)),
            Role.LEADER if index == 0 else draw(st.sampled_from([Role.DEPUTY, Role.MEMBER])),
            draw(texts(150)), draw(texts(150)), draw(texts(254)), draw(texts(100)),
        )
        for index, (order, name) in enumerate(zip(orders, names, strict=True))
    ]  # fmt: skip
    return tuple(found)


@st.composite
def criteria(draw: Any) -> tuple[CriterionRow, ...]:
    """Sections with up to three leaves each, one without children, and their sums; then a bonus and a penalty."""
    found: list[CriterionRow] = []
    for index in range(draw(st.integers(1, 3))):
        maxima = draw(st.lists(points, min_size=1, max_size=3))
        given_sum = sum(maxima, Decimal(0)) if draw(st.booleans()) else None
        found.append(CriterionRow(f"{index}", draw(texts(1000)), CriterionGroup.CONTENT, given_sum))
        for leaf, maximum in enumerate(maxima):
            step = draw(maybe(points.filter(bool)))
            evidence = draw(maybe(st.booleans()))
            found.append(
                CriterionRow(
                    f"{index}.{leaf}0",
                    draw(texts(1000)),
                    CriterionGroup.CONTENT,
                    maximum,
                    step,
                    draw(lines),
                    evidence,
                )
            )
    found.append(CriterionRow("x", "", CriterionGroup.BONUS, draw(maybe_points)))
    found.append(CriterionRow("y", "", CriterionGroup.PENALTY, draw(maybe_points)))
    return tuple(found)


@st.composite
def scores(
    draw: Any, members: tuple[rows.UnitRow, ...], tree: tuple[CriterionRow, ...], levels: tuple[Level, ...]
) -> Any:
    names = [member.code for member in members]
    leaves = [row for row in tree if row.group != CriterionGroup.CONTENT or "." in row.code]
    found: dict[Any, rows.ScoreRow] = {}
    states: dict[Any, rows.SheetRow] = {}
    for _ in range(draw(st.integers(0, 8))):
        level, scored, leaf = (
            draw(st.sampled_from(levels)),
            draw(st.sampled_from(names)),
            draw(st.sampled_from(leaves)),
        )
        others = [name for name in names if name != scored]
        scorer = (
            draw(st.sampled_from(others)) if level == Level.PEER else scored if level == Level.SELF else ""
        )
        value = leaf.maximum if leaf.maximum is not None else draw(points)
        if leaf.step:
            value = value // leaf.step * leaf.step
        found[level, scored, scorer, leaf.code] = rows.ScoreRow(
            level, scored, scorer, leaf.code, value, draw(lines)
        )
        state = draw(
            st.sampled_from([terms.SheetState.FILLING, terms.SheetState.HANDED_IN, terms.SheetState.RECUSED])
        )
        states[level, scored, scorer] = rows.SheetRow(level, scored, scorer, state)
    return tuple(found.values()), tuple(states.values())


@st.composite
def votes(draw: Any, members: tuple[rows.UnitRow, ...]) -> Any:
    counted, results = [], []
    for award in draw(st.lists(st.sampled_from(AWARDS), max_size=2, unique=True)):
        valid, invalid, more, still_more, most = (draw(st.integers(0, 50)) for _ in range(5))
        collected = valid + invalid
        issued = collected + more
        counted.append(
            VoteCountRow(
                award, issued + still_more + most, issued + still_more, issued, collected, valid, invalid
            )
        )
        results += [VoteResultRow(award, member.code, draw(st.integers(0, valid))) for member in members]
    return tuple(counted), tuple(results)


@st.composite
def award_rules(draw: Any) -> tuple[AwardRuleRow, ...]:
    found = []
    for order, award in enumerate(draw(st.lists(st.sampled_from(AWARDS), max_size=3, unique=True)), start=1):
        kind = draw(term(terms.QuotaKind))
        yes = [draw(st.booleans()) for _ in range(4)]
        percent = st.decimals(0, 100, places=2).map(lambda value: value.normalize() + 0)
        found.append(
            AwardRuleRow(
                award, order, kind, Decimal(draw(counts)) if kind == terms.QuotaKind.COUNT else draw(points),
                draw(maybe(term(terms.QuotaBase))), draw(maybe(term(terms.Rounding))), yes[0], yes[1], yes[2],
                draw(percent) if yes[2] else draw(maybe(percent)), draw(maybe(term(terms.ThresholdBase))),
                draw(term(terms.OrderBy)), yes[3], draw(maybe(counts)), draw(maybe_points),
            )
        )  # fmt: skip
    return tuple(found)


@st.composite
def year_books(draw: Any) -> rows.YearBook:
    members, tree = draw(units()), draw(criteria())
    names = st.sampled_from([member.code for member in members])
    levels = tuple(draw(st.lists(term(Level), min_size=1, max_size=4, unique=True)))
    scale = sum(
        (
            row.maximum
            for row in tree
            if row.group == CriterionGroup.CONTENT and "." in row.code and row.maximum
        ),
        Decimal(0),
    )
    draws = [draw_ for draw_ in terms.PeerDraw if draw_ != terms.PeerDraw.NONE or Level.PEER not in levels]
    given_scores, states = draw(scores(members, tree, levels))
    counted, results = draw(votes(members))
    some = {"max_size": 3}
    leaf = st.sampled_from(["", "x", "0.00"])
    return rows.YearBook(
        rows.BookHead(draw(texts(255, 1)), draw(st.from_regex(r"[a-zA-Z0-9_-]{1,20}", fullmatch=True)),
                      draw(st.integers(1950, 2100)), draw(term(terms.BlocKind)), draw(texts(100)), draw(lines)),
        YearRules(
            scale=scale, levels=levels, decimals=draw(st.integers(0, 3)), bonus_cap=draw(maybe_points),
            total_cap=draw(maybe_points), peer_draw=draw(st.sampled_from(draws)),
            peer_average=draw(term(terms.PeerAverage)), trim=draw(st.integers(0, 9)),
            aggregation=draw(term(terms.Aggregation)), missing_peer=draw(term(terms.MissingPeer)),
            tie_keys=tuple(draw(st.lists(st.sampled_from([levels[0].label, "Mục 0", "Ít điểm trừ", "Phiếu OTHER"]), unique=True))),
            numbering=draw(term(terms.RankNumbering)),
            merger=draw(term(terms.MidYearMerger)),
        ),
        members, tree, given_scores, states,
        tuple(rows.AssignmentRow(one.code, two.code) for one in members for two in members
              if one != two) if draw(st.booleans()) else (),
        tuple(rows.PledgeRow(member.code, draw(texts(150)), draw(texts(150)), draw(days), draw(maybe(term(terms.SigningWay))))
              for member in members),
        tuple(draw(st.lists(st.builds(rows.TargetRow, names, texts(500, 1), texts(100), amounts, amounts, amounts, leaf, maybe_points), **some))),
        tuple(draw(st.lists(st.builds(rows.RegistrationRow, names, st.sampled_from(AWARDS)), unique=True, **some))),
        draw(award_rules()), counted, results,
        tuple(draw(st.lists(st.builds(rows.FindingRow, names, term(terms.Effect), lines), **some))),
        tuple(draw(st.lists(st.builds(ClassRow, texts(100, 1), points, maybe_points), unique_by=lambda row: row.from_points, **some))),
        tuple(draw(st.lists(st.builds(rows.CommendationRow, names, st.sampled_from(AWARDS), maybe(term(terms.AwardObject)),
                                      maybe(counts), maybe(st.integers(1950, 2100)), texts(100), days), **some))),
        tuple(draw(st.lists(st.builds(rows.MovementRow, texts(500, 1), texts(100), texts(100), texts(255), days, st.none()), **some))),
    )  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(year_books())
def test_reading_what_was_written_gives_the_same_year(book: rows.YearBook) -> None:
    if not book.rules.scale:
        return
    written = write_workbook(book)
    reading = read(written)
    assert (reading.faults, reading.notices) == ((), ())
    assert reading.book == book
    assert write_workbook(reading.book) == written


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_examples_come_back_the_same(path: Any) -> None:
    book = read(path).book
    assert book is not None
    written = write_workbook(book)
    assert read(written).book == book
    assert write_workbook(book) == written
    before, after = load_workbook(path), load_workbook(io.BytesIO(written))
    for sheet in ("Khối", "Điểm", "Phân công", "Đơn vị", "Tiêu chí", "Quy tắc khen", "Xếp loại"):
        assert list(after[sheet].iter_rows(values_only=True)) == list(
            before[sheet].iter_rows(values_only=True)
        )


def test_every_sheet_and_heading_is_always_written() -> None:
    bare = rows.YearBook(FULL_YEAR.head, FULL_YEAR.rules, FULL_YEAR.units, FULL_YEAR.criteria)
    workbook = load_workbook(io.BytesIO(write_workbook(bare)))
    assert workbook.sheetnames == [BLOC_SHEET, *(sheet.title for sheet in SHEETS)]
    for sheet in SHEETS:
        assert [cell.value for cell in workbook[sheet.title][1]] == [
            column.heading for column in sheet.columns
        ]


def test_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from tests.reports.workbook_builders import FULL_YEAR_BYTES; "
        "print(hashlib.sha256(FULL_YEAR_BYTES).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_text_is_never_a_formula_an_error_or_a_date() -> None:
    workbook = load_workbook(io.BytesIO(write_workbook(FULL_YEAR)))
    page = workbook["Tiêu chí"]
    assert {cell.number_format for (cell,) in page.iter_rows(min_row=2, max_col=1)} == {"@"}
    assert workbook["Khối"]["B26"].number_format == "@"
    assert workbook["Đơn vị"]["J2"].number_format == "@"
    assert page.column_dimensions["A"].number_format == "@"
    assert safe_text("a\x00\ufffeb _x000D_") == "ab _x005F_x000D_"


def test_lists_to_choose_from_fit_excel() -> None:
    workbook = load_workbook(io.BytesIO(empty_workbook([(row[0], row[1]) for row in CATALOGUE])))
    formulas = [rule.formula1 for page in workbook for rule in page.data_validations.dataValidation]
    assert len(formulas) > 40
    assert all(len(formula) <= 255 for formula in formulas)
    awards = next(
        rule for rule in workbook["Đăng ký"].data_validations.dataValidation if HELP_SHEET in rule.formula1
    )
    first, last = (int(part.rpartition("$")[2]) for part in awards.formula1.split(":"))
    helping = workbook[HELP_SHEET]
    assert [helping.cell(row, 1).value for row in range(first, last + 1)] == list(AWARDS)


def test_the_template_is_deterministic_and_asks_only_for_what_is_needed() -> None:
    assert empty_workbook() == empty_workbook()
    reading = read(empty_workbook())
    assert reading.notices == ()
    assert addresses(reading) == [
        "Khối!B4",
        "Khối!B5",
        "Khối!B7",
        "Khối!B8",
        "Khối!B13",
        "Đơn vị!A2",
        "Tiêu chí!A2",
    ]


def test_a_template_filled_in_is_a_year() -> None:
    def fill(workbook: Any) -> None:
        for cell, value in (("B4", "Khối"), ("B5", "khoi"), ("B7", 2026), ("B8", 100), ("B13", "Thẩm định")):
            workbook["Khối"][cell] = value
        workbook["Đơn vị"].append([1, "A", "Hội A"])
        workbook["Tiêu chí"].append(["I", "Chung", "Nội dung", 100])

    book = read(edited(fill, empty_workbook([("OTHER", "Khác")]))).book
    assert book is not None
    assert book.rules == YearRules(Decimal(100), (Level.APPRAISAL,))


def test_the_full_year_is_what_the_builder_says() -> None:
    assert read(FULL_YEAR_BYTES).book == FULL_YEAR
