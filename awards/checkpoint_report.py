"""The bloc's report at a review: its sections as drafted now and as edited, and what to check before issuing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from awards import checkpoint_drafts as drafts
from awards.checkpoint_drafts import Draft, Line, plain
from awards.checkpoint_figures import CheckpointFigures, checkpoint_figures, period_of
from awards.checkpoint_reading import checkpoint_data
from awards.commendation_lines import OUTNUMBERED, UNDATED, rows_address
from awards.results import YearResults, year_results
from blocs.addresses import page
from blocs.checkpoints import WORDS
from blocs.editing import fingerprint
from blocs.models import BlocReport, BlocYear
from blocs.terms import Checkpoint
from blocs.text import clean_lines
from blocs.unit_reports import expected_members
from reports.paper.words import roman


@dataclass(frozen=True, slots=True)
class Kind:
    """A section of the report: its heading and how it is drafted.

    `part` begins a part; a section that is `whole` is that part alone, and prints no heading of its own. `hint` says
    what to write where the data says nothing.
    """

    key: str
    heading: str
    draft: Draft
    part: str = ""
    hint: str = ""
    whole: bool = False


_FIRST, _SECOND, _THIRD = "Phần thứ nhất", "Phần thứ hai", "Phần thứ ba"
_JOINT = "Hội nghị, giao lưu, kiểm tra chéo, an sinh xã hội và các việc khác khối làm chung trong kỳ."
_WEAK = "Tổng hợp từ báo cáo của các đơn vị; chọn ý của đơn vị nào ở trang sửa."
_RESULTS = "KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG"

_OPENING = Kind("opening", "Đặc điểm tình hình", drafts.opening)
_COMMENDATIONS = Kind("commendations", "Công tác khen thưởng", drafts.commendations)
_REGISTRATIONS = Kind(
    "registrations", "Đăng ký danh hiệu thi đua, hình thức khen thưởng", drafts.registrations
)
_JOINT_ACTIVITIES = Kind("joint", "Hoạt động chung của khối", drafts.joint, hint=_JOINT)
_PROPOSALS = Kind(
    "proposals",
    "Kiến nghị, đề xuất",
    drafts.proposals,
    part=f"{_THIRD}: KIẾN NGHỊ, ĐỀ XUẤT",
    hint=_WEAK,
    whole=True,
)

KINDS: dict[Checkpoint, tuple[Kind, ...]] = {
    Checkpoint.HALF_YEAR: (
        _OPENING,
        Kind(
            "directing",
            "Công tác chỉ đạo, tổ chức",
            drafts.directing,
            part=f"{_FIRST}: {_RESULTS} 6 THÁNG ĐẦU NĂM {{year}}",
        ),
        Kind("movements", "Phong trào thi đua và kết quả thực hiện nhiệm vụ", drafts.movements),
        _REGISTRATIONS,
        _COMMENDATIONS,
        _JOINT_ACTIVITIES,
        Kind("weaknesses", "Hạn chế, nguyên nhân", drafts.weaknesses, hint=_WEAK),
        Kind(
            "tasks",
            "Phương hướng, nhiệm vụ",
            drafts.tasks,
            whole=True,
            part=f"{_SECOND}: PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM {{year}}",
        ),
        _PROPOSALS,
    ),
    Checkpoint.YEAR_END: (
        _OPENING,
        Kind(
            "directing",
            "Công tác chỉ đạo, tổ chức",
            drafts.directing,
            part=f"{_FIRST}: {_RESULTS} NĂM {{year}}",
        ),
        Kind("movements", "Phong trào thi đua và kết quả thực hiện nhiệm vụ", drafts.movements),
        Kind("targets", "Kết quả thực hiện chỉ tiêu giao ước", drafts.targets),
        _REGISTRATIONS,
        Kind("scores", "Chấm điểm và xếp hạng", drafts.scores),
        Kind("nominations", "Bình xét, suy tôn, đề nghị khen thưởng", drafts.nominations),
        _COMMENDATIONS,
        _JOINT_ACTIVITIES,
        Kind("weaknesses", "Hạn chế, nguyên nhân, bài học kinh nghiệm", drafts.weaknesses, hint=_WEAK),
        Kind(
            "tasks",
            "Phương hướng, nhiệm vụ",
            drafts.tasks,
            whole=True,
            part=f"{_SECOND}: PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {{next_year}}",
        ),
        _PROPOSALS,
    ),
}
# Sections the secretariat puts together from the units' own words: key -> the field of their reports.
FROM_UNITS = {"weaknesses": "weaknesses", "proposals": "proposals"}


@dataclass(frozen=True, slots=True)
class Section:
    """A section now: as drafted from the data, and the secretariat's text where there is one.

    `is_stale`: the data says something else than when the text was edited; its numbers do not follow.
    """

    kind: Kind
    number: str
    drafted: tuple[Line, ...]
    edited: str | None
    is_stale: bool
    year: int

    @property
    def part(self) -> str:
        """ "Phần thứ hai: PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2021"; empty in the middle of a part."""
        return self.kind.part.format(year=self.year, next_year=self.year + 1)

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.kind.heading}" if self.number else self.kind.heading

    @property
    def drafted_text(self) -> str:
        """In the form in which an edited text is stored, so that the two can be compared."""
        return clean_lines(plain(self.drafted))

    @property
    def text(self) -> str:
        return self.drafted_text if self.edited is None else self.edited


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at before issuing; `ok` for a check that came out right."""

    text: str
    url: str = ""
    ok: bool = False


@dataclass(frozen=True)
class CheckpointReport:
    """The report of one review; `stored` None before the secretariat wrote anything."""

    figures: CheckpointFigures
    stored: BlocReport | None
    results: YearResults | None

    @property
    def year(self) -> BlocYear:
        return self.figures.year

    @property
    def checkpoint(self) -> Checkpoint:
        return self.figures.data.checkpoint

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(self._sections())

    def _sections(self) -> Iterator[Section]:
        texts = self.stored.sections if self.stored else {}
        at = 0
        for kind in KINDS[self.checkpoint]:
            numbered = not kind.whole and kind is not _OPENING
            at += numbered
            drafted = tuple(kind.draft(self.figures, self.results))
            edited = texts.get(kind.key)
            stale = edited is not None and edited["drafted"] != fingerprint(clean_lines(plain(drafted)))
            number = roman(at) if numbered else ""
            text = edited["text"] if edited else None
            yield Section(kind, number, drafted, text, stale, self.year.year)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.kind.key == key), None)

    @property
    def checks(self) -> list[Check]:
        return list(_checks(self))


def checkpoint_report(year: BlocYear, checkpoint: Checkpoint) -> CheckpointReport:
    """Everything of the report, in a constant number of queries; results only at the year's end."""
    stored = BlocReport.objects.filter(year=year, checkpoint=checkpoint).first()
    period = period_of(year, checkpoint, stored)
    figures = checkpoint_figures(checkpoint_data(year, checkpoint, period), period)
    results = year_results(year) if checkpoint is Checkpoint.YEAR_END else None
    return CheckpointReport(figures, stored, results)


def _checks(report: CheckpointReport) -> Iterator[Check]:
    figures, year = report.figures, report.year
    table, counting = figures.table, figures.counting
    if table.disagreements:
        wrong = ", ".join(table.disagreements)
        yield Check(
            f"Cộng theo đơn vị không khớp tổng số ở: {wrong}. Có khen thưởng của đơn vị ngoài năm này."
        )
    else:
        total = table.total.number
        yield Check(f"Khen thưởng cộng theo đơn vị bằng cộng theo hình thức: {total} = {total}.", ok=True)
    if counting.undated:
        url = rows_address(year, figures.period, which=UNDATED)
        yield Check(f"{len(counting.undated)} dòng khen thưởng chưa ghi ngày quyết định nên chưa tính.", url)
    for each in counting.outnumbered:
        award = figures.data.awards[each.key[1]]
        url = figures.address([award], which=OUTNUMBERED)
        numbers = f"số tổng ghi {each.tally.number} nhưng đã có {each.records.number} dòng nêu tên"
        yield Check(f"{award.name}: {numbers}; báo cáo đếm theo tên.", url)
    collective = sum(len(each.units) for each in figures.registrations)
    yield Check(
        f"{collective} đăng ký cho đơn vị của {len(figures.registered_units)}/{len(year.members)} đơn vị.",
        page("registrations", year),
        ok=collective == len(figures.registered_units),
    )
    missing = [m.short_name for m in expected_members(year) if m.pk not in figures.data.reports]
    if missing:
        words = WORDS[report.checkpoint].report
        yield Check(f"Chưa có {words} của: {', '.join(missing)}.", page("reports", year))
