"""The public page of an issued paper's code: it tells id, title, hash and state, and nothing else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blocs.models import BlocYear, IssuedDocument, PaperSettings, PledgeText, User
from blocs.storage import store
from blocs.terms import PledgeState
from reports.actions.import_year import import_year
from reports.paper.press import render
from reports.views.verification import MOST_CHECKS
from tests.blocs.signing import signed, signer
from tests.blocs.test_signed_pdf import with_other_content
from tests.builders import secretary
from tests.reports.paper_samples import ranking
from tests.reports.test_paper_issuing import issue
from tests.reports.workbook_builders import FULL_YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    cache.clear()


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
    assert "không phải PDF" in compare(document, b"x")
    assert "Tệp rỗng" in compare(document, b"")
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
    assert 'value="../admin"' in odd.content.decode()


def test_it_asks_one_query(document: IssuedDocument, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        Client().get(f"/kiem-tra/{document.code}")


def found(content: bytes) -> str:
    return Client().post("/kiem-tra/", {"file": SimpleUploadedFile("a.pdf", content)}).content.decode()


def test_a_file_is_recognised_without_its_code(document: IssuedDocument) -> None:
    page = found(content_of(document))
    assert "Đúng từng byte là văn bản này." in page
    assert "01/BTH-KTĐ" in page
    assert document.code in page
    assert "không trùng" in found(b"%PDF-1.7 khac")
    assert "Hội Chữ thập đỏ" not in page


def test_a_digitally_signed_copy_is_recognised_and_its_signatures_are_told(document: IssuedDocument) -> None:
    copy = signed(content_of(document), signer("Trần Thị Bình", "Hội Đông y tỉnh"))
    for page in (found(copy), compare(document, copy)):
        assert "bản có chữ ký số của văn bản số 01/BTH-KTĐ" in page
        assert "1 chữ ký số còn nguyên vẹn" in page
        assert "Trần Thị Bình" in page
        assert "Nguyên vẹn" in page
        assert "chưa xác minh tổ chức cấp" in page


def test_a_signed_copy_that_was_changed_is_not_to_be_used(document: IssuedDocument) -> None:
    content = content_of(document)
    assert "không có chữ ký số nào" in found(content + b"\n" + content[-2000:])
    assert "thêm phía sau không đọc được" in found(content + b"\nrac" * 1000)
    assert "thay đổi sau khi ký số" in found(with_other_content(signed(content, signer())))


def test_the_file_of_another_paper_is_named(document: IssuedDocument, year: BlocYear, user: User) -> None:
    other = issue(user, year, number=2)
    assert "văn bản khác của hệ thống: văn bản số 02/BTH-KTĐ" in compare(document, content_of(other))


def test_a_replaced_paper_is_no_success(document: IssuedDocument, year: BlocYear, user: User) -> None:
    issue(user, year, number=2, replaces=document)
    page = found(content_of(document))
    assert "Đã được thay thế bằng văn bản số 02/BTH-KTĐ" in page
    assert "note-done" not in page


def test_a_paper_of_a_practice_year_says_so(document: IssuedDocument, year: BlocYear) -> None:
    BlocYear.objects.filter(pk=year.pk).update(is_practice=True)
    for page in (found(content_of(document)), Client().get(f"/kiem-tra/{document.code}").content.decode()):
        assert "Bản luyện tập, không có giá trị" in page
        assert "note-done" not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PledgeState.OPEN, "Đang lấy chữ ký"),
        (PledgeState.LOCKED, "Đang có hiệu lực"),
        (PledgeState.REPLACED, "Đã được thay thế bằng bản giao ước khác"),
    ],
)
def test_a_text_of_the_pledge_opened_for_signing_is_known_by_its_bytes(
    year: BlocYear, state: PledgeState, words: str
) -> None:
    content = render(ranking(), "pdf")
    with store(content=content, name="gu.pdf", content_type="application/pdf", year=year, actor=None) as file:
        PledgeText.objects.create(year=year, number=1, state=state, fingerprint="a" * 64, file=file)
    for page in (found(content), found(signed(content, signer()))):
        assert "Bản giao ước thi đua năm 2025, lần 1" in page
        assert words in page


def test_one_address_asks_so_often_and_no_more(document: IssuedDocument) -> None:
    client = Client()

    def ask(address: str) -> int:
        file = SimpleUploadedFile("a.pdf", b"%PDF-x")
        return client.post("/kiem-tra/", {"file": file}, REMOTE_ADDR=address).status_code

    assert [ask("203.0.113.5") for _ in range(MOST_CHECKS + 1)] == [200] * MOST_CHECKS + [429]
    assert ask("203.0.113.6") == 200
    assert client.get(f"/kiem-tra/{document.code}", REMOTE_ADDR="203.0.113.5").status_code == 200


def test_the_check_is_found_from_every_page() -> None:
    assert Client().get("/dang-nhap/").content.decode().count('href="/kiem-tra/"') == 2
