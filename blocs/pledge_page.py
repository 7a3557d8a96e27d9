"""The contexts of the pledge's pages: the text as it is read, who has signed, what this person is asked to do."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from blocs import pledge_rules, rules
from blocs.context import year_url
from blocs.documents_pledge import PLEDGE_KIND, outline, shown_canonical, signed_words, zone_words
from blocs.documents_pledge import confirmation_of as confirmation
from blocs.models import BlocYear, IssuedDocument, Membership, PledgeAct, PledgeText, User
from blocs.pledge_queries import (
    Standing,
    Texts,
    UnitLine,
    own_parties,
    text_of_last_year,
    texts_of,
    unit_lines,
)
from blocs.pledge_windows import deadline_words, why_closed, why_locked, why_not_in_turn
from blocs.pledge_wording import check_code
from blocs.tabs import pledge_tabs
from blocs.terms import PledgeState, SigningWay
from reports.paper.layout import tidy
from reports.paper.markup import body
from reports.paper.words import short_date

TONES = {
    Standing.SIGNED: "done",
    Standing.CHECKING: "due",
    Standing.WAITING: "",
    Standing.DECLINED: "fault",
    Standing.CHANGE_ASKED: "due",
    Standing.RETURNED: "fault",
}


def as_read(text: PledgeText, year: BlocYear) -> SafeString:
    """The text as HTML, from the outline the PDF is printed from; the press escapes every text."""
    return SafeString(body(tidy(outline(shown_canonical(text, year), grid=False))))


def pdf_facts(text: PledgeText) -> dict[str, str]:
    file = text.file
    if file is None:
        return {}
    return {
        "url": year_url("pledge-pdf", text.year, number=text.number),
        "hash": file.sha256,
        "code": check_code(file.sha256),
        "size": f"{max(1, round(file.size / 1024))} KB",
    }


def pledge_context(user: User, year: BlocYear) -> dict[str, Any]:
    """The page "Giao ước"."""
    texts = texts_of(year)
    text = texts.in_force
    lines = unit_lines(year, text) if text is not None else []
    runs = pledge_rules.can_write_pledge(user, year) and not year.is_published
    sees_drafts = pledge_rules.can_see_drafts(user, year)
    own = own_parties(user, year, text)
    issued = _issued(year) if text is not None and text.state == PledgeState.LOCKED else None
    return {
        "tabs": pledge_tabs(user, year, "pledge"),
        "sentence": _sentence(year, texts, lines),
        "text": text,
        "paper": as_read(text, year) if text is not None else "",
        "pdf": pdf_facts(text) if text is not None else {},
        "renewed": _renewed(text, texts),
        "cards": [own_card(user, year, text, lines, member) for member in own] if text else [],
        "units": [unit_row(user, year, line) for line in lines],
        "desk": _desk(year, texts, lines, issued) if runs else None,
        "draft": texts.draft if sees_drafts else None,
        "hall_url": year_url("pledge-hall", year) if text is not None else "",
        "issued": issued,
        "record_url": year_url("pledges", year) if text is None and sees_drafts else "",
    }


def _sentence(year: BlocYear, texts: Texts, lines: Sequence[UnitLine]) -> str:
    if texts.in_force is None:
        return "Tổ thư ký chưa mở ký giao ước của năm này."
    signed = f"{sum(line.is_signed for line in lines)}/{len(lines)} đơn vị đã ký"
    if texts.in_force.state == PledgeState.LOCKED:
        return f"{signed}; giao ước đã khóa."
    deadline = deadline_words(year)
    return f"{signed}; {deadline}." if deadline else f"{signed}."


def _renewed(text: PledgeText | None, texts: Texts) -> str:
    if text is None or not texts.replaced:
        return ""
    old = texts.replaced[0]
    reason = text.reason.rstrip(".")
    return (
        f"Bản lần {text.number} thay bản lần {old.number}. Lý do: {reason}. Chữ ký trên bản trước đã hết hiệu lực,"
        " các đơn vị ký lại."
    )


def own_card(
    user: User, year: BlocYear, text: PledgeText, lines: Sequence[UnitLine], member: Membership
) -> dict[str, Any]:
    """What a person of the unit sees first: to sign, or that it is signed."""
    line = next(line for line in lines if line.member.pk == member.pk)
    can_sign = pledge_rules.can_sign_for(user, member)
    why = why_locked(text) or why_closed(year, member) or why_not_in_turn(text, lines, member)
    signed = line.is_signed
    return {
        "unit": member.name,
        "title": "Đã ký giao ước" if signed else f"Ký giao ước năm {year.year}",
        "when": "" if signed else deadline_words(year, member),
        "is_signed": signed,
        "state": standing_words(line),
        "note": _own_note(line, why, can_sign=can_sign),
        "url": year_url("pledge-sign", year, unit=member.code) if can_sign or signed else "",
        "button": "Xem việc đã ký" if signed else "Đọc và ký",
        "is_open": can_sign and not signed and not why,
        "substitute_url": year_url("pledge-substitute", year, unit=member.code)
        if rules.is_head_of(user, member)
        else "",
    }


def _own_note(line: UnitLine, why: str, *, can_sign: bool) -> str:
    if line.is_signed:
        return "Tổ thư ký nhập thay." if line.act is not None and line.act.entered_for else ""
    if why:
        return why
    if line.standing is Standing.CHECKING:
        return "Tệp ký số đã nhận; tổ thư ký đang đối chiếu."
    if line.act is not None and line.act.reason:
        return f"{line.standing.label}: {line.act.reason}"
    return "" if can_sign else "Lãnh đạo đơn vị, hoặc người được cử ký thay, đăng nhập để ký."


def standing_words(line: UnitLine) -> str:
    """ "Đã xác nhận điện tử lúc 08:30:15 ngày 12/01/2021 (GMT+7)"; of a signature only recorded, its way and day."""
    if line.signature is None:
        return line.standing.label
    if line.act is not None and line.signature.act_id == line.act.pk:
        return signed_words(confirmation(line.act))
    way = SigningWay(line.signature.way).label if line.signature.way else "Đã ký"
    return f"{way}, ngày {short_date(line.signature.signed_on)}"


def unit_row(user: User, year: BlocYear, line: UnitLine) -> dict[str, Any]:
    """One unit of the list everybody sees; reasons and files only for the unit and those who read all."""
    inner = pledge_rules.can_see_unit(user, year, line.member)
    runs = rules.can_run_year(user, year)
    standing = line.standing
    if not inner and not line.is_signed:
        standing = Standing.WAITING
    act = line.act
    return {
        "name": line.member.name,
        "short": line.member.short_name,
        "state": standing.label,
        "tone": TONES[standing],
        "detail": standing_words(line) if line.is_signed else "",
        "signer": line.signature.signer if line.signature else "",
        "reason": act.reason if inner and act is not None and not line.is_signed else "",
        "entered_for": bool(act is not None and act.entered_for and line.is_signed),
        "file_url": year_url("pledge-file", year, act=act.pk)
        if inner and act is not None and act.file is not None
        else "",
        "file_hash": act.file.sha256[:16] if inner and act is not None and act.file is not None else "",
        "check_url": year_url("pledge-accept", year, unit=line.member.code)
        if runs and line.standing is Standing.CHECKING
        else "",
        "url": year_url("pledge-unit", year, unit=line.member.code) if runs else "",
    }


def _desk(
    year: BlocYear, texts: Texts, lines: Sequence[UnitLine], issued: dict[str, str] | None
) -> dict[str, Any]:
    """The secretariat's acts, the next one first."""
    text, draft = texts.in_force, texts.draft
    issue_url = year_url("papers-issue", year, kind=PLEDGE_KIND)
    is_open = text is not None and text.state == PledgeState.OPEN
    return {
        "start": draft is None and text is None,
        "has_last": draft is None and text is None and text_of_last_year(year) is not None,
        "start_url": year_url("pledge-start", year),
        "write_url": year_url("pledge-write", year) if draft else "",
        "record_url": year_url("pledge-record", year) if is_open else "",
        "lock_url": year_url("pledge-lock", year) if is_open else "",
        "unlock_url": year_url("pledge-unlock", year) if text is not None and not is_open else "",
        "replace_url": year_url("pledge-start", year) if text is not None and draft is None else "",
        "issue_url": issue_url if text is not None and not is_open and issued is None else "",
        "reissue_url": f"{issue_url}?thay={issued['code']}" if issued is not None else "",
        "draft_pdf": year_url("papers-draft", year, kind=PLEDGE_KIND, extension="pdf") if text else "",
        "missing": [line.member.short_name for line in lines if not line.is_signed],
    }


def _issued(year: BlocYear) -> dict[str, str] | None:
    found = IssuedDocument.objects.filter(year=year, kind=PLEDGE_KIND, replaced_by=None).select_related(
        "file"
    )
    document = found.order_by("-pk").first()
    if document is None:
        return None
    return {
        "dated": short_date(document.dated),
        "code": document.code,
        "hash": document.file.sha256,
        "url": year_url("pledge-issued", year, code=document.code),
        "verify_url": reverse("verification", kwargs={"code": document.code}),
    }


def hall_context(year: BlocYear) -> dict[str, Any]:
    """The screen of the conference hall: who has signed, nothing else."""
    text = texts_of(year).in_force
    lines = unit_lines(year, text) if text is not None else []
    return {
        "bloc": year.bloc_label,
        "year": year.year,
        "units": [
            {"name": line.member.short_name, "is_signed": line.is_signed, "said": _hall_words(line)}
            for line in lines
        ],
        "signed": sum(line.is_signed for line in lines),
        "expected": len(lines),
        "width": f"{100 * sum(line.is_signed for line in lines) / len(lines):.1f}" if lines else "0",
        "rows": max(1, -(-len(lines) // 2)),
        "board_url": year_url("pledge-hall-board", year),
        "back_url": year_url("pledge", year),
    }


def _hall_words(line: UnitLine) -> str:
    if line.signature is None:
        return ""
    way = SigningWay(line.signature.way).label if line.signature.way else "Đã ký"
    act = line.act
    if act is None or line.signature.act_id != act.pk or way == SigningWay.PAPER.label:
        return f"{way} · {short_date(line.signature.signed_on)}"
    local = timezone.localtime(act.at)
    return f"{way} · {local:%H:%M} {short_date(local.date())}"


def act_facts(act: PledgeAct) -> list[dict[str, str]]:
    """What was recorded of a signature, for those who signed it."""
    rows = [
        ("Hình thức", SigningWay(act.way).label),
        ("Người ký", ", ".join(filter(None, (act.signer, act.signer_title)))),
        ("Thời điểm", zone_words(act.at)),
    ]
    if act.way == SigningWay.PAPER:
        rows.append(("Ngày ký trên giấy", short_date(act.signed_on)))
        rows.append(("Người xác nhận bản quét", act.evidence.get("certified_by", "")))
    for fact in act.evidence.get("signatures", []):
        rows.append(("Chữ ký số", f"{fact['signer']}; tổ chức cấp: {fact['trust']}"))
    rows.append(("Mã của bản ghi", check_code(act.hash)))
    return [{"label": label, "value": value} for label, value in rows if value]
