"""The package of a year: what is in it, that its sums are right, that a damaged file does not break it."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from blocs.actions.handover import enact_hand_over, keep_signed_minutes, save_hand_over
from blocs.actions.papers import issue_paper
from blocs.documents import document_kinds
from blocs.documents_handover import HAND_OVER_KIND
from blocs.journal import last_anchor
from blocs.models import IssuedDocument, PaperSettings, StoredFile
from blocs.received_files import FileKind, ReceivedFile
from reports.workbook.reading import read_workbook
from reports.year_package import INDEX, _plain_name, package_of, stream
from tests.blocs.leading_stage import CONFERENCE, YenBai, again, fresh, on, yen_bai
from tests.builders import bloc_year, secretary
from tests.reports.papers_stage import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def stage() -> YenBai:
    made = yen_bai()
    PaperSettings.objects.create(
        year=made.year,
        issuer="KHỐI",
        place="Yên Bái",
        symbol="BTH-KTĐ",
        leader_title="TRƯỞNG KHỐI",
        leader_name="Trần Văn A",
    )
    prepared = save_hand_over(actor=made.secretary, year=made.year, plan=made.plan(), items=[])
    issue_paper(
        actor=made.secretary,
        year=made.year,
        kind=document_kinds()[HAND_OVER_KIND],
        number=1,
        dated=DAY,
        site="http://testserver/",
    )
    scan = ReceivedFile(b"%PDF-1.7 scan", "../../Biên bản đã ký.pdf", FileKind.PDF)
    keep_signed_minutes(actor=made.secretary, year=made.year, hand_over=prepared, scan=scan)
    with on(CONFERENCE):
        enact_hand_over(
            actor=fresh(made.secretary), year=made.year, hand_over=prepared, secretariat=[made.chair]
        )
    return made


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_in_it_and_the_index_says_so(stage: YenBai, client: Client) -> None:
    client.force_login(fresh(stage.secretary), backend="blocs.backends.IdentifierBackend")
    answer: Any = client.get(f"/khoi/{stage.year.bloc.code}/2020/goi-ho-so.zip")
    assert answer.status_code == 200
    assert answer.streaming
    files = opened(b"".join(answer.streaming_content))
    document = IssuedDocument.objects.select_related("file").get()
    assert set(files) >= {"so-nam-2020.xlsx", "nhat-ky.txt", "ban-du-thao.txt", INDEX}
    papers = [content for name, content in files.items() if name.startswith("van-ban/")]
    assert [hashlib.sha256(content).hexdigest() for content in papers] == [document.file.sha256]
    assert [name for name in files if name.startswith("ban-giao/")] == ["ban-giao/002-bien-ban-da-ky.pdf"]
    listed = dict(
        reversed(line.split("  ", 1))
        for line in files[INDEX].decode().splitlines()
        if not line.startswith("#")
    )
    assert listed == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != INDEX
    }
    book = read_workbook(io.BytesIO(files["so-nam-2020.xlsx"]), {"FLAG_GOV", "FLAG_PROV", "MERIT_PROV"}).book
    assert book is None or len(book.units) == 11
    text = files["nhat-ky.txt"].decode()
    assert f"Mốc cuối: {last_anchor(stage.year).number}:{last_anchor(stage.year).hash}" in text
    assert "đã bàn giao Trưởng khối từ Liên minh Hợp tác xã tỉnh Yên Bái" in text
    assert "Bảng tổng hợp điểm" in files["ban-du-thao.txt"].decode()


def test_a_damaged_file_is_named_and_the_rest_comes(stage: YenBai) -> None:
    file = StoredFile.objects.get(name__endswith="đã ký.pdf")
    Path(default_storage.path(file.path)).write_bytes(b"other")
    files = opened(b"".join(stream(package_of(again(stage.year)))))
    assert not any(name.startswith("ban-giao/") for name in files)
    assert "đã bị thay đổi ngoài hệ thống" in files[INDEX].decode()
    assert any(name.startswith("van-ban/") for name in files)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../Biên bản.PDF", "bien-ban.pdf"),
        ("C:\\tệp\\đơn.jpg", "don.jpg"),
        ("...", "tep"),
        ("không đuôi", "khong-duoi"),
    ],
)
def test_a_name_never_leaves_its_folder(name: str, plain: str) -> None:
    assert _plain_name(name) == plain


@pytest.mark.parametrize("units", [3, 15])
def test_a_constant_number_of_queries(units: int, django_assert_num_queries: Any) -> None:
    year = bloc_year(units=units)
    secretary(year)
    again(year)
    package_of(again(year))
    fresh_year = again(year)
    with django_assert_num_queries(25):
        package_of(fresh_year)
