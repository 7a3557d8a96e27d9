"""The pages of the versions: what they say, to whom, and that a page of setting up says loudly what it edits."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blocs.models import BlocYear, SeatKind
from blocs.terms import Level, SheetState
from scoring.actions.rule_settings import change_rules
from scoring.models import Sheet
from scoring.stored_rules import year_rules
from tests.awards.scenes import signed_in, text_of, url
from tests.awards.version_scenes import REASON, Stage, stage
from tests.builders import award_rule, person, seat

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
BANNER = "Đang soạn phiên bản 2 – chưa có hiệu lực."


@pytest.fixture
def here() -> Stage:
    return stage()


def test_from_the_frozen_page_to_the_second_name(here: Stage) -> None:
    writer, second = signed_in(here.writer), signed_in(here.second)
    assert "Soạn phiên bản quy tắc mới" in text_of(writer, url(here.year, "rules"))
    begun = writer.post(url(here.year, "rules-versions"), {"reason": REASON})
    assert begun.status_code == 302
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    own = text_of(writer, url(here.year, "rules-review"))
    assert "Cần người thứ hai." in own
    assert "Xác nhận phiên bản 2" not in own
    page = second.get(url(here.year, "rules-review"))
    text = text_of(second, url(here.year, "rules-review"))
    for words in (
        "Bản soạn quy tắc phiên bản 2",
        f"Lý do: {REASON}",
        "I.1 Chương trình, kế hoạch: Điểm tối đa: 40 → thành 38",
        "Mở lại để chấm tiếp 2 phiếu",
        "Điểm đã chấm không còn hợp lệ ở I.1; điểm giữ nguyên nhưng cách tính của II đã đổi",
        "Tự chấm của A – I.1: 38,5 vượt điểm tối đa 38.",
        "Chấm chéo: A chấm B – I.1: 38,5 vượt điểm tối đa 38.",
        "Xác nhận phiên bản 2",
    ):
        assert words in text, words
    assert writer.post(url(here.year, "rules-review"), {"seen": page.context["mark"]}).status_code == 403
    assert second.post(url(here.year, "rules-review"), {"seen": "x"}).status_code == 409
    done = second.post(url(here.year, "rules-review"), {"seen": page.context["mark"]}, follow=True)
    assert "Phiên bản 2 có hiệu lực từ bây giờ. 2 phiếu được mở lại để chấm tiếp." in done.content.decode()
    listed = text_of(second, url(here.year, "rules-versions"))
    assert f"Soạn: {here.writer.full_name}; xác nhận: {here.second.full_name}" in listed
    assert "I.1 Chương trình, kế hoạch: Điểm tối đa: 40 → thành 38" in listed


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("rules", {}),
        ("criteria", {}),
        ("criterion-new", {}),
        ("criterion-edit", {"code": "I.1"}),
        ("criterion-remove", {"code": "I.1"}),
        ("criteria-import", {}),
        ("classes", {}),
        ("award-rules", {}),
        ("award-rule-new", {}),
        ("award-rule-edit", {"award": "FLAG_PROV"}),
        ("award-rule-remove", {"award": "FLAG_PROV"}),
        ("rules-ways", {}),
    ],
)
def test_every_page_that_edits_the_draft_says_so(here: Stage, name: str, more: dict[str, Any]) -> None:
    award_rule(here.year)
    client = signed_in(here.writer)
    assert BANNER not in text_of(client, url(here.year, name, **more))
    here.start()
    assert BANNER in text_of(client, url(here.year, name, **more))


def test_pages_of_sheets_and_results_never_read_the_draft(here: Stage) -> None:
    client = signed_in(here.writer)
    names = [("sheets", {}), ("results", {}), ("grid", {"level": "tu-cham"}), ("registrations", {})]
    before = [text_of(client, url(here.year, name, **more)) for name, more in names]
    here.start()
    here.change("I.1", text="Nội dung chỉ có trên bản soạn", maximum=Decimal(1))
    here.change("II", maximum=Decimal(79))
    assert [text_of(client, url(here.year, name, **more)) for name, more in names] == before


def test_an_administrator_confirms_without_reading_points(here: Stage) -> None:
    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    text = text_of(signed_in(here.admin), url(here.year, "rules-review"))
    assert "Mở lại để chấm tiếp 2 phiếu" in text
    assert "38,5" not in text
    assert "Chấm chéo: A" not in text
    assert "Xác nhận phiên bản 2" in text


def test_units_read_the_versions_in_force_but_no_draft(here: Stage) -> None:
    head = person("truong")
    seat(head, SeatKind.HEAD, unit=here.year.members[1].unit)
    client = signed_in(head)
    here.start()
    here.change("II", text="Hoạt động chung của khối")
    text = text_of(client, url(here.year, "rules-versions"))
    assert "đang soạn" not in text
    assert REASON not in text
    here.confirm()
    text = text_of(client, url(here.year, "rules-versions"))
    assert f"Lý do: {REASON}" in text
    assert "II: Nội dung: Hoạt động khối → thành Hoạt động chung của khối" in text
    assert "Hoạt động khối" in text_of(client, url(here.year, "rules-version", number=1))
    assert "Hoạt động chung của khối" in text_of(client, url(here.year, "rules-version", number=2))


def test_who_scores_and_who_reads_results_is_told_of_the_new_version(here: Stage) -> None:
    head = person("truong")
    seat(head, SeatKind.HEAD, unit=here.year.members[1].unit)
    grid = url(here.year, "grid", level="tu-cham")
    told = f"Quy tắc đã đổi, nay chấm theo phiên bản 2. {REASON} Xem thay đổi"
    here.start()
    here.change("II", text="Hoạt động chung của khối")
    for client in (signed_in(head), signed_in(here.writer)):
        assert "Quy tắc đã đổi" not in text_of(client, grid)
    here.confirm()
    for client in (signed_in(head), signed_in(here.writer)):
        assert told in text_of(client, grid)
    assert "Quy tắc phiên bản 2" in text_of(signed_in(here.writer), url(here.year, "results"))


def test_a_window_that_is_over_is_named(here: Stage) -> None:

    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    client = signed_in(here.second)
    assert "Thời gian tự chấm" not in text_of(client, url(here.year, "rules-review"))
    here.year.phases.filter(kind="self_scoring").update(closes_at=timezone.now())
    text = text_of(client, url(here.year, "rules-review"))
    assert "Thời gian tự chấm đã hết hoặc chưa mở: sau khi xác nhận, hãy gia hạn mốc đó" in text


def test_the_second_name_finds_the_draft_on_the_list_of_things_to_do(here: Stage) -> None:
    here.start()
    home = url(here.year, "year-home")
    assert "Hoàn thành bản soạn quy tắc phiên bản 2" in text_of(signed_in(here.writer), home)
    for who in (here.second, here.board):
        assert "Xem và xác nhận quy tắc phiên bản 2" in text_of(signed_in(who), home)


def test_a_short_reason_stays_in_the_form(here: Stage) -> None:
    answer = signed_in(here.writer).post(url(here.year, "rules-versions"), {"reason": "vì thế"})
    assert answer.status_code == 422
    assert "vì thế" in answer.content.decode()
    assert "vì sao phải đổi quy tắc giữa chừng" in answer.content.decode()


def test_without_a_draft_the_review_leads_back(here: Stage) -> None:
    client = signed_in(here.writer)
    assert client.get(url(here.year, "rules-review")).status_code == 302
    assert client.post(url(here.year, "rules-review"), {}).status_code == 409
    assert client.get(url(here.year, "rules-cancel")).status_code == 302


def test_while_results_are_published_the_pages_show_what_is_in_force(here: Stage) -> None:
    here.start()
    here.change("II", text="Chỉ có trên bản soạn")
    BlocYear.objects.filter(pk=here.pk).update(
        results_published_at=timezone.now(), results_published_by=here.writer
    )
    client = signed_in(here.writer)
    text = text_of(client, url(here.year, "criteria"))
    assert "Hoạt động khối" in text
    assert "Chỉ có trên bản soạn" not in text
    review = text_of(signed_in(here.second), url(here.year, "rules-review"))
    assert "Hãy rút niêm yết trước" in review
    assert "Xác nhận phiên bản 2" not in review


def test_cancelling_on_the_page(here: Stage) -> None:
    here.start()
    client = signed_in(here.writer)
    assert "Hủy bản soạn phiên bản 2?" in text_of(client, url(here.year, "rules-cancel"))
    assert client.post(url(here.year, "rules-cancel")).status_code == 302
    assert BlocYear.objects.get(pk=here.pk).draft_rules_id is None


@pytest.mark.parametrize("units", [3, 15])
def test_the_review_asks_as_much_for_any_number_of_units(units: int, django_assert_num_queries: Any) -> None:
    here = stage(units)
    Sheet.objects.filter(year=here.pk, level=Level.PEER).update(state=SheetState.HANDED_IN)
    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    client: Client = signed_in(here.second)
    client.get(url(here.year, "rules-review"))
    with django_assert_num_queries(12):
        client.get(url(here.year, "rules-review"))
    with django_assert_num_queries(11):
        client.get(url(here.year, "rules-versions"))


def test_an_award_of_a_tie_key_is_called_by_its_name(here: Stage) -> None:
    here.start()
    draft = here.year.draft_rules
    assert draft is not None
    settings = replace(year_rules(draft), tie_keys=("Mục I", "Phiếu FLAG_PROV"))
    change_rules(actor=here.writer, year=here.year, settings=settings)
    client = signed_in(here.second)
    review = text_of(client, url(here.year, "rules-review"))
    assert "Phân định đồng hạng: Mục I; Phiếu Cờ thi đua của UBND tỉnh" in review
    here.confirm()
    for name, more in (("rules-versions", {}), ("rules-version", {"number": 2})):
        text = text_of(client, url(here.year, name, **more))
        assert "Phiếu Cờ thi đua của UBND tỉnh" in text
        assert "FLAG_PROV" not in text
