"""Every refusal of contract §3, with the cell it is named at: a whole small year, one thing spoilt."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.reports.workbook_builders import FULL_YEAR, FULL_YEAR_BYTES, addresses, changed, edited, read

pytestmark = pytest.mark.untraced


def test_the_unspoilt_year_has_no_fault() -> None:
    reading = read(FULL_YEAR_BYTES)
    assert (reading.faults, reading.notices, reading.book) == ((), (), FULL_YEAR)


# what is spoilt → where the faults are, in order, and a word of the first message
CASES: list[tuple[str, dict[str, Any], list[str], str]] = [
    # settings
    ("version", {"Khối!B2": 2}, ["Khối!B2"], "Phiên bản"),
    ("no name", {"Khối!B4": None}, ["Khối!B4"], "Tên khối"),
    ("no code", {"Khối!B5": "  "}, ["Khối!B5"], "Mã khối"),
    ("code with letters no address has", {"Khối!B5": "khối 1"}, ["Khối!B5"], "khối 1"),
    ("kind not listed", {"Khối!B6": "Tổ"}, ["Khối!B6"], "Tổ"),
    ("no year", {"Khối!B7": None}, ["Khối!B7"], "Năm"),
    ("year with a fraction", {"Khối!B7": 2025.5}, ["Khối!B7"], "2025,5"),
    ("year too early", {"Khối!B7": 1949}, ["Khối!B7"], "1949"),
    ("year too late", {"Khối!B7": 2101}, ["Khối!B7"], "2101"),
    ("no scale", {"Khối!B8": None}, ["Khối!B8"], "Thang điểm"),
    ("scale not a number", {"Khối!B8": "một trăm"}, ["Khối!B8"], "một trăm"),
    ("scale of zero", {"Khối!B8": 0}, ["Khối!B8", "Khối!B8"], "lớn hơn 0"),
    ("decimals above 3", {"Khối!B9": 4}, ["Khối!B9"], "4"),
    ("decimals below 0", {"Khối!B9": -1}, ["Khối!B9"], "-1"),
    ("decimals not whole", {"Khối!B9": 1.5}, ["Khối!B9"], "1,5"),
    ("negative bonus cap", {"Khối!B10": -5}, ["Khối!B10"], "-5"),
    ("bonus inside without a cap", {"Khối!B10": None, "Khối!B11": "Có"}, ["Khối!B10"], "Điểm thưởng tối đa"),
    ("bonus inside, sum not less the cap", {"Khối!B11": "Có"}, ["Khối!B8"], "95"),
    ("inside not listed", {"Khối!B11": "Có thể"}, ["Khối!B11"], "Có thể"),
    ("negative total cap", {"Khối!B12": "-1"}, ["Khối!B12"], "-1"),
    ("no levels", {"Khối!B13": None}, ["Khối!B13"], "Các cấp chấm"),
    ("only separators", {"Khối!B13": " ; "}, ["Khối!B13"], "ít nhất một"),
    ("unknown level", {"Khối!B13": "Tự chấm; Sở chấm"}, ["Khối!B13"], "Sở chấm"),
    ("levels by commas", {"Khối!B13": "Tự chấm, Khối"}, ["Khối!B13"], "chấm phẩy"),
    (
        "level twice and one unknown",
        {"Khối!B13": "Tự chấm; tu cham; X"},
        ["Khối!B13", "Khối!B13"],
        "hai lần",
    ),
    ("peer draw not listed", {"Khối!B14": "Xoay"}, ["Khối!B14"], "Xoay"),
    ("no peer draw with peer level", {"Khối!B14": "Không"}, ["Khối!B14"], "Chấm chéo"),
    ("combining not listed", {"Khối!B15": "Cộng"}, ["Khối!B15"], "Cộng"),
    ("average not listed", {"Khối!B16": "Bình quân"}, ["Khối!B16"], "Bình quân"),
    ("negative trim", {"Khối!B17": -1}, ["Khối!B17"], "-1"),
    ("aggregation not listed", {"Khối!B18": "Mục"}, ["Khối!B18"], "Mục"),
    ("weights not a hundred", {"Khối!B22": 41}, ["Khối!B19"], "101"),
    ("weights empty", {f"Khối!B{row}": None for row in range(19, 23)}, ["Khối!B15"], "0%"),
    ("negative weight", {"Khối!B19": -10, "Khối!B22": 60}, ["Khối!B19"], "-10"),
    ("source not listed", {"Khối!B23": "Tự chấm"}, ["Khối!B23"], "Tự chấm"),
    ("missing peer not listed", {"Khối!B24": "Tính 1"}, ["Khối!B24"], "Tính 1"),
    ("unknown tie key", {"Khối!B25": "Mục I; Tuổi"}, ["Khối!B25"], "Tuổi"),
    ("repeated tie key", {"Khối!B25": "Mục I; muc I"}, ["Khối!B25"], "hai lần"),
    ("tie key of a section that is not there", {"Khối!B25": "Mục V"}, ["Khối!B25"], "Mục V"),
    ("tie key of a bonus section", {"Khối!B25": "Mục III"}, ["Khối!B25"], "Mục III"),
    ("tie key of a lower criterion", {"Khối!B25": "Mục I.1"}, ["Khối!B25"], "Mục I.1"),
    ("tie key of another case", {"Khối!B25": "Mục i"}, ["Khối!B25"], "Mục i"),
    ("tie key of an unknown award", {"Khối!B25": "Phiếu FLAG"}, ["Khối!B25"], "FLAG"),
    ("numbering not listed", {"Khối!B26": "1-2-3"}, ["Khối!B26"], "1-2-3"),
    ("numbering eaten by Excel", {"Khối!B26": date(2002, 1, 1)}, ["Khối!B26"], "Văn bản"),
    ("setting twice", {"Khối!A28": "NAM", "Khối!B28": 2024}, ["Khối!A28"], "hai lần"),
    # units
    (
        "unit without a code",
        {"Đơn vị!B5": None},
        ["Đơn vị!B5", "Phiếu!B3", "Phân công!B4", "Không xét!A2"],
        "Mã",
    ),
    ("unit code twice", {"Đơn vị!B3": "A", "Đơn vị!B2": "B"}, [], ""),
    ("unit code again", {"Đơn vị!B6": "A", "Đơn vị!C6": "Hội Y"}, ["Đơn vị!B6"], "lặp"),
    ("STT twice", {"Đơn vị!A4": 2}, ["Đơn vị!A4"], "STT"),
    ("STT twice, one as text", {"Đơn vị!A4": "2,0"}, ["Đơn vị!A4"], "STT"),
    ("STT not a number", {"Đơn vị!A4": "ba"}, ["Đơn vị!A4"], "ba"),
    ("unit without a name", {"Đơn vị!C3": " "}, ["Đơn vị!C3"], "Tên đơn vị"),
    ("role not listed", {"Đơn vị!F3": "Ủy viên"}, ["Đơn vị!F3"], "Ủy viên"),
    ("two leaders", {"Đơn vị!F3": "Trưởng khối"}, ["Đơn vị!F3"], "Trưởng khối"),
    # criteria
    ("criterion code twice", {"Tiêu chí!A11": "IV", "Tiêu chí!C11": "Điểm trừ"}, ["Tiêu chí!A11"], "lặp"),
    ("criterion without a code", {"Tiêu chí!A10": None}, ["Tiêu chí!A10", "Điểm!D6"], "Mã"),
    ("criterion group not listed", {"Tiêu chí!C10": "Phạt"}, ["Tiêu chí!C10"], "Phạt"),
    ("criterion group empty", {"Tiêu chí!C10": None}, ["Tiêu chí!C10"], "Nhóm"),
    ("missing parent", {"Tiêu chí!A9": "VI.1"}, ["Tiêu chí!A9", "Điểm!D5"], "VI"),
    ("odd separators", {"Tiêu chí!A10": "IV..1"}, ["Tiêu chí!A10", "Điểm!D6"], "IV..1"),
    ("child of another group", {"Tiêu chí!C9": "Điểm trừ"}, ["Tiêu chí!C9"], "Điểm thưởng"),
    ("content leaf without a maximum", {"Tiêu chí!D7": None}, ["Tiêu chí!D7"], "II"),
    ("parent is not the sum", {"Tiêu chí!D4": 21}, ["Tiêu chí!D4"], "20"),
    ("leaves are not the scale", {"Tiêu chí!D7": 71}, ["Khối!B8"], "101"),
    ("negative maximum", {"Tiêu chí!D9": -5}, ["Tiêu chí!D9"], "-5"),
    ("step of zero", {"Tiêu chí!E9": 0}, ["Tiêu chí!E9"], "Bước"),
    ("negative step", {"Tiêu chí!E9": "-0,5"}, ["Tiêu chí!E9"], "-0,5"),
    ("evidence not listed", {"Tiêu chí!G3": "Cần"}, ["Tiêu chí!G3"], "Cần"),
    # scores
    ("score not a number", {"Điểm!E2": "chín"}, ["Điểm!E2"], "chín"),
    ("score with thousands in the Vietnamese way", {"Điểm!E2": "1.234,5"}, ["Điểm!E2"], "1.234,5"),
    ("score with thousands in the English way", {"Điểm!E2": "1,234.5"}, ["Điểm!E2"], "1,234.5"),
    ("score with two points", {"Điểm!E2": "1.234.5"}, ["Điểm!E2"], "1.234.5"),
    ("score is a date", {"Điểm!E2": date(2025, 5, 9)}, ["Điểm!E2"], "09/05/2025"),
    ("score is true", {"Điểm!E2": True}, ["Điểm!E2"], "TRUE"),
    ("score is an error", {"Điểm!E2": "#REF!"}, ["Điểm!E2"], "#REF!"),
    ("negative score", {"Điểm!E2": -1}, ["Điểm!E2"], "-1"),
    ("negative penalty", {"Điểm!E6": -2}, ["Điểm!E6"], "-2"),
    ("score above the maximum", {"Điểm!E2": 10.5}, ["Điểm!E2"], "10,5"),
    ("bonus above its maximum", {"Điểm!E5": 6}, ["Điểm!E5"], "6"),
    ("score off its step", {"Điểm!E2": 9.3}, ["Điểm!E2"], "9,3"),
    ("score off a decimal step", {"Điểm!E4": 69.95}, ["Điểm!E4"], "0,1"),
    ("score with 7 decimals", {"Điểm!E6": 1.1234567}, ["Điểm!E6"], "6 chữ số"),
    ("score too large", {"Điểm!E6": 1e9}, ["Điểm!E6"], "quá lớn"),
    ("score of a parent", {"Điểm!D2": "I.2"}, ["Điểm!D2"], "I.2"),
    ("score of an unknown criterion", {"Điểm!D2": "I.3"}, ["Điểm!D2"], "I.3"),
    ("score of a criterion in another case", {"Điểm!D2": "i.1"}, ["Điểm!D2"], "i.1"),
    ("score without a criterion", {"Điểm!D2": None}, ["Điểm!D2"], "Tiêu chí"),
    ("score level not listed", {"Điểm!A2": "Sở"}, ["Điểm!A2"], "Sở"),
    ("score without a level", {"Điểm!A2": None}, ["Điểm!A2"], "Cấp chấm"),
    ("score of an unknown unit", {"Điểm!B4": "Z"}, ["Điểm!B4"], "Z"),
    ("score by an unknown unit", {"Điểm!C3": "Z"}, ["Điểm!C3"], "Z"),
    ("peer score by nobody", {"Điểm!C3": None}, ["Điểm!C3"], "Đơn vị chấm"),
    ("peer score of oneself", {"Điểm!C3": "B"}, ["Điểm!C3"], "chính mình"),
    ("peer score not assigned", {"Điểm!C3": "C"}, ["Điểm!C3"], "phân công"),
    ("self score by another", {"Điểm!C2": "B"}, ["Điểm!C2"], "B"),
    ("bloc score by another", {"Điểm!C4": "B"}, ["Điểm!C4"], "B"),
    (
        "score given twice, once by nobody and once by the unit itself",
        {"Điểm!A7": "Tự chấm", "Điểm!B7": "A", "Điểm!D7": "I.1", "Điểm!E7": 8},
        ["Điểm!E7"],
        "dòng trên",
    ),
    # Phiếu
    ("sheet state not listed", {"Phiếu!D2": "Đã khóa"}, ["Phiếu!D2"], "Đã khóa"),
    ("sheet without a state", {"Phiếu!D2": None}, ["Phiếu!D2"], "Trạng thái"),
    ("sheet of an unknown unit", {"Phiếu!B3": "Z"}, ["Phiếu!B3"], "Z"),
    ("peer sheet by nobody", {"Phiếu!C2": None}, ["Phiếu!C2"], "Đơn vị chấm"),
    ("peer sheet not assigned", {"Phiếu!C2": "D"}, ["Phiếu!C2"], "phân công"),
    ("bloc sheet by another", {"Phiếu!C3": "A"}, ["Phiếu!C3"], "A"),
    (
        "sheet listed twice",
        {"Phiếu!A4": "Khối", "Phiếu!B4": "D", "Phiếu!C4": "D", "Phiếu!D4": "Đã nộp"},
        ["Phiếu!B4"],
        "hai lần",
    ),
    # assignments
    ("assigned to itself", {"Phân công!B4": "C"}, ["Phân công!B4"], "chính mình"),
    ("assigned twice", {"Phân công!A4": "A", "Phân công!B4": "B"}, ["Phân công!B4"], "hai lần"),
    ("assignment of an unknown unit", {"Phân công!A4": "Z"}, ["Phân công!A4"], "Z"),
    ("assignment to nobody", {"Phân công!B4": None}, ["Phân công!B4"], "Đơn vị được chấm"),
    # pledges, targets, registrations
    ("pledge of an unknown unit", {"Giao ước!A3": "Z"}, ["Giao ước!A3"], "Z"),
    ("pledge twice", {"Giao ước!A3": "A"}, ["Giao ước!A3"], "hai lần"),
    ("a day that does not exist", {"Giao ước!D2": "31/02/2025"}, ["Giao ước!D2"], "31/02/2025"),
    ("an ISO day that does not exist", {"Giao ước!D2": "2025-13-01"}, ["Giao ước!D2"], "2025-13-01"),
    ("a day of two figures", {"Giao ước!D2": "1/2/25"}, ["Giao ước!D2"], "dd/mm/yyyy"),
    ("a number for a day", {"Giao ước!D3": 45000}, ["Giao ước!D3"], "45000"),
    ("a day long ago", {"Giao ước!D2": "01/01/0025"}, ["Giao ước!D2"], "0025"),
    ("signing way not listed", {"Giao ước!E2": "Ký tay"}, ["Giao ước!E2"], "Ký tay"),
    ("target of an unknown unit", {"Chỉ tiêu!A2": "Z"}, ["Chỉ tiêu!A2"], "Z"),
    ("target without words", {"Chỉ tiêu!B2": None}, ["Chỉ tiêu!B2"], "Chỉ tiêu"),
    ("target not a number", {"Chỉ tiêu!D2": "nhiều"}, ["Chỉ tiêu!D2"], "nhiều"),
    ("target feeds a parent", {"Chỉ tiêu!G2": "I.2"}, ["Chỉ tiêu!G2"], "I.2"),
    ("target feeds an unknown criterion", {"Chỉ tiêu!G2": "X"}, ["Chỉ tiêu!G2"], "X"),
    ("registration of an unknown unit", {"Đăng ký!A2": "Z"}, ["Đăng ký!A2"], "Z"),
    ("registration of an unknown award", {"Đăng ký!B2": "flag_prov"}, ["Đăng ký!B2"], "flag_prov"),
    ("registration twice", {"Đăng ký!A3": "A", "Đăng ký!B3": "FLAG_PROV"}, ["Đăng ký!B3"], "hai lần"),
    # award rules
    ("rule of an unknown award", {"Quy tắc khen!A3": "MERIT"}, ["Quy tắc khen!A3"], "MERIT"),
    ("award twice", {"Quy tắc khen!A3": "FLAG_PROV"}, ["Quy tắc khen!A3"], "FLAG_PROV"),
    ("order twice", {"Quy tắc khen!B3": 1}, ["Quy tắc khen!B3"], "Thứ tự"),
    ("order of zero", {"Quy tắc khen!B3": 0}, ["Quy tắc khen!B3"], "1 là cao nhất"),
    ("order with a fraction", {"Quy tắc khen!B3": "2,5"}, ["Quy tắc khen!B3"], "2,5"),
    ("quota kind not listed", {"Quy tắc khen!C3": "Phần"}, ["Quy tắc khen!C3"], "Phần"),
    ("quota empty", {"Quy tắc khen!D3": None}, ["Quy tắc khen!D3"], "Chỉ tiêu"),
    ("quota negative", {"Quy tắc khen!D3": -1}, ["Quy tắc khen!D3"], "-1"),
    ("count with a fraction", {"Quy tắc khen!D2": 1.5}, ["Quy tắc khen!D2"], "1,5"),
    ("quota base not listed", {"Quy tắc khen!E3": "Tất cả"}, ["Quy tắc khen!E3"], "Tất cả"),
    ("rounding not listed", {"Quy tắc khen!F3": "Tròn"}, ["Quy tắc khen!F3"], "Tròn"),
    ("yes and no not listed", {"Quy tắc khen!G3": "x"}, ["Quy tắc khen!G3"], "x"),
    ("vote without a threshold", {"Quy tắc khen!J2": None}, ["Quy tắc khen!J2"], "Ngưỡng"),
    ("threshold above 100", {"Quy tắc khen!J2": 100.5}, ["Quy tắc khen!J2"], "100,5"),
    ("threshold below 0", {"Quy tắc khen!J3": -1}, ["Quy tắc khen!J3"], "-1"),
    ("threshold base not listed", {"Quy tắc khen!K2": "Đại biểu"}, ["Quy tắc khen!K2"], "Đại biểu"),
    ("order by not listed", {"Quy tắc khen!L2": "Điểm"}, ["Quy tắc khen!L2"], "Điểm"),
    ("exclusive not listed", {"Quy tắc khen!M2": "?"}, ["Quy tắc khen!M2"], "?"),
    ("negative rank", {"Quy tắc khen!N2": -1}, ["Quy tắc khen!N2"], "-1"),
    ("negative points", {"Quy tắc khen!O3": -1}, ["Quy tắc khen!O3"], "-1"),
    # votes
    (
        "count of an unknown award",
        {"Bỏ phiếu!A2": "X"},
        ["Bỏ phiếu!A2", *["Kết quả phiếu!A2", "Kết quả phiếu!A3"]],
        "X",
    ),
    ("valid and invalid are not collected", {"Bỏ phiếu!G2": 0}, ["Bỏ phiếu!E2"], "Hợp lệ 9"),
    ("more collected than issued", {"Bỏ phiếu!D2": 9}, ["Bỏ phiếu!E2"], "Phát ra 9"),
    ("more issued than present", {"Bỏ phiếu!C2": 9}, ["Bỏ phiếu!D2"], "Có mặt 9"),
    ("more present than called", {"Bỏ phiếu!B2": 10}, ["Bỏ phiếu!C2"], "Triệu tập 10"),
    ("a count with a fraction", {"Bỏ phiếu!B2": 12.5}, ["Bỏ phiếu!B2"], "12,5"),
    ("an empty count", {"Bỏ phiếu!B2": None}, ["Bỏ phiếu!B2"], "Triệu tập"),
    ("a negative count", {"Bỏ phiếu!G2": -1}, ["Bỏ phiếu!G2"], "-1"),
    (
        "an award counted twice",
        {
            f"Bỏ phiếu!{letter}3": value
            for letter, value in zip("ABCDEFG", ["FLAG_PROV", 1, 1, 1, 1, 1, 0], strict=True)
        },
        ["Bỏ phiếu!A3"],
        "hai lần",
    ),
    ("approvals above the valid ballots", {"Kết quả phiếu!C2": 10}, ["Kết quả phiếu!C2"], "10"),
    ("a result twice", {"Kết quả phiếu!B3": "A"}, ["Kết quả phiếu!B3"], "hai lần"),
    ("a result without its count", {"Kết quả phiếu!A3": "MERIT_PROV"}, ["Kết quả phiếu!A3"], "MERIT_PROV"),
    ("a result of nobody", {"Kết quả phiếu!B3": "Z"}, ["Kết quả phiếu!B3"], "Z"),
    ("a result without approvals", {"Kết quả phiếu!C3": None}, ["Kết quả phiếu!C3"], "Đồng ý"),
    ("an unreadable count blames no result", {"Bỏ phiếu!F2": "chín"}, ["Bỏ phiếu!F2"], "chín"),
    # findings, classes, commendations, movements
    ("finding of an unknown unit", {"Không xét!A2": "Z"}, ["Không xét!A2"], "Z"),
    ("effect not listed", {"Không xét!B2": "Phạt"}, ["Không xét!B2"], "Phạt"),
    ("class points twice", {"Xếp loại!B3": "90,0"}, ["Xếp loại!B3"], "90"),
    ("class without points", {"Xếp loại!B3": None}, ["Xếp loại!B3"], "Từ điểm"),
    ("class without a name", {"Xếp loại!A3": None}, ["Xếp loại!A3"], "Tên"),
    ("commendation of an unknown unit", {"Khen thưởng!A2": "Z"}, ["Khen thưởng!A2"], "Z"),
    ("commendation of an unknown award", {"Khen thưởng!B2": "Z"}, ["Khen thưởng!B2"], "Z"),
    ("object not listed", {"Khen thưởng!C2": "Hội"}, ["Khen thưởng!C2"], "Hội"),
    ("year of achievement", {"Khen thưởng!E2": 24}, ["Khen thưởng!E2"], "24"),
    ("decision day", {"Khen thưởng!G2": "30/02/2024"}, ["Khen thưởng!G2"], "30/02/2024"),
    ("decision number eaten", {"Khen thưởng!F2": date(2024, 5, 10)}, ["Khen thưởng!F2"], "Văn bản"),
    ("movement without a name", {"Phong trào!A2": None}, ["Phong trào!A2"], "Tên"),
    ("movement's day", {"Phong trào!E2": "hôm qua"}, ["Phong trào!E2"], "hôm qua"),
    ("movement ends before it begins", {"Phong trào!F2": datetime(2025, 1, 1)}, ["Phong trào!F2"], "sớm hơn"),  # noqa: DTZ001
    # formulas
    ("formula without a stored value", {"Điểm!E2": "=SUM(1,2)"}, ["Điểm!E2"], "Công thức"),
    ("setting by formula", {"Khối!B7": "=2000+25"}, ["Khối!B7"], "Công thức"),
    ("text by formula", {"Đơn vị!C3": '="Hội"'}, ["Đơn vị!C3"], "Công thức"),
    ("formula in an otherwise empty row", {"Đăng ký!A9": "=A1"}, ["Đăng ký!A9", "Đăng ký!B9"], "Công thức"),
]


@pytest.mark.parametrize(
    ("changes", "where", "word"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_refusal_names_its_cell(changes: dict[str, Any], where: list[str], word: str) -> None:
    reading = read(changed(changes))
    if not where:
        assert reading.faults == ()
        return
    assert sorted(addresses(reading)) == sorted(where), [str(fault) for fault in reading.faults]
    assert any(word in fault.message for fault in reading.faults), [str(fault) for fault in reading.faults]
    assert reading.book is None


LEVEL_CASES = [
    ("weighted", "Khối; Chấm chéo; Thẩm định", "Khối!B19"),
    ("a source", "Tự chấm; Chấm chéo; Khối", "Khối!B23"),
    ("a tie key", "Tự chấm; Chấm chéo; Khối", "Khối!B25"),
    ("weighted at the end", "Tự chấm; Chấm chéo; Khối", "Khối!B22"),
    ("scored", "Tự chấm; Chấm chéo; Thẩm định", "Điểm!A4"),
    ("listed in Phiếu", "Tự chấm; Chấm chéo; Thẩm định", "Phiếu!A3"),
]


@pytest.mark.parametrize(
    ("levels", "where"), [case[1:] for case in LEVEL_CASES], ids=[case[0] for case in LEVEL_CASES]
)
def test_a_level_in_use_must_be_listed(levels: str, where: str) -> None:
    assert where in addresses(read(changed({"Khối!B13": levels})))


def test_a_peer_combining_needs_the_peer_level() -> None:
    changes = {"Khối!B13": "Tự chấm; Khối; Thẩm định", "Khối!B15": "Chấm chéo", "Khối!B20": 0}
    assert "Khối!B15" in addresses(read(changed(changes)))


@pytest.mark.parametrize("name", ["Khối", "Đơn vị", "Tiêu chí"])
def test_a_needed_sheet_that_is_missing(name: str) -> None:
    reading = read(edited(lambda workbook: workbook.remove(workbook[name])))
    assert addresses(reading)[0] == f"{name}!A1"
    assert "Thiếu trang tính" in reading.faults[0].message


@pytest.mark.parametrize("name", ["Khối", "Đơn vị", "Tiêu chí"])
def test_a_needed_sheet_that_is_empty(name: str) -> None:
    reading = read(edited(lambda workbook: workbook[name].delete_rows(1, 99)))
    assert addresses(reading)[0] == f"{name}!A1"


@pytest.mark.parametrize(
    "name",
    ["Điểm", "Phiếu", "Phân công", "Giao ước", "Chỉ tiêu", "Đăng ký", "Quy tắc khen", "Kết quả phiếu", "Không xét",
     "Xếp loại", "Khen thưởng", "Phong trào"],
)  # fmt: skip
def test_any_other_sheet_may_be_missing_or_empty(name: str) -> None:
    assert read(edited(lambda workbook: workbook.remove(workbook[name]))).faults == ()
    assert read(edited(lambda workbook: workbook[name].delete_rows(1, 99))).faults == ()
    assert read(edited(lambda workbook: workbook[name].delete_rows(2, 99))).faults == ()


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("Khối", "B"), ("Khối", "A"), ("Đơn vị", "B"), ("Đơn vị", "C"), ("Tiêu chí", "A"), ("Tiêu chí", "C"),
        ("Tiêu chí", "D"), ("Điểm", "A"), ("Điểm", "B"), ("Điểm", "D"), ("Điểm", "E"), ("Phiếu", "D"),
        ("Phân công", "A"), ("Giao ước", "D"), ("Đăng ký", "B"), ("Quy tắc khen", "D"), ("Bỏ phiếu", "F"),
        ("Kết quả phiếu", "C"), ("Không xét", "B"), ("Xếp loại", "B"),
    ],
)  # fmt: skip
def test_a_needed_column_that_is_missing_is_one_fault(sheet: str, column: str) -> None:
    def drop(workbook: Any) -> None:
        workbook[sheet].delete_cols(ord(column) - 64)

    reading = read(edited(drop))
    assert addresses(reading) == [f"{sheet}!A1"], [str(fault) for fault in reading.faults]
    assert "Thiếu cột" in reading.faults[0].message


def test_a_peer_score_needs_the_scorers_column() -> None:
    reading = read(edited(lambda workbook: workbook["Điểm"].delete_cols(3)))
    assert addresses(reading) == ["Điểm!A3"]


def test_a_needed_setting_that_is_missing() -> None:
    reading = read(edited(lambda workbook: workbook["Khối"].delete_rows(7)))
    assert (addresses(reading), "Năm" in reading.faults[0].message) == (["Khối!A1"], True)


def test_all_faults_at_once_by_sheet_row_and_column() -> None:
    reading = read(
        changed(
            {
                "Xếp loại!B3": "x",
                "Điểm!E10": 5,
                "Điểm!E4": 99,
                "Điểm!A4": "Q",
                "Khối!B26": "1",
                "Khối!B7": None,
                "Đơn vị!C5": None,
                "Tiêu chí!E9": 0,
            }
        )
    )
    assert addresses(reading) == [
        "Khối!B7",
        "Khối!B26",
        "Đơn vị!C5",
        "Tiêu chí!E9",
        "Điểm!A4",
        "Điểm!E4",
        "Điểm!A10",
        "Điểm!B10",
        "Điểm!D10",
        "Xếp loại!B3",
    ]
    assert str(reading.faults[0]) == "Khối!B7: Chưa có giá trị của mục “Năm”; hãy ghi vào ô này."


def test_a_criterion_code_excel_may_have_eaten_a_digit_of() -> None:
    for address in ("Tiêu chí!A10", "Điểm!D6"):
        reading = read(changed({address: 1.1}))
        assert address in addresses(reading)
        assert (
            "mất chữ số"
            in next(fault for fault in reading.faults if fault.cell == address.split("!")[1]).message
        )
    # scores that name the same eaten code are not unknown as well
    assert addresses(read(changed({"Tiêu chí!A10": 1.1, "Điểm!D6": "1.1"}))) == ["Tiêu chí!A10"]


def test_merged_cells_are_named_at_their_corner() -> None:
    def merge(workbook: Any) -> None:
        workbook["Điểm"].merge_cells("A2:A3")
        workbook["Điểm"].merge_cells("J2:K3")
        workbook["Điểm"].merge_cells("A50:F60")

    assert "Điểm!A2" in addresses(read(edited(merge)))
    assert not [where for where in addresses(read(edited(merge))) if where in ("Điểm!J2", "Điểm!A50")]


def test_a_sheet_or_heading_twice() -> None:
    def twice(workbook: Any) -> None:
        workbook.create_sheet("DIEM")
        workbook["Đơn vị"]["K1"] = "ma"

    assert addresses(read(edited(twice))) == ["Đơn vị!K1", "DIEM!A1"]


def test_an_empty_score_is_not_a_score_but_its_row_is_read() -> None:
    reading = read(changed({"Điểm!E2": None, "Điểm!D2": "I.2"}))
    assert reading.book is not None
    assert len(reading.book.scores) == len(FULL_YEAR.scores) - 1
    assert addresses(read(changed({"Điểm!E2": " ", "Điểm!D2": "Z", "Điểm!B2": "Y", "Điểm!A2": "X"}))) == [
        "Điểm!A2",
        "Điểm!B2",
        "Điểm!D2",
    ]
