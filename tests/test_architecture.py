"""The shape of the house: layers, who may import what, who writes, and words that all exist."""

import ast
import graphlib
import json
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Container, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(file for folder in ("desktop_app", "db", "ui") for file in (ROOT / folder).rglob("*.py"))

# the data file, and what publishes, which writes on a server alone
WRITERS = ("db/", "desktop_app/server/")
# with parts that are not given, made of names, or a sequence: no Struct can be that
DATACLASSES = {"ui/progress/figure_lines.py"}
SLOW_TO_IMPORT = {
    "reportlab", "docx", "lxml", "PIL", "xlsxwriter", "click", "platformdirs", "psycopg",
    "_hashlib", "hmac", "secrets", "calendar", "locale",
}  # fmt: skip

Node = TypeVar("Node", bound=ast.AST)


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program as Python reads it, for these tests alone: it takes seconds."""
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES}


@cache
def nodes() -> dict[type[ast.AST], list[tuple[str, ast.AST]]]:
    """Every node of every module by its class: to walk through all of them takes a second."""
    found: dict[type[ast.AST], list[tuple[str, ast.AST]]] = {}
    for name, tree in trees().items():
        for node in ast.walk(tree):
            found.setdefault(type(node), []).append((name, node))
    return found


def nodes_of(kind: type[Node]) -> Iterator[tuple[str, Node]]:
    for name, node in nodes().get(kind, ()):
        assert isinstance(node, kind)
        yield name, node


@cache
def texts_in_code() -> Sequence[tuple[str, str]]:
    """Every string of the code but docstrings, with the module it stands in."""
    documented: list[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]] = [
        *nodes_of(ast.Module), *nodes_of(ast.ClassDef), *nodes_of(ast.FunctionDef), *nodes_of(ast.AsyncFunctionDef)
    ]  # fmt: skip
    opening = [node.body[0] for _, node in documented if node.body]
    docstrings = {id(first.value) for first in opening if isinstance(first, ast.Expr)}
    constants = nodes_of(ast.Constant)
    return [(name, one.value) for name, one in constants if isinstance(one.value, str) and id(one) not in docstrings]


def test_each_layer_imports_only_what_lies_below_it() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_values_are_structs_since_a_dataclass_compiles_source_at_each_start() -> None:
    found = {name for name, node in nodes_of(ast.ImportFrom) if node.module == "dataclasses"}
    assert found == DATACLASSES, "make it a msgspec.Struct (docs/CONTRIBUTING.md)"


def test_every_module_belongs_to_a_layer() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]
    layers = {layer.strip() for line in contract["layers"] for layer in line.split("|")}
    ours = {".".join(Path(name).with_suffix("").parts[:2]) for name in trees() if name.startswith("desktop_app/")}
    assert ours - {"desktop_app.__init__"} <= layers


def module_of(name: str) -> str:
    """The module of a file: `ui/page.py` is `ui.page`."""
    return ".".join(Path(name).with_suffix("").parts).removesuffix(".__init__")


def imports_of(tree: ast.AST, modules: Container[str]) -> Iterator[str]:
    """Every module of ours that a file names, also where only types or a function need it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            named = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            yield from (whole if whole in modules else node.module for whole in named.values())
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_files_import_each_other_in_a_circle() -> None:
    modules = {module_of(name): tree for name, tree in trees().items()}
    needs = {module: {one for one in imports_of(tree, modules) if one in modules} for module, tree in modules.items()}
    try:
        graphlib.TopologicalSorter(needs).prepare()
    except graphlib.CycleError as found:
        pytest.fail(" imports ".join(reversed(found.args[1])))


def test_the_core_of_the_data_file_knows_none_of_its_folders() -> None:
    core = [(name, node.module or "") for name, node in nodes_of(ast.ImportFrom) if re.fullmatch(r"db/\w+\.py", name)]
    folders = {f"db.{file.parent.name}" for file in (ROOT / "db").glob("*/__init__.py")}
    assert folders
    assert [(name, module) for name, module in core if module.rpartition(".")[0] in folders or module in folders] == []


def test_the_command_line_works_where_qt_is_not_installed(tmp_path: Path) -> None:
    code = "import sys, runpy; sys.modules['PySide6'] = None; runpy.run_module('desktop_app', run_name='__main__')"
    file = str(tmp_path / "tệp.db")
    made = run_python(code, "new", file, "--plan", "lai-chau-2022", "--unit", "03388")
    assert made.returncode == 0, made.stderr
    told = run_python(code, "info", file, "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["unit"] == "03388"


def test_nothing_slow_is_imported_for_the_window() -> None:
    code = "import sys, desktop_app.__main__, desktop_app.session, ui.main_window\nprint(*sys.modules)"
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert {module.split(".")[0] for module in done.stdout.split()} & SLOW_TO_IMPORT == set()


def test_qt_s_network_is_never_used() -> None:
    assert [name for name, text in texts_in_code() if "QtNetwork" in text] == []
    assert [name for name, node in nodes_of(ast.alias) if "QtNetwork" in node.name] == []
    assert [name for name, node in nodes_of(ast.ImportFrom) if "QtNetwork" in (node.module or "")] == []


def test_only_the_store_writes() -> None:
    writing = re.compile(r"\s*(INSERT|REPLACE|UPDATE|DELETE)\b(?!.*\btemp\.)", re.DOTALL)
    texts = [(name, text) for name, text in texts_in_code() if writing.match(text) and " " in text]
    assert [(name, text) for name, text in texts if not name.startswith(WRITERS)] == []


def test_only_the_store_adds_to_the_log() -> None:
    imported = [name for name, node in nodes_of(ast.alias) if node.name == "write_changes"]
    assert imported == ["db/store.py"]


def test_the_program_names_no_path_outside_its_own_folders() -> None:
    outside = re.compile(r"(/[a-z]+/|~|\.\./|[A-Za-z]:\\)")
    assert [(name, text) for name, text in texts_in_code() if outside.match(text)] == []


def test_a_module_opens_with_one_sentence() -> None:
    first = {name: (ast.get_docstring(tree) or "").split("\n\n")[0] for name, tree in trees().items()}
    assert [name for name, sentence in first.items() if not sentence.endswith(".")] == []


def test_the_notice_names_every_package_of_the_lock() -> None:
    locked = re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"[a-z0-9.-]+", (ROOT / "NOTICE").read_text(encoding="utf-8").lower().replace("_", "-"))
    assert locked
    assert set(locked) - set(named) == set()


def test_no_module_is_a_drawer_for_anything() -> None:
    vague = {"utils", "util", "helpers", "common", "misc", "services", "controllers", "viewmodels", "managers"}
    assert {part for name in trees() for part in Path(name).with_suffix("").parts} & vague == set()


def test_a_check_that_is_silenced_says_why() -> None:
    silenced = re.compile(r"# (?:type: ignore\[[a-z-]+\]|noqa: [A-Z0-9, ]+)$", re.MULTILINE)
    every = (*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "windows").rglob("*.py"))
    assert [file.name for file in every if silenced.search(file.read_text(encoding="utf-8"))] == []


def test_no_handler_swallows_every_error() -> None:
    everything = {"Exception", "BaseException"}
    swallowing = [
        (name, node.lineno)
        for name, node in nodes_of(ast.ExceptHandler)
        if node.type is None or {inner.id for inner in ast.walk(node.type) if isinstance(inner, ast.Name)} & everything
        if not (isinstance(last := node.body[-1], ast.Raise) and last.exc is None)
    ]
    assert swallowing == []


def catalogue() -> dict[str, dict[str, str]]:
    """All messages of resources/i18n; a key that does not begin with the name of its file fails."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted((ROOT / "resources" / "i18n").glob("*.json")):
        messages = json.loads(file.read_text(encoding="utf-8"))
        assert {key.partition(".")[0] for key in messages} == {file.stem}
        found |= messages
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def messages_said() -> Iterator[tuple[str, ast.Call]]:
    """Every call of say("key") and AppError("key") in the code, with its key."""
    for _, call in nodes_of(ast.Call):
        called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        key = call.args[0] if called in ("say", "AppError", "Message", "refused") and call.args else None
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, call


def test_every_message_said_exists_with_the_values_it_is_given() -> None:
    messages = catalogue()
    wrong = []
    for key, call in messages_said():
        given = {keyword.arg for keyword in call.keywords}
        wanted = placeholders(messages[key]["vi"]) if key in messages else None
        if wanted is None or not (None in given or wanted <= given):
            wrong.append((key, call.lineno, wanted, given))
    assert wrong == []


def test_both_languages_of_a_message_name_the_same_values() -> None:
    assert [key for key, both in catalogue().items() if placeholders(both["vi"]) != placeholders(both["en"])] == []


def made_of_parts(text: ast.JoinedStr) -> str:
    """The pattern of what an f-string may come to."""
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in text.values)


def test_every_message_is_used() -> None:
    mentioned = {text for _, text in texts_in_code()}
    patterns = [made_of_parts(text) for _, text in nodes_of(ast.JoinedStr)]
    keys = [re.compile(pattern) for pattern in patterns if re.match(r"[a-z]+\\\.", pattern)]
    assert [key for key in catalogue() if key not in mentioned and not any(made.fullmatch(key) for made in keys)] == []


def test_every_package_of_the_program_is_imported_by_it() -> None:
    """What nothing imports is not shipped; those named here are parts of others that are."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {re.split("[=<>]", line)[0] for line in project["project"]["dependencies"]}
    names = {"PySide6-Essentials": "PySide6", "PySide6_Pdf": "PySide6", "python-docx": "docx", "rl-accel": "reportlab",
             "psycopg-binary": "psycopg"}  # fmt: skip
    modules = {name.name for _, node in nodes_of(ast.Import) for name in node.names}
    modules |= {node.module or "" for _, node in nodes_of(ast.ImportFrom)}
    imported = {module.partition(".")[0] for module in modules}
    assert {p for p in packages if names.get(p, p.replace("-", "_").lower()) not in imported} == set()


# words that only this house gave a meaning; the terms that took their places stand in docs/CONTRIBUTING.md
OUR_OWN = "kept|keeps|tell|tells|told|telling|held|brought|bringing|aside|not_same|pieces?|care"


def test_names_are_those_of_the_field() -> None:
    private = re.compile(rf"(?:^|_)(?:{OUR_OWN})(?:_|$)", re.IGNORECASE)
    named = [
        *((name, node.id) for name, node in nodes_of(ast.Name)),
        *((name, node.attr) for name, node in nodes_of(ast.Attribute)),
        *((name, node.arg) for name, node in nodes_of(ast.arg)),
        *((name, node.name) for name, node in nodes_of(ast.FunctionDef)),
        *((name, node.name) for name, node in nodes_of(ast.ClassDef)),
        *((name, Path(name).stem) for name in trees()),
    ]
    assert {(name, word) for name, word in named if private.search(word)} == set()


def test_the_schema_uses_the_terms_of_the_field() -> None:
    """Tables and columns, as the statements name them."""
    words = re.compile(rf"\b_?(?:\w+_)?(?:{OUR_OWN})(?:_\w+)?\b")
    statement = re.compile(r"\s*(?:CREATE|SELECT|INSERT|UPDATE|DELETE|WITH|DROP|ALTER)\b")
    texts = [(name, text) for name, text in texts_in_code() if statement.match(text)]
    assert [(name, words.findall(text)) for name, text in texts if words.search(text)] == []
