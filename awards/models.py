"""The award catalogue, rules, registrations, findings, votes and commendations."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blocs.fields import PointsField
from blocs.models import BlocYear, Membership, RuleVersion, User
from blocs.terms import AwardObject, Effect, OrderBy, QuotaBase, QuotaKind, Rounding, ThresholdBase


class Award(models.Model):
    """A row of the catalogue of titles and forms of commendation (domain handbook §2.3)."""

    code = models.CharField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=255)
    short_name = models.CharField("tên gọn", max_length=100, blank=True)
    issuer = models.CharField("cấp có thẩm quyền", max_length=255, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class AwardRule(models.Model):
    """How one award is put forward in a version of the rules (contract §3, sheet `Quy tắc khen`)."""

    rules = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="award_rules")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField("thứ tự")
    quota_kind = models.CharField("kiểu chỉ tiêu", max_length=10, choices=QuotaKind.choices())
    quota = PointsField("chỉ tiêu")
    quota_base = models.CharField("cơ sở", max_length=10, choices=QuotaBase.choices(), blank=True)
    rounding = models.CharField("làm tròn", max_length=10, choices=Rounding.choices(), blank=True)
    needs_registration = models.BooleanField("cần đăng ký", default=False)
    needs_pledge = models.BooleanField("cần ký giao ước", default=False)
    needs_vote = models.BooleanField("cần bỏ phiếu", default=False)
    threshold = PointsField("ngưỡng %", null=True, blank=True)
    threshold_base = models.CharField("mẫu số", max_length=10, choices=ThresholdBase.choices(), blank=True)
    order_by = models.CharField("xếp theo", max_length=10, choices=OrderBy.choices(), default=OrderBy.RANK)
    exclusive = models.BooleanField("loại trừ", default=False)
    max_rank = models.PositiveIntegerField("hạng tối đa", null=True, blank=True)
    min_points = PointsField("điểm tối thiểu", null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["rules", "award"], name="one_rule_of_an_award"),
            models.UniqueConstraint(fields=["rules", "order"], name="award_order_once"),
            models.CheckConstraint(condition=Q(quota__gte=0), name="quota_not_negative"),
            models.CheckConstraint(
                condition=Q(threshold=None) | Q(threshold__gte=0, threshold__lte=100),
                name="threshold_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(needs_vote=False) | Q(threshold__isnull=False), name="vote_has_a_threshold"
            ),
        ]

    def __str__(self) -> str:
        return str(self.award)


class Registration(models.Model):
    """A title a unit registered for."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="registrations")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "award"], name="registered_once")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.award}"


class Finding(models.Model):
    """Why a unit is not considered (không xét), with its effect and reason."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField(default=0)
    effect = models.CharField("hệ quả", max_length=12, choices=Effect.choices())
    reason = models.TextField("lý do", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.membership}: {Effect(self.effect).label}"


class Vote(models.Model):
    """The counts of one award's paper vote: valid + invalid = collected ≤ issued ≤ present ≤ called."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="votes")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    called = models.PositiveIntegerField("triệu tập")
    present = models.PositiveIntegerField("có mặt")
    issued = models.PositiveIntegerField("phát ra")
    collected = models.PositiveIntegerField("thu về")
    valid = models.PositiveIntegerField("hợp lệ")
    invalid = models.PositiveIntegerField("không hợp lệ")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "award"], name="one_vote_of_an_award"),
            models.CheckConstraint(
                condition=Q(
                    collected=F("valid") + F("invalid"),
                    issued__gte=F("collected"),
                    present__gte=F("issued"),
                    called__gte=F("present"),
                ),
                name="vote_counts_agree",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu {self.award}"


class VoteResult(models.Model):
    """Approvals of one unit; a trigger on both engines keeps them within the vote's valid ballots."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="results")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    approvals = models.PositiveIntegerField("đồng ý")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "membership"], name="one_result_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.approvals}"


class Commendation(models.Model):
    """A tally of commendations a unit received: award, object, how many, by which decision."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="commendations")
    position = models.PositiveIntegerField()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    object = models.CharField("đối tượng", max_length=12, choices=AwardObject.choices(), blank=True)
    count = models.PositiveIntegerField("số lượng", null=True, blank=True)
    achievement_year = models.PositiveSmallIntegerField("năm thành tích", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=100, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.membership}: {self.award}"
