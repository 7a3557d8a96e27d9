"""The PDF: archival and tagged (PDF/A-3a), printed by WeasyPrint from the outline's HTML.

The same outline gives the same bytes, in any process, as long as the libraries and fonts stay the same: the file
carries no moment of its making.
"""

import atexit
import threading
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from reports.paper.layout import tidy
from reports.paper.markup import page
from reports.paper.outline import Paper
from reports.paper.stylesheet import stylesheet

FONTS = Path(__file__).resolve().parent.parent.parent / "static" / "fonts" / "liberation"

# Rendering in several threads at once takes twice as long as one after another.
_LOCK = threading.Lock()


class _Press(NamedTuple):
    """What is made once a process: a fresh font configuration for every paper would leak 0.3 MB each time."""

    html: Any
    css: Any
    fonts: Any
    fetcher: Any


def render(paper: Paper) -> bytes:
    """The paper as PDF/A-3a. Slow the first time in a process (about 1.5 s, WeasyPrint's import)."""
    source = page(tidy(paper))
    with _LOCK:
        press = _press()
        document = press.html(string=source, url_fetcher=press.fetcher)
        pdf: bytes = document.write_pdf(
            stylesheets=[press.css],
            font_config=press.fonts,
            pdf_variant="pdf/a-3a",
            presentational_hints=False,
        )
    return pdf


def warm_up() -> None:
    """Make the press ready, so that the first paper of a worker takes no longer than the next."""
    with _LOCK:
        _press()


@cache
def _press() -> _Press:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    # A font configuration that outlives its modules complains at the end of the process.
    atexit.register(_press.cache_clear)
    fetcher = _fetcher()
    fonts = FontConfiguration()
    css = CSS(string=stylesheet(f"{FONTS.as_uri()}/"), font_config=fonts, url_fetcher=fetcher)
    return _Press(HTML, css, fonts, fetcher)


def _fetcher() -> Any:
    """Serves the four font files and the QR code drawn into the page; no other file, no network."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    allowed = {file.as_uri() for file in FONTS.glob("*.ttf")}

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url in allowed or url.startswith("data:image/svg+xml"):
                return super().fetch(url, headers)
            raise FatalURLFetchingError(f"a paper may not fetch {url[:200]}")

    return OwnFilesOnly()
