"""The paper "Kế hoạch hoạt động của Khối thi đua năm …" (documents handbook §4.1): its table is the year's windows."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from blocs.documents import DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.models import BlocYear, Movement, Phase, PhaseKind
from blocs.phase_words import in_kind, phase_work
from blocs.terms import Role
from blocs.year_phases import LAST_MINUTE, kinds_in_use
from reports.paper.outline import Block, Column, Heading, Kind, Paper, Paragraph, Row, Table
from reports.paper.words import counted, short_date

PLAN_KIND = "ke-hoach"

_AIMS = (
    "1. Tổ chức, triển khai kịp thời, đồng bộ phong trào thi đua và công tác khen thưởng của khối; tạo không khí thi đua"
    " sôi nổi, góp phần hoàn thành các chỉ tiêu, nhiệm vụ năm {year} của từng đơn vị thành viên.",
    "2. Tăng cường đoàn kết, phối hợp, trao đổi kinh nghiệm, học tập và nhân rộng điển hình tiên tiến giữa các đơn vị"
    " trong khối.",
    "3. Việc đăng ký, kiểm tra, chấm điểm, bình xét, suy tôn bảo đảm dân chủ, công khai, công bằng, chính xác, đúng quy"
    " chế hoạt động của khối và quy định của pháp luật về thi đua, khen thưởng.",
)
_LAUNCH = (
    "Trưởng khối chủ trì xây dựng nội dung và tổ chức phát động, ký kết giao ước thi đua năm {year} giữa các đơn vị thành"
    " viên."
)
_REGISTER = (
    "Các đơn vị thành viên đăng ký chỉ tiêu, danh hiệu thi đua và hình thức khen thưởng; Trưởng khối tổng hợp, báo cáo cơ"
    " quan thường trực của Hội đồng Thi đua - Khen thưởng."
)
_MOVEMENTS = "Các đơn vị thành viên hưởng ứng và tổ chức thực hiện các phong trào thi đua trọng tâm sau:"
_NO_MOVEMENTS = (
    "Các đơn vị thành viên hưởng ứng các phong trào thi đua do Trung ương và tỉnh phát động; tổ chức thi đua thường"
    " xuyên, thi đua theo chuyên đề gắn với nhiệm vụ của từng đơn vị và việc học tập, làm theo tư tưởng, đạo đức, phong"
    " cách Hồ Chí Minh."
)
_EXCHANGE = (
    "Tổ chức sinh hoạt khối, trao đổi kinh nghiệm, giao lưu và các hoạt động an sinh xã hội phù hợp với điều kiện của các"
    " đơn vị thành viên."
)
_SCORING = "Các đơn vị tự chấm điểm theo bảng tiêu chí của khối; khối tổ chức kiểm tra, chấm điểm{cross} theo tiến độ tại mục III."
_REVIEW = (
    "Sơ kết 6 tháng đầu năm; tổng kết, bình xét, suy tôn đơn vị đề nghị khen thưởng và bàn giao nhiệm vụ Trưởng khối vào"
    " cuối năm."
)
_COSTS = (
    "Kinh phí hoạt động của khối do các đơn vị thành viên đóng góp theo quy chế hoạt động của khối và các nguồn hợp pháp"
    " khác theo quy định."
)
_UNDERTAKING = (
    "Các đơn vị thành viên căn cứ Kế hoạch này tổ chức thực hiện tại đơn vị, gửi báo cáo đúng thời hạn; trong quá trình"
    " thực hiện nếu có khó khăn, vướng mắc, kịp thời phản ánh về Trưởng khối để xem xét, giải quyết."
)


def plan_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """The plan in portrait, signed by the leader alone; extensions are no part of it."""
    return heading.paper(
        kind=PLAN_KIND,
        title="KẾ HOẠCH",
        subject=(f"Hoạt động của {year.bloc_label} năm {year.year}",),
        year=year.year if heading.day is None else None,
        blocks=(
            Paragraph(
                in_kind(year, f"{year.bloc_label} xây dựng Kế hoạch hoạt động năm {year.year} như sau:")
            ),
            Heading("I. MỤC ĐÍCH, YÊU CẦU"),
            *(_paragraph(year, text) for text in _AIMS),
            Heading("II. NỘI DUNG"),
            *_content(year),
            Heading("III. TIẾN ĐỘ THỰC HIỆN"),
            _schedule(year),
            Heading("IV. KINH PHÍ"),
            _paragraph(year, _COSTS),
            Heading("V. TỔ CHỨC THỰC HIỆN"),
            *(_paragraph(year, text) for text in _duties(year)),
        ),
        signers=heading.signers[-1:],
    )


def _paragraph(year: BlocYear, text: str) -> Paragraph:
    return Paragraph(in_kind(year, text.replace("{year}", str(year.year))))


def _content(year: BlocYear) -> list[Block]:
    movements = [_movement(movement) for movement in Movement.objects.filter(year=year)]
    cross = ", chấm chéo" if PhaseKind.CROSS_SCORING in kinds_in_use(year) else ""
    parts = (
        ("1. Phát động, ký giao ước thi đua", [_LAUNCH]),
        ("2. Đăng ký thi đua", [_REGISTER]),
        ("3. Phong trào thi đua trọng tâm", [_MOVEMENTS, *movements] if movements else [_NO_MOVEMENTS]),
        ("4. Sinh hoạt, trao đổi kinh nghiệm, giao lưu, an sinh xã hội", [_EXCHANGE]),
        ("5. Kiểm tra, chấm điểm", [_SCORING.replace("{cross}", cross)]),
        ("6. Sơ kết, tổng kết, suy tôn", [_REVIEW]),
    )
    blocks: list[Block] = []
    for title, texts in parts:
        blocks += [Heading(title, level=2), *(_paragraph(year, text) for text in texts)]
    return blocks


def _movement(movement: Movement) -> str:
    """ "- Phong trào “…” (do … phát động; từ 01/03/2026 đến 30/11/2026)." """
    days = [
        f"{word} {short_date(day)}"
        for word, day in (("từ", movement.starts_on), ("đến", movement.ends_on))
        if day is not None
    ]
    launched = f"do {movement.launcher} phát động" if movement.launcher else ""
    about = "; ".join(part for part in (launched, movement.act, " ".join(days)) if part)
    return f"- Phong trào “{movement.name}”{f' ({about})' if about else ''}."


def _schedule(year: BlocYear) -> Table:
    columns = (
        Column("STT", 6, Kind.NUMBER, 0),
        Column("Nội dung công việc", 26),
        Column("Thời gian", 19),
        Column("Đơn vị chủ trì", 17),
        Column("Phối hợp", 15),
        Column("Sản phẩm", 17),
    )
    rows = []
    for index, kind in enumerate(kinds_in_use(year), start=1):
        work = phase_work(year, kind)
        when = _when(year.phases_by_kind.get(kind))
        rows.append(Row((Decimal(index), work.what, when, work.who, work.along, work.product)))
    return Table(columns, tuple(rows))


def _when(phase: Phase | None) -> str:
    """Days, and the hour where a window does not end with its day; "Theo thông báo" without any."""
    if phase is None or (phase.opens_at is None and phase.closes_at is None):
        return "Theo thông báo của Trưởng khối"
    if phase.opens_at is None:
        return f"Trước {_until(phase.closes_at)}"
    begins = short_date(timezone.localtime(phase.opens_at).date())
    return f"Từ {begins} đến {_until(phase.closes_at)}" if phase.closes_at else f"Từ {begins}"


def _until(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if local.time() == time.min:  # midnight ends the day before
        return short_date(local.date() - timedelta(days=1))
    hour = "" if local.time() >= LAST_MINUTE else f"{local.hour:02d} giờ {local.minute:02d} ngày "
    return f"{hour}{short_date(local.date())}"


def _duties(year: BlocYear) -> list[str]:
    named = {member.role: member.name for member in reversed(year.members)}
    leader, deputy = named.get(Role.LEADER, ""), named.get(Role.DEPUTY, "")
    lead = f"1. Trưởng khối{f' ({leader})' if leader else ''}: chủ trì, đôn đốc thực hiện Kế hoạch; tổng hợp kết quả, tổ"
    help_ = f"2. Phó khối{f' ({deputy})' if deputy else ''}: phối hợp với Trưởng khối điều hành hoạt động của khối; thay"
    return [
        f"{lead} chức sơ kết, tổng kết và báo cáo Hội đồng Thi đua - Khen thưởng.",
        f"{help_} mặt Trưởng khối giải quyết công việc khi được ủy quyền.",
        f"3. Các đơn vị thành viên ({counted(len(year.members))} đơn vị): {_UNDERTAKING[:1].lower()}{_UNDERTAKING[1:]}",
    ]


DOCUMENTS = [
    DocumentKind(PLAN_KIND, "Kế hoạch hoạt động của khối", plan_paper, abbreviation="KH"),
]
