"""The house guards itself: where imports may go, how large a room may grow, what never stands in a file."""

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("blocs", "scoring", "awards", "reports")
HOUSE = (*ROOMS, "khoi_thidua")
PRESS = "reports.paper"
PURE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["house"]["pure"]
# What a pure module may know beside the standard library and the other pure ones.
PLAIN = {"blocs.terms", "blocs.text"}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 60, 120
LEAVE_OUT = {"data", "staticfiles", "vendor", "htmlcov", "test-results", "__pycache__"}
HIDDEN = re.compile(r"\.(?!ci$)")


@cache
def tree() -> tuple[Path, ...]:
    """Every file of the project; what is made at run time or comes from others left out."""
    found = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = sorted(name for name in inner if name not in LEAVE_OUT and not HIDDEN.match(name))
        found += [Path(folder) / name for name in sorted(names) if not HIDDEN.match(name)]
    return tuple(found)


def files(*endings: str) -> Iterator[Path]:
    return (path for path in tree() if path.suffix in endings)


@cache
def modules() -> dict[str, Path]:
    """Dotted name to file of every module of the site itself; migrations are written by Django."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] in HOUSE and "migrations" not in path.parts
    }


@cache
def imports(name: str) -> frozenset[str]:
    """Dotted names a module imports, inside functions too; `from a import b` gives a.b where that is a module."""
    path = modules()[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join(filter(None, [*parts[: len(parts) - node.level + 1], base]))
            found |= {
                inner if (inner := f"{base}.{alias.name}") in modules() else base for alias in node.names
            }
    return frozenset(found)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def wrong_arrow(importer: str, imported: str) -> bool:
    """Design §1: blocs <- scoring <- awards <- reports; the press serves all and knows none; khoi_thidua is on top."""
    source, target = importer.partition(".")[0], imported.partition(".")[0]
    if target not in HOUSE or source == "khoi_thidua":
        return False
    if within(importer, PRESS):
        return not within(imported, PRESS)
    if target == "khoi_thidua":
        return True
    return not within(imported, PRESS) and ROOMS.index(target) > ROOMS.index(source)


@pytest.mark.parametrize(
    ("importer", "imported", "wrong"),
    [
        ("scoring.actions", "blocs.models", False),
        ("blocs.models", "scoring.models", True),
        ("awards.queries", "reports.backup", True),
        ("blocs.documents", "reports.paper.outline", False),
        ("reports.paper.pdf", "blocs.text", True),
        ("reports.paper.pdf", "reports.workbook", True),
        ("reports.views", "khoi_thidua.composition", True),
        ("khoi_thidua.urls", "reports.views", False),
        ("blocs.models", "django.db", False),
    ],
)
def test_the_import_rule_itself(importer: str, imported: str, wrong: bool) -> None:
    assert wrong_arrow(importer, imported) is wrong


def test_imports_go_one_way() -> None:
    wrong = [
        f"{name} -> {target}"
        for name in modules()
        for target in sorted(imports(name))
        if wrong_arrow(name, target)
    ]
    assert not wrong


@pytest.mark.parametrize("file", PURE)
def test_a_pure_module_knows_only_the_standard_library(file: str) -> None:
    pure = {path.removesuffix(".py").replace("/", ".") for path in PURE}
    foreign = {
        target
        for target in imports(file.removesuffix(".py").replace("/", "."))
        if target not in pure | PLAIN and target.partition(".")[0] not in sys.stdlib_module_names
    }
    assert not foreign


def test_no_room_for_odds_and_ends() -> None:
    odd = {"utils", "util", "common", "helpers", "helper", "misc", "tools"}
    assert not [name for name in modules() if odd & set(name.split("."))]


def test_modules_stay_readable() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files(".py")
        if "migrations" not in path.parts and (lines := path.read_text().count("\n")) > LONGEST_MODULE
    }
    assert not long


def test_functions_stay_readable() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}: {size} lines"
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_templates_stay_readable() -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in files(".html")
        if path.read_text().count("\n") > LONGEST_TEMPLATE
    ]
    assert not long


# The content security policy would drop these silently, in the reader's browser only.
INLINE = {
    "a script without a file": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/json)", re.I
    ),
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "a file from elsewhere": re.compile(
        r"<(?:script|link|img)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//", re.I
    ),
}


def inline_faults(text: str) -> list[str]:
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def test_the_inline_rule_itself() -> None:
    assert inline_faults('<p style="color:red" onclick="go()"><script>1</script>') == [
        "a script without a file",
        "a style attribute",
        "a handler attribute",
    ]
    assert inline_faults('<link href="//cdn.example/x.css">') == ["a file from elsewhere"]
    assert not inline_faults(
        '<script src="{% static \'js/app.js\' %}" defer></script><p class="style">{# style= #}'
    )


def test_pages_have_nothing_inline() -> None:
    # The press's templates are printed by WeasyPrint, not shown under the policy.
    faults = {
        str(path.relative_to(ROOT)): found
        for path in files(".html")
        if not within(".".join(path.relative_to(ROOT).parts), PRESS)
        and (found := inline_faults(path.read_text()))
    }
    assert not faults


def test_locks_name_no_host_and_pin_every_package() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        assert "://" not in text, lock.name
        pins = re.findall(r"^[A-Za-z0-9][^\n]*==[^\n]*(?:\n[ ]+[^\n]*)*", text, re.MULTILINE)
        assert pins, lock.name
        assert all("--hash=sha256:" in pin for pin in pins), lock.name
        assert not re.search(r"^[A-Za-z0-9][^=\n]*$", text, re.MULTILINE), lock.name


def test_runtime_is_the_same_in_production_and_in_tests() -> None:
    """./test installs the development lock over the runtime's; what is tested must be what runs."""

    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text()
        return set(re.findall(r"^([a-z0-9][^ \n]*==[^ ;\n]+)", text, re.MULTILINE))

    assert pins("runtime.txt") - pins("dev.txt") == set()


def test_the_project_stands_alone() -> None:
    above = "../" + "shared"
    texts = files(".py", ".html", ".md", ".toml", ".txt", ".sh", ".js", ".css", ".service", ".in", "")
    assert not [str(path.relative_to(ROOT)) for path in texts if above in path.read_text(errors="replace")]


def test_scripts_can_be_run() -> None:
    for name in ("run", "test", "manage.py", ".ci/run", "deploy/prove", "requirements/compile"):
        assert (ROOT / name).stat().st_mode & 0o111, name
