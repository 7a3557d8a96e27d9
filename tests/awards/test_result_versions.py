"""Results as approved: stored whole, corrected by two names, never changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from awards.actions.publishing import publish_results, withdraw_results
from awards.actions.result_versions import approve_version, mark_of, propose_version, withdraw_proposal
from awards.models import ResultPaper, ResultVersion
from awards.result_papers import print_results
from awards.result_versions import check_version, last_approved, waiting_proposal
from awards.results import results_json
from blocs.editing import Stale
from blocs.journal import holds_anchor
from blocs.models import BlocYear, JournalEntry, SeatKind, StoredFile, UnitName, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.storage import read
from blocs.terms import Level
from tests.awards.result_scenes import (
    REASON,
    approved_year,
    being_corrected,
    proposed,
    ranked_year,
    second_secretary,
)
from tests.awards.scenes import fresh, last_entry, results_of, score
from tests.builders import person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unpressed")]


def approve(actor: User, year: BlocYear, version: ResultVersion, **more: Any) -> Any:
    return approve_version(actor=actor, year=year, proposal=version.pk, **{"shown": mark_of(version), **more})


def test_approving_stores_everything_the_results_were_computed_from() -> None:
    year, actor = approved_year()
    version = ResultVersion.objects.get()
    assert (version.number, version.proposed_by, version.approved_by) == (1, actor, actor)
    assert (version.is_in_force, version.rules, year.results_version) == (True, year.rules, 1)
    assert version.table == results_json(results_of(year))
    assert version.inputs["rules"]["settings"]["scale"] == "100"
    sheet = next(
        sheet
        for sheet in version.inputs["sheets"]
        if (sheet["level"], sheet["scored"]) == (Level.APPRAISAL.value, "B")
    )
    assert (sheet["state"], sheet["points"]) == ("handed_in", {"I.1": "30", "II": "30.5"})
    assert version.arithmetic["units"]["B"]["combined"]["exact"] == "121/2"
    assert check_version(version).is_good
    entry = last_entry()
    assert entry["new"]["sha256"] == version.results_hash
    assert entry["new"]["Mã băm số liệu đầu vào"] == version.inputs_hash


@pytest.mark.pressed
def test_its_papers_are_bytes_with_the_journals_anchor_and_stay_so_whatever_is_renamed() -> None:
    _year, _actor = approved_year()
    version = ResultVersion.objects.get()
    papers = list(version.papers.select_related("file"))
    assert [paper.kind for paper in papers] == [
        "bang-tong-hop-diem.pdf",
        "bang-tong-hop-diem.xlsx",
        "thuyet-minh-cach-tinh.pdf",
    ]
    before = {paper.pk: read(paper.file) for paper in papers}
    assert all(content for content in before.values())
    # nothing was recorded before the approval, so the anchor is the beginning of the chain
    assert (version.anchor_number, version.anchor_hash) == (0, "0" * 64)
    UnitName.objects.filter(unit__code="A").update(name="Hội mang tên mới")
    assert {paper.pk: read(paper.file) for paper in version.papers.all()} == before
    assert "mang tên mới" not in str(ResultVersion.objects.get().table)


def test_a_later_version_is_anchored_in_the_chain() -> None:
    year, _actor, version = proposed()
    approve(second_secretary(year), year, version)
    second = last_approved(year)
    assert second is not None
    assert second.anchor_number
    assert holds_anchor(second.anchor_number, second.anchor_hash)
    # approved, opened for correction, proposed: those stood before the approval
    assert second.anchor_number == 3


def test_a_version_on_record_is_never_followed_by_one_with_one_name() -> None:
    year, actor = being_corrected()
    with pytest.raises(Refused, match="đề nghị phiên bản 2"):
        publish_results(actor=actor, year=year)
    version = propose_version(actor=actor, year=year, reason=REASON)
    with pytest.raises(NotAllowed, match="khác người đề nghị"):
        approve(actor, year, version)
    assert not fresh(year).is_published
    with pytest.raises(DatabaseError), transaction.atomic():
        ResultVersion.objects.filter(pk=version.pk).update(approved_by=actor, approved_at=timezone.now())


def test_correcting_keeps_version_1_and_opens_the_year() -> None:
    year, actor = approved_year()
    with pytest.raises(Invalid):
        withdraw_results(actor=actor, year=year, reason="")
    withdraw_results(actor=actor, year=year, reason="Chấm lại đơn vị B")
    version = ResultVersion.objects.get()
    assert (version.is_approved, version.is_in_force) == (True, False)
    assert (version.withdrawn_by, version.withdrawal_reason) == (actor, "Chấm lại đơn vị B")
    found = fresh(year)
    assert (found.is_published, found.results_version) == (False, 1)


def test_a_proposal_lists_what_is_different_down_to_the_cell() -> None:
    year, actor, version = proposed()
    assert (version.number, version.reason, version.proposed_by) == (2, REASON, actor)
    assert not fresh(year).is_published
    told = [
        (line["part"], line["where"], line["what"], line["old"], line["new"]) for line in version.differences
    ]
    assert ("results", "B", "Tổng điểm", "60,50", "82,00") in told
    assert ("results", "B", "Xếp hạng", "2", "1") in told
    assert ("results", "A", "Xếp hạng", "1", "2") in told
    assert ("cells", "Phiếu thẩm định về B", "I.1 Chương trình, kế hoạch", "30", "40") in told
    assert ("cells", "Phiếu thẩm định về B", "III.1 Cờ của Trung ương Hội", "–", "2") in told
    assert ("nominations", "Cờ thi đua của UBND tỉnh", "Được đề nghị", "A", "B") in told
    assert not [line for line in told if line[1] == "C"]


def test_the_second_name_publishes_exactly_what_was_proposed() -> None:
    year, actor, version = proposed()
    other = second_secretary(year)
    approve(other, year, version)
    found = fresh(year)
    assert (found.is_published, found.results_published_by, found.results_version) == (True, other, 2)
    second = ResultVersion.objects.get(number=2)
    assert (second.proposed_by, second.approved_by, second.is_in_force) == (actor, other, True)
    assert second.papers.count() == 3
    assert check_version(second).is_good
    entry = last_entry()
    assert (entry["action"], entry["reason"], entry["new"]["Phiên bản"]) == ("results.published", REASON, 2)
    # sent twice
    with pytest.raises(Refused, match="không còn chờ duyệt"):
        approve(other, fresh(year), version)


def test_the_board_may_be_the_second_name_and_a_unit_may_not() -> None:
    year, _actor, version = proposed()
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[0].unit)
    with pytest.raises(NotAllowed):
        approve(head, year, version)
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD)
    approve(board, year, version)
    assert fresh(year).is_published


def test_what_changed_after_the_proposal_is_not_approved() -> None:
    year, _actor, version = proposed()
    other = second_secretary(year)
    score(year, Level.APPRAISAL, "C", {"I.1": "21", "II": "30"})
    with pytest.raises(Stale, match="đề nghị lại"):
        approve(other, year, version)
    assert not fresh(year).is_published
    assert ResultPaper.objects.filter(version=version).count() == 0


def test_who_saw_another_proposal_does_not_approve_this_one() -> None:
    year, actor, version = proposed()
    other = second_secretary(year)
    with pytest.raises(Stale):
        approve(other, year, version, shown="trang cũ")
    again = propose_version(actor=actor, year=fresh(year), reason=f"{REASON}, sửa lời")
    with pytest.raises(Refused, match="không còn chờ duyệt"):
        approve(other, year, version)
    version.refresh_from_db()
    assert (version.withdrawal_reason, again.number) == ("Thay bằng đề nghị mới", 2)
    approve(other, year, again)


def test_papers_printed_of_something_else_are_not_kept() -> None:
    year = ranked_year()
    actor = secretary(year)
    prints = print_results(year, number=1, people="Người khác", site="")
    score(year, Level.APPRAISAL, "C", {"I.1": "21", "II": "30"})
    files = StoredFile.objects.count()
    with pytest.raises(Stale):
        publish_results(actor=actor, year=fresh(year), prints=prints)
    assert (StoredFile.objects.count(), ResultVersion.objects.count()) == (files, 0)


def test_a_disk_that_fails_leaves_no_half_of_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    year = ranked_year()
    actor = secretary(year)
    saved: list[str] = []
    real = default_storage.save

    def failing(name: str, content: Any) -> str:
        if len(saved) == 2:
            raise OSError("no space left")
        saved.append(real(name, content))
        return saved[-1]

    monkeypatch.setattr(default_storage, "save", failing)
    with pytest.raises(OSError, match="no space"), transaction.atomic():
        publish_results(actor=actor, year=year)
    assert not fresh(year).is_published
    assert (ResultVersion.objects.count(), StoredFile.objects.count(), JournalEntry.objects.count()) == (
        0,
        0,
        0,
    )
    assert len(saved) == 2
    assert not any(default_storage.exists(path) for path in saved)


def test_a_proposal_taken_back_gives_its_number_back_and_stays_on_record() -> None:
    year, actor, version = proposed()
    withdraw_proposal(actor=actor, year=year, proposal=version.pk)
    assert waiting_proposal(year) is None
    with pytest.raises(Refused):
        withdraw_proposal(actor=actor, year=year, proposal=version.pk)
    again = propose_version(actor=actor, year=year, reason=REASON)
    assert (again.number, ResultVersion.objects.filter(number=2).count()) == (2, 2)


def test_what_may_not_be_proposed() -> None:
    year = ranked_year()
    actor = secretary(year)
    with pytest.raises(Refused, match="chưa có phiên bản"):
        propose_version(actor=actor, year=year, reason=REASON)
    publish_results(actor=actor, year=year)
    with pytest.raises(Refused, match="mở đính chính trước"):
        propose_version(actor=actor, year=fresh(year), reason=REASON)
    withdraw_results(actor=actor, year=fresh(year), reason="Chấm lại")
    with pytest.raises(Invalid, match="lý do"):
        propose_version(actor=actor, year=fresh(year), reason="  ")
    same = propose_version(actor=actor, year=fresh(year), reason=REASON)
    assert same.differences == []


CONTENT: list[dict[str, Any]] = [
    {"inputs": {}},
    {"table": {}},
    {"arithmetic": {}},
    {"differences": ["x"]},
    {"inputs_hash": "0"},
    {"results_hash": "0"},
    {"reason": "khác"},
    {"number": 7},
    {"proposed_at": timezone.now() - timedelta(days=1)},
    {"approved_at": timezone.now()},
    {"anchor_number": 99},
    {"anchor_hash": "f" * 64},
]


@pytest.mark.parametrize("change", CONTENT, ids=lambda change: next(iter(change)))
def test_the_database_refuses_to_change_what_was_approved(change: dict[str, Any]) -> None:
    approved_year()
    with pytest.raises(DatabaseError), transaction.atomic():
        ResultVersion.objects.update(**change)


def test_the_database_refuses_to_delete_what_was_approved_and_its_papers() -> None:
    year, actor = approved_year()
    paper = ResultPaper.objects.all()[0]
    for act in (
        lambda: ResultVersion.objects.all().delete(),
        lambda: ResultPaper.objects.all().delete(),
        lambda: ResultPaper.objects.filter(pk=paper.pk).update(title="khác"),
        lambda: ResultPaper.objects.filter(pk=paper.pk).update(sha256="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    withdraw_results(actor=actor, year=year, reason="Chấm lại")
    for change in ({"withdrawal_reason": "khác"}, {"withdrawn_at": timezone.now()}, {"withdrawn_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ResultVersion.objects.update(**change)


def test_a_copy_to_practise_in_keeps_a_version_without_papers_and_goes_with_it() -> None:
    year = ranked_year()
    BlocYear.objects.filter(pk=year.pk).update(is_practice=True)
    year = fresh(year)
    publish_results(actor=secretary(year), year=year)
    assert (ResultVersion.objects.count(), ResultPaper.objects.count()) == (1, 0)
    assert fresh(year).results_version == 1
    ResultVersion.objects.all().delete()


def test_the_check_finds_what_was_changed_behind_the_software() -> None:
    approved_year()
    version = ResultVersion.objects.get()
    version.inputs["sheets"][-1]["points"] = {"I.1": "39"}
    found = check_version(version)
    assert [fault for fault in found.faults if "đầu vào" in fault]
    version = ResultVersion.objects.get()
    version.table["units"][0]["final"] = "99.00"
    assert not check_version(version).is_good
    version = ResultVersion.objects.get()
    version.inputs = {}
    assert any("không đọc được" in fault for fault in check_version(version).faults)
    StoredFile.objects.filter(result_paper__isnull=False).update(sha256="0" * 64)
    assert len(check_version(ResultVersion.objects.get()).faults) == 3
