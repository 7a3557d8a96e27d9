"""The chain over what units did about a year's pledges: each act's hash covers its record and the act before it.

The journal has the hash of every act as well, so that an act taken away from the end of the chain is missed there.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from blocs.models import BlocYear, PledgeAct

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first act of a year whose hash does not follow from its record; `number` counts from 1."""

    year: BlocYear
    number: int
    why: str


def act_record(act: PledgeAct) -> dict[str, Any]:
    """Everything an act says, plain; `text`, `file` and `at` of the act must be there."""
    return {
        "text": act.text.number,
        "fingerprint": act.text.fingerprint,
        "unit": act.membership_id,
        "deed": str(act.deed),
        "way": str(act.way),
        "signer": act.signer,
        "signer_title": act.signer_title,
        "signed_on": act.signed_on.isoformat() if act.signed_on else None,
        "reason": act.reason,
        "file": act.file.sha256 if act.file is not None else None,
        "evidence": act.evidence,
        "by": act.by_id,
        "entered_for": act.entered_for,
        "at": act.at.astimezone(UTC).isoformat(),
    }


def act_hash(previous: str, act: PledgeAct) -> str:
    """SHA-256 over the previous hash and the canonical record."""
    text = json.dumps(act_record(act), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def last_hash(year: BlocYear) -> str:
    """Where the next act is to be chained; asked under the year's lock."""
    acts = PledgeAct.objects.filter(text__year=year).order_by("-pk")
    return acts.values_list("hash", flat=True).first() or GENESIS


def chain_faults(year: BlocYear | None = None) -> Iterator[ChainFault]:
    """The first broken act of each year's chain (default: of every year), recomputed from what is stored."""
    acts = PledgeAct.objects.select_related("text__year__bloc", "file").order_by("text__year_id", "pk")
    if year is not None:
        acts = acts.filter(text__year=year)
    here, previous, number, broken = 0, GENESIS, 0, False
    for act in acts.iterator(chunk_size=500):
        if act.text.year_id != here:
            here, previous, number, broken = act.text.year_id, GENESIS, 0, False
        number += 1
        if broken:
            continue
        if act.previous_hash != previous:
            yield ChainFault(act.text.year, number, "không nối với việc trước nó")
            broken = True
        elif act.hash != act_hash(previous, act):
            yield ChainFault(act.text.year, number, "nội dung đã bị sửa sau khi ghi")
            broken = True
        previous = act.hash
