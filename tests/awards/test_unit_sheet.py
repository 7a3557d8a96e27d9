"""The unit's sheet to carry into the hall: every figure of the rank, peers in aggregate only, last year beside it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from awards.unit_sheet import UnitSheet, unit_sheet
from blocs.models import BlocYear, RuleVersion, SeatKind
from blocs.terms import Level, SheetsShown, SheetState
from scoring.models import CriterionVersion, Evidence, Sheet
from scoring.visibility import Sight
from tests.awards.scenes import (
    appraised_year,
    as_secretary,
    content,
    fresh,
    publish,
    results_of,
    score,
    signed_in,
    text_of,
    url,
)
from tests.builders import bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


EVERYTHING = Sight(True, frozenset(), frozenset(Level), True)


def sheet_of(year: BlocYear, code: str) -> UnitSheet:
    found = results_of(year)
    return unit_sheet(found, found.units[code], EVERYTHING)


def small_year() -> BlocYear:
    """A, B and C with their appraisal."""
    return appraised_year(
        {"A": content("40", "20", "39"), "B": content("40", "19", "38"), "C": content("38", "19", "38")}
    )


def test_yen_bai_line_by_line(yen_bai: BlocYear) -> None:
    sheet = sheet_of(fresh(yen_bai), "CTD")
    lines = {line.node.code: line for line in sheet.lines}
    assert (sheet.counted, sheet.expected) == (10, 10)
    assert lines["I.1"].points == {
        Level.SELF: Decimal("49"),
        Level.PEER: Fraction("49.2"),
        Level.BLOC: Decimal("50"),
        Level.APPRAISAL: Decimal("48.5"),
    }
    # A section's peer value is the one that was combined: it is rounded there.
    assert lines["I"].points[Level.PEER] == Fraction("493.65")
    assert lines["IV"].points[Level.PEER] == 25
    assert [line.node.code for line in sheet.extras] == ["IV.1", "IV.2"]
    assert sheet.shares["I"] == Fraction("483.5") / 500


def test_what_is_not_scored_is_not_nought() -> None:
    year = bloc_year(levels=["self", "appraisal"])
    score(year, Level.SELF, "A", {"I.1": "10", "I.2": "0"})
    lines = {line.node.code: line.points for line in sheet_of(year, "A").lines}
    assert lines["I.2"] == {Level.SELF: Decimal(0), Level.APPRAISAL: None}
    assert lines["II"] == {Level.SELF: None, Level.APPRAISAL: None}
    assert lines["I"] == {Level.SELF: Decimal(10), Level.APPRAISAL: None}


def test_reasons_of_peers_stay_hidden_from_units_and_others_are_told() -> None:
    year = small_year()
    score(year, Level.BLOC, "A", {"I.1": "30"}, reason="Thiếu báo cáo quý II")
    score(year, Level.PEER, "A", {"I.1": "20"}, scorer="B", reason="Theo chúng tôi còn chậm")
    publish(year, person("nguoi-duyet"))
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[0].unit)
    told = text_of(signed_in(head), url(year, "results-sheet", unit="A"))
    assert "Thiếu báo cáo quý II" in told
    assert "Theo chúng tôi còn chậm" not in told
    RuleVersion.objects.filter(year=year).update(scorers_named=True)
    assert "Theo chúng tôi còn chậm" in text_of(signed_in(head), url(year, "results-sheet", unit="A"))


def test_a_year_that_never_shows_sheets_opens_only_the_own() -> None:
    year = small_year()
    RuleVersion.objects.filter(year=year).update(sheets_shown=SheetsShown.NEVER)
    publish(year, person("nguoi-duyet"))
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[0].unit)
    client = signed_in(head)
    assert client.get(url(year, "results-sheet", unit="A")).status_code == 200
    assert client.get(url(year, "results-sheet", unit="B")).status_code == 404


def test_where_sheets_are_never_shown_no_single_peer_is_read_out_of_the_own_sheet() -> None:
    """Neither a reason somebody gave nor the average of one sheet, which is that sheet."""
    year = small_year()
    for scorer, first in (("B", "23.5"), ("C", "31.5")):
        given = {"I.1": first, "I.2": "20", "II": "39"}
        score(year, Level.PEER, "A", given, scorer=scorer, reason="Theo chúng tôi còn chậm")
        Sheet.objects.filter(year=year, level=Level.PEER, scorer__code=scorer, scored__code="A").update(
            state=SheetState.HANDED_IN
        )
    RuleVersion.objects.filter(year=year).update(sheets_shown=SheetsShown.NEVER, scorers_named=True)
    publish(year, person("nguoi-duyet"))
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[0].unit)
    pages = [url(year, name, unit="A") for name in ("results-sheet", "results-why")]
    texts = [text_of(signed_in(head), page) for page in pages]
    assert all("27,5" in text for text in texts)  # of two
    assert not any("còn chậm" in text for text in texts)
    Sheet.objects.filter(year=year, level=Level.PEER, scorer__code="C").update(
        state=SheetState.FILLING, revision=7
    )
    alone = [text_of(signed_in(head), page) for page in pages]
    assert not any("23,5" in text for text in alone)


def test_beside_ones_own_sheet_a_single_other_one_has_no_unnamed_figures() -> None:
    """B and C scored A, no names are told: B knows its own, so whatever is listed or averaged would be C's."""
    year = small_year()
    for scorer, first in (("B", "23.5"), ("C", "31.5")):
        given = {"I.1": first, "I.2": "20", "II": "39"}
        score(year, Level.PEER, "A", given, scorer=scorer)
    publish(year, person("nguoi-duyet"))
    told = {}
    for place, code in enumerate("AB"):
        head = person(f"lanh-dao-{code}")
        seat(head, SeatKind.HEAD, unit=year.members[place].unit)
        client = signed_in(head)
        told[code] = [text_of(client, url(year, name, unit="A")) for name in ("results-sheet", "results-why")]
        told[code].append(text_of(client, url(year, "results")))
    assert "23,5 · 31,5" in told["A"][1]
    assert all("27,5" in text for text in told["A"][:2])
    assert not any("31,5" in text or "27,5" in text for text in told["B"])
    assert not any("90,50" in text for text in told["B"])  # C's total


def test_last_years_sections_are_told_as_last_years_rule_says() -> None:
    last, year = small_year(), bloc_year(year=2021)
    score(year, Level.APPRAISAL, "A", {"I.1": "40", "I.2": "20", "II": "39"})
    publish(last, person("nguoi-duyet"))
    own, other = (frozenset({member.pk}) for member in fresh(year).members[:2])
    found = results_of(year)
    for shown, told in ((SheetsShown.AFTER_OWN, True), (SheetsShown.NEVER, False)):
        RuleVersion.objects.filter(year=last).update(sheets_shown=shown)
        seen = Sight(False, other, frozenset(Level), False)
        (then,) = unit_sheet(found, found.units["A"], seen).last
        assert bool(then.shares) is told
        assert then.final is not None
    (then,) = unit_sheet(found, found.units["A"], Sight(False, own, frozenset(Level), False)).last
    assert then.shares


def test_evidence_stands_beside_bonus_and_penalty(yen_bai: BlocYear) -> None:
    year = fresh(yen_bai)
    member = year.memberships.get(code="CTD")
    leaf = CriterionVersion.objects.get(rules=year.rules, code="IV.1")
    Evidence.objects.create(
        membership=member,
        criterion=leaf.criterion,
        title="Quyết định tặng cờ",
        number="125/QĐ-TWH",
        added_by=secretary(year, "nguoi-gui"),
    )
    (line, _other) = sheet_of(year, "CTD").extras
    assert line.evidence == ("Quyết định tặng cờ",)
    assert "Quyết định tặng cờ" in text_of(as_secretary(year), url(year, "results-sheet", unit="CTD"))


def test_last_year_is_compared_once_it_is_published() -> None:
    last, year = small_year(), bloc_year(year=2021)
    score(year, Level.APPRAISAL, "A", {"I.1": "40", "I.2": "20", "II": "39"})
    assert sheet_of(year, "A").last == ()
    publish(last, person("nguoi-duyet"))
    (then,) = sheet_of(year, "A").last
    was = results_of(last).units["A"]
    assert (then.year, then.final, then.rank) == (last.year, was.score.final, was.standing.rank)
    text = text_of(as_secretary(fresh(year)), url(year, "results-sheet", unit="A"))
    assert f"Năm {last.year}" in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_the_file_is_made_from_the_same_outline(kind: str) -> None:
    year = small_year()
    answer = as_secretary(year).get(url(year, "results-sheet", unit="A"), {"dinh-dang": kind})
    assert answer.status_code == 200
    assert "phieu-ket-qua" in answer["Content-Disposition"]


def test_an_unknown_kind_of_file_or_unit_is_not_there() -> None:
    year = small_year()
    client = as_secretary(year)
    assert client.get(url(year, "results-sheet", unit="A"), {"dinh-dang": "exe"}).status_code == 404
    assert client.get(url(year, "results-sheet", unit="Z")).status_code == 404
