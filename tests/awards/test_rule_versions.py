"""Rules changed after the first score: on a draft nobody is judged by, and by two people."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from awards.actions.award_rules import add_award_rule, change_award_rule
from awards.actions.registration_rules import change_registration_rules, stored_in_words
from awards.actions.rule_versions import cancel_version, confirm_version, start_version
from awards.definitions import AwardRuleRow
from awards.models import AwardRule
from awards.registration_limits import Limit
from awards.results import results_json, year_results
from awards.stored_rules import award_rule_row, award_rules_of
from awards.version_review import may_confirm
from blocs.actions.years import create_year
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, JournalEntry, RuleVersion, SeatKind
from blocs.refusals import Faults, Invalid, NotAllowed, Refused
from blocs.sentences import sentence
from blocs.terms import Combining, CriterionGroup, Level, QuotaKind, SheetsShown, SheetState
from scoring.actions.classes import replace_classes
from scoring.actions.criteria import (
    add_criterion,
)
from scoring.actions.rule_settings import change_rules
from scoring.actions.ways import change_ways
from scoring.definitions import ClassRow, CriterionRow
from scoring.models import Criterion, CriterionVersion, Score, Sheet
from scoring.rule_effects import Fate
from scoring.stored_rules import class_rows, criterion_rows, year_rules
from scoring.ways import ways_in_words, ways_of
from tests.awards.version_scenes import FULL, REASON, Stage, fill, stage
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Stage:
    return stage()


def entries() -> list[dict[str, Any]]:
    return [json.loads(row.text) for row in JournalEntry.objects.order_by("pk")]


def everything_in_force(year: BlocYear) -> list[object]:
    """All that judges a unit: rules, criteria, classes, award rules, sheets' states, results."""
    rules = year.current_rules
    return [
        rules.pk,
        rules.revision,
        year_rules(rules),
        criterion_rows(rules),
        class_rows(rules),
        [award_rule_row(rule) for rule in award_rules_of(rules)],
        list(Sheet.objects.filter(year=year).order_by("pk").values_list("pk", "state", "revision")),
        list(Score.objects.order_by("pk").values_list("pk", "points")),
        results_json(year_results(year)),
    ]


def test_a_draft_changes_nothing_until_it_is_confirmed(here: Stage) -> None:
    award_rule(here.year)
    before = everything_in_force(here.year)
    here.start()
    edit_everything(here)
    assert everything_in_force(here.year) == before
    draft = here.year.draft_rules
    assert draft is not None
    assert (draft.number, draft.reason, draft.created_by) == (2, REASON, here.writer)
    titles = [group.title for group in here.review().differences]
    assert titles == ["Quy tắc chấm điểm", "Bảng tiêu chí", "Xếp loại", "Quy tắc khen"]


def edit_everything(here: Stage) -> None:
    """A change on each page of setting up, by the first secretary."""
    actor, draft = here.writer, here.year.draft_rules
    assert draft is not None
    change_rules(actor=actor, year=here.year, settings=replace(year_rules(draft), decimals=1))
    here.change("I.1", maximum=Decimal(35))
    add_criterion(
        actor=actor,
        year=here.year,
        row=CriterionRow("I.3", "Chuyển đổi số", CriterionGroup.CONTENT, Decimal(5), Decimal("0.5")),
    )
    replace_classes(actor=actor, year=here.year, rows=[ClassRow("Đạt", Decimal(50))])
    add_award_rule(
        actor=actor, year=here.year, row=AwardRuleRow("MERIT_PROV", 1, QuotaKind.COUNT, Decimal(1))
    )


def test_confirming_by_the_second_secretary(here: Stage) -> None:
    award_rule(here.year)
    here.start()
    edit_everything(here)
    done = here.confirm()
    year = here.year
    assert year.draft_rules is None
    rules = year.current_rules
    assert (rules.number, rules.confirmed_by, rules.decimals) == (2, here.second, 1)
    assert [row.code for row in criterion_rows(rules) if row.code.startswith("I.")] == ["I.1", "I.2", "I.3"]
    assert [rule.award.code for rule in award_rules_of(rules)] == ["MERIT_PROV", "FLAG_PROV"]
    assert len(done.with_fate(Fate.REOPENED)) == 2
    assert here.sheet(Level.SELF, "A").state == here.sheet(Level.PEER, "B", "A").state == SheetState.FILLING
    assert here.sheet(Level.PEER, "B", "A").locked_at is None
    assert Score.objects.count() == 8  # nothing typed is lost
    first = RuleVersion.objects.get(year=year, number=1)
    assert [row.code for row in criterion_rows(first)] == ["I", "I.1", "I.2", "II", "III", "III.1", "IV"]
    assert first.decimals == 2


def test_the_journal_names_both_the_reason_and_every_difference(here: Stage) -> None:
    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    here.confirm()
    *_, edited, _again, reopened_a, reopened_b, confirmed = entries()
    assert sentence(edited) == "đã sửa tiêu chí I.1 trên bản soạn quy tắc mới, chưa có hiệu lực"
    assert {reopened_a["action"], reopened_b["action"]} == {"sheets.reopened"}
    assert reopened_a["reason"] == f"phiên bản 2: {REASON}"
    assert sentence(confirmed) == "đã xác nhận quy tắc phiên bản 2, có hiệu lực từ lúc này"
    assert (confirmed["name"], confirmed["reason"]) == (here.second.full_name, REASON)
    new = confirmed["new"]
    assert isinstance(new, dict)
    assert new["Người soạn"] == [here.writer.full_name]
    assert new["I.1 Chương trình, kế hoạch: Điểm tối đa"] == "38"
    assert new["Phiếu: Mở lại để chấm tiếp"] == "2 phiếu"
    old = confirmed["old"]
    assert isinstance(old, dict)
    assert old["I.1 Chương trình, kế hoạch: Điểm tối đa"] == "40"


def test_nobody_confirms_what_they_wrote_on(here: Stage) -> None:
    here.start()
    here.change("II", text="Hoạt động của khối")
    with pytest.raises(NotAllowed, match="không tự xác nhận"):
        here.confirm(here.writer)
    # The second secretary edits too, and so is a first name as well.
    here.change("II", text="Hoạt động chung của khối", actor=here.second)
    with pytest.raises(NotAllowed, match="không tự xác nhận"):
        here.confirm(here.second)
    draft = here.year.draft_rules
    assert draft is not None
    assert draft.editors == [here.writer.pk, here.second.pk]
    assert [may_confirm(user, here.year, draft) for user in (here.writer, here.board, here.admin)] == [
        False,
        True,
        True,
    ]
    here.confirm(here.board)
    assert here.year.current_rules.confirmed_by == here.board


@pytest.mark.parametrize("who", ["board", "admin"])
def test_board_and_administrator_may_be_the_second_name(here: Stage, who: str) -> None:
    here.start()
    here.change("II", text="Hoạt động của khối")
    here.confirm(getattr(here, who))
    assert here.year.current_rules.number == 2


def test_a_unit_neither_drafts_nor_confirms(here: Stage) -> None:
    head = person("truong")
    seat(head, SeatKind.HEAD, unit=here.year.members[0].unit)
    with pytest.raises(NotAllowed):
        start_version(actor=head, year=here.year, reason=REASON)
    here.start()
    here.change("II", text="Hoạt động của khối")
    with pytest.raises(NotAllowed):
        here.confirm(head)
    with pytest.raises(NotAllowed):
        start_version(actor=here.board, year=here.year, reason=REASON)


def test_what_was_seen_is_what_is_confirmed(here: Stage) -> None:
    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    seen = here.review().mark
    here.change("II", text="Hoạt động của khối")
    with pytest.raises(Stale, match="Trong lúc ông"):
        confirm_version(actor=here.second, year=here.year, seen=seen)
    # A sheet is handed in meanwhile that the change sends back too: seen again first.
    seen = here.review().mark
    fill(here.year, here.sheet(Level.SELF, "C"), FULL)
    with pytest.raises(Stale):
        confirm_version(actor=here.second, year=here.year, seen=seen)
    assert here.year.current_rules.number == 1
    here.confirm()
    assert here.year.current_rules.number == 2


@pytest.mark.parametrize("reason", ["", "  ", "ngắn quá"])
def test_a_reason_is_needed(here: Stage, reason: str) -> None:
    with pytest.raises(Invalid, match="vì sao"):
        start_version(actor=here.writer, year=here.year, reason=reason)


def test_before_the_first_score_rules_are_edited_in_place() -> None:
    year = bloc_year()
    with pytest.raises(Refused, match="sửa thẳng"):
        start_version(actor=secretary(year), year=year, reason=REASON)


def test_one_draft_at_a_time_and_none_to_confirm_without(here: Stage) -> None:
    with pytest.raises(Refused, match="Không có bản soạn"):
        confirm_version(actor=here.second, year=here.year, seen="")
    with pytest.raises(Refused, match="Không có bản soạn"):
        cancel_version(actor=here.second, year=here.year)
    here.start()
    with pytest.raises(Refused, match="Đã có một bản soạn"):
        here.start()


def test_published_results_are_withdrawn_first(here: Stage) -> None:
    here.start()
    here.change("II", text="Hoạt động của khối")
    BlocYear.objects.filter(pk=here.pk).update(
        results_published_at=timezone.now(), results_published_by=here.writer
    )
    with pytest.raises(Refused, match="mở đính chính"):
        here.confirm()
    with pytest.raises(Refused, match="mở đính chính"):
        here.change("II", text="Hoạt động")


def test_a_draft_without_a_change_or_with_a_contradiction_is_not_confirmed(here: Stage) -> None:
    here.start()
    with pytest.raises(Refused, match="chưa khác gì"):
        here.confirm()
    here.change("I.1", maximum=Decimal(30))
    with pytest.raises(Refused, match="cộng lại là 90, không bằng 100"):
        here.confirm()


def test_the_old_way_stays_shut_without_a_draft(here: Stage) -> None:
    with pytest.raises(Refused, match="Đã có điểm"):
        here.change("I.1", maximum=Decimal(30))
    rules = here.year.current_rules
    with pytest.raises(Refused, match="Đã có điểm"):
        change_rules(actor=here.writer, year=here.year, settings=replace(year_rules(rules), decimals=1))


def test_cancelling_leaves_no_trace_but_the_journal(here: Stage) -> None:
    before = (everything_in_force(here.year), RuleVersion.objects.count(), Criterion.objects.count())
    versions = CriterionVersion.objects.count()
    here.start()
    edit_everything(here)
    cancel_version(actor=here.second, year=here.year)
    after = (everything_in_force(here.year), RuleVersion.objects.count(), Criterion.objects.count())
    assert after == before
    assert CriterionVersion.objects.count() == versions
    last = entries()[-1]
    assert "hủy bản soạn" in sentence(last)
    assert last["old"]["I.1 Chương trình, kế hoạch: Điểm tối đa"] == "35"  # type: ignore[index]


def test_rules_of_registration_and_the_note_are_edited_in_force_meanwhile(here: Stage) -> None:
    here.start()
    change_registration_rules(
        actor=here.second,
        year=here.year,
        one_title=True,
        limits={"FLAG_PROV": Limit(1, None)},
        base=fingerprint(stored_in_words(here.year.current_rules)),
    )
    RuleVersion.objects.filter(pk=here.year.rules_id).update(note="Ghi chú mới")
    here.change("II", text="Hoạt động của khối")
    kept = stored_in_words(here.year.current_rules)
    here.confirm()
    assert stored_in_words(here.year.current_rules) == kept
    assert here.year.current_rules.note == "Ghi chú mới"
    # Who only set the rules of registration wrote nothing on the draft.
    assert here.year.current_rules.confirmed_by == here.second


def test_award_rules_after_a_vote_are_a_version_too(here: Stage) -> None:
    award_rule(here.year)
    here.start()
    change_award_rule(
        actor=here.writer,
        year=here.year,
        award="FLAG_PROV",
        row=AwardRuleRow("FLAG_PROV", 1, QuotaKind.COUNT, Decimal(2)),
    )
    assert AwardRule.objects.get(rules=here.year.rules).quota == 1
    here.confirm()
    assert AwardRule.objects.get(rules=here.year.rules).quota == 2


def test_results_follow_the_confirmed_rules(here: Stage) -> None:
    """The memory of what was computed is not asked for the version before."""
    before = year_results(here.year)
    assert before.consolidation.rules.combining is Combining.LAST
    here.start()
    settings = replace(year_rules(here.year.current_rules), combining=Combining.PEER)
    change_rules(actor=here.writer, year=here.year, settings=settings)
    assert year_results(here.year).consolidation.rules.combining is Combining.LAST
    here.confirm()
    after = year_results(here.year)
    assert after.units["B"].score.final == Decimal("100.50")
    assert before.units["B"].score.final is None


def test_the_checks_of_a_page_hold_on_a_draft(here: Stage) -> None:
    here.start()
    with pytest.raises(Faults, match="lặp lại"):
        here.change("I.1", code="I.2")


def test_next_year_begins_from_the_rules_in_force(here: Stage) -> None:
    RuleVersion.objects.filter(pk=here.year.rules_id).update(
        sheets_shown="never",
        scorers_named=True,
        reason_percent=Decimal(15),
        outlier_percent=Decimal(20),
        second_entry_levels=["peer"],
    )
    here.start()
    here.change("II", text="Hoạt động của khối")
    made = create_year(actor=here.writer, bloc=here.year.bloc, number=2021, source=here.year)
    rules = made.current_rules
    assert (rules.number, rules.editors, rules.confirmed_by, rules.reason) == (1, [], None, "")
    assert (rules.sheets_shown, rules.scorers_named, rules.second_entry_levels) == ("never", True, ["peer"])
    assert (rules.reason_percent, rules.outlier_percent) == (15, 20)
    assert "Hoạt động khối" in [row.text for row in criterion_rows(rules)]
    assert made.draft_rules is None


def test_what_was_hidden_is_opened_only_by_a_version(here: Stage) -> None:
    RuleVersion.objects.filter(pk=here.year.rules_id).update(sheets_shown="never")
    stored = ways_of(here.year.current_rules)
    looser = replace(stored, sheets_shown=SheetsShown.AFTER_OWN)
    base = fingerprint(ways_in_words(stored))
    with pytest.raises(Faults, match="hai người ký tên"):
        change_ways(actor=here.writer, year=here.year, ways=looser, base=base)
    here.start()
    change_ways(actor=here.writer, year=here.year, ways=looser, base=base)
    assert here.year.current_rules.sheets_shown == "never"
    assert [group.title for group in here.review().differences] == ["Xem phiếu, lý do, nhập hai lần"]
    here.confirm()
    assert here.year.current_rules.sheets_shown == "after_own"
