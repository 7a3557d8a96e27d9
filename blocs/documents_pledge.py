"""The pledge as a paper (documents handbook §4.2): what it says as plain data, its fingerprint, its outline.

Page, PDF and fingerprint are all made from the same `canonical` data, so they cannot disagree.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from blocs.documents import DOTTED, DocumentKind, Heading, settings_of
from blocs.documents import lines as lines_of
from blocs.models import BlocYear, PledgeAct, PledgeText, Target
from blocs.numbers import read_number
from blocs.pledge_wording import CLOSING, COMMITMENTS, OPENING, WITNESS
from blocs.refusals import Invalid
from blocs.terms import PledgeState, SigningWay
from reports.paper.outline import (
    Align,
    AppendixHeading,
    Block,
    Cell,
    Column,
    Letterhead,
    Note,
    Page,
    Paper,
    Paragraph,
    Proof,
    Row,
    RowStyle,
    SignatureGrid,
    Signer,
    Table,
)
from reports.paper.outline import Heading as TextHeading
from reports.paper.words import short_date, trimmed

PLEDGE_KIND = "giao-uoc"
TITLE = "GIAO ƯỚC THI ĐUA"
_GRID_COLUMNS = 2


def canonical_of(text: PledgeText, year: BlocYear) -> dict[str, Any]:
    """Everything the paper says, plain: the text, the year's units in bloc order, their targets."""
    members = [member for member in year.members if member.left_on is None]
    settings = settings_of(year)
    return {
        "year": year.year,
        "bloc": year.bloc_label,
        "number": text.number,
        "superior": list(lines_of(settings.superior)),
        "issuer": list(lines_of(settings.issuer)) or [year.bloc_label.upper()],
        "place": text.place or settings.place,
        "dated": text.dated.isoformat() if text.dated else None,
        "opening": text.opening,
        "commitments": [{"heading": row["heading"], "text": row["text"]} for row in text.commitments],
        "closing": text.closing,
        "witness": text.witness,
        "units": [
            {
                "id": member.pk,
                "code": member.code,
                "name": member.name,
                "short": member.short_name,
                "representative": member.representative,
                "title": member.representative_title,
            }
            for member in members
        ],
        "targets": _targets({member.pk: member.name for member in members}) if text.with_targets else [],
    }


def _targets(units: dict[int, str]) -> list[dict[str, Any]]:
    rows = Target.objects.filter(membership__in=units).order_by("position", "pk")
    found: dict[int, list[dict[str, str]]] = {pk: [] for pk in units}
    for row in rows:
        found[row.membership_id].append(
            {"text": row.text, "measure": row.measure, "planned": trimmed(row.planned)}
        )
    return [{"unit": units[pk], "rows": listed} for pk, listed in found.items() if listed]


def fingerprint_of(canonical: dict[str, Any]) -> str:
    """SHA-256 of the canonical text: what a page shows it sends along, so that nobody signs another text."""
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def template_text(year: BlocYear) -> PledgeText:
    """An unsaved text in the template's words."""
    return PledgeText(
        year=year,
        number=1,
        opening=OPENING.format(year=year.year),
        commitments=[{"heading": row.heading, "text": row.text} for row in COMMITMENTS],
        closing=CLOSING.format(year=year.year),
        witness=WITNESS,
        place=settings_of(year).place,
    )


def shown_canonical(text: PledgeText, year: BlocYear) -> dict[str, Any]:
    """What the text says: as it was frozen, or of a draft as it would be now."""
    return text.canonical or canonical_of(text, year)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How one unit signed, as the final paper says it; `hash` is the act's, empty where none stands behind it."""

    signer: str
    title: str
    way: SigningWay
    when: str
    hash: str = ""


def zone_words(moment: datetime) -> str:
    """ "08:30:15 ngày 12/01/2021 (GMT+7)", in the site's zone."""
    local = timezone.localtime(moment)
    hours = (local.utcoffset() or timedelta()).total_seconds() / 3600
    return f"{local:%H:%M:%S} ngày {short_date(local.date())} (GMT{hours:+g})"


def outline(
    canonical: dict[str, Any],
    *,
    draft: bool = False,
    proof: Proof | None = None,
    grid: bool = True,
    confirmations: dict[int, Confirmation] | None = None,
    appendix: Sequence[Block] = (),
) -> Paper:
    """The paper of this canonical text; `confirmations` by membership id fill the signature grid.

    `grid` False leaves the places for signatures out: a page on the screen has none.
    """
    day = canonical["dated"]
    return Paper(
        kind=PLEDGE_KIND,
        title=TITLE,
        subject=(f"Năm {canonical['year']}",),
        letterhead=Letterhead(tuple(canonical["superior"]), tuple(canonical["issuer"])),
        place=canonical["place"],
        day=date.fromisoformat(day) if day else None,
        year=canonical["year"],
        draft=draft,
        proof=proof,
        proof_last=True,
        blocks=(
            *_body(canonical),
            *(_grids(canonical, confirmations or {}) if grid else ()),
            *appendix,
        ),
    )


def _body(canonical: dict[str, Any]) -> Iterator[Block]:
    yield from _paragraphs(canonical["opening"])
    units = canonical["units"]
    yield Paragraph(
        f"Chúng tôi gồm đại diện lãnh đạo {len(units):02d} đơn vị thành viên {canonical['bloc']}:",
        indent=True,
    )
    yield Table(
        (
            Column("STT", weight=8, align=Align.CENTER),
            Column("Đơn vị", weight=42),
            Column("Họ và tên", weight=25),
            Column("Chức vụ", weight=25),
        ),
        tuple(
            Row((index, unit["name"], unit["representative"] or DOTTED, unit["title"] or DOTTED))
            for index, unit in enumerate(units, start=1)
        )
        or (Row((Cell("Chưa có đơn vị", span=4, italic=True),)),),
    )
    yield Paragraph(
        f"Thống nhất ký kết giao ước thi đua năm {canonical['year']} với các nội dung sau:", indent=True
    )
    for number, row in enumerate(canonical["commitments"], start=1):
        yield TextHeading(f"{number}. {row['heading'].rstrip('.')}", level=2)
        yield from _paragraphs(row["text"])
    if canonical["targets"]:
        yield _target_table(canonical["targets"])
    yield from _paragraphs(canonical["closing"])


def _paragraphs(text: str) -> Iterator[Paragraph]:
    return (Paragraph(line) for line in lines_of(text))


def _grouped(planned: str) -> str:
    """What is fingerprinted holds the bare figures; on paper thousands stand in groups."""
    return trimmed(read_number(planned), thousands=True) if planned else ""


def _target_table(targets: Iterable[dict[str, Any]]) -> Table:
    rows: list[Row] = []
    for group in targets:
        rows.append(Row((Cell(group["unit"], span=4, align=Align.LEFT),), style=RowStyle.SECTION))
        rows += [
            Row((index, row["text"], row["measure"], _grouped(row["planned"])))
            for index, row in enumerate(group["rows"], start=1)
        ]
    return Table(
        (
            Column("TT", weight=8, align=Align.CENTER),
            Column("Chỉ tiêu", weight=56),
            Column("Đơn vị tính", weight=18, align=Align.CENTER),
            Column("Mức phấn đấu", weight=18, align=Align.CENTER),
        ),
        tuple(rows),
        caption="Chỉ tiêu thi đua của các đơn vị",
    )


def _grids(canonical: dict[str, Any], confirmations: dict[int, Confirmation]) -> Iterator[Block]:
    cells = tuple(_cell(unit, confirmations.get(unit["id"])) for unit in canonical["units"])
    if cells:
        yield SignatureGrid(cells, columns=_GRID_COLUMNS, heading="ĐẠI DIỆN CÁC ĐƠN VỊ KÝ GIAO ƯỚC")
    if canonical["witness"]:
        yield SignatureGrid((Signer(("CHỨNG KIẾN", canonical["witness"].upper())),), columns=1)


def _cell(unit: dict[str, Any], done: Confirmation | None) -> Signer:
    if done is None:
        return Signer((unit["name"].upper(), unit["title"].upper()), name=unit["representative"])
    return Signer((unit["name"].upper(), done.title.upper()), name=done.signer, note=signed_words(done))


def signed_words(done: Confirmation) -> str:
    """How the unit signed, named by what it is: a confirmation is never called a signature."""
    match done.way:
        case SigningWay.CONFIRMED:
            return f"Đã xác nhận điện tử lúc {done.when}"
        case SigningWay.DIGITAL:
            return f"Ký số trên tệp riêng, nhận {done.when}"
        case _:
            return f"Đã ký trên bản giấy, {done.when}"


def confirmation_of(act: PledgeAct) -> Confirmation:
    way = SigningWay(act.way)
    when = f"ngày {short_date(act.signed_on)}" if way is SigningWay.PAPER else zone_words(act.at)
    if way is SigningWay.DIGITAL:
        when = f"lúc {when}"
    return Confirmation(act.signer, act.signer_title, way, when, act.hash)


def confirmation_table(
    text: PledgeText, canonical: dict[str, Any], confirmations: dict[int, Confirmation]
) -> tuple[Block, ...]:
    """The last page: who signed, how, when, and the hash of each act."""
    columns = (
        Column("STT", weight=5, align=Align.CENTER),
        Column("Đơn vị", weight=26),
        Column("Người ký", weight=17),
        Column("Hình thức", weight=10, align=Align.CENTER),
        Column("Thời điểm", weight=14, align=Align.CENTER),
        Column("Mã băm SHA-256 của bản ghi", weight=28),
    )
    rows = []
    for index, unit in enumerate(canonical["units"], start=1):
        done = confirmations.get(unit["id"])
        if done is None:
            rows.append(Row((index, unit["name"], Cell("Chưa ký", span=4, italic=True))))
        else:
            who = ", ".join(filter(None, (done.signer, done.title)))
            rows.append(Row((index, unit["name"], who, done.way.label, done.when, done.hash)))
    return (
        AppendixHeading("", "BẢNG XÁC NHẬN ĐIỆN TỬ", page=Page.LANDSCAPE),
        Table(columns, tuple(rows)),
        Note(
            (
                f"Bản giao ước lần {text.number}; mã băm SHA-256 của đúng bản PDF đã ký: {text.file.sha256 if text.file else ''}",
                f"Mã nội dung của giao ước: {text.fingerprint}",
                "Xác nhận điện tử là việc đại diện đơn vị đăng nhập lại và xác nhận trong nội bộ khối, không phải chữ"
                " ký số. Chữ ký số nằm trong tệp riêng của từng đơn vị; chữ ký giấy có bản quét lưu tại tổ thư ký.",
            )
        ),
    )


def signing_paper(canonical: dict[str, Any], fingerprint: str) -> Paper:
    """What is frozen when signing opens and signed by all: each page bears the number and the fingerprint."""
    said = f"Giao ước lần {canonical['number']} · mã nội dung {fingerprint[:16]}"
    return outline(canonical, proof=Proof(anchor=said))


def pledge_paper(year: BlocYear, heading: Heading) -> Paper:
    """The kind "giao-uoc" of the page "Văn bản": a draft of what there is, or the final paper with who signed.

    Raises Invalid when the final one is asked for before the secretariat has locked the text.
    """
    text = _latest(year)
    if not heading.draft and (text is None or text.state != PledgeState.LOCKED):
        raise Invalid("Bản giao ước cuối chỉ ban hành sau khi tổ thư ký khóa việc ký ở trang Giao ước.")
    if text is None:
        return outline(canonical_of(template_text(year), year), draft=True)
    canonical = shown_canonical(text, year)
    confirmations = _confirmations(year, text)
    appendix = () if text.state == PledgeState.DRAFT else confirmation_table(text, canonical, confirmations)
    return outline(
        canonical,
        draft=heading.draft,
        proof=heading.proof,
        confirmations=confirmations,
        appendix=appendix,
    )


def _latest(year: BlocYear) -> PledgeText | None:
    """The text in force; before there is one, the draft."""
    texts = {
        text.state: text
        for text in PledgeText.objects.filter(year=year)
        .exclude(state=PledgeState.REPLACED)
        .select_related("file")
    }
    return texts.get(PledgeState.LOCKED) or texts.get(PledgeState.OPEN) or texts.get(PledgeState.DRAFT)


def _confirmations(year: BlocYear, text: PledgeText) -> dict[int, Confirmation]:
    acts = PledgeAct.objects.filter(text=text, standing__membership__year=year)
    return {act.membership_id: confirmation_of(act) for act in acts}


DOCUMENTS = [DocumentKind(PLEDGE_KIND, "Giao ước thi đua", pledge_paper, abbreviation="")]
