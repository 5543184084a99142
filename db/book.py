"""An open data file as its writer and its readers share it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.connection import Connection
from db.kept import Kept
from db.log import Numbers
from db.shown_rows import KindRows, rows_of
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import Rules


@dataclass
class Book:
    """The connection with what every query needs beside it."""

    connection: Connection
    plan: Plan
    rules: Rules
    numbers: Numbers
    kept: Kept = field(init=False)
    touched: set[str] = field(default_factory=set)  # the kinds of which rows were written
    referrers: dict[str, list[tuple[RecordKind, str]]] = field(init=False)
    rows: Mapping[str, KindRows] = field(init=False)

    def __post_init__(self) -> None:
        self.kept = Kept(self.connection)
        self.referrers = {name: [] for name in self.plan.record_kinds}
        for kind in self.plan.record_kinds.values():
            for f in kind.fields.values():
                if f.type == "ref" and f.target:
                    self.referrers[f.target].append((kind, f.name))
        self.rows = {name: rows_of(kind, self.rules) for name, kind in self.plan.record_kinds.items()}


# Per kind the ids of records whose rows appeared, changed or went, and of those that such rows refer to.
Moved = dict[str, set[str]]
