"""What awards do when units leave a year in its middle: they stay visible, unranked, with the reason."""

from awards.models import Finding
from blocs.departures import Departure
from blocs.terms import Effect


def units_left(departure: Departure) -> None:
    """A finding for each that left; the same one is not written twice."""
    left = departure.left
    known = set(
        Finding.objects.filter(
            membership__in=left, effect=Effect.NOT_RANKED, reason=departure.reason
        ).values_list("membership_id", flat=True)
    )
    position = Finding.objects.filter(membership__year=departure.year).count()
    Finding.objects.bulk_create(
        Finding(
            membership=member,
            position=position + place,
            effect=Effect.NOT_RANKED,
            reason=departure.reason,
            recorded_by=departure.actor,
        )
        for place, member in enumerate(left)
        if member.pk not in known
    )
