"""Two papers as a bloc would print them, and one long report; points and votes are invented."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from reports.paper.outline import (
    Align,
    AppendixHeading,
    Cell,
    Column,
    Heading,
    Kind,
    Letterhead,
    Note,
    Page,
    Paper,
    Paragraph,
    Proof,
    Row,
    RowStyle,
    Run,
    SignatureGrid,
    Signer,
    Table,
)

UNITS = (
    "Hội Chữ thập đỏ tỉnh Yên Bái",
    "Hội Nhà báo tỉnh Yên Bái",
    "Liên minh Hợp tác xã tỉnh Yên Bái",
    "Hội Khuyến học tỉnh Yên Bái",
    "Hội Luật gia tỉnh Yên Bái",
    "Hội Cựu Thanh niên xung phong tỉnh Yên Bái",
    "Hội Liên hiệp Văn học nghệ thuật tỉnh Yên Bái",
    "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Yên Bái",
    "Hội Đông y tỉnh Yên Bái",
    "Hội Người cao tuổi tỉnh Yên Bái",
    "Hội Nạn nhân chất độc da cam/dioxin tỉnh Yên Bái",
)
SUPERIOR = "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH YÊN BÁI"
BLOC = "KHỐI THI ĐUA CÁC HỘI ĐẶC THÙ"
PROOF = Proof(
    code="YB20-7K3F-92QD",
    target="https://thidua.example.vn/kiem-tra/YB20-7K3F-92QD",
    anchor="Nhật ký số 412: 9f3c5a1e7b20d4868f0e6c1d2a3b4c5d6e7f80912a3b4c5d6e7f8091a2b3c4d5",
)


def _points(position: int) -> tuple[Decimal, Fraction, Decimal, Decimal, Decimal, Decimal]:
    """Self, peer mean, agreed content, bonus, penalty, total of the unit in this place."""
    content = Decimal("925.5") - Decimal("7.25") * position
    bonus = Decimal(max(0, 25 - 5 * position))
    penalty = Decimal(2) if position % 4 == 3 else Decimal(0)
    return (
        content + bonus + 18,
        Fraction(content + bonus) + Fraction(38, 3),
        content,
        bonus,
        penalty,
        content + bonus - penalty,
    )


def ranking_table() -> Table:
    points = {"kind": Kind.NUMBER, "places": 2}
    columns = (
        Column("STT", 5, Kind.NUMBER),
        Column("Đơn vị", 30),
        Column("Tự chấm", 8, group="Điểm các cấp chấm", **points),
        Column("Chấm chéo", 8, group="Điểm các cấp chấm", **points),
        Column("Thống nhất", 8, group="Điểm các cấp chấm", **points),
        Column("Thưởng", 8, **points),
        Column("Trừ", 7, **points),
        Column("Tổng điểm", 9, **points),
        Column("Phiếu suy tôn", 8, align=Align.CENTER),
        Column("Xếp hạng", 7, Kind.NUMBER),
        Column("Ghi chú", 9),
    )
    rows = []
    for position, unit in enumerate(UNITS):
        total = _points(position)[-1]
        rows.append(
            Row(
                (
                    position + 1,
                    unit,
                    *_points(position)[:-1],
                    Cell(total, bold=True),
                    f"{11 - position}/11",
                    position + 1,
                    "Trưởng khối" if position == 2 else "",
                ),
                RowStyle.HIGHLIGHTED if position == 0 else RowStyle.PLAIN,
            )
        )
    return Table(columns, tuple(rows))


def ranking() -> Paper:
    nominations = Table(
        (
            Column("STT", 5, Kind.NUMBER),
            Column("Danh hiệu, hình thức đề nghị", 35),
            Column("Đơn vị được suy tôn", 40),
            Column("Tổng điểm", 10, Kind.NUMBER, places=2),
            Column("Phiếu đồng ý", 10, align=Align.CENTER),
        ),
        (
            Row((1, "Cờ thi đua của Chính phủ", UNITS[0], Decimal("950.50"), "11/11")),
            Row((2, "Cờ thi đua của Ủy ban nhân dân tỉnh", UNITS[1], Decimal("938.25"), "10/11")),
            Row((3, "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", UNITS[2], Decimal("926.00"), "9/11")),
            Row((4, "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", UNITS[3], Decimal("911.75"), "8/11")),
        ),
        caption="Đề nghị khen thưởng",
    )
    return Paper(
        kind="bang-tong-hop",
        title="BẢNG TỔNG HỢP ĐIỂM VÀ XẾP HẠNG",
        subject=("Kết quả thi đua năm 2020 của các đơn vị thành viên",),
        page=Page.LANDSCAPE,
        letterhead=Letterhead((SUPERIOR,), (BLOC,)),
        number="05",
        symbol="BC-KTĐ",
        place="Yên Bái",
        day=date(2021, 1, 12),
        blocks=(
            ranking_table(),
            Note(
                (
                    "Tổng điểm = điểm thống nhất + điểm thưởng − điểm trừ; làm tròn đến 02 chữ số thập phân.",
                    "Điểm chấm chéo là trung bình cộng phiếu của các đơn vị khác; đồng điểm xét Mục I, sau đó đến điểm trừ.",
                )
            ),
            nominations,
        ),
        signers=(
            Signer(("THƯ KÝ",), "Nguyễn Thị Hằng", hint="(Ký, ghi rõ họ tên)"),
            Signer(("PHÓ TRƯỞNG KHỐI",), "Lưỡng Đặng Ẩn", "CHỦ TỊCH HỘI KHUYẾN HỌC TỈNH"),
            Signer(
                ("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"), "Phạm Đức Hưởng", "CHỦ TỊCH LIÊN MINH HỢP TÁC XÃ TỈNH"
            ),
        ),
        proof=PROOF,
    )


CRITERIA = (
    ("I", "Thực hiện nhiệm vụ chính trị, chuyên môn", 500),
    ("1", "Ban hành chương trình, kế hoạch công tác năm đúng hạn", 50),
    ("2", "Hoàn thành các chỉ tiêu đã ký giao ước", 250),
    ("3", "Nhiệm vụ do Tỉnh ủy, UBND tỉnh, MTTQ tỉnh giao", 100),
    ("4", "Củng cố tổ chức, phát triển hội viên", 60),
    ("5", "Tư vấn, phản biện, vận động nguồn lực xã hội", 40),
    ("II", "Chấp hành chủ trương, pháp luật; xây dựng Đảng, đoàn thể, cơ quan", 250),
    ("1", "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", 40),
    ("2", "Xếp loại tổ chức đảng, đoàn thể", 60),
    ("3", "Đoàn kết nội bộ, dân chủ ở cơ sở", 50),
    ("4", "Cải cách hành chính, chuyển đổi số, tiết kiệm, phòng chống tham nhũng", 50),
    ("5", "Cơ quan văn hóa, an ninh trật tự", 50),
    ("III", "Công tác thi đua, khen thưởng và hoạt động khối", 200),
    ("1", "Kế hoạch, phát động, đăng ký thi đua đúng hạn", 40),
    ("2", "Hưởng ứng phong trào của Trung ương, tỉnh, Trung ương Hội, Khối", 50),
    ("3", "Phát hiện, nhân rộng điển hình tiên tiến, mô hình mới", 40),
    ("4", "Hồ sơ khen thưởng đúng, đủ, kịp thời; khen người lao động trực tiếp", 30),
    ("5", "Tham gia hoạt động khối, hội họp, chế độ báo cáo", 40),
    ("IV", "Điểm thưởng", 50),
    ("V", "Điểm trừ", None),
)


def blank_sheet() -> Paper:
    """The form for the hall: criteria and empty columns to fill with a pen."""
    rows = tuple(
        Row((code, text, points, None, None, None), RowStyle.SECTION if code.isalpha() else RowStyle.PLAIN)
        for code, text, points in CRITERIA
    )
    total = Row(
        (Cell("TỔNG ĐIỂM (I + II + III + IV − V)", span=2, align=Align.CENTER), 1000, None, None, None),
        RowStyle.TOTAL,
    )
    return Paper(
        kind="phieu-cham-cheo",
        title="PHIẾU CHẤM ĐIỂM CHÉO",
        subject=("Năm 2020",),
        letterhead=Letterhead(
            ("KHỐI THI ĐUA CÁC HỘI ĐẶC THÙ TỈNH YÊN BÁI",),
            ("HỘI NẠN NHÂN CHẤT ĐỘC DA CAM/DIOXIN TỈNH YÊN BÁI",),
        ),
        place="Yên Bái",
        year=2020,
        blocks=(
            Paragraph((Run("Đơn vị chấm: "), Run(UNITS[10], bold=True)), indent=False, align=Align.LEFT),
            Paragraph((Run("Đơn vị được chấm: "), Run(UNITS[0], bold=True)), indent=False, align=Align.LEFT),
            Table(
                (
                    Column("STT", 7, align=Align.CENTER),
                    Column("Nội dung, tiêu chí", 45),
                    Column("Điểm chuẩn", 10, Kind.NUMBER),
                    Column("Điểm tự chấm", 11, Kind.NUMBER),
                    Column("Điểm chấm chéo", 11, Kind.NUMBER),
                    Column("Lý do", 16),
                ),
                (*rows, total),
                row_height=9,
            ),
            Paragraph("Nhận xét, kiến nghị: " + "." * 90, align=Align.LEFT, indent=False),
        ),
        signers=(
            Signer(("ĐẠI DIỆN ĐƠN VỊ ĐƯỢC CHẤM",), hint="(Nhất trí / không nhất trí; ký, ghi rõ họ tên)"),
            Signer(("ĐẠI DIỆN ĐƠN VỊ CHẤM",), hint="(Ký, ghi rõ họ tên)"),
        ),
    )


LETTERS = "ữ ậ ễ ợ ỡ ẵ ặ ằ ẳ ỷ ỹ ỵ ộ ỗ ổ ồ ưỡ Ặ đ Đ Ẫ Ễ Ỡ Ữ Ỹ"


def report() -> Paper:
    """A portrait report of several pages with a landscape appendix and the members' signatures."""
    sentence = (
        "Trong 6 tháng đầu năm, các đơn vị thành viên đã phát động 04 phong trào thi đua, có 11 đơn vị đăng ký, "
        "02 đơn vị đề nghị tặng Cờ thi đua; kết quả cụ thể được trình bày ở phần dưới đây của báo cáo."
    )
    return Paper(
        kind="bao-cao-tong-ket",
        title="BÁO CÁO",
        subject=("Tổng kết công tác thi đua, khen thưởng năm 2020", "và phương hướng, nhiệm vụ năm 2021"),
        letterhead=Letterhead((SUPERIOR,), ("LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH YÊN BÁI",)),
        symbol="BC-KTĐ",
        place="Yên Bái",
        day=date(2021, 1, 5),
        draft=True,
        legal_bases=(
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            "Căn cứ Quyết định số 15/QĐ-HĐTĐKT ngày 20 tháng 02 năm 2020 của Hội đồng Thi đua - Khen thưởng tỉnh "
            "về việc phân chia khối thi đua.",
        ),
        addressees=("Hội đồng Thi đua - Khen thưởng tỉnh Yên Bái", "Sở Nội vụ tỉnh Yên Bái"),
        blocks=(
            Heading("I. KẾT QUẢ ĐẠT ĐƯỢC"),
            Heading("1. Công tác chỉ đạo", 2),
            *(Paragraph(f"{sentence} {LETTERS}") for _ in range(8)),
            Heading("a) Phong trào", 3),
            *(Paragraph(sentence) for _ in range(6)),
            Heading("II. PHƯƠNG HƯỚNG"),
            Paragraph(f"{sentence}/."),
            AppendixHeading(
                "I",
                "BẢNG ĐIỂM CỦA CÁC ĐƠN VỊ",
                "(Kèm theo Báo cáo số 05/BC-KTĐ ngày 05 tháng 01 năm 2021)",
                Page.LANDSCAPE,
            ),
            Table(ranking_table().columns, ranking_table().rows * 4),
            AppendixHeading("II", "ĐẠI DIỆN CÁC ĐƠN VỊ"),
            SignatureGrid(
                tuple(
                    Signer(
                        (unit.upper(), "CHỦ TỊCH"),
                        f"Họ Và Tên {position}",
                        note="Đã xác nhận điện tử lúc 08:30 ngày 06/03/2020" if position % 3 == 0 else "",
                    )
                    for position, unit in enumerate(UNITS)
                )
            ),
        ),
        signers=(Signer(("TM. KHỐI THI ĐUA", "KT. TRƯỞNG KHỐI", "PHÓ TRƯỞNG KHỐI"), "Lưỡng Đặng Ẩn"),),
        recipients=(
            "Hội đồng TĐKT tỉnh (để b/c)",
            "Sở Nội vụ (để b/c)",
            "Các đơn vị thành viên (để t/h)",
            "Lưu: VT",
        ),
        proof=PROOF,
    )
