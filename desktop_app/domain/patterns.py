"""The patterns that `matches` takes: a small language in which nothing that varies is repeated, so that each ends.

Python can't stop a pattern once it runs, so what one may cost is known before.
"""

import ast
import re

LONGEST = 200  # signs of a pattern
LONGEST_TEXT = 500  # of a text that is held against one: a longer one matches none
MOST_OPEN = 2  # parts that may be of any length: with each more the time rises by the length of the text
MOST_VARIED = 8  # `?` and `|`: with each more the time may double
_ESCAPED = r"\\[dws\W]"
_SET = rf"\[\^?(?:{_ESCAPED}|(?!--|&&|\|\||~~)[^\]\\\[])+\]"
_TOKEN = re.compile(
    rf"(?P<atom>{_ESCAPED}|{_SET}|[^\\\[\](){{}}|*+?^$])|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<exact>\{\d{1,3}\})|(?P<maybe>\?)|(?P<times>[*+]|\{\d{0,3},\d{0,3}\})"
)


def refused_pattern(expression: str) -> str | None:
    """A pattern in an expression that is none of the language, or no constant; None where all are."""
    for node in ast.walk(ast.parse(expression.strip(), mode="eval")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "matches":
            pattern = node.args[1]
            if not (isinstance(pattern, ast.Constant) and isinstance(pattern.value, str)):
                return ast.unparse(pattern)
            if not is_pattern(pattern.value):
                return pattern.value
    return None


def is_pattern(text: str) -> bool:
    """Whether a text is a pattern of the language: signs, sets, groups, `|`, and repetitions of what does not vary."""
    tokens = list(_TOKEN.finditer(text))
    if len(text) > LONGEST or sum(len(token[0]) for token in tokens) != len(text):
        return False
    names = [str(token.lastgroup) for token in tokens]
    if names.count("times") > MOST_OPEN or names.count("maybe") + names.count("or") > MOST_VARIED:
        return False
    return _is_nested_well(names) and _compiles(text)


def _is_nested_well(names: list[str]) -> bool:
    """Whether groups are closed, and each repetition follows something that does not vary itself."""
    varies = [False]  # of each group that is open: whether something in it does
    last: bool | None = None  # whether what a repetition would repeat varies; None: there is nothing
    for name in names:
        match name:
            case "atom":
                last = False
            case "open":
                varies.append(False)
                last = None
            case "close":
                if len(varies) == 1:
                    return False
                last = varies.pop()
                varies[-1] |= last
            case "or":
                varies[-1], last = True, None
            case _:
                if last is not False:
                    return False
                varies[-1] |= name != "exact"
                last = None
    return len(varies) == 1


def _compiles(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
