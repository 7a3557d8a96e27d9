"""A unit's report as it comes in: field by field from the script, or as one ordinary form without it."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from blocs.actions.unit_reports import FieldEntry
from blocs.refusals import Invalid
from blocs.report_content import FIELDS, FIGURES, MOST_FIGURES, TEXTS
from blocs.text import clean_lines

_ODD = "Dữ liệu gửi lên không đúng dạng. Hãy tải lại trang rồi nhập tiếp."
CELLS = ("label", "measure", "planned", "value")


def posted_by_script(body: bytes) -> tuple[int, list[FieldEntry]]:
    """{"person": 5, "cells": [{"field": "results", "value": "…", "base": "…"}, …]}; raises Invalid."""
    try:
        data = json.loads(body)
        person = int(data["person"])
        entries = [FieldEntry(str(c["field"]), str(c["value"]), str(c["base"])) for c in data["cells"]]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Invalid(_ODD) from error
    names = [entry.field for entry in entries]
    if not entries or len(set(names)) != len(names) or not set(names) <= set(FIELDS):
        raise Invalid(_ODD)
    return person, entries


def typed_texts(data: QueryDict) -> dict[str, str]:
    """Every field as typed in the form: the texts, and the lines of figures as JSON."""
    lines = [line for line in _typed_lines(data) if any(cell.strip() for cell in line)]
    figures = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return {name: data.get(name, "") for name in TEXTS} | {FIGURES: figures}


def _typed_lines(data: QueryDict) -> Iterator[list[str]]:
    for number in range(2 * MOST_FIGURES):
        names = [f"{cell}-{number}" for cell in CELLS]
        if any(name in data for name in names):
            yield [data.get(name, "") for name in names]


def posted_by_form(data: QueryDict) -> list[FieldEntry]:
    """Every field, with what the page had shown as stored; raises Invalid for bases that are not ours."""
    try:
        bases: dict[str, Any] = json.loads(data.get("bases", ""))
        return [FieldEntry(name, text, str(bases[name])) for name, text in typed_texts(data).items()]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Invalid(_ODD) from error


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="Được ghi vào nhật ký cùng tên người mở lại và thời điểm.",
        error_messages={"required": "Hãy ghi lý do.", "max_length": "Lý do dài quá 500 chữ."},
    )

    def clean_reason(self) -> str:
        return clean_lines(self.cleaned_data["reason"])
