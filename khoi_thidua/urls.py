"""All addresses, grouped by app."""

from django.urls import URLPattern, URLResolver, path

from khoi_thidua.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
]
