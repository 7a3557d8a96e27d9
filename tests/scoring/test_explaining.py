"""Reasons for far points: asked before handing in or before locking, never about what the scorer must not know."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from blocs.models import Phase, PhaseKind, SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import CriterionRule, Level, SheetsShown, SheetState
from scoring.actions.explaining import explain_cells
from scoring.actions.locking import lock
from scoring.actions.sheets import hand_in
from scoring.check_sentences import SENTENCES
from scoring.check_todo import todo_items
from scoring.models import Score, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, peer, signed_in, url
from tests.scoring.test_late import entries

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

WHY = "Chưa có tài liệu kiểm chứng"


def claimed(here: Hall, **more: str) -> Sheet:
    """B's self-sheet, handed in."""
    sheet = here.sheet(Level.SELF, "B")
    here.fill(sheet, **more)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    return sheet


def head_of(here: Hall, code: str, kind: SeatKind = SeatKind.HEAD) -> User:
    user = person(f"{kind.value}-{code}")
    seat(user, kind, unit=here.member(code).unit)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def test_a_departure_from_the_claim_needs_a_reason_to_hand_in() -> None:
    here = hall(reason_percent=Decimal(10))
    claimed(here)
    sheet = here.sheet(Level.BLOC, "B")
    here.fill(sheet, I_1="36", II="35")  # I.1 stands on the limit, II is beyond it
    done = hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    assert (done.now, [codes for _sheet, codes in done.unexplained]) == ([], [["II"]])
    key = (sheet.pk, here.criterion("II"))
    assert explain_cells(actor=here.secretary, **here.address, reasons={key: WHY}) == 1
    assert explain_cells(actor=here.secretary, **here.address, reasons={key: WHY}) == 0
    assert len(hand_in(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1
    assert here.stored(sheet)["II"] == 35
    # A draft's reason is told with the sheet; the journal begins at handing in.
    assert [entry["action"] for entry in entries()] == ["sheets.handed_in", "sheets.handed_in"]


def test_a_reason_may_come_with_the_points() -> None:
    here = hall(reason_percent=Decimal(0))
    claimed(here)
    sheet = here.sheet(Level.BLOC, "B")
    here.fill(sheet)
    changed = here.entry(sheet, "II", "39.5", base="40")
    here.save(
        type(changed)(**{f: getattr(changed, f) for f in ("sheet", "criterion", "value", "base")}, reason=WHY)
    )
    assert len(hand_in(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1


@pytest.mark.parametrize("percent", [None, Decimal(10)])
def test_without_a_claim_or_without_a_limit_nothing_is_asked(percent: Decimal | None) -> None:
    here = hall(reason_percent=percent)
    if percent is None:
        claimed(here)
    sheet = here.sheet(Level.BLOC, "B")
    here.fill(sheet, II="0")
    assert len(hand_in(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1


@pytest.mark.parametrize(
    ("shown", "own_is_in", "asked"),
    [
        (SheetsShown.NEVER, True, False),
        (SheetsShown.AFTER_PUBLISHING, True, False),
        (SheetsShown.AFTER_OWN, False, False),
        (SheetsShown.AFTER_OWN, True, True),
    ],
)
def test_nobody_is_asked_about_a_claim_the_scorer_may_not_read(
    shown: SheetsShown, own_is_in: bool, asked: bool
) -> None:
    """Neither the unit's head nor the secretariat, who knows the claim, learns that they differ."""
    here = hall(reason_percent=Decimal(10), sheets_shown=shown)
    claimed(here)
    if own_is_in:
        own = here.sheet(Level.SELF, "A")
        here.fill(own)
        hand_in(actor=here.secretary, **here.address, ids=[own.pk])
    sheet = here.sheet("A", "B")
    here.fill(sheet, II="0")
    done = hand_in(actor=head_of(here, "A"), **here.address, ids=[sheet.pk])
    assert (len(done.now), len(done.unexplained)) == ((0, 1) if asked else (1, 0))
    page = signed_in(here).get(peer(here, "sheet-reasons")).content.decode()
    assert ("Điểm khác điểm tự chấm" in page) is asked


def test_a_departure_from_what_the_rule_suggests_needs_a_reason() -> None:
    """On every level, the self-sheet too; without anything told there is no suggestion to depart from."""
    here = hall(reason_percent=Decimal(10))
    leaf = here.year.current_rules.criteria.get(code="II")
    leaf.rule = CriterionRule.BINARY
    leaf.save()
    sheet = here.sheet(Level.SELF, "B")
    here.fill(sheet, II="30")
    told = Score.objects.filter(sheet=sheet, criterion=leaf.criterion_id)
    told.update(basis={"met": True})
    done = hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    assert [codes for _sheet, codes in done.unexplained] == [["II"]]
    page = signed_in(here).get(url(here, "sheet-reasons", level="tu-cham")).content.decode()
    assert "Điểm khác điểm gợi ý theo quy tắc của tiêu chí." in page
    told.update(basis=None)
    assert len(hand_in(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1


def far(here: Hall, value: str = "10") -> Sheet:
    """Every peer sheet handed in; A's about B lies far from the others on II. Five units, so that there is a middle."""
    sheets = list(Sheet.objects.filter(year=here.year, level=Level.PEER))
    for sheet in sheets:
        here.fill(sheet)
    odd = here.sheet("A", "B")
    here.save(here.entry(odd, "II", value, base="40"))
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk for sheet in sheets])
    return odd


@pytest.fixture
def five() -> Hall:
    return hall(units=5, outlier_percent=Decimal(10))


def test_a_far_score_is_explained_before_it_is_locked(five: Hall) -> None:
    odd = far(five)
    ids = list(Sheet.objects.filter(level=Level.PEER).values_list("pk", flat=True))
    done = lock(actor=five.secretary, **five.address, ids=ids)
    assert (len(done.now), [(sheet.pk, why) for sheet, why in done.passed_over]) == (
        19,
        [(odd.pk, "chờ giải thích")],
    )
    head, officer = head_of(five, "A"), head_of(five, "A", SeatKind.OFFICER)
    key = (odd.pk, five.criterion("II"))
    with pytest.raises(NotAllowed, match="lãnh đạo"):
        explain_cells(actor=officer, **five.address, reasons={key: WHY})
    explain_cells(actor=head, **five.address, reasons={key: WHY})
    assert five.stored(odd)["II"] == 10
    assert len(lock(actor=five.secretary, **five.address, ids=[odd.pk]).now) == 1
    said = [SENTENCES[e["action"]](e) for e in entries() if e["action"] == "scores.explained"]  # type: ignore[index, arg-type]
    assert said == [f"đã giải thích điểm chênh lệch, phiếu chấm chéo của Hội A, cột Hội B: II: {WHY}"]
    with pytest.raises(Refused, match="đã khóa"):
        explain_cells(actor=five.secretary, **five.address, reasons={key: "Lý do khác"})


def test_points_on_the_limit_are_near_enough(five: Hall) -> None:
    odd = far(five, "36")
    assert len(lock(actor=five.secretary, **five.address, ids=[odd.pk]).now) == 1


def test_nothing_is_far_while_sheets_are_still_to_come(five: Hall) -> None:
    """So that nobody can feel for the middle by handing in and looking; and nothing is locked before it can be asked."""
    odd = far(five)
    Sheet.objects.filter(pk=five.sheet("C", "D").pk).update(state=SheetState.FILLING)
    head = head_of(five, "A")
    assert "không còn ô nào" in client_of(head).get(peer(five, "sheet-reasons")).content.decode()
    ((_sheet, why),) = lock(actor=five.secretary, **five.address, ids=[odd.pk]).passed_over
    assert why == "chờ đủ phiếu chấm chéo của khối"
    Phase.objects.filter(year=five.year, kind=PhaseKind.CROSS_SCORING).update(
        closes_at=timezone.now() - timedelta(minutes=1)
    )
    page = client_of(head).get(peer(five, "sheet-reasons")).content.decode()
    assert "cách xa điểm giữa của các đơn vị khác" in page


def test_the_scorer_s_page_lists_own_cells_alone_and_nobody_s_points(five: Hall) -> None:
    far(five)
    head = head_of(five, "A")
    client = client_of(head)
    page = client.get(peer(five, "sheet-reasons")).content.decode()
    assert "Hội B" in page
    assert "Hội C" not in page
    assert "<strong>10</strong>" in page
    assert "<strong>40" not in page
    assert ">40" not in page
    name = f"ly-do-{five.sheet('A', 'B').pk}-{five.criterion('II')}"
    answer = client.post(peer(five, "sheet-reasons"), {name: "abc"})
    assert answer.status_code == 422
    assert ">abc</textarea>" in answer.content.decode()
    answer = client.post(peer(five, "sheet-reasons"), {name: WHY}, follow=True)
    assert "Đã ghi 1 lý do." in answer.content.decode()
    assert (
        Score.objects.get(sheet=five.sheet("A", "B"), criterion=five.criterion("II"), entry=1).reason == WHY
    )
    other = client_of(head_of(five, "B"))
    assert other.get(peer(five, "sheet-reasons")).status_code == 404


def test_the_head_and_the_secretariat_have_it_on_their_lists(five: Hall) -> None:
    far(five)
    (item,) = todo_items(head_of(five, "A"), five.year)
    assert (item.title, item.detail) == ("Giải thích điểm chênh lệch", "1 ô điểm cần ghi lý do.")
    assert item.url == peer(five, "sheet-reasons")
    assert todo_items(head_of(five, "B"), five.year) == []
    (item,) = todo_items(five.secretary, five.year)
    assert item.detail == "1 phiếu chờ giải thích điểm chênh lệch."
    assert item.url == url(five, "sheet-checks")


def test_only_points_can_be_explained_and_only_in_so_many_words(five: Hall) -> None:
    odd = far(five)
    for text in ("", "abc", "x" * 501):
        with pytest.raises(Invalid):
            explain_cells(
                actor=five.secretary, **five.address, reasons={(odd.pk, five.criterion("II")): text}
            )
    with pytest.raises(Refused, match="để trống"):
        explain_cells(actor=five.secretary, **five.address, reasons={(odd.pk, five.criterion("III.1")): WHY})


@pytest.mark.parametrize("units", [5, 15])
def test_the_page_takes_the_same_few_queries(units: int, django_assert_num_queries: object) -> None:
    here = hall(units=units, reason_percent=Decimal(10), outlier_percent=Decimal(10))
    far(here)
    client = client_of(head_of(here, "A"))
    client.get(peer(here, "sheet-reasons"))
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(peer(here, "sheet-reasons"))
