"""Uploads of signed PDFs: what is ours and intact is told from everything people and attackers send instead."""

import hashlib
import time
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pytest_django import Settings

from blocs import signed_pdf
from blocs.signed_pdf import (
    MOST_BYTES,
    UNVERIFIED,
    LaterChanges,
    PdfCheck,
    PdfVerdict,
    check_signed_pdf,
    longest_known_prefix,
)
from reports.paper.press import render
from tests.blocs.hostile_pdfs import (
    bomb,
    deep_nesting,
    endless_comment,
    file_with,
    huge_table,
    long_array,
    loop_of_tables,
    many_fields,
    own_parent,
)
from tests.blocs.signing import ISSUER, Party, authority, made, signed, signed_by_many, signer
from tests.reports.paper_samples import ranking, report

pytestmark = pytest.mark.untraced


@cache
def issued() -> bytes:
    """A paper of ours, as printed."""
    return render(ranking(), "pdf")


@cache
def another() -> bytes:
    return render(report(), "pdf")


@cache
def one_signature() -> bytes:
    return signed(issued(), signer())


@cache
def eleven_signatures() -> bytes:
    return signed_by_many(issued(), 11)


@pytest.fixture(autouse=True)
def _data_dir(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def trust(settings: Settings, *parties: Party) -> None:
    folder = Path(settings.DATA_DIR, "trust")
    folder.mkdir()
    for number, party in enumerate(parties):
        (folder / f"{number}.pem").write_bytes(party.pem)


def with_other_content(content: bytes) -> bytes:
    """An incremental update that writes on page 1, as an attacker or a stamping tool would."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    old = page.raw_get("/Contents")
    added = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 12 Tf 50 50 Td (100%) Tj ET"))
    page[generic.NameObject("/Contents")] = generic.ArrayObject([old, added])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(content: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(content))
    writer.encrypt("mat-khau", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(content: bytes) -> bytes:
    """The same pages saved anew by another program."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(content))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_one_signature_of_somebody_unknown() -> None:
    check = check_signed_pdf(issued(), one_signature())
    assert (check.verdict, check.is_prefix, check.warnings) == (PdfVerdict.GOOD, True, ())
    (fact,) = check.signatures
    assert (fact.signer, fact.organisation, fact.issuer) == (
        "Nguyễn Văn An",
        "Hội Luật gia tỉnh Yên Bái",
        ISSUER,
    )
    assert fact.is_intact
    assert fact.is_valid
    assert fact.covers_revision
    assert fact.later_changes is LaterChanges.NONE
    assert int(fact.serial, 16) > 0
    assert fact.signed_at is not None
    assert abs(fact.signed_at.timestamp() - time.time()) < 3600
    assert not fact.is_trusted
    assert fact.trust_words == UNVERIFIED


def test_eleven_signatures_one_after_the_other() -> None:
    check = check_signed_pdf(issued(), eleven_signatures())
    assert check.verdict is PdfVerdict.GOOD
    assert [fact.signer for fact in check.signatures] == [f"Người ký {number}" for number in range(1, 12)]
    assert {fact.later_changes for fact in check.signatures[:-1]} == {LaterChanges.SIGNATURES}
    assert check.signatures[-1].later_changes is LaterChanges.NONE


def test_stamps_on_the_page_and_the_older_kind_of_signature_are_no_change_of_content() -> None:
    old_kind = SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    content = signed(issued(), signer("A"), "A", box=(50, 50, 250, 110), kind=old_kind)
    content = signed(content, signer("B"), "B", box=(300, 50, 500, 110))
    check = check_signed_pdf(issued(), content)
    assert check.verdict is PdfVerdict.GOOD
    assert [fact.signer for fact in check.signatures] == ["A", "B"]


def test_a_root_in_the_trust_folder_makes_the_issuer_known(settings: Settings) -> None:
    trust(settings, authority())
    check = check_signed_pdf(issued(), one_signature())
    assert check.is_trusted
    assert check.signatures[0].trust_words == f"{ISSUER} (đã xác minh)"


def test_another_root_and_a_file_that_is_none_make_nobody_known(settings: Settings) -> None:
    trust(settings, made("Tổ chức khác", is_authority=True))
    (Path(settings.DATA_DIR) / "trust" / "hong.pem").write_text("không phải chứng thư")
    check = check_signed_pdf(issued(), one_signature())
    assert check.verdict is PdfVerdict.GOOD
    assert not check.is_trusted


def test_a_certificate_one_made_oneself_is_intact_but_of_an_unknown_issuer(settings: Settings) -> None:
    trust(settings, authority())
    check = check_signed_pdf(issued(), signed(issued(), made("Nguyễn Văn An")))
    assert check.verdict is PdfVerdict.GOOD
    assert check.signatures[0].issuer == "Nguyễn Văn An"
    assert not check.is_trusted


@pytest.mark.parametrize("part", [0.1, 0.4, 0.8])
def test_one_flipped_byte_breaks_every_signature(part: float) -> None:
    changed = bytearray(eleven_signatures())
    changed[int(len(issued()) * part)] ^= 1
    check = check_signed_pdf(issued(), bytes(changed))
    assert check.verdict in {PdfVerdict.BROKEN, PdfVerdict.UNREADABLE}
    assert not any(fact.is_intact for fact in check.signatures)


def test_content_added_after_signing() -> None:
    check = check_signed_pdf(issued(), with_other_content(one_signature()))
    assert check.is_prefix
    assert check.verdict is PdfVerdict.BROKEN
    (fact,) = check.signatures
    assert fact.is_intact
    assert fact.later_changes is LaterChanges.CONTENT


def test_content_added_between_two_signatures() -> None:
    sneaked = signed(with_other_content(one_signature()), signer("Lê B"), "ChuKy2")
    assert check_signed_pdf(issued(), sneaked).verdict is PdfVerdict.BROKEN


def changed_form(content: bytes, change: Callable[[IncrementalPdfFileWriter, Any], None]) -> bytes:
    """An incremental update of the form's fields."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer, writer.root["/AcroForm"]["/Fields"])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def without_first_field(writer: IncrementalPdfFileWriter, fields: Any) -> None:
    del fields[0]
    writer.update_container(fields)


def with_another_stamp(writer: IncrementalPdfFileWriter, fields: Any) -> None:
    stamp = fields[0]["/AP"]["/N"]
    stamp._data = stamp.data + b" BT 9 9 Td (khac) Tj ET"
    stamp._encoded_data = None
    writer.update_container(stamp)


@pytest.mark.parametrize("change", [without_first_field, with_another_stamp])
def test_an_earlier_signature_taken_out_or_drawn_anew(
    change: Callable[[IncrementalPdfFileWriter, Any], None],
) -> None:
    two = signed(issued(), signer("A"), "A", box=(50, 50, 250, 110))
    two = signed(two, signer("B"), "B", box=(300, 50, 500, 110))
    assert check_signed_pdf(issued(), two).verdict is PdfVerdict.GOOD
    assert check_signed_pdf(issued(), changed_form(two, change)).verdict is PdfVerdict.BROKEN


def test_a_certifying_signature_writes_more_than_itself_so_a_person_looks() -> None:
    certified = signed(issued(), signer("A"), "A", certifies=True)
    for content in (certified, signed(certified, signer("B"), "B")):
        check = check_signed_pdf(issued(), content)
        assert check.verdict is PdfVerdict.NEEDS_HAND_CHECK
        assert all(fact.is_good for fact in check.signatures)
    assert check_signed_pdf(issued(), with_other_content(certified)).verdict is PdfVerdict.BROKEN


def test_content_added_before_the_first_signature_is_not_taken_for_ours() -> None:
    check = check_signed_pdf(issued(), signed(with_other_content(issued()), signer()))
    assert check.is_prefix
    assert check.verdict is PdfVerdict.NEEDS_HAND_CHECK
    assert "được thêm nội dung" in check.sentence


def test_our_bytes_in_front_of_a_wholly_other_pdf_are_not_ours() -> None:
    """What is appended has a table of its own that never leads back to our objects; then it is signed."""
    glued = file_with(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        before=issued() + b"\n",
    )
    check = check_signed_pdf(issued(), signed(glued, signer()))
    assert check.is_prefix
    assert check.verdict is PdfVerdict.NEEDS_HAND_CHECK
    assert "được thêm nội dung" in check.sentence


def test_a_copy_saved_anew_and_then_signed_needs_a_person() -> None:
    check = check_signed_pdf(issued(), signed(rewritten(issued()), signer()))
    assert (check.verdict, check.is_prefix) == (PdfVerdict.NEEDS_HAND_CHECK, False)
    assert "đối chiếu" in check.sentence


def test_without_a_signature() -> None:
    assert check_signed_pdf(issued(), issued()).verdict is PdfVerdict.NO_SIGNATURE
    assert check_signed_pdf(issued(), rewritten(issued())).verdict is PdfVerdict.NO_SIGNATURE


def test_another_paper_of_ours_is_named_where_the_caller_knows_it() -> None:
    def known(uploaded: bytes) -> str:
        return "văn bản số 02" if uploaded.startswith(another()) else ""

    upload = signed(another(), signer())
    check = check_signed_pdf(issued(), upload, other=known)
    assert check.verdict is PdfVerdict.OTHER_PLEDGE
    assert "văn bản số 02" in check.sentence
    assert check_signed_pdf(issued(), upload).verdict is PdfVerdict.NEEDS_HAND_CHECK
    assert check_signed_pdf(issued(), one_signature(), other=known).verdict is PdfVerdict.GOOD


@pytest.mark.parametrize(
    ("make", "verdict"),
    [
        (lambda: b"", PdfVerdict.NOT_A_PDF),
        ("Kính gửi Khối thi đua".encode, PdfVerdict.NOT_A_PDF),
        (lambda: b"<html>%PDF-1.7", PdfVerdict.NOT_A_PDF),
        (lambda: b"%PDF-1.7\n", PdfVerdict.UNREADABLE),
        (lambda: one_signature()[:-3000], PdfVerdict.UNREADABLE),
        (lambda: one_signature()[: len(issued()) // 2], PdfVerdict.UNREADABLE),
        (lambda: encrypted(issued()), PdfVerdict.ENCRYPTED),
        (lambda: b"%PDF-1.7\n" + bytes(MOST_BYTES), PdfVerdict.TOO_LARGE),
    ],
    ids=["empty", "text", "html", "header only", "cut off", "half", "encrypted", "too large"],
)
def test_what_is_no_signed_pdf(make: Callable[[], bytes], verdict: PdfVerdict) -> None:
    check = check_signed_pdf(issued(), make())
    assert check.verdict is verdict
    assert check.signatures == ()
    assert check.sentence.endswith(".")
    assert not check.verdict.is_taken


@pytest.mark.parametrize(
    ("expected", "is_warned"),
    [
        (("NGUYEN VAN AN", ""), False),
        (("Trần Thị Bình", "Hội Luật gia tỉnh Yên Bái"), False),
        (("Trần Thị Bình", "Hội Đông y"), True),
        (("", ""), False),
        ((), False),
    ],
)
def test_the_name_in_the_certificate_is_compared_without_accents(
    expected: tuple[str, ...], is_warned: bool
) -> None:
    check = check_signed_pdf(issued(), one_signature(), expected=expected)
    assert check.verdict is PdfVerdict.GOOD
    assert bool(check.warnings) is is_warned
    assert not is_warned or "Nguyễn Văn An" in check.sentence


# An interruption may land in a callback of the garbage collector, which reports it; it is repeated until the work ends.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "make",
    [
        deep_nesting,
        own_parent,
        endless_comment,
        bomb,
        huge_table,
        many_fields,
        long_array,
        loop_of_tables,
    ],
)
@pytest.mark.untraced
def test_a_file_made_to_harm_is_refused_in_time(make: Callable[[], bytes], monkeypatch: Any) -> None:
    monkeypatch.setattr(signed_pdf, "_SECONDS", 2.0)
    content = make()
    begun = time.monotonic()
    check: PdfCheck = check_signed_pdf(issued(), content)
    assert check.verdict in {PdfVerdict.UNREADABLE, PdfVerdict.NO_SIGNATURE}
    assert time.monotonic() - begun < 20


def test_the_longest_of_our_files_is_recognised() -> None:
    def known(content: bytes) -> tuple[int, str]:
        return len(content), hashlib.sha256(content).hexdigest()

    ours = [known(issued()), known(another()), known(issued()[:100]), (0, "leer"), (10**9, "far")]
    assert longest_known_prefix(one_signature(), ours) == known(issued())[1]
    assert longest_known_prefix(issued(), ours) == known(issued())[1]
    assert longest_known_prefix(issued()[:5000], ours) == known(issued()[:100])[1]
    assert longest_known_prefix(b"x" + issued(), ours) is None
