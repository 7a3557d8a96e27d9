"""Who is to score whom, and the draws it came from."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blocs.models import BlocYear, Membership, User
from blocs.terms import DrawWay


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


class Draw(models.Model):
    """One draw of who scores whom, as it can be repeated from its seed; draws are only ever added.

    `order`: membership ids in the order they were drawn; `pairs`: [scorer, scored] membership ids. `count` is what
    the way asks for: how many each scores, or how many teams. `by_machine`: the machine took the seed while drawing.
    `mutual`: pairs that score each other.
    """

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="draws")
    number = models.PositiveSmallIntegerField()
    pattern = models.CharField("cách phân công", max_length=10, choices=DrawWay.choices())
    seed = models.CharField("số rút thăm", max_length=100, blank=True)
    by_machine = models.BooleanField("máy lấy số", default=False)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    without_leaders = models.BooleanField("Trưởng khối, Phó khối không chấm chéo", default=False)
    order = models.JSONField(default=list)
    pairs = models.JSONField(default=list)
    mutual = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField("lý do", blank=True)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="one_draw_of_a_number")]

    def __str__(self) -> str:
        return f"{DrawWay(self.pattern).label}, lần {self.number}"
