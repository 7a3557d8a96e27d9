"""Addresses of this app."""

from django.urls import URLPattern

from scoring.setup_urls import urlpatterns as setup_patterns

urlpatterns: list[URLPattern] = [*setup_patterns]
