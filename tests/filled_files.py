"""Records for a file that a test sets up: those that it names, and made-up ones."""

import json
from collections.abc import Mapping
from typing import Any

from desktop_app.session import OpenFile, imports


def put(file: OpenFile, *lines: Mapping[str, Any]) -> list[str]:
    """Import lines that must be right; the ids of their records."""
    done = imports.import_lines(file, map(json.dumps, lines))
    assert not done.problems, done.problems[:3]
    return done.ids


def put_made_up(file: OpenFile, records: int, units: int | None = None, seed: int = 1) -> list[str]:
    return put(file, *imports.demo_lines(file, records, units, seed))
