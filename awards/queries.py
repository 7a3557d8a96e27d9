"""What the nominations need of a year, in one query."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from awards.compound import Part, Row, read
from awards.early_eligibility import is_valid_in
from awards.eligibility import AwardRule as PureAwardRule
from awards.models import Award
from awards.quotas import QuotaRule
from awards.tally import VoteCount
from blocs.fields import to_points
from blocs.memo import once_per_year
from blocs.models import BlocYear, RuleVersion
from blocs.terms import (
    Effect,
    OrderBy,
    QuotaBase,
    QuotaKind,
    RegistrationState,
    Rounding,
    ThresholdBase,
)
from scoring.memory import Memory
from scoring.ranking import TieKind, parse_tie_key


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award with its rule in one version, and how it is called."""

    name: str
    short_name: str
    rule: PureAwardRule


@dataclass(frozen=True, slots=True)
class Facts:
    """By membership id: award codes the unit registered for itself, and findings as (effect, reason); by award code:

    the vote, and the name of each award that a tie key of the year asks the votes of. `registering`: membership ids
    with any registration that counts, for the unit, a part of it or a person; `waiting`: how many of them are not
    answered yet.
    """

    registered: dict[int, frozenset[str]]
    registering: frozenset[int]
    waiting: Mapping[int, int]
    findings: dict[int, tuple[tuple[Effect, str], ...]]
    votes: dict[str, VoteCount]
    key_names: dict[str, str]


_COUNTS = ("called", "present", "issued", "collected", "valid", "invalid")
_RULE = (
    "order",
    "quota_kind",
    "quota",
    "quota_base",
    "rounding",
    "needs_registration",
    "needs_pledge",
    "needs_vote",
    "threshold",
    "threshold_base",
    "order_by",
    "exclusive",
    "max_rank",
    "min_points",
)
_awards_memory: Memory[tuple[int, int], tuple[AwardLine, ...]] = Memory(64)


@once_per_year
def facts(year: BlocYear) -> Facts:
    """Registrations, findings and votes, and the award rules when they are not in memory: one query."""
    rules = year.current_rules
    keys = [key for text in rules.tie_keys if (key := parse_tie_key(text)) and key.kind is TieKind.VOTE]
    parts: list[tuple[Part, tuple[int | str, ...]]] = [(part, (year.pk,)) for part in _OF_A_YEAR]
    parts += [(_NAME, (key.argument,)) for key in keys]
    is_known = _awards_memory.get(_key(rules)) is not None
    if not is_known:
        parts.append((_AWARD_RULE, (rules.pk,)))
    rows = read(parts)
    if not is_known:
        _awards_memory.keep({_key(rules): _lines(rows["rule"])})
    return Facts(
        registered=_registered(row for row in rows["registered"] if row["own"]),
        registering=frozenset(row["member"] for row in rows["registered"]),
        waiting=Counter(
            row["member"] for row in rows["registered"] if row["state"] == RegistrationState.SENT
        ),
        findings=_findings(rows["finding"]),
        votes=_votes(rows["vote"], rows["approval"]),
        key_names={row["code"]: row["name"] for row in rows["name"]},
    )


def vote_counts(year: BlocYear) -> dict[str, VoteCount]:
    """Award code -> its count with approvals by unit code."""
    return facts(year).votes


def award_lines(rules: RuleVersion) -> tuple[AwardLine, ...]:
    """The version's awards in `Thứ tự`: one query when they are not in memory, none while the revision stands."""
    kept = _awards_memory.get(_key(rules))
    if kept is None:
        kept = _lines(read([(_AWARD_RULE, (rules.pk,))])["rule"])
        _awards_memory.keep({_key(rules): kept})
    return kept


def awards_of(year: BlocYear, used: Collection[str] = ()) -> list[Award]:
    """What the year may choose from: the awards valid on some day of it, and those in `used` already; one query."""
    return [
        award
        for award in Award.objects.all()
        if award.code in used or is_valid_in(award.valid_from, award.valid_to, year.year)
    ]


def award_names() -> dict[str, str]:
    """Code -> name of the whole catalogue."""
    return dict(Award.objects.values_list("code", "name"))


def _part(name: str, fields: dict[str, str], source: str) -> Part:
    return Part(name, tuple(fields.items()), source)


# A registration counts from when it is sent until it is returned (blocs.terms.RegistrationState).
COUNTING = (RegistrationState.SENT, RegistrationState.ACCEPTED)
_COUNTING = ", ".join(f"'{state.value}'" for state in COUNTING)
_OF_A_YEAR = (
    _part(
        "registered",
        {
            "member": "r.membership_id",
            "award": "a.code",
            "own": "CASE WHEN r.person = '' AND r.collective = '' THEN 1 ELSE 0 END",
            "state": "r.state",
        },
        "awards_registration r JOIN awards_award a ON a.id = r.award_id"
        f" JOIN blocs_membership m ON m.id = r.membership_id WHERE r.state IN ({_COUNTING}) AND m.year_id = %s",
    ),
    _part(
        "finding",
        {
            "member": "f.membership_id",
            "effect": "f.effect",
            "reason": "f.reason",
            "at": "f.position",
            "pk": "f.id",
        },
        "awards_finding f JOIN blocs_membership m ON m.id = f.membership_id WHERE m.year_id = %s",
    ),
    _part(
        "vote",
        {"award": "a.code", **{name: f"v.{name}" for name in _COUNTS}},
        "awards_vote v JOIN awards_award a ON a.id = v.award_id WHERE v.year_id = %s",
    ),
    _part(
        "approval",
        {"award": "a.code", "unit": "m.code", "count": "r.approvals"},
        "awards_voteresult r JOIN awards_vote v ON v.id = r.vote_id JOIN awards_award a ON a.id = v.award_id"
        " JOIN blocs_membership m ON m.id = r.membership_id WHERE v.year_id = %s",
    ),
)
_NAME = _part("name", {"code": "a.code", "name": "a.name"}, "awards_award a WHERE a.code = %s")
_AWARD_RULE = _part(
    "rule",
    {"award": "a.code", "name": "a.name", "short_name": "a.short_name"}
    | {name: f'r."{name}"' for name in _RULE},
    "awards_awardrule r JOIN awards_award a ON a.id = r.award_id WHERE r.rules_id = %s",
)


def _registered(rows: Iterable[Row]) -> dict[int, frozenset[str]]:
    codes: dict[int, set[str]] = {}
    for row in rows:
        codes.setdefault(row["member"], set()).add(row["award"])
    return {member: frozenset(found) for member, found in codes.items()}


def _findings(rows: list[Row]) -> dict[int, tuple[tuple[Effect, str], ...]]:
    found: dict[int, list[tuple[Effect, str]]] = {}
    for row in sorted(rows, key=itemgetter("at", "pk")):
        found.setdefault(row["member"], []).append((Effect(row["effect"]), row["reason"]))
    return {member: tuple(effects) for member, effects in found.items()}


def _votes(counts: list[Row], approvals: list[Row]) -> dict[str, VoteCount]:
    by_award: dict[str, dict[str, int]] = {row["award"]: {} for row in counts}
    for row in approvals:
        by_award[row["award"]][row["unit"]] = row["count"]
    return {
        row["award"]: VoteCount(**{name: row[name] for name in _COUNTS}, approvals=by_award[row["award"]])
        for row in counts
    }


def _key(rules: RuleVersion) -> tuple[int, int]:
    return rules.pk, rules.revision


def _lines(rows: list[Row]) -> tuple[AwardLine, ...]:
    return tuple(
        AwardLine(row["name"], row["short_name"] or row["name"], _pure_rule(row))
        for row in sorted(rows, key=lambda row: row["order"])
    )


def _pure_rule(row: Row) -> PureAwardRule:
    """The row as the pure module takes it; points are stored integers here."""
    return PureAwardRule(
        award=row["award"],
        order=row["order"],
        quota=QuotaRule(
            QuotaKind(row["quota_kind"]),
            to_points(row["quota"]),
            QuotaBase(row["quota_base"]) if row["quota_base"] else None,
            Rounding(row["rounding"]) if row["rounding"] else None,
        ),
        needs_registration=bool(row["needs_registration"]),
        needs_pledge=bool(row["needs_pledge"]),
        needs_vote=bool(row["needs_vote"]),
        threshold=None if row["threshold"] is None else to_points(row["threshold"]),
        threshold_base=ThresholdBase(row["threshold_base"]) if row["threshold_base"] else None,
        order_by=OrderBy(row["order_by"]),
        exclusive=bool(row["exclusive"]),
        max_rank=row["max_rank"],
        min_points=None if row["min_points"] is None else to_points(row["min_points"]),
    )
