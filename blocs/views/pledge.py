"""The page "Giao ước", the exact PDF, the files units sent, and the screen of the conference hall."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from blocs import pledge_rules
from blocs.access import SignedInRequest, visible_year
from blocs.documents_pledge import PLEDGE_KIND
from blocs.models import BlocYear, IssuedDocument, Membership, PledgeAct, PledgeText
from blocs.pledge_page import hall_context, pledge_context
from blocs.pledge_queries import party, texts_of
from blocs.serving import file_answer
from blocs.terms import PledgeState


def opened_text(request: SignedInRequest, bloc: str, year: str) -> tuple[BlocYear, PledgeText]:
    """The year at this address and its text in force; Http404 before there is one."""
    opened = visible_year(request, bloc, year)
    text = texts_of(opened).in_force
    if text is None:
        raise Http404
    return opened, text


def visible_party(
    request: SignedInRequest, bloc: str, year: str, unit: str
) -> tuple[BlocYear, PledgeText, Membership]:
    """The unit's own signing pages: for other units' people they do not exist."""
    opened, text = opened_text(request, bloc, year)
    member = party(opened, text, unit)
    if member is None or not pledge_rules.can_see_unit(request.user, opened, member):
        raise Http404
    return opened, text, member


@require_GET
def pledge(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    return render(request, "blocs/pledge.html", pledge_context(request.user, opened))


@require_GET
def pdf(request: SignedInRequest, bloc: str, year: str, number: int) -> HttpResponse:
    """The exact bytes that are signed; an earlier text's too, so that an old signature can be checked."""
    opened = visible_year(request, bloc, year)
    texts = PledgeText.objects.exclude(state=PledgeState.DRAFT).select_related("file")
    text = get_object_or_404(texts, year=opened, number=number, file__isnull=False)
    if text.file is None:
        raise Http404
    return file_answer(text.file, inline="xem" in request.GET)


@require_GET
def file(request: SignedInRequest, bloc: str, year: str, act: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    acts = PledgeAct.objects.filter(text__year=opened, file__isnull=False)
    found = get_object_or_404(acts.select_related("file", "membership"), pk=act)
    if found.file is None or not pledge_rules.can_see_unit(request.user, opened, found.membership):
        raise Http404
    return file_answer(found.file)


@require_GET
def issued(request: SignedInRequest, bloc: str, year: str, code: str) -> HttpResponse:
    """The final pledge, for everybody who sees the year: each of them signed it."""
    opened = visible_year(request, bloc, year)
    papers = IssuedDocument.objects.filter(year=opened, kind=PLEDGE_KIND).select_related("file")
    return file_answer(get_object_or_404(papers, code=code).file, inline=True)


@never_cache
@require_GET
def hall(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    return render(request, "blocs/pledge_hall.html", hall_context(opened))


@never_cache
@require_GET
def hall_board(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """The part of the screen that changes, asked for every few seconds."""
    opened = visible_year(request, bloc, year)
    return render(request, "blocs/includes/pledge_board.html", hall_context(opened))
