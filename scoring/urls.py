"""Addresses of score sheets."""

from django.urls import URLPattern

from blocs.addresses import year_path
from scoring.setup_urls import urlpatterns as setup_patterns
from scoring.views import (
    blank,
    cell_save,
    form,
    grid,
    matrix,
    one_by_one,
    sheet_states,
    target_links,
    unit_grid,
)


def _paper_paths(route: str, view: object, name: str) -> list[URLPattern]:
    """A page of one paper: by its level, and for cross-scoring by the scorer's code, which may hold a slash."""
    return [
        year_path(f"{route}<slug:level>/", view, name),  # type: ignore[arg-type]
        year_path(f"{route}<slug:level>/<path:scorer>/", view, name),  # type: ignore[arg-type]
    ]


urlpatterns: list[URLPattern] = [
    *setup_patterns,
    year_path("chi-tieu/tieu-chi/", target_links.target_links, "target-links"),
    year_path("phieu/", matrix.sheets, "sheets"),
    year_path("phieu/o/", cell_save.cell_save, "cell-save"),
    *_paper_paths("phieu/nop/", sheet_states.hand_in, "sheet-hand-in"),
    *_paper_paths("phieu/mo-lai/", sheet_states.reopen, "sheet-reopen"),
    *_paper_paths("phieu/khong-cham/", sheet_states.recuse, "sheet-recuse"),
    *_paper_paths("phieu/bieu-mau/", form.download, "sheet-form"),
    *_paper_paths("phieu/nap-bieu-mau/", form.upload, "sheet-form-upload"),
    *_paper_paths("phieu/in/", blank.blank, "sheet-blank"),
    *_paper_paths("phieu/tung-muc/", one_by_one.one_by_one, "grid-one"),
    year_path("phieu/don-vi/<path:code>/", unit_grid.unit_grid, "grid-unit"),
    year_path("phieu/<slug:level>/", grid.grid, "grid"),
    year_path("phieu/<slug:level>/<path:scorer>/", grid.grid, "grid-peer"),
]
