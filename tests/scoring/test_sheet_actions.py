"""Cells saved by value and base, sheets handed in, reopened, recused: states, actors, windows, the journal."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from blocs.models import BlocYear, JournalEntry, Phase, PhaseKind, Province, SeatKind
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Level, SheetState
from scoring import check_sentences
from scoring.actions.cell_entries import NotAllSaved, Outcome, StaleCell
from scoring.actions.cells import save_cell
from scoring.actions.sheet_locking import NotThere
from scoring.actions.sheets import hand_in, recuse, reopen, resume, unlock
from scoring.journal_sentences import SENTENCES
from scoring.models import LateCell, Score, ScoreSource, Sheet
from scoring.workflow import RECUSE, REOPEN, RESUME, STEPS, UNLOCK, WORDS
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, journal_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Hall:
    return hall()


def test_a_cell_is_saved_with_who_for_whom_and_from_what(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    before = sheet.revision
    (answer,) = here.save(here.entry(sheet, "I.1", "38.5"))
    assert (answer.outcome, answer.stored) == (Outcome.SAVED, Decimal("38.5"))
    score = Score.objects.get()
    assert (score.points, score.entry, score.entered_by) == (Decimal("38.5"), 1, here.secretary)
    assert (score.entered_for, score.source) == (here.member("A"), ScoreSource.PAPER)
    sheet.refresh_from_db()
    assert sheet.revision != before
    assert journal_actions() == []


def test_the_source_says_whose_numbers_they_are(here: Hall) -> None:
    for level, entered_for, source in (
        (Level.SELF, "B", ScoreSource.PAPER),
        (Level.BLOC, None, ScoreSource.OWN),
        (Level.APPRAISAL, None, ScoreSource.PAPER),
    ):
        sheet = here.sheet(level, "B")
        here.save(here.entry(sheet, "I.1", "1"))
        score = Score.objects.get(sheet=sheet)
        assert (score.entered_for and score.entered_for.code, score.source) == (entered_for, source)


def test_zero_is_a_score_and_empty_is_none(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    here.save(here.entry(sheet, "I.1", "0"))
    assert here.stored(sheet) == {"I.1": 0}
    here.save(here.entry(sheet, "I.1", None, base="0"))
    assert here.stored(sheet) == {}


def test_sending_again_is_acknowledged_and_changes_nothing(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    entry = here.entry(sheet, "I.1", "30")
    here.save(entry)
    row = Score.objects.get()
    (answer,) = here.save(entry)
    assert answer.outcome is Outcome.SAVED
    again = Score.objects.get()
    assert (again.pk, again.entered_at) == (row.pk, row.entered_at)


def test_another_base_is_refused_with_what_is_stored_and_by_whom(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    other = person("nguoi-hai", full_name="Lê Thị Hai")
    seat(other, SeatKind.SECRETARIAT, bloc=here.year.bloc)
    here.save(here.entry(sheet, "I.1", "30"))
    here.save(here.entry(sheet, "I.1", "31", base="30"), actor=other)
    with pytest.raises(StaleCell) as refused:
        save_cell(
            actor=here.secretary,
            **here.address,
            sheet=sheet.pk,
            criterion=here.criterion("I.1"),
            value=Decimal(32),
            base=Decimal(30),
        )
    answer = refused.value.answer
    assert (answer.stored, answer.who) == (Decimal(31), "Lê Thị Hai")
    assert "Lê Thị Hai đã lưu 31 lúc" in str(refused.value)
    assert here.stored(sheet) == {"I.1": Decimal(31)}


def test_a_cell_emptied_meanwhile_is_stale_too(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    (answer,) = here.save(here.entry(sheet, "I.1", "32", base="30"))
    assert answer.outcome is Outcome.STALE
    assert "đã bị xóa" in answer.sentence
    assert here.stored(sheet) == {}


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        ("I.1", "40.5", "40,5 vượt điểm tối đa 40."),
        ("I.1", "39.3", "39,3 không đúng bước chấm; điểm phải là bội của 0,5."),
        ("I.1", "-1", "-1 là số âm"),
        ("I", "10", "Tiêu chí này không còn nhận điểm"),
    ],
)
def test_a_wrong_score_is_refused_with_its_sentence(here: Hall, code: str, value: str, why: str) -> None:
    sheet = here.sheet("A", "B")
    (answer,) = here.save(here.entry(sheet, code, value))
    assert answer.outcome is Outcome.WRONG
    assert why in answer.sentence
    assert not Score.objects.exists()
    with pytest.raises(Invalid, match=why[:10]):
        save_cell(
            actor=here.secretary,
            **here.address,
            sheet=sheet.pk,
            criterion=here.criterion(code),
            value=Decimal(value),
            base=None,
        )


def test_right_cells_are_saved_beside_wrong_ones_unless_the_whole_is_asked(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    entries = [here.entry(sheet, "I.1", "40"), here.entry(sheet, "I.2", "21")]
    with pytest.raises(NotAllSaved) as refused:
        here.save(*entries, whole=True)
    assert [answer.outcome for answer in refused.value.answers] == [Outcome.SAVED, Outcome.WRONG]
    assert not Score.objects.exists()
    assert [answer.outcome for answer in here.save(*entries)] == [Outcome.SAVED, Outcome.WRONG]
    assert here.stored(sheet) == {"I.1": 40}


def test_a_unit_has_no_peer_sheet_about_itself(here: Hall) -> None:
    a = here.member("A")
    assert not Sheet.objects.filter(scorer=a, scored=a).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(year=here.year, level=Level.PEER, scorer=a, scored=a)


def test_only_the_secretariat_and_for_appraisal_the_board_enter(here: Hall) -> None:
    province = Province.objects.create(name="Tỉnh")
    BlocYear.objects.filter(pk=here.year.pk).update(province=province)
    board, stranger = person("hoi-dong"), person("khach")
    seat(board, SeatKind.BOARD, province=province)
    peer, appraisal = here.sheet("A", "B"), here.sheet(Level.APPRAISAL, "B")
    here.save(here.entry(appraisal, "I.1", "10"), actor=board)
    assert Score.objects.get().source == ScoreSource.OWN
    with pytest.raises(NotAllowed):
        here.save(here.entry(peer, "I.1", "10"), actor=board)
    with pytest.raises(NotThere):
        here.save(here.entry(peer, "I.1", "10"), actor=stranger)


def test_a_seat_that_ended_while_the_page_was_open_saves_nothing(here: Hall) -> None:
    here.secretary.seats  # noqa: B018 – read before it ends, as a request does
    here.secretary.seat_rows.update(ends_on=timezone.localdate())
    with pytest.raises(Refused):
        here.save(here.entry(here.sheet("A", "B"), "I.1", "10"))


def test_a_sheet_of_another_year_is_not_there(here: Hall) -> None:
    elsewhere = hall_beside(here)
    with pytest.raises(NotThere):
        here.save(elsewhere.entry(elsewhere.sheet("A", "B"), "I.1", "10"))
    assert not Score.objects.exists()


def hall_beside(here: Hall) -> Hall:
    from tests.builders import bloc_year

    return Hall(bloc_year(year=2021), here.secretary)


@pytest.mark.parametrize(("minutes", "is_open"), [(1, True), (-1, False)])
def test_a_minute_before_and_after_the_deadline(here: Hall, minutes: int, is_open: bool) -> None:
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(
        closes_at=timezone.now() + timedelta(minutes=minutes)
    )
    sheet = here.sheet("A", "B")
    (answer,) = here.save(here.entry(sheet, "I.1", "40"))
    assert answer.outcome is (Outcome.SAVED if is_open else Outcome.LATE)
    assert Score.objects.filter(sheet=sheet).exists() is is_open
    assert [late.points for late in LateCell.objects.all()] == ([] if is_open else [Decimal(40)])
    # The other levels have windows of their own.
    (own,) = here.save(here.entry(here.sheet(Level.SELF, "A"), "I.1", "40"))
    assert own.outcome is Outcome.SAVED
    if not is_open:
        assert "Đã hết hạn chấm lúc" in answer.sentence
        with pytest.raises(Refused, match="chấm chéo"):
            hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])


def test_a_published_year_takes_nothing(here: Hall) -> None:
    BlocYear.objects.filter(pk=here.year.pk).update(
        results_published_at=timezone.now(), results_published_by=here.secretary
    )
    sheet = here.sheet("A", "B")
    with pytest.raises(Refused, match="niêm yết"):
        here.save(here.entry(sheet, "I.1", "10"))
    with pytest.raises(Refused, match="niêm yết"):
        recuse(actor=here.secretary, **here.address, ids=[sheet.pk], reason="đã công bố")


def test_handing_in_takes_the_complete_sheets_and_names_what_the_others_lack(here: Hall) -> None:
    whole, part = here.sheet("A", "B"), here.sheet("A", "C")
    here.fill(whole)
    here.save(here.entry(part, "I.2", "0"))
    done = hand_in(actor=here.secretary, **here.address, ids=[whole.pk, part.pk])
    assert [sheet.pk for sheet in done.now] == [whole.pk]
    assert [(sheet.pk, codes) for sheet, codes in done.incomplete] == [(part.pk, ["I.1", "II"])]
    whole.refresh_from_db()
    assert (whole.state, whole.handed_in_by) == (SheetState.HANDED_IN, here.secretary)
    assert journal_actions() == ["sheets.handed_in"]


def test_handing_in_twice_is_harmless(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    sheet.refresh_from_db()
    again = hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    assert ([], [sheet.pk], []) == (again.now, [s.pk for s in again.before], again.incomplete)
    at = sheet.handed_in_at
    sheet.refresh_from_db()
    assert sheet.handed_in_at == at
    assert journal_actions() == ["sheets.handed_in"]


def test_a_handed_in_sheet_changes_only_after_reopening_and_then_on_record(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    (answer,) = here.save(here.entry(sheet, "I.1", "39", base="40"))
    assert answer.outcome is Outcome.CLOSED
    assert "mở lại phiếu" in answer.sentence
    with pytest.raises(Invalid, match="lý do"):
        reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="  ")
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    here.save(here.entry(sheet, "I.1", "39", base="40"), here.entry(sheet, "III.1", "1"))
    assert journal_actions() == ["sheets.handed_in", "sheets.reopened", "scores.changed"]
    entry = json.loads(JournalEntry.objects.get(number=3).text)
    assert (entry["old"], entry["new"]) == ({"I.1": "40", "III.1": None}, {"I.1": "39", "III.1": "1"})


def test_recused_and_back(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    recuse(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Có xung đột lợi ích")
    (answer,) = here.save(here.entry(sheet, "I.1", "39"))
    assert (answer.outcome, "không chấm" in answer.sentence) == (Outcome.CLOSED, True)
    assert recuse(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Gửi hai lần") == []
    resume(actor=here.secretary, **here.address, ids=[sheet.pk])
    (answer,) = here.save(here.entry(sheet, "I.1", "39"))
    assert answer.outcome is Outcome.SAVED
    assert journal_actions() == ["sheets.recused", "sheets.resumed"]


def test_only_the_table_s_steps_are_walked(here: Hall) -> None:
    """Every pair of states: the steps of the table work, all others are refused."""
    acts = {
        "sheets.reopened": lambda ids: reopen(
            actor=here.secretary, **here.address, ids=ids, reason="Lý do đã ghi"
        ),
        "sheets.recused": lambda ids: recuse(
            actor=here.secretary, **here.address, ids=ids, reason="Lý do đã ghi"
        ),
        "sheets.resumed": lambda ids: resume(actor=here.secretary, **here.address, ids=ids),
        "sheets.unlocked": lambda ids: unlock(
            actor=here.secretary, **here.address, ids=ids, reason="Lý do đã ghi"
        ),
    }
    sheet = here.sheet("A", "B")
    # Locking and taking late have conditions of their own (test_locking.py, test_late.py).
    for step in (REOPEN, RECUSE, RESUME, UNLOCK):
        for state in SheetState:
            Sheet.objects.filter(pk=sheet.pk).update(state=state)
            if state in (step.source, step.target):
                acts[step.action]([sheet.pk])
                sheet.refresh_from_db()
                assert sheet.state == step.target
            else:
                with pytest.raises(Refused, match=step.label):
                    acts[step.action]([sheet.pk])
    assert set(WORDS) == set(SheetState)


def test_every_act_has_a_sentence(here: Hall) -> None:
    one, two = here.sheet("A", "B"), here.sheet("A", "C")
    for sheet in (one, two):
        here.fill(sheet)
    hand_in(actor=here.secretary, **here.address, ids=[one.pk, two.pk])
    reopen(actor=here.secretary, **here.address, ids=[one.pk], reason="Ghi nhầm cột")
    here.save(here.entry(one, "I.1", "39.5", base="40"))
    said = [
        SENTENCES[entry["action"]](entry)
        for entry in (json.loads(row.text) for row in JournalEntry.objects.order_by("number"))
    ]
    assert said == [
        "đã nộp phiếu chấm chéo của Hội A (2 phiếu)",
        "đã mở lại phiếu chấm chéo của Hội A (Hội B), lý do: Ghi nhầm cột",
        "đã sửa điểm sau khi phiếu từng được nộp, phiếu chấm chéo của Hội A, cột Hội B: I.1 từ 40 thành 39,5",
    ]
    assert {step.action for step in STEPS} <= {*SENTENCES, *check_sentences.SENTENCES}


@pytest.mark.parametrize("cells", [1, 4])
def test_a_save_takes_the_same_few_queries(here: Hall, django_assert_num_queries: object, cells: int) -> None:
    """Lock, sheet with its year, seats, phases, stored, upsert; the rules are in memory; a savepoint around."""
    sheet = here.sheet("A", "B")
    entries = [
        here.entry(sheet, code, value)
        for code, value in (("I.1", "40"), ("I.2", "20"), ("II", "40"), ("III.1", "1"))
    ]
    here.save(here.entry(here.sheet("B", "A"), "I.1", "1"))
    with django_assert_num_queries(8):  # type: ignore[operator]
        here.save(*entries[:cells])
