"""Stored files leave only through a view that asked the rules, under headers that run nothing."""

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from blocs.models import SeatKind, StoredFile
from blocs.serving import file_answer
from blocs.storage import store
from tests.builders import person, seat

pytestmark = pytest.mark.django_db

PDF, HTML = "application/pdf", "text/html"


def kept(content_type: str, name: str = "quét \u201cgốc\u201d.pdf") -> StoredFile:
    with store(content=b"%PDF-x", name=name, content_type=content_type, year=None, actor=None) as file:
        return file


@pytest.mark.parametrize(
    ("content_type", "inline", "sent_as", "begins"),
    [
        (PDF, False, PDF, "attachment"),
        (PDF, True, PDF, "inline"),
        ("image/png", True, "image/png", "inline"),
        (HTML, True, "application/octet-stream", "attachment"),
        ("image/svg+xml", True, "application/octet-stream", "attachment"),
    ],
)
def test_only_pictures_and_pdfs_are_shown_and_nothing_runs(
    content_type: str, inline: bool, sent_as: str, begins: str
) -> None:
    answer = file_answer(kept(content_type), inline=inline)
    assert answer["Content-Type"] == sent_as
    assert answer["Content-Disposition"].startswith(begins)
    assert "filename*=utf-8''qu%C3%A9t" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert ("sandbox" in answer["Content-Security-Policy"]) is not (
        begins == "inline" and content_type == PDF
    )
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_is_kept_under_a_random_name_where_no_address_leads() -> None:
    file = kept(PDF)
    assert len(file.path) == 32
    assert kept(PDF).path != file.path
    client = Client()
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    client.force_login(admin, backend="blocs.backends.IdentifierBackend")
    for address in (
        f"/files/{file.path}",
        f"/media/{file.path}",
        f"/data/files/{file.path}",
        f"/static/{file.path}",
        f"/static/../data/files/{file.path}",
        f"/static/%2e%2e/data/files/{file.path}",
    ):
        assert client.get(address).status_code == 404
    assert not settings.MEDIA_URL.strip("/")
    folders = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    place = default_storage.path(file.path)
    assert not any(place.startswith(str(folder)) for folder in folders)
