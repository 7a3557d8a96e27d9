"""Half-year and year-end: each unit's short report, and the text of the bloc's."""

from django.db import models
from django.utils import timezone

from blocs.fields import PointsField, new_revision
from blocs.models.people import User
from blocs.models.years import BlocYear, Membership
from blocs.terms import Checkpoint, ReportState


class UnitReport(models.Model):
    """A unit's short report at a checkpoint; drafted by its officers, sent by its head."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reports")
    checkpoint = models.CharField(max_length=10, choices=Checkpoint.choices())
    state = models.CharField(max_length=10, choices=ReportState.choices(), default=ReportState.DRAFT)
    results = models.TextField("kết quả nổi bật", blank=True)
    weaknesses = models.TextField("hạn chế, nguyên nhân", blank=True)
    proposals = models.TextField("kiến nghị, đề xuất", blank=True)
    revision = models.BigIntegerField(default=new_revision, editable=False)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    entered_for = models.BooleanField("tổ thư ký nhập thay", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "checkpoint"], name="one_report_of_a_checkpoint")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {Checkpoint(self.checkpoint).label}"


class KeyFigure(models.Model):
    """A figure of a unit's report: label, value, measure, and the plan it is a percentage of."""

    report = models.ForeignKey(UnitReport, on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveIntegerField()
    label = models.CharField("số liệu", max_length=255)
    measure = models.CharField("đơn vị tính", max_length=100, blank=True)
    planned = PointsField("kế hoạch", null=True, blank=True)
    value = PointsField("thực hiện", null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class BlocReport(models.Model):
    """The secretariat's own words in the bloc's report at a checkpoint; the numbers are counted when it is shown.

    `sections`: section key -> {"text": the edited text, "drafted": the fingerprint of the draft it was made from};
    a section without a text follows the data. `starts_on`, `ends_on`: the period whose commendations are counted.
    """

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="bloc_reports")
    checkpoint = models.CharField(max_length=10, choices=Checkpoint.choices())
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    sections = models.JSONField(default=dict, blank=True)
    revision = models.BigIntegerField(default=new_revision, editable=False)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "checkpoint"], name="one_bloc_report_of_a_checkpoint")
        ]

    def __str__(self) -> str:
        return f"{Checkpoint(self.checkpoint).label} {self.year}"
