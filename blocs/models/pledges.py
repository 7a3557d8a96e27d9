"""What units promise: the year's pledge in texts, what each unit did about them, targets and their results."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from blocs.fields import PointsField
from blocs.models.papers import StoredFile
from blocs.models.people import User
from blocs.models.years import BlocYear, Membership
from blocs.terms import Checkpoint, PledgeDeed, PledgeState, SigningWay


class PledgeText(models.Model):
    """One text of the year's pledge. Opening the signing freezes it: `file` holds the exact PDF that is signed,
    `fingerprint` the SHA-256 of the canonical text. A text that replaces another voids what was signed.

    `commitments` lists the numbered commitments: [{"heading": …, "text": …}]. `canonical` is everything the paper
    says, units and targets included, as it was when signing opened (blocs/documents_pledge.py): page, PDF and
    fingerprint come from it, so that a unit renamed or a target changed later moves none of them.
    """

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="pledge_texts")
    number = models.PositiveSmallIntegerField("lần")
    state = models.CharField(max_length=10, choices=PledgeState.choices(), default=PledgeState.DRAFT)
    opening = models.TextField("phần mở đầu", blank=True)
    commitments = models.JSONField("nội dung giao ước", default=list, blank=True)
    closing = models.TextField("phần kết", blank=True)
    witness = models.CharField("bên chứng kiến", max_length=255, blank=True)
    place = models.CharField("nơi ký", max_length=255, blank=True)
    dated = models.DateField("ngày ký kết", null=True, blank=True)
    with_targets = models.BooleanField("in bảng chỉ tiêu của các đơn vị", default=True)
    in_order = models.BooleanField("ký lần lượt theo thứ tự trong khối", default=False)
    reason = models.TextField("lý do thay bản trước", blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    canonical = models.JSONField(default=dict, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_pledge_text_of_a_number"),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state__in=[PledgeState.OPEN.value, PledgeState.LOCKED.value]),
                name="one_pledge_text_in_force",
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state=PledgeState.DRAFT.value), name="one_pledge_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=PledgeState.DRAFT.value) | ~Q(fingerprint=""),
                name="a_text_that_was_opened_has_a_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return f"Giao ước {self.year}, lần {self.number}"


class PledgeAct(models.Model):
    """Something a unit did about a text: signed it (how), declined, asked for a change, took back. Never edited.

    `evidence` is the record of documents handbook §3.6 as it was taken; `previous_hash` and `hash` chain the acts of
    a year (SHA-256 over the previous hash and the canonical record). `entered_for`: the secretariat entered it.
    """

    text = models.ForeignKey(PledgeText, on_delete=models.CASCADE, related_name="acts")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="pledge_acts")
    deed = models.CharField(max_length=15, choices=PledgeDeed.choices())
    way = models.CharField("hình thức", max_length=10, choices=SigningWay.choices(), blank=True)
    signer = models.CharField("người ký", max_length=150, blank=True)
    signer_title = models.CharField("chức vụ", max_length=150, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    reason = models.TextField("lý do", blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_for = models.BooleanField("tổ thư ký nhập thay", default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.membership}: {PledgeDeed(self.deed).label}"


class PledgeSignature(models.Model):
    """Who is to sign the year's pledge for a unit; without a date it is not signed yet.

    `act` is the standing act it comes from; None for what a workbook brought.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="pledge_signature")
    signer = models.CharField("người ký", max_length=150, blank=True)
    signer_title = models.CharField("chức vụ", max_length=150, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    way = models.CharField("hình thức", max_length=10, choices=SigningWay.choices(), blank=True)
    act = models.OneToOneField(PledgeAct, on_delete=models.SET_NULL, null=True, related_name="standing")

    def __str__(self) -> str:
        return f"{self.membership}: {self.signer}"


class Substitute(models.Model):
    """Somebody a unit's head named to sign for the unit, by which document, from when until when (half-open)."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="substitutes")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("chức vụ", max_length=150, blank=True)
    document = models.CharField("văn bản ủy quyền", max_length=255)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("thôi từ ngày", null=True, blank=True)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.person} thay {self.membership}"


class Target(models.Model):
    """A unit's target in the pledge, with its results at half-year and year-end, in the stated measure."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveIntegerField()
    text = models.CharField("chỉ tiêu", max_length=500)
    measure = models.CharField("đơn vị tính", max_length=100, blank=True)
    planned = PointsField("mức phấn đấu", null=True, blank=True)
    half_year = PointsField("kết quả 6 tháng", null=True, blank=True)
    year_end = PointsField("kết quả năm", null=True, blank=True)
    # Whoever changed it last did so for the unit.
    entered_for = models.BooleanField("tổ thư ký nhập thay", default=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class TargetEvidence(models.Model):
    """What shows a target's result at a checkpoint: a document's number and date, a file, or both."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="evidence")
    checkpoint = models.CharField(max_length=10, choices=Checkpoint.choices())
    text = models.CharField("minh chứng", max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False), name="evidence_is_something"
            )
        ]

    def __str__(self) -> str:
        return self.text or str(self.file)
