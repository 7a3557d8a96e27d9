"""A QR code as the path of an SVG, which a template draws without a style or an image file."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around it, as the standard asks


@dataclass(frozen=True, slots=True)
class Qr:
    """`size` is the side in modules, the quiet zone included; `path` goes into <path d="…">."""

    size: int
    path: str


def qr(text: str) -> Qr:
    """The text as a QR code that still reads with 15% of it dirty."""
    code = segno.make(text, error="m", micro=False)
    runs = [
        f"M{QUIET + start} {QUIET + row}h{length}v1h-{length}z"
        for row, line in enumerate(code.matrix)
        for start, length in _dark_runs(bytes(line))
    ]
    return Qr(size=len(code.matrix) + 2 * QUIET, path="".join(runs))


def _dark_runs(line: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(line):
        if not dark:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs
