"""A pile after it was entered: each total beside what was counted before, and the records sheet by sheet."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, piles, records
from desktop_app.session.piles import Pile, PileStanding
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

HEADING = 52


class CompareDialog(TableDialog):
    """`opened(records, at)`: one of them was chosen; `keyed_again(standing)`: a sample is wanted; `ended`: the pile is
    done with.
    """

    opened = Signal(object, int)
    keyed_again = Signal(object)
    ended = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, kind: RecordKind, pile: Pile) -> None:
        names = [(in_words(kind.fields[name].label), 120) for name in pile.totals]
        columns = ((say("pile.sheet"), 64), (say("pile.record"), 0), *names)
        super().__init__(over, say("pile.compare_title", kind=in_words(kind.list_label)), " ", columns,
                         right=(0, *range(2, 2 + len(names))), size=(980, 640))  # fmt: skip
        self._kind = kind
        self._found: PileStanding | None = None
        self.totals = LineTable(say("pile.totals"), (
            (say("pile.what"), 0), (say("pile.before"), 130), (say("pile.entered"), 130), (say("pile.lacking"), 130),
        ), right=(1, 2, 3))  # fmt: skip
        self.totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.totals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.totals.setFixedHeight(HEADING + (1 + len(names)) * theme.LOW_ROW)
        self._column.insertWidget(self._column.indexOf(self.table), self.totals)
        self.table.opened.connect(self._open)
        again = parts.button(say("pile.key_again"), self._key_again, icon="rotate-ccw")
        self.foot.insertWidget(0, again)
        self.end = self.offer(say("pile.end"), "check", self._end)
        bridge.ask(lambda file: _lines(file, kind, pile), self._show, self, self.set_about)
        self.open()

    def _show(self, read: tuple[PileStanding, Sequence[Line]]) -> None:
        found, lines = read
        self._found = found
        counts = {"": (Decimal(found.pile.sheets), Decimal(len(found.entered)))}
        counts |= {name: (wanted, found.totals[name]) for name, wanted in found.pile.totals.items()}
        self.totals.show_lines(_totals(self._kind, counts))
        self.set_about(say("pile.agrees" if found.agrees else "pile.differs"))
        self.show_lines(lines, say("pile.none"))
        self.end.setEnabled(True)

    def _open(self, line: Line) -> None:
        found = [one.record for one in self.table.lines]
        self.close()
        self.opened.emit(found, found.index(line.record))

    def _key_again(self) -> None:
        if self._found is not None and self._found.entered:
            self.close()
            self.keyed_again.emit(self._found)

    def _end(self) -> None:
        self.close()
        self.ended.emit()


def _totals(kind: RecordKind, counts: Mapping[str, tuple[Decimal, Decimal]]) -> list[Line]:
    lines = []
    for name, (wanted, done) in counts.items():
        label = in_words(kind.fields[name].label) if name else say("pile.sheets")
        lacking = show_number(abs(wanted - done))
        said = say("pile.equal") if wanted == done else say("pile.less" if done < wanted else "pile.more", n=lacking)
        look = "good" if wanted == done else "error"
        lines.append(Line((label, show_number(wanted), show_number(done), said), looks=("", "", "", look)))
    return lines


def _lines(file: OpenFile, kind: RecordKind, pile: Pile) -> tuple[PileStanding, Sequence[Line]]:
    found = piles.standing(file, pile)
    lines = [
        Line(
            (str(one.sheet), one.title or in_words(kind.label),
             *(records.show_value(file, kind.name, name, one.values.get(name)) for name in pile.totals)),
            one.record,
        )
        for one in found.entered
    ]  # fmt: skip
    return found, lines
