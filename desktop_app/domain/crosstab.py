"""Cross-tables: one kind of records counted, or one of its fields added up, by one or two axes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.period import MONTHS, QUARTERS, Period
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.statistic_results import Number
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text

STEPS = {"quarter": QUARTERS, "month": MONTHS}  # in which days are taken together
OF_ROW, OF_COLUMN, OF_ALL = "row", "column", "all"  # what a share is a share of
SHARES = (OF_ROW, OF_COLUMN, OF_ALL)


class Axis(Struct, frozen=True):
    """A field by which records are taken apart, maybe over references (`establishment.business_type`): a unit by a
    level (none: the units directly below), a day by a step.
    """

    path: str
    step: str = ""

    @property
    def text(self) -> str:
        """As `read_axis` reads it."""
        return f"{self.path}:{self.step}" if self.step else self.path


class CrossQuery(Struct, frozen=True):
    """What a table asks; without `sum` records are counted."""

    kind: str
    rows: Axis
    columns: Axis | None
    sum: str | None = None

    @property
    def axes(self) -> tuple[Axis, ...]:
        return (self.rows, self.columns) if self.columns else (self.rows,)


class Category(Struct, frozen=True):
    """One row or column: a stored value, a unit, a period; None where nothing is stated."""

    value: str | None
    label: Text


class CrossAxis(Struct, frozen=True):
    """The categories of an axis; where they `overlap`, a record may lie in several."""

    axis: Axis
    label: Text
    categories: tuple[Category, ...]
    overlap: bool


class CrossTable(Struct, frozen=True):
    """What a query comes to; the last row and the last column of `numbers` are the totals, each record once.

    `unfinished`, `in_conflict`: records that do not count yet, and some that count and hold open conflicts; `unknown`:
    those without the number that is added up.
    """

    query: CrossQuery
    period: Period
    unit: str
    rows: CrossAxis
    columns: CrossAxis | None
    numbers: tuple[tuple[Number, ...], ...]
    unfinished: int = 0
    in_conflict: int = 0
    unknown: int = 0
    least_divisor: int = 1  # of which a share may be told

    @property
    def row_labels(self) -> list[Text]:
        return [*(one.label for one in self.rows.categories), Message("crosstab.total")]

    @property
    def column_labels(self) -> list[Text]:
        if self.columns is None:
            return [Message("crosstab.number")]
        return [*(one.label for one in self.columns.categories), Message("crosstab.total")]

    @property
    def overlap(self) -> bool:
        """Whether categories of any axis add up to more than their total."""
        return self.rows.overlap or (self.columns is not None and self.columns.overlap)

    def whole(self, row: int, column: int, of: str) -> tuple[int, int]:
        """The cell that a share of a cell is a share of."""
        last = len(self.numbers) - 1, len(self.numbers[0]) - 1
        return row if of == OF_ROW else last[0], column if of == OF_COLUMN else last[1]

    def share(self, row: int, column: int, of: str) -> Fraction | None:
        """None where there is nothing, or too little, to be a share of."""
        above, beside = self.whole(row, column, of)
        whole = Fraction(self.numbers[above][beside])
        return Fraction(self.numbers[row][column]) / whole if whole >= self.least_divisor else None


# --- what can be asked -------------------------------------------------------------------------------------------


def field_at(plan: Plan, kind: RecordKind, path: str) -> Field | None:
    """The field that a path ends at; None where a plan has no such way."""
    first, _, rest = path.partition(".")
    field = kind.fields.get(first)
    if field is None or not rest:
        return field
    target = plan.kinds.get(field.target or "")
    return field_at(plan, target, rest) if target else None


def has_days(plan: Plan, kind: RecordKind) -> bool:
    """Whether each record belongs to a day."""
    field = field_at(plan, kind, kind.date_field) if kind.date_field and not kind.by_period else None
    return field is not None and field.type.holds_day


def axes_of(plan: Plan, kind: RecordKind, levels: Sequence[str]) -> list[Axis]:
    """The axes that a kind offers; `levels`: those of the units below whose records are asked for, from above."""
    found = [Axis(kind.unit_field), *(Axis(kind.unit_field, level) for level in levels[1:])]
    dated = [Axis(kind.date_field, step) for step in STEPS] if has_days(plan, kind) else []
    return [*(found if kind.unit_field and levels else []), *dated, *_of_fields(plan, kind)]


def _of_fields(plan: Plan, kind: RecordKind) -> Iterator[Axis]:
    """Its own fields that sort records out, and those of the records that it names."""
    for name, field in kind.fields.items():
        if name != kind.unit_field and (_has_categories(field) or field.type.refers):
            yield Axis(name)
    for name, field in kind.fields.items():
        target = plan.kinds.get(field.target or "")
        inner = target.fields.values() if target else ()
        yield from (Axis(f"{name}.{one.name}") for one in inner if one.type.lookup is Lookup.CHOICES or one.type.flag)


def _has_categories(field: Field) -> bool:
    return field.type.flag or field.type.lookup in (Lookup.CHOICES, Lookup.UNITS)


def sums_of(plan: Plan, kind: RecordKind) -> list[Field]:
    """The numbers that may be added up: of records kept by period only those that the plan itself adds up, since the
    others hold what units below hold too, or stand for the year so far.
    """
    numbers = [field for field in kind.fields.values() if field.type.numeric and not field.plain]
    if not kind.by_period:
        return numbers
    added = {one.sum for one in plan.statistics if one.kind == kind.name}
    return [field for field in numbers if field.name in added]


def read_axis(plan: Plan, kind: RecordKind, text: str, levels: Sequence[str]) -> Axis:
    """An axis as `Axis.text` writes it; AppError says which ones there are."""
    path, _, step = text.strip().partition(":")
    field = field_at(plan, kind, path)
    if field is not None:
        steps: Sequence[str] = ("",) if _has_categories(field) or field.type.refers else ()
        if field.type.holds_day:
            steps = list(STEPS)
        elif field.type.lookup is Lookup.UNITS:
            steps = ("", *levels)
        if step in steps:
            return Axis(path, "" if levels and step == levels[0] else step)
    known = ", ".join(axis.text for axis in axes_of(plan, kind, levels))
    raise AppError("crosstab.no_axis", axis=text[:60], kind=kind.label, known=known)


def axis_label(plan: Plan, kind: RecordKind, axis: Axis) -> Text:
    """What an axis is called: the field, the level or step, and before them the record that it is a field of."""
    field = field_at(plan, kind, axis.path)
    first, _, rest = axis.path.partition(".")
    label: Text = field.label if field else axis.path
    if axis.step in STEPS:
        own = axis.path == kind.date_field
        return Message(f"crosstab.{axis.step}" if own else f"crosstab.{axis.step}_of", field=label)
    if field is not None and field.type.lookup is Lookup.UNITS:
        level = plan.levels.get(axis.step)
        return Message("crosstab.by_level", level=level) if level else label
    return Message("crosstab.of_record", record=kind.fields[first].label, field=label) if rest else label
