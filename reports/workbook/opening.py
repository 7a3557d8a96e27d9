"""Safe opening of an uploaded file: what is not a plain, modest `.xlsx` is refused before anything is unpacked.

The sizes a ZIP directory claims are checked first and never trusted afterwards: every read is bounded too.
"""

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

from blocs.office_contents import UNREADABLE_ZIP

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_PART = 64 * MEGABYTE
LARGEST_TOTAL = 160 * MEGABYTE
MOST_PARTS = 2000
# Deflate reaches 1,032; a full year of scores with equal values stays below 50.
DENSEST = 250
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

TOO_LARGE = (
    f"Tệp lớn hơn {LARGEST_FILE // MEGABYTE} MB; hãy xóa ảnh, định dạng và trang tính thừa rồi lưu lại."
)
BOMB = "Tệp giải nén ra quá lớn nên không được mở; hãy chép dữ liệu sang tệp mẫu mới rồi lưu lại."
MACROS = "Tệp có macro (.xlsm) nên không được nhận; hãy lưu lại dạng .xlsx không có macro."
BROKEN = "Tệp bị hỏng nên không đọc được; hãy mở bằng Excel, lưu lại dạng .xlsx rồi thử lại."


class RefusedFile(Exception):
    """The file as a whole cannot be read; the message is one Vietnamese sentence."""


class Package:
    """The parts of an opened `.xlsx`, each read at most once and never beyond `LARGEST_PART`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = {info.filename.lstrip("/"): info for info in archive.infolist()}
        self._read = 0

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises KeyError when there is none, RefusedFile when it is broken or too
        large."""
        info = self.names[name]
        try:
            with self._archive.open(info) as stream:
                data = stream.read(LARGEST_PART + 1)
        except UNREADABLE_ZIP as error:
            raise RefusedFile(BROKEN) from error
        self._read += len(data)
        if len(data) > LARGEST_PART or self._read > LARGEST_TOTAL:
            raise RefusedFile(BOMB)
        return data


def read_bytes(file: BinaryIO | Path | bytes) -> bytes:
    """The file's bytes; RefusedFile when it is larger than `LARGEST_FILE` or the disk does not give it."""
    if isinstance(file, bytes):
        data = file
    elif isinstance(file, Path):
        try:
            with file.open("rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            raise RefusedFile(
                f"Không mở được tệp “{file.name}”; hãy kiểm tra tên và quyền đọc tệp."
            ) from error
    else:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise RefusedFile(TOO_LARGE)
    return data


def open_package(data: bytes) -> Package:
    """The parts of an `.xlsx`.

    Raises RefusedFile for anything else: empty, legacy `.xls`, encrypted, with macros, other ZIP files, ZIP bombs,
    broken directories.
    """
    if not data:
        raise RefusedFile("Tệp trống; hãy chọn tệp .xlsx có dữ liệu.")
    if data.startswith(_COMPOUND_FILE):
        if _ENCRYPTED_PACKAGE in data:
            raise RefusedFile("Tệp được đặt mật khẩu; hãy bỏ mật khẩu mở tệp rồi lưu lại.")
        raise RefusedFile("Tệp thuộc dạng cũ (.xls); hãy mở bằng Excel và lưu lại dạng .xlsx.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE_ZIP as error:
        cause = (
            BROKEN if data.startswith(b"PK") else "Đây không phải là tệp .xlsx; hãy lưu dữ liệu dạng .xlsx."
        )
        raise RefusedFile(cause) from error
    _check_directory(archive.infolist())
    _check_contents({info.filename.lstrip("/").lower() for info in archive.infolist()})
    package = Package(archive)
    content_types = next(name for name in package.names if name.lower() == "[content_types].xml")
    if b"macroenabled" in package.part(content_types).lower():
        raise RefusedFile(MACROS)
    return package


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_TOTAL:
        raise RefusedFile(BOMB)
    names = {part.filename.lower() for part in parts}
    if len(names) != len(parts):
        raise RefusedFile(BROKEN)
    for part in parts:
        if part.flag_bits & 1:
            raise RefusedFile("Tệp được đặt mật khẩu; hãy bỏ mật khẩu mở tệp rồi lưu lại.")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedFile(BROKEN)
        dense = part.file_size > DENSEST * max(part.compress_size, 1)
        if part.file_size > LARGEST_PART or (part.file_size > MEGABYTE and dense):
            raise RefusedFile(BOMB)


def _check_contents(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") for name in names):
        raise RefusedFile(MACROS)
    if "xl/workbook.bin" in names:
        raise RefusedFile("Tệp thuộc dạng nhị phân (.xlsb); hãy mở bằng Excel và lưu lại dạng .xlsx.")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise RefusedFile("Đây không phải là tệp .xlsx; hãy lưu dữ liệu dạng .xlsx.")
