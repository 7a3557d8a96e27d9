"""Drawing who is to score whom."""

import secrets
from typing import Any

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.editing import Stale, fingerprint
from blocs.journal import record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused
from blocs.terms import DrawWay, PeerDraw, Role
from blocs.text import clean
from scoring.actions.assignments import pairs_in_words, refuse_without_peers, store_pairs
from scoring.draw_queries import stored_pairs, way_of
from scoring.draw_words import GONE, count_fault
from scoring.drawing import COUNTED, ORDERED, Drawn, Pair, draw, everyone
from scoring.models import Draw

LONGEST_SEED = 100
NONE_IS_A_RULE = (
    "Không chấm chéo nghĩa là năm này không có cấp Chấm chéo. Hãy bỏ cấp này ở trang Quy tắc; phân công không ghi"
    " ngược với quy tắc."
)
# The workbook's word for each way (contract §3); the others are "Phân công".
_WORDS = {DrawWay.EVERYONE: PeerDraw.ALL, DrawWay.RING: PeerDraw.RING, DrawWay.PAIRS: PeerDraw.PAIRS}


def leaders_of(year: BlocYear) -> frozenset[int]:
    """Who does not score where leader and deputies do not: membership ids."""
    return frozenset(member.pk for member in year.standing_members if member.role != Role.MEMBER)


def drawn_for(
    year: BlocYear, pattern: DrawWay, *, seed: str, count: int | None, without_leaders: bool
) -> Drawn:
    """What this lot gives among the units that have not left the year; nothing is stored.

    Raises Refused for "Không chấm chéo", Invalid for a number out of bounds and for a way that needs a seed.
    """
    if pattern is DrawWay.NONE:
        raise Refused(NONE_IS_A_RULE)
    units = [member.pk for member in year.standing_members]
    silent = leaders_of(year) if without_leaders else frozenset()
    if pattern is DrawWay.RANDOM and not seed:
        raise Invalid("Cách ngẫu nhiên cần số rút thăm: hãy để máy lấy số hoặc ghi số hội nghị đã chọn.")
    try:
        return draw(pattern, units, seed=seed, count=count or 0, silent=silent)
    except ValueError as error:
        raise Invalid(count_fault(pattern, len(set(units) - silent), len(silent))) from error


@transaction.atomic
def draw_assignments(
    *,
    actor: User,
    year: BlocYear,
    pattern: DrawWay,
    seed: str = "",
    by_machine: bool = False,
    count: int | None = None,
    without_leaders: bool = False,
    reason: str = "",
    base: str | None = None,
) -> Draw | None:
    """Draw, replace the year's assignments by what was drawn, and keep the draw under the next number.

    `by_machine`: the number is taken here, so that nobody saw what it gives before it is on record. `seed` empty
    otherwise: in the order of the bloc, without a lot. None when exactly this draw is the last on record and in
    force: a form sent twice. Raises Refused once a peer score is in, for a year without cross-scoring and for
    "Không chấm chéo"; Invalid as `drawn_for`, and for a further draw without a reason; Stale when `base` is no longer
    what is assigned.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    refuse_without_peers(year)
    by_machine = by_machine and pattern in ORDERED
    seed = clean(seed)[:LONGEST_SEED] if pattern in ORDERED else ""
    seed = machine_number() if by_machine else seed
    count = count if pattern in COUNTED else None
    drawn = drawn_for(year, pattern, seed=seed, count=count, without_leaders=without_leaders)
    every = everyone(member.pk for member in year.standing_members)
    wanted = set() if set(drawn.pairs) == every else set(drawn.pairs)
    stored = stored_pairs(year)
    row = Draw(
        pattern=pattern,
        seed=seed,
        by_machine=by_machine,
        count=count,
        without_leaders=without_leaders,
        order=list(drawn.order),
        pairs=[list(pair) for pair in drawn.pairs],
        mutual=drawn.mutual,
        reason=clean(reason),
    )
    if wanted == set(stored) and _is_last(year, row):
        return None
    if base is not None and base != fingerprint(stored):
        raise Stale(
            "Trong lúc xem trước, người khác đã sửa phân công. Hãy xem lại phân công hiện có rồi ghi lần nữa."
        )
    word = _WORDS.get(pattern, PeerDraw.ASSIGNED) if not without_leaders else PeerDraw.ASSIGNED
    store_pairs(actor=actor, year=year, wanted=wanted, word=word, drawn=row)
    _record(actor, year, row, stored)
    return row


def machine_number() -> str:
    """Six digits nobody could know before."""
    return str(100_000 + secrets.randbelow(900_000))


def _is_last(year: BlocYear, row: Draw) -> bool:
    last = year.draws.last()
    same = ("pattern", "seed", "count", "without_leaders", "order", "pairs")
    return last is not None and all(getattr(last, name) == getattr(row, name) for name in same)


def _record(actor: User, year: BlocYear, row: Draw, stored: list[Pair]) -> None:
    names = {member.pk: member.short_name for member in year.members}
    new: dict[str, Any] = {
        "Lần": str(row.number),
        "Cặp chấm lẫn nhau": str(row.mutual),
        "Thứ tự rút": ", ".join(names.get(unit, GONE) for unit in row.order),
        **pairs_in_words(sorted((a, b) for a, b in row.pairs), names),
    }
    way = way_of(row)
    record(
        year=year,
        actor=actor,
        action="assignments.drawn",
        subject=way[:1].lower() + way[1:],
        old=pairs_in_words(stored, names),
        new=new,
        reason=row.reason,
    )
