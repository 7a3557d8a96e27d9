"""Random workbooks that contract §3 accepts: every setting, ties made likely, words and numbers spelt every allowed way."""

import io
import random
import unicodedata
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

D = Decimal
LEVELS = ["Tự chấm", "Chấm chéo", "Khối", "Thẩm định"]
GROUPS = ["Nội dung", "Điểm thưởng", "Điểm trừ"]
AWARDS = ["FLAG_GOV", "FLAG_PROV", "COLL_EXCELLENT", "MERIT_PM", "MERIT_PROV", "CERT_UNIT"]
UNITS = ["CTD", "KH", "ctd", "Đ1", "A.B", "01", "X-1"]
# Codes, names and dates are written as they are; every other text may be spelt another way.
EXACT = {
    "Mã",
    "Tên",
    "Tên đơn vị",
    "Danh hiệu",
    "Đơn vị",
    "Đơn vị chấm",
    "Đơn vị được chấm",
    "Tiêu chí",
    "Ngày ký",
}

Rows = list[dict[str, Any]]


class RandomYear:
    """One seed, one year: `sheets` holds rows by heading, `data` the `.xlsx`."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.units = self.random.sample(UNITS, self.pick([1, 2, 3, 4, 4, 5, 6]))
        self.levels = self.random.sample(LEVELS, self.pick([1, 2, 3, 4, 4]))
        self.unit = self.pick([D(1), D(1), D("0.5"), D("0.1"), D("0.001")])
        self.sheets: dict[str, Rows] = {"Đơn vị": self._units(), "Tiêu chí": self._criteria()}
        self.sheets |= {"Khối": self._settings(seed), "Phân công": self._assignments()}
        self._scores()
        self._awards()
        self.data = self._written()

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def _units(self) -> Rows:
        orders: list[int | None] = list(self.random.sample(range(1, 40), len(self.units)))
        return [
            {"STT": self.pick([order, order, None]), "Mã": unit, "Tên đơn vị": f"Hội {unit}"}
            for unit, order in zip(self.units, orders, strict=True)
        ]

    def _criteria(self) -> Rows:
        """Leaves at every depth; a content parent's maximum is the sum or empty."""
        self.leaves: list[dict[str, Any]] = []
        rows: Rows = []
        groups = [GROUPS[0], *self.random.choices(GROUPS, k=self.pick([0, 3, 4]))]
        self.random.shuffle(groups)
        for section, group in zip(["I", "II", "III", "D", "Đ"], groups, strict=False):
            self._grow(rows, section, group)
        self.random.shuffle(rows)
        return rows

    def _grow(self, rows: Rows, code: str, group: str) -> Decimal:
        row: dict[str, Any] = {"Mã": code, "Nội dung": f"Tiêu chí {code}", "Nhóm": group}
        rows.append(row)
        if code.count(".") == 2 or self.maybe(0.5):
            row["Điểm tối đa"] = (
                None if group != GROUPS[0] and self.maybe(0.5) else self.unit * self.pick([1, 2, 4, 7])
            )
            row["Bước"] = self.pick([None, self.unit, self.unit / 2])
            self.leaves.append(row)
            return row["Điểm tối đa"] or D(0)
        total = sum(
            (self._grow(rows, f"{code}.{part}", group) for part in "12a"[: self.pick([1, 2, 3])]), D(0)
        )
        row["Điểm tối đa"] = self.pick([None, total if group == GROUPS[0] else self.unit])
        return total

    def _settings(self, seed: int) -> Rows:
        pick, levels = self.pick, self.levels
        self.scale = sum((leaf["Điểm tối đa"] for leaf in self.leaves if leaf["Nhóm"] == GROUPS[0]), D(0))
        cap = pick([None, D(0), self.unit, self.unit * 3, D("0.333")])
        inside = cap is not None and self.maybe(0.3)
        weighted = self.random.sample(levels, self.random.randint(1, len(levels)))
        cuts = [D(0), *sorted(self.random.sample(range(1, 100), len(weighted) - 1)), D(100)]
        weights = {level: high - low for level, low, high in zip(weighted, cuts, cuts[1:], strict=False)}
        sections = [
            row["Mã"] for row in self.sheets["Tiêu chí"] if row["Nhóm"] == GROUPS[0] and "." not in row["Mã"]
        ]
        keys = [*levels, "Ít điểm trừ", "Nhiều điểm thưởng", *(f"Mục {code}" for code in sections)]
        keys += [f"Phiếu {award}" for award in AWARDS[:1]]
        settings = {
            "Tên khối": "Khối thử", "Mã khối": f"khoi-{seed}", "Năm": pick([2024, "2025"]),
            "Thang điểm": self.scale + (cap or 0) * inside, "Số chữ số thập phân": pick([None, 0, 1, 2, 3]),
            "Điểm thưởng tối đa": cap, "Điểm thưởng trong thang": "Có" if inside else pick([None, "Không"]),
            "Tổng điểm tối đa": pick([None, self.scale, self.scale / 2, self.scale / 2]), "Các cấp chấm": "; ".join(levels),
            "Cách chấm chéo": pick([None, "Tất cả", "Vòng tròn", "Phân công"]),
            "Cách tổng hợp": pick([None, "Cấp cuối", "Trọng số", *["Chấm chéo"] * (2 * (LEVELS[1] in levels))]),
            "Cách tính điểm chéo": pick([None, "Trung bình", "Trung bình cắt", "Trung vị"]),
            "Số phiếu cắt mỗi đầu": pick([None, 0, 1, 2]), "Mức tổng hợp": pick([None, "Tổng điểm", "Từng tiêu chí"]),
            **{f"Trọng số {level}": weight for level, weight in weights.items()},
            "Nguồn điểm thưởng, điểm trừ": pick([None, "Theo cách tổng hợp", *{*LEVELS[2:]} & {*levels}]),
            "Thiếu phiếu chéo": pick([None, "Bỏ qua", "Tính 0", "Lấy điểm tự chấm", "Chặn"]),
            "Phân định đồng hạng": ";".join(self.random.sample(keys, pick([0, 2, 4]))),
            "Đánh số hạng": pick([None, "1-1-3", "1-1-2"]),
        }  # fmt: skip
        return [{"Mục": name, "Giá trị": value} for name, value in settings.items()]

    def _assignments(self) -> Rows:
        self.pairs = [(scorer, unit) for scorer in self.units for unit in self.units if scorer != unit]
        if not self.pairs or self.maybe(0.5):
            return []
        self.pairs = self.random.sample(self.pairs, self.random.randint(1, len(self.pairs)))
        return [{"Đơn vị chấm": scorer, "Đơn vị được chấm": unit} for scorer, unit in self.pairs]

    def _scores(self) -> None:
        """Few different points, often the same ones for many units or others with the same sum: many equals."""
        scores, states = self.sheets.setdefault("Điểm", []), self.sheets.setdefault("Phiếu", [])
        lacking, kinds = self.pick([0, 0, 0.05, 0.3]), self.pick([1, 2, 9, 9])
        copied: dict[tuple[str, str, int], Decimal] = {}
        even = {unit: self._same_sum() for unit in self.units} if self.maybe(0.5) else {}
        for level in self.levels:
            own = [("", unit) for unit in self.units]
            for scorer, unit in self.pairs if level == LEVELS[1] else own:
                sheet = {
                    "Cấp chấm": level,
                    "Đơn vị được chấm": unit,
                    "Đơn vị chấm": scorer or self.pick([None, unit]),
                }
                if self.maybe(lacking):
                    states.append(sheet | {"Trạng thái": self.pick(["Đã nộp", "Đang nhập", "Không chấm"])})
                for leaf in self.leaves if not self.maybe(lacking) else ():
                    step = leaf.get("Bước") or self.unit
                    most = int((leaf["Điểm tối đa"] or self.unit * 5) / step)
                    points = step * self.pick([most, most, max(most - 1, 0), most // 2, 0])
                    key = leaf["Mã"], level, self.units.index(unit) % kinds
                    points = copied.setdefault(key, points) if kinds < 9 else points
                    score = even[unit][leaf["Mã"]] if even else None if self.maybe(0.05) else points
                    scores.append(sheet | {"Tiêu chí": leaf["Mã"], "Điểm": score})
        self.random.shuffle(scores)

    def _same_sum(self) -> dict[str, Decimal]:
        """Full content but for one leaf, and as much bonus as penalty: other sections, the same total."""
        content, bonus, penalty = (
            [leaf for leaf in self.leaves if leaf["Nhóm"] == group] for group in GROUPS
        )
        points = {leaf["Mã"]: leaf["Điểm tối đa"] if leaf in content else D(0) for leaf in self.leaves}
        points[self.pick(content)["Mã"]] -= self.unit
        if bonus and penalty and self.maybe(0.5):
            points[bonus[0]["Mã"]] = points[penalty[0]["Mã"]] = self.unit
        return points

    def _awards(self) -> None:
        pick, easy = self.pick, self.maybe(0.4)

        def asked(*more: Any) -> Any:
            return None if easy else pick(["Có", "Không", None, *more])

        chosen = self.random.sample(AWARDS, pick([1, 2, 3]))
        self.sheets["Quy tắc khen"] = [
            {
                "Danh hiệu": award, "Thứ tự": 9 - place, "Kiểu chỉ tiêu": kind,
                "Chỉ tiêu": pick([0, 1, 1, 2, 3]) if kind == "Số lượng" else pick([D(20), D("33.3"), D(50), D(150)]),
                "Cơ sở": pick([None, "Thành viên", "Còn lại", "Được xếp hạng"]),
                "Làm tròn": pick([None, "Xuống", "Gần nhất", "Lên"]), "Cần đăng ký": asked("Không"),
                "Cần ký giao ước": asked("Không"), "Cần bỏ phiếu": asked(), "Ngưỡng %": pick([D(0), D(50), D("66.6")]),
                "Mẫu số": pick([None, "Thành viên", "Có mặt", "Hợp lệ"]), "Xếp theo": pick([None, "Hạng", "Phiếu"]),
                "Loại trừ": pick([None, "Có", "Không"]), "Hạng tối đa": None if easy else pick([None, 1, 2]),
                "Điểm tối thiểu": None if easy else pick([None, self.scale / 2]),
            }
            for place, award in enumerate(chosen)
            for kind in [pick(["Số lượng", "Tỷ lệ"])]
        ]  # fmt: skip
        counts, approvals = (
            self.sheets.setdefault("Bỏ phiếu", []),
            self.sheets.setdefault("Kết quả phiếu", []),
        )
        for award in AWARDS:
            called = pick([0, 7, 11])
            present, valid = (self.random.randint(called // 2, called) for _ in "ab")
            valid = min(present, valid)
            if self.maybe(0.8):
                ballots = {
                    "Phát ra": present,
                    "Thu về": present,
                    "Hợp lệ": valid,
                    "Không hợp lệ": present - valid,
                }
                counts.append({"Danh hiệu": award, "Triệu tập": called, "Có mặt": present, **ballots})
                approvals += [
                    {"Danh hiệu": award, "Đơn vị": unit, "Đồng ý": pick([valid, valid, valid // 2])}
                    for unit in self.units
                    if self.maybe(0.9)
                ]
        pairs = [(unit, award) for unit in self.units for award in AWARDS]
        self.sheets["Đăng ký"] = [{"Đơn vị": u, "Danh hiệu": a} for u, a in pairs if self.maybe(0.4)]
        self.sheets["Giao ước"] = [
            {"Đơn vị": unit, "Ngày ký": pick([None, "2024-03-20", "5/3/2024"])} for unit in self.units
        ]
        effects = ["Không xếp hạng", "Không xét khen", "Không xét cờ", "Tạm dừng xét"]
        self.sheets["Không xét"] = [
            {"Đơn vị": unit, "Hệ quả": pick(effects)} for unit in self.units if self.maybe(0.1)
        ]
        shares = self.random.sample([D(0), D("0.5"), D("0.75"), D("0.9")], pick([0, 2, 4]))
        self.sheets["Xếp loại"] = [
            {
                "Tên": f"Loại {share}",
                "Từ điểm": self.scale * share,
                "Sàn % mỗi mục": pick([None, D(50), D("87.5")]),
            }
            for share in shares
        ]

    def _spelt(self, word: str) -> str:
        bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        ways = [
            word,
            word.upper(),
            bare.replace("đ", "d").replace("Đ", "D"),
            unicodedata.normalize("NFD", word),
        ]
        return self.pick([*ways, f" {word.lower()} ", word.replace(" ", "  ")])

    def _cell(self, heading: str, row: dict[str, Any]) -> Any:
        value = row.get(heading)
        if isinstance(value, Decimal):
            return self.pick([float(value), str(value), str(value).replace(".", ",")])
        exact = EXACT | (
            {"Giá trị"} if row.get("Mục") in {"Tên khối", "Mã khối", "Phân định đồng hạng"} else set()
        )
        return self._spelt(value) if isinstance(value, str) and heading not in exact else value

    def _written(self) -> bytes:
        workbook = Workbook(write_only=True)
        for name, rows in self.random.sample(sorted(self.sheets.items()), len(self.sheets)):
            headings = sorted({heading for row in rows for heading in row})
            if not headings:
                continue
            self.random.shuffle(headings)
            page = workbook.create_sheet(self._spelt(name))
            page.append([self._spelt(heading) for heading in headings])
            for row in rows:
                page.append([self._cell(heading, row) for heading in headings])
        buffer = io.BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()
