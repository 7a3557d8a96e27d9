"""Criteria, sheets, scores, assignments and classes."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blocs.fields import PointsField, new_revision
from blocs.models import BlocYear, Membership, RuleVersion, Target, User
from blocs.terms import CriterionGroup, Level, SheetState, Term


class Criterion(models.Model):
    """The identity of a criterion within a bloc-year; scores point here, its wording is in a version."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="criteria")

    def __str__(self) -> str:
        return f"Tiêu chí {self.pk}"


class CriterionVersion(models.Model):
    """How a criterion reads and counts in one version of the rules; the code is the tree ("I.1.a")."""

    rules = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="versions")
    position = models.PositiveIntegerField()
    code = models.CharField("mã", max_length=64)
    text = models.CharField("nội dung", max_length=1000)
    group = models.CharField("nhóm", max_length=10, choices=CriterionGroup.choices())
    maximum = PointsField("điểm tối đa", null=True, blank=True)
    step = PointsField("bước", null=True, blank=True)
    method = models.TextField("cách chấm", blank=True)
    needs_evidence = models.BooleanField("minh chứng", null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rules", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["rules", "criterion"], name="criterion_once_in_a_version"),
            models.CheckConstraint(
                condition=Q(maximum=None) | Q(maximum__gte=0), name="criterion_maximum_not_negative"
            ),
            models.CheckConstraint(condition=Q(step=None) | Q(step__gt=0), name="criterion_step_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ClassBand(models.Model):
    """A class (xếp loại): from so many points, each section at least so many percent of its maximum."""

    rules = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="bands")
    position = models.PositiveIntegerField()
    name = models.CharField("tên", max_length=100)
    from_points = PointsField("từ điểm")
    floor_percent = PointsField("sàn % mỗi mục", null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["rules", "from_points"], name="class_threshold_once")]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """Who is to score whom; a year without any: everyone scores everyone else."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="assignments")
    scorer = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    scored = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scorer", "scored"], name="assigned_once"),
            models.CheckConstraint(condition=~Q(scorer=F("scored")), name="nobody_assigned_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.scorer} → {self.scored}"


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


class TargetCriterion(models.Model):
    """The criterion a pledge target feeds, and with what weight."""

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="feeds")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, null=True, related_name="targets")
    weight = PointsField("trọng số", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.target}"
