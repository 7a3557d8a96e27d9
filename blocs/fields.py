"""Points and other exact quantities, stored as whole millionths; the random numbers that mark a revision."""

import secrets
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from blocs.numbers import MAX_PLACES, read_number

_UNIT = 10**MAX_PLACES


class PointsField(models.BigIntegerField):
    """A Decimal with at most 6 decimals, stored as an integer count of millionths.

    Exact on both engines (SQLite has no decimal type) and about five times faster to load than a decimal
    column; range ±9.2 · 10¹².
    """

    description = "Exact points"
    # What the type checker's Django plugin takes a value of this field to be.
    _pyi_private_set_type: Decimal | int  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal | int  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else to_points(value)

    def get_prep_value(self, value: Any) -> int | None:
        value = self.to_python(value)
        return None if value is None else to_millionths(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, int):
            return Decimal(value)
        try:
            return read_number(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    @property
    def validators(self) -> list[Any]:
        """None of the integer range's: they would compare Decimals with bounds of the stored integer."""
        return list(self._validators)  # type: ignore[attr-defined]

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        from blocs.form_fields import PointsFormField

        kwargs.pop("min_value", None)
        kwargs.pop("max_value", None)
        return models.Field.formfield(self, form_class=PointsFormField, **kwargs)


def new_revision() -> int:
    """A random positive number that marks one state of some rows: the same number means the same content."""
    return secrets.randbits(62)


def to_millionths(value: Decimal) -> int:
    """The stored integer; ValueError when `value` has more than 6 decimals."""
    scaled = value * _UNIT
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} có hơn {MAX_PLACES} chữ số thập phân.")
    return whole


def to_points(millionths: int) -> Decimal:
    """The Decimal that a stored integer means, without trailing zeros (500, 48.5)."""
    whole, rest = divmod(millionths, _UNIT)
    return Decimal(whole) if rest == 0 else Decimal(millionths).scaleb(-MAX_PLACES).normalize()
