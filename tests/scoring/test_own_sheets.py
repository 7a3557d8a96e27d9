"""A unit scores for itself: its page, filling by officers, handing in and "không chấm" by the head, what it is told."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blocs.models import BlocYear, Notice, Phase, PhaseKind, SeatKind, User
from blocs.refusals import NotAllowed, Refused
from blocs.terms import Level, SheetsShown, SheetState
from blocs.todo import TodoState
from scoring.actions.sheets import hand_in, recuse, reopen, resume
from scoring.models import Score, ScoreSource, Sheet
from scoring.score_form import HEAD_ROW, SHEET
from scoring.steps import own_steps, step_counts
from scoring.todo_offers import todo_items
from tests.builders import person, seat
from tests.scoring.sheets import Hall, fields, hall, name_of, url

pytestmark = pytest.mark.django_db

OWN = "B"


@pytest.fixture
def here() -> Hall:
    return hall()


def of_unit(here: Hall, kind: SeatKind = SeatKind.HEAD, code: str = OWN) -> User:
    user = person(f"{kind.value}-{code}".lower())
    seat(user, kind, unit=here.member(code).unit)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def fresh(here: Hall) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=here.year.pk)


def set_rule(here: Hall, **fields: object) -> None:
    for name, value in fields.items():
        setattr(here.year.rules, name, value)
    here.year.rules.save()


def in_(here: Hall, *sheets: Sheet) -> None:
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(
        state=SheetState.HANDED_IN, handed_in_at=timezone.now()
    )


def fill_as(here: Hall, actor: User, sheet: Sheet) -> None:
    values = (("I.1", "40"), ("I.2", "20"), ("II", "40"))
    here.save(*(here.entry(sheet, code, value) for code, value in values), actor=actor)


# ── Filling and handing in ───────────────────────────────────────────────


def test_a_head_fills_the_self_sheet_and_hands_it_in_after_seeing_its_total(here: Hall) -> None:
    client = client_of(of_unit(here))
    text = page(client, url(here, "sheets"))
    assert "Bắt đầu tự chấm" in text
    assert "chưa chấm" in text
    grid = url(here, "grid", level="tu-cham")
    posted = fields(client, grid)
    sheet = here.sheet(Level.SELF, OWN)
    for code, value in (("I.1", "39,5"), ("I.2", "0"), ("II", "40")):
        posted[name_of(here, sheet, code)] = value
    step = url(here, "sheet-hand-in", level="tu-cham")
    # The button of the grid saves what came along and asks once more, with the total.
    asked = client.post(step, posted)
    assert (asked.status_code, asked["Location"]) == (302, step)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.FILLING
    assert "Tổng điểm tự chấm 79,5 điểm" in page(client, step)
    assert client.post(step, fields(client, step)).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.handed_in_by.username) == (SheetState.HANDED_IN, "head-b")  # type: ignore[union-attr]
    assert here.stored(sheet) == {"I.1": Decimal("39.5"), "I.2": 0, "II": 40}
    score = Score.objects.filter(sheet=sheet).first()
    assert score is not None
    assert (score.source, score.entered_for) == (ScoreSource.OWN, here.member(OWN))
    assert "đã nộp" in page(client, url(here, "sheets"))


def test_what_changed_since_the_total_was_shown_is_shown_again(here: Hall) -> None:
    head = of_unit(here)
    sheet = here.sheet(Level.SELF, OWN)
    fill_as(here, head, sheet)
    client, step = client_of(head), url(here, "sheet-hand-in", level="tu-cham")
    seen = fields(client, step)
    here.save(here.entry(sheet, "I.1", "10", "40"), actor=of_unit(here, SeatKind.OFFICER))
    answer = client.post(step, seen)
    assert answer["Location"] == step
    text = page(client, step)
    assert "Điểm vừa thay đổi nên chưa nộp" in text
    assert "Tổng điểm tự chấm 70,0 điểm" in text
    assert here.sheet(Level.SELF, OWN).state == SheetState.FILLING


def test_an_officer_drafts_and_is_told_who_hands_in(here: Hall) -> None:
    officer = of_unit(here, SeatKind.OFFICER)
    client = client_of(officer)
    fill_as(here, officer, here.sheet(Level.SELF, OWN))
    grid = page(client, url(here, "grid", level="tu-cham"))
    assert "cán bộ nhập điểm, lãnh đạo đơn vị nộp phiếu" in grid
    assert "Nộp phiếu" not in grid
    assert "1 phiếu đã đủ điểm, chờ lãnh đạo đơn vị nộp" in page(client, url(here, "sheets"))
    for method in (client.get, client.post):
        answer = method(url(here, "sheet-hand-in", level="tu-cham"))
        assert answer.status_code == 403
        assert "Việc này là của lãnh đạo đơn vị" in answer.content.decode()
    with pytest.raises(NotAllowed, match="lãnh đạo"):
        hand_in(actor=officer, **here.address, ids=[here.sheet(Level.SELF, OWN).pk])


def test_the_page_counts_what_lacks_and_leaves_it_for_later(here: Hall) -> None:
    head = of_unit(here)
    fill_as(here, head, here.sheet(OWN, "A"))
    step = url(here, "sheet-hand-in", level="cheo", scorer=OWN)
    text = page(client_of(head), step)
    assert "Hội A 100,0 điểm" in text
    assert "Hội C chưa nộp được, còn 3 ô: I.1, I.2, II" in text
    assert "Nộp 1 phiếu" in text
    client_of(head).post(step, fields(client_of(head), step))
    assert here.sheet(OWN, "A").state == SheetState.HANDED_IN
    assert here.sheet(OWN, "C").state == SheetState.FILLING


@pytest.mark.parametrize(("minutes", "is_open"), [(1, True), (-1, False)])
def test_a_minute_before_and_after_the_window_closes(here: Hall, minutes: int, is_open: bool) -> None:
    head = of_unit(here)
    fill_as(here, head, here.sheet(Level.SELF, OWN))
    closes = timezone.now() + timedelta(minutes=minutes)
    Phase.objects.filter(year=here.year, kind=PhaseKind.SELF_SCORING).update(closes_at=closes)
    text = page(client_of(head), url(here, "sheets"))
    assert ("Xem lại và nộp" in text) is is_open
    assert ("Đã hết hạn lúc" in text) is not is_open
    step = url(here, "sheet-hand-in", level="tu-cham")
    answer = client_of(head).post(step, fields(client_of(head), step))
    assert answer.status_code == (302 if is_open else 409)


def test_a_person_of_two_units_finds_both(here: Hall) -> None:
    head = of_unit(here)
    seat(head, SeatKind.OFFICER, unit=here.member("C").unit)
    text = page(client_of(head), url(here, "sheets"))
    assert "Hội B" in text
    assert "Hội C" in text
    grid = page(client_of(head), url(here, "grid", level="tu-cham"))
    assert "Nộp phiếu" in grid


def test_a_units_excel_form_has_its_own_columns_and_comes_back(here: Hall) -> None:
    head = of_unit(here)
    set_rule(here, sheets_shown=SheetsShown.AFTER_CLOSING.value)
    in_(here, here.sheet(Level.SELF, "A"))
    Phase.objects.filter(year=here.year, kind=PhaseKind.SELF_SCORING).update(
        closes_at=timezone.now() - timedelta(days=1)
    )
    answer = client_of(head).get(url(here, "sheet-form", level="tu-cham"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book[SHEET][HEAD_ROW]][3:] == ["B"]


# ── "Không chấm" ─────────────────────────────────────────────────────────


def test_a_head_declares_not_to_score_with_a_reason_that_stays_on_the_sheet(here: Hall) -> None:
    client = client_of(of_unit(here))
    sheet = here.sheet(OWN, "A")
    step = url(here, "sheet-recuse", level="cheo", scorer=OWN)
    assert client.post(step, {"sheet": [sheet.pk], "reason": ""}).status_code == 422
    assert (
        client.post(step, {"sheet": [sheet.pk], "reason": "Hai đơn vị đang tranh chấp trụ sở"}).status_code
        == 302
    )
    sheet.refresh_from_db()
    assert (sheet.state, sheet.recusal_reason) == (SheetState.RECUSED, "Hai đơn vị đang tranh chấp trụ sở")
    own = page(client, url(here, "sheets"))
    assert "Hội A không chấm" in own
    assert "tranh chấp trụ sở" in own
    secretary = page(client_of(here.secretary), url(here, "grid-peer", level="cheo", scorer=OWN))
    assert "Lý do không chấm: Hai đơn vị đang tranh chấp trụ sở" in secretary
    form = openpyxl.load_workbook(
        io.BytesIO(client.get(url(here, "sheet-form", level="cheo", scorer=OWN)).content)
    )
    assert [cell.value for cell in form[SHEET][HEAD_ROW - 1]][3:] == ["không chấm", None]


def test_not_scored_yet_zero_and_recused_are_three_things(here: Hall) -> None:
    head = of_unit(here)
    fill_as(here, head, here.sheet(OWN, "A"))
    here.save(here.entry(here.sheet(OWN, "C"), "I.1", "0"), actor=head)
    recuse(actor=head, **here.address, ids=[here.sheet(OWN, "A").pk], reason="Người thân lãnh đạo")
    form = client_of(head).get(url(here, "sheet-form", level="cheo", scorer=OWN)).content
    book = openpyxl.load_workbook(io.BytesIO(form))[SHEET]
    assert (book["D7"].value, book["E7"].value, book["E8"].value) == (None, 0, None)
    csv = client_of(here.secretary).get(url(here, "scores-csv")).content.decode("utf-8-sig")
    assert "Chấm chéo;C;B;Đang nhập;I.1;0" in csv
    assert re.search(r"Chấm chéo;A;B;Không chấm;I.1;40", csv)
    assert "Chấm chéo;B;C;" not in csv  # nobody has begun it


def test_who_has_seen_the_others_does_not_score_after_all_on_their_own_word(here: Hall) -> None:
    """Otherwise "không chấm" would be a way to look over the others' shoulders first."""
    head = of_unit(here)
    set_rule(here, scorers_named=True)
    mine = here.sheet(OWN, "A")
    recuse(actor=head, **here.address, ids=[mine.pk], reason="Chưa rõ hồ sơ")
    resume(actor=head, **here.address, ids=[mine.pk])  # nothing is shown yet
    recuse(actor=head, **here.address, ids=[mine.pk], reason="Chưa rõ hồ sơ")
    in_(here, here.sheet(OWN, "C"), here.sheet("C", "A"))
    with pytest.raises(Refused, match="tổ thư ký cho chấm lại"):
        resume(actor=head, **here.address, ids=[mine.pk])
    resume(actor=here.secretary, **here.address, ids=[mine.pk])
    assert here.sheet(OWN, "A").state == SheetState.FILLING


# ── What the unit is told ────────────────────────────────────────────────


def test_a_reopened_sheet_tells_its_unit_why_and_nobody_else(here: Hall) -> None:
    head, officer = of_unit(here), of_unit(here, SeatKind.OFFICER)
    other = of_unit(here, code="A")
    sheet = here.sheet(OWN, "C")
    in_(here, sheet)
    with pytest.raises(NotAllowed, match="tổ thư ký mở lại"):
        reopen(actor=head, **here.address, ids=[sheet.pk], reason="Tôi muốn sửa")
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Nhầm cột I.2")
    assert set(Notice.objects.values_list("recipient", flat=True)) == {head.pk, officer.pk}
    notice = Notice.objects.filter(recipient=head).get()
    assert "Phiếu chấm C đã được mở lại. Lý do: Nhầm cột I.2." in notice.text
    assert "Nhầm cột I.2" in page(client_of(head), url(here, "sheets"))
    assert "Nhầm cột" not in page(client_of(other), url(here, "sheets"))


def test_reopening_the_blocs_sheets_tells_no_unit(here: Hall) -> None:
    of_unit(here)
    sheet = here.sheet(Level.BLOC, OWN)
    in_(here, sheet)
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Nhầm cột I.2")
    assert not Notice.objects.exists()


def test_what_the_secretariat_entered_for_a_unit_is_said_to_it_with_the_name(here: Hall) -> None:
    head = of_unit(here)
    here.fill(here.sheet(Level.SELF, OWN))
    fill_as(here, head, here.sheet(OWN, "A"))
    text = page(client_of(head), url(here, "sheets"))
    assert "Tổ thư ký nhập thay (Người thu-ky, 3 ô, ngày " in text
    assert text.count("nhập thay") == 1


def test_the_difference_to_the_self_sheet_stands_beside_the_blocs_cells(here: Hall) -> None:
    self_sheet = here.sheet(Level.SELF, OWN)
    here.fill(self_sheet)
    here.fill(here.sheet(Level.BLOC, OWN), I_1="38.5", I_2="20")
    grid = url(here, "grid", level="khoi")
    client = client_of(here.secretary)
    assert "tự chấm" not in page(client, grid)  # a draft claims nothing
    in_(here, self_sheet)
    text = page(client, grid)
    assert "tự chấm 40 (−1,5)" in text
    assert "tự chấm 20 </" not in text


@pytest.mark.parametrize("own_in", [False, True])
def test_a_unit_sees_the_claims_of_whom_it_scores_only_where_it_may_read_them(
    here: Hall, own_in: bool
) -> None:
    head = of_unit(here)
    claim = here.sheet(Level.SELF, "A")
    here.fill(claim, I_1="37.5")
    in_(here, claim)
    if own_in:
        in_(here, here.sheet(Level.SELF, OWN))
    text = page(client_of(head), url(here, "grid-peer", level="cheo", scorer=OWN))
    assert ("tự chấm 37,5" in text) is own_in


def test_others_sheets_are_offered_once_they_may_be_read(here: Hall) -> None:
    client = client_of(of_unit(here))
    in_(here, here.sheet(Level.SELF, "A"), here.sheet("A", "C"))
    everybodys = "Phiếu tự chấm của các đơn vị"
    text = page(client, url(here, "sheets"))
    assert everybodys not in text
    assert "sau khi đơn vị đã nộp đủ phiếu của mình" in text
    in_(here, here.sheet(Level.SELF, OWN), here.sheet(OWN, "A"), here.sheet(OWN, "C"))
    text = page(client, url(here, "sheets"))
    assert everybodys in text
    assert "Phiếu chấm chéo của Hội A" not in text  # whose it is stays hidden
    set_rule(here, scorers_named=True)
    assert "Phiếu chấm chéo của Hội A" in page(client, url(here, "sheets"))


# ── Things to do, steps, cost ────────────────────────────────────────────


def test_the_things_to_do_of_head_and_officer(here: Hall) -> None:
    head, officer = of_unit(here), of_unit(here, SeatKind.OFFICER)
    in_(here, here.sheet(Level.SELF, OWN), here.sheet(OWN, "A"))
    recuse(actor=head, **here.address, ids=[here.sheet(OWN, "C").pk], reason="Người thân lãnh đạo")
    done = {item.title: item for item in todo_items(head, fresh(here))}
    assert {item.state for item in done.values()} == {TodoState.DONE}
    assert done["Chấm điểm các đơn vị bạn"].detail == "Đã nộp 1/1 phiếu, 1 phiếu không chấm."
    reopen(actor=here.secretary, **here.address, ids=[here.sheet(Level.SELF, OWN).pk], reason="Nhầm cột I.2")
    # A leader scores on a telephone, one criterion after another; an officer at a desk, in the whole table.
    for user, words, where in (
        (head, "Lãnh đạo đơn vị xem lại rồi nộp", "grid-one"),
        (officer, "Cán bộ nhập điểm, lãnh đạo nộp", "grid"),
    ):
        item = next(item for item in todo_items(user, fresh(here)) if item.title == "Tự chấm điểm")
        assert item.state is TodoState.OPEN
        assert words in item.detail
        assert item.url == url(here, where, level="tu-cham")


def test_the_steps_lead_to_the_right_paper(here: Hall) -> None:
    year = fresh(here)
    links = {kind: count.url for kind, count in step_counts(year).items()}
    assert links[PhaseKind.SELF_SCORING].endswith("/phieu/tu-cham/")
    assert links[PhaseKind.CROSS_SCORING].endswith("/phieu/#cheo")
    assert links[PhaseKind.APPRAISAL].endswith("/phieu/tham-dinh/")
    own = own_steps(of_unit(here), year)
    assert set(own) == {PhaseKind.SELF_SCORING, PhaseKind.CROSS_SCORING}
    assert own_steps(person("nguoi-ngoai"), year) == {}
    home = client_of(User.objects.get(username="head-b")).get(url(here, "year-home")).content.decode()
    assert f'href="{url(here, "sheets")}">Tự chấm</a>' in home


@pytest.mark.parametrize("units", [3, 15])
def test_pages_of_a_unit_within_twelve_queries(units: int) -> None:
    here = hall(units)
    client = client_of(of_unit(here))
    in_(here, here.sheet(Level.SELF, OWN), here.sheet(Level.SELF, "A"))
    wanted = {
        url(here, "sheets"): 10,
        url(here, "grid", level="tu-cham"): 11,
        url(here, "grid-peer", level="cheo", scorer=OWN): 11,
        url(here, "sheet-hand-in", level="cheo", scorer=OWN): 8,
    }
    found = {}
    for address in wanted:
        client.get(address)
        with CaptureQueriesContext(connection) as spent:
            assert client.get(address).status_code == 200
        found[address] = len(spent)
    assert found == wanted
