"""What is written for the reports of an open data file: their text, what stands at their head, their locks."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from db.log import find_record
from db.store import Act
from desktop_app.domain.changes import Edit, natural_id, random_id
from desktop_app.domain.heading import HeadRecords
from desktop_app.domain.lock_kinds import ACTS, CONTENT, LOCK, UNLOCK
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.writing import SaveResult, Writer

if TYPE_CHECKING:
    from desktop_app.domain.locking import Lock


class ReportWriter(Writer):
    """The reports that a Session writes. Every method blocks and may be called from one thread at a time."""

    @property
    def narrative_field(self) -> tuple[str, str] | None:
        """The record kind that holds the text of reports, and its field of the text; None where the plan has none."""
        found = self.plan.role("narrative")
        return (found[0].name, found[1]["body"]) if found else None

    def set_narrative(self, period: Period, section: str, text: str, unit: str | None = None) -> SaveResult | None:
        """The office's own text of a section of a report, in markup; an empty one goes back to the draft."""
        kind, key, body = self._narrative_key(period, section, unit or self.unit)
        record = natural_id(kind, key)
        there = find_record(self._book.connection, record) if record else None
        if not text.strip():
            if there and there.live:
                self.delete(there.id)
            return None
        if there and there.live:
            return self.set_value(there.id, body, text.strip())
        return self.new_record(kind.name, {**key, body: text.strip()})

    def narrative_conflicts(self, period: Period, unit: str | None = None) -> dict[str, str]:
        """The sections of a report whose text offices left different, each with the record that is to be settled."""
        from desktop_app.heading import records_of_report

        found = self.plan.role("narrative")
        waiting = {record for record, _ in self.conflicts()} if found else set()
        if found is None or not waiting:
            return {}
        texts = records_of_report(self._book, period, unit or self.unit, "narrative")
        return {str(text.values[found[1]["section"]]): text.id for text in texts if text.id in waiting}

    def _narrative_key(self, period: Period, section: str, unit: str) -> tuple[RecordKind, dict[str, Value], str]:
        """The kind that holds the text of reports, the key of one section, and the field of its text."""
        found = self.plan.role("narrative")
        if found is None or period.code is None:
            raise AppError("report.no_text_kept")
        kind, names = found
        known = self.plan.choices[kind.fields[names["section"]].choices or ""]
        if section not in known:
            raise AppError("report.no_section", section=section, known=", ".join(known))
        key: dict[str, Value] = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
        return kind, {**key, names["section"]: section}, names["body"]

    def head_records(self, period: Period, unit: str | None = None) -> HeadRecords | None:
        """What is typed for one report and what its office prints on all; None where the plan keeps neither."""
        from desktop_app.heading import head_records

        return head_records(self._book, period, unit or self.unit, self.own_agency, self.today())

    def lock(self, period: Period, unit: str | None = None) -> "Lock":
        """Lock a report as it is now: figures, text and letterhead in the log, the PDF's bytes in this file."""
        from desktop_app.locked import to_be_locked

        with self._store.writing():
            content, pdf = to_be_locked(self._book, self._office, period, unit or self.unit)
            self._store.keep_pdf(content["sha256"], pdf)
            record = self._keep(LOCK, content)
        return next(lock for lock in self.locks() if lock.id == record)

    def unlock(self, lock: str, reason: str) -> None:
        """Take a lock back; the act is kept with its reason. Only the office that locked may."""
        found = next((one for one in self.locks() if one.id == lock), None)
        if found is None or found.unlocked:
            raise AppError("report.not_locked")
        if found.office != self.unit:
            raise AppError("report.others_lock", office=self.units.name(found.office))
        if not reason.strip():
            raise AppError("report.no_reason")
        with self._store.writing():
            self._keep(UNLOCK, {"lock": lock, "reason": reason.strip()})

    def _keep(self, kind: str, content: Mapping[str, Any]) -> str:
        """A record of the program's own, written once and never changed."""
        record = random_id(self._store.clock.random(16))
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._store.apply([Edit(record, kind, CONTENT, text)], Act(ACTS[kind], self.author))
        return record
