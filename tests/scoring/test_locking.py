"""Locking: what is ready is locked, everything else is passed over and named; unlocking needs a reason."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from blocs.models import BlocYear, Phase, PhaseKind, Province, SeatKind
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Level, SheetState
from scoring.actions.cell_entries import Outcome
from scoring.actions.locking import lock
from scoring.actions.sheets import hand_in, recuse, unlock
from scoring.check_sentences import SENTENCES
from scoring.models import LateCell, Score, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, journal_actions, peer, signed_in, url
from tests.scoring.test_late import entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Hall:
    return hall()


def handed_in(here: Hall, *names: tuple[str | Level, str]) -> list[Sheet]:
    sheets = [here.sheet(*name) for name in names]
    for sheet in sheets:
        here.fill(sheet)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk for sheet in sheets])
    return sheets


def test_what_is_handed_in_is_locked_and_the_rest_is_named(here: Hall) -> None:
    (done,) = handed_in(here, ("A", "B"))
    open_sheet, off = here.sheet("A", "C"), here.sheet("B", "C")
    recuse(actor=here.secretary, **here.address, ids=[off.pk], reason="Xung đột lợi ích")
    said = lock(actor=here.secretary, **here.address, ids=[done.pk, open_sheet.pk, off.pk])
    assert [sheet.pk for sheet in said.now] == [done.pk]
    assert [(sheet.pk, why) for sheet, why in said.passed_over] == [(open_sheet.pk, "chưa nộp")]
    done.refresh_from_db()
    assert (done.state, done.locked_by) == (SheetState.LOCKED, here.secretary)
    # Once more: nothing happens twice.
    again = lock(actor=here.secretary, **here.address, ids=[done.pk])
    assert ([], [done.pk]) == (again.now, [sheet.pk for sheet in again.before])
    assert journal_actions() == ["sheets.handed_in", "sheets.recused", "sheets.locked"]
    last = entries()[-1]
    assert SENTENCES["sheets.locked"](last) == "đã khóa phiếu chấm chéo của Hội A (Hội B)"


def test_a_locked_sheet_takes_nothing_until_it_is_unlocked_with_a_reason(here: Hall) -> None:
    (sheet,) = handed_in(here, ("A", "B"))
    lock(actor=here.secretary, **here.address, ids=[sheet.pk])
    (answer,) = here.save(here.entry(sheet, "I.1", "39", base="40"))
    assert (answer.outcome, "mở khóa" in answer.sentence) == (Outcome.CLOSED, True)
    with pytest.raises(Invalid, match="lý do"):
        unlock(actor=here.secretary, **here.address, ids=[sheet.pk], reason="")
    unlock(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Nhập nhầm cột")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.locked_at, sheet.locked_by) == (SheetState.FILLING, None, None)
    (answer,) = here.save(here.entry(sheet, "I.1", "39", base="40"))
    assert answer.outcome is Outcome.SAVED
    assert journal_actions()[-2:] == ["sheets.unlocked", "scores.changed"]


def test_after_the_window_sheets_are_locked_all_the_same(here: Hall) -> None:
    (sheet,) = handed_in(here, ("A", "B"))
    Phase.objects.filter(year=here.year).update(closes_at=timezone.now())
    assert len(lock(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1


def test_late_values_are_decided_on_before_locking(here: Hall) -> None:
    (sheet,) = handed_in(here, ("A", "B"))
    LateCell.objects.create(
        sheet=sheet, criterion_id=here.criterion("I.1"), points=Decimal(30), entered_by=here.secretary
    )
    ((_sheet, why),) = lock(actor=here.secretary, **here.address, ids=[sheet.pk]).passed_over
    assert why == "có điểm đến muộn chờ quyết định"


def test_units_cannot_lock_and_the_board_locks_its_appraisal_alone(here: Hall) -> None:
    province = Province.objects.create(name="Tỉnh")
    BlocYear.objects.filter(pk=here.year.pk).update(province=province)
    board, head = person("hoi-dong"), person("lanh-dao")
    seat(board, SeatKind.BOARD, province=province)
    seat(head, SeatKind.HEAD, unit=here.member("A").unit)
    peer_sheet, appraisal = handed_in(here, ("A", "B"), (Level.APPRAISAL, "B"))
    for actor in (head, board):
        with pytest.raises(NotAllowed):
            lock(actor=actor, **here.address, ids=[peer_sheet.pk])
    assert len(lock(actor=board, **here.address, ids=[appraisal.pk]).now) == 1
    with pytest.raises(NotAllowed):
        unlock(actor=head, **here.address, ids=[peer_sheet.pk], reason="Muốn sửa điểm")


def test_a_published_year_is_neither_locked_nor_unlocked(here: Hall) -> None:
    (sheet,) = handed_in(here, ("A", "B"))
    BlocYear.objects.filter(pk=here.year.pk).update(
        results_published_at=timezone.now(), results_published_by=here.secretary
    )
    with pytest.raises(Refused, match="niêm yết"):
        lock(actor=here.secretary, **here.address, ids=[sheet.pk])


def test_the_page_of_checks_locks_papers_levels_and_single_sheets(here: Hall) -> None:
    handed_in(here, ("A", "B"), ("A", "C"), ("B", "A"), (Level.BLOC, "A"))
    client = signed_in(here)
    page = client.get(url(here, "sheet-checks")).content.decode()
    assert "Đã khóa 0 trên 15 phiếu" in page
    one = {"sheet": [here.sheet("A", "C").pk]}
    assert "Đã khóa 1 phiếu." in client.post(peer(here, "sheet-lock"), one, follow=True).content.decode()
    answer = client.post(url(here, "sheet-checks"), {"phieu": ["cheo:A", "cheo:Z"]}, follow=True)
    assert "Đã khóa 1 phiếu." in answer.content.decode()
    answer = client.post(url(here, "sheet-checks"), {"cap": "peer"}, follow=True).content.decode()
    assert "Đã khóa 1 phiếu." in answer
    assert "Chưa khóa 3 phiếu. A (phiếu của C): chưa nộp;" in answer
    assert (
        "Hãy chọn ít nhất một phiếu" in client.post(url(here, "sheet-checks"), follow=True).content.decode()
    )
    states = Sheet.objects.filter(state=SheetState.LOCKED)
    assert (states.filter(level=Level.PEER).count(), states.exclude(level=Level.PEER).count()) == (3, 0)
    # The state is shown wherever the sheet is.
    assert "đã khóa" in client.get(peer(here)).content.decode()
    assert 'aria-label="đã khóa"' in client.get(url(here, "sheets")).content.decode()
    back = client.post(
        peer(here, "sheet-unlock"), one | {"reason": "Nhập nhầm cột"}, follow=True
    ).content.decode()
    assert "Đã mở khóa 1 phiếu." in back


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_of_checks_takes_the_same_few_queries(units: int, django_assert_num_queries: object) -> None:
    here = hall(
        units=units, reason_percent=Decimal(10), outlier_percent=Decimal(10), second_entry_levels=["peer"]
    )
    handed_in(here, ("A", "B"), (Level.SELF, "B"))
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=timezone.now())
    client = signed_in(here)
    client.get(url(here, "sheet-checks"))
    with django_assert_num_queries(10):  # type: ignore[operator]
        client.get(url(here, "sheet-checks"))


def test_the_page_of_checks_is_read_by_those_who_read_scores(here: Hall) -> None:
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=here.member("A").unit)
    client = Client()
    client.force_login(head, backend="blocs.backends.IdentifierBackend")
    assert client.get(url(here, "sheet-checks")).status_code == 404


@pytest.mark.parametrize("units", [3, 15])
def test_a_paper_with_every_check_asked_takes_the_same_few_queries(
    units: int, django_assert_num_queries: object
) -> None:
    """Twelve as without the checks, and one for the second entries."""
    here = hall(
        units=units, reason_percent=Decimal(10), outlier_percent=Decimal(10), second_entry_levels=["peer"]
    )
    claim, locked, far = handed_in(here, (Level.SELF, "B"), ("A", "C"), ("A", "B"))
    Sheet.objects.filter(pk=locked.pk).update(state=SheetState.LOCKED, locked_by=here.secretary)
    assert claim.pk
    Score.objects.filter(sheet=far, criterion=here.criterion("II")).update(points=Decimal(1))
    client = signed_in(here)
    client.get(peer(here))
    with django_assert_num_queries(12):  # type: ignore[operator]
        page = client.get(peer(here)).content.decode()
    assert "chờ nhập lần hai" in page
