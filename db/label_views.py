"""Views with labels for other programs: the table of each kind once more, with names beside codes, in both languages.

They follow from the plan alone. The program itself reads none of them, and believes none that is not its own to the
letter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from zlib import crc32

from db.connection import Connection
from db.schema import literal, quoted
from db.titles import FIELD, title_fields, title_parts
from desktop_app.catalogue import LANGUAGES
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, Plan, RecordKind

Labels = tuple[str, str]  # in Vietnamese, in English

BOOL, STATE = "_bool", "_state"  # lists of `choice` that no plan has: what 0 and 1, and 0 to 3, stand for
_MOST = 60  # tables beside the kind's own: SQLite joins 64; of a field behind these the code stands alone
_OURS = re.compile(r'CREATE VIEW "([a-z][a-z0-9_]*:labels)" AS /\* ([0-9a-f]{8}) \*/ (SELECT .+)', re.DOTALL)


def is_label_view(name: str, sql: str | None) -> bool:
    """Whether a program of ours made a view, for whatever plan: its text says so, and adds up."""
    found = _OURS.fullmatch(sql or "")
    return found is not None and found[1] == name and found[2] == _sum(found[3])


@lru_cache(8)
def label_views(plan: Plan) -> Mapping[str, str]:
    """The views of a plan: by name the statement that makes each."""
    found = {}
    for kind in plan.record_kinds.values():
        name, select = view_name(kind), _select(plan, kind)
        found[name] = f"CREATE VIEW {quoted(name)} AS /* {_sum(select)} */ {select}"
    return found


def view_name(kind: RecordKind) -> str:
    """`visit:labels`; no kind is called so."""
    return f"{kind.name}:labels"


def put_label_views(connection: Connection, views: Mapping[str, str]) -> None:
    """Make these views, and no others."""
    there = "SELECT name FROM main.sqlite_schema WHERE type = 'view'"
    for (name,) in connection.execute(there).fetchall():
        connection.execute(f"DROP VIEW main.{quoted(name)}")
    for statement in views.values():
        connection.execute(statement)


def _sum(select: str) -> str:
    return f"{crc32(select.encode()):08x}"


def _select(plan: Plan, kind: RecordKind) -> str:
    joins: list[str] = []
    columns, taken = ["t.*"], {"id", STATE, *kind.fields}
    for name, expression in _labels_of(plan, kind, joins):
        while name in taken:
            name += "_"
        taken.add(name)
        columns.append(f"{expression} AS {quoted(name)}")
    return f"SELECT {', '.join(columns)} FROM {quoted(kind.name)} t{''.join(joins)}"


def _labels_of(plan: Plan, kind: RecordKind, joins: list[str]) -> Iterator[tuple[str, str]]:
    """The columns with names that a kind has beside its own: one where it is the same in both languages."""
    for field in kind.fields.values():
        if field.type.lookup is None:
            continue
        labels = _label(plan, field, "t", joins)
        if len(set(labels)) > 1:
            yield from ((f"{field.name}_{language}", label) for language, label in zip(LANGUAGES, labels, strict=True))
        elif labels[0] != _column("t", field):
            yield f"{field.name}_name", labels[0]


def _column(row: str, field: Field) -> str:
    return f"{row}.{quoted(field.name)}"


def _label(plan: Plan, field: Field, row: str, joins: list[str], above: tuple[str, ...] = ()) -> Labels:
    """A column as people read it, in both languages; a code that nothing is known of stays as it is. `above`: the kinds
    whose titles it is a part of.
    """
    column, target = _column(row, field), plan.record_kinds.get(field.target or "")
    if field.type.lookup is Lookup.CHOICES:
        return (_choices if field.type.many else _choice)(field.choices or "", column, joins)
    if field.type.lookup is Lookup.UNITS:
        unit = _join(joins, "org_unit", f"version = {literal(plan.unit_version)}", "code", column)
        return _same(f"ifnull({unit}.name, {column})" if unit else column)
    # a title that names itself would have no end
    if target is None or target.name in above or not title_fields(target.title):
        return _same(column)
    other = _join(joins, quoted(target.name), "", "id", column)
    titles = _title(plan, target, other, joins, (*above, target.name)) if other else _same("NULL")
    return _both(lambda title: f"ifnull({title}, {column})", titles) if other else _same(column)


def _choice(choices: str, column: str, joins: list[str]) -> Labels:
    row = _join(joins, "choice", f"list = {literal(choices)}", "value", column)
    return _both(lambda language: f"ifnull({row}.{language}, {column})", LANGUAGES) if row else _same(column)


def _choices(choices: str, column: str, _joins: list[str]) -> Labels:
    """Of several values in one field."""
    listed = f"FROM json_each({column}) j LEFT JOIN choice c ON c.list = {literal(choices)} AND c.value = j.value"
    return _both(lambda language: f"(SELECT group_concat(ifnull(c.{language}, j.value), '; ') {listed})", LANGUAGES)


def _title(plan: Plan, kind: RecordKind, row: str, joins: list[str], above: tuple[str, ...]) -> Labels:
    """The plan's title of a record; a part goes where a field of it is empty."""
    named = (kind.fields[name] for name in title_fields(kind.title) if name in kind.fields)
    labels = {field.name: _label(plan, field, row, joins, above) for field in named}
    parts = title_parts(kind.title)

    def of(number: int) -> str:
        words = [_title_part(separator, text, labels, number) for separator, text in parts]
        if len(words) == 1:
            return words[0]
        return "nullif(ltrim({}, ' -:'), '')".format(" || ".join(f"ifnull({one}, '')" for one in words))

    return of(0), of(1)


def _title_part(separator: str, text: str, labels: Mapping[str, Labels], number: int) -> str:
    before, *rest = FIELD.split(text)
    words = [literal(separator + before)] if separator + before else []
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        words += [labels.get(name, _same("NULL"))[number], *([literal(after)] if after else [])]
    return " || ".join(words)


def _join(joins: list[str], table: str, listed: str, key: str, column: str) -> str:
    """The name of the row that a column leads to; empty where there is no room for it."""
    row = f"r{len(joins) + 1}"
    if len(joins) == _MOST:
        return ""
    joins.append(f" LEFT JOIN {table} {row} ON {f'{row}.{listed} AND ' if listed else ''}{row}.{key} = {column}")
    return row


def _same(expression: str) -> Labels:
    return expression, expression


def _both(of: Callable[[str], str], both: Iterable[str]) -> Labels:
    first, second = map(of, both)
    return first, second
