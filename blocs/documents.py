"""What every paper of a year shares: heading, signers, recipients, legal bases, and what is missing of them."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from blocs.models import BlocYear, LegalBasis, PaperSettings
from blocs.offers import offers
from blocs.terms import BlocKind, Role
from reports.paper.outline import Letterhead, Paper, Proof, Signer
from reports.paper.words import short_date

# What a draft prints where a name is to be written (documents handbook §4).
DOTTED = "." * 30
_FROM_LAST_YEAR = ("superior", "issuer", "place", "symbol", "recipients")
_BASIS = "Căn cứ"


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

    def paper(self, **own: Any) -> Paper:
        """A paper under this heading; `own` is the paper's own, and what it has otherwise than the heading."""
        shared = {field.name: getattr(self, field.name) for field in fields(self)}
        return Paper(**(shared | own))


def settings_of(year: BlocYear) -> PaperSettings:
    """The year's paper settings; unsaved suggestions where nothing was set."""
    earlier = Q(year__bloc=year.bloc_id, year__year__lt=year.year, year__is_practice=False)
    found = PaperSettings.objects.filter(Q(year=year) | earlier).order_by("-year__year").first()
    if found is not None and found.year_id == year.pk:
        return found
    return PaperSettings(year=year, **_suggested(year, found))


def _suggested(year: BlocYear, last: PaperSettings | None) -> dict[str, str]:
    """What a year's papers begin with: last year's letterhead and recipients, this year's leader as signer."""
    suggested = _plain_settings(year)
    if last is not None:
        suggested |= {name: text for name in _FROM_LAST_YEAR if (text := getattr(last, name))}
    return suggested


def _plain_settings(year: BlocYear) -> dict[str, str]:
    members = {member.role: member for member in reversed(year.members)}
    leader, deputy = members.get(Role.LEADER), members.get(Role.DEPUTY)
    title = f"{leader.representative_title} {leader.name}" if leader and leader.representative_title else ""
    kind = BlocKind(year.kind).label.upper()
    return {
        "issuer": year.bloc_label.upper(),
        "place": year.province.name if year.province else "",
        "symbol": "BTH-KTĐ" if year.kind == BlocKind.KHOI else "BTH-CTĐ",
        "leader_authority": f"TM. {kind} THI ĐUA",
        "leader_title": f"TRƯỞNG {kind}",
        "leader_unit_title": title.upper()[:150],
        "leader_name": leader.representative[:100] if leader else "",
        "deputy_name": deputy.representative[:100] if deputy else "",
        "recipients": "Hội đồng TĐKT tỉnh (để b/c)\nSở Nội vụ (để b/c)\nCác đơn vị thành viên\nLưu: VT",
    }


def renew_signers(year: BlocYear) -> None:
    """After another unit came to lead the year: its people sign, no longer those of the unit before it."""
    as_now = BlocYear.objects.select_related("province").get(pk=year.pk)
    plain = _plain_settings(as_now)
    signers = {name: plain[name] for name in ("leader_unit_title", "leader_name", "deputy_name")}
    PaperSettings.objects.filter(year=year).update(secretary_name="", **signers)


def _papers_before(year: BlocYear) -> PaperSettings | None:
    """The settings of the bloc's latest earlier year that has some."""
    earlier = PaperSettings.objects.filter(
        year__bloc=year.bloc_id, year__year__lt=year.year, year__is_practice=False
    )
    return earlier.order_by("-year__year").first()


def bases_to_edit(year: BlocYear) -> tuple[list[LegalBasis], bool]:
    """The year's legal bases, or the last year's to begin with; whether they are such a suggestion."""
    own = list(year.legal_bases.all())
    if own:
        return own, False
    last = _papers_before(year)
    suggested = list(LegalBasis.objects.filter(year=last.year_id)) if last is not None else []
    return suggested, bool(suggested)


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def valid_bases(year: BlocYear, day: date) -> list[LegalBasis]:
    """The legal bases in force on that day."""
    return [basis for basis in year.legal_bases.all() if _is_in_force(basis, day)]


def _is_in_force(basis: LegalBasis, day: date) -> bool:
    begun = basis.valid_from is None or basis.valid_from <= day
    return begun and (basis.valid_to is None or day < basis.valid_to)


def heading_of(
    year: BlocYear,
    *,
    kind: "DocumentKind | None" = None,
    number: str | None = None,
    day: date | None = None,
    draft: bool = True,
    proof: Proof | None = None,
) -> Heading:
    """The year's heading for a paper of this kind; a draft has no number and no date."""
    settings = settings_of(year)
    return Heading(
        letterhead=Letterhead(lines(settings.superior), lines(settings.issuer)),
        symbol=symbol_of(settings, kind),
        place=settings.place,
        legal_bases=tuple(_basis_line(basis) for basis in valid_bases(year, day or timezone.localdate())),
        signers=_signers(year, settings, draft=draft),
        recipients=lines(settings.recipients),
        number=number,
        day=day,
        draft=draft,
        proof=proof,
    )


def _basis_line(basis: LegalBasis) -> str:
    text = basis.text.rstrip(" ;.")
    return text if text.lower().startswith(_BASIS.lower()) else f"{_BASIS} {text}"


def _signers(year: BlocYear, settings: PaperSettings, *, draft: bool) -> tuple[Signer, ...]:
    """Secretary, deputy and leader; a draft leaves dots for a name, an issued paper leaves out who has none.

    "KT. TRƯỞNG KHỐI / PHÓ TRƯỞNG KHỐI" stands on two lines.
    """
    stated = f"{settings.leader_authority} / {settings.leader_title}"
    authority = tuple(line for part in stated.split(" / ") if (line := part.strip()))
    kind = BlocKind(year.kind).label.upper()
    every = (
        Signer(("THƯ KÝ",), name=settings.secretary_name),
        Signer((f"PHÓ TRƯỞNG {kind}",), name=settings.deputy_name),
        Signer(authority, name=settings.leader_name, title=settings.leader_unit_title),
    )
    if not draft:
        return tuple(signer for signer in every if signer.name)
    return tuple(
        signer if signer.name else Signer(signer.authority, name=DOTTED, title=signer.title)
        for signer in every
    )


# (field, what is missing, whether a paper can be issued without it)
_NEEDED = (
    ("issuer", "Tên cơ quan ban hành", True),
    ("place", "Địa danh", True),
    ("symbol", "Ký hiệu văn bản", True),
    ("leader_title", "Chức vụ người ký", True),
    ("leader_name", "Họ tên người ký", True),
    ("deputy_name", "Họ tên cấp phó", False),
    ("secretary_name", "Họ tên thư ký", False),
    ("recipients", "Nơi nhận", False),
)
_NO_BASIS = "Căn cứ pháp lý còn hiệu lực"


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not filled in; `field` is its name in the form, `blocks`: no paper is issued without it."""

    label: str
    field: str
    blocks: bool


def missing_settings(settings: PaperSettings) -> list[Missing]:
    """The empty fields alone."""
    return [Missing(label, name, blocks) for name, label, blocks in _NEEDED if not getattr(settings, name)]


def missing_fields(year: BlocYear, day: date | None = None) -> list[Missing]:
    """What is missing before printing: empty fields, no legal basis in force on the day, bases that have lapsed."""
    missing = missing_settings(settings_of(year))
    on = day or timezone.localdate()
    bases = list(year.legal_bases.all())
    if not any(_is_in_force(basis, on) for basis in bases):
        missing.append(Missing(_NO_BASIS, "bases", blocks=False))
    for basis in bases:
        if basis.valid_to is not None and basis.valid_to <= on:
            label = f"Văn bản thay cho “{basis.text}”, hết hiệu lực từ {short_date(basis.valid_to)}"
            missing.append(Missing(label, "bases", blocks=False))
    return missing


Describe = Callable[[BlocYear, Heading], Paper]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A paper the site can print; each app lists its own, gathered as DOCUMENTS in the composition.

    `abbreviation` is the kind's in the symbol ("BC", "KH", "BB"): None takes the year's symbol as it is set, empty
    means a paper without a number (a pledge, a list). `tells_scores`: points of sheets are on it, or sums of them.
    """

    kind: str
    title: str
    describe: Describe
    can_be_issued: bool = True
    abbreviation: str | None = None
    tells_scores: bool = False

    @property
    def is_numbered(self) -> bool:
        return self.abbreviation != ""


def symbol_of(settings: PaperSettings, kind: DocumentKind | None) -> str:
    """The symbol after the number: the year's as set, or with the abbreviation of the kind (NĐ 30, Phụ lục III)
    in place of its first group: "BTH-KTĐ" -> "BC-KTĐ"; empty for a kind without a number.
    """
    if kind is None or kind.abbreviation is None:
        return settings.symbol
    if not kind.is_numbered:
        return ""
    _, _, bloc = settings.symbol.partition("-")
    return f"{kind.abbreviation}-{bloc}" if bloc else kind.abbreviation


def document_kinds() -> dict[str, DocumentKind]:
    """Every kind by its name, in the order they are listed; what they describe bears the mark of a practice copy."""
    kinds: list[DocumentKind] = offers("DOCUMENTS")
    return {kind.kind: replace(kind, describe=_marking(kind.describe)) for kind in kinds}


def _marking(describe: Describe) -> Describe:
    return lambda year, heading: marked(year, describe(year, heading))


def marked(year: BlocYear, paper: Paper) -> Paper:
    """The paper with "LUYỆN TẬP" on it and in its file's name when the year is a practice copy."""
    return replace(paper, practice=True) if year.is_practice else paper
