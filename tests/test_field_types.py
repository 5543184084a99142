"""Every decision about a type of field stands in its row, nothing else asks which type it is, and values must fit."""

import ast
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import asdict, fields, replace

from db.column_conditions import SORTED_BY
from db.schema import COLUMN_TYPES
from desktop_app.domain.field_type import FieldType
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.values import Value
from desktop_app.exchange.demo_amounts import RANGES, STEPS
from desktop_app.exchange.demo_values import MAKERS
from desktop_app.session import OpenFile, editing, records
from desktop_app.sheets.cell_reading import CELL_READERS
from tests.new_files import new_file
from tests.small_plan import SOURCE
from ui.form.field_making import EDITORS

ROOT = Path(__file__).resolve().parent.parent
TABLES = {
    "desktop_app/domain/field_types.py", "desktop_app/exchange/demo_values.py", "desktop_app/exchange/demo_amounts.py",
    "desktop_app/sheets/cell_reading.py", "ui/form/field_making.py",
}  # fmt: skip
NAMES = frozenset(FIELD_TYPES)
ORDINARY = {"text", "date", "time", "unit", "choice"}  # words that may mean something else
MESSAGES = {
    key
    for file in (ROOT / "resources" / "i18n").glob("*.json")
    for key in json.loads(file.read_text(encoding="utf-8"))
}  # fmt: skip


def lacking(of: FieldType) -> list[str]:
    """Where nobody has decided anything for a type."""
    tables = {
        "an editor in ui/form/field_making.py": of.name in EDITORS,
        "a maker in desktop_app/exchange/demo_values.py": of.name in MAKERS,
        "a reader in desktop_app/sheets/cell_reading.py": of.name in CELL_READERS,
        "usual numbers in desktop_app/exchange/demo_amounts.py": not of.numeric or of.name in (STEPS.keys() & RANGES),
        "a column type in db/schema.py": of.stored_as in COLUMN_TYPES,
        "an order in db/column_conditions.py": of.sorts_as in SORTED_BY,
        "its name for people": f"cli.type_{of.name}" in MESSAGES,
        "the hint of its filter": {f"list.hint_{of.filter}", f"list.help_{of.filter}"} <= MESSAGES,
        "a row in desktop_app/domain/field_types.py": FIELD_TYPES.get(of.name) is of,
    }
    return [table for table, there in tables.items() if not there]


@pytest.mark.parametrize("name", FIELD_TYPES)
def test_a_type_lacks_nothing(name: str) -> None:
    assert lacking(FIELD_TYPES[name]) == []


def test_a_type_that_was_only_begun_is_told_what_it_lacks() -> None:
    begun = replace(FIELD_TYPES["int"], name="colour", filter="colour")
    assert lacking(begun) == [
        "an editor in ui/form/field_making.py",
        "a maker in desktop_app/exchange/demo_values.py",
        "a reader in desktop_app/sheets/cell_reading.py",
        "usual numbers in desktop_app/exchange/demo_amounts.py",
        "its name for people",
        "the hint of its filter",
        "a row in desktop_app/domain/field_types.py",
    ]


@pytest.mark.parametrize("decision", [one.name for one in fields(FieldType) if one.required])
def test_a_row_without_one_of_its_decisions_is_none(decision: str) -> None:
    row = asdict(FIELD_TYPES["text"])
    del row[decision]
    with pytest.raises(TypeError, match=decision):
        FieldType(**row)


@pytest.mark.parametrize("table", [EDITORS, MAKERS, CELL_READERS, STEPS, RANGES])
def test_a_table_knows_no_type_that_is_none(table: dict[str, object]) -> None:
    assert table.keys() - NAMES == set()


# --- who asks which type it is -------------------------------------------------------------------------------------


def literals(node: ast.AST) -> set[str]:
    """The texts that stand in an expression or a pattern, in a tuple or a set too."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def asks_for_type(node: ast.expr) -> bool:
    """`field.type`, `field.type.name`, `raw["type"]`, `raw.get("type")`."""
    match node:
        case ast.Attribute(attr="type"):
            return True
        case ast.Attribute(attr="name", value=inner):
            return asks_for_type(inner)
        case ast.Subscript(slice=ast.Constant(value="type")):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value="type"), *_]):
            return True
    return False


def is_collection(node: ast.AST) -> bool:
    """Whether it is a table or a list of types of field."""
    match node:
        case ast.Dict(keys=keys):
            items: list[ast.expr | None] = list(keys)
        case ast.Tuple(elts=elements) | ast.Set(elts=elements) | ast.List(elts=elements):
            items = list(elements)
        case _:
            return False
    names = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    return len(names) == len(items) and len(names) > 1 and NAMES.issuperset(names) and not ORDINARY.issuperset(names)


def compared(node: ast.AST) -> Iterator[tuple[ast.expr, Iterable[ast.AST]]]:
    """What is compared with what."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        yield from ((side, [other for other in sides if other is not side]) for side in sides)
    elif isinstance(node, ast.Match):
        yield node.subject, [case.pattern for case in node.cases]


def questions(source: str) -> list[int]:
    """The lines of a module that ask which type a field has."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if is_collection(node):
            found.add(getattr(node, "lineno", 0))
        for asked, others in compared(node):
            named = NAMES & set().union(*map(literals, others))
            if named - ORDINARY or (named and asks_for_type(asked)):
                found.add(asked.lineno)
    return sorted(found)


SOURCES = {
    file.relative_to(ROOT).as_posix(): file
    for top in ("desktop_app", "db", "ui")
    for file in (ROOT / top).rglob("*.py")
}


def test_nothing_beside_the_tables_asks_which_type_a_field_has() -> None:
    others = {name: file.read_text(encoding="utf-8") for name, file in SOURCES.items() if name not in TABLES}
    assert [(name, found) for name, text in others.items() if (found := questions(text))] == []


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_tables_are_tables(name: str) -> None:
    assert "field.type ==" not in SOURCES[name].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "code",
    [
        "if field.type == 'date': pass", "if 'unit' != f.type.name: pass", "x = field.type in ('text', 'ref')",
        "x = raw['type'] == 'choice'", "x = raw.get('type', '') == 'text'", "if kind == 'longtext': pass",
        "NUMBERS = ('int', 'money')", "WIDE = {'date': 98, 'bool': 64}", "match field.type.name:\n  case 'date': pass",
    ],
)  # fmt: skip
def test_whoever_asks_is_found(code: str) -> None:
    assert questions(code)


@pytest.mark.parametrize("code", ["x = event.type() == Type.Resize", "KEYS = ('text', 'date')", "x = unit.type + 'x'"])
def test_whoever_asks_for_something_else_is_left_alone(code: str) -> None:
    assert questions(code) == []


# --- what is no value of a type ------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    with new_file(tmp_path / "nhỏ.db", SOURCE, "11", "Lan") as opened:
        yield opened


@pytest.mark.parametrize(
    ("field", "value"), [("n", "năm"), ("n", "5"), ("date", "2022-02-30"), ("date", "5/3/22"), ("date", 5)]
)
def test_what_is_no_value_of_its_type_is_refused_and_nothing_is_saved(file: OpenFile, field: str, value: Value) -> None:
    visit = editing.new_record(file, "visit", {"date": "2022-05-14", "n": 3, "m": 2}).record
    before = records.find(file, visit)
    refused = editing.set_value(file, visit, field, value)
    assert (refused.saved, [p.field for p in refused.problems]) == (False, [field])
    assert records.find(file, visit) == before
    new = editing.new_record(file, "visit", {"date": "2022-05-14", "m": 2, field: value})
    assert (new.saved, [p.field for p in new.problems]) == (False, [field])
    assert records.count(file, "visit") == 1
