"""The fields of one record kind as a form: labels above, short fields two in a row, problems beside their field."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QWidget

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.values import ERROR, WARNING, Problem, Value
from desktop_app.texts import say
from ui.form.choice_editors import RefEditor
from ui.form.field_dates import DateEditor
from ui.form.field_editors import FieldEditor
from ui.form.field_making import Surroundings, label_of, make_editor
from ui.form.form_content import FormContent
from ui.form.keep_in_sight import bring, in_sight, scrolled_in, show_together
from ui.pieces import parts
from ui.pieces.bridge import Bridge
from ui.pieces.one_line import OneLine
from ui.pieces.problem_line import ProblemLine

PAUSE = 500  # what a person types is kept at least this often
ONE_CHOICE = re.compile(r"(\w+) == '(\w+)'")
ROWS = 6  # of the grid for each line of fields: label, editor, problem, two long problems, what is told
GAP = 12  # between two fields of a line


class FieldGrid(QWidget):
    """`edited(name, value)`, `misread(name, problem, raw)`: what the editors of one kind of record say.

    `typed(name, raw)`: what stands in a field half-typed, now and then while a person types; None: no more.
    `dropped(name)`: what was half-typed the last time is given up.
    `finished`: Enter in the last field; `new_wanted(name, words)`: the record that a field should refer to is missing.
    """

    edited = Signal(str, object)
    misread = Signal(str, object, str)
    typed = Signal(str, object)
    dropped = Signal(str)
    finished = Signal()
    new_wanted = Signal(str, str)

    def __init__(self, kind: RecordKind, plan: Plan, units: OrgUnits, bridge: Bridge) -> None:
        super().__init__()
        self.kind, self._around = kind, Surroundings(plan, units, bridge, lambda: self._day)
        self.editors: dict[str, FieldEditor] = {}
        self._labels: dict[str, QLabel] = {}
        self._places: dict[str, tuple[int, int]] = {}  # row and column of each in the grid
        self._problems: dict[str, ProblemLine] = {}
        self._misread: dict[str, Problem] = {}
        self._told: Sequence[Problem] = ()
        self._saving: Counter[str] = Counter()
        self._offered: set[str] = set()  # fields that show what was half-typed the last time
        self._half = ""  # the field that is being typed in
        self._left = ""  # the field that had the cursor before
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._tell_typed)
        self._day: str | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(0)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._help = parts.label("", "help", wrap=True)
        self._help.hide()
        self._told_of = ""  # the field that the line of help is about
        self._build()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._moved)

    def show_content(self, content: FormContent) -> None:
        """Show a record; what is being typed right now stays untouched."""
        self._day = self._date_of(content)
        self._misread, self._saving, self._offered, self._half = {}, Counter(), set(), ""
        self._help.hide()
        for name, editor in self.editors.items():
            editor.today = content.today
            editor.show_value(content.values.get(name), content.shown.get(name, ""))
            raw = content.drafts.get(name)
            if raw is not None:
                editor.show_raw(raw)
                self._offered.add(name)
                self._misread[name] = Problem(name, say("form.half_typed"), WARNING)
            self._labels[name].setText(label_of(self.kind.fields[name], name in content.required))
        self.show_problems(content.problems)

    def show_unsaved(self, raws: Mapping[str, str]) -> None:
        """What was entered into this record and could not be saved yet stands in its fields."""
        for name, raw in raws.items():
            self.editors[name].show_raw(raw)
            self._misread[name] = Problem(name, say("form.not_saved"))
        if raws:
            self.show_problems(self._told)

    def update_content(self, content: FormContent) -> None:
        """After a save: what the record holds now, without disturbing a field that is typed in or still being saved."""
        self._day = self._date_of(content)
        for name, editor in self.editors.items():
            self._labels[name].setText(label_of(self.kind.fields[name], name in content.required))
            busy = editor.inner().hasFocus() or name in self._misread or self._saving[name] > 0
            if not busy and editor.value != content.values.get(name):
                editor.show_value(content.values.get(name), content.shown.get(name, ""))
        self.show_problems(content.problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """One line below each field that has something wrong; an entry that was not taken hides what stood before."""
        self._told = problems
        by_field: dict[str, list[Problem]] = {}
        told = (problem for problem in problems if problem.field not in self._misread)
        for problem in (*self._misread.values(), *told):
            by_field.setdefault(problem.field or next(iter(self.editors)), []).append(problem)
        before = {name: self.problem_text(name) for name in self._problems}
        for name, label in self._problems.items():
            found = by_field.get(name, [])
            worst = ERROR if any(p.severity == ERROR for p in found) else "warning"
            label.say([p.message for p in found], worst)
            self.editors[name].mark(worst if found else None)
            self.editors[name].describe(label.text())
        self._place_problems()
        changed = [name for name in self._problems if before[name] != self.problem_text(name)]
        if self.here is not None and changed:
            new = sorted((n for n in changed if self.problem_text(n)), key=lambda name: name != self._left)
            QTimer.singleShot(0, self, lambda: self._show_problem(next(iter(new), "")))

    def problem_text(self, name: str) -> str:
        """What stands beside a field, "" when nothing is wrong there."""
        label = self._problems[name]
        return "" if label.isHidden() else label.text()

    def note_saving(self, name: str) -> None:
        """A value of this field is on its way into the file."""
        self._saving[name] += 1

    def note_saved(self, name: str) -> None:
        """It has arrived, or was refused; an older mistake in the field is settled."""
        self._saving[name] = max(0, self._saving[name] - 1)  # what is tried again was not noted anew
        self._misread.pop(name, None)

    def note_misread(self, name: str, problem: Problem) -> None:
        """Keep an unreadable or refused entry in sight until the field is mended."""
        self._misread[name] = replace(problem, field=name)
        self._offered.discard(name)

    def focus_field(self, name: str | None = None) -> None:
        """Put the cursor into a field: the named one, else the first one that a person would write on paper."""
        if name is None:
            own = (n for n, e in self.editors.items() if e.isEnabled() and e.field.type.lookup is not Lookup.UNITS)
            name = next(own, next(iter(self.editors)))
        inner = self.editors[name].inner()
        inner.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(inner, QLineEdit):
            inner.selectAll()  # Qt does so by itself only where the cursor was elsewhere before
        bring(self.editors[name])

    @property
    def here(self) -> FieldEditor | None:
        """The field that has the cursor."""
        return next((e for e in self.editors.values() if e.inner().hasFocus()), None)

    def bring_here(self) -> None:
        """Scroll to the field that has the cursor."""
        if (editor := self.here) is not None:
            bring(editor)

    def commit(self) -> None:
        """Leave the field that has the cursor, as far as saving is concerned."""
        if (editor := self.here) is not None:
            editor.commit()
        if self._half:  # told while its record is in sight: later it would be taken for another one's
            self._stop_typing()

    def show_help(self) -> bool:
        """Explain the field that has the cursor below it, or stop doing so; False where there is nothing to say."""
        editor = self.here
        text = str(editor.field.help) if editor else ""
        if editor is None or not text:
            return False
        if self.help_text == text:
            self._help.hide()
        else:
            self.tell(editor.field.name, text)
        return True

    def take_today(self) -> None:
        """Today into the date field that has the cursor."""
        if isinstance(editor := self.here, DateEditor):
            editor.take_today()

    @property
    def help_text(self) -> str:
        """What is said below a field just now, "" for nothing."""
        return "" if self._help.isHidden() else self._help.text()

    def tell(self, name: str, text: str) -> None:
        """Say something below a field until another one is entered."""
        editor, around, self._told_of = self.editors[name], scrolled_in(self), name
        seen = [line for line in self._problems.values() if around is not None and in_sight(around, line)]
        row, _ = self._places[name]
        self._grid.addWidget(self._help, row + ROWS - 1, 0, 1, 2)  # what is wrong stays beside its field
        self._help.setText(text)
        self._help.show()
        editor.describe(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self._help, QAccessible.Event.Alert))
        QTimer.singleShot(0, self, lambda: self._show_told(editor, seen))  # once it has its place

    def _build(self) -> None:
        row, half = 0, False
        fields = [field for field in self.kind.fields.values() if field.name != self.kind.parent_field]
        for field, following in zip_longest(fields, fields[1:]):
            short = field.type.short
            if half and not short:
                row, half = row + ROWS, False
            alone = not half and not (following and following.type.short)
            self._place(field, row, 1 if half else 0, 1 if short else 2, 2 if alone or not short else 1)
            if not short or half:
                row += ROWS
            half = short and not half

    def _place(self, field: Field, row: int, column: int, span: int, label_span: int) -> None:
        editor = make_editor(field, self._around)
        label = parts.label(label_of(field, field.required == "always"), "label", wrap=True)
        label.setBuddy(editor.inner())
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        label.setContentsMargins(0, 10, 0, 4)
        problem = ProblemLine()
        inner = editor.inner()
        editor.name(str(field.label))
        if str(field.help):
            label.setToolTip(str(field.help))
            inner.setWhatsThis(str(field.help))
        editor.typed.connect(lambda name=field.name: self._type(name))
        editor.edited.connect(lambda value, name=field.name: self.edited.emit(name, value))
        editor.misread.connect(lambda wrong, raw, name=field.name: self.misread.emit(name, wrong, raw))
        editor.entered.connect(lambda name=field.name: self._go_on(name))
        if isinstance(editor, RefEditor):
            editor.new_wanted.connect(lambda words: self.new_wanted.emit(field.name, words))
        if isinstance(inner, OneLine):
            inner.refused.connect(lambda told, line=problem: line.say([told], WARNING))
        self._places[field.name] = row, column
        self._grid.addWidget(label, row, column, 1, label_span)
        self._grid.addWidget(editor, row + 1, column, 1, span)
        self._grid.addWidget(problem, row + 2, column, 1, span)
        self._grid.setAlignment(problem, Qt.AlignmentFlag.AlignTop)
        self.editors[field.name], self._labels[field.name], self._problems[field.name] = editor, label, problem

    def _date_of(self, content: FormContent) -> str | None:
        value: Value = content.values.get(self.kind.date_field)
        return value if isinstance(value, str) else None

    def _go_on(self, name: str) -> None:
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

    def _place_problems(self) -> None:
        """What is wrong stands below its field; a long sentence below the line of fields, where it has their room."""
        narrow = (self.width() - GAP) // 2
        for name, line in self._problems.items():
            if self.editors[name].field.type.short:
                row, column = self._places[name]
                if line.is_long(narrow):
                    self._grid.addWidget(line, row + 3 + column, 0, 1, 2)
                else:
                    self._grid.addWidget(line, row + 2, column)
                self._grid.setAlignment(line, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._place_problems()

    def _show_problem(self, name: str) -> None:
        """What appeared may have pushed the field with the cursor out of sight; both are shown where they fit."""
        around, here = scrolled_in(self), self.here
        if around is None or here is None:
            return
        if name:
            label, field, line = self._labels[name], self.editors[name], self._problems[name]
            if show_together(around, (label, field, line, here), (field, line, here), (line, here), (here,)):
                return
        bring(here)

    def _show_told(self, editor: FieldEditor, seen: Sequence[QWidget]) -> None:
        """What is told stands below its field; what is wrong nearby and was in sight stays so where all of it fits."""
        around = scrolled_in(self)
        told = (*seen, editor, self._help)
        named = (self._labels[editor.field.name], *told)
        if around is not None and not show_together(around, named, told, (editor, self._help)):
            bring(self._help, editor, beside=0)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """What was told about a field goes when another one is entered."""
        self._left = next((name for name, e in self.editors.items() if before and e.inner() is before), self._left)
        told = self.editors.get(self._told_of)
        if now is not None and self.isAncestorOf(now) and not (told and now is told.inner()):
            self._help.hide()  # the told one is entered again when another window gives the cursor back
        if now is not None and self._half and not self.editors[self._half].inner().hasFocus():
            self._stop_typing()

    def _type(self, name: str) -> None:
        self._half = name
        if not self._pause.isActive():
            self._pause.start()

    def _tell_typed(self) -> None:
        if self._half:
            editor = self.editors[self._half]
            self.typed.emit(self._half, editor.raw if editor.half_typed else None)

    def _stop_typing(self) -> None:
        """The field was left: what stood in it is on its way into the file, or stays in it with its problem."""
        self._pause.stop()
        self.editors[self._half].commit()  # after Enter Qt says so only when the cursor has moved on
        self._tell_typed()
        name, self._half = self._half, ""
        if name in self._offered and not self.editors[name].half_typed:
            self._offered.discard(name)
            self._misread.pop(name, None)
            self.show_problems(self._told)
            self.dropped.emit(name)
