"""A year in which every sheet, reason and journal entry holds a text of its own, and what each seat may find of them."""

import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.http import HttpResponse
from django.utils import timezone
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from blocs import journal
from blocs.models import BlocYear, Phase, User
from blocs.terms import Level, SheetsShown, SheetState
from scoring.models import Evidence, LateCell, Score, ScoreSource, Sheet
from tests.builders import ALL_LEVELS

IN_THE_YEAR = ("head", "officer", "admin", "teller", "observer")
UNIT_SEATS = ("head", "officer")
READERS = ("secretary", "secretary_former", "board", "board_all")
HOME = "B"  # the unit of the seats "head" and "officer"


@dataclass(frozen=True)
class State:
    """The rule, and how far the year is. `own_in`: B has handed everything in; `closed`: the windows are over."""

    shown: SheetsShown = SheetsShown.AFTER_OWN
    named: bool = False
    own_in: bool = False
    closed: bool = False
    published: bool = False

    def __str__(self) -> str:
        parts = ["named"] * self.named + ["in"] * self.own_in + ["closed"] * self.closed
        return "-".join([self.shown.value, *parts, *["published"] * self.published])


@dataclass
class Planted:
    """One sheet with its texts: `cell` and `section` of its points, `total`, and words nobody else may read."""

    level: Level
    scored: str
    scorer: str
    state: SheetState
    cell: str = ""
    section: str = ""
    total: str = ""
    words: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.level.value} {self.scorer}→{self.scored}"

    @property
    def is_own(self) -> bool:
        return (self.level is Level.SELF and self.scored == HOME) or self.scorer == HOME


def plant(year: BlocYear, by: User, state: State) -> list[Planted]:
    """Fill every sheet of the year; A does not score C, C has not finished its self-sheet."""
    rules = year.current_rules
    rules.levels, rules.decimals = ALL_LEVELS, 3
    rules.sheets_shown, rules.scorers_named = state.shown.value, state.named
    rules.save()
    leaves = {row.code: row.criterion_id for row in rules.criteria.all()}
    ends = timezone.now() + timedelta(days=-1 if state.closed else 1)
    Phase.objects.filter(year=year, kind__in=["self_scoring", "cross_scoring"]).update(closes_at=ends)
    found = []
    for number, sheet in enumerate(
        year.sheets.select_related("year", "scored", "scorer").order_by("pk"), start=1
    ):
        code = sheet.scorer.code if sheet.scorer else ""
        one = Planted(Level(sheet.level), sheet.scored.code, code, SheetState.HANDED_IN)
        if (one.scorer, one.scored) == ("A", "C"):
            one.state = SheetState.RECUSED
        if (one.level is Level.SELF and one.scored == "C") or (one.is_own and not state.own_in):
            one.state = SheetState.FILLING
        _fill(sheet, one, leaves, number, by)
        found.append(one)
    if state.published:
        year.results_published_at, year.results_published_by = timezone.now(), by
        year.save()
    return found


def _fill(sheet: Sheet, one: Planted, leaves: dict[str, int], number: int, by: User) -> None:
    points = Decimal(20) + Decimal(number * number * 37 % 991) / 1000 + number
    one.cell, one.section, one.total = (f"{points + more:f}".replace(".", ",") for more in (0, 15, 40))
    one.words = [f"{kind}{number:03d}BIMAT" for kind in ("LYDO", "TUCHOI", "MUON", "MOLAI", "NHATKY")]
    reason, recusal, late, reopening, entry = one.words
    Score.objects.bulk_create(
        Score(
            sheet=sheet, criterion_id=leaves[code], points=value, reason=reason if code == "I.1" else "",
            source=ScoreSource.PAPER, entered_by=by,
        )
        for code, value in (("I.1", points), ("I.2", Decimal(15)), ("II", Decimal(25)))
    )  # fmt: skip
    LateCell.objects.create(
        sheet=sheet, criterion_id=leaves["I.2"], points=points + 100, reason=late, entered_by=by
    )
    one.words.append(f"{points + 100:f}".replace(".", ","))
    Sheet.objects.filter(pk=sheet.pk).update(
        state=one.state,
        recusal_reason=recusal if one.state is SheetState.RECUSED else "",
        late_reason=late,
        reopening_reason=reopening,
        reopened_at=timezone.now(),
        handed_in_at=timezone.now(),
    )
    journal.record(
        year=sheet.year, actor=by, action="scores.changed", subject="phiếu", old={"I.1": points}, new={"I.1": None},
        reason=entry,
    )  # fmt: skip
    if one.level is Level.SELF:
        title = f"CHUNG{number:03d}BIMAT"
        Evidence.objects.create(membership=sheet.scored, criterion_id=leaves["I.1"], title=title, added_by=by)
        one.words.append(title)


def may_read(seat: str, one: Planted, state: State) -> bool:
    """Whether the sheet, with whose it is, is this seat's to read: the rules' words again, not the house's code."""
    if seat in READERS or (seat in UNIT_SEATS and one.is_own):
        return True
    if one.state is not SheetState.HANDED_IN or seat not in IN_THE_YEAR:
        return False
    named = one.level is not Level.PEER or state.named
    if state.published:
        if state.shown is SheetsShown.NEVER:
            return seat in UNIT_SEATS and one.scored == HOME and one.level in (Level.BLOC, Level.APPRAISAL)
        return named
    if seat not in UNIT_SEATS or one.level not in (Level.SELF, Level.PEER):
        return False
    return named and {SheetsShown.AFTER_OWN: state.own_in, SheetsShown.AFTER_CLOSING: state.closed}.get(
        state.shown, False
    )


def secrets(seat: str, one: Planted, state: State) -> list[str]:
    """What of the sheet this seat must find nowhere."""
    if may_read(seat, one, state):
        # What happened to another's sheet, and what came late, is not for those who may read the sheet.
        own = seat in READERS or (seat in UNIT_SEATS and one.is_own)
        return [] if own else one.words[1:6]
    told = seat in IN_THE_YEAR and state.published and one.state is SheetState.HANDED_IN
    if told and one.level is Level.PEER and state.shown is not SheetsShown.NEVER:
        return one.words  # the figures are listed without names
    if told and one.level is not Level.PEER:
        return [one.cell, one.section, *one.words]  # a level's total is a result
    return [one.cell, one.section, one.total, *one.words]


def text_of(answer: HttpResponse) -> str:
    """Everything in an answer: headers, and the content with what is packed into it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    head = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{head}\n{_unpacked(body)}"


def _unpacked(body: bytes) -> str:
    try:
        if body[:2] == b"PK":
            with zipfile.ZipFile(BytesIO(body)) as archive:
                return "\n".join(_unpacked(archive.read(name)) for name in archive.namelist())
        if body[:4] == b"%PDF":
            return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    except (zipfile.BadZipFile, PyPdfError):
        pass  # what only begins like a file, as tests send them
    return body.decode("utf-8", "replace")


def holds(text: str, token: str) -> bool:
    """Points are looked for as people and as machines write them."""
    return token in text or (token[:1].isdigit() and token.replace(",", ".") in text)


def score_addresses(year: BlocYear) -> list[str]:
    """The addresses at which scores stand, beyond those of the permission rows: every paper, every unit."""
    base = f"/khoi/{year.bloc.code}/{year.slug}"
    levels = [f"{level}/" for level in ("tu-cham", "khoi", "tham-dinh")]
    papers = levels + [f"cheo/{member.code}/" for member in year.members]
    made = [f"{base}/phieu/", f"{base}/", f"{base}/ket-qua/", "/thong-bao/", f"{base}/nhat-ky/"]
    for paper in papers:
        made += [f"{base}/phieu/{paper}", f"{base}/phieu/{paper}?tat-ca=1"]
        made += [f"{base}/phieu/{page}/{paper}" for page in ("bieu-mau", "nop", "khong-cham", "mo-lai", "in")]
    made += [f"{base}/ket-qua/don-vi/{member.code}/" for member in year.members]
    made += [f"{base}/diem.csv", f"{base}/so.xlsx", f"{base}/van-ban/"]
    return made
