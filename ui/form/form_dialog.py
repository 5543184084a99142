"""A form whose fields can refer to a record that is missing: it is made in a dialog over the form."""

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.validation import State
from desktop_app.session import OpenFile, records
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.form.record_form import RecordForm
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.help_key import help_key
from ui.widgets.typing_first import TypingFirst

LEAST = 480
SHIFT = 24  # how far the form below looks out at the right


class FormDialog(QDialog):
    """`chosen(id, title, state)`: closed with a record in it, finished or not."""

    chosen = Signal(str, str, object)

    def __init__(self, over: QWidget, bridge: Bridge, form: RecordForm, field: str) -> None:
        super().__init__(over.window(), Qt.WindowType.FramelessWindowHint)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._form = bridge, form
        column = parts.column(self, 1, 0)
        parts.fill(column, parts.label(say("form.sheet_for", field=field), "band", wrap=True), (form, 1))
        self.done_button = parts.button(say("form.sheet_done"), self.finish, "primary", "check")
        self.done_button.setAutoDefault(True)
        foot = parts.row()
        foot.setContentsMargins(18, 8, 18, 12)
        parts.fill(foot, 1, self.done_button)
        column.addLayout(foot)
        form.steps.next_wanted.connect(lambda: self.done_button.setFocus(Qt.FocusReason.TabFocusReason))
        form.steps.closed.connect(self.accept)
        self._take_keys()
        self._lie_over(over)

    def start(self, kind: RecordKind, words: str, made_for: OpenRecord) -> None:
        """Begin a record of a kind, named by `words`, that a field of another record waits for."""
        self.setWindowTitle(say("form.add_new", kind=in_words(kind.label)))
        self._form.steps.start_record(kind.name, lambda: self._write(naming_field(kind), words), made_for=made_for)

    def _lie_over(self, over: QWidget) -> None:
        """Like the form below, but high enough for a few fields where that is low."""
        window, place = over.window(), over.mapToGlobal(QPoint(-SHIFT, 0))
        high = max(over.height(), min(LEAST, window.height() - 2 * theme.GAP))
        bottom = window.mapToGlobal(QPoint(0, window.height() - theme.GAP)).y()
        self.resize(over.width(), high)
        self.move(place.x(), min(place.y(), bottom - high))

    def finish(self) -> None:
        """Save what is being typed, choose the record, close; without a record only close."""
        self._form.commit()
        steps = self._form.state.steps
        opened = steps[0].opened if steps else None
        self._bridge.ask(lambda file: _read_made(file, opened), self._made, self)

    def reject(self) -> None:
        """Esc: out of what is being typed, out of an inner record, then back to the form below."""
        if not self._form.escape():
            self.finish()

    def _made(self, made: tuple[str, str, State] | None) -> None:
        self.accept()
        if made:
            self.chosen.emit(*made)

    def _write(self, field: Field | None, words: str) -> None:
        """What was typed below names the new record."""
        grid = self._form.grid
        if field is None or grid is None or not words:
            return
        grid.editors[field.name].take(words, words)
        names = list(grid.editors)
        grid.focus_field(names[min(names.index(field.name) + 1, len(names) - 1)])

    def _take_keys(self) -> None:
        for keys, action in (
            ("Ctrl+D", self._form.take_above), ("Ctrl+;", self._form.take_today),
            ("Ctrl+Return", self.finish),
        ):  # fmt: skip
            QShortcut(keys, self, action)
        help_key(self, self._form.show_help)
        TypingFirst(self)


def make_form(
    bridge: Bridge, plan: Plan, units: OrgUnits, *, filters: Callable[[], Mapping[str, str]] = dict,
    above: Callable[[], str | None] = lambda: None, goes_on: bool = True,
) -> RecordForm:  # fmt: skip
    """A form that makes a record which is missing in a dialog over itself, and chooses it then."""
    form = RecordForm(bridge, plan, units, filters=filters, above=above, goes_on=goes_on)

    def make_missing(name: str, words: str) -> None:
        opened, grid = form.state.shown, form.grid
        if opened is None or grid is None or form.reader.must_wait():
            return
        field = grid.kind.fields[name]
        inner = make_form(bridge, plan, units, goes_on=False)
        inner.saver.written.connect(form.saver.written)
        inner.saver.deleted.connect(form.saver.deleted)
        dialog = FormDialog(form, bridge, inner, in_words(field.label))
        dialog.chosen.connect(lambda record, title, state: form.choose(opened, name, record, title, state))
        dialog.start(plan.kinds[field.target or ""], words, opened)
        dialog.open()

    form.new_wanted.connect(make_missing)
    return form


def _read_made(file: OpenFile, opened: OpenRecord | None) -> tuple[str, str, State] | None:
    """Id, title and state of a record once all of it is saved, None while there is no such record."""
    view = records.find(file, opened.record) if opened and opened.record else None
    return (view.id, records.title_of(file, view.id), view.state) if view and view.state is not None else None


def naming_field(kind: RecordKind) -> Field | None:
    """The field that holds the name of a record: the last text in its title, else its first text."""
    titled = [kind.fields[n] for n in re.findall(r"{(\w+)}", kind.title) if n in kind.fields]
    texts = [f for f in titled if f.type.one_line]
    return texts[-1] if texts else next((f for f in kind.fields.values() if f.type.one_line), None)
