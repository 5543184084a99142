"""Qt's enumerations made in a quicker way: each is the one that Python itself makes."""

import enum
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ui.qt_enumerations import EnumForShiboken

ROOT = Path(__file__).resolve().parent.parent.parent
QUICK = "from ui.import_qt import import_qt\nimport_qt()\n"
# every enumeration of Qt's modules that the program uses: all that Python keeps of it, and what it answers
ASKED = """
import enum, importlib, json, pickle, re, sys
found = {}
def tell(of):
    name = f"{of.__module__}.{of.__qualname__}"
    if name in found:
        return
    ends = [*of][:1] + [*of][-1:]
    flag = issubclass(of, enum.Flag)
    found[name] = [
        repr(of), [base.__name__ for base in of.__mro__], type(of).__name__, sorted(map(str, vars(of))),
        [(key, re.sub(" at 0x[0-9a-fA-F]+", "", repr(vars(of)[key])))
         for key in sorted(vars(of)) if key.startswith("_") and key not in HERE],
        [(key, list(vars(one).items())[:2], vars(one)["__objclass__"] is of, vars(one)["_sort_order_"], type(one) is of,
          list(vars(one)), hash(one), repr(one), str(one), f"{one}", one is of[key], one is getattr(of, key),
          one is of(one.value), one in of)
         for key, one in of.__members__.items()],
        [repr(one) for one in of], len(of), dir(of),
        [answer(lambda: repr(~one)) for one in ends if flag], [repr(one | ends[-1]) for one in ends if flag],
        [answer(lambda: repr(list(one))) for one in of.__members__.values() if flag],
        [pickle.loads(pickle.dumps(one)) is one
         for one in ends if hasattr(sys.modules[of.__module__], of.__qualname__)],
        answer(lambda: repr(of(123456789))),
    ]
def answer(ask):
    try:
        return ask()
    except (AttributeError, TypeError, ValueError) as error:
        return str(error)
HERE = {"__doc__", "__dict__", "__weakref__"}
def walk(of, seen):
    for one in [getattr(of, name, None) for name in dir(of)]:
        if isinstance(one, enum.EnumType):
            if one.__module__.startswith("PySide6"):
                tell(one)
        elif isinstance(one, type) and one.__module__.startswith("PySide6") and one not in seen:
            seen.add(one)
            walk(one, seen)
for name in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPdf", "QtPrintSupport"):
    walk(importlib.import_module(f"PySide6.{name}"), set())
print(json.dumps(found))
"""


def told(code: str) -> Any:
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_enumeration_is_as_python_makes_it() -> None:
    quick, ever = told(QUICK + ASKED), told(ASKED)
    assert len(ever) > 300
    assert [name for name in ever if quick.get(name) != ever[name]] == []
    assert quick.keys() == ever.keys()


def test_nobody_but_shiboken_gets_the_stand_in() -> None:
    asked = "import enum, json, sys\nprint(json.dumps([sys.modules['enum'].__file__, enum.IntFlag.__module__]))"
    assert told(QUICK + asked) == [enum.__file__, "enum"]


def makers() -> EnumForShiboken:
    """The stand-in once it has been asked for the classes."""
    made = EnumForShiboken("enum")
    assert made.KEEP is enum.KEEP
    return made


@pytest.mark.parametrize(
    ("names", "given"),
    [
        ([("A", 1), ("value", 2)], {"boundary": enum.KEEP}),  # a name that Python needs itself
        ([("A", "1")], {"boundary": enum.KEEP}),
        ("A B", {"boundary": enum.KEEP}),
        ([("A", 1)], {"boundary": enum.KEEP, "start": 2}),
    ],
    ids=["name of its own", "no number", "names alone", "more said"],
)
def test_python_makes_what_is_not_known(names: Any, given: dict[str, Any]) -> None:
    ever: Any = enum.Enum
    made, ever = makers().Enum("X", names, **given), ever("X", names, **given)
    assert {key: one._value_ for key, one in made.__members__.items()} == {
        key: one._value_ for key, one in ever.__members__.items()
    }
    assert vars(made).keys() == vars(ever).keys()


def test_an_enum_that_holds_more_is_made_by_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.qt_enumerations._empty", {})
    monkeypatch.setattr("ui.qt_enumerations._KNOWN", set())
    made = makers().IntFlag("X", [("A", 1), ("B", 2)], boundary=enum.KEEP)
    assert vars(made).keys() == vars(enum.IntFlag("X", [("A", 1), ("B", 2)], boundary=enum.KEEP)).keys()
