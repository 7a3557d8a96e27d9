"""The floor of every measurement: a bare signed-in page with the same tables in the same base template."""

import os
import tempfile
from pathlib import Path

import django
from django.http import HttpRequest, HttpResponse

BARE = """{% extends "base.html" %}{% block content %}{% for table in tables %}<table class="list">
{% for row in table %}<tr>{% for cell in row %}<td class="num">{{ cell }}</td>{% endfor %}</tr>{% endfor %}
</table>{% endfor %}{% endblock %}"""

Tables = list[list[list[str]]]
bare_tables: dict[tuple[str, str], Tables] = {}


def bare(request: HttpRequest, bloc: str, year: str) -> HttpResponse:
    """What any page of the year costs: the frame, and the tables of the results page as ready strings."""
    from django.template import engines

    from blocs import rules
    from blocs.access import visible_year

    visible_year(request, bloc, year, see=rules.can_see_results)  # type: ignore[arg-type]
    template = engines["django"].get_template("bare.html")
    return HttpResponse(template.render({"tables": bare_tables[bloc, year]}, request))


def prepared() -> None:
    """Django on an empty database in a folder of its own, with the bare page beside the house's addresses."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khoi_thidua.settings")
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-")
    for name in ("DATABASE_URL", "DEBUG", "BASE_URL"):
        os.environ.pop(name, None)
    folder = Path(os.environ["DATA_DIR"]) / "templates"
    folder.mkdir()
    (folder / "bare.html").write_text(BARE)

    from django.conf import settings

    settings.TEMPLATES[0]["DIRS"].append(folder)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    django.setup()

    from django.core.management import call_command
    from django.urls import get_resolver

    from blocs.addresses import year_path

    call_command("migrate", verbosity=0)
    get_resolver().url_patterns.append(year_path("bare/", bare, "bare"))
