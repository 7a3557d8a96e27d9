"""What a confirmed version does to criteria, sheets and levels that are there."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from awards.results import results_json, year_results
from blocs.terms import CriterionGroup, Level, PeerDraw, SheetState
from scoring.actions.assignments import set_assignments
from scoring.actions.criteria import (
    add_criterion,
    move_criterion,
    remove_criterion,
    renumber_criteria,
    replace_criteria,
)
from scoring.actions.rule_settings import change_rules
from scoring.actions.sheets import hand_in
from scoring.definitions import CriterionRow
from scoring.drawing import spaced
from scoring.models import Score, Sheet
from scoring.rule_effects import Fate
from scoring.stored_rules import criterion_rows, year_rules
from tests.awards.version_scenes import REASON, Stage, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Stage:
    return stage()


def test_moved_and_renumbered_criteria_keep_their_scores(here: Stage) -> None:
    before = results_json(year_results(here.year))
    here.start()
    move_criterion(actor=here.writer, year=here.year, code="I.2", up=True)
    renumber_criteria(actor=here.writer, year=here.year)
    move_criterion(actor=here.writer, year=here.year, code="II", up=True)
    found = here.review()
    assert {effect.fate for effect in found.effects} == {Fate.UNTOUCHED}
    here.confirm()
    assert results_json(year_results(here.year)) == before
    codes = [(row.code, row.text) for row in criterion_rows(here.year.current_rules)][:3]
    assert codes[0] == ("I", "Hoạt động khối")


def test_a_code_used_again_does_not_inherit_the_old_scores(here: Stage) -> None:
    here.start()
    remove_criterion(actor=here.writer, year=here.year, code="I.2")
    add_criterion(
        actor=here.writer,
        year=here.year,
        row=CriterionRow("I.2", "Chuyển đổi số", CriterionGroup.CONTENT, Decimal(20), Decimal("0.5")),
    )
    here.confirm()
    sheet = here.sheet(Level.SELF, "A")
    assert sheet.state == SheetState.FILLING
    done = hand_in(actor=here.writer, bloc=here.year.bloc.code, year=here.year.slug, ids=[sheet.pk])
    assert [codes for _sheet, codes in done.incomplete] == [["I.2"]]
    assert Score.objects.filter(sheet=sheet).count() == 3


def test_a_tree_from_excel_keeps_criteria_that_read_the_same(here: Stage) -> None:
    here.start()
    draft = here.year.draft_rules
    assert draft is not None
    rows = [replace(row, text="Chuyển đổi số") if row.code == "I.2" else row for row in criterion_rows(draft)]
    replace_criteria(actor=here.writer, year=here.year, rows=rows)
    effect = next(e for e in here.review().effects if e.sheet == here.sheet(Level.SELF, "A").pk)
    assert (effect.missing, [code for code, _points in effect.lost]) == (("I.2",), ["I.2"])


def test_points_off_the_new_range_must_be_put_right_before_handing_in(here: Stage) -> None:
    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    effect = next(e for e in here.review().effects if e.sheet == here.sheet(Level.SELF, "A").pk)
    assert [(wrong.code, wrong.points) for wrong in effect.wrong] == [("I.1", Decimal("38.5"))]
    here.confirm()
    sheet = here.sheet(Level.SELF, "A")
    where = {"actor": here.writer, "bloc": here.year.bloc.code, "year": here.year.slug, "ids": [sheet.pk]}
    assert hand_in(**where).incomplete == [(sheet, ["I.1 (điểm không còn hợp lệ)"])]  # type: ignore[arg-type]
    Score.objects.filter(sheet=sheet, points=Decimal("38.5")).update(points=Decimal(38))
    assert [each.pk for each in hand_in(**where).now] == [sheet.pk]  # type: ignore[arg-type]


def test_levels_that_go_and_come(here: Stage) -> None:
    change: Callable[[tuple[Level, ...]], object] = lambda levels: change_rules(  # noqa: E731
        actor=here.writer,
        year=here.year,
        settings=replace(year_rules(here.year.draft_rules or here.year.current_rules), levels=levels),
    )
    here.start()
    change((Level.PEER, Level.APPRAISAL))
    standing = Sheet.objects.filter(year=here.pk)
    assert standing.filter(level=Level.BLOC).count() == 3  # a draft makes and drops no sheet
    found = here.review()
    assert len(found.with_fate(Fate.PUT_ASIDE)) == 2  # the self-sheets of A and B
    assert len(found.with_fate(Fate.DROPPED)) == 4  # C's, and the bloc's three
    here.confirm()
    assert standing.filter(level=Level.BLOC).count() == 0
    assert standing.filter(level=Level.SELF).count() == 2  # kept, counted no more
    here.start()
    change((Level.SELF, Level.PEER, Level.BLOC, Level.APPRAISAL))
    found = here.review()
    assert found.made == {Level.SELF: 1, Level.BLOC: 3}
    assert len(found.with_fate(Fate.COUNTS_AGAIN)) == 1
    here.confirm()
    assert standing.filter(level=Level.BLOC).count() == 3
    assert here.year.current_rules.number == 3


def test_a_draw_while_a_draft_is_open_stands_after_it(here: Stage) -> None:
    Score.objects.filter(sheet__level=Level.PEER).delete()
    here.start()
    here.change("II", text="Hoạt động chung của khối")
    members = [member.pk for member in here.year.members]
    set_assignments(
        actor=here.second, year=here.year, pairs=spaced(members, [1]), draw=PeerDraw.RING, reason=REASON
    )
    assert [group.title for group in here.review().differences] == ["Bảng tiêu chí"]
    here.confirm()
    assert here.year.current_rules.peer_draw == PeerDraw.RING
