"""Writes who is looked at by one part of a reading, with both sides of each: the common table its rows come from."""

from collections.abc import Iterator, Mapping

from db.counting.compiler.asking_sql import IN_SCOPE, asked
from db.counting.compiler.expression_sql import in_billionths, number_of, sql_of
from db.counting.compiler.set_sql import SetViews
from db.schema import literal, quoted
from desktop_app.domain.plan_language.fields import UNIT_ROW
from desktop_app.domain.plan_language.tree import (
    CONDITION,
    DECIMAL,
    NUMBER,
    UNIT,
    Ask,
    FieldPath,
    Named,
    ReadingPart,
    Tree,
    Type,
    asks_in,
    names_in,
)

NULL = "NULL"
NO_NUMBER = "CAST(NULL AS NUMERIC)"  # where only the first row of several says of which type a column is
_UNITS = {
    "self": "SELECT :U AS unit",
    "root": "SELECT :P AS unit WHERE :U = :P",
    "member": "SELECT code AS unit FROM member",
    "lowest": "SELECT code AS unit FROM commune",
    "all": "SELECT code AS unit FROM scope",
}
_OF_LEVEL = "SELECT code AS unit FROM unit_list WHERE level = {} AND code IN (SELECT code FROM scope)"
_CALENDAR = ", c.name AS each_name, c.first_day AS each_first_day, c.last_day AS each_last_day"


class MemberFrame:
    """A member of a population under one alias: what the names of an expression mean there."""

    def __init__(self, views: SetViews, part: ReadingPart, alias: str = "m", *, decimals: bool = False) -> None:
        self.views, self.part, self.alias, self.decimals = views, part, alias, decimals
        self.dialect = views.dialect
        self.kind = UNIT_ROW if part.of_units else views.spec(part.population).kind
        self.level = part.population if part.of_units else ""
        self.each = alias if part.each else ""
        self.shared = shared_asks(part)

    def column(self, column: FieldPath) -> str:
        if not self.part.of_units:
            return f"{self.alias}.{quoted(self.views.need(self.part.population, column))}"
        unit = f"{self.alias}.unit"
        return unit if column.path == ("unit",) else f"(SELECT l.level FROM unit_list l WHERE l.code = {unit})"

    def named(self, named: Named) -> str:
        name = named.name
        if name == "counts":
            return f"({self.alias}.numerator > 0)"
        if name == "each":
            return f"{self.alias}.each_name"
        if name in ("numerator", "denominator"):
            return f"{self.alias}.{name}"
        own = name in self.part.values
        column = f"{self.alias}.{quoted(f'value_{name}' if own else self.views.need(self.part.population, named))}"
        return f"({column} = 1)" if named.type == CONDITION else column

    def unit(self) -> str:
        path = ("unit",) if self.part.of_units else self.views.spec(self.part.population).unit
        return self.column(FieldPath(path, UNIT))

    def id(self) -> str:
        return f"{self.alias}.unit" if self.part.of_units else f"{self.alias}.id"

    def record(self) -> str:
        """The kind and the id of the record that stands behind; units have none."""
        return f"{NULL}, {NULL}" if self.part.of_units else f"{literal(self.kind)}, {self.id()}"

    def key(self) -> str:
        """What is capped together: the member in its part of the calendar, or the group that the plan names."""
        own = [self.id(), *([f"{self.each}.each_name"] if self.each else [])]
        return group_of(self.part, [sql_of(tree, self) for tree in self.part.group_by] or own)

    def side(self, sql: str, type_: Type) -> str:
        """What a row adds to a side of the figure: all rows of a reading are in billionths where one has decimals."""
        return in_billionths(sql, type_, DECIMAL, self.dialect) if self.decimals else sql

    def sides(self) -> tuple[str, str]:
        """Both sides of the member itself."""
        above, below = (tree.type if tree else NUMBER for tree in (self.part.numerator, self.part.denominator))
        return self.side("m.numerator", above), self.side("m.denominator", below)

    def asked(self, ask: Ask) -> str:
        if ask not in self.shared:
            return asked(self.views, self, ask)
        column = f"{self.alias}.ask_{self.shared.index(ask)}"
        return f"({column} = 1)" if ask.type == CONDITION else column


def shared_asks(part: ReadingPart) -> list[Ask]:
    """What both sides ask and the reasons ask again: it is asked once."""
    named: dict[str, Tree] = {}  # a value is worked out once anyway
    sides = [ask for tree in (part.numerator, part.denominator) for ask in asks_in(tree, named)]
    others = [*part.why.values(), *part.reasons.values(), *(one.numerator for one in part.beside)]
    again = {ask for tree in others for ask in asks_in(tree, named)}
    return list(dict.fromkeys(ask for ask in sides if ask in again and ask.how != "total"))


def has_decimals(parts: tuple[ReadingPart, ...]) -> bool:
    """Whether any row of a reading may have a side with decimals."""
    found = [tree for part in parts for tree in (part.numerator, part.denominator)]
    found += [tree for part in parts for one in part.beside for tree in (one.numerator, one.denominator)]
    found += [part.adds.value for part in parts if part.adds]
    return any(tree is not None and tree.type == DECIMAL for tree in found)


def group_of(part: ReadingPart, keys: list[str]) -> str:
    """The key of a group; a named part of a figure has groups of its own."""
    return " || ' ' || ".join([literal(part.name), *keys] if part.name else keys)


def member_tables(views: SetViews, part: ReadingPart, table: str, *, share: bool) -> Iterator[str]:
    """The common tables that end with `table`: each adds a value that the next ones may use, the last both sides.

    `share`: a member that is asked a condition is one of the denominator.
    """
    source, frame = _population(views, part), MemberFrame(views, part, "p")
    if frame.shared:
        first = MemberFrame(views, part, "p")
        first.shared = []
        listed = ", ".join(f"{number_of(ask, first)} AS ask_{number}" for number, ask in enumerate(frame.shared))
        yield f"{table}_asked AS MATERIALIZED (SELECT p.*, {listed} FROM {source})"
        source = f"{table}_asked p"
    for number, values in enumerate(layers(part.values)):
        layer = f"{table}_{number}"
        listed = ", ".join(f"{number_of(tree, frame)} AS {quoted(f'value_{name}')}" for name, tree in values.items())
        yield f"{layer} AS MATERIALIZED (SELECT p.*, {listed} FROM {source})"
        source = f"{layer} p"
    above, below = (number_of(tree, frame) if tree else NO_NUMBER for tree in (part.numerator, part.denominator))
    if share and part.denominator is None and part.numerator and part.numerator.type == CONDITION:
        below = "1"
    yield (
        f"{table} AS MATERIALIZED (\n  SELECT p.*, {frame.key()} AS grp, {above} AS numerator, {below} AS denominator\n"
        f"  FROM {source})"
    )


def layers(values: Mapping[str, Tree]) -> list[dict[str, Tree]]:
    """Values that are worked out together, since none of them names another one of its layer."""
    found: list[dict[str, Tree]] = []
    for name, tree in values.items():
        if not found or not found[-1].keys().isdisjoint(names_in(tree)):
            found.append({})
        found[-1][name] = tree
    return found


def _population(views: SetViews, part: ReadingPart) -> str:
    if part.of_units:
        source = f"({_UNITS.get(part.population) or _OF_LEVEL.format(literal(part.population))}) p"
    else:
        source = f"{views.view(part.population, IN_SCOPE)} p"
    if not part.each:
        return source
    return f"(SELECT p.*{_CALENDAR} FROM {source} CROSS JOIN {part.each} c) p"
