"""The form of one entry of a plan: a label, an editor, what is wrong there, and what the field is for."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop_app.domain.values import ERROR
from desktop_app.messages import Text
from desktop_app.session.plan_sections import DraftField, is_english
from desktop_app.texts import in_words, say
from ui.plan.entry_editors import EntryEditor
from ui.widgets import parts, theme
from ui.widgets.options import Options
from ui.widgets.problem_line import ProblemLine
from ui.widgets.scrolling import Scrolling

Place = tuple[str, int, str]  # sheet, row, column
HELP = 34  # two lines


class EntryForm(QWidget):
    """`put(place, text)`: a field was left with another text; `typed(place, text)`: so much is half typed."""

    put = Signal(object, str)
    typed = Signal(object, str)

    def __init__(self, options: Callable[[str], Options]) -> None:
        super().__init__()
        self._options = options
        self._fields: Sequence[DraftField] = ()
        self.editors: dict[Place, EntryEditor] = {}
        self._problems: dict[Place, ProblemLine] = {}
        self._wrong: Mapping[Place, Sequence[Text]] = {}
        self._enabled = True
        self.comes_after: QWidget | None = None  # from where Tab leads into the first field
        column = parts.column(self, 0, 6)
        switches = parts.row(spacing=16)
        self.every = self._switch(say("planpage.every_field"))
        self.english = self._switch(say("planpage.english"))
        parts.fill(switches, 1, self.every, self.english)
        self._canvas = QWidget()
        self._canvas.setObjectName("plain")
        self._column = parts.column(self._canvas, 0, 2)
        self.room = Scrolling(self._canvas, say("planpage.entry"))
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.room, 1)
        self.help = parts.label("", "small", wrap=True)  # of the field that has the cursor, for those who use no mouse
        self.help.setMinimumHeight(theme.scaled(HELP))
        parts.fill(column, self.help, switches)
        parts.application().focusChanged.connect(self._bring)

    def _switch(self, words: str) -> QPushButton:
        made = parts.choice(words, None, "chip")
        made.toggled.connect(lambda _: self.show_fields(self._fields))
        return made

    def be_read_only(self) -> None:
        """Nothing can be changed here."""
        self._enabled = False

    def show_fields(self, fields: Sequence[DraftField]) -> None:
        """Show an entry; the cursor stays in its field where that is there still, with what is being typed."""
        shown = [one for one in fields if self._is_shown(one)]
        self._fields = fields
        if [_look(one) for one in shown] == [_look(one.field) for one in self.editors.values()]:
            for one in shown:
                self.editors[_place(one)].show(one)
        else:
            self._build(shown)
        self.show_problems(self._wrong)

    def _is_shown(self, field: DraftField) -> bool:
        if _place(field) in self._wrong:
            return True
        return self.english.isChecked() if is_english(field.column) else field.usual or self.every.isChecked()

    def _build(self, fields: Sequence[DraftField]) -> None:
        """The editors of these fields; one that is there already stays, with whatever is being typed in it."""
        looks = {_place(one): _look(one) for one in fields}
        staying = {place: one for place, one in self.editors.items() if _look(one.field) == looks.get(place)}
        widgets = {one.around or one.widget for one in staying.values()}
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget not in widgets:
                widget.hide()
                widget.deleteLater()
        self.editors, self._problems = {}, {}
        before = self.comes_after
        for one in fields:
            place = _place(one)
            editor = self.editors[place] = staying.get(place) or self._editor(one, place)
            if place in staying:
                editor.show(one)
            words = in_words(one.label)
            label = _label(say("ui.required_label", label=words) if one.needed else words, words, one, editor.widget)
            line = self._problems[place] = ProblemLine()
            parts.fill(self._column, label, editor.around or editor.widget, line)
            if before is not None:
                QWidget.setTabOrder(before, editor.widget)
            before = editor.widget
        if before is not None:
            QWidget.setTabOrder(before, self.every)
        self._column.addStretch(1)

    def _editor(self, field: DraftField, place: Place) -> EntryEditor:
        editor = EntryEditor(
            field, self._options, lambda text: self.put.emit(place, text), lambda text: self.typed.emit(place, text),
            lambda: self._go_on(place),
        )  # fmt: skip
        (editor.around or editor.widget).setEnabled(self._enabled)
        return editor

    def show_problems(self, wrong: Mapping[Place, Sequence[Text]]) -> None:
        """Say at each field what is wrong there."""
        hidden = [one for one in self._fields if not self._is_shown(one) and _place(one) in wrong]
        self._wrong = wrong
        if hidden:
            self.show_fields(self._fields)
            return
        for place, line in self._problems.items():
            sentences = [_sentence(one) for one in wrong.get(place, ())]
            line.say(sentences, ERROR)
            widget = self.editors[place].widget
            widget.setAccessibleDescription(" ".join(sentences) or in_words(self.editors[place].field.help))

    def show_typed(self, place: Place, text: str, why: Sequence[Text]) -> None:
        """Say what is wrong with an expression that is still being typed, if it reads so yet."""
        editor = self.editors.get(place)
        if editor is not None and editor.text == text:
            self.show_problems({**self._wrong, place: why} if why else _without(self._wrong, place))

    def focus(self, place: Place | None = None) -> None:
        """Put the cursor into a field, the first one where none is named."""
        chosen = self.editors.get(place) if place else None
        editor = chosen or next(iter(self.editors.values()), None)
        if editor is not None:
            editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
            self.room.ensureWidgetVisible(editor.widget)

    def commit(self) -> None:
        """Leave the field that has the cursor, as far as storing is concerned."""
        for editor in list(self.editors.values()):
            if editor.widget.hasFocus():
                editor.commit()

    def _go_on(self, place: Place) -> None:
        """Enter leads to the next field."""
        self.editors[place].commit()
        places = list(self.editors)
        after = places.index(place) + 1 if place in self.editors else 0
        if after < len(places):
            self.focus(places[after])

    def _bring(self, _: QWidget | None, now: QWidget | None) -> None:
        here = next((one for one in self.editors.values() if one.widget is now), None)
        self.help.setText(in_words(here.field.help) if here else "")
        if now is not None and self._canvas.isAncestorOf(now):
            self.room.ensureWidgetVisible(now)


def _without(wrong: Mapping[Place, Sequence[Text]], place: Place) -> Mapping[Place, Sequence[Text]]:
    return {one: why for one, why in wrong.items() if one != place}


def _place(field: DraftField) -> Place:
    return field.sheet, field.row, field.column


def _look(field: DraftField) -> tuple[object, ...]:
    """What decides which editor a field has."""
    return _place(field), field.choose, bool(field.offered), field.several, field.long


def _label(text: str, name: str, field: DraftField, widget: QWidget) -> QLabel:
    label = parts.field_label(text, widget)
    widget.setAccessibleName(name)
    label.setWordWrap(True)
    about = in_words(field.help)
    label.setToolTip(about)
    widget.setToolTip(about)
    return label


def _sentence(text: Text) -> str:
    said = in_words(text)
    return said[:1].upper() + said[1:]
