"""Commendations written down, changed, taken out, and many at once.

A published year still takes them: decisions come months after the conference, and they move no rank.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from awards.models import Award, Commendation
from awards.rules import can_add_commendations, can_write_commendation
from blocs import rules
from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Membership, Movement, User
from blocs.received_files import ReceivedFile
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.storage import enter_received
from blocs.terms import AwardObject

GONE = "Dòng khen thưởng này không còn nữa. Hãy mở lại trang Khen thưởng."
NOT_YOURS = "Đơn vị chỉ ghi được khen thưởng của chính mình; dòng của đơn vị khác do tổ thư ký khối ghi."
OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class CommendationDetails:
    """A row as it is written: `member` and `movement` are ids of the year, `award` a code of the catalogue."""

    member: int
    award: str
    award_text: str = ""
    object: str = ""
    recipient: str = ""
    count: int | None = None
    achievement_year: int | None = None
    decision_number: str = ""
    decided_on: date | None = None
    presented_on: date | None = None
    movement: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a row may refer to in a year."""

    members: dict[int, Membership]
    awards: dict[str, Award]
    movements: dict[int, Movement]


def ground_of(year: BlocYear) -> Ground:
    """Two queries beside the members."""
    return Ground(
        {member.pk: member for member in year.members},
        {award.code: award for award in Award.objects.all()},
        {movement.pk: movement for movement in Movement.objects.filter(year=year)},
    )


def commendation_faults(details: CommendationDetails, ground: Ground) -> list[tuple[str, str]]:
    """(field, sentence) for each contradiction of a row; the form and the list from Excel say the same."""
    faults = []
    award = ground.awards.get(details.award)
    if details.member not in ground.members:
        faults.append(("member", "Đơn vị này không có trong khối năm nay. Hãy chọn lại."))
    if award is None:
        faults.append(("award", "Danh mục không có danh hiệu, hình thức này. Hãy chọn lại."))
    elif details.object == AwardObject.PERSON and not award.for_persons:
        faults.append(("object", f"{award.name} không tặng cá nhân. Hãy chọn đối tượng khác."))
    elif details.object == AwardObject.COLLECTIVE and not award.for_collectives:
        faults.append(("object", f"{award.name} không tặng tập thể. Hãy chọn đối tượng khác."))
    if details.recipient and details.count not in (None, 1):
        faults.append(("count", "Dòng có tên chỉ tính 1. Hãy bỏ trống Số lượng, hoặc bỏ trống Tên."))
    if details.movement is not None and details.movement not in ground.movements:
        faults.append(("movement", "Phong trào này không còn trong năm. Hãy chọn lại."))
    return faults + _date_faults(details)


def _date_faults(details: CommendationDetails) -> list[tuple[str, str]]:
    faults = []
    decided = details.decided_on
    if decided and details.presented_on and details.presented_on < decided:
        faults.append(("presented_on", "Ngày trao phải từ ngày quyết định trở đi."))
    if decided and details.achievement_year and details.achievement_year > decided.year:
        faults.append(("achievement_year", f"Quyết định ban hành năm {decided.year}, trước năm thành tích."))
    return faults


def commendation_state(row: Commendation) -> dict[str, Any]:
    """What a page shows and its saving is based on; plain."""
    return asdict(details_of(row)) | {"file": row.file.name if row.file else ""}


def details_of(row: Commendation) -> CommendationDetails:
    """The stored row; reads its award."""
    return CommendationDetails(
        member=row.membership_id,
        award=row.award.code,
        award_text=row.award_text,
        object=row.object,
        recipient=row.recipient,
        count=row.count,
        achievement_year=row.achievement_year,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        presented_on=row.presented_on,
        movement=row.movement_id,
    )


@transaction.atomic
def add_commendation(
    *, actor: User, year: BlocYear, details: CommendationDetails, file: ReceivedFile | None = None
) -> Commendation:
    """Write one row, last in order; the same row sent twice stays one. Raises Faults, NotAllowed."""
    year = lock_year(actor=actor, year=year, may=can_add_commendations, even_published=True)
    ground = ground_of(year)
    _check(actor, year, details, ground)
    if (twin := _twin(year, details, file)) is not None:
        return twin
    with ExitStack() as files:
        row = _unsaved(actor, year, details, ground, _next_position(year))
        row.file = enter_received(files, file, year=year, actor=actor)
        row.save()
        record(
            year=year,
            actor=actor,
            action="commendation.added",
            subject=ground.members[details.member].name,
            new=_told(commendation_state(row), ground, without={"member"}) | _entered_for(row),
        )
    return row


@transaction.atomic
def add_commendations(*, actor: User, year: BlocYear, rows: Sequence[CommendationDetails]) -> int:
    """Write many rows, all or none; returns how many. Raises Faults, with the row's number (1, 2 …) as field."""
    year = lock_year(actor=actor, year=year, may=can_add_commendations, even_published=True)
    ground = ground_of(year)
    faults = [
        (str(number), message)
        for number, details in enumerate(rows, start=1)
        for _field, message in commendation_faults(details, ground)
    ]
    if faults:
        raise Faults(faults)
    start = _next_position(year)
    made = []
    for place, details in enumerate(rows):
        _check(actor, year, details, ground)
        made.append(_unsaved(actor, year, details, ground, start + place))
    Commendation.objects.bulk_create(made)
    if made:
        told = [
            ", ".join(
                str(value)
                for value in (
                    ground.members[row.member].short_name,
                    ground.awards[row.award].name,
                    row.recipient or (f"số lượng {row.count}" if row.count is not None else ""),
                    row.decision_number,
                )
                if value
            )
            for row in rows
        ]
        record(
            year=year,
            actor=actor,
            action="commendations.listed",
            subject=str(len(made)),
            new={"Các dòng": told},
        )
    return len(made)


@transaction.atomic
def change_commendation(
    *,
    actor: User,
    year: BlocYear,
    pk: int,
    details: CommendationDetails,
    base: str,
    file: ReceivedFile | None = None,
    drop_file: bool = False,
) -> bool:
    """Store what differs; whether anything did. Raises Stale when somebody else changed the row meanwhile."""
    year = lock_year(actor=actor, year=year, may=can_add_commendations, even_published=True)
    row, ground = _find(actor, year, pk), ground_of(year)
    _check(actor, year, details, ground)
    before = commendation_state(row)
    new_file = file is not None or (drop_file and row.file is not None)
    wanted = before | asdict(details) | ({"file": "?"} if new_file else {})
    if not is_needed(base=base, current=before, wanted=wanted):
        return False
    with ExitStack() as files:
        changed = _unsaved(actor, year, details, ground, row.position)
        changed.pk, changed.entered_at = row.pk, row.entered_at
        changed.file = enter_received(files, file, year=year, actor=actor) if new_file else row.file
        changed.save(force_update=True)
        after = commendation_state(changed)
        names = {name for name in after if after[name] != before[name]} or {"file"}
        record(
            year=year,
            actor=actor,
            action="commendation.changed",
            subject=ground.members[row.membership_id].name,
            old={"Khen thưởng": row.award.name}
            | _told({name: before[name] for name in before if name in names}, ground),
            new={"Khen thưởng": changed.award.name}
            | _told({name: after[name] for name in after if name in names}, ground)
            | _entered_for(changed),
        )
    return True


@transaction.atomic
def remove_commendation(*, actor: User, year: BlocYear, pk: int, base: str) -> None:
    """Take a row out; Stale when it is no longer what the page showed."""
    year = lock_year(actor=actor, year=year, may=can_add_commendations, even_published=True)
    row, ground = _find(actor, year, pk), ground_of(year)
    before = commendation_state(row)
    is_needed(base=base, current=before, wanted=None)
    row.delete()
    record(
        year=year,
        actor=actor,
        action="commendation.removed",
        subject=ground.members[before["member"]].name,
        old=_told(before, ground, without={"member"}),
    )


def _find(actor: User, year: BlocYear, pk: int) -> Commendation:
    rows = Commendation.objects.filter(pk=pk, membership__year=year)
    row = rows.select_related("membership", "award", "file").first()
    if row is None:
        raise Refused(GONE)
    if not can_write_commendation(actor, year, row.membership):
        raise NotAllowed(NOT_YOURS)
    return row


def _check(actor: User, year: BlocYear, details: CommendationDetails, ground: Ground) -> None:
    if faults := commendation_faults(details, ground):
        raise Faults(faults)
    if not can_write_commendation(actor, year, ground.members[details.member]):
        raise NotAllowed(NOT_YOURS)


def _twin(year: BlocYear, details: CommendationDetails, file: ReceivedFile | None) -> Commendation | None:
    values = asdict(details)
    member, award, movement = values.pop("member"), values.pop("award"), values.pop("movement")
    same = Commendation.objects.filter(membership__year=year, membership_id=member, award__code=award)
    same = same.filter(movement_id=movement, **values)
    if file is None:
        return same.filter(file=None).first()
    return same.filter(file__sha256=hashlib.sha256(file.content).hexdigest()).first()


def _next_position(year: BlocYear) -> int:
    last = Commendation.objects.filter(membership__year=year).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _unsaved(
    actor: User, year: BlocYear, details: CommendationDetails, ground: Ground, position: int
) -> Commendation:
    values = asdict(details)
    member, movement = ground.members[values.pop("member")], values.pop("movement")
    return Commendation(
        membership=member,
        award=ground.awards[values.pop("award")],
        movement_id=movement,
        position=position,
        entered_by=actor,
        entered_for=rules.may_enter_for(actor, member, year),
        **values,
    )


def _entered_for(row: Commendation) -> dict[str, str]:
    return {"Nhập thay": "Tổ thư ký nhập thay đơn vị"} if row.entered_for else {}


_Word = Callable[[Any, Ground], Any]
_LABELS: dict[str, tuple[str, _Word]] = {
    "member": ("Đơn vị", lambda value, ground: ground.members[value].name),
    "award": ("Danh hiệu, hình thức", lambda value, ground: ground.awards[value].name),
    "award_text": ("Nội dung khen", lambda value, ground: value),
    "object": ("Đối tượng", lambda value, ground: AwardObject(value).label if value else ""),
    "recipient": ("Tên", lambda value, ground: value),
    "count": ("Số lượng", lambda value, ground: value),
    "achievement_year": ("Năm thành tích", lambda value, ground: value),
    "decision_number": ("Số quyết định", lambda value, ground: value),
    "decided_on": ("Ngày quyết định", lambda value, ground: value),
    "presented_on": ("Ngày trao", lambda value, ground: value),
    "movement": ("Phong trào", lambda value, ground: ground.movements[value].name if value else ""),
    "file": ("Tệp quyết định", lambda value, ground: value),
}


def _told(state: dict[str, Any], ground: Ground, *, without: set[str] = frozenset()) -> dict[str, Any]:  # type: ignore[assignment]
    """As the journal tells it: by label, in words, what is empty left out."""
    told = {
        label: word(state[name], ground)
        for name, (label, word) in _LABELS.items()
        if name in state and name not in without
    }
    return {label: value for label, value in told.items() if value not in ("", None)}
