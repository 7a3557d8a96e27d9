"""The settings of the sheet `Khối` (contract §3), each with its field, kind and default."""

from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from blocs.terms import (
    Aggregation,
    BlocKind,
    Combining,
    ExtrasSource,
    MidYearMerger,
    MissingPeer,
    PeerAverage,
    PeerDraw,
    RankNumbering,
    Term,
)
from reports.workbook.book import BookHead
from reports.workbook.cell_values import squash
from reports.workbook.kinds import BlocCode, Kind, Levels, Listed, Number, Text, TieKeys, Whole, YesNo
from scoring.definitions import YearRules

VERSION = 1
HEAD, RULES, FORMAT = "head", "rules", "format"
"""Where a setting's value goes: BookHead, YearRules, or nowhere (the format's version)."""


@dataclass(frozen=True)
class Setting:
    """One row of `Khối`: its name, where its value goes, what it holds. `needed` ones have no default.

    `only_when_set`: written where it differs from its default only, as it is not of the contract's own list.
    """

    name: str
    owner: str
    field: str
    kind: Kind
    needed: bool
    default: Any
    hint: str = ""
    only_when_set: bool = False


def _default(owner: type, field: str) -> Any:
    """The dataclass's own default, MISSING for a needed setting: defaults are written once."""
    return next(each.default for each in fields(owner) if each.name == field)


def _setting(name: str, owner: str, field: str, kind: Kind, hint: str = "") -> Setting:
    default = _default(BookHead if owner == HEAD else YearRules, field)
    needed = default is MISSING
    return Setting(name, owner, field, kind, needed, None if needed else default, hint)


def _listed(name: str, field: str, terms: type[Term], hint: str = "") -> Setting:
    return _setting(name, RULES, field, Listed(tuple(terms)), hint)


SETTINGS = (
    Setting(
        "Phiên bản",
        FORMAT,
        "version",
        Whole(),
        needed=False,
        default=VERSION,
        hint="Phiên bản của mẫu tệp này",
    ),
    _setting("Tỉnh", HEAD, "province", Text(100)),
    _setting("Tên khối", HEAD, "name", Text(255)),
    _setting("Mã khối", HEAD, "code", BlocCode(), "Chữ không dấu, chữ số, gạch nối; ví dụ hoi-dac-thu"),
    _setting("Loại", HEAD, "kind", Listed(tuple(BlocKind))),
    _setting("Năm", HEAD, "year", Whole(1950, 2100)),
    _setting("Thang điểm", RULES, "scale", Number()),
    _setting("Số chữ số thập phân", RULES, "decimals", Whole(0, 3), "Từ 0 đến 3"),
    _setting("Điểm thưởng tối đa", RULES, "bonus_cap", Number(), "Để trống là không giới hạn"),
    _setting("Điểm thưởng trong thang", RULES, "bonus_inside_scale", YesNo()),
    _setting("Tổng điểm tối đa", RULES, "total_cap", Number(), "Để trống là không giới hạn"),
    _setting("Các cấp chấm", RULES, "levels", Levels(), "Theo thứ tự, cách nhau bằng dấu chấm phẩy"),
    _listed("Cách chấm chéo", "peer_draw", PeerDraw),
    _listed("Cách tổng hợp", "combining", Combining),
    _listed("Cách tính điểm chéo", "peer_average", PeerAverage),
    _setting("Số phiếu cắt mỗi đầu", RULES, "trim", Whole(0, 9999), "0 là không cắt"),
    _listed("Mức tổng hợp", "aggregation", Aggregation),
    _setting("Trọng số tự chấm", RULES, "weight_self", Number(), "Phần trăm"),
    _setting("Trọng số chấm chéo", RULES, "weight_peer", Number(), "Phần trăm"),
    _setting("Trọng số khối", RULES, "weight_bloc", Number(), "Phần trăm"),
    _setting("Trọng số thẩm định", RULES, "weight_appraisal", Number(), "Phần trăm"),
    _listed("Nguồn điểm thưởng, điểm trừ", "extras_source", ExtrasSource),
    _listed("Thiếu phiếu chéo", "missing_peer", MissingPeer),
    _setting(
        "Phân định đồng hạng",
        RULES,
        "tie_keys",
        TieKeys(),
        "Theo thứ tự, cách nhau bằng dấu chấm phẩy: Mục I; tên cấp chấm; Ít điểm trừ; Nhiều điểm thưởng; "
        "Phiếu kèm mã danh hiệu",
    ),
    _listed("Đánh số hạng", "numbering", RankNumbering),
    _setting("Ghi chú", HEAD, "note", Text(5000, lines=True)),
    replace(_listed("Sáp nhập giữa năm", "merger", MidYearMerger), only_when_set=True),
)
SETTING_BY_NAME = {squash(setting.name): setting for setting in SETTINGS}
