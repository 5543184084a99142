"""What a plan consists of for whoever writes it: its sections, the entries of each, and what each entry says."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.messages import Message, Text, joined
from desktop_app.plan_draft_files import Row, Rows
from desktop_app.session import plan_role_parts
from desktop_app.session.plan_conditions import is_chosen, offered
from desktop_app.sheets import plan_book_cells as forms
from desktop_app.sheets.plan_book_shape import (
    HEAD,
    LABEL,
    MORE,
    OTHERS,
    ROLES,
    SETTINGS,
    SHEETS,
    BookColumn,
    BookSheet,
)  # fmt: skip

# in the order in which a plan is thought of: what is written down, what is counted, what stands around
SECTIONS: Final = (
    SETTINGS, "areas", "kinds", "survey", "choices", "indicators", "targets", "sets", "readings", "words",
    "sentences", "statistics", ROLES, "units", "levels", "period_schemes", "period_codes", "holidays", "due_rules",
    "tasks", "annexes", "seeds", "aliases", "lineage", "views", OTHERS,
)  # fmt: skip
# what is asked of an entry at once, beside what it needs and what it says already
USUAL: Final = {
    "areas": ("short",), "kinds": ("purpose", "record_title", "columns", "date_field", "unit_field"),
    "survey": ("hint", "choices", "required", "constraint", "constraint_message", "retired"), "choices": ("retired",),
    "indicators": ("short",), "targets": ("threshold",), "sets": ("during", "where", "units"),
    "readings": ("denominator",), "words": ("label",), "sentences": ("label",), "statistics": ("sum", "by", "unit"),
    "tasks": ("area",), "annexes": ("title",), "due_rules": ("from_field", "days"),
    "period_schemes": ("label", "start_day"), "levels": ("label",), "period_codes": ("label", "months"),
    "holidays": ("date", "label"), "views": ("members",), "seeds": ("kind", "id", "for_each", "fields"),
    "aliases": ("names",), "lineage": ("to",), "units": ("parent_unit", "level", "unit_type", "unit_name"),
}  # fmt: skip
TITLES: Final = (
    "label", "title", "wording", "text", "name", "unit_name", "names", "members", "value", "date", "to",
    "constraint_message", "numerator", "id",
)  # fmt: skip
CODE_FIRST: Final = ("areas", "indicators", "targets", "units")  # they are spoken of by their codes
CODE_LAST: Final = ("sets", "readings", "words")  # expressions name them
# columns of several names, divided by commas, and the list that they are of where it is none of the entry's own
SEVERAL: Final = {
    ("kinds", "columns"): "", ("kinds", "natural_key"): "", ("kinds", "entered_at"): "levels",
    ("survey", "counts_in"): "indicators", ("tasks", "kinds"): "kinds",
}  # fmt: skip
LONG: Final = (
    "wording", "purpose", "hint", "constraint", "constraint_message", "where", "numerator", "denominator", "detail",
    MORE,
)  # fmt: skip
# columns in which expressions stand: they are judged while they are typed
EXPRESSIONS: Final = (
    "constraint", "relevant", "default", "where", "exclusions", "values", "numerator", "denominator", "group_by", "why",
    "reasons", "detail", "carried",
)  # fmt: skip
MANY_LINES: Final = (forms.LINES, forms.TEXTS, forms.TARGETS, forms.CODE)
SHAPES: Final = {one.name: one for one in SHEETS}
_MORE = BookColumn(MORE, MORE)
_OTHER = (BookColumn("key", "key"), BookColumn("value", "value", forms.CODE))


class DraftField(Struct, frozen=True):
    """One thing that an entry says: where its text stands, what people call it, and how it is written.

    `choose`: the list to choose from; `offered`: what is made of the fields of its own kind; `several`: names with
    commas between. `long`: it has several lines, `lines`: each is an item; `usual`: asked at once.
    """

    sheet: str
    row: int
    column: str
    label: Text
    help: Text
    value: str
    needed: bool
    usual: bool
    choose: str
    long: bool
    lines: bool = False
    offered: tuple[tuple[str, Text], ...] = ()
    several: bool = False


class DraftEntry(Struct, frozen=True):
    """A row of a section as it is listed; `group`: what several rows belong to."""

    row: int
    title: Text
    code: str
    group: str
    retired: bool
    inner: bool = False  # a further line of the entry above


def section_title(sheet: str) -> Text:
    return Message(f"planbook.sheet_{sheet}")


def section_about(sheet: str) -> Text:
    return Message(f"planbook.about_{sheet}")


def entries(rows: Rows, sheet: str) -> list[DraftEntry]:
    """The rows of a section, in their order."""
    if sheet == SETTINGS:
        return []
    keys = ["key"] if sheet == OTHERS else _naming(SHAPES[sheet])
    found = [_entry(number, row, keys) for number, row in enumerate(rows.get(sheet, ()))]
    names = {str(row.get("name", row.get("code", ""))): title for owner in ("kinds", "indicators")
             for row in rows.get(owner, ()) if (title := _title(row))}  # fmt: skip
    if sheet == ROLES:
        return [replace(one, title=plan_role_parts.title(one.code)) for one in found]
    if sheet == "choices":  # a list is called as the first field that offers it
        names = {str(row["choices"]): _title(row) for row in reversed(rows["survey"]) if row.get("choices")}
    return [_named(one, before, names, sheet) for one, before in zip(found, [None, *found], strict=False)]


def _naming(shape: BookSheet) -> list[str]:
    """The columns of the names of an entry; a list of units is named by its version, a unit by its code."""
    keys = [one.name for one in shape.keys]
    return [*keys, shape.columns[0].name] if shape.listed and shape.columns else keys


def _entry(number: int, row: Row, keys: Sequence[str]) -> DraftEntry:
    code = str(row.get(keys[-1], "")) if keys else ""
    group = str(row.get(keys[0], "")) if len(keys) > 1 else ""
    title = _title({name: value for name, value in row.items() if name not in keys})
    return DraftEntry(number, title, code, group, retired=is_yes(row.get("retired", "")))


def _named(one: DraftEntry, before: DraftEntry | None, names: Mapping[str, str], sheet: str) -> DraftEntry:
    """The group in words; an entry without a title bears the name of its owner. A further line has the names of the one
    above.
    """
    inner = before is not None and one.code != "" and (one.group, one.code) == (before.group, before.code)
    title = str(one.title or names.get(one.code, ""))
    if inner:
        pass
    elif one.code and sheet in CODE_FIRST:
        title = f"{one.code} · {title}"
    elif one.code and sheet in CODE_LAST:
        title = f"{title} ({one.code})"
    group = names.get(one.group, one.group)
    return DraftEntry(one.row, title, one.code, group, retired=one.retired, inner=inner)


def _title(row: Row) -> str:
    return next((str(row[name]) for name in TITLES if row.get(name)), "")


def is_yes(value: object) -> bool:
    """Whether a cell says yes."""
    return str(value).strip().lower() in ("có", "co", "x", "yes", "true", "1")


def fields(rows: Rows, sheet: str, row: int) -> list[DraftField]:
    """All that an entry may say, in the order of the workbook; of the head of the plan, each key."""
    if sheet == SETTINGS:
        return [one for number, each in enumerate(rows[SETTINGS]) for one in _head_fields(number, each)]
    own = rows[sheet][row]
    if sheet == OTHERS:
        return [_field(rows, sheet, row, column, needed=True, usual=True) for column in _OTHER]
    if sheet == ROLES and (parts := plan_role_parts.parts_of(own)):
        return [
            _field(rows, sheet, row, part.column, needed=part.needed, usual=part.usual, about=part.about)
            for part in parts
        ]
    shape = SHAPES[sheet]
    needed, usual = {*shape.needed, *(one.name for one in shape.keys)}, USUAL.get(sheet, ())
    if sheet == "survey" and not is_chosen(own):  # it has no list
        usual = tuple(one for one in usual if one != "choices")
    columns = (*_in_order(shape), *((_MORE,) if shape.owner and not shape.listed else ()))
    return [
        _field(rows, sheet, row, one, needed=one.name in needed, usual=one.name in usual)
        for one in columns
        if not _is_beside(shape, one, own)
    ]


def _in_order(shape: BookSheet) -> list[BookColumn]:
    """The columns as they are filled in: what people call an entry stands before its code, which is made of that."""
    words = [one for one in shape.columns if one.name.partition("::")[0] in ("label", "title")]
    if not words or not shape.keys or not shape.owner:
        return [*shape.keys, *shape.columns]
    rest = [one for one in shape.columns if one not in words]
    return [*shape.keys[:-1], *words, shape.keys[-1], *rest]


def _is_beside(shape: BookSheet, column: BookColumn, own: Row) -> bool:
    """Whether a further line (of a check) does not speak of what the entry itself says."""
    if not shape.beside or any(own.get(one.name) for one in shape.columns if not one.of_item):
        return False
    return bool(own.get("constraint")) and not column.of_item and column not in shape.keys


def _field(
    rows: Rows, sheet: str, row: int, column: BookColumn, *, needed: bool, usual: bool, about: Text = ""
) -> DraftField:
    own = rows[sheet][row]
    value, several = str(own.get(column.name, "")), (sheet, column.name) in SEVERAL
    offers = offered(rows, sheet, column.name, own)
    if value and column.name in EXPRESSIONS and value not in dict(offers):  # what somebody wrote is written on
        offers = []
    return DraftField(
        sheet, row, column.name, _words("column", column.name), about or _words("help", column.name), value, needed,
        usual or needed or bool(value), column.choose or SEVERAL.get((sheet, column.name), ""),
        column.name in LONG or column.form in MANY_LINES, column.form in MANY_LINES, tuple(offers), several,
    )  # fmt: skip


def _head_fields(number: int, own: Row) -> list[DraftField]:
    key = str(own["key"])
    known = next((one for one in HEAD if one.name == key), BookColumn(key, ""))
    shown = key if known in HEAD else key.partition(".")[0]
    label = Message("planpage.new_name") if key == "label" else _words("column", shown)
    if shown != key:
        label = joined((label, key.partition(".")[2]), ": ")
    choose = {"period_scheme": "schemes"}.get(key, known.choose)
    usual = key not in ("format", "language", "example", "last_year", "not_established")
    both = ("value", "value::en") if known is LABEL[0] or key == "not_established" else ("value",)
    return [
        DraftField(
            SETTINGS, number, column, label if column == "value" else joined((label, _english()), " "),
            _words("help", shown), value := str(own.get(column, "")), usual and column == "value",
            (usual and column == "value") or (bool(value) and usual), choose, key == "not_established",
        )
        for column in both
    ]  # fmt: skip


def _words(what: str, name: str) -> Text:
    plain, _, english = name.partition("::")
    said = Message(f"planbook.{what}_{plain}")
    return joined((said, _english()), " ") if english and what == "column" else said


def _english() -> Text:
    return Message("planpage.in_english")


def is_english(column: str) -> bool:
    return column.endswith("::en")
