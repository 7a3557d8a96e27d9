"""A real Chromium, the distribution's own, on Django's live server."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    ViewportSize,
    sync_playwright,
)

HERE = Path(__file__).parent
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_configure() -> None:
    # Playwright's synchronous interface keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    given = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [given] if given else NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Không thấy Chromium (biến CHROMIUM).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


class Troubles(list[str]):
    """What the browser complained of. A test that provokes a complaint clears it."""

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.append(f"script: {error}"))
        page.on("console", self._console)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A refused page is the server's answer, for the test to judge; everything else is ours.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.append(f"{response.status}: {response.url}")


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    found = Troubles()
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def open_context(
    browser: Browser, live_server: object, troubles: Troubles
) -> Iterator[Callable[..., BrowserContext]]:
    """open_context(viewport, **options): a new person at a new machine; paths are relative to the live server."""
    assert connection.vendor != "sqlite" or "memory" not in str(connection.settings_dict["NAME"])
    opened: list[BrowserContext] = []

    def open_one(viewport: ViewportSize = LAPTOP, **options: object) -> BrowserContext:
        context = browser.new_context(
            viewport=viewport,
            base_url=str(live_server),
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        context.set_default_timeout(10_000)
        context.on("page", troubles.watch)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A secretary's laptop, 1366 × 768."""
    return open_context(LAPTOP).new_page()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A leader's phone, 390 × 844."""
    return open_context(PHONE, is_mobile=True, has_touch=True, device_scale_factor=2).new_page()


@pytest.fixture
def sign_in(live_server: object) -> Callable[[Page, AbstractBaseUser], None]:
    """sign_in(page, user): a session without typing a password."""

    def sign_in(page: Page, user: AbstractBaseUser) -> None:
        client = Client()
        client.force_login(user, backend="blocs.backends.IdentifierBackend")
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": str(live_server)}])

    return sign_in


def accessibility_faults(page: Page, within: str = "html") -> list[str]:
    """WCAG 2.2 AA faults of the page as it stands, one line each: rule, help and the first places."""
    # Evaluated, not added as a script: the page's content security policy stays as it is.
    if not page.evaluate("'axe' in window"):
        page.evaluate((HERE / "axe.min.js").read_text())
    found = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: tags, resultTypes: ['violations']})", [within, WCAG]
    )
    return [
        f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
    ]


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    def check(page: Page) -> None:
        faults = accessibility_faults(page)
        assert not faults, "\n".join(faults)

    return check
