"""The pledge's text: drafting, opening the signing (which freezes it and voids what was signed before), locking."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from blocs.actions.locking import lock_year
from blocs.actions.pledge_acting import append_acts, let_fall
from blocs.documents_pledge import canonical_of, fingerprint_of, signing_paper, template_text
from blocs.editing import Stale, is_needed
from blocs.journal import record
from blocs.models import BlocYear, Membership, PledgeAct, PledgeSignature, PledgeText, User
from blocs.pledge_notices import tell_units
from blocs.pledge_queries import Texts, text_of_last_year, texts_of
from blocs.pledge_rules import can_write_pledge
from blocs.pledge_wording import Commitment
from blocs.refusals import Invalid, Refused
from blocs.storage import store
from blocs.terms import PledgeDeed, PledgeState
from reports.paper.press import content_type, file_names, render

# Each field of a draft, as the journal names it.
_LABELS = {
    "opening": "Phần mở đầu",
    "commitments": "Nội dung giao ước",
    "closing": "Phần kết",
    "witness": "Bên chứng kiến",
    "place": "Nơi ký",
    "dated": "Ngày ký kết",
    "with_targets": "In bảng chỉ tiêu",
    "in_order": "Ký lần lượt",
}
_FIELDS = tuple(_LABELS)


@dataclass(frozen=True, slots=True)
class Wording:
    """A draft as it is typed."""

    opening: str = ""
    commitments: tuple[Commitment, ...] = ()
    closing: str = ""
    witness: str = ""
    place: str = ""
    dated: date | None = None
    with_targets: bool = True
    in_order: bool = False

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FIELDS} | {
            "commitments": [asdict(row) for row in self.commitments]
        }


def wording_of(text: PledgeText) -> Wording:
    rows = tuple(Commitment(row["heading"], row["text"]) for row in text.commitments)
    return Wording(**{name: getattr(text, name) for name in _FIELDS} | {"commitments": rows})


def wording_state(text: PledgeText) -> dict[str, Any]:
    """The draft as stored, plain, for `editing.fingerprint`."""
    return wording_of(text).fields()


@transaction.atomic
def start_text(*, actor: User, year: BlocYear, from_last_year: bool = False, reason: str = "") -> PledgeText:
    """Begin a draft: the template's words, last year's text, or the words of the text it is to replace.

    A draft that is there already is given back. Raises Invalid without a reason where a text is in force, Refused
    where last year has none.
    """
    year = lock_year(actor=actor, year=year, may=can_write_pledge)
    texts = texts_of(year)
    if texts.draft is not None:
        return texts.draft
    if texts.in_force is not None and not reason:
        raise Invalid("Đang có bản giao ước. Ghi lý do thay để các đơn vị biết vì sao phải ký lại.")
    source = _source(year, texts, from_last_year=from_last_year)
    text = PledgeText(
        year=year,
        number=texts.last_number + 1,
        reason=reason,
        written_by=actor,
        **{name: getattr(source, name) for name in _FIELDS},
    )
    if source.year_id != year.pk:
        text.dated = None
        text.opening = text.opening.replace(str(source.year.year), str(year.year))
        text.closing = text.closing.replace(str(source.year.year), str(year.year))
    text.save()
    record(
        year=year,
        actor=actor,
        action="pledge.text_started",
        subject=f"bản lần {text.number}",
        new={"Lấy từ": _source_words(source, texts, year)},
        reason=reason,
    )
    return text


def _source(year: BlocYear, texts: Texts, *, from_last_year: bool) -> PledgeText:
    if from_last_year:
        last = text_of_last_year(year)
        if last is None:
            raise Refused("Các năm trước của khối chưa có giao ước trên hệ thống. Hãy soạn từ mẫu.")
        return last
    return texts.in_force or template_text(year)


def _source_words(source: PledgeText, texts: Texts, year: BlocYear) -> str:
    if source.year_id != year.pk:
        return f"giao ước năm {source.year.year}"
    return f"bản lần {source.number}" if source is texts.in_force else "mẫu"


@transaction.atomic
def save_text(*, actor: User, year: BlocYear, wanted: Wording, base: str) -> bool:
    """Store the draft; whether anything changed. Raises Stale when somebody else changed it meanwhile."""
    year = lock_year(actor=actor, year=year, may=can_write_pledge)
    text = _draft(year)
    old, new = wording_state(text), wanted.fields()
    if not is_needed(base=base, current=old, wanted=new):
        return False
    for name in _FIELDS:
        setattr(text, name, new[name])
    text.save(update_fields=_FIELDS)
    record(
        year=year,
        actor=actor,
        action="pledge.text_changed",
        subject=f"bản lần {text.number}",
        old={_LABELS[name]: _told(old[name]) for name in _FIELDS if old[name] != new[name]},
        new={_LABELS[name]: _told(new[name]) for name in _FIELDS if old[name] != new[name]},
    )
    return True


def _told(value: Any) -> Any:
    """Commitments as the journal tells them: the headings in their order."""
    if isinstance(value, list):
        return [f"{row['heading']}: {row['text']}".rstrip(": ") for row in value]
    return value


def _draft(year: BlocYear) -> PledgeText:
    text = texts_of(year).draft
    if text is None:
        raise Refused(
            "Không có bản nháp nào: bản đã soạn đã được mở ký hoặc đã bỏ. Hãy mở lại trang Giao ước."
        )
    return text


@transaction.atomic
def discard_text(*, actor: User, year: BlocYear) -> None:
    """Throw the draft away; the text in force stays as it is."""
    year = lock_year(actor=actor, year=year, may=can_write_pledge)
    text = _draft(year)
    text.delete()
    record(year=year, actor=actor, action="pledge.text_discarded", subject=f"bản lần {text.number}")


@transaction.atomic
def open_signing(*, actor: User, year: BlocYear, shown: str) -> PledgeText:
    """Freeze the draft under its fingerprint, with the exact PDF, and void what was signed before.

    `shown` is the fingerprint of what the page showed: units and targets may have changed since. Sent twice it is
    opened once. Raises Stale, Invalid for a text without commitments or a year without units.
    """
    year = lock_year(actor=actor, year=year, may=can_write_pledge)
    texts = texts_of(year)
    if texts.draft is None and texts.in_force is not None and texts.in_force.fingerprint == shown:
        return texts.in_force
    text = _draft(year)
    canonical = canonical_of(text, year)
    if not canonical["commitments"]:
        raise Invalid("Giao ước chưa có nội dung nào. Hãy soạn ít nhất một điều rồi mở ký.")
    if not canonical["units"]:
        raise Invalid("Năm này chưa có đơn vị nào để ký. Hãy ghi các đơn vị của khối trước.")
    if fingerprint_of(canonical) != shown:
        raise Stale("Nội dung vừa có thay đổi (văn bản, đơn vị hoặc chỉ tiêu). Hãy xem lại rồi mở ký.")
    paper = signing_paper(canonical, shown)
    voided = _replace(actor, year, texts.in_force)
    with store(
        content=render(paper, "pdf"),
        name=file_names(paper, "pdf").vietnamese,
        content_type=content_type("pdf"),
        year=year,
        actor=actor,
    ) as file:
        text.state = PledgeState.OPEN
        text.canonical, text.fingerprint, text.file = canonical, shown, file
        text.opened_at, text.opened_by = timezone.now(), actor
        text.save()
        _record_opening(actor, text, voided)
        tell_units(text, members=year.members, replaced=texts.in_force is not None)
    return text


def _replace(actor: User, year: BlocYear, old: PledgeText | None) -> list[Membership]:
    """Void every standing signature, of the old text and of what was only recorded; whose they were."""
    signed = PledgeSignature.objects.filter(membership__year=year).exclude(signed_on=None)
    standing = list(signed.select_related("act", "membership__unit_name").order_by("membership__position"))
    if old is not None:
        append_acts(year, [_voided(actor, old, row) for row in standing])
        old.state = PledgeState.REPLACED
        old.save(update_fields=["state"])
    let_fall([row.membership for row in standing])
    return [row.membership for row in standing]


def _voided(actor: User, old: PledgeText, row: PledgeSignature) -> PledgeAct:
    return PledgeAct(
        text=old,
        membership=row.membership,
        deed=PledgeDeed.VOIDED,
        way=row.way,
        signer=row.signer,
        signer_title=row.signer_title,
        signed_on=row.signed_on,
        evidence={"voids": row.act.hash} if row.act is not None else {},
        by=actor,
        at=timezone.now(),
    )


def _record_opening(actor: User, text: PledgeText, voided: list[Membership]) -> None:
    record(
        year=text.year,
        actor=actor,
        action="pledge.opened",
        subject=f"bản lần {text.number}",
        new={
            "Mã nội dung": text.fingerprint,
            "Mã băm của bản PDF": text.file.sha256 if text.file else "",
            "Chữ ký hết hiệu lực": ", ".join(member.short_name for member in voided),
        },
        reason=text.reason,
    )


@transaction.atomic
def lock_text(*, actor: User, year: BlocYear, shown: str) -> PledgeText:
    """End the signing: nobody signs or takes back any more. Locking what is locked changes nothing."""
    year = lock_year(actor=actor, year=year, may=can_write_pledge)
    text = texts_of(year).in_force
    if text is None or text.fingerprint != shown:
        raise Refused("Bản giao ước đã thay đổi. Hãy mở lại trang Giao ước rồi khóa.")
    if text.state == PledgeState.LOCKED:
        return text
    text.state, text.locked_at, text.locked_by = PledgeState.LOCKED, timezone.now(), actor
    text.save(update_fields=["state", "locked_at", "locked_by"])
    signed = PledgeSignature.objects.filter(membership__year=year).exclude(signed_on=None).count()
    record(
        year=year,
        actor=actor,
        action="pledge.locked",
        subject=f"bản lần {text.number}",
        new={"Số đơn vị đã ký": f"{signed}/{len(text.canonical['units'])}"},
    )
    return text


@transaction.atomic
def unlock_text(*, actor: User, year: BlocYear, shown: str, reason: str) -> PledgeText:
    """Open a locked text's signing again, with the reason; the text and what was signed stay."""
    year = lock_year(actor=actor, year=year, may=can_write_pledge)
    text = texts_of(year).in_force
    if text is None or text.fingerprint != shown:
        raise Refused("Bản giao ước đã thay đổi. Hãy mở lại trang Giao ước.")
    if text.state == PledgeState.OPEN:
        return text
    if not reason:
        raise Invalid("Ghi lý do mở lại việc ký.")
    text.state, text.locked_at, text.locked_by = PledgeState.OPEN, None, None
    text.save(update_fields=["state", "locked_at", "locked_by"])
    record(year=year, actor=actor, action="pledge.unlocked", subject=f"bản lần {text.number}", reason=reason)
    return text
