"""One value for the marked records of a list: which field, which value, and what would become of each."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value, show_number
from desktop_app.session import OpenFile, records, several_records
from desktop_app.session.several_records import ValueOutcome
from desktop_app.texts import in_words, say
from ui.form.field_editors import FieldEditor
from ui.form.field_making import Surroundings, make_editor
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.finder import Finder
from ui.widgets.lines import Line
from ui.widgets.options import Option, search_in
from ui.widgets.table_dialog import TableDialog

MOST = 300  # records in sight; all of them are judged


class ValuePreview(Struct, frozen=True):
    """What a value would do to the records: the lines of the first ones, and how many come to what."""

    lines: Sequence[Line]
    changing: int
    already: int
    refused: int
    broken: int


class ValueForAll(TableDialog):
    """`acted(act, sentence)`: it was written."""

    acted = Signal(bytes, str)

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile, kind: RecordKind, marked: Sequence[str]) -> None:
        count = show_number(len(marked))
        title = say("several.title", count=count, kind=in_words(kind.list_label))
        super().__init__(over, title, say("several.about"), (
            (say("several.record"), 0), (say("several.now"), 200), (say("several.becomes"), 260),
        ), close=say("ui.qt_cancel"), size=(980, 620))  # fmt: skip
        self.table.wrap()
        self._bridge, self._kind, self._marked = bridge, kind, marked
        self._around = Surroundings(file.plan, file.units, bridge, lambda: None)
        self.editor: FieldEditor | None = None
        self.value: Value = None
        options = [Option(of.name, in_words(of.label)) for of in several_records.fields_for_all(kind)]
        self.field = Finder(search_in(lambda: options))
        self.field.setPlaceholderText(say("several.choose_field"))
        self.field.picked.connect(lambda name, _: self.choose(name))
        self._put_above()
        self.go = self.offer(say("several.go", count=0), "check", self.write)
        self.go.setEnabled(False)
        self.open()
        self.field.setFocus()

    def choose(self, name: str) -> None:
        """The field that gets one value in all of them."""
        if self.editor is not None:
            self.editor.deleteLater()
        self.field.show_choice(in_words(self._kind.fields[name].label))
        self.editor = editor = make_editor(self._kind.fields[name], self._around)
        editor.name(say("several.value"))
        editor.edited.connect(self._take)
        editor.misread.connect(lambda problem, _: self._refuse(in_words(problem.message)))
        self._row.addWidget(editor, 2)
        editor.inner().setFocus()
        self.go.setEnabled(False)
        self.set_about(say("several.about"))

    def write(self) -> None:
        """Give all of them the value that was looked at, as one act."""
        editor, marked, value = self.editor, self._marked, self.value
        if editor is None:
            return
        name = editor.field.name
        self.go.setEnabled(False)
        self._bridge.write(
            lambda file: several_records.set_value(file, marked, name, value), self._written, self,
            kind=self._kind.name, failed=self._refuse, wrote=lambda done: done[0] is not None,
            long=say("several.writing"),
        )  # fmt: skip

    def _take(self, value: object) -> None:
        assert self.editor is not None
        self.value = self.editor.value
        name, marked, value_now = self.editor.field.name, self._marked, self.value
        self._bridge.ask(lambda file: _look(file, self._kind, marked, name, value_now), self._show, self, self._refuse)

    def _show(self, looked: ValuePreview) -> None:
        self.table.show_lines(looked.lines)
        counts = {"changing": looked.changing, "already": looked.already, "refused": looked.refused}
        said = [say("several.counts", **{name: show_number(count) for name, count in counts.items()})]
        if looked.broken:
            said.append(say("several.broken", count=show_number(looked.broken)))
        self.set_about(" ".join(said))
        self.go.setText(" " + say("several.go", count=show_number(looked.changing)))
        self.go.setEnabled(bool(looked.changing))

    def _written(self, done: tuple[bytes | None, Sequence[ValueOutcome]]) -> None:
        act, outcomes = done
        editor = self.editor
        self.close()
        if act is not None and editor is not None:
            count = show_number(sum(one.changes for one in outcomes))
            self.acted.emit(act, say("several.done", field=in_words(editor.field.label), count=count))

    def _refuse(self, sentence: str) -> None:
        self.set_about(sentence)
        self.go.setEnabled(False)

    def _put_above(self) -> None:
        """Field and value stand above the records."""
        self._row = parts.row(spacing=12)
        self.field.setMinimumWidth(theme.wide(260))
        self._row.addWidget(self.field, 1)
        self._column.insertLayout(self._column.indexOf(self.table), self._row)


def _look(file: OpenFile, kind: RecordKind, marked: Sequence[str], name: str, value: Value) -> ValuePreview:
    found = several_records.look_at_value(file, marked, name, value)
    first = sorted(found, key=lambda one: (one.refused is None, one.broken is None, one.already))[:MOST]
    titles = records.titles_by_id(file, {kind.name: [one.record for one in first]})
    after = records.show_value(file, kind.name, name, value) or say("several.empty")

    def line(one: ValueOutcome) -> Line:
        before = records.show_value(file, kind.name, name, one.before)
        if one.already:
            becomes, look = say("several.already"), "muted"
        elif one.refused is not None:
            becomes, look = say("several.refused", why=one.refused), "error"
        elif one.broken is not None:
            becomes, look = f"{after} · {in_words(one.broken)}", "warning"
        else:
            becomes, look = after, ""
        return Line((titles.get(one.record, ""), before, becomes), one.record, looks=("", "", look))

    return ValuePreview(
        [line(one) for one in first], sum(one.changes for one in found), sum(one.already for one in found),
        sum(one.refused is not None for one in found), sum(one.broken is not None for one in found),
    )  # fmt: skip
