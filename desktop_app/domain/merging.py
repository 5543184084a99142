"""What a merge is asked for and what it tells of each file: pure values, shown before and after."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop_app.domain.values import Value

MERGED = "merged"
NOTHING_NEW = "nothing-new"
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be merged, perhaps a `member` of a zip file; `name` is what people see."""

    path: Path
    name: str
    passphrase: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one file brings to ours and to what the files before it brought.

    Records are counted by what becomes of them here: `new`, `changed`, `deleted`; `conflicts` are the fields that the
    file leaves open; `outside` the changes of records that lie outside the file's own unit. `edition` is that of a
    later plan which the file brings and ours takes over.
    """

    name: str
    status: str
    reason: str = ""
    unit: str = ""
    unit_name: str = ""
    author: str = ""
    changes: int = 0
    new: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0
    outside: int = 0
    edition: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class MergeResult:
    """All files of one merge in the order given; `act` is None for a preview and where nothing was new."""

    reports: Sequence[SourceReport]
    act: bytes | None = None

    @property
    def refused(self) -> int:
        return sum(report.status == REFUSED for report in self.reports)

    @property
    def changes(self) -> int:
        return sum(report.changes for report in self.reports)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the values of a field in conflict, and whose it is."""

    value: Value
    author: str
    time: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that people who did not see each other's value left different; `deleted` stands for the record itself."""

    record: str
    kind: str
    field: str
    values: Sequence[Candidate]
