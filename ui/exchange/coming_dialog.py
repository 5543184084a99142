"""The records that a file would bring, before they are taken in: new ones, and of the others what would change."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value, show_number
from desktop_app.session import OpenFile, exchange, records
from desktop_app.session.exchange import StagedMerge
from desktop_app.texts import in_words, say
from ui.widgets.bridge import Bridge
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

if TYPE_CHECKING:
    from desktop_app.session.exchange import ComingRecord

MOST = 500
LOOKS = {"new": "good", "changed": "", "deleted": "error", "conflict": "warning"}


class ComingDialog(TableDialog):
    """`number`: of the file among those that were looked at."""

    def __init__(self, over: QWidget, bridge: Bridge, staged: StagedMerge, number: int, name: str) -> None:
        super().__init__(over, say("coming.title", file=name), say("coming.reading"), (
            (say("coming.unit"), 160), (say("coming.kind"), 170), (say("coming.what"), 110), (say("coming.content"), 0),
        ), size=(1180, 660))  # fmt: skip
        self.table.wrap()
        bridge.ask(lambda file: _lines(file, staged, number), self._show, self, self.set_about)
        self.open()

    def _show(self, found: tuple[Sequence[Line], int]) -> None:
        lines, count = found
        key = "coming.about" if count <= MOST else "coming.about_first"
        self.set_about(say(key, count=show_number(count), most=show_number(MOST)))
        self.show_lines(lines, say("coming.none"))


def _lines(file: OpenFile, staged: StagedMerge, number: int) -> tuple[Sequence[Line], int]:
    coming, count = exchange.coming_records(file, staged, number, MOST)
    names = {one.record: _name(file, one) for one in coming if one.after is not None}
    return [_line(file, one, names) for one in coming], count


def _name(file: OpenFile, one: "ComingRecord") -> str:
    """What others of the list call a record that is not here yet: the first words of it."""
    kind = file.plan.kinds[one.kind]
    texts = (of.name for of in kind.fields.values() if of.type.free_text and of.type.one_line)
    return next((str(value) for name in texts if (value := (one.after or {}).get(name))), in_words(kind.label))


def _line(file: OpenFile, one: "ComingRecord", names: dict[str, str]) -> Line:
    kind, values = file.plan.kinds[one.kind], one.after or one.before or {}
    what = "deleted" if one.after is None else "new" if one.before is None else "changed"
    what = "conflict" if one.conflicts else what
    unit = values.get(kind.unit_field)
    fields = one.changed if one.before is not None and one.after is not None else [*values]

    def shown(name: str, value: Value) -> str:
        return names.get(str(value)) or records.show_value(file, one.kind, name, value) or "–"

    def said(name: str) -> str:
        label = in_words(kind.fields[name].label)
        if one.before is None or one.after is None:
            return say("coming.field", field=label, value=shown(name, values.get(name)))
        before, after = shown(name, one.before.get(name)), shown(name, one.after.get(name))
        return say("coming.change", field=label, before=before, after=after)

    title = [] if one.before is None else [records.title_of(file, one.record)]
    content = "; ".join(part for part in (*title, *(said(n) for n in fields if _says(kind, n, one, values))) if part)
    named = file.units.name(str(unit)) if unit is not None else ""
    return Line((named, in_words(kind.label), say(f"coming.{what}"), content), looks=("", "", LOOKS[what], ""))


def _says(kind: RecordKind, name: str, one: "ComingRecord", values: Mapping[str, Value]) -> bool:
    """Whether a field is worth its words: one that changes, or one that is filled; the unit has its own column."""
    if one.before is not None and one.after is not None:
        return True
    return name != kind.unit_field and values.get(name) is not None
