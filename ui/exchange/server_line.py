"""The address of a server, as a person types it each time, and the work that is ordered there: nothing goes without."""

from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.merging import ProgressCallback
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, publishing
from desktop_app.texts import in_words, say
from ui.exchange.password_dialog import PasswordDialog
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.text_line import TextLine

T = TypeVar("T")
ServerWork = Callable[[OpenFile, str, Callable[[], str], ProgressCallback], T]


class _PasswordWanted(Exception):  # noqa: N818 - no error: a question
    """The server wants a password, and nobody has given one yet."""


class _Outcome(Struct, Generic[T]):
    """`result` None: it was stopped."""

    result: T | None = None
    wants_password: bool = False


class ServerLine(QWidget):
    """`working(begins)`: a work at the server begins or ends. The password is known as long as the dialog is open."""

    working = Signal(bool)

    def __init__(self, bridge: Bridge, address: str = "", password: str | None = None) -> None:
        super().__init__()
        self._bridge, self.password = bridge, password
        self._work: LongWork | None = None
        self.address = TextLine()
        self.address.setText(address)
        self.address.setPlaceholderText(say("publish.address_form"))
        self.message = parts.MessageLabel()
        column = parts.column(self, 0, 6)
        parts.add_field(column, say("publish.address"), self.address)
        column.addWidget(self.message)

    def run(self, work: ServerWork[T], then: Callable[[T], None]) -> None:
        """Do a work with the open file at the address, beside what else the window does."""
        address, password = self.address.text().strip(), self.password
        try:
            publishing.check_address(address)
        except AppError as error:
            self.message.show_text(in_words(error.message), "error")
            self.address.setFocus()
            return
        self._work = long_work = LongWork(self.message.show_text)
        self.message.show_text(say("publish.connecting"))
        self.working.emit(True)

        def answered(outcome: _Outcome[T]) -> None:
            self._end()
            if outcome.wants_password:
                self._ask_password(lambda: self.run(work, then))
            elif outcome.result is None:
                self.message.show_text(say("publish.stopped"))
            else:
                then(outcome.result)

        self._bridge.beside(
            lambda file: _try(lambda ask: work(file, address, ask, long_work.report_progress), password),
            answered, self, self._fail,
        )  # fmt: skip

    def cancel(self) -> None:
        """Stop at the next step; nothing is left at the server."""
        if self._work is not None:
            self.message.show_text(say("publish.stopping"))
            self._work.progressed.disconnect()
            self._work.cancel()

    def _ask_password(self, again: Callable[[], None]) -> None:
        def given(password: str) -> None:
            self.password = password
            again()

        dialog = PasswordDialog(self.window(), self.address.text().strip())
        dialog.given.connect(given)
        dialog.rejected.connect(lambda: self.message.show_text(say("publish.stopped")))

    def _fail(self, why: str) -> None:
        self.password = None  # it may be what was wrong
        self._end()
        self.message.show_text(why, "error")
        self.address.setFocus()  # it was taken from it for the work, and went on to what closes the dialog

    def _end(self) -> None:
        self._work = None
        self.working.emit(False)


def _try(work: Callable[[Callable[[], str]], T], password: str | None) -> _Outcome[T]:
    def ask() -> str:
        if password is None:
            raise _PasswordWanted
        return password

    try:
        return _Outcome(stoppable(lambda: work(ask)))
    except _PasswordWanted:
        return _Outcome(wants_password=True)
