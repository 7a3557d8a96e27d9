"""The installation's catalogue of titles and forms: adding, changing, and taking out what nobody ever used."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from awards.catalogue import CATALOGUE
from awards.models import (
    Award,
    AwardCondition,
    AwardRule,
    Commendation,
    Registration,
    RegistrationLimit,
    Vote,
)
from awards.rules import can_edit_catalogue
from blocs.changes import changes_between
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import RuleVersion, User
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.terms import VOTE_KEY, AwardKind, AwardLevel
from blocs.transactions import locked
from reports.paper.words import short_date

_USERS = (AwardRule, RegistrationLimit, Registration, Vote, Commendation)
_SEEDED = frozenset(code for code, *_rest in CATALOGUE)


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A row of the catalogue as it is edited; `conditions` in their order."""

    code: str
    name: str
    short_name: str
    level: AwardLevel
    kind: AwardKind
    for_collectives: bool
    for_persons: bool
    issuer: str = ""
    legal_basis: str = ""
    gap_years: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    conditions: tuple[str, ...] = ()


def award_row(award: Award) -> AwardRow:
    """The stored row; its conditions are loaded or take a query."""
    return AwardRow(
        code=award.code,
        name=award.name,
        short_name=award.short_name,
        level=AwardLevel(award.level),
        kind=AwardKind(award.kind),
        for_collectives=award.for_collectives,
        for_persons=award.for_persons,
        issuer=award.issuer,
        legal_basis=award.legal_basis,
        gap_years=award.gap_years,
        valid_from=award.valid_from,
        valid_to=award.valid_to,
        conditions=tuple(condition.text for condition in award.conditions.all()),
    )


def row_in_words(row: AwardRow) -> dict[str, str]:
    """Label -> value, for the journal and for knowing whether the page is stale."""
    objects = [word for word, on in (("tập thể", row.for_collectives), ("cá nhân", row.for_persons)) if on]
    return {
        "Mã": row.code,
        "Tên": row.name,
        "Tên gọn": row.short_name,
        "Cấp": row.level.label,
        "Loại": row.kind.label,
        "Tặng": ", ".join(objects),
        "Cấp có thẩm quyền": row.issuer,
        "Căn cứ": row.legal_basis,
        "Số năm giữa hai lần": "" if row.gap_years is None else str(row.gap_years),
        "Áp dụng từ": short_date(row.valid_from),
        "Thôi áp dụng từ": short_date(row.valid_to),
        "Điều kiện": " / ".join(row.conditions),
    }


def why_kept(award: Award) -> str:
    """Why its code stays and it is not taken out; empty for what nobody ever used. At most six queries."""
    if award.code in _SEEDED:
        return "Đây là danh hiệu có sẵn của hệ thống, nên mã giữ nguyên và không bỏ được."
    in_keys = any(
        f"{VOTE_KEY} {award.code}" in keys for keys in RuleVersion.objects.values_list("tie_keys", flat=True)
    )
    if in_keys or any(model.objects.filter(award=award).exists() for model in _USERS):
        return "Danh hiệu này đã được dùng, nên mã giữ nguyên và không bỏ được."
    return ""


@transaction.atomic
def add_award(*, actor: User, row: AwardRow) -> Award:
    """A further row, at the end. Raises Faults at the fields of AwardRow, NotAllowed."""
    _require(actor)
    _check(row, None)
    last = Award.objects.aggregate(last=Max("position"))["last"] or 0
    award = Award.objects.create(position=last + 1, **_values(row))
    _store_conditions(award, row.conditions)
    words = {label: value for label, value in row_in_words(row).items() if value}
    record(year=None, actor=actor, action="catalogue.added", subject=row.name, new=words)
    return award


@transaction.atomic
def change_award(*, actor: User, pk: int, row: AwardRow, base: str) -> bool:
    """`row` instead of what is stored; False when nothing differs. Raises Faults, Stale, Refused when it is gone."""
    _require(actor)
    award = _locked(pk)
    before = row_in_words(award_row(award))
    after = row_in_words(row)
    if not is_needed(base=base, current=before, wanted=after):
        return False
    if row.code != award.code and (sentence := why_kept(award)):
        raise Faults([("code", sentence)])
    _check(row, award)
    for name, value in _values(row).items():
        setattr(award, name, value)
    award.save()
    _store_conditions(award, row.conditions)
    changes = changes_between(before, after)
    record(
        year=None,
        actor=actor,
        action="catalogue.changed",
        subject=row.name,
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return True


@transaction.atomic
def remove_award(*, actor: User, pk: int) -> None:
    """Take out what was entered by mistake and never used. Raises Refused with what to do instead."""
    _require(actor)
    award = _locked(pk)
    if sentence := why_kept(award):
        raise Refused(f"{sentence} Muốn thôi dùng, hãy ghi ngày thôi áp dụng.")
    name = award.name
    award.delete()
    record(year=None, actor=actor, action="catalogue.removed", subject=name)


def _require(actor: User) -> None:
    actor.forget_seats()
    if not can_edit_catalogue(actor):
        raise NotAllowed(
            "Danh mục danh hiệu do quản trị hệ thống và cơ quan thường trực phụ trách mọi tỉnh sửa."
        )


def _locked(pk: int) -> Award:
    award = locked(Award.objects.filter(pk=pk)).first()
    if award is None:
        raise Refused("Danh hiệu này không còn trong danh mục. Hãy mở lại danh mục.")
    return award


def _check(row: AwardRow, own: Award | None) -> None:
    faults = []
    same = Award.objects.filter(code=row.code)
    if (same.exclude(pk=own.pk) if own else same).exists():
        faults.append(("code", f"Mã {row.code} đã có trong danh mục. Hãy dùng mã khác."))
    if not row.for_collectives and not row.for_persons:
        faults.append(("for_collectives", "Hãy chọn tặng tập thể, tặng cá nhân, hoặc cả hai."))
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        faults.append(("valid_to", "Ngày thôi áp dụng phải sau ngày bắt đầu áp dụng."))
    if faults:
        raise Faults(faults)


def _values(row: AwardRow) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "conditions"}


def _store_conditions(award: Award, texts: tuple[str, ...]) -> None:
    """A line with the same words stays the same condition, so that what units ticked stays ticked."""
    kept = {condition.text: condition for condition in AwardCondition.objects.filter(award=award)}
    AwardCondition.objects.filter(award=award).exclude(text__in=texts).delete()
    for position, text in enumerate(texts, start=1):
        condition = kept.get(text) or AwardCondition(award=award, text=text)
        condition.position = position
        condition.save()
