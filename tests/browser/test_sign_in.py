"""The first page anybody sees."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page


@pytest.mark.parametrize("device", ["page", "phone"])
def test_the_sign_in_page_is_readable_for_everybody(
    device: str, request: pytest.FixtureRequest, assert_accessible: Callable[[Page], None]
) -> None:
    seen: Page = request.getfixturevalue(device)
    seen.goto("/")
    assert reverse("sign-in") in seen.url
    assert_accessible(seen)
    width = seen.viewport_size["width"] if seen.viewport_size else 0
    assert seen.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
