"""Two pairs of eyes: a blind second entry by another person, differences settled cell by cell and by name."""

import json
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocs.models import SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Level, SheetState
from scoring.actions.cell_entries import CellEntry, Outcome
from scoring.actions.locking import lock
from scoring.actions.second_entry import Finished, finish_second, save_second
from scoring.actions.settling import Choice, settle
from scoring.actions.sheets import hand_in, reopen
from scoring.check_sentences import SENTENCES
from scoring.models import Score, ScoreSource, SettledCell, Sheet
from scoring.queries import sheet_rows
from scoring.sheet_checks import FIRST_BY_YOU, Waits, waits
from tests.builders import person, seat
from tests.scoring.sheets import Fields, Hall, hall, journal_actions, name_of, peer, signed_in, url
from tests.scoring.test_late import entries

pytestmark = pytest.mark.django_db

VALUES = {"I.1": "40", "I.2": "20", "II": "40"}


@pytest.fixture
def here() -> Hall:
    return hall(second_entry_levels=["peer"])


@pytest.fixture
def other(here: Hall) -> User:
    return another(here, "nguoi-hai", "Lê Thị Hai")


def another(here: Hall, name: str, full_name: str) -> User:
    user = person(name, full_name=full_name)
    seat(user, SeatKind.SECRETARIAT, bloc=here.year.bloc)
    return user


def handed_in(here: Hall, scored: str = "B") -> Sheet:
    sheet = here.sheet("A", scored)
    here.fill(sheet)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    return sheet


def second(here: Hall, sheet: Sheet, actor: User, **more: str) -> list[Outcome]:
    values = VALUES | {code.replace("_", "."): value for code, value in more.items()}
    made = [CellEntry(sheet.pk, here.criterion(code), Decimal(value), None) for code, value in values.items()]
    return [a.outcome for a in save_second(actor=actor, **here.address, entries=made)]


def finish(here: Hall, sheet: Sheet, actor: User) -> Finished:
    return finish_second(actor=actor, **here.address, ids=[sheet.pk])


def waiting(here: Hall, sheet: Sheet) -> list[Waits]:
    year = type(here.year).objects.get(pk=here.year.pk)
    return waits(year, sheet_rows(year)).get(sheet.pk, [])


def choice(here: Hall, sheet: Sheet, code: str, *values: str | None) -> Choice:
    """The first and the second entry as shown, and the points chosen."""
    three = [None if value is None else Decimal(value) for value in values]
    return Choice(sheet.pk, here.criterion(code), *three)


def test_two_names_and_two_times_on_a_sheet_that_agrees(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    assert waiting(here, sheet) == [Waits.SECOND]
    assert set(second(here, sheet, other)) == {Outcome.SAVED}
    done = finish(here, sheet, other)
    assert done.agreeing == {sheet.pk}
    sheet.refresh_from_db()
    assert (sheet.second_by, sheet.settled_by) == (other, other)
    assert sheet.second_at
    assert sheet.settled_at
    assert waiting(here, sheet) == []
    assert SENTENCES["sheets.entered_twice"](entries()[-1]) == (
        "đã nhập xong lần hai phiếu chấm chéo của Hội A (Hội B): hai lần nhập khớp nhau"
    )
    assert len(lock(actor=here.secretary, **here.address, ids=[sheet.pk]).now) == 1


def test_the_second_entry_counts_nothing_and_changes_nothing(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    second(here, sheet, other, I_1="30")
    assert here.stored(sheet) == {"I.1": 40, "I.2": 20, "II": 40}
    assert Score.objects.filter(sheet=sheet, entry=2).count() == 3


def test_nobody_enters_a_sheet_twice(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    assert set(second(here, sheet, here.secretary)) == {Outcome.CLOSED}
    # Nor may who entered the second time change the first afterwards.
    second(here, sheet, other)
    finish(here, sheet, other)
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    (answer,) = here.save(here.entry(sheet, "I.1", "39", base="40"), actor=other)
    assert (answer.outcome, "lần hai" in answer.sentence) == (Outcome.CLOSED, True)
    (answer,) = here.save(here.entry(sheet, "I.1", "39", base="40"))
    assert answer.outcome is Outcome.SAVED


@pytest.mark.parametrize("level", [Level.SELF, Level.BLOC, Level.PEER])
def test_only_the_rule_s_levels_are_entered_twice(level: Level) -> None:
    here = hall(second_entry_levels=["bloc"])
    sheet = here.sheet("A" if level is Level.PEER else level, "B")
    here.fill(sheet)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    assert waiting(here, sheet) == ([Waits.SECOND] if level is Level.BLOC else [])


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        (ScoreSource.OWN, False),
        (ScoreSource.WORKBOOK, False),
        (ScoreSource.FORM, True),
        (ScoreSource.PAPER, True),
    ],
)
def test_only_what_was_typed_from_paper_is_entered_twice(
    here: Hall, source: ScoreSource, asked: bool
) -> None:
    sheet = handed_in(here)
    Score.objects.filter(sheet=sheet).update(source=source)
    assert bool(waiting(here, sheet)) is asked


def test_a_form_the_unit_sent_itself_is_the_unit_s_own(here: Hall) -> None:
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=here.member("A").unit)
    sheet = handed_in(here)
    Score.objects.filter(sheet=sheet).update(source=ScoreSource.FORM, entered_by=head)
    assert waiting(here, sheet) == []


def test_an_unfinished_or_open_sheet_is_not_entered_a_second_time(here: Hall, other: User) -> None:
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    assert set(second(here, sheet, other)) == {Outcome.CLOSED}
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    made = [CellEntry(sheet.pk, here.criterion("I.1"), Decimal(40), None)]
    save_second(actor=other, **here.address, entries=made)
    done = finish(here, sheet, other)
    assert [(found.pk, codes) for found, codes in done.incomplete] == [(sheet.pk, ["I.2", "II"])]
    sheet.refresh_from_db()
    assert sheet.second_at is None


def test_differences_are_settled_by_name_with_both_values_on_record(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    second(here, sheet, other, I_1="30", II="35", III_1="2")
    assert finish(here, sheet, other).agreeing == frozenset()
    assert waiting(here, sheet) == [Waits.COMPARING]
    ((_sheet, why),) = lock(actor=here.secretary, **here.address, ids=[sheet.pk]).passed_over
    assert why == "chờ đối chiếu"
    third = another(here, "nguoi-ba", "Trần Văn Ba")
    one = choice(here, sheet, "I.1", "40", "30", "30")
    assert settle(actor=third, **here.address, choices=[one]) == 1
    assert settle(actor=third, **here.address, choices=[one]) == 0
    rest = [choice(here, sheet, "II", "40", "35", "38"), choice(here, sheet, "III.1", None, "2", None)]
    assert settle(actor=third, **here.address, choices=rest) == 2
    assert here.stored(sheet) == {"I.1": 30, "I.2": 20, "II": 38}
    sheet.refresh_from_db()
    assert (sheet.second_by, sheet.settled_by) == (other, third)
    assert waiting(here, sheet) == []
    assert {cell.settled_by for cell in SettledCell.objects.all()} == {third}
    said = [SENTENCES["scores.settled"](entry) for entry in entries() if entry["action"] == "scores.settled"]  # type: ignore[arg-type]
    assert said == [
        "đã đối chiếu hai lần nhập của phiếu chấm chéo của Hội A, cột Hội B: I.1 lần một 40, lần hai 30, chọn 30",
        "đã đối chiếu hai lần nhập của phiếu chấm chéo của Hội A, cột Hội B: II lần một 40, lần hai 35, chọn 38; "
        "III.1 lần một trống, lần hai 2, chọn trống",
    ]


@pytest.mark.parametrize(
    ("points", "error", "why"),
    [("41", Invalid, "vượt điểm tối đa"), ("39.3", Invalid, "bước chấm"), (None, Invalid, "phải có điểm")],
)
def test_what_cannot_stand_is_not_chosen(
    here: Hall, other: User, points: str | None, error: type[Refused], why: str
) -> None:
    sheet = handed_in(here)
    second(here, sheet, other, I_1="30")
    finish(here, sheet, other)
    with pytest.raises(error, match=why):
        settle(actor=other, **here.address, choices=[choice(here, sheet, "I.1", "40", "30", points)])
    assert here.stored(sheet)["I.1"] == 40


def test_nothing_is_decided_about_other_values_than_those_shown(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    second(here, sheet, other, I_1="30")
    with pytest.raises(Refused, match="đã thay đổi"):
        settle(actor=other, **here.address, choices=[choice(here, sheet, "I.1", "39", "30", "30")])
    finish(here, sheet, other)
    with pytest.raises(Refused, match="đã thay đổi"):
        settle(actor=other, **here.address, choices=[choice(here, sheet, "I.1", "40", "31", "31")])
    assert not SettledCell.objects.exists()


def test_a_first_entry_changed_afterwards_is_compared_again(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    second(here, sheet, other)
    finish(here, sheet, other)
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    here.save(here.entry(sheet, "I.1", "39", base="40"))
    sheet.refresh_from_db()
    assert (sheet.settled_at, sheet.second_by) == (None, other)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    assert waiting(here, sheet) == [Waits.COMPARING]
    settle(actor=other, **here.address, choices=[choice(here, sheet, "I.1", "39", "40", "40")])
    assert waiting(here, sheet) == []


def test_a_reopened_sheet_that_still_agrees_need_not_be_compared_again(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    second(here, sheet, other)
    finish(here, sheet, other)
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    here.save(here.entry(sheet, "I.1", "39", base="40"))
    here.save(here.entry(sheet, "I.1", "40", base="39"))
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    assert waiting(here, sheet) == []


def test_a_unit_s_people_enter_nothing_a_second_time(here: Hall) -> None:
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=here.member("A").unit)
    sheet = handed_in(here)
    with pytest.raises(NotAllowed):
        second(here, sheet, head)
    with pytest.raises(NotAllowed):
        settle(actor=head, **here.address, choices=[choice(here, sheet, "I.1", "40", None, "40")])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["I.1", "I.2", "II"]), st.integers(0, 20), max_size=3), st.randoms())
def test_whatever_was_typed_the_sheet_ends_as_decided(
    db: None, typed: dict[str, int], chance: object
) -> None:
    """Any second entry, any decisions: the first entry ends as decided, and nothing is left to compare."""
    import random

    assert isinstance(chance, random.Random)
    from blocs.models import Bloc

    count = Bloc.objects.count()
    here = hall_of(f"khoi-{count}")
    other = another(here, f"hai-{count}", "Người Hai")
    sheet = handed_in(here)
    second(here, sheet, other, **{code.replace(".", "_"): str(value) for code, value in typed.items()})
    finish(here, sheet, other)
    wanted = {code: Decimal(value) for code, value in VALUES.items()}
    for code, value in typed.items():
        if Decimal(value) == wanted[code]:
            continue
        chosen = chance.choice([wanted[code], Decimal(value), Decimal(7)])
        settle(
            actor=other,
            **here.address,
            choices=[choice(here, sheet, code, str(wanted[code]), str(value), str(chosen))],
        )
        wanted[code] = chosen
    assert here.stored(sheet) == wanted
    assert waiting(here, sheet) == []


def hall_of(code: str) -> Hall:
    from tests.builders import bloc_year, secretary

    year = bloc_year(code, second_entry_levels=["peer"])
    return Hall(year, secretary(year, f"thu-ky-{code}"))


# ── Pages ────────────────────────────────────────────────────────────────


@pytest.fixture
def hands(other: User) -> Client:
    client = Client()
    client.force_login(other, backend="blocs.backends.IdentifierBackend")
    return client


def test_the_second_grid_tells_nothing_of_the_first(here: Hall, hands: Client) -> None:
    sheet = handed_in(here)
    answer = hands.get(peer(here, "sheet-second"))
    form = Fields(answer.content.decode())
    assert form.values[name_of(here, sheet, "I.1")] == ""
    assert form.values["bases"] == "{}"
    page = answer.content.decode()
    assert f'data-year="{here.year.pk}.2"' in page
    assert url(here, "cell-save-second") in page
    # No total, no difference: the only numbers of the table are the maxima.
    table = page[page.index("<table") : page.index("</table>")]
    assert "<td data-grand></td>" in table
    # Before it is finished nobody is shown both.
    compared = hands.get(peer(here, "sheet-compare")).content.decode()
    assert "Chưa có phiếu nào nhập xong lần hai" in compared
    first = signed_in(here).get(peer(here, "sheet-second")).content.decode()
    assert FIRST_BY_YOU in first


def test_typed_by_form_finished_and_compared_by_form(here: Hall, hands: Client) -> None:
    sheet = handed_in(here)
    form = Fields(hands.get(peer(here, "sheet-second")).content.decode()).values
    wrong = name_of(here, sheet, "I.1")
    answer = hands.post(peer(here, "sheet-second"), form | {wrong: "41"})
    assert answer.status_code == 422
    assert Fields(answer.content.decode()).values[wrong] == "41"
    typed = {name_of(here, sheet, code): value for code, value in (VALUES | {"I.1": "30"}).items()}
    page = hands.post(peer(here, "sheet-second-finish"), form | typed, follow=True).content.decode()
    assert "1 phiếu cần đối chiếu" in page
    assert "Lần một: <strong>40</strong>" in page
    assert "Lần hai: <strong>30</strong>" in page
    assert "Lê Thị Hai" in page
    name = f"{sheet.pk}-{here.criterion('I.1')}"
    shown = Fields(page).values[f"thay-{name}"]
    assert shown == "40|30"
    sent = {f"thay-{name}": shown, f"chon-{name}": "khac", f"khac-{name}": "nhiều"}
    answer = hands.post(peer(here, "sheet-compare"), sent)
    assert answer.status_code == 422
    assert "“nhiều” không phải là số" in answer.content.decode()
    assert Fields(answer.content.decode()).values[f"khac-{name}"] == "nhiều"
    answer = hands.post(peer(here, "sheet-compare"), sent | {f"khac-{name}": "99"})
    assert answer.status_code == 422
    assert "vượt điểm tối đa" in answer.content.decode()
    page = hands.post(
        peer(here, "sheet-compare"), sent | {f"khac-{name}": "35"}, follow=True
    ).content.decode()
    assert "Đã đối chiếu 1 ô." in page
    assert here.stored(sheet)["I.1"] == 35
    grid = signed_in(here).get(peer(here)).content.decode()
    assert "Nhập lần hai: Lê Thị Hai" in grid
    assert "Đối chiếu: Lê Thị Hai" in grid


@pytest.mark.parametrize(
    "data",
    [
        {"thay-x": "1|2", "chon-x": "1"},
        {"thay-1-2": "1", "chon-1-2": "1"},
        {"thay-1-2": "1|2", "chon-1-2": "9"},
    ],
)
def test_what_no_page_sends_is_refused(here: Hall, hands: Client, data: dict[str, str]) -> None:
    handed_in(here)
    assert hands.post(peer(here, "sheet-compare"), data).status_code == 422


def test_the_script_saves_to_an_address_of_its_own(here: Hall, hands: Client, other: User) -> None:
    sheet = handed_in(here)
    cell = {"sheet": sheet.pk, "criterion": here.criterion("I.1"), "value": "30", "base": ""}
    body = json.dumps(
        {"person": other.pk, "cells": [cell, cell | {"criterion": here.criterion("I.2"), "value": "x"}]}
    )

    def send(text: str) -> object:
        return hands.post(url(here, "cell-save-second"), text, content_type="application/json")

    said = send(body).json()["cells"]  # type: ignore[attr-defined]
    assert [one["status"] for one in said] == [200, 422]
    assert Score.objects.get(sheet=sheet, entry=2).points == 30
    assert here.stored(sheet)["I.1"] == 40
    # Another value than the one it was based on: told the second entry's, never the first's.
    stale = send(json.dumps({"person": other.pk, "cells": [cell | {"value": "31"}]})).json()["cells"]  # type: ignore[attr-defined]
    assert (stale[0]["status"], stale[0]["stored"]) == (409, "30")
    assert send(json.dumps({"person": here.secretary.pk, "cells": [cell]})).status_code == 401  # type: ignore[attr-defined]


def test_the_checks_are_on_the_secretariat_s_list(here: Hall, hands: Client) -> None:
    handed_in(here)
    page = signed_in(here).get(url(here, "sheet-checks")).content.decode()
    assert "1 phiếu chờ nhập lần hai" in page
    assert "chờ nhập lần hai" in signed_in(here).get(url(here, "sheets")).content.decode()
    assert journal_actions() == ["sheets.handed_in"]
    assert Sheet.objects.filter(state=SheetState.HANDED_IN).count() == 1
