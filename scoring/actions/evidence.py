"""Adding and taking away what a unit shows for the points it claims."""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from blocs.actions.locking import lock_year
from blocs.journal import record
from blocs.models import BlocYear, Membership, User
from blocs.received_files import ReceivedFile
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.rules import works_for
from blocs.storage import enter_received
from blocs.terms import Level, SheetState
from blocs.text import clean_lines
from blocs.transactions import locked
from reports.paper.words import short_date
from scoring.evidence_rules import LEFT, NOT_TAKEN_AWAY, NOT_THEIRS, SETTLED, Door, acts_for, door
from scoring.given_reasons import LEAST_SAID, suffices
from scoring.models import Evidence, Sheet
from scoring.queries import CriterionNode, rule_set

MOST_OF_CRITERION = 30
FOR_UNIT = "Tổ thư ký nhập thay"
_NOTHING = "Hãy ghi số, ký hiệu hoặc trích yếu của văn bản, hoặc chọn tệp."


@dataclass(frozen=True, slots=True)
class Shown:
    """One document: its number, day and summary, its file, the item of the rule it stands for ("" for all of it)."""

    title: str = ""
    number: str = ""
    dated: date | None = None
    file: ReceivedFile | None = None
    item: str = ""


@transaction.atomic
def add_evidence(
    *, actor: User, year: BlocYear, member: Membership, criterion: int, shown: Shown, reason: str = ""
) -> Evidence:
    """Keep a document for a criterion; sent twice it is there once.

    Raises Invalid without anything shown, for what is no criterion or no item of it, beyond MOST_OF_CRITERION, or
    without the reason that is needed once others have scored; NotAllowed, Refused when the unit's evidence is closed.
    """
    if not (shown.title or shown.number or shown.file):
        raise Invalid(_NOTHING)
    year, member, state = _lock(actor, year, member)
    leaf = _leaf(year, criterion, shown.item)
    now = door(actor, year, member, state)
    if now is Door.CLOSED:
        raise Refused(LEFT if member.left_on is not None else SETTLED)
    reason = clean_lines(reason) if now is Door.ADDING else ""
    if now is Door.ADDING and not suffices(reason):
        raise Invalid(f"Hãy ghi rõ lý do bổ sung ({LEAST_SAID}): người khác đã chấm đơn vị này.")
    beside = Evidence.objects.filter(membership=member, criterion=criterion)
    if (twin := _twin(beside, shown)) is not None:
        return twin
    if beside.count() >= MOST_OF_CRITERION:
        raise Invalid(f"Mỗi tiêu chí nhận nhiều nhất {MOST_OF_CRITERION} minh chứng. Hãy gộp các tệp lại.")
    with ExitStack() as files:
        file = enter_received(files, shown.file, year=year, actor=actor)
        row = Evidence.objects.create(
            membership=member,
            criterion_id=criterion,
            item=shown.item,
            title=shown.title,
            number=shown.number,
            dated=shown.dated,
            file=file,
            added_by=actor,
            entered_for=not works_for(actor, member),
        )
        _record(actor=actor, year=year, row=row, leaf=leaf, is_new=True, reason=reason)
    return row


@transaction.atomic
def remove_evidence(*, actor: User, year: BlocYear, evidence: Evidence) -> None:
    """Take evidence away while the self-sheet is being filled; its file stays stored, for the journal names it.

    Gone already is no fault. Raises NotAllowed, Refused once others score by it.
    """
    year, member, state = _lock(actor, year, evidence.membership)
    if door(actor, year, member, state) is not Door.OPEN:
        raise Refused(NOT_TAKEN_AWAY)
    row = Evidence.objects.select_related("file", "membership__unit_name").filter(pk=evidence.pk).first()
    if row is None:
        return
    leaf = next((n for n in rule_set(year.current_rules).leaves if n.criterion_id == row.criterion_id), None)
    _record(actor=actor, year=year, row=row, leaf=leaf, is_new=False)
    row.delete()


def _lock(actor: User, year: BlocYear, member: Membership) -> tuple[BlocYear, Membership, SheetState]:
    """The year, then the unit's self-sheet, whose handing in must not pass this; the unit as it is now."""
    year = lock_year(actor=actor, year=year, may=lambda _user, _year: True)
    found = next((one for one in year.members if one.pk == member.pk), None)
    if found is None:
        raise Refused("Đơn vị này không còn trong khối của năm.")
    if not acts_for(actor, year, found):
        raise NotAllowed(NOT_THEIRS)
    sheet = locked(Sheet.objects.filter(year=year, level=Level.SELF.value, scored=found)).first()
    return year, found, SheetState(sheet.state) if sheet else SheetState.FILLING


def _leaf(year: BlocYear, criterion: int, item: str) -> CriterionNode:
    leaves = rule_set(year.current_rules).leaves
    leaf = next((node for node in leaves if node.criterion_id == criterion), None)
    if leaf is None:
        raise Invalid("Tiêu chí này không còn trong bảng tiêu chí. Hãy tải lại trang.")
    if item and leaf.parameters.item(item) is None:
        raise Invalid("Mục này không còn trong tiêu chí. Hãy tải lại trang rồi chọn lại.")
    return leaf


def _twin(beside: Any, shown: Shown) -> Evidence | None:
    same = beside.filter(title=shown.title, number=shown.number, dated=shown.dated, item=shown.item)
    if shown.file is None:
        found: Evidence | None = same.filter(file=None).first()
    else:
        found = same.filter(file__sha256=hashlib.sha256(shown.file.content).hexdigest()).first()
    return found


def _record(
    *, actor: User, year: BlocYear, row: Evidence, leaf: CriterionNode | None, is_new: bool, reason: str = ""
) -> None:
    told = {
        "Số, ký hiệu": row.number,
        "Ngày": short_date(row.dated),
        "Trích yếu": row.title,
        "Mục": item.text if leaf and (item := leaf.parameters.item(row.item)) else "",
        "Tệp": row.file.name if row.file else "",
        "Mã băm SHA-256": row.file.sha256 if row.file else "",
    }
    values: dict[str, Any] = {name: value for name, value in told.items() if value}
    if not works_for(actor, row.membership):
        values[FOR_UNIT] = True
    record(
        year=year,
        actor=actor,
        action="evidence.added" if is_new else "evidence.removed",
        subject=f"tiêu chí {leaf.code if leaf else '(đã bỏ)'} của {row.membership.short_name}",
        old=None if is_new else values,
        new=values if is_new else None,
        reason=reason,
    )
