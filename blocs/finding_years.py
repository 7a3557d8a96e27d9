"""A bloc-year by its code and number, for the commands."""

from django.core.management.base import CommandError

from blocs.models import BlocYear


def year_named(bloc: str, year: int) -> BlocYear:
    """The year, or CommandError with the years there are."""
    found = BlocYear.objects.select_related("bloc", "rules", "province").filter(
        bloc__code=bloc, year=year, is_practice=False
    )
    if chosen := found.first():
        return chosen
    known = ", ".join(
        f"{y.bloc.code} {y.year}"
        for y in BlocYear.objects.select_related("bloc").filter(is_practice=False).order_by("pk")
    )
    raise CommandError(f"Không có khối “{bloc}” năm {year}. Hiện có: {known or 'chưa có năm nào'}.")
