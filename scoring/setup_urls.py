"""Addresses of setting up the scoring of a year."""

from django.urls import URLPattern

from blocs.addresses import year_path
from scoring.views import assignments, classes, criteria, criterion_rule, rules, ways

urlpatterns: list[URLPattern] = [
    year_path("quy-tac/", rules.rules_page, "rules"),
    year_path("quy-tac/cach-cham/", ways.ways_page, "rules-ways"),
    year_path("tieu-chi/", criteria.criteria, "criteria"),
    year_path("tieu-chi/them/", criteria.criterion_new, "criterion-new"),
    year_path("tieu-chi/danh-so-lai/", criteria.criteria_renumber, "criteria-renumber"),
    year_path("tieu-chi/sua/<path:code>/", criteria.criterion_edit, "criterion-edit"),
    year_path("tieu-chi/bo/<path:code>/", criteria.criterion_remove, "criterion-remove"),
    year_path("tieu-chi/chuyen/<path:code>/", criteria.criterion_move, "criterion-move"),
    year_path("tieu-chi/quy-tac/<path:code>/", criterion_rule.criterion_rule, "criterion-rule"),
    year_path("xep-loai/", classes.classes, "classes"),
    year_path("phan-cong/", assignments.assignments, "assignments"),
    year_path("phan-cong/lan-<int:number>/", assignments.assignments_draw, "assignments-draw"),
]
