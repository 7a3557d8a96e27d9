"""What the tests of score entry share: a year of three units (A, B, C) and its secretary, found by short names."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from blocs.models import BlocYear, JournalEntry, User
from blocs.terms import Level
from scoring.actions.cell_entries import CellAnswer, CellEntry
from scoring.actions.cells import save_cells
from scoring.models import CriterionVersion, Score, Sheet
from tests.builders import bloc_year, secretary


@dataclass
class Hall:
    """A year with its secretary. Sheets are named ("A", "B"): A's peer sheet about B; or (Level.SELF, "A")."""

    year: BlocYear
    secretary: User

    @property
    def address(self) -> dict[str, Any]:
        return {"bloc": self.year.bloc.code, "year": self.year.year}

    def member(self, code: str) -> Any:
        return self.year.memberships.get(code=code)

    def sheet(self, who: str | Level, scored: str) -> Sheet:
        if isinstance(who, Level):
            return Sheet.objects.get(year=self.year, level=who, scored__code=scored)
        return Sheet.objects.get(year=self.year, level=Level.PEER, scorer__code=who, scored__code=scored)

    def criterion(self, code: str) -> int:
        return CriterionVersion.objects.get(rules=self.year.rules, code=code).criterion_id

    def entry(self, sheet: Sheet, code: str, value: str | None, base: str | None = None) -> CellEntry:
        return CellEntry(sheet.pk, self.criterion(code), points(value), points(base))

    def save(self, *entries: CellEntry, actor: User | None = None, **more: Any) -> list[CellAnswer]:
        return save_cells(actor=actor or self.secretary, **self.address, entries=list(entries), **more)

    def fill(self, sheet: Sheet, **more: str) -> None:
        """Every content leaf scored: 40, 20, 40, or as told (code with underscores)."""
        values = {"I.1": "40", "I.2": "20", "II": "40"} | {k.replace("_", "."): v for k, v in more.items()}
        self.save(*(self.entry(sheet, code, value) for code, value in values.items()))

    def stored(self, sheet: Sheet) -> dict[str, Decimal]:
        codes = dict(CriterionVersion.objects.filter(rules=self.year.rules).values_list("criterion", "code"))
        rows = Score.objects.filter(sheet=sheet, entry=1).values_list("criterion", "points")
        return {codes[criterion]: value for criterion, value in rows}


def agreed(client: Client, url: str) -> dict[str, str]:
    """What the page that shows the totals sends when its button is pressed."""
    found = re.search(r'name="dong-y" value="([^"]+)"', client.get(url).content.decode())
    return {"dong-y": found[1]} if found else {}


def points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def hall(units: int = 3, **more: Any) -> Hall:
    year = bloc_year(units=units, **more)
    return Hall(year, secretary(year))


def journal_actions() -> list[str]:
    return [json.loads(entry.text)["action"] for entry in JournalEntry.objects.order_by("pk")]


def signed_in(here: Hall, user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or here.secretary, backend="blocs.backends.IdentifierBackend")
    return client


def url(here: Hall, name: str, **more: str) -> str:
    return reverse(name, kwargs={**here.address, **more})


def peer(here: Hall, name: str = "grid-peer", scorer: str = "A") -> str:
    return url(here, name, level="cheo", scorer=scorer)


class Fields(HTMLParser):
    """The form's fields as a browser without a script would post them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            self.values[str(found["name"])] = found.get("value") or ""
            self.attributes[str(found["name"])] = found


def fields(client: Client, address: str) -> dict[str, str]:
    return Fields(client.get(address).content.decode()).values


def name_of(here: Hall, sheet: Sheet, code: str) -> str:
    return f"c{sheet.pk}-{here.criterion(code)}"
