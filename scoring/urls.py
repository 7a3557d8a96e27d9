"""Addresses of score sheets."""

from django.urls import URLPattern

from blocs.addresses import year_path
from scoring.setup_urls import urlpatterns as setup_patterns
from scoring.views import (
    blank,
    cell,
    cell_save,
    checks,
    comparing,
    evidence,
    form,
    grid,
    late,
    matrix,
    one_by_one,
    reasons,
    second,
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
    year_path("phieu/o/<int:sheet>/<int:criterion>/", cell.cell, "cell"),
    year_path("minh-chung/", evidence.evidence, "evidence"),
    year_path("minh-chung/<int:pk>/", evidence.evidence_unit, "evidence-unit"),
    year_path("minh-chung/<int:pk>/<int:criterion>/", evidence.evidence_criterion, "evidence-criterion"),
    year_path("minh-chung/bo/<int:pk>/", evidence.evidence_remove, "evidence-remove"),
    year_path("minh-chung/tep/<int:pk>/", evidence.evidence_file, "evidence-file"),
    *_paper_paths("phieu/nop/", sheet_states.hand_in, "sheet-hand-in"),
    *_paper_paths("phieu/mo-lai/", sheet_states.reopen, "sheet-reopen"),
    *_paper_paths("phieu/khong-cham/", sheet_states.recuse, "sheet-recuse"),
    *_paper_paths("phieu/bieu-mau/", form.download, "sheet-form"),
    *_paper_paths("phieu/nap-bieu-mau/", form.upload, "sheet-form-upload"),
    *_paper_paths("phieu/in/", blank.blank, "sheet-blank"),
    *_paper_paths("phieu/tung-muc/", one_by_one.one_by_one, "grid-one"),
    year_path("phieu/don-vi/<path:code>/", unit_grid.unit_grid, "grid-unit"),
    year_path("phieu/kiem-tra/", checks.checks, "sheet-checks"),
    year_path("phieu/o/lan-hai/", second.second_save, "cell-save-second"),
    *_paper_paths("phieu/khoa/", checks.lock_paper, "sheet-lock"),
    *_paper_paths("phieu/mo-khoa/", sheet_states.unlock, "sheet-unlock"),
    *_paper_paths("phieu/den-muon/", late.late, "sheet-late"),
    *_paper_paths("phieu/nop-muon/", late.take_late, "sheet-take-late"),
    *_paper_paths("phieu/ly-do/", reasons.reasons, "sheet-reasons"),
    *_paper_paths("phieu/nhap-lan-hai/", second.second, "sheet-second"),
    *_paper_paths("phieu/xong-lan-hai/", second.second_finish, "sheet-second-finish"),
    *_paper_paths("phieu/doi-chieu/", comparing.compare, "sheet-compare"),
    year_path("phieu/<slug:level>/", grid.grid, "grid"),
    year_path("phieu/<slug:level>/<path:scorer>/", grid.grid, "grid-peer"),
]
