"""The log of a root unit of which a server has nothing yet: it goes as it lies in the file, under numbers given here.

What comes later is joined to what is there by names (`log_union`), which takes a server twice the time.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, MutableSequence
from typing import Any

from msgspec import Struct

from db import published_log as log
from db.open_file import OpenFile
from db.published_log import LogSelection
from desktop_app.domain.publication_scope import AUTHORS, PublicationScope
from desktop_app.server.logged_values import FieldPolicy, field_policies
from desktop_app.server.server_session import Server, taken

_CHANGE = ("no", "root", "record", "field", "stamp", "value", "replaces", "covers", "act", "refers_kind", "refers_id",
           "withheld")  # fmt: skip


class _Field(Struct, frozen=True):
    """A field by its number on the server, and that of the kind whose records it names."""

    no: int
    policy: FieldPolicy
    target: int | None


class _Numbers(Struct, frozen=True):
    """Numbers of the file in order, and that of the server for the first one: the next one follows for the next."""

    here: MutableSequence[int]
    first: int

    def there(self, no: int) -> int | None:
        at = bisect_left(self.here, no)
        return self.first + at if at < len(self.here) and self.here[at] == no else None


def copy_log(
    server: Server, root: str, file: OpenFile, scope: PublicationScope, publisher: int, selection: LogSelection
) -> None:
    """Copy the log of a file to a server that knows nothing of its root unit."""
    kinds = log.kind_numbers(file.connection, selection)
    policies = field_policies(scope, file.names)
    found = {
        no: (kind, name, policies(kind, name))
        for no, (kind, name) in log.field_numbers(file.connection, selection).items()
    }
    kinds_there = _put_kinds(
        server, {*kinds.values(), *(policy.target for *_, policy in found.values() if policy.target)}
    )
    records = _copy_records(server, root, file, selection, {no: kinds_there[name] for no, name in kinds.items()})
    acts = _copy_acts(server, root, file, selection, authors=AUTHORS in scope.include)
    fields = {}
    for no, (kind, name, policy) in found.items():
        fields[no] = _Field(_put_field(server, kinds_there[kind], name), policy, kinds_there.get(policy.target or ""))
    first = _next_number(server, "change_log")
    rows = _changes(file, selection, root, fields, (records, acts), first)
    count = server.copy_in("change_log", _CHANGE, rows)
    _number_on(server, "change_log", first + count)
    values = {"root": root, "publisher": publisher}
    server.run(
        "INSERT INTO {s}._holding SELECT root, %(publisher)s, no FROM {s}.change_log WHERE root = %(root)s", values
    )
    server.run("INSERT INTO touched SELECT no FROM {s}.record WHERE root = %(root)s", values)


def _put_kinds(server: Server, names: set[str]) -> Mapping[str, int]:
    there = [taken(name) for name in sorted(names)]
    server.run("INSERT INTO {s}.kind (name) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", (there,))
    numbers = dict(server.run("SELECT name, no FROM {s}.kind").fetchall())
    return {name: numbers[taken(name)] for name in names}


def _put_field(server: Server, kind: int, name: str) -> int:
    values = (kind, taken(name))
    server.run("INSERT INTO {s}.field (kind, name) VALUES (%s, %s) ON CONFLICT DO NOTHING", values)
    return int(server.one("SELECT no FROM {s}.field WHERE kind = %s AND name = %s", values))


def _copy_records(
    server: Server, root: str, file: OpenFile, selection: LogSelection, kinds: Mapping[int, int]
) -> _Numbers:
    numbers = _Numbers(array("q"), _next_number(server, "record"))

    def rows() -> Iterator[tuple[Any, ...]]:
        for at, (no, id_, kind) in enumerate(log.records(file.connection, selection), numbers.first):
            numbers.here.append(no)
            yield at, root, id_, kinds[kind]

    server.copy_in("record", ("no", "root", "id", "kind"), rows())
    _number_on(server, "record", numbers.first + len(numbers.here))
    return numbers


def _copy_acts(server: Server, root: str, file: OpenFile, selection: LogSelection, *, authors: bool) -> _Numbers:
    numbers = _Numbers(array("q"), _next_number(server, "act"))

    def rows() -> Iterator[tuple[Any, ...]]:
        for at, (no, id_, kind, unit, author, *rest) in enumerate(log.acts(file.connection, selection), numbers.first):
            numbers.here.append(no)
            yield at, root, id_, kind, unit, author if authors else "", *rest

    server.copy_in("act", ("no", "root", "id", "kind", "unit", "author", "time", "target"), rows())
    _number_on(server, "act", numbers.first + len(numbers.here))
    return numbers


def _changes(
    file: OpenFile,
    selection: LogSelection,
    root: str,
    fields: Mapping[int, _Field],
    numbers: tuple[_Numbers, _Numbers],
    first: int,
) -> Iterator[tuple[Any, ...]]:
    """What a forged log says of a field of another kind, or without an act, names nothing that could be shown."""
    records, acts = numbers
    for one in log.numbered_changes(file.connection, selection):
        field, record, act = fields.get(one.field), records.there(one.record), acts.there(one.act)
        if field is None or record is None or act is None:
            continue
        value, target, refers, stays = field.policy.columns(one.value, head=one.head)
        yield (
            first, root, record, field.no, one.stamp, value, one.replaces, one.covers, act,
            field.target if target else None, refers, stays,
        )  # fmt: skip
        first += 1


def _next_number(server: Server, table: str) -> int:
    return int(server.one(f"SELECT nextval(pg_get_serial_sequence('{{s}}.{table}', 'no'))"))


def _number_on(server: Server, table: str, following: int) -> None:
    server.run(f"SELECT setval(pg_get_serial_sequence('{{s}}.{table}', 'no'), %s, false)", (following,))
