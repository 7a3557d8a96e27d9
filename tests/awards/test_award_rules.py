"""Award rules on their pages: columns, order, contradictions, freezing."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from awards.actions.award_rules import add_award_rule, change_award_rule, move_award_rule, remove_award_rule
from awards.definitions import AwardRuleRow
from awards.models import Award, Vote
from awards.queries import award_lines
from awards.stored_rules import award_rule_row, award_rules_of, rule_sentence
from blocs.models import BlocYear, User
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.terms import OrderBy, QuotaBase, QuotaKind, Rounding, ThresholdBase
from tests.builders import award_rule, bloc_year, secretary

NEW = "/khoi/khoi-thu/2020/quy-tac-khen/them/"
ONE = Decimal(1)


@pytest.fixture
def year() -> BlocYear:
    made = bloc_year()
    award_rule(made, "FLAG_GOV", 1)
    award_rule(made, "FLAG_PROV", 2)
    return made


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def listed(year: BlocYear) -> list[tuple[int, str]]:
    return [(rule.order, rule.award.code) for rule in award_rules_of(year.current_rules)]


def merit(order: int = 3, **more: Any) -> AwardRuleRow:
    return replace(AwardRuleRow("MERIT_PROV", order, QuotaKind.COUNT, ONE), **more)


@pytest.mark.django_db
def test_rules_are_put_in_order_and_read_at_once(year: BlocYear, actor: User) -> None:
    assert len(award_lines(year.current_rules)) == 2
    add_award_rule(actor=actor, year=year, row=merit(order=2))
    assert listed(year) == [(1, "FLAG_GOV"), (2, "MERIT_PROV"), (3, "FLAG_PROV")]
    assert len(award_lines(again(year).current_rules)) == 3
    move_award_rule(actor=actor, year=again(year), award="FLAG_PROV", up=True)
    move_award_rule(actor=actor, year=again(year), award="FLAG_PROV", up=True)
    move_award_rule(actor=actor, year=again(year), award="FLAG_PROV", up=True)
    assert listed(year) == [(1, "FLAG_PROV"), (2, "FLAG_GOV"), (3, "MERIT_PROV")]
    remove_award_rule(actor=actor, year=again(year), award="FLAG_PROV")
    assert listed(year) == [(1, "FLAG_GOV"), (2, "MERIT_PROV")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"award": "FLAG_GOV"}, "award"),
        ({"award": "KHONG_CO"}, "award"),
        ({"quota": None}, "quota"),
        ({"quota": Decimal(-1)}, "quota"),
        ({"quota": Decimal("1.5")}, "quota"),
        ({"needs_vote": True}, "threshold"),
        ({"threshold": Decimal(101)}, "threshold"),
        ({"min_points": Decimal(-1)}, "min_points"),
        ({"max_rank": -1}, "max_rank"),
    ],
)
def test_a_rule_that_contradicts_itself(
    year: BlocYear, actor: User, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Faults) as refused:
        add_award_rule(actor=actor, year=year, row=merit(**more))
    assert field in [where for where, _ in refused.value.faults]
    assert len(listed(year)) == 2


@pytest.mark.django_db
def test_every_column_is_edited_on_the_page(year: BlocYear, actor: User, client: Client) -> None:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    sent = {
        "award": "MERIT_PROV",
        "quota_kind": "percent",
        "quota": "33,5",
        "quota_base": "remaining",
        "rounding": "nearest",
        "needs_registration": "on",
        "needs_pledge": "on",
        "needs_vote": "on",
        "threshold": "66,7",
        "threshold_base": "valid",
        "order_by": "approvals",
        "exclusive": "on",
        "max_rank": "5",
        "min_points": "90",
    }
    assert client.post(NEW, sent).status_code == 302
    stored = award_rule_row(award_rules_of(year.current_rules)[-1])
    assert stored == AwardRuleRow(
        "MERIT_PROV",
        3,
        QuotaKind.PERCENT,
        Decimal("33.5"),
        QuotaBase.REMAINING,
        Rounding.NEAREST,
        True,
        True,
        True,
        Decimal("66.7"),
        ThresholdBase.VALID,
        OrderBy.APPROVALS,
        True,
        5,
        Decimal(90),
    )
    address = "/khoi/khoi-thu/2020/quy-tac-khen/MERIT_PROV/"
    refused = client.post(address, {**sent, "threshold": ""})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["threshold"]
    changed = {**sent, "quota_kind": "count", "quota": "2", "quota_base": "", "rounding": ""}
    assert client.post(address, changed).status_code == 302
    stored = award_rule_row(award_rules_of(year.current_rules)[-1])
    assert (stored.quota_kind, stored.quota, stored.quota_base) == (QuotaKind.COUNT, 2, None)


@pytest.mark.django_db
def test_a_taken_award_is_not_offered(year: BlocYear, actor: User, client: Client) -> None:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    offered = {code for code, _ in client.get(NEW).context["form"].fields["award"].choices}
    assert "MERIT_PROV" in offered
    assert "FLAG_GOV" not in offered


@pytest.mark.django_db
def test_once_a_vote_is_in_the_award_rules_stay(year: BlocYear, actor: User) -> None:
    Vote.objects.create(
        year=year,
        award=Award.objects.get(code="FLAG_GOV"),
        called=3,
        present=3,
        issued=3,
        collected=3,
        valid=3,
        invalid=0,
    )
    for act in (
        lambda: add_award_rule(actor=actor, year=again(year), row=merit()),
        lambda: remove_award_rule(actor=actor, year=again(year), award="FLAG_PROV"),
        lambda: move_award_rule(actor=actor, year=again(year), award="FLAG_PROV", up=True),
        lambda: change_award_rule(actor=actor, year=again(year), award="FLAG_PROV", row=merit()),
    ):
        with pytest.raises(Refused, match="bỏ phiếu"):
            act()
    assert listed(year) == [(1, "FLAG_GOV"), (2, "FLAG_PROV")]


@pytest.mark.django_db
def test_only_who_sets_the_year_up(year: BlocYear) -> None:
    stranger = secretary(bloc_year("khoi-khac"), "thu-ky-khac")
    with pytest.raises(NotAllowed):
        remove_award_rule(actor=stranger, year=year, award="FLAG_PROV")


def test_a_rule_in_plain_words() -> None:
    assert (
        rule_sentence(merit()) == "Tối đa 1 đơn vị. Nhiều đơn vị cùng đạt thì lấy đơn vị hạng cao hơn trước."
    )
    rule = merit(
        quota_kind=QuotaKind.PERCENT,
        quota=Decimal(50),
        quota_base=QuotaBase.REMAINING,
        needs_registration=True,
        needs_pledge=True,
        needs_vote=True,
        threshold=Decimal(80),
        threshold_base=ThresholdBase.PRESENT,
        order_by=OrderBy.APPROVALS,
        exclusive=True,
        max_rank=3,
        min_points=Decimal(900),
    )
    assert rule_sentence(rule) == (
        "Tối đa 50% số đơn vị chưa được đề nghị. Điều kiện: từ hạng 3 trở lên; từ 900 điểm; có đăng ký; đã ký giao ước; "
        "ít nhất 80% phiếu đồng ý trên số có mặt; chưa được đề nghị danh hiệu đứng trên. "
        "Nhiều đơn vị cùng đạt thì lấy đơn vị nhiều phiếu hơn trước."
    )
