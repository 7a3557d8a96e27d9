"""A slow, plain reading of contract §3 and §4, written from the contract alone: a workbook in, the JSON of `results` out.

Nothing of the application is imported and every value is a Fraction, so that an agreement means something.
"""

import io
import math
import unicodedata
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import groupby
from typing import Any

from openpyxl import load_workbook

LEVELS = {"Tự chấm": "self", "Chấm chéo": "peer", "Khối": "bloc", "Thẩm định": "appraisal"}
PEER, SELF = "Chấm chéo", "Tự chấm"
GROUPS = ("Nội dung", "Điểm thưởng", "Điểm trừ")
ZERO = Fraction(0)


def fold(text: Any) -> str:
    letters = unicodedata.normalize("NFD", str(text)).replace("đ", "d").replace("Đ", "D")
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())


def text(value: Any) -> str:
    return "" if value is None else " ".join(unicodedata.normalize("NFC", str(value)).split())


def number(value: Any) -> Fraction | None:
    spelt = f"{value:.15g}" if isinstance(value, float) else text(value).replace(",", ".")
    return Fraction(spelt) if spelt else None


class Row(dict[str, Any]):
    """One row by folded heading."""

    def text(self, heading: str) -> str:
        return text(self.get(fold(heading)))

    def number(self, heading: str) -> Fraction | None:
        return number(self.get(fold(heading)))

    def listed(self, heading: str, *words: str) -> str:
        """The listed word that is meant; the first where the cell is empty."""
        return {fold(word): word for word in words}[fold(self.text(heading) or words[0])]

    def says_yes(self, heading: str) -> bool:
        return self.listed(heading, "Không", "Có") == "Có"


class PlainYear:
    """The workbook's year; the methods follow the paragraphs of contract §4."""

    def __init__(self, data: bytes) -> None:
        book = load_workbook(io.BytesIO(data), data_only=True)
        self.pages = {fold(page.title): list(page.iter_rows(values_only=True)) for page in book.worksheets}
        self.settings = Row(
            {fold(row.text("Mục")): row.get(fold("Giá trị")) for row in self.rows("Khối") if row.text("Mục")}
        )
        say = self.settings
        self.places = int(say.number("Số chữ số thập phân") or 0) if say.text("Số chữ số thập phân") else 2
        self.bonus_cap = say.number("Điểm thưởng tối đa")
        self.levels = [
            Row({"x": level}).listed("x", *LEVELS) for level in say.text("Các cấp chấm").split(";")
        ]
        self.combining = say.listed("Cách tổng hợp", "Cấp cuối", "Chấm chéo", "Trọng số")
        self.missing = say.listed("Thiếu phiếu chéo", "Bỏ qua", "Tính 0", "Lấy điểm tự chấm", "Chặn")
        self.source = say.listed("Nguồn điểm thưởng, điểm trừ", "Theo cách tổng hợp", "Khối", "Thẩm định")
        units = sorted(
            self.rows("Đơn vị"), key=lambda row: (row.number("STT") is None, row.number("STT") or 0)
        )
        self.names = {row.text("Mã"): row.text("Tên đơn vị") for row in units}
        self.units = list(self.names)
        self._read_criteria()
        self._read_sheets()
        self.ballots = {
            (row.text("Danh hiệu"), row.text("Đơn vị")): row.number("Đồng ý") or ZERO
            for row in self.rows("Kết quả phiếu")
        }
        self.effects = {(row.text("Đơn vị"), fold(row.text("Hệ quả"))) for row in self.rows("Không xét")}

    def rows(self, sheet: str) -> list[Row]:
        head, *rows = self.pages.get(fold(sheet)) or [()]
        headings = [fold(heading or "") for heading in head]
        return [Row(zip(headings, row, strict=True)) for row in rows if any(map(text, row))]

    def _read_criteria(self) -> None:
        criteria = {row.text("Mã"): row for row in self.rows("Tiêu chí")}
        leaves = [code for code in criteria if not any(other.startswith(f"{code}.") for other in criteria)]
        self.leaves = {
            group: [code for code in leaves if criteria[code].listed("Nhóm", *GROUPS) == group]
            for group in GROUPS
        }
        self.maxima = {code: criteria[code].number("Điểm tối đa") or ZERO for code in leaves}
        self.sections: dict[str, list[str]] = {}
        for code in self.leaves[GROUPS[0]]:
            self.sections.setdefault(code.split(".")[0], []).append(code)

    def _read_sheets(self) -> None:
        def key(row: Row) -> tuple[str, str, str]:
            level = row.listed("Cấp chấm", *LEVELS)
            return level, row.text("Đơn vị được chấm"), row.text("Đơn vị chấm") if level == PEER else ""

        states = {key(row): fold(row.text("Trạng thái")) for row in self.rows("Phiếu")}
        self.recused = {sheet for sheet, state in states.items() if state == fold("Không chấm")}
        self.sheets: dict[tuple[str, str, str], dict[str, Fraction]] = {}
        for row in self.rows("Điểm"):
            points = row.number("Điểm")
            if points is not None and states.get(key(row), fold("Đã nộp")) == fold("Đã nộp"):
                self.sheets.setdefault(key(row), {})[row.text("Tiêu chí")] = points
        self.assigned = [
            (row.text("Đơn vị chấm"), row.text("Đơn vị được chấm")) for row in self.rows("Phân công")
        ] or [(scorer, unit) for scorer in self.units for unit in self.units if scorer != unit]

    def rounded(self, value: Fraction) -> Fraction:
        scaled = math.floor(abs(value) * 10**self.places + Fraction(1, 2))
        return Fraction(-scaled if value < 0 else scaled, 10**self.places)

    def shown(self, value: Fraction | None) -> str | None:
        if value is None:
            return None
        value = self.rounded(value)
        digits = str(abs(value.numerator) * 10**self.places // value.denominator).zfill(self.places + 1)
        whole, part = digits[: len(digits) - self.places], digits[len(digits) - self.places :]
        return ("-" if value < 0 else "") + whole + ("." + part if part else "")

    def capped(self, bonus: Fraction) -> Fraction:
        return bonus if self.bonus_cap is None else min(bonus, self.bonus_cap)

    def average(self, values: list[Fraction]) -> Fraction:
        values = sorted(values)
        how = self.settings.listed("Cách tính điểm chéo", "Trung bình", "Trung bình cắt", "Trung vị")
        trim = self.settings.number("Số phiếu cắt mỗi đầu")
        ends = 1 if trim is None else int(trim)
        if how == "Trung vị":
            half = len(values) // 2
            return (values[half] + values[-half - 1]) / 2
        if how == "Trung bình cắt" and len(values) > 2 * ends:
            values = values[ends : len(values) - ends]
        return sum(values, ZERO) / len(values)

    def peers(self, unit: str) -> tuple[list[dict[str, Fraction]], int]:
        """The sheets that enter the peer value, with what stands in for missing ones; and how many are missing."""
        expected = [(PEER, unit, scorer) for scorer, scored in self.assigned if scored == unit]
        expected = [sheet for sheet in expected if sheet not in self.recused] if PEER in self.levels else []
        there = [self.sheets[sheet] for sheet in expected if sheet in self.sheets]
        lacking = len(expected) - len(there)
        own = self.sheets.get((SELF, unit, ""))
        if self.missing == "Tính 0":
            there = there + [{}] * lacking
        elif self.missing == "Lấy điểm tự chấm" and own is not None:
            there = there + [own] * lacking
        return there, lacking

    def value(self, level: str, unit: str, content: Iterable[str]) -> list[Fraction] | None:
        """Content over these leaves, bonus and penalty of a level; None when it is not there."""
        groups = [list(content), self.leaves[GROUPS[1]], self.leaves[GROUPS[2]]]

        def sums(sheet: dict[str, Fraction]) -> list[Fraction]:
            content, bonus, penalty = [
                sum((sheet.get(leaf, ZERO) for leaf in group), ZERO) for group in groups
            ]
            return [content, self.capped(bonus), penalty]

        if level != PEER:
            sheet = self.sheets.get((level, unit, ""))
            return None if sheet is None else sums(sheet)
        there, _lacking = self.peers(unit)
        if not there:
            return None
        if self.settings.listed("Mức tổng hợp", "Tổng điểm", "Từng tiêu chí") == "Tổng điểm":
            return [self.rounded(self.average(list(part))) for part in zip(*map(sums, there), strict=True)]
        means = [
            sum((self.average([sheet.get(leaf, ZERO) for sheet in there]) for leaf in group), ZERO)
            for group in groups
        ]
        return [self.rounded(part) for part in (means[0], self.capped(means[1]), means[2])]

    def combined(self, unit: str, content: Iterable[str]) -> list[Fraction] | None:
        ways = {"Cấp cuối": {self.levels[-1]: Fraction(1)}, "Chấm chéo": {PEER: Fraction(1)}}.get(
            self.combining
        )
        if ways is None:
            weights = {level: self.settings.number(f"Trọng số {level}") or ZERO for level in LEVELS}
            ways = {level: weight / 100 for level, weight in weights.items() if weight > 0}
        content = list(content)
        values = {level: self.value(level, unit, content) for level in ways}
        extras = self.value(self.source, unit, content) if self.source in LEVELS else [ZERO] * 3
        blocked = self.missing == "Chặn" and self.peers(unit)[1] > 0
        if blocked or extras is None or None in values.values():
            return None
        parts = [
            sum((ways[level] * (value or [])[part] for level, value in values.items()), ZERO)
            for part in range(3)
        ]
        return [parts[0], *extras[1:]] if self.source in LEVELS else parts

    def total(self, level: str, unit: str) -> Fraction | None:
        value = self.value(level, unit, self.leaves[GROUPS[0]]) if level in self.levels else None
        return None if value is None else self.rounded(value[0] + value[1] - value[2])

    def final(self, unit: str) -> Fraction | None:
        parts = self.combined(unit, self.leaves[GROUPS[0]])
        if parts is None:
            return None
        final = max(self.rounded(parts[0] + parts[1] - parts[2]), ZERO)
        cap = self.settings.number("Tổng điểm tối đa")
        return final if cap is None else min(final, cap)

    def section(self, unit: str, section: str) -> Fraction:
        return self.rounded((self.combined(unit, self.sections[section]) or [])[0])

    def tie_keys(self) -> dict[str, Callable[[str], Fraction]]:
        """The keys as contract §3 spells them, each so that more is better."""
        keys: dict[str, Callable[[str], Fraction]] = {}
        for spelt in filter(None, map(text, self.settings.text("Phân định đồng hạng").split(";"))):
            word, _, code = spelt.partition(" ")
            if fold(word) == "muc":
                keys[f"Mục {code}"] = lambda unit, code=code: self.section(unit, code)
            elif fold(word) == "phieu":
                keys[f"Phiếu {code}"] = lambda unit, code=code: self.ballots.get((code, unit), ZERO)
            elif fold(spelt) == fold("Ít điểm trừ"):
                keys["Ít điểm trừ"] = lambda unit: -self.rounded((self.combined(unit, []) or [])[2])
            elif fold(spelt) == fold("Nhiều điểm thưởng"):
                keys["Nhiều điểm thưởng"] = lambda unit: self.rounded((self.combined(unit, []) or [])[1])
            else:
                level = Row(x=spelt).listed("x", *LEVELS)
                keys[level] = lambda unit, level=level: self.total(level, unit) or ZERO
        return keys

    def ranks(self) -> tuple[dict[str, int], dict[str, str | None]]:
        """Unit -> rank, from the first down; unit -> what separates it from an equal final above."""
        finals = {unit: self.final(unit) for unit in self.units}
        keys = self.tie_keys()
        measured = {
            unit: [final, *(key(unit) for key in keys.values())]
            for unit, final in finals.items()
            if final is not None and (unit, fold("Không xếp hạng")) not in self.effects
        }
        order = sorted(measured, key=lambda unit: measured[unit], reverse=True)
        ranks: dict[str, int] = {}
        separated: dict[str, str | None] = {}
        for place, unit in enumerate(order):
            better = [own for own in measured.values() if own > measured[unit]]
            skips = self.settings.listed("Đánh số hạng", "1-1-3", "1-1-2") == "1-1-3"
            ranks[unit] = 1 + (len(better) if skips else len(set(map(tuple, better))))
            above = measured[order[place - 1]] if place else [None]
            if above[0] == finals[unit]:
                differing = (
                    name for name, a, b in zip(keys, above[1:], measured[unit][1:], strict=True) if a != b
                )
                separated[unit] = next(differing, "Đồng hạng")
        return ranks, separated

    def band(self, unit: str) -> str | None:
        bands = sorted(self.rows("Xếp loại"), key=lambda row: row.number("Từ điểm") or ZERO, reverse=True)
        for row in bands:
            floor = (row.number("Sàn % mỗi mục") or ZERO) / 100
            enough = all(
                self.section(unit, section) >= floor * sum(self.maxima[leaf] for leaf in leaves)
                for section, leaves in self.sections.items()
            )
            if (row.number("Từ điểm") or ZERO) <= (self.final(unit) or ZERO) and enough:
                return row.text("Tên")
        return None

    def reasons(self, rule: Row, higher: list[str], unit: str, rank: int | None, taken: bool) -> list[str]:
        award, needed = rule.text("Danh hiệu"), rule.number("Ngưỡng %")
        registered = {row.text("Danh hiệu") for row in self.rows("Đăng ký") if row.text("Đơn vị") == unit}
        signed = any(row.text("Đơn vị") == unit and row.text("Ngày ký") for row in self.rows("Giao ước"))
        barring = ["Không xếp hạng", "Không xét khen"] + ["Không xét cờ"] * award.startswith("FLAG")
        column = {"Thành viên": "Triệu tập"}.get(
            base := rule.listed("Mẫu số", "Thành viên", "Có mặt", "Hợp lệ"), base
        )
        count = [row.number(column) for row in self.rows("Bỏ phiếu") if row.text("Danh hiệu") == award]
        below = (
            not count
            or not count[0]
            or self.ballots.get((award, unit), ZERO) / count[0] < (needed or ZERO) / 100
        )
        least, last = rule.number("Điểm tối thiểu"), rule.number("Hạng tối đa")
        final = self.final(unit)
        applies = {
            "DISQUALIFIED": any((unit, fold(effect)) in self.effects for effect in barring),
            "ON_HOLD": (unit, fold("Tạm dừng xét")) in self.effects,
            "NOT_RANKED": rank is None,
            "NOT_REGISTERED": rule.says_yes("Cần đăng ký") and registered.isdisjoint([award, *higher]),
            "PLEDGE_UNSIGNED": rule.says_yes("Cần ký giao ước") and not signed,
            "BELOW_SCORE": rank is not None and least is not None and final is not None and final < least,
            "BELOW_RANK": rank is not None and last is not None and rank > last,
            "NOMINATED_HIGHER": rule.says_yes("Loại trừ") and taken,
            "VOTE_BELOW_THRESHOLD": rule.says_yes("Cần bỏ phiếu") and below,
        }
        return sorted(reason for reason, is_so in applies.items() if is_so)

    def quota(self, rule: Row, nominated: set[str], ranked: int) -> int:
        wanted = rule.number("Chỉ tiêu") or ZERO
        if rule.listed("Kiểu chỉ tiêu", "Số lượng", "Tỷ lệ") == "Số lượng":
            return int(wanted)
        members = len(self.units)
        bases = {"Thành viên": members, "Còn lại": members - len(nominated), "Được xếp hạng": ranked}
        exact = wanted * bases[rule.listed("Cơ sở", *bases)] / 100
        ways = {
            "Xuống": math.floor(exact),
            "Gần nhất": math.floor(exact + Fraction(1, 2)),
            "Lên": math.ceil(exact),
        }
        return ways[rule.listed("Làm tròn", *ways)]

    def nominations(self, ranks: dict[str, int]) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = []
        nominated: set[str] = set()
        for rule in sorted(self.rows("Quy tắc khen"), key=lambda row: row.number("Thứ tự") or ZERO):
            award, higher = rule.text("Danh hiệu"), [result["award"] for result in results]
            reasons = {
                unit: self.reasons(rule, higher, unit, ranks.get(unit), unit in nominated)
                for unit in self.units
            }

            def standing(unit: str, rule: Row = rule, award: str = award) -> tuple[Any, ...]:
                keys = ranks[unit], -self.ballots.get((award, unit), ZERO)
                return keys if rule.listed("Xếp theo", "Hạng", "Phiếu") == "Hạng" else keys[::-1]

            quota = self.quota(rule, nominated, len(ranks))
            taken: list[str] = []
            undecided: list[str] = []
            left = sorted((unit for unit in self.units if not reasons[unit]), key=standing)
            for _keys, equals in groupby(left, key=standing):
                group = list(equals)
                if undecided or len(taken) == quota:
                    reasons |= {unit: ["QUOTA_FULL"] for unit in group}
                elif len(taken) + len(group) > quota:
                    undecided = group
                else:
                    taken += group
            excluded = {unit: why for unit, why in reasons.items() if why}
            results.append(
                {
                    "award": award,
                    "quota": quota,
                    "nominated": taken,
                    "undecided": undecided,
                    "excluded": excluded,
                }
            )
            nominated |= set(taken)
        return results

    def results(self) -> dict[str, Any]:
        ranks, separated = self.ranks()
        units = []
        for unit in self.units:
            parts = self.combined(unit, self.leaves[GROUPS[0]]) or [None, None, None]
            units.append(
                {"code": unit, "name": self.names[unit]}
                | {name: self.shown(self.total(level, unit)) for level, name in LEVELS.items()}
                | dict(zip(("content", "bonus", "penalty"), map(self.shown, parts), strict=True))
                | {"final": self.shown(self.final(unit)), "rank": ranks.get(unit)}
                | {"separated_by": separated.get(unit), "class": self.band(unit) if unit in ranks else None}
            )
        head = {"bloc": self.settings.text("Mã khối"), "year": int(self.settings.number("Năm") or 0)}
        return head | {"units": units, "nominations": self.nominations(ranks)}
