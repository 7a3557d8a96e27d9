"""Criteria as identities and as versions, classes, and the targets that feed a criterion."""

from django.db import models
from django.db.models import Q

from blocs.fields import PointsField
from blocs.models import BlocYear, RuleVersion, Target
from blocs.terms import CriterionGroup, CriterionRule


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
    rule = models.CharField(
        "quy tắc tính điểm", max_length=15, choices=CriterionRule.choices(), default=CriterionRule.MANUAL
    )
    # What the rule needs: the rungs of a ladder, the items of a list (scoring/criterion_rules.py says how it reads).
    parameters = models.JSONField(default=dict, blank=True)

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


class TargetCriterion(models.Model):
    """The criterion a pledge target feeds, and with what weight."""

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="feeds")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, null=True, related_name="targets")
    weight = PointsField("trọng số", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.target}"
