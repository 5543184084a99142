"""The few things that databases write in different ways; all else that the language is compiled into is plain SQL."""

import re
from collections.abc import Hashable, Sequence
from typing import Protocol

_PLAIN = re.compile(r"'\w+'", re.ASCII)
BILLIONTHS = 10**9  # of which a number with decimals is made


class Dialect(Hashable, Protocol):
    """How one database writes what others write otherwise."""

    in_order: str  # a join whose sides are looked at in the order in which they stand
    distinct_first: bool  # records of many kinds are told apart once, not for each unit that asks which there are
    parts_at_once: bool  # records are gone through once for all parts of a calendar, not looked up for each of them

    def true(self, column: str) -> str:
        """A flag that is set; one that nobody answered is not."""

    def least(self, parts: Sequence[str]) -> str:
        """Unknown as soon as one of them is."""

    def greatest(self, parts: Sequence[str]) -> str: ...
    def has(self, column: str, value: str) -> str: ...
    def size(self, column: str) -> str: ...

    def factor(self, number: str) -> str:
        """A number that is multiplied by another one; what comes of a slip of the hand may be too large for both."""

    def decimal(self, column: str) -> str:
        """A number with decimals as so many billionths."""

    def months_before(self, day: str, number: str) -> str:
        """Where the month is too short, the days that are over go into the next one."""

    def days_after(self, day: str, number: str) -> str: ...

    def listed(self, column: str, order: str) -> str:
        """Texts as one."""


class Sqlite:
    """As SQLite writes it: flags are 0 or 1, days and numbers with decimals texts, lists JSON."""

    in_order = "CROSS JOIN"
    distinct_first = parts_at_once = False  # it finds those of a unit by an index

    def true(self, column: str) -> str:
        return f"{column} IS 1"

    def least(self, parts: Sequence[str]) -> str:
        return f"min({', '.join(parts)})"

    def greatest(self, parts: Sequence[str]) -> str:
        return f"max({', '.join(parts)})"

    def has(self, column: str, value: str) -> str:
        if _PLAIN.fullmatch(value):  # it stands in the list as it is written here
            return f"coalesce(instr({column}, '\"{value[1:-1]}\"'), 0) > 0"
        return f"EXISTS (SELECT 1 FROM json_each({column}) j WHERE j.value = {value})"

    def size(self, column: str) -> str:
        return f"coalesce(json_array_length({column}), 0)"

    def factor(self, number: str) -> str:
        return number

    def decimal(self, column: str) -> str:
        """Made of its digits to be exact; what is too large for that is right to fifteen digits, and not cut short."""
        point = f"instr({column} || '.', '.')"
        whole, rest = f"substr({column}, 1, {point} - 1)", f"substr({column}, {point} + 1)"
        exact = f"CAST({whole} || substr({rest} || '000000000', 1, 9) AS INTEGER)"
        return f"iif(length({whole}) < 10, {exact}, CAST({column} AS REAL) * {BILLIONTHS})"

    def months_before(self, day: str, number: str) -> str:
        return f"date({day}, '-{number} months')"

    def days_after(self, day: str, number: str) -> str:
        return f"date({day}, '+{number} days')"

    def listed(self, column: str, order: str) -> str:
        """SQLite reads the rows of a calendar in their order."""
        return f"group_concat({column}, ', ')"


class PostgreSql:
    """As PostgreSQL writes it, over typed columns; a flag of a view is a number there, too."""

    in_order = "JOIN"
    distinct_first = True  # it would read them from end to end each time
    parts_at_once = True  # by an index of unit and day it goes through them anyway, for each part and each value

    def true(self, column: str) -> str:
        return f"coalesce(CAST({column} AS integer), 0) = 1"

    def least(self, parts: Sequence[str]) -> str:
        return f"CASE WHEN num_nulls({', '.join(parts)}) = 0 THEN least({', '.join(parts)}) END"

    def greatest(self, parts: Sequence[str]) -> str:
        return f"CASE WHEN num_nulls({', '.join(parts)}) = 0 THEN greatest({', '.join(parts)}) END"

    def has(self, column: str, value: str) -> str:
        return f"coalesce(jsonb_exists({column}, {value}), FALSE)"

    def size(self, column: str) -> str:
        return f"coalesce(jsonb_array_length({column}), 0)"

    def factor(self, number: str) -> str:
        return f"CAST({number} AS numeric)"

    def decimal(self, column: str) -> str:
        return f"trunc({column} * {BILLIONTHS})"

    def months_before(self, day: str, number: str) -> str:
        first = f"date_trunc('month', CAST(CAST({day} AS date) AS timestamp)) - interval '1 month' * {number}"
        return f"(CAST({first} AS date) + CAST(extract(day FROM CAST({day} AS date)) AS integer) - 1)"

    def days_after(self, day: str, number: str) -> str:
        return f"(CAST({day} AS date) + CAST({number} AS integer))"

    def listed(self, column: str, order: str) -> str:
        return f"string_agg({column}, ', ' ORDER BY {order})"


SQLITE, POSTGRESQL = Sqlite(), PostgreSql()
