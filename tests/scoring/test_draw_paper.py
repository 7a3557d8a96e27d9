"""The annex "Phân công chấm chéo": what it says, that it can be checked, in all three formats."""

import hashlib
import re
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from blocs.actions.papers import issue_paper, save_paper_settings
from blocs.documents import document_kinds, heading_of, settings_of
from blocs.models import BlocYear, IssuedDocument, Membership, SeatKind, User
from blocs.refusals import Invalid
from blocs.terms import DrawWay
from reports.paper.outline import Paper, Paragraph, Row, Table
from reports.paper.press import render
from scoring.actions.draws import draw_assignments
from scoring.documents_draw import ANNEX_KIND
from scoring.models import Assignment, Draw
from tests.builders import bloc_year, member, person, seat, secretary
from tests.scoring.test_classes_and_assignments import again

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

SEED = "482913"


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(units=6)


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


def annex(year: BlocYear) -> Paper:
    kind = document_kinds()[ANNEX_KIND]
    fresh = again(year)
    return kind.describe(fresh, heading_of(fresh, kind=kind))


def texts(paper: Paper) -> list[str]:
    return [str(block.text) for block in paper.blocks if isinstance(block, Paragraph)]


def rows(paper: Paper) -> list[Row]:
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return list(table.rows)


def drawn(year: BlocYear, actor: User, pattern: DrawWay = DrawWay.RING, **more: object) -> Draw:
    values = {"seed": SEED, "count": 2, **more}
    row = draw_assignments(actor=actor, year=again(year), pattern=pattern, **values)  # type: ignore[arg-type]
    assert row is not None
    at = datetime(2020, 11, 12, 9, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    Draw.objects.filter(pk=row.pk).update(drawn_at=at)
    return row


def test_who_scores_whom_with_the_way_and_the_number(year: BlocYear, actor: User) -> None:
    """Six units, ring of two: the order 4, 3, 5, 2, 6, 1 is worked by hand in test_drawing."""
    drawn(year, actor)
    paper = annex(year)
    said = texts(paper)
    assert said[:2] == [
        "Cách phân công: vòng tròn, mỗi đơn vị chấm 2 đơn vị kế tiếp, số rút thăm “482913”.",
        "Lần 1, lúc 09:05 ngày 12/11/2020; người ghi: Người thu-ky.",
    ]
    assert said[2] == "Trước lần này chưa rút thăm lần nào trong năm."
    assert said[3].endswith("mỗi đơn vị chấm 2, được 2 đơn vị chấm. Không có hai đơn vị nào chấm lẫn nhau.")
    assert said[4] == "Vòng: D → C → E → B → F → A."
    assert [row.cells for row in rows(paper)] == [
        (1, 6, "Hội A", "C, D", 2, 2),
        (2, 4, "Hội B", "A, F", 2, 2),
        (3, 2, "Hội C", "B, E", 2, 2),
        (4, 1, "Hội D", "C, E", 2, 2),
        (5, 3, "Hội E", "B, F", 2, 2),
        (6, 5, "Hội F", "A, D", 2, 2),
        (None, None, "TỔNG CỘNG", None, 12, 12),
    ]


@pytest.mark.parametrize(
    ("way", "count"), [(DrawWay.RING, 2), (DrawWay.RANDOM, 3), (DrawWay.PAIRS, None), (DrawWay.TEAMS, 3)]
)
def test_the_paper_alone_is_enough_to_draw_again(
    year: BlocYear, actor: User, way: DrawWay, count: int | None
) -> None:
    """A reader with the numbers and SHA-256 comes to the drawn places that stand in the table."""
    drawn(year, actor, way, count=count)
    paper = annex(year)
    steps = texts(paper)[-3:]
    seed = re.search(r"“(.+):i”", steps[0])
    assert seed is not None
    order = [row.cells[0] for row in rows(paper)[:-1]]
    for index, p in enumerate(range(len(order), 1, -1), start=1):
        digits = hashlib.sha256(f"{seed[1]}:{index}".encode()).hexdigest()[:8]
        r = int(digits, 16) % p
        order[r], order[p - 1] = order[p - 1], order[r]
    places = {row.cells[0]: row.cells[1] for row in rows(paper)[:-1]}
    assert [places[number] for number in order] == [1, 2, 3, 4, 5, 6]
    if way is DrawWay.RANDOM:
        assert "từ 1 đến 2" in steps[2]
        apart = [
            int(number) for number in re.findall(r"đứng sau mình ([\d, ]+) chỗ", steps[2])[0].split(", ")
        ]
        short = {row.cells[0]: str(row.cells[2])[-1] for row in rows(paper)[:-1]}
        for place, number in enumerate(order):
            wanted = {short[order[(place + step) % 6]] for step in apart}
            assert set(str(rows(paper)[int(str(number)) - 1].cells[3]).split(", ")) == wanted


def test_the_paper_tells_of_the_lots_before(year: BlocYear, actor: User) -> None:
    drawn(year, actor)
    draw_assignments(
        actor=actor, year=again(year), pattern=DrawWay.RING, by_machine=True, count=2, reason="Ghi nhầm số."
    )
    said = texts(annex(year))
    assert said[0].endswith("do máy lấy.")
    assert said[2:4] == [
        "Lý do: Ghi nhầm số.",
        "Trước lần này năm đã rút thăm 1 lần: lần 1, ngày 12/11/2020, số “482913”.",
    ]


def test_those_who_do_not_score_are_named(year: BlocYear, actor: User) -> None:
    drawn(year, actor, without_leaders=True)
    paper = annex(year)
    assert rows(paper)[0].cells[2:] == ("Hội A", "Không chấm", 0, 2)
    assert "Chỉ được chấm: A." in texts(paper)
    assert texts(paper)[-1].startswith("4. Đơn vị không chấm")


def test_without_a_draw_it_says_so(year: BlocYear) -> None:
    paper = annex(year)
    assert texts(paper)[0] == "Mọi đơn vị chấm nhau; không rút thăm."
    assert texts(paper)[1].endswith("Mọi đơn vị chấm nhau.")
    assert rows(paper)[0].cells == (1, "Hội A", "Tất cả các đơn vị khác", 5, 5)
    first, second, *_ = year.members
    Assignment.objects.create(year=year, scorer=first, scored=second)
    paper = annex(year)
    assert "không theo lần rút thăm nào" in texts(paper)[0]
    assert rows(paper)[0].cells == (1, "Hội A", "B", 1, 0)


def test_units_that_came_or_went_after_the_draw(year: BlocYear, actor: User) -> None:
    drawn(year, actor)
    member(year, 6)
    assert rows(annex(year))[6].cells == (None, None, "Hội G", "Không chấm", 0, 0)
    Membership.objects.filter(pk=year.members[0].pk).update(left_on=date(2020, 7, 1))
    paper = annex(year)
    assert rows(paper)[0].cells == (2, 4, "Hội B", "F", 1, 2)
    assert texts(paper)[0].startswith("Cách phân công: vòng tròn")


def test_a_draw_that_no_longer_stands_is_not_printed(year: BlocYear, actor: User) -> None:
    drawn(year, actor)
    Assignment.objects.filter(year=year).first().delete()  # type: ignore[union-attr]
    said = " ".join(texts(annex(year)))
    assert SEED not in said


def test_a_reason_is_printed_with_a_second_draw(year: BlocYear, actor: User) -> None:
    drawn(year, actor)
    drawn(year, actor, seed="731", reason="Hội nghị rút lại.")
    said = texts(annex(year))
    assert said[1].startswith("Lần 2,")
    assert said[2] == "Lý do: Hội nghị rút lại."


def test_it_belongs_to_the_plan(year: BlocYear, actor: User) -> None:
    assert annex(year).attached_to == "(Kèm theo Kế hoạch số ....... ngày ..... tháng ..... năm 2020)"
    settings = settings_of(year)
    values = {
        name: getattr(settings, name)
        for name in ("superior", "leader_authority", "leader_title", "recipients")
    } | {
        "issuer": "KHỐI THI ĐUA",
        "place": "Yên Bái",
        "symbol": "BTH-KTĐ",
        "leader_name": "Nguyễn Văn A",
        "leader_unit_title": "",
        "deputy_name": "",
        "secretary_name": "",
    }
    save_paper_settings(actor=actor, year=year, values=values, bases=[])
    plan = document_kinds()["ke-hoach"]
    issued = issue_paper(
        actor=actor,
        year=year,
        kind=plan,
        number=5,
        dated=date(2020, 2, 3),
        replaces=None,
        site="https://thidua.example/",
    )
    assert isinstance(issued, IssuedDocument)
    assert annex(year).attached_to == "(Kèm theo Kế hoạch số 05/KH-KTĐ ngày 03/02/2020)"


def test_without_cross_scoring_there_is_nothing_to_issue() -> None:
    year = bloc_year(levels=["self"])
    assert texts(annex(year)) == ["Năm này không chấm chéo: không có gì để phân công."]
    kind = document_kinds()[ANNEX_KIND]
    with pytest.raises(Invalid, match="không chấm chéo"):
        kind.describe(year, heading_of(year, kind=kind, draft=False))


def test_pdf_word_and_excel_say_the_same(year: BlocYear, actor: User) -> None:
    from docx import Document
    from openpyxl import load_workbook
    from pypdf import PdfReader

    drawn(year, actor, DrawWay.RANDOM, count=2)
    paper = annex(year)
    pdf = " ".join(page.extract_text() for page in PdfReader(BytesIO(render(paper, "pdf"))).pages)
    word = Document(BytesIO(render(paper, "docx")))
    sheet = load_workbook(BytesIO(render(paper, "xlsx"))).active
    assert sheet is not None
    excel = {str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None}
    table = [[cell.text for cell in line.cells] for line in word.tables[0].rows]
    for row in rows(paper)[:-1]:
        name, scored = str(row.cells[2]), str(row.cells[3])
        assert name in pdf
        assert scored in pdf
        assert any(name in line and scored in line for line in table)
        assert {name, scored} <= excel
    assert f"“{SEED}:1”" in pdf.replace("\n", " ")


def test_units_print_no_annex(year: BlocYear, actor: User, client: Client) -> None:
    """It is for those who read the scores; a unit's own list is elsewhere."""
    address = f"/khoi/khoi-thu/2020/van-ban/{ANNEX_KIND}.pdf"
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    assert client.get(address).status_code == 200
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[1].unit)
    client.force_login(head, backend="blocs.backends.IdentifierBackend")
    assert client.get(address).status_code == 404
