"""A year in the database becomes the typed workbook; a constant number of queries."""

from awards.definitions import VoteCountRow, VoteResultRow
from awards.models import Commendation, Finding, Registration, Vote, VoteResult
from awards.queries import COUNTING
from awards.stored_rules import award_rule_row, award_rules_of
from blocs.models import BlocYear, Movement, Target
from blocs.practice import MARK
from blocs.terms import (
    AwardObject,
    BlocKind,
    Effect,
    Level,
    Role,
    SheetState,
    SigningWay,
)
from reports.workbook.book import (
    AssignmentRow,
    BookHead,
    CommendationRow,
    FindingRow,
    MovementRow,
    PledgeRow,
    RegistrationRow,
    ScoreRow,
    SheetRow,
    TargetRow,
    UnitRow,
    YearBook,
    canonical_scorer,
)
from reports.workbook.movement_text import codes_text, reviews_text
from scoring.models import Assignment, CriterionVersion, Score, Sheet
from scoring.stored_rules import class_rows, criterion_rows, year_rules

_LEVEL_ORDER = {level: index for index, level in enumerate(Level)}


def load_year_book(year: BlocYear) -> YearBook:
    """Everything the workbook holds of a year, in a fixed order of rows."""
    rules = year.current_rules
    scores, sheets = _scores(year)
    return YearBook(
        head=BookHead(
            name=year.name,
            code=year.bloc.code,
            year=year.year,
            kind=BlocKind(year.kind),
            province=year.province.name if year.province else "",
            note=_note(year),
        ),
        rules=year_rules(rules),
        units=_units(year),
        criteria=tuple(criterion_rows(rules)),
        scores=scores,
        sheets=sheets,
        assignments=_assignments(year),
        pledges=_pledges(year),
        targets=_targets(year),
        registrations=_registrations(year),
        award_rules=tuple(map(award_rule_row, award_rules_of(rules))),
        vote_counts=_vote_counts(year),
        vote_results=_vote_results(year),
        findings=tuple(
            FindingRow(unit, Effect(effect), reason)
            for unit, effect, reason in Finding.objects.filter(membership__year=year).values_list(
                "membership__code", "effect", "reason"
            )
        ),
        classes=tuple(class_rows(rules)),
        commendations=_commendations(year),
        movements=_movements(year),
    )


def _note(year: BlocYear) -> str:
    """The year's note; a practice copy's says first what it is, and its workbook is taken in nowhere."""
    note = year.current_rules.note
    return f"{MARK} – số liệu không tính\n{note}".rstrip() if year.is_practice else note


def _units(year: BlocYear) -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(
            order=member.order,
            code=member.code,
            name=member.unit_name.name,
            short_name=member.unit_name.short_name,
            category=member.category,
            role=Role(member.role),
            representative=member.representative,
            representative_title=member.representative_title,
            email=member.email,
            phone=member.phone,
            left_on=member.left_on,
        )
        for member in year.members
    )


def _scores(year: BlocYear) -> tuple[tuple[ScoreRow, ...], tuple[SheetRow, ...]]:
    """Scores by level, scored unit, scorer and criterion; sheets whose state has to be said."""
    members = {member.pk: member.code for member in year.members}
    place = {member.pk: index for index, member in enumerate(year.members)}
    leaves = {
        criterion: (position, code)
        for criterion, position, code in CriterionVersion.objects.filter(
            rules=year.current_rules
        ).values_list("criterion_id", "position", "code")
    }
    sheets = {
        pk: (Level(level), scored, scorer, SheetState(state))
        for pk, level, scored, scorer, state in Sheet.objects.filter(year=year).values_list(
            "pk", "level", "scored_id", "scorer_id", "state"
        )
    }
    order = {
        pk: (_LEVEL_ORDER[level], place[scored], place.get(scorer or 0, -1))
        for pk, (level, scored, scorer, _state) in sheets.items()
    }
    cells = [
        (order[sheet], leaves[criterion][0], sheet, leaves[criterion][1], points, reason)
        for sheet, criterion, points, reason in Score.objects.filter(sheet__year=year, entry=1).values_list(
            "sheet_id", "criterion_id", "points", "reason"
        )
        if criterion in leaves
    ]
    cells.sort(key=lambda cell: cell[:2])

    def names(sheet: int) -> tuple[Level, str, str]:
        level, scored, scorer, _state = sheets[sheet]
        return level, members[scored], canonical_scorer(level, members[scored], members.get(scorer or 0, ""))

    named = {pk: names(pk) for pk in sheets}
    scored_sheets = {sheet for _order, _position, sheet, _code, _points, _reason in cells}
    states = sorted(
        (order[pk], pk)
        for pk, (_level, _scored, _scorer, state) in sheets.items()
        if state is SheetState.RECUSED or (state is SheetState.FILLING and pk in scored_sheets)
    )
    return (
        tuple(
            ScoreRow(*named[sheet], code, points, reason)
            for _order, _position, sheet, code, points, reason in cells
        ),
        tuple(SheetRow(*named[pk], sheets[pk][3]) for _order, pk in states),
    )


def _assignments(year: BlocYear) -> tuple[AssignmentRow, ...]:
    rows = Assignment.objects.filter(year=year).order_by("scorer__position", "scored__position")
    return tuple(AssignmentRow(*row) for row in rows.values_list("scorer__code", "scored__code"))


def _pledges(year: BlocYear) -> tuple[PledgeRow, ...]:
    found = [(member, getattr(member, "pledge_signature", None)) for member in year.members]
    return tuple(
        PledgeRow(
            member.code,
            signature.signer,
            signature.signer_title,
            signature.signed_on,
            SigningWay(signature.way) if signature.way else None,
        )
        for member, signature in found
        if signature is not None
    )


def _targets(year: BlocYear) -> tuple[TargetRow, ...]:
    codes = dict(
        CriterionVersion.objects.filter(rules=year.current_rules).values_list("criterion_id", "code")
    )
    rows = Target.objects.filter(membership__year=year).select_related("membership", "feeds")
    return tuple(
        TargetRow(
            row.membership.code,
            row.text,
            row.measure,
            row.planned,
            row.half_year,
            row.year_end,
            codes.get(row.feeds.criterion_id or 0, "") if hasattr(row, "feeds") else "",
            row.feeds.weight if hasattr(row, "feeds") else None,
        )
        for row in rows
    )


def _registrations(year: BlocYear) -> tuple[RegistrationRow, ...]:
    """What units registered for themselves and what counts of it: the sheet has no column for parts, people, states."""
    rows = Registration.objects.filter(
        membership__year=year, state__in=COUNTING, person="", collective=""
    ).order_by("membership__position", "award__position", "award__code")
    return tuple(RegistrationRow(*row) for row in rows.values_list("membership__code", "award__code"))


def _vote_counts(year: BlocYear) -> tuple[VoteCountRow, ...]:
    rows = Vote.objects.filter(year=year).order_by("award__position")
    fields = ("award__code", "called", "present", "issued", "collected", "valid", "invalid")
    return tuple(VoteCountRow(*row) for row in rows.values_list(*fields))


def _vote_results(year: BlocYear) -> tuple[VoteResultRow, ...]:
    rows = VoteResult.objects.filter(vote__year=year).order_by(
        "vote__award__position", "membership__position"
    )
    return tuple(
        VoteResultRow(*row) for row in rows.values_list("vote__award__code", "membership__code", "approvals")
    )


def _commendations(year: BlocYear) -> tuple[CommendationRow, ...]:
    rows = Commendation.objects.filter(membership__year=year).select_related(
        "membership", "award", "movement"
    )
    return tuple(
        CommendationRow(
            row.membership.code,
            row.award.code,
            AwardObject(row.object) if row.object else None,
            row.count,
            row.achievement_year,
            row.decision_number,
            row.decided_on,
            row.recipient,
            row.award_text,
            row.presented_on,
            row.movement.name if row.movement else "",
        )
        for row in rows
    )


def _movements(year: BlocYear) -> tuple[MovementRow, ...]:
    rows = Movement.objects.filter(year=year).prefetch_related("participants", "reviews")
    return tuple(
        MovementRow(
            row.name,
            row.level,
            row.form,
            row.launcher,
            row.starts_on,
            row.ends_on,
            row.act,
            row.goal,
            codes_text([member.code for member in row.participants.all()]),
            reviews_text([(each.is_final, each.held_on, each.text) for each in row.reviews.all()]),
        )
        for row in rows
    )
