"""Opens a spreadsheet as what its content says it is, whatever its name ends in."""

import csv
import zipfile
from pathlib import Path

from desktop_app.errors import AppError, reason_of
from desktop_app.paths import name_of, refuse_special
from desktop_app.sheets.csv_reading import read_csv, unmarked_utf16
from desktop_app.sheets.grid import PACKED_LIMIT, Book, ReportRows
from desktop_app.sheets.ods_reading import read_ods
from desktop_app.sheets.xls_reading import read_xls
from desktop_app.sheets.xlsx_reading import read_xlsx

TEXT_LIMIT = 100 << 20
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_NO_SHEETS = (
    b"%PDF",
    b"SQLite format 3",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z",
    b"\xff\xfe\0\0",  # letters of four bytes, which no office program writes
    b"\0\0\xfe\xff",
)


def read_book(path: Path, encoding: str | None = None, report_rows: ReportRows = lambda _row: None) -> Book:
    """The workbook in a file; AppError says in one sentence why there is none. Merged cells are filled."""
    try:
        refuse_special(path)
        with path.open("rb") as file:
            head = file.read(4096)
        book = _read(path, head, encoding, report_rows)
    except FileNotFoundError as error:
        raise AppError("core.no_file", file=str(path)) from error
    except OSError as error:
        raise AppError("sheet.cannot_read", file=name_of(path), reason=reason_of(error)) from error
    left = PACKED_LIMIT
    for sheet in book.sheets:
        left = sheet.fill_merged(path.name, left)
    if not any(sheet.rows for sheet in book.sheets):
        raise AppError("sheet.empty", file=path.name)
    return book


def _read(path: Path, head: bytes, encoding: str | None, report_rows: ReportRows) -> Book:
    if not head.strip(b"\0 \r\n\t"):
        raise AppError("sheet.empty", file=path.name)
    if head.startswith(ZIP):
        return _read_archive(path, report_rows)
    if head.startswith(OLE):
        return _read_ole(path, report_rows)
    if head.startswith(_OLD_BIFF):
        return read_xls(path, report_rows)
    if head.startswith(_NO_SHEETS):
        raise AppError("sheet.foreign", file=path.name)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"<", b"{"):
        raise AppError("sheet.web_page", file=path.name)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and unmarked_utf16(head) is None:
        raise AppError("sheet.foreign", file=path.name)
    if path.stat().st_size > TEXT_LIMIT:
        raise AppError("sheet.too_large", file=path.name)
    try:
        return read_csv(path.read_bytes(), path.stem, encoding, report_rows)
    except csv.Error as error:
        raise AppError("sheet.broken", file=path.name) from error


def _read_archive(path: Path, report_rows: ReportRows) -> Book:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(80) if "mimetype" in names else b""
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise AppError("sheet.broken", file=path.name) from error
    if b"opendocument.spreadsheet" in kind:
        return read_ods(path, report_rows)
    if any(name.endswith("workbook.xml") for name in names):
        return read_xlsx(path, report_rows)
    raise AppError("sheet.foreign", file=path.name)


def _read_ole(path: Path, report_rows: ReportRows) -> Book:
    with path.open("rb") as file:
        content = file.read(8 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise AppError("sheet.has_password", file=path.name)
    if "WordDocument".encode("utf-16-le") in content:
        raise AppError("sheet.foreign", file=path.name)
    return read_xls(path, report_rows)
