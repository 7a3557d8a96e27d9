"""Addresses that are keys by themselves stay out of the log."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from khoi_thidua.logs import HideKeys

TOKEN = "Xy7_-abcDEF0123456789"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Not Found: /lich/{TOKEN}.ics", "Not Found: /lich/….ics"),
        (f"Method Not Allowed (PROPFIND): /lich/{TOKEN}.ics", "Method Not Allowed (PROPFIND): /lich/….ics"),
        (
            f"Forbidden (CSRF cookie not set.): /ma-moi/{TOKEN}/",
            "Forbidden (CSRF cookie not set.): /ma-moi/…/",
        ),
        ("Not Found: /khoi/yen-bai/2020/lich/", "Not Found: /khoi/yen-bai/2020/lich/"),
        ("Forbidden: /ma-moi/", "Forbidden: /ma-moi/"),
    ],
)
def test_the_key_is_left_out(said: str, kept: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (said,), None)
    assert HideKeys().filter(record)
    assert record.getMessage() == kept


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"/lich/{TOKEN}.ics", f"/ma-moi/{TOKEN}/"])
def test_what_django_refuses_is_logged_without_it(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As installed: the handler of the settings, on a refused method and a form without its token."""
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["hide_keys"]
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    ear = Ear()
    ear.addFilter(HideKeys())
    root = logging.getLogger()
    root.addHandler(ear)
    try:
        client = Client(enforce_csrf_checks=True)
        client.generic("PROPFIND", address)
        client.post(address)
    finally:
        root.removeHandler(ear)
    assert heard
    assert TOKEN not in "\n".join(heard)


@pytest.mark.django_db
def test_the_way_back_leads_nowhere_else() -> None:
    page = Client(enforce_csrf_checks=True).post("/dang-nhap/", headers={"Referer": "https://evil.example/x"})
    assert page.status_code == 403
    assert "evil.example" not in page.content.decode()
    # Nowhere back to, so home is the one thing to press; with a page to go back to, home stays beside it.
    assert '<a class="btn btn-primary" href="/">Về việc cần làm</a>' in page.content.decode()
    back = "http://testserver/dang-nhap/"
    page = Client(enforce_csrf_checks=True).post("/dang-nhap/", headers={"Referer": back})
    assert f'<a class="btn btn-primary" href="{back}">Quay lại</a>' in page.content.decode()
    assert '<a class="btn btn-quiet" href="/">Về việc cần làm</a>' in page.content.decode()
    assert "những gì đã lưu vẫn còn" in page.content.decode()
