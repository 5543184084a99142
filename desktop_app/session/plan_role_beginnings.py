"""How a role begins in a plan that is being written: with a kind that can play it, its fields and their lists."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from desktop_app import paths
from desktop_app.plan_draft_files import Row, Rows
from desktop_app.session.plan_drafts import plain_rows
from desktop_app.session.plan_sections import is_yes
from desktop_app.sheets.plan_book_shape import ROLES

# lists of what the plan itself has: of which part, the column of the words, and what stands before each code
OF_THE_PLAN: Final = {
    "plan_area": ("areas", "label", ""), "plan_indicator": ("indicators", "title", ""),
    "report_section": ("areas", "label", "III."),
}  # fmt: skip


@cache
def role_kinds() -> Mapping[str, list[dict[str, str | int | float]]]:
    """The kinds of all roles, as rows of a plan workbook."""
    text = (paths.resources() / "role_kinds.toml").read_text(encoding="utf-8")
    return plain_rows(tomllib.loads(text))


def with_role(rows: Rows, number: int) -> Rows:
    """The rows with all that a role needs which was just chosen; what goes by the same name already is taken as it is.

    None is made for a role that belongs to a kind of the plan's own.
    """
    chosen = rows[ROLES][number]
    whole = next((one for one in role_kinds()[ROLES] if one["role"] == chosen.get("role")), None)
    if whole is None or chosen.get("kind"):
        return rows
    kinds = _with_those_named({str(whole["kind"])}) - _names(rows, "kinds", "name")
    fields = [row for row in role_kinds()["survey"] if row["kind"] in kinds]
    lists = {str(row["choices"]) for row in fields if row.get("choices")} - _names(rows, "choices", "list_name")
    areas = {str(row["area"]) for row in role_kinds()["kinds"] if row["name"] in kinds} - _names(rows, "areas", "name")
    made: Mapping[str, Sequence[Row]] = {
        "areas": [row for row in role_kinds()["areas"] if row["name"] in areas],
        "kinds": [row for row in role_kinds()["kinds"] if row["name"] in kinds],
        "survey": fields,
        "choices": [row for name in sorted(lists) for row in _listed(name) + _of_the_plan(rows, name)],
    }
    grown = {**rows, **{sheet: [*rows[sheet], *more] for sheet, more in made.items()}}
    return {**grown, ROLES: [*rows[ROLES][:number], whole, *rows[ROLES][number + 1 :]]}


def _with_those_named(kinds: set[str]) -> set[str]:
    """Kinds with those that their fields name, and these ones' too."""
    named = {
        kind for row in role_kinds()["survey"] if row["kind"] in kinds
        if (kind := str(row["type"]).partition("ref:")[2])
    }  # fmt: skip
    return kinds if named <= kinds else _with_those_named(kinds | named)


def _names(rows: Rows, sheet: str, column: str) -> set[str]:
    return {str(row.get(column, "")) for row in rows[sheet]}


def _listed(name: str) -> list[Row]:
    return [row for row in role_kinds()["choices"] if row["list_name"] == name]


def _of_the_plan(rows: Rows, name: str) -> list[Row]:
    """What the plan has, as choices; areas without a tab are none of its fields of work."""
    sheet, words, before = OF_THE_PLAN.get(name, ("", "", ""))
    key = "code" if sheet == "indicators" else "name"
    return [
        {"list_name": name, "name": f"{before}{row[key]}", "label": f"{before}{row[key]}. {row.get(words, '')}"}
        for row in rows.get(sheet, ())
        if row.get(key) and ("tab" not in row or is_yes(row["tab"]))
    ]
