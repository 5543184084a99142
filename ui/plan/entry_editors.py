"""The editors of what an entry of a plan says: one line, several lines, or a choice among names."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import Field
from desktop_app.messages import Label
from desktop_app.session.plan_sections import DraftField
from desktop_app.texts import in_words
from ui.form.multi_editor import MultiEditor
from ui.widgets import theme
from ui.widgets.finder import Finder
from ui.widgets.options import Option, Options, search_in
from ui.widgets.text_line import TextLine

IDLE = 700  # after so long without a key, what is half typed is stored
AWAY = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
LINE, LINES_SHOWN = 20, 2


class LinesArea(QPlainTextEdit):
    """`left()`: the cursor went elsewhere. Tab goes on; Enter too, unless each line is an item."""

    left = Signal()
    entered = Signal()

    def __init__(self, *, items: bool) -> None:
        super().__init__()
        self._items = items
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.scaled(LINE) * (LINES_SHOWN + items) + 12)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in AWAY:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self._items and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class EntryEditor:
    """One field of an entry. `put(text)`: it was left with another text; `typed(text)`: so much is half typed."""

    def __init__(
        self, field: DraftField, options: Callable[[str], Options], put: Callable[[str], object],
        typed: Callable[[str], object], go_on: Callable[[], object],
    ) -> None:  # fmt: skip
        self.field, self._put, self._options = field, put, options
        self.widget: LinesArea | TextLine
        self.around: QWidget | None = None  # what holds the widget, where it is more than that
        self._shown = ""  # what stood here when the entry was shown
        self._text: Callable[[], str]
        self._show: Callable[[str], object]
        if field.several:
            self.widget = self._several(go_on)
        elif field.choose or field.offered:
            self.widget = self._finder(go_on)
        elif field.long:
            self.widget = self._area(go_on)
        else:
            line = TextLine()
            line.editingFinished.connect(lambda: self.commit())
            line.returnPressed.connect(go_on)
            self._text, self._show = line.text, line.setText
            self.widget = line
        self._timer = QTimer(self.widget, singleShot=True, interval=IDLE)
        self._typed, self._reported = typed, field.value
        self._timer.timeout.connect(self._report_typing)
        if isinstance(self.widget, LinesArea):
            self.widget.textChanged.connect(self._timer.start)
        else:
            self.widget.textEdited.connect(lambda _: self._timer.start())
        self.show(field)

    def _area(self, go_on: Callable[[], object]) -> LinesArea:
        area = LinesArea(items=self.field.lines)
        area.left.connect(self.commit)
        area.entered.connect(go_on)
        self._text, self._show = area.toPlainText, area.setPlainText
        return area

    def _finder(self, go_on: Callable[[], object]) -> Finder:
        """A name that is not offered stays as it was typed: the check says what is wrong with it."""
        finder = Finder(search_in(self._known))
        finder.picked.connect(lambda value, _: self._take(value))
        finder.left.connect(lambda text: self._take(text.strip()))
        finder.entered.connect(go_on)
        self._text = lambda: finder.being_typed if finder.being_typed is not None else self.field.value
        self._show = lambda value: finder.show_choice(self._called(value))
        return finder

    def _several(self, go_on: Callable[[], object]) -> Finder:
        """Names as tags; one that is not offered stays too, and the check says so."""
        field = Field("", FIELD_TYPES["multi"], Label(""), Label(""), "")
        several = MultiEditor(field, self._known, self._called, as_chosen=True)
        self.around, finder = several, several.finder

        def names(value: str) -> tuple[str, ...]:
            return tuple(one.strip() for one in value.split(",") if one.strip())

        several.edited.connect(lambda chosen: self._take(", ".join(chosen or ())))
        several.misread.connect(lambda _, raw: self._take(", ".join((*names(self.field.value), raw.strip()))))
        several.entered.connect(go_on)
        self._text = lambda: ", ".join((*names(self.field.value), *filter(None, (finder.being_typed,))))
        self._show = lambda value: several.show_value(names(value) or None, "")
        return finder

    def _known(self) -> list[Option]:
        """What may be chosen."""
        own = [Option(value, in_words(text)) for value, text in self.field.offered]
        return own or list(self._options(self.field.choose))

    def _called(self, value: str) -> str:
        known: dict[str, Option] = {one.value: one for one in self._known()}
        return known[value].text if value in known else value

    @property
    def text(self) -> str:
        """What the entry would say if the field were left now."""
        return self._text() if self.half_typed else self.field.value

    @property
    def half_typed(self) -> bool:
        """Whether something stands here that the entry does not say; hard blanks look otherwise, which is no edit."""
        return self._text() != self._shown

    def show(self, field: DraftField) -> None:
        """Show what the entry says now, unless somebody is just writing here."""
        writing = self.widget.hasFocus() and self.half_typed
        self.field = field
        if not writing:
            self._show(field.value)
            self._shown, self._reported = self._text(), field.value

    def _report_typing(self) -> None:
        """Say how far the typing is, where it is somewhere else than when that was said last."""
        if self.text != self._reported:
            self._reported = self.text
            self._typed(self.text)

    def commit(self) -> None:
        """What leaving the field does."""
        self._timer.stop()
        if isinstance(self.widget, Finder):
            self.widget.commit()
        elif self.half_typed:
            self._take(self._text())

    def _take(self, text: str) -> None:
        self._timer.stop()
        if text != self.field.value:
            self._put(text)
