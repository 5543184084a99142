"""What an open data file can be asked about its reports: text, print, what was locked and what changed since."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.domain.period import Period
from desktop_app.errors import AppError
from desktop_app.figure_reading import FigureReader

if TYPE_CHECKING:
    from desktop_app.domain.correction import Correction
    from desktop_app.domain.locking import Lock
    from desktop_app.locked import Office as LockingOffice
    from desktop_app.report.narrative import Narrative


class ReportReader(FigureReader):
    """The reports of a Session. Every method blocks and may be called from one thread at a time."""

    def narrative(self, period: Period, unit: str | None = None) -> "Narrative":
        """The text of a report section by section: the office's own, else a draft; its figures that have changed."""
        from desktop_app.report.narrative import Narrative
        from desktop_app.reporting import collect

        own, today, home = self.own_agency, self.today(), self.unit
        return Narrative(collect(self._book, period, unit or home, own, today, home=home, with_units_below=False))

    def report(
        self, period: Period, unit: str | None = None, form: str = "pdf", tell: Callable[[float], None] | None = None
    ) -> bytes:
        """The official progress report as a `pdf` or `docx`, or its tables as an `xlsx`.

        `tell` hears now and then which share of the work is done; an error that it raises stops the work.
        """
        from desktop_app.reporting import collect, make_report, silent

        lock = self.lock_of(period, unit)
        if lock:
            from desktop_app.locked import print_locked

            return print_locked(self._book, lock, form)
        own, today, tell, home = self.own_agency, self.today(), tell or silent, self.unit
        return make_report(collect(self._book, period, unit or home, own, today, home=home, tell=tell), form, tell)

    def locks(self) -> "list[Lock]":
        """Every locked report that this file knows, this office's and others', the earliest first."""
        from db.counting.locks import locks

        return locks(self._book.connection)

    def lock_of(self, period: Period, unit: str | None = None) -> "Lock | None":
        """The lock by which this office prints a report; the latest of several, None while there is none."""
        found = [lock for lock in self.locks() if lock.governs(self.unit, unit or self.unit, period)]
        return found[-1] if found else None

    def locked_report(self, lock: str, form: str = "pdf") -> bytes:
        """A locked report as it was locked, also one that was unlocked since; AppError where none has this id."""
        from desktop_app.locked import print_locked

        found = next((one for one in self.locks() if one.id == lock), None)
        if found is None:
            raise AppError("report.not_locked")
        return print_locked(self._book, found, form)

    def correction(self, period: Period, unit: str | None = None) -> "Correction | None":
        """What changed since a report was locked, and why; None when nothing did. AppError where none is locked."""
        from desktop_app.locked import correction

        found = correction(self._book, self._office, period, unit or self.unit)
        return found[1] if found else None

    def correction_sheet(self, period: Period, unit: str | None = None, form: str = "pdf", reason: str = "") -> bytes:
        """The correction of a locked report as a file; AppError when there is nothing to correct."""
        from desktop_app.locked import correction
        from desktop_app.report.correction import build
        from desktop_app.reporting import render

        found = correction(self._book, self._office, period, unit or self.unit)
        if found is None:
            raise AppError("report.nothing_to_correct")
        sheet = build(*found, reason)
        return render(replace(sheet, draft=sheet.draft or self.practice), form)

    @property
    def _office(self) -> "LockingOffice":
        from desktop_app.locked import Office

        return Office(self.unit, self.own_agency, self.today(), self.practice)
