"""The printing press: an outline in; PDF, Word or Excel out, with its name and content type.

The writers' libraries are heavy (WeasyPrint takes a second and a half to import), so each is loaded when first used.
"""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote

from reports.paper.formats import PRACTICE
from reports.paper.outline import Paper

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS = tuple(CONTENT_TYPES)

# What file systems and archives refuse, and how long a name may be before Windows complains about the path.
_REFUSED_IN_FILES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_NAME_LENGTH = 120


class FileNames(NamedTuple):
    """ "BC-KTD-05-2026.docx" for every system, and the Vietnamese name for people."""

    ascii: str
    vietnamese: str


def render(paper: Paper, extension: str) -> bytes:
    """The paper in the format of this ending ("pdf", ".docx", "XLSX"); raises ValueError for any other."""
    match _ending(extension):
        case "docx":
            from reports.paper import word

            return word.render(paper)
        case "xlsx":
            from reports.paper import excel

            return excel.render(paper)
        case _:
            from reports.paper import pdf

            return pdf.render(paper)


def content_type(extension: str) -> str:
    """The media type of an ending; raises ValueError for one the press does not print."""
    return CONTENT_TYPES[_ending(extension)]


def file_names(paper: Paper, extension: str) -> FileNames:
    """Names for the file: by symbol, number and year where it has them, else by its kind and year."""
    ending = _ending(extension)
    year = paper.day.year if paper.day else paper.year
    numbered = (_plain(paper.symbol), _plain(paper.number or "")) if paper.number and paper.symbol else ()
    parts = numbered or (_plain(paper.kind).lower(),)
    practice = "luyen-tap" if paper.practice else ""
    stem = "-".join(part for part in (practice, *parts, str(year or "")) if part) or "van-ban"
    marked_name = f"{PRACTICE} {paper.name}" if paper.practice else paper.name
    name = " ".join(_REFUSED_IN_FILES.sub(" ", unicodedata.normalize("NFC", marked_name)).split())[
        :_NAME_LENGTH
    ].strip(" .")
    return FileNames(f"{stem}.{ending}", f"{name or stem}.{ending}")


def disposition(paper: Paper, extension: str, *, inline: bool = False) -> str:
    """The Content-Disposition header: the ASCII name for old clients, the Vietnamese one for the rest."""
    names = file_names(paper, extension)
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{names.ascii}\"; filename*=UTF-8''{quote(names.vietnamese, safe='')}"


def _ending(extension: str) -> str:
    ending = extension.lower().lstrip(".")
    if ending not in CONTENT_TYPES:
        raise ValueError(f"no writer for {extension!r}; there are {', '.join(EXTENSIONS)}")
    return ending


def _plain(text: str) -> str:
    """ASCII letters and digits with hyphens; the press knows no other room, so it folds by itself."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    return re.sub(r"[^A-Za-z0-9]+", "-", bare.replace("đ", "d").replace("Đ", "D")).strip("-")
