"""What contradicts itself in a year's scoring rules: settings, criteria, classes (contract §3, "Refused").

Pure: dataclasses in, faults out; no workbook, no form, no database. The caller knows which cell or field a fault
belongs to. Each fault lists what it was judged from (`depends`), so that a caller who could not read one of those
values leaves the fault out instead of blaming a value nobody wrote.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from blocs.terms import (
    SECTION_KEY,
    VOTE_KEY,
    Combining,
    CriterionGroup,
    CriterionRule,
    ExtrasSource,
    Level,
    PeerDraw,
)
from reports.paper.words import trimmed
from scoring.criterion_parameters import rule_faults
from scoring.definitions import WEIGHT_FIELDS, ZERO, ClassRow, CriterionRow, YearRules, leaf_codes

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class SettingFault:
    """A setting that cannot stand. `field` names a field of `YearRules`; `depends` the other fields it was
    judged with."""

    field: str
    message: str
    depends: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot stand. `row` counts from 0; `column` is a field of the row; `depends` are (row, column)
    pairs."""

    row: int
    column: str
    message: str
    depends: frozenset[tuple[int, str]] = frozenset()


def check_settings(
    rules: YearRules, criteria: Sequence[CriterionRow], known_awards: Collection[str]
) -> list[SettingFault]:
    """Settings that are out of range or contradict each other; not the sum of the criteria (`check_scale`)."""
    return [
        *_out_of_range(rules),
        *_weight_faults(rules),
        *_level_faults(rules),
        *_tie_faults(rules, criteria, known_awards),
        *_unscored_faults(rules, criteria),
    ]


def _out_of_range(rules: YearRules) -> Iterator[SettingFault]:
    if rules.scale <= 0:
        yield SettingFault("scale", f"Thang điểm “{trimmed(rules.scale)}” phải lớn hơn 0.")
    if not 0 <= rules.decimals <= 3:
        yield SettingFault("decimals", f"Số chữ số thập phân “{rules.decimals}” phải từ 0 đến 3.")
    if rules.trim < 0:
        yield SettingFault("trim", f"Số phiếu cắt mỗi đầu “{rules.trim}” không được âm; ghi 0 nếu không cắt.")
    for field, name, cap in (
        ("bonus_cap", "Điểm thưởng tối đa", rules.bonus_cap),
        ("total_cap", "Tổng điểm tối đa", rules.total_cap),
    ):
        if cap is not None and cap < 0:
            yield SettingFault(field, f"{name} “{trimmed(cap)}” không được âm; để trống nếu không giới hạn.")
    for level, weight in rules.weights.items():
        if weight < 0:
            yield SettingFault(
                WEIGHT_FIELDS[level], f"Trọng số của cấp {level.label} “{trimmed(weight)}” không được âm."
            )


def _weight_faults(rules: YearRules) -> Iterator[SettingFault]:
    total = sum(rules.weights.values(), ZERO)
    if rules.combining == Combining.WEIGHTED and total != HUNDRED:
        heaviest = next(
            (WEIGHT_FIELDS[level] for level, weight in rules.weights.items() if weight), "combining"
        )
        yield SettingFault(
            heaviest,
            f"Cách tổng hợp là “{Combining.WEIGHTED.label}” nhưng bốn trọng số cộng lại là {trimmed(total)}%; "
            "hãy sửa để tổng bằng 100%.",
            frozenset({"combining", *WEIGHT_FIELDS.values()}),
        )
    for level, weight in rules.weights.items():
        if weight > 0 and level not in rules.levels:
            yield _not_used(WEIGHT_FIELDS[level], f"Trọng số {trimmed(weight)}% được đặt cho cấp", level)


def _level_faults(rules: YearRules) -> Iterator[SettingFault]:
    if rules.combining == Combining.PEER and Level.PEER not in rules.levels:
        yield _not_used("combining", "Cách tổng hợp dùng cấp", Level.PEER)
    source = {ExtrasSource.BLOC: Level.BLOC, ExtrasSource.APPRAISAL: Level.APPRAISAL}.get(rules.extras_source)
    if source is not None and source not in rules.levels:
        yield _not_used("extras_source", "Nguồn điểm thưởng, điểm trừ là cấp", source)
    if rules.peer_draw == PeerDraw.NONE and Level.PEER in rules.levels:
        yield SettingFault(
            "peer_draw",
            f"Cách chấm chéo là “{PeerDraw.NONE.label}” nhưng Các cấp chấm có “{Level.PEER.label}”; "
            "hãy chọn một cách chấm chéo hoặc bỏ cấp này.",
            frozenset({"levels"}),
        )


def _not_used(field: str, what: str, level: Level) -> SettingFault:
    return SettingFault(
        field,
        f"{what} “{level.label}” nhưng cấp này không có trong Các cấp chấm; hãy thêm cấp hoặc sửa mục này.",
        frozenset({"levels"}),
    )


def _tie_faults(
    rules: YearRules, criteria: Sequence[CriterionRow], known_awards: Collection[str]
) -> Iterator[SettingFault]:
    sections = {row.code for row in criteria if row.group == CriterionGroup.CONTENT and "." not in row.code}
    for index, key in enumerate(rules.tie_keys):
        if key in rules.tie_keys[:index]:
            yield SettingFault("tie_keys", f"Tiêu chí phân định đồng hạng “{key}” được ghi hai lần.")
            continue
        level = Level.from_label(key)
        word, _, code = key.partition(" ")
        if level is not None:
            if level not in rules.levels:
                yield _not_used("tie_keys", "Phân định đồng hạng dùng cấp", level)
        elif word == SECTION_KEY and code not in sections:
            yield SettingFault(
                "tie_keys",
                f"Phân định đồng hạng dùng “{key}” nhưng không có mục nội dung cấp cao nhất nào mang mã “{code}”; "
                "hãy sửa theo mã trong bảng tiêu chí.",
                frozenset({"sections"}),
            )
        elif word == VOTE_KEY and code not in known_awards:
            yield SettingFault(
                "tie_keys",
                f"Phân định đồng hạng dùng “{key}” nhưng danh mục khen thưởng không có mã “{code}”; hãy sửa mã.",
            )


def _unscored_faults(rules: YearRules, criteria: Sequence[CriterionRow]) -> Iterator[SettingFault]:
    """A criterion only the appraisal scores would stay empty for ever where that level is not used."""
    leaves = leaf_codes(row.code for row in criteria)
    only = [row.code for row in criteria if row.rule is CriterionRule.APPRAISER_ONLY and row.code in leaves]
    if only and Level.APPRAISAL not in rules.levels:
        named = ", ".join(only)
        yield _not_used("levels", f"Tiêu chí {named} chỉ chấm ở cấp", Level.APPRAISAL)


def check_scale(rules: YearRules, criteria: Sequence[CriterionRow]) -> list[SettingFault]:
    """The content leaves must sum to the scale, less the bonus cap where the bonus lies inside the scale."""
    if rules.bonus_inside_scale and rules.bonus_cap is None:
        return [
            SettingFault(
                "bonus_cap",
                "Điểm thưởng nằm trong thang điểm thì phải ghi Điểm thưởng tối đa.",
                frozenset({"bonus_inside_scale"}),
            )
        ]
    leaves = leaf_codes(row.code for row in criteria)
    content = [
        row for _, row in _first_rows(criteria) if row.code in leaves and row.group == CriterionGroup.CONTENT
    ]
    if any(row.maximum is None for row in content):
        return []  # check_criteria names the leaf; a sum without it says nothing new
    total = sum((row.maximum for row in content if row.maximum is not None), ZERO)
    inside = rules.bonus_cap if rules.bonus_inside_scale and rules.bonus_cap is not None else ZERO
    if total == rules.scale - inside:
        return []
    wanted = trimmed(rules.scale - inside)
    why = f" (thang điểm {trimmed(rules.scale)} trừ điểm thưởng tối đa {trimmed(inside)})" if inside else ""
    return [
        SettingFault(
            "scale",
            f"Điểm tối đa của các tiêu chí nội dung cộng lại là {trimmed(total)}, không bằng {wanted}{why}; "
            "hãy sửa thang điểm hoặc điểm tối đa.",
            frozenset({"bonus_inside_scale", "bonus_cap", "content_maxima"}),
        )
    ]


def check_criteria(criteria: Sequence[CriterionRow]) -> list[RowFault]:
    """Codes, tree, groups, maxima and steps; in row order."""
    faults = [
        *_code_faults(criteria),
        *_tree_faults(criteria),
        *_points_faults(criteria),
        *_sum_faults(criteria),
        *_rule_faults(criteria),
    ]
    return sorted(faults, key=lambda fault: fault.row)


def _code_faults(criteria: Sequence[CriterionRow]) -> Iterator[RowFault]:
    seen: dict[str, int] = {}
    for index, row in enumerate(criteria):
        if any(not part or part != part.strip() for part in row.code.split(".")) or ";" in row.code:
            yield RowFault(
                index,
                "code",
                f"Mã tiêu chí “{row.code}” sai dạng; hãy ghi như I, I.1, I.1.a, các phần cách nhau bằng một dấu chấm.",
            )
        elif row.code in seen:
            yield RowFault(
                index,
                "code",
                f"Mã tiêu chí “{row.code}” bị lặp lại; mỗi tiêu chí phải có một mã riêng.",
                frozenset({(seen[row.code], "code")}),
            )
        seen.setdefault(row.code, index)


def _tree_faults(criteria: Sequence[CriterionRow]) -> Iterator[RowFault]:
    place = {row.code: index for index, row in _first_rows(criteria)}
    for index, row in enumerate(criteria):
        if not row.parent_code or not all(row.code.split(".")):
            continue
        above = place.get(row.parent_code)
        if above is None:
            yield RowFault(
                index,
                "code",
                f"Tiêu chí “{row.code}” không có tiêu chí cha “{row.parent_code}”; hãy thêm dòng đó hoặc sửa mã.",
            )
        elif criteria[above].group != row.group:
            yield RowFault(
                index,
                "group",
                f"Tiêu chí “{row.code}” thuộc nhóm “{row.group.label}” nhưng tiêu chí cha “{row.parent_code}” thuộc nhóm "
                f"“{criteria[above].group.label}”; hãy ghi cùng một nhóm.",
                frozenset({(above, "group"), (above, "code"), (index, "code")}),
            )


def _points_faults(criteria: Sequence[CriterionRow]) -> Iterator[RowFault]:
    leaves = leaf_codes(row.code for row in criteria)
    for index, row in enumerate(criteria):
        if row.maximum is not None and row.maximum < 0:
            yield RowFault(index, "maximum", f"Điểm tối đa “{trimmed(row.maximum)}” không được âm.")
        if row.maximum is None and row.group == CriterionGroup.CONTENT and row.code in leaves:
            yield RowFault(
                index,
                "maximum",
                f"Tiêu chí nội dung “{row.code}” chưa có Điểm tối đa; hãy ghi điểm tối đa.",
                frozenset({(index, "code"), (index, "group")}),
            )
        if row.step is not None and row.step <= 0:
            yield RowFault(
                index,
                "step",
                f"Bước “{trimmed(row.step)}” phải lớn hơn 0; để trống nếu chấm điểm nào cũng được.",
            )


def _sum_faults(criteria: Sequence[CriterionRow]) -> Iterator[RowFault]:
    """A content parent's maximum, where given, is the sum of the leaves below it."""
    leaves = leaf_codes(row.code for row in criteria)
    below: dict[str, list[int]] = defaultdict(list)
    for index, row in _first_rows(criteria):
        if row.code in leaves and row.group == CriterionGroup.CONTENT:
            parts = row.code.split(".")
            for length in range(1, len(parts)):
                below[".".join(parts[:length])].append(index)
    for index, row in _first_rows(criteria):
        if row.code in leaves or row.maximum is None or row.group != CriterionGroup.CONTENT:
            continue
        maxima = [criteria[leaf].maximum for leaf in below[row.code]]
        total = sum((maximum for maximum in maxima if maximum is not None), ZERO)
        if None not in maxima and total != row.maximum:
            yield RowFault(
                index,
                "maximum",
                f"Điểm tối đa của “{row.code}” là {trimmed(row.maximum)} nhưng các tiêu chí bên dưới cộng lại là "
                f"{trimmed(total)}; hãy sửa cho bằng nhau hoặc để trống.",
                frozenset((leaf, column) for leaf in below[row.code] for column in ("maximum", "code"))
                | {(index, "code"), (index, "group")},
            )


def _rule_faults(criteria: Sequence[CriterionRow]) -> Iterator[RowFault]:
    """How a leaf's points are found, and what that needs."""
    leaves = leaf_codes(row.code for row in criteria)
    for index, row in enumerate(criteria):
        if row.rule is CriterionRule.MANUAL or row.code not in leaves:
            continue
        judged = frozenset(
            (index, name) for name in ("rule", "parameters", "group", "maximum", "step", "code")
        )
        for fault in rule_faults(
            row.rule, row.parameters, group=row.group, maximum=row.maximum, step=row.step
        ):
            column = "rule" if fault.place == "rule" else "parameters"
            where = "" if fault.row is None else f"Dòng {fault.row + 1}: "
            yield RowFault(index, column, f"{row.code}: {where}{fault.message}", judged - {(index, column)})


def _first_rows(criteria: Sequence[CriterionRow]) -> list[tuple[int, CriterionRow]]:
    """Rows with their index, the first of each code only: a repeated one is named once, not summed twice."""
    seen: set[str] = set()
    rows = []
    for index, row in enumerate(criteria):
        if row.code not in seen:
            rows.append((index, row))
        seen.add(row.code)
    return rows


def check_classes(classes: Sequence[ClassRow]) -> list[RowFault]:
    """No two classes begin at the same points."""
    faults = []
    seen: dict[Decimal, int] = {}
    for index, row in enumerate(classes):
        if row.from_points in seen:
            faults.append(
                RowFault(
                    index,
                    "from_points",
                    f"Hai loại cùng bắt đầu từ {trimmed(row.from_points)} điểm; mỗi loại phải có Từ điểm riêng.",
                    frozenset({(seen[row.from_points], "from_points")}),
                )
            )
        seen.setdefault(row.from_points, index)
    return faults
