"""Who is to score whom in cross-scoring: the one place that stores it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed, year_changed
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused
from blocs.terms import DrawWay, Level, PeerDraw
from scoring.draw_queries import lot_was_drawn, stored_pairs
from scoring.drawing import Pair, everyone, mutual_pairs
from scoring.freezing import hold_scores, why_assignments_frozen
from scoring.given_reasons import LEAST_SAID, suffices
from scoring.models import Assignment, Draw

NO_PEERS = "Năm này không có cấp Chấm chéo. Thêm cấp này ở trang Quy tắc trước khi phân công."
MORE_THAN_ONE_LOT = (
    f"Năm này đã rút thăm. Hãy ghi rõ lý do rút lại hoặc sửa phân công ({LEAST_SAID}); lần rút trước vẫn còn trong danh"
    " sách."
)


@transaction.atomic
def set_assignments(
    *,
    actor: User,
    year: BlocYear,
    pairs: Iterable[Pair],
    draw: PeerDraw,
    base: str | None = None,
    reason: str = "",
) -> bool:
    """Exactly these pairs (scorer, scored) by hand, `draw` the rules' word for them; sheets follow.

    False when nothing changes. All pairs, or none with `draw` ALL, are stored as none: everyone scores everyone
    else. What changes is kept as a row of the year's draws. Raises Refused once a peer score is in or when the year
    has no cross-scoring, Invalid for a unit on itself, of another year or gone, and without a reason where a lot was
    drawn before; Stale.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    refuse_without_peers(year)
    wanted = _checked(year, set(pairs), draw)
    stored = stored_pairs(year)
    if base is not None and not is_needed(base=base, current=stored, wanted=sorted(wanted)):
        wanted = set(stored)
    if wanted == set(stored) and (stored or year.current_rules.peer_draw == draw):
        return False
    every = sorted(wanted or everyone(member.pk for member in year.standing_members))
    drawn = Draw(
        pattern=DrawWay.BY_HAND if wanted else DrawWay.EVERYONE,
        pairs=[list(pair) for pair in every],
        mutual=len(mutual_pairs(every)),
        reason=reason,
    )
    store_pairs(actor=actor, year=year, wanted=wanted, word=draw, drawn=drawn)
    names = {member.pk: member.short_name for member in year.members}
    record(
        year=year,
        actor=actor,
        action="assignments.changed",
        subject=draw.label,
        old=pairs_in_words(stored, names),
        new=pairs_in_words(sorted(wanted), names),
        reason=reason,
    )
    return True


def refuse_without_peers(year: BlocYear) -> None:
    """Raise Refused for a year whose levels lack cross-scoring."""
    if Level.PEER not in year.current_rules.levels:
        raise Refused(NO_PEERS)


def store_pairs(*, actor: User, year: BlocYear, wanted: set[Pair], word: PeerDraw, drawn: Draw) -> None:
    """Replace the assignments of the locked `year`, keep `drawn` on record under the next number; sheets follow.

    Raises Refused once a peer score is in, Invalid when a lot was drawn before and `drawn` gives no reason.
    """
    hold_scores(year)
    if sentence := why_assignments_frozen(year):
        raise Refused(sentence)
    if not suffices(drawn.reason) and lot_was_drawn(year):
        raise Invalid(MORE_THAN_ONE_LOT)
    Assignment.objects.filter(year=year).delete()
    Assignment.objects.bulk_create(
        Assignment(year=year, scorer_id=scorer, scored_id=scored) for scorer, scored in sorted(wanted)
    )
    # A draft of the rules follows what was drawn meanwhile, or confirming it would say otherwise than the pairs.
    for version in filter(None, (year.current_rules, year.draft_rules)):
        version.peer_draw = word if wanted else PeerDraw.ALL
        version.save(update_fields=["peer_draw"])
        rules_changed(version)
    year_changed(year)
    drawn.year, drawn.drawn_by, drawn.number = year, actor, year.draws.count() + 1
    drawn.save()


def _checked(year: BlocYear, pairs: set[Pair], draw: PeerDraw) -> set[Pair]:
    known = {member.pk for member in year.standing_members}
    if draw is PeerDraw.ALL or pairs == everyone(known):
        return set()
    if any(scorer == scored for scorer, scored in pairs):
        raise Invalid("Một đơn vị không chấm chéo chính mình.")
    if any(scorer not in known or scored not in known for scorer, scored in pairs):
        raise Invalid("Danh sách đơn vị vừa thay đổi. Hãy tải lại trang.")
    if not pairs:
        raise Invalid("Chưa chọn ô nào. Nếu mọi đơn vị chấm nhau, hãy bấm “Mọi đơn vị chấm nhau”.")
    return pairs


def pairs_in_words(pairs: list[Pair], names: Mapping[int, str]) -> dict[str, Any]:
    """Scorer -> whom it scores, in bloc order; without pairs one line for all."""
    if not pairs:
        return {"Mọi đơn vị": "chấm nhau"}
    scored: dict[int, list[str]] = {member: [] for member in names}
    for scorer, other in pairs:
        scored[scorer].append(names[other])
    return {names[scorer]: ", ".join(others) for scorer, others in scored.items() if others}
