"""Addresses of registrations, findings, votes, results and award rules.

Codes of units and awards may hold any character, a slash too, and so are paths.
"""

from django.urls import URLPattern

from awards.views import (
    award_rules,
    bloc_reports,
    commendations,
    findings,
    publishing,
    registrations,
    results,
    unit_history,
    votes,
)
from blocs.addresses import year_path

urlpatterns: list[URLPattern] = [
    year_path("dang-ky/", registrations.registrations, "registrations"),
    year_path("khong-xet/", findings.findings, "findings"),
    year_path("khong-xet/<int:pk>/rut-lai/", findings.finding_withdraw, "finding-withdraw"),
    year_path("bao-cao/<checkpoint:checkpoint>/khoi/", bloc_reports.bloc_report, "bloc-report"),
    year_path(
        "bao-cao/<checkpoint:checkpoint>/khoi/ky/", bloc_reports.bloc_report_period, "bloc-report-period"
    ),
    year_path(
        "bao-cao/<checkpoint:checkpoint>/khoi/<slug:key>/",
        bloc_reports.bloc_report_section,
        "bloc-report-section",
    ),
    year_path(
        "bao-cao/<checkpoint:checkpoint>/khoi/<slug:key>/theo-so-lieu/",
        bloc_reports.bloc_report_follow,
        "bloc-report-follow",
    ),
    year_path("bo-phieu/", votes.votes, "votes"),
    year_path("bo-phieu/<path:award>/xoa/", votes.vote_clear, "votes-clear"),
    year_path("bo-phieu/<path:award>/", votes.vote, "votes-award"),
    year_path("ket-qua/", results.results, "results"),
    year_path("ket-qua/niem-yet/", publishing.publish, "results-publish"),
    year_path("ket-qua/rut-niem-yet/", publishing.withdraw, "results-withdraw"),
    year_path("ket-qua/don-vi/<path:unit>/", results.why, "results-why"),
    year_path("khen-thuong/", commendations.commendations, "commendations"),
    year_path("khen-thuong/them/", commendations.commendation_new, "commendation-new"),
    year_path("khen-thuong/<int:pk>/", commendations.commendation_edit, "commendation-edit"),
    year_path("khen-thuong/<int:pk>/xoa/", commendations.commendation_remove, "commendation-remove"),
    year_path("khen-thuong/<int:pk>/tep/", commendations.commendation_file, "commendation-file"),
    year_path("lich-su/<path:unit>/", unit_history.unit_history, "unit-history"),
    year_path("quy-tac-khen/", award_rules.award_rules, "award-rules"),
    year_path("quy-tac-khen/them/", award_rules.award_rule_new, "award-rule-new"),
    year_path("quy-tac-khen/<str:award>/", award_rules.award_rule_edit, "award-rule-edit"),
    year_path("quy-tac-khen/<str:award>/bo/", award_rules.award_rule_remove, "award-rule-remove"),
    year_path("quy-tac-khen/<str:award>/chuyen/", award_rules.award_rule_move, "award-rule-move"),
]
