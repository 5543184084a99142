"""An open data file as its writer and its readers share it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

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

    def __post_init__(self) -> None:
        self.kept = Kept(self.connection)

    @cached_property
    def referrers(self) -> Mapping[str, list[tuple[RecordKind, str]]]:
        """Per kind the kinds and fields that refer to it."""
        found: dict[str, list[tuple[RecordKind, str]]] = {name: [] for name in self.plan.record_kinds}
        for kind in self.plan.record_kinds.values():
            for f in kind.fields.values():
                if f.type == "ref" and f.target:
                    found[f.target].append((kind, f.name))
        return found

    @cached_property
    def rows(self) -> Mapping[str, KindRows]:
        """What makes the rows of each kind, for whoever writes."""
        return {name: rows_of(kind, self.rules) for name, kind in self.plan.record_kinds.items()}


# Per kind the ids of records whose rows appeared, changed or went, and of those that such rows refer to.
Moved = dict[str, set[str]]
