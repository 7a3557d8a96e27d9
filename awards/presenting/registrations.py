"""The table of ticks: units × titles."""

from collections import Counter
from typing import Any

from awards.actions.registrations import Pair
from awards.queries import award_lines, awards_of, facts
from blocs.context import year_url
from blocs.models import BlocYear


def registration_table(year: BlocYear, stored: list[Pair], ticked: set[Pair]) -> dict[str, Any]:
    """columns, rows of cells, totals; `others`: awards of the catalogue without a column yet.

    Columns are the awards of the year's rules, then whatever else was registered or ticked, in catalogue order. `waiting`:
    how many a unit sent that nobody answered yet.
    """
    asked = [line.rule.award for line in award_lines(year.current_rules)]
    known = {code for _unit, code in ticked.union(stored)}
    catalogue = {award.code: award for award in awards_of(year, known.union(asked))}
    codes = [*asked, *(code for code in catalogue if code in known and code not in asked)]
    known_of_year = facts(year)
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
                "url": year_url("registration-unit", year, unit=member.code),
                "waiting": known_of_year.waiting.get(member.pk, 0),
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
        "registered_count": len(known_of_year.registering),
        "waiting": sum(known_of_year.waiting.values()),
        "summary_url": year_url("registration-summary", year),
        "standings_url": year_url("registration-standings", year),
        "others": [award for code, award in catalogue.items() if code not in codes and award.for_collectives],
        "members": [(member.pk, member.name) for member in year.members],
    }
