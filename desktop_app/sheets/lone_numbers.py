"""Rows that hold numbers alone where columns are for other things too: sums of those above them, or nobody knows."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Value

FEWEST = 3  # columns of which some hold no numbers


def beside_its_unit(filled: Collection[str], columns: Collection[Field]) -> Collection[str]:
    """These fields of a row but its unit, where the table has columns that are neither for units nor for numbers: then
    a unit may only say whose sums the row holds.
    """
    units = {of.name for of in columns if of.type.lookup is Lookup.UNITS}
    others = any(not of.type.numeric and of.name not in units for of in columns)
    return [name for name in filled if name not in units] if others else filled


def holds_numbers_alone(filled: Collection[str], columns: Collection[Field]) -> bool:
    """Whether these fields of a row are all for numbers, though its table has columns that are not."""
    numeric = {of.name for of in columns if of.type.numeric}
    return bool(filled) and FEWEST <= len(columns) > len(numeric) and numeric.issuperset(filled)


def sums_up(values: Mapping[str, Value], above: Iterable[Mapping[str, Value]]) -> bool:
    """Whether numbers are the sums of what stands above them, in two rows at least."""
    rows = list(above)
    return len(rows) > 1 and all(value == sum(_number(row.get(name)) for row in rows) for name, value in values.items())


def _number(value: Value) -> int | Decimal:
    return value if isinstance(value, int | Decimal) else 0
