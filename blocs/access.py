"""How a view comes by its year: what may not be seen is 404, what may be seen but not done is 403."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, QueryDict

from blocs.models import BlocYear, User
from blocs.queries import years_visible_to
from blocs.refusals import NotAllowed


class SignedInRequest(HttpRequest):
    """A request past the sign-in gate; `year` is set by `visible_year`, `years` are those of the switch."""

    user: User
    year: BlocYear | None
    years: list[BlocYear]


Right = Callable[[User, BlocYear], bool]


def visible_years(request: SignedInRequest) -> list[BlocYear]:
    """All years of the person's switch, one query a request."""
    if getattr(request, "years", None) is None:
        request.years = list(years_visible_to(request.user))
    return request.years


def visible_year(request: SignedInRequest, bloc: str, year: str, *, see: Right | None = None) -> BlocYear:
    """The year at this address, or Http404; `see` is a further right without which it does not exist here."""
    found = next((y for y in visible_years(request) if y.bloc.code == bloc and y.slug == str(year)), None)
    if found is None or (see is not None and not see(request.user, found)):
        raise Http404
    request.year = found
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form to be bound to; None when the page is only opened. An empty sending counts."""
    return request.POST if request.method == "POST" else None


def require(allowed: bool, sentence: str = "Bạn xem được trang này nhưng không được làm việc này.") -> None:
    """Raise NotAllowed with the sentence unless allowed."""
    if not allowed:
        raise NotAllowed(sentence)
