"""Addresses of whole-year files and of the check of issued papers."""

from django.urls import URLPattern, path

from blocs.addresses import year_path
from reports.views import (
    commendation_import,
    criteria_import,
    practice,
    scores_csv,
    verification,
    workbook,
    year_package,
)

urlpatterns: list[URLPattern] = [
    path("nhap-so/", workbook.upload, name="import-year"),
    path("nhap-so/<int:pk>/", workbook.confirm, name="import-confirm"),
    path("mau-so-nam-thi-dua.xlsx", workbook.template, name="workbook-template"),
    path("kiem-tra/", verification.find, name="verification-find"),
    path("kiem-tra/<str:code>", verification.verification, name="verification"),
    year_path("tieu-chi/lay-tu-so/", criteria_import.criteria_import, "criteria-import"),
    year_path("khen-thuong/tu-excel/", commendation_import.commendation_import, "commendations-import"),
    year_path("khen-thuong/mau.xlsx", commendation_import.template, "commendations-template"),
    year_path("luyen-tap/", practice.practice, "practice"),
    year_path("luyen-tap/ket-thuc/", practice.practice_end, "practice-end"),
    year_path("so.xlsx", workbook.download, "workbook"),
    year_path("goi-ho-so.zip", year_package.year_package, "year-package"),
    year_path("diem.csv", scores_csv.scores_csv, "scores-csv"),
]
