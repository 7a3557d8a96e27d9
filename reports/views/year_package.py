"""The package of a year as a download that streams."""

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_GET

from blocs.access import SignedInRequest, visible_year
from blocs.transactions import read_snapshot
from reports.rules import can_take_package
from reports.year_package import package_of, stream
from scoring.visibility import require_uncovered


@require_GET
def year_package(request: SignedInRequest, bloc: str, year: str) -> StreamingHttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=can_take_package)
        require_uncovered(request.user, opened)
        package = package_of(opened)
    answer = StreamingHttpResponse(stream(package), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{package.name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
