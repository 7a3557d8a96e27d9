"""A year's scoring rules as people write them, before they become the calculator's rules.

Plain frozen dataclasses, standard library only: the workbook reads and writes them, forms fill them, and
`scoring.rule_checks` says what contradicts itself in them. Points are exact `Decimal`s. The words are contract §3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from blocs.terms import (
    FEWER_PENALTIES,
    MORE_BONUS,
    SECTION_KEY,
    VOTE_KEY,
    Aggregation,
    Combining,
    CriterionGroup,
    CriterionRule,
    ExtrasSource,
    Level,
    MidYearMerger,
    MissingPeer,
    PeerAverage,
    PeerDraw,
    RankNumbering,
)
from blocs.text import clean, fold
from scoring.criterion_parameters import NOTHING, Parameters

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A node of the criteria tree; the code is the tree: `I.1.a` hangs under `I.1`.

    Only a leaf is scored by its `rule`; a parent keeps one it had as a leaf, and it says nothing.
    """

    code: str
    text: str
    group: CriterionGroup
    maximum: Decimal | None = None
    step: Decimal | None = None
    method: str = ""
    needs_evidence: bool | None = None
    rule: CriterionRule = CriterionRule.MANUAL
    parameters: Parameters = NOTHING

    @property
    def parent_code(self) -> str:
        """The parent's code, empty for a top-level criterion."""
        return self.code.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class (xếp loại): the least final score, and the least share of every content section, in percent."""

    name: str
    from_points: Decimal
    floor_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class YearRules:
    """The rule settings of the sheet `Khối`, with the contract's defaults.

    `tie_keys` hold keys as `read_tie_keys` spells them; weights are percent.
    """

    scale: Decimal
    levels: tuple[Level, ...]
    decimals: int = 2
    bonus_cap: Decimal | None = None
    bonus_inside_scale: bool = False
    total_cap: Decimal | None = None
    peer_draw: PeerDraw = PeerDraw.ALL
    combining: Combining = Combining.LAST
    peer_average: PeerAverage = PeerAverage.MEAN
    trim: int = 1
    aggregation: Aggregation = Aggregation.TOTAL
    weight_self: Decimal = ZERO
    weight_peer: Decimal = ZERO
    weight_bloc: Decimal = ZERO
    weight_appraisal: Decimal = ZERO
    extras_source: ExtrasSource = ExtrasSource.COMBINED
    missing_peer: MissingPeer = MissingPeer.IGNORE
    tie_keys: tuple[str, ...] = ()
    numbering: RankNumbering = RankNumbering.SKIP
    merger: MidYearMerger = MidYearMerger.SUCCESSOR

    @property
    def weights(self) -> dict[Level, Decimal]:
        """Percent by level, in the order of the levels' names; 0 for a level without weight."""
        return {level: getattr(self, field) for level, field in WEIGHT_FIELDS.items()}


WEIGHT_FIELDS = {
    Level.SELF: "weight_self",
    Level.PEER: "weight_peer",
    Level.BLOC: "weight_bloc",
    Level.APPRAISAL: "weight_appraisal",
}


def leaf_codes(codes: Iterable[str]) -> set[str]:
    """The codes that are no other code's parent."""
    every = set(codes)
    return every - {code.rpartition(".")[0] for code in every}


def parts_of(text: str) -> list[str]:
    """The non-empty parts of a list separated by semicolons, each cleaned."""
    return [part for part in (clean(piece) for piece in text.split(";")) if part]


def read_levels(text: str) -> tuple[tuple[Level, ...], list[str]]:
    """The ordered levels of `Các cấp chấm`, and what is wrong with them in Vietnamese sentences."""
    levels: list[Level] = []
    problems: list[str] = []
    for part in parts_of(text):
        level = Level.from_label(part)
        if level is None:
            names = "; ".join(member.label for member in Level)
            problems.append(
                f"Không có cấp chấm “{_short(part)}”; hãy chọn trong: {names}, cách nhau bằng dấu chấm phẩy."
            )
        elif level in levels:
            problems.append(f"Cấp chấm “{level.label}” được ghi hai lần; hãy bỏ bớt một lần.")
        else:
            levels.append(level)
    if not levels and not problems:
        problems.append("Chưa có cấp chấm nào; hãy ghi ít nhất một cấp, ví dụ “Thẩm định”.")
    return tuple(levels), problems


def read_tie_key(text: str) -> str | None:
    """A tie key in the contract's own spelling (`Mục I`, `Thẩm định`, `Phiếu FLAG_PROV`), None when unknown.

    Section and award codes keep their case: codes match exactly, the words around them do not have to.
    """
    text = clean(text)
    word, _, code = text.partition(" ")
    for prefix in (SECTION_KEY, VOTE_KEY):
        if fold(word) == fold(prefix) and code:
            return f"{prefix} {code}"
    for plain in (FEWER_PENALTIES, MORE_BONUS):
        if fold(text) == fold(plain):
            return plain
    level = Level.from_label(text)
    return level.label if level is not None else None


def read_tie_keys(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The ordered keys of `Phân định đồng hạng`, and what is wrong with them in Vietnamese sentences."""
    keys: list[str] = []
    problems: list[str] = []
    for part in parts_of(text):
        key = read_tie_key(part)
        if key is None:
            problems.append(
                f"Không có tiêu chí phân định đồng hạng “{_short(part)}”; hãy dùng tên cấp chấm, “Mục” kèm mã mục, "
                f"“{FEWER_PENALTIES}”, “{MORE_BONUS}” hoặc “Phiếu” kèm mã danh hiệu, cách nhau bằng dấu chấm phẩy."
            )
        elif key in keys:
            problems.append(
                f"Tiêu chí phân định đồng hạng “{_short(key)}” được ghi hai lần; hãy bỏ bớt một lần."
            )
        else:
            keys.append(key)
    return tuple(keys), problems


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
