"""Patterns of a plan's rules that may take for ever to hold against a text: Python can't stop them once they run."""

import ast
import re

MOST_OPEN = 2  # parts that may be of any length: with each more the time rises by the length of the text
_PLAIN = (r"\\.", r"\[\^?\]?(?:\\.|[^\]])*\]")  # an escaped sign, a set of signs: each stands for one
_REPEAT = re.compile(r"[*+]|\{\d*,\d*\}")
_REPEATED_GROUP = re.compile(r"\(([^()]*)\)(?:[*+]|\{)")
_INSIDE = re.compile(r"[*+?{|]")
_GROUP = re.compile(r"\([^()]*\)")


def costly_pattern(expression: str) -> str | None:
    """A pattern in an expression that is not known to be quick, or is no constant; None where all are."""
    for node in ast.walk(ast.parse(expression.strip(), mode="eval")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "matches":
            pattern = node.args[1]
            if not (isinstance(pattern, ast.Constant) and isinstance(pattern.value, str)):
                return ast.unparse(pattern)
            if _is_costly(pattern.value):
                return pattern.value
    return None


def _is_costly(pattern: str) -> bool:
    """Whether something that varies is itself repeated, or too much of it is of any length."""
    for plain in _PLAIN:
        pattern = re.sub(plain, "x", pattern)
    if "(?" in pattern.replace("(?:", "("):  # looking around, conditions: no plan of ours needs them
        return True
    pattern = pattern.replace("(?:", "(")
    if len(_REPEAT.findall(pattern)) > MOST_OPEN:
        return True
    while _GROUP.search(pattern):
        if any(_INSIDE.search(inner) for inner in _REPEATED_GROUP.findall(pattern)):
            return True
        pattern = _GROUP.sub(_as_one, pattern, count=1)
    return False


def _as_one(group: re.Match[str]) -> str:
    """A group as what stands for it in the one around: still something that varies, or one sign."""
    return "x?" if _INSIDE.search(group[0]) else "x"
