"""Award rules, registrations, votes, findings, pledges, targets, commendations and movements of a workbook."""

from collections.abc import Mapping

from awards.models import (
    Award,
    AwardRule,
    Commendation,
    Finding,
    Registration,
    Vote,
    VoteResult,
)
from blocs.models import (
    BlocYear,
    Membership,
    Movement,
    MovementReview,
    PledgeSignature,
    Target,
    User,
)
from reports.workbook.book import YearBook
from reports.workbook.movement_text import read_codes, read_reviews
from scoring.models import Criterion, TargetCriterion


def store_awards(
    book: YearBook,
    year: BlocYear,
    members: Mapping[str, Membership],
    criteria: Mapping[str, Criterion],
    actor: User | None,
) -> None:
    """Store them; `members` and `criteria` by code."""
    awards = {award.code: award for award in Award.objects.all()}
    _rules_and_votes(book, year, members, awards)
    Registration.objects.bulk_create(
        Registration(membership=members[row.unit], award=awards[row.award]) for row in book.registrations
    )
    Finding.objects.bulk_create(
        Finding(
            membership=members[row.unit],
            position=position,
            effect=row.effect,
            reason=row.reason,
            recorded_by=actor,
        )
        for position, row in enumerate(book.findings)
    )
    movements = _movements(book, year, members)
    Commendation.objects.bulk_create(
        Commendation(
            membership=members[row.unit],
            position=position,
            award=awards[row.award],
            object=row.object or "",
            count=row.count,
            achievement_year=row.achievement_year,
            decision_number=row.decision_number,
            decided_on=row.decided_on,
            recipient=row.recipient,
            award_text=row.award_text,
            presented_on=row.presented_on,
            movement=movements.get(row.movement),
        )
        for position, row in enumerate(book.commendations)
    )
    _pledges(book, year, members, criteria)


def _rules_and_votes(
    book: YearBook, year: BlocYear, members: Mapping[str, Membership], awards: Mapping[str, Award]
) -> None:
    AwardRule.objects.bulk_create(
        AwardRule(
            rules=year.current_rules,
            award=awards[row.award],
            order=row.order,
            quota_kind=row.quota_kind,
            quota=row.quota or 0,
            quota_base=row.quota_base or "",
            rounding=row.rounding or "",
            needs_registration=row.needs_registration,
            needs_pledge=row.needs_pledge,
            needs_vote=row.needs_vote,
            threshold=row.threshold,
            threshold_base=row.threshold_base or "",
            order_by=row.order_by,
            exclusive=row.exclusive,
            max_rank=row.max_rank,
            min_points=row.min_points,
        )
        for row in book.award_rules
    )
    votes = {
        row.award: Vote(
            year=year,
            award=awards[row.award],
            called=row.called,
            present=row.present,
            issued=row.issued,
            collected=row.collected,
            valid=row.valid,
            invalid=row.invalid,
        )
        for row in book.vote_counts
    }
    Vote.objects.bulk_create(votes.values())
    VoteResult.objects.bulk_create(
        VoteResult(vote=votes[row.award], membership=members[row.unit], approvals=row.approvals)
        for row in book.vote_results
    )


def _pledges(
    book: YearBook,
    year: BlocYear,
    members: Mapping[str, Membership],
    criteria: Mapping[str, Criterion],
) -> None:
    PledgeSignature.objects.bulk_create(
        PledgeSignature(
            membership=members[row.unit],
            signer=row.signer,
            signer_title=row.signer_title,
            signed_on=row.signed_on,
            way=row.way or "",
        )
        for row in book.pledges
    )
    targets = Target.objects.bulk_create(
        Target(
            membership=members[row.unit],
            position=position,
            text=row.text,
            measure=row.measure,
            planned=row.planned,
            half_year=row.half_year,
            year_end=row.year_end,
        )
        for position, row in enumerate(book.targets)
    )
    TargetCriterion.objects.bulk_create(
        TargetCriterion(target=target, criterion=criteria.get(row.criterion), weight=row.weight)
        for target, row in zip(targets, book.targets, strict=True)
        if row.criterion or row.weight is not None
    )


def _movements(book: YearBook, year: BlocYear, members: Mapping[str, Membership]) -> dict[str, Movement]:
    """Store the movements with who takes part and how they were reviewed; by name, the first of a name."""
    made = Movement.objects.bulk_create(
        Movement(
            year=year,
            position=position,
            name=row.name,
            level=row.level,
            form=row.form,
            launcher=row.launcher,
            act=row.act,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            goal=row.goal,
        )
        for position, row in enumerate(book.movements)
    )
    pairs = list(zip(made, book.movements, strict=True))
    taking_part = Movement.participants.through
    taking_part.objects.bulk_create(
        taking_part(movement_id=movement.pk, membership_id=members[code].pk)
        for movement, row in pairs
        for code in read_codes(row.participants, members)
    )
    MovementReview.objects.bulk_create(
        MovementReview(movement=movement, is_final=is_final, held_on=held_on, text=text)
        for movement, row in pairs
        for is_final, held_on, text in read_reviews(row.reviews, row.starts_on, year.year)
    )
    return {movement.name: movement for movement in reversed(made)}
