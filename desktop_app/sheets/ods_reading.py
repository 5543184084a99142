"""OpenDocument spreadsheets, read from their XML; days and truth values stand in them as such."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct, field

from desktop_app.errors import AppError
from desktop_app.sheets.archive import SHEET_LIMIT, attribute, attributes, elements, local, opened
from desktop_app.sheets.grid import (
    ORIGINS,
    RAISED,
    REPEATED_LIMIT,
    STRUCK,
    Area,
    Book,
    Cell,
    CellKind,
    ReportRows,
    Run,
    Worksheet,
    mark_of,
    most_cells,
    stored_number,
)
from desktop_app.sheets.xlsx_reading import LAST_COLUMN, text_cell

PARTS = ("styles.xml", "content.xml")  # styles of both are used in the second
_FORMATS = ("number-style", "currency-style", "date-style", "text-style")
_HEARD = {"table", "table-column", "table-row", "null-date", "font-face", "style", *_FORMATS}
_SHOWN = ("number", "scientific-number", "fraction", "text-content")  # without one, a format shows no value
_NOTHING = ";"
_COMMENT = "annotation"
_EXTRA = (_COMMENT, "shapes", "frame")  # what lies on a cell and is no part of it
_DAY, _MONTH = "dd/mm/yyyy", "mm/yyyy"
_LAST_ROW = 1_048_576


class _Style(Struct):
    """What the style of a cell, or of a sheet, says."""

    font: str = ""
    format: str = ""
    hidden: bool = False
    mark: str = ""


def read_ods(path: Path, report_rows: ReportRows) -> Book:
    with opened(path) as archive:
        reader = _DocumentReader(path.name, report_rows, most_cells(path.stat().st_size))
        for part in PARTS:
            if part in archive.namelist():
                for event, element in elements(archive, part, _HEARD, starts=True, rows=("table-row",)):
                    reader.hear(event, element)
        return Book(reader.sheets, reader.dates)


class _DocumentReader(Struct):
    """Goes through the content once; rows are forgotten as soon as they are read."""

    file: str
    report_rows: ReportRows
    most: int
    sheets: list[Worksheet] = field(default_factory=list)
    dates: str = "1900"
    styles: dict[str, _Style] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    cells: int = 0
    repeated: int = 0
    column_styles: dict[int, str] = field(default_factory=dict)
    inside: int = 0  # tables within cells are no sheets

    def hear(self, event: str, element: ET.Element) -> None:
        name = local(element.tag)
        if event == "start":
            if name == "table":
                self._begin_sheet(element)
            return
        if name == "table":
            self.inside -= 1
        elif name == "table-column" and self.sheets:
            self._take_column(element)
        elif name == "table-row" and self.inside == 1:
            self._take_row(element)
        elif name == "null-date" and (attribute(element, "date-value") or "").startswith("1904"):
            self.dates = "1904"
        elif name == "font-face":
            self.fonts[attribute(element, "name") or ""] = (attribute(element, "font-family") or "").strip("'\"")
        elif name in _FORMATS:
            self._take_format(name, element)
        elif name == "style":
            self._take_style(element)

    def _begin_sheet(self, element: ET.Element) -> None:
        self.inside += 1
        if self.inside == 1:
            style = self.styles.get(attribute(element, "style-name") or "", _Style())
            if len(self.sheets) == SHEET_LIMIT:
                raise AppError("sheet.too_large", file=self.file)
            self.sheets.append(Worksheet(attribute(element, "name") or "", style.hidden))
            self.row = self.column = 0
            self.column_styles = {}

    def _take_format(self, name: str, element: ET.Element) -> None:
        """What a format says of numbers; one of texts names another one for those above zero first."""
        of_numbers = (attribute(child, "apply-style-name") or "" for child in element if local(child.tag) == "map")
        found = self.formats.get(next(of_numbers, ""), "") if name == "text-style" else _format_of(element)
        self.formats[attribute(element, "name") or ""] = found

    def _take_style(self, element: ET.Element) -> None:
        above = self.styles.get(attribute(element, "parent-style-name") or "", _Style())
        style = _Style(above.font, above.format, mark=above.mark)
        style.format = self.formats.get(attribute(element, "data-style-name") or "", style.format)
        for child in element:
            if local(child.tag) == "text-properties":
                named = self.fonts.get(attribute(child, "font-name") or "", attribute(child, "font-name"))
                style.font = (attribute(child, "font-family") or "").strip("'\"") or named or style.font
                style.mark = _mark(attributes(child), style.mark)
            elif local(child.tag) == "table-properties":
                style.hidden = attribute(child, "display") == "false"
        self.styles[attribute(element, "name") or ""] = style

    def _take_column(self, element: ET.Element) -> None:
        first = self.column + 1
        self.column = min(self.column + max(int(attribute(element, "number-columns-repeated") or 1), 1), LAST_COLUMN)
        style = attribute(element, "default-cell-style-name")
        for number in range(first, self.column + 1):
            if attribute(element, "visibility") in ("collapse", "filter"):
                self.sheets[-1].hidden_columns.add(number)
            if style:
                self.column_styles[number] = style

    def _take_row(self, element: ET.Element) -> None:
        repeated = int(attribute(element, "number-rows-repeated") or 1)
        first, self.row = self.row + 1, self.row + repeated
        if self.row > _LAST_ROW:
            return
        found = dict(self._cells(element))
        sheet = self.sheets[-1]
        self.repeated += (repeated - 1) * len(found)
        if self.repeated > REPEATED_LIMIT:
            raise AppError("sheet.too_large", file=self.file)
        for number in range(first, first + repeated if found else first):
            for column, (cell, wide, high) in found.items():
                self.cells += 1
                sheet.put(number, column, cell)
                if wide > 1 or high > 1:
                    sheet.merges.append(Area(number, column, number + high - 1, column + wide - 1))
            if self.cells > self.most:
                raise AppError("sheet.too_large", file=self.file)
        if attribute(element, "visibility") in ("collapse", "filter") and repeated < _LAST_ROW // 2:
            sheet.hidden_rows.update(range(first, first + repeated))
        self.report_rows(self.row)

    def _cells(self, row: ET.Element) -> Iterator[tuple[int, tuple[Cell, int, int]]]:
        column = 0
        for element in row:
            name = local(element.tag)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            said = attributes(element)
            if any(local(child.tag) == _COMMENT for child in element):
                self.sheets[-1].comments.add((self.row, column + 1))
            repeated = int(said.get("number-columns-repeated") or 1)
            style = said.get("style-name") or self.column_styles.get(column + 1, "")
            cell = self._cell(element, said, self.styles.get(style, _Style())) if name == "table-cell" else None
            if cell is not None:
                spans = (said.get(f"number-{way}-spanned") for way in ("columns", "rows"))
                wide, high = (int(span or 1) for span in spans)
                for number in range(column + 1, min(column + repeated, LAST_COLUMN) + 1):
                    yield number, (cell, wide, high)
            column += repeated

    def _cell(self, element: ET.Element, said: Mapping[str, str], style: _Style) -> Cell | None:
        formula = "formula" in said
        type_, runs = said.get("value-type"), list(self._runs(element, style))
        text, mark = "".join(part for part, _, _ in runs), mark_of(runs)
        if element.get("{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type") == "error":
            return Cell(CellKind.ERROR, text, formula=formula)
        if type_ in ("float", "percentage", "currency"):
            number = stored_number(said.get("value") or "")
            format_ = "0%" if type_ == "percentage" else style.format
            return Cell(CellKind.NUMBER, number, format_, formula, mark=mark)
        if type_ == "boolean":
            return Cell(CellKind.TRUTH, said.get("boolean-value") == "true", formula=formula)
        if type_ == "date":
            format_ = _MONTH if style.format == _MONTH else _DAY
            return Cell(CellKind.DAY, self._serial(said.get("date-value") or ""), format_, formula, mark=mark)
        if type_ == "time":
            return Cell(CellKind.TEXT, text, formula=formula)
        if not text.strip():
            computed = type_ is not None or runs  # to an empty text, which stands in a paragraph of its own
            return Cell(CellKind.TEXT, "", formula=True, computed=False) if formula and not computed else None
        if text.startswith(("#", "Err:")) and formula:
            return Cell(CellKind.ERROR, text, formula=True)
        cell = text_cell(runs)
        cell.formula = formula
        return cell

    def _serial(self, iso: str) -> float:
        moment = datetime.fromisoformat(iso[:26])
        return (moment - ORIGINS[self.dates]).total_seconds() / 86_400

    def _runs(self, element: ET.Element, style: _Style) -> Iterator[Run]:
        """The paragraphs of a cell, each part with its font and its mark."""
        first = True
        for child in element:
            name = local(child.tag)
            if name == "p":
                if not first:
                    yield "\n", style.font, style.mark
                first = False
                if len(child):
                    yield from self._parts(child, style)
                else:
                    yield child.text or "", style.font, style.mark

    def _parts(self, element: ET.Element, style: _Style) -> Iterator[Run]:
        font, mark = style.font, style.mark
        yield element.text or "", font, mark
        for child in element:
            name = local(child.tag)
            if name == "s":
                yield " " * min(int(attribute(child, "c") or 1), 1000), font, mark
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n", font, mark
            elif name not in _EXTRA:
                own = self.styles.get(attribute(child, "style-name") or "", _Style())
                yield from self._parts(child, _Style(own.font or font, mark=own.mark or mark))
            yield child.tail or "", font, mark


def _mark(properties: Mapping[str, str], before: str) -> str:
    """What a style does to its letters, beside their shape."""
    through = properties.get("text-line-through-style") or properties.get("text-line-through-type")
    if through not in (None, "none"):
        return STRUCK
    if properties.get("text-position", "").startswith("super"):
        return RAISED
    return before if through is None else ""


def _format_of(element: ET.Element) -> str:
    """The zeros that a style shows at least, as Excel writes them, and words beside them; of a day, whether more than
    its month.
    """
    if local(element.tag) == "date-style":
        return _MONTH if len(element) and all(local(child.tag) != "day" for child in element) else _DAY
    if not any(local(child.tag) in _SHOWN for child in element):
        return _NOTHING
    words, zeros = "", ""
    for child in element:
        name = local(child.tag)
        if name in ("text", "currency-symbol") and (child.text or "").strip(" -+()"):
            words += f'"{child.text}"'
        elif name == "number" and not zeros:
            least = min(int(attribute(child, "min-integer-digits") or 1), 30)
            whole = not int(attribute(child, "decimal-places") or 0)
            zeros = "0" * least if whole and least > 1 else ""
            if float(attribute(child, "display-factor") or 1) > 1:
                zeros = "0,"
    return zeros + words
