"""What stands behind one unit's rank, on one sheet to carry into the hall: criteria across the levels, what differs and
why, bonus and penalty with their evidence, and last year beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from awards.results import UnitResult, YearResults, keeps_peers_unnamed, year_results
from blocs.models import BlocYear, Membership
from blocs.queries import lineage
from blocs.terms import CriterionGroup, Level
from scoring.calculation import leaf_averages
from scoring.evidence_queries import evidence_of
from scoring.models import Score
from scoring.queries import COUNTING, CriterionNode, SheetRow, points_of, rule_set, sheet_rows
from scoring.visibility import Sight, shows_sections

Points = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Difference:
    """Why a level gave what it gave for a criterion."""

    level: Level
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion across the levels; the peer level in aggregate. None: not scored there, which is not 0.

    For a section: the sums as the rules combine them; for a parent below a section no peer value is combined.
    """

    node: CriterionNode
    points: Mapping[Level, Points | None]
    reasons: tuple[Difference, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastYear:
    """A unit of the lineage in the bloc's published year before; `shares`: section code → part of its maximum."""

    year: int
    name: str
    final: Decimal | None
    scale: Decimal
    rank: int | None
    ranked: int
    band: str
    shares: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """`counted` of `expected` peer sheets are in the aggregate; both 0 without cross-scoring."""

    results: YearResults
    unit: UnitResult
    lines: tuple[CriterionLine, ...]
    counted: int
    expected: int
    shares: Mapping[str, Fraction]
    last: tuple[LastYear, ...]

    @property
    def extras(self) -> tuple[CriterionLine, ...]:
        """Bonus and penalty leaves that moved the score at some level, or have something shown for them."""
        return tuple(
            line
            for line in self.lines
            if line.node.is_leaf
            and line.node.group is not CriterionGroup.CONTENT
            and (line.evidence or any(line.points.values()))
        )


def unit_sheet(results: YearResults, unit: UnitResult, sight: Sight) -> UnitSheet:
    """Four queries beside the results: points, reasons, evidence, lineage; more where last year has to be computed.

    `sight`: whose eyes it is for. Peer sheets are only ever told in aggregate; their reasons only to those who may know
    who scored.
    """
    working = unit.score.peer
    return UnitSheet(
        results,
        unit,
        tuple(_lines(results, unit, sight)),
        len(working.counted) if working else 0,
        len(working.expected) if working else 0,
        _shares(results, unit),
        tuple(_last_year(results.year, unit.member, sight)),
    )


def _lines(results: YearResults, unit: UnitResult, sight: Sight) -> Iterable[CriterionLine]:
    year, levels = results.year, results.consolidation.rules.levels
    rows = [
        row
        for row in sheet_rows(year)
        if row.scored == unit.member.pk and row.state in COUNTING and row.level in levels
    ]
    single: dict[Level, SheetRow] = {row.level: row for row in rows if row.level is not Level.PEER}
    table = _Table(results, unit, single, sight)
    readable = {row.pk: row.level for row in rows if row.level is not Level.PEER or sight.names_peer_values}
    reasons = _reasons(readable)
    evidence = evidence_of(unit.member) if sight.reads_self_sheet_of(unit.member) else {}
    for node in table.nodes:
        yield CriterionLine(
            node,
            {level: table.points(node, level) for level in levels},
            tuple(reasons.get(node.criterion_id, ())),
            tuple(str(shown) for shown in evidence.get(node.criterion_id, ())),
        )


class _Table:
    """The points of one unit by criterion and level."""

    def __init__(
        self, results: YearResults, unit: UnitResult, single: Mapping[Level, SheetRow], sight: Sight
    ) -> None:
        points = points_of(results.year, single.values())
        self.nodes = rule_set(results.year.current_rules).nodes
        self._single = {level: points[row.pk] for level, row in single.items()}
        self._peer = unit.score.levels.get(Level.PEER)
        working = unit.score.peer
        tells = keeps_peers_unnamed(results, unit, sight)
        self._averages = leaf_averages(results.consolidation.rules, working) if working and tells else {}
        groups = Counter(node.group for node in self.nodes if node.depth == 0)
        self._alone = {group for group, count in groups.items() if count == 1}

    def points(self, node: CriterionNode, level: Level) -> Points | None:
        if level is Level.PEER:
            return self._peer_points(node)
        given = self._single.get(level)
        if given is None or node.is_leaf:
            return None if given is None else given.get(node.code)
        below = [leaf.code for leaf in self.nodes if leaf.is_leaf and leaf.code.startswith(f"{node.code}.")]
        return sum((given.get(code, Decimal(0)) for code in below), Decimal(0))

    def _peer_points(self, node: CriterionNode) -> Points | None:
        """A leaf's average; a section's value as it was combined, which an average's leaves need not add up to."""
        if node.is_leaf:
            return self._averages[node.code].exact if node.code in self._averages else None
        if self._peer is None or node.depth:
            return None
        if node.code in self._peer.sections:
            return self._peer.sections[node.code]
        extras = {
            CriterionGroup.BONUS: self._peer.parts.bonus,
            CriterionGroup.PENALTY: self._peer.parts.penalty,
        }
        return extras.get(node.group) if node.group in self._alone else None


def _reasons(sheets: Mapping[int, Level]) -> dict[int, list[Difference]]:
    """Criterion id → reasons given on these sheets, in the order of the levels; one query."""
    order = list(Level)
    rows = (
        Score.objects.filter(sheet__in=sheets, entry=1)
        .exclude(reason="")
        .order_by("pk")
        .values_list("criterion_id", "sheet_id", "reason")
    )
    found: dict[int, list[Difference]] = {}
    for criterion, sheet, reason in sorted(rows, key=lambda row: order.index(sheets[row[1]])):
        found.setdefault(criterion, []).append(Difference(sheets[sheet], reason))
    return found


def _shares(results: YearResults, unit: UnitResult) -> dict[str, Fraction]:
    """Content section → its part of its maximum; empty without a final score."""
    if unit.score.combined is None:
        return {}
    return {
        code: Fraction(unit.score.combined.sections[code].rounded) / Fraction(maximum)
        for code, maximum in results.consolidation.rules.sections().items()
        if maximum
    }


def _last_year(year: BlocYear, member: Membership, sight: Sight) -> list[LastYear]:
    """The unit, or what it came from, in the bloc's year before; nothing unless that was published.

    Section by section only as that year's own rule shows them (scoring.visibility.reads_sections).
    """
    last = (
        BlocYear.objects.filter(bloc=year.bloc_id, year=year.year - 1, is_practice=False)
        .exclude(results_published_at=None)
        .select_related("bloc", "rules", "province")
        .first()
    )
    if last is None:
        return []
    units = lineage(member.unit_id)
    then = year_results(last)
    ranked = sum(unit.standing.rank is not None for unit in then.units.values())
    shows = sight.everything or member.pk in sight.own or shows_sections(last)
    return [
        LastYear(
            year=last.year,
            name=unit.member.name,
            final=unit.score.final,
            scale=then.consolidation.rules.scale,
            rank=unit.standing.rank,
            ranked=ranked,
            band=unit.standing.band or "",
            shares=_shares(then, unit) if shows else {},
        )
        for unit in then.units.values()
        if unit.member.unit_id in units
    ]
