"""Addresses of people, blocs, units, years, papers and the journal."""

from django.urls import URLPattern

from blocs.addresses import year_path
from blocs.views import pledges

urlpatterns: list[URLPattern] = [
    year_path("giao-uoc/", pledges.pledges, "pledges"),
]
