"""What the digital signatures of a PDF say, read by pyHanko under limits for files from strangers.

pyHanko takes a second to import: callers import this module inside functions (`blocs/signed_pdf.py`).
"""

import asyncio
import logging
import re
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from blocs.pdf_reader import BoundedReader
from blocs.signed_pdf import LaterChanges, PdfReading, SignatureFact
from blocs.text import clean

logger = logging.getLogger(__name__)

MOST_SIGNATURES = 60
_START = re.compile(rb"startxref\s+(\d+)")
# Certificates of Vietnamese issuers carry one or the other.
_KEY_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
_LATER = {
    ModificationLevel.NONE: LaterChanges.NONE,
    ModificationLevel.LTA_UPDATES: LaterChanges.MAINTENANCE,
    ModificationLevel.FORM_FILLING: LaterChanges.SIGNATURES,
}
_NAME_LENGTH = 200


def warm() -> None:
    """The imports above are all there is to warm."""


def read(issued: bytes, uploaded: bytes) -> PdfReading:
    """The signatures; `issued` is a prefix of the upload, or empty. Never raises for what a file holds."""
    try:
        return _read(issued, uploaded, strict=True)
    except Exception as error:  # a hostile file leads a library anywhere; a second, lenient look follows
        logger.info("A PDF is not strictly well-formed: %r", error)
    try:
        return _read(issued, uploaded, strict=False)
    except Exception as error:
        logger.info("A PDF could not be read: %r", error)
        return PdfReading(is_readable=False)


def _read(issued: bytes, uploaded: bytes, *, strict: bool) -> PdfReading:
    reader = BoundedReader(uploaded, strict=strict)
    if reader.encrypted:
        return PdfReading(is_encrypted=True)
    fields = sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
    if fields > MOST_SIGNATURES:
        raise PdfReadError(f"{fields} signatures")
    embedded = reader.embedded_signatures
    signatures = [found for found in embedded if found.sig_object_type == "/Sig"]
    kept = _kept(reader, issued) if issued else None
    unharmed = {found.fq_name for found in signatures if kept and _is_unharmed(reader, found)}
    return PdfReading(
        signatures=tuple(asyncio.run(_facts(signatures, unharmed, trust_roots()))),
        unknown_signatures=fields - len(embedded),
        is_sloppy=not strict,
        kept_what_was_issued=kept,
    )


def _kept(reader: BoundedReader, issued: bytes) -> bool:
    """Whether all that was added to the issued bytes are signatures and what belongs to them.

    That the file begins with our bytes is not enough: what is appended may point past them, or change a page
    before the first signature, which then covers the changed page.
    """
    starts = _START.findall(issued[-1024:])
    if not starts:
        return False
    revisions = range(reader.xrefs.total_revisions)
    own = [at for at in revisions if reader.xrefs.get_startxref_for_revision(at) == int(starts[-1])]
    if not own:
        return False
    base = reader.get_historical_resolver(own[-1])
    if "/AcroForm" not in base.root and own[-1] + 1 in revisions:
        _with_empty_form(base, reader.get_historical_resolver(own[-1] + 1))
    result = DEFAULT_DIFF_POLICY.review_file(reader, base)
    return isinstance(result, DiffResult) and result.modification_level in _LATER


def _with_empty_form(base: HistoricalResolver, later: HistoricalResolver) -> None:
    """Let a paper printed without a form be compared as if it had an empty one.

    A tool that signs it adds the form and its first field at once; pyHanko compares forms only where both sides
    have one. Of the form's other entries only the flags that say "signed" may come with it.
    """
    empty: dict[str, generic.PdfObject] = {pdf_name("/Fields"): generic.ArrayObject()}
    if "/AcroForm" in later.root and "/SigFlags" in later.root["/AcroForm"]:
        empty[pdf_name("/SigFlags")] = generic.NumberObject(later.root["/AcroForm"]["/SigFlags"])
    base.root[pdf_name("/AcroForm")] = generic.DictionaryObject(empty)


def _is_unharmed(reader: BoundedReader, signature: EmbeddedPdfSignature) -> bool:
    """Whether nothing later touched this signature, its stamp or a signature it found there.

    In a file of which is known already that every revision only adds signatures to what was issued, that is all
    a full comparison of this signature's revision with each later one could find, at a tenth of its cost. False
    where the signature sets limits of its own for later changes: then the full comparison is made.
    """
    if signature.docmdp_level is not None or signature.fieldmdp is not None:
        return False
    then, now = signature.signed_revision, reader.xrefs.total_revisions - 1
    parts = [signature.sig_field.get_container_ref(), signature.sig_field.raw_get("/V").reference]
    if "/AP" in signature.sig_field:
        view = reader.get_historical_resolver(now)
        parts += view.collect_dependencies(signature.sig_field.raw_get("/AP"))
    if any(reader.xrefs.get_last_change(part) > then for part in parts):
        return False
    return _filled_fields(reader, then) <= _filled_fields(reader, now)


def _filled_fields(reader: BoundedReader, revision: int) -> set[str]:
    view = reader.get_historical_resolver(revision)
    return {name for name, _, _ in enumerate_sig_fields(view, filled_status=True)}


async def _facts(
    signatures: list[EmbeddedPdfSignature], unharmed: set[str], roots: list[x509.Certificate]
) -> list[SignatureFact]:
    return [await _fact(one, roots, is_unharmed=one.fq_name in unharmed) for one in signatures]


async def _fact(
    signature: EmbeddedPdfSignature, roots: list[x509.Certificate], *, is_unharmed: bool
) -> SignatureFact:
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status: PdfSignatureStatus | None = None
    try:
        status = await async_validate_pdf_signature(
            signature, context, key_usage_settings=_KEY_USAGE, skip_diff=is_unharmed
        )
    except SignatureValidationError as error:
        logger.info("A signature of a PDF cannot be validated: %r", error)
    certificate = signature.signer_cert
    return SignatureFact(
        signer=_named(certificate.subject, "common_name"),
        organisation=_named(certificate.subject, "organization_name"),
        issuer=_named(certificate.issuer, "common_name") or _named(certificate.issuer, "organization_name"),
        serial=f"{certificate.serial_number:X}",
        signed_at=_claimed_time(signature),
        is_intact=status is not None and status.intact,
        is_valid=status is not None and status.valid and status.docmdp_ok is not False,
        covers_revision=status is not None and status.coverage in _WHOLE,
        later_changes=_later_changes(status, is_unharmed=is_unharmed),
        is_trusted=status is not None and status.trusted,
    )


def _later_changes(status: PdfSignatureStatus | None, *, is_unharmed: bool) -> LaterChanges:
    if status is None or status.coverage not in _WHOLE:
        return LaterChanges.CONTENT
    if status.modification_level is None:  # no full comparison was made
        return LaterChanges.SIGNATURES if is_unharmed else LaterChanges.CONTENT
    return _LATER.get(status.modification_level, LaterChanges.CONTENT)


_WHOLE = {SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE}


def _named(name: x509.Name, attribute: str) -> str:
    """An attribute of a certificate's name as one line; the last of several."""
    found: Any = name.native.get(attribute, "")
    if isinstance(found, list):
        found = found[-1]
    return clean(str(found))[:_NAME_LENGTH]


def _claimed_time(signature: EmbeddedPdfSignature) -> Any:
    """When the signer says it was signed; with a zone, or None."""
    try:
        claimed = signature.self_reported_timestamp
    except (PdfReadError, ValueError, TypeError):
        return None
    return claimed if claimed is not None and claimed.tzinfo is not None else None


def trust_roots() -> list[x509.Certificate]:
    """The certificates in DATA_DIR/trust (*.pem); what cannot be read there is logged and left out."""
    roots = []
    for path in sorted(Path(settings.DATA_DIR, "trust").glob("*.pem")):
        try:
            blocks = list(pem.unarmor(path.read_bytes(), multiple=True))
            found = [
                x509.Certificate.load(der, strict=True) for kind, _, der in blocks if kind == "CERTIFICATE"
            ]
            _ = [certificate.subject.native for certificate in found]
        except (OSError, ValueError) as error:
            logger.warning("Trust root %s cannot be read: %s", path.name, error)
            continue
        roots += found
    return roots
