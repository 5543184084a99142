"""A block that was copied in a spreadsheet program: typed cells where it brings them, else what was displayed."""

import re
from contextlib import suppress
from datetime import datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from desktop_app.errors import AppError
from desktop_app.sheets.archive import attribute, local
from desktop_app.sheets.csv_reading import read_text
from desktop_app.sheets.grid import ORIGINS, PACKED_LIMIT, Area, Book, Cell, CellKind, Worksheet
from desktop_app.sheets.number_formats import is_day

PASTED = ""  # a pasted block has no name
LARGEST = 50 << 20
_CELLS = ("td", "th")
_OPENING = re.compile(r'(?:(?<=[\t\r\n])|\A)(?:"(?:[^"]|"")*"(?=[\t\r\n]|\Z)|"[^\t\r\n]*)')  # a cell that opens so
MOST = 10_000  # rows or columns that one cell covers


def read_clipboard(text: str, html: str, xml: bytes) -> Book:
    """The block as a workbook. `xml`: Excel's own form; `html`: LibreOffice says in it what stands behind a cell."""
    if max(len(text), len(html), len(xml)) > LARGEST:
        raise AppError("sheet.too_large", file=PASTED)
    if xml and b"<!DOCTYPE" not in xml and b"<!ENTITY" not in xml:
        try:
            return Book([_from_xml(ET.fromstring(xml.rstrip(b"\0")))])
        except (ET.ParseError, ValueError):
            pass  # Excel brings the text as well
    if "sdval=" in html:
        parser = _HtmlTable()
        with suppress(ValueError):  # numbers that are none: the text came as well
            parser.feed(html)
            parser.sheet.fill_merged(PASTED)
            return Book([parser.sheet])
    if not text.strip():
        raise AppError("sheet.nothing_pasted")
    return Book([read_text(_OPENING.sub(_as_quoted, text), PASTED, "\t", lambda _row: None)], bare=True)


def _as_quoted(found: re.Match[str]) -> str:
    """Spreadsheets put what they copy in quotes for a line break alone; other quotes are the person's own."""
    cell = found[0]
    return cell if cell == '""' or re.search(r"[\t\r\n]", cell) else '"' + cell.replace('"', '""') + '"'


def _from_xml(root: ET.Element) -> Worksheet:
    """XML Spreadsheet 2003, of which the first sheet is the block."""
    sheet, row = Worksheet(PASTED), 0
    styles = {attribute(e, "ID"): _format(e) for e in root.iter() if local(e.tag) == "Style"}
    table = next((element for element in root.iter() if local(element.tag) == "Table"), None)
    for line in table if table is not None else ():
        if local(line.tag) != "Row":
            continue
        row, column = int(attribute(line, "Index") or row + 1), 0
        for element in line:
            column = int(attribute(element, "Index") or column + 1)
            data = next((child for child in element if local(child.tag) == "Data"), None)
            if data is not None:
                cell = _xml_cell(attribute(data, "Type") or "String", "".join(data.itertext()))
                cell.format = styles.get(attribute(element, "StyleID"), "")
                sheet.put(row, column, cell)
            column += int(attribute(element, "MergeAcross") or 0)
    return sheet


def _format(style: ET.Element) -> str:
    return next((attribute(e, "Format") or "" for e in style if local(e.tag) == "NumberFormat"), "")


def _xml_cell(type_: str, text: str) -> Cell:
    if type_ == "Number":
        return Cell(CellKind.NUMBER, _number(text))
    if type_ == "DateTime":
        moment = datetime.fromisoformat(text[:19])
        return Cell(CellKind.DAY, (moment - ORIGINS["1900"]).total_seconds() / 86_400)
    if type_ == "Boolean":
        return Cell(CellKind.TRUTH, text == "1")
    return Cell(CellKind.ERROR if type_ == "Error" else CellKind.TEXT, text)


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


class _HtmlTable(HTMLParser):
    """The table that LibreOffice copies: `sdval` is the number behind a cell, `sdnum` how it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Worksheet(PASTED)
        self._row = self._column = 0
        self._covered: set[tuple[int, int]] = set()  # by cells that are merged downwards
        self._attributes: dict[str, str | None] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row, self._column = self._row + 1, 0
        elif tag in _CELLS:
            self._column += 1
            while (self._row, self._column) in self._covered:
                self._column += 1
            self._attributes, self._text = dict(attrs), []
        elif tag == "br":
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._attributes is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _CELLS or self._attributes is None:
            return
        value, shown = self._attributes.get("sdval"), (self._attributes.get("sdnum") or "").rpartition(";")[2]
        text = "".join(self._text).strip()
        if value:
            kind = CellKind.DAY if is_day(shown) else CellKind.NUMBER
            self.sheet.put(self._row, self._column, Cell(kind, _number(value), shown))
        elif text:
            self.sheet.put(self._row, self._column, Cell(CellKind.TEXT, text))
        wide, high = (int(self._attributes.get(name) or 1) for name in ("colspan", "rowspan"))
        area = Area(self._row, self._column, self._row + min(high, MOST) - 1, self._column + min(wide, MOST) - 1)
        if wide > 1 or high > 1:
            self.sheet.merges.append(area)
            rows, columns = range(area.top + 1, area.bottom + 1), range(area.left, area.right + 1)
            if len(self._covered) + len(rows) * len(columns) > PACKED_LIMIT:
                raise AppError("sheet.too_large", file=PASTED)
            self._covered.update((row, column) for row in rows for column in columns)
        self._column = area.right
        self._attributes = None
