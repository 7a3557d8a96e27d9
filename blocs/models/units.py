"""Provinces, blocs and the units that live longer than their names."""

from django.db import models
from django.db.models import F, Q

from blocs.terms import BlocKind


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

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """The identity of an association; its names are dated, its place in a year is a Membership.

    `home_bloc` and `code` identify it when a workbook comes in: codes are unique within a bloc (contract §3).
    """

    home_bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="units")
    code = models.CharField("mã", max_length=64)

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
