"""The public page of an issued paper's code: it tells id, title, hash and state, and nothing else."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blocs.models import BlocYear, IssuedDocument, PaperSettings, User
from reports.actions.import_year import import_year
from tests.builders import secretary
from tests.reports.test_paper_issuing import issue
from tests.reports.workbook_builders import FULL_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    made = import_year(actor=None, book=FULL_YEAR)
    PaperSettings.objects.create(
        year=made, issuer="KHỐI", place="Lào Cai", symbol="BTH-KTĐ", leader_name="Nguyễn Văn An"
    )
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)


@pytest.fixture
def user(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def document(year: BlocYear, user: User) -> IssuedDocument:
    return issue(user, year)


def content_of(document: IssuedDocument) -> bytes:
    with default_storage.open(document.file.path) as file:
        content: bytes = file.read()
    return content


def compare(document: IssuedDocument, content: bytes) -> Any:
    return (
        Client()
        .post(f"/kiem-tra/{document.code}", {"file": SimpleUploadedFile("a.pdf", content)})
        .content.decode()
    )


def test_it_tells_the_paper_and_nothing_of_what_it_says(document: IssuedDocument) -> None:
    page = Client().get(f"/kiem-tra/{document.code.lower()}").content.decode()
    for told in ("01/BTH-KTĐ", document.title, document.file.sha256, "Đang có hiệu lực", document.code):
        assert told in page
    for kept in (
        "Hội Chữ thập đỏ",
        "Nguyễn Văn An",
        "9,5",
        "thu-ky",
        "/khoi/",
        document.file.name,
        "Lào Cai",
    ):
        assert kept not in page


def test_the_same_bytes_are_ours_and_others_are_not(document: IssuedDocument) -> None:
    content = content_of(document)
    assert "Đúng từng byte là văn bản này." in compare(document, content)
    assert "không trùng với văn bản đã ban hành" in compare(document, content[:-1] + b"x")
    assert "không trùng" in compare(document, b"x")
    assert "Hãy chọn tệp PDF" in Client().post(f"/kiem-tra/{document.code}").content.decode()
    assert "Tệp quá nặng" in compare(document, b"x" * (26 * 1024 * 1024))


def test_a_replaced_paper_says_by_which(document: IssuedDocument, year: BlocYear, user: User) -> None:
    issue(user, year, number=2, replaces=document)
    page = Client().get(f"/kiem-tra/{document.code}").content.decode()
    assert "Đã được thay thế" in page
    assert "bằng văn bản số 02/BTH-KTĐ" in page
    assert "Đúng từng byte" in compare(document, content_of(document))


def test_an_unknown_code_is_not_found_and_may_be_typed_again() -> None:
    answer = Client().get("/kiem-tra/SAISAISAIS")
    assert answer.status_code == 404
    assert "Không có văn bản nào mang mã này." in answer.content.decode()
    assert 'value="SAISAISAIS"' in answer.content.decode()


def test_the_code_is_typed_as_it_is_printed(document: IssuedDocument) -> None:
    client = Client()
    assert client.get("/kiem-tra/").status_code == 200
    answer = client.get("/kiem-tra/", {"ma": f" {document.code.lower()} "})
    assert (answer.status_code, answer["Location"]) == (302, f"/kiem-tra/{document.code}")
    odd = client.get("/kiem-tra/", {"ma": "../admin"})
    assert odd.status_code == 200


def test_it_asks_one_query(document: IssuedDocument, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        Client().get(f"/kiem-tra/{document.code}")
