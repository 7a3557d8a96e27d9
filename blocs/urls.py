"""Addresses of people, blocs, units, years, papers and the journal."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
