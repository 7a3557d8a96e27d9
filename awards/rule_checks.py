"""What contradicts itself in award rules and votes (contract §3, "Refused").

Pure: dataclasses in, faults out, as in `scoring.rule_checks`.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from awards.definitions import AwardRuleRow, VoteCountRow, VoteResultRow
from blocs.terms import QuotaKind
from reports.paper.words import trimmed
from scoring.rule_checks import RowFault

HUNDRED = Decimal(100)


def check_award_rules(rules: Sequence[AwardRuleRow], known_awards: Collection[str]) -> list[RowFault]:
    """Codes, order, quotas and thresholds; in row order."""
    faults: list[RowFault] = []
    awards: dict[str, int] = {}
    orders: dict[int, int] = {}
    for index, rule in enumerate(rules):
        if rule.award not in known_awards:
            faults.append(RowFault(index, "award", unknown_award(rule.award)))
        elif rule.award in awards:
            faults.append(
                RowFault(
                    index,
                    "award",
                    f"Danh hiệu “{rule.award}” đã có quy tắc ở dòng trên; mỗi danh hiệu chỉ có một quy tắc.",
                    frozenset({(awards[rule.award], "award")}),
                )
            )
        awards.setdefault(rule.award, index)
        if rule.order in orders:
            faults.append(
                RowFault(
                    index,
                    "order",
                    f"Thứ tự {rule.order} đã dùng cho danh hiệu khác; mỗi danh hiệu phải có một thứ tự riêng.",
                    frozenset({(orders[rule.order], "order")}),
                )
            )
        orders.setdefault(rule.order, index)
        faults.extend(_rule_faults(index, rule))
    return faults


def unknown_award(code: str) -> str:
    """The sentence for an award code that the catalogue does not have."""
    return f"Danh mục khen thưởng không có mã “{code}”; hãy sửa mã hoặc thêm danh hiệu vào danh mục."


def _rule_faults(index: int, rule: AwardRuleRow) -> Iterator[RowFault]:
    if rule.order < 1:
        yield RowFault(index, "order", f"Thứ tự “{rule.order}” phải từ 1 trở lên; 1 là cao nhất.")
    if rule.quota is None:
        yield RowFault(
            index, "quota", "Chưa có Chỉ tiêu; hãy ghi số lượng hoặc tỷ lệ được đề nghị, có thể là 0."
        )
    elif rule.quota < 0:
        yield RowFault(index, "quota", f"Chỉ tiêu “{trimmed(rule.quota)}” không được âm.")
    elif rule.quota_kind == QuotaKind.COUNT and rule.quota != rule.quota.to_integral_value():
        yield RowFault(
            index,
            "quota",
            f"Chỉ tiêu theo “{QuotaKind.COUNT.label}” phải là số nguyên, không phải “{trimmed(rule.quota)}”.",
            frozenset({(index, "quota_kind")}),
        )
    if rule.threshold is None:
        if rule.needs_vote:
            yield RowFault(
                index,
                "threshold",
                "Danh hiệu cần bỏ phiếu thì phải có Ngưỡng %; hãy ghi ngưỡng từ 0 đến 100.",
                frozenset({(index, "needs_vote")}),
            )
    elif not 0 <= rule.threshold <= HUNDRED:
        yield RowFault(index, "threshold", f"Ngưỡng % “{trimmed(rule.threshold)}” phải từ 0 đến 100.")
    if rule.max_rank is not None and rule.max_rank < 0:
        yield RowFault(index, "max_rank", f"Hạng tối đa “{rule.max_rank}” không được âm.")
    if rule.min_points is not None and rule.min_points < 0:
        yield RowFault(index, "min_points", f"Điểm tối thiểu “{trimmed(rule.min_points)}” không được âm.")


def check_vote_counts(counts: Sequence[VoteCountRow]) -> list[RowFault]:
    """One count an award; valid + invalid = collected ≤ issued ≤ present ≤ called."""
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    for index, count in enumerate(counts):
        if count.award in seen:
            faults.append(
                RowFault(
                    index,
                    "award",
                    f"Số phiếu của danh hiệu “{count.award}” được ghi hai lần; hãy bỏ bớt một dòng.",
                    frozenset({(seen[count.award], "award")}),
                )
            )
        seen.setdefault(count.award, index)
        faults.extend(_count_faults(index, count))
    return faults


def _count_faults(index: int, count: VoteCountRow) -> Iterator[RowFault]:
    if count.valid + count.invalid != count.collected:
        yield RowFault(
            index,
            "collected",
            f"Thu về {count.collected} không bằng Hợp lệ {count.valid} cộng Không hợp lệ {count.invalid}; "
            "hãy kiểm tra lại biên bản kiểm phiếu.",
            frozenset({(index, "valid"), (index, "invalid")}),
        )
    steps = (
        ("collected", "Thu về", count.collected, "issued", "Phát ra", count.issued),
        ("issued", "Phát ra", count.issued, "present", "Có mặt", count.present),
        ("present", "Có mặt", count.present, "called", "Triệu tập", count.called),
    )
    for field, name, less, other, other_name, more in steps:
        if less > more:
            yield RowFault(
                index,
                field,
                f"{name} {less} nhiều hơn {other_name} {more}; hãy kiểm tra lại biên bản kiểm phiếu.",
                frozenset({(index, other)}),
            )


def check_vote_results(results: Sequence[VoteResultRow], counts: Sequence[VoteCountRow]) -> list[RowFault]:
    """One result a unit and award, each with its award's count, approvals within the valid ballots."""
    valid = {count.award: count.valid for count in reversed(counts)}
    faults: list[RowFault] = []
    seen: dict[tuple[str, str], int] = {}
    for index, result in enumerate(results):
        pair = (result.award, result.unit)
        if pair in seen:
            first = seen[pair]
            faults.append(
                RowFault(
                    index,
                    "unit",
                    f"Kết quả phiếu “{result.award}” của đơn vị “{result.unit}” được ghi hai lần; hãy bỏ bớt một dòng.",
                    frozenset({(first, "award"), (first, "unit"), (index, "award")}),
                )
            )
        seen.setdefault(pair, index)
        if result.award not in valid:
            faults.append(
                RowFault(
                    index,
                    "award",
                    f"Có kết quả phiếu “{result.award}” nhưng chưa có số phiếu phát ra, thu về của danh hiệu này; "
                    "hãy ghi thêm.",
                )
            )
        elif result.approvals > valid[result.award]:
            faults.append(
                RowFault(
                    index,
                    "approvals",
                    f"Đồng ý {result.approvals} nhiều hơn số phiếu hợp lệ {valid[result.award]} của “{result.award}”.",
                    frozenset({(index, "award")}),
                )
            )
    return faults
