"""A plan as officers read it: its parts, the entries of each, what an entry says and what an indicator counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct

from desktop_app.domain.plan_language.language import language_of
from desktop_app.domain.plan_language.spoken import Speaker
from desktop_app.messages import Message, Text, joined
from desktop_app.sheets.plan_book_rows import rows_of_plan
from desktop_app.sheets.plan_book_shape import OTHERS, SETTINGS, SHEETS, BookSheet

# in the order in which a plan is thought of: what is written down, what is counted, what stands around
PARTS: Final = (
    SETTINGS, "areas", "kinds", "survey", "choices", "indicators", "targets", "sets", "readings", "words", "sentences",
    "statistics", "roles", "units", "levels", "period_schemes", "period_codes", "holidays", "due_rules", "tasks",
    "annexes", "seeds", "aliases", "lineage", OTHERS,
)  # fmt: skip
# the columns that title an entry, the first that is filled in
_TITLES: Final = (
    "label", "title", "wording", "text", "unit_name", "names", "value", "date", "to", "constraint_message",
    "numerator", "id", "name",
)  # fmt: skip
_CODE_FIRST: Final = ("areas", "indicators", "targets", "units")  # people call them by their codes
_SHAPES: Final = {sheet.name: sheet for sheet in SHEETS}
_TITLED: Final = {"areas": "name", "kinds": "name", "indicators": "code", "levels": "name", "period_schemes": "name"}
_CHOSEN: Final = {"schemes": "period_schemes"}  # the part that a column's list of choices comes from, if not its name


class PlanEntry(Struct, frozen=True):
    """An entry of a part; `group` names what several of them belong to, and `row` is its place among all."""

    row: int
    title: Text
    group: Text


class PlanText:
    """The text of a plan that passed the validator."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self._plan = plan
        self._rows = rows_of_plan(plan)
        self._language = language_of(plan)
        self._titles = {part: {str(row[key]): _title(row) for row in self._rows[part]} for part, key in _TITLED.items()}
        self._titles["lists"] = {str(row["choices"]): _title(row) for row in self._rows["survey"] if "choices" in row}

    @property
    def label(self) -> str:
        """What the plan is called."""
        return str(self._plan["plan"]["label"]["vi"])

    @property
    def parts(self) -> list[str]:
        """The names of the parts that say anything, those of `PARTS`."""
        return [part for part in PARTS if self._rows.get(part)]

    def entries(self, part: str) -> list[PlanEntry]:
        """The entries of a part, in the plan's order; the head of a plan is a single one."""
        if part == SETTINGS:
            return [PlanEntry(0, self.label, "")]
        return [self._entry(part, number, row) for number, row in enumerate(self._rows[part])]

    def lines(self, part: str, number: int) -> list[tuple[Text, Text]]:
        """What an entry says, each thing with its heading; last what an indicator or a set counts, in words."""
        if part == SETTINGS:
            return [(_heading(str(row["key"])), _shown(row.get("value", ""))) for row in self._rows[part]]
        row = self._rows[part][number]
        found = [(_heading(name), self._said(part, name, value)) for name, value in row.items() if value is not None]
        counts = [(Message("planpage.counts") if not place else "", line) for place, line in self._counts(part, row)]
        return [*found, *counts]

    def _entry(self, part: str, number: int, row: Mapping[str, Any]) -> PlanEntry:
        keys = _naming(_SHAPES[part]) if part in _SHAPES else ["key"]
        code = str(row.get(keys[-1], "")) if keys else ""
        title = _title({name: value for name, value in row.items() if name not in keys})
        owner = self._titles["indicators"] if keys and keys[0] == "code" else self._titles["kinds"]
        title = title or owner.get(code, code) or next(map(_shown, row.values()), "")
        if code and part in _CODE_FIRST and title != code:
            title = f"{code} · {title}"
        group = str(row.get(keys[0], "")) if len(keys) > 1 else ""
        of_group = self._titles["lists"] if part == "choices" else owner
        return PlanEntry(number, title, of_group.get(group, group))

    def _said(self, part: str, name: str, value: object) -> Text:
        """A value; the name of another entry with what people call it."""
        text = _shown(value)
        if part not in _SHAPES:
            return text
        column = next((one for one in (*_SHAPES[part].keys, *_SHAPES[part].columns) if one.name == name), None)
        listed = _CHOSEN.get(column.choose, column.choose) if column is not None else ""
        title = self._titles.get(listed, {}).get(text, "")
        return f"{title} ({text})" if title and title != text else text

    def _counts(self, part: str, row: Mapping[str, Any]) -> Iterator[tuple[int, Text]]:
        speaker = Speaker(self._plan, self._language)
        if part == "sets" and row["name"] in self._language.sets:
            yield 0, speaker.set(self._language.sets[str(row["name"])])
        elif part in ("indicators", "readings"):
            code, name = str(row["code"]), str(row.get("name", "default"))
            if name in self._plan["indicators"][code].get("readings", {}):
                yield from enumerate(speaker.reading(code, name))


def part_title(part: str) -> Text:
    return Message(f"planbook.sheet_{part}")


def part_about(part: str) -> Text:
    return Message(f"planbook.about_{part}")


def _naming(shape: BookSheet) -> Sequence[str]:
    """The columns that name an entry; a list of units is named by its version, a unit by its code."""
    keys = [column.name for column in shape.keys]
    return [*keys, shape.columns[0].name] if shape.listed and shape.columns else keys


def _title(row: Mapping[str, Any]) -> str:
    return next((_shown(row[name]) for name in _TITLES if row.get(name)), "")


def _heading(name: str) -> Text:
    plain, _, language = name.partition("::")
    plain, _, setting = plain.partition(".")  # a setting of the plan's own: `settings.reply_days`
    heading = Message(f"planbook.column_{plain}")
    if setting:
        return joined((heading, setting), ": ")
    return joined((heading, " (", Message("planbook.english"), ")"), "") if language else heading


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
