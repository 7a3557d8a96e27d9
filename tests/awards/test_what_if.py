"""The look at another combining rule: it agrees with really changing the rule, and leaves no trace."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.results import year_results
from awards.what_if import faults_of, tried_settings, what_if
from blocs.models import BlocYear, RuleVersion, SeatKind
from blocs.terms import (
    Aggregation,
    Combining,
    ExtrasSource,
    Level,
    MissingPeer,
    PeerAverage,
    RankNumbering,
    SheetState,
)
from scoring.definitions import WEIGHT_FIELDS
from scoring.models import Score, Sheet
from scoring.stored_rules import set_year_rules
from tests.awards.scenes import as_secretary, fresh, signed_in, text_of, url
from tests.builders import bloc_year, person, seat

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

WEIGHTS = st.sampled_from([(20, 50, 0, 30), (0, 100, 0, 0), (25, 25, 25, 25), (0, 0, 30, 70)])
TRIED = st.fixed_dictionaries(
    {
        "combining": st.sampled_from(list(Combining)),
        "peer_average": st.sampled_from(list(PeerAverage)),
        "trim": st.integers(0, 4),
        "aggregation": st.sampled_from(list(Aggregation)),
        "extras_source": st.sampled_from(list(ExtrasSource)),
        "missing_peer": st.sampled_from(list(MissingPeer)),
        "numbering": st.sampled_from(list(RankNumbering)),
        "decimals": st.integers(0, 3),
        "tie_keys": st.lists(
            st.sampled_from(["Mục I", "Tự chấm", "Ít điểm trừ", "Nhiều điểm thưởng", "Phiếu FLAG_PROV"]),
            unique=True,
        ).map(tuple),
    }
)


def weights(shares: tuple[int, ...]) -> dict[str, Decimal]:
    return {field: Decimal(share) for field, share in zip(WEIGHT_FIELDS.values(), shares, strict=True)}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TRIED, WEIGHTS, st.randoms(use_true_random=False))
def test_the_look_agrees_with_really_changing_the_rule(
    tried: dict[str, Any], shares: tuple[int, ...], dice: Any
) -> None:
    year = bloc_year(f"khoi-{BlocYear.objects.count()}", units=4)
    leaves = list(year.current_rules.criteria.exclude(code__in=["I", "III"]))
    sheets = list(Sheet.objects.filter(year=year))
    for sheet in sheets:
        sheet.state = dice.choice([SheetState.HANDED_IN, SheetState.HANDED_IN, SheetState.FILLING])
    Sheet.objects.bulk_update(sheets, ["state"])
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion_id=leaf.criterion_id, points=Decimal(dice.randint(0, 5)), source="own")
        for sheet in sheets
        for leaf in leaves
    )
    year = fresh(year)
    wanted = tried_settings(year, {**tried, **weights(shares)})
    assert faults_of(year, wanted, {"FLAG_PROV"}) == []
    before = year_results(fresh(year)).ranking
    found = what_if(year, wanted)
    assert found.now == before
    version = RuleVersion.objects.get(pk=year.rules_id)
    set_year_rules(version, wanted)
    version.revision += 1
    version.save()
    really = year_results(fresh(year))
    assert found.tried == really.ranking
    assert {look.unit: look.tried_final for look in found.looks} == {
        code: unit.score.final for code, unit in really.units.items()
    }


def counts() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()  # type: ignore[attr-defined]
        for model in apps.get_models()
        if model.__name__ != "Session"
    }


def test_it_leaves_no_trace(yen_bai: BlocYear) -> None:
    year = fresh(yen_bai)
    client = as_secretary(year)
    before, revision = counts(), fresh(year).current_rules.revision
    sheets = list(Sheet.objects.order_by("pk").values_list("pk", "revision"))
    shown = text_of(client, url(year, "results"))
    for query in ("", "?combining=peer&peer_average=median", "?combining=weighted", "?trim=x"):
        client.get(url(year, "results-what-if") + query)
    assert counts() == before
    assert fresh(year).current_rules.revision == revision
    assert list(Sheet.objects.order_by("pk").values_list("pk", "revision")) == sheets
    assert text_of(client, url(year, "results")) == shown
    assert client.post(url(year, "results-what-if"), {"combining": "peer"}).status_code == 405


def test_yen_bai_by_the_median_of_its_peers(yen_bai: BlocYear) -> None:
    year = fresh(yen_bai)
    text = text_of(as_secretary(year), url(year, "results-what-if") + "?combining=peer&peer_average=median")
    for words in (
        "Chỉ là xem thử – không lưu, không thay đổi kết quả.",
        "Cách tổng hợp: Cấp cuối → thành Chấm chéo",
        "Cách tính điểm chéo: Trung bình → thành Trung vị",
        "2 đơn vị đổi hạng: Hội Liên hiệp Văn học nghệ thuật tỉnh Yên Bái lên 1 bậc (7 → 6);"
        " Hội Khuyến học tỉnh Yên Bái xuống 1 bậc (6 → 7).",
        "Hội Chữ thập đỏ tỉnh Yên Bái 1 950,50 1 963,00 giữ nguyên",
    ):
        assert words in text, words
    assert "Phiếu FLAG" not in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("trim=x", "Hãy ghi một số nguyên"),
        ("trim=-1", "Phải từ 0 trở lên"),
        ("decimals=9", "Không được quá 3"),
        ("combining=weighted", "cộng lại là 0%"),
        ("combining=weighted&weight_self=60&weight_peer=60", "120%"),
        ("weight_self=abc", "không phải là số"),
        ("weight_self=-5", "Phải từ 0 trở lên"),
        ("combining=khac", "khac"),
        ("tie_1=M%E1%BB%A5c+XX", "Mục XX"),
        ("tie_1=T%E1%BB%B1+ch%E1%BA%A5m&tie_2=T%E1%BB%B1+ch%E1%BA%A5m", "hai lần"),
        ("peer_average=%00", ""),
    ],
)
def test_bad_input_is_told_in_a_sentence(yen_bai: BlocYear, query: str, words: str) -> None:
    year = fresh(yen_bai)
    answer = as_secretary(year).get(f"{url(year, 'results-what-if')}?{query}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Chưa tính được." in page
    assert "Hạng xem thử" not in page


def test_a_level_the_year_does_not_use_cannot_be_tried() -> None:
    year = bloc_year(levels=[Level.SELF.value, Level.APPRAISAL.value])
    client = as_secretary(year)
    for query, words in (("combining=peer", "Chấm chéo"), ("extras_source=bloc", "Khối")):
        answer = client.get(f"{url(year, 'results-what-if')}?{query}")
        assert answer.status_code == 422
        assert f"“{words}” nhưng cấp này không có trong Các cấp chấm" in answer.content.decode()


def test_without_scores_there_is_nothing_to_compare() -> None:
    year = bloc_year()
    page = text_of(as_secretary(year), url(year, "results-what-if") + "?combining=peer")
    assert "Chưa có điểm để xếp hạng" in page


def test_units_never_look(yen_bai: BlocYear, client: Client) -> None:
    year = fresh(yen_bai)
    head = person("truong")
    seat(head, SeatKind.HEAD, unit=year.members[0].unit)
    assert signed_in(head).get(url(year, "results-what-if")).status_code == 404
    assert "xem-thu" not in text_of(signed_in(head), url(year, "year-home"))


def test_the_look_is_offered_beside_the_results(yen_bai: BlocYear) -> None:
    year = fresh(yen_bai)
    page = as_secretary(year).get(url(year, "results")).content.decode()
    assert re.search(r'href="[^"]*/ket-qua/xem-thu/"', page)


@pytest.mark.parametrize("units", [3, 15])
def test_it_takes_as_many_queries_for_any_number_of_units(units: int, django_assert_num_queries: Any) -> None:
    year = bloc_year(units=units)
    sheets = Sheet.objects.filter(year=year)
    sheets.update(state=SheetState.HANDED_IN)
    leaf = year.current_rules.criteria.get(code="II").criterion_id
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion_id=leaf, points=sheet.pk % 40, source="own") for sheet in sheets
    )
    client = as_secretary(year)
    with django_assert_num_queries(11):
        client.get(url(year, "results-what-if") + "?combining=peer")
