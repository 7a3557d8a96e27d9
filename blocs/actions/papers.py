"""The settings of the year's papers, and issuing one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from blocs.actions.locking import lock_year
from blocs.documents import DocumentKind, heading_of, missing_fields, settings_of, symbol_of
from blocs.journal import last_anchor, record
from blocs.models import BlocYear, IssuedDocument, LegalBasis, PaperSettings, User
from blocs.practice import refuse_in_practice
from blocs.refusals import Invalid, Refused
from blocs.rules import can_run_year
from blocs.storage import store
from reports.paper.outline import Proof
from reports.paper.press import content_type, file_names, render
from reports.paper.words import short_date

SETTING_FIELDS = (
    "superior",
    "issuer",
    "place",
    "symbol",
    "leader_authority",
    "leader_title",
    "leader_unit_title",
    "leader_name",
    "deputy_name",
    "secretary_name",
    "recipients",
)
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis as typed."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None

    def __str__(self) -> str:
        days = [
            f"{word} {short_date(day)}"
            for word, day in (("từ", self.valid_from), ("đến trước", self.valid_to))
            if day
        ]
        return f"{self.text} ({', '.join(days)})" if days else self.text


@transaction.atomic
def save_paper_settings(
    *, actor: User, year: BlocYear, values: dict[str, str], bases: Sequence[Basis]
) -> None:
    """Store the page "Văn bản"; papers already issued stay as they are."""
    year = lock_year(actor=actor, year=year, may=can_run_year, even_published=True)
    stored = settings_of(year)
    old = {name: getattr(stored, name) for name in SETTING_FIELDS} if stored.pk else {}
    changed = {name: text for name, text in values.items() if old.get(name) != text}
    old_bases = [Basis(row.text, row.valid_from, row.valid_to) for row in year.legal_bases.all()]
    new_bases = list(bases)
    if not changed and old_bases == new_bases:
        return
    PaperSettings.objects.update_or_create(year=year, defaults=values)
    if old_bases != new_bases:
        LegalBasis.objects.filter(year=year).delete()
        LegalBasis.objects.bulk_create(
            LegalBasis(
                year=year,
                position=position,
                text=row.text,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for position, row in enumerate(bases)
        )
    record(
        year=year,
        actor=actor,
        action="papers.settings",
        subject=str(year),
        old={name: old.get(name, "") for name in changed} | _bases_entry(old_bases, new_bases, old_bases),
        new=changed | _bases_entry(old_bases, new_bases, new_bases),
    )


def _bases_entry(old: list[Basis], new: list[Basis], these: list[Basis]) -> dict[str, list[str]]:
    """These legal bases for the journal, where they changed."""
    return {} if old == new else {"legal_bases": [str(basis) for basis in these]}


def series(year: BlocYear, symbol: str, dated: date) -> QuerySet[IssuedDocument]:
    """The papers whose numbers are taken: this bloc-year's, and the bloc's of the same calendar year (NĐ 30)."""
    same_series = Q(year=year) | Q(year__bloc=year.bloc_id, year__is_practice=False, dated__year=dated.year)
    return IssuedDocument.objects.filter(same_series, symbol=symbol)


def next_number(year: BlocYear, symbol: str, dated: date) -> int:
    """The number after the highest of the series."""
    last = series(year, symbol, dated).exclude(number=None).order_by("-number").first()
    return 1 if last is None or last.number is None else last.number + 1


@transaction.atomic
def issue_paper(
    *,
    actor: User,
    year: BlocYear,
    kind: DocumentKind,
    number: int | None,
    dated: date,
    site: str,
    replaces: IssuedDocument | None = None,
) -> IssuedDocument:
    """Print a paper as PDF for good: numbered, dated, hashed, with the journal's anchor and a code on it.

    A kind without numbers takes None. `site` is the address the site is reached at, for the QR; BASE_URL goes
    before it. Raises Invalid when the number is taken or a needed field is empty, Refused in a practice copy and when what it
    replaces is replaced.
    """
    year = lock_year(actor=actor, year=year, may=can_run_year, even_published=True)
    refuse_in_practice(year, "ban hành văn bản")
    symbol = _symbol_for(year, kind, number, dated)
    if replaces is not None:
        _still_in_force(replaces)
    anchor = last_anchor(year)
    code = new_code()
    proof = Proof(code=code, target=verification_address(code, site), anchor=str(anchor))
    heading = heading_of(
        year,
        kind=kind,
        number=None if number is None else f"{number:02d}",
        day=dated,
        draft=False,
        proof=proof,
    )
    paper = kind.describe(year, heading)
    with store(
        content=render(paper, "pdf"),
        name=file_names(paper, "pdf").vietnamese,
        content_type=content_type("pdf"),
        year=year,
        actor=actor,
    ) as file:
        document = IssuedDocument.objects.create(
            year=year,
            kind=kind.kind,
            title=" – ".join((kind.title, *paper.subject))[:500],
            number=number,
            symbol=symbol,
            dated=dated,
            code=code,
            file=file,
            anchor_number=anchor.number,
            anchor_hash=anchor.hash,
            replaces=replaces,
            issued_by=actor,
        )
        _record_issue(actor, document)
    return document


def _record_issue(actor: User, document: IssuedDocument) -> None:
    replaced = {"replaces": str(document.replaces)} if document.replaces else {}
    record(
        year=document.year,
        actor=actor,
        action="papers.issued",
        subject=f"{document} {document.title}" if document.number else document.title,
        new={
            "number": document.number,
            "symbol": document.symbol,
            "dated": document.dated,
            "sha256": document.file.sha256,
            "code": document.code,
            **replaced,
        },
    )


def _symbol_for(year: BlocYear, kind: DocumentKind, number: int | None, dated: date) -> str:
    """The kind's symbol, when a paper may be issued with this number on that day."""
    if dated.year < year.year - 1:
        raise Invalid(f"Ngày {short_date(dated)} sớm quá đối với văn bản của năm {year.year}.")
    if missing := [field.label for field in missing_fields(year, dated) if field.blocks]:
        raise Invalid(f"Chưa ban hành được, còn thiếu: {', '.join(missing)}.")
    symbol = symbol_of(settings_of(year), kind)
    if not kind.is_numbered:
        if number is not None:
            raise ValueError(f"{kind.kind} bears no number")
        return symbol
    if number is None:
        raise Invalid("Nhập số của văn bản.")
    if series(year, symbol, dated).filter(number=number).exists():
        upcoming = next_number(year, symbol, dated)
        raise Invalid(f"Số {number:02d}/{symbol} đã dùng. Số tiếp theo là {upcoming:02d}.")
    return symbol


def _still_in_force(document: IssuedDocument) -> None:
    """Asked under the year's lock: two replacements of one paper cannot both stand."""
    later = IssuedDocument.objects.filter(replaces=document).first()
    if later is not None:
        raise Refused(f"Văn bản số {document} đã được thay bằng số {later}. Hãy thay thế văn bản mới nhất.")


def new_code() -> str:
    """The code of a paper, which its public page is found by: no letters that look like digits."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(10))


def verification_address(code: str, site: str) -> str:
    """The public page of a code, which the QR leads to."""
    return f"{(settings.BASE_URL or site).rstrip('/')}/kiem-tra/{code}"
