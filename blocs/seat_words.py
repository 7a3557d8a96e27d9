"""A seat and its place in words."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from blocs.models import Bloc, Membership, Seat, SeatKind, Unit
from blocs.terms import BlocKind


def bloc_words(bloc: Bloc) -> str:
    """The bloc's name with the word for its kind in front, once."""
    kind = BlocKind(bloc.kind).label
    return bloc.name if bloc.name.lower().startswith(kind.lower()) else f"{kind} {bloc.name}"


def unit_labels(units: Iterable[int | None]) -> dict[int, str]:
    """Unit id → the short name it bears in its latest year, one query; its code where it is in no year yet."""
    wanted = {unit for unit in units if unit is not None}
    if not wanted:
        return {}
    latest = Membership.objects.filter(unit=OuterRef("pk"), year__is_practice=False).order_by("-year__year")
    rows = Unit.objects.filter(pk__in=wanted).annotate(
        short=Subquery(latest.values("unit_name__short_name")[:1]),
        full=Subquery(latest.values("unit_name__name")[:1]),
    )
    return {
        pk: short or full or code for pk, short, full, code in rows.values_list("pk", "short", "full", "code")
    }


def seat_place(seat: Seat, units: dict[int, str]) -> str:
    """Where the seat stands: a bloc, a unit, a province; empty for the installation's own.

    `units` comes from `unit_labels`; `bloc`, `unit` and `province` of the seat are loaded.
    """
    if seat.unit_id is not None:
        return units.get(seat.unit_id, "")
    if seat.bloc is not None:
        return bloc_words(seat.bloc)
    if seat.kind == SeatKind.BOARD:
        return seat.province.name if seat.province else "mọi tỉnh"
    return ""


def seat_words(seat: Seat, units: dict[int, str]) -> str:
    """ "Lãnh đạo đơn vị · Hội Nhà báo"."""
    place = seat_place(seat, units)
    return f"{seat} · {place}" if place else str(seat)


def one_seat_words(seat: Seat) -> str:
    """The same for a single seat, with a query for its unit's name."""
    return seat_words(seat, unit_labels([seat.unit_id]))
