"""Rows of different kinds in one query.

They come as JSON in one compound statement, because each further query costs a page more than reading a few hundred
small rows does (design: speed).
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind: `fields` are (name, column) pairs, `source` what follows FROM, with %s where a parameter is."""

    name: str
    fields: tuple[tuple[str, str], ...]
    source: str


def read(parts: Sequence[tuple[Part, tuple[int | str, ...]]]) -> dict[str, list[Row]]:
    """Part name -> its rows; a part without rows is there too. Days come as ISO text, answers as 0/1 or booleans."""
    statement = " UNION ALL ".join(_select(part) for part, _parameters in parts)
    found: dict[str, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, [each for _part, parameters in parts for each in parameters])
        for name, text in cursor.fetchall():
            found[name].append(json.loads(text))
    return found


@cache
def _select(part: Part) -> str:
    """One SELECT of (part, JSON object as text); both engines make the object, by another name each."""
    function = "json_object" if connection.vendor == "sqlite" else "json_build_object"
    pairs = ", ".join(f"'{name}', {column}" for name, column in part.fields)
    return f"SELECT '{part.name}', CAST({function}({pairs}) AS text) FROM {part.source}"  # noqa: S608 (constants only)
