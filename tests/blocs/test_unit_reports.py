"""A unit's report at a review: drafted by its officers, sent by its head, never two people's words lost."""

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from blocs.actions.unit_reports import FieldOutcome, hand_in_report, reopen_report
from blocs.journal import faults
from blocs.models import BlocYear, JournalEntry, Membership, PhaseExtension, PhaseKind, UnitReport
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.sentences import sentence, shown
from blocs.terms import Checkpoint, ReportState
from tests.blocs.report_scenes import (
    HALF,
    enter,
    head_of,
    local,
    officer_of,
    report,
    save,
    send_script,
    target,
    window,
)
from tests.builders import bloc_year, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def member(year: BlocYear) -> Membership:
    return year.members[1]


def address(member: Membership, name: str = "unit-report", checkpoint: Checkpoint = HALF) -> str:
    year = member.year
    return reverse(
        name, kwargs={"bloc": year.bloc.code, "year": year.slug, "checkpoint": checkpoint, "pk": member.pk}
    )


def last_entry() -> tuple[dict[str, Any], str]:
    row = JournalEntry.objects.latest("pk")
    entry = json.loads(row.text)
    return entry, sentence(entry)


def test_a_report_begins_with_the_units_targets(member: Membership) -> None:
    target(member)
    target(member, position=2, text="Quỹ khuyến học", measure="triệu đồng", planned=None, half_year=None)
    page = enter(head_of(member)).get(address(member))
    lines = page.context["figures"]["lines"]
    assert [line["label"] for line in lines[:3]] == ["Hội viên mới", "Quỹ khuyến học", ""]
    assert lines[0] == {
        "label": "Hội viên mới",
        "measure": "người",
        "planned": "200",
        "value": "205",
        "percent": "102,5%",
    }
    assert not UnitReport.objects.exists()


def test_the_year_end_report_takes_the_results_of_the_year(member: Membership) -> None:
    target(member, year_end=402)
    page = enter(head_of(member)).get(address(member, checkpoint=Checkpoint.YEAR_END))
    assert page.context["figures"]["lines"][0]["percent"] == "201,0%"


def test_two_officers_on_different_parts_do_not_disturb_each_other(member: Membership) -> None:
    one, two = officer_of(member, "mot", "Lê Thị Một"), officer_of(member, "hai", "Lê Thị Hai")
    save(one, member, results=("Kết nạp 205 hội viên.", ""))
    answer = save(two, member, weaknesses=("Thiếu kinh phí.", ""))["weaknesses"]
    assert answer.outcome is FieldOutcome.SAVED
    stored = report(member)
    assert (stored.results, stored.weaknesses) == ("Kết nạp 205 hội viên.", "Thiếu kinh phí.")
    assert stored.saved_by == two


def test_two_officers_on_one_part_are_shown_both(member: Membership) -> None:
    one, two = officer_of(member, "mot", "Lê Thị Một"), officer_of(member, "hai", "Lê Thị Hai")
    save(one, member, results=("Của người thứ nhất", ""))
    answer = save(two, member, results=("Của người thứ hai", ""))["results"]
    assert answer.outcome is FieldOutcome.STALE
    assert answer.stored == "Của người thứ nhất"
    assert "Lê Thị Một đã sửa phần này lúc" in answer.sentence
    assert report(member).results == "Của người thứ nhất"
    again = save(two, member, results=("Của người thứ hai", "Của người thứ nhất"))["results"]
    assert again.outcome is FieldOutcome.SAVED
    assert report(member).results == "Của người thứ hai"


def test_what_is_sent_twice_is_acknowledged_again_and_written_once(member: Membership) -> None:
    officer = officer_of(member, "mot", "Lê Thị Một")
    for _ in range(2):
        assert save(officer, member, results=("Một  kết quả ", ""))["results"].stored == "Một kết quả"
    revision = report(member).revision
    save(officer, member, results=("Một kết quả", "không ai biết"))
    assert report(member).revision == revision
    assert UnitReport.objects.count() == 1


def test_figures_are_one_part_and_a_fault_names_its_line(member: Membership) -> None:
    officer = officer_of(member, "mot", "Lê Thị Một")
    good = '[["Lớp tập huấn","lớp","12,5","13"],["","","",""]]'
    answers = save(officer, member, results=("Xong", ""), figures=('[["Hội viên","","hai trăm",""]]', "[]"))
    assert answers["results"].outcome is FieldOutcome.SAVED
    assert answers["figures"].outcome is FieldOutcome.WRONG
    assert "Dòng 1: “hai trăm” không phải là số" in answers["figures"].sentence
    answer = save(officer, member, figures=(good, "[]"))["figures"]
    assert answer.stored == '[["Lớp tập huấn","lớp","12,5","13"]]'
    line = report(member).figures.get()
    assert (line.label, line.measure, str(line.planned), str(line.value)) == (
        "Lớp tập huấn",
        "lớp",
        "12.5",
        "13",
    )
    unnamed = save(officer, member, figures=('[["","lớp","1","2"]]', good))["figures"]
    assert unnamed.sentence == "Dòng 1: hãy ghi tên số liệu."


@pytest.mark.parametrize("text", ["{", '[["a"]]', "7", '["a"]', "[1]"])
def test_odd_figures_are_refused_in_words(member: Membership, text: str) -> None:
    officer = officer_of(member, "mot", "Lê Thị Một")
    answer = save(officer, member, figures=(text, "[]"))["figures"]
    assert answer.outcome is FieldOutcome.WRONG
    assert "không đúng dạng" in answer.sentence


def test_officers_draft_and_the_head_sends(member: Membership) -> None:
    officer, head = officer_of(member, "mot", "Lê Thị Một"), head_of(member)
    with pytest.raises(Invalid, match="chưa có gì để gửi"):
        hand_in_report(actor=head, member=member, checkpoint=HALF)
    save(officer, member, results=("Kết nạp 205 hội viên.", ""))
    with pytest.raises(NotAllowed):
        hand_in_report(actor=officer, member=member, checkpoint=HALF)
    assert hand_in_report(actor=head, member=member, checkpoint=HALF).now
    assert not hand_in_report(actor=head, member=member, checkpoint=HALF).now
    assert report(member).state == ReportState.HANDED_IN
    assert not report(member).entered_for
    entry, said = last_entry()
    assert said == "đã gửi báo cáo sơ kết 6 tháng của Hội B"
    assert entry["new"]["Kết quả nổi bật"] == "Kết nạp 205 hội viên."
    assert JournalEntry.objects.filter(text__contains="unit_report.handed_in").count() == 1


def test_a_report_whose_targets_have_results_may_be_sent_as_it_stands(member: Membership) -> None:
    target(member)
    hand_in_report(actor=head_of(member), member=member, checkpoint=HALF)
    assert report(member).figures.get().value == 205


def test_a_sent_report_is_closed_until_reopened_with_a_reason(member: Membership) -> None:
    head = head_of(member)
    save(head, member, results=("Bản đầu", ""))
    hand_in_report(actor=head, member=member, checkpoint=HALF)
    with pytest.raises(Refused, match="đã gửi nên không sửa được"):
        save(head, member, results=("Bản sửa", "Bản đầu"))
    assert save(head, member, results=("Bản đầu", ""))["results"].outcome is FieldOutcome.SAVED
    with pytest.raises(Invalid, match="lý do"):
        reopen_report(actor=head, member=member, checkpoint=HALF, reason="  ")
    reopen_report(actor=head, member=member, checkpoint=HALF, reason="Ghi nhầm số hội viên")
    entry, said = last_entry()
    assert said == "đã mở lại báo cáo sơ kết 6 tháng của Hội B"
    assert entry["reason"] == "Ghi nhầm số hội viên"
    save(head, member, results=("Bản sửa", "Bản đầu"))
    entry, said = last_entry()
    assert said == "đã sửa báo cáo sơ kết 6 tháng của Hội B sau lần gửi trước"
    row = JournalEntry.objects.latest("pk")
    (change,) = shown(row, entry).changes
    assert (change.label, change.old, change.new) == ("Kết quả nổi bật", "Bản đầu", "Bản sửa")
    with pytest.raises(Refused, match="chưa gửi"):
        reopen_report(actor=head, member=member, checkpoint=HALF, reason="Lần nữa")
    assert list(faults()) == []


def test_the_secretariat_enters_for_a_unit_and_is_named_so(year: BlocYear, member: Membership) -> None:
    clerk = secretary(year)
    save(clerk, member, results=("Đọc qua điện thoại", ""))
    hand_in_report(actor=clerk, member=member, checkpoint=HALF)
    assert report(member).entered_for
    assert last_entry()[1] == "đã gửi báo cáo sơ kết 6 tháng của Hội B (tổ thư ký nhập thay)"
    page = enter(head_of(member)).get(address(member)).content.decode()
    assert "Tổ thư ký nhập thay đơn vị." in page


def test_another_units_people_may_not(year: BlocYear, member: Membership) -> None:
    other = head_of(year.members[2], "nguoi-khac")
    with pytest.raises(NotAllowed):
        save(other, member, results=("Chen vào", ""))
    assert enter(other).get(address(member)).status_code == 404


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (local(2020, 6, 19, 23, 59), False),
        (local(2020, 6, 20, 0, 0), True),
        (local(2020, 7, 31, 23, 58), True),
        (local(2020, 7, 31, 23, 59), False),
        (local(2020, 8, 1, 0, 0), False),
    ],
)
def test_the_window_gives_the_right_to_the_minute(
    year: BlocYear, member: Membership, at: Any, is_open: bool
) -> None:
    window(year, PhaseKind.HALF_YEAR, local(2020, 6, 20), local(2020, 7, 31, 23, 59))
    officer = officer_of(member, "mot", "Lê Thị Một")
    with patch("blocs.rules.timezone.now", return_value=at):
        if is_open:
            assert save(officer, member, results=("Kịp", ""))["results"].outcome is FieldOutcome.SAVED
        else:
            with pytest.raises(Refused, match="Mốc Sơ kết không mở"):
                save(officer, member, results=("Kịp", ""))
    assert UnitReport.objects.exists() is is_open


def test_an_extension_is_for_one_unit(year: BlocYear, member: Membership) -> None:
    window(year, PhaseKind.HALF_YEAR, None, local(2020, 7, 31, 23, 59))
    phase = year.phases.get(kind=PhaseKind.HALF_YEAR)
    PhaseExtension.objects.create(
        phase=phase, membership=member, closes_at=phase.closes_at + timedelta(days=5), reason="Bão lũ"
    )
    head, other = head_of(member), head_of(year.members[2], "nguoi-khac")
    with patch("blocs.rules.timezone.now", return_value=local(2020, 8, 3)):
        save(head, member, results=("Muộn", ""))
        with pytest.raises(Refused):
            save(other, year.members[2], results=("Muộn", ""))


def test_the_year_end_report_goes_by_the_conferences_window(year: BlocYear, member: Membership) -> None:
    window(year, PhaseKind.HALF_YEAR, None, local(2020, 7, 31))
    head = head_of(member)
    save(head, member, Checkpoint.YEAR_END, results=("Cả năm", ""))
    window(year, PhaseKind.CONFERENCE, None, local(2021, 1, 20))
    with pytest.raises(Refused, match="Mốc Hội nghị tổng kết không mở"):
        save(head, member, Checkpoint.YEAR_END, results=("Cả năm nữa", "Cả năm"))


def test_the_script_is_answered_part_by_part(member: Membership) -> None:
    officer = officer_of(member, "mot", "Lê Thị Một")
    client = enter(officer)
    save(officer_of(member, "hai", "Lê Thị Hai"), member, weaknesses=("Của người khác", ""))
    cells = [
        {"field": "results", "value": "Mới", "base": ""},
        {"field": "weaknesses", "value": "Của tôi", "base": ""},
        {"field": "figures", "value": '[["","","1",""]]', "base": "[]"},
    ]
    answer = send_script(client, address(member, "unit-report-save"), officer.pk, cells)
    assert answer.status_code == 200
    said = {cell["field"]: cell for cell in answer.json()["cells"]}
    assert [said[name]["outcome"] for name in ("results", "weaknesses", "figures")] == [
        "saved",
        "stale",
        "wrong",
    ]
    assert said["weaknesses"]["stored"] == "Của người khác"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"person":1}', '{"person":1,"cells":[{"field":"state","value":"x","base":""}]}']
)
def test_odd_bodies_are_refused_in_words(member: Membership, body: str) -> None:
    client = enter(officer_of(member, "mot", "Lê Thị Một"))
    answer = client.post(
        address(member, "unit-report-save"),
        body,
        content_type="application/json",
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 422
    assert "không đúng dạng" in answer.json()["message"]


def test_an_ended_session_and_another_person_get_401(member: Membership) -> None:
    officer, other = officer_of(member, "mot", "Lê Thị Một"), officer_of(member, "hai", "Lê Thị Hai")
    cells = [{"field": "results", "value": "Mới", "base": ""}]
    ended = send_script(Client(), address(member, "unit-report-save"), officer.pk, cells)
    assert ended.status_code == 401
    assert "Phiên làm việc đã hết" in ended.json()["message"]
    foreign = send_script(enter(other), address(member, "unit-report-save"), officer.pk, cells)
    assert foreign.status_code == 401
    assert "do người khác mở" in foreign.json()["message"]
    assert not UnitReport.objects.exists()


def form_data(bases: dict[str, str], **typed: str) -> dict[str, str]:
    empty = {"results": "", "weaknesses": "", "proposals": "", "figures": "[]"}
    return {
        "bases": json.dumps({**empty, **bases}),
        "results": "",
        "weaknesses": "",
        "proposals": "",
        **typed,
    }


def test_the_page_without_a_script_keeps_what_was_typed(member: Membership) -> None:
    one, two = officer_of(member, "mot", "Lê Thị Một"), officer_of(member, "hai", "Lê Thị Hai")
    save(one, member, results=("Của người thứ nhất", ""))
    line = {"label-0": "Lớp", "measure-0": "lớp", "planned-0": "mười", "value-0": "3"}
    answer = enter(two).post(address(member), form_data({}, results="Của tôi", weaknesses="Ít", **line))
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "Của tôi</textarea>",
        "Đang lưu: <q>Của người thứ nhất</q>",
        "Dòng 1: “mười”",
        'value="mười"',
    ):
        assert said in page
    stored = report(member)
    assert (stored.results, stored.weaknesses) == ("Của người thứ nhất", "Ít")
    # The page now shows what is stored as its base: saving again replaces it knowingly.
    bases = json.loads(answer.context["bases"])
    line["planned-0"] = "10"
    done = enter(two).post(address(member), form_data(bases, results="Của tôi", weaknesses="Ít", **line))
    assert done.status_code == 302
    assert report(member).results == "Của tôi"
    assert report(member).figures.get().planned == 10


def test_sending_saves_what_came_along_first(member: Membership) -> None:
    head = head_of(member)
    sent = enter(head).post(address(member, "unit-report-hand-in"), form_data({}, results="Xong"))
    assert sent.status_code == 302
    assert (report(member).results, report(member).state) == ("Xong", ReportState.HANDED_IN)
    again = enter(head).post(address(member, "unit-report-hand-in"), form_data({}, results="Xong"))
    assert again.status_code == 302


def test_a_closed_window_keeps_the_typed_text_on_the_page(year: BlocYear, member: Membership) -> None:
    window(year, PhaseKind.HALF_YEAR, None, local(2020, 7, 31))
    answer = enter(head_of(member)).post(address(member), form_data({}, results="Chưa kịp gửi"))
    assert answer.status_code == 409
    assert "Chưa kịp gửi" in answer.content.decode()
    assert "gia hạn" in answer.content.decode()


def test_the_list_says_who_is_missing_to_those_who_read_all(year: BlocYear, member: Membership) -> None:
    head = head_of(member)
    save(head, member, results=("Xong", ""))
    hand_in_report(actor=head, member=member, checkpoint=HALF)
    here = reverse("reports", kwargs={"bloc": year.bloc.code, "year": year.slug})
    section = enter(secretary(year)).get(here).context["checkpoints"][0]
    assert section["count"] == "1/3 đơn vị đã gửi"
    assert section["missing"] == "A, C"
    page = enter(head).get(here)
    (row,) = page.context["checkpoints"][0]["rows"]
    assert (row["name"], row["state"]) == ("Hội B", "Đã gửi")
    assert "Hội A" not in page.content.decode().split("<main")[1]
    own = reverse("report-own", kwargs={"bloc": year.bloc.code, "year": year.slug, "checkpoint": HALF})
    assert enter(head).get(own).headers["Location"] == address(member)


COSTS = {"reports": 10, "unit-report": 10}


@pytest.mark.parametrize("units", [3, 15])
@pytest.mark.parametrize("name", COSTS)
def test_pages_cost_as_much_for_many_units_as_for_few(
    units: int, name: str, django_assert_num_queries: Any
) -> None:
    year = bloc_year(units=units)
    clerk = secretary(year)
    for unit in year.members:
        target(unit)
        save(clerk, unit, results=("Xong", ""))
        hand_in_report(actor=clerk, member=unit, checkpoint=HALF)
    here = {"bloc": year.bloc.code, "year": year.slug}
    url = reverse(name, kwargs=here) if name == "reports" else address(year.members[1])
    client = enter(clerk)
    client.get(url)
    with django_assert_num_queries(COSTS[name]):
        assert client.get(url).status_code == 200
