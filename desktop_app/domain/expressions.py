"""The plan's small expression language: parsed once, evaluated three-valued (true, false, unknown) as SQL does."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct

from desktop_app.domain.patterns import LONGEST_TEXT

Evaluate = Callable[["Scope"], Any]

FUNCTIONS = {
    "present": 1, "has": 2, "level": 1, "year": 1, "length": 1, "matches": 2, "proposed_due": 3,
    "auto": 1, "random_code": 1,
}  # fmt: skip
DEFAULTS_ONLY = frozenset({"auto", "random_code"})
LONGEST, DEEPEST = 2000, 40

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


class ExpressionError(ValueError):
    """An expression of a plan that can't be read; the text says why, for the plan's author."""


def _unknown(*_: object) -> None:
    return None


class Scope(Struct, frozen=True):
    """What an expression may ask: a record's values, today's date, and what the plan and units know."""

    values: Mapping[str, Any]
    today: str | None = None
    level: Callable[[str], str | None] = _unknown
    proposed_due: Callable[..., str | None] = _unknown
    auto: Callable[[str], str | None] = _unknown
    random_code: Callable[[int], str | None] = _unknown


class Expression(Struct, frozen=True):
    """A parsed expression: `names` are the fields (or `parent.field`) and words it reads."""

    text: str
    names: frozenset[str]
    functions: frozenset[str]
    evaluate: Evaluate


def has_value(value: Any) -> bool:
    """Whether a field counts as filled in: text not blank, list not empty, anything else not None."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != ()


@cache
def parse(text: str) -> Expression:
    """Read one expression; ExpressionError says what is wrong with it."""
    if len(text) > LONGEST:
        raise ExpressionError(f"{text[:40]!r} …: > {LONGEST}")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"{text!r}: {error}") from error
    reader = _Reader(text)
    try:
        run = reader.read(tree.body)
    except RecursionError as error:  # what is to be said of a part is itself written by going down into it
        raise ExpressionError(f"{text[:40]!r} …: > {DEEPEST}") from error
    return Expression(text, frozenset(reader.names), frozenset(reader.functions), run)


class _Reader:
    """Turns the allowed part of Python's syntax into closures and notes what they refer to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: set[str] = set()
        self.functions: set[str] = set()
        self.depth = 0

    def read(self, node: ast.expr) -> Evaluate:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"{self.text!r}: > {DEEPEST}")
        run = self._read(node)
        self.depth -= 1
        return run

    def _read(self, node: ast.expr) -> Evaluate:
        match node:
            case ast.Constant() | ast.Tuple() | ast.UnaryOp(op=ast.USub()):
                constant = self._constant(node)
                return lambda scope: constant
            case ast.Name(id=name):
                return self._name(name)
            case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
                return self._name(f"{owner}.{attribute}")
            case ast.BoolOp():
                return self._bool_op(node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _negate(self.read(operand))
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return self._sum(node)
            case ast.Compare(ops=[single], comparators=[right]):
                return self._compare(node.left, single, right)
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                return self._call(name, node.args)
        raise ExpressionError(f"{self.text!r}: {ast.unparse(node)}")

    def _constant(self, node: ast.expr) -> Any:
        """A text, a whole number, an exact decimal, or a tuple of them."""
        match node:
            case ast.Tuple(elts=items):
                return tuple(self._constant(item) for item in items)
            case ast.Constant(value=float() as number):
                return Decimal(str(number))
            case ast.Constant(value=str() | int() as value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as number):
                return -self._constant(number)
        raise ExpressionError(f"{self.text!r}: {ast.unparse(node)}")

    def _name(self, name: str) -> Evaluate:
        self.names.add(name)
        if name == "today":
            return lambda scope: scope.today
        return lambda scope: scope.values.get(name)

    def _bool_op(self, node: ast.BoolOp) -> Evaluate:
        parts = [self.read(part) for part in node.values]
        decisive = isinstance(node.op, ast.Or)

        def run(scope: Scope) -> bool | None:
            unknown = False
            for part in parts:
                value = part(scope)
                if value is None:
                    unknown = True
                elif bool(value) is decisive:
                    return decisive
            return None if unknown else not decisive

        return run

    def _sum(self, node: ast.BinOp) -> Evaluate:
        left, right = self.read(node.left), self.read(node.right)
        sign = 1 if isinstance(node.op, ast.Add) else -1

        def run(scope: Scope) -> Any:
            a, b = left(scope), right(scope)
            return None if a is None or b is None else a + sign * b

        return run

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Evaluate:
        a, b = self.read(left), self.read(right)
        if isinstance(op, ast.In | ast.NotIn):
            wanted = isinstance(op, ast.In)

            def member(scope: Scope) -> bool | None:
                x, values = a(scope), b(scope)
                return None if x is None or values is None else (x in values) is wanted

            return member
        if type(op) not in _COMPARE:
            raise ExpressionError(f"{self.text!r}: {ast.unparse(left)} …")
        compare = _COMPARE[type(op)]

        def run(scope: Scope) -> bool | None:
            x, y = a(scope), b(scope)
            return None if x is None or y is None else compare(x, y)

        return run

    def _call(self, name: str, arguments: list[ast.expr]) -> Evaluate:
        if FUNCTIONS.get(name) != len(arguments):
            raise ExpressionError(f"{self.text!r}: {name}()")
        self.functions.add(name)
        parts = [self.read(argument) for argument in arguments]
        if name == "present":
            return lambda scope: has_value(parts[0](scope))
        if name == "proposed_due":
            return lambda scope: scope.proposed_due(*(part(scope) for part in parts))
        function = _CALLS[name]

        def run(scope: Scope) -> Any:
            values = [part(scope) for part in parts]
            return None if None in values else function(scope, *values)

        return run


def _negate(part: Evaluate) -> Evaluate:
    return lambda scope: None if (value := part(scope)) is None else not value


_CALLS: dict[str, Callable[..., Any]] = {
    "has": lambda scope, values, wanted: wanted in values,
    "level": lambda scope, unit: scope.level(unit),
    "year": lambda scope, date: int(date[:4]),
    "length": lambda scope, text: len(text),
    "matches": lambda scope, text, pattern: len(text) <= LONGEST_TEXT and re.fullmatch(pattern, text) is not None,
    "auto": lambda scope, pattern: scope.auto(pattern),
    "random_code": lambda scope, length: scope.random_code(length),
}
