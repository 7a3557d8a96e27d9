"""The page "Độ đồng đều khi chấm chéo": what it says, to whom, before all sheets are in, and how its pictures are drawn."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from awards.models import Finding
from awards.presenting.fairness_charts import axis_of, dot_row, rank_axis, shade
from blocs.fields import new_revision
from blocs.models import BlocYear, RuleVersion, SeatKind
from blocs.terms import Aggregation, Combining, Effect, Level, PeerAverage, SheetState
from scoring.models import Sheet
from tests.awards.scenes import as_secretary, content, fresh, publish, score, signed_in, text_of, url
from tests.builders import bloc_year, person, seat, secretary
from tests.staging import example_year

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def golden() -> BlocYear:
    """The handbook's six units under the mean: one low and one high sheet of ĐY make the tie at the top."""
    return example_year("mau-trung-binh")


def test_the_golden_year(golden: BlocYear) -> None:
    RuleVersion.objects.filter(pk=golden.rules_id).update(outlier_percent=Decimal(2))
    text = text_of(as_secretary(golden), url(golden, "results-fairness"))
    for words in (
        "Chênh lệch chỉ cho biết chỗ nên xem lại, không nói phiếu nào đúng hay sai",
        "Đủ 30 phiếu chấm chéo.",
        "4/6 đơn vị giữ nguyên hạng ở mọi lần.",
        "1 CTĐ CTĐ: hạng 1, khoảng hạng 1–2 1–2 Hạng 2 khi không tính phiếu của KH, NB, LG, NCT và CTĐ",
        "1 KH KH: hạng 1, khoảng hạng 1–2 1–2 Hạng 2 khi không tính phiếu của ĐY",
        "3 NCT NCT: hạng 3, khoảng hạng giữ nguyên giữ nguyên Không đổi",
        "Bước chấm nhỏ nhất là 0,5 điểm. 1 cặp đơn vị kề hạng bằng điểm",
        "cùng hạng 1 CTĐ và KH bằng điểm Một bước trên một phiếu chấm chéo: đến 0,1 điểm",
        "Chênh lệch lớn nhất là 6,25 điểm.",
        "CTĐ −1,25 95,00 +1,00 96,50 +0,25 96,00 +1,50 97,00 −6,25 90,00",
        "KH −1,50 94,50 −0,25 95,50 +1,25 96,50 −1,00 95,00 +2,75 98,00",
        "Mức chấm bình quân −0,75 −0,65 +0,65 +0,55 +0,20 −0,65",
        "ĐY: 5 phiếu, từ 90,00 đến 98,00, trung vị 95,00",
        "95,00 90,00 – 98,00 8,00 2,57 0,50 −0,65",
        "Trong 15 cặp so sánh được, 3 cặp cùng cho nhau cao hơn và 2 cặp cùng cho nhau thấp hơn",
        "CTĐ và ĐY cùng thấp hơn CTĐ chấm ĐY: −1,25 ĐY chấm CTĐ: −6,25",
        "2 ô điểm cách trung vị của các phiếu quá 2% điểm tối đa",
        "CTĐ I Tổng điểm nội dung ĐY 90,00 96,00 −6,00",
        "KH I Tổng điểm nội dung ĐY 98,00 95,50 +2,50",
    ):
        assert words in text, words


def test_no_word_of_the_page_judges_a_unit(golden: BlocYear) -> None:
    text = text_of(as_secretary(golden), url(golden, "results-fairness")).lower()
    for word in (
        "thiên vị",
        "gian",
        "trù dập",
        "thù",
        "ưu ái",
        "bất thường",
        "sai lệch",
        "không khách quan",
        "nghi",
    ):
        assert not re.search(rf"(?<!\w){word}(?!\w)", text), word


def test_without_a_setting_nothing_is_marked_far(golden: BlocYear) -> None:
    text = text_of(as_secretary(golden), url(golden, "results-fairness"))
    assert "Tiêu chí mà các phiếu khác nhau nhiều nhất" in text
    assert "CTĐ I Tổng điểm nội dung 5 90,00 96,00 97,00 1,7%" in text
    assert "Điểm cách xa trung vị" not in text
    RuleVersion.objects.filter(pk=golden.rules_id).update(outlier_percent=Decimal(10))
    assert "Không có ô điểm nào cách trung vị của các phiếu quá 10%" in text_of(
        as_secretary(golden), url(golden, "results-fairness")
    )


def test_who_is_not_ranked_is_not_ranked_in_any_leaving_out(golden: BlocYear) -> None:
    """Without CTĐ there is no tie at the top, whoever's sheets are left out."""
    member = next(one for one in golden.members if one.code == "CTD")
    Finding.objects.create(membership=member, effect=Effect.NOT_RANKED, reason="Có cán bộ bị kỷ luật")
    text = text_of(as_secretary(golden), url(golden, "results-fairness"))
    assert "Không tính phiếu của bất cứ một đơn vị nào thì mọi hạng vẫn giữ nguyên." in text
    assert "1 KH KH: hạng 1, khoảng hạng giữ nguyên" in text
    assert "CTĐ: hạng" not in text
    assert "−6,25" in text  # what was given to it still shows


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"combining": Combining.LAST}, "Năm này tổng điểm không lấy điểm chấm chéo"),
        ({"peer_average": PeerAverage.MEDIAN}, "mọi hạng vẫn giữ nguyên"),
        ({"aggregation": Aggregation.LEAF}, "4/6 đơn vị giữ nguyên hạng"),
    ],
)
def test_other_rules(golden: BlocYear, rules: dict[str, str], words: str) -> None:
    RuleVersion.objects.filter(pk=golden.rules_id).update(**rules)
    assert words in text_of(as_secretary(golden), url(golden, "results-fairness"))


def test_before_all_sheets_are_in_it_says_so(golden: BlocYear) -> None:
    Sheet.objects.filter(year=golden, level=Level.PEER, scorer__code__in=["DY", "NCT"]).update(
        state=SheetState.FILLING
    )
    text = text_of(as_secretary(golden), url(golden, "results-fairness"))
    assert "Mới có 20/30 phiếu chấm chéo: các con số dưới đây còn thay đổi." in text
    # Three sheets about CTD: the others' median would be of two.
    assert "“Ít phiếu”: đơn vị có dưới 4 phiếu, quá ít phiếu để so sánh." in text
    assert "CTĐ ít phiếu 95,00 ít phiếu 96,50 ít phiếu 96,00 – –" in text
    assert "ĐY −1,50 90,00 −0,50 91,00 +0,50 91,50 +1,00 92,00" in text  # four about ĐY


def test_of_two_sheets_each_there_is_no_comparison() -> None:
    year = bloc_year(units=3, combining=Combining.PEER)
    for unit, scorer, first in (("A", "B", "30"), ("A", "C", "36"), ("B", "A", "30")):
        score(year, Level.PEER, unit, content(first, "18", "36"), scorer=scorer)
    text = text_of(as_secretary(year), url(year, "results-fairness"))
    assert "Mới có 3/6 phiếu chấm chéo" in text
    assert "A ít phiếu 84,00 ít phiếu 90,00" in text
    assert "quá ít phiếu để so sánh" in text
    assert "Chưa có hai đơn vị nào chấm nhau mà mỗi bên có đủ 4 phiếu" in text
    assert "Không còn tổng điểm khi không tính phiếu của A" in text
    assert "A I.1 Chương trình, kế hoạch 2 30,00 33,00 36,00 7,5%" in text


def test_nothing_to_compare_is_a_page_too() -> None:
    year = bloc_year(units=3)
    client = as_secretary(year)
    assert "Chưa có phiếu chấm chéo nào được nộp." in text_of(client, url(year, "results-fairness"))
    RuleVersion.objects.filter(pk=year.rules_id).update(levels=["self", "appraisal"], revision=new_revision())
    assert "Quy tắc năm này không có cấp chấm chéo." in text_of(client, url(year, "results-fairness"))
    assert "Độ đồng đều" not in text_of(client, url(year, "results"))


def test_units_never_see_it(golden: BlocYear) -> None:
    clerk = secretary(golden)
    head = person("truong-ctd")
    seat(head, SeatKind.HEAD, unit=golden.members[0].unit)
    address = url(golden, "results-fairness")
    assert signed_in(head).get(address).status_code == 404
    publish(golden, clerk)
    assert signed_in(head).get(address).status_code == 404
    results = signed_in(head).get(url(golden, "results")).content.decode()
    assert address not in results
    assert address in signed_in(clerk).get(url(golden, "results")).content.decode()


def test_a_practice_copy_works_like_its_year(golden: BlocYear) -> None:
    BlocYear.objects.filter(pk=golden.pk).update(is_practice=True)
    copy = fresh(golden)
    page = signed_in(secretary(copy)).get(f"/khoi/{copy.bloc.code}/{copy.slug}/ket-qua/do-dong-deu/")
    assert page.status_code == 200
    assert "−6,25" in page.content.decode()


def test_every_picture_is_well_formed_and_has_a_name(golden: BlocYear) -> None:
    html = as_secretary(golden).get(url(golden, "results-fairness")).content.decode()
    drawn = re.findall(r'<svg class="(?:dots|span)".*?</svg>', html)
    assert len(drawn) == 18  # six scorers, six scored, six ranks
    for picture in drawn:
        tree = ElementTree.fromstring(picture)  # noqa: S314
        assert tree.get("role") == "img"
        assert tree[0].tag == "title"
        assert tree[0].text
        for circle in tree.iter("circle"):
            assert 0 <= float(circle.get("cx", "-1")) <= 320
            assert 0 <= float(circle.get("cy", "-1")) <= 30


def test_names_are_escaped_in_pictures() -> None:
    row = dot_row(axis_of([Decimal(1)]), {"A": Decimal(1)}, {"A": "Hội <b>&"})
    assert "Hội &lt;b&gt;&amp;" in row["dots"]
    assert "<b>" not in row["dots"]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ("90 98", ["90", "92", "94", "96", "98"]),
        ("89.5 97.25", ["88", "90", "92", "94", "96", "98"]),
        ("950", ["950", "950,01"]),
        ("0 1000", ["0", "200", "400", "600", "800", "1000"]),
        ("999.1 999.4", ["999,1", "999,2", "999,3", "999,4"]),
    ],
)
def test_round_figures_on_the_axis(values: str, ticks: list[str]) -> None:
    axis = axis_of(map(Decimal, values.split()))
    assert [text for _x, text in axis.ticks] == ticks
    assert all(axis.low <= float(value) <= axis.high for value in values.split())


def test_equal_totals_lie_beside_each_other() -> None:
    totals = {who: Decimal(5) for who in "ABCD"} | {"E": Decimal(9)}
    row = dot_row(axis_of(totals.values()), totals, dict.fromkeys(totals, ""))
    assert len(set(re.findall(r'cy="(\d+)"', row["dots"]))) == 3


def test_the_rank_axis_of_many_units_writes_some() -> None:
    assert [text for _x, text in rank_axis(3)] == ["1", "2", "3"]
    assert [text for _x, text in rank_axis(1)] == ["1"]
    assert [text for _x, text in rank_axis(47)] == [
        "1",
        "5",
        "10",
        "15",
        "20",
        "25",
        "30",
        "35",
        "40",
        "45",
        "47",
    ]


def test_a_colour_has_its_sign() -> None:
    full = Decimal(8)
    shown = [shade(Decimal(value), full) for value in ("-8", "-4", "-2", "-1", "0", "1", "1.5", "4", "8")]  # type: ignore[arg-type]
    assert shown == ["under-3", "under-2", "under-1", "", "", "", "over-1", "over-2", "over-3"]
