"""Addresses of registrations, findings, votes and results."""

from django.urls import URLPattern

from awards.views import award_rules, records, results
from blocs.addresses import year_path

urlpatterns: list[URLPattern] = [
    year_path("dang-ky/", records.registrations, "registrations"),
    year_path("khong-xet/", records.findings, "findings"),
    year_path("khong-xet/<int:pk>/rut-lai/", records.finding_withdraw, "finding-withdraw"),
    year_path("bo-phieu/", records.votes, "votes"),
    year_path("bo-phieu/<str:award>/", records.vote, "votes-award"),
    year_path("bo-phieu/<str:award>/xoa/", records.vote_clear, "votes-clear"),
    year_path("ket-qua/", results.results, "results"),
    year_path("ket-qua/niem-yet/", results.publish, "results-publish"),
    year_path("ket-qua/rut-niem-yet/", results.withdraw, "results-withdraw"),
    year_path("ket-qua/don-vi/<str:unit>/", results.why, "results-why"),
    year_path("quy-tac-khen/", award_rules.award_rules, "award-rules"),
    year_path("quy-tac-khen/them/", award_rules.award_rule_new, "award-rule-new"),
    year_path("quy-tac-khen/<str:award>/", award_rules.award_rule_edit, "award-rule-edit"),
    year_path("quy-tac-khen/<str:award>/bo/", award_rules.award_rule_remove, "award-rule-remove"),
    year_path("quy-tac-khen/<str:award>/chuyen/", award_rules.award_rule_move, "award-rule-move"),
]
