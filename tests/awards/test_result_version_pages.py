"""Who sees what of the versions of the results: units the approved ones, never what is being corrected."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from awards.actions.publishing import withdraw_results
from awards.actions.result_versions import approve_version, mark_of, propose_version
from awards.actions.rule_versions import start_version
from awards.models import Award, ResultPaper, ResultVersion
from awards.recomputing import digest, recompute
from blocs.context import year_url
from blocs.models import BlocYear, Province, RuleVersion, SeatKind, StoredFile
from blocs.refusals import Refused
from blocs.storage import read
from blocs.terms import Level, SheetsShown, SheetState
from blocs.todo import TodoState, todo_items
from reports.actions.import_year import why_not_replace
from reports.verifying import answer_about, find_paper
from reports.year_package import package_of
from scoring.models import Sheet
from tests.awards.registration_scenes import head_of
from tests.awards.result_scenes import (
    REASON,
    approved_year,
    being_corrected,
    proposed,
    ranked_year,
    second_secretary,
)
from tests.awards.scenes import fresh, score, signed_in, text_of
from tests.builders import person, seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unpressed"), pytest.mark.one_engine]


def unit_of(year: BlocYear) -> Client:
    return signed_in(head_of(year.members[1]))


def test_the_results_page_says_which_version_it_is() -> None:
    year, actor = approved_year()
    page = text_of(unit_of(year), year_url("results", year))
    assert "Phiên bản 1, duyệt ngày" in page
    assert actor.full_name in page


def test_while_being_corrected_units_see_the_stored_table_and_nothing_new() -> None:
    year, _actor = being_corrected()
    client = unit_of(year)
    stored = year_url("results-version", year, number=1)
    for name, more in (("results", {}), ("results-why", {"unit": "B"})):
        answer = client.get(year_url(name, year, **more))
        assert (answer.status_code, answer.headers["Location"]) == (302, stored)
    page = text_of(client, stored)
    assert "Đang đính chính" in page
    assert "Chấm lại đơn vị B" in page
    assert "60,50" in page
    assert "82,00" not in page
    for name in ("results-proposal", "results-propose"):
        assert client.get(year_url(name, year)).status_code == 404
    assert client.get(year_url("results-version", year, number=2)).status_code == 404
    listed = text_of(client, year_url("results-versions", year))
    assert "82,00" not in listed
    home = text_of(client, year_url("year-home", year))
    assert "82,00" not in home


def test_a_proposal_is_shown_to_nobody_but_the_secretariat_and_the_board() -> None:
    year, _actor, _version = proposed()
    client = unit_of(year)
    assert client.get(year_url("results-proposal", year)).status_code == 404
    assert client.get(year_url("results-version", year, number=2)).status_code == 404
    assert "Đề nghị phiên bản 2" not in text_of(client, year_url("results-versions", year))
    reader = text_of(signed_in(second_secretary(year)), year_url("results-versions", year))
    assert "Đề nghị phiên bản 2" in reader


def test_two_people_correct_results_through_the_pages() -> None:
    year, actor = being_corrected()
    first = signed_in(actor)
    assert first.get(year_url("results-propose", year)).status_code == 200
    empty = first.post(year_url("results-propose", year), {"reason": ""})
    assert empty.status_code == 422
    first.post(year_url("results-propose", year), {"reason": REASON})
    own = text_of(first, year_url("results-proposal", year))
    assert "Chờ duyệt." in own
    assert "Duyệt và niêm yết" not in own
    version = ResultVersion.objects.get(number=2)
    data = {"proposal": version.pk, "shown": mark_of(version)}
    assert first.post(year_url("results-proposal", year), data).status_code == 403
    second = signed_in(second_secretary(year))
    page = text_of(second, year_url("results-proposal", year))
    assert REASON in page
    assert "Phiếu thẩm định về B" in page
    assert second.post(year_url("results-proposal", year), data).status_code == 302
    # A second click is answered as the first, and stores nothing.
    again = second.post(year_url("results-proposal", year), data)
    assert (again.status_code, again["Location"]) == (302, year_url("results", year))
    assert ResultVersion.objects.filter(year=year, approved_at__isnull=False).count() == 2
    assert first.post(year_url("results-proposal", year), data).status_code in {403, 409}
    unit = unit_of(year)
    both = text_of(unit, year_url("results-versions", fresh(year)))
    assert "Đang niêm yết" in both
    assert "Đã thay bằng phiên bản 2" in both
    assert REASON in both
    shown = text_of(unit, year_url("results-version", fresh(year), number=2))
    assert f"{actor.full_name} đề nghị, Lê Văn Hai duyệt" in shown
    assert "60,50" in shown
    assert "82,00" in shown


def test_who_may_give_the_second_name_is_asked_for_it_and_nobody_else() -> None:
    year, actor, _version = proposed()
    board, admin = person("hoi-dong"), person("quan-tri")
    year.province = Province.objects.get_or_create(name="Yên Bái")[0]
    year.save()
    seat(board, SeatKind.BOARD, province=year.province)
    seat(admin, SeatKind.ADMIN)
    card, own = "Xem và duyệt kết quả phiên bản 2", "Duyệt và niêm yết kết quả"
    for user in (second_secretary(year), board):
        found = {item.title: item for item in todo_items(user, fresh(year))}
        assert (found[card].state, found[card].url) == (
            TodoState.OPEN,
            year_url("results-proposal", year),
        )
        assert own not in found
    mine = {item.title: item for item in todo_items(actor, fresh(year))}
    assert card not in mine
    assert (mine[own].state, mine[own].detail) == (
        TodoState.WAITING,
        "Phiên bản 2 đã đề nghị, chờ người khác duyệt.",
    )
    for user in (admin, head_of(year.members[1])):
        assert not {card, own} & {item.title for item in todo_items(user, fresh(year))}


def test_a_draft_of_the_rules_stops_a_proposal_and_its_second_name() -> None:
    year, actor, version = proposed()
    second = second_secretary(year)
    start_version(actor=actor, year=fresh(year), reason="Biên bản họp khối ngày 05/11/2020")
    with pytest.raises(Refused, match="đang soạn dở"):
        propose_version(actor=actor, year=fresh(year), reason=REASON)
    with pytest.raises(Refused, match="đang soạn dở"):
        approve_version(actor=second, year=fresh(year), proposal=version.pk, shown=mark_of(version))
    client = signed_in(second)
    page = text_of(client, year_url("results-proposal", year))
    assert "Quy tắc phiên bản 2 đang soạn dở" in page
    assert "Duyệt và niêm yết" not in page
    asked = text_of(client, year_url("results-propose", year))
    assert "Quy tắc phiên bản 2 đang soạn dở" in asked
    assert "Lưu đề nghị" not in asked


def test_a_proposal_overtaken_by_a_change_is_shown_again_with_a_sentence() -> None:
    year, _actor, version = proposed()
    score(year, Level.APPRAISAL, "C", {"I.1": "21", "II": "30"})
    client = signed_in(second_secretary(year))
    data = {"proposal": version.pk, "shown": mark_of(version)}
    answer = client.post(year_url("results-proposal", year), data)
    assert answer.status_code == 409
    assert "đề nghị lại" in answer.content.decode()
    assert client.post(year_url("results-proposal", year), {}).status_code == 409


def test_what_a_unit_may_not_read_of_a_sheet_is_not_told_by_a_difference() -> None:
    """A's peer sheet about C changed: B, which scored C too, is told that there is a change and no more."""
    year, actor = approved_year()
    withdraw_results(actor=actor, year=year, reason="Chấm lại")
    sheet = Sheet.objects.get(year=year, level=Level.PEER, scored__code="C", scorer__code="A")
    score(year, Level.PEER, "C", {"I.1": "33"}, scorer="A")
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.HANDED_IN)
    version = propose_version(actor=actor, year=fresh(year), reason=REASON)
    other = second_secretary(year)
    approve_version(actor=other, year=fresh(year), proposal=version.pk, shown=mark_of(version))
    address = year_url("results-version", fresh(year), number=2)
    told = text_of(signed_in(other), address)
    assert "Phiếu chấm chéo của A về C" in told
    neighbour = unit_of(year)
    page = text_of(neighbour, address)
    assert "của A về C" not in page
    assert "Có 1 ô điểm khác" in page
    own = text_of(signed_in(head_of(year.members[0])), address)
    assert "Phiếu chấm chéo của A về C" in own
    RuleVersion.objects.filter(year=year).update(
        sheets_shown=SheetsShown.AFTER_PUBLISHING, scorers_named=True
    )
    assert "của A về C" in text_of(neighbour, address)


def test_a_name_changed_elsewhere_does_not_change_what_units_read() -> None:
    """The catalogue is the installation's; the year's pages show what was approved."""
    year, actor = approved_year()
    client = unit_of(year)
    year.memberships.filter(code="B").update(code="B2")
    answer = client.get(year_url("results", year))
    assert answer.headers["Location"] == year_url("results-version", year, number=1)
    assert "không còn giống bản đã duyệt" in text_of(signed_in(actor), year_url("results", year))
    Award.objects.filter(code="FLAG_PROV").update(name="Cờ đổi tên")
    assert "Cờ đổi tên" not in text_of(client, answer.headers["Location"])


def test_a_paper_is_served_as_it_was_stored_and_no_other_bytes() -> None:
    year, _actor = approved_year()
    client = unit_of(year)
    for paper in ResultPaper.objects.select_related("file"):
        address = year_url("results-version-paper", year, number=1, code=paper.code)
        answer = client.get(address)
        assert answer.content == read(paper.file)
    other = StoredFile.objects.filter(result_paper=paper)
    other.update(sha256="0" * 64)
    assert client.get(address).status_code == 409


@pytest.mark.pressed
def test_a_stored_paper_is_known_by_its_code_and_by_its_bytes() -> None:
    year, actor = approved_year()
    for paper in ResultPaper.objects.select_related("file"):
        answer = answer_about(read(paper.file))
        assert (answer.tone, answer.paper and answer.paper.code) == ("success", paper.code)
        found = find_paper(f"{paper.code[:5]}-{paper.code[5:].lower()}")
        assert found is not None
        assert (found.state, found.is_in_force) == ("Đang có hiệu lực", True)
        page = Client().get(f"/kiem-tra/{paper.code}", follow=True)
        assert "phiên bản 1 của kết quả năm 2020" in page.content.decode()
        other = ResultPaper.objects.exclude(pk=paper.pk).select_related("file")[0]
        sent = SimpleUploadedFile(other.file.name, read(other.file))
        told = Client().post(f"/kiem-tra/{paper.code}", {"file": sent}, follow=True).content.decode()
        assert "là văn bản khác" in told
    changed = answer_about(read(paper.file) + b" ")
    assert changed.paper is None or changed.tone == "error"
    assert answer_about(b"PK khong phai cua ta").tone == "error"
    withdraw_results(actor=actor, year=year, reason="Chấm lại")
    found = find_paper(paper.code)
    assert found is not None
    assert (found.state, found.is_in_force) == ("Đang đính chính", False)
    version = propose_version(actor=actor, year=fresh(year), reason=REASON)
    approve_version(
        actor=second_secretary(year), year=fresh(year), proposal=version.pk, shown=mark_of(version)
    )
    found = find_paper(paper.code)
    assert found is not None
    assert found.state == "Đã được thay thế bằng phiên bản 2 của kết quả"


def test_the_check_page_and_the_command_compute_from_what_is_stored() -> None:
    year, _actor = approved_year()
    client, address = unit_of(year), year_url("results-version-check", year, number=1)
    assert "Khớp." in text_of(client, address)
    out = io.StringIO()
    call_command("verify_results", stdout=out)
    assert "phiên bản 1: khớp" in out.getvalue()
    StoredFile.objects.filter(result_paper__isnull=False).update(sha256="0" * 64)
    assert "Không khớp." in text_of(client, address)
    with pytest.raises(CommandError, match="1 phiên bản"):
        call_command("verify_results", stdout=io.StringIO())


def test_the_stored_version_as_a_file_is_enough_to_compute_it_again() -> None:
    year, actor = approved_year()
    answer = signed_in(actor).get(year_url("results-version-record", year, number=1))
    stored: dict[str, Any] = json.loads(answer.content)
    assert recompute(stored["inputs"]).table == stored["table"]
    assert (digest(stored["inputs"]), digest(stored["table"])) == (
        stored["inputs_sha256"],
        stored["table_sha256"],
    )
    package = package_of(fresh(year))
    kept = json.loads(package.made["ket-qua/phien-ban-1.json"])
    assert kept == stored
    papers = [name for name in package.stored if name.startswith("ket-qua/")]
    assert len(papers) == 3


def test_a_workbook_does_not_replace_a_year_with_a_version_on_record() -> None:
    year, _actor = being_corrected()
    assert "phiên bản" in why_not_replace(year)


@pytest.mark.pressed
def test_publishing_through_the_page_stores_version_1(client: Client) -> None:
    year = ranked_year()
    actor = second_secretary(year)
    client = signed_in(actor)
    page = client.get(year_url("results-publish", year)).content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]
    assert client.post(year_url("results-publish", year), {"shown": shown}).status_code == 302
    assert ResultVersion.objects.get().papers.count() == 3
    assert client.get(year_url("results-withdraw", year)).status_code == 200
    client.post(year_url("results-withdraw", year), {"reason": "Chấm lại"})
    refused = client.post(year_url("results-publish", year), {"shown": shown})
    assert refused.status_code == 409
    assert "phiên bản 2" in refused.content.decode()
