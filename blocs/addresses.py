"""How the address of a page of a year is spelt: /khoi/<mã khối>/<năm>/…"""

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, URLPattern, path, reverse

from blocs.models import BlocYear


def year_path(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """A page of one bloc-year; the view takes `bloc` (code) and `year` (number) and what `route` captures."""
    return path(f"khoi/<slug:bloc>/<int:year>/{route}", view, name=name)


def page(name: str, year: BlocYear) -> str:
    """The address of a page of the year; empty when the site has no page of that name.

    For what lists pages of other apps (navigation, steps, things to do): the list shows the pages there are.
    """
    try:
        return reverse(name, kwargs={"bloc": year.bloc.code, "year": year.year})
    except NoReverseMatch:
        return ""
