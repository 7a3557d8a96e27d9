"""How the address of a page of a year is spelt: /khoi/<mã khối>/<năm>/…"""

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, URLPattern, path, register_converter, reverse

from blocs.models import BlocYear


class YearSlug:
    """A year in an address, "2020", or its practice copy, "2020-luyen-tap" (BlocYear.slug)."""

    regex = "[0-9]{4}(?:-luyen-tap)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(YearSlug, "year")


def year_of_slug(slug: str | int) -> tuple[int, bool]:
    """The number of the year a slug names, and whether it is the practice copy."""
    number, _, copy = str(slug).partition("-")
    return int(number), bool(copy)


def year_path(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """A page of one bloc-year; the view takes `bloc` (code) and `year` (its slug) and what `route` captures."""
    return path(f"khoi/<slug:bloc>/<year:year>/{route}", view, name=name)


def page(name: str, year: BlocYear, **more: Any) -> str:
    """The address of a page of the year; empty when the site has no page of that name.

    For what lists pages of other apps (navigation, steps, things to do): the list shows the pages there are.
    """
    try:
        return reverse(name, kwargs={"bloc": year.bloc.code, "year": year.slug, **more})
    except NoReverseMatch:
        return ""
