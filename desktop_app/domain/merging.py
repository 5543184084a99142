"""What a merge is asked for and what it says of each file: pure values, shown before and after."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from desktop_app.domain.erasing import ErasureItem
from desktop_app.domain.plan_offers import PlanReport
from desktop_app.domain.values import Value
from desktop_app.messages import Text

MERGE = "merge"  # the act, known to the file in which it was done alone
MERGED = "merged"
NOTHING_NEW = "nothing-new"
REFUSED = "refused"
ALL = "all"
COUNTS = ("changes", "new", "changed", "deleted", "same", "reverted", "conflicts", "erasures")

# hears of long work how much is done, of how much, and what; raising StoppedError, it stops the work
ProgressCallback = Callable[[int, int, Text], None]
WHOLE = 1000  # parts of a work, for whoever hears how far it is


def ignore_progress(_done: int, _total: int, _sentence: Text) -> None:
    """Nobody wants to know how far a merge is."""


class Source(Struct, frozen=True):
    """A file to be merged, perhaps a `member` of a zip file; `name` is what people see.

    `take` names units outside the scope whose records are taken all the same, with those of the units below; ALL takes
    everything. `acts` are single acts that are taken though they concern others. `picked`: a person chose this very
    file, not a folder or a zip file that holds it.
    """

    path: Path
    name: str
    passphrase: str | None = None
    member: str | None = None
    take: tuple[str, ...] = ()
    acts: tuple[bytes, ...] = ()
    picked: bool = False


class ForeignAct(Struct, frozen=True):
    """An act in a file that concerns others than those below the file's unit: whose it says it is, what it changes.

    `alone`: how many changes are taken since this act was, and not the units of its records.
    """

    act: bytes
    kind: str
    unit: str
    unit_name: Text
    author: str
    time: str
    changes: int
    records: int
    kinds: tuple[str, ...]
    taken: bool
    alone: int


class UnitReport(Struct, frozen=True):
    """What one file brings of one unit (the last that a record named; none: empty), or would bring if it were taken.

    Records are counted by what becomes of them here: `new`, `changed`, `deleted`; `same` are already here as they are.
    `reverted` are those, also counted elsewhere, of which something was reverted and comes again. `conflicts` are the
    fields that the file leaves open, `erasures` the acts that erase for good, which are no records for people.
    `inside`: the records lie in the scope, below the file's own unit and below ours, or are referred to from there.
    """

    unit: str
    unit_name: Text
    inside: bool
    taken: bool
    changes: int = 0
    new: int = 0
    changed: int = 0
    deleted: int = 0
    same: int = 0
    reverted: int = 0
    conflicts: int = 0
    erasures: int = 0


class SourceReport(Struct, frozen=True):
    """What one file adds to ours and to what the files before it added.

    The counts are those of `units` that are taken; `outside` the changes of records that lie outside the scope, `left`
    those of them that are not taken, `acts` the acts that made them. `plan`: what becomes of the edition of the plan
    that the file brings, if any.
    """

    name: str
    status: str
    reason: Text = ""
    unit: str = ""
    unit_name: Text = ""
    author: str = ""
    changes: int = 0
    new: int = 0
    changed: int = 0
    deleted: int = 0
    same: int = 0
    reverted: int = 0
    conflicts: int = 0
    outside: int = 0
    left: int = 0
    plan: PlanReport | None = None
    units: Sequence[UnitReport] = ()
    acts: Sequence[ForeignAct] = ()
    erasures: int = 0
    edition: int = 0  # of our plan under which the file was kept; 0: another plan

    @property
    def changes_of_records(self) -> int:
        """All changes but those by which something is to be erased."""
        return self.changes - self.erasures


class MergeResult(Struct, frozen=True):
    """All files of one merge in the order given; `act` is None for a preview and where nothing was written.

    `notice` says why there is no backup from before the merge, where there is none. Nothing is written where
    `changed_sources` names files that have changed since they were staged, or where our ledger has and `reports` are
    `recounted`: other than what was shown. `erasures`: what the files' erasures take, or ask about.
    `missing_sources` are gone, and were taken in as they were staged; `refused_sources` could not be taken in.
    """

    reports: Sequence[SourceReport]
    act: bytes | None = None
    notice: Text = ""
    changed_sources: Sequence[str] = ()
    missing_sources: Sequence[str] = ()
    refused_sources: Sequence[str] = ()
    recounted: bool = False
    erasures: Sequence[ErasureItem] = ()

    @property
    def refused(self) -> int:
        return sum(report.status == REFUSED for report in self.reports)

    @property
    def changes(self) -> int:
        return sum(report.changes for report in self.reports)

    @property
    def changes_of_records(self) -> int:
        return sum(report.changes_of_records for report in self.reports)


class Candidate(Struct, frozen=True):
    """One of the values of a field in conflict, and whose it is."""

    value: Value
    author: str
    time: str
    unit: str | None


class Conflict(Struct, frozen=True):
    """A field that people who did not see each other's value left different; `deleted` stands for the record itself."""

    record: str
    kind: str
    field: str
    values: Sequence[Candidate]
