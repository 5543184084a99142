"""A plan workbook as it was filled in: the plan that it says, where each part stands, and what can't be read."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from desktop_app.domain.plan_findings import SourcePlace
from desktop_app.domain.toml_reasons import toml_reason
from desktop_app.messages import Message, Text
from desktop_app.sheets.grid import Book, Cell, CellKind, Worksheet, column_name
from desktop_app.sheets.plan_book_cells import UnfitError, said
from desktop_app.sheets.plan_book_rows import NOT_ESTABLISHED, SETTING
from desktop_app.sheets.plan_book_shape import (
    EMPTY_SECTIONS,
    GUIDE,
    HEAD,
    LABEL,
    MORE,
    NAME,
    NAMES,
    OTHERS,
    SETTINGS,
    SHEETS,
    WITHIN,
    BookColumn,
    BookSheet,
    Path,
)  # fmt: skip
from desktop_app.sheets.plan_paths import dotted, filled, find, put

HEADINGS_WITHIN = 20  # the first rows, in which the names of columns are looked for
OWNED = {sheet.path for sheet in SHEETS if sheet.owner}


class PlanReading(Struct):
    """What was read of a workbook; `where`: by the place in the plan, as the validator of plans names it."""

    plan: dict[str, Any] = field(default_factory=dict)
    where: dict[str, SourcePlace] = field(default_factory=dict)
    problems: list[Text] = field(default_factory=list)


def read_plan_book(book: Book) -> PlanReading:
    """All sheets of a workbook, whatever their order."""
    reading = PlanReading()
    sheets: dict[str, _SheetPart] = {}
    for sheet in book.sheets:
        name = _name_of(sheet.name)
        if name in sheets:
            reading.problems.append(Message("planbook.part_twice", sheet=sheet.name, first=sheets[name].sheet.name))
        elif name in NAMES:
            sheets[name] = _SheetPart(book, sheet, reading)
        elif name != GUIDE and not sheet.hidden and sheet.rows:
            reading.problems.append(Message("planbook.unknown_sheet", sheet=sheet.name, known=", ".join(NAMES)))
    if SETTINGS not in sheets:
        reading.problems.append(Message("planbook.no_settings", sheet=SETTINGS))
        return reading
    reading.plan = {section: {} for section in EMPTY_SECTIONS}
    sheets[SETTINGS].read_head()
    for shape in SHEETS:
        if shape.name in sheets:
            sheets[shape.name].read(shape)
    if OTHERS in sheets:
        sheets[OTHERS].read_others()
    return reading


def _name_of(title: str) -> str:
    """`Trường (survey)` and `survey` are one sheet."""
    found = re.search(r"\((\w+)\)\s*$", title)
    return (found[1] if found else title).strip().lower()


class _BookLine(Struct):
    """A row below the headings, by the names of its columns; `places`: where each column stands, filled in or not."""

    number: int
    cells: dict[str, tuple[int, Cell]]
    places: dict[str, int]


class _SheetPart(Struct):
    """One sheet on its way into a reading."""

    book: Book
    sheet: Worksheet
    reading: PlanReading

    def read_head(self) -> None:
        """The head of the plan: a key and its value in each row."""
        head = self.reading.plan.setdefault("plan", {})
        known = {column.name: column for column in HEAD}
        for line in self._table(("key",), {"key", "heading", "value", "value::en", "help"}):
            key = self._text(line, "key")
            column = known.get(key)
            values = [(name, line.cells[name]) for name in ("value", "value::en") if name in line.cells]
            self._note_empty(("plan", key), line, "value")
            if not values:
                continue
            if column is None and not key.startswith(SETTING) and key != NOT_ESTABLISHED:
                self._add(line, "key", Message("planbook.unknown_key", key=key, known=", ".join(known)))
            elif key == NOT_ESTABLISHED:
                label = {
                    language: self._value(line, name, LABEL[0]) for name, language in _LANGUAGES if name in line.cells
                }
                head.setdefault(NOT_ESTABLISHED, []).append(label)
                self._note(("plan", NOT_ESTABLISHED, len(head[NOT_ESTABLISHED]) - 1), line, "value")
            elif column is None:
                self._put(("plan", "settings", key.removeprefix(SETTING)), self._plain(line, "value"), line, "value")
            elif column is LABEL[0]:
                for name, language in _LANGUAGES:
                    if name in line.cells:
                        self._put(("plan", key, language), self._value(line, name, column), line, name)
            elif "value" in line.cells:
                self._put(("plan", key), self._value(line, "value", column), line, "value")

    def read(self, shape: BookSheet) -> None:
        """Every row as an entry, or as a further line of one."""
        names = {one.name for one in (*shape.keys, *shape.columns)} | (
            {MORE} if shape.owner and not shape.listed else set()
        )
        needed = tuple(one.name for one in shape.keys) or (shape.columns[0].name,)
        for line in self._table(needed, names):
            missing = [one.name for one in shape.keys if one.name not in line.cells]
            if missing:
                self._add(line, missing[0], Message("planbook.no_key"))
            elif shape.listed:
                self._read_listed(shape, line)
            else:
                self._read_entry(shape, line)

    def _read_listed(self, shape: BookSheet, line: _BookLine) -> None:
        texts = [self._text(line, one.name) for one in (*shape.keys, *shape.columns)]
        count = shape.path.count(NAME)
        holder = self.reading.plan.setdefault(shape.path[0], {} if count else [])
        rows = holder.setdefault(texts[0], []) if count else holder
        rows.append(texts[count:])
        places = [(shape.path[0], *texts[:count]), (shape.path[0], *texts[: count + 1])]
        first = (*shape.keys, *shape.columns)[count].name
        for place in places:
            if dotted(place) not in self.reading.where:
                self._note(place, line, first)

    def _read_entry(self, shape: BookSheet, line: _BookLine) -> None:
        keys = [self._text(line, one.name) for one in shape.keys]
        path = filled(shape.path, keys, self.reading.plan)
        if not self._has_owner(shape, path, line):
            return
        item = self._item(shape, path, line)
        if item is None:
            return
        if shape.owner or dotted(item) not in self.reading.where:  # what makes an entry hears of it
            self._note(item, line, shape.keys[-1].name if shape.keys else next(iter(line.cells)))
        if shape.owner:
            put(self.reading.plan, item)
        for column in shape.columns:
            if column.name in line.cells and column is not WITHIN:
                place = item if column.of_item else path
                if item == path and column.of_item and shape.beside:
                    place = (*path, shape.lines[0], 0)
                self._put((*place, *column.steps), self._value(line, column.name, column), line, column.name)
        if MORE in line.cells:
            self._put_more(item, line)

    def _has_owner(self, shape: BookSheet, path: Path, line: _BookLine) -> bool:
        """Whether what the row belongs to stands in its own sheet."""
        ends = [n for n in range(1, len(path) + (not shape.owner)) if shape.path[:n] in OWNED]
        for end in ends:
            if find(self.reading.plan, path[:end]) is None:
                name, place = str(path[end - 1]), next(one.name for one in SHEETS if one.path == shape.path[:end])
                column = shape.keys[shape.path[:end].count(NAME) - 1].name
                self._add(line, column, Message("planbook.no_owner", name=name, sheet=place))
                return False
        return True

    def _item(self, shape: BookSheet, path: Path, line: _BookLine) -> Path | None:
        """The path of what the row says: the entry, or a further item of one that an earlier row began."""
        begun = shape.owner and find(self.reading.plan, path) is not None
        within = self._text(line, WITHIN.name) if WITHIN.name in line.cells and shape.lines and not shape.beside else ""
        further = shape.beside and begun and not any(
            one.name in line.cells for one in shape.columns if not one.of_item
        )  # fmt: skip
        if within and within not in shape.lines:
            self._add(line, WITHIN.name, Message("planbook.unknown_word", word=within, known=", ".join(shape.lines)))
            return None
        if within and not begun:
            self._add(line, WITHIN.name, Message("planbook.part_first"))
            return None
        name = within or (shape.lines[0] if further else "")
        if name:
            items = find(self.reading.plan, path).setdefault(name, [])
            return (*path, name, len(items))
        if begun:
            self._add(line, shape.keys[-1].name, Message("planbook.twice"))
            return None
        return path

    def read_others(self) -> None:
        """Rows that name a place in the plan and give its value as TOML."""
        for line in self._table(("key",), {"key", "value"}):
            found = self._toml(f"{self._text(line, 'key')} = {self._text(line, 'value')}", line, "value")
            self._lay_over(self.reading.plan, found, (), line, "value")

    def _put_more(self, path: Path, line: _BookLine) -> None:
        found, entry = self._toml(self._text(line, MORE), line, MORE), find(self.reading.plan, path)
        if isinstance(entry, dict):
            self._lay_over(entry, found, path, line, MORE)

    def _toml(self, text: str, line: _BookLine, column: str) -> dict[str, Any]:
        """What stands in a cell as TOML; nothing, with the problem, where it is none."""
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            self._add(line, column, Message("planbook.bad_toml", reason=toml_reason(str(error))))
            return {}

    def _lay_over(
        self, below: dict[str, Any], above: Mapping[str, Any], path: Path, line: _BookLine, column: str
    ) -> None:
        """Add what stands as TOML; what a column says too is told."""
        for name, value in above.items():
            place = (*path, name)
            if name not in below or (isinstance(below[name], dict) and not below[name]):
                below[name] = value
                self._note(place, line, column)
            elif isinstance(below[name], dict) and isinstance(value, dict):
                self._lay_over(below[name], value, place, line, column)
            else:
                self._add(line, column, Message("planbook.said_twice", name=dotted(place)))

    # --- cells ----------------------------------------------------------------------------------------------------

    def _table(self, needed: tuple[str, ...], known: set[str]) -> Iterator[_BookLine]:
        """The rows below the one that names the columns."""
        rows = self.sheet.rows
        for number in sorted(rows)[:HEADINGS_WITHIN]:
            names = {column: str(cell.value).strip().lower() for column, cell in rows[number].items()}
            if set(needed) <= set(names.values()):
                break
        else:
            self._problem(1, 1, Message("planbook.no_headings", names=", ".join(needed)))
            return
        columns = {column: name for column, name in names.items() if name in known}
        unknown = {column for column in names if column not in columns and names[column]}
        for place in sorted(one for one in rows if one > number):
            cells = {columns[c]: (c, cell) for c, cell in rows[place].items() if c in columns and not _is_blank(cell)}
            for column in sorted(unknown & rows[place].keys()):
                unknown.discard(column)
                self._problem(
                    place,
                    column,
                    Message("planbook.unknown_column", name=names[column], known=", ".join(sorted(known))),
                )
            if cells.keys() - {"heading", "help"}:
                yield _BookLine(place, cells, {name: column for column, name in columns.items()})

    def _text(self, line: _BookLine, name: str) -> str:
        if name not in line.cells:
            return ""
        try:
            return said(line.cells[name][1]).strip()
        except UnfitError as unfit:
            self._add(line, name, unfit.why)
            return ""

    def _plain(self, line: _BookLine, name: str) -> Any:
        """A text or a whole number, as it stands."""
        cell = line.cells[name][1]
        return cell.value if cell.kind is CellKind.NUMBER and not cell.formula else self._text(line, name)

    def _value(self, line: _BookLine, name: str, column: BookColumn) -> Any:
        """What a cell says; None, with its problem, where it says nothing that fits."""
        try:
            return column.form.from_cell(self.book, line.cells[name][1])
        except UnfitError as unfit:
            self._add(line, name, unfit.why)
            return None

    def _put(self, path: Path, value: Any, line: _BookLine, column: str) -> None:
        if value is None:
            return
        there = find(self.reading.plan, path)
        if isinstance(there, dict) and there:
            self._add(line, column, Message("planbook.said_twice", name=dotted(path)))
            return
        put(self.reading.plan, path, value)
        self._note(path, line, column)

    def _note(self, path: Path, line: _BookLine, column: str) -> None:
        number = line.cells[column][0] if column in line.cells else next(iter(line.cells.values()))[0]
        self.reading.where[dotted(path)] = SourcePlace(self.sheet.name, f"{column_name(number)}{line.number}")

    def _note_empty(self, path: Path, line: _BookLine, column: str) -> None:
        """Where something would stand, for whoever misses it."""
        place = f"{column_name(line.places.get(column, 1))}{line.number}"
        self.reading.where[dotted(path)] = SourcePlace(self.sheet.name, place)

    def _add(self, line: _BookLine, column: str, why: Text) -> None:
        self._problem(line.number, line.places.get(column, 1), why)

    def _problem(self, row: int, column: int, why: Text) -> None:
        cell = f"{column_name(column)}{row}"
        self.reading.problems.append(Message("planbook.mistake", sheet=self.sheet.name, cell=cell, why=why))


_LANGUAGES = (("value", "vi"), ("value::en", "en"))


def _is_blank(cell: Cell) -> bool:
    return not cell.formula and cell.kind is CellKind.TEXT and not str(cell.value).strip()
