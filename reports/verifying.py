"""Which paper of ours a PDF is: found by its bytes alone, so that nobody need know a code.

Three kinds are known: issued papers, the texts of a pledge as they were opened for signing, and the papers stored with
a version of the results. Of each only what is public is told: how it is called, its title, the hash of its bytes,
whether it is in force.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from awards.models import ResultPaper
from blocs.models import IssuedDocument, PledgeText
from blocs.signed_pdf import PdfCheck, PdfVerdict, check_signed_pdf, longest_known_prefix
from blocs.terms import PledgeState
from reports.paper.words import clock, short_date

PRACTICE = "Bản luyện tập, không có giá trị"


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """What anybody may know about a paper of ours; `name` as in "văn bản số 02/BC-KTĐ"."""

    name: str
    title: str
    code: str
    hash: str
    state: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file is, as one sentence and the signatures in it; `paper` is None where it is none of ours."""

    tone: str
    text: str
    paper: PublicPaper | None = None
    signatures: tuple[dict[str, str], ...] = ()


def of_document(document: IssuedDocument) -> PublicPaper:
    """Needs `file`, `replaced_by` and `year` loaded."""
    later = getattr(document, "replaced_by", None)
    state = f"Đã được thay thế bằng {later.in_words}" if later else "Đang có hiệu lực"
    practice = document.year.is_practice
    return PublicPaper(
        name=document.in_words,
        title=document.title,
        code=document.code,
        hash=document.file.sha256,
        state=PRACTICE if practice else state,
        is_in_force=not later and not practice,
    )


_TEXT_STATES = {
    PledgeState.OPEN: "Đang lấy chữ ký",
    PledgeState.LOCKED: "Đang có hiệu lực",
    PledgeState.REPLACED: "Đã được thay thế bằng bản giao ước khác",
}


def of_pledge(text: PledgeText) -> PublicPaper:
    """Needs `file` and `year` loaded."""
    if text.file is None:
        raise ValueError("a draft is no paper yet")
    practice = text.year.is_practice
    return PublicPaper(
        name=f"Bản giao ước thi đua năm {text.year.year}, lần {text.number}",
        title=f"Giao ước thi đua năm {text.year.year} – {text.year.name}",
        code="",
        hash=text.file.sha256,
        state=PRACTICE if practice else _TEXT_STATES.get(PledgeState(text.state), ""),
        is_in_force=not practice and text.state != PledgeState.REPLACED,
    )


def of_result(paper: ResultPaper) -> PublicPaper:
    """Needs `version__year` loaded."""
    version = paper.version
    year = version.year
    state = "Đang có hiệu lực"
    if version.number < year.results_version:
        state = f"Đã được thay thế bằng phiên bản {year.results_version} của kết quả"
    elif not version.is_in_force:
        state = "Đang đính chính"
    return PublicPaper(
        name=f"{paper.title} của kết quả năm {year.year}",
        title=f"{paper.title} – {year.bloc_label} năm {year.year}",
        code=paper.code,
        hash=paper.sha256,
        state=state,
        is_in_force=version.is_in_force,
    )


def find_paper(code: str) -> PublicPaper | None:
    """The issued paper of a code, or the stored paper of a version of the results, however it is typed."""
    wanted = code.upper().replace(" ", "").replace("-", "")
    issued = IssuedDocument.objects.select_related("file", "replaced_by", "year").filter(code=wanted).first()
    if issued is not None:
        return of_document(issued)
    stored = ResultPaper.objects.select_related("version__year").filter(code=wanted).first()
    return None if stored is None else of_result(stored)


def answer_about(content: bytes, *, asked: PublicPaper | None = None) -> Answer:
    """What these bytes are; `asked` is the paper whose page the file was given to."""
    if not content.startswith(b"%PDF-"):
        return _other_than_pdf(content, asked)
    known = list(_known())
    digest = longest_known_prefix(content, known)
    paper = _paper_of(digest) if digest else None
    if paper is None:
        return Answer(
            "error",
            "Tệp này không trùng với văn bản đã ban hành: nội dung đã bị sửa, được lưu lại bằng phần mềm khác, hoặc là"
            " tệp khác.",
        )
    if asked is not None and paper.hash != asked.hash:
        return _another(paper)
    size = next(size for size, hashed in known if hashed == digest)
    if size == len(content):
        return _exact(paper)
    return _signed(paper, check_signed_pdf(content[:size], content))


def _other_than_pdf(content: bytes, asked: PublicPaper | None) -> Answer:
    """Results are stored as Excel too; anything else that is no PDF is none of ours."""
    found = ResultPaper.objects.select_related("version__year").filter(
        sha256=hashlib.sha256(content).hexdigest()
    )
    paper = next((of_result(stored) for stored in found[:1]), None)
    if paper is None:
        return Answer("error", "Tệp này không phải PDF nên không phải văn bản của hệ thống này.")
    if asked is not None and paper.hash != asked.hash:
        return _another(paper)
    return _exact(paper)


def _another(paper: PublicPaper) -> Answer:
    return Answer("error", f"Tệp này là văn bản khác của hệ thống: {paper.name}.", paper)


def _exact(paper: PublicPaper) -> Answer:
    tone = "success" if paper.is_in_force else "warning"
    return Answer(tone, "Đúng từng byte là văn bản này.", paper)


def _known() -> Iterator[tuple[int, str]]:
    """(size, SHA-256) of every paper of ours."""
    yield from IssuedDocument.objects.values_list("file__size", "file__sha256")
    yield from PledgeText.objects.exclude(file=None).values_list("file__size", "file__sha256")
    yield from ResultPaper.objects.values_list("file__size", "sha256")


def _paper_of(digest: str) -> PublicPaper | None:
    """The newest paper with these bytes: a real one before one of a practice year."""
    documents = IssuedDocument.objects.select_related("file", "replaced_by", "year").filter(
        file__sha256=digest
    )
    if document := documents.order_by("year__is_practice", "-pk").first():
        return of_document(document)
    texts = PledgeText.objects.select_related("file", "year").filter(file__sha256=digest)
    text = texts.order_by("year__is_practice", "-pk").first()
    if text is not None:
        return of_pledge(text)
    stored = ResultPaper.objects.select_related("version__year").filter(sha256=digest).first()
    return of_result(stored) if stored else None


def _moment(at: datetime | None) -> str:
    if at is None:
        return "không ghi giờ"
    local = timezone.localtime(at)
    return f"{clock(local.time())} ngày {short_date(local.date())}"


_SIGNED_WORDS = {
    PdfVerdict.GOOD: (
        "success",
        "Đây là bản có chữ ký số của {name}: nội dung đúng là văn bản này, {count} chữ ký số còn nguyên vẹn.",
    ),
    PdfVerdict.NEEDS_HAND_CHECK: (
        "warning",
        "Đây là bản có chữ ký số của {name}, {count} chữ ký số còn nguyên vẹn, nhưng tệp còn được thêm nội dung khác"
        " ngoài chữ ký. Hãy đối chiếu từng mục với văn bản gốc.",
    ),
    PdfVerdict.NO_SIGNATURE: (
        "error",
        "Tệp bắt đầu bằng {name} nhưng đã bị thêm nội dung ở phía sau mà không có chữ ký số nào. Đừng dùng tệp này.",
    ),
    PdfVerdict.BROKEN: (
        "error",
        "Tệp bắt đầu bằng {name} nhưng đã bị thay đổi sau khi ký số. Đừng dùng tệp này; hãy lấy lại bản gốc.",
    ),
}
_BROKEN_WORDS = (
    "error",
    "Tệp bắt đầu bằng {name} nhưng phần thêm phía sau không đọc được. Hãy lấy lại tệp đã ký từ người gửi.",
)


def _signed(paper: PublicPaper, check: PdfCheck) -> Answer:
    tone, words = _SIGNED_WORDS.get(check.verdict, _BROKEN_WORDS)
    if tone == "success" and not paper.is_in_force:
        tone = "warning"
    lines = tuple(
        {
            "signer": fact.signer or "không ghi tên",
            "organisation": fact.organisation,
            "at": _moment(fact.signed_at),
            "state": "Nguyên vẹn" if fact.is_good else "Không còn hiệu lực",
            "tone": "done" if fact.is_good else "fault",
            "trust": fact.trust_words,
        }
        for fact in check.signatures
    )
    return Answer(tone, words.format(name=paper.name, count=len(lines)), paper, lines)
