"""Addresses of registrations, findings, votes, results and award rules.

Codes of units and awards may hold any character, a slash too, and so are paths.
"""

from django.urls import URLPattern, path

from awards.views import (
    award_rules,
    catalogue,
    findings,
    publishing,
    registration_decisions,
    registration_own,
    registration_rules,
    registrations,
    results,
    votes,
)
from blocs.addresses import year_path

urlpatterns: list[URLPattern] = [
    year_path("dang-ky/", registrations.registrations, "registrations"),
    year_path("dang-ky/tong-hop/", registration_decisions.registration_summary_page, "registration-summary"),
    year_path("dang-ky/dieu-kien/", registration_decisions.registration_standings, "registration-standings"),
    year_path("dang-ky/don-vi/<path:unit>/", registration_own.registration_unit, "registration-unit"),
    year_path("dang-ky/them/<path:unit>/", registration_own.registration_new, "registration-new"),
    year_path("dang-ky/gui/<path:unit>/", registration_own.registration_send, "registration-send"),
    year_path("dang-ky/nhan/<path:unit>/", registration_decisions.registration_accept, "registration-accept"),
    year_path(
        "dang-ky/tra-lai/<path:unit>/", registration_decisions.registration_return, "registration-return"
    ),
    year_path("dang-ky/ban-dang-ky/<path:unit>/", registration_own.registration_file, "registration-file"),
    year_path("dang-ky/muc/<int:pk>/sua/", registration_own.registration_edit, "registration-edit"),
    year_path("dang-ky/muc/<int:pk>/bo/", registration_own.registration_remove, "registration-remove"),
    year_path("dang-ky/muc/<int:pk>/rut/", registration_own.registration_take_back, "registration-take-back"),
    year_path("khong-xet/", findings.findings, "findings"),
    year_path("khong-xet/<int:pk>/rut-lai/", findings.finding_withdraw, "finding-withdraw"),
    year_path("bo-phieu/", votes.votes, "votes"),
    year_path("bo-phieu/<path:award>/xoa/", votes.vote_clear, "votes-clear"),
    year_path("bo-phieu/<path:award>/", votes.vote, "votes-award"),
    year_path("ket-qua/", results.results, "results"),
    year_path("ket-qua/niem-yet/", publishing.publish, "results-publish"),
    year_path("ket-qua/rut-niem-yet/", publishing.withdraw, "results-withdraw"),
    year_path("ket-qua/don-vi/<path:unit>/", results.why, "results-why"),
    year_path("quy-tac-dang-ky/", registration_rules.registration_rules, "award-rule-registration"),
    year_path("quy-tac-khen/", award_rules.award_rules, "award-rules"),
    year_path("quy-tac-khen/them/", award_rules.award_rule_new, "award-rule-new"),
    year_path("quy-tac-khen/<str:award>/", award_rules.award_rule_edit, "award-rule-edit"),
    year_path("quy-tac-khen/<str:award>/bo/", award_rules.award_rule_remove, "award-rule-remove"),
    year_path("quy-tac-khen/<str:award>/chuyen/", award_rules.award_rule_move, "award-rule-move"),
    path("danh-hieu/", catalogue.catalogue, name="award-catalogue"),
    path("danh-hieu/them/", catalogue.catalogue_new, name="award-catalogue-new"),
    path("danh-hieu/<int:pk>/", catalogue.catalogue_edit, name="award-catalogue-edit"),
    path("danh-hieu/<int:pk>/bo/", catalogue.catalogue_remove, name="award-catalogue-remove"),
]
