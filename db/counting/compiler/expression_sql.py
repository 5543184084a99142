"""Writes the expressions of the plan language as SQL, each over one row of a query."""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from db.counting.compiler.dialect import BILLIONTHS, Dialect
from db.schema import literal
from desktop_app.domain.member_words import mark
from desktop_app.domain.plan_language.tree import (
    CHOICES,
    CONDITION,
    DECIMAL,
    NUMBER,
    TEXT,
    Ask,
    Call,
    Constant,
    FieldPath,
    Named,
    Operation,
    Parameter,
    Tree,
    Type,
)

DECLARED = "declared_units"
PARAMETERS = {
    "period_start": ":S", "period_end": ":E", "year_start": ":Y0", "plan_start": ":P0", "plan_quarter_end": ":Q0_LAST",
    "year_of_plan": ":Y", "school_year_of_end": ":SY", "reporting_unit": ":U", "root_unit": ":P",
}  # fmt: skip


class SqlFrame(Protocol):
    """A row of a query: what the names of an expression are in it."""

    dialect: Dialect

    def column(self, column: FieldPath) -> str: ...
    def named(self, named: Named) -> str: ...
    def unit(self) -> str: ...
    def asked(self, ask: Ask) -> str: ...


def sql_of(tree: Tree, frame: SqlFrame) -> str:
    """The SQL of an expression; a condition may be unknown, as in the language."""
    match tree:
        case Constant():
            return _constant(tree)
        case Parameter(name=name):
            return PARAMETERS[name]
        case Named():
            return frame.named(tree)
        case FieldPath():
            column = frame.column(tree)
            return f"({frame.dialect.true(column)})" if tree.type == CONDITION else column
        case Operation():
            return _operation(tree, frame)
        case Call():
            return _FUNCTIONS[tree.name](tree, [_beside(part, frame, tree.type) for part in tree.parts], frame)
        case Ask():
            return frame.asked(tree)


def scaled(tree: Tree, frame: SqlFrame, to: Type) -> str:
    """The same in billionths where it stands with numbers that have decimals."""
    return in_billionths(number_of(tree, frame), tree.type, to, frame.dialect)


def in_billionths(sql: str, given: Type, to: Type, dialect: Dialect) -> str:
    return f"({dialect.factor(sql)} * {BILLIONTHS})" if to == DECIMAL and given != DECIMAL else sql


def number_of(tree: Tree, frame: SqlFrame) -> str:
    """The same as a number: a condition is 1 where it is true."""
    sql = sql_of(tree, frame)
    return f"CASE WHEN {sql} THEN 1 ELSE 0 END" if tree.type == CONDITION else sql


def _constant(constant: Constant) -> str:
    value = constant.value
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Decimal):
        return str(int(value * BILLIONTHS))
    return str(value).upper() if isinstance(value, bool) else str(value)


def _operation(tree: Operation, frame: SqlFrame) -> str:
    common = DECIMAL if any(part.type == DECIMAL for part in tree.parts) else tree.type
    if tree.sign == "*":
        common = NUMBER  # so many times the billionths of the other one
    first, *others = (_beside(part, frame, common) for part in tree.parts)
    match tree.sign:
        case "*":
            return f"({frame.dialect.factor(first)} * {others[0]})"
        case "and" | "or":
            return f"({f' {tree.sign.upper()} '.join((first, *others))})"
        case "not":
            return f"(NOT {first})"
        case "in" | "not in":
            return f"({first} {tree.sign.upper()} ({', '.join(others)}))"
        case "join":
            return f"({first} || {others[0]})"
        case "-" if not others:
            return f"(-{first})"
    return f"({first} {tree.sign} {others[0]})"


def _beside(tree: Tree, frame: SqlFrame, to: Type) -> str:
    """A part as it stands beside others of a type."""
    sql = sql_of(tree, frame)
    return in_billionths(sql, tree.type, to, frame.dialect) if tree.type == NUMBER else sql


def _present(tree: Call, parts: list[str], frame: SqlFrame) -> str:
    if tree.parts[0].type == TEXT:
        return f"(trim(coalesce({parts[0]}, '')) <> '')"
    if tree.parts[0].type.name == CHOICES:
        return f"({frame.dialect.size(parts[0])} > 0)"
    return f"({parts[0]} IS NOT NULL)"


def _has(joined: str) -> Callable[[Call, list[str], SqlFrame], str]:
    def write(_: Call, parts: list[str], frame: SqlFrame) -> str:
        return f"({f' {joined} '.join(frame.dialect.has(parts[0], value) for value in parts[1:])})"

    return write


def _of_unit(what: str, table: str) -> Callable[[Call, list[str], SqlFrame], str]:
    return lambda _tree, parts, _frame: f"(SELECT l.{what} FROM {table} l WHERE l.code = {parts[0]})"


def _level_name(_: Call, parts: list[str], __: SqlFrame) -> str:
    before, after = mark("?").split("?")
    return f"({literal(before)} || {parts[0]} || {literal(after)})"


def _small(_: Call, parts: list[str], __: SqlFrame) -> str:
    return f"(lower(substr({parts[0]}, 1, 1)) || substr({parts[0]}, 2))"


def _declared(_: Call, parts: list[str], frame: SqlFrame) -> str:
    return f"({frame.unit()} IN (SELECT d.unit FROM {DECLARED} d WHERE d.area = {parts[0]}))"


_FUNCTIONS: dict[str, Callable[[Call, list[str], SqlFrame], str]] = {
    "present": _present,
    "has": _has("AND"),
    "has_any": _has("OR"),
    "has_all": _has("AND"),
    "size": lambda _, parts, frame: frame.dialect.size(parts[0]),
    "known": lambda _, parts, __: f"CASE WHEN {parts[0]} <= :E THEN {parts[0]} END",
    "months_before": lambda _, parts, frame: frame.dialect.months_before(parts[0], parts[1]),
    "days_after": lambda _, parts, frame: frame.dialect.days_after(parts[0], parts[1]),
    "level": _of_unit("level", "unit_list"),
    "member": _of_unit("member", "place"),
    "name": _of_unit("name", "unit_list"),
    "level_name": _level_name,
    "small": _small,
    "text": lambda _, parts, __: f"CAST({parts[0]} AS TEXT)",
    "coalesce": lambda _, parts, __: f"coalesce({', '.join(parts)})",
    "min": lambda _, parts, frame: frame.dialect.least(parts),
    "max": lambda _, parts, frame: frame.dialect.greatest(parts),
    "if": lambda _, parts, __: f"CASE WHEN {parts[0]} THEN {parts[1]} ELSE {parts[2]} END",
    "declared": _declared,
}
