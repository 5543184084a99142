"""Writes the sets of a plan as views: the records of a kind that meet its conditions, with the columns that are asked
for.
"""

from collections import Counter
from collections.abc import Iterator

from db.counting.compiler.asking_sql import DISTINCT, EXCLUDED, IN_SCOPE, LINKED, asked
from db.counting.compiler.dialect import Dialect
from db.counting.compiler.expression_sql import SqlFrame, number_of, sql_of
from db.counting.figure_scope import LOOKING_BACK
from db.schema import literal, quoted
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_language.fields import LAST_DAY
from desktop_app.domain.plan_language.tree import (
    CONDITION,
    DECIMAL,
    UNIT,
    Ask,
    CountedSet,
    FieldPath,
    Language,
    Named,
    Tree,
    asks_in,
)
from desktop_app.domain.plan_language.vocabulary import YEAR_ACTIVITY

# the first and the last day of each; nothing begins what holds until the end
_ENDS = {
    "year_to_date": (":Y0", ":E"), "plan_to_date": (":P0", ":E"), "period": (":S", ":E"), "until_end": ("", ":E"),
    "year_earlier": (":S1", ":E1"), "year_earlier_to_date": (":Y1", ":E1"),
}  # fmt: skip


class SetViews:
    """The views of a plan's sets; each has the columns that something has asked for until it is written."""

    def __init__(self, plan: Plan, language: Language, dialect: Dialect) -> None:
        self.plan, self.dialect = plan, dialect
        self._sets = language.sets
        self._rows: dict[str, SetRecord] = {}
        self._asked: dict[str, tuple[str, str]] = {}  # a view by its name: of which set, and what it holds
        self._times: Counter[str] = Counter()

    def spec(self, name: str) -> CountedSet:
        return self._sets[name]

    def view(self, name: str, holds: str = LINKED) -> str:
        """The name of a view that will be written."""
        table = f"set_{name}{holds}"
        self._asked[table] = name, holds
        if holds == DISTINCT:
            self._asked[f"set_{name}"] = name, LINKED  # which these are told apart of
        self._times[table] += 1
        return table

    def row(self, name: str) -> "SetRecord":
        """The records of a set, of which columns are asked."""
        if name not in self._rows:
            self._rows[name] = SetRecord(self, self._sets[name])
        return self._rows[name]

    def need(self, name: str, column: FieldPath | Named) -> str:
        """The column of a set's views that holds a field or a value of it."""
        return self.row(name).need(column)

    def is_heavy(self, table: str) -> bool:
        """Whether a view is worked out once: it compares its records with others, or is read from end to end."""
        name, holds = self._asked.get(table, ("", ""))
        if not name:
            return False
        spec = self.spec(name)
        whole = holds == IN_SCOPE and ((spec.units == "subtree" and self._times[table] > 1) or self.shared(name))
        asks = holds == LINKED and self.asks(name)
        return spec.topmost or bool(spec.latest_per) or whole or holds == DISTINCT or asks

    def asks(self, name: str) -> bool:
        """Whether records of a set that units ask for are chosen by what other sets say of them."""
        spec = self.spec(name)
        return bool(spec.units) and any(ask for tree in spec.where for ask in asks_in(tree, spec.values))

    def shared(self, name: str) -> bool:
        """Whether the records in scope of several sets are chosen from those of this one."""
        chosen = {of for of, holds in self._asked.values() if holds == IN_SCOPE and self.spec(of).base == name}
        return bool(name) and len(chosen) > 1 and not self.asks(name) and not self.spec(name).topmost

    def written(self) -> Iterator[tuple[str, str]]:
        """Every view that is asked for, with those that these ask for themselves."""
        done: dict[str, str] = {}
        while waiting := [table for table in self._asked if table not in done]:
            for table in waiting:
                name, _ = self._asked[table]
                self.row(name).conditions()  # which may ask for further views and columns
                if self._asked[table][1] == IN_SCOPE and self.shared(self.spec(name).base):
                    self.row(name).chosen()
                done[table] = name
        yield from ((table, self.row(name).body(self._asked[table][1])) for table, name in done.items())


class SetRecord:
    """A record of a set, `r`, with those beyond its references; a frame for the conditions of the set."""

    def __init__(self, views: SetViews, spec: CountedSet, alias: str = "r") -> None:
        self.views, self.spec, self.alias = views, spec, alias
        self.dialect, self.kind = views.dialect, spec.kind
        self.columns: dict[str, str] = {}
        self._trees: dict[str, Tree] = {}
        self._joins: dict[tuple[str, ...], tuple[str, str]] = {}
        self._conditions: list[str] | None = None
        self._exclusions: dict[str, str] = {}

    # --- as a frame

    def column(self, column: FieldPath) -> str:
        found = self._path(column.path)
        return self.dialect.decimal(found) if column.type == DECIMAL else found

    def named(self, named: Named) -> str:
        return f"({sql_of(self.spec.values[named.name], self)})"

    def unit(self) -> str:
        return self._path(self.spec.unit)

    def asked(self, ask: Ask) -> str:
        return asked(self.views, self, ask)

    # --- what members are joined by

    each = level = ""

    def id(self) -> str:
        return f"{self.alias}.record" if self.spec.kind == YEAR_ACTIVITY else f"{self.alias}.id"

    # --- as a view

    def need(self, column: FieldPath | Named) -> str:
        """The name under which the views have a field or value."""
        name = "__".join(column.path) if isinstance(column, FieldPath) else column.name
        if name not in self.columns:
            self.columns[name] = ""  # a value that names itself is refused when the plan is read
            tree: Tree = self.spec.values[column.name] if isinstance(column, Named) else column
            self.columns[name], self._trees[name] = _stored(tree, self), tree
        return name

    def conditions(self) -> list[str]:
        """What makes a record one of the set, exclusions apart."""
        if self._conditions is None:
            if self.spec.topmost or self.views.asks(self.spec.name):
                self.need(FieldPath(self.spec.unit, UNIT))
            self._conditions = [*self._windows(), *(sql_of(tree, self) for tree in self.spec.where)]
            self._exclusions = {code: sql_of(tree, self) for code, tree in self.spec.exclusions.items()}
            if self.spec.latest_per:
                self._conditions += [self._latest()]
        return self._conditions

    def body(self, holds: str) -> str:
        """The view; what the records in scope are is read from all of them where these are worked out anyway."""
        if holds == DISTINCT:
            listed = ", ".join(f"s.{quoted(name)}" for name in self.columns)
            return f"SELECT DISTINCT {listed} FROM set_{self.spec.name} s"
        if holds == IN_SCOPE and self.views.is_heavy(linked := f"set_{self.spec.name}"):
            unit = quoted(self.need(FieldPath(self.spec.unit, UNIT)))
            return f"SELECT s.* FROM {linked} s WHERE s.{unit} IN (SELECT code FROM scope)"
        if holds == IN_SCOPE and self.views.shared(self.spec.base):
            return self.chosen()
        conditions, columns = list(self.conditions()), dict(self.columns)
        left_out = [f"coalesce({sql}, FALSE)" for sql in self._exclusions.values()]
        if holds == EXCLUDED:
            codes = " || ".join(
                f"CASE WHEN {sql} THEN {literal(code + ' ')} ELSE '' END" for code, sql in self._exclusions.items()
            )
            conditions.append(f"({' OR '.join(left_out) or 'FALSE'})")
            columns["why"] = codes or "''"
        else:
            conditions += [f"NOT {sql}" for sql in left_out]
        if holds == IN_SCOPE or self.spec.in_scope:
            conditions.insert(0, f"{self.unit()} IN (SELECT code FROM scope)")
        if self.spec.kind == YEAR_ACTIVITY:
            columns["kind"] = "r.kind"
        listed = ", ".join([f"{self.id()} AS id", *(f"{sql} AS {quoted(name)}" for name, sql in columns.items())])
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        body = f"SELECT {listed} FROM {quoted(self.spec.kind)} r{self._joined()}{where}"
        return self._topmost(body, holds) if self.spec.topmost else body

    def chosen(self) -> str:
        """The records in scope as those of another set that meet what is asked besides."""
        base = BaseRecord(self.views, self.spec)
        listed = []
        for name, tree in self._trees.items():
            sql = base.named(Named(name, tree.type)) if name in self.spec.values else _stored(tree, base)
            listed.append(f"{sql} AS {quoted(name)}")
        conditions = " AND ".join(sql_of(tree, base) for tree in self.spec.more) or "TRUE"
        source = self.views.view(self.spec.base, IN_SCOPE)
        return f"SELECT {', '.join(['r.id', *listed])} FROM {source} r WHERE {conditions}"

    def _joined(self) -> str:
        """With a reference of its own a member finds its records; where they hang on the unit of another record, that
        one may come first.
        """
        free = self.spec.units and len(self.spec.unit) > 1
        return "".join(f" {'JOIN' if free else self.dialect.in_order} {join}" for _, join in self._joins.values())

    def _path(self, path: tuple[str, ...]) -> str:
        here, kind = self.alias, self.spec.kind
        for end in range(1, len(path)):
            steps = path[:end]
            target = self.views.plan.kinds[kind].fields[steps[-1]].target or ""
            if steps not in self._joins:
                alias = f"{self.alias}{len(self._joins)}"
                self._joins[steps] = alias, f"{quoted(target)} {alias} ON {alias}.id = {here}.{quoted(steps[-1])}"
            here, kind = self._joins[steps][0], target
        return f"{here}.{quoted(path[-1])}"

    def _windows(self) -> Iterator[str]:
        for window in self.spec.windows:
            if window not in _ENDS or (self.spec.totals and window in LOOKING_BACK):
                continue  # totals are added up over these days elsewhere
            day, (first, last) = self._path(self.spec.day), _ENDS[window]
            if self.spec.span:
                start, end = (self._path((name,)) for name in self.spec.span)
                yield f"{start} <= {last}"
                if first:
                    yield f"coalesce({end}, {start}) >= {first}"
            elif first:
                yield f"{day} BETWEEN {first} AND {last}"
            else:
                yield f"{day} <= {last}"

    def _latest(self) -> str:
        """No other record of the same owner comes later, or on the same day with a longer period; what a set that
        rests on this one asks besides is asked of the latest.
        """
        other, owner = SetRecord(self.views, self.spec, "b"), quoted(self.spec.latest_per)
        conditions = [*other._windows(), *(sql_of(tree, other) for tree in self.spec.where[: self.spec.latest_of])]
        last, longer = order_of(self.spec)
        later = f"b.{last} > r.{last} OR (b.{last} = r.{last} AND b.{longer} < r.{longer})"
        return (
            f"NOT EXISTS (SELECT 1 FROM {quoted(self.spec.kind)} b{other._joined()}"
            f" WHERE {' AND '.join([f'b.{owner} = r.{owner}', *conditions, f'({later})'])})"
        )

    def _topmost(self, body: str, holds: str) -> str:
        """Without records that lie below another one of the same set: a record already includes the units below it."""
        unit = self.need(FieldPath(self.spec.unit, UNIT))
        every = f"every_{self.spec.name}{holds}"
        above = (
            f"SELECT 1 FROM {every} o JOIN under x ON x.code = t.{unit} AND x.top = o.{unit} WHERE o.{unit} <> t.{unit}"
        )
        return f"WITH {every} AS MATERIALIZED ({body})\nSELECT t.* FROM {every} t WHERE NOT EXISTS ({above})"


class BaseRecord:
    """A record `r` of the set of which another one chooses some: what the names of an expression are there."""

    each = level = ""

    def __init__(self, views: SetViews, spec: CountedSet) -> None:
        self.views, self.spec = views, spec
        self.dialect, self.kind = views.dialect, spec.kind

    def column(self, column: FieldPath) -> str:
        return f"r.{quoted(self.views.need(self.spec.base, column))}"

    def named(self, named: Named) -> str:
        column = f"r.{quoted(self.views.need(self.spec.base, named))}"
        return f"({column} = 1)" if named.type == CONDITION else column

    def unit(self) -> str:
        return self.column(FieldPath(self.spec.unit, UNIT))

    def id(self) -> str:
        return "r.id"

    def asked(self, ask: Ask) -> str:
        return asked(self.views, self, ask)


def _stored(tree: Tree, frame: SqlFrame) -> str:
    """A field or value as a view holds it."""
    return number_of(tree, frame) if tree.type == CONDITION else sql_of(tree, frame)


def order_of(spec: CountedSet) -> tuple[str, str]:
    """By what the latest record is known, and what decides between two of the same day."""
    if spec.day == (LAST_DAY,) and not spec.order:
        return LAST_DAY, "p_first"
    return quoted((spec.order or spec.day)[-1]), "id"
