"""Values of records as cells that people read, and that are read back as the same values."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from desktop_app.catalogue import in_language
from desktop_app.domain.collation import fold
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, Plan
from desktop_app.domain.values import Value
from desktop_app.sheets.unit_texts import UnitFinder

Written = str | int | Decimal | date | None
LANGUAGE = "vi"  # of sheets, whatever the window speaks


class ValueWriter(Struct):
    """What stands in a cell for a value. `names`: of a record, by kind and id, the shortest first; `references`: ids by
    what may be written for them, folded.
    """

    plan: Plan
    units: UnitFinder
    names: Callable[[str, str], Sequence[str]]
    references: Callable[[str], Mapping[str, Sequence[str]]]

    def cell(self, of: Field, value: Value) -> Written:
        if value is None:
            return None
        if of.type.lookup is Lookup.CHOICES:
            return self._labels(of, value if isinstance(value, tuple) else (str(value),))
        if of.type.lookup is Lookup.UNITS:
            return self._unit(str(value))
        if of.type.refers:
            known = self.references(of.target or "")
            names = self.names(of.target or "", str(value))
            return next((name for name in names if known.get(fold(name)) == [value]), str(value))
        if of.type.flag:
            return in_language(of.type.show(value), LANGUAGE)
        if of.type.holds_day and isinstance(value, str):
            return date.fromisoformat(value)
        assert not isinstance(value, tuple)
        return value

    def _labels(self, of: Field, values: Sequence[str]) -> str:
        known = self.plan.choices.get(of.choices or "", {})
        return "; ".join(known[value].label.vi if value in known else value for value in values)

    def _unit(self, code: str) -> str:
        unit = self.units.units.find(code)
        if unit is None:
            return code
        above = self.units.units.find(unit.parent or "")
        for name in (unit.name, f"{unit.name}, {above.name if above else ''}"):
            if self.units.find(name) == [code]:
                return name
        return code


def as_text(written: Written) -> str:
    """What a cell shows, in a text with columns."""
    return "" if written is None else written.isoformat() if isinstance(written, date) else str(written)


def harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula; what looks as if made so gets an apostrophe too."""
    return f"'{text}" if re.match(r"'*[=+\-@\t\r]", text) else text


def unguarded(text: str) -> str:
    """The text that was made harmless."""
    return text[1:] if re.match(r"'+[=+\-@\t\r]", text) else text
