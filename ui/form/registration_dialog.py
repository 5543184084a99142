"""Asks before a register is to hold a record from an earlier day, naming figures and locked reports that this moves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.period import show_day
from desktop_app.domain.values import Problem, show_date
from desktop_app.session import registration
from desktop_app.session.registration import RegisteredLater, RegistrationEffect
from desktop_app.texts import in_words, say
from ui.history.window_acts import Written
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.fitted import FittedDialog


class RegistrationDialog(FittedDialog):
    """`written(act, Written)`: the register holds it from that day on."""

    written = Signal(bytes, object)

    def __init__(self, over: QWidget, bridge: Bridge, later: RegisteredLater) -> None:
        super().__init__(over, say("form.register_title", day=show_date(later.day)))
        self._bridge, self._later = bridge, later
        words = {"title": later.title, "since": show_date(later.since), "day": show_date(later.day)}
        title, about = say("form.register_title", day=words["day"]), say("form.register_about", **words)
        parts.fill(self.column, *parts.heading(title, about))
        self.periods, self.locks, self.problem = map(parts.MessageLabel, ("", "warning", "error"))
        parts.fill(self.column, self.periods, self.locks, self.problem)
        self.go = parts.button(say("form.register", day=words["day"]), self._register, "primary", "check")
        self.go.setEnabled(False)
        parts.button_row(self.column, parts.button(say("form.register_leave"), self.reject), self.go)
        bridge.ask(lambda file: registration.look(file, later), self._show, self)
        self.open()

    def _show(self, moved: RegistrationEffect) -> None:
        names = "; ".join(in_words(period.label) for period in moved.periods)
        self.periods.show_text(say("form.register_moves", periods=names) if names else say("form.register_moves_none"))
        locked = "; ".join(
            say("form.register_lock", period=lock.period.label, day=show_day(lock.locked_on)) for lock in moved.locks
        )
        self.locks.show_text(say("form.register_locks", locks=locked) if locked else "")
        self.go.setEnabled(True)
        self.go.setFocus()

    def _register(self) -> None:
        later = self._later

        def done(answer: tuple[bytes | None, list[Problem]]) -> None:
            act, problems = answer
            if act is None:
                self.problem.show_text("\n".join(in_words(problem.message) for problem in problems))
                return
            self.written.emit(act, Written(later.record, later.kind, later.since_field))
            self.accept()

        self._bridge.write(
            lambda file: registration.register_from_day(file, later), done, self, kind=later.kind,
            wrote=lambda answer: answer[0] is not None,
        )  # fmt: skip
