"""Writing and checking the journal: who, in which seat, when, what, old and new, why (design §4)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from blocs.models import BlocYear, Chain, JournalEntry, User
from blocs.transactions import locked

GENESIS = "0" * 64
ANCHOR_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last number and hash of a chain, as printed on papers and checked by `verify_journal`."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash[:ANCHOR_DIGITS]}"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first broken entry of a chain."""

    chain: str
    number: int
    why: str


def chain_of(year: BlocYear | None) -> Chain:
    """The chain of a year, or of the installation; made when it is not there yet."""
    if year is None:
        chain, _ = Chain.objects.get_or_create(is_installation=True, defaults={"name": "Hệ thống"})
    else:
        chain, _ = Chain.objects.get_or_create(year=year, defaults={"name": f"{year.bloc.code} {year.slug}"})
    return chain


def _locked_chain(year: BlocYear | None) -> Chain:
    chains = Chain.objects.filter(is_installation=True) if year is None else Chain.objects.filter(year=year)
    return locked(chains).first() or locked(Chain.objects.filter(pk=chain_of(year).pk)).get()


def entry_hash(previous: str, number: int, text: str) -> str:
    """SHA-256 over the previous hash, the number and the canonical text."""
    return hashlib.sha256(f"{previous}\n{number}\n{text}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in the journal")


def record(
    *,
    year: BlocYear | None,
    actor: User | None,
    action: str,
    subject: str = "",
    old: Any = None,
    new: Any = None,
    reason: str = "",
) -> Anchor:
    """Append one entry, inside the caller's transaction; the chain is the last thing locked.

    `action` is a dotted name with a sentence in the registry of blocs/sentences.py. Returns the entry's anchor.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of the change it records")
    chain = _locked_chain(year)
    if chain.closed_at is not None:
        raise RuntimeError(f"chain {chain} is closed")
    last = chain.entries.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
    text = json.dumps(
        {
            "at": timezone.now().isoformat(),
            "actor": actor.pk if actor else None,
            "name": actor.full_name if actor else "Hệ thống",
            "seat": seat_in_words(actor, year) if actor else "",
            "action": action,
            "subject": subject,
            "old": old,
            "new": new,
            "reason": reason,
        },
        ensure_ascii=False,
        sort_keys=True,
        default=_plain,
    )
    number = last[0] + 1
    digest = entry_hash(last[1], number, text)
    JournalEntry.objects.create(chain=chain, number=number, text=text, hash=digest)
    return Anchor(number, digest)


def seat_in_words(actor: User, year: BlocYear | None) -> str:
    """The seat the person acts in: the one of this bloc first."""
    seats = actor.seats
    if year is not None:
        here = [seat for seat in seats if seat.bloc_id == year.bloc_id]
        seats = here or seats
    return str(seats[0]) if seats else ""


def close_chain(*, year: BlocYear, actor: User | None, reason: str) -> Anchor:
    """End a year's chain with an entry; the chain stays readable without its year."""
    anchor = record(year=year, actor=actor, action="journal.closed", subject=str(year), reason=reason)
    Chain.objects.filter(year=year).update(year=None, closed_at=timezone.now())
    return anchor


def last_anchor(year: BlocYear | None) -> Anchor:
    """The chain's last number and hash; 0 and the genesis hash when nothing is recorded."""
    chains = Chain.objects.filter(is_installation=True) if year is None else Chain.objects.filter(year=year)
    row = (
        JournalEntry.objects.filter(chain__in=chains)
        .order_by("-number")
        .values_list("number", "hash")
        .first()
    )
    return Anchor(*row) if row else Anchor(0, GENESIS)


def faults() -> Iterator[Fault]:
    """The first broken entry of each chain, recomputed from the stored text."""
    for chain in Chain.objects.order_by("pk"):
        previous, expected = GENESIS, 1
        rows = chain.entries.order_by("number").values_list("number", "text", "hash")
        for number, text, digest in rows.iterator(chunk_size=2000):
            if number != expected:
                yield Fault(chain.name, expected, f"thiếu mục số {expected}")
                break
            if digest != entry_hash(previous, number, text):
                yield Fault(chain.name, number, "nội dung đã bị sửa sau khi ghi")
                break
            previous, expected = digest, expected + 1


def holds_anchor(number: int, digest: str) -> bool:
    """Whether some chain has this entry with a hash that begins so (at least 16 digits)."""
    if len(digest) < ANCHOR_DIGITS:
        return False
    return JournalEntry.objects.filter(number=number, hash__startswith=digest.lower()).exists()
