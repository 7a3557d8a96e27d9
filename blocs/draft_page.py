"""What every page that edits the rules says of the version it edits (templates/blocs/includes/rules_note.html)."""

from typing import Any

from blocs.addresses import page
from blocs.drafting import is_drafting
from blocs.models import BlocYear


def draft_context(year: BlocYear, frozen: str) -> dict[str, Any]:
    """`frozen`: why the page only shows. `draft`: the version being written, None without one; `versions_url`: where
    one is begun when only scores stand in the way."""
    return {
        "frozen": frozen,
        "draft": {
            "number": year.draft_rules.number,
            "in_force": year.current_rules.number,
            "review_url": page("rules-review", year),
        }
        if is_drafting(year) and year.draft_rules
        else None,
        "versions_url": page("rules-versions", year) if frozen and not year.is_published else "",
    }
