"""Plain values as TOML text: what `tomllib` reads back as the same values."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 110  # letters up to which a table stands in one line
_ONE_LINE = {"vi", "en"}  # a label does so however long it is


def toml_text(content: Mapping[str, Any]) -> str:
    """A whole file: what is no table first, then one table after the other."""
    return "\n".join(_lines(content, ())).strip("\n") + "\n"


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key_text(k)} = {inline(v)}" for k, v in value.items()) + " }" if value else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else repr(value)


def key_text(name: str) -> str:
    """A key, in quotation marks where it needs them."""
    return name if _BARE.fullmatch(name) else inline(name)


def _lines(content: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[str]:
    tables: list[tuple[str, Mapping[str, Any]]] = []
    lists = []
    for name, value in content.items():
        # behind a heading no line of the table above can follow: what comes after one gets its own, and keeps its place
        if isinstance(value, Mapping) and (_is_table(name, value, above) or (tables and not _is_label(value))):
            tables.append((name, value))
        elif not above and isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            lists.append((name, value))
        else:
            yield f"{key_text(name)} = {_value(value)}"
    for name, value in tables:
        place = (*above, name)
        inner = list(_lines(value, place))
        if not inner or not inner[0].startswith(("[", "\n[")):
            yield f"\n[{'.'.join(map(key_text, place))}]"
        yield from inner
    for name, items in lists:
        for item in items:
            yield f"\n[[{key_text(name)}]]"
            yield from (f"{key_text(key)} = {_value(value)}" for key, value in item.items())


def _is_table(name: str, value: Mapping[str, Any], above: tuple[str, ...]) -> bool:
    """Whether it stands below a heading of its own: every section does, a label never, all else where it is long."""
    if not above:
        return True
    return not _is_label(value) and len(f"{name} = {inline(value)}") > _WIDE


def _is_label(value: Mapping[str, Any]) -> bool:
    return bool(value) and value.keys() <= _ONE_LINE


def _value(value: Any) -> str:
    if (
        isinstance(value, str)
        and "\n" in value
        and "'''" not in value
        and not re.search(r"[^\n\t\x20-\x7e\x80-\U0010ffff]", value)
    ):
        return f"'''\n{value}'''"
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        return "[\n" + "".join(f"  {inline(one)},\n" for one in value) + "]"
    return inline(value)
