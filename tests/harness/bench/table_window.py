"""One window with one list of 100,000 records, the program's own or a bare one; it measures itself and tells.

The clock obeys one rule for both: it starts when an empty window was told to open, before the table is made, and stops
after the first paint that finds words in the first and the last row in sight. What either has before that costs
nothing: the bare table its 100,000 rows in memory, ours an open file and the catalogue of the program's words, which
any window has read. When the first paint is done, ours still reads the ids of all rows; scrolling begins after that.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget

from desktop_app.domain.list_order import list_columns
from desktop_app.session import OpenFile, opening
from desktop_app.settings import ListLook
from desktop_app.texts import say
from tests.harness.bench.at_rest import private_memory
from tests.harness.bench.table import KIND, ROWS
from ui.records.record_table import RecordTable
from ui.widgets import theme
from ui.widgets.bridge import Bridge

FRAMES, NOTCH = 300, 120  # as many turns of a wheel, and how far each goes
PLACES = 200  # to which the list jumps before its memory is looked at
NOWHERE = QModelIndex()


class BareModel(QAbstractTableModel):
    """Rows in a list."""

    def __init__(self, rows: list[list[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return len(self._rows)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return len(self._rows[0])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class Painted(QObject):
    """Counts the paints of a widget, or those that find there what is to be painted."""

    def __init__(self, widget: QWidget, ready: Callable[[], bool] = lambda: True) -> None:
        super().__init__(widget)
        self.count, self._ready = 0, ready
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint and self._ready()
        return False


def until(done: Callable[[], bool]) -> None:
    """Let the window work until it is done, asleep in between: a loop that spins would keep other threads waiting."""
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def bare_rows() -> list[list[str]]:
    texts = ["05/03/2022", "Phường Tân Phong", "Nói chuyện chuyên đề", "Truyền thông tại cộng đồng", "120"]
    return [[*texts, str(number)] for number in range(ROWS)]


def bare_list(rows: list[list[str]]) -> tuple[QTableView, Callable[[], bool]]:
    """A table whose rows lie in memory, and whether it has all of them."""
    table = QTableView()
    table.setModel(BareModel(rows, table))
    return table, lambda: True


def own_list(bridge: Bridge, file: OpenFile) -> tuple[QTableView, Callable[[], bool]]:
    """The program's own list of a kind, asked to read all its records, and whether it knows all of them."""
    kind = file.kind(KIND)
    table = RecordTable(bridge, kind, list_columns(kind), ListLook(), None)
    loaded: list[int] = []
    table.rows.loaded.connect(loaded.append)
    table.rows.read()
    return table, lambda: bool(loaded)


def worded(table: QTableView) -> bool:
    """Whether the first and the last row in sight have words to show."""
    edges = (table.rowAt(0), table.rowAt(table.viewport().height() - 1))
    return all(row >= 0 and table.model().index(row, 0).data() is not None for row in edges)


def measure(make: Callable[[], tuple[QTableView, Callable[[], bool]]]) -> dict[str, float]:
    """Seconds until the rows are painted, seconds of a frame while a wheel turns, memory after a look everywhere."""
    say("ui.state_column")
    window = QMainWindow()
    window.resize(1024, 700)
    window.show()
    began = time.perf_counter()
    table, whole = make()
    window.setCentralWidget(table)
    ready = partial(worded, table)
    first = Painted(table.viewport(), ready)
    until(lambda: first.count > 0)
    paint = time.perf_counter() - began
    first.deleteLater()
    until(whole)
    until(ready)
    painted = Painted(table.viewport())
    bar = table.verticalScrollBar()
    began = time.perf_counter()
    for _ in range(FRAMES):
        bar.setValue(bar.value() + NOTCH)
        show(table, painted)
    frame = (time.perf_counter() - began) / FRAMES
    until(ready)
    for place in range(PLACES):
        bar.setValue(bar.maximum() * place // PLACES)
        show(table, painted)
        until(ready)
    return {"paint": paint, "frame": frame, "memory": private_memory(), "rows": table.model().rowCount()}


def show(table: QTableView, painted: Painted) -> None:
    """Let the window paint the table as it is now."""
    before = painted.count
    table.viewport().update()
    until(lambda: painted.count > before)


def finish(told: dict[str, float]) -> None:
    print(json.dumps(told | {"at": time.monotonic()}), flush=True)
    os._exit(0)


def main(which: str, path: Path) -> int:
    application = QApplication([])
    if which == "bare":
        finish(measure(partial(bare_list, bare_rows())))
    theme.apply(application, "light")
    bridge = Bridge(partial(opening.open_file, path))
    bridge.open(lambda file: finish(measure(partial(own_list, bridge, file))), sys.exit)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
