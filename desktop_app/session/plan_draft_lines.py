"""The entries of a plan that is being written: added, copied, moved, taken out; one of several lines stays together."""

from collections.abc import Sequence
from typing import Final

from desktop_app.plan_draft_files import Row, Rows
from desktop_app.session.plan_sections import SHAPES
from desktop_app.sheets.plan_book_shape import OTHERS, SETTINGS

# the list that the names of a sheet's entries make up for the columns of others
NAMES_OF: Final = {
    "areas": "areas", "kinds": "kinds", "indicators": "indicators", "levels": "levels", "period_schemes": "schemes",
    "sets": "populations",
}  # fmt: skip


def name_column(sheet: str) -> str:
    """The column of the name that an entry has among its like."""
    shape = SHAPES.get(sheet)
    return shape.keys[-1].name if shape and shape.keys and not shape.listed else ""


def with_row(rows: Sequence[Row], number: int, row: Row) -> list[Row]:
    """The lines with another one in a place."""
    return [*rows[:number], row, *rows[number + 1 :]]


def add(rows: Rows, sheet: str, after: int) -> tuple[Rows, int]:
    """The rows with an empty entry below one, in the group of that; and its number."""
    lines = rows[sheet]
    place = end_of(lines, sheet, after) if 0 <= after < len(lines) else len(lines)
    while sheet == "survey" and _parts_unit_and_day(rows, place):
        place = end_of(lines, sheet, place)
    shape = SHAPES.get(sheet)
    owners = [one.name for one in shape.keys[:-1]] if shape else []
    above = lines[place - 1] if place else {}
    fresh = {name: above[name] for name in owners if name in above} | _at_first(sheet, above)
    return {**rows, sheet: [*lines[:place], fresh, *lines[place:]]}, place


def _parts_unit_and_day(rows: Rows, place: int) -> bool:
    """Whether a field here would stand between those that say whose a record is and of which day."""
    beside = rows["survey"][place - 1 : place + 1]
    names, of = {one.get("name") for one in beside}, {one.get("kind") for one in beside}
    stay = ({kind.get("unit_field"), kind.get("date_field")} for kind in rows["kinds"] if {kind.get("name")} == of)
    return len(names) == 2 and names in stay


def _at_first(sheet: str, above: Row) -> dict[str, str | int | float]:
    """What most entries say."""
    if sheet == "survey":
        return {"type": "text", "privacy": "P0"}
    if sheet == "units":
        return {name: above[name] for name in ("version", "parent_unit", "level") if name in above}
    return {"area": above["area"]} if "area" in above else {}


def copy(rows: Rows, sheet: str, number: int) -> tuple[Rows, int]:
    """The rows with an entry once more below itself, without the name that it alone has."""
    lines, key = rows[sheet], name_column(sheet)
    fresh = {name: value for name, value in lines[number].items() if name not in (key, "was")}
    place = end_of(lines, sheet, number)
    return {**rows, sheet: [*lines[:place], fresh, *lines[place:]]}, place


def remove(rows: Rows, sheet: str, number: int) -> Rows:
    """The rows without an entry, and without what belongs to it; a further line goes alone."""
    lines, key, listed = rows[sheet], name_column(sheet), NAMES_OF.get(sheet)
    end = end_of(lines, sheet, number) if _start(lines, sheet, number) == number else number + 1
    left = {**rows, sheet: [*lines[:number], *lines[end:]]}
    name = lines[number].get(key)
    if listed is None or not name or any(row.get(key) == name for row in left[sheet]):
        return left
    for shape in SHAPES.values():
        owner = next((one.name for one in shape.keys if one.choose == listed), "")
        if owner:
            left[shape.name] = [row for row in left[shape.name] if row.get(owner) != name]
    return left


def move(rows: Rows, sheet: str, number: int, by: int) -> tuple[Rows, int]:
    """The rows with an entry one place up or down in its group, its further lines with it."""
    lines = rows[sheet]
    start, end = _start(lines, sheet, number), end_of(lines, sheet, number)
    beside = start - 1 if by < 0 else end
    if not 0 <= beside < len(lines) or _names(lines[beside], sheet)[:-1] != _names(lines[start], sheet)[:-1]:
        return rows, number
    other = (_start(lines, sheet, beside), end_of(lines, sheet, beside))
    first, second = sorted([(start, end), other])
    turned = [*lines[: first[0]], *lines[second[0] : second[1]], *lines[first[0] : first[1]], *lines[second[1] :]]
    return {**rows, sheet: turned}, number + (other[0] - other[1] if by < 0 else other[1] - other[0])


def _names(row: Row, sheet: str) -> list[str]:
    """What tells an entry of a sheet apart from the others; of one without a name, nothing does."""
    shape = SHAPES.get(sheet)
    return [str(row.get(one.name, "")) for one in shape.keys] if shape and not shape.listed else []


def _same(lines: Sequence[Row], sheet: str, one: int, other: int) -> bool:
    names = _names(lines[one], sheet)
    return bool(names and names[-1]) and names == _names(lines[other], sheet)


def _start(lines: Sequence[Row], sheet: str, number: int) -> int:
    """The first line of an entry."""
    while number and _same(lines, sheet, number, number - 1):
        number -= 1
    return number


def end_of(lines: Sequence[Row], sheet: str, number: int) -> int:
    """Behind its last line."""
    while number + 1 < len(lines) and _same(lines, sheet, number, number + 1):
        number += 1
    return number + 1


def can_add(sheet: str) -> bool:
    return sheet not in (SETTINGS, OTHERS)
