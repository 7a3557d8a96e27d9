"""Drawing who scores whom: what is kept, what is refused, what follows."""

import json
from datetime import date

import pytest
from django.db import connection

from blocs.actions.years import create_year
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, JournalEntry, Membership, Seat, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.sentences import sentence
from blocs.terms import DrawWay, Level, PeerDraw, Role
from scoring.actions.assignments import set_assignments
from scoring.actions.draws import draw_assignments
from scoring.draw_queries import is_as_recorded, repeated, stored_pairs
from scoring.drawing import draw, everyone
from scoring.models import Draw, Sheet
from tests.builders import bloc_year, secretary
from tests.scoring.test_classes_and_assignments import a_score, again

pytestmark = pytest.mark.django_db

SEED = "482913"


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(units=6)


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


def ids(year: BlocYear) -> list[int]:
    return [member.pk for member in year.members]


def last_entry(year: BlocYear) -> dict[str, object]:
    row = JournalEntry.objects.filter(chain__year=year).order_by("-number").first()
    assert row is not None
    return dict(json.loads(row.text))


def test_a_draw_is_kept_and_the_sheets_follow(year: BlocYear, actor: User) -> None:
    """Six units, ring of two, seed 482913: the order worked by hand in test_drawing."""
    row = draw_assignments(actor=actor, year=year, pattern=DrawWay.RING, seed=SEED, count=2)
    assert row is not None
    units = ids(year)
    assert row.order == [units[place - 1] for place in (4, 3, 5, 2, 6, 1)]
    assert (row.number, row.seed, row.count, row.mutual, row.drawn_by) == (1, SEED, 2, 0, actor)
    assert [list(pair) for pair in stored_pairs(year)] == Draw.objects.get().pairs
    peer = Sheet.objects.filter(year=year, level=Level.PEER)
    assert set(peer.values_list("scorer", "scored")) == set(stored_pairs(year))
    assert again(year).current_rules.peer_draw == PeerDraw.RING
    assert again(year).current_rules.revision != year.current_rules.revision
    kept = Draw.objects.get()
    found = repeated(kept)
    assert found is not None
    assert is_as_recorded(kept, found)


@pytest.mark.parametrize(
    ("way", "count", "word", "sheets"),
    [
        (DrawWay.RING, 5, PeerDraw.ALL, 0),  # everyone after all
        (DrawWay.RANDOM, 2, PeerDraw.ASSIGNED, 12),
        (DrawWay.PAIRS, None, PeerDraw.PAIRS, 6),
        (DrawWay.TEAMS, 3, PeerDraw.ASSIGNED, 12),
        (DrawWay.EVERYONE, None, PeerDraw.ALL, 0),
    ],
)
def test_each_way_with_the_rules_word_for_it(
    *, year: BlocYear, actor: User, way: DrawWay, count: int | None, word: PeerDraw, sheets: int
) -> None:
    row = draw_assignments(actor=actor, year=year, pattern=way, seed=SEED, count=count)
    assert row is not None
    assert again(year).current_rules.peer_draw == word
    assert len(stored_pairs(year)) == sheets
    assert len(row.pairs) == (sheets or 30)


def test_a_count_no_way_asks_for_is_not_kept(year: BlocYear, actor: User) -> None:
    row = draw_assignments(actor=actor, year=year, pattern=DrawWay.EVERYONE, seed="77", count=9)
    assert row is not None
    assert (row.seed, row.count, row.order) == ("", None, [])


def test_leader_and_deputy_are_scored_without_scoring(year: BlocYear, actor: User) -> None:
    Membership.objects.filter(pk=ids(year)[3]).update(role=Role.DEPUTY)
    row = draw_assignments(
        actor=actor, year=again(year), pattern=DrawWay.RING, seed=SEED, count=2, without_leaders=True
    )
    assert row is not None
    pairs = stored_pairs(year)
    scorers = {scorer for scorer, _ in pairs}
    assert scorers == set(ids(year)) - {ids(year)[0], ids(year)[3]}
    assert all(sum(other == unit for _, other in pairs) == 2 for unit in ids(year))
    assert again(year).current_rules.peer_draw == PeerDraw.ASSIGNED
    # Who leads may change later: the draw is repeated with those who were silent then.
    Membership.objects.filter(year=year).update(role=Role.MEMBER)
    kept = Draw.objects.get()
    found = repeated(kept)
    assert found is not None
    assert is_as_recorded(kept, found)


def test_everyone_without_the_leader_is_no_longer_everyone(year: BlocYear, actor: User) -> None:
    draw_assignments(actor=actor, year=year, pattern=DrawWay.EVERYONE, without_leaders=True)
    assert len(stored_pairs(year)) == 25
    assert again(year).current_rules.peer_draw == PeerDraw.ASSIGNED


def test_a_unit_that_left_takes_no_part(year: BlocYear, actor: User) -> None:
    gone = ids(year)[2]
    Membership.objects.filter(pk=gone).update(left_on=date(2020, 7, 1))
    row = draw_assignments(actor=actor, year=again(year), pattern=DrawWay.RANDOM, seed=SEED, count=2)
    assert row is not None
    assert gone not in row.order
    assert all(gone not in pair for pair in row.pairs)
    with pytest.raises(Invalid, match="vừa thay đổi"):
        set_assignments(
            actor=actor,
            year=again(year),
            pairs=[(gone, ids(year)[0])],
            draw=PeerDraw.ASSIGNED,
            reason="Thử lại lần nữa.",
        )
    # Everyone of those who are left is everyone.
    rest = [unit for unit in ids(year) if unit != gone]
    set_assignments(
        actor=actor, year=again(year), pairs=everyone(rest), draw=PeerDraw.ASSIGNED, reason="Mọi đơn vị chấm."
    )
    assert stored_pairs(year) == []


def test_without_a_seed_the_order_is_the_blocs(year: BlocYear, actor: User) -> None:
    Membership.objects.filter(pk=ids(year)[5]).update(position=0)
    Membership.objects.filter(pk=ids(year)[0]).update(position=5)
    fresh = again(year)
    row = draw_assignments(actor=actor, year=fresh, pattern=DrawWay.RING, count=1)
    assert row is not None
    assert row.order == ids(fresh)
    assert row.order != sorted(row.order)
    assert repeated(Draw.objects.get()) is None
    # No lot was drawn, so drawing one is no second draw.
    assert draw_assignments(actor=actor, year=again(year), pattern=DrawWay.RING, seed=SEED, count=1)


@pytest.mark.parametrize(
    ("way", "seed", "count", "says"),
    [
        (DrawWay.RING, SEED, 6, "từ 1 đến 5"),
        (DrawWay.RING, SEED, 0, "từ 1 đến 5"),
        (DrawWay.RING, SEED, None, "từ 1 đến 5"),
        (DrawWay.RANDOM, "", 2, "cần số rút thăm"),
        (DrawWay.RANDOM, "\u200b ", 2, "cần số rút thăm"),
        (DrawWay.TEAMS, SEED, 7, "Số tổ phải từ 2 đến 6"),
        (DrawWay.BY_HAND, SEED, None, "quá ít"),
    ],
)
def test_what_cannot_be_drawn(
    *, year: BlocYear, actor: User, way: DrawWay, seed: str, count: int | None, says: str
) -> None:
    with pytest.raises(Invalid, match=says):
        draw_assignments(actor=actor, year=year, pattern=way, seed=seed, count=count)
    assert not Draw.objects.exists()


def test_no_cross_scoring_is_a_matter_of_the_rules(year: BlocYear, actor: User) -> None:
    with pytest.raises(Refused, match="trang Quy tắc"):
        draw_assignments(actor=actor, year=year, pattern=DrawWay.NONE)
    without = bloc_year("khoi-khong-cheo", levels=["self"])
    other = secretary(without, "thu-ky-hai")
    with pytest.raises(Refused, match="không có cấp Chấm chéo"):
        draw_assignments(actor=other, year=without, pattern=DrawWay.RING, seed=SEED, count=1)


def test_a_second_draw_needs_a_reason_and_both_stay(year: BlocYear, actor: User) -> None:
    draw_assignments(actor=actor, year=year, pattern=DrawWay.RING, seed=SEED, count=2)
    before = stored_pairs(year)
    for pattern in (DrawWay.RANDOM, DrawWay.EVERYONE):
        with pytest.raises(Invalid, match="lý do"):
            draw_assignments(actor=actor, year=again(year), pattern=pattern, seed="99", count=2, reason="  ")
    with pytest.raises(Invalid, match="lý do"):
        set_assignments(actor=actor, year=again(year), pairs=before[1:], draw=PeerDraw.ASSIGNED)
    assert stored_pairs(year) == before
    second = draw_assignments(
        actor=actor, year=again(year), pattern=DrawWay.RANDOM, seed="99", count=2, reason="Thêm một đơn vị."
    )
    assert second is not None
    assert list(Draw.objects.values_list("number", "seed", "reason")) == [
        (1, SEED, ""),
        (2, "99", "Thêm một đơn vị."),
    ]


def test_a_change_by_hand_after_a_draw_is_a_row_too(year: BlocYear, actor: User) -> None:
    draw_assignments(actor=actor, year=year, pattern=DrawWay.RING, seed=SEED, count=2)
    wanted = stored_pairs(year)[1:]
    assert set_assignments(
        actor=actor, year=again(year), pairs=wanted, draw=PeerDraw.ASSIGNED, reason="Một đơn vị xin thôi."
    )
    row = Draw.objects.get(number=2)
    assert (row.pattern, row.seed, row.order, row.reason) == (
        DrawWay.BY_HAND,
        "",
        [],
        "Một đơn vị xin thôi.",
    )
    assert row.pairs == [list(pair) for pair in wanted]
    # The same once more changes nothing and is no third row.
    assert not set_assignments(actor=actor, year=again(year), pairs=wanted, draw=PeerDraw.ASSIGNED)
    assert Draw.objects.count() == 2


def test_by_hand_alone_asks_for_no_reason(year: BlocYear, actor: User) -> None:
    first, second, third, *_ = ids(year)
    for pairs in ([(first, second)], [(first, second), (second, third)]):
        assert set_assignments(actor=actor, year=again(year), pairs=pairs, draw=PeerDraw.ASSIGNED)
    assert list(Draw.objects.values_list("number", "pattern")) == [
        (1, DrawWay.BY_HAND),
        (2, DrawWay.BY_HAND),
    ]


def test_a_form_sent_twice_draws_once(year: BlocYear, actor: User) -> None:
    base = fingerprint([])
    sent = {"pattern": DrawWay.RANDOM, "seed": SEED, "count": 2, "base": base}
    assert draw_assignments(actor=actor, year=year, **sent)
    assert draw_assignments(actor=actor, year=again(year), **sent) is None
    assert Draw.objects.count() == 1


def test_a_draw_on_what_somebody_else_has_changed_is_stale(year: BlocYear, actor: User) -> None:
    base = fingerprint(stored_pairs(year))
    first, second, *_ = ids(year)
    set_assignments(actor=actor, year=year, pairs=[(first, second)], draw=PeerDraw.ASSIGNED)
    with pytest.raises(Stale, match="người khác"):
        draw_assignments(actor=actor, year=again(year), pattern=DrawWay.RING, seed=SEED, count=2, base=base)
    assert stored_pairs(year) == [(first, second)]


def test_no_draw_once_a_peer_score_is_in(year: BlocYear, actor: User) -> None:
    a_score(year, Level.SELF)
    assert draw_assignments(actor=actor, year=again(year), pattern=DrawWay.RING, seed=SEED, count=2)
    a_score(year, Level.PEER)
    before = stored_pairs(year)
    with pytest.raises(Refused, match="chấm chéo được nhập"):
        draw_assignments(
            actor=actor, year=again(year), pattern=DrawWay.RING, seed="5", count=2, reason="Rút lại cho đủ."
        )
    assert stored_pairs(year) == before
    assert Draw.objects.count() == 1


def test_the_right_is_asked_again_under_the_lock(year: BlocYear, actor: User) -> None:
    assert actor.seats
    Seat.objects.all().delete()
    with pytest.raises(NotAllowed):
        draw_assignments(actor=actor, year=year, pattern=DrawWay.RING, seed=SEED, count=2)


def test_what_the_journal_says(year: BlocYear, actor: User) -> None:
    draw_assignments(actor=actor, year=year, pattern=DrawWay.PAIRS, seed=SEED)
    entry = last_entry(year)
    assert sentence(entry) == (
        "đã phân công chấm chéo lần 1: cặp đôi, số rút thăm “482913”; 3 cặp chấm lẫn nhau"
    )
    assert entry["new"]["Thứ tự rút"] == "D, C, E, B, F, A"  # type: ignore[index]
    assert entry["new"]["D"] == "C"  # type: ignore[index]
    draw_assignments(
        actor=actor, year=again(year), pattern=DrawWay.RANDOM, seed="1", count=2, reason="Đổi cách rút thăm."
    )
    second = last_entry(year)
    assert sentence(second) == (
        "đã phân công chấm chéo lần 2: ngẫu nhiên, mỗi đơn vị chấm 2 đơn vị, số rút thăm “1”;"
        " không có cặp nào chấm lẫn nhau"
    )
    assert second["reason"] == "Đổi cách rút thăm."


def test_a_tampered_row_is_not_as_recorded(year: BlocYear, actor: User) -> None:
    row = draw_assignments(actor=actor, year=year, pattern=DrawWay.RANDOM, seed=SEED, count=2)
    assert row is not None
    honest = draw(DrawWay.RANDOM, ids(year), seed=SEED, count=2)
    first, second, *rest = row.order
    row.order = [second, first, *rest]
    assert not is_as_recorded(row, honest)
    row.order = [first, second, *rest]
    assert is_as_recorded(row, honest)
    row.pairs = row.pairs[:-1]
    assert not is_as_recorded(row, honest)
    row.count = 40  # what no lot can have given is no error
    impossible = repeated(row)
    assert impossible is not None
    assert not is_as_recorded(row, impossible)
    row.pattern = DrawWay.BY_HAND
    assert repeated(row) is None


def test_a_copied_year_keeps_the_pairs_and_no_draw(year: BlocYear, actor: User) -> None:
    draw_assignments(actor=actor, year=year, pattern=DrawWay.RING, seed=SEED, count=2)
    new = create_year(actor=actor, bloc=year.bloc, number=2021, source=year)
    assert len(stored_pairs(new)) == 12
    assert not new.draws.exists()


@pytest.mark.parametrize(("units", "queries"), [(3, 32), (15, 33)])
def test_a_draw_takes_the_same_queries(django_assert_num_queries: object, units: int, queries: int) -> None:
    """Of the fifteen's 210 sheets 195 go, which Django deletes in one batch more; PostgreSQL locks before it reads."""
    year = bloc_year("khoi-dem", units=units)
    actor = secretary(year, "thu-ky-dem")
    with django_assert_num_queries(queries + (connection.vendor == "postgresql")):  # type: ignore[operator]
        draw_assignments(actor=actor, year=year, pattern=DrawWay.RING, seed=SEED, count=1)
