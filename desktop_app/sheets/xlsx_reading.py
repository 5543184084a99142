"""Workbooks of Excel 2007 and later, read from their XML: also what hides, merges, computes and formats."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct

from desktop_app.errors import AppError
from desktop_app.sheets.archive import SHEET_LIMIT, Archive, attribute, elements, local, opened, whole
from desktop_app.sheets.grid import (
    CELL_LIMIT,
    RAISED,
    STRUCK,
    Area,
    Book,
    Cell,
    CellKind,
    ReportRows,
    Run,
    Worksheet,
    column_number,
    mark_of,
    most_cells,
)
from desktop_app.sheets.legacy_fonts import decoded
from desktop_app.sheets.number_formats import BUILT_IN, is_day

LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
Runs = Sequence[tuple[str, str | None, str | None]]  # a text in parts, with its own font and mark or those of its cell


class _Styles(Struct, frozen=True):
    """By the number of a cell's style: how numbers are shown, in which font, and whether they are struck out."""

    formats: Sequence[str]
    fonts: Sequence[str]
    marks: Sequence[str]


def read_xlsx(path: Path, report_rows: ReportRows) -> Book:
    with opened(path) as archive:
        workbook_part = _workbook_part(archive)
        root = whole(archive, workbook_part)
        if root is None:
            raise AppError("sheet.foreign", file=path.name)
        targets = _targets(archive, workbook_part)
        strings = list(_shared_strings(archive, targets))
        styles = _styles(archive, targets)
        dates, recalculated = "1900", False
        for element in root:
            if local(element.tag) == "workbookPr" and element.get("date1904") in ("1", "true"):
                dates = "1904"
            elif local(element.tag) == "calcPr":
                recalculated = element.get("fullCalcOnLoad") in ("1", "true")
        sheets, cells, parts = list[Worksheet](), 0, set[str]()
        most = most_cells(path.stat().st_size)
        for element in root.iter():
            if local(element.tag) == "sheet":
                if len(sheets) == SHEET_LIMIT:
                    raise AppError("sheet.too_large", file=path.name)
                part = targets.get(attribute(element, "id") or "", ("", ""))[1]
                sheet = Worksheet(element.get("name") or "", element.get("state") in ("hidden", "veryHidden"))
                if part in parts:  # read a thousand times, one small part would fill the memory
                    raise AppError("sheet.broken", file=path.name)
                if part in archive.namelist():
                    parts.add(part)
                    reader = _SheetReader(sheet, strings, styles, recalculated, report_rows, most, cells)
                    reader.read(archive, part, path.name)
                    sheet.comments.update(_comments(archive, part))
                    cells = reader.cells
                    sheets.append(sheet)
        return Book(sheets, dates)


def _workbook_part(archive: Archive) -> str:
    root = whole(archive, "_rels/.rels")
    for relation in root if root is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    return "xl/workbook.xml"


def _comments(archive: Archive, part: str) -> Iterator[tuple[int, int]]:
    """The cells of a sheet with a comment."""
    for type_, target in _targets(archive, part).values():
        if type_ == "comments" and target in archive.namelist():
            for _, element in elements(archive, target, ("comment",), rows=("comment",)):
                found = _REFERENCE.match(element.get("ref") or "")
                if found:
                    yield int(found[2]), column_number(found[1])


def _targets(archive: Archive, of: str) -> dict[str, tuple[str, str]]:
    """(type, part) of what a part refers to, by id."""
    folder, name = posixpath.split(of)
    root = whole(archive, f"{folder}/_rels/{name}.rels")
    found = {}
    for relation in root if root is not None else ():
        target = relation.get("Target") or ""
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id") or ""] = (relation.get("Type") or "").rpartition("/")[2], part
    return found


def _part_of(archive: Archive, targets: Mapping[str, tuple[str, str]], type_: str) -> str | None:
    return next((part for kind, part in targets.values() if kind == type_ and part in archive.namelist()), None)


def _shared_strings(archive: Archive, targets: Mapping[str, tuple[str, str]]) -> Iterator[Runs]:
    part = _part_of(archive, targets, "sharedStrings")
    if part is not None:
        for _, element in elements(archive, part, ("si",), rows=("si",)):
            yield _runs(element)


def _runs(holder: ET.Element) -> Runs:
    """The parts of a text; what says how it is pronounced is no part of it."""
    found: list[tuple[str, str | None, str | None]] = []
    for child in holder:
        name = local(child.tag)
        if name == "t":
            found.append((child.text or "", None, None))
        elif name == "r":
            font = next((attribute(e, "val") for e in child.iter() if local(e.tag) == "rFont"), None)
            text = "".join(e.text or "" for e in child if local(e.tag) == "t")
            properties = next((e for e in child if local(e.tag) == "rPr"), None)
            found.append((text, font, _mark(properties) if properties is not None else None))
    return found


def _mark(font: Iterable[ET.Element]) -> str:
    """What a font does to its letters, beside their shape."""
    for element in font:
        name, value = local(element.tag), attribute(element, "val")
        if name == "strike" and value not in ("0", "false"):
            return STRUCK
        if name == "vertAlign" and value == "superscript":
            return RAISED
    return ""


def _styles(archive: Archive, targets: Mapping[str, tuple[str, str]]) -> _Styles:
    part = _part_of(archive, targets, "styles")
    root = whole(archive, part) if part else None
    sections = {local(section.tag): section for section in root} if root is not None else {}
    formats = dict(BUILT_IN)
    for one in sections.get("numFmts", ()):
        formats[int(one.get("numFmtId") or 0)] = one.get("formatCode") or ""
    fonts = [
        next((attribute(e, "val") or "" for e in font if local(e.tag) == "name"), "")
        for font in sections.get("fonts", ())
    ]
    marks = [_mark(font) for font in sections.get("fonts", ())]
    of_cells = list(sections.get("cellXfs", ()))
    font_numbers = [int(one.get("fontId") or 0) for one in of_cells]
    return _Styles(
        [formats.get(int(one.get("numFmtId") or 0), "") for one in of_cells],
        [fonts[number] if number < len(fonts) else "" for number in font_numbers],
        [marks[number] if number < len(marks) else "" for number in font_numbers],
    )


class _SheetReader(Struct):
    """Reads one sheet; `recalculated`: whatever opens the workbook computes it anew, so that a 0 says nothing."""

    sheet: Worksheet
    strings: Sequence[Runs]
    styles: _Styles
    recalculated: bool
    report_rows: ReportRows
    most: int
    cells: int = 0
    hidden: int = 0

    def read(self, archive: Archive, part: str, file: str) -> None:
        row = 0
        for _, element in elements(archive, part, ("row", "col", "mergeCell"), rows=("row",)):
            name = local(element.tag)
            if name == "row":
                row = int(element.get("r") or row + 1)
                self._take_row(row, element, file)
            else:
                self._take_layout(name, element)

    def _take_row(self, row: int, element: ET.Element, file: str) -> None:
        column = 0
        for cell in element:
            found = _REFERENCE.match(cell.get("r") or "")
            column = column_number(found[1]) if found else column + 1
            self._take(row, column, cell)
        if element.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(row)
        self.report_rows(row)
        if self.cells > self.most:
            raise AppError("sheet.too_large", file=file)

    def _take_layout(self, name: str, element: ET.Element) -> None:
        if name == "mergeCell":
            self._merge(element.get("ref") or "")
        elif element.get("hidden") in ("1", "true"):
            columns = range(max(int(element.get("min") or 1), 1), min(int(element.get("max") or 0), LAST_COLUMN) + 1)
            self.hidden += len(columns)
            if self.hidden > CELL_LIMIT:  # one column many times over
                raise ValueError
            self.sheet.hidden_columns.update(columns)

    def _merge(self, reference: str) -> None:
        ends = _REFERENCE.findall(reference)
        if len(ends) == 2:
            (left, top), (right, bottom) = ends
            self.sheet.merges.append(Area(int(top), column_number(left), int(bottom), column_number(right)))

    def _take(self, row: int, column: int, element: ET.Element) -> None:
        value, formula, runs, type_ = None, False, None, element.get("t") or "n"
        for child in element:
            name = local(child.tag)
            if name == "v":
                value = child.text or ("" if type_ == "str" else None)  # a formula may come to an empty text
            elif name == "f":
                formula = True
            elif name == "is":
                runs = _runs(child)
        if value is None and runs is None and not formula:
            return
        self.cells += 1
        style = int(element.get("s") or 0)
        cell = self._cell(type_, value, runs, style)
        if formula:
            cell.formula = True
            cell.computed = value is not None and not (self.recalculated and cell.value == 0)
        if not cell.computed or cell.kind is not CellKind.TEXT or str(cell.value).strip():
            self.sheet.put(row, column, cell)

    def _cell(self, type_: str, value: str | None, runs: Runs | None, style: int) -> Cell:
        format_ = self.styles.formats[style] if style < len(self.styles.formats) else ""
        font, mark = (
            (self.styles.fonts[style], self.styles.marks[style]) if style < len(self.styles.fonts) else ("", "")
        )
        if type_ == "s":
            runs = self.strings[int(value or 0)]
        elif type_ in ("str", "inlineStr") and runs is None:
            runs = [(value or "", None, None)]
        if runs is not None:
            return text_cell([(text, own or font, mark if its is None else its) for text, own, its in runs], format_)
        if type_ == "b":
            return Cell(CellKind.TRUTH, value == "1")
        if type_ == "e":
            return Cell(CellKind.ERROR, value or "")
        if type_ == "d" or value is None:
            return Cell(CellKind.TEXT, value or "")
        number = _number(value)
        return Cell(
            CellKind.DAY if is_day(format_) else CellKind.NUMBER, number, format_, mark=mark_of([("0", "", mark)])
        )


def text_cell(runs: Sequence[Run], format_: str = "") -> Cell:
    """A text whose parts have fonts; what old fonts show is decoded, and what stood there remembered."""
    raw = "".join(text for text, _, _ in runs)
    if "_x" in raw:
        raw = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), raw)
    if not any(font.lower().startswith((".vn", "vni")) for _, font, _ in runs):
        return Cell(CellKind.TEXT, raw, format_, mark=mark_of(runs))
    shown = "".join(decoded(text, font) or text for text, font, _ in runs)
    return Cell(CellKind.TEXT, shown, format_, undecoded=raw if shown != raw else None, mark=mark_of(runs))


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
