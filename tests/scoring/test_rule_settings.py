"""Every contradiction of the settings is refused at its field; what stands is stored, recorded and read afresh."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from blocs.models import BlocYear, User
from blocs.refusals import Faults, Refused
from blocs.terms import (
    Aggregation,
    Combining,
    ExtrasSource,
    Level,
    MidYearMerger,
    MissingPeer,
    PeerAverage,
    PeerDraw,
    RankNumbering,
)
from scoring.actions.rule_settings import change_rules
from scoring.definitions import YearRules
from scoring.forms.rules import RulesForm
from scoring.models import Score, Sheet
from scoring.rule_words import rules_in_sentences
from scoring.stored_rules import year_rules
from tests.builders import bloc_year, secretary

pytestmark = pytest.mark.django_db
ADDRESS = "/khoi/khoi-thu/2020/quy-tac/"


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def secretary_client(actor: User, client: Client) -> Client:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    return client


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def a_score(year: BlocYear) -> None:
    sheet = Sheet.objects.filter(year=year, level=Level.SELF).first()
    criterion = year.current_rules.criteria.get(code="II").criterion
    Score.objects.create(sheet=sheet, criterion=criterion, points=1, source="own")


def sent(client: Client, **changed: str) -> dict[str, str]:
    """The page's form as a browser would send it, with these fields otherwise."""
    form = client.get(ADDRESS).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value is True:
            data[bound.html_name] = "on"
        elif value not in (None, False):
            data[bound.html_name] = str(value)
    return {**data, **changed}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"scale": "200"}, "scale", "cộng lại là 100, không bằng 200"),
        ({"scale": "0"}, "scale", "lớn hơn 0"),
        ({"scale": ""}, "scale", ""),
        ({"scale": "1.234,5"}, "scale", "không phải là số"),
        ({"decimals": "4"}, "decimals", ""),
        ({"bonus_cap": "-1"}, "bonus_cap", "từ 0"),
        ({"bonus_inside_scale": "on"}, "scale", "không bằng 95"),
        ({"bonus_inside_scale": "on", "bonus_cap": ""}, "bonus_cap", "phải ghi Điểm thưởng tối đa"),
        ({"total_cap": "-5"}, "total_cap", "từ 0"),
        ({"combining": "weighted"}, "combining", "cộng lại là 0%"),
        ({"combining": "weighted", "weight_self": "50", "weight_bloc": "40"}, "weight_self", "90%"),
        ({"weight_self": "-10"}, "weight_self", "từ 0"),
        ({"trim": "-1"}, "trim", ""),
        ({"level_1": "", "level_2": "", "level_3": "", "level_4": ""}, "level_1", "ít nhất một cấp"),
        ({"level_3": "self"}, "level_3", "hai lần"),
        ({"level_4": "", "weight_appraisal": "20"}, "weight_appraisal", "không có trong Các cấp chấm"),
        ({"level_2": "", "combining": "peer"}, "combining", "Chấm chéo"),
        ({"level_4": "", "extras_source": "appraisal"}, "extras_source", "Thẩm định"),
        ({"level_3": "", "extras_source": "bloc"}, "extras_source", "Khối"),
        ({"peer_draw": "none"}, "peer_draw", "bỏ cấp này"),
        ({"level_4": "", "tie_1": "Thẩm định"}, "tie_1", "Thẩm định"),
        ({"tie_1": "Ít điểm trừ", "tie_2": "Ít điểm trừ"}, "tie_1", "hai lần"),
        ({"tie_1": "Mục III"}, "tie_1", ""),
        ({"tie_1": "Phiếu KHONG_CO"}, "tie_1", ""),
        ({"combining": "khác"}, "combining", ""),
    ],
)
def test_a_contradiction_is_refused_at_its_field(
    year: BlocYear, secretary_client: Client, changed: dict[str, str], field: str, words: str
) -> None:
    before = year_rules(again(year).current_rules)
    answer = secretary_client.post(ADDRESS, sent(secretary_client, **changed))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert field in errors
    assert words in " ".join(errors[field])
    assert year_rules(again(year).current_rules) == before


def test_the_page_sent_back_as_it_is_changes_nothing(year: BlocYear, secretary_client: Client) -> None:
    answer = secretary_client.post(ADDRESS, sent(secretary_client), follow=True)
    assert "Không có gì thay đổi" in answer.content.decode()
    assert not hasattr(again(year), "chain")


EVERYTHING: dict[str, tuple[str, Any]] = {
    "decimals": ("1", 1),
    "total_cap": ("105,5", Decimal("105.5")),
    "bonus_cap": ("4", Decimal(4)),
    "peer_draw": ("assigned", PeerDraw.ASSIGNED),
    "combining": ("weighted", Combining.WEIGHTED),
    "weight_self": ("20", Decimal(20)),
    "weight_peer": ("49,5", Decimal("49.5")),
    "weight_bloc": ("30,5", Decimal("30.5")),
    "peer_average": ("trimmed", PeerAverage.TRIMMED),
    "trim": ("2", 2),
    "aggregation": ("leaf", Aggregation.LEAF),
    "extras_source": ("bloc", ExtrasSource.BLOC),
    "missing_peer": ("block", MissingPeer.BLOCK),
    "numbering": ("1-1-2", RankNumbering.DENSE),
    "merger": ("separate", MidYearMerger.SEPARATE),
}


def test_every_setting_is_edited_on_the_page(year: BlocYear, secretary_client: Client) -> None:
    revision = year.current_rules.revision
    wanted = {name: text for name, (text, _) in EVERYTHING.items()}
    wanted |= {"level_1": "bloc", "level_2": "peer", "level_3": "self", "level_4": ""}
    wanted |= {"tie_1": "Nhiều điểm thưởng", "tie_2": "Mục II", "tie_3": "", "tie_4": "Phiếu FLAG_PROV"}
    assert secretary_client.post(ADDRESS, sent(secretary_client, **wanted)).status_code == 302
    stored = year_rules(again(year).current_rules)
    assert {name: getattr(stored, name) for name in EVERYTHING} == {
        name: value for name, (_, value) in EVERYTHING.items()
    }
    assert stored.levels == (Level.BLOC, Level.PEER, Level.SELF)
    assert stored.tie_keys == ("Nhiều điểm thưởng", "Mục II", "Phiếu FLAG_PROV")
    assert again(year).current_rules.revision != revision
    assert not Sheet.objects.filter(year=year, level=Level.APPRAISAL).exists()
    assert "Trung bình cắt" in year.chain.entries.get().text


def test_a_scale_may_be_brought_to_the_criteria(year: BlocYear, actor: User) -> None:
    """950 + 50: content of 100 in a scale of 105 with the bonus inside."""
    stored = year_rules(year.current_rules)
    change_rules(
        actor=actor, year=year, settings=replace(stored, scale=Decimal(105), bonus_inside_scale=True)
    )
    assert again(year).current_rules.scale == 105


def test_a_tree_half_typed_in_does_not_forbid_another_setting(year: BlocYear, actor: User) -> None:
    year.current_rules.criteria.filter(code="II").delete()
    stored = year_rules(year.current_rules)
    assert change_rules(actor=actor, year=year, settings=replace(stored, decimals=1))
    with pytest.raises(Faults, match="không bằng 90"):
        change_rules(actor=actor, year=again(year), settings=replace(stored, decimals=1, scale=Decimal(90)))


def test_two_people_on_one_page(year: BlocYear, actor: User, secretary_client: Client) -> None:
    mine = sent(secretary_client, decimals="1")
    change_rules(actor=actor, year=year, settings=replace(year_rules(year.current_rules), trim=3))
    answer = secretary_client.post(ADDRESS, mine)
    assert answer.status_code == 409
    assert "người khác đã sửa" in answer.content.decode()
    assert again(year).current_rules.decimals == 2
    again_sent = {**mine, "base": answer.context["form"]["base"].value()}
    assert secretary_client.post(ADDRESS, again_sent).status_code == 302
    assert again(year).current_rules.decimals == 1


def test_once_a_score_is_in_the_rules_stay(year: BlocYear, actor: User, secretary_client: Client) -> None:
    wanted = sent(secretary_client, decimals="1")
    a_score(year)
    with pytest.raises(Refused, match="Đã có điểm"):
        change_rules(
            actor=actor, year=again(year), settings=replace(year_rules(year.current_rules), decimals=1)
        )
    page = secretary_client.get(ADDRESS)
    assert all(field.disabled for field in page.context["form"].fields.values())
    assert "Lưu quy tắc" not in page.content.decode()
    secretary_client.post(ADDRESS, wanted)
    assert again(year).current_rules.decimals == 2


def test_the_form_keeps_a_stored_tie_key_it_does_not_offer() -> None:
    rules = YearRules(Decimal(100), (Level.SELF,), tie_keys=("Mục IX",))
    form = RulesForm(rules=rules, sections={}, awards={}, base="")
    assert ("Mục IX", "Mục IX") in form.fields["tie_1"].choices


def test_rules_in_plain_words() -> None:
    rules = YearRules(
        Decimal(1000),
        (Level.SELF, Level.PEER, Level.APPRAISAL),
        bonus_cap=Decimal(50),
        bonus_inside_scale=True,
        total_cap=Decimal(1000),
        combining=Combining.WEIGHTED,
        peer_average=PeerAverage.TRIMMED,
        weight_self=Decimal(20),
        weight_peer=Decimal(50),
        weight_appraisal=Decimal(30),
        extras_source=ExtrasSource.APPRAISAL,
        missing_peer=MissingPeer.ZERO,
        tie_keys=("Mục I", "Ít điểm trừ", "Phiếu FLAG_PROV"),
        numbering=RankNumbering.DENSE,
    )
    assert rules_in_sentences(rules, {"I": "Chuyên môn"}, {"FLAG_PROV": "Cờ UBND tỉnh"}) == [
        "Thang 1.000 điểm, gồm 950 điểm nội dung và 50 điểm thưởng; tổng điểm không quá 1.000.",
        "Mỗi đơn vị được chấm 3 lần: tự chấm → chấm chéo → thẩm định.",
        "Điểm chấm chéo là trung bình sau khi bỏ 1 phiếu cao nhất và 1 phiếu thấp nhất; mỗi phiếu thiếu tính 0 điểm.",
        "Điểm cuối cùng = 20% tự chấm + 50% chấm chéo + 30% thẩm định; riêng điểm thưởng, điểm trừ lấy của cấp thẩm định, "
        "làm tròn 2 chữ số thập phân.",
        "Bằng điểm thì xét điểm Mục I cao hơn (Chuyên môn), rồi đến ít điểm trừ hơn, rồi đến nhiều phiếu đồng ý hơn cho "
        "Cờ UBND tỉnh; vẫn bằng thì đồng hạng, đánh số 1, 1, 2.",
    ]
    plain = YearRules(Decimal(100), (Level.SELF, Level.BLOC))
    assert rules_in_sentences(plain, {}, {}) == [
        "Thang 100 điểm, điểm thưởng không giới hạn.",
        "Mỗi đơn vị được chấm 2 lần: tự chấm → khối chấm.",
        "Điểm cuối cùng là điểm khối chấm, làm tròn 2 chữ số thập phân.",
        "Bằng điểm thì đồng hạng, đánh số 1, 1, 3.",
    ]
