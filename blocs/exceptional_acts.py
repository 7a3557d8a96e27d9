"""What happened in a year beside the ordinary course: reopened, changed, late, extended, abstained (design §4).

Each app names the acts of its own (`EXCEPTIONAL_ACTS` in the composition); what they say comes from the journal, so
that nothing is told here that was not recorded there, and nothing recorded there is left out.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from blocs.models import BlocYear, JournalEntry
from blocs.offers import offers
from blocs.sentences import ShownEntry, shown
from blocs.terms import Term

Entry = dict[str, Any]


class Exceptional(Term):
    """The kinds of exceptional acts, in the order they are listed."""

    REOPENED = "reopened", "Mở lại, mở khóa"
    CHANGED = "changed", "Sửa điểm sau khi đã nộp phiếu"
    LATE = "late", "Nộp muộn, điểm đến muộn"
    EXTENDED = "extended", "Gia hạn cho từng đơn vị"
    ABSTAINED = "abstained", "Không chấm"
    DIFFERED = "differed", "Hai lần nhập khác nhau"
    OVERRIDDEN = "overridden", "Quyết định khác với đề nghị, trả lại"
    RULES = "rules", "Thay đổi quy tắc, phân công khi đã bắt đầu"
    RESULTS = "results", "Mở đính chính, phản hồi kết quả"


@dataclass(frozen=True, slots=True)
class ExceptionalAct:
    """An action of the journal that is exceptional, always or when its entry says so."""

    kind: Exceptional
    when: Callable[[Entry], bool] = lambda _entry: True


@dataclass(frozen=True, slots=True)
class ActGroup:
    """The acts of one kind in the order they were done."""

    kind: Exceptional
    acts: tuple[ShownEntry, ...]


def exceptional_acts(year: BlocYear) -> list[ActGroup]:
    """The year's exceptional acts by kind; kinds without any are there too, empty. One query."""
    known: Mapping[str, ExceptionalAct] = offers("EXCEPTIONAL_ACTS")
    # The canonical text names the action once, in its own key (blocs/journal.py).
    wanted = reduce(or_, (Q(text__contains=f'"action": "{action}"') for action in sorted(known)))
    rows = JournalEntry.objects.filter(wanted, chain__year=year).order_by("number")
    found: dict[Exceptional, list[ShownEntry]] = {kind: [] for kind in Exceptional}
    for row in rows:
        entry: Entry = json.loads(row.text)
        act = known.get(entry["action"])
        if act is not None and act.when(entry):
            found[act.kind].append(shown(row, entry))
    return [ActGroup(kind, tuple(acts)) for kind, acts in found.items()]
