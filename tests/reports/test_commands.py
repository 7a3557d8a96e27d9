"""import_year, export_year, results and document as scripts meet them: exit codes, lines, files (contract §1)."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from blocs.documents import document_kinds
from blocs.models import BlocYear, UnitName
from tests.reports.workbook_builders import EXAMPLES, FULL_YEAR_BYTES, changed, read

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]

YEN_BAI = EXAMPLES / "yen-bai-2020.xlsx"
NAMED = ("yen-bai-hoi-dac-thu", 2020)


def run(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*(str(argument) for argument in arguments), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refused(*arguments: Any) -> tuple[int, str]:
    """The exit code and what was printed."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command(*(str(argument) for argument in arguments), stdout=out)
    return int(left.value.code or 0), out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "so.xlsx"
    path.write_bytes(FULL_YEAR_BYTES)
    return path


# ── import_year ──────────────────────────────────────────────────────────


def test_import_prints_a_summary(file: Path) -> None:
    assert run("import_year", file).splitlines() == [
        "Khối các Hội (cac-hoi), năm 2025",
        "  4 đơn vị, trong đó 0 đơn vị đã có trong khối",
        "  9 tiêu chí, 5 điểm, 2 quy tắc khen",
        "  2 đăng ký, 2 dòng giao ước, 1 lần bỏ phiếu",
        "Đã nhập Khối các Hội năm 2025.",
    ]
    assert BlocYear.objects.count() == 1


def test_check_stores_nothing(file: Path) -> None:
    assert run("import_year", file, "--check").endswith("Sổ không có lỗi. Chưa lưu gì.\n")
    assert not BlocYear.objects.exists()
    run("import_year", file)
    assert "Năm này đã có: khi nhập cần --replace." in run("import_year", file, "--check")


def test_every_fault_is_a_line_and_the_code_is_1(tmp_path: Path) -> None:
    data = changed({"Đơn vị!B3": "A", "Điểm!E2": 11, "Điểm!E3": "=1+1"})
    path = tmp_path / "loi.xlsx"
    path.write_bytes(data)
    code, printed = refused("import_year", path)
    assert code == 1
    assert printed.splitlines() == [str(fault) for fault in read(data).faults]
    assert "Điểm!E2: " in printed
    assert refused("import_year", path, "--check")[0] == 1
    assert not BlocYear.objects.exists()


@pytest.mark.parametrize("content", [b"", b"khong phai xlsx", b"PK" + b"x" * (11 * 1024 * 1024)])
def test_what_is_no_workbook_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(content)
    code, printed = refused("import_year", path)
    assert code == 1
    assert len(printed.splitlines()) == 1


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "khong-co.xlsx", tmp_path):
        with pytest.raises(CommandError, match="Không có tệp"):
            run("import_year", path)


def test_an_unreadable_file_is_one_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_args: Any, **_more: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    code, printed = refused("import_year", file)
    assert code == 1
    assert printed.startswith("Không mở được tệp")


def test_a_standing_year_is_refused_unless_replaced(file: Path) -> None:
    run("import_year", file)
    with pytest.raises(CommandError, match=r"đã có.*--replace"):
        run("import_year", file)
    first = BlocYear.objects.get().pk
    assert "4 đơn vị đã có trong khối" in run("import_year", file, "--replace")
    assert BlocYear.objects.get().pk != first


# ── export_year ──────────────────────────────────────────────────────────


def test_export_gives_what_import_takes(tmp_path: Path) -> None:
    run("import_year", YEN_BAI)
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    run("export_year", *NAMED, first)
    run("import_year", first, "--replace")
    run("export_year", *NAMED, second)
    assert first.read_bytes() == second.read_bytes()


def test_export_to_where_one_may_not_write_is_a_sentence(tmp_path: Path, file: Path) -> None:
    run("import_year", file)
    for path in (tmp_path, tmp_path / "khong-co" / "a.xlsx"):
        with pytest.raises(CommandError, match="Không ghi được"):
            run("export_year", "cac-hoi", 2025, path)


def test_an_unknown_bloc_or_year_names_those_there_are(file: Path, tmp_path: Path) -> None:
    for command in (
        ("results", "khong-co", 2025),
        ("export_year", "khong-co", 2025, tmp_path / "a.xlsx"),
        ("document", "khong-co", 2025, "bang-tong-hop-diem", "-o", tmp_path / "a.pdf"),
    ):
        with pytest.raises(CommandError, match="Hiện có: chưa có năm nào"):
            run(*command)
    run("import_year", file)
    with pytest.raises(CommandError, match="Hiện có: cac-hoi 2025"):
        run("results", "cac-hoi", 2024)


# ── results ──────────────────────────────────────────────────────────────


def test_results_as_json_and_as_lines() -> None:
    run("import_year", YEN_BAI)
    found = json.loads(run("results", *NAMED, "--json"))
    assert (found["bloc"], found["year"]) == NAMED
    first = next(unit for unit in found["units"] if unit["rank"] == 1)
    assert first == {
        "code": "CTD", "name": "Hội Chữ thập đỏ tỉnh Yên Bái", "self": "968.50", "peer": "963.30",
        "bloc": "956.00", "appraisal": "950.50", "content": "925.50", "bonus": "25.00", "penalty": "0.00",
        "final": "950.50", "rank": 1, "separated_by": None, "class": "Xuất sắc",
    }  # fmt: skip
    assert found["nominations"][0]["nominated"] == ["CTD"]
    assert found["nominations"][0]["excluded"]["NB"] == [
        "BELOW_RANK",
        "NOT_REGISTERED",
        "VOTE_BELOW_THRESHOLD",
    ]
    lines = run("results", *NAMED).splitlines()
    assert lines[0] == "  1      950,50  Hội Chữ thập đỏ tỉnh Yên Bái  Xuất sắc"
    assert (
        lines[-1]
        == "Bằng khen của UBND tỉnh (2): Hội Luật gia tỉnh Yên Bái, Hội Cựu Thanh niên xung phong tỉnh Yên Bái"
    )


def test_results_of_a_year_without_scores(tmp_path: Path) -> None:
    path = tmp_path / "trong.xlsx"

    def empty(workbook: Any) -> None:
        for sheet in ("Điểm", "Phiếu"):
            workbook[sheet].delete_rows(2, 100)

    from tests.reports.workbook_builders import edited

    path.write_bytes(edited(empty))
    run("import_year", path)
    found = json.loads(run("results", "cac-hoi", 2025, "--json"))
    assert {unit["final"] for unit in found["units"]} == {None}
    assert all(nomination["nominated"] == [] for nomination in found["nominations"])
    assert run("results", "cac-hoi", 2025).startswith("  –           –  ")


# ── document ─────────────────────────────────────────────────────────────


def test_document_lists_its_kinds() -> None:
    lines = run("document", "--list").splitlines()
    assert "bang-tong-hop-diem\tBảng tổng hợp điểm và xếp hạng" in lines
    assert len(lines) == len(document_kinds())


@pytest.mark.one_engine
def test_document_writes_every_kind_in_every_format(tmp_path: Path) -> None:
    run("import_year", YEN_BAI)
    begun = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK"}
    for kind in document_kinds():
        for ending, magic in begun.items():
            path = tmp_path / f"{kind}.{ending}"
            assert run("document", *NAMED, kind, "-o", path) == f"Đã ghi {path}.\n"
            assert path.read_bytes().startswith(magic)
    sheet = load_workbook(tmp_path / "bang-tong-hop-diem.xlsx").worksheets[0]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"Hội Chữ thập đỏ tỉnh Yên Bái", 950.5} <= values


def test_document_says_what_is_missing_and_what_it_cannot_do(tmp_path: Path) -> None:
    run("import_year", YEN_BAI)
    told = io.StringIO()
    call_command(
        "document", NAMED[0], "2020", "bang-tong-hop-diem", "-o", str(tmp_path / "a.xlsx"),
        stdout=io.StringIO(), stderr=told,
    )  # fmt: skip
    assert "Còn thiếu: Họ tên người ký" in told.getvalue()
    for arguments, sentence in (
        ((*NAMED, "khong-co", "-o", tmp_path / "a.pdf"), "Không có loại văn bản"),
        ((*NAMED, "bang-tong-hop-diem", "-o", tmp_path / "a.txt"), "phải kết thúc bằng"),
        ((*NAMED, "bang-tong-hop-diem", "-o", tmp_path / "khong-co" / "a.pdf"), "Không ghi được"),
        ((*NAMED,), "Cần: document"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run("document", *arguments)


def test_a_name_like_a_formula_stays_text_everywhere(tmp_path: Path, file: Path) -> None:
    run("import_year", file)
    UnitName.objects.filter(unit__code="A").update(name="=1+1")
    run("export_year", "cac-hoi", 2025, tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx")["Đơn vị"]["C3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert "=1+1" in run("results", "cac-hoi", 2025)
    run("import_year", tmp_path / "a.xlsx", "--replace")
    assert UnitName.objects.get(unit__code="A").name == "=1+1"
