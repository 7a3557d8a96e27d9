"""Reading the units' reports at a review: as stored, or as a unit begins one from its targets."""

from blocs.models import BlocYear, Membership, Target, UnitReport
from blocs.report_content import Figure, ReportContent
from blocs.terms import Checkpoint, ReportState


def report_of(member: Membership, checkpoint: Checkpoint) -> UnitReport | None:
    reports = UnitReport.objects.filter(membership=member, checkpoint=checkpoint)
    return reports.select_related("saved_by", "handed_in_by").first()


def content_of(member: Membership, checkpoint: Checkpoint, report: UnitReport | None) -> ReportContent:
    """What the unit's report says now; one nobody has begun says what the unit's targets say."""
    if report is None:
        return ReportContent(figures=figures_of_targets(member, checkpoint))
    figures = tuple(Figure(row.label, row.measure, row.planned, row.value) for row in report.figures.all())
    return ReportContent(report.results, report.weaknesses, report.proposals, figures)


def figures_of_targets(member: Membership, checkpoint: Checkpoint) -> tuple[Figure, ...]:
    """The unit's targets as lines of key figures: plan, and the result at this review where it is entered."""
    return tuple(
        Figure(
            target.text[:255],
            target.measure,
            target.planned,
            target.half_year if checkpoint is Checkpoint.HALF_YEAR else target.year_end,
        )
        for target in Target.objects.filter(membership=member)
    )


def reports_of_year(year: BlocYear) -> dict[tuple[int, str], UnitReport]:
    """(membership id, Checkpoint value) -> report, with who sent it: one query."""
    rows = UnitReport.objects.filter(membership__year=year).select_related("handed_in_by", "saved_by")
    return {(row.membership_id, row.checkpoint): row for row in rows}


def expected_members(year: BlocYear) -> list[Membership]:
    """The units a report is expected of: those that have not left."""
    return [member for member in year.members if member.left_on is None]


def is_sent(report: UnitReport | None) -> bool:
    return report is not None and report.state == ReportState.HANDED_IN
