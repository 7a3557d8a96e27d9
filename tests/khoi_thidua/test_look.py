"""What holds for every template and style sheet: the policy, readable colours, files that exist, short templates."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TOKENS = dict(
    re.findall(
        r"--([\w-]+): (#[0-9a-f]{6});", (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    )
)

# What is written on what; the names are those of tokens.css.
READ = [
    *(
        (ink, ground)
        for ink in ("ink", "quiet", "brand")
        for ground in ("ground", "card", "wash", "wash-quiet", "shade")
    ),
    *((ink, ground) for ink in ("gold-text", "fault", "done", "due") for ground in ("ground", "card")),
    ("gold-text", "gold-wash"),
    ("fault", "fault-wash"),
    ("done", "done-wash"),
    ("due", "due-wash"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-brand", "brand-deep"),
    ("on-brand", "gold-text"),
    ("on-brand", "fault"),
    ("on-brand-quiet", "brand-deep"),
    *(("ink", f"heat-{step}") for step in range(6)),
    *(("card", f"heat-{step}") for step in range(6, 10)),
]
SEEN = [
    ("line-field", "card"),
    ("brand", "ground"),
    ("gold", "card"),
    ("brand-mid", "card"),
    ("brand", "brand-mid"),
]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground"), READ)
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SEEN)
def test_shapes_and_edges_of_fields_can_be_seen(shape: str, ground: str) -> None:
    least = (
        2.2 if shape == "brand" and ground == "brand-mid" else 3
    )  # sections of a bar also have their places
    assert contrast(shape, ground) >= least


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_compiles_and_is_short(name: Path) -> None:
    get_template(str(name))
    assert len((ROOT / "templates" / name).read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_keeps_to_the_policy(name: Path) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)


def test_no_name_of_ours_is_taken_by_bootstrap() -> None:
    """`.h1` or `.mark` of ours would bring Bootstrap's own look along."""
    bootstrap = (ROOT / "static" / "vendor" / "bootstrap" / "bootstrap.min.css").read_text(encoding="utf-8")
    theirs = set(re.findall(r"\.([a-zA-Z][\w-]*)", bootstrap))
    meant = {"btn", "btn-primary", "btn-danger", "table", "is-invalid", "invalid-feedback", "h1", "h2", "h3"}
    meant |= {name for name in theirs if name.startswith("form-")}
    ours = set()
    for sheet in SHEETS:
        plain = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        for selector in re.findall(r"([^{}]+)\{", plain):
            ours |= set(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
    assert sorted((ours & theirs) - meant) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_names_files_that_exist_and_known_tokens(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    for address in re.findall(r'url\("?([^")]+)"?\)', text):
        assert (sheet.parent / address).resolve().is_file(), address
    declared = set(re.findall(r"(--[\w-]+):", "".join(path.read_text(encoding="utf-8") for path in SHEETS)))
    assert {name for name in re.findall(r"var\((--[\w-]+)", text) if not name.startswith("--bs-")} <= declared


def test_static_files_and_icons_named_in_templates_exist() -> None:
    sprite = finders.find("vendor/bootstrap-icons/sprite.svg")
    assert isinstance(sprite, str)
    icons = set(re.findall(r'<symbol id="([\w-]+)"', Path(sprite).read_text(encoding="utf-8")))
    for name in TEMPLATES:
        text = (ROOT / "templates" / name).read_text(encoding="utf-8")
        for path in re.findall(r"{% static '([^']+)' %}", text):
            assert finders.find(path), f"{name}: {path}"
        for icon in re.findall(r'icons?(?:\.html)?" with (?:name|icon)="([\w-]+)"|icon="([\w-]+)"', text):
            assert set(icon) - {""} <= icons, f"{name}: {icon}"


def test_the_page_of_a_crash_needs_nothing() -> None:
    text = render_to_string("500.html")
    assert "Những gì đã lưu vẫn còn" in text
    for path in re.findall(r'"/static/([^"]+)"', text):
        assert finders.find(path), path
