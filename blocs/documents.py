"""What every paper of a year shares: heading, signers, recipients, legal bases, and what is missing of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from blocs.models import BlocYear, LegalBasis, PaperSettings
from blocs.offers import offers
from reports.paper.outline import Letterhead, Paper, Proof, Signer


@dataclass(frozen=True, slots=True)
class Heading:
    """The parts of a paper that come from the page "Văn bản"."""

    letterhead: Letterhead
    symbol: str
    place: str
    legal_bases: tuple[str, ...]
    signers: tuple[Signer, ...]
    recipients: tuple[str, ...]
    number: str | None = None
    day: date | None = None
    draft: bool = True
    proof: Proof | None = None


def settings_of(year: BlocYear) -> PaperSettings:
    """The year's paper settings; unsaved defaults where nothing was set."""
    return PaperSettings.objects.filter(year=year).first() or PaperSettings(
        year=year, **suggested_settings(year)
    )


def suggested_settings(year: BlocYear) -> dict[str, str]:
    """What a year's papers begin with: the bloc as issuer, the leader's head as signer."""
    leader = next((member for member in year.members if member.role == "leader"), None)
    deputy = next((member for member in year.members if member.role == "deputy"), None)
    title = f"{leader.representative_title} {leader.name}".strip() if leader else ""
    return {
        "issuer": year.bloc_label.upper(),
        "place": year.province.name if year.province else "",
        "symbol": "BTH-KTĐ",
        "leader_unit_title": title.upper() if leader and leader.representative_title else "",
        "leader_name": leader.representative if leader else "",
        "deputy_name": deputy.representative if deputy else "",
        "recipients": "Hội đồng TĐKT tỉnh (để b/c)\nSở Nội vụ (để b/c)\nCác đơn vị thành viên\nLưu: VT",
    }


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def valid_bases(year: BlocYear, day: date) -> list[LegalBasis]:
    """The legal bases in force on that day."""
    return [
        basis
        for basis in year.legal_bases.all()
        if (basis.valid_from is None or basis.valid_from <= day)
        and (basis.valid_to is None or day < basis.valid_to)
    ]


def heading_of(
    year: BlocYear,
    *,
    number: str | None = None,
    day: date | None = None,
    draft: bool = True,
    proof: Proof | None = None,
) -> Heading:
    """The year's heading; a draft has no number and no date."""
    settings = settings_of(year)
    bases = [basis.text.rstrip(" ;.") for basis in valid_bases(year, day or timezone.localdate())]
    return Heading(
        letterhead=Letterhead(lines(settings.superior), lines(settings.issuer)),
        symbol=settings.symbol,
        place=settings.place,
        legal_bases=tuple(bases),
        signers=(
            Signer(("THƯ KÝ",), name=settings.secretary_name),
            Signer(("PHÓ TRƯỞNG KHỐI",), name=settings.deputy_name),
            Signer(
                tuple(part for part in (settings.leader_authority, settings.leader_title) if part),
                name=settings.leader_name,
                title=settings.leader_unit_title,
            ),
        ),
        recipients=lines(settings.recipients),
        number=number,
        day=day,
        draft=draft,
        proof=proof,
    )


# (field, what is missing, whether a paper can be issued without it)
_NEEDED = (
    ("issuer", "Tên cơ quan ban hành", True),
    ("place", "Địa danh", True),
    ("symbol", "Ký hiệu văn bản", True),
    ("leader_title", "Chức vụ người ký", True),
    ("leader_name", "Họ tên Trưởng khối ký văn bản", True),
    ("secretary_name", "Họ tên thư ký", False),
    ("deputy_name", "Họ tên Phó khối", False),
    ("recipients", "Nơi nhận", False),
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that is not filled in; `blocks`: no paper is issued without it."""

    label: str
    blocks: bool


def missing_fields(year: BlocYear, day: date | None = None) -> list[Missing]:
    """What is missing before printing: empty fields, and no legal basis in force on the day."""
    settings = settings_of(year)
    missing = [Missing(label, blocks) for name, label, blocks in _NEEDED if not getattr(settings, name)]
    on = day or timezone.localdate()
    if not valid_bases(year, on):
        missing.append(Missing("Căn cứ pháp lý còn hiệu lực", blocks=False))
    return missing


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A paper the site can print; each app lists its own, gathered as DOCUMENTS in the composition."""

    kind: str
    title: str
    describe: Callable[[BlocYear, Heading], Paper]
    can_be_issued: bool = True


def document_kinds() -> dict[str, DocumentKind]:
    """Every kind by its name, in the order they are listed."""
    kinds: list[DocumentKind] = offers("DOCUMENTS")
    return {kind.kind: kind for kind in kinds}
