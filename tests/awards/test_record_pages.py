"""The pages that record what the nominations need: typing, faults, two people at once."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from awards.models import Finding, Vote, VoteResult
from blocs.models import PhaseKind, SeatKind
from blocs.terms import Effect
from tests.awards.scenes import (
    appraised_year,
    as_secretary,
    content,
    count_votes,
    fresh,
    publish,
    signed_in,
    text_of,
    url,
    window,
)
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    answer = client.get(address)
    context = answer.context
    if "forms" in context:
        values = {f.html_name: f.value() for form in context["forms"] for f in form}
        return {name: str(value or "") for name, value in values.items()} | {"base": context["base"]}
    return {field.html_name: str(v) for field in context["form"] if (v := field.value()) is not None}


def test_a_vote_is_typed_corrected_and_never_overwritten_unseen() -> None:
    year = bloc_year()
    award_rule(year, needs_vote=True, threshold=80)
    client = as_secretary(year)
    address = url(year, "votes-award", award="FLAG_PROV")
    unit = {member.code: f"unit{member.pk}" for member in year.members}
    sent = form_of(client, address)
    assert sent["called"] == "3"
    sent |= {"present": "3", "issued": "3", "collected": "3", "valid": "3", "invalid": "1", unit["A"]: "4"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Thu về 3 không bằng Hợp lệ 3 cộng Không hợp lệ 1" in html
    assert "Đồng ý 4 nhiều hơn số phiếu hợp lệ 3." in html
    assert 'value="4"' in html  # what was typed stays
    sent |= {"invalid": "0", unit["A"]: "3"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302  # sent again: the same is stored already
    late = client.post(address, sent | {unit["A"]: "2"})
    assert late.status_code == 409
    assert "đang lưu: 3" in late.content.decode()
    assert Vote.objects.get().results.get().approvals == 3
    taken = {field.html_name: str(v) for field in late.context["form"] if (v := field.value()) is not None}
    assert client.post(address, taken).status_code == 302
    assert VoteResult.objects.get().approvals == 2
    assert "Đồng ý: A 2" in text_of(client, url(year, "votes"))


def test_awards_of_tie_keys_are_voted_on_too() -> None:
    year = bloc_year(tie_keys=["Phiếu FLAG_GOV"])
    award_rule(year, "MERIT_PROV")
    text = text_of(as_secretary(year), url(year, "votes"))
    assert text.index("Bằng khen của UBND tỉnh") < text.index("Cờ thi đua của Chính phủ")


def test_signatures_left_alone_stay_as_they_are() -> None:
    year = bloc_year()
    year.memberships.filter(code="A").update(representative="Nguyễn Văn A", representative_title="Chủ tịch")
    client, address = as_secretary(year), url(year, "pledges")
    sent = form_of(client, address)
    prefix = {member.code: f"u{member.pk}" for member in year.members}
    assert sent[f"{prefix['A']}-signer"] == "Nguyễn Văn A"  # a suggestion
    assert client.post(address, sent).status_code == 302
    assert "0/3 đơn vị đã ký" in text_of(client, address)
    answer = client.post(address, sent | {f"{prefix['A']}-signed_on": "6/3/2020"})
    assert answer.status_code == 422
    assert "chọn hình thức ký" in answer.content.decode()
    signed = sent | {f"{prefix['A']}-signed_on": "6/3/2020", f"{prefix['A']}-way": "paper"}
    assert client.post(address, signed).status_code == 302
    assert "1/3 đơn vị đã ký" in text_of(client, address)
    html = client.get(address).content.decode()
    assert 'value="06/03/2020"' in html
    assert client.post(address, form_of(client, address)).status_code == 302
    assert client.post(address, signed | {f"{prefix['A']}-signed_on": "31/2/2020"}).status_code == 422
    late = client.post(address, sent | {f"{prefix['B']}-signer": "Trần Thị B"})
    assert late.status_code == 409
    assert "đang lưu: Nguyễn Văn A, Chủ tịch, 06/03/2020, Ký giấy" in late.content.decode()


def test_registrations_are_ticked_by_unit_and_title() -> None:
    year = bloc_year()
    award_rule(year)
    client, address = as_secretary(year), url(year, "registrations")
    base = client.get(address).context["base"]
    first, second, _third = (member.pk for member in year.members)
    sent = {
        "base": base,
        "pair": [f"{first}|FLAG_PROV"],
        "extra_unit": str(second),
        "extra_award": "MERIT_PROV",
    }
    assert client.post(address, sent).status_code == 302
    text = text_of(client, address)
    assert "2/3 đơn vị đã đăng ký." in text
    assert "Cộng 1 1" in text
    late = client.post(address, sent | {"pair": []})
    assert late.status_code == 409
    assert "is-differing" in late.content.decode()
    unknown = client.post(address, {"base": late.context["base"], "pair": ["999999|FLAG_PROV"]})
    assert unknown.status_code == 422


def test_findings_need_all_three_fields() -> None:
    year = bloc_year()
    client, address = as_secretary(year), url(year, "findings")
    answer = client.post(address, {})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["unit", "effect", "reason"]
    assert client.post(address, {"unit": "0", "effect": "x", "reason": " "}).status_code == 422


def test_who_only_reads_is_told_so_and_who_is_late_too() -> None:
    year = bloc_year()
    board = person("hoi-dong")
    seat(board, SeatKind.BOARD)
    reader, address = signed_in(board), url(year, "registrations")
    assert "Lưu đăng ký" not in text_of(reader, address)
    refused = reader.post(address, {})
    assert (refused.status_code, "việc ghi là của tổ thư ký" in refused.content.decode()) == (403, True)
    window(year, PhaseKind.REGISTRATION, closes_at=timezone.now())
    late = as_secretary(year).post(address, {})
    assert (late.status_code, "Mốc này đã đóng" in late.content.decode()) == (403, True)


def test_a_finding_is_recorded_and_withdrawn_with_a_reason() -> None:
    year = bloc_year()
    client, address = as_secretary(year), url(year, "findings")
    sent = {"unit": year.members[0].pk, "effect": Effect.NO_FLAG, "reason": "Nộp báo cáo chậm"}
    assert client.post(address, sent).status_code == 302
    text = text_of(client, address)
    assert "1 kết luận đang có hiệu lực." in text
    assert "Hội A Không xét cờ Nộp báo cáo chậm Rút lại" in text
    withdrawing = url(year, "finding-withdraw", pk=Finding.objects.get().pk)
    assert "Lý do đã ghi Nộp báo cáo chậm" in text_of(client, withdrawing)
    assert client.post(withdrawing, {}).status_code == 422
    assert client.post(withdrawing, {"reason": "Ghi nhầm đơn vị"}).status_code == 302
    assert "Chưa có đơn vị nào bị loại" in text_of(client, address)
    assert client.post(withdrawing, {"reason": "Ghi nhầm đơn vị"}).status_code == 302  # sent twice
    assert client.get(withdrawing).status_code == 404


def test_a_count_is_cleared_with_a_reason() -> None:
    year = bloc_year()
    count_votes(secretary(year), year)
    client, address = as_secretary(year), url(year, "votes-clear", award="FLAG_PROV")
    assert "Xóa số phiếu đã ghi" in text_of(client, url(year, "votes-award", award="FLAG_PROV"))
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "Nhập nhầm danh hiệu"}).status_code == 302
    assert "Chưa có quy tắc khen" in text_of(client, url(year, "votes"))


def test_results_are_withdrawn_with_a_reason() -> None:
    year = appraised_year({"A": content("40", "20", "40")})
    user = secretary(year)
    publish(year, user)
    client, address = signed_in(user), url(year, "results-withdraw")
    assert "Mở đính chính" in text_of(client, url(year, "results"))
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "Chấm lại một đơn vị"}).status_code == 302
    assert not fresh(year).is_published
