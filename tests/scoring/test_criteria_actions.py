"""The criteria tree in the database: each act, what it refuses, what follows it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blocs.models import BlocYear, User
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.terms import CriterionGroup, CriterionRule, Level
from scoring.actions.criteria import (
    add_criterion,
    change_criterion,
    move_criterion,
    remove_criterion,
    renumber_criteria,
    replace_criteria,
)
from scoring.criterion_parameters import Item, Parameters
from scoring.definitions import CriterionRow
from scoring.models import Criterion, Score, Sheet
from scoring.presets import TREES
from scoring.queries import rule_set
from scoring.stored_rules import criterion_rows
from tests.builders import bloc_year, secretary

pytestmark = pytest.mark.django_db
CONTENT = CriterionGroup.CONTENT


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(tie_keys=["Mục II", "Ít điểm trừ"])


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def codes(year: BlocYear) -> list[str]:
    return [row.code for row in criterion_rows(again(year).current_rules)]


def row_of(year: BlocYear, code: str) -> CriterionRow:
    return next(row for row in criterion_rows(again(year).current_rules) if row.code == code)


def a_score(year: BlocYear) -> None:
    sheet = Sheet.objects.filter(year=year, level=Level.SELF).first()
    criterion = year.current_rules.criteria.get(code="II").criterion
    Score.objects.create(sheet=sheet, criterion=criterion, points=1, source="own")


def test_a_new_criterion_is_read_at_once(year: BlocYear, actor: User) -> None:
    before = rule_set(year.current_rules)
    add_criterion(actor=actor, year=year, row=CriterionRow("I.3", "Mới", CONTENT, Decimal(5)))
    now = rule_set(again(year).current_rules)
    assert len(now.nodes) == len(before.nodes) + 1
    assert [node.code for node in now.nodes][:5] == ["I", "I.1", "I.2", "I.3", "II"]
    assert now.nodes[0].maximum == 65


def test_what_is_below_a_section_is_in_its_group(year: BlocYear, actor: User) -> None:
    add_criterion(actor=actor, year=year, row=CriterionRow("III.2", "Thưởng nữa", CONTENT))
    assert row_of(year, "III.2").group is CriterionGroup.BONUS


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (CriterionRow("I.1", "Lặp", CONTENT, Decimal(5)), "code"),
        (CriterionRow("IX.1", "Không cha", CONTENT, Decimal(5)), "code"),
        (CriterionRow("I..1", "Sai dạng", CONTENT, Decimal(5)), "code"),
        (CriterionRow("VI", "Không điểm", CONTENT), "maximum"),
        (CriterionRow("VI", "Bước 0", CONTENT, Decimal(5), Decimal(0)), "step"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(
    year: BlocYear, actor: User, row: CriterionRow, field: str
) -> None:
    before = codes(year)
    with pytest.raises(Faults) as refused:
        add_criterion(actor=actor, year=year, row=row)
    assert field in [where for where, _ in refused.value.faults]
    assert codes(year) == before


def test_a_changed_maximum_goes_up_to_its_section(year: BlocYear, actor: User) -> None:
    row = replace(row_of(year, "I.1"), maximum=Decimal(35))
    assert change_criterion(actor=actor, year=year, code="I.1", row=row)
    assert (row_of(year, "I.1").maximum, row_of(year, "I").maximum) == (35, 55)
    assert not change_criterion(actor=actor, year=again(year), code="I.1", row=row)
    assert year.chain.entries.count() == 1


def test_a_criterion_moves_under_another_section_by_its_code(year: BlocYear, actor: User) -> None:
    identity = year.current_rules.criteria.get(code="I.2").criterion_id
    change_criterion(actor=actor, year=year, code="I.2", row=replace(row_of(year, "I.2"), code="II.1"))
    assert codes(year)[:4] == ["I", "I.1", "II", "II.1"]
    assert again(year).current_rules.criteria.get(code="II.1").criterion_id == identity
    with pytest.raises(Faults):
        change_criterion(actor=actor, year=again(year), code="I", row=replace(row_of(year, "I"), code="I.9"))


def test_a_moved_section_takes_its_tie_key_along(year: BlocYear, actor: User) -> None:
    identity = year.current_rules.criteria.get(code="II").criterion_id
    assert move_criterion(actor=actor, year=year, code="II", up=True) == "I"
    now = again(year).current_rules
    assert now.tie_keys == ["Mục I", "Ít điểm trừ"]
    assert now.criteria.get(code="I").criterion_id == identity
    assert now.criteria.get(code="II.1").text == "Chương trình, kế hoạch"
    assert move_criterion(actor=actor, year=again(year), code="I", up=True) == "I"


def test_a_section_that_decides_ties_is_not_removed(year: BlocYear, actor: User) -> None:
    with pytest.raises(Faults, match="Mục II"):
        remove_criterion(actor=actor, year=year, code="II")
    assert "II" in codes(year)


def test_removing_a_section_takes_its_rows_and_identities(year: BlocYear, actor: User) -> None:
    assert remove_criterion(actor=actor, year=year, code="I") == 3
    assert codes(year) == ["II", "III", "III.1", "IV"]
    assert Criterion.objects.filter(year=year).count() == 4
    assert renumber_criteria(actor=actor, year=again(year)) == 4
    assert codes(year) == ["I", "II", "II.1", "III"]
    assert again(year).current_rules.tie_keys[0] == "Mục I"
    assert renumber_criteria(actor=actor, year=again(year)) == 0


def test_a_whole_tree_in_place_of_another(year: BlocYear, actor: User) -> None:
    replace_criteria(actor=actor, year=year, rows=TREES["1000"])
    assert tuple(criterion_rows(again(year).current_rules)) == TREES["1000"]
    assert Criterion.objects.filter(year=year).count() == len(TREES["1000"])


def test_once_a_score_is_in_only_guidance_may_be_put_right(year: BlocYear, actor: User) -> None:
    a_score(year)
    row = row_of(year, "I.1")
    acts: list[Any] = [
        lambda: add_criterion(
            actor=actor, year=again(year), row=CriterionRow("I.3", "Mới", CONTENT, Decimal(5))
        ),
        lambda: remove_criterion(actor=actor, year=again(year), code="I.1"),
        lambda: move_criterion(actor=actor, year=again(year), code="I.1", up=False),
        lambda: renumber_criteria(actor=actor, year=again(year)),
        lambda: replace_criteria(actor=actor, year=again(year), rows=TREES["100"]),
        *(
            lambda changed=changed: change_criterion(actor=actor, year=again(year), code="I.1", row=changed)
            for changed in (
                replace(row, text="Khác"),
                replace(row, maximum=Decimal(41)),
                replace(row, step=Decimal(1)),
                replace(row, code="I.9"),
            )
        ),
    ]
    for act in acts:
        with pytest.raises(Refused, match="Đã có điểm"):
            act()
    guided = replace(row, method="Đúng hạn 40", needs_evidence=True)
    assert change_criterion(actor=actor, year=again(year), code="I.1", row=guided)
    assert row_of(year, "I.1") == guided


def test_only_who_sets_the_year_up(year: BlocYear) -> None:
    stranger = secretary(bloc_year("khoi-khac"), "thu-ky-khac")
    with pytest.raises(NotAllowed):
        remove_criterion(actor=stranger, year=year, code="I.1")


def test_the_page_names_what_is_missing(year: BlocYear, actor: User, client: Client) -> None:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    page = client.get("/khoi/khoi-thu/2020/tieu-chi/").content.decode()
    assert "Bảng tiêu chí đủ 100 điểm" in page
    remove_criterion(actor=actor, year=year, code="I.2")
    page = client.get("/khoi/khoi-thu/2020/tieu-chi/").content.decode()
    assert "Tiêu chí còn thiếu 20 điểm" in page
    assert "không bằng 100" in page


def test_a_criterion_is_added_on_the_page_under_its_section(
    year: BlocYear, actor: User, client: Client
) -> None:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    address = "/khoi/khoi-thu/2020/tieu-chi/them/?cha=I"
    form = client.get(address).context["form"]
    assert form["code"].value() == "I.3"
    assert "group" not in form.fields
    sent = {"code": "I.3", "text": "Mới", "maximum": "7,5", "step": "0,5"}
    assert client.post(address, sent).status_code == 302
    assert row_of(year, "I.3").maximum == Decimal("7.5")
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["code"]


def test_a_parent_has_no_field_for_points(year: BlocYear, actor: User, client: Client) -> None:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    form = client.get("/khoi/khoi-thu/2020/tieu-chi/sua/I/").context["form"]
    assert {"maximum", "step"}.isdisjoint(form.fields)
    assert client.get("/khoi/khoi-thu/2020/tieu-chi/sua/I.77/").status_code == 404


def test_a_published_year_promises_no_edit_of_its_criteria(client: Client) -> None:
    year = bloc_year()
    chief = secretary(year)
    client.force_login(chief)
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=chief
    )
    for address in ("tieu-chi/", "tieu-chi/sua/II/"):
        page = client.get(f"/khoi/khoi-thu/2020/{address}").content.decode()
        assert "Kết quả đã niêm yết" in page
        assert "Chỉ sửa được cách chấm" not in page


def test_items_of_a_rule_are_stored_under_keys_of_their_own(year: BlocYear, actor: User) -> None:
    """Whoever calls: two rungs without keys would be one choice on the page."""
    items = (Item("", "Đúng hạn", Decimal(40)), Item("", "Chậm", Decimal(20)))
    row = replace(row_of(year, "I.1"), rule=CriterionRule.LADDER, parameters=Parameters(items))
    change_criterion(actor=actor, year=again(year), code="I.1", row=row)
    keys = [item.key for item in row_of(year, "I.1").parameters.items]
    assert all(keys)
    assert len(set(keys)) == 2
