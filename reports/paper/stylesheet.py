"""The PDF's style sheet, made from the measures of `formats`; the same for every paper, so it is parsed once."""

from reports.paper.formats import (
    A5,
    EMBEDDED_FONT,
    FIRST_LINE_INDENT,
    HIGHEST_ROW,
    LANDSCAPE,
    LEFT_PERCENT,
    LOWEST_ROW,
    PORTRAIT,
    QR_SIDE,
    SIGNER_PERCENT,
    SIGNING_SPACE,
    PageFormat,
    Sizes,
)

_FACES = (
    ("Regular", "normal", "normal"),
    ("Bold", "bold", "normal"),
    ("Italic", "normal", "italic"),
    ("BoldItalic", "bold", "italic"),
)
_PAGES = {"portrait": PORTRAIT, "landscape": LANDSCAPE, "a5": A5}

_FIXED = """
html { font-family: "%(font)s"; line-height: 1.25; color: #000; font-variant-ligatures: none; }
body, p, h1, h2, h3, h4 { margin: 0; padding: 0; }
.side { display: table-row; }
.side > div { display: table-cell; vertical-align: top; }
.rule { border-top: .75pt solid #000; width: 40%%; margin: 2pt auto 0; }

.letterhead { display: table; table-layout: fixed; width: 100%%; line-height: 1.15; text-align: center; }
.letterhead .left { width: %(left)d%%; }
.letterhead .right { width: %(right)d%%; }
.letterhead .names { display: inline-block; }
.letterhead .issuer, .national, .motto { font-weight: bold; }
.superior, .issuer, .national, .motto, .number, .place-date { white-space: nowrap; }
.motto span { display: inline-block; border-bottom: .75pt solid #000; padding-bottom: 1.5pt; }
.letterhead .side > .below { padding-top: 7pt; }
.place-date { font-style: italic; }
.draft { font-weight: bold; margin-top: 4pt; }
.draft, .about { text-align: center; }

.title { text-align: center; margin: 12pt 0 6pt; line-height: 1.2; break-after: avoid; }
.title h1, .title .appendix, .subject { font-weight: bold; }
.subject { display: inline-block; }
.subject .rule { margin-top: 3pt; }
.attached { font-style: italic; margin-top: 2pt; }
.addressee { text-align: center; margin: 8pt 0 10pt; }
.addressees { display: table; margin: 8pt auto 10pt; }
.addressees .label { padding-right: 6pt; white-space: nowrap; }

.text, .basis { margin-top: 6pt; text-align: justify; orphans: 2; widows: 2; }
.basis { font-style: italic; text-indent: %(indent)dmm; }
.text.indent, h2.text, h3.text, h4.text { text-indent: %(indent)dmm; }
h2.text, h3.text, h4.text { font-size: 1em; font-weight: bold; break-after: avoid; text-align: left; }
h4.text { font-style: italic; }
h2.part { text-align: center; text-indent: 0; text-wrap: balance; }
.left { text-align: left; } .center { text-align: center; } .right { text-align: right; }
.justify { text-align: justify; }
.letterhead .left, .letterhead .right { text-align: center; }
.page-break { break-after: page; }

.caption { font-weight: bold; margin-top: 10pt; text-align: left; break-after: avoid; }
table.grid { border-collapse: collapse; table-layout: fixed; width: 100%%; margin-top: 4pt; line-height: 1.15; }
table.grid th, table.grid td { border: .5pt solid #000; padding: 2pt 3pt; }
table.grid th { font-weight: bold; text-align: center; vertical-align: middle; }
table.grid td { vertical-align: middle; overflow-wrap: anywhere; }
table.grid td.num { white-space: nowrap; overflow-wrap: normal; }
table.whole { break-inside: avoid; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
/* No page begins or ends with a lonely row. */
tbody tr:nth-child(2), tbody tr:nth-last-child(-n+2):not(:first-child) { break-before: avoid; }
td.bold { font-weight: bold; } td.italic { font-style: italic; }
tr.section td { background: #f3f3f3; } tr.total td { background: #e9e9e9; } tr.highlighted td { background: #f3f3f3; }
.box { display: inline-block; width: 4.5mm; height: 4.5mm; border: .75pt solid #000; }
.note { margin-top: 4pt; font-style: italic; line-height: 1.15; break-inside: avoid; }
.note .label { font-weight: bold; }

.signatures { display: table; table-layout: fixed; width: 100%%; margin-top: 14pt; text-align: center;
  line-height: 1.2; break-inside: avoid; break-before: avoid; }
.signatures .cell { padding: 0 2pt; }
.signatures .side:last-child .cell { vertical-align: bottom; }
.signatures.two .cell { width: 50%%; } .signatures.three .cell { width: 33.33%%; }
.ending { display: table; table-layout: fixed; width: 100%%; margin-top: 14pt; break-inside: avoid;
  break-before: avoid; }
.ending .from { width: %(from)d%%; }
.ending .signatures { margin-top: 0; }
.authority, .own-title, .signer { font-weight: bold; }
.hint, .space { font-style: italic; }
.space { height: %(space)dmm; }
.signature-grid .signatures { break-before: auto; margin-top: 20pt; }
/* The witness's block never stands on a page of its own. */
.signature-grid + .signature-grid, .signature-grid + .signature-grid .signatures:first-child { break-before: avoid; }
.grid-heading { font-weight: bold; text-align: center; margin-top: 14pt; break-after: avoid; }
.recipients { text-align: left; line-height: 1.15; }
.recipients { break-inside: avoid; }
.signatures + .recipients { break-before: avoid; }
.signatures + .recipients, .text + .recipients { margin-top: 8pt; }
.recipients .label { font-weight: bold; font-style: italic; }

.proof { display: table; margin-top: 12pt; line-height: 1.25; break-inside: avoid; break-before: avoid; }
.note + .proof { margin-top: 5pt; }
table.grid + .note:has(+ .proof) { break-before: avoid; }
.proof .code { width: %(qr)dmm; padding-right: 4mm; }
.proof .said { vertical-align: middle; }
.qr { display: block; width: %(qr)dmm; height: %(qr)dmm; }
body { string-set: proof attr(data-proof); }
"""


def stylesheet(fonts_url: str) -> str:
    """CSS for every paper; `fonts_url` is the folder of the four faces, ending in "/"."""
    faces = "".join(
        f'@font-face {{ font-family: "{EMBEDDED_FONT}"; font-weight: {weight}; font-style: {style};'
        f" src: url({fonts_url}LiberationSerif-{face}.ttf); }}\n"
        for face, weight, style in _FACES
    )
    fixed = _FIXED % {
        "font": EMBEDDED_FONT,
        "left": LEFT_PERCENT,
        "right": 100 - LEFT_PERCENT,
        "indent": FIRST_LINE_INDENT,
        "space": SIGNING_SPACE,
        "qr": QR_SIDE,
        "from": 100 - SIGNER_PERCENT,
    }
    pages = "".join(_page_rules(name, measures) for name, measures in _PAGES.items())
    sizes = "".join(
        _size_rules(scope, measures.sizes)
        for scope, measures in ((".large", PORTRAIT), (".landscape", LANDSCAPE), (".small", A5))
    )
    widths = "".join(f".w-{percent} {{ width: {percent}%; }}\n" for percent in range(1, 101))
    heights = "".join(
        f".h-{height} td {{ height: {height}mm; }}\n" for height in range(LOWEST_ROW, HIGHEST_ROW + 1)
    )
    return faces + pages + fixed + sizes + widths + heights


def _page_rules(name: str, measures: PageFormat) -> str:
    """The page itself and its two appendix forms; the first page of each shows no number (NĐ 30)."""
    rules = f".{name} {{ page: {name}; }}\n"
    for page in (name, f"{name}-a", f"{name}-b"):
        restart = "" if page == name else "counter-reset: page 1; counter-increment: none;"
        rules += (
            f"@page {page} {{ size: {measures.width}mm {measures.height}mm;"
            f" margin: {measures.top}mm {measures.right}mm {measures.bottom}mm {measures.left}mm;"
            f' @top-center {{ content: counter(page); font: {measures.sizes.page_number}pt "{EMBEDDED_FONT}"; }}'
            f" @bottom-center {{ content: string(proof); color: #333; vertical-align: top; padding-top: 3mm;"
            f' font: {measures.sizes.proof}pt "{EMBEDDED_FONT}"; width: 100%; text-align: center; }} }}\n'
            f"@page :nth(1 of {page}) {{ {restart} @top-center {{ content: none; }} }}\n"
        )
        if page != name:
            rules += f".{page} {{ page: {page}; }}\n"
    return rules


def _size_rules(scope: str, sizes: Sizes) -> str:
    rows = (
        ("", sizes.body),
        (" .national", sizes.national),
        (" .motto", sizes.motto),
        (" .superior", sizes.issuer),
        (" .issuer", sizes.issuer),
        (" .number", sizes.number),
        (" .about", sizes.number - 1),
        (" .draft", sizes.number),
        (" .place-date", sizes.place_date),
        (" .title, {scope} .title h1", sizes.title),
        (" table.grid", sizes.table),
        (" .caption", sizes.body),
        (" .hint, {scope} .space", sizes.note),
        (" .note", sizes.note),
        (" .recipients", sizes.recipients),
        (" .recipients .label", sizes.recipients_heading),
        (" .proof", sizes.proof),
    )
    return "".join(f"{scope}{name.format(scope=scope)} {{ font-size: {size}pt; }}\n" for name, size in rows)
