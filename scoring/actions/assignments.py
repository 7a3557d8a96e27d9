"""Who is to score whom in cross-scoring."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed, year_changed
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused
from blocs.terms import Level, PeerDraw
from scoring.freezing import hold_scores, why_assignments_frozen
from scoring.models import Assignment

Pair = tuple[int, int]


def ring(members: list[int], k: int) -> set[Pair]:
    """Each in the list scores the k that follow it, round and round: everybody scores k and is scored by k.

    Raises ValueError unless 1 ≤ k < the number of members.
    """
    count = len(members)
    if not 1 <= k < count:
        raise ValueError("k is at least one and leaves nobody scoring itself")
    return {
        (scorer, members[(place + step) % count])
        for place, scorer in enumerate(members)
        for step in range(1, k + 1)
    }


def everyone(members: list[int]) -> set[Pair]:
    return {(scorer, scored) for scorer in members for scored in members if scorer != scored}


def stored_pairs(year: BlocYear) -> list[Pair]:
    """(scorer, scored) membership ids in order; empty: everyone scores everyone else."""
    return sorted(Assignment.objects.filter(year=year).values_list("scorer_id", "scored_id"))


@transaction.atomic
def set_assignments(
    *, actor: User, year: BlocYear, pairs: Iterable[Pair], draw: PeerDraw, base: str | None = None
) -> bool:
    """Exactly these pairs (scorer, scored), drawn in the way `draw`; sheets follow. False when nothing changes.

    All pairs, or none with `draw` ALL, are stored as none: everyone scores everyone else. Raises Refused once a
    peer score is in or when the year has no cross-scoring, Invalid for a unit on itself or of another year, Stale.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    version = year.current_rules
    if Level.PEER not in version.levels:
        raise Refused("Năm này không có cấp Chấm chéo. Thêm cấp này ở trang Quy tắc trước khi phân công.")
    members = [member.pk for member in year.members]
    wanted = _checked(set(pairs), members, draw)
    stored = stored_pairs(year)
    if base is not None and not is_needed(base=base, current=stored, wanted=sorted(wanted)):
        wanted = set(stored)
    if wanted == set(stored) and version.peer_draw == draw:
        return False
    hold_scores(year)
    if sentence := why_assignments_frozen(year):
        raise Refused(sentence)
    Assignment.objects.filter(year=year).delete()
    Assignment.objects.bulk_create(
        Assignment(year=year, scorer_id=scorer, scored_id=scored) for scorer, scored in sorted(wanted)
    )
    version.peer_draw = draw
    version.save(update_fields=["peer_draw"])
    rules_changed(version)
    year_changed(year)
    names = {member.pk: member.short_name for member in year.members}
    record(
        year=year,
        actor=actor,
        action="assignments.changed",
        subject=draw.label,
        old=_in_words(stored, names),
        new=_in_words(sorted(wanted), names),
    )
    return True


def _checked(pairs: set[Pair], members: list[int], draw: PeerDraw) -> set[Pair]:
    if draw is PeerDraw.ALL or pairs == everyone(members):
        return set()
    known = set(members)
    if any(scorer == scored for scorer, scored in pairs):
        raise Invalid("Một đơn vị không chấm chéo chính mình.")
    if any(scorer not in known or scored not in known for scorer, scored in pairs):
        raise Invalid("Danh sách đơn vị vừa thay đổi. Hãy tải lại trang.")
    if not pairs:
        raise Invalid("Chưa chọn ô nào. Nếu mọi đơn vị chấm nhau, hãy bấm “Mọi đơn vị chấm nhau”.")
    return pairs


def _in_words(pairs: list[Pair], names: Mapping[int, str]) -> dict[str, str]:
    """Scorer -> whom it scores, in bloc order; without pairs one line for all."""
    if not pairs:
        return {"Mọi đơn vị": "chấm nhau"}
    scored: dict[int, list[str]] = {member: [] for member in names}
    for scorer, other in pairs:
        scored[scorer].append(names[other])
    return {names[scorer]: ", ".join(others) for scorer, others in scored.items() if others}
