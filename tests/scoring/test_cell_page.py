"""One cell as a page: the suggestion with its working, taken or not, nothing typed lost, nothing hidden told."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blocs.context import year_url
from blocs.models import Phase, PhaseKind, SeatKind, Target
from blocs.terms import CriterionRule, Level, SheetsShown, SheetState
from scoring.actions.evidence import Shown
from scoring.criterion_parameters import Item, Parameters, to_json
from scoring.models import CriterionVersion, LateCell, Score, Sheet, TargetCriterion
from scoring.queries import rule_set
from scoring.sheet_queries import missing_codes
from tests.builders import ALL_LEVELS
from tests.scoring.sheets import Hall, agreed, fields, hall, name_of
from tests.scoring.test_evidence import add, again, client_of, of_unit

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
D = Decimal
LADDER = (Item("1", "Đúng hạn", D(40)), Item("2", "Chậm đến 15 ngày", D(30)), Item("3", "Không có", D(0)))
LIST = (Item("1", "Cờ của Trung ương Hội", D(3)), Item("2", "Mô hình", D(1), 2))


@pytest.fixture
def here() -> Hall:
    return hall(levels=ALL_LEVELS)


def rule(here: Hall, code: str, kind: CriterionRule, items: tuple[Item, ...] = (), **more: Decimal) -> None:
    CriterionVersion.objects.filter(rules=here.year.rules, code=code).update(
        rule=kind.value, parameters=to_json(Parameters(items, **more))
    )


def url(here: Hall, sheet: Sheet, code: str = "I.1") -> str:
    return year_url("cell", here.year, sheet=sheet.pk, criterion=here.criterion(code))


def score(sheet: Sheet, here: Hall, code: str = "I.1") -> Score:
    return Score.objects.get(sheet=sheet, criterion=here.criterion(code))


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_rung_is_chosen_tried_and_taken(here: Hall) -> None:
    rule(here, "I.1", CriterionRule.LADDER, LADDER)
    sheet, client = here.sheet(Level.SELF, "B"), client_of(of_unit(here))
    address = url(here, sheet)
    assert "Chậm đến 15 ngày" in text(client, address)
    tried = client.post(address, {"viec": "tinh", "rung": "2", "reason": "Gửi qua bưu điện", "base": ""})
    page = tried.content.decode()
    assert tried.status_code == 200
    assert "Điểm gợi ý: 30" in page
    assert "Bậc “Chậm đến 15 ngày”: 30 điểm." in page
    assert "Gửi qua bưu điện" in page
    assert not Score.objects.exists()
    taken = client.post(address, {"viec": "goi-y", "rung": "2", "reason": "", "base": ""})
    assert taken.status_code == 302
    stored = score(sheet, here)
    assert (stored.points, stored.basis, stored.reason) == (30, {"rung": "2"}, "")
    assert 'value="2" checked' in text(client, address)


def test_own_points_keep_what_was_told_and_the_reason(here: Hall) -> None:
    rule(here, "I.1", CriterionRule.LADDER, LADDER)
    sheet = here.sheet(Level.APPRAISAL, "B")
    data = {"viec": "luu", "rung": "2", "points": "35,5", "reason": "Chậm vì bão lũ", "base": ""}
    assert client_of(here.secretary).post(url(here, sheet), data).status_code == 302
    stored = score(sheet, here)
    assert (stored.points, stored.basis, stored.reason) == (D("35.5"), {"rung": "2"}, "Chậm vì bão lũ")


def test_without_anything_told_the_basis_stays_empty(here: Hall) -> None:
    sheet = here.sheet(Level.APPRAISAL, "B")
    client = client_of(here.secretary)
    client.post(url(here, sheet), {"viec": "luu", "points": "35", "base": ""})
    assert score(sheet, here).basis is None
    client.post(url(here, sheet), {"viec": "luu", "points": "", "base": "35"})
    assert not Score.objects.exists()


def test_items_are_counted_and_the_board_may_accept_others_than_claimed(here: Hall) -> None:
    rule(here, "III.1", CriterionRule.BONUS_LIST, LIST)
    claimed, board = here.sheet(Level.SELF, "B"), here.sheet(Level.APPRAISAL, "B")
    unit = client_of(of_unit(here))
    data = {"viec": "goi-y", "count-1": "1", "count-2": "3", "base": ""}
    assert unit.post(url(here, claimed, "III.1"), data).status_code == 302
    assert score(claimed, here, "III.1").points == 5
    add(here, here.secretary, Shown("Quyết định", item="1"), leaf="III.1")
    Sheet.objects.filter(pk=claimed.pk).update(state=SheetState.HANDED_IN)
    client = client_of(here.secretary)
    page = text(client, url(here, board, "III.1"))
    assert "Đơn vị tự chấm 5 điểm" in page
    assert "đơn vị ghi 3 lần" in page
    assert "1 minh chứng" in page
    assert 'name="count-2" value' not in page  # the claim is not accepted by doing nothing
    client.post(url(here, board, "III.1"), {"viec": "goi-y", "count-1": "1", "base": ""})
    assert (score(board, here, "III.1").points, score(board, here, "III.1").basis) == (
        3,
        {"counts": {"1": 1}},
    )


def test_no_occurrence_is_an_answer_when_the_suggestion_is_asked_for(here: Hall) -> None:
    rule(here, "I.2", CriterionRule.DEDUCT_PER, (Item("1", "Vắng họp", D(5)),))
    sheet, client = here.sheet(Level.APPRAISAL, "B"), client_of(here.secretary)
    client.post(url(here, sheet, "I.2"), {"viec": "goi-y", "base": ""})
    assert (score(sheet, here, "I.2").points, score(sheet, here, "I.2").basis) == (20, {"counts": {}})


def test_met_or_not(here: Hall) -> None:
    rule(here, "I.2", CriterionRule.BINARY)
    sheet, client = here.sheet(Level.APPRAISAL, "B"), client_of(here.secretary)
    client.post(url(here, sheet, "I.2"), {"viec": "goi-y", "met": "khong", "base": ""})
    assert (score(sheet, here, "I.2").points, score(sheet, here, "I.2").basis) == (0, {"met": False})
    assert 'value="khong" checked' in text(client, url(here, sheet, "I.2"))


def test_targets_that_feed_the_criterion_make_the_suggestion(here: Hall) -> None:
    rule(here, "I.1", CriterionRule.PROPORTIONAL)
    sheet, client, member = here.sheet(Level.SELF, "B"), client_of(of_unit(here)), here.member("B")
    for position, (what, planned, reached, weight) in enumerate(
        (("Hội viên", "500", "460", "40"), ("Lớp", "12", "15", "30"), ("Vận động", "2", "2.6", "30"))
    ):
        target = Target.objects.create(
            membership=member, position=position, text=what, planned=D(planned), year_end=D(reached)
        )
        TargetCriterion.objects.create(target=target, criterion_id=here.criterion("I.1"), weight=D(weight))
    page = text(client, url(here, sheet))
    assert "Hội viên: 460/500 (92%); trọng số 40" in page
    assert "40 × 0,968 = 38,72 điểm." in page
    assert "Làm tròn theo bước 0,5: 38,5 điểm." in page
    client.post(url(here, sheet), {"viec": "goi-y", "base": ""})
    stored = score(sheet, here)
    assert stored.points == D("38.5")
    assert stored.basis["targets"][0] == {
        "text": "Hội viên", "planned": "500", "result": "460", "weight": "40",
    }  # fmt: skip
    Target.objects.filter(text="Lớp").update(year_end=None)
    refused = client.post(url(here, sheet), {"viec": "goi-y", "base": "38.5"})
    assert (refused.status_code, "“Lớp” chưa có kết quả" in refused.content.decode()) == (422, True)


# ── Nothing typed is lost ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"points": "bốn mươi"}, 422, "không phải là số"),
        ({"points": "41"}, 422, "vượt điểm tối đa 40"),
        ({"points": "39,3"}, 422, "bội của 0,5"),
        ({"points": "39", "rung": "9"}, 422, "9"),
        ({"points": "39", "viec": "goi-y"}, 422, "Chưa có điểm gợi ý"),
    ],
)
def test_what_cannot_be_saved_stays_in_the_form(
    here: Hall, data: dict[str, str], status: int, said: str
) -> None:
    rule(here, "I.1", CriterionRule.LADDER, LADDER)
    sheet = here.sheet(Level.APPRAISAL, "B")
    sent = {"viec": "luu", "reason": "Điều tôi đã gõ", "base": "", **data}
    answer = client_of(here.secretary).post(url(here, sheet), sent)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert f'value="{data["points"]}"' in page
    assert "Điều tôi đã gõ" in page
    assert not Score.objects.exists()


def test_of_two_people_the_second_is_told_and_may_replace(here: Hall) -> None:
    sheet, client = here.sheet(Level.APPRAISAL, "B"), client_of(here.secretary)
    here.save(here.entry(sheet, "I.1", "38"))
    answer = client.post(url(here, sheet), {"viec": "luu", "points": "36", "base": ""})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đã lưu 38 lúc" in page
    assert 'value="36"' in page
    assert 'name="base" value="38"' in page
    assert client.post(url(here, sheet), {"viec": "luu", "points": "36", "base": "38"}).status_code == 302
    assert score(sheet, here).points == 36


def test_after_the_deadline_it_is_kept_as_late(here: Hall) -> None:
    sheet, client = here.sheet(Level.SELF, "B"), client_of(of_unit(here))
    Phase.objects.filter(year=here.year, kind=PhaseKind.SELF_SCORING).update(
        closes_at=timezone.now() - timedelta(minutes=1)
    )
    answer = client.post(url(here, sheet), {"viec": "luu", "points": "36", "base": ""}, follow=True)
    assert "điểm đến muộn" in answer.content.decode()
    assert (LateCell.objects.get().points, Score.objects.count()) == (36, 0)


def test_a_handed_in_sheet_is_closed_with_the_typed_points_standing(here: Hall) -> None:
    sheet = here.sheet(Level.SELF, "B")
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.HANDED_IN)
    client = client_of(of_unit(here))
    assert "Hãy mở lại phiếu trước" in text(client, url(here, sheet))
    answer = client.post(url(here, sheet), {"viec": "luu", "points": "36", "base": ""})
    assert (answer.status_code, "không sửa được" in answer.content.decode()) == (409, True)


def test_a_broken_base_is_refused_in_words(here: Hall) -> None:
    sheet = here.sheet(Level.APPRAISAL, "B")
    answer = client_of(here.secretary).post(url(here, sheet), {"viec": "luu", "points": "1", "base": "x"})
    assert answer.status_code == 422


# ── Only the appraisal ───────────────────────────────────────────────────────


def test_what_only_the_appraisal_scores_is_asked_for_nowhere_else(here: Hall) -> None:
    rule(here, "I.2", CriterionRule.APPRAISER_ONLY)
    rules = rule_set(again(here).current_rules)
    assert missing_codes(rules, {}, Level.SELF) == ["I.1", "II"]
    assert missing_codes(rules, {}, Level.APPRAISAL) == ["I.1", "I.2", "II"]
    own, board = here.sheet(Level.SELF, "B"), here.sheet(Level.APPRAISAL, "B")
    client = client_of(here.secretary)
    grid = year_url("grid", here.year, level="tu-cham")
    assert name_of(here, own, "I.2") not in fields(client, grid)
    assert name_of(here, board, "I.2") in fields(client, year_url("grid", here.year, level="tham-dinh"))
    assert "chỉ chấm ở cấp Thẩm định" in text(client, url(here, own, "I.2"))
    refused = client.post(url(here, own, "I.2"), {"viec": "luu", "points": "1", "base": ""})
    assert (refused.status_code, Score.objects.count()) == (422, 0)
    here.save(here.entry(own, "I.1", "40"), here.entry(own, "II", "40"))
    head = client_of(of_unit(here, "B", SeatKind.HEAD))
    going = year_url("sheet-hand-in", here.year, level="tu-cham")
    head.post(going, agreed(head, going))
    assert Sheet.objects.get(pk=own.pk).state == SheetState.HANDED_IN


def test_without_the_appraisal_such_a_criterion_contradicts_the_rules() -> None:
    here = hall(levels=[Level.SELF.value, Level.PEER.value])
    rule(here, "I.2", CriterionRule.APPRAISER_ONLY)
    answer = client_of(here.secretary).post(
        url(here, here.sheet(Level.SELF, "B")), {"viec": "luu", "points": "1", "base": ""}
    )
    assert (answer.status_code, "I.2 chỉ chấm ở cấp" in answer.content.decode()) == (409, True)


# ── Secrecy and cost ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("shown", SheetsShown)
def test_a_scorer_sees_claim_and_evidence_only_where_the_year_lets_it(here: Hall, shown: SheetsShown) -> None:
    here.year.current_rules.sheets_shown = shown
    here.year.current_rules.save()
    claim = here.sheet(Level.SELF, "A")
    here.save(here.entry(claim, "I.1", "37.5"))
    add(here, of_unit(here, "A"), Shown("Quyết định số một"), "A")
    Sheet.objects.filter(pk=claim.pk).update(state=SheetState.HANDED_IN)
    peer, client = here.sheet("B", "A"), client_of(of_unit(here))
    page = text(client, url(here, peer))
    assert "37,5" not in page
    assert "Quyết định số một" not in page
    assert "Minh chứng" not in page
    text(client, url(here, claim), 404)
    Sheet.objects.filter(level=Level.SELF, scored__code="B").update(state=SheetState.HANDED_IN)
    page = text(client, url(here, peer))
    reads = shown is SheetsShown.AFTER_OWN
    assert ("37,5" in page) is reads
    assert ("Quyết định số một" in page) is reads
    text(client, url(here, claim), 200 if reads else 404)


def test_a_draft_claim_is_nobody_elses(here: Hall) -> None:
    here.save(here.entry(here.sheet(Level.SELF, "A"), "I.1", "37.5"))
    assert "Đơn vị tự chấm" not in text(client_of(here.secretary), url(here, here.sheet("B", "A")))


@pytest.mark.parametrize("kwargs", [{"sheet": 10**12}, {"criterion": 10**12}, {"criterion": 0}])
def test_a_cell_that_is_not_there(here: Hall, kwargs: dict[str, int]) -> None:
    address = {"sheet": here.sheet(Level.SELF, "B").pk, "criterion": here.criterion("I.1")} | kwargs
    answer = client_of(here.secretary).get(year_url("cell", here.year, **address))
    assert answer.status_code == 404


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_takes_the_same_queries_for_few_and_many(units: int, django_assert_num_queries: Any) -> None:
    here = hall(units=units, levels=ALL_LEVELS)
    for n in range(4):
        add(here, here.secretary, Shown(f"Văn bản {n}"))
    address, client = url(here, here.sheet(Level.APPRAISAL, "B")), client_of(here.secretary)
    client.get(address)
    with django_assert_num_queries(11):
        text(client, address)


# ── The criterion's page ─────────────────────────────────────────────────────


def rule_url(here: Hall, code: str, kind: CriterionRule) -> str:
    return f"{year_url('criterion-rule', here.year, code=code)}?loai={kind.value}"


def test_a_rule_is_typed_as_rows_and_read_on_every_page(here: Hall) -> None:
    client, address = client_of(here.secretary), rule_url(here, "I.1", CriterionRule.LADDER)
    data = fields(client, address) | {
        "text-0": "Đúng hạn", "points-0": "40", "text-2": "Chậm", "points-2": "30,5",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    version = CriterionVersion.objects.get(rules=here.year.rules, code="I.1")
    assert (version.rule, version.parameters) == (
        "ladder",
        {
            "items": [
                {"key": "1", "text": "Đúng hạn", "points": "40"},
                {"key": "2", "text": "Chậm", "points": "30.5"},
            ]
        },
    )
    assert "Theo bậc: Đúng hạn 40; Chậm 30,5" in text(client, year_url("criteria", here.year))
    assert "cách chấm: Theo bậc: Đúng hạn 40; Chậm 30,5" in text(
        client, year_url("grid", here.year, level="khoi")
    )
    # Reworded and moved, an item is still the same one.
    again_data = fields(client, address)
    again_data |= {"text-0": "", "points-0": "", "text-1": "Chậm đến 15 ngày"}
    client.post(address, again_data)
    version.refresh_from_db()
    assert version.parameters["items"] == [{"key": "2", "text": "Chậm đến 15 ngày", "points": "30.5"}]


@pytest.mark.parametrize(
    ("code", "kind", "data", "said"),
    [
        ("I.1", CriterionRule.LADDER, {}, "Chưa có bậc nào"),
        ("I.1", CriterionRule.LADDER, {"text-1": "Tốt"}, "Hãy ghi số điểm"),
        ("I.1", CriterionRule.LADDER, {"text-1": "Tốt", "points-1": "41"}, "vượt điểm tối đa 40"),
        ("I.1", CriterionRule.LADDER, {"points-1": "4"}, "Hãy ghi bậc ở dòng này"),
        ("III.1", CriterionRule.BONUS_LIST, {"text-0": "A", "points-0": "x"}, "không phải là số"),
        ("III.1", CriterionRule.BONUS_LIST, {"text-0": "A", "points-0": "1", "most-0": "0"}, "Phải từ 1"),
        ("I.1", CriterionRule.PROPORTIONAL, {"ceiling": "0,5"}, "Phải từ 1"),
        ("IV", CriterionRule.BINARY, {}, "cần Điểm tối đa"),
    ],
)
def test_a_rule_that_cannot_stand_is_named_at_its_field(
    here: Hall, code: str, kind: CriterionRule, data: dict[str, str], said: str
) -> None:
    client, address = client_of(here.secretary), rule_url(here, code, kind)
    answer = client.post(address, fields(client, address) | data)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert CriterionVersion.objects.get(rules=here.year.rules, code=code).rule == CriterionRule.MANUAL


def test_another_kind_begins_empty_and_a_wrong_kind_is_not_there(here: Hall) -> None:
    rule(here, "I.1", CriterionRule.LADDER, LADDER)
    client = client_of(here.secretary)
    assert "Chậm đến 15 ngày" in text(client, rule_url(here, "I.1", CriterionRule.LADDER))
    assert "Chậm đến 15 ngày" not in text(client, rule_url(here, "I.1", CriterionRule.DEDUCT_PER))
    text(client, rule_url(here, "I.1", CriterionRule.PENALTY_LIST), 404)
    text(client, f"{year_url('criterion-rule', here.year, code='I.1')}?loai=la", 404)


def test_once_a_score_is_in_the_rule_stays(here: Hall) -> None:
    here.save(here.entry(here.sheet(Level.SELF, "B"), "I.1", "40"))
    client, address = client_of(here.secretary), rule_url(here, "I.2", CriterionRule.BINARY)
    assert "Chỉ còn để xem" in text(client, address)
    assert client.post(address, {"lines": "0"}).status_code == 409
    assert CriterionVersion.objects.get(rules=here.year.rules, code="I.2").rule == CriterionRule.MANUAL


def test_the_grid_counts_only_what_may_be_read(here: Hall) -> None:
    for code in "AB":
        add(here, here.secretary, Shown("Văn bản"), code)
    sheets = {code: here.sheet(Level.SELF, code).pk for code in "AB"}
    leaf = rule_set(again(here).current_rules).leaves[0].criterion_id
    url = year_url("grid", here.year, level="tu-cham")
    own = client_of(of_unit(here)).get(url).content.decode()
    assert f'{sheets["B"]}/{leaf}/" aria-label="1 minh chứng">1 minh chứng</a>' in own
    assert f'/{sheets["A"]}/{leaf}/"' not in own
    every = client_of(here.secretary).get(url).content.decode()
    assert all(f'/phieu/o/{pk}/{leaf}/" aria-label="1 minh chứng">' in every for pk in sheets.values())
    # On its peer paper the unit sees how much others show once it may read their claims, not before.
    peer, about = year_url("grid-peer", here.year, level="cheo", scorer="B"), here.sheet("B", "A").pk
    client = client_of(of_unit(here, "B", SeatKind.HEAD))
    assert f'/{about}/{leaf}/" aria-label=' not in text(client, peer)
    Sheet.objects.filter(level=Level.SELF).update(state=SheetState.HANDED_IN)
    assert f'/{about}/{leaf}/" aria-label="1 minh chứng">' in text(client, peer)
