"""Word and Excel files are archives that remember when they were packed; these do not."""

import re
import zipfile
from datetime import date
from io import BytesIO

# The first moment an archive can name; also what stands for "made" in a paper without a date.
_FIRST_DAY = date(1980, 1, 1)
_CORE = "docProps/core.xml"
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(data: bytes, day: date | None) -> bytes:
    """The same .docx or .xlsx with the paper's date for all its moments, so that equal outlines give equal bytes."""
    moment = f"{day or _FIRST_DAY:%Y-%m-%d}T00:00:00Z".encode()
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as packed,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for name in packed.namelist():
            content = packed.read(name)
            if name == _CORE:
                content = _MADE.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, (_FIRST_DAY.year, _FIRST_DAY.month, _FIRST_DAY.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            again.writestr(entry, content)
    return stream.getvalue()
