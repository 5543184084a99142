"""One row per measure: every row is complete, and nothing but the table asks which measure it is."""

import ast
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, get_origin, get_type_hints

import pytest

from desktop_app.domain.measures import MEASURES, Measure
from tests.test_architecture import TREES, catalogue, placeholders

TABLE, ROWS = "desktop_app/domain/measures.py", "MEASURES"
CONSTANTS = {name.upper() for name in MEASURES}
MESSAGES = {key: message["vi"] for key, message in catalogue().items()}
VALUES = {"range_key": {"low", "high"}, "difference_key": {"n"}}


def gaps(row: object) -> Iterator[str]:
    """The names of what a row lacks: no value, one of another type, or a sentence that does not exist."""
    for name, hint in get_type_hints(type(row)).items():
        value = getattr(row, name, gaps)
        wanted = hint if isinstance(hint, type | UnionType) else get_origin(hint)
        known = value is not gaps and isinstance(value, wanted)
        if not known or (name in VALUES and placeholders(MESSAGES.get(str(value), "")) != VALUES[name]):
            yield name


def contradictions(row: Measure) -> Iterator[str]:
    """The names of what does not go with the rest of the row."""
    if not row.has_denominator:
        yield from (n for n in ("whole", "from_baseline", "empty_not_applicable") if getattr(row, n))
    if row.factor < 1 or (row.factor > 1 and not row.has_denominator):
        yield "factor"
    if row.signed != row.number_format.startswith("+") or ("%" in row.suffix) != ("%" in row.number_format):
        yield "number_format"


def row_of(values: Mapping[str, object]) -> Measure:
    """A row with these values and no others, which the class itself would refuse."""
    row: Measure = object.__new__(Measure)
    for name, value in values.items():
        object.__setattr__(row, name, value)
    return row


def values_of(row: Measure) -> dict[str, Any]:
    return {name: getattr(row, name) for name in get_type_hints(Measure)}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_says_everything(name: str) -> None:
    row = MEASURES[name]
    assert [f"{name}: {gap}" for gap in (*gaps(row), *contradictions(row))] == []


@pytest.mark.parametrize("name", get_type_hints(Measure))
def test_what_a_row_lacks_is_named(name: str) -> None:
    values = values_of(MEASURES["percent"])
    del values[name]
    assert list(gaps(row_of(values))) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [("whole", "100"), ("decimals", 0.5), ("range_key", "report.no_such"), ("difference_key", "report.target_between")],
)
def test_what_a_row_says_wrongly_is_named(name: str, value: object) -> None:
    assert list(gaps(row_of({**values_of(MEASURES["percent"]), name: value}))) == [name]


def test_what_a_row_contradicts_is_named() -> None:
    wrong = {"factor": 1000, "whole": 100, "signed": True}
    found = contradictions(row_of({**values_of(MEASURES["count"]), **wrong}))
    assert list(found) == ["whole", "factor", "number_format"]


# --- who asks ----------------------------------------------------------------------------------------------------


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def is_literal(node: ast.AST) -> bool:
    """Whether it is a text or a constant, or a few of them."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return all(map(is_literal, node.elts))
    return (isinstance(node, ast.Constant) and isinstance(node.value, str)) or name_of(node).isupper()


def is_measure(node: ast.AST) -> bool:
    """Whether it is a measure by name, one of a few, or a row."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(is_measure, node.elts))
    if isinstance(node, ast.Subscript):
        return is_measure(node.slice)
    return name_of(node) in CONSTANTS or (isinstance(node, ast.Constant) and node.value in MEASURES)


def asks(node: ast.AST) -> bool:
    """Whether it decides by which measure it is: compares it, matches it, or looks it up in a table of its own."""
    match node:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            compares = "measure" in map(name_of, sides) and any(map(is_literal, sides)) and name_of(others[-1]) != ROWS
            return compares or any(map(is_measure, sides))
        case ast.Match(subject=subject):
            return name_of(subject) == "measure"
        case ast.Subscript(value=table, slice=key):
            return name_of(key) == "measure" and name_of(table) != ROWS
        case ast.Dict(keys=keys):
            return any(name_of(key) in CONSTANTS for key in keys if key)
        case ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]):
            return name_of(key) == "measure"
    return False


def test_nothing_but_the_table_asks_which_measure_it_is() -> None:
    others = [(name, tree) for name, tree in TREES.items() if name != TABLE]
    assert len(others) == len(TREES) - 1
    assert [(name, ast.unparse(node)) for name, tree in others for node in ast.walk(tree) if asks(node)] == []


@pytest.mark.parametrize(
    "line",
    [
        "figure.measure == COUNT", "measure != 'percent'", "chart.measure in (PERCENT, GROWTH)",
        "name == measures.COUNT", "FACTORS[indicator.measure]", "{PERCENT: 100}", "NAMES.get(measure)",
        "row is MEASURES['count']", "match figure.measure:\n    case 'count': pass",
    ],
)  # fmt: skip
def test_such_a_question_is_seen(line: str) -> None:
    assert any(map(asks, ast.walk(ast.parse(line))))


@pytest.mark.parametrize(
    "line",
    [
        "MEASURES[figure.measure].whole", "one.measure == other.measure", "name not in MEASURES",
        "show_value(PERCENT, share) == text",
    ],
)  # fmt: skip
def test_what_asks_the_row_is_no_such_question(line: str) -> None:
    assert not any(map(asks, ast.walk(ast.parse(line))))
