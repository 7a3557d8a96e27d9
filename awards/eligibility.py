"""Who is nominated for what, and why the others are not (contract §4, Nominations).

Pure: standard library and the listed words only. Units are opaque codes, given in bloc order.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from awards.quotas import Quota, QuotaRule, quota_places
from awards.tally import VoteCount, approvals_needed, reaches, share
from blocs.terms import Effect, OrderBy, Term, ThresholdBase

FLAG_PREFIX = "FLAG"


class Reason(Term):
    """Why a unit is not nominated; the values are those of the JSON. Sentences are in `awards.wording`."""

    DISQUALIFIED = "DISQUALIFIED", "Thuộc trường hợp không xét"
    ON_HOLD = "ON_HOLD", "Tạm dừng xét"
    NOT_RANKED = "NOT_RANKED", "Không được xếp hạng"
    NOT_REGISTERED = "NOT_REGISTERED", "Chưa đăng ký"
    PLEDGE_UNSIGNED = "PLEDGE_UNSIGNED", "Chưa ký giao ước"
    BELOW_SCORE = "BELOW_SCORE", "Dưới điểm tối thiểu"
    BELOW_RANK = "BELOW_RANK", "Dưới hạng tối đa"
    NOMINATED_HIGHER = "NOMINATED_HIGHER", "Đã được đề nghị hình thức cao hơn"
    VOTE_BELOW_THRESHOLD = "VOTE_BELOW_THRESHOLD", "Không đủ tỷ lệ phiếu đồng ý"
    QUOTA_FULL = "QUOTA_FULL", "Hết chỉ tiêu"


@dataclass(frozen=True, slots=True)
class AwardRule:
    """One row of `Quy tắc khen`. `order`: 1 is the highest; `threshold` in percent.

    Raises ValueError where a vote is needed and no threshold is set.
    """

    award: str
    order: int
    quota: QuotaRule
    needs_registration: bool = False
    needs_pledge: bool = False
    needs_vote: bool = False
    threshold: Decimal | None = None
    threshold_base: ThresholdBase | None = None
    order_by: OrderBy = OrderBy.RANK
    exclusive: bool = False
    max_rank: int | None = None
    min_points: Decimal | None = None

    def __post_init__(self) -> None:
        if self.needs_vote and self.threshold is None:
            raise ValueError(f"{self.award}: a vote needs a threshold")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member unit as the awards see it. `rank` and `points` (the final score) are None when it is not ranked.

    A unit that is scored and not ranked has points and no rank. `registered`: award codes.
    """

    unit: str
    rank: int | None
    points: Decimal | None
    registered: Collection[str] = frozenset()
    pledge_signed: bool = False
    findings: Collection[Effect] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers a unit was judged by for one award.

    `base` is None without a count; `needed` is the smallest number of approvals that reaches the threshold, None
    when no vote is needed or nothing could reach it; `effects`: the findings that exclude from this award;
    `nominated_before`: the awards before this one it is nominated for.
    """

    rank: int | None
    points: Decimal | None
    approvals: int
    base: int | None
    needed: int | None
    effects: tuple[Effect, ...]
    nominated_before: tuple[str, ...]

    @property
    def share(self) -> Fraction | None:
        """approvals / base."""
        return share(self.approvals, self.base)


@dataclass(frozen=True, slots=True)
class AwardResult:
    """Each unit is in exactly one of `nominated` (in the order taken), `undecided` (bloc order) and `excluded`.

    `excluded`: unit -> its reasons sorted by name, units in bloc order. `figures`: every unit.
    """

    rule: AwardRule
    quota: Quota
    nominated: tuple[str, ...]
    undecided: tuple[str, ...]
    excluded: Mapping[str, tuple[Reason, ...]]
    figures: Mapping[str, Figures]


def nominate(
    rules: Iterable[AwardRule], candidates: Sequence[Candidate], votes: Mapping[str, VoteCount]
) -> tuple[AwardResult, ...]:
    """Every award's nominations, in `Thứ tự`. `candidates`: all members in bloc order; `votes`: by award code."""
    in_order = sorted(rules, key=lambda rule: rule.order)
    nominated: dict[str, list[str]] = {candidate.unit: [] for candidate in candidates}
    results = []
    for rule in in_order:
        higher = frozenset(other.award for other in in_order if other.order < rule.order)
        figures = {
            candidate.unit: _figures(rule, candidate, votes.get(rule.award), nominated[candidate.unit])
            for candidate in candidates
        }
        quota = quota_places(
            rule.quota,
            members=len(candidates),
            nominated=sum(map(bool, nominated.values())),
            ranked=sum(candidate.rank is not None for candidate in candidates),
        )
        result = _award_result(rule, quota, candidates, figures, higher)
        for unit in result.nominated:
            nominated[unit].append(rule.award)
        results.append(result)
    return tuple(results)


def _figures(rule: AwardRule, candidate: Candidate, count: VoteCount | None, before: list[str]) -> Figures:
    base = count.base(rule.threshold_base) if count else None
    return Figures(
        rank=candidate.rank,
        points=candidate.points,
        approvals=count.approvals.get(candidate.unit, 0) if count else 0,
        base=base,
        needed=approvals_needed(base, rule.threshold)
        if rule.needs_vote and rule.threshold is not None
        else None,
        effects=effects_against(rule.award, candidate.findings),
        nominated_before=tuple(before),
    )


def effects_against(award: str, findings: Collection[Effect]) -> tuple[Effect, ...]:
    """The findings that exclude from this award for good; a hold is a reason of its own."""
    barring = {Effect.NOT_RANKED, Effect.NO_AWARD}
    if award.startswith(FLAG_PREFIX):
        barring.add(Effect.NO_FLAG)
    return tuple(effect for effect in Effect if effect in barring and effect in findings)


def reasons_before_scores(
    award: str,
    *,
    needs_registration: bool,
    needs_pledge: bool,
    candidate: Candidate,
    higher: Collection[str],
) -> set[Reason]:
    """What is known of a unit before anybody has scored or voted: findings, a hold, registration, pledge.

    `higher`: the awards of the rules with a smaller `Thứ tự`, whose registration counts for this one too.
    """
    registered = any(code == award or code in higher for code in candidate.registered)
    applies = {
        Reason.DISQUALIFIED: bool(effects_against(award, candidate.findings)),
        Reason.ON_HOLD: Effect.ON_HOLD in candidate.findings,
        Reason.NOT_REGISTERED: needs_registration and not registered,
        Reason.PLEDGE_UNSIGNED: needs_pledge and not candidate.pledge_signed,
    }
    return {reason for reason, is_so in applies.items() if is_so}


def reasons_against(
    rule: AwardRule, candidate: Candidate, figures: Figures, higher: Collection[str]
) -> tuple[Reason, ...]:
    """Every reason that excludes a unit before the quota, sorted by name; `higher` as in `reasons_before_scores`."""
    rank, points = candidate.rank, candidate.points if candidate.rank is not None else None
    applies = {
        Reason.NOT_RANKED: rank is None,
        Reason.BELOW_SCORE: rule.min_points is not None and points is not None and points < rule.min_points,
        Reason.BELOW_RANK: rule.max_rank is not None and rank is not None and rank > rule.max_rank,
        Reason.NOMINATED_HIGHER: rule.exclusive and bool(figures.nominated_before),
        Reason.VOTE_BELOW_THRESHOLD: rule.needs_vote
        and rule.threshold is not None
        and not reaches(figures.approvals, figures.base, rule.threshold),
    }
    early = reasons_before_scores(
        rule.award,
        needs_registration=rule.needs_registration,
        needs_pledge=rule.needs_pledge,
        candidate=candidate,
        higher=higher,
    )
    found = early | {reason for reason, is_so in applies.items() if is_so}
    return tuple(sorted(found, key=lambda reason: reason.name))


def _award_result(
    rule: AwardRule,
    quota: Quota,
    candidates: Sequence[Candidate],
    figures: Mapping[str, Figures],
    higher: Collection[str],
) -> AwardResult:
    excluded = {
        candidate.unit: reasons
        for candidate in candidates
        if (reasons := reasons_against(rule, candidate, figures[candidate.unit], higher))
    }

    def standing(unit: str) -> tuple[int, int]:
        own = figures[unit]
        keys = own.rank or 0, -own.approvals  # whoever is left has a rank
        return keys if rule.order_by == OrderBy.RANK else (keys[1], keys[0])

    left = sorted(
        (candidate.unit for candidate in candidates if candidate.unit not in excluded), key=standing
    )
    nominated, undecided = _taken(quota.places, [list(group) for _keys, group in groupby(left, key=standing)])
    for unit in left:
        if unit not in nominated and unit not in undecided:
            excluded[unit] = (Reason.QUOTA_FULL,)
    in_bloc_order = {
        candidate.unit: excluded[candidate.unit] for candidate in candidates if candidate.unit in excluded
    }
    return AwardResult(rule, quota, tuple(nominated), tuple(undecided), in_bloc_order, figures)


def _taken(places: int, groups: Iterable[list[str]]) -> tuple[list[str], list[str]]:
    """(nominated, undecided) from groups of equals, best first.

    A group that does not fit the places left is undecided as a whole, when a place is left at all; nobody after
    it is taken.
    """
    nominated: list[str] = []
    for group in groups:
        left = places - len(nominated)
        if len(group) > left:
            return nominated, group if left > 0 else []
        nominated += group
    return nominated, []
