"""Reads what an expression asks of a set, such as `exists(visits)` or `latest(headcounts.workers)`."""

import ast
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_language.expression_tree import Reader, words
from desktop_app.domain.plan_language.fields import UNIT_ROW, NamedRow, find_column, links
from desktop_app.domain.plan_language.mistakes import LanguagePlace, suits, type_words
from desktop_app.domain.plan_language.tree import (
    DAY,
    NOTHING,
    NUMBER,
    Ask,
    Constant,
    CountedSet,
    FieldPath,
    Named,
    Tree,
    Type,
)
from desktop_app.domain.plan_language.vocabulary import ASKS, BY_CALENDAR, CALENDARS, SAME, SCHOOL_YEAR, YEAR_ACTIVITY

FindSet = Callable[[str, LanguagePlace], CountedSet | None]


def reader_of(plan: Raw, row: NamedRow, place: LanguagePlace, find_set: FindSet) -> Reader:
    """A reader of expressions over a row, which may ask sets."""
    reader: Reader

    def ask(how: str, args: Sequence[ast.expr]) -> Tree:
        return _ask(reader, how, list(args), find_set)

    reader = Reader(plan, row, place, ask)
    return reader


def _ask(reader: Reader, how: str, args: list[ast.expr], find_set: FindSet) -> Tree:
    place, calendar = reader.place, ""
    if how in BY_CALENDAR:
        calendar = words(args.pop(0)) if args else ""
        if not place.one_of("calendar", calendar, CALENDARS):
            return NOTHING
    if not args:
        return place.wrong("arguments", name=how, n=2 if calendar else 1)
    name, _, path = words(args.pop(0)).partition(".")
    found = find_set(name, place)
    if found is None or not joined(reader.plan, reader.row, found, place):
        return NOTHING
    column = _asked_column(reader, how, found, path)
    if isinstance(column, Constant):
        return column
    ask = _with_more(reader, Ask(how, name, _gives(how, column), column, calendar), found, args)
    return place.wrong("arguments", name=how, n=1) if args else ask


def _asked_column(reader: Reader, how: str, found: CountedSet, path: str) -> FieldPath | Named | Constant | None:
    """The field that is asked for, if one is."""
    place, wants_field = reader.place, ASKS[how][1]
    if wants_field != bool(path):
        return place.wrong("needs_field" if wants_field else "no_field", name=how, set=found.name)
    column = set_column(reader.plan, found, path, place) if path else None
    if how in ("sum", "total") and column and not suits(NUMBER, column.type):
        given, wanted = type_words(column.type), type_words(NUMBER)
        return place.wrong("type", text=f"{found.name}.{path}", given=given, wanted=wanted)
    if how == "total" and path not in found.totals:
        return place.unknown("total", path, found.totals)
    return column


def _gives(how: str, column: FieldPath | Named | None) -> Type:
    return column.type if column and (ASKS[how][0] == SAME or how == "sum") else ASKS[how][0]


def _with_more(reader: Reader, ask: Ask, found: CountedSet, args: list[ast.expr]) -> Tree:
    """What some questions take besides: the day, or what stands where there is no record."""
    if ask.how == "holds":
        if found.state is None or not args:
            return reader.place.wrong("no_state", set=found.name)
        return replace(ask, day=reader.typed(args.pop(0), DAY))
    if ask.how in ("latest", "earliest") and ask.column and args:
        return replace(ask, otherwise=reader.against(ask.column, args.pop(0)))
    return ask


def set_column(plan: Raw, found: CountedSet, path: str, place: LanguagePlace) -> FieldPath | Named | Constant:
    """A field of a set's records, or a value that the set has given a name to."""
    if path in found.values:
        return Named(path, found.values[path].type)
    return find_column(plan, found.kind, tuple(path.split(".")), place)


def joined(plan: Raw, row: NamedRow, found: CountedSet, place: LanguagePlace) -> bool:
    """Whether records of the set belong to a row: by a reference to its kind, or by their unit."""
    if "each" in found.windows and not row.each:
        place.wrong("each_outside", set=found.name)
        return False
    if found.each_by and row.each not in ("", SCHOOL_YEAR):
        place.wrong("each_by_days", set=found.name, calendar=row.each)
        return False
    if found.totals:
        return True
    ways = [found.via] if found.via else links(plan, found.kind, row.kind)
    if len(ways) > 1:
        place.wrong("many_links", set=found.name, fields=", ".join(ways))
    elif not ways and not found.units:
        key = "no_units" if row.kind in (UNIT_ROW, YEAR_ACTIVITY) else "no_link"
        place.wrong(key, set=found.name, kind=row.kind)
    return len(ways) == 1 or (not ways and bool(found.units))
