"""Texts with columns, from a file or pasted: what was displayed once, with its encoding and its separator found out."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from desktop_app.sheets.grid import CELL_LIMIT, LOOSE_QUOTES, Book, Cell, CellKind, ReportRows, Worksheet
from desktop_app.sheets.legacy_fonts import decoded

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
OLD = ("windows-1258", "windows-1252", "tcvn3", "vni")  # what fits where it is not UTF-8
SEPARATORS = ";\t,|"
FIELD_LIMIT = 200_000
SEARCHED = 4096  # bytes that tell UTF-16


def read_csv(raw: bytes, name: str, encoding: str | None, report_rows: ReportRows) -> Book:
    """A text file; where bytes may be read in several ways, the first is shown and the others named as well.

    `encoding`: what a person said it is.
    """
    text, found, doubted = _decode(raw, encoding)
    return Book([read_text(text, name, None, report_rows)], bare=True, encoding=found, doubted=doubted)


def _decode(raw: bytes, encoding: str | None) -> tuple[str, str, tuple[str, ...]]:
    if encoding in OLD:
        return _old(raw, encoding), encoding, ()
    for mark, found in MARKS:
        if raw.startswith(mark):
            return raw.decode(found, "replace"), found.removesuffix("-sig"), ()
    unmarked = unmarked_utf16(raw)
    if unmarked is not None:
        return raw.decode(unmarked, "replace"), "utf-16", ()
    try:
        return raw.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _old(raw, OLD[0]), OLD[0], OLD


def unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without its mark, of which every other byte of a separator, a digit and a line's end is zero; None where
    zeros stand elsewhere too, or hardly any.
    """
    high, low = head[1:SEARCHED:2], head[:SEARCHED:2]
    zeros = {"utf-16-le": (high.count(0), low.count(0)), "utf-16-be": (low.count(0), high.count(0))}
    return next((name for name, (most, none) in zeros.items() if none == 0 and most * 3 > len(high) > 0), None)


def _old(raw: bytes, encoding: str) -> str:
    if encoding in ("tcvn3", "vni"):
        text = raw.decode("latin-1" if encoding == "tcvn3" else "cp1252", "replace")
        return decoded(text, ".vn" if encoding == "tcvn3" else "vni") or ""
    return raw.decode({"windows-1258": "cp1258", "windows-1252": "cp1252"}[encoding], "replace")


def read_text(text: str, name: str, separator: str | None, report_rows: ReportRows) -> Worksheet:
    """The sheet that a text makes; its rows are counted as a spreadsheet program counts them."""
    named = re.match(r"sep=(.)\r?\n", text)
    if named:
        text, separator = text[named.end() :], named[1]
    sheet, skipped, count = Worksheet(name), 1 if named else 0, 0
    csv.field_size_limit(FIELD_LIMIT)
    for number, (row, loose) in enumerate(_rows(text, separator or _separator(text)), start=1 + skipped):
        for column, value in enumerate(row, start=1):
            cell = _cell(value)
            if cell is not None:
                cell.mark = LOOSE_QUOTES if loose else ""
                sheet.put(number, column, cell)
                count += 1
        report_rows(number)
        if count > CELL_LIMIT:
            raise csv.Error
    return sheet


def _rows(text: str, separator: str) -> Iterator[tuple[list[str], bool]]:
    """Each row, and whether its quotes do not close before a separator: then it may have swallowed others."""
    lines: list[str] = []

    def noted() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            lines.append(line)
            yield line

    for row in csv.reader(noted(), delimiter=separator):
        yield row, any('"' in line for line in lines) and _is_loose(lines, separator)
        lines.clear()


def _is_loose(lines: list[str], separator: str) -> bool:
    try:
        next(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return True
    return False


def _cell(value: str) -> Cell | None:
    if not value.strip():
        return None
    as_text = re.fullmatch(r'="(.*)"', value)  # how a code is written so that Excel leaves its zeros
    if as_text:
        return Cell(CellKind.TEXT, as_text[1])
    return (
        Cell(CellKind.TEXT, value, formula=True, computed=False)
        if value.startswith("=")
        else Cell(CellKind.TEXT, value)
    )


def _separator(text: str) -> str:
    """The sign that makes the most rows of one length, and of two columns at least."""
    best, most = ",", 0
    for sign in SEPARATORS:
        try:
            lengths = [
                len(row) for row in islice(csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=sign), 200)
            ]
        except csv.Error:
            continue
        common = Counter(length for length in lengths if length > 1).most_common(1)
        if common and common[0][0] * common[0][1] > most:
            best, most = sign, common[0][0] * common[0][1]
    return best
