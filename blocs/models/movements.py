"""Emulation movements: who launched them, by which act, who takes part, how they were reviewed."""

from django.db import models
from django.db.models import F, Q

from blocs.models.papers import StoredFile
from blocs.models.people import User
from blocs.models.years import BlocYear, Membership


class Movement(models.Model):
    """An emulation movement the bloc launched or responds to. `level` and `form` are words, listed ones suggested."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="movements")
    position = models.PositiveIntegerField()
    name = models.CharField("tên phong trào", max_length=500)
    level = models.CharField("cấp", max_length=100, blank=True)
    form = models.CharField("hình thức", max_length=100, blank=True)
    launcher = models.CharField("đơn vị phát động", max_length=255, blank=True)
    act = models.CharField("văn bản phát động", max_length=255, blank=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    goal = models.TextField("mục tiêu, nội dung", blank=True)
    plan_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    # Empty: every unit of the year takes part.
    participants = models.ManyToManyField(Membership, related_name="movements", blank=True)

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


class MovementReview(models.Model):
    """A review of a movement: on the way, or final."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="reviews")
    is_final = models.BooleanField("tổng kết", default=False)
    held_on = models.DateField("ngày")
    text = models.TextField("kết quả")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.movement} {self.held_on}"
