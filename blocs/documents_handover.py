"""The paper "Biên bản bàn giao Trưởng khối và cờ luân lưu" (documents handbook §4.15)."""

from decimal import Decimal

from blocs.documents import DOTTED, DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.leading import names_of
from blocs.models import BlocYear, HandOver
from blocs.refusals import Refused
from blocs.terms import HandOverState, Succession
from reports.paper.amounts import amount_in_words
from reports.paper.outline import Block, Column, Heading, Kind, Paper, Paragraph, Row, Signer, Table
from reports.paper.words import long_date, number

HAND_OVER_KIND = "ban-giao"
_COLUMNS = (
    Column("STT", 7, Kind.NUMBER, 0),
    Column("Tên hồ sơ, tài liệu, tài sản", 43),
    Column("Số lượng", 12),
    Column("Bản giấy, điện tử", 16),
    Column("Ghi chú", 22),
)
_EMPTY_ROWS = 5


def hand_over_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """The minutes of the year's hand-over; without one, a draft is the form to fill in by hand.

    Raises Refused for an issue without a hand-over.
    """
    hand_over = (
        HandOver.objects.filter(from_year=year)
        .exclude(state=HandOverState.CANCELLED)
        .prefetch_related("items")
        .order_by("-held_on", "-pk")
        .first()
    )
    if hand_over is None and not heading.draft:
        raise Refused("Năm này chưa có lần bàn giao nào. Hãy chuẩn bị bàn giao ở trang Trưởng khối trước.")
    return heading.paper(
        kind=HAND_OVER_KIND,
        title="BIÊN BẢN",
        subject=("Bàn giao Trưởng khối và cờ luân lưu", f"{year.bloc_label} năm {year.year}"),
        year=hand_over.held_on.year if hand_over else year.year + 1,
        blocks=_blocks(hand_over or HandOver(from_year=year)),
        signers=_signers(hand_over or HandOver(from_year=year)),
    )


def _blocks(hand_over: HandOver) -> tuple[Block, ...]:
    units = [
        unit for unit in (hand_over.from_unit_id, hand_over.to_unit_id, hand_over.deputy_unit_id) if unit
    ]
    names = names_of(units, hand_over.held_on) if units else {}
    giver = names.get(hand_over.from_unit_id or 0, DOTTED)
    taker = names.get(hand_over.to_unit_id or 0, DOTTED)
    return (
        Paragraph(_opening(hand_over)),
        _party("Bên giao", giver, hand_over.giver, hand_over.giver_title),
        _party("Bên nhận", taker, hand_over.taker, hand_over.taker_title),
        Paragraph(f"Người chứng kiến: {_person(hand_over.witness, hand_over.witness_title)}."),
        Paragraph(_subject(hand_over, names, taker)),
        Heading("I. CỜ LUÂN LƯU"),
        Paragraph(_flag(hand_over)),
        Heading("II. HỒ SƠ, TÀI LIỆU, TÀI SẢN"),
        _items(hand_over),
        Heading("III. QUỸ"),
        Paragraph(_fund(hand_over)),
        Heading("IV. VIỆC CÒN DỞ"),
        *(Paragraph(line) for line in (hand_over.unfinished or "Không có.").splitlines()),
        Heading("V. QUYỀN ĐIỀU HÀNH TRÊN HỆ THỐNG"),
        Paragraph(_rights(hand_over, taker)),
        Paragraph(
            "Biên bản lập thành 03 bản có giá trị như nhau; mỗi bên giữ 01 bản, "
            "01 bản gửi Hội đồng Thi đua - Khen thưởng tỉnh./."
        ),
    )


def _opening(hand_over: HandOver) -> str:
    day = long_date(hand_over.held_on) or "ngày ..... tháng ..... năm ........"
    place = f", tại {hand_over.place}" if hand_over.place else ""
    return f"Hôm nay, {day}{place}, chúng tôi gồm:"


def _party(side: str, unit: str, person: str, title: str) -> Paragraph:
    return Paragraph(f"{side}: {unit}. Đại diện: {_person(person, title)}.")


def _person(name: str, title: str) -> str:
    return ", ".join(part for part in (name, title) if part) or DOTTED


def _subject(hand_over: HandOver, names: dict[int, str], taker: str) -> str:
    if not hand_over.succession:
        return f"Hai bên bàn giao nhiệm vụ Trưởng khối cho {taker}, gồm các nội dung sau:"
    way = Succession(hand_over.succession).label
    basis = f"; căn cứ: {hand_over.decision}" if hand_over.decision else ""
    deputy = names.get(hand_over.deputy_unit_id or 0, "")
    beside = f" Phó khối: {deputy}." if deputy else ""
    return f"Hai bên bàn giao nhiệm vụ Trưởng khối cho {taker} ({way}{basis}).{beside} Nội dung bàn giao:"


def _flag(hand_over: HandOver) -> str:
    if not hand_over.hands_flag:
        return "Lần này không bàn giao cờ luân lưu."
    condition = hand_over.flag_condition or DOTTED
    return f"Bên giao trao, bên nhận nhận cờ luân lưu của Khối. Số lượng, tình trạng: {condition}."


def _items(hand_over: HandOver) -> Table:
    items = list(hand_over.items.all()) if hand_over.pk else []
    rows = [
        Row((Decimal(place), item.name, item.quantity, item.form, item.note))
        for place, item in enumerate(items, start=1)
    ] or [Row((None,) * len(_COLUMNS))] * _EMPTY_ROWS
    return Table(_COLUMNS, tuple(rows))


def _fund(hand_over: HandOver) -> str:
    if hand_over.pk is None:
        return f"Tồn quỹ: {DOTTED} đồng (bằng chữ: {DOTTED})."
    if hand_over.fund is None:
        return "Khối không có quỹ."
    figures = number(hand_over.fund, 0, thousands=True)
    return f"Tồn quỹ: {figures} đồng (bằng chữ: {amount_in_words(int(hand_over.fund))})."


def _rights(hand_over: HandOver, taker: str) -> str:
    day = long_date(hand_over.takes_effect_on) or "ngày ..... tháng ..... năm ........"
    return (
        f"Từ {day}, tổ thư ký của {taker} điều hành Khối trên hệ thống; tổ thư ký của bên giao thôi quyền điều hành "
        "và vẫn xem được số liệu của năm mình phụ trách."
    )


def _signers(hand_over: HandOver) -> tuple[Signer, ...]:
    return (
        Signer(("BÊN GIAO",), name=hand_over.giver or DOTTED, title=hand_over.giver_title.upper()),
        Signer(("BÊN NHẬN",), name=hand_over.taker or DOTTED, title=hand_over.taker_title.upper()),
        Signer(("CHỨNG KIẾN",), name=hand_over.witness or DOTTED, title=hand_over.witness_title.upper()),
    )


DOCUMENTS = [
    DocumentKind(
        HAND_OVER_KIND,
        "Biên bản bàn giao Trưởng khối và cờ luân lưu",
        hand_over_paper,
        abbreviation="BB",
    ),
]
