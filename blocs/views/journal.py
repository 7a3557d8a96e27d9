"""The journal, read as sentences: of a year, of the installation, of years since replaced; and who may do what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.deeds import table
from blocs.exceptional_acts import exceptional_acts
from blocs.journal_pages import JournalPage, journal_page
from blocs.kept_scores import require_scores, why_kept
from blocs.models import Chain
from blocs.numbers import whole
from blocs.offers import offers


@require_GET
def year_journal(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    found = visible_year(request, bloc, year, see=rules.can_read_journal)
    reads, kept = rules.can_read_scores(request.user, found), why_kept(request.user, found)
    page = _page(request, Chain.objects.filter(year=found).first(), tells_scores=reads and not kept)
    url = year_url("journal-exceptional", found) if reads else ""
    given = {"page": page, "title": "Nhật ký", "exceptional_url": url, "kept": kept}
    return render(request, "blocs/journal.html", given)


@require_GET
def exceptional(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    found = visible_year(request, bloc, year, see=rules.can_read_scores)
    require_scores(request.user, found)
    groups = exceptional_acts(found)
    given = {"groups": groups, "count": sum(len(group.acts) for group in groups), "year": found}
    return render(request, "blocs/exceptional_acts.html", given)


@require_GET
def installation_journal(request: SignedInRequest) -> HttpResponse:
    _require_administrator(request)
    page = _page(request, Chain.objects.filter(is_installation=True).first())
    closed = Chain.objects.filter(closed_at__isnull=False).order_by("-closed_at")
    given = {"page": page, "title": "Nhật ký hệ thống", "closed": closed}
    return render(request, "blocs/journal.html", given)


@require_GET
def closed_journal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The chain of a year whose workbook was replaced; it outlives the year."""
    _require_administrator(request)
    chain = get_object_or_404(Chain, pk=pk, closed_at__isnull=False)
    given = {"page": _page(request, chain), "title": f"Nhật ký đã khép: {chain.name}"}
    return render(request, "blocs/journal.html", given)


@require_GET
def rights(request: SignedInRequest) -> HttpResponse:
    """Who may do what, asked of the rules themselves."""
    heads, groups = table(offers("DEEDS"))
    return render(request, "blocs/rights.html", {"heads": heads, "groups": groups})


def _require_administrator(request: SignedInRequest) -> None:
    if not rules.can_read_installation_journal(request.user):
        raise Http404


def _page(request: HttpRequest, chain: Chain | None, *, tells_scores: bool = False) -> JournalPage:
    before, after = request.GET.get("truoc", ""), request.GET.get("sau", "")
    return journal_page(
        chain,
        before=whole(before),
        after=whole(after),
        tells_scores=tells_scores,
    )
