"""Addresses of registrations, findings, votes, results and award rules.

Codes of units and awards may hold any character, a slash too, and so are paths.
"""

from django.urls import URLPattern, path

from awards.views import (
    award_rules,
    bloc_reports,
    catalogue,
    commendations,
    fairness,
    findings,
    objections,
    publishing,
    registration_decisions,
    registration_own,
    registration_rules,
    registrations,
    result_proposals,
    result_versions,
    results,
    rule_versions,
    unit_history,
    unit_sheets,
    votes,
    what_if,
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
    year_path("ket-qua/xem-thu/", what_if.what_if_page, "results-what-if"),
    year_path("ket-qua/niem-yet/", publishing.publish, "results-publish"),
    year_path("ket-qua/rut-niem-yet/", publishing.withdraw, "results-withdraw"),
    year_path("ket-qua/do-dong-deu/", fairness.fairness, "results-fairness"),
    year_path("ket-qua/trinh-chieu/", results.hall, "results-hall"),
    year_path("ket-qua/phan-hoi/", objections.objections, "objections"),
    year_path("ket-qua/phan-hoi/moi/", objections.objection_new, "objection-new"),
    year_path("ket-qua/phan-hoi/<int:pk>/tra-loi/", objections.objection_answer, "objection-answer"),
    year_path("ket-qua/phan-hoi/<int:pk>/rut/", objections.objection_withdraw, "objection-withdraw"),
    year_path("ket-qua/phieu/<path:unit>/", unit_sheets.results_sheet, "results-sheet"),
    year_path("ket-qua/de-nghi/", result_proposals.proposal, "results-proposal"),
    year_path("ket-qua/de-nghi/lap/", result_proposals.propose, "results-propose"),
    year_path(
        "ket-qua/de-nghi/<int:pk>/rut/", result_proposals.proposal_withdraw, "results-proposal-withdraw"
    ),
    year_path("ket-qua/phien-ban/", result_versions.versions, "results-versions"),
    year_path("ket-qua/phien-ban/<int:number>/", result_versions.version, "results-version"),
    year_path("ket-qua/phien-ban/<int:number>/tinh-lai/", result_versions.check, "results-version-check"),
    year_path("ket-qua/phien-ban/<int:number>/ban-luu/", result_versions.record, "results-version-record"),
    year_path(
        "ket-qua/phien-ban/<int:number>/van-ban/<slug:code>/", result_versions.paper, "results-version-paper"
    ),
    year_path("ket-qua/don-vi/<path:unit>/", results.why, "results-why"),
    year_path("khen-thuong/", commendations.commendations, "commendations"),
    year_path("khen-thuong/them/", commendations.commendation_new, "commendation-new"),
    year_path("khen-thuong/<int:pk>/", commendations.commendation_edit, "commendation-edit"),
    year_path("khen-thuong/<int:pk>/xoa/", commendations.commendation_remove, "commendation-remove"),
    year_path("khen-thuong/<int:pk>/tep/", commendations.commendation_file, "commendation-file"),
    year_path("lich-su/<path:unit>/", unit_history.unit_history, "unit-history"),
    year_path("quy-tac/phien-ban/", rule_versions.versions, "rules-versions"),
    year_path("quy-tac/phien-ban/<int:number>/", rule_versions.version, "rules-version"),
    year_path("quy-tac/ban-soan/", rule_versions.version_review, "rules-review"),
    year_path("quy-tac/ban-soan/huy/", rule_versions.version_cancel, "rules-cancel"),
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
