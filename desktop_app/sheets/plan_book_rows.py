"""A plan as the rows of its workbook: each value in its cell, and what has no column as TOML in the last one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desktop_app.domain.toml_text import inline, key_text
from desktop_app.errors import AppError
from desktop_app.sheets.plan_book_cells import MOST, Shown, UnfitError
from desktop_app.sheets.plan_book_shape import (
    HEAD,
    ITEM,
    LABEL,
    MORE,
    NAME,
    OTHERS,
    SETTINGS,
    SHEETS,
    WITHIN,
    BookColumn,
    BookSheet,
    Path,
)  # fmt: skip

NOTHING: Any = object()
SETTING = "settings."  # what the names of a plan's own settings begin with in the sheet of the head
NOT_ESTABLISHED = "not_established"
Row = dict[str, Shown]  # by the names of columns


def rows_of_plan(plan: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The rows of every sheet. AppError: a part is too long for a cell."""
    said: set[Path] = set() if plan.get("lineage") else {("lineage",)}  # a plan without one has an empty one
    found = {sheet.name: [] if sheet.listed else list(_rows(plan, sheet, said)) for sheet in SHEETS if not sheet.owner}
    for sheet in reversed(SHEETS):  # what lies deeper first, so that what lies above knows what is said
        if sheet.owner:
            found[sheet.name] = list((_listed if sheet.listed else _rows)(plan, sheet, said))
    head = plan.get("plan")
    found[SETTINGS] = list(_head(head if isinstance(head, Mapping) else {}, said))
    found[OTHERS] = list(_others(_rest(plan, (), said)))
    return found


def entries(plan: Any, pattern: Sequence[str], above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything that a path with `*` and `#` in it leads to, each with its own path."""
    if not pattern:
        yield above, plan
    elif pattern[0] == ITEM:
        for number, item in enumerate(plan if isinstance(plan, list) else ()):
            yield from entries(item, pattern[1:], (*above, number))
    elif isinstance(plan, Mapping):
        for name in plan if pattern[0] == NAME else {pattern[0]} & plan.keys():
            yield from entries(plan[name], pattern[1:], (*above, name))


def names_in(pattern: Sequence[str], path: Path) -> list[str]:
    """What stands for each `*`."""
    return [str(step) for sign, step in zip(pattern, path, strict=True) if sign == NAME]


def _rows(plan: Any, sheet: BookSheet, said: set[Path]) -> Iterator[Row]:
    for path, entry in entries(plan, sheet.path):
        if sheet.path[-1] == NAME and not isinstance(entry, Mapping) and all(one.key for one in sheet.columns):
            continue  # no table: it stands among the others
        key = dict(zip((one.name for one in sheet.keys), names_in(sheet.path, path), strict=True))
        rows = [{**key, **row} for row in _lines(entry, path, sheet, said)]
        if not sheet.owner:
            yield from (row for row in rows if len(row) > len(key))
            continue
        yield from rows
        said.add(path)


def _lines(entry: Any, path: Path, sheet: BookSheet, said: set[Path]) -> Iterator[Row]:
    """The line of an entry, and those of its items."""
    of_entry, of_item = ([one for one in sheet.columns if one.of_item is wanted] for wanted in (False, True))
    items = [((*path, name, n), item) for name in sheet.lines for n, item in enumerate(_list(entry, name))]
    if sheet.beside and not all(_fits(item, of_item) for _, item in items):
        items = []  # then all of them stand at the end of the line
    own = items[:1] if sheet.beside else [(path, entry)]
    row = _cells(entry, path, of_entry, said)
    for place, item in own:
        row |= _cells(item, place, of_item, said)
    further = [_further(item, place, of_item, said, beside=sheet.beside) for place, item in items[sheet.beside :]]
    yield row | (_more(entry, path, said) if sheet.owner else {})
    yield from further


def _further(item: Any, place: Path, columns: Sequence[BookColumn], said: set[Path], *, beside: bool) -> Row:
    line = _cells(item, place, columns, said)
    if not beside:
        line |= {WITHIN.name: str(place[-2]), **_more(item, place, said)}
        said.add(place)
    return line


def _list(entry: Any, name: str) -> list[Any]:
    found = entry.get(name) if isinstance(entry, Mapping) else None
    return found if isinstance(found, list) and all(isinstance(one, Mapping) for one in found) else []


def _fits(item: Any, columns: Sequence[BookColumn]) -> bool:
    said: set[Path] = set()
    _cells(item, (), columns, said)
    return _rest(item, (), said) is NOTHING


def _cells(entry: Any, path: Path, columns: Sequence[BookColumn], said: set[Path]) -> Row:
    row: Row = {}
    for column in columns:
        value = entry
        for step in column.steps:
            value = value.get(step, NOTHING) if isinstance(value, Mapping) else NOTHING
        if value is NOTHING or column is WITHIN:
            continue
        try:
            shown = column.form.to_cell(value)
        except UnfitError:
            continue
        said.add((*path, *column.steps))
        if shown is not None:
            row[column.name] = shown
    return row


def _listed(plan: Any, sheet: BookSheet, said: set[Path]) -> Iterator[Row]:
    """Lists of texts, one for each column; an empty one is an empty cell. A list stands here whole or not at all."""
    columns = [one.name for one in (*sheet.keys, *sheet.columns)]
    for path, rows in entries(plan, sheet.path[:-1]):
        names = names_in(sheet.path[:-1], path)
        if isinstance(rows, list) and rows and all(_is_row(row, len(columns) - len(names)) for row in rows):
            said.add(path)
            for row in rows:
                yield {name: text for name, text in zip(columns, (*names, *row), strict=True) if text}


def _is_row(row: Any, columns: int) -> bool:
    return (
        isinstance(row, list) and len(row) == columns and any(row)
        and all(isinstance(one, str) and one == one.strip() and not re.search(r"[\r\n]", one) for one in row)
    )  # fmt: skip


def _more(entry: Any, path: Path, said: set[Path]) -> Row:
    """What of an entry no cell says."""
    rest = _rest(entry, path, said)
    if rest is NOTHING:
        return {}
    text = (
        "\n".join(f"{key_text(k)} = {inline(v)}" for k, v in rest.items()) if isinstance(rest, dict) else inline(rest)
    )
    if len(text) > MOST:
        raise AppError("planbook.too_long", name=".".join(map(str, path)))
    return {MORE: text}


def _rest(value: Any, path: Path, said: set[Path]) -> Any:
    """What is not said of a value; NOTHING where all is. A list is said as a whole, or each of its items is."""
    if path in said:
        return NOTHING
    if isinstance(value, Mapping) and value:
        inner = {name: _rest(one, (*path, name), said) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one is not NOTHING} or NOTHING
    if isinstance(value, list) and value and all(_rest(v, (*path, n), said) is NOTHING for n, v in enumerate(value)):
        return NOTHING
    return value


def _head(head: Mapping[str, Any], said: set[Path]) -> Iterator[Row]:
    """The head of a plan, one line a key; those that it may have stand there too."""
    for column in HEAD:
        row: Row = {"key": column.name}
        vi = _cells(head, ("plan",), [column], said)
        if column.name in vi:
            row["value"] = vi[column.name]
        if column is LABEL[0]:
            en = _cells(head, ("plan",), [LABEL[1]], said)
            if en:
                row["value::en"] = en[LABEL[1].name]
        yield row
    yield from _own_settings(head, said)


def _own_settings(head: Mapping[str, Any], said: set[Path]) -> Iterator[Row]:
    settings = head.get("settings")
    for name, value in settings.items() if isinstance(settings, Mapping) else ():
        if (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, str) and value == value.strip() != ""
        ):
            said.add(("plan", "settings", name))
            yield {"key": SETTING + name, "value": value}
    labels = _list(head, NOT_ESTABLISHED)
    if labels and all(one.keys() <= {"vi", "en"} and "vi" in one for one in labels):
        for label in labels:
            yield {
                "key": NOT_ESTABLISHED,
                "value": label["vi"],
                **({"value::en": label["en"]} if "en" in label else {}),
            }
        said.add(("plan", NOT_ESTABLISHED))


def _others(rest: Any) -> Iterator[Row]:
    """What no sheet says, such as names in DHIS2: by the place and the value."""
    for section, content in ({} if rest is NOTHING else rest).items():
        parts = content.items() if isinstance(content, Mapping) and content else [("", content)]
        for name, value in parts:
            text = inline(value)
            if len(text) > MOST:
                raise AppError("planbook.too_long", name=f"{section}.{name}")
            yield {"key": ".".join(map(key_text, (section, *([name] if name else [])))), "value": text}
