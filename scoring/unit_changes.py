"""What scoring does when units leave a year in its middle: who comes in their place scores whom they were to score."""

from blocs.departures import Departure
from scoring.models import Assignment


def units_left(departure: Departure) -> None:
    """Assignments of the successors beside those of who left; a year without any has everyone score everyone."""
    pairs = set(Assignment.objects.filter(year=departure.year).values_list("scorer_id", "scored_id"))
    left = {member.pk for member in departure.left}
    fresh = [member.pk for member in departure.successors]
    wanted: set[tuple[int, int]] = set()
    for scorer, scored in pairs:
        by = fresh if scorer in left else [scorer]
        about = fresh if scored in left else [scored]
        wanted |= {(one, other) for one in by for other in about if one != other}
    Assignment.objects.bulk_create(
        Assignment(year=departure.year, scorer_id=scorer, scored_id=scored)
        for scorer, scored in sorted(wanted - pairs)
    )
