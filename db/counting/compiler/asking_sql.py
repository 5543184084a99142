"""Writes what an expression asks of a set, and how records of a set are joined to the row that asks."""

from typing import Protocol

from db.counting.compiler.expression_sql import SqlFrame, scaled, sql_of
from db.counting.figure_scope import TOTALS
from db.schema import quoted
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_language.fields import links
from desktop_app.domain.plan_language.tree import CHOICES, CONDITION, DAY, UNIT, Ask, CountedSet, FieldPath, Named
from desktop_app.domain.plan_language.vocabulary import YEAR_ACTIVITY

SELF = "self"
# what a view of a set holds, behind its name; apart: one row for all records that are alike but for their id
LINKED, IN_SCOPE, EXCLUDED, DISTINCT = "", "_in_scope", "_excluded", "_distinct"


class Asking(SqlFrame, Protocol):
    """A row that asks: of what kind, by what name, and for which part of a calendar."""

    kind: str
    each: str  # the alias of the part of the calendar, or empty
    level: str  # of a population of units

    def id(self) -> str: ...


class Views(Protocol):
    """The views of a plan's sets, of which columns are asked."""

    plan: Plan

    def spec(self, name: str) -> CountedSet: ...
    def view(self, name: str, holds: str = "") -> str: ...
    def need(self, name: str, column: FieldPath | Named) -> str: ...


class SetJoin:
    """How records `s` of a set are joined to a row: what stands in FROM, and what must hold."""

    def __init__(self, views: Views, frame: Asking, spec: CountedSet, holds: str = LINKED, alias: str = "s") -> None:
        self.views, self.frame, self.spec, self.alias = views, frame, spec, alias
        self.conditions: list[str] = []
        of = [spec.via] if spec.via else links(views.plan.source, spec.kind, frame.kind)
        whole = not of and holds == LINKED and spec.units == "subtree" and frame.level == SELF
        view = views.view(spec.name, IN_SCOPE if whole else holds)
        self.source = f"{view} {alias}"
        if of:
            self.conditions.append(f"{self.column(of[0])} = {frame.id()}")
        elif not whole:
            self._by_unit(view)
        if "each" in spec.windows:
            self.conditions += self._each()

    def column(self, *path: str) -> str:
        return f"{self.alias}.{quoted(self.views.need(self.spec.name, FieldPath(path, DAY)))}"

    def unit(self) -> str:
        return f"{self.alias}.{quoted(self.views.need(self.spec.name, FieldPath(self.spec.unit, UNIT)))}"

    def where(self, *more: str) -> str:
        return f" WHERE {' AND '.join([*self.conditions, *more])}" if self.conditions or more else ""

    def _by_unit(self, view: str) -> None:
        unit, asks = self.unit(), self.frame.unit()
        if self.spec.units == "own":
            self.conditions.append(f"{unit} = {asks}")
        else:
            theirs, ours = ("code", "top") if self.spec.units == "subtree" else ("top", "code")
            self.source = f"under x JOIN {view} {self.alias} ON {unit} = x.{theirs}"
            self.conditions.append(f"x.{ours} = {asks}")

    def _each(self) -> list[str]:
        if self.spec.each_by:
            return [f"{self.column(*self.spec.each_by)} = {self.frame.each}.each_name"]
        return [self.touches(f"{self.frame.each}.each_first_day", f"{self.frame.each}.each_last_day")]

    def touches(self, start: str, end: str) -> str:
        """Whether a record lies among these days, at least with some of its own."""
        return f"({' OR '.join(self._ways(start, end))})"

    def untouched(self, *more: str) -> str:
        """That no record lies in the part `q` of a calendar, asked so that each question finds an index of its own."""
        ways = self._ways("q.first_day", "q.last_day")
        return " AND ".join(f"NOT EXISTS (SELECT 1 FROM {self.source}{self.where(*more, way)})" for way in ways)

    def _ways(self, start: str, end: str) -> list[str]:
        if not self.spec.span:
            return [f"{self.column(*self.spec.day)} BETWEEN {start} AND {end}"]
        first, last = (self.column(name) for name in self.spec.span)
        return [f"{first} BETWEEN {start} AND {end}", f"{first} < {start} AND {last} >= {start}"]


def asked(views: Views, frame: Asking, ask: Ask) -> str:
    """What a set says of the row."""
    spec = views.spec(ask.set)
    if ask.how == "total":
        assert isinstance(ask.column, FieldPath)
        return f"(SELECT t.{quoted(ask.column.path[-1])} FROM {TOTALS.format(spec.name)} t)"
    join = SetJoin(views, frame, spec, EXCLUDED if ask.how == "excluded" else _holding(frame, spec, ask.how))
    if ask.calendar:
        return _by_calendar(join, views, ask)
    column = f"s.{quoted(views.need(spec.name, ask.column))}" if ask.column else ""
    match ask.how:
        case "count":
            return f"(SELECT count(*) FROM {join.source}{join.where()})"
        case "sum":
            return f"coalesce((SELECT sum({column}) FROM {join.source}{join.where()}), 0)"
        case "distinct":
            return f"(SELECT count(DISTINCT {column}) FROM {join.source}{join.where()})"
        case "latest" | "earliest":
            return _first(views, frame, join, ask, column)
        case "holds":
            assert ask.day
            assert spec.state
            first, last = (join.column(name) for name in spec.state)
            day = sql_of(ask.day, frame)
            return (
                f"EXISTS (SELECT 1 FROM {join.source}"
                f"{join.where(f'{first} <= {day}', f'({last} IS NULL OR {last} >= {day})')})"
            )
    return f"EXISTS (SELECT 1 FROM {join.source}{join.where()})"


def _holding(frame: Asking, spec: CountedSet, how: str) -> str:
    """What is looked at to say which records there are, when nobody wants to know how many."""
    return DISTINCT if how in ("distinct", "exists") and has_distinct(frame, spec) else LINKED


def has_distinct(frame: Asking, spec: CountedSet) -> bool:
    """Whether records of a set are told apart before anybody asks for them."""
    return spec.kind == YEAR_ACTIVITY and frame.dialect.distinct_first


def _first(views: Views, frame: Asking, join: SetJoin, ask: Ask, column: str) -> str:
    """The value of the latest or the earliest record; of two of one day that of the first id."""
    spec = join.spec
    path = spec.order or spec.day
    down, up = ("DESC NULLS LAST", "ASC") if ask.how == "latest" else ("ASC NULLS FIRST", "DESC")
    order = f"{join.column(*path)} {down}"
    if path == ("p_last",):
        order += f", {join.column('p_first')} {up}"
    elif path[-1] not in views.plan.kinds[spec.kind].natural_key:  # else no two of a row are of one day
        order += ", s.id"
    found = f"(SELECT {column} FROM {join.source}{join.where()} ORDER BY {order} LIMIT 1)"
    if ask.otherwise is not None:
        found = f"coalesce({found}, {scaled(ask.otherwise, frame, ask.type)})"
    return f"({found} = 1)" if ask.type == CONDITION else found


def _by_calendar(join: SetJoin, views: Views, ask: Ask) -> str:
    """Whether one value of a field stands in every part of a calendar, or in any; or what the nearest one lacks."""
    assert ask.column
    if ask.how == "in_any":
        return f"EXISTS (SELECT 1 FROM {ask.calendar} q WHERE NOT ({join.untouched()}))"
    value = f"s.{quoted(views.need(ask.set, ask.column))}"
    lacks = join.untouched(f"{value} = f.v")
    at_once = join.frame.dialect.parts_at_once
    every, nearest = _parts_at_once(join, ask, value) if at_once else _part_by_part(join, ask, value, lacks)
    if ask.how == "in_every":
        return f"EXISTS ({every})"
    names = join.frame.dialect.listed("q.name", "q.first_day")
    return f"(SELECT {names} FROM ({nearest}) f CROSS JOIN {ask.calendar} q WHERE {lacks})"


def _part_by_part(join: SetJoin, ask: Ask, value: str, lacks: str) -> tuple[str, str]:
    """The values that stand in every part, and the one that lacks the fewest: each part is looked up for each value."""
    values = f"(SELECT DISTINCT {value} AS v FROM {join.source}{join.where()}) f"
    lacking = f"FROM {ask.calendar} q WHERE {lacks}"
    return (
        f"SELECT 1 FROM {values} WHERE NOT EXISTS (SELECT 1 {lacking})",
        f"SELECT f.v FROM {values} ORDER BY (SELECT count(*) {lacking}), f.v LIMIT 1",
    )


def _parts_at_once(join: SetJoin, ask: Ask, value: str) -> tuple[str, str]:
    """The same where records are gone through once, with the parts that each lies in; one without a value in none."""
    lies_in = f"{value} IS NOT NULL AND {join.touches('q.first_day', 'q.last_day')}"
    values = f"FROM {join.source} LEFT JOIN {ask.calendar} q ON {lies_in}{join.where()} GROUP BY {value}"
    parts = "count(DISTINCT q.first_day)"
    return (
        f"SELECT 1 {values} HAVING {parts} = (SELECT count(*) FROM {ask.calendar})",
        f"SELECT {value} AS v {values} ORDER BY {parts} DESC, {value} LIMIT 1",
    )


def continuous(join: SetJoin, views: Views, ask: Ask) -> list[str]:
    """Which records make it true that a value stands in every part: those of such a value, in one of the parts."""
    assert ask.column
    name = quoted(views.need(ask.set, ask.column))
    other = SetJoin(views, join.frame, join.spec, alias="o")
    lacks = other.untouched(f"o.{name} = s.{name}")
    return [
        f"EXISTS (SELECT 1 FROM {ask.calendar} q WHERE {join.touches('q.first_day', 'q.last_day')})",
        f"NOT EXISTS (SELECT 1 FROM {ask.calendar} q WHERE {lacks})",
    ]


def has_value(join: SetJoin, views: Views, column: FieldPath, value: str) -> str:
    """That a record of the set has a value in a field."""
    name = f"{join.alias}.{quoted(views.need(join.spec.name, column))}"
    same = join.frame.dialect.has(name, value) if column.type.name == CHOICES else f"{name} = {value}"
    return f"EXISTS (SELECT 1 FROM {join.source}{join.where(same)})"
