"""Files of other offices: looked through, shown, taken in; conflicts side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.domain.changes import DELETED
from desktop_app.domain.clock import clock_doubt, stamp_time
from desktop_app.domain.merging import Conflict, MergeResult, Tell, silent
from desktop_app.domain.values import Problem, Value, from_json
from desktop_app.errors import AppError
from desktop_app.reading import Reader
from desktop_app.report_reading import ReportReader

if TYPE_CHECKING:
    from desktop_app.domain.merging import Source
    from desktop_app.domain.sending import Sent, SentFile


class Merger(ReportReader):
    """What a Session does with other files. Every method blocks and may be called from one thread at a time."""

    def sources(self, paths: Iterable[Path], passphrases: Mapping[Path, str] | None = None) -> "list[Source]":
        """The files named and the data files in the folders named, whatever they are called."""
        from db.merging.source import find_sources

        return find_sources(paths, passphrases or {}, self.path)

    def preview(self, sources: "Iterable[Source]", take: Iterable[str] = (), tell: Tell = silent) -> MergeResult:
        """What merging these files would do; nothing is written."""
        return self._merge(sources, take, tell, dry_run=True)

    def merge(self, sources: "Iterable[Source]", take: Iterable[str] = (), tell: Tell = silent) -> MergeResult:
        """Take in all that can be read, as one act: all of it or, where something fails, nothing.

        Of each file come the records below both its unit and ours, and what they refer to. `take` names units whose
        records come as well, from every file; `Source.take` does so for one. `tell` hears how far it is; raising
        StoppedError, it stops the work, and the file is as it was.
        """
        return self._merge(sources, take, tell, dry_run=False)

    def _merge(self, sources: "Iterable[Source]", take: Iterable[str], tell: Tell, *, dry_run: bool) -> MergeResult:
        from db.merging.merge import merge

        chosen = [replace(source, take=(*source.take, *take)) for source in sources]
        before = self._before_merging
        result, data = merge(self._data, chosen, self.author, dry_run=dry_run, tell=tell, before=before)
        if data is not self._data:
            Reader.__init__(self, data, author=self.author)
        return result

    def _before_merging(self) -> str:
        """What is to be done before a merge changes the file; a sentence where it could not be done."""
        return ""

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase protects the file, and the copies made of it."""
        return self._data.encrypted

    def send(self, folder: Path, unit: str | None = None, tell: Tell = silent) -> "Sent":
        """A verified copy of this file in a folder, to hand over; of one unit only what belongs to it goes along.

        AppError: no such unit, no room, or what was written can't be read back; nothing is left there then.
        """
        from db.merging.sending import send

        if unit is not None and unit not in self.units:
            raise AppError("core.no_unit", unit=unit)
        return send(self._data, folder, unit, self.current_period().text, self.author, tell)

    def sent_files(self) -> "list[SentFile]":
        """The copies that were handed over, the earliest first."""
        from db.sent import sent_files

        return sent_files(self._book.connection)

    def clock_doubt(self) -> str | None:
        """Why the clock of this PC may be wrong, to be said at the start; None where nothing speaks against it."""
        from db.log import latest_acts

        clock = self._data.store.clock
        known = [stamp_time(act) for act in latest_acts(self._book.connection, clock.latest_plausible())]
        return clock_doubt(clock.now(), known, date.fromisoformat(self.plan.doc_date))

    def open_conflicts(self) -> list[Conflict]:
        """Every open conflict with its values, who gave them and when."""
        from db.merging.conflicts import open_conflicts

        return open_conflicts(self._book)

    def value_of(self, record: str, field: str, raw: Any) -> Value:
        """A value for a field of a record as programs write it (JSON); AppError says why it is none."""
        view = self.record(record)
        if view is None:
            raise AppError("core.no_record", record=record)
        if field == DELETED:
            if not isinstance(raw, bool):
                raise AppError("merge.not_deleted", text=raw)
            return raw
        known = self.kind(view.kind).fields.get(field)
        if known is None:
            raise AppError("merge.no_field", field=field, kind=str(self.kind(view.kind).label))
        value = from_json(known, raw)
        if isinstance(value, Problem):
            raise AppError("merge.bad_value", message=value.message)
        return value
