"""The pledge as it is printed: the frozen text, and the final paper with who signed, how, when."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from blocs.actions.papers import issue_paper
from blocs.actions.pledge_texts import lock_text
from blocs.documents import document_kinds, heading_of
from blocs.documents_pledge import PLEDGE_KIND, outline, zone_words
from blocs.models import IssuedDocument, Membership, PaperSettings, PledgeAct, Target, UnitName
from blocs.refusals import Invalid
from blocs.storage import read
from reports.paper.press import render
from reports.queries import load_year_book
from tests.blocs.pledge_scenes import Scene, enter, scene

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def here() -> Scene:
    made = scene()
    Target.objects.create(
        membership=made.member("B"),
        position=0,
        text="Phát triển hội viên",
        measure="người",
        planned=Decimal(480),
    )
    PaperSettings.objects.create(
        year=made.year,
        issuer="KHỐI THI ĐUA THỬ",
        place="Yên Bái",
        symbol="BTH-KTĐ",
        leader_title="TRƯỞNG KHỐI",
        leader_name="Trần Văn A",
    )
    made.open(dated=date(2020, 1, 12))
    return made


def words(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def issue(here: Scene) -> IssuedDocument:
    return issue_paper(
        actor=here.secretary,
        year=here.fresh(),
        kind=document_kinds()[PLEDGE_KIND],
        number=None,
        dated=date(2020, 3, 31),
        site="http://thi-dua.example/",
    )


def lock(here: Scene) -> None:
    lock_text(actor=here.secretary, year=here.fresh(), shown=here.text.fingerprint)


def test_what_is_signed_says_everything(here: Scene) -> None:
    file = here.text.file
    assert file is not None
    said = words(read(file))
    for part in (
        "GIAO ƯỚC THI ĐUA",
        "Yên Bái, ngày 12 tháng 01 năm 2020",
        "đại diện lãnh đạo 03 đơn vị thành viên",
        "Trần Văn C",
        "7. Danh hiệu phấn đấu",
        "Phát triển hội viên",
        "480",
        "CHỨNG KIẾN",
        f"mã nội dung {here.text.fingerprint[:16]}",
    ):
        assert part in said
    assert "DỰ THẢO" not in said
    assert file.name == "GIAO ƯỚC THI ĐUA Năm 2020.pdf"


def test_the_final_paper_says_who_signed_how_and_when(here: Scene) -> None:
    act = here.confirm("B").act
    assert act is not None
    here.on_paper("A")
    UnitName.objects.update(name="Tên sau này")
    lock(here)
    document = issue(here)
    assert (document.number, document.symbol, document.title) == (None, "", "Giao ước thi đua – Năm 2020")
    said = words(read(document.file))
    assert f"Đã xác nhận điện tử lúc {zone_words(act.at)}" in said
    assert "Đã ký trên bản giấy, ngày 12/01/2020" in said
    assert "BẢNG XÁC NHẬN ĐIỆN TỬ" in said
    table = said.partition("BẢNG XÁC NHẬN ĐIỆN TỬ")[2]
    assert table.index("Hội A") < table.index("Hội B") < table.index("Hội C")
    bare = table.replace(" ", "")
    for made in PledgeAct.objects.all():
        assert made.hash in bare
    file = here.text.file
    assert file is not None
    assert file.sha256 in bare
    assert "Chưa ký" in table
    assert "Tên sau này" not in said
    assert f"/kiem-tra/{document.code}" in said


def test_the_final_paper_waits_for_the_lock(here: Scene) -> None:
    here.confirm("B")
    with pytest.raises(Invalid, match="sau khi tổ thư ký khóa"):
        issue(here)
    assert not IssuedDocument.objects.exists()


def test_only_signatures_on_this_text_are_printed(here: Scene) -> None:
    here.confirm("B")
    here.open(reason="Sửa")
    lock(here)
    said = words(read(issue(here).file))
    assert "Đã xác nhận điện tử" not in said


def test_a_draft_is_printed_in_every_format(here: Scene, client: Client) -> None:
    here.confirm("B")
    kind = document_kinds()[PLEDGE_KIND]
    paper = kind.describe(here.fresh(), heading_of(here.fresh(), kind=kind))
    assert paper.draft
    for extension in ("pdf", "docx", "xlsx"):
        assert render(paper, extension)


def test_a_year_without_a_text_prints_the_template() -> None:
    here = scene()
    kind = document_kinds()[PLEDGE_KIND]
    said = words(render(kind.describe(here.fresh(), heading_of(here.fresh(), kind=kind)), "pdf"))
    assert "DỰ THẢO" in said
    assert "1. Hoàn thành nhiệm vụ chính trị của đơn vị" in said


def test_missing_names_are_dotted() -> None:
    here = scene()
    Membership.objects.update(representative="", representative_title="")
    text = here.open()
    assert "....." in words(render(outline(text.canonical), "pdf"))


def test_everybody_of_the_year_opens_the_final_paper(here: Scene, client: Client) -> None:
    here.confirm("B")
    lock(here)
    document = issue(here)
    enter(client, here.heads["C"])
    page = client.get(here.url("pledge")).content.decode()
    assert here.url("pledge-issued", code=document.code) in page
    answer = client.get(here.url("pledge-issued", code=document.code))
    assert answer.content == read(document.file)
    page = Client().get(f"/kiem-tra/{document.code}").content.decode()
    assert document.file.sha256 in page
    assert "Trần Văn B" not in page


def test_the_workbook_holds_what_stands(here: Scene) -> None:
    here.confirm("B")
    here.on_paper("C")
    rows: Any = {row.unit: row for row in load_year_book(here.fresh()).pledges}
    assert (rows["B"].way, rows["B"].signer) == ("confirmed", "Trần Văn B")
    assert (rows["C"].way, rows["C"].signed_on) == ("paper", date(2020, 1, 12))
