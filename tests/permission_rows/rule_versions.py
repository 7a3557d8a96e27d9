"""Versions of the rules and the look at another combining rule."""

from decimal import Decimal
from typing import Any

from awards.version_review import review
from blocs.copying import copied_version
from blocs.models import BlocYear
from scoring.copying import copy_version
from tests.permission_rows import Row

_IN_YEAR = "admin board board_all secretary secretary_former head officer teller observer"
_SET_UP = "admin secretary"
_SECOND = "admin board board_all secretary"
_ONLY_READ = "board board_all secretary_former head officer teller observer"
_READERS = "board board_all secretary secretary_former"


def _draft(stage: Any) -> dict[str, Any]:
    """A draft that none of the cast wrote on, with one difference."""
    draft = copied_version(stage.year.current_rules, stage.year, number=2, reason="Biên bản họp khối")
    copy_version(stage.year.current_rules, draft)
    draft.bonus_cap = Decimal(4)
    draft.save()
    BlocYear.objects.filter(pk=stage.year.pk).update(draft_rules=draft)
    return {}


def _seen(stage: Any) -> dict[str, Any]:
    year = BlocYear.objects.select_related("bloc", "rules").get(pk=stage.year.pk)
    assert year.draft_rules is not None
    return {"seen": review(year, year.draft_rules).mark}


ROWS = [
    Row("rules-versions", get={200: _IN_YEAR}, post={422: _SET_UP, 403: _ONLY_READ}),
    Row("rules-version", get={200: _IN_YEAR}, kwargs={"number": 1}),
    # A draft is nobody's rules: by its number it does not exist.
    Row("rules-version", get={404: _IN_YEAR}, kwargs=lambda stage: _draft(stage) | {"number": 2}),
    Row("rules-review", get={200: _SECOND}, post={302: _SECOND}, kwargs=_draft, data=_seen),
    Row("rules-review", get={302: _SECOND}, post={409: _SECOND}),
    Row("rules-cancel", get={200: _SET_UP}, post={302: _SET_UP}, kwargs=_draft),
    Row("rules-ways", get={200: _SET_UP}, post={422: _SET_UP}),
    Row("results-what-if", get={200: _READERS}),
    Row("results-what-if", get={200: _READERS}, published=True),
]
