"""A block that was copied in a spreadsheet program: typed cells where it brings them, else what was displayed."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from msgspec import Struct

from desktop_app.errors import AppError
from desktop_app.sheets.archive import attribute, local
from desktop_app.sheets.csv_reading import read_text
from desktop_app.sheets.grid import (
    ORIGINS,
    PACKED_LIMIT,
    RAISED,
    STRUCK,
    Area,
    Book,
    Cell,
    CellKind,
    Run,
    Worksheet,
    mark_of,
    stored_number,
)
from desktop_app.sheets.number_formats import is_day
from desktop_app.sheets.xlsx_reading import text_cell

PASTED = ""  # a pasted block has no name
LARGEST = 50 << 20
_CELLS, _PARAGRAPHS = ("td", "th"), ("p", "div", "li")
_OF_CALC = ('content="LibreOffice', "<colgroup")  # what Writer copies has no such groups, and breaks its lines anywhere
_NAMED = {"Percent": "0.00%"}  # formats that Excel's form calls by their names, where they change what a number says
_OF_EXCEL = "urn:schemas-microsoft-com:office:excel"
_MARKS = {"s": STRUCK, "strike": STRUCK, "del": STRUCK, "sup": RAISED}
_ERROR = re.compile(r"#|Err:")  # shown, while the number behind it is 0
_OPENING = re.compile(r'(?:(?<=[\t\r\n])|\A)(?:"(?:[^"]|"")*"(?=[\t\r\n]|\Z)|"[^\t\r\n]*)')  # a cell that opens so
MOST = 10_000  # rows or columns that one cell covers


def read_clipboard(text: str, html: str, xml: bytes) -> Book:
    """The block as a workbook. `xml`: Excel's own form; `html`: LibreOffice says in it what stands behind a cell."""
    if max(len(text), len(html), len(xml)) > LARGEST:
        raise AppError("sheet.too_large", file=PASTED)
    if xml and b"<!DOCTYPE" not in xml and b"<!ENTITY" not in xml:
        try:
            return Book([_from_xml(ET.fromstring(xml.rstrip(b"\0")))])
        except (ET.ParseError, ValueError, RecursionError):
            pass  # Excel brings the text as well
    if "sdval=" in html or all(sign in html for sign in _OF_CALC):
        parser = _HtmlTable()
        with suppress(ValueError):  # numbers that are none: the text came as well
            parser.feed(html)
            parser.sheet.fill_merged(PASTED)
            if parser.sheet.rows:
                return Book([parser.sheet])
    if not text.strip():
        raise AppError("sheet.nothing_pasted")
    if (written := _written_table(text, html)) is not None:
        return Book([written], bare=True)
    sheet = read_text(_OPENING.sub(_as_quoted, text), PASTED, "\t", lambda _row: None)
    if _OF_EXCEL in html:
        with suppress(ValueError):
            _see_structure(sheet, html)
    return Book([sheet], bare=True)


def _written_table(text: str, html: str) -> Worksheet | None:
    """The one table that was copied out of a document or a page, whose cells have lines; None where the text says more,
    or something else.
    """
    if "<table" not in html or _OF_EXCEL in html:
        return None
    parser = _WrittenTable()
    try:
        parser.feed(html)
    except (ValueError, AssertionError):  # what only its own program understands
        return None
    rows = parser.sheet.rows
    for cell in (cell for row in rows.values() for cell in row.values()):
        cell.value = "\n".join(line for part in str(cell.value).split("\n") if (line := part.strip()))
    words = [word for row in sorted(rows) for _, cell in sorted(rows[row].items()) for word in str(cell.value).split()]
    if parser.tables != 1 or words != text.split():
        return None
    parser.sheet.fill_merged(PASTED)
    return parser.sheet


def _see_structure(sheet: Worksheet, html: str) -> None:
    """What Excel's table says of the same cells beside their text: which are merged, which rows and columns hidden."""
    parser = _HtmlTable()
    parser.feed(html)
    if {row: set(cells) for row, cells in parser.sheet.rows.items()} == {
        n: set(cells) for n, cells in sheet.rows.items()
    }:
        sheet.merges, sheet.hidden_rows = parser.sheet.merges, parser.sheet.hidden_rows
        sheet.hidden_columns = parser.sheet.hidden_columns
        sheet.fill_merged(PASTED)


def _as_quoted(found: re.Match[str]) -> str:
    """Spreadsheets put what they copy in quotes for a line break alone; other quotes are the person's own."""
    cell = found[0]
    return cell if cell == '""' or re.search(r"[\t\r\n]", cell) else '"' + cell.replace('"', '""') + '"'


def _from_xml(root: ET.Element) -> Worksheet:
    """XML Spreadsheet 2003, of which the first sheet is the block."""
    sheet, row, hidden = Worksheet(PASTED), 0, 0
    styles = {attribute(e, "ID"): _style(e) for e in root.iter() if local(e.tag) == "Style"}
    table = next((element for element in root.iter() if local(element.tag) == "Table"), None)
    for line in table if table is not None else ():
        if local(line.tag) == "Column":
            hidden = int(attribute(line, "Index") or hidden + 1)
            columns = range(hidden, hidden + min(_count(line, "Span"), MOST) + 1)
            sheet.hidden_columns.update(columns if attribute(line, "Hidden") == "1" else ())
            hidden = columns[-1]
        elif local(line.tag) == "Row":
            row = int(attribute(line, "Index") or row + 1)
            if attribute(line, "Hidden") == "1":
                sheet.hidden_rows.add(row)
            _put_line(sheet, row, line, styles)
            row += _count(line, "Span")
    sheet.fill_merged(PASTED)
    return sheet


def _put_line(sheet: Worksheet, row: int, line: ET.Element, styles: Mapping[str | None, "_ExcelStyle"]) -> None:
    column = 0
    for element in line:
        column = int(attribute(element, "Index") or column + 1)
        data = next((child for child in element if local(child.tag) == "Data"), None)
        if any(local(child.tag) == "Comment" for child in element):
            sheet.comments.add((row, column))
        if data is not None:
            sheet.put(row, column, _styled(data, styles.get(attribute(element, "StyleID"), _PLAIN)))
        wide, high = (min(_count(element, name), MOST) for name in ("MergeAcross", "MergeDown"))
        if wide or high:
            sheet.merges.append(Area(row, column, row + high, column + wide))
        column += wide


def _count(element: ET.Element, name: str) -> int:
    return int(attribute(element, name) or 0)


class _ExcelStyle(Struct, frozen=True):
    """How the cells of a style look: the format of numbers, the font, whether they are struck out."""

    format: str = ""
    font: str = ""
    mark: str = ""


_PLAIN = _ExcelStyle()


def _style(style: ET.Element) -> _ExcelStyle:
    parts = {local(element.tag): element for element in style}
    format_ = attribute(parts["NumberFormat"], "Format") or "" if "NumberFormat" in parts else ""
    font = parts.get("Font")
    if font is None:
        return _ExcelStyle(_NAMED.get(format_, format_))
    struck = STRUCK if attribute(font, "StrikeThrough") == "1" else ""
    return _ExcelStyle(_NAMED.get(format_, format_), attribute(font, "FontName") or "", struck)


def _styled(data: ET.Element, style: _ExcelStyle) -> Cell:
    """A cell with what its style and the parts of its text say of it."""
    runs = list(_runs(data, style.font, style.mark))
    cell = _xml_cell(attribute(data, "Type") or "String", "".join(text for text, _, _ in runs))
    if cell.kind is CellKind.TEXT:
        return text_cell(runs, style.format)
    cell.format, cell.mark = style.format, mark_of(runs)
    return cell


def _runs(element: ET.Element, font: str, mark: str) -> Iterator[Run]:
    font, mark = attribute(element, "Face") or font, _MARKS.get(local(element.tag).lower(), mark)
    yield element.text or "", font, mark
    for child in element:
        yield from _runs(child, font, mark)
        yield child.tail or "", font, mark


def _xml_cell(type_: str, text: str) -> Cell:
    if type_ == "Number":
        return Cell(CellKind.NUMBER, stored_number(text))
    if type_ == "DateTime":
        moment = datetime.fromisoformat(text[:19])
        return Cell(CellKind.DAY, (moment - ORIGINS["1900"]).total_seconds() / 86_400)
    if type_ == "Boolean":
        return Cell(CellKind.TRUTH, text == "1")
    return Cell(CellKind.ERROR if type_ == "Error" else CellKind.TEXT, text)


class _HtmlTable(HTMLParser):
    """The table that LibreOffice copies: `sdval` is the number behind a cell, `sdnum` how it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Worksheet(PASTED)
        self._row = self._column = 0
        self._covered: set[tuple[int, int]] = set()  # by cells that are merged downwards
        self._attributes: dict[str, str | None] | None = None
        self._runs: list[Run] = []
        self._fonts: list[str] = []
        self._marks: list[str] = []
        self._spans: list[bool] = []  # whether each of those that are open strikes its words out
        self._comment = False  # of somebody beside the cell
        self._described = 0  # columns before the rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("tr", "col"):
            self._begin_line(tag, dict(attrs))
        elif tag in _CELLS:
            self._column += 1
            while (self._row, self._column) in self._covered:
                self._column += 1
            self._attributes, self._runs, self._fonts = dict(attrs), [], []
            self._marks = [STRUCK] * _is_struck(attrs)
        elif tag == "br":
            self._runs.append(("\n", "", ""))
        elif tag == "font":
            self._fonts.append(dict(attrs).get("face") or "".join(self._fonts[-1:]))
        elif tag in _MARKS:
            self._marks.append(_MARKS[tag])
        elif tag == "span":
            self._spans.append(_is_struck(attrs))
            self._marks += [STRUCK] * self._spans[-1]
        elif tag == "comment":
            self._comment = True
            self.sheet.comments.add((self._row, self._column))

    def _begin_line(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """A row, or some columns, that may be hidden."""
        hidden = "display:none" in (attributes.get("style") or "").replace(" ", "").lower()
        if tag == "tr":
            self._row, self._column = self._row + 1, 0
            self.sheet.hidden_rows.update([self._row] if hidden else ())
            return
        first = self._described + 1
        self._described += min(int(attributes.get("span") or 1), MOST)
        self.sheet.hidden_columns.update(range(first, self._described + 1) if hidden else ())

    def handle_data(self, data: str) -> None:
        if self._attributes is not None and not self._comment:
            self._runs.append((data, "".join(self._fonts[-1:]), "".join(self._marks[-1:])))

    def handle_endtag(self, tag: str) -> None:
        if tag == "font":
            del self._fonts[-1:]
        elif tag in _MARKS or (tag == "span" and self._spans and self._spans.pop()):
            del self._marks[-1:]
        elif tag == "comment":
            self._comment = False
        elif tag in _CELLS and self._attributes is not None:
            self._put_cell(self._attributes)
            self._attributes = None

    def _put_cell(self, attributes: Mapping[str, str | None]) -> None:
        value, shown = attributes.get("sdval"), (attributes.get("sdnum") or "").rpartition(";")[2]
        cell = text_cell(self._runs)
        cell.value = str(cell.value).strip()
        if value and _ERROR.match(cell.value):
            cell = Cell(CellKind.ERROR, cell.value)
        elif value:
            kind = CellKind.DAY if is_day(shown) else CellKind.NUMBER
            number = stored_number(value.replace(",", "."))  # as the language of the sheet writes it, never with groups
            cell = Cell(kind, number, shown, mark=mark_of(self._runs))
        if cell.value != "":
            self.sheet.put(self._row, self._column, cell)
        wide, high = (int(attributes.get(name) or 1) for name in ("colspan", "rowspan"))
        area = Area(self._row, self._column, self._row + min(high, MOST) - 1, self._column + min(wide, MOST) - 1)
        if wide > 1 or high > 1:
            self.sheet.merges.append(area)
            rows, columns = range(area.top + 1, area.bottom + 1), range(area.left, area.right + 1)
            if len(self._covered) + len(rows) * len(columns) > PACKED_LIMIT:
                raise AppError("sheet.too_large", file=PASTED)
            self._covered.update((row, column) for row in rows for column in columns)
        self._column = area.right


def _is_struck(attributes: list[tuple[str, str | None]]) -> bool:
    return "line-through" in (dict(attributes).get("style") or "")


class _WrittenTable(_HtmlTable):
    """A table of Word, Writer or the web: the lines of its source say nothing, its paragraphs are lines."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tables += tag == "table"
        super().handle_starttag("br" if tag in _PARAGRAPHS else tag, attrs)

    def handle_data(self, data: str) -> None:
        super().handle_data(re.sub(r"\s+", " ", data))
