"""All records as plain tables with a description for programs: a tabular data package of Frictionless Data, version 1.

Codes and ids stand as they are stored, days as 2022-03-31, numbers without groups; what a code means stands in tables
of choices and units. What a spreadsheet program would take for a formula, of whomever, has an apostrophe before it.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from desktop_app.catalogue import in_language
from desktop_app.domain.device_names import is_device
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.plan_examples import is_example
from desktop_app.messages import Label, Message
from desktop_app.sheets.value_writing import harmless

DESCRIPTION = "datapackage.json"
ID, UNIT = "_id", "_unit"  # of a record; no field of a plan begins so
UNITS, CHOICES = "_units", "_choices"
Rows = Iterator[Sequence[str]]
_UNIT_COLUMNS = ("code", "parent", "level", "type", "name", "retired")
_CHOICE_COLUMNS = ("list", "value", "vi", "en", "valid_from", "valid_to", "retired")


def file_of(table: str) -> str:
    """The name of the file of a table: a kind's name, `_units` or `_choices`."""
    return f"{table}_.csv" if is_device(table) else f"{table}.csv"


def record_rows(kind: RecordKind, lines: Iterable[Mapping[str, Any]]) -> Rows:
    """The table of a kind, its heading first; `lines` are records as JSON lines have them."""
    yield [ID, UNIT, *kind.fields]
    for line in lines:
        values = (_cell(line["fields"].get(name)) for name in kind.fields)
        yield [harmless(line["id"]), harmless(line["unit"] or ""), *values]


def unit_rows(units: OrgUnits) -> Rows:
    yield _UNIT_COLUMNS
    for unit in units:
        texts = (unit.code, unit.parent or "", unit.level, unit.type, unit.name)
        yield [*map(harmless, texts), _truth(unit.retired)]


def choice_rows(plan: Plan) -> Rows:
    yield _CHOICE_COLUMNS
    for name, choices in plan.choices.items():
        for one in choices.values():
            days, retired = (one.valid_from or "", one.valid_to or ""), _truth(one.retired)
            yield [*map(harmless, (name, one.value, one.label.vi, one.label.en, *days)), retired]


def write_rows(target: IO[str], rows: Rows) -> int:
    """With commas, as RFC 4180 has it, which programs read without being told; returns how many below the heading."""
    writer, count = csv.writer(target), -1
    for count, row in enumerate(rows):  # noqa: B007  # the heading is number 0
        writer.writerow(row)
    return count


def description(plan: Plan) -> str:
    """What the tables hold, as the file `datapackage.json` says it."""
    tables = [*map(_described, plan.record_kinds.values())]
    tables += [_table(UNITS, plan.label, map(_column, _UNIT_COLUMNS), "code")]
    tables[-1]["schema"]["foreignKeys"] = [_key("parent", "", "code")]
    tables += [_table(CHOICES, plan.label, map(_column, _CHOICE_COLUMNS), ["list", "value"])]
    whole: dict[str, Any] = {
        "profile": "tabular-data-package", "name": plan.id, **_titled(plan.label), "version": str(plan.edition),
        "resources": tables,
    }  # fmt: skip
    if is_example(plan.id):
        said = Message("report.example")
        whole |= _titled(plan.label, Label(in_language(said, "vi"), in_language(said, "en"))) | {"example": True}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _described(kind: RecordKind) -> dict[str, Any]:
    """A kind: its fields, what they mean, and to which tables they lead."""
    fields = [_text(ID), _text(UNIT), *map(_field, kind.fields.values())]
    table = _table(kind.name, kind.list_label, fields, ID) | _titled(kind.list_label, kind.purpose)
    keys = [_key(UNIT, UNITS, "code")]
    for of in kind.fields.values():
        if of.type.lookup is Lookup.UNITS:
            keys.append(_key(of.name, UNITS, "code"))
        elif of.target:
            keys.append(_key(of.name, of.target, ID))
    table["schema"]["foreignKeys"] = keys
    return table


def _table(name: str, title: Label, fields: Iterable[Mapping[str, Any]], key: str | Sequence[str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource", "name": name, "path": file_of(name), **_titled(title), "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "schema": {"fields": list(fields), "primaryKey": key},
    }  # fmt: skip


def _field(of: Field) -> dict[str, Any]:
    """`choices`: the list in the table of choices that a code, or each of several, stands in."""
    found = {"name": of.name, "type": of.type.schema, **_titled(of.label, of.help)}
    if of.type.schema == "time":
        found["format"] = "%H:%M"
    return found | ({"choices": of.choices} if of.choices else {})


def _column(name: str) -> dict[str, str]:
    """A column of the tables of units and choices."""
    return {"name": name, "type": "boolean"} if name == "retired" else _text(name)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _text(name: str) -> dict[str, str]:
    return {"name": name, "type": "string"}


def _key(field: str, table: str, column: str) -> dict[str, Any]:
    """`table`: "" is the one that the key stands in."""
    return {"fields": field, "reference": {"resource": table, "fields": column}}


def _titled(title: Label, purpose: Label | None = None) -> dict[str, str]:
    """Titles and purposes in both languages; programs know the Vietnamese ones."""
    found = {"title": title.vi, "title_en": title.en}
    if purpose:
        found |= {"description": purpose.vi, "description_en": purpose.en}
    return {name: text for name, text in found.items() if text}


def _cell(raw: Any) -> str:
    """A value as JSON has it, in a cell: several values as a list in JSON."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return harmless(raw)
    return json.dumps(raw, ensure_ascii=False)
