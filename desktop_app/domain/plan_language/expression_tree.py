"""Reads an expression of the language into a typed tree: names, comparisons, sums, functions."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from desktop_app.domain.constants_compared import can_hold, field_along
from desktop_app.domain.day_values import is_iso_day
from desktop_app.domain.expressions import DEEPEST, LONGEST
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_language.fields import NamedRow, find_column
from desktop_app.domain.plan_language.mistakes import LanguagePlace, suits, type_words
from desktop_app.domain.plan_language.tree import (
    ANY,
    CHOICE,
    CHOICES,
    CONDITION,
    DAY,
    DECIMAL,
    LEVEL,
    NUMBER,
    TEXT,
    Call,
    Constant,
    FieldPath,
    Named,
    Operation,
    Parameter,
    Tree,
    Type,
)
from desktop_app.domain.plan_language.vocabulary import (
    ASKS,
    FIRST,
    FUNCTIONS,
    LEVELS,
    PARAMETERS,
    SAME,
    WHOLE_ONLY,
    Function,
)

AskSet = Callable[[str, Sequence[ast.expr]], Tree]
_SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "<>", ast.In: "in",
    ast.NotIn: "not in",
}  # fmt: skip
_IF = re.compile(r"\bif\s*\(")  # a word of Python, which reads the signs


class Reader:
    """Reads expressions over one row; `ask` reads what is asked of a set. Rules of records have words of their own."""

    def __init__(
        self, plan: Raw, row: NamedRow, place: LanguagePlace, ask: AskSet,
        functions: Mapping[str, Function] = FUNCTIONS, parameters: Mapping[str, Type] = PARAMETERS,
    ) -> None:  # fmt: skip
        self.plan, self.row, self.place, self.ask = plan, row, place, ask
        self.functions, self.parameters = functions, parameters
        self.depth = 0

    def read(self, text: str, wanted: Type = ANY) -> Tree:
        """The tree of a text; a mistake is noted with its place."""
        try:
            if len(text) > LONGEST:
                raise SyntaxError
            body = ast.parse(_IF.sub("if_(", text).strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return self.place.wrong("syntax", text=text[:80])
        tree = self.tree(body)
        if not suits(wanted, tree.type):
            return self.place.wrong("type", text=text, given=type_words(tree.type), wanted=type_words(wanted))
        return tree

    def tree(self, node: ast.expr) -> Tree:
        self.depth += 1
        found = self._tree(node) if self.depth <= DEEPEST else self.place.wrong("syntax", text="…")
        self.depth -= 1
        return found

    def typed(self, node: ast.expr, wanted: Type) -> Tree:
        """The same where only one type may stand."""
        tree = self.tree(node)
        if suits(wanted, tree.type):
            return tree
        return self.place.wrong("type", text=words(node), given=type_words(tree.type), wanted=type_words(wanted))

    def _tree(self, node: ast.expr) -> Tree:
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return _constant(value)
            case ast.Name() | ast.Attribute():
                return self.name(words(node))
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.USub()):
                return self.signed(node)
            case ast.BinOp():
                return self.sum(node)
            case ast.Compare(ops=[op], comparators=[right]) if type(op) in _SIGNS:
                return self.compare(node.left, _SIGNS[type(op)], right)
            case ast.Call(func=ast.Name(id=name), keywords=[], args=args):
                return self.call(name.removesuffix("_"), args)
        return self.place.wrong("syntax", text=words(node))

    def signed(self, node: ast.BoolOp | ast.UnaryOp) -> Tree:
        """`and`, `or`, `not`, and a minus before a number."""
        if isinstance(node, ast.BoolOp):
            sign = "and" if isinstance(node.op, ast.And) else "or"
            return Operation(sign, tuple(self.typed(value, CONDITION) for value in node.values), CONDITION)
        if isinstance(node.op, ast.Not):
            return Operation("not", (self.typed(node.operand, CONDITION),), CONDITION)
        part = self.typed(node.operand, NUMBER)
        return Operation("-", (part,), part.type)

    def name(self, path: str) -> Tree:
        row: NamedRow | None = self.row
        if path in self.parameters:
            return Parameter(path, self.parameters[path])
        if path in LEVELS:
            levels = list(self.plan["plan"]["levels"])
            known = dict(zip(LEVELS, (levels[0], self.plan["plan"]["member_level"], levels[-1]), strict=True))
            return Constant(known[path], LEVEL)
        if path in ("true", "false", "unknown"):
            return Constant({"true": True, "false": False}.get(path), ANY if path == "unknown" else CONDITION)
        while row:
            if path in row.named:
                return Named(path, row.named[path])
            row = row.beside
        return find_column(self.plan, self.row.kind, tuple(path.split(".")), self.place)

    def sum(self, node: ast.BinOp) -> Tree:
        left, right = self.tree(node.left), self.tree(node.right)
        if isinstance(node.op, ast.Add) and suits(TEXT, left.type) and left.type != ANY:
            both = (left, self.typed(node.right, TEXT))
            return Operation("join", both, TEXT)
        for sign, op in (("+", ast.Add), ("-", ast.Sub), ("*", ast.Mult)):
            if isinstance(node.op, op):
                both = (left, right)
                for part, side in zip(both, (node.left, node.right), strict=True):
                    if not suits(NUMBER, part.type):
                        given, wanted = type_words(part.type), type_words(NUMBER)
                        return self.place.wrong("type", text=words(side), given=given, wanted=wanted)
                if sign == "*" and left.type == right.type == DECIMAL:
                    return self.place.wrong("two_decimals", text=words(node))
                return Operation(sign, both, DECIMAL if DECIMAL in (left.type, right.type) else NUMBER)
        return self.place.wrong("syntax", text=words(node))

    def compare(self, left: ast.expr, sign: str, right: ast.expr) -> Tree:
        first = self.tree(left)
        if first.type.name == CHOICES:
            return self.place.wrong("several_compared", name=words(left))
        others = right.elts if isinstance(right, ast.Tuple) and sign.endswith("in") else [right]
        found = [self.against(first, other) for other in others]
        return Operation(sign, (first, *found), CONDITION)

    def against(self, first: Tree, node: ast.expr) -> Tree:
        """What a value is compared with: of its type, or a constant that it can be."""
        other, type_ = self.tree(node), first.type
        if isinstance(other, Constant) and isinstance(other.value, str) and other.type == TEXT:
            field = field_along(self.plan, self.row.kind, first.path) if isinstance(first, FieldPath) else None
            if not can_hold(field, other.value):
                return self.place.wrong("no_hour", text=other.value)
            return self.constant(other.value, type_)
        if not suits(type_, other.type) and not suits(other.type, type_):
            return self.place.wrong("compared", left=type_words(type_), right=type_words(other.type), text=words(node))
        return other

    def constant(self, value: str, type_: Type) -> Tree:
        if type_.name in (CHOICE, CHOICES):
            known = self.plan["choices"].get(type_.of, {})
            return Constant(value, type_) if value in known else self.place.unknown("choice", value, known)
        if type_ == LEVEL:
            levels = self.plan["plan"]["levels"]
            return Constant(value, type_) if value in levels else self.place.unknown("level", value, levels)
        if type_ == DAY and is_iso_day(value):
            return Constant(value, DAY)
        if not suits(TEXT, type_):
            return self.place.wrong(
                "compared", left=type_words(type_), right=type_words(TEXT), text=f"'{value}'"
            )  # fmt: skip
        return Constant(value, TEXT)

    def call(self, name: str, args: Sequence[ast.expr]) -> Tree:
        if name in ASKS:
            return self.ask(name, args)
        function = self.functions.get(name)
        if function is None:
            return self.place.unknown("function", name, [*self.functions, *ASKS])
        if len(args) < len(function.takes) or (len(args) > len(function.takes) and not function.more):
            return self.place.wrong("arguments", name=name, n=len(function.takes))
        if name.startswith("has"):
            return self.has(name, args)
        takes = [*function.takes, *[function.takes[-1]] * (len(args) - len(function.takes))]
        found: list[Tree] = []
        for node, wanted in zip(args, takes, strict=True):
            found.append(self.typed(node, found[FIRST.get(name, 0)].type if wanted == SAME else wanted))
        if name in WHOLE_ONLY and found[-1].type == DECIMAL:
            return self.place.wrong("whole_only", name=name)
        gives = function.gives
        if gives == SAME:
            same = [tree.type for tree in found[FIRST.get(name, 0) :]]
            gives = DECIMAL if DECIMAL in same else next((type_ for type_ in same if type_ != ANY), ANY)
        return Call(name, tuple(found), gives)

    def has(self, name: str, args: Sequence[ast.expr]) -> Tree:
        """`has_any(field, 'a', 'b')`: values of its list."""
        field = self.typed(args[0], Type(CHOICES))
        return Call(name, (field, *(self.against(field, node) for node in args[1:])), CONDITION)


def _constant(value: bool | int | float | str) -> Constant:
    if isinstance(value, float):
        return Constant(Decimal(str(value)), DECIMAL)
    return Constant(value, CONDITION if isinstance(value, bool) else NUMBER if isinstance(value, int) else TEXT)


def words(node: ast.expr) -> str:
    """The part of an expression as it was written; of one that is nested beyond all bounds a sign alone."""
    try:
        return ast.unparse(node).replace("if_(", "if(")
    except RecursionError:
        return "…"
