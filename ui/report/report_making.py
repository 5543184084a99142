"""A report in the making on the worker thread: how far it is, and the way to stop it."""

from threading import Event

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.period import Period
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, reports


class Making(QObject):
    """`progressed(percent)`."""

    progressed = Signal(int)

    def __init__(self, period: Period, unit: str, form: str = "pdf") -> None:
        super().__init__()
        self.period, self.unit, self.form = period, unit, form
        self._stopped = Event()

    def cancel(self) -> None:
        """Make no more of it."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def make(self, file: OpenFile) -> bytes:
        """The report; AppError when it was stopped. Runs on the worker thread."""
        return reports.report(file, self.period, self.unit, self.form, self._report_progress)

    def _report_progress(self, share: float) -> None:
        if self._stopped.is_set():
            raise AppError("print.stopped")
        self.progressed.emit(round(100 * share))
