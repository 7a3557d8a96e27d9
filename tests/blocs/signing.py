"""A certification authority and signers of our own, to sign PDFs the way people's tools do."""

import datetime
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

_TODAY = datetime.datetime.now(datetime.UTC)
ISSUER = "Tổ chức chứng thực thử nghiệm"


@dataclass(frozen=True)
class Party:
    """A certificate and its key."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def made(name: str, organisation: str = "", *, by: Party | None = None, is_authority: bool = False) -> Party:
    """A party certified by `by`, or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    subject = x509.Name(parts)
    usage = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    usage |= (
        {"key_cert_sign": True} if is_authority else {"digital_signature": True, "content_commitment": True}
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_TODAY - datetime.timedelta(days=2))
        .not_valid_after(_TODAY + datetime.timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Party(key, builder.sign(by.key if by else key, hashes.SHA256()))


@cache
def authority() -> Party:
    return made(ISSUER, is_authority=True)


def signer(name: str = "Nguyễn Văn An", organisation: str = "Hội Luật gia tỉnh Yên Bái") -> Party:
    """Somebody the authority knows."""
    return made(name, organisation, by=authority())


def signed(
    content: bytes,
    party: Party,
    field: str = "ChuKy1",
    *,
    box: tuple[int, int, int, int] | None = None,
    kind: SigSeedSubFilter = SigSeedSubFilter.PADES,
    certifies: bool = False,
) -> bytes:
    """The PDF with one more signature of this party, added as an incremental update (PAdES B-B).

    `box`: where on page 1 a visible stamp goes.
    """
    store = SimpleCertificateStore()
    store.register(
        asn1_x509.Certificate.load(authority().certificate.public_bytes(serialization.Encoding.DER))
    )
    own = SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(party.certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(
            party.key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=store,
    )
    metadata = PdfSignatureMetadata(
        field_name=field,
        subfilter=kind,
        md_algorithm="sha256",
        certify=certifies,
    )
    spec = SigFieldSpec(field, on_page=0, box=box) if box else None
    tool = PdfSigner(metadata, own, new_field_spec=spec)
    out = tool.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)))
    return bytes(out.getvalue())


def signed_by_many(content: bytes, count: int) -> bytes:
    for number in range(1, count + 1):
        content = signed(content, signer(f"Người ký {number}"), f"ChuKy{number}")
    return content
