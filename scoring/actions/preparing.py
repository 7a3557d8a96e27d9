"""Every sheet that is to be filled exists before its first cell (design §4)."""

from blocs.models import BlocYear, RuleVersion
from blocs.terms import Level, SheetState
from scoring.models import Assignment, Score, Sheet

SheetKey = tuple[Level, int, int | None]


def expected_sheets(year: BlocYear, rules: RuleVersion | None = None) -> list[SheetKey]:
    """(level, scored membership id, scorer membership id or None) of every sheet the rules (default: those in force)
    ask for.

    Peer sheets follow the assignments; a year without any has everyone score everyone else. A unit's own peer
    sheet is never among them, nor is any by or about a unit that has left in the middle of the year.
    """
    levels = [Level(level) for level in (rules or year.current_rules).levels]
    members = list(
        year.memberships.filter(left_on=None).order_by("position", "pk").values_list("pk", flat=True)
    )
    drawn = list(Assignment.objects.filter(year=year).values_list("scorer_id", "scored_id"))
    here = set(members)
    pairs = [(scorer, scored) for scorer, scored in drawn if scorer in here and scored in here]
    if not drawn:
        pairs = [(scorer, scored) for scorer in members for scored in members if scorer != scored]
    keys: list[SheetKey] = []
    for level in levels:
        if level is Level.PEER:
            keys += [(level, scored, scorer) for scorer, scored in pairs]
        else:
            keys += [(level, scored, None) for scored in members]
    return keys


def prepare_sheets(year: BlocYear) -> None:
    """Create the expected sheets that are not there and drop empty ones nobody expects any more.

    Called inside the transaction of whatever changed members, levels or assignments. A sheet with scores is
    never dropped here.
    """
    wanted = set(expected_sheets(year))
    standing = {
        (Level(level), scored, scorer): pk
        for pk, level, scored, scorer in Sheet.objects.filter(year=year).values_list(
            "pk", "level", "scored_id", "scorer_id"
        )
    }
    Sheet.objects.bulk_create(
        Sheet(year=year, level=level, scored_id=scored, scorer_id=scorer)
        for level, scored, scorer in sorted(wanted - standing.keys(), key=str)
    )
    superfluous = [standing[key] for key in standing.keys() - wanted]
    if superfluous:
        kept = set(Score.objects.filter(sheet__in=superfluous).values_list("sheet_id", flat=True))
        Sheet.objects.filter(pk__in=set(superfluous) - kept).exclude(state=SheetState.LOCKED).delete()
