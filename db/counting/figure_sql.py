"""Puts together the SQL that a reading runs on: kinds and views of the plan become common tables of one statement."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from db.counting.figure_scope import LOOKING_BACK, SCOPE_TABLES, window_sums
from db.counting.plan_queries import queries_of
from db.schema import quoted
from desktop_app.domain.plan import Plan, RecordKind

if TYPE_CHECKING:
    from db.counting.compiler.dialect import Dialect

YEAR_ACTIVITY = "year_activity"
_UNIT = re.compile(r":U\b")
_APART = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) in "_:")}


@lru_cache(16)
def bodies(plan: Plan, only_public: bool = False, dialect: "Dialect | None" = None) -> Mapping[str, str]:
    """What every name means that a query of a reading may use, beside the given tables of `figure_scope`.

    Per record kind a table of its counting records; `year_activity`, made from the kinds that have an activity area;
    and the views of its readings.
    """
    found = {kind.name: _kind_body(kind) for kind in plan.record_kinds.values()}
    rule = plan.source.get("roles", {}).get("publication")
    if only_public and rule:
        public = f"+_state = 0 AND {quoted(rule['published'])}"
        found[rule["kind"]] = found[rule["kind"]].replace("+_state = 0", public)
    found[YEAR_ACTIVITY] = f"NOT MATERIALIZED ({_year_activity(plan)})"
    queries = queries_of(plan, dialect)
    for name, sql in queries.views.items():
        found[name] = f"{'' if name in queries.stored else 'NOT '}MATERIALIZED ({sql})"
    return found


def with_tables(known: Mapping[str, str], query: str) -> str:
    """The query with every known name it uses, at any depth, defined before it.

    Common tables shadow the stored ones inside this one statement only, so nothing else on the connection is affected.
    """
    found: dict[str, str] = {}
    _collect(query, known, found)
    tables = ",\n".join(f"{quoted(name)} AS {body}" for name, body in found.items())
    return f"WITH {tables}\nSELECT * FROM (\n{query}\n) found" if tables else query


def words_in(known: Mapping[str, str], query: str) -> set[str]:
    """Every name in a query and in all that it uses."""
    found: dict[str, str] = {}
    _collect(query, known, found)
    return {word for sql in (query, *found.values()) for word in _words(sql)}


def same_for_all(plan: Plan, known: Mapping[str, str], name: str) -> bool:
    """Whether a view holds the same rows whatever unit is asked for."""
    words = words_in(known, name)
    of_unit = {*SCOPE_TABLES, *(rule["table"] for rule in window_sums(plan))}
    return words.isdisjoint(of_unit) and not any(_UNIT.search(known[word]) for word in words & known.keys())


def looks_back(plan: Plan, known: Mapping[str, str], query: str) -> bool:
    """Whether a query asks for the same period a year earlier."""
    words = words_in(known, query)
    sums = (rule["table"] for rule in window_sums(plan) if rule["window"] in LOOKING_BACK)
    return any(":E1" in known.get(word, "") for word in words) or ":E1" in query or not words.isdisjoint(sums)


def kinds_in(plan: Plan, known: Mapping[str, str], query: str) -> set[str]:
    """The kinds whose records can change what a query returns."""
    words = words_in(known, query)
    sums = {rule["kind"] for rule in window_sums(plan) if rule["table"] in words}
    return sums | (words & plan.record_kinds.keys())


@lru_cache(maxsize=256)
def _words(sql: str) -> tuple[str, ...]:
    """The words of one text, each once; those of a view are asked for again and again. What stands in quotes is none,
    and a parameter keeps its colon. A regular expression that says so takes more than twice as long, some of a start.
    """
    outside = " ".join(sql.split("'")[::2]).replace(":", " :")
    return tuple(dict.fromkeys(outside.translate(_APART).split()))


def _collect(sql: str, known: Mapping[str, str], found: dict[str, str]) -> None:
    for word in _words(sql):
        if word in known and word not in found:
            found[word] = ""  # a view that names itself is stopped here; SQLite refuses it afterwards
            _collect(known[word], known, found)
            found.pop(word)
            found[word] = known[word]


def _kind_body(kind: RecordKind) -> str:
    """The kind's counting records. With the `+` SQLite looks for no index of `_state`, which nearly all have alike."""
    table = f"main.{quoted(kind.name)}"
    if not kind.by_period:
        return f"NOT MATERIALIZED (SELECT * FROM {table} WHERE +_state = 0)"
    return (
        f"NOT MATERIALIZED (SELECT k.*, d.first_day AS p_first, d.last_day AS p_last FROM {table} k"
        " LEFT JOIN period_day d ON d.year = k.year AND d.code = k.period_code WHERE +k._state = 0)"
    )


def _year_activity(plan: Plan) -> str:
    parts = [_activity(plan, kind) for kind in plan.record_kinds.values() if kind.activity_area]
    return " UNION ALL ".join(parts) or "SELECT NULL AS area, NULL AS unit, NULL AS kind, NULL AS record WHERE FALSE"


def _activity(plan: Plan, kind: RecordKind) -> str:
    joins, unit = path(plan, kind, kind.unit_field)
    date_joins, date = path(plan, kind, kind.date_field, "d")
    return (
        f"SELECT '{kind.activity_area}' AS area, {unit} AS unit, '{kind.name}' AS kind, r.id AS record"
        f" FROM main.{quoted(kind.name)} r{joins}{date_joins} WHERE r._state = 0 AND {date} BETWEEN :Y0 AND :E"
    )


def path(plan: Plan, kind: RecordKind, field_path: str, alias: str = "u") -> tuple[str, str]:
    """Joins and column for a field that may lie behind references (`visit.establishment.unit`) to records that count,
    starting at `r`.
    """
    joins, here = "", "r"
    *steps, last = field_path.split(".")
    for number, step in enumerate(steps):
        kind, there = plan.kinds[kind.fields[step].target or ""], f"{alias}{number}"
        joins += f" JOIN main.{quoted(kind.name)} {there} ON {there}.id = {here}.{quoted(step)} AND {there}._state = 0"
        here = there
    return joins, f"{here}.{quoted(last)}"


def kinds_along(plan: Plan, kind: RecordKind, field_path: str) -> set[str]:
    """The kinds that such a path leads over, the one where it starts included."""
    found = {kind.name}
    for step in field_path.split(".")[:-1]:
        kind = plan.kinds[kind.fields[step].target or ""]
        found.add(kind.name)
    return found


@lru_cache(maxsize=256)
def kinds_behind(plan: Plan, indicator: str) -> tuple[RecordKind, ...]:
    """The kinds that hold a field which can change the indicator's figure."""
    kinds = plan.record_kinds.values()
    return tuple(kind for kind in kinds if any(indicator in field.counts_in for field in kind.fields.values()))
