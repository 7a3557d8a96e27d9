"""All addresses, grouped by app."""

from django.urls import URLPattern, URLResolver, include, path

from khoi_thidua.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("blocs.urls")),
    path("", include("scoring.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
]
