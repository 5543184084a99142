"""What is done to a plan that is being written: a text put in, an entry added, moved, retired or taken out.

Each function gives the rows as they are then; what was before can be gone back to.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from desktop_app.domain.collation import fold
from desktop_app.plan_draft_files import PlanDraft, Row, Rows
from desktop_app.session.plan_draft_lines import NAMES_OF, add, end_of, name_column, with_row
from desktop_app.session.plan_sections import SHAPES, is_yes
from desktop_app.sheets.plan_book_shape import SETTINGS

# besides the list itself, the lists whose words are made of these names, and how
MADE_OF: Final = {
    "kinds": {"types": "ref:{}", "populations": "{}"}, "levels": {"populations": "unit:{}"},
}  # fmt: skip
UNITS, UNIT_COLUMNS = "units", ("code", "parent_unit", "level", "unit_type", "unit_name")
PASTED_NOT: Final = ("indicators", "statistics")  # which are more than their name
# columns with several of these names, divided by commas
LISTS_OF: Final = {
    "kinds": ("tasks", "kinds"),
    "indicators": ("survey", "counts_in"),
    "levels": ("kinds", "entered_at"),
}
RENAMES: Final = ("kinds", "survey", "choices")  # what records know by its name: it says what it was called
RETIRES: Final = RENAMES
ASKED: Final = (
    "required",
    "relevant",
    "default",
    "keep",
)  # of a field into which nothing is entered any more, nothing is
NEEDS_FORMAT: Final = 3  # of a plan that says `was` or `retired`
_WHOLE = re.compile("-?[0-9]{1,18}")


def put(draft: PlanDraft, sheet: str, row: int, column: str, text: str) -> Rows:
    """The rows with another text in a cell; a name that changes is followed by all that name it."""
    own = draft.rows[sheet][row]
    before = str(own.get(column, ""))
    if before == text:
        return draft.rows
    changed = {**own, column: _value(sheet, own, text)}
    if text == "":
        del changed[column]
    rows = dict(draft.rows)
    key = name_column(sheet)
    if column == key and before:
        changed = _with_former_name(draft, sheet, own, changed, before)
        rows = _following(rows, sheet, before, text) if text else rows
    elif column == "label" and key and not own.get(key) and text:
        changed[key] = _free_name(rows, sheet, changed, text)
    if sheet == "survey" and column == "retired" and is_yes(text):
        changed = {name: value for name, value in changed.items() if name not in ASKED}
    rows[sheet] = with_row(rows[sheet], row, changed)
    if column == key and text:
        for further in range(row + 1, end_of(draft.rows[sheet], sheet, row)):
            rows[sheet] = with_row(rows[sheet], further, {**rows[sheet][further], key: text})
    return _in_format(rows) if changed.get("was") or changed.get("retired") else rows


def with_text(rows: Rows, sheet: str, row: int, column: str, text: str) -> Rows:
    """The rows with what is half typed in a cell, of which nothing follows yet."""
    own = rows[sheet][row]
    return {**rows, sheet: with_row(rows[sheet], row, {**own, column: _value(sheet, own, text)})}


def may_retire(draft: PlanDraft, sheet: str, row: Row) -> bool:
    """Whether records may hold it, so that it is better retired than taken out."""
    return sheet in RETIRES and not row.get("retired") and is_in_base(draft, sheet, row)


def _value(sheet: str, own: Row, text: str) -> str | int:
    """A setting of the plan's own that is a whole number is one."""
    is_setting = sheet == SETTINGS and str(own.get("key", "")).startswith("settings.")
    return int(text) if is_setting and _WHOLE.fullmatch(text) else text


def _with_former_name(
    draft: PlanDraft, sheet: str, own: Row, changed: Row, before: str
) -> dict[str, str | int | float]:
    """Records that are there know an entry by the name that the edition in force gives it."""
    known = sheet in RENAMES and is_in_base(draft, sheet, own)
    formerly = [one.strip() for one in str(own.get("was", "")).split(",") if one.strip()]
    now = str(changed.get(name_column(sheet), ""))
    if now in formerly:  # back to what it was
        left = [one for one in formerly if one != now]
        return {name: value for name, value in changed.items() if name != "was"} | (
            {"was": ", ".join(left)} if left else {}
        )
    return {**changed, "was": ", ".join([*formerly, before])} if known else dict(changed)


def _following(rows: dict[str, Sequence[Row]], sheet: str, before: str, now: str) -> dict[str, Sequence[Row]]:
    """Every column in which the name of the entry is chosen."""
    listed = NAMES_OF.get(sheet)
    if listed is None:
        return rows
    made = MADE_OF.get(listed, {})
    renamed = {before: now} | {form.format(before): form.format(now) for form in made.values()}
    choosing = {listed, *made}
    for shape in SHAPES.values():
        columns = [one.name for one in (*shape.keys, *shape.columns) if one.choose in choosing]
        if columns:
            rows[shape.name] = [_renamed(row, columns, renamed) for row in rows[shape.name]]
    if listed in LISTS_OF:
        other, column = LISTS_OF[listed]
        rows[other] = [_renamed_in_list(row, column, renamed) for row in rows[other]]
    return rows


def _renamed(row: Row, columns: Sequence[str], renamed: Mapping[str, str]) -> Row:
    return {**row, **{name: renamed[str(row[name])] for name in columns if str(row.get(name)) in renamed}}


def _renamed_in_list(row: Row, column: str, renamed: Mapping[str, str]) -> Row:
    names = [one.strip() for one in str(row.get(column, "")).split(",")]
    return {**row, column: ", ".join(renamed.get(one, one) for one in names)} if {*names} & renamed.keys() else row


def _free_name(rows: Rows, sheet: str, row: Row, label: str) -> str:
    """A name made of the label, that no other entry beside it has."""
    key, shape = name_column(sheet), SHAPES[sheet]
    beside = {
        str(one.get(key)) for one in rows[sheet] if all(one.get(k.name) == row.get(k.name) for k in shape.keys[:-1])
    }
    if sheet in ("areas", "indicators"):
        return next(str(number) for number in range(1, 1000) if str(number) not in beside)
    words = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:30].strip("_")
    name = words if re.match("[a-z]", words) else f"o_{words}".strip("_")
    return name if name not in beside else next(f"{name}_{n}" for n in range(2, 1000) if f"{name}_{n}" not in beside)


def is_in_base(draft: PlanDraft, sheet: str, row: Row) -> bool:
    """Whether the edition that the draft began from has the entry."""
    base, shape = draft.base, SHAPES.get(sheet)
    names = iter([str(row.get(one.name, "")) for one in shape.keys]) if shape else iter(())
    there: object = base
    for step in shape.path if shape else ():
        name = next(names, "") if step == "*" else step
        there = there.get(name) if isinstance(there, Mapping) else None
    return there is not None and base is not None


def _in_format(rows: dict[str, Sequence[Row]]) -> Rows:
    """The head says that names change, so that no program which does not know that reads the plan wrongly."""
    rows[SETTINGS] = [
        {**row, "value": NEEDS_FORMAT}
        if row.get("key") == "format" and int(str(row.get("value") or 0)) < NEEDS_FORMAT
        else row
        for row in rows[SETTINGS]
    ]
    return rows


def paste(draft: PlanDraft, sheet: str, after: int, text: str) -> tuple[Rows, int]:
    """The rows with a column of names (or of units, with all that is said of one) as entries below one; how many."""
    lines = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
    shape = SHAPES.get(sheet)
    label = next((one.name for one in shape.columns if one.name in ("label", "title")), "") if shape else ""
    if not (label or sheet == UNITS) or sheet in PASTED_NOT:
        return draft.rows, 0
    for cells in lines:
        rows, after = add(draft.rows, sheet, after)
        draft = replace(draft, rows=rows)
        if sheet == UNITS:
            unit = {**rows[sheet][after], **_unit(rows, rows[sheet][after], cells)}
            draft = replace(draft, rows={**rows, sheet: with_row(rows[sheet], after, unit)})
        else:
            draft = replace(draft, rows=put(draft, sheet, after, label, cells[0]))
    return draft.rows, len(lines)


def _unit(rows: Rows, beside: Row, cells: Sequence[str]) -> Row:
    """A unit as it was copied: code, code of the unit above, level, type, name; of a name alone the rest is made."""
    if len(cells) > 1:
        return {name: cell for name, cell in zip(UNIT_COLUMNS, cells, strict=False) if cell}
    root = next((str(row.get("value", "")) for row in rows[SETTINGS] if row.get("key") == "root"), "")
    known = {str(row.get("code")) for row in rows[UNITS] if row.get("version") == beside.get("version")}
    code = next(code for n in range(1, 100_000) if (code := f"{root}{n:02}") not in known)
    level = str(rows["levels"][-1].get("name", "")) if rows["levels"] else ""
    return {"code": code, "parent_unit": root, "level": level, "unit_name": cells[0]}
