"""The few things that databases write in different ways; all else that the language is compiled into is plain SQL."""

import re
from collections.abc import Sequence

_PLAIN = re.compile(r"'\w+'", re.ASCII)


class Sqlite:
    """As SQLite writes it."""

    in_order = "CROSS JOIN"  # a join whose sides are looked at in the order in which they stand

    def true(self, column: str) -> str:
        """A flag that is set; one that nobody answered is not."""
        return f"{column} IS 1"

    def least(self, parts: Sequence[str]) -> str:
        """Unknown as soon as one of them is."""
        return f"min({', '.join(parts)})"

    def greatest(self, parts: Sequence[str]) -> str:
        return f"max({', '.join(parts)})"

    def has(self, column: str, value: str) -> str:
        if _PLAIN.fullmatch(value):  # it stands in the list as it is written here
            return f"coalesce(instr({column}, '\"{value[1:-1]}\"'), 0) > 0"
        return f"EXISTS (SELECT 1 FROM json_each({column}) j WHERE j.value = {value})"

    def size(self, column: str) -> str:
        return f"coalesce(json_array_length({column}), 0)"

    def decimal(self, column: str) -> str:
        """A number with decimals, which is stored as a text, as so many billionths, made of its digits to be exact."""
        point = f"instr({column} || '.', '.')"
        whole, rest = f"substr({column}, 1, {point} - 1)", f"substr({column}, {point} + 1)"
        return f"CAST({whole} || substr({rest} || '000000000', 1, 9) AS INTEGER)"

    def months_before(self, day: str, number: str) -> str:
        return f"date({day}, '-{number} months')"

    def days_after(self, day: str, number: str) -> str:
        return f"date({day}, '+{number} days')"

    def listed(self, column: str, order: str) -> str:
        """Texts as one; SQLite reads the rows of a calendar in their order."""
        return f"group_concat({column}, ', ')"


BILLIONTHS = 10**9  # of which a number with decimals is made
SQLITE = Sqlite()


def literal(text: str) -> str:
    """A text of the plan as SQL."""
    return "'" + text.replace("'", "''") + "'"
