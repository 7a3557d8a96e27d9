"""Hostile and broken files: one sentence, never a traceback, never the memory of what they claim to hold."""

import io
import random
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from reports.workbook import grid, opening
from tests.reports.workbook_builders import (
    AWARDS,
    FULL_YEAR,
    FULL_YEAR_BYTES,
    addresses,
    changed,
    edited,
    read,
    saved,
)


def rebuilt(
    replace: dict[str, bytes] | None = None,
    add: dict[str, bytes] | None = None,
    drop: tuple[str, ...] = (),
    data: bytes = FULL_YEAR_BYTES,
) -> bytes:
    """The workbook's archive with parts replaced, added or left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return buffer.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(FULL_YEAR_BYTES)) as archive:
        return archive.read(name)


def refusal(data: bytes) -> str:
    """The one sentence a file is refused with."""
    reading = read(data)
    assert reading.book is None
    assert [(fault.sheet, fault.cell) for fault in reading.faults] == [("", "")]
    return str(reading.faults[0])


CONTENT_TYPES = "[Content_Types].xml"
UNIT_SHEET = "xl/worksheets/sheet2.xml"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "trống"),
        (b"Ma;Ten\nA;Hoi", "không phải là tệp .xlsx"),
        (b"%PDF-1.7", "không phải là tệp .xlsx"),
        (b"<html></html>", "không phải là tệp .xlsx"),
        (b"PK\x03\x04" + b"\x00" * 50, "hỏng"),
        (FULL_YEAR_BYTES[: len(FULL_YEAR_BYTES) // 2], "hỏng"),
        (COMPOUND + b"\x00" * 600, ".xls"),
        (COMPOUND + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (rebuilt(add={"xl/vbaProject.bin": b"x"}), "macro"),
        (rebuilt({CONTENT_TYPES: part(CONTENT_TYPES).replace(b".sheet.main", b".sheet.macroEnabled.main")}), "macro"),
        (rebuilt(add={"xl/workbook.bin": b"x"}), ".xlsb"),
        (rebuilt(drop=(CONTENT_TYPES,)), "không phải là tệp .xlsx"),
        (rebuilt(drop=("xl/workbook.xml",)), "hỏng"),
        (rebuilt(drop=("_rels/.rels",)), "hỏng"),
        (rebuilt(drop=("xl/_rels/workbook.xml.rels",)), "hỏng"),
        (rebuilt(drop=(UNIT_SHEET,)), "hỏng"),
        (rebuilt(drop=("xl/worksheets/sheet4.xml",)), "hỏng"),
        (rebuilt({UNIT_SHEET: b"<worksheet>"}), "hỏng"),
        (rebuilt({UNIT_SHEET: b"\xff\xfe\x00"}), "hỏng"),
        (rebuilt({"xl/workbook.xml": b"nothing"}), "hỏng"),
        (rebuilt({"xl/styles.xml": part("xl/styles.xml").replace(b'fontId="1"', b'fontId="x"')}), "hỏng"),
        (rebuilt({UNIT_SHEET: part(UNIT_SHEET).replace(b'<row r="2"', b'<row r="0"')}), "hỏng"),
        (rebuilt({UNIT_SHEET: part(UNIT_SHEET).replace(b'<row r="2"', b'<row r="9999999"')}), "hỏng"),
        (rebuilt({UNIT_SHEET: part(UNIT_SHEET).replace(b'r="B2"', b'r="ZZZZ2"')}), "hỏng"),
        (rebuilt({UNIT_SHEET: part(UNIT_SHEET).replace(b'r="B2"', b'r="Bx2"').replace(b'"Bx2"', b'"B\xc3\xa92"')}), "hỏng"),
        (rebuilt({UNIT_SHEET: part(UNIT_SHEET).replace(b't="inlineStr"', b't="s"').replace(b"<is><t>", b"<v>9")
                  .replace(b"</t></is>", b"</v>")}), "hỏng"),
    ],
)  # fmt: skip
def test_what_is_no_plain_workbook_is_refused_in_one_sentence(data: bytes, word: str) -> None:
    assert word in refusal(data)


def test_entities_are_refused_before_they_mean_anything(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    external = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for declaration in (external, laughs):
        for name in (UNIT_SHEET, "xl/workbook.xml", "xl/styles.xml", CONTENT_TYPES, "_rels/.rels"):
            body = part(name)
            start = body.index(b"?>") + 2 if body.startswith(b"<?xml") else 0
            data = rebuilt(
                {name: body[:start] + declaration + body[start:].replace(b"<t>A</t>", b"<t>&e;</t>")}
            )
            if name != CONTENT_TYPES:  # nothing of that part is parsed
                assert "hỏng" in refusal(data)
            assert "SECRET" not in "".join(str(fault) for fault in read(data).faults)


def test_a_large_file_is_refused_at_once(tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    with large.open("wb") as stream:
        stream.truncate(50 * opening.MEGABYTE)
    started = time.perf_counter()
    with large.open("rb") as stream:
        for source in (large, stream):
            assert "10 MB" in refusal(source)  # type: ignore[arg-type]
    assert "10 MB" in refusal(b"PK" + bytes(10 * opening.MEGABYTE))
    assert time.perf_counter() - started < 2


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "khong-co.xlsx" in refusal(tmp_path / "khong-co.xlsx")  # type: ignore[arg-type]


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    dense = rebuilt(add={"xl/media/a.xml": bytes(30 * opening.MEGABYTE)})
    assert len(dense) < opening.MEGABYTE
    assert "quá lớn" in refusal(dense)
    assert "quá lớn" in refusal(rebuilt(add={f"xl/p{number}": b"" for number in range(opening.MOST_PARTS)}))
    monkeypatch.setattr(opening, "LARGEST_PART", 5000)
    assert "quá lớn" in refusal(FULL_YEAR_BYTES)


def test_sizes_that_lie_are_not_trusted() -> None:
    """The directory says 10 bytes, the stream holds 30 MB: reading stops at what was said, and the file is broken."""
    true = rebuilt(add={"xl/sharedStrings.xml": bytes(30 * opening.MEGABYTE)})
    size = (30 * opening.MEGABYTE).to_bytes(4, "little")
    assert true.count(size) == 2
    lying = true.replace(size, (10).to_bytes(4, "little"))
    assert "hỏng" in refusal(lying)


def test_reads_stay_bounded_when_the_directory_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_check_directory", lambda parts: None)
    monkeypatch.setattr(opening, "LARGEST_PART", 20_000)
    data = rebuilt(add={"xl/sharedStrings.xml": b"<sst>" + bytes(50_000) + b"</sst>"})
    assert "quá lớn" in refusal(data)


def test_parts_named_twice_encrypted_or_packed_otherwise() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = rebuilt(add={UNIT_SHEET: part(UNIT_SHEET)})
    assert "hỏng" in refusal(twice)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(CONTENT_TYPES, part(CONTENT_TYPES))
        archive.writestr("xl/workbook.xml", part("xl/workbook.xml"))
    assert "hỏng" in refusal(buffer.getvalue())
    entry = FULL_YEAR_BYTES.index(b"PK\x01\x02")
    locked = bytearray(FULL_YEAR_BYTES)
    locked[entry + 8] |= 1
    assert "mật khẩu" in refusal(bytes(locked))


def test_too_many_rows_whatever_the_sheet_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_ROWS", 6)
    reading = read(FULL_YEAR_BYTES)
    assert "Tiêu chí!A7" in addresses(reading)
    assert "Khối!A7" in addresses(reading)
    wide = part(UNIT_SHEET).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    monkeypatch.undo()
    assert read(rebuilt({UNIT_SHEET: wide})).book == FULL_YEAR


def test_a_million_empty_rows_and_far_columns_do_not_count() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/></row>' % (number, number) for number in range(50, 90_000)
    )
    body = part(UNIT_SHEET).replace(b"</sheetData>", rows + b"</sheetData>")
    assert read(rebuilt({UNIT_SHEET: body})).book == FULL_YEAR
    far = part(UNIT_SHEET).replace(b"</row>", b'<c r="XFD2"><v>1</v></c></row>', 1)
    assert read(rebuilt({UNIT_SHEET: far})).book == FULL_YEAR


def test_too_many_cells_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 40)
    assert "quá lớn" in refusal(FULL_YEAR_BYTES)


@pytest.mark.parametrize(("escaped", "name"), [("_xD83D_", "\ufffd"), ("_xD83D__xDE00_", "\U0001f600")])
def test_escaped_halves_of_a_character(escaped: str, name: str) -> None:
    """Half a pair can be stored nowhere, not even printed in a fault; both halves are the character."""

    def escape(workbook: Workbook) -> None:
        workbook["Đơn vị"]["C2"] = f"Hội {escaped}"
        workbook["Đơn vị"]["F2"] = escaped

    reading = read(edited(escape))
    assert addresses(reading) == ["Đơn vị!F2"]
    assert f"“{name}”" in str(reading.faults[0])
    str(reading.faults[0]).encode()


def test_a_shared_string_below_the_first() -> None:
    shared = b"<sst><si><t>A</t></si></sst>"
    for place, sentence in ((b"0", "lặp lại"), (b"-1", "hỏng")):
        spoilt = re.sub(rb'<c r="B3".*?</c>', b'<c r="B3" t="s"><v>' + place + b"</v></c>", part(UNIT_SHEET))
        reading = read(rebuilt({UNIT_SHEET: spoilt}, {"xl/sharedStrings.xml": shared}))
        assert sentence in str(reading.faults[0])


def test_random_damage_never_escapes() -> None:
    source = random.Random(20)
    for _ in range(150):
        data = bytearray(FULL_YEAR_BYTES)
        for _ in range(source.randint(1, 30)):
            data[source.randrange(len(data))] = source.randrange(256)
        reading = read(bytes(data))
        assert (reading.book is None) == bool(reading.faults)
    for name in (
        UNIT_SHEET,
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
    ):
        body = part(name)
        for _ in range(40):
            damaged = bytearray(body)
            for _ in range(source.randint(1, 6)):
                damaged[source.randrange(len(damaged))] = source.randrange(256)
            reading = read(rebuilt({name: bytes(damaged)}))
            assert (reading.book is None) == bool(reading.faults)


def test_other_programs_files() -> None:
    """Shared strings, prefixes, strict namespaces, relative targets, cells without addresses, phonetic hints."""
    shared = (
        b'<?xml version="1.0" encoding="UTF-8"?><x:sst xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main">'
        b"<x:si><x:t>Xe</x:t></x:si><x:si><x:r><x:t>Nh\xc3\xa0 </x:t></x:r><x:r><x:rPr><x:rFont x:val='Arial'/></x:rPr>"
        b"<x:t>b\xc3\xa1o_x000D_</x:t></x:r><x:rPh sb='0' eb='1'><x:t>PHONETIC</x:t></x:rPh></x:si></x:sst>"
    )
    sheet = part("xl/worksheets/sheet16.xml")
    start = sheet.index(b"<sheetData>")
    head, tail = sheet[:start], sheet[sheet.index(b"</sheetData>") + len(b"</sheetData>") :]
    text = (
        "<sheetData><row><c t='inlineStr'><is><t>Tên</t><rPh sb='0' eb='1'><t>X</t></rPh></is></c>"
        "<c t='inlineStr'><is><r><t>Từ </t></r><r><t>ngày</t></r></is></c></row>"
        "<row/><row><c t='s'><v>1</v></c><c t='d'><v>2025-01-02T00:00:00</v></c></row>"
        "<row><c t='str'><f>A1</f><v>Phong trào</v></c><c t='str'><f>\"\"</f><v></v></c></row></sheetData>"
    ).encode()
    relations = part("xl/_rels/workbook.xml.rels").replace(b'"/xl/', b'"')
    data = rebuilt(
        {"xl/worksheets/sheet16.xml": head + text + tail, "xl/_rels/workbook.xml.rels": relations},
        {"xl/sharedStrings.xml": shared},
    )
    book = read(data).book
    assert book is not None, read(data).faults
    assert [(row.name, str(row.starts_on)) for row in book.movements] == [
        ("Nhà báo", "2025-01-02"),
        ("Phong trào", "None"),
    ]


def test_old_fonts_inside_shared_strings() -> None:
    shared = ("<sst><si><r><rPr><rFont val='.VnTime'/></rPr><t>Héi</t></r></si></sst>").encode()
    sheet = part(UNIT_SHEET)
    spoilt = re.sub(rb'<c r="C3".*?</c>', b'<c r="C3" t="s"><v>0</v></c>', sheet)
    assert spoilt != sheet
    assert addresses(read(rebuilt({UNIT_SHEET: spoilt}, {"xl/sharedStrings.xml": shared}))) == ["Đơn vị!C3"]


def test_workbooks_without_styles_and_with_the_other_epoch() -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def other_epoch(workbook: Workbook) -> None:
        workbook.epoch = CALENDAR_MAC_1904

    assert read(edited(other_epoch)).book == FULL_YEAR
    bare = rebuilt(drop=("xl/styles.xml",))
    assert "Giao ước!D2" in addresses(read(bare))  # a date without a format is a number


def test_charts_and_hidden_sheets() -> None:
    def hide(workbook: Workbook) -> None:
        workbook.create_chartsheet("Biểu đồ")
        workbook["Điểm"].sheet_state = "hidden"
        workbook["Điểm"].row_dimensions[2].hidden = True

    assert read(edited(hide)).book == FULL_YEAR


def test_open_files_and_paths_are_read(tmp_path: Path) -> None:
    from reports.workbook.reading import read_workbook

    path = tmp_path / "a.xlsx"
    path.write_bytes(FULL_YEAR_BYTES)
    sources: list[Any] = [path, io.BytesIO(FULL_YEAR_BYTES), FULL_YEAR_BYTES]
    assert all(read_workbook(source, AWARDS).book == FULL_YEAR for source in sources)
    assert addresses(read(saved(Workbook()))) == ["Khối!A1", "Đơn vị!A1", "Tiêu chí!A1"]


def test_prefixed_tags_and_merges_that_name_nothing() -> None:
    name = "xl/worksheets/sheet8.xml"
    body = part(name).replace(b'xmlns="', b'xmlns:x="')
    prefixed = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", body)
    merged = prefixed.replace(
        b"</x:sheetData>", b'</x:sheetData><x:mergeCells><x:mergeCell ref="?"/></x:mergeCells>'
    )
    assert merged.count(b"<x:c ") > 5
    assert read(rebuilt({name: merged})).book == FULL_YEAR


def test_a_heading_that_is_a_formula() -> None:
    reading = read(changed({"Đăng ký!B1": "=1"}))
    assert addresses(reading) == ["Đăng ký!A1", "Đăng ký!B1"]
