"""How many units have signed the pledge, for the year's steps (`STEP_COUNTS`)."""

from blocs.context import StepCount
from blocs.models import BlocYear, PhaseKind
from blocs.offers import offers
from blocs.year_phases import LEVEL_OF_PHASE


def signed_count(year: BlocYear) -> int:
    """Units whose signature has a date; signatures come with the members, without a query of their own."""
    signatures = [getattr(member, "pledge_signature", None) for member in year.standing_members]
    return sum(1 for signature in signatures if signature is not None and signature.signed_on is not None)


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    done, expected = signed_count(year), len(year.standing_members)
    return {PhaseKind.PLEDGE: StepCount(done, expected, words=f"{done}/{expected} đã ký", url_name="pledges")}


def scoring_has_begun(year: BlocYear) -> bool:
    """Whether a sheet of any level is in, from the counts the frame shows anyway."""
    counts: dict[PhaseKind, StepCount] = {}
    for offer in offers("STEP_COUNTS"):
        counts |= offer(year)
    return any(count.done for kind, count in counts.items() if kind in LEVEL_OF_PHASE)
