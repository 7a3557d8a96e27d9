"""What one may read of the year's sheets: the properties of `sight`, on years made up in memory."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from blocs.deeds import make_scene
from blocs.memo import keep
from blocs.models import (
    BlocYear,
    Membership,
    Phase,
    PhaseExtension,
    PhaseKind,
    Seat,
    SeatKind,
    Unit,
    UnitName,
    User,
)
from blocs.terms import Level, SheetsShown, SheetState
from scoring import queries
from scoring.queries import SheetRow
from scoring.visibility import Sight, sight

UNITS = 3
OWN = 1
LEVELS = (Level.SELF, Level.PEER, Level.BLOC, Level.APPRAISAL)
KEYS = [
    (level, scored, scorer)
    for level in LEVELS
    for scored in range(1, UNITS + 1)
    for scorer in (range(1, UNITS + 1) if level is Level.PEER else (None,))
    if scorer != scored
]
STATES = [SheetState.FILLING, SheetState.HANDED_IN, SheetState.RECUSED, SheetState.LOCKED]
IN = (SheetState.HANDED_IN, SheetState.LOCKED)


@dataclass(frozen=True)
class Case:
    """A year as the rule sees it: states by KEYS, the rule, and when the two windows close, in days from now."""

    states: tuple[SheetState, ...]
    shown: SheetsShown = SheetsShown.AFTER_OWN
    named: bool = False
    published: bool = False
    practice: bool = False
    closes: int | None = 5
    extended: int | None = None

    def year(self) -> BlocYear:
        scene = make_scene()
        year = scene.published if self.published else scene.year
        year.is_practice = self.practice
        year.rules.sheets_shown, year.rules.scorers_named = self.shown.value, self.named
        members = [scene.member]
        for pk in range(2, UNITS + 1):
            unit = Unit(pk=pk, home_bloc=scene.bloc, code=str(pk))
            name = UnitName(pk=pk, unit=unit, name=f"Đơn vị {pk}")
            members.append(Membership(pk=pk, year=year, unit=unit, unit_name=name, code=str(pk), position=pk))
        phases, extensions = self._windows(year, members[-1])
        year.__dict__.update(members=members, phases_by_kind=phases, extensions=extensions)
        keep(queries._sheets_and_pairs, year, (self.rows(), frozenset()))
        return year

    def rows(self) -> tuple[SheetRow, ...]:
        return tuple(
            SheetRow(pk, level, scored, scorer, state, pk)
            for pk, ((level, scored, scorer), state) in enumerate(
                zip(KEYS, self.states, strict=True), start=1
            )
        )

    def _windows(
        self, year: BlocYear, unit: Membership
    ) -> tuple[dict[str, Phase], dict[Any, PhaseExtension]]:
        if self.closes is None:
            return {}, {}
        now = timezone.now()
        phases, extensions = {}, {}
        for pk, kind in enumerate((PhaseKind.SELF_SCORING, PhaseKind.CROSS_SCORING), start=1):
            phase = Phase(pk=pk, year=year, kind=kind, closes_at=now + timedelta(days=self.closes))
            phases[kind.value] = phase
            if self.extended is not None:
                later = now + timedelta(days=self.extended)
                extensions[kind.value, unit.pk] = PhaseExtension(
                    phase=phase, membership=unit, closes_at=later
                )
        return phases, extensions

    def seen(self) -> Sight:
        return sight(person(), self.year())

    def read(self) -> set[int]:
        """Ids of the sheets that may be read."""
        seen = self.seen()
        return {row.pk for row in self.rows() if seen.reads(row)}

    def others(self) -> set[int]:
        return {row.pk for row in self.rows() if not is_own(row)}


def person(kind: SeatKind = SeatKind.OFFICER) -> User:
    user = User(pk=1, username="can-bo", full_name="Cán bộ")
    held = Seat(kind=kind, unit=Unit(pk=OWN), starts_on=date(2000, 1, 1))
    user.__dict__.update(seats=[held], all_seats=[held])
    return user


def is_own(row: SheetRow) -> bool:
    return (row.level is Level.SELF and row.scored == OWN) or (row.level is Level.PEER and row.scorer == OWN)


cases = st.builds(
    Case,
    states=st.tuples(*[st.sampled_from(STATES)] * len(KEYS)),
    shown=st.sampled_from(SheetsShown),
    named=st.booleans(),
    published=st.booleans(),
    closes=st.sampled_from([None, -5, 5]),
    extended=st.sampled_from([None, -1, 3]),
)


@given(cases)
def test_a_later_rule_shows_no_more_than_an_earlier_one(case: Case) -> None:
    by_rule = {shown: replace(case, shown=shown).read() for shown in SheetsShown}
    assert by_rule[SheetsShown.NEVER] <= by_rule[SheetsShown.AFTER_PUBLISHING]
    assert by_rule[SheetsShown.AFTER_PUBLISHING] <= by_rule[SheetsShown.AFTER_CLOSING]
    assert by_rule[SheetsShown.AFTER_PUBLISHING] <= by_rule[SheetsShown.AFTER_OWN]


@given(cases)
def test_names_only_add_peer_sheets(case: Case) -> None:
    without, named = replace(case, named=False).read(), replace(case, named=True).read()
    assert without <= named
    assert all(row.level is Level.PEER for row in case.rows() if row.pk in named - without)


@given(cases)
def test_own_sheets_are_always_read_and_unfinished_ones_of_others_never(case: Case) -> None:
    read = case.read()
    for row in case.rows():
        if is_own(row):
            assert row.pk in read
        elif row.state not in IN:
            assert row.pk not in read


@given(cases)
def test_before_publishing_nobody_of_a_unit_reads_the_blocs_and_the_boards_sheets(case: Case) -> None:
    read = replace(case, published=False).read()
    assert not {row.pk for row in case.rows() if row.level in (Level.BLOC, Level.APPRAISAL)} & read


@given(cases, st.data())
def test_reopening_an_own_sheet_hides_its_level_again(case: Case, data: st.DataObject) -> None:
    case = replace(case, shown=SheetsShown.AFTER_OWN, published=False, named=True)
    own = [index for index, row in enumerate(case.rows()) if is_own(row)]
    chosen = data.draw(st.sampled_from(own))
    states = list(case.states)
    states[chosen] = SheetState.FILLING
    reopened = replace(case, states=tuple(states))
    level = KEYS[chosen][0]
    hidden = {row.pk for row in case.rows() if row.level is level and not is_own(row)}
    assert not hidden & reopened.read()
    assert level not in reopened.seen().shown


@given(cases)
def test_one_units_extension_keeps_everybodys_sheets_closed(case: Case) -> None:
    case = replace(case, shown=SheetsShown.AFTER_CLOSING, published=False, closes=-5, extended=3)
    assert not case.others() & case.read()
    over = replace(case, extended=-1, named=True)
    wanted = {
        r.pk for r in case.rows() if r.state in IN and r.level in (Level.SELF, Level.PEER) and not is_own(r)
    }
    assert over.others() & over.read() == wanted


@given(cases)
def test_a_practice_copy_shows_units_nothing(case: Case) -> None:
    assert replace(case, practice=True).read() == set()


@given(cases)
def test_what_is_asked_of_a_unit_agrees_with_what_is_asked_of_its_sheets(case: Case) -> None:
    """A self-sheet's evidence and cells are no more open than the sheet; figures without names need a listed level."""
    seen = case.seen()
    for row in case.rows():
        if row.level is Level.SELF:
            assert seen.reads_self_sheet_of(row.scored) == seen.reads(row)
    assert not seen.names_peer_values or seen.lists_peer_values
    if not seen.names_peer_values:
        others = sorted(set(range(1, UNITS + 1)) - seen.own)
        assert not seen.keeps_unnamed([*seen.own, *others[:1]])
        assert seen.keeps_unnamed([*seen.own, *others[:2]]) is (len(others) > 1)
    if case.shown is SheetsShown.NEVER:
        assert not seen.lists_peer_values
        assert not seen.names_peer_values


def test_the_rules_words_case_by_case() -> None:
    """Everything handed in; then one thing after the other taken away."""
    everything = Case(states=(SheetState.HANDED_IN,) * len(KEYS))
    selves = {row.pk for row in everything.rows() if row.level is Level.SELF}
    peers = {row.pk for row in everything.rows() if row.level is Level.PEER}
    own = {row.pk for row in everything.rows() if is_own(row)}
    assert everything.read() == own | selves
    assert replace(everything, named=True).read() == selves | peers
    assert replace(everything, shown=SheetsShown.AFTER_CLOSING).read() == own
    assert replace(everything, shown=SheetsShown.AFTER_CLOSING, closes=None).read() == own
    assert replace(everything, shown=SheetsShown.NEVER, published=True).read() == own
    published = replace(everything, published=True)
    assert published.read() == {row.pk for row in everything.rows()} - (peers - own)
    nobody_scored = tuple(SheetState.RECUSED if is_own(row) else row.state for row in everything.rows())
    assert replace(everything, states=nobody_scored).read() == own


@pytest.mark.parametrize("kind", [SeatKind.OBSERVER, SeatKind.TELLER, SeatKind.ADMIN])
def test_who_works_for_no_unit_reads_published_sheets_only(kind: SeatKind) -> None:
    case = Case(states=(SheetState.HANDED_IN,) * len(KEYS), named=True)
    user = User(pk=2, username="nguoi-khac", full_name="Người khác")
    held = Seat(kind=kind, starts_on=date(2000, 1, 1))
    user.__dict__.update(seats=[held], all_seats=[held])
    assert not any(sight(user, case.year()).reads(row) for row in case.rows())
    published = replace(case, published=True)
    assert all(sight(user, published.year()).reads(row) for row in case.rows())
