"""The names that parts of a plan had in earlier editions."""

from collections.abc import Mapping
from typing import Any


def former_names(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The names that a part of a plan had in earlier editions (`was`), the first one first."""
    was = raw.get("was", ())
    return (was,) if isinstance(was, str) else tuple(was)


def first_name(name: str, raw: Mapping[str, Any]) -> str:
    """The name by which the log knows a part of a plan."""
    return next(iter(former_names(raw)), name)
