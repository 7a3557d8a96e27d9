"""How the scoring is done: edited until publishing, but never loosened behind those who trusted it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, RuleVersion
from blocs.refusals import Faults, Refused
from blocs.terms import Level, SheetsShown, SheetState
from scoring.actions.ways import change_ways
from scoring.models import Sheet
from scoring.stored_rules import year_rules
from scoring.ways import ScoringWays, loosened, way_faults, ways_in_words, ways_of
from tests.scoring.sheets import Hall, hall, signed_in, url

TIGHT = ScoringWays(SheetsShown.NEVER, False, None, None, ())
ORDER = (SheetsShown.NEVER, SheetsShown.AFTER_PUBLISHING, SheetsShown.AFTER_CLOSING, SheetsShown.AFTER_OWN)


@pytest.fixture
def here() -> Hall:
    return hall()


def again(here: Hall) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=here.year.pk)


def change(here: Hall, **fields: Any) -> object:
    year = again(here)
    stored = ways_of(year.draft_rules or year.current_rules)
    return change_ways(
        actor=here.secretary,
        year=year,
        ways=replace(stored, **fields),
        base=fingerprint(ways_in_words(stored)),
    )


def handed_in(here: Hall) -> None:
    sheet = here.sheet(Level.SELF, "A")
    here.fill(sheet)
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.HANDED_IN, handed_in_at=timezone.now())


@given(st.sampled_from(ORDER), st.sampled_from(ORDER), st.booleans(), st.booleans())
def test_what_is_looser(before: SheetsShown, after: SheetsShown, named: bool, names: bool) -> None:
    old = replace(TIGHT, sheets_shown=before, scorers_named=named)
    found = {field for field, _why in loosened(old, replace(TIGHT, sheets_shown=after, scorers_named=names))}
    assert ("sheets_shown" in found) == (ORDER.index(after) > ORDER.index(before))
    assert ("scorers_named" in found) == (names and not named)


@pytest.mark.parametrize(
    ("percent", "stands"), [("0", False), ("0.5", True), ("100", True), ("100.1", False)]
)
def test_percents_are_above_0_and_at_most_100(percent: str, stands: bool) -> None:
    for name in ("reason_percent", "outlier_percent"):
        assert (not way_faults(replace(TIGHT, **{name: Decimal(percent)}))) == stands


@pytest.mark.django_db
def test_before_anything_is_handed_in_all_may_be_changed(here: Hall) -> None:
    revision = here.year.current_rules.revision
    assert change(here, sheets_shown=SheetsShown.NEVER)
    assert change(here, sheets_shown=SheetsShown.AFTER_OWN, scorers_named=True)
    assert change(
        here, reason_percent=Decimal(15), outlier_percent=Decimal("20.5"), second_entry_levels=(Level.PEER,)
    )
    rules = again(here).current_rules
    assert (rules.reason_percent, rules.outlier_percent) == (Decimal(15), Decimal("20.5"))
    assert rules.second_entry_levels == ["peer"]
    assert rules.revision != revision
    assert change(here) == []


@pytest.mark.django_db
def test_once_a_sheet_is_in_it_is_only_tightened(here: Hall) -> None:
    RuleVersion.objects.update(sheets_shown="after_closing")
    handed_in(here)
    for fields in ({"sheets_shown": SheetsShown.AFTER_OWN}, {"scorers_named": True}):
        with pytest.raises(Faults, match="soạn phiên bản quy tắc mới"):
            change(here, **fields)
    assert change(here, sheets_shown=SheetsShown.AFTER_PUBLISHING, reason_percent=Decimal(10))
    # A sheet that was reopened had been handed in on the promise.
    Sheet.objects.update(state=SheetState.FILLING)
    with pytest.raises(Faults, match="soạn phiên bản quy tắc mới"):
        change(here, sheets_shown=SheetsShown.AFTER_CLOSING)


@pytest.mark.django_db
def test_published_years_and_stale_pages(here: Hall) -> None:
    with pytest.raises(Stale):
        change_ways(actor=here.secretary, year=again(here), ways=TIGHT, base="x")
    BlocYear.objects.update(results_published_at=timezone.now(), results_published_by=here.secretary)
    with pytest.raises(Refused, match="mở đính chính"):
        change(here, reason_percent=Decimal(10))


@pytest.mark.django_db
def test_the_workbook_s_settings_do_not_know_them(here: Hall) -> None:
    before = year_rules(again(here).current_rules)
    change(here, reason_percent=Decimal(15), scorers_named=True)
    assert year_rules(again(here).current_rules) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"sheets_shown": "moi-luc"}, "sheets_shown"),
        ({"sheets_shown": ""}, "sheets_shown"),
        ({"reason_percent": "abc"}, "reason_percent"),
        ({"reason_percent": "101"}, "reason_percent"),
        ({"outlier_percent": "-1"}, "outlier_percent"),
        ({"second_entry_levels": "khac"}, "second_entry_levels"),
    ],
)
def test_bad_input_is_told_at_its_field(here: Hall, data: dict[str, str], field: str) -> None:
    client: Client = signed_in(here)
    base = client.get(url(here, "rules-ways")).context["form"]["base"].value()
    sent = {"base": base, "sheets_shown": "after_own", **data}
    answer = client.post(url(here, "rules-ways"), sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    good = {
        "base": base,
        "sheets_shown": "never",
        "reason_percent": "12,5",
        "second_entry_levels": ["peer", "self"],
    }
    assert client.post(url(here, "rules-ways"), good).status_code == 302
    rules = again(here).current_rules
    assert (rules.sheets_shown, rules.reason_percent) == ("never", Decimal("12.5"))
    assert rules.second_entry_levels == ["self", "peer"]
    stale = client.post(url(here, "rules-ways"), {**good, "reason_percent": "30"})
    assert stale.status_code == 409
    assert "30" in stale.content.decode()


@pytest.mark.django_db
def test_the_page_says_that_only_tightening_is_left(here: Hall) -> None:
    client = signed_in(here)
    assert "chỉ đặt kín hơn" not in client.get(url(here, "rules-ways")).content.decode()
    handed_in(here)
    assert "chỉ đặt kín hơn" in client.get(url(here, "rules-ways")).content.decode()
