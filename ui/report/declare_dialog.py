"""Nothing happened, said for several areas of a period in one form, with what speaks against each beside it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QWidget

from desktop_app.domain.completeness import Completeness
from desktop_app.domain.period import Period
from desktop_app.domain.values import Value, show_itself, show_number
from desktop_app.session import OpenFile, declaring
from desktop_app.session.declaring import Declaration, MadeRecords
from desktop_app.texts import in_words, say
from ui.form.field_editors import FieldEditor
from ui.form.field_making import Surroundings, label_of, make_editor
from ui.widgets import parts
from ui.widgets.bridge import Bridge

WIDE = 620


class DeclareDialog(QDialog):
    """`acted(act, sentence)`: it was declared; `none()`: this period has no declaration, which a form would say."""

    acted = Signal(bytes, str)
    none = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile, period: Period) -> None:
        super().__init__(over)
        self._bridge, self._file = bridge, file
        self._found: Declaration | None = None
        self.ticks: dict[str, QPushButton] = {}
        self.editors: dict[str, FieldEditor] = {}
        self._column = parts.dialog(self, say("declare.title"), 10)
        self._column.addWidget(parts.label(say("declare.title"), "form"))
        unit = file.units.name(file.unit)
        about = say("declare.about", unit=unit, period=period.label, days=period.dates)
        self._column.addWidget(parts.label(about, "muted", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self._column.addLayout(self._grid)
        self._fields = parts.column()
        self._column.addLayout(self._fields)
        self.go = parts.button(say("declare.go", count=0), self.write, "primary", "check")
        self._wrong = parts.dialog_foot(self._column, self.close, self.go)
        self.setMinimumWidth(WIDE)
        bridge.ask(lambda asked: declaring.declaration(asked, period), self._show, self)

    def write(self) -> None:
        """Declare it for the areas that are chosen, as one act."""
        found, areas = self._found, [area for area, tick in self.ticks.items() if tick.isChecked()]
        for editor in self.editors.values():
            editor.commit()
        if found is None or not areas:
            self._refuse(say("declare.none_chosen"))
            return
        values: Mapping[str, Value] = {name: editor.value for name, editor in self.editors.items()}
        lacking = [n for n, value in values.items() if value is None and found.kind.fields[n].required == "always"]
        if lacking:
            self._refuse(say("core.required", field=found.kind.fields[lacking[0]].label))
            self.editors[lacking[0]].inner().setFocus()
            return
        self._bridge.write(
            lambda file: declaring.declare(file, found, areas, values), self._written, self, kind=found.kind.name,
            failed=self._refuse,
        )  # fmt: skip

    def _show(self, found: Declaration | None) -> None:
        if found is None:
            self.close()
            self.none.emit()
            return
        self._found = found
        for line, area in enumerate(found.areas):
            self._add_area(line, area, declared=found.is_declared(area))
        around = Surroundings(self._file.plan, self._file.units, self._bridge, lambda: None)
        for name, of in found.kind.fields.items():
            if name in found.kind.natural_key or of.type.multiline:
                continue
            editor = self.editors[name] = make_editor(of, around)
            editor.today, value = self._file.today().isoformat(), found.values.get(name)
            editor.show_value(value, in_words(show_itself(of, value)) if value is not None else "")
            editor.misread.connect(lambda problem, _: self._refuse(in_words(problem.message)))
            editor.name(in_words(of.label))
            parts.fill(self._fields, parts.field_label(label_of(of, of.required == "always"), editor.inner()), editor)
        self._count()
        self.open()
        first = next((tick for tick in self.ticks.values() if tick.isEnabled()), None)
        (first or self.go).setFocus()

    def _add_area(self, line: int, area: Completeness, *, declared: bool) -> None:
        """What is declared already can't be again; records beside a declaration are said before it is made."""
        plan = self._file.plan
        label = in_words(plan.areas[area.area].label)
        tick = parts.choice(say("declare.chosen", area=label), self._count, "chip")  # as wide as it will be
        tick.setText(label)
        tick.toggled.connect(lambda on: tick.setText(say("declare.chosen", area=label) if on else label))
        tick.setEnabled(not declared)
        key = "declare.declared" if declared else f"declare.area_{area.state}"
        role = "warning" if area.records and not declared else "small"
        state = parts.label(say(key, count=show_number(area.records)), role, wrap=True)
        tick.setAccessibleDescription(state.text())
        self._grid.addWidget(tick, line, 0)
        self._grid.addWidget(state, line, 1)
        self.ticks[area.area] = tick

    def _count(self) -> None:
        count = sum(tick.isChecked() for tick in self.ticks.values())
        self.go.setText(" " + say("declare.go", count=count))
        self.go.setEnabled(bool(count))
        self._wrong.setText("")

    def _written(self, made: MadeRecords) -> None:
        self.close()
        if made.act is not None:
            self.acted.emit(made.act, say("declare.done", count=len(made.records)))

    def _refuse(self, sentence: str) -> None:
        self._wrong.setText(sentence)
