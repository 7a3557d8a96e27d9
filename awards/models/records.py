"""The award catalogue, rules, registrations, findings, votes and commendations."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blocs.fields import PointsField
from blocs.models import BlocYear, Membership, Movement, RuleVersion, StoredFile, User
from blocs.terms import (
    AwardKind,
    AwardLevel,
    AwardObject,
    Effect,
    OrderBy,
    QuotaBase,
    QuotaKind,
    RegistrationState,
    Rounding,
    ThresholdBase,
)


class Award(models.Model):
    """A row of the catalogue of titles and forms of commendation (domain handbook §2.3)."""

    code = models.CharField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=255)
    short_name = models.CharField("tên gọn", max_length=100, blank=True)
    issuer = models.CharField("cấp có thẩm quyền", max_length=255, blank=True)
    level = models.CharField("cấp", max_length=15, choices=AwardLevel.choices(), default=AwardLevel.OTHER)
    kind = models.CharField("loại", max_length=10, choices=AwardKind.choices(), default=AwardKind.OTHER)
    for_collectives = models.BooleanField("tặng tập thể", default=True)
    for_persons = models.BooleanField("tặng cá nhân", default=True)
    # Years that must lie between two of the same award for the same unit or person; empty: none.
    gap_years = models.PositiveSmallIntegerField("số năm giữa hai lần", null=True, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=255, blank=True)
    valid_from = models.DateField("áp dụng từ", null=True, blank=True)
    valid_to = models.DateField("thôi áp dụng từ", null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class AwardCondition(models.Model):
    """A legal condition of an award, a line of the checklist a unit goes through when it registers."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="conditions")
    position = models.PositiveIntegerField()
    text = models.CharField("điều kiện", max_length=500)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class RegistrationLimit(models.Model):
    """How many registrations of an award a version of the rules allows, a unit and in the bloc; empty: any number."""

    rules = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="registration_limits")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    per_unit = models.PositiveIntegerField("mỗi đơn vị nhiều nhất", null=True, blank=True)
    in_bloc = models.PositiveIntegerField("cả khối nhiều nhất", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rules", "award"], name="one_limit_of_an_award")]

    def __str__(self) -> str:
        return str(self.award)


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
    """A title a unit registered for: for the unit itself (`person` empty) or for one of its people.

    `conditions_met` lists the keys of the award's conditions the unit says it meets.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="registrations")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    collective = models.CharField("tập thể thuộc đơn vị", max_length=255, blank=True)
    person = models.CharField("họ và tên cá nhân", max_length=150, blank=True)
    person_title = models.CharField("chức vụ, nơi công tác", max_length=255, blank=True)
    basis = models.CharField("thành tích, sáng kiến làm căn cứ", max_length=500, blank=True)
    conditions_met = models.JSONField(default=list, blank=True)
    # What a workbook or the secretariat's own list brings is accepted.
    state = models.CharField(
        max_length=10, choices=RegistrationState.choices(), default=RegistrationState.ACCEPTED
    )
    reason = models.TextField("lý do trả lại", blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_for = models.BooleanField("tổ thư ký nhập thay", default=False)
    entered_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "award", "collective", "person"], name="registered_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.RETURNED.value) | ~Q(reason=""),
                name="returned_with_a_reason",
            ),
        ]

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
    """A commendation a unit or its people received: a record with a name, or a tally where only the count is known.

    A record has a `recipient` and counts 1; a tally has none and counts `count`; without a number it says only that
    there were some and is counted nowhere. How they are counted: awards/commendation_counts.py. Achievement year,
    decision and presentation are three dates.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="commendations")
    position = models.PositiveIntegerField()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    award_text = models.CharField("nội dung khen", max_length=255, blank=True)
    object = models.CharField("đối tượng", max_length=12, choices=AwardObject.choices(), blank=True)
    recipient = models.CharField("tên tập thể, cá nhân, hộ", max_length=255, blank=True)
    count = models.PositiveIntegerField("số lượng", null=True, blank=True)
    achievement_year = models.PositiveSmallIntegerField("năm thành tích", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=100, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    presented_on = models.DateField("ngày trao", null=True, blank=True)
    movement = models.ForeignKey(Movement, on_delete=models.SET_NULL, null=True, related_name="commendations")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_for = models.BooleanField("tổ thư ký nhập thay", default=False)
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient="") | Q(count=None) | Q(count=1), name="a_record_counts_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.award}"
