"""Provinces, blocs and the units that live longer than their names."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from blocs.terms import BlocKind, Succession, UnitEventKind


def default_reminder_days() -> list[int]:
    return [7, 1]


class Province(models.Model):
    name = models.CharField("tên tỉnh, thành phố", max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class Bloc(models.Model):
    """An emulation bloc or cluster over the years; each year keeps its own name for print."""

    code = models.SlugField("mã khối", max_length=64, unique=True)
    name = models.CharField("tên khối", max_length=255)
    kind = models.CharField("loại", max_length=10, choices=BlocKind.choices(), default=BlocKind.KHOI)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, blank=True)
    # How many days before a window closes those with work left are reminded; empty: never by itself.
    reminder_days = models.JSONField("nhắc trước (ngày)", default=default_reminder_days, blank=True)
    succession = models.CharField(
        "cách chọn Trưởng khối", max_length=10, choices=Succession.choices(), default=Succession.ROTATION
    )

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """The identity of an association; its names are dated, its place in a year is a Membership.

    `home_bloc` and `code` identify it when a workbook comes in: codes are unique within a bloc (contract §3).
    """

    home_bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="units")
    code = models.CharField("mã", max_length=64)
    ended_on = models.DateField("không còn từ ngày", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home_bloc", "code"], name="unit_code_in_bloc")]

    def __str__(self) -> str:
        return self.code


class UnitName(models.Model):
    """A name a unit bears or bore; held on `valid_from <= day < valid_to`, open ends when empty."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField("tên đơn vị", max_length=255)
    short_name = models.CharField("tên gọn", max_length=100, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_name_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class RotationPlace(models.Model):
    """A bloc's agreed order of leading: the unit after this year's leader is next."""

    bloc = models.ForeignKey(Bloc, on_delete=models.CASCADE, related_name="rotation")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["bloc", "unit"], name="unit_once_in_a_rotation")]

    def __str__(self) -> str:
        return f"{self.position}. {self.unit}"


class UnitEvent(models.Model):
    """What happened to units, by which decision: rename, merge, split, dissolve, move to another bloc."""

    kind = models.CharField("sự kiện", max_length=10, choices=UnitEventKind.choices())
    effective_on = models.DateField("có hiệu lực từ")
    decision = models.CharField("số, ngày quyết định", max_length=255, blank=True)
    note = models.TextField("ghi chú", blank=True)
    from_bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, null=True, related_name="+")
    to_bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey("blocs.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["effective_on", "pk"]

    def __str__(self) -> str:
        return UnitEventKind(self.kind).label


class UnitLink(models.Model):
    """One predecessor and one successor of an event; history follows these. A dissolved unit has no successor."""

    event = models.ForeignKey(UnitEvent, on_delete=models.CASCADE, related_name="links")
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="links_forward")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="links_back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "predecessor", "successor"], name="unit_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '–'}"
