"""The classes (xếp loại) of a year's rules."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed
from blocs.drafting import record_edit, rules_in_edit
from blocs.editing import is_needed
from blocs.models import BlocYear, User
from blocs.refusals import Faults
from reports.paper.words import trimmed
from scoring.definitions import ClassRow
from scoring.freezing import refuse_edit_of_rules
from scoring.models import ClassBand
from scoring.rule_checks import check_classes
from scoring.stored_rules import class_rows


def classes_in_words(rows: Sequence[ClassRow]) -> list[list[str]]:
    """Name, from points and floor of each, as text; also what a page's fingerprint is made of."""
    return [[row.name, trimmed(row.from_points), trimmed(row.floor_percent)] for row in rows]


@transaction.atomic
def replace_classes(
    *, actor: User, year: BlocYear, rows: Sequence[ClassRow], base: str | None = None
) -> bool:
    """These classes instead of the present ones, highest first; False when they are the same.

    Raises Faults whose field is "<row>-<column>", rows counted from 0 as given; Refused when a score is in; Stale.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    version = rules_in_edit(year)
    stored = class_rows(version)
    wanted = sorted(rows, key=lambda row: row.from_points, reverse=True)
    before, after = classes_in_words(stored), classes_in_words(wanted)
    if before == after or (base is not None and not is_needed(base=base, current=before, wanted=after)):
        return False
    refuse_edit_of_rules(year)
    if faults := class_faults(rows):
        raise Faults(faults)
    ClassBand.objects.filter(rules=version).delete()
    ClassBand.objects.bulk_create(
        ClassBand(
            rules=version,
            position=position,
            name=row.name,
            from_points=row.from_points,
            floor_percent=row.floor_percent,
        )
        for position, row in enumerate(wanted)
    )
    rules_changed(version)
    record_edit(
        year=year,
        actor=actor,
        action="classes.changed",
        subject=str(year),
        old=class_sentences(stored),
        new=class_sentences(wanted),
    )
    return True


def class_faults(rows: Sequence[ClassRow]) -> list[tuple[str, str]]:
    """What cannot stand: ("<row>-<column>", sentence)."""
    faults = [(f"{fault.row}-{fault.column}", fault.message) for fault in check_classes(rows)]
    for index, row in enumerate(rows):
        if row.from_points < 0:
            faults.append((f"{index}-from_points", "Từ điểm không được âm."))
        if row.floor_percent is not None and not 0 <= row.floor_percent <= Decimal(100):
            faults.append((f"{index}-floor_percent", "Sàn phải từ 0 đến 100 phần trăm."))
    return faults


def class_sentences(rows: Sequence[ClassRow]) -> list[str]:
    """ "Khá: từ 70 điểm, mỗi mục ít nhất 50%"."""
    return [
        f"{row.name}: từ {trimmed(row.from_points)} điểm"
        + (f", mỗi mục ít nhất {trimmed(row.floor_percent)}%" if row.floor_percent is not None else "")
        for row in rows
    ]
