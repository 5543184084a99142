"""What an open data file can be asked about its records and what was done to them; nothing here writes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import act_list, acts, data_file, drafts, history, queries, searching
from db.defaults import Office, defaults, own_agency
from db.log import RecordRow, find_record
from db.title_book import TitleBook
from db.titles import shown_value, title_of, title_of_row
from desktop_app.domain.collation import sort_key
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import Rules, State, check, check_missing
from desktop_app.domain.values import Problem, Value
from desktop_app.errors import AppError
from desktop_app.texts import Label

if TYPE_CHECKING:
    from desktop_app.domain.history import HistoryItem
    from desktop_app.exchange.json_lines import Known


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as a form shows it; `state` is None for a deleted one."""

    id: str
    kind: str
    values: Mapping[str, Value]
    state: State | None
    problems: list[Problem]
    parent: str | None
    deleted: bool
    changed_by: str
    changed_at: str


class Reader:
    """The reading half of a Session. Every method blocks and may be called from one thread at a time."""

    def __init__(self, data: data_file.DataFile, *, author: str | None = None) -> None:
        self._data = data
        self.path: Path = data.path
        self.plan: Plan = data.plan
        self.units: OrgUnits = data.units
        self.unit: str = data.meta["unit"]
        self.practice: bool = data.practice
        self.author: str = data.meta.get("author", "") if author is None else author
        self._store = data.store
        self._book = data.store.book

    # --- what is known --------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The moment on this PC's clock, as people here read it."""
        return self._store.clock.now().astimezone()

    def today(self) -> date:
        """The day on this PC's clock."""
        return self.now().date()

    @property
    def rules(self) -> Rules:
        """The rules of entry, today's date included."""
        return Rules(self.plan, self.units, self.today().isoformat())

    def kind(self, name: str) -> RecordKind:
        """A record kind of the plan; AppError when there is none of that name."""
        found = self.plan.record_kinds.get(name)
        if found is None:
            raise AppError("core.no_kind", kind=name)
        return found

    def offers(self, kind: RecordKind) -> bool:
        """Whether this office is offered new records of a kind; it may correct those that are there all the same."""
        return not kind.entered_at or self.units.level(self.unit) in kind.entered_at

    def made_by(self, kind: RecordKind) -> str:
        """Which offices make records of a kind, in words."""
        names = [str(self.plan.levels[level]) for level in kind.entered_at]
        return ", ".join(name[:1].lower() + name[1:] for name in names)

    @property
    def own_agency(self) -> str | None:
        """The agency of this office, None where the plan knows none."""
        return own_agency(self._book, self.unit, self.today().isoformat())

    # --- records ----------------------------------------------------------------------------------------------------

    def defaults(self, kind: str, given: Mapping[str, Value] | None = None) -> dict[str, Value]:
        """What a new form starts with: `given` (its parent at least) and the plan's defaults; nothing is written."""
        office = Office(self.unit, self.author, self.today().isoformat())
        return defaults(self._book, office, self.kind(kind), given or {})

    def drafts(self, record: str) -> dict[str, str]:
        return {field: text for (_, field), text in drafts.drafts(self._book.connection, record).items()}

    def problems(self, record: str) -> list[Problem]:
        """What is wrong with a record and what is missing, as sentences at their fields."""
        row = find_record(self._book.connection, record)
        if row is None:
            raise AppError("core.no_record", record=record)
        kind = self.kind(row.kind)
        live = queries.row(self._book, kind, record)
        values = live.values if live else acts.values_of(kind, acts.found(self._book, record)[1])
        return check(values, kind, self.rules) + check_missing(values, kind, self.rules)

    def record(self, record: str) -> RecordView | None:
        """One record, also a deleted one; None when this file does not know it."""
        row = find_record(self._book.connection, record)
        if row is None or row.kind not in self.plan.record_kinds:
            return None
        kind = self.kind(row.kind)
        past = history.history(self._book, row)
        _, now = acts.found(self._book, record)
        live = queries.row(self._book, kind, record)
        values = live.values if live else acts.values_of(kind, now)
        parent = values.get(kind.parent_field or "")
        last = past[-1]
        return RecordView(
            record, row.kind, values, live.state if live else None, self.problems(record),
            str(parent) if parent is not None else None, not row.live, last.author, last.time,
        )  # fmt: skip

    def rows(
        self, kind: str, *, order: str | None = None, descending: bool = False, limit: int | None = None,
        offset: int = 0, **wanted: Any,
    ) -> list[queries.Row]:  # fmt: skip
        """Live records of a kind. Filters: those of `queries.Filter`, and unit (with all below)."""
        return queries.rows(self._book, self.kind(kind), self._filter(wanted), order, descending, limit, offset)

    def rows_by_id(self, kind: str, records: Sequence[str]) -> list[queries.Row]:
        """Those of these records of a kind that are live, in this order."""
        found = {row.id: row for row in queries.rows_by_id(self._book, self.kind(kind), records)}
        return [found[record] for record in records if record in found]

    def count(self, kind: str, **wanted: Any) -> int:
        """How many records `rows` would give without a limit."""
        return queries.count(self._book, self.kind(kind), self._filter(wanted))

    def latest(self, kind: str, parent: str | None = None, but: str | None = None) -> queries.Row | None:
        """The live record of a kind that came into this file last: of one parent, if given, and not `but`."""
        return queries.latest(self._book, self.kind(kind), parent, but)

    def latest_made_here(self, kind: str, parent: str | None = None) -> queries.Row | None:
        """The same without what came with the plan or from another office's file."""
        return queries.latest(self._book, self.kind(kind), parent, made_here=True)

    def listed(self, kind: str, *, order: str | None = None, descending: bool = False, **wanted: Any) -> list[str]:
        """The ids of the records of a list, all of them, in its order; filters as for `rows`."""
        return queries.listed(self._book, self.kind(kind), self._filter(wanted), order, descending)

    def _filter(self, wanted: dict[str, Any]) -> queries.Filter:
        unit = wanted.pop("unit", None)
        return queries.Filter(units=self.units.descendants(unit) if unit else None, **wanted)

    def title(self, record: str) -> str:
        """One line that names a live record, "" for any other."""
        return title_of(self._book, record)

    def named(self, records: Mapping[str, Iterable[str]]) -> dict[str, str]:
        """The titles of records given by kind; one that is not live has none."""
        titles, asked = TitleBook(self._book), {kind: list(ids) for kind, ids in records.items()}
        titles.read(asked)
        return {record: titles.title(kind, record) for kind, ids in asked.items() for record in ids}

    def shown(self, kind: str, field: str, value: Value) -> str:
        """A value as people read it: dates, numbers, labels, names of units, titles of records."""
        return shown_value(self._book, kind, field, value)

    def titles(self, kind: str, text: str = "", limit: int = 50) -> list[tuple[str, str]]:
        """(id, title) of records of a kind that hold `text`, in Vietnamese order, for choosing a reference."""
        found = self.rows(kind, text=text or None, limit=limit)
        return sorted(((row.id, title_of_row(self._book, row)) for row in found), key=lambda item: sort_key(item[1]))

    def history(self, record: str) -> "list[HistoryItem]":
        row = find_record(self._book.connection, record)
        if row is None:
            raise AppError("core.no_record", record=record)
        return history.history(self._book, row)

    def acts(self, limit: int | None = None) -> list[act_list.ActRow]:
        return act_list.acts(self._book.connection, limit)

    def trash(self) -> list[tuple[RecordRow, datetime]]:
        return history.trash(self._book)

    def conflicts(self) -> list[tuple[str, str]]:
        return list(queries.conflicts(self._book.connection))

    def standing_out(self) -> list[tuple[str, str, State]]:
        """(kind, record, state) of every unfinished or contradictory record."""
        from db.counting.unsettled import standing_out

        return standing_out(self._book.connection, self.plan)

    def search(self, text: str, limit: int = 50) -> list[RecordRow]:
        """Live records that hold all the words, those with exactly these accents first."""
        return searching.search(self._book, text, limit)

    def export_lines(self) -> Iterator[dict[str, Any]]:
        """Every live record as `import_lines` reads it, in the plan's order."""
        from desktop_app.exchange.json_lines import export_line

        for kind in self.plan.record_kinds.values():
            for row in self.rows(kind.name, order="id"):
                yield export_line(self.plan, kind, row.id, row.values, self._known)

    def demo_lines(self, records: int, units: int | None, seed: int) -> Iterator[dict[str, Any]]:
        """Made-up import lines over the whole plan, the same for the same seed, for practice and for measuring."""
        from desktop_app.exchange.demo import demo_lines

        existing = [(kind, row.id, row.values) for kind in self.plan.record_kinds for row in self.rows(kind)]
        return demo_lines(self.plan, self.units, records, units, seed, self.today(), existing)

    @property
    def not_established(self) -> list[str]:
        """What the plan says is not known of itself."""
        return [str(Label(**note)) for note in self.plan.source["plan"].get("not_established", ())]

    def info(self) -> dict[str, Any]:
        return data_file.describe(self._data) | {"not_established": self.not_established}

    def check(self) -> list[str]:
        return data_file.check(self._data)

    def _known(self, record: str) -> "Known | None":
        from desktop_app.exchange.json_lines import Known

        row = find_record(self._book.connection, record)
        if row is None:
            return None
        known = row.kind in self.plan.record_kinds
        values = acts.values_of(self.kind(row.kind), acts.found(self._book, record)[1]) if known else {}
        return Known(row.kind, values, not row.live)
