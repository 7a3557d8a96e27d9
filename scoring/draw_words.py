"""A draw in words: the same on the page, on paper and in the journal."""

from collections.abc import Mapping, Sequence

from blocs.terms import DrawWay
from scoring.drawing import Pair, bounds, everyone, matched, mutual_pairs, teams

GONE = "đơn vị đã ra khỏi khối"

# What each way means, for who chooses among them.
MEANINGS = {
    DrawWay.EVERYONE: "Mỗi đơn vị chấm tất cả các đơn vị khác; không cần rút thăm.",
    DrawWay.RING: "Các đơn vị đứng thành vòng theo thứ tự rút; mỗi đơn vị chấm mấy đơn vị kế tiếp.",
    DrawWay.RANDOM: "Như vòng tròn, nhưng chấm cách mấy chỗ cũng do rút thăm; tránh hai đơn vị chấm lẫn nhau.",
    DrawWay.PAIRS: "Rút từng cặp, hai đơn vị chấm lẫn nhau; số đơn vị lẻ thì ba đơn vị cuối chấm lẫn nhau.",
    DrawWay.TEAMS: "Chia thành tổ (đoàn); tổ 1 đến chấm các đơn vị của tổ 2, tổ 2 chấm tổ 3, tổ cuối chấm tổ 1.",
}
_COUNTS = {
    DrawWay.RING: "mỗi đơn vị chấm {} đơn vị kế tiếp",
    DrawWay.RANDOM: "mỗi đơn vị chấm {} đơn vị",
    DrawWay.TEAMS: "chia {} tổ",
}
NOT_BY_LOT = (DrawWay.EVERYONE, DrawWay.BY_HAND)


def way_in_words(
    way: DrawWay,
    count: int | None = None,
    *,
    seed: str = "",
    by_machine: bool = False,
    without_leaders: bool = False,
) -> str:
    """ "Vòng tròn, mỗi đơn vị chấm 2 đơn vị kế tiếp, số rút thăm “4821”"; without a seed yet, that the
    machine is to take one."""
    parts = [way.label]
    if count and way in _COUNTS:
        parts.append(_COUNTS[way].format(count))
    if seed:
        parts.append(f"số rút thăm “{seed}”{' do máy lấy' if by_machine else ''}")
    elif by_machine and way not in NOT_BY_LOT:
        parts.append("số rút thăm do máy lấy khi rút")
    elif way not in NOT_BY_LOT:
        parts.append("theo thứ tự trong khối, không rút thăm")
    if without_leaders:
        parts.append("Trưởng khối, Phó khối không chấm")
    return ", ".join(parts)


def count_fault(way: DrawWay, scorers: int, silent: int) -> str:
    """Why a count cannot be taken: between what it must lie, or that the units are too few."""
    least, most = bounds(way, scorers, silent)
    if most < max(least, 1):
        return f"Có {scorers} đơn vị chấm, quá ít để chia theo cách “{way.label}”."
    what = "Số tổ" if way is DrawWay.TEAMS else "Số đơn vị mỗi đơn vị chấm"
    return f"{what} phải từ {least} đến {most}."


def mutual_count_in_words(count: int) -> str:
    """As `mutual_in_words`, of a lot that is still to be drawn."""
    return f"Có {count} cặp đơn vị chấm lẫn nhau." if count else "Không có hai đơn vị nào chấm lẫn nhau."


def mutual_in_words(pairs: Sequence[Pair], names: Mapping[int, str], most: int = 6) -> str:
    """ "Không có hai đơn vị nào chấm lẫn nhau." or how many, the first few by name."""
    found = mutual_pairs(pairs)
    if set(pairs) == everyone({unit for pair in pairs for unit in pair}) and len(found) > 1:
        return "Mọi đơn vị chấm nhau."
    if not found:
        return "Không có hai đơn vị nào chấm lẫn nhau."
    named = "; ".join(f"{names.get(a, GONE)} và {names.get(b, GONE)}" for a, b in found[:most])
    end = "; …" if len(found) > most else "."
    return f"Có {len(found)} cặp đơn vị chấm lẫn nhau: {named}{end}"


def earlier_in_words(earlier: Sequence[tuple[int, str, str, str]], *, by_lot: bool) -> str:
    """How many lots were drawn in the year before one draw; `earlier`: (number, day, seed, reason) of those, the first
    first. Empty where no lot ever was."""
    if not earlier:
        return "Trước lần này chưa rút thăm lần nào trong năm." if by_lot else ""
    told = [
        f"lần {number}, ngày {day}, số “{seed}”{_redrawn(reason)}" for number, day, seed, reason in earlier
    ]
    return f"Trước lần này năm đã rút thăm {len(earlier)} lần: {'; '.join(told)}."


def _redrawn(reason: str) -> str:
    return f" (lý do rút lại: {reason.rstrip('.')})" if reason else ""


def share_in_words(pairs: Sequence[Pair], units: Sequence[int]) -> str:
    """ "12 phiếu; mỗi đơn vị chấm 2, được 2 đơn vị chấm."; where they differ, from the least to the most."""
    scores = [sum(unit == scorer for scorer, _ in pairs) for unit in units]
    scored = [sum(unit == other for _, other in pairs) for unit in units]
    scoring = [count for count in scores if count]
    quiet = len(scores) - len(scoring)
    not_scoring = f" ({quiet} đơn vị không chấm)" if quiet else ""
    return f"{len(pairs)} phiếu; mỗi đơn vị chấm {_span(scoring)}{not_scoring}, được {_span(scored)} đơn vị chấm."


def _span(counts: Sequence[int]) -> str:
    least, most = min(counts, default=0), max(counts, default=0)
    return str(least) if least == most else f"{least} đến {most}"


def groups_in_words(
    way: DrawWay, order: Sequence[int], silent: frozenset[int], names: Mapping[int, str], count: int
) -> list[tuple[str, str]]:
    """(label, units) of the order as it was drawn: of the whole round, or of each pair or team."""
    scorers = [unit for unit in order if unit not in silent]
    others = [unit for unit in order if unit in silent]

    def listed(units: Sequence[int], between: str = ", ") -> str:
        return between.join(names.get(unit, GONE) for unit in units)

    if not order:
        return []
    if way is DrawWay.TEAMS:
        made = teams([*scorers, *others], count)
        return [(f"Tổ {number}", listed(team)) for number, team in enumerate(made, start=1)]
    rest = [("Chỉ được chấm", listed(others))] if others else []
    if way is DrawWay.PAIRS:
        made = matched(scorers)
        found = [(f"Cặp {number}", listed(pair, " – ")) for number, pair in enumerate(made, start=1)]
        return [*found, *rest]
    return [("Vòng", listed(scorers, " → ")), *rest]


def how_to_repeat(
    way: DrawWay, seed: str, units: int, apart: Sequence[int] = (), *, silent: int = 0
) -> list[str]:
    """What anybody does to come to the same draw, with nothing but SHA-256 (scoring/drawing.py says the same)."""
    order = (
        f"Xếp các đơn vị theo “Số” từ 1 đến {units}. Với p = {units}, {units - 1}, …, 2: lấy số kế tiếp chia cho p được số dư r,"
        " rồi đổi chỗ đơn vị đang ở vị trí r + 1 với đơn vị đang ở vị trí p. Thứ tự có được là thứ tự rút."
    )
    return [
        f"Dãy số: số thứ i (i = 1, 2, 3, …) là tám chữ số thập lục phân đầu của mã băm SHA-256 của dòng chữ “{seed}:i”"
        f" (số đầu: “{seed}:1”). Số nào từ bội số lớn nhất của p nhỏ hơn 2³² trở lên thì bỏ, lấy số kế tiếp.",
        order,
        _pairing(way, units - silent, apart),
        *([_dealing(way)] if silent else []),
    ]


def _pairing(way: DrawWay, scorers: int, apart: Sequence[int]) -> str:
    if way is DrawWay.RANDOM:
        below = (scorers - 1) // 2
        return (
            f"Lấy tiếp từ dãy số: xáo các khoảng cách từ 1 đến {below} theo cách trên; với từng khoảng cách d được dùng, lấy số"
            f" kế tiếp chia cho 2: dư 0 thì giữ d, dư 1 thì thay bằng {scorers} − d; còn thiếu thì thêm nửa vòng (khi số"
            " đơn vị chẵn), rồi chiều ngược lại. Mỗi đơn vị chấm đơn vị đứng sau mình"
            f" {', '.join(map(str, apart))} chỗ trong vòng."
        )
    return {
        DrawWay.RING: "Đứng thành vòng theo thứ tự rút, mỗi đơn vị chấm các đơn vị kế tiếp.",
        DrawWay.PAIRS: "Từng hai đơn vị theo thứ tự rút là một cặp; số lẻ thì ba đơn vị cuối là một nhóm.",
        DrawWay.TEAMS: "Chia lần lượt như chia bài: đơn vị thứ nhất vào tổ 1, thứ hai vào tổ 2, …; mỗi tổ chấm tổ kế tiếp.",
    }[way]


def _dealing(way: DrawWay) -> str:
    if way is DrawWay.TEAMS:
        return "Đơn vị không chấm được chia vào các tổ sau cùng, chỉ để được chấm."
    return "Đơn vị không chấm không đứng trong vòng; các đơn vị còn lại lần lượt theo thứ tự rút chấm thêm các đơn vị này."
