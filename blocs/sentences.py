"""The journal in Vietnamese sentences: what each entry says, with old and new values in words."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.utils import timezone

from blocs.changes import Change
from blocs.models import JournalEntry
from blocs.offers import offers
from reports.paper.words import short_date

Entry = dict[str, Any]
Sentence = Callable[[Entry], str]

HASH_DIGITS = 16
# What reading an entry of an older shape raises.
_ODD_SHAPE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_NUMBER = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as it is read: "08:30", who, in which seat, did what, why."""

    number: int
    day: date
    time: str
    name: str
    seat: str
    sentence: str
    changes: list[Change]
    reason: str
    hash: str


def shown(row: JournalEntry, entry: Entry, *, tells_scores: bool = True) -> ShownEntry:
    """`entry` is the row's text, read from JSON; without `tells_scores` nothing of a score is in what is returned."""
    if not tells_scores and entry["action"].startswith(offers("JOURNAL_SCORES")):
        entry = _withheld(entry)
    at = timezone.localtime(datetime.fromisoformat(entry["at"]))
    told = _without_reason(sentence(entry), entry)
    return ShownEntry(
        number=row.number,
        day=at.date(),
        time=at.strftime("%H:%M"),
        name=entry["name"],
        seat=entry["seat"],
        sentence=told,
        changes=[change for change in _details(entry) if not _is_told(change, told)],
        reason="" if entry["reason"] in told else entry["reason"],
        hash=row.hash[:HASH_DIGITS],
    )


def _without_reason(told: str, entry: Entry) -> str:
    """Where an entry is read, the reason has a place of its own: a column on paper, a line on the page."""
    return told.removesuffix(f", lý do: {entry['reason']}") if entry["reason"] else told


def _withheld(entry: Entry) -> Entry:
    """The same act without values and reasons: its action has no sentence, so that it is told by its subject."""
    subject = f"{entry['subject']} (số liệu và lý do chỉ tổ thư ký và Hội đồng TĐKT đọc được)"
    return entry | {"action": "", "subject": subject, "old": None, "new": None, "reason": ""}


def sentence(entry: Entry) -> str:
    """What was done, without the time and the name: "đã nộp phiếu chấm chéo của Hội Nhà báo".

    An action without a sentence, or an entry of an older shape than its sentence expects, is told plainly: the
    journal stays readable whatever was written into it.
    """
    told: Sentence | None = offers("JOURNAL_SENTENCES").get(entry["action"])
    if told is not None:
        try:
            return told(entry)
        except _ODD_SHAPE:
            pass
    subject = entry["subject"]
    return f"đã ghi một việc vào nhật ký: {subject}" if subject else "đã ghi một việc vào nhật ký"


def _is_told(change: Change, told: str) -> bool:
    """What the sentence itself names is not listed again."""
    if change.old and change.new:
        return change.label in told and f"từ {change.old} thành {change.new}" in told
    return (change.old or change.new) in told


def _details(entry: Entry) -> Iterable[Change]:
    details: Callable[[Entry], Iterable[Change]] | None = offers("JOURNAL_DETAILS").get(entry["action"])
    if details is not None:
        try:
            return list(details(entry))
        except _ODD_SHAPE:
            pass
    return changes(entry["old"], entry["new"])


def changes(old: Any, new: Any) -> Iterator[Change]:
    """The values before and after, in words; those that stayed the same are left out."""
    if isinstance(old, dict) or isinstance(new, dict):
        before = old if isinstance(old, dict) else {}
        after = new if isinstance(new, dict) else {}
        for key in [*after, *(key for key in before if key not in after)]:
            if before.get(key) != after.get(key):
                yield Change(_label(key), in_words(before.get(key), key), in_words(after.get(key), key))
    elif old != new:
        yield Change("", in_words(old), in_words(new))


def in_words(value: Any, key: str = "") -> str:
    """A stored value as it is read; `key` is the name of the field it stands in, where it has one."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        return "; ".join(in_words(item, key) for item in value)
    if isinstance(value, dict):
        listed = ((_label(inner), in_words(item, inner)) for inner, item in value.items())
        return "; ".join(f"{label}: {words}".removeprefix(": ") for label, words in listed if words)
    text = str(value)
    if word := _field_words().get(key, ("", {}))[1].get(text):
        return word
    if _DAY.fullmatch(text):
        return short_date(date.fromisoformat(text))
    if _MOMENT.match(text):
        moment = datetime.fromisoformat(text)
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        return f"{local:%H:%M} {short_date(local.date())}"
    return text.replace(".", ",") if _NUMBER.fullmatch(text) else text


def _label(key: str) -> str:
    """A field's name in words. A key that is a word already is shown; an unknown inner name never is."""
    label: str = offers("JOURNAL_FIELDS").get(key) or _field_words().get(key, ("", {}))[0]
    if label:
        return label[:1].upper() + label[1:]
    return "" if key.isascii() and key.islower() else key


@cache
def _field_words() -> dict[str, tuple[str, dict[str, str]]]:
    """Field name → (its Vietnamese name, stored value → word), where all models with that field agree."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            name = str(getattr(field, "verbose_name", ""))
            if name.isascii():
                continue
            choices = {str(value): str(label) for value, label in getattr(field, "choices", None) or []}
            found.setdefault(field.name, []).append((name, choices))
    return {name: words[0] for name, words in found.items() if all(word == words[0] for word in words)}
