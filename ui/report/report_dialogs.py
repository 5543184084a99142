"""The dialogs around a locked report: lock, unlock, the list of all locks."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.locking import Lock
from desktop_app.domain.narrative import Section
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.plan_examples import is_example
from desktop_app.domain.unit_words import unit_words
from desktop_app.messages import Label, joined
from desktop_app.session import OpenFile, reports
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import ask_place, file_name, save_content
from ui.widgets.help_key import help_key
from ui.widgets.lines import Line, when
from ui.widgets.scrolling import Scrolling
from ui.widgets.table_dialog import TableDialog

WIDE = 520
AROUND = 240  # of a screen's height: frame, title, buttons, the field of a reason and its name


class Question(QDialog):
    """A title, what it means, maybe a reason to give, and one button that does it."""

    def __init__(
        self, over: QWidget, title: str, about: str, act: str, *, with_reason: bool, danger: bool = False
    ) -> None:
        super().__init__(over)
        help_key(self)
        self.setObjectName("page")
        self.setWindowTitle(title)
        self.setFixedWidth(WIDE)
        column = parts.column(self, theme.MARGIN, 12)
        parts.fill(column, parts.label(title, "form", wrap=True), (_in_room(over, title, about), 1))
        self.reason = reason_field(self)
        self.reason.setVisible(with_reason)
        if with_reason:
            column.addWidget(parts.label(say("print.reason"), "label"))
        column.addWidget(self.reason)
        cancel = parts.button(say("ui.qt_cancel"), self.reject)
        self.go = parts.button(act, self.accept, "danger" if danger else "primary")
        (cancel if danger else self.go).setDefault(True)
        self.foot = parts.button_row(column, cancel, self.go)
        column.activate()
        if with_reason:
            self.go.setEnabled(False)
            self.reason.textChanged.connect(lambda: self.go.setEnabled(bool(reason_of(self.reason))))
            self.reason.setFocus()
        else:
            (cancel if danger else self.go).setFocus()
        self.resize(WIDE, column.totalHeightForWidth(WIDE))


def _in_room(over: QWidget, title: str, about: str) -> QWidget:
    """A long text scrolls, so that the buttons below it stay on a low screen."""
    text = parts.label(about, wrap=True)
    text.ensurePolished()
    high, room = text.heightForWidth(WIDE - 2 * theme.MARGIN), over.screen().availableGeometry().height() - AROUND
    if high <= room:
        return text
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    scrolling = Scrolling(text, title)
    scrolling.setFixedHeight(room)
    return scrolling


def reason_field(over: QWidget) -> QPlainTextEdit:
    """Where a reason is typed; Tab leaves it."""
    field = QPlainTextEdit(over)
    field.setAccessibleName(say("print.reason"))
    field.setTabChangesFocus(True)
    field.setFixedHeight(72)
    return field


def reason_of(field: QPlainTextEdit) -> str:
    return field.toPlainText().strip()


class OpenQuestions(Struct, frozen=True):
    """What is not decided yet in a file: values that differ, values that other offices want erased, the sections of
    the report whose text may no longer hold, and what of its head and signature is empty.
    """

    conflicts: int
    erasures: int
    stale: tuple[Section, ...] = ()
    lacking: tuple[Label, ...] = ()


def ask_lock(
    over: QWidget, file: OpenFile, unit: str, period: Period, questions: OpenQuestions, go: Callable[[], object],
    *, again: bool, audience: str,
) -> None:  # fmt: skip
    """Ask before a report is locked; say who it is for, that its period still runs, what is
    not decided yet, which text may no longer hold, and that no report of a practice file looks real. `again`: another
    lock of it stands.
    """
    about = say(f"print.audience_{audience}_about") + "\n\n"
    about += say("print.lock_about", unit=file.units.name(unit), period=period.label)
    if again:
        about += "\n\n" + say("print.lock_again_about")
    if file.practice and not is_example(file.plan.id):
        about += "\n\n" + say("print.lock_practice")
    if period.runs(file.today()):
        about += "\n\n" + say("print.lock_running", day=show_day(period.last_day))
    if questions.conflicts:
        about += "\n\n" + say("print.lock_conflicts", count=questions.conflicts)
    if questions.erasures:
        about += "\n\n" + say("erasures.waiting", count=questions.erasures)
    if questions.lacking:
        about += "\n\n" + say("print.lacking", things=joined(questions.lacking, "; "))
    if questions.stale:
        about += "\n\n" + say("print.lock_stale", sections="; ".join(one.title for one in questions.stale))
    asked = Question(over, say("print.lock_title"), about, say("print.lock_go"), with_reason=False)
    asked.accepted.connect(go)
    asked.open()


def ask_lacking(
    over: QWidget, lacking: Sequence[Label], go: Callable[[], object], fill: Callable[[], object] | None
) -> None:
    """Say what of its head and signature a report lacks before it is saved or printed; it can be filled in first."""
    about = say("print.lacking", things=joined(lacking, "; "))
    asked = Question(over, say("print.lacking_title"), about, say("print.lacking_go"), with_reason=False)

    if fill is not None:
        button = parts.button(say("print.lacking_fill"), asked.reject, icon="stamp")
        button.clicked.connect(fill)
        asked.foot.insertWidget(0, button)
    asked.accepted.connect(go)
    asked.open()


def ask_unlock(over: QWidget, go: Callable[[str], object]) -> None:
    """Ask why a locked report is unlocked; the reason is stored with it."""
    asked = Question(
        over, say("print.unlock_title"), say("print.unlock_about"), say("print.unlock_go"), with_reason=True
    )
    asked.accepted.connect(lambda: go(reason_of(asked.reason)))
    asked.open()


def show_locks(over: QWidget, bridge: Bridge, folder: Path) -> None:
    """Every locked report that the file knows; each can be saved again as it was signed."""
    dialog = TableDialog(over, say("print.locks_title"), say("print.locks_about"), (
        (say("print.locks_period"), 150), (say("print.locks_unit"), 0),
        (say("print.locks_time"), 140), (say("print.locks_author"), 130),
        (say("print.audience"), 110), (say("print.locks_state"), 130),
    ))  # fmt: skip

    def save() -> None:
        lock = dialog.current
        if lock:
            path = ask_place(dialog, folder, file_name("print.again_file", dialog.cell(1), dialog.cell(0)), "pdf")
            if path is not None:
                bridge.ask(
                    lambda s: save_content(path, reports.locked_report(s, lock)), lambda _: dialog.accept(), dialog
                )

    dialog.offer(say("print.again"), "save", save)
    bridge.ask(_locks, dialog.show_lines, dialog)
    dialog.open()


def _locks(file: OpenFile) -> list[Line]:
    return [_lock_line(file, lock) for lock in reversed(reports.locks(file))]


def _lock_line(file: OpenFile, lock: Lock) -> Line:
    unit = in_words(unit_words(file.plan, lock.unit))
    state = say("print.locks_stands")
    if lock.unlocked is not None:
        state = say("print.locks_unlocked", reason=lock.unlocked.reason)
    return Line(
        (in_words(lock.period.label), unit, when(lock.time), lock.by or say("ui.nobody"), _readers(lock), state),
        lock.id,
    )


def _readers(lock: Lock) -> str:
    return say(f"print.audience_{PUBLIC if lock.is_public else SUPERIOR}")
