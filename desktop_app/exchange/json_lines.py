"""The shape of a record as one JSON line: read strictly, written with `id` and `unit`."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem, Value, to_json
from desktop_app.messages import Message

KEYS = frozenset({"kind", "id", "fields", "deleted", "unit", "example"})
_ID = re.compile(r"[!-~]{1,100}")  # what ASCII prints, but blanks


class JsonLine(Struct, frozen=True):
    """One line as it was read; `deleted` is None where the line does not speak of it."""

    number: int
    kind: str
    id: str | None
    fields: Mapping[str, Any]
    deleted: bool | None
    example: bool = False  # from the ledger of an example


class KnownRecord(Struct, frozen=True):
    """A record that the data file holds already, its references resolved."""

    kind: str
    values: Mapping[str, Value]
    deleted: bool


Find = Callable[[str], KnownRecord | None]


class _RepeatedKeyError(ValueError):
    """A JSON object that names one key twice."""


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedKeyError(next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_no_repeats, parse_constant=_no_constant)


def shorten(text: object) -> str:
    """A value as a sentence quotes it."""
    shown = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, default=str)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def read_lines(lines: Iterable[str]) -> Iterator[JsonLine | Problem]:
    """Each line that is not blank, or why it can't be understood; numbered as an editor counts them."""
    for number, text in enumerate(lines, start=1):
        text = text.removeprefix("\ufeff").strip()
        if text:
            yield _read_line(number, text)


def _read_line(number: int, text: str) -> JsonLine | Problem:
    try:
        raw = _DECODER.decode(text)
    except _RepeatedKeyError as repeated:
        return Problem(None, Message("cli.line_repeats", name=shorten(str(repeated))), line=number)
    except (ValueError, RecursionError):
        return Problem(None, Message("cli.line_not_json", text=shorten(text)), line=number)
    wrong = _wrong_shape(raw)
    if wrong:
        return Problem(None, wrong, line=number)
    return JsonLine(
        number, raw["kind"], raw.get("id"), raw.get("fields") or {}, raw.get("deleted"), bool(raw.get("example"))
    )


def _wrong_shape(raw: Any) -> Message | None:
    """Why a JSON value is no line of an import."""
    if not isinstance(raw, dict):
        return Message("cli.line_not_object", text=shorten(raw))
    unknown = [key for key in raw if key not in KEYS]
    if unknown:
        return Message("cli.line_unknown_key", name=shorten(unknown[0]), known=", ".join(sorted(KEYS)))
    kind, record, fields, deleted = (raw.get(key) for key in ("kind", "id", "fields", "deleted"))
    if not isinstance(kind, str):
        return Message("cli.line_no_kind", value=shorten(kind))
    if record is not None and not (isinstance(record, str) and _ID.fullmatch(record)):
        return Message("cli.line_bad_id", value=shorten(record))
    if not isinstance(deleted, bool | None):
        return Message("cli.line_bad_deleted", value=shorten(deleted))
    if not isinstance(fields, dict) and not (fields is None and deleted is not None):
        return Message("cli.line_no_fields", value=shorten(fields))
    return None


def renamed_line(line: JsonLine, names: LogNames) -> JsonLine:
    """A line that was written under an earlier edition, as the plan names things now; what it names twice stays."""
    kind = names.plan_kind(line.kind)
    fields = {names.plan_field(kind, name): name for name in line.fields}
    if len(fields) < len(line.fields):
        return line
    found = {name: names.plan_json(kind, name, line.fields[old]) for name, old in fields.items()}
    return replace(line, kind=kind, fields=found)


def _unit_of(kind: RecordKind, values: Mapping[str, Value], find: Find) -> str | None:
    """The unit that a record belongs to, over references where `unit_field` leads over some; None when unknown."""
    *path, last = kind.unit_field.split(".") if kind.unit_field else [""]
    for step in path:
        target = find(str(values.get(step)))
        if target is None:
            return None
        values = target.values
    found = values.get(last)
    return found if isinstance(found, str) else None


def export_line(kind: RecordKind, record: str, values: Mapping[str, Value], find: Find) -> dict[str, Any]:
    """A record as `import` reads it; fields without a value are left out."""
    fields = {name: to_json(values[name]) for name in kind.fields if values.get(name) is not None}
    return {"kind": kind.name, "id": record, "unit": _unit_of(kind, values, find), "fields": fields}
