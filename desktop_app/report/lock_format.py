"""Writes what a report says as JSON with tags, for the log, and reads it back (docs/FORMAT_LOCKS.md)."""

import re
from collections.abc import Mapping
from typing import Any

from desktop_app.domain.lock_content import FORMAT
from desktop_app.report.blocks import ProgressReport
from desktop_app.report.lock_tags import NUMBERS, REQUIRED, TAGS, Key

_TAG_OF = {row[0]: tag for tag, row in (*TAGS.items(), *NUMBERS.items())}


def write(part: Any) -> Any:
    """A report, or any part of it, for the content of a lock."""
    if isinstance(part, tuple):
        return [write(one) for one in part]
    if isinstance(part, str):
        return str(part)  # a counted number, too, is its text
    tag = _TAG_OF.get(type(part))
    if tag is None:
        return part
    if tag in NUMBERS:
        return {"tag": tag, "value": str(part)}
    values = ((name, getattr(part, key.attribute), key.default) for name, key in TAGS[tag][1].items())
    return {"tag": tag} | {name: write(value) for name, value, default in values if value != default}


def read_report(written: Any, number: int = FORMAT) -> ProgressReport:
    """Return what a report says; ValueError where that is none, or of a `number` other than FORMAT."""
    if number != FORMAT:
        raise ValueError(number)
    report: ProgressReport = _read(written, ("report",))
    return report


def _read(written: Any, allowed: tuple[str | type[Any], ...], lists: int = 0) -> Any:
    if lists:
        if not isinstance(written, list):
            raise ValueError(written)
        return tuple(_read(one, allowed, lists - 1) for one in written)
    kind = written.get("tag") if isinstance(written, Mapping) else type(written)
    if kind not in allowed:
        raise ValueError(kind)
    if kind in NUMBERS:
        return _number(written, *NUMBERS[kind])
    return _part(written, *TAGS[kind]) if kind in TAGS else written


def _number(written: Mapping[str, Any], cls: type[Any], pattern: str) -> Any:
    text = str(written.get("value"))
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return cls(text)


def _part(written: Mapping[str, Any], cls: type[Any], keys: Mapping[str, Key]) -> Any:
    if unknown := written.keys() - keys.keys() - {"tag"}:
        raise ValueError(unknown)
    values: dict[str, Any] = {}
    for name, key in keys.items():
        if name not in written and key.default is REQUIRED:
            raise ValueError(name)
        value = _read(written[name], key.allowed, key.lists) if name in written else key.default
        if key.among is not None and value not in key.among:
            raise ValueError(value)
        values[key.attribute] = value
    return cls(**values)
