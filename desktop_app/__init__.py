"""Sổ Kế hoạch: the application without its screen."""

import importlib
import sys
from typing import Any


def _import_msgspec() -> None:
    """Before anybody else does. Where `typing_extensions` is missing it takes Python's own, which is the same from 3.11
    on; with that package come `inspect` and all that reads source code, at each start.
    """
    modules: dict[str, Any] = sys.modules
    known = modules.get("typing_extensions")
    modules["typing_extensions"] = None  # how Python is told that there is none
    try:
        importlib.import_module("msgspec")
    finally:
        del modules["typing_extensions"]
        if known:
            modules["typing_extensions"] = known


_import_msgspec()
