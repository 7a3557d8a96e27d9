"""Old and new in words, for the journal: recorded with an act, and listed below its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, in words; `label` may be empty, an absent side is empty."""

    label: str
    old: str
    new: str


def changes_between(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """What differs, in the order of `new`; both map a label to its value in words."""
    return [Change(what, old.get(what, ""), text) for what, text in new.items() if old.get(what, "") != text]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind under a heading."""

    title: str
    changes: tuple[Change, ...]
