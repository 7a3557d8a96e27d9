"""Is this upload our issued PDF with signatures added, and what do the signatures say? (documents handbook §3.4–3.6)

What a signature says of itself is read by `blocs/signature_reading.py`; here the verdict is drawn. Nothing is
fetched from the network: whether a certificate was revoked is not asked, and only roots in DATA_DIR/trust are trusted.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from blocs.terms import Term
from blocs.text import fold
from blocs.time_limit import TookTooLong, within

MOST_BYTES = 20 * 1024 * 1024
# A file of ours with eleven signatures takes a fifth of a second.
_SECONDS = 8.0


class PdfVerdict(Term):
    """What is to be done with the upload; the label is a sentence for the person who sent it."""

    GOOD = (
        "good",
        "Tệp đúng là văn bản đã phát hành; mọi chữ ký số còn nguyên vẹn, nội dung không thay đổi sau khi ký.",
    )
    NEEDS_HAND_CHECK = (
        "hand_check",
        "Chữ ký số còn nguyên vẹn nhưng phần mềm ký đã ghi lại hoặc bổ sung vào tệp, nên máy không khẳng định được"
        " nội dung. Hãy mở tệp, đối chiếu từng mục với văn bản đã phát hành rồi xác nhận.",
    )
    NOT_A_PDF = "not_pdf", "Tệp này không phải PDF. Hãy chọn tệp PDF đã tải về từ đây và đã ký số."
    NO_SIGNATURE = (
        "no_signature",
        "Tệp PDF này chưa có chữ ký số nào. Hãy ký số tệp đã tải về bằng chứng thư số, lưu lại rồi tải lên tệp đã ký.",
    )
    BROKEN = (
        "broken",
        "Tệp đã bị thay đổi sau khi ký nên chữ ký số không còn hiệu lực. Hãy tải lại văn bản từ đây, ký lại và gửi"
        " ngay tệp vừa ký, không mở ra lưu hoặc in lại.",
    )
    OTHER_PLEDGE = (
        "other",
        "Tệp này là một văn bản khác của hệ thống, không phải văn bản cần ký. Hãy tải đúng văn bản ở trang này, ký"
        " rồi gửi lại.",
    )
    TOO_LARGE = (
        "too_large",
        "Tệp lớn hơn 20 MB nên không nhận. Văn bản tải về từ đây kèm chữ ký chỉ nặng vài MB; hãy ký thẳng lên tệp đó.",
    )
    ENCRYPTED = (
        "encrypted",
        "Tệp PDF đang đặt mật khẩu nên không đọc được. Hãy ký thẳng tệp đã tải về, không đặt mật khẩu, rồi tải lên.",
    )
    UNREADABLE = (
        "unreadable",
        "Tệp PDF bị hỏng hoặc tải lên chưa hết nên không đọc được. Hãy ký lại tệp đã tải về rồi tải lên lần nữa.",
    )

    @property
    def is_taken(self) -> bool:
        """Whether the file may be kept as a signed copy: as it is, or after somebody compared it by hand."""
        return self in {PdfVerdict.GOOD, PdfVerdict.NEEDS_HAND_CHECK}


class LaterChanges(Term):
    """What was added to the file after a signature, from harmless to fatal."""

    NONE = "none", "không có gì thêm sau khi ký"
    MAINTENANCE = "maintenance", "sau đó chỉ thêm dữ liệu duy trì chữ ký"
    SIGNATURES = "signatures", "sau đó chỉ thêm chữ ký khác"
    CONTENT = "content", "nội dung bị thay đổi sau khi ký"


UNVERIFIED = "chưa xác minh tổ chức cấp"


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """One digital signature, as it was found; names, issuer and time are what the signature claims.

    `serial` is the certificate's number in hexadecimal. `is_trusted`: the certificate leads to a root in
    DATA_DIR/trust and is in its period; otherwise `trust_words` is "chưa xác minh tổ chức cấp".
    """

    signer: str
    organisation: str
    issuer: str
    serial: str
    signed_at: datetime | None
    is_intact: bool
    is_valid: bool
    covers_revision: bool
    later_changes: LaterChanges
    is_trusted: bool

    @property
    def is_good(self) -> bool:
        return (
            self.is_intact
            and self.is_valid
            and self.covers_revision
            and self.later_changes is not LaterChanges.CONTENT
        )

    @property
    def trust_words(self) -> str:
        return f"{self.issuer} (đã xác minh)" if self.is_trusted else UNVERIFIED

    def is_of(self, *names: str) -> bool:
        """Whether one of the names (a person's, a unit's) stands in the certificate, accents and case apart."""
        own = f"{fold(self.signer)} | {fold(self.organisation)}"
        return any(fold(name) in own for name in names if fold(name))


@dataclass(frozen=True, slots=True)
class PdfCheck:
    """What was found out about an upload; `warnings` are sentences beside the verdict's own.

    `other` names the document it is instead, where the verdict is OTHER_PLEDGE and the caller's hook knew it.
    """

    verdict: PdfVerdict
    sha256: str
    size: int
    is_prefix: bool = False
    signatures: tuple[SignatureFact, ...] = ()
    warnings: tuple[str, ...] = ()
    other: str = ""

    @property
    def sentence(self) -> str:
        """The verdict and its warnings as one text."""
        other = f" Tệp vừa gửi là {self.other}." if self.other else ""
        return " ".join((self.verdict.label + other, *self.warnings))

    @property
    def is_trusted(self) -> bool:
        """Whether every signature's issuer is verified."""
        return bool(self.signatures) and all(fact.is_trusted for fact in self.signatures)


@dataclass(frozen=True, slots=True)
class PdfReading:
    """What `signature_reading.read` found; `kept_what_was_issued` is None where the issued bytes are no prefix."""

    signatures: tuple[SignatureFact, ...] = ()
    unknown_signatures: int = 0
    is_encrypted: bool = False
    is_readable: bool = True
    is_sloppy: bool = False
    kept_what_was_issued: bool | None = field(default=None)


def check_signed_pdf(
    issued: bytes,
    uploaded: bytes,
    *,
    expected: Iterable[str] = (),
    other: Callable[[bytes], str] | None = None,
) -> PdfCheck:
    """Compare an upload with the exact bytes that were issued, and check its digital signatures.

    `expected`: names of which one should stand in the newest signature's certificate (the person who was to sign,
    the unit); a mismatch is a warning. `other(uploaded)`: asked where the issued bytes are no prefix; the name of
    another document of ours that the file begins with, or "". Takes up to eight seconds for a file made to be slow,
    a fifth of a second otherwise, beside 0.8 s for the first call's imports (`warm()`).
    """
    digest, size = hashlib.sha256(uploaded).hexdigest(), len(uploaded)
    if refused := _refused_at_sight(uploaded):
        return PdfCheck(refused, digest, size)
    is_prefix = uploaded.startswith(issued)
    if not is_prefix and other is not None and (name := other(uploaded)):
        return PdfCheck(PdfVerdict.OTHER_PLEDGE, digest, size, other=name)
    reading = read_signatures(issued if is_prefix else b"", uploaded)
    warnings = _warnings(reading, tuple(expected))
    verdict = _verdict(reading, is_prefix=is_prefix)
    return PdfCheck(verdict, digest, size, is_prefix, reading.signatures, warnings)


def read_signatures(issued: bytes, uploaded: bytes) -> PdfReading:
    """The signatures of a PDF, whatever it is; unreadable when it takes too long."""
    from blocs.signature_reading import read

    try:
        return within(_SECONDS, lambda: read(issued, uploaded))
    except TookTooLong:
        return PdfReading(is_readable=False)


def warm() -> None:
    """Import what the first check needs, so that no person waits for it."""
    import blocs.signature_reading

    blocs.signature_reading.warm()


def longest_known_prefix(uploaded: bytes, known: Iterable[tuple[int, str]]) -> str | None:
    """The SHA-256 of the longest of our files the upload begins with, read once; `known`: (size, SHA-256) of each."""
    digests: dict[int, set[str]] = {}
    for size, digest in known:
        if 0 < size <= len(uploaded):
            digests.setdefault(size, set()).add(digest)
    found, running, position = None, hashlib.sha256(), 0
    for size in sorted(digests):
        running.update(memoryview(uploaded)[position:size])
        position = size
        if (here := running.hexdigest()) in digests[size]:
            found = here
    return found


def _refused_at_sight(uploaded: bytes) -> PdfVerdict | None:
    if len(uploaded) > MOST_BYTES:
        return PdfVerdict.TOO_LARGE
    return None if uploaded.startswith(b"%PDF-") else PdfVerdict.NOT_A_PDF


def _verdict(reading: PdfReading, *, is_prefix: bool) -> PdfVerdict:
    if reading.is_encrypted:
        return PdfVerdict.ENCRYPTED
    if not reading.is_readable:
        return PdfVerdict.UNREADABLE
    if not reading.signatures and not reading.unknown_signatures:
        return PdfVerdict.NO_SIGNATURE
    if not all(fact.is_good for fact in reading.signatures):
        return PdfVerdict.BROKEN
    is_ours = is_prefix and reading.kept_what_was_issued
    if is_ours and not reading.is_sloppy and not reading.unknown_signatures:
        return PdfVerdict.GOOD
    return PdfVerdict.NEEDS_HAND_CHECK


def _warnings(reading: PdfReading, expected: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if reading.kept_what_was_issued is False:
        found.append("Trước khi ký, tệp đã được thêm nội dung khác ngoài chữ ký vào văn bản đã phát hành.")
    if reading.unknown_signatures:
        found.append(
            f"Có {reading.unknown_signatures} chữ ký theo kiểu cũ mà hệ thống không kiểm tra được; hãy kiểm tra bằng"
            " phần mềm ký số của tổ chức cấp."
        )
    newest = reading.signatures[-1] if reading.signatures else None
    if newest is not None and any(expected) and not newest.is_of(*expected):
        names = " hoặc ".join(name for name in expected if name)
        found.append(
            f"Tên trên chứng thư số là “{newest.signer or 'không ghi'}”, khác với {names}. Hãy đối chiếu người ký."
        )
    return tuple(found)
