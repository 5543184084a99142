"""The fields of one kind of record as a form: their editors, and the way of the cursor through them."""

import re
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.values import WARNING, Problem, Value
from desktop_app.texts import in_words, say
from ui.form.choice_editors import RefEditor
from ui.form.field_editors import FieldEditor
from ui.form.field_help import FieldHelp
from ui.form.field_making import Surroundings, label_of, make_editor
from ui.form.field_places import GAP, ROWS, GridPlace, PlacedField, places
from ui.form.field_problems import FieldProblems
from ui.form.form_content import FormContent
from ui.form.half_typed import HalfTyped
from ui.form.keep_in_sight import bring
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.one_line import OneLine
from ui.widgets.problem_line import ProblemLine

OF_PERIOD = ("year", "period_code")  # of a record that is one for each period; what stands there is seldom changed
ONE_CHOICE = re.compile(r"(\w+) == '(\w+)'")


class FieldGrid(QWidget):
    """`edited(name, value)`, `misread(name, problem, raw)`: what the editors of one kind of record say.

    `finished`: Enter in the last field; `new_wanted(name, words)`: the record that a field should refer to is missing.
    """

    edited = Signal(str, object)
    misread = Signal(str, object, str)
    finished = Signal()
    new_wanted = Signal(str, str)

    def __init__(self, kind: RecordKind, plan: Plan, units: OrgUnits, bridge: Bridge) -> None:
        super().__init__()
        self.kind, self._around = kind, Surroundings(plan, units, bridge, lambda: self._day)
        self.editors: dict[str, FieldEditor] = {}
        self._fields: dict[str, PlacedField] = {}
        self._day: str | None = None
        self._content: FormContent | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(0)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self.problems = FieldProblems(self, self._grid, self._fields, lambda: self.here)
        self.help = FieldHelp(self, self._grid, self._fields)
        self.typing = HalfTyped(self, self.editors)
        self.typing.dropped.connect(self.problems.drop_misread)
        own = [field for field in kind.fields.values() if field.name != kind.parent_field]
        for field, place in places(sorted(own, key=lambda field: field.retired)):
            self._add(field, place)
        parts.application().focusChanged.connect(self._moved)

    def show_content(self, content: FormContent) -> None:
        """Show a record; what is being typed right now stays untouched."""
        self._day, self._content = self._date_of(content), content
        self.problems.begin()
        self.typing.begin()
        self.help.line.hide()
        for name, editor in self.editors.items():
            editor.today = content.today
            editor.show_value(content.values.get(name), content.shown.get(name, ""))
            raw = content.drafts.get(name)
            if raw is not None:
                self._offer(name, raw)
            label = label_of(self.kind.fields[name], name in content.required, content.proposed.get(name))
            self._fields[name].label.setText(label)
        self._show_retired(content)
        self.problems.show(content)

    def show_unsaved(self, raws: Mapping[str, str]) -> None:
        """What was entered into this record and could not be saved yet stands in its fields."""
        for name, raw in raws.items():
            self.editors[name].show_raw(raw)
            self.problems.note_waiting(name)
        if raws:
            self.problems.show_again()

    def update_content(self, content: FormContent) -> None:
        """After a save: what the record holds now, without disturbing a field that is typed in or still being saved."""
        self._day, self._content = self._date_of(content), content
        for name, editor in self.editors.items():
            label = label_of(self.kind.fields[name], name in content.required, content.proposed.get(name))
            self._fields[name].label.setText(label)
            raw = content.drafts.get(name)
            busy = editor.inner().hasFocus() or self.problems.is_saving(name) or name in self.problems.waiting
            if busy or ((raw is not None or name in self.problems.misread) and self._take_draft(name, raw)):
                continue
            if editor.value != content.values.get(name):
                editor.show_value(content.values.get(name), content.shown.get(name, ""))
        self._show_retired(content)
        self.problems.show(content)

    def _show_retired(self, content: FormContent) -> None:
        """What is entered no more is shown below all else where the record holds it, to be read and emptied."""
        for name, field in self._fields.items():
            if self.kind.fields[name].retired:
                is_there = content.values.get(name) is not None or name in content.drafts
                field.label.setVisible(is_there)
                field.editor.setVisible(is_there)

    def _take_draft(self, name: str, raw: str | None) -> bool:
        """Show what lies among the drafts of a field, whoever typed it; False where nothing does."""
        if raw is not None and self.editors[name].raw != raw:
            self._offer(name, raw)
        elif raw is None and name in self.problems.misread:
            self.problems.misread.pop(name)
            self.typing.settle(name)
            self._show_saved(name)
        return raw is not None

    def _show_saved(self, name: str) -> None:
        if self._content is not None:
            self.editors[name].restore(self._content.values.get(name), self._content.shown.get(name, ""))

    def _offer(self, name: str, raw: str) -> None:
        self.typing.offer(name, raw)
        self.problems.note_misread(name, Problem(name, say("form.half_typed"), WARNING))

    def note_misread(self, name: str, problem: Problem) -> None:
        """An entry was not taken: it stays in its field, with the problem beside it."""
        self.problems.note_misread(name, problem)
        self.typing.settle(name)

    def focus_field(self, name: str | None = None) -> None:
        """Put the cursor into a field: the named one, else the first one that a person would write on paper."""
        if name is None:
            own = [n for n, e in self.editors.items() if e.isEnabled() and e.field.type.lookup is not Lookup.UNITS]
            settled = {n for n in own if n in OF_PERIOD and self.editors[n].value is not None}
            name = next((n for n in own if n not in settled), next(iter([*own, *self.editors])))
        inner = self.editors[name].inner()
        inner.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(inner, QLineEdit) and not self.editors[name].half_typed and name not in self.problems.misread:
            inner.selectAll()  # Qt does so by itself only where the cursor was elsewhere before
        bring(self.editors[name])

    @property
    def here(self) -> FieldEditor | None:
        """The field that has the cursor."""
        return next((editor for editor in self.editors.values() if editor.inner().hasFocus()), None)

    def bring_here(self) -> None:
        if (editor := self.here) is not None:
            bring(editor)

    def commit(self) -> None:
        """Leave the field that has the cursor, as far as saving is concerned."""
        if (editor := self.here) is not None:
            editor.commit()
        self.typing.stop()  # said while its record is in sight: later it would be taken for another one's

    def show_help(self) -> bool:
        """Explain the field that has the cursor, or stop doing so; False where there is nothing to say."""
        editor = self.here
        return editor is not None and self.help.explain(editor.field.name)

    def restore(self, name: str) -> bool:
        """What stands in a field and is not saved gives way to what is; False where there is nothing to give up."""
        editor = self.editors[name]
        if (
            not (editor.half_typed or name in self.problems.misread)
            or name in self.problems.waiting
            or self._content is None
        ):
            return False
        editor.restore(self._content.values.get(name), self._content.shown.get(name, ""))
        self.typing.give_up(name)
        return True

    def _add(self, field: Field, place: GridPlace) -> None:
        editor = make_editor(field, self._around)
        label, line = parts.label(label_of(field, field.required == "always"), "label", wrap=True), ProblemLine()
        remedy = parts.button("", partial(self.restore, field.name), "link", "pencil")
        remedy.hide()
        inner = editor.inner()
        label.setBuddy(inner)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        label.setContentsMargins(0, 10, 0, 4)
        editor.name(in_words(field.label))
        if about := in_words(field.help):
            label.setToolTip(about)
            inner.setWhatsThis(about)
        self._grid.addWidget(label, place.row, place.column, 1, place.label_span)
        self._grid.addWidget(editor, place.row + 1, place.column, 1, place.span)
        self._grid.addWidget(line, place.row + 2, place.column, 1, place.span)
        self._grid.setAlignment(line, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(remedy, place.row + ROWS - 2, place.column, 1, place.span)
        self._grid.setAlignment(remedy, Qt.AlignmentFlag.AlignLeft)
        self.editors[field.name] = editor
        self._fields[field.name] = PlacedField(place, label, editor, line, remedy)
        self._follow(editor, line)

    def _follow(self, editor: FieldEditor, line: ProblemLine) -> None:
        name, inner = editor.field.name, editor.inner()
        editor.typed.connect(lambda: self.typing.note(name))
        editor.edited.connect(lambda value: self.edited.emit(name, value))
        editor.misread.connect(lambda wrong, raw: self.misread.emit(name, wrong, raw))
        editor.entered.connect(lambda: self.go_on(name))
        if isinstance(editor, RefEditor):
            editor.new_wanted.connect(lambda words: self.new_wanted.emit(name, words))
        if isinstance(inner, OneLine):
            inner.refused.connect(lambda sentence: line.say([sentence], WARNING))

    def _date_of(self, content: FormContent) -> str | None:
        value: Value = content.values.get(self.kind.date_field)
        return value if isinstance(value, str) else None

    def go_on(self, name: str) -> None:
        """Enter goes to the next field in the order of the paper, after the last one to what follows the form."""
        names = list(self.editors)
        after = (n for n in names[names.index(name) + 1 :] if self.editors[n].isEnabled() and self._is_asked(n))
        following = next(after, None)
        if following is not None:
            self.focus_field(following)
        else:
            self.editors[name].commit()
            self.finished.emit()

    def _is_asked(self, name: str) -> bool:
        """Whether Enter stops here: what only one choice of another field asks for is stepped over while empty."""
        asked = ONE_CHOICE.fullmatch(self.kind.fields[name].required_when or "")
        if asked is None or asked[1] not in self.editors or self.editors[name].raw:
            return True
        return self.editors[asked[1]].value == asked[2]

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        left = (name for name, editor in self.editors.items() if before and editor.inner() is before)
        self.problems.left = next(left, self.problems.left)
        if now is not None:
            here = self.here if before else None
            if here and isinstance(now, QLineEdit) and (here.half_typed or here.field.name in self.problems.misread):
                now.end(False)  # Qt marks the whole text, and the next key would wipe what is nowhere else
            if not self.help.line.isHidden():
                self.help.follow(now)
            self.typing.stop_elsewhere()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.problems.place()
