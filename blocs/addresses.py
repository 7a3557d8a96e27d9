"""How the address of a page of a year is spelt: /khoi/<mã khối>/<năm>/…"""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path


def year_path(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """A page of one bloc-year; the view takes `bloc` (code) and `year` (number) and what `route` captures."""
    return path(f"khoi/<slug:bloc>/<int:year>/{route}", view, name=name)
