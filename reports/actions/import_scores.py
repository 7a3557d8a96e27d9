"""Criteria, classes, assignments, sheets and scores of a workbook."""

from collections.abc import Mapping

from django.utils import timezone

from blocs.models import BlocYear, Membership, User
from blocs.terms import Level, SheetState
from reports.workbook.book import YearBook
from scoring.criterion_parameters import to_json
from scoring.models import (
    Assignment,
    ClassBand,
    Criterion,
    CriterionVersion,
    Score,
    ScoreSource,
    Sheet,
)

_BATCH = 1000


def store_scores(
    book: YearBook, year: BlocYear, members: Mapping[str, Membership], actor: User | None
) -> Mapping[str, Criterion]:
    """Store them; returns the criteria by code. `members` by code."""
    criteria = _criteria(book, year)
    ClassBand.objects.bulk_create(
        ClassBand(
            rules=year.current_rules,
            position=position,
            name=row.name,
            from_points=row.from_points,
            floor_percent=row.floor_percent,
        )
        for position, row in enumerate(book.classes)
    )
    Assignment.objects.bulk_create(
        Assignment(year=year, scorer=members[row.scorer], scored=members[row.scored])
        for row in book.assignments
    )
    sheets = _sheets(book, year, members, actor)
    at = timezone.now()
    sheet_ids = {key: sheet.pk for key, sheet in sheets.items()}
    leaf_ids = {code: criterion.pk for code, criterion in criteria.items()}
    member_ids = {code: member.pk for code, member in members.items()}
    actor_id = actor.pk if actor else None
    # By id: a thousand scores share a sheet, and setting an object costs more than the rest of the row.
    Score.objects.bulk_create(
        (
            Score(
                sheet_id=sheet_ids[row.level, row.scored, row.scorer],
                criterion_id=leaf_ids[row.criterion],
                points=row.points,
                reason=row.reason,
                source=ScoreSource.WORKBOOK,
                entered_by_id=actor_id,
                entered_for_id=member_ids.get(row.scorer),
                entered_at=at,
            )
            for row in book.scores
        ),
        batch_size=_BATCH,
    )
    return criteria


def _criteria(book: YearBook, year: BlocYear) -> dict[str, Criterion]:
    identities = Criterion.objects.bulk_create(Criterion(year=year) for _row in book.criteria)
    criteria = {row.code: identity for row, identity in zip(book.criteria, identities, strict=True)}
    CriterionVersion.objects.bulk_create(
        CriterionVersion(
            rules=year.current_rules,
            criterion=criteria[row.code],
            position=position,
            code=row.code,
            text=row.text,
            group=row.group,
            maximum=row.maximum,
            step=row.step,
            method=row.method,
            needs_evidence=row.needs_evidence,
            rule=row.rule,
            parameters=to_json(row.parameters),
        )
        for position, row in enumerate(book.criteria)
    )
    return criteria


def _sheets(
    book: YearBook, year: BlocYear, members: Mapping[str, Membership], actor: User | None
) -> dict[tuple[Level, str, str], Sheet]:
    """Every sheet with scores or a stated state; one without a state is handed in."""
    states = {(row.level, row.scored, row.scorer): row.state for row in book.sheets}
    keys = dict.fromkeys([*((row.level, row.scored, row.scorer) for row in book.scores), *states])
    at = timezone.now()
    sheets = {}
    for level, scored, scorer in keys:
        state = states.get((level, scored, scorer), SheetState.HANDED_IN)
        handed_in = state is SheetState.HANDED_IN
        sheets[level, scored, scorer] = Sheet(
            year=year,
            level=level,
            scored=members[scored],
            scorer=members[scorer] if level is Level.PEER else None,
            state=state,
            handed_in_at=at if handed_in else None,
            handed_in_by=actor if handed_in else None,
        )
    Sheet.objects.bulk_create(sheets.values())
    return sheets
