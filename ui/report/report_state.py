"""Whether a report is a draft or locked, what came after the lock, and the ways from one to the other."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.correction import Correction
from desktop_app.domain.lock_kinds import LOCK
from desktop_app.domain.locking import Lock
from desktop_app.domain.narrative import Section
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, erasures, records, report_head, report_text, reports
from desktop_app.session.report_head import HeadRecords
from desktop_app.texts import say
from ui.report.correction_window import show_correction
from ui.report.report_dialogs import OpenQuestions, ask_lacking, ask_lock, ask_unlock, show_locks
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.lines import when


class ReportStatus(Struct, frozen=True):
    """How a report stands: its lock, what has to be corrected since, what a lock would rest on, its head, and how many
    locks there are.
    """

    lock: Lock | None
    correction: Correction | None
    open: OpenQuestions
    locks: int
    head: HeadRecords | None


def read_status(file: OpenFile, period: Period, unit: str, audience: str) -> ReportStatus:
    lock = reports.lock_of(file, period, unit, audience)
    correction = reports.correction(file, period, unit, audience) if lock else None
    head = None if lock else report_text.head_records(file, period, unit)
    lacking = tuple(report_head.lacking(file, period, unit))
    questions = OpenQuestions(len(records.conflicts(file)), erasures.count_waiting(file), lacking=lacking)
    return ReportStatus(lock, correction, questions, len(reports.locks(file)), head)


class ReportState(QWidget):
    """`lock_changed`: locked or unlocked, so the report looks otherwise; `saving(SheetHead, done)`: a correction is
    wanted, `done` is called once it has a place; `head_wanted(HeadRecords)`: its head is to be edited.
    """

    lock_changed = Signal()
    head_wanted = Signal(object)
    saving = Signal(object, object)

    def __init__(self, bridge: Bridge, file: OpenFile, period: Period) -> None:
        super().__init__()
        self._bridge, self._file = bridge, file
        self._period, self._unit, self._audience = period, file.unit, SUPERIOR
        self._status: ReportStatus | None = None
        self.in_sight = False  # whether the report itself is: nobody signs what he has not seen
        self._pill = parts.pill()
        self._line = parts.row(self)
        self.setFixedHeight(28)

    def when_complete(self, go: Callable[[], object]) -> None:
        """Go on, once a person has heard what the report lacks of number, day, place and signer; a locked one has
        them or never will.
        """
        status = self._status
        if status is None or status.lock is not None or not status.open.lacking:
            go()
            return
        head = status.head
        fill = partial(self.head_wanted.emit, head) if head is not None else None
        ask_lacking(self.window(), status.open.lacking, go, fill)

    def show_state(self, period: Period, unit: str, audience: str) -> None:
        self._period, self._unit, self._audience = period, unit, audience

        def answer(status: ReportStatus) -> None:
            if (period, unit, audience) == (self._period, self._unit, self._audience):
                self._show(status)

        self._bridge.ask(lambda file: read_status(file, period, unit, audience), answer, self)

    def _show(self, status: ReportStatus) -> None:
        self._status = status
        focus = self.window().focusWidget()
        there = focus.text() if isinstance(focus, QPushButton) and self.isAncestorOf(focus) else None
        parts.clear(self._line)
        self._fill(status)
        if there is not None:
            self._focus(there)

    def _focus(self, text: str) -> None:
        """The cursor goes back to the button that says this, else to the first: Enter must not lock by surprise."""
        items = [self._line.itemAt(place) for place in range(self._line.count())]
        buttons = [one for item in items if item is not None and isinstance(one := item.widget(), QPushButton)]
        made = next((one for one in buttons if one.text() == text), buttons[0])
        made.show()  # a layout shows what is new a moment later, too late for the focus
        made.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, status: ReportStatus) -> None:
        lock = status.lock
        if lock is None:
            self._pill = parts.put(self._line, parts.pill(say("print.draft")))
            made = self._offer("print.lock", "lock", lambda: self._lock(status.open))
            made.setEnabled(self.in_sight)
            made.setToolTip("" if self.in_sight else say("print.lock_unseen"))
        else:
            words = say("print.locked", time=when(lock.time), author=lock.by or say("ui.nobody"))
            brief = say("print.locked_at", time=when(lock.time))
            self._pill = parts.pill(brief if status.correction else words, "good-pill")  # two pills need the room
            self._pill.setToolTip(words)
            self._line.addWidget(self._pill)
            self._offer("print.unlock", "lock-open", lambda: ask_unlock(self.window(), partial(self._unlock, lock)))
        if status.correction is not None:
            self._fill_correction(status.correction, status.open)
        if lock is None and status.open.conflicts:
            pill = parts.pill(say("print.conflicts", count=status.open.conflicts), "warning-pill")
            self._line.addWidget(pill)
        self._line.addStretch(1)
        if status.head is not None:
            head = status.head
            self._offer("print.head_open", "stamp", lambda: self.head_wanted.emit(head))
        if status.locks:
            folder = self._file.path.parent
            show = partial(show_locks, self.window(), self._bridge, folder)
            self._offer("print.locks", "list", show, count=status.locks)

    def _fill_correction(self, correction: Correction, questions: OpenQuestions) -> None:
        """What came after the lock; once that is locked too, the sheet that corrects is no draft any more."""
        if correction.newer is None:
            self._line.addWidget(parts.pill(say("print.came_later"), "warning-pill"))
        show = partial(show_correction, self.window(), self._file.plan, correction, self.saving.emit)
        self._offer("print.correct", "file-text", show)
        if correction.newer is None:
            self._offer("print.lock_again", "lock", lambda: self._lock(questions, again=True))

    def _offer(self, key: str, icon: str, action: Callable[[], object], **values: object) -> QPushButton:
        made = parts.put(self._line, parts.button(say(key, **values), action, "link", icon))
        return made

    def _lock(self, questions: OpenQuestions, *, again: bool = False) -> None:
        if self._file.clock_is_doubted:
            self._bridge.day_wanted.emit(partial(self._lock, questions, again=again))
            return
        period, unit, audience = self._period, self._unit, self._audience

        def go(stale: Sequence[Section]) -> None:
            self._pill.setText(say("print.locking"))  # a report is made meanwhile, which takes a while
            self._write(lambda s: reports.lock(s, period, unit, audience, accept_stale=bool(stale)))

        def ask(stale: Sequence[Section]) -> None:
            if (period, unit, audience) == (self._period, self._unit, self._audience):
                found = replace(questions, stale=tuple(stale))
                ask_lock(
                    self.window(), self._file, unit, period, found, lambda: go(stale), again=again, audience=audience
                )  # fmt: skip

        def stale(file: OpenFile) -> Sequence[Section]:
            return report_text.stale_sections(file, period, unit) if audience == SUPERIOR else ()

        self._bridge.ask(stale, ask, self)

    def _unlock(self, lock: Lock, reason: str) -> None:
        self._write(lambda file: reports.unlock(file, lock.id, reason))

    def _write(self, action: Callable[[OpenFile], object]) -> None:
        self._bridge.write(action, lambda _: self.lock_changed.emit(), self, kind=LOCK, failed=self._fail)

    def _fail(self, why: str) -> None:
        self.show_state(self._period, self._unit, self._audience)
        self._bridge.failed.emit(why)
