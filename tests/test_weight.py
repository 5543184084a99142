"""How heavy each room may be: the nodes of Python's syntax trees, in a table that is lowered with what lightens it.

Docstrings, comments and line breaks weigh nothing, so neither of them buys room. A text of more than 200 characters and
what can be run under `resources` weigh a node for four characters, so data does not hide weight. A line of the table is
raised only in a commit that says what it buys; whoever makes a room lighter lowers its line to what the test prints.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODES_AT_MOST = {
    "core": 199_000,
    "edges": 117_000,
    "window": 136_000,
    "windows": 2_500,
    "resources": 0,
    "tests": 407_000,
    "harness": 72_500,
}
# the first prefix that fits; edges stand within the folders of the core
ROOMS = {
    "edges": tuple(f"desktop_app/{folder}/" for folder in ("report", "sheets", "exchange", "server", "cli")),
    "core": ("desktop_app/", "db/"),
    "window": ("ui/",),
    "windows": ("windows/",),
    "harness": ("tests/harness/",),
    "tests": ("tests/",),
}
WEIGHTLESS = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)
LONG, CHARACTERS_A_NODE = 200, 4
STATEMENT = re.compile(r"\bSELECT\b.+\bFROM\b|\b(?:CREATE|DROP) (?:TABLE|VIEW|TRIGGER)\b", re.DOTALL)
RUNS = {".py", ".sql", ".sh", ".bat", ".js", ".qml"}


def nodes_of(source: str) -> int:
    nodes = [node for node in ast.walk(ast.parse(source)) if not isinstance(node, WEIGHTLESS)]
    texts = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    docstrings = sum(id(text) in alone for text in texts)
    long = [str(text.value) for text in texts if id(text) not in alone and len(str(text.value)) > LONG]
    return len(nodes) - 2 * docstrings + sum(len(text) // CHARACTERS_A_NODE for text in long)


def nodes_of_resource(path: Path) -> int:
    if path.suffix in RUNS:
        return len(path.read_text(encoding="utf-8")) // CHARACTERS_A_NODE
    if path.suffix not in {".toml", ".json"}:
        return 0
    return sum(
        len(line) // CHARACTERS_A_NODE for line in path.read_text("utf-8").splitlines() if STATEMENT.search(line)
    )


def weights() -> dict[str, int]:
    found = dict.fromkeys(NODES_AT_MOST, 0)
    for folder in ("desktop_app", "db", "ui", "windows", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            room = next(room for room, prefixes in ROOMS.items() if name.startswith(prefixes))
            found[room] += nodes_of(path.read_text(encoding="utf-8"))
    found["resources"] = sum(nodes_of_resource(path) for path in (ROOT / "resources").rglob("*") if path.is_file())
    return found


def test_no_room_is_heavier_than_its_line_of_the_table() -> None:
    weighed = weights()
    table = "\n".join(f"{room:9} {nodes:8,} of {NODES_AT_MOST[room]:8,}" for room, nodes in weighed.items())
    heavier = {room: nodes - NODES_AT_MOST[room] for room, nodes in weighed.items() if nodes > NODES_AT_MOST[room]}
    assert heavier == {}, f"too heavy by so many nodes; all together {sum(weighed.values()):,}:\n{table}"


def test_neither_words_about_code_nor_its_lines_weigh_anything_but_long_texts_do() -> None:
    plain = nodes_of("def f(a):\n    return a + 1")
    assert nodes_of('def f(\n    a,  # why\n):\n    """Say what."""\n    return a + 1') == plain
    assert nodes_of(f"x = '{'a' * 400}'") == nodes_of("x = ''") + 100
