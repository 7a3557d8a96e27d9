"""Text in the old 8-bit encodings TCVN3 and VNI, which Excel shows right only through its `.Vn…`/`VNI-…` fonts.

Read as Unicode it is nonsense ("Héi Ch÷ thËp ®á", "Hoäi Chöõ thaäp ñoû"). Nothing is converted silently: the reader
names the cell. A text with one letter that only Unicode Vietnamese has (ă, đ, ơ, ư, ạ…) is never taken for old.
"""

import re

# ASCII and Latin-1 are all that the old encodings use; these are beyond them and Vietnamese.
_UNICODE_VIETNAMESE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
_COMBINING = re.compile("[\u0300-\u036f]")
_UPPER = "À-ÖØ-Þ"
# A capital with an accent after a small letter: "thËp", "ViÖt", "rÊt"; no language writes that.
_TCVN3_CAPITALS = re.compile(f"[a-zß-öø-ÿ][{_UPPER}](?![{_UPPER}A-Z])")
# Signs inside or before letters: "®á", "Ch÷", "B×nh", "Hoµ", "§¾k".
_TCVN3_SIGNS = re.compile("[®§][A-Za-zÀ-ÿ¨-¾]|[A-Za-z][µ¶·¸¹»¼½¾¨©ª«¬\u00ad×÷][a-z]?")
# Vowel and tone as two letters: "hoäi", "thaäp", "Chöõ"; pairs that Vietnamese and French do not have.
_VNI_PAIRS = re.compile("[aA][áàâãäåúü]|[eE][áàãäå]|[oO][äå]|[uU][ùøûõ]|[öôÖÔ][ùøûõï]")
# The đ of VNI is also a letter of Spanish, so it only supports other signs.
_VNI_D = re.compile("[ñÑ][aeioöôuy]")
_LATIN_1 = re.compile("[\u00a1-\u00ff]")


def is_legacy_font(name: str) -> bool:
    """Whether a font draws TCVN3 or VNI text."""
    folded = name.strip().lower()
    return folded.startswith((".vn", "vni-"))


def looks_legacy(text: str, legacy_font: bool) -> bool:
    """Whether `text` is TCVN3 or VNI text that must be converted first."""
    if not _LATIN_1.search(text) or _UNICODE_VIETNAMESE.search(text) or _COMBINING.search(text):
        return False
    if legacy_font:
        return True
    signs = len(_TCVN3_SIGNS.findall(text))
    capitals = len(_TCVN3_CAPITALS.findall(text))
    vni = len(_VNI_PAIRS.findall(text)) + bool(_VNI_D.search(text))
    return capitals >= 1 or signs >= 2 or vni >= 2
