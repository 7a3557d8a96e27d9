"""What units promise and take part in: pledge signatures, targets, movements."""

from django.db import models
from django.db.models import F, Q

from blocs.fields import PointsField
from blocs.models.years import BlocYear, Membership
from blocs.terms import SigningWay


class PledgeSignature(models.Model):
    """Who is to sign the year's pledge for a unit; without a date it is not signed yet."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="pledge_signature")
    signer = models.CharField("người ký", max_length=150, blank=True)
    signer_title = models.CharField("chức vụ", max_length=150, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    way = models.CharField("hình thức", max_length=10, choices=SigningWay.choices(), blank=True)

    def __str__(self) -> str:
        return f"{self.membership}: {self.signer}"


class Target(models.Model):
    """A unit's target in the pledge, with its results at half-year and year-end, in the stated measure."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveIntegerField()
    text = models.CharField("chỉ tiêu", max_length=500)
    measure = models.CharField("đơn vị tính", max_length=100, blank=True)
    planned = PointsField("mức phấn đấu", null=True, blank=True)
    half_year = PointsField("kết quả 6 tháng", null=True, blank=True)
    year_end = PointsField("kết quả năm", null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Movement(models.Model):
    """An emulation movement the bloc launched or responds to."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="movements")
    position = models.PositiveIntegerField()
    name = models.CharField("tên phong trào", max_length=500)
    level = models.CharField("cấp", max_length=100, blank=True)
    form = models.CharField("hình thức", max_length=100, blank=True)
    launcher = models.CharField("đơn vị phát động", max_length=255, blank=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="movement_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name
