"""Vietnamese text: one normal form, folding for comparison and search, and the dictionary's order.

Standard library only.
"""

import re
import unicodedata

_SPACES = re.compile(r"[\s\u00a0]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# Eth and African D look like Đ and come out of broken conversions.
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: index for index, letter in enumerate(_LETTERS, start=1)}
# ngang, huyền, hỏi, ngã, sắc, nặng
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def clean(text: str) -> str:
    """One line in NFC without invisible characters, outer spaces or runs of spaces."""
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES).translate(_INVISIBLE)
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


def clean_lines(text: str) -> str:
    """The same, keeping line breaks."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n")).strip()


def fold(text: str) -> str:
    """Lower case without accents: what is compared and searched ("Hội Đông y" → "hoi dong y")."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn").replace("đ", "d")


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A key that sorts in the Vietnamese alphabet's order, then by tone (ngang huyền hỏi ngã sắc nặng)."""
    letters: list[int] = []
    tones: list[int] = []
    for char in clean(text).lower():
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONE_ORDER[part] for part in parts if part in _TONE_ORDER), 0)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONE_ORDER))
        letters.append(_LETTER_ORDER.get(base, 0 if base == " " else 100 + ord(base[0])))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def slug(text: str) -> str:
    """An ASCII name for a file or an address; Django's own drops every đ."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
