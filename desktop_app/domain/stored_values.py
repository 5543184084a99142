"""The stored form of values, in the change log and the typed tables; what another program wrote otherwise is None."""

import json
import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from desktop_app.domain.json_text import parse_json
from desktop_app.domain.number_values import LARGEST_INT, NUMBER
from desktop_app.domain.plan import Field
from desktop_app.domain.typed_value import Stored, Value


def to_stored(value: Value) -> Stored:
    """The one form that a value is stored in."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":")) if value else None
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def from_stored(field: Field, stored: Stored) -> Value:
    """The value that `to_stored` wrote for this field; None where another program wrote something else."""
    return None if stored is None else field.type.from_stored(stored)


def stored_text(stored: str | int) -> Value:
    return stored if isinstance(stored, str) else None


def stored_whole(stored: str | int) -> Value:
    return stored if isinstance(stored, int) and abs(stored) <= LARGEST_INT else None


def stored_decimal(stored: str | int) -> Value:
    return Decimal(stored) if isinstance(stored, str) and re.fullmatch(NUMBER, stored, re.ASCII) else None


def stored_truth(stored: str | int) -> Value:
    return bool(stored) if isinstance(stored, int) else None


@lru_cache(4096)
def stored_day(stored: str | int) -> Value:
    try:
        return stored if isinstance(stored, str) and date.fromisoformat(stored).isoformat() == stored else None
    except ValueError:
        return None


@lru_cache(4096)
def stored_list(stored: str | int) -> Value:
    try:
        items = parse_json(stored) if isinstance(stored, str) else None
    except (ValueError, RecursionError):
        return None
    return tuple(str(item) for item in items) or None if isinstance(items, list) else None
