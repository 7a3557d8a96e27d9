"""The year, the people and the issuing that the tests of papers share."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from awards.documents import RESULTS_KIND
from blocs.actions.papers import issue_paper
from blocs.documents import document_kinds
from blocs.models import (
    BlocYear,
    IssuedDocument,
    PaperSettings,
    User,
)
from reports.actions.import_year import import_year
from tests.builders import secretary
from tests.reports.workbook_builders import FULL_YEAR

YEAR = "/khoi/cac-hoi/2025"
ISSUE = f"{YEAR}/van-ban/bang-tong-hop-diem/ban-hanh/"
DAY = date(2026, 1, 12)


@pytest.fixture
def year() -> BlocYear:
    made = import_year(actor=None, book=FULL_YEAR)
    PaperSettings.objects.create(
        year=made,
        issuer="KHỐI THI ĐUA CÁC HỘI",
        place="Lào Cai",
        symbol="BTH-KTĐ",
        leader_name="Nguyễn Văn An",
    )
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)


@pytest.fixture
def user(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def issue(user: User, year: BlocYear, number: int = 1, **more: Any) -> IssuedDocument:
    arguments = {"dated": DAY, "site": "https://thidua.example/", **more}
    return issue_paper(actor=user, year=year, kind=document_kinds()[RESULTS_KIND], number=number, **arguments)


def stored_bytes(document: IssuedDocument) -> bytes:
    with default_storage.open(document.file.path) as file:
        content: bytes = file.read()
    return content


def text_of(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages
    )
