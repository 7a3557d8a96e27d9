"""Score sheets, their cells, cells that came late, and the differences two entries had."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blocs.fields import PointsField, new_revision
from blocs.models import BlocYear, Membership, User
from blocs.terms import LateState, Level, SheetState, Term
from scoring.models.criteria import Criterion


class Sheet(models.Model):
    """One score sheet: a level, the unit scored, and for the peer level the unit that scores.

    A unit's peer sheet about itself cannot exist. `revision` is a random number, new with every change of the
    sheet's scores, so that what was read once can be kept in memory as long as it is the same.
    """

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="sheets")
    level = models.CharField("cấp chấm", max_length=10, choices=Level.choices())
    scored = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="sheets_about")
    scorer = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="sheets_by")
    state = models.CharField(max_length=10, choices=SheetState.choices(), default=SheetState.FILLING)
    revision = models.BigIntegerField(default=new_revision, editable=False)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Why a sheet that came after its window closed was taken all the same; empty: it came in time.
    late_reason = models.TextField("lý do nhận muộn", blank=True)
    recusal_reason = models.TextField("lý do không chấm", blank=True)
    # The last reopening, as the unit whose sheet it is reads it; empty: it was never handed back.
    reopening_reason = models.TextField("lý do mở lại", blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The second entry by another person was finished; its differences with the first are all settled.
    second_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    # Read along where sheets are locked: whether late values wait, whether anything of a second entry is there.
    has_late: bool
    has_second: bool

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "scored", "scorer"],
                condition=Q(scorer__isnull=False),
                name="one_peer_sheet_of_a_pair",
            ),
            models.UniqueConstraint(
                fields=["level", "scored"], condition=Q(scorer=None), name="one_sheet_of_a_level"
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PEER.value, scorer__isnull=False) & ~Q(scorer=F("scored"))
                | ~Q(level=Level.PEER.value) & Q(scorer=None),
                name="no_unit_scores_itself_as_peer",
            ),
        ]

    def __str__(self) -> str:
        return f"{Level(self.level).label}: {self.scored}"


class ScoreSource(Term):
    """Where a typed score comes from."""

    OWN = "own", "tự nhập"
    PAPER = "paper", "nhập thay từ phiếu giấy"
    WORKBOOK = "workbook", "từ sổ Excel của năm"
    FORM = "form", "từ phiếu Excel"


class Score(models.Model):
    """One cell: points for a criterion on a sheet, who entered them, from what, first or second entry.

    An empty cell has no row; 0 is a score.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.RESTRICT, related_name="+")
    entry = models.PositiveSmallIntegerField(default=1)
    points = PointsField("điểm")
    reason = models.TextField("lý do", blank=True)
    # What the criterion's rule worked the suggestion out from (counts, the rung, results); None: nothing was told.
    basis = models.JSONField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=ScoreSource.choices())
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_for = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion", "entry"], name="one_score_of_a_cell"),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_not_negative"),
            models.CheckConstraint(condition=Q(entry__in=[1, 2]), name="first_or_second_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.points}"


class LateCell(models.Model):
    """What was typed after the window had closed: kept and shown, counted only when the secretariat takes it in.

    `points` None: the cell was to be emptied.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="late_cells")
    criterion = models.ForeignKey(Criterion, on_delete=models.RESTRICT, related_name="+")
    points = PointsField("điểm", null=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=LateState.choices(), default=LateState.WAITING)
    reason = models.TextField("lý do", blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"],
                condition=Q(state=LateState.WAITING.value),
                name="one_late_value_waits_for_a_cell",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0), name="late_points_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}"


class SettledCell(models.Model):
    """A cell in which the first and the second entry differed, and what a named person decided; only ever added."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="settled_cells")
    criterion = models.ForeignKey(Criterion, on_delete=models.RESTRICT, related_name="+")
    first_points = PointsField("lần một", null=True)
    second_points = PointsField("lần hai", null=True)
    points = PointsField("điểm được chọn", null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.first_points} / {self.second_points} → {self.points}"
