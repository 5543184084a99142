"""The board of an office: every unit by every area at a glance, filtered, and whom to remind."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.domain.completeness import LATE, NOT_REPORTED, Completeness
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period, show_day
from desktop_app.messages import Message, joined


class BoardRow(Struct, frozen=True):
    """One unit: what it reported for each area, and when it said that it was done."""

    unit: str
    name: str
    level: str
    cells: Mapping[str, Completeness]
    timeliness: str
    submitted: date | None
    due: date

    @property
    def silent(self) -> tuple[str, ...]:
        """The areas that it has not reported."""
        return tuple(area for area, cell in self.cells.items() if cell.state == NOT_REPORTED)

    @property
    def is_done(self) -> bool:
        return self.submitted is not None and not self.silent

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit, "name": self.name, "level": self.level, "timeliness": self.timeliness,
            "submitted": self.submitted, "due": self.due, "areas": self.cells,
        }  # fmt: skip


class BoardGroup(Struct, frozen=True):
    """A unit with the rows of itself and of those right below it."""

    unit: str
    name: str
    rows: tuple[BoardRow, ...]

    @property
    def lacking(self) -> int:
        """How many areas of how many units are not reported."""
        return sum(len(row.silent) for row in self.rows)

    def reported(self, area: str) -> int:
        """How many of its units have reported an area."""
        return sum(row.cells[area].reported for row in self.rows)

    def submitted(self) -> int:
        return sum(row.submitted is not None for row in self.rows)


class Reminder(Struct, frozen=True):
    """A unit that still owes something, with a sentence to send it."""

    unit: str
    name: str
    late: bool
    silent: tuple[str, ...]
    text: Message


class Board(Struct, frozen=True):
    """Units in the tree's order by areas in the plan's."""

    period: Period
    areas: tuple[str, ...]
    rows: tuple[BoardRow, ...]

    def only(
        self, *, level: str | None = None, area: str | None = None, states: Collection[str] = (),
        timeliness: Collection[str] = (),
    ) -> "Board":  # fmt: skip
        """The rows of a level, and in time or late as asked; with `states` those that have one of them in the area
        (in any area when None). An area given leaves its column only.
        """
        areas = self.areas if area is None else (area,)
        rows = (replace(row, cells={a: row.cells[a] for a in areas}) for row in self.rows)
        shown = tuple(
            row
            for row in rows
            if level in (None, row.level)
            and (not timeliness or row.timeliness in timeliness)
            and (not states or any(cell.state in states for cell in row.cells.values()))
        )
        return Board(self.period, areas, shown)

    def groups(self, units: OrgUnits) -> "list[BoardGroup]":
        """The rows by the unit above them, the groups and in each the units that lack most first."""
        members: dict[str, list[BoardRow]] = {}
        for row in self.rows:
            head = row.unit if units.children(row.unit) else units.by_code[row.unit].parent or row.unit
            members.setdefault(head, []).append(row)
        groups = [BoardGroup(head, units.name(head), _lacking_first(rows)) for head, rows in members.items()]
        return sorted(groups, key=lambda group: -group.lacking)

    def counts(self) -> dict[str, Counter[str]]:
        """Per area how many units are in which state; the four never run together."""
        return {area: Counter(row.cells[area].state for row in self.rows) for area in self.areas}

    def timeliness(self) -> Counter[str]:
        return Counter(row.timeliness for row in self.rows)

    def remind(self) -> list[Reminder]:
        """Who owes a report or an area, the late ones first, then those that owe most."""
        owing = [self._reminder(row) for row in self.rows if not row.is_done]
        return sorted(owing, key=lambda r: (not r.late, -len(r.silent)))

    def _reminder(self, row: BoardRow) -> Reminder:
        owes = [Message("figure.owes_areas", areas=", ".join(row.silent))] if row.silent else []
        owes += [] if row.submitted else [Message("figure.owes_submission")]
        text = Message(
            "figure.remind", unit=row.name, owes=joined(owes, "; "), period=self.period.label, due=show_day(row.due)
        )
        return Reminder(row.unit, row.name, row.timeliness == LATE, row.silent, text)

    def to_json(self) -> dict[str, Any]:
        return {
            "period": self.period.text, "areas": self.areas, "rows": self.rows, "counts": self.counts(),
            "timeliness": self.timeliness(), "remind": self.remind(),
        }  # fmt: skip


def board_of(period: Period, found: Iterable[Completeness], units: OrgUnits) -> Board:
    """The board from a row per unit and area."""
    by_unit: dict[str, dict[str, Completeness]] = {}
    for cell in found:
        by_unit.setdefault(cell.unit, {})[cell.area] = cell
    rows = tuple(_row(code, cells, units) for code, cells in by_unit.items())
    return Board(period, tuple(rows[0].cells) if rows else (), rows)


def _row(code: str, cells: Mapping[str, Completeness], units: OrgUnits) -> BoardRow:
    any_cell = next(iter(cells.values()))
    return BoardRow(
        code, units.name(code), units.level(code) or "", cells, any_cell.timeliness, any_cell.submitted, any_cell.due
    )


def _lacking_first(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    return tuple(sorted(rows, key=lambda row: (-len(row.silent), row.submitted is not None)))
