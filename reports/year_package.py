"""The package of a year: everything a hand-over passes on, in one ZIP that streams (documents handbook §4.15).

The workbook, every issued paper as it was issued, the signed files, every approved version of the results with its papers,
the journal as text with its last anchor, what can still be printed as a draft, and an index with the SHA-256 of each file. What has to agree with itself is read in
one snapshot; the stored bytes never change, so they are read one file at a time while the package is sent.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePath

from django.utils import timezone

from awards.models import ResultPaper, ResultVersion
from awards.recomputing import canonical
from awards.result_versions import stored_version
from blocs.documents import document_kinds
from blocs.journal import Anchor, last_anchor
from blocs.models import BlocYear, HandOver, IssuedDocument, JournalEntry, PledgeAct, PledgeText, StoredFile
from blocs.refusals import Refused
from blocs.sentences import shown
from blocs.storage import read
from blocs.text import slug
from reports.paper.words import short_date
from reports.queries import load_year_book
from reports.workbook.writing import write_workbook

PAPERS, PLEDGE, HAND_OVER, RESULTS, OTHERS = "van-ban", "giao-uoc", "ban-giao", "ket-qua", "tep-kem-theo"
INDEX = "muc-luc.txt"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_INDEX_HEAD = "Mã băm SHA-256 của từng tệp, rồi đến tên tệp. Kiểm tra: sha256sum -c muc-luc.txt"


@dataclass(frozen=True, slots=True)
class Package:
    """What is in it: made texts and the workbook as bytes, stored files by the path they get."""

    name: str
    made: dict[str, bytes]
    stored: dict[str, StoredFile] = field(default_factory=dict)


def package_of(year: BlocYear) -> Package:
    """Everything but the stored files' bytes; read inside a snapshot, a constant number of queries."""
    anchor = last_anchor(year)
    issued = list(IssuedDocument.objects.filter(year=year).select_related("file").order_by("dated", "pk"))
    made = {
        f"so-nam-{year.slug}.xlsx": write_workbook(load_year_book(year)),
        "nhat-ky.txt": _journal(year, anchor).encode(),
        "ban-du-thao.txt": _drafts(issued).encode(),
        **_versions(year),
    }
    name = f"{year.bloc.code}-{year.slug}-goi-ho-so.zip"
    return Package(name, made, _stored(year, issued))


def _stored(year: BlocYear, issued: list[IssuedDocument]) -> dict[str, StoredFile]:
    folders = dict.fromkeys(
        [
            *PledgeText.objects.filter(year=year, file__isnull=False).values_list("file", flat=True),
            *PledgeAct.objects.filter(text__year=year, file__isnull=False).values_list("file", flat=True),
        ],
        PLEDGE,
    )
    minutes = HandOver.objects.filter(from_year=year, signed_file__isnull=False)
    folders |= dict.fromkeys(minutes.values_list("signed_file", flat=True), HAND_OVER)
    folders |= dict.fromkeys((document.file_id for document in issued), PAPERS)
    results = ResultPaper.objects.filter(version__year=year).values_list("file", flat=True)
    folders |= dict.fromkeys(results, RESULTS)
    found: dict[str, StoredFile] = {}
    for place, file in enumerate(StoredFile.objects.filter(year=year).order_by("pk"), start=1):
        found[f"{folders.get(file.pk, OTHERS)}/{place:03d}-{_plain_name(file.name)}"] = file
    return found


def _versions(year: BlocYear) -> dict[str, bytes]:
    """Each approved version of the results as a file that can be computed again without this software's database."""
    found = ResultVersion.objects.filter(year=year, approved_at__isnull=False)
    return {
        f"{RESULTS}/phien-ban-{version.number}.json": canonical(asdict(stored_version(version))).encode()
        for version in found.select_related("proposed_by", "approved_by").order_by("number")
    }


def _plain_name(name: str) -> str:
    """An ASCII name that no unpacking can take for a path."""
    given = PurePath(name.replace("\\", "/"))
    ending = slug(given.suffix.lstrip("."))
    return f"{slug(given.stem)[:80] or 'tep'}{f'.{ending}' if ending else ''}"


def _journal(year: BlocYear, anchor: Anchor) -> str:
    lines = [f"NHẬT KÝ: {year}", f"Mốc cuối: {anchor.number}:{anchor.hash}", ""]
    entries = JournalEntry.objects.filter(chain__year=year).order_by("number")
    for row in entries.iterator(chunk_size=2000):
        entry = shown(row, json.loads(row.text))
        lines.append(
            f"{entry.number}. {short_date(entry.day)} {entry.time} {entry.name} ({entry.seat}) {entry.sentence}"
        )
        lines += [
            f"    {change.label}: {change.old or '–'} → {change.new or '–'}".replace(": – →", ":")
            for change in entry.changes
        ]
        lines += [f"    Lý do: {entry.reason}"] if entry.reason else []
        lines.append(f"    {row.hash}")
    return "\n".join(lines) + "\n"


def _drafts(issued: list[IssuedDocument]) -> str:
    done = {document.kind for document in issued}
    drafts = [kind.title for kind in document_kinds().values() if kind.kind not in done]
    head = f"Văn bản chưa ban hành đến ngày {short_date(timezone.localdate())}; in được ở trang Văn bản:"
    return "\n".join([head, *(f"- {title}" for title in drafts)]) + "\n"


class _Sink(io.RawIOBase):
    """Takes what ZipFile writes and gives it on; it cannot go back, so ZipFile writes as a stream."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        waiting, self._waiting = b"".join(self._waiting), []
        return waiting


def stream(package: Package) -> Iterator[bytes]:
    """The ZIP's bytes piece by piece, one file in memory at a time; the index comes last.

    A stored file that is gone or changed does not break the package: the index names it.
    """
    sink = _Sink()
    sums: list[tuple[str, str]] = []
    faults: list[str] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _contents(package, faults):
            sums.append((hashlib.sha256(content).hexdigest(), name))
            archive.writestr(_member(name), content)
            yield sink.taken()
        archive.writestr(_member(INDEX), _index(sums, faults).encode())
    yield sink.taken()


def _contents(package: Package, faults: list[str]) -> Iterator[tuple[str, bytes]]:
    yield from package.made.items()
    for name, file in package.stored.items():
        try:
            content = read(file)
        except Refused as refusal:
            faults.append(f"# {name}: {refusal}")
        else:
            yield name, content


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MOMENT)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _index(sums: list[tuple[str, str]], faults: list[str]) -> str:
    lines = [f"# {_INDEX_HEAD}", *faults, *(f"{digest}  {name}" for digest, name in sums)]
    return "\n".join(lines) + "\n"
