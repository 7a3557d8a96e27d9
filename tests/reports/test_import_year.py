"""A workbook becomes a year: all of it or nothing, who may, what a replacement keeps, the units' names in time."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blocs import journal
from blocs.models import (
    Bloc,
    BlocYear,
    Chain,
    HandOver,
    JournalEntry,
    LegalBasis,
    PaperSettings,
    Phase,
    PhaseKind,
    Province,
    Seat,
    SeatKind,
    StoredFile,
    Unit,
    UnitName,
    UnitReport,
    User,
)
from blocs.refusals import NotAllowed, Refused
from blocs.terms import Checkpoint, Succession
from reports.actions import import_year as module
from reports.actions.import_units import matches
from reports.actions.import_year import import_year
from reports.workbook.book import UnitRow, YearBook
from scoring.models import Score, Sheet
from tests.builders import person, seat
from tests.builders_large import large_book
from tests.reports.workbook_builders import FULL_YEAR

pytestmark = pytest.mark.django_db


def book(year: int = 2025, province: str = "Lào Cai", **names: str) -> YearBook:
    """The full year as another year or province, with other names for some unit codes."""
    units = tuple(
        dataclasses.replace(row, name=names[row.code]) if row.code in names else row
        for row in FULL_YEAR.units
    )
    head = dataclasses.replace(FULL_YEAR.head, year=year, province=province)
    return dataclasses.replace(FULL_YEAR, head=head, units=units)


def bring_in(found: YearBook, actor: User | None = None, **more: Any) -> BlocYear:
    return import_year(actor=actor, book=found, **more)


def names_of(code: str) -> list[tuple[str, date | None, date | None]]:
    rows = UnitName.objects.filter(unit__code=code).order_by("valid_from", "pk")
    return sorted(
        ((row.name, row.valid_from, row.valid_to) for row in rows), key=lambda row: row[1] or date.min
    )


def counts() -> dict[str, int]:
    from django.apps import apps

    # Catalogue and migrations aside, everything the site keeps.
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in ("blocs", "scoring", "awards") and model._meta.label != "awards.Award"
    }


# ── All or nothing ───────────────────────────────────────────────────────


def test_a_year_that_stands_is_not_touched_without_replace() -> None:
    bring_in(book())
    before = counts()
    with pytest.raises(Refused, match="đã có"):
        bring_in(book())
    assert counts() == before


@pytest.mark.parametrize("step", ["store_units", "store_scores", "store_awards", "prepare_sheets", "record"])
@pytest.mark.parametrize("replace", [False, True])
def test_a_failure_half_way_leaves_everything_as_it_was(
    monkeypatch: pytest.MonkeyPatch, step: str, replace: bool
) -> None:
    if replace:
        bring_in(book())
    before = counts()

    def broken(*_args: Any, **_more: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(module, step, broken)
    with pytest.raises(OSError, match="disk full"):
        bring_in(book(), replace=replace)
    assert counts() == before
    assert list(journal.faults()) == []


def test_the_journal_says_what_came_in() -> None:
    year = bring_in(book(), digest="ab" * 32)
    (entry,) = JournalEntry.objects.filter(chain__year=year)
    assert '"action": "year.imported"' in entry.text
    assert '"sha256": "abab' in entry.text
    assert '"units": 4' in entry.text


# ── Replacing ────────────────────────────────────────────────────────────


def test_a_replacement_keeps_what_no_workbook_holds() -> None:
    old = bring_in(book())
    Phase.objects.filter(year=old, kind=PhaseKind.PLEDGE).update(closes_at="2025-03-31T16:59:00Z")
    PaperSettings.objects.create(year=old, issuer="KHỐI", leader_name="Bà A")
    LegalBasis.objects.create(year=old, position=0, text="Luật", valid_from=date(2024, 1, 1))
    new = bring_in(book(), replace=True)
    assert new.pk != old.pk
    assert list(BlocYear.objects.values_list("pk", flat=True)) == [new.pk]
    assert new.phases.count() == len(PhaseKind)
    assert new.phases.get(kind=PhaseKind.PLEDGE).closes_at is not None
    assert PaperSettings.objects.get(year=new).leader_name == "Bà A"
    assert [basis.text for basis in new.legal_bases.all()] == ["Luật"]


def test_the_old_chain_is_closed_by_an_entry_and_stays_verifiable() -> None:
    old = bring_in(book())
    anchor = journal.last_anchor(old)
    new = bring_in(book(), replace=True)
    closed = Chain.objects.get(closed_at__isnull=False)
    assert closed.year is None
    assert '"action": "journal.closed"' in closed.entries.order_by("-number")[0].text
    assert journal.holds_anchor(anchor.number, anchor.hash)
    assert Chain.objects.get(year=new).entries.count() == 1
    assert list(journal.faults()) == []


def test_a_published_year_and_one_with_files_are_not_replaced() -> None:
    year = bring_in(book())
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at="2026-01-12T00:00:00Z", results_published_by=person("thu-ky")
    )
    with pytest.raises(Refused, match="niêm yết"):
        bring_in(book(), replace=True)
    BlocYear.objects.filter(pk=year.pk).update(results_published_at=None, results_published_by=None)
    StoredFile.objects.create(
        year=year, path="x", name="a.pdf", content_type="application/pdf", size=1, sha256=""
    )
    with pytest.raises(Refused, match="tệp lưu kèm"):
        bring_in(book(), replace=True)


def test_seats_of_a_unit_outlive_the_replacement() -> None:
    bring_in(book())
    head = person("lanh-dao")
    given = seat(head, SeatKind.HEAD, unit=Unit.objects.get(code="A"))
    year = bring_in(book(), replace=True)
    assert Seat.objects.get(pk=given.pk).unit_id in {member.unit_id for member in year.members}


# ── Names in their time ──────────────────────────────────────────────────


def test_a_new_name_begins_with_its_year_and_ends_the_one_before() -> None:
    bring_in(book(2024))
    bring_in(book(2025, A="Hội Chữ thập đỏ tỉnh Lào Cai"))
    begins = date(2025, 1, 1)
    assert names_of("A") == [
        ("Hội Chữ thập đỏ", None, begins),
        ("Hội Chữ thập đỏ tỉnh Lào Cai", begins, None),
    ]
    assert names_of("B") == [("Hội Khuyến học", None, None)]
    old, new = BlocYear.objects.order_by("year")
    assert [year.members[1].name for year in (old, new)] == [
        "Hội Chữ thập đỏ",
        "Hội Chữ thập đỏ tỉnh Lào Cai",
    ]


def test_an_older_year_brought_in_later_gets_the_time_before() -> None:
    bring_in(book(2025, A="Tên mới"))
    bring_in(book(2023, A="Tên cũ"))
    assert names_of("A") == [("Tên cũ", None, date(2025, 1, 1)), ("Tên mới", date(2025, 1, 1), None)]
    bring_in(book(2024, A="Tên giữa"))
    assert names_of("A") == [
        ("Tên cũ", None, date(2024, 1, 1)),
        ("Tên giữa", date(2024, 1, 1), date(2025, 1, 1)),
        ("Tên mới", date(2025, 1, 1), None),
    ]


def test_a_known_name_is_borne_again_without_a_second_row() -> None:
    bring_in(book(2024))
    bring_in(book(2026))
    bring_in(book(2025))
    assert names_of("A") == [("Hội Chữ thập đỏ", None, None)]
    assert Unit.objects.count() == 4


def test_a_misspelt_name_is_put_right_by_replacing() -> None:
    bring_in(book(2024))
    bring_in(book(2025, A="Hội Chữ thập đỏ tỉnh Lào Cay"))
    bring_in(book(2025, A="Hội Chữ thập đỏ tỉnh Lào Cai"), replace=True)
    begins = date(2025, 1, 1)
    assert names_of("A") == [
        ("Hội Chữ thập đỏ", None, begins),
        ("Hội Chữ thập đỏ tỉnh Lào Cai", begins, None),
    ]
    bring_in(book(2025), replace=True)
    assert names_of("A") == [("Hội Chữ thập đỏ", None, None)]


def test_the_preview_matches_units_by_code() -> None:
    bring_in(book(2024, A="Tên cũ"))
    found = book(2025, A="Tên mới")
    found = dataclasses.replace(found, units=(*found.units, UnitRow(None, "E", "Hội Đông y")))
    known = {match.row.code: match for match in matches(found)}
    assert [match.row.code for match in matches(found)] == ["B", "A", "C", "D", "E"]
    assert (known["A"].known_as, known["A"].is_renamed) == ("Tên cũ", True)
    assert (known["B"].known_as, known["B"].is_renamed) == ("Hội Khuyến học", False)
    assert known["E"].is_new


def test_the_same_code_in_another_bloc_is_another_unit() -> None:
    bring_in(book())
    other = dataclasses.replace(book(), head=dataclasses.replace(book().head, code="khoi-khac"))
    assert all(match.is_new for match in matches(other))
    bring_in(other)
    assert Unit.objects.filter(code="A").count() == 2


# ── Rights and provinces ─────────────────────────────────────────────────


def secretary() -> User:
    user = person("thu-ky")
    seat(user, SeatKind.SECRETARIAT, bloc=Bloc.objects.get())
    return user


def test_a_secretariat_brings_in_its_own_bloc_only() -> None:
    bring_in(book(2024))
    user = secretary()
    bring_in(book(2025), actor=user)
    other = dataclasses.replace(book(2025), head=dataclasses.replace(book(2025).head, code="khoi-khac"))
    with pytest.raises(NotAllowed, match="chưa có trong hệ thống"):
        bring_in(other, actor=user)
    Bloc.objects.create(code="khoi-khac", name="Khối khác")
    with pytest.raises(NotAllowed, match="khối khác"):
        bring_in(other, actor=user)
    Seat.objects.filter(user=user).update(ends_on=date(2021, 1, 1))
    with pytest.raises(NotAllowed):
        bring_in(book(2026), actor=user)


def test_a_workbook_moves_no_year_to_a_province_its_bringer_has_no_say_in() -> None:
    bring_in(book(2024))
    user = secretary()
    for named in ("Yên Bái", "Hà Giang"):
        Province.objects.get_or_create(name="Yên Bái")
        with pytest.raises(NotAllowed, match=f"“{named}”"):
            bring_in(book(2025, province=named), actor=user)
    assert not Province.objects.filter(name="Hà Giang").exists()
    # Once borne by one of the bloc's years, e.g. before the provinces were merged, it is known.
    bring_in(book(2019, province="Yên Bái"))
    year = bring_in(book(2020, province="Yên Bái"), actor=user)
    assert year.province is not None
    assert year.province.name == "Yên Bái"
    assert year.bloc.province is not None
    assert year.bloc.province.name == "Lào Cai"


def test_an_unnamed_province_is_the_blocs() -> None:
    bring_in(book(2024))
    year = bring_in(book(2025, province=""))
    assert year.province is not None
    assert year.province.name == "Lào Cai"


def test_the_board_founds_blocs_in_its_own_province_only() -> None:
    here, there = Province.objects.create(name="Lào Cai"), Province.objects.create(name="Hà Giang")
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD, province=there)
    with pytest.raises(NotAllowed, match="Lào Cai"):
        bring_in(book(), actor=board)
    with pytest.raises(NotAllowed, match="Sổ chưa ghi tỉnh"):
        bring_in(book(province=""), actor=board)
    seat(board, SeatKind.BOARD, province=here)
    assert bring_in(book(), actor=board).province == here


# ── Bulk ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("units", [3, 15])
def test_only_inserts_grow_with_the_rows(units: int, no_repeated_queries: None) -> None:
    found = large_book(units=units, leaves=12)
    with CaptureQueriesContext(connection) as queries:
        year = bring_in(found)
    other = [query["sql"] for query in queries if not query["sql"].startswith("INSERT")]
    assert len(other) == 21, "\n".join(other)
    # SQLite takes about a hundred rows of scores at a time.
    assert len(queries) - len(other) <= 22 + len(found.scores) // 80
    assert Score.objects.filter(sheet__year=year).count() == len(found.scores)
    assert Sheet.objects.filter(year=year).count() == units * (units + 2)


def test_a_year_that_handed_the_bloc_over_or_has_reports_is_not_replaced() -> None:
    year = bring_in(book())
    one, other = year.members[:2]
    report = UnitReport.objects.create(membership=one, checkpoint=Checkpoint.HALF_YEAR, results="Đã làm")
    with pytest.raises(Refused, match="báo cáo"):
        bring_in(book(), replace=True)
    report.delete()
    HandOver.objects.create(
        bloc=year.bloc,
        from_year=year,
        from_unit=one.unit,
        to_unit=other.unit,
        succession=Succession.ROTATION,
        held_on=date(2026, 1, 12),
        takes_effect_on=date(2026, 1, 13),
    )
    with pytest.raises(Refused, match="bàn giao"):
        bring_in(book(), replace=True)
