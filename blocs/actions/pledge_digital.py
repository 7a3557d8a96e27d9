"""Signing with one's own certificate: the upload is checked before the lock is taken, then kept under it."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from blocs import pledge_rules
from blocs.actions.pledge_acting import StaleText
from blocs.actions.pledge_signing import keep_signed_file
from blocs.documents_pledge import zone_words
from blocs.models import BlocYear, PledgeText, User
from blocs.pledge_queries import named_in, party_by_id, texts_of
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.signed_pdf import (
    MOST_BYTES,
    PdfCheck,
    PdfVerdict,
    SignatureFact,
    check_signed_pdf,
    longest_known_prefix,
)
from blocs.storage import read
from blocs.text import clean

RUNS = (
    "Tệp đã ký có thêm mã lệnh, biểu mẫu động hoặc tệp kèm theo nên không nhận. Hãy tải lại văn bản từ đây, ký số tệp"
    " đó rồi gửi ngay."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an upload: whether the signature counts, and what is said about it."""

    counts: bool
    sentence: str


def sign_digitally(*, actor: User, year: BlocYear, unit: int, shown: str, upload: UploadedFile) -> Kept:
    """Check the signed PDF and keep it. Raises Invalid with what to do where it cannot be taken.

    Not ours byte for byte, or signed by somebody whose name is not the unit's: kept, to be compared by hand.
    """
    text = texts_of(year).in_force
    member = party_by_id(year, text, unit) if text is not None else None
    if text is None or text.file is None or member is None:
        raise Refused("Đơn vị chưa có bản giao ước nào để ký. Hãy mở lại trang Giao ước.")
    if not pledge_rules.can_act_for(actor, year, member):
        raise NotAllowed("Chỉ lãnh đạo đơn vị hoặc tổ thư ký gửi tệp ký số.")
    if shown != text.fingerprint:
        raise StaleText(f"Giao ước đã được thay bằng bản lần {text.number}. Hãy tải bản mới, ký lại rồi gửi.")
    if (upload.size or 0) > MOST_BYTES:
        raise Invalid(PdfVerdict.TOO_LARGE.label)
    named = named_in(text, member)
    own_name = actor.full_name if pledge_rules.can_sign_for(actor, member) else ""
    names = (named["representative"], named["name"], own_name)
    content = upload.read()
    check = check_signed_pdf(
        read(text.file), content, expected=names, other=lambda bytes_: _other_pledge(text, bytes_)
    )
    if not check.verdict.is_taken:
        raise Invalid(check.sentence)
    if _acts_when_opened(content):
        raise Invalid(RUNS)
    newest = check.signatures[-1] if check.signatures else None
    is_theirs = newest is not None and newest.is_of(*names)
    needs_check = check.verdict is PdfVerdict.NEEDS_HAND_CHECK or not is_theirs
    signed = keep_signed_file(
        actor=actor,
        year=year,
        unit=unit,
        shown=shown,
        content=content,
        name=clean(upload.name or "")[:255] or "giao-uoc-da-ky.pdf",
        signer=clean(newest.signer) if newest is not None else "",
        needs_check=needs_check,
        found=_found(check),
    )
    return _kept(check, is_new=signed.is_new, counts=not needs_check)


def _acts_when_opened(content: bytes) -> bool:
    """A signature says who signed, not that what was added beside it is harmless."""
    from blocs.pdf_contents import fault  # pyHanko takes a second to import

    return bool(fault(content))


def _kept(check: PdfCheck, *, is_new: bool, counts: bool) -> Kept:
    if not is_new:
        return Kept(counts, "Tệp này hoặc chữ ký của đơn vị đã nhận từ trước; không cần gửi lại.")
    if counts:
        who = check.signatures[-1]
        return Kept(True, f"Đã nhận tệp ký số của {who.signer}; tổ chức cấp: {who.trust_words}.")
    return Kept(False, f"Đã nhận tệp, nhưng cần kiểm tra thủ công nên chưa tính là đã ký. {check.sentence}")


def _other_pledge(text: PledgeText, content: bytes) -> str:
    """Which other pledge of ours the upload begins with, in words."""
    others = PledgeText.objects.exclude(pk=text.pk).filter(file__isnull=False).select_related("file", "year")
    known = {other.file.sha256: other for other in others if other.file is not None}
    digest = longest_known_prefix(
        content, [(row.file.size, digest) for digest, row in known.items() if row.file]
    )
    if digest is None:
        return ""
    other = known[digest]
    return f"giao ước năm {other.year.year}, bản lần {other.number}"


def _found(check: PdfCheck) -> dict[str, Any]:
    """The check as plain data, for the record of the act."""
    return {
        "signed_sha256": check.sha256,
        "verdict": check.verdict.value,
        "sentence": check.sentence,
        "is_prefix": check.is_prefix,
        "signatures": [_fact(fact) for fact in check.signatures],
    }


def _fact(fact: SignatureFact) -> dict[str, Any]:
    return {
        "signer": fact.signer,
        "organisation": fact.organisation,
        "issuer": fact.issuer,
        "serial": fact.serial,
        "trust": fact.trust_words,
        "signed_at": zone_words(fact.signed_at) if fact.signed_at else "",
    }
