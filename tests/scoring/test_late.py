"""What comes after the deadline is kept, shown, decided on with a reason, and never counts by itself."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from blocs.models import JournalEntry, Phase, PhaseExtension, PhaseKind, SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import LateState, SheetState
from scoring.actions.cell_entries import Outcome
from scoring.actions.late import decide_late, take_sheets_late
from scoring.actions.sheets import hand_in, recuse, reopen
from scoring.check_sentences import SENTENCES
from scoring.models import LateCell, Score, ScoreSource, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, journal_actions, peer, signed_in, url

pytestmark = pytest.mark.django_db

CLOSES = datetime(2020, 11, 20, 16, 59, 59, tzinfo=timezone.get_default_timezone())
WHY = "Bưu điện chậm một ngày"


@pytest.fixture
def here() -> Hall:
    made = hall()
    Phase.objects.filter(year=made.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=CLOSES)
    return made


@pytest.fixture
def head(here: Hall) -> User:
    user = person("lanh-dao-a", full_name="Lê Văn A")
    seat(user, SeatKind.HEAD, unit=here.member("A").unit)
    return user


@contextmanager
def at(minutes: float) -> Iterator[None]:
    """So many minutes after closing."""
    with mock.patch("django.utils.timezone.now", return_value=CLOSES + timedelta(minutes=minutes)):
        yield


def entries() -> list[dict[str, object]]:
    return [json.loads(row.text) for row in JournalEntry.objects.order_by("number")]


def said() -> list[str]:
    return [SENTENCES[entry["action"]](entry) for entry in entries() if entry["action"] in SENTENCES]  # type: ignore[index]


def test_the_window_closes_between_two_saves_of_one_sheet(here: Hall, head: User) -> None:
    """What was typed before counts; the rest is kept and shown as late; nothing is lost."""
    sheet = here.sheet("A", "B")
    with at(-1):
        (first,) = here.save(here.entry(sheet, "I.1", "40"), actor=head)
    with at(1):
        second, third = here.save(
            here.entry(sheet, "I.2", "20"), here.entry(sheet, "I.1", "39", base="40"), actor=head
        )
    assert [answer.outcome for answer in (first, second, third)] == [
        Outcome.SAVED,
        Outcome.LATE,
        Outcome.LATE,
    ]
    assert "16:59 ngày 20/11/2020" in second.sentence
    assert here.stored(sheet) == {"I.1": 40}
    waiting = LateCell.objects.order_by("pk")
    assert [(late.points, late.state, late.entered_by) for late in waiting] == [
        (Decimal(20), LateState.WAITING, head),
        (Decimal(39), LateState.WAITING, head),
    ]


def test_the_newest_late_value_stands_and_the_stored_one_withdraws_it(here: Hall, head: User) -> None:
    sheet = here.sheet("A", "B")
    with at(-1):
        here.save(here.entry(sheet, "I.1", "40"), actor=head)
    with at(1):
        here.save(here.entry(sheet, "I.1", "39", base="40"), actor=head)
        here.save(here.entry(sheet, "I.1", "38", base="40"), actor=head)
        assert [late.points for late in LateCell.objects.all()] == [Decimal(38)]
        (answer,) = here.save(here.entry(sheet, "I.1", "40", base="40"), actor=head)
    assert answer.outcome is Outcome.SAVED
    assert not LateCell.objects.exists()
    assert here.stored(sheet) == {"I.1": 40}


def test_a_value_typed_within_an_extension_takes_the_place_of_the_late_one(here: Hall, head: User) -> None:
    sheet = here.sheet("A", "B")
    with at(1):
        here.save(here.entry(sheet, "I.1", "39"), actor=head)
        PhaseExtension.objects.create(
            phase=Phase.objects.get(year=here.year, kind=PhaseKind.CROSS_SCORING),
            membership=here.member("A"),
            closes_at=CLOSES + timedelta(days=1),
            reason="Mất điện",
            granted_by=here.secretary,
        )
        here.year = type(here.year).objects.get(pk=here.year.pk)
        (answer,) = here.save(here.entry(sheet, "I.1", "38"), actor=head)
    assert answer.outcome is Outcome.SAVED
    assert not LateCell.objects.exists()


def late_values(here: Hall, head: User) -> tuple[Sheet, list[int]]:
    sheet = here.sheet("A", "B")
    with at(-1):
        here.save(here.entry(sheet, "I.1", "40"), actor=head)
    with at(1):
        here.save(here.entry(sheet, "I.1", "39", base="40"), here.entry(sheet, "I.2", "20"), actor=head)
    return sheet, list(LateCell.objects.order_by("pk").values_list("pk", flat=True))


def test_taken_in_with_both_values_on_record_under_the_name_of_who_typed(here: Hall, head: User) -> None:
    sheet, ids = late_values(here, head)
    with at(60):
        assert decide_late(actor=here.secretary, **here.address, ids=ids, take=True, reason=WHY) == 2
        assert decide_late(actor=here.secretary, **here.address, ids=ids, take=True, reason=WHY) == 0
    assert here.stored(sheet) == {"I.1": 39, "I.2": 20}
    score = Score.objects.get(sheet=sheet, criterion=here.criterion("I.2"))
    assert (score.entered_by, score.entered_at, score.source) == (
        head,
        CLOSES + timedelta(minutes=1),
        ScoreSource.OWN,
    )
    late = LateCell.objects.first()
    assert late is not None
    assert (late.state, late.reason, late.decided_by) == (LateState.TAKEN, WHY, here.secretary)
    assert said() == [
        "đã nhận điểm đến muộn, phiếu chấm chéo của Hội A, cột Hội B: I.1 từ 40 thành 39; "
        f"I.2 từ trống thành 20, lý do: {WHY}"
    ]


def test_refused_with_a_reason_and_the_stored_value_stands(here: Hall, head: User) -> None:
    sheet, ids = late_values(here, head)
    with at(60):
        with pytest.raises(Invalid, match="lý do"):
            decide_late(actor=here.secretary, **here.address, ids=ids, take=False, reason=" ")
        assert decide_late(actor=here.secretary, **here.address, ids=ids[:1], take=False, reason=WHY) == 1
    assert here.stored(sheet) == {"I.1": 40}
    assert [late.state for late in LateCell.objects.order_by("pk")] == [LateState.REFUSED, LateState.WAITING]
    assert said() == [
        f"không nhận điểm đến muộn, phiếu chấm chéo của Hội A, cột Hội B: I.1 từ 40 thành 39, lý do: {WHY}"
    ]


def test_only_those_who_keep_the_sheets_decide(here: Hall, head: User) -> None:
    _sheet, ids = late_values(here, head)
    with at(60), pytest.raises(NotAllowed):
        decide_late(actor=head, **here.address, ids=ids, take=True, reason=WHY)
    assert set(LateCell.objects.values_list("state", flat=True)) == {LateState.WAITING}


def test_a_locked_sheet_takes_no_late_value(here: Hall, head: User) -> None:
    sheet, ids = late_values(here, head)
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.LOCKED)
    with at(60), pytest.raises(Refused, match="mở khóa"):
        decide_late(actor=here.secretary, **here.address, ids=ids, take=True, reason=WHY)


def test_a_late_value_the_criterion_no_longer_allows_is_refused(here: Hall, head: User) -> None:
    _sheet, ids = late_values(here, head)
    here.year.current_rules.criteria.filter(code="I.2").update(maximum=Decimal(10))
    type(here.year.current_rules).objects.filter(year=here.year).update(revision=1)
    with at(60), pytest.raises(Refused, match="Tiêu chí đã thay đổi"):
        decide_late(actor=here.secretary, **here.address, ids=ids, take=True, reason=WHY)


def test_a_complete_sheet_not_handed_in_at_closing_is_taken_late(here: Hall, head: User) -> None:
    sheet = here.sheet("A", "B")
    with at(-1):
        here.fill(sheet)
    with at(1):
        with pytest.raises(Refused, match="gia hạn"):
            hand_in(actor=head, **here.address, ids=[sheet.pk])
        with pytest.raises(NotAllowed):
            take_sheets_late(actor=head, **here.address, ids=[sheet.pk], reason=WHY)
        done = take_sheets_late(actor=here.secretary, **here.address, ids=[sheet.pk], reason=WHY)
    assert [found.pk for found in done.now] == [sheet.pk]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.late_reason, sheet.handed_in_by) == (SheetState.HANDED_IN, WHY, here.secretary)
    assert said() == [f"đã nhận nộp muộn phiếu chấm chéo của Hội A (Hội B), lý do: {WHY}"]


def test_within_the_window_nothing_is_late(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    with at(-1):
        here.fill(sheet)
        with pytest.raises(Refused, match="chưa hết hạn"):
            take_sheets_late(actor=here.secretary, **here.address, ids=[sheet.pk], reason=WHY)


def test_a_paper_sheet_that_arrives_late_is_accepted_typed_and_handed_in(here: Hall, head: User) -> None:
    sheet = here.sheet("A", "B")
    with at(60):
        done = take_sheets_late(actor=here.secretary, **here.address, ids=[sheet.pk], reason=WHY)
        assert [(found.pk, codes) for found, codes in done.incomplete] == [(sheet.pk, ["I.1", "I.2", "II"])]
        # From now on it takes the scores of those who keep it; the unit's own are still late.
        (own,) = here.save(here.entry(sheet, "I.1", "40"), actor=head)
        assert own.outcome is Outcome.LATE
        here.fill(sheet)
        assert not LateCell.objects.exists()
        with pytest.raises(Refused, match="gia hạn"):
            hand_in(actor=head, **here.address, ids=[sheet.pk])
        assert len(hand_in(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1
    sheet.refresh_from_db()
    assert (sheet.state, sheet.late_reason) == (SheetState.HANDED_IN, WHY)
    assert journal_actions() == ["sheets.accepted_late", "sheets.handed_in"]


def test_taking_a_sheet_late_takes_the_values_that_wait_beside_it(here: Hall, head: User) -> None:
    sheet = here.sheet("A", "B")
    with at(-1):
        here.save(here.entry(sheet, "I.1", "40"), here.entry(sheet, "I.2", "20"), actor=head)
    with at(1):
        here.save(here.entry(sheet, "II", "35"), actor=head)
        done = take_sheets_late(actor=here.secretary, **here.address, ids=[sheet.pk], reason=WHY)
    assert len(done.now) == 1
    assert here.stored(sheet)["II"] == 35
    assert journal_actions() == ["scores.late_taken", "sheets.taken_late"]


def test_a_sheet_handed_in_again_in_time_is_no_longer_late(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    with at(-1):
        here.fill(sheet)
    with at(1):
        take_sheets_late(actor=here.secretary, **here.address, ids=[sheet.pk], reason=WHY)
    Phase.objects.filter(year=here.year).update(closes_at=None)
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    sheet.refresh_from_db()
    assert sheet.late_reason == ""


def test_a_sheet_not_scored_is_not_taken_late(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    with at(-1):
        recuse(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Xung đột lợi ích")
    with at(1), pytest.raises(Refused, match="không chấm"):
        take_sheets_late(actor=here.secretary, **here.address, ids=[sheet.pk], reason=WHY)


# ── Pages ────────────────────────────────────────────────────────────────


def test_the_unit_sees_its_late_values_and_only_the_secretariat_decides(here: Hall, head: User) -> None:
    _sheet, ids = late_values(here, head)
    unit = Client()
    unit.force_login(head, backend="blocs.backends.IdentifierBackend")
    page = unit.get(peer(here, "sheet-late")).content.decode()
    assert "đến muộn" in page
    assert "Nhận các điểm đã chọn" not in page
    assert unit.post(peer(here, "sheet-late"), {"cell": ids, "reason": WHY, "act": "nhan"}).status_code == 403
    grid = unit.get(peer(here)).content.decode()
    assert "2 điểm đến muộn" in grid
    client = signed_in(here)
    answer = client.post(peer(here, "sheet-late"), {"cell": ids, "reason": "", "act": "nhan"})
    assert answer.status_code == 422
    assert "Hãy ghi lý do." in answer.content.decode()
    answer = client.post(peer(here, "sheet-late"), {"cell": ids, "reason": WHY, "act": "khong"}, follow=True)
    assert "Không nhận 2 điểm đến muộn." in answer.content.decode()
    # Who typed reads why.
    assert WHY in unit.get(peer(here, "sheet-late")).content.decode()


def test_another_unit_learns_nothing_of_late_values(here: Hall, head: User) -> None:
    late_values(here, head)
    other = person("lanh-dao-b")
    seat(other, SeatKind.HEAD, unit=here.member("B").unit)
    client = Client()
    client.force_login(other, backend="blocs.backends.IdentifierBackend")
    assert client.get(peer(here, "sheet-late")).status_code == 404


def test_a_late_sheet_says_so_with_its_reason(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    with at(-1):
        here.fill(sheet)
    client = signed_in(here)
    answer = client.post(peer(here, "sheet-take-late"), {"sheet": [sheet.pk], "reason": WHY}, follow=True)
    page = answer.content.decode()
    assert "Đã nhận nộp muộn 1 phiếu." in page
    assert page.count("nộp muộn") >= 2
    assert WHY in page
    assert "nộp muộn" in client.get(f"{peer(here).rsplit('/', 3)[0]}/").content.decode()


def test_the_unit_s_own_list_says_what_came_late(here: Hall, head: User) -> None:
    late_values(here, head)
    sheet = here.sheet("A", "C")
    with at(-1):
        here.fill(sheet)
    with at(1):
        take_sheets_late(actor=here.secretary, **here.address, ids=[sheet.pk], reason=WHY)
    client = Client()
    client.force_login(head, backend="blocs.backends.IdentifierBackend")
    page = client.get(url(here, "sheets")).content.decode()
    assert "nộp muộn" in page
    assert f"Lý do nhận muộn: {WHY}" in page
    assert "2 điểm đến muộn, chờ tổ thư ký quyết định" in page


def test_an_excel_form_after_closing_is_kept_as_late(here: Hall, head: User) -> None:
    sheet = here.sheet("A", "B")
    with at(1):
        answers = here.save(here.entry(sheet, "I.1", "40"), actor=head, from_form=True, whole=True)
    assert [answer.outcome for answer in answers] == [Outcome.LATE]
    assert LateCell.objects.get().points == 40
