"""The table of ticks: units × titles."""

from collections import Counter
from typing import Any

from awards.actions.registrations import Pair
from awards.models import Award
from awards.queries import award_lines
from blocs.models import BlocYear


def registration_table(year: BlocYear, stored: list[Pair], ticked: set[Pair]) -> dict[str, Any]:
    """columns, rows of cells, totals; `others`: awards of the catalogue without a column yet.

    Columns are the awards of the year's rules, then whatever else was registered or ticked, in catalogue order.
    """
    catalogue = {award.code: award for award in Award.objects.all()}
    asked = [line.rule.award for line in award_lines(year.current_rules)]
    known = {code for _unit, code in ticked.union(stored)}
    codes = [*asked, *(code for code in catalogue if code in known and code not in asked)]
    totals = Counter(code for _unit, code in ticked)
    kept = set(stored)
    return {
        "columns": [
            {"name": catalogue[code].name, "short": catalogue[code].short_name or catalogue[code].name}
            for code in codes
        ],
        "rows": [
            {
                "name": member.name,
                "short": member.short_name,
                "cells": [
                    {
                        "value": f"{member.pk}|{code}",
                        "label": f"{member.short_name}: {catalogue[code].name}",
                        "ticked": (member.code, code) in ticked,
                        "differs": ((member.code, code) in ticked) != ((member.code, code) in kept),
                    }
                    for code in codes
                ],
            }
            for member in year.members
        ],
        "totals": [totals[code] for code in codes],
        "registered_count": len({unit for unit, _award in stored}),
        "others": [award for code, award in catalogue.items() if code not in codes],
        "members": [(member.pk, member.name) for member in year.members],
    }
