"""Validator of plans: names that mean something else already, to the database, in expressions or to the program."""

import keyword
from collections.abc import Iterable

from desktop_app.domain.plan import RECORD
from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.plan_language.vocabulary import PARAMETERS, YEAR_ACTIVITY

OWN_COLUMNS = ("id", "deleted", "erased", "rowid", "oid", "p_first", "p_last")
# tables of the log, the program's own kinds, and the tables that a plan's queries are given; what is internal to a data
# file begins with a `_`, which no name of a plan does
OWN_TABLES = (
    "act", "change_log", "choice", "data_dictionary", "erasure", "field", "kind", "meta", "org_unit", "plan",
    "record", "report", "report_unlock",
    "commune", "declared_units", "member", "month", "period_day", "place", "quarter", "school_year", "scope", "under",
    "unit_list", YEAR_ACTIVITY,
)  # fmt: skip
OWN_BEGINNINGS = ("sqlite_", "set_", "totals_")  # tables of SQLite itself, and views of the sets
# words that SQLite or PostgreSQL take for a part of a statement where they are not quoted
SQL_WORDS = (
    "add", "all", "alter", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
    "autoincrement", "between", "binary", "both", "case", "cast", "check", "collate", "collation", "column",
    "commit", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "default", "deferrable", "delete", "desc",
    "distinct", "do", "drop", "else", "end", "escape", "except", "exists", "false", "fetch", "for", "foreign",
    "freeze", "from", "full", "grant", "group", "having", "if", "ilike", "in", "index", "initially", "inner",
    "insert", "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit",
    "localtime", "localtimestamp", "natural", "not", "nothing", "notnull", "null", "offset", "on", "only", "or",
    "order", "outer", "overlaps", "placing", "primary", "references", "returning", "right", "select", "session_user",
    "set", "similar", "some", "symmetric", "system_user", "table", "tablesample", "then", "to", "trailing",
    "transaction", "true", "union", "unique", "update", "user", "using", "values", "variadic", "verbose", "when",
    "where", "window", "with",
)  # fmt: skip
WORDS = frozenset((*PARAMETERS, "true", "false", "unknown", "today"))
WORDS_OF_A_PART = frozenset(("numerator", "denominator", "counts", "each"))


def check_reserved(found: Findings, plan: Raw) -> None:
    """The names of kinds, fields, sets and values."""
    for name, kind in plan["kinds"].items():
        if kind.get("storage", RECORD) == RECORD:
            _check_table(found, f"kinds.{name}", name)
        for field in kind.get("fields", ()):
            _check_field(found, f"kinds.{name}.fields.{field}", field)
    for name, one in plan.get("sets", {}).items():
        _check_word(found, f"sets.{name}", name, WORDS)
        _check_values(found, f"sets.{name}", one, WORDS)
    for name in plan.get("sets", {}).keys() & plan["kinds"].keys():
        found.add(f"sets.{name}", "named_as_kind", name=name)
    for code, indicator in plan["indicators"].items():
        for name, reading in indicator["readings"].items():
            _check_reading(found, f"indicators.{code}.readings.{name}", reading)


def _check_reading(found: Findings, key: str, reading: Raw) -> None:
    _check_values(found, key, reading, WORDS | WORDS_OF_A_PART)
    for list_ in ("parts", "remarks", "unknown"):
        for number, part in enumerate(reading.get(list_, ()), start=1):
            _check_values(found, f"{key}.{list_}[{number}]", part, WORDS | WORDS_OF_A_PART)


def _check_field(found: Findings, key: str, name: str) -> None:
    if name in OWN_COLUMNS:
        found.add(key, "reserved")
    elif name in SQL_WORDS:
        found.add(key, "sql_word", name=name)
    else:
        _check_word(found, key, name, WORDS)


def _check_table(found: Findings, key: str, name: str) -> None:
    """The name of what is a table for queries."""
    if name in OWN_TABLES or name.startswith(OWN_BEGINNINGS):
        found.add(key, "reserved")
    elif name in SQL_WORDS:
        found.add(key, "sql_word", name=name)


def _check_values(found: Findings, key: str, part: Raw, words: Iterable[str]) -> None:
    for name in part.get("values", ()):
        _check_word(found, f"{key}.values.{name}", name, words)


def _check_word(found: Findings, key: str, name: str, words: Iterable[str]) -> None:
    """A name that expressions use."""
    if name in words or keyword.iskeyword(name):
        found.add(key, "own_word", name=name)
