"""The results page and "Vì sao hạng này": what they say and who sees them."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from awards.models import Finding
from blocs.models import BlocYear, SeatKind
from blocs.terms import Effect, Level, SheetState
from scoring.models import ClassBand
from tests.awards.scenes import appraised_year, as_secretary, content, fresh, score, signed_in, text_of, url
from tests.builders import award_rule, bloc_year, person, seat, secretary
from tests.staging import example_year

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_the_results_of_yen_bai(yen_bai: BlocYear) -> None:
    year = fresh(yen_bai)
    text = text_of(as_secretary(year), url(year, "results"))
    for words in (
        "Hội Chữ thập đỏ đứng đầu với 950,50 điểm, hơn hạng hai 10,50 điểm. Không có đồng hạng.",
        "Chưa niêm yết: chỉ tổ thư ký và Hội đồng TĐKT thấy trang này.",
        "Bằng khen của UBND tỉnh · 2 chỉ tiêu Hội Luật gia · Hội Cựu TNXP"
        " 10/11 và 9/11 phiếu · cần ≥ 50% tổng số thành viên · 7 đơn vị chưa đạt",
        "Hạng 3 Hội Luật gia 943,50 932,05 921,50 927,50",
        "10,00 0,00 927,50 Xuất sắc Vì sao? Hội Luật gia",
        "Hội Khuyến học Đạt 899,50 điểm, dưới mức tối thiểu 900 điểm.",
        "Liên minh HTX 5/11 phiếu đồng ý (45,45%), cần 6/11 (50%).",
        "Hội Chữ thập đỏ Đã được đề nghị: Cờ thi đua của Chính phủ. 0/11 phiếu đồng ý (0,00%), cần 6/11 (50%).",
        "Đủ 110 phiếu.",
        "Tổng điểm lấy theo cấp chấm cuối là thẩm định.",
        "rồi nhiều phiếu Cờ thi đua của UBND tỉnh hơn",
        "Duyệt và niêm yết kết quả",
    ):
        assert words in text, words
    assert "FLAG_PROV" not in text


def test_why_the_lawyers_are_third(yen_bai: BlocYear) -> None:
    year = fresh(yen_bai)
    text = text_of(as_secretary(year), url(year, "results-why", unit="LG"))
    for words in (
        "Vì sao Hội Luật gia xếp hạng 3",
        "Được 927,50 điểm, kém Hội Nhà báo (hạng 2) 12,50 điểm, hơn Hội Cựu TNXP (hạng 4) 3,00 điểm."
        " Xếp loại Xuất sắc. Được đề nghị Bằng khen của UBND tỉnh.",
        "Nội dung 917,50 + Điểm thưởng 10,00 − Điểm trừ 0,00 = Tổng điểm 927,50",
        "I. Thực hiện nhiệm vụ chính trị, chuyên môn 480,00 500",
        "Thẩm định toàn bộ 917,50 10,00 0,00 927,50",
        "Tự chấm để đối chiếu 933,50",
        "Chấm chéo: 10/10 phiếu",
        "Nội dung: cộng 10 phiếu được 9220,50; chia 10 được 922,05.",
        "Điểm chấm chéo 922,05 10,00 0,00 932,05",
        "Cờ thi đua của Chính phủ: không được đề nghị Xếp hạng 3, chỉ xét đến hạng 1.",
        "Bằng khen của UBND tỉnh: được đề nghị 10/11 phiếu đồng ý (90,91%), cần 6/11 (50%).",
        "I.1 Ban hành chương trình, kế hoạch công tác năm đúng hạn 50 50 48 47",
        "Tổng phiếu 943,50 935,00",
        "cả 13 phiếu",
    ):
        assert words in text, words
    assert "FLAG_" not in text


def test_dropped_sheets_are_named_with_the_arithmetic() -> None:
    year = example_year("mau-trung-binh-cat")
    text = text_of(as_secretary(year), url(year, "results-why", unit="CTD"))
    assert (
        "Nội dung: bỏ 90,00 (ĐY) là thấp nhất và 97,00 (NCT) là cao nhất; cộng 3 phiếu còn lại được 287,50;"
        " chia 3 được 95,833333…, làm tròn 95,83."
    ) in text
    assert "ĐY 90,00 bỏ vì thấp nhất" in text


def test_the_median_names_the_sheet_in_the_middle() -> None:
    year = example_year("lam-dong-2020")
    text = text_of(as_secretary(year), url(year, "results-why", unit="NB"))
    assert re.search(r"Nội dung: xếp 3 phiếu từ thấp đến cao, đứng giữa là 97,10 \([^)]+\)\.", text)
    assert (
        "Nội dung: 20% × 97,90 (tự chấm) + 50% × 97,10 (chấm chéo) + 30% × 97,20 (thẩm định) = 97,29." in text
    )


def test_missing_and_recused_scorers_are_named() -> None:
    year = bloc_year(combining="peer", missing_peer="use_self", units=4)
    score(year, Level.SELF, "A", content("40", "20", "36"))
    score(year, Level.PEER, "A", content("30", "20", "36"), scorer="B")
    score(year, Level.PEER, "A", content("10", "10", "10"), scorer="C", state=SheetState.FILLING)
    score(year, Level.PEER, "A", {}, scorer="D", state=SheetState.RECUSED)
    text = text_of(as_secretary(year), url(year, "results-why", unit="A"))
    for words in (
        "Chấm chéo: 1/2 phiếu",
        "Thiếu phiếu của C: mỗi phiếu thiếu lấy điểm tự chấm của đơn vị.",
        "D không chấm đơn vị này, không tính là thiếu.",
        "Nội dung: cộng 2 phiếu được 182,00; chia 2 được 91,00.",
        "C chưa nộp, lấy điểm tự chấm 96,00",
    ):
        assert words in text, words
    results = text_of(as_secretary(year), url(year, "results"))
    assert "91,00 1/2 phiếu" in results
    assert "thiếu" in results


def test_a_missing_sheet_that_blocks_is_the_reason_for_no_rank() -> None:
    year = bloc_year(combining="peer", missing_peer="block")
    score(year, Level.PEER, "A", content("40", "20", "36"), scorer="B")
    client = as_secretary(year)
    assert "Thiếu phiếu chấm chéo của C" in text_of(client, url(year, "results"))
    why = text_of(client, url(year, "results-why", unit="A"))
    assert "Vì sao A chưa có hạng Chưa có tổng điểm: thiếu phiếu chấm chéo của C." in why


def tied_year() -> BlocYear:
    return appraised_year(
        {
            "A": content("30", "20", "30", III_1="2", IV="2"),
            "B": content("30", "20", "30"),
            "C": content("40", "20", "20"),
            "D": content("30", "20", "30"),
            "E": content("40", "20", "40"),
        },
        tie_keys=["Mục I", "Ít điểm trừ", "Nhiều điểm thưởng"],
    )


def test_equals_are_told_apart_with_the_rule_and_its_figures() -> None:
    year = tied_year()
    client = as_secretary(year)
    results = text_of(client, url(year, "results"))
    assert "bằng điểm hạng trên, điểm Mục I thấp hơn" not in results  # B and D say that they share a rank
    assert "Hạng 3 B đồng hạng" in results
    assert "Hạng 5 A bằng điểm hạng trên, nhiều điểm trừ hơn" in results
    why = text_of(client, url(year, "results-why", unit="B"))
    for words in (
        "Vì sao B đồng hạng 3",
        "4 đơn vị cùng 80,00 điểm",
        "Xếp sau C vì điểm Mục I thấp hơn. Bằng D ở mọi tiêu chí phân định nên đồng hạng.",
        "2 C 60,00 0,00 0,00",
        "3 B 50,00 0,00 0,00 sau C vì điểm Mục I thấp hơn",
        "3 D 50,00 0,00 0,00 bằng nhau mọi mặt nên đồng hạng với B",
        "5 A 50,00 2,00 2,00 sau D vì nhiều điểm trừ hơn",
    ):
        assert words in why, words


def test_keys_nobody_had_to_look_at_are_not_shown_as_figures() -> None:
    year = appraised_year(
        {"A": content("30", "20", "30"), "B": content("40", "20", "20")},
        tie_keys=["Mục I", "Phiếu FLAG_PROV"],
    )
    client = as_secretary(year)
    assert "B đứng đầu với 80,00 điểm, bằng điểm A và đứng trên nhờ điểm Mục I cao hơn." in text_of(
        client, url(year, "results")
    )
    why = text_of(client, url(year, "results-why", unit="A"))
    assert "Không cần xét đến: phiếu Cờ thi đua của UBND tỉnh." in why


def test_equals_without_keys_share_the_lead() -> None:
    year = example_year("mau-trung-binh")
    client = as_secretary(year)
    assert "CTĐ và KH cùng đứng đầu với 96,90 điểm. 2 đơn vị đồng hạng." in text_of(
        client, url(year, "results")
    )
    why = text_of(client, url(year, "results-why", unit="KH"))
    assert "Năm này không đặt tiêu chí phân định nên đồng hạng với CTĐ." in why


def test_bounds_and_rounding_are_told() -> None:
    year = appraised_year(
        {"A": content("40", "20", "40", III_1="5"), "B": {"I.1": "1", "IV": "9"}, "C": {"I.1": "39.5"}},
        decimals=0,
        total_cap=100,
    )
    client = as_secretary(year)
    told = [text_of(client, url(year, "results-why", unit=code)) for code in "ABC"]
    assert "Tổng là 105, vượt tổng điểm tối đa nên tính 100 điểm." in told[0]
    assert "Tổng là -8, dưới 0 nên tính 0 điểm." in told[1]
    assert "39,5 làm tròn thành 40." in told[2]


def test_classes_say_why_a_higher_one_does_not_fit() -> None:
    year = appraised_year({"A": content("40", "20", "20"), "B": content("30", "20", "20")})
    ClassBand.objects.bulk_create(
        [
            ClassBand(rules=year.rules, position=1, name="Xuất sắc", from_points=80, floor_percent=60),
            ClassBand(rules=year.rules, position=2, name="Tốt", from_points=75),
            ClassBand(rules=year.rules, position=3, name="Khá", from_points=50),
        ]
    )
    client = as_secretary(year)
    why = text_of(client, url(year, "results-why", unit="A"))
    assert "Xếp loại Xuất sắc Mục II dưới 60% điểm tối đa của mục Tốt từ 75 điểm" in why
    assert "Khá" not in why  # nothing below the one that fits
    assert "Tốt cần từ 75 điểm" in text_of(client, url(year, "results-why", unit="B"))


def test_findings_stand_by_the_name_with_their_reasons() -> None:
    year = appraised_year({"A": content("40", "20", "40"), "B": content("30", "20", "30")})
    Finding.objects.create(membership=year.members[0], effect=Effect.NOT_RANKED, reason="Lãnh đạo bị kỷ luật")
    award_rule(year)
    client = as_secretary(year)
    results = text_of(client, url(year, "results"))
    assert "A Không xếp hạng: Lãnh đạo bị kỷ luật" in results
    assert "Thuộc trường hợp không xếp hạng. Không được xếp hạng." in results
    why = text_of(client, url(year, "results-why", unit="A"))
    assert "Vì sao A không xếp hạng Được 100,00 điểm nhưng thuộc trường hợp không xếp hạng." in why


def test_equals_at_the_edge_of_the_quota_are_for_the_conference_to_decide() -> None:
    year = appraised_year({"A": content("40", "20", "40"), "B": content("40", "20", "40")})
    award_rule(year)
    text = text_of(as_secretary(year), url(year, "results"))
    sentence = "2 đơn vị bằng nhau cả hạng và số phiếu, chỉ còn 1 chỉ tiêu."
    assert f"{sentence} Hội nghị khối quyết định." in text
    assert "Chưa có đơn vị đạt" not in text


def test_cells_say_who_entered_them_and_why() -> None:
    year = bloc_year()
    author, other = person("a", full_name="Nguyễn Thị Hoa"), person("b", full_name="Lê Văn Sơn")
    sheet = score(year, Level.APPRAISAL, "A", content("40", "20", "40"), by=author)
    sheet.scores.filter(points=20).update(entered_by=other, reason="Thiếu hồ sơ quý III")
    score(year, Level.SELF, "A", {"I.1": "40"}, by=author)
    text = text_of(as_secretary(year), url(year, "results-why", unit="A"))
    day = f"{timezone.localdate():%d/%m/%Y}"
    assert f"Nguyễn Thị Hoa, tự nhập, ngày {day} Tự chấm, Thẩm định (2/3 ô)" in text
    assert f"Lê Văn Sơn, tự nhập, ngày {day} Thẩm định (1/3 ô)" in text
    assert f"1. I.2 · Thẩm định Thiếu hồ sơ quý III (Lê Văn Sơn, tự nhập, {day})" in text
    assert (
        "I.2 Tổ chức, hội viên 20 – 20 1" in text
    )  # not scored is not 0; the small figure leads to the note


def test_a_year_without_scores_says_so_and_offers_nothing() -> None:
    year = bloc_year()
    award_rule(year)
    client = as_secretary(year)
    text = text_of(client, url(year, "results"))
    assert "Chưa có đơn vị nào được xếp hạng." in text
    assert "Chưa có điểm để xếp hạng" in text
    assert "Duyệt và niêm yết" not in text
    assert "Vì sao A chưa có hạng" in text_of(client, url(year, "results-why", unit="A"))


def test_names_are_text_and_codes_may_hold_anything() -> None:
    year = appraised_year({"A": content("40", "20", "40"), "B": content("30", "20", "30")})
    name = year.members[0].unit_name
    name.short_name = "<b>Hội & Hội</b>"
    name.save()
    year.memberships.filter(code="A").update(code="A/1 #ế")
    client = as_secretary(year)
    html = client.get(url(year, "results")).content.decode()
    assert "<b>Hội" not in html
    assert "&lt;b&gt;Hội &amp; Hội&lt;/b&gt;" in html
    assert client.get(url(year, "results-why", unit="A/1 #ế")).status_code == 200
    assert client.get(url(year, "results-why", unit="không có")).status_code == 404


# --- who sees them


def test_units_see_results_only_when_they_are_published() -> None:
    year = appraised_year({"A": content("40", "20", "40"), "B": content("30", "20", "30")})
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[1].unit)
    client = signed_in(head)
    addresses = [url(year, "results"), url(year, "results-why", unit="A")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at="2021-01-12T18:30:00Z", results_published_by=secretary(year)
    )
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    text = text_of(client, addresses[0])
    # half past six in the evening in Greenwich is the next day here
    assert "Đã niêm yết ngày 13/01/2021" in text
    assert "Mở đính chính" not in text
    assert "Bản in" not in text


def test_another_bloc_does_not_exist() -> None:
    year, other = appraised_year({"A": content("1", "1", "1")}), bloc_year("khoi-khac")
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=secretary(year)
    )
    stranger = signed_in(secretary(other, "thu-ky-khac"))
    for address in (url(year, "results"), url(year, "results-why", unit="A"), url(year, "votes")):
        assert stranger.get(address).status_code == 404


def test_publishing_asks_first_and_shows_what_is_published(yen_bai: BlocYear) -> None:
    year = fresh(yen_bai)
    client = as_secretary(year)
    address = url(year, "results-publish")
    text = text_of(client, address)
    assert "Đơn vị được xếp hạng 11/11 Cờ thi đua của Chính phủ Hội Chữ thập đỏ" in text
    shown = client.get(address).context["hidden"][0]["value"]
    # somebody changes a score between the page and the button
    score(year, Level.APPRAISAL, "LG", {"I.1": "1"})
    answer = client.post(address, {"shown": shown})
    assert answer.status_code == 409
    assert "Kết quả đã thay đổi" in answer.content.decode()
    again = answer.context["hidden"][0]["value"]
    assert client.post(address, {"shown": again}).status_code == 302
    assert fresh(year).is_published
    assert "Kết quả đã thay đổi" not in text_of(client, url(year, "results"))


def test_averages_by_criterion_and_capped_bonuses_are_told() -> None:
    year = bloc_year(combining="peer", aggregation="leaf", bonus_cap=Decimal(3))
    for scorer, first in (("B", "40"), ("C", "39.5")):
        score(year, Level.PEER, "A", content(first, "20", "40", III_1="5"), scorer=scorer)
    score(year, Level.SELF, "A", content("40", "20", "40", III_1="5"))
    text = text_of(as_secretary(year), url(year, "results-why", unit="A"))
    assert "Mỗi tiêu chí được tính riêng qua 2 phiếu" in text
    assert "rồi cộng lại được nội dung 99,75." in text
    assert "Tự chấm ghi 5,00 điểm thưởng, chỉ tính tối đa 3" in text
    assert "TB chéo (tham khảo)" not in text


def test_too_few_sheets_to_drop_any_and_a_single_one() -> None:
    year = bloc_year(combining="peer", peer_average="trimmed")
    for scorer in "BC":
        score(year, Level.PEER, "A", content("40", "20", "40"), scorer=scorer)
    score(year, Level.PEER, "B", content("40", "20", "40"), scorer="A")
    client = as_secretary(year)
    assert "không đủ phiếu để bỏ 1 phiếu mỗi đầu; cộng 2 phiếu được 200,00; chia 2 được 100,00." in text_of(
        client, url(year, "results-why", unit="A")
    )
    single = text_of(client, url(year, "results-why", unit="B"))
    assert "Nội dung: chỉ có một phiếu, 100,00." in single
    assert "Thiếu phiếu của C: chỉ tính các phiếu đã nộp." in single


def test_the_median_of_two_is_their_mean() -> None:
    year = bloc_year(combining="peer", peer_average="median", decimals=0)
    for scorer, first in (("B", "40"), ("C", "39")):
        score(year, Level.PEER, "A", {"I.1": first}, scorer=scorer)
    text = text_of(as_secretary(year), url(year, "results-why", unit="A"))
    assert "đứng giữa là 39 (C) và 40 (B); trung bình hai phiếu này là 39,5, làm tròn 40." in text
