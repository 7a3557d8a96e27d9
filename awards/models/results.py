"""Results as they were approved, the papers stored with them, and what units object to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from blocs.models import BlocYear, Membership, RuleVersion, StoredFile, User
from blocs.terms import Level, ObjectionState
from scoring.models import Criterion

_FORMATS = {"pdf": "PDF", "xlsx": "Excel"}


class ResultVersion(models.Model):
    """The results of a year as two things agreed on them: the numbers and the people; only the approval is added later.

    `inputs`: everything the results were computed from; `table`: the contract's JSON; `arithmetic`: how each unit's
    score came about. `inputs_hash` and `results_hash` are SHA-256 of their canonical JSON. `differences` to the version
    before. The first version may have one name, every later one has a reason and two. A proposal that was withdrawn
    gives its number back; an approved version that is withdrawn is being corrected, and stays readable.

    Triggers hold all of it (awards/triggers.py): only the approval, the anchor and the withdrawal are added, once each.
    """

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="result_versions")
    number = models.PositiveSmallIntegerField()
    rules = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="+")
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    table = models.JSONField()
    results_hash = models.CharField(max_length=64)
    arithmetic = models.JSONField(default=dict)
    differences = models.JSONField(default=list)
    reason = models.TextField("lý do", blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    # The journal's last entry when the version was approved; it is printed on its papers.
    anchor_number = models.PositiveBigIntegerField(null=True)
    anchor_hash = models.CharField(max_length=64, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField("lý do rút", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=Q(approved_at__isnull=False) | Q(withdrawn_at=None),
                name="one_result_version_of_a_number",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(approved_at=None, withdrawn_at=None),
                name="one_result_version_waiting",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(approved_at__isnull=False, withdrawn_at=None),
                name="one_result_version_in_force",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="a_later_result_version_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="result_version_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="result_version_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")),
                name="a_later_result_version_has_two_names",
            ),
        ]

    def __str__(self) -> str:
        return f"Kết quả phiên bản {self.number}"

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def is_in_force(self) -> bool:
        """Approved and not being corrected: what the units see as the year's results."""
        return self.approved_at is not None and self.withdrawn_at is None


class ResultPaper(models.Model):
    """A paper of a version of the results, stored as the bytes it was printed as; found by its code or its bytes."""

    version = models.ForeignKey(ResultVersion, on_delete=models.CASCADE, related_name="papers")
    # The document's kind and its format: "bang-tong-hop-diem.pdf".
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    code = models.CharField("mã kiểm tra", max_length=20, unique=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="result_paper")
    # Beside the file's own, which nothing holds: the bytes served are these or none.
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="one_paper_of_a_kind_in_a_version"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def format(self) -> str:
        """ "PDF" or "Excel", as people call it."""
        return _FORMATS[self.kind.rpartition(".")[2]]


class Objection(models.Model):
    """What a unit objects to in a version of the results, and the secretariat's answer on record.

    Without a criterion it is about the ranking; with one, about the points of `level` there.
    """

    version = models.ForeignKey(ResultVersion, on_delete=models.CASCADE, related_name="objections")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="objections")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, null=True, related_name="+")
    level = models.CharField("cấp chấm", max_length=10, choices=Level.choices(), blank=True)
    text = models.TextField("nội dung phản hồi")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_for = models.BooleanField("tổ thư ký nhập thay", default=False)
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ObjectionState.choices(), default=ObjectionState.OPEN)
    answer = models.TextField("trả lời", blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # The version an accepted objection led to.
    led_to = models.ForeignKey(ResultVersion, on_delete=models.SET_NULL, null=True, related_name="led_by")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=~Q(state__in=[ObjectionState.ACCEPTED.value, ObjectionState.REJECTED.value])
                | ~Q(answer=""),
                name="objection_decided_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.text[:60]}"
