"""What a hand-over's checklist begins with: the bloc's files as the books know them (documents handbook §4.15)."""

from blocs.actions.handover import Item
from blocs.models import BlocYear, IssuedDocument
from blocs.steps import signed_count
from reports.paper.words import counted, short_date

PAPER, DIGITAL, BOTH = "Bản giấy", "Bản điện tử", "Giấy và điện tử"


def suggested_items(year: BlocYear) -> list[Item]:
    """The usual files of a year, every paper issued on the site, and the year's package; one query."""
    signed, members = signed_count(year), len(year.members)
    issued = IssuedDocument.objects.filter(year=year, replaced_by=None).order_by("dated", "pk")
    papers = [
        Item(_line(document), "01", DIGITAL, f"Mã kiểm tra {document.code}", is_done=False)
        for document in issued
    ]
    return [
        Item(f"Giao ước thi đua năm {year.year}", "01", BOTH, f"{signed}/{members} đơn vị đã ký"),
        Item(f"Kế hoạch hoạt động của Khối năm {year.year}", "01", PAPER),
        Item(f"Bảng chấm điểm, phiếu chấm chéo năm {year.year}", f"{counted(members)} bộ", BOTH),
        Item("Biên bản kiểm phiếu, biên bản họp bình xét, suy tôn", "01 bộ", PAPER),
        Item("Báo cáo sơ kết 6 tháng, báo cáo tổng kết năm", "01 bộ", PAPER),
        Item("Sổ theo dõi công việc, công văn đi, đến của Khối", "01", PAPER),
        *papers,
        Item(
            f"Gói hồ sơ điện tử năm {year.year} (sổ Excel, {_count(papers)}nhật ký)",
            "01",
            DIGITAL,
            "Tải ở trang Văn bản",
        ),
    ]


def _count(papers: list[Item]) -> str:
    return f"{counted(len(papers))} văn bản đã ban hành, " if papers else ""


def _line(document: IssuedDocument) -> str:
    number = f" số {document}" if document.number else ""
    return f"{document.title}{number} ngày {short_date(document.dated)}"[:255]
