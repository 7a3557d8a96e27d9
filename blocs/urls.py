"""Addresses of people, blocs, units, years, papers and the journal."""

from django.urls import URLPattern

from blocs.addresses import year_path
from blocs.views import papers, pledges

urlpatterns: list[URLPattern] = [
    year_path("giao-uoc/", pledges.pledges, "pledges"),
    year_path("van-ban/", papers.papers, "papers"),
    year_path("van-ban/the-thuc/", papers.settings, "papers-settings"),
    year_path("van-ban/ban-hanh/<str:code>/", papers.issued, "papers-issued"),
    year_path("van-ban/<slug:kind>/ban-hanh/", papers.issue, "papers-issue"),
    year_path("van-ban/<slug:kind>.<str:extension>", papers.draft, "papers-draft"),
]
