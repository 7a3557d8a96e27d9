"""Signing a pledge: confirmed on the site, on paper with a scan, or with one's own certificate.

Each is safe to be sent twice: a unit that has signed is told so, and there is one signature. Nobody signs
electronically in another's name; the secretariat enters only what leaves its proof outside the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from blocs import pledge_rules
from blocs.actions.pledge_acting import (
    Ready,
    acts_told,
    append_acts,
    begin,
    begin_all,
    let_stand,
    require_turn,
    require_unlocked,
    require_window,
)
from blocs.journal import record
from blocs.models import BlocYear, Membership, PledgeAct, PledgeText, StoredFile, User
from blocs.pledge_queries import named_in
from blocs.pledge_wording import CONSENT_VERSION, check_code, consent
from blocs.received_files import ReceivedFile
from blocs.refusals import Invalid, NotAllowed
from blocs.rules import is_head_of, may_enter_for
from blocs.storage import store, store_received
from blocs.terms import PledgeDeed, SigningWay
from reports.paper.words import short_date

METHOD = "password"


@dataclass(frozen=True, slots=True)
class Signed:
    """The act that stands; `is_new` False: it stood already, and nothing was written."""

    act: PledgeAct | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Session:
    """How and from where somebody confirmed: when the password was checked, the address and the browser."""

    authenticated_at: datetime
    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What is known of a signature on paper: the day, who certifies the scan, and who signed where it was another
    than the representative the text names."""

    signed_on: date
    certified_by: str
    signer: str = ""
    signer_title: str = ""


@transaction.atomic
def confirm(*, actor: User, year: BlocYear, unit: int, shown: str, session: Session) -> Signed:
    """The unit's head, or whom it named, accepts the statement after signing in again (documents handbook §3.6)."""
    ready = begin(
        actor=actor,
        year=year,
        unit=unit,
        shown=shown,
        may=lambda user, _, m: pledge_rules.can_sign_for(user, m),
    )
    if ready.line.is_signed:
        return Signed(ready.line.act, is_new=False)
    _require_signable(ready)
    signer, title, authority = signer_of(actor, ready.text, ready.member)
    at = timezone.now()
    act = PledgeAct(
        text=ready.text,
        membership=ready.member,
        deed=PledgeDeed.SIGNED,
        way=SigningWay.CONFIRMED,
        signer=signer,
        signer_title=title,
        signed_on=timezone.localtime(at).date(),
        evidence=_evidence(ready, at)
        | {
            "consent_version": CONSENT_VERSION,
            "statement": statement(ready, signer, title),
            "signer_id": actor.pk,
            "signer": signer,
            "title": title,
            "authority": authority,
            "method": METHOD,
            "authenticated_at": session.authenticated_at.isoformat(),
            "ip": session.address,
            "agent": session.agent[:500],
        },
        by=actor,
        at=at,
    )
    return _stand(actor, ready, act)


def statement(ready: Ready, signer: str, title: str) -> str:
    digest = ready.text.file.sha256 if ready.text.file else ""
    unit = named_in(ready.text, ready.member)["name"]
    return consent(signer=signer, title=title, unit=unit, year=ready.year.year, code=check_code(digest))


def signer_of(actor: User, text: PledgeText, member: Membership) -> tuple[str, str, dict[str, Any]]:
    """The person's name and post, and by what right they sign: as head, or by a written delegation."""
    named = named_in(text, member)
    if is_head_of(actor, member):
        title = actor.position or (named["title"] if actor.full_name == named["representative"] else "")
        return actor.full_name, title, {"basis": "head"}
    delegation = pledge_rules.substitution(actor, member)
    if delegation is None:
        raise NotAllowed("Ông, bà không được ký thay đơn vị này.")
    basis = {
        "basis": "delegation",
        "document": delegation.document,
        "substitute": delegation.pk,
        "file": delegation.file.sha256 if delegation.file else None,
    }
    return actor.full_name, delegation.title or actor.position, basis


def authority_words(authority: dict[str, Any]) -> str:
    if authority["basis"] == "head":
        return "Lãnh đạo đơn vị"
    return f"Ký thay theo {authority['document']}"


def _evidence(ready: Ready, at: datetime) -> dict[str, Any]:
    """What every signature records: which bytes, which text, whose, when in UTC and in the site's zone."""
    local = timezone.localtime(at)
    return {
        "pledge": ready.text.pk,
        "version": ready.text.number,
        "fingerprint": ready.text.fingerprint,
        "pdf_sha256": ready.text.file.sha256 if ready.text.file else "",
        "unit": named_in(ready.text, ready.member)["name"],
        "server_time_utc": at.isoformat(),
        "server_time_local": local.isoformat(),
        "zone": timezone.get_current_timezone_name(),
    }


def _require_signable(ready: Ready) -> None:
    require_unlocked(ready)
    require_window(ready)
    require_turn(ready)


def _stand(actor: User, ready: Ready, act: PledgeAct) -> Signed:
    append_acts(ready.year, [act])
    let_stand([act])
    record(year=ready.year, actor=actor, action="pledge.signed", **acts_told([act]))
    return Signed(act, is_new=True)


@transaction.atomic
def record_paper(
    *,
    actor: User,
    year: BlocYear,
    units: Sequence[int],
    shown: str,
    paper: OnPaper,
    scan: ReceivedFile,
) -> list[PledgeAct]:
    """Keep a scan of what these units signed on paper; those that have signed already stay as they are.

    The secretariat records any number of units with one scan ("nhập thay"), a unit's head its own.
    """
    if not units:
        raise Invalid("Hãy chọn đơn vị đã ký trên giấy.")
    if len(units) > 1 and (paper.signer or paper.signer_title):
        raise Invalid("Ghi tên người ký khác thì chỉ chọn một đơn vị mỗi lần.")
    _require_day(year, paper.signed_on)
    every = begin_all(actor=actor, year=year, units=units, shown=shown, may=pledge_rules.can_act_for)
    readies = [ready for ready in every if not ready.line.is_signed]
    for ready in readies:
        require_unlocked(ready)
        require_window(ready)
        if not may_enter_for(actor, ready.member, ready.year):
            require_turn(ready)
    if not readies:
        return []
    year = readies[0].year
    with store_received(scan, year=year, actor=actor) as file:
        acts = append_acts(year, [_paper_act(actor, ready, paper, file) for ready in readies])
        let_stand(acts)
        record(year=year, actor=actor, action="pledge.signed", **acts_told(acts))
    return acts


def _require_day(year: BlocYear, day: date) -> None:
    if day > timezone.localdate():
        raise Invalid("Ngày ký trên giấy không được sau hôm nay.")
    if day.year < year.year - 1:
        raise Invalid(f"Ngày {short_date(day)} sớm quá đối với giao ước năm {year.year}.")


def _paper_act(actor: User, ready: Ready, paper: OnPaper, file: StoredFile) -> PledgeAct:
    named, at = named_in(ready.text, ready.member), timezone.now()
    return PledgeAct(
        text=ready.text,
        membership=ready.member,
        deed=PledgeDeed.SIGNED,
        way=SigningWay.PAPER,
        signer=paper.signer or named["representative"],
        signer_title=paper.signer_title or named["title"],
        signed_on=paper.signed_on,
        file=file,
        evidence=_evidence(ready, at) | {"certified_by": paper.certified_by, "scan_sha256": file.sha256},
        by=actor,
        entered_for=may_enter_for(actor, ready.member, ready.year),
        at=at,
    )


@transaction.atomic
def keep_signed_file(
    *,
    actor: User,
    year: BlocYear,
    unit: int,
    shown: str,
    content: bytes,
    name: str,
    signer: str,
    needs_check: bool,
    found: dict[str, Any],
) -> Signed:
    """Keep a digitally signed PDF that was checked outside the lock; `found` is what the check said, plain.

    One that needs a check by hand is kept and does not count (`pledge_checking`).
    """
    ready = begin(actor=actor, year=year, unit=unit, shown=shown, may=pledge_rules.can_act_for)
    last = ready.line.act
    if ready.line.is_signed or (
        last is not None and last.evidence.get("signed_sha256") == found["signed_sha256"]
    ):
        return Signed(last, is_new=False)
    if last is not None and last.evidence.get("returned_sha256") == found["signed_sha256"]:
        raise Invalid(
            f"Tổ thư ký đã trả lại tệp này: {last.reason.rstrip('.')}. Hãy tải lại văn bản, ký tệp đó rồi gửi."
        )
    _require_signable(ready)
    named, at = named_in(ready.text, ready.member), timezone.now()
    with store(
        content=content, name=name, content_type="application/pdf", year=ready.year, actor=actor
    ) as file:
        act = PledgeAct(
            text=ready.text,
            membership=ready.member,
            deed=PledgeDeed.SIGNED,
            way=SigningWay.DIGITAL,
            signer=signer[:150] or named["representative"],
            signer_title=named["title"] if signer in ("", named["representative"]) else "",
            signed_on=timezone.localtime(at).date(),
            file=file,
            evidence=_evidence(ready, at) | found | {"needs_check": needs_check},
            by=actor,
            entered_for=may_enter_for(actor, ready.member, ready.year),
            at=at,
        )
        if not needs_check:
            return _stand(actor, ready, act)
        append_acts(ready.year, [act])
        record(year=ready.year, actor=actor, action="pledge.file_kept", **acts_told([act]))
        return Signed(act, is_new=True)
