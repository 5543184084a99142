"""One row per measure and per sign of a target: every row is complete, and only the table asks which one it is."""

import ast
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, NamedTuple, TypeVar, cast, get_origin, get_type_hints

import pytest

from desktop_app.domain.comparisons import COMPARISONS, Comparison
from desktop_app.domain.measures import MEASURES, Measure
from tests.test_architecture import catalogue, placeholders, trees

Row = TypeVar("Row")
MESSAGES = {key: message["vi"] for key, message in catalogue().items()}
VALUES = {"range_key": {"low", "high"}, "difference_key": {"n"}, "target_key": {"amount"},
          "short_key": {"title", "figure", "target", "short"}, "not_met_key": {"title", "figure", "target"},
          "verdict_key": set[str]()}  # fmt: skip


class Decision(NamedTuple):
    """The word by which code would ask, and the table that answers; `constants` are names of its rows."""

    word: str
    file: str
    table: str
    rows: Mapping[str, object]
    constants: frozenset[str] = frozenset()
    literal: bool = True  # whether a text says by itself that it means a row


MEASURE = Decision(
    "measure", "desktop_app/domain/measures.py", "MEASURES", MEASURES, frozenset(map(str.upper, MEASURES))
)
OP = Decision("op", "desktop_app/domain/comparisons.py", "COMPARISONS", COMPARISONS, literal=False)


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


def row_of(kind: type[Row], values: Mapping[str, object]) -> Row:
    """A row with these values and no others, which the class itself would refuse."""
    row: Any = type(kind.__name__, (), {"__annotations__": get_type_hints(kind)})()
    for name, value in values.items():
        setattr(row, name, value)
    return cast(Row, row)


def values_of(row: object) -> dict[str, Any]:
    return {name: getattr(row, name) for name in get_type_hints(type(row))}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_says_everything(name: str) -> None:
    row = MEASURES[name]
    assert [f"{name}: {gap}" for gap in (*gaps(row), *contradictions(row))] == []


@pytest.mark.parametrize("sign", COMPARISONS)
def test_a_sign_of_a_target_says_everything(sign: str) -> None:
    assert [f"{sign} {gap}" for gap in gaps(COMPARISONS[sign])] == []


@pytest.mark.parametrize(
    ("row", "name"), [(row, name) for row in (MEASURES["percent"], COMPARISONS["="]) for name in values_of(row)]
)
def test_what_a_row_lacks_is_named(row: Measure | Comparison, name: str) -> None:
    values = values_of(row)
    del values[name]
    assert list(gaps(row_of(type(row), values))) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [("whole", "100"), ("decimals", 0.5), ("range_key", "report.no_such"), ("difference_key", "report.target_between")],
)
def test_what_a_row_says_wrongly_is_named(name: str, value: object) -> None:
    assert list(gaps(row_of(Measure, {**values_of(MEASURES["percent"]), name: value}))) == [name]


def test_what_a_row_contradicts_is_named() -> None:
    wrong = {"factor": 1000, "whole": 100, "signed": True}
    found = contradictions(row_of(Measure, {**values_of(MEASURES["count"]), **wrong}))
    assert list(found) == ["whole", "factor", "number_format"]


# --- who asks ----------------------------------------------------------------------------------------------------


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def is_literal(node: ast.AST) -> bool:
    """Whether it is a text or a constant, or a few of them."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return all(map(is_literal, node.elts))
    return (isinstance(node, ast.Constant) and isinstance(node.value, str)) or name_of(node).isupper()


def is_row(node: ast.AST, of: Decision) -> bool:
    """Whether it is a row by its name, one of a few, or the row itself."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(is_row(element, of) for element in node.elts)
    if isinstance(node, ast.Subscript):
        return name_of(node.value) == of.table or is_row(node.slice, of)
    return name_of(node) in of.constants or (of.literal and isinstance(node, ast.Constant) and node.value in of.rows)


def asks(node: ast.AST, of: Decision) -> bool:
    """Whether it decides by which one it is: compares it, matches it, or looks it up in a table of its own."""
    match node:
        case ast.Compare(left=left, comparators=others):
            sides = [left, *others]
            compares = of.word in map(name_of, sides) and any(map(is_literal, sides))
            return (compares and name_of(others[-1]) != of.table) or any(is_row(side, of) for side in sides)
        case ast.Match(subject=subject):
            return name_of(subject) == of.word
        case ast.Subscript(value=table, slice=key):
            return name_of(key) == of.word and name_of(table) != of.table
        case ast.Dict(keys=keys):
            return any(name_of(key) in of.constants for key in keys if key)
        case ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]):
            return name_of(key) == of.word
    return False


@pytest.mark.parametrize("decision", [MEASURE, OP], ids=lambda decision: decision.word)
def test_nothing_but_the_table_asks_which_one_it_is(decision: Decision) -> None:
    others = [(name, tree) for name, tree in trees().items() if name != decision.file]
    assert len(others) == len(trees()) - 1
    assert [(name, ast.unparse(n)) for name, tree in others for n in ast.walk(tree) if asks(n, decision)] == []


@pytest.mark.parametrize(
    ("decision", "line"),
    [
        (MEASURE, "figure.measure == COUNT"), (MEASURE, "measure != 'percent'"),
        (MEASURE, "chart.measure in (PERCENT, GROWTH)"), (MEASURE, "name == measures.COUNT"),
        (MEASURE, "FACTORS[indicator.measure]"), (MEASURE, "{PERCENT: 100}"), (MEASURE, "NAMES.get(measure)"),
        (MEASURE, "row is MEASURES['count']"), (MEASURE, "match figure.measure:\n    case 'count': pass"),
        (OP, "indicator.op == '>='"), (OP, "op in ('=', '<=')"), (OP, "row is not COMPARISONS[op]"), (OP, "SIGNS[op]"),
    ],
)  # fmt: skip
def test_such_a_question_is_seen(decision: Decision, line: str) -> None:
    assert any(asks(node, decision) for node in ast.walk(ast.parse(line)))


@pytest.mark.parametrize(
    ("decision", "line"),
    [
        (MEASURE, "MEASURES[figure.measure].whole"), (MEASURE, "one.measure == other.measure"),
        (MEASURE, "name not in MEASURES"), (MEASURE, "show_value(PERCENT, share) == text"),
        (OP, "COMPARISONS[indicator.op].sign"), (OP, "filter.sign in ('>=', '<')"),
    ],
)  # fmt: skip
def test_what_asks_the_row_is_no_such_question(decision: Decision, line: str) -> None:
    assert not any(asks(node, decision) for node in ast.walk(ast.parse(line)))
