"""Who types the second entry of a sheet is shown its first nowhere, until the second is finished."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from blocs.models import BlocYear, SeatKind, User
from blocs.terms import Level, SheetState
from scoring.actions.cell_entries import CellEntry, Outcome
from scoring.actions.second_entry import save_second
from scoring.actions.settling import settle
from scoring.actions.sheets import hand_in, reopen
from scoring.entered_twice import being_typed_by
from scoring.models import Score, Sheet
from scoring.visibility import COVERED, UNCOVER_FIRST, sight
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, peer, signed_in, url
from tests.scoring.test_second_entry import another, choice, finish, second

pytestmark = pytest.mark.django_db

# Found nowhere else on a page.
PLANTED = {"I.1": "37.5", "I.2": "13.5", "II": "29.5"}
SHOWN = [value.replace(".", ",") for value in PLANTED.values()] + ["80,5"]
BESIDE = "16,5"


@pytest.fixture
def here() -> Hall:
    return hall(second_entry_levels=["peer"])


@pytest.fixture
def other(here: Hall) -> User:
    return another(here, "nguoi-hai", "Lê Thị Hai")


@pytest.fixture
def sheet(here: Hall) -> Sheet:
    """A's sheet about B; beside it A's about C, which nobody has begun to type again."""
    made = here.sheet("A", "B")
    here.fill(made, **{code.replace(".", "_"): value for code, value in PLANTED.items()})
    beside = here.sheet("A", "C")
    here.fill(beside, I_2=BESIDE.replace(",", "."))
    hand_in(actor=here.secretary, **here.address, ids=[made.pk, beside.pk])
    return made


def begin(here: Hall, sheet: Sheet, actor: User) -> None:
    entry = CellEntry(sheet.pk, here.criterion("I.1"), Decimal(1), None)
    save_second(actor=actor, **here.address, entries=[entry])


def pages(here: Hall, sheet: Sheet) -> list[str]:
    """Every address at which a sheet's points stand for those who keep it."""
    cell = url(here, "cell", sheet=sheet.pk, criterion=here.criterion("I.1"))
    papers = ["grid-peer", "grid-one", "sheet-hand-in", "sheet-reasons", "sheet-late", "sheet-form"]
    whole = ["results", "results-fairness", "results-what-if", "results-publish", "results-hall", "workbook"]
    return [
        cell,
        *(peer(here, name) for name in papers),
        f"{peer(here, 'grid-one')}?muc=I.1",
        f"{peer(here, 'grid-one')}?muc=het",
        url(here, "grid-unit", code="B"),
        *(url(here, name) for name in whole),
        url(here, "results-why", unit="B"),
        url(here, "results-sheet", unit="B"),
        url(here, "scores-csv"),
        url(here, "journal"),
    ]


def found_in(client: Client, addresses: list[str], words: list[str]) -> list[tuple[str, str]]:
    found = []
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        text = body.decode("utf-8", "replace")
        assert answer.status_code in (200, 409), (address, answer.status_code)
        found += [(address, word) for word in words if word in text]
    return found


def test_from_the_first_cell_on_the_first_entry_is_covered_everywhere(
    here: Hall, sheet: Sheet, other: User
) -> None:
    addresses = pages(here, sheet)
    before = {address for address, _word in found_in(signed_in(here, other), addresses, SHOWN)}
    assert {peer(here), url(here, "grid-unit", code="B"), url(here, "scores-csv")} <= before
    begin(here, sheet, other)
    assert found_in(signed_in(here, other), addresses, SHOWN) == []
    # The sheet beside it, and everybody else, as before.
    assert found_in(signed_in(here, other), [peer(here)], [BESIDE, COVERED])
    assert {address for address, _word in found_in(signed_in(here), addresses, SHOWN)} == before
    rest = [CellEntry(sheet.pk, here.criterion(code), Decimal(9), None) for code in ("I.2", "II")]
    save_second(actor=other, **here.address, entries=rest)
    finish(here, sheet, other)
    assert {address for address, _word in found_in(signed_in(here, other), addresses, SHOWN)} == before


def test_the_journal_and_the_papers_keep_it_too(here: Hall, sheet: Sheet, other: User) -> None:
    """A sheet opened, changed and handed in again has its points in the journal and on the sheet of exceptional acts."""
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    here.save(here.entry(sheet, "I.1", "36.5", base="37.5"))
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    journal, acts = url(here, "journal"), url(here, "journal-exceptional")
    papers = [
        url(here, "papers-draft", kind=kind, extension="docx")
        for kind in ("bang-tong-hop-diem", "viec-ngoai-le")
    ]
    assert found_in(signed_in(here, other), [journal, acts], ["36,5"]) == [(journal, "36,5"), (acts, "36,5")]
    begin(here, sheet, other)
    client = signed_in(here, other)
    assert found_in(client, [journal, acts, *papers], ["36,5", "37,5"]) == []
    assert UNCOVER_FIRST in client.get(journal).content.decode()
    assert [client.get(address).status_code for address in (acts, *papers)] == [409] * 3
    assert [signed_in(here).get(address).status_code for address in (acts, *papers)] == [200] * 3


def test_what_is_covered_is_said_and_leads_on(here: Hall, sheet: Sheet, other: User) -> None:
    begin(here, sheet, other)
    client = signed_in(here, other)
    grid = client.get(peer(here)).content.decode()
    assert f"<small>{COVERED}</small>" in grid
    assert f'id="c{sheet.pk}-' not in grid
    cell = client.get(url(here, "cell", sheet=sheet.pk, criterion=here.criterion("I.1")))
    assert "đang được che" in cell.content.decode()
    refused = client.get(url(here, "results"))
    assert (refused.status_code, "Kiểm tra và khóa phiếu" in refused.content.decode()) == (409, True)
    # Its own page goes on as before.
    assert f'id="c{sheet.pk}-' in client.get(peer(here, "sheet-second")).content.decode()


@pytest.mark.parametrize("value", ["37.5", "37", None])
def test_asking_by_saving_tells_nothing(here: Hall, sheet: Sheet, other: User, value: str | None) -> None:
    """The value that stands is answered as any other: closed, and without what stands."""
    begin(here, sheet, other)
    (answer,) = here.save(here.entry(sheet, "I.1", value), actor=other)
    assert (answer.outcome, answer.stored) == (Outcome.CLOSED, None)
    assert here.stored(sheet)["I.1"] == Decimal("37.5")


def test_a_sheet_opened_again_stays_covered_and_takes_nothing(here: Hall, sheet: Sheet, other: User) -> None:
    begin(here, sheet, other)
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    assert covered(here, other) == {sheet.pk}
    assert found_in(signed_in(here, other), [peer(here)], SHOWN) == []
    assert f'id="c{sheet.pk}-' not in signed_in(here, other).get(peer(here)).content.decode()


def test_a_claim_typed_a_second_time_is_no_claim_to_be_read(other: User, here: Hall) -> None:
    here.year.rules.second_entry_levels = ["self"]
    here.year.rules.save()
    claim = here.sheet(Level.SELF, "B")
    here.fill(claim, **{code.replace(".", "_"): value for code, value in PLANTED.items()})
    hand_in(actor=here.secretary, **here.address, ids=[claim.pk])
    grid = peer(here)
    cell = url(here, "cell", sheet=here.sheet("A", "B").pk, criterion=here.criterion("I.1"))
    assert found_in(signed_in(here, other), [grid, cell], SHOWN[:1]) == [(grid, "37,5"), (cell, "37,5")]
    begin(here, claim, other)
    assert found_in(signed_in(here, other), [grid, cell], SHOWN) == []


def covered(here: Hall, user: User) -> frozenset[int]:
    year = BlocYear.objects.select_related("bloc", "rules").get(pk=here.year.pk)
    assert sight(User.objects.get(pk=user.pk), year).covered == being_typed_by(user.pk, year)
    return being_typed_by(user.pk, year)


def test_only_who_types_it_and_only_while_it_is_asked(here: Hall, sheet: Sheet, other: User) -> None:
    begin(here, sheet, other)
    third = another(here, "nguoi-ba", "Trần Văn Ba")
    assert (covered(here, other), covered(here, here.secretary), covered(here, third)) == (
        {sheet.pk},
        frozenset(),
        frozenset(),
    )
    Score.objects.filter(sheet=sheet, entry=1).update(source="own")
    assert covered(here, other) == frozenset()
    Score.objects.filter(sheet=sheet, entry=1).update(source="paper")
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.LOCKED)
    assert covered(here, other) == frozenset()
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.HANDED_IN)
    BlocYear.objects.filter(pk=here.year.pk).update(
        results_published_at=timezone.now(), results_published_by=here.secretary
    )
    assert covered(here, other) == frozenset()


def test_who_empties_all_they_typed_types_it_no_more(here: Hall, sheet: Sheet, other: User) -> None:
    begin(here, sheet, other)
    entry = CellEntry(sheet.pk, here.criterion("I.1"), None, Decimal(1))
    save_second(actor=other, **here.address, entries=[entry])
    assert covered(here, other) == frozenset()


def test_the_board_s_own_appraisal_is_covered_for_the_board_too(here: Hall) -> None:
    here.year.rules.second_entry_levels = ["appraisal"]
    here.year.rules.levels = ["self", "peer", "bloc", "appraisal"]
    here.year.rules.save()
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD, province=here.year.province)
    made = Sheet.objects.filter(year=here.year, level=Level.APPRAISAL).first()
    if made is None:
        made = Sheet.objects.create(year=here.year, level=Level.APPRAISAL, scored=here.member("B"))
    here.fill(made, I_1="37.5")
    hand_in(actor=here.secretary, **here.address, ids=[made.pk])
    begin(here, made, board)
    grid = url(here, "grid", level="tham-dinh")
    assert found_in(signed_in(here, board), [grid], SHOWN) == []
    assert found_in(signed_in(here), [grid], SHOWN[:1])


def test_a_sheet_s_own_choice_is_settled_as_before(here: Hall, sheet: Sheet, other: User) -> None:
    second(here, sheet, other, I_1="36", I_2="13.5", II="29.5")
    finish(here, sheet, other)
    page = signed_in(here, other).get(peer(here, "sheet-compare")).content.decode()
    assert "Lần một: <strong>37,5</strong>" in page
    assert settle(actor=other, **here.address, choices=[choice(here, sheet, "I.1", "37.5", "36", "36")]) == 1
