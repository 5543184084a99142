"""What a signed report said, what holds now, and why: the data of a correction sheet."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.lock_content import figure_to_json
from desktop_app.domain.locking import Lock, LockedAmount
from desktop_app.domain.plan import Plan
from desktop_app.messages import Text

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


class LaterChange(Struct, frozen=True):
    """A record that was added, changed or removed after a lock; `codes`: the indicators that its kind can change."""

    kind: str
    record: str
    title: Text
    what: str
    by: str
    time: str
    codes: frozenset[str]

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "record": self.record, "title": self.title, "what": self.what, "by": self.by,
            "time": self.time,
        }  # fmt: skip


class CorrectedFigure(Struct, frozen=True):
    """One indicator as it was reported and as it is, with the records that may have changed it."""

    old: IndicatorResult
    new: IndicatorResult
    later: tuple[LaterChange, ...]


class CorrectedAmount(Struct, frozen=True):
    """One statistic as it was reported and as it is, None where it was or is not there; with the records that may have
    changed it.
    """

    old: LockedAmount | None
    new: LockedAmount | None
    later: tuple[LaterChange, ...] = ()

    @property
    def one(self) -> LockedAmount:
        """The one that is there, the new one first."""
        found = self.new or self.old
        assert found is not None
        return found


def label_of(plan: Plan, amount: LockedAmount) -> Text:
    """What the plan calls a statistic that a lock names in Vietnamese; one that the plan has no more keeps that."""
    named = (amount.area, amount.label)
    return next((s.label for s in plan.statistics if (s.area, s.label.vi) == named), amount.label)


class CorrectedValue(Struct, frozen=True):
    """One printed value that changed: its place in the report, its row and column (a sentence has neither)."""

    place: str
    row: str
    column: str
    old: str
    new: str

    def to_json(self) -> dict[str, str]:
        return {"place": self.place, "row": self.row, "column": self.column, "old": self.old, "new": self.new}


class SheetHead(Struct, frozen=True):
    """What a person gives for the sheet: why, and its own number and day (ISO); room is left where they are empty."""

    reason: str = ""
    number: str = ""
    day: str = ""


class Correction(Struct, frozen=True):
    """A locked report against what holds now, or against the later lock `newer` of the same report.

    `values`: all else that is printed otherwise, in the text and in tables; `complete`: nothing else differs.
    """

    lock: Lock
    figures: tuple[CorrectedFigure, ...]
    amounts: tuple[CorrectedAmount, ...]
    newer: Lock | None = None
    values: tuple[CorrectedValue, ...] = ()
    complete: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "lock": self.lock,
            "newer": self.newer,
            "figures": [{"code": f.old.code, "old": f.old, "new": f.new, "later": f.later} for f in self.figures],
            "amounts": [
                {"label": a.one.label, "old": _both(a.old), "new": _both(a.new), "later": a.later} for a in self.amounts
            ],
            "values": self.values,
            "complete": self.complete,
        }


def _both(amount: LockedAmount | None) -> list[str | None] | None:
    return [amount.period, amount.year_to_date] if amount else None


def correct(
    lock: Lock, figures: Iterable[IndicatorResult], amounts: Sequence[LockedAmount],
    later: Callable[[], Sequence[LaterChange]], kinds: Mapping[tuple[str, str], frozenset[str]],
    newer: Lock | None = None, values: Sequence[CorrectedValue] = (), *, complete: bool = False,
    own: Collection[str] = (),
) -> Correction | None:  # fmt: skip
    """What differs from the lock; None when nothing does. Records are looked up only then.

    `kinds`: whose records a statistic, named by area and label, is made of; `values`, `complete`: how its pages differ.
    Sentences that are drafted by rule tell of the file too, so they alone make no correction: cells of tables do, and
    the `own` texts of the office.
    """
    now = {figure.code: figure for figure in figures}
    changed = [(old, now[old.code]) for old in lock.figures if old.code in now and _said(old) != _said(now[old.code])]
    moved = _moved(lock.amounts, amounts)
    decisive = (value for value in values if value.row or any(value.new and value.new in text for text in own))
    if not changed and not moved and not any(decisive):
        return None
    records = later()
    corrected = tuple(
        CorrectedFigure(old, new, tuple(r for r in records if old.code in r.codes)) for old, new in changed
    )
    counted = (
        CorrectedAmount(old, new, tuple(r for r in records if r.kind in kinds.get(key, ()))) for key, old, new in moved
    )
    return Correction(lock, corrected, tuple(counted), newer, tuple(values), complete)


def _said(figure: IndicatorResult) -> dict[str, Any]:
    """What of a figure is a statement: not the notes around it."""
    said = figure_to_json(figure)
    names = ("reading", "threshold", "numerator", "denominator", "status")
    parts = [(name, *numbers) for name, _, *numbers in said["parts"]]  # whatever language their labels are in
    return {**{name: said[name] for name in names}, "parts": parts}


def _moved(
    old: Sequence[LockedAmount], new: Sequence[LockedAmount]
) -> list[tuple[tuple[str, str], LockedAmount | None, LockedAmount | None]]:
    before = {(a.area, a.label): a for a in old}
    after = {(a.area, a.label): a for a in new}
    keys = dict.fromkeys((*before, *after))
    return [(k, before.get(k), after.get(k)) for k in keys if before.get(k) != after.get(k)]
