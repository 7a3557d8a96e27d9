"""The settings of the year's papers, and issuing one."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from blocs.actions.locking import lock_year
from blocs.documents import Heading, heading_of, missing_fields, settings_of
from blocs.journal import last_anchor, record
from blocs.models import BlocYear, IssuedDocument, LegalBasis, PaperSettings, User
from blocs.refusals import Invalid, Refused
from blocs.rules import can_run_year
from blocs.storage import store
from reports.paper.outline import Paper, Proof
from reports.paper.press import content_type, file_names, render

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


@transaction.atomic
def save_paper_settings(
    *, actor: User, year: BlocYear, values: dict[str, str], bases: Sequence[Basis]
) -> None:
    """Store the page "Văn bản"; papers already issued stay as they are."""
    year = lock_year(actor=actor, year=year, may=can_run_year, even_published=True)
    stored = settings_of(year)
    old = {name: getattr(stored, name) for name in SETTING_FIELDS} if stored.pk else {}
    changed = {name: text for name, text in values.items() if old.get(name) != text}
    old_bases = [(row.text, row.valid_from, row.valid_to) for row in year.legal_bases.all()]
    new_bases = [(row.text, row.valid_from, row.valid_to) for row in bases]
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
        old={name: old.get(name, "") for name in changed},
        new=changed,
    )


def next_number(year: BlocYear, symbol: str) -> int:
    """The number after the highest of this series; a series restarts with each bloc-year."""
    last = IssuedDocument.objects.filter(year=year, symbol=symbol).order_by("-number").first()
    return 1 if last is None else last.number + 1


@transaction.atomic
def issue_paper(
    *,
    actor: User,
    year: BlocYear,
    describe: Callable[[BlocYear, Heading], Paper],
    number: int,
    dated: date,
    replaces: IssuedDocument | None = None,
) -> IssuedDocument:
    """Print a paper as PDF for good: numbered, dated, hashed, with the journal's anchor and a code on it.

    Raises Invalid when the number is taken or a needed field is empty, Refused when what it replaces is replaced.
    """
    year = lock_year(actor=actor, year=year, may=can_run_year, even_published=True)
    if missing := [field.label for field in missing_fields(year, dated) if field.blocks]:
        raise Invalid(f"Chưa ban hành được, còn thiếu: {', '.join(missing)}.")
    symbol = settings_of(year).symbol
    if IssuedDocument.objects.filter(year=year, symbol=symbol, number=number).exists():
        raise Invalid(f"Số {number:02d}/{symbol} đã dùng. Số tiếp theo là {next_number(year, symbol):02d}.")
    if replaces is not None and hasattr(replaces, "replaced_by"):
        raise Refused("Văn bản này đã được thay thế bằng văn bản khác.")
    anchor = last_anchor(year)
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(10))
    proof = Proof(code=code, target=verification_address(code), anchor=str(anchor))
    paper = describe(year, heading_of(year, number=f"{number:02d}", day=dated, draft=False, proof=proof))
    content = render(paper, "pdf")
    file = store(
        content=content,
        name=file_names(paper, "pdf").vietnamese,
        content_type=content_type("pdf"),
        year=year,
        actor=actor,
    )
    document = IssuedDocument.objects.create(
        year=year,
        kind=paper.kind,
        title=paper.name[:500],
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
    record(
        year=year,
        actor=actor,
        action="papers.issued",
        subject=f"{document} {document.title}",
        new={"number": number, "symbol": symbol, "dated": dated, "sha256": file.sha256, "code": code},
    )
    return document


def verification_address(code: str) -> str:
    """What the QR leads to: the site's page of a code, or the bare code while the site has no public address."""
    return f"{settings.BASE_URL}/kiem-tra/{code}" if settings.BASE_URL else code
