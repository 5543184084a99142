"""A pile of paper entered in one go: what was counted before against what was entered, and a sample keyed twice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from db.open_file import OpenFile
from db.pile_records import last_act, made_after
from db.titles import TitleBook
from desktop_app.domain.field_defaults import is_numbered
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.session import records

SAMPLE, LEAST, MOST = 10, 3, 20  # every tenth sheet is keyed twice, but at least and at most so many
TOTAL = "total:"


class Pile(Struct, frozen=True):
    """What was counted of a pile before it is entered; `after`: the last act of the file then."""

    kind: str
    sheets: int
    totals: Mapping[str, Decimal]
    after: int

    def to_settings(self) -> dict[str, str]:
        """As the settings of a computer keep it: numbers alone, nothing of a record."""
        totals = {f"{TOTAL}{name}": str(total) for name, total in self.totals.items()}
        return {"kind": self.kind, "sheets": str(self.sheets), "after": str(self.after), **totals}


class EnteredSheet(Struct, frozen=True):
    """One record of a pile: the number of its sheet, when it was made, what it says."""

    sheet: int
    record: str
    time: str
    title: str
    values: Mapping[str, Value]


class PileStanding(Struct, frozen=True):
    """A pile as it is entered by now: `totals` by field, beside what they are to be."""

    pile: Pile
    entered: Sequence[EnteredSheet]
    totals: Mapping[str, Decimal]

    @property
    def agrees(self) -> bool:
        """Whether there are as many sheets and each total is what was counted before."""
        return len(self.entered) == self.pile.sheets and self.totals == self.pile.totals


class Difference(Struct, frozen=True):
    """A field that was keyed otherwise the second time."""

    sheet: int
    record: str
    field: str
    first: Value
    second: Value


def pile_from_settings(file: OpenFile, stored: Mapping[str, str]) -> Pile | None:
    """The pile that a computer remembers; None where there is none, or the plan has its kind or a field no longer."""
    kind = file.plan.kinds.get(file.names.plan_kind(stored.get("kind", "")))
    try:
        found = {n.removeprefix(TOTAL): Decimal(text) for n, text in stored.items() if n.startswith(TOTAL)}
        totals = {file.names.plan_field(kind.name if kind else "", name): total for name, total in found.items()}
        sheets, after = int(stored["sheets"]), int(stored["after"])
    except (KeyError, ValueError, ArithmeticError):
        return None
    return Pile(kind.name, sheets, totals, after) if kind is not None and totals.keys() <= kind.fields.keys() else None


def fields_to_total(kind: RecordKind) -> list[Field]:
    """The fields whose numbers a pile may be added up by."""
    key = {*kind.natural_key, "year"}
    return [of for of in kind.fields.values() if of.type.numeric and of.name not in key]


def fields_to_key(kind: RecordKind) -> list[Field]:
    """The fields that are keyed a second time: what must be there, and what is added up or dated."""
    others = {kind.parent_field, "year"}
    return [
        of
        for of in kind.fields.values()
        if (of.required == "always" or of.type.numeric or of.type.holds_day)
        and not (of.type.multiline or is_numbered(of) or of.name in others)
    ]


def begin(file: OpenFile, kind: str, sheets: int, totals: Mapping[str, Decimal]) -> Pile:
    """A pile of so many sheets; what is entered of the kind from now on belongs to it."""
    if sheets < 1:
        raise AppError("pile.no_sheets")
    return Pile(kind, sheets, dict(totals), last_act(file))


def standing(file: OpenFile, pile: Pile) -> PileStanding:
    """What was entered of a pile by now."""
    made = dict(made_after(file, pile.kind, pile.after))
    rows = records.rows_by_id(file, pile.kind, list(made))
    titles = TitleBook(file)
    titles.read({pile.kind: [row.id for row in rows]})
    entered = [
        EnteredSheet(number, row.id, made[row.id], titles.title(pile.kind, row.id), row.values)
        for number, row in enumerate(rows, start=1)
    ]
    sums = {name: sum((_number(one.values.get(name)) for one in entered), Decimal(0)) for name in pile.totals}
    return PileStanding(pile, entered, sums)


def _number(value: Value) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else Decimal(0)


def sample(found: PileStanding) -> list[EnteredSheet]:
    """The sheets that are keyed a second time, by chance, but the same ones each time that one asks."""
    from random import Random  # with all of OpenSSL: who enters no pile needs neither

    count = min(len(found.entered), max(LEAST, min(MOST, -(-len(found.entered) // SAMPLE))))
    chosen = Random(found.pile.after).sample(list(found.entered), count)
    return sorted(chosen, key=lambda one: one.sheet)


def differences(entered: EnteredSheet, second: Mapping[str, Value]) -> list[Difference]:
    """What was keyed otherwise the second time."""
    return [
        Difference(entered.sheet, entered.record, name, entered.values.get(name), value)
        for name, value in second.items()
        if entered.values.get(name) != value
    ]
