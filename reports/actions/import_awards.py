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
from blocs.models import BlocYear, Membership, Movement, PledgeSignature, Target, User
from reports.workbook.book import YearBook
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
    Movement.objects.bulk_create(
        Movement(
            year=year,
            position=position,
            name=row.name,
            level=row.level,
            form=row.form,
            launcher=row.launcher,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for position, row in enumerate(book.movements)
    )
