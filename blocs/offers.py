"""What the apps offer for things that cross the house, reached without an import to the right (design §1)."""

from importlib import import_module
from typing import Any

from django.conf import settings


def offers(name: str) -> Any:
    """The list or table called `name` in khoi_thidua/composition.py."""
    return getattr(import_module(settings.COMPOSITION), name)
