"""Points kept from somebody who otherwise reads every sheet of the year, as from who types a second entry."""

from blocs.models import BlocYear, User
from blocs.offers import offers
from blocs.refusals import Refused


def why_kept(user: User, year: BlocYear) -> str:
    """The sentence why, empty where nothing is kept (`WHY_SCORES_ARE_KEPT` in the composition)."""
    why: str = offers("WHY_SCORES_ARE_KEPT")(user, year)
    return why


def require_scores(user: User, year: BlocYear) -> None:
    """Raise Refused where points are kept from this person: of a page that would show them."""
    if why := why_kept(user, year):
        raise Refused(why)
