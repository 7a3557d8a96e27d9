"""A criterion's rule goes wherever the criterion goes: through editing, moving, and into the next year."""

from dataclasses import replace
from decimal import Decimal

import pytest

from blocs.models import BlocYear
from blocs.terms import CriterionRule
from scoring.actions.criteria import change_criterion, move_criterion
from scoring.copying import copy_year
from scoring.criterion_parameters import Item, Parameters
from scoring.models import CriterionVersion, Evidence
from scoring.presets import TREES
from scoring.rule_checks import check_criteria
from scoring.stored_rules import criterion_rows
from scoring.tree import update_tree
from scoring.tree_edits import Node
from tests.builders import bloc_year
from tests.scoring.sheets import Hall, hall
from tests.scoring.test_evidence import add, again, client_of

pytestmark = pytest.mark.django_db
LADDER = Parameters((Item("1", "Đúng hạn", Decimal(40)), Item("4", "Chậm", Decimal("30.5"))))


@pytest.fixture
def here() -> Hall:
    found = hall()
    row = next(row for row in criterion_rows(found.year.current_rules) if row.code == "I.1")
    wanted = replace(row, rule=CriterionRule.LADDER, parameters=LADDER)
    assert change_criterion(actor=found.secretary, year=found.year, code="I.1", row=wanted)
    return found


def rule_of(here: Hall, code: str) -> tuple[CriterionRule, Parameters]:
    row = next(row for row in criterion_rows(again(here).current_rules) if row.code == code)
    return row.rule, row.parameters


def test_it_stays_when_the_criterion_is_edited_or_moved(here: Hall) -> None:
    client = client_of(here.secretary)
    data = {
        "code": "I.1",
        "text": "Kế hoạch",
        "maximum": "40",
        "step": "0,5",
        "method": "",
        "needs_evidence": "yes",
    }
    assert client.post(f"/khoi/{here.year.bloc.code}/2020/tieu-chi/sua/I.1/", data).status_code == 302
    assert rule_of(here, "I.1") == (CriterionRule.LADDER, LADDER)
    assert move_criterion(actor=here.secretary, year=again(here), code="I.1", up=False) == "I.2"
    assert rule_of(here, "I.2") == (CriterionRule.LADDER, LADDER)
    assert rule_of(here, "I.1") == (CriterionRule.MANUAL, Parameters())


def test_a_maximum_below_a_rung_is_refused_at_its_field(here: Hall) -> None:
    data = {
        "code": "I.1",
        "text": "Kế hoạch",
        "maximum": "30",
        "step": "0,5",
        "method": "",
        "needs_evidence": "",
    }
    answer = client_of(here.secretary).post(f"/khoi/{here.year.bloc.code}/2020/tieu-chi/sua/I.1/", data)
    assert (answer.status_code, "vượt điểm tối đa 30" in answer.content.decode()) == (422, True)


def test_the_next_year_has_it_and_no_evidence(here: Hall) -> None:
    add(here, here.secretary)
    new = BlocYear.objects.get(pk=bloc_year("khoi-khac", 2021, units=0, tree=()).pk)
    copy_year(again(here), new)
    assert criterion_rows(new.current_rules) == criterion_rows(again(here).current_rules)
    assert not Evidence.objects.filter(membership__year=new).exists()


def test_a_tree_written_anew_changes_the_rule_of_a_row_alone(here: Hall) -> None:
    version = CriterionVersion.objects.get(rules=here.year.rules, code="I.1")
    rows = {v.pk: v.code for v in CriterionVersion.objects.filter(rules=here.year.rules)}
    kept = {row.code: row for row in criterion_rows(again(here).current_rules)}
    tree = tuple(
        Node(pk, replace(kept[code], rule=CriterionRule.BINARY) if code == "I.1" else kept[code])
        for pk, code in rows.items()
    )
    update_tree(again(here).current_rules, tree)
    version.refresh_from_db()
    assert version.rule == CriterionRule.BINARY


@pytest.mark.parametrize("key", sorted(TREES))
def test_the_rules_of_the_presets_can_stand(key: str) -> None:
    assert not check_criteria(TREES[key])
    assert sum(row.rule is not CriterionRule.MANUAL for row in TREES[key]) == {"1000": 10, "100": 2}[key]
