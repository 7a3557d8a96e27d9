"""The papers of a version of the results: printed once, from the snapshot's year, and kept as bytes for ever.

They are printed before the year is locked, so that nobody waits for a PDF; the action that stores them checks under
the lock that they were printed of exactly what is approved. The anchor on them is the journal's last entry then.
"""

from contextlib import ExitStack
from dataclasses import dataclass, replace

from django.utils import timezone

from awards.arithmetic_paper import ARITHMETIC_KIND, arithmetic_paper
from awards.documents import RESULTS_KIND, results_paper
from awards.models import ResultPaper, ResultVersion
from awards.snapshots import take_snapshot
from blocs.actions.papers import new_code, verification_address
from blocs.documents import Describe, heading_of
from blocs.journal import Anchor, last_anchor
from blocs.models import BlocYear, User
from blocs.storage import store
from blocs.transactions import read_snapshot
from reports.paper.outline import Paper, Proof
from reports.paper.press import content_type, file_names, render
from reports.paper.words import short_date

_RESULTS = "Bảng tổng hợp điểm và xếp hạng"
_ARITHMETIC = "Thuyết minh cách tính điểm"
# (kind, title, format): what is printed of every version.
PRINTS: tuple[tuple[str, str, str], ...] = (
    (RESULTS_KIND, _RESULTS, "pdf"),
    (RESULTS_KIND, _RESULTS, "xlsx"),
    (ARITHMETIC_KIND, _ARITHMETIC, "pdf"),
)
_DESCRIBED: dict[str, Describe] = {RESULTS_KIND: results_paper, ARITHMETIC_KIND: arithmetic_paper}


@dataclass(frozen=True, slots=True)
class Print:
    """One printed paper, not stored yet."""

    kind: str
    title: str
    code: str
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Prints:
    """The papers printed of one state of the year: `mark` is that of its snapshot, `number` the version's."""

    mark: str
    number: int
    anchor: Anchor
    papers: tuple[Print, ...]


def print_results(year: BlocYear, *, number: int, people: str, site: str) -> Prints:
    """Print the version `number` of the year as it stands now; stores nothing. `people`: who approves it, in words.

    Everything is read in one snapshot of the database, the rendering comes after it.
    """
    with read_snapshot():
        mark = take_snapshot(year).mark
        anchor = last_anchor(year)
        today = timezone.localdate()
        words = f"(Phiên bản {number}, duyệt ngày {short_date(today)}: {people})"
        heading = replace(heading_of(year, day=today, draft=False), symbol="")
        outlines = []
        for kind, _title, _extension in PRINTS:
            proof = _proof(anchor, site)
            paper = _DESCRIBED[kind](year, replace(heading, proof=proof))
            outlines.append((proof.code, replace(paper, subject=(*paper.subject, words))))
    papers = tuple(_print(each, *outline) for each, outline in zip(PRINTS, outlines, strict=True))
    return Prints(mark, number, anchor, papers)


def _proof(anchor: Anchor, site: str) -> Proof:
    code = new_code()
    return Proof(code=code, target=verification_address(code, site), anchor=str(anchor))


def _print(each: tuple[str, str, str], code: str, paper: Paper) -> Print:
    kind, title, extension = each
    return Print(
        kind=f"{kind}.{extension}",
        title=title,
        code=code,
        name=file_names(paper, extension).vietnamese,
        content_type=content_type(extension),
        content=render(paper, extension),
    )


def keep_prints(files: ExitStack, version: ResultVersion, prints: Prints, actor: User) -> list[ResultPaper]:
    """Store the bytes and their rows; what fails inside the stack takes the bytes with it."""
    kept = []
    for each in prints.papers:
        file = files.enter_context(
            store(
                content=each.content,
                name=each.name,
                content_type=each.content_type,
                year=version.year,
                actor=actor,
            )
        )
        title = f"{each.title}, phiên bản {version.number}"
        paper = ResultPaper(
            version=version, kind=each.kind, title=title, code=each.code, file=file, sha256=file.sha256
        )
        paper.save()
        kept.append(paper)
    return kept
