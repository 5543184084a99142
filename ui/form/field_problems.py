"""What is wrong with the fields of a form: one line below each, as long as it is so."""

from collections import Counter
from collections.abc import Callable, Mapping

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop_app.domain.values import ERROR, Problem, short
from desktop_app.texts import in_words, say
from ui.form.field_editors import FieldEditor
from ui.form.field_places import GAP, PlacedField
from ui.form.form_content import FormContent
from ui.form.keep_in_sight import bring, scrolled_in, show_together


class FieldProblems:
    """Problems of the record, and over them those of entries that were not taken; `here`: the field with the cursor."""

    def __init__(
        self,
        grid: QWidget,
        layout: QGridLayout,
        fields: Mapping[str, PlacedField],
        here: Callable[[], FieldEditor | None],
    ) -> None:
        self._grid, self._layout, self._fields, self._here = grid, layout, fields, here
        self.misread: dict[str, Problem] = {}  # by field why what stands there was not taken
        self._content: FormContent | None = None
        self._saving: Counter[str] = Counter()
        self.left = ""  # the field that had the cursor before
        self.waiting: set[str] = set()  # fields whose entries the file will take later

    def begin(self) -> None:
        """Another record is about to be shown."""
        self.misread, self._saving = {}, Counter()
        self.waiting = set()

    def show(self, content: FormContent) -> None:
        """One line below each field that has something wrong; an entry that was not taken hides what stood before, and
        a way leads back to what is saved.
        """
        self._content = content
        self.show_again()

    def show_again(self) -> None:
        """The problems of the record with those of entries that were not taken, as they are now."""
        by_field: dict[str, list[Problem]] = {}
        of_record = self._content.problems if self._content else ()
        others = (problem for problem in of_record if problem.field not in self.misread)
        for problem in (*self.misread.values(), *others):
            by_field.setdefault(problem.field or next(iter(self._fields)), []).append(problem)
        before = {name: self.text(name) for name in self._fields}
        for name, field in self._fields.items():
            found = by_field.get(name, [])
            worst = ERROR if any(p.severity == ERROR for p in found) else "warning"
            field.line.say([in_words(p.message) for p in found], worst)
            field.editor.mark(worst if found else None)
            field.editor.describe(field.line.text())
            words = self._remedy(name) if found else ""
            field.remedy.setVisible(bool(words))
            if words:
                field.remedy.setText(f" {words}")
                by_esc = name in self.misread  # then Tab leads on through the fields
                field.remedy.setFocusPolicy(Qt.FocusPolicy.NoFocus if by_esc else Qt.FocusPolicy.StrongFocus)
        self.place()
        changed = [name for name in self._fields if before[name] != self.text(name)]
        if self._here() is not None and changed:
            new = sorted((n for n in changed if self.text(n)), key=lambda name: name != self.left)
            QTimer.singleShot(0, self._grid, lambda: self._bring(next(iter(new), "")))

    def _remedy(self, name: str) -> str:
        """What one click does about what is wrong with a field, "" for nothing."""
        if self._content is None or name in self.waiting:
            return ""
        if name in self.misread:
            saved = self._content.shown.get(name, "")
            return say("form.take_back", value=short(saved)) if saved else say("form.drop_typed")
        return ""

    def remedy(self, name: str) -> QPushButton:
        """The button below a field for what one click does about what is wrong."""
        return self._fields[name].remedy

    def text(self, name: str) -> str:
        """What stands beside a field, "" when nothing is wrong there."""
        line = self._fields[name].line
        return "" if line.isHidden() else line.text()

    def note_saving(self, name: str) -> None:
        """A value of this field is on its way into the file."""
        self._saving[name] += 1

    def note_saved(self, name: str) -> None:
        """It has arrived, or was refused; an older mistake in the field is settled."""
        self._saving[name] = max(0, self._saving[name] - 1)  # what is tried again was not noted anew
        self.misread.pop(name, None)
        self.waiting.discard(name)

    def note_misread(self, name: str, problem: Problem) -> None:
        """Leave an unreadable or refused entry in sight until the field is mended."""
        self.misread[name] = replace(problem, field=name)

    def note_waiting(self, name: str) -> None:
        """The file did not take an entry, and will be asked again."""
        self.note_misread(name, Problem(name, say("form.not_saved")))
        self.waiting.add(name)

    def drop_misread(self, name: str) -> None:
        """The entry that was not taken is given up."""
        self.misread.pop(name, None)
        self.show_again()

    def is_saving(self, name: str) -> bool:
        """Whether what stands in the field is on its way into the file."""
        return self._saving[name] > 0

    def place(self) -> None:
        """What is wrong stands below its field; a long sentence below the line of fields, where it has their room."""
        self._layout.activate()  # a button below one field may have taken room of the other
        half = (self._grid.width() - GAP) // 2
        for field in self._fields.values():
            if field.editor.field.type.short:
                row, column = field.place.row, field.place.column
                narrow = field.editor.width() if field.editor.isVisible() else half
                if field.line.is_long(narrow):
                    self._layout.addWidget(field.line, row + 3 + column, 0, 1, 2)
                else:
                    self._layout.addWidget(field.line, row + 2, column)
                self._layout.setAlignment(field.line, Qt.AlignmentFlag.AlignTop)

    def _bring(self, name: str) -> None:
        """What appeared may have pushed the field with the cursor out of sight; both are shown where they fit."""
        around, here = scrolled_in(self._grid), self._here()
        if around is None or here is None:
            return
        if name:
            found = self._fields[name]
            label, editor, line = found.label, found.editor, found.line
            if show_together(around, (label, editor, line, here), (editor, line, here), (line, here), (here,)):
                return
        bring(here)
