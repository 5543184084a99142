"""How long the window stands still while a list of many rows is edited as a sheet.

A timer ticks all the while; the longest time between two ticks of an operation is what a hand would feel. The rows may
be given as the only argument (50,000).
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app import plan_files
from desktop_app.session import imports, opening
from tests.ui.fit_child import Patience
from tests.ui.hand import CONTROL, SHIFT, Hand, dress, now, open_hand
from ui.cells.cell_page import CellPage

KIND, PAGE, UNIT = "comm_activity", 2, "03388"
TICK = 2  # milliseconds
Key = Qt.Key


class Stalls:
    """The longest time between two ticks since it began, in milliseconds: by the clock, and what this thread itself
    used of it, whatever else the computer had to do.
    """

    def __init__(self) -> None:
        self._timer = QTimer(interval=TICK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.begin()

    def begin(self) -> None:
        self._last, self._longest = self._now(), (0.0, 0.0)

    def longest(self) -> tuple[float, float]:
        self._tick()
        return self._longest

    def _tick(self) -> None:
        here = self._now()
        clock, own = (after - before for before, after in zip(self._last, here, strict=True))
        self._longest, self._last = (max(self._longest[0], clock), max(self._longest[1], own)), here

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.perf_counter() * 1000, time.thread_time() * 1000


def make_ledger(path: Path, rows: int) -> None:
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    line = {"date": "2022-07-20", "form": "loa", "unit": UNIT, "audience": ["nhan_dan"]}
    with opening.create_file(path, source, UNIT, "Cán bộ", now=now) as file:
        made = (
            json.dumps({"kind": KIND, "fields": {**line, "title": f"Buổi {n}", "sessions": n % 5 + 1}})
            for n in range(rows)
        )
        result = imports.import_lines(file, list(made))
        assert not result.problems, result.problems[:2]


def operations(hand: Hand, page: CellPage, rows: int) -> dict[str, Callable[[], None]]:
    """What a person does in a long list, by what it is called."""
    column, table = page.rows.columns.index("sessions"), page.table

    def scroll() -> None:
        for place in range(0, table.verticalScrollBar().maximum(), table.verticalScrollBar().maximum() // 60):
            table.verticalScrollBar().setValue(place)
            hand.bot.wait(5)

    def type_one() -> None:
        table.go_to(rows // 2, column)
        hand.answered()
        hand.type("7")
        hand.key(Key.Key_Return)

    def mark_column() -> None:
        table.go_to(0, column)
        hand.key(Key.Key_Down, CONTROL | SHIFT)

    def fill() -> None:
        table.go_to(100, column)
        table.mark(QRect(column, 100, 1, 200))
        page.work.fill_down()

    def add() -> None:
        page.go_to_next()
        table.go_to(page.rows.rowCount() - 1, page.rows.columns.index("title"))
        hand.answered()
        hand.type("Mới")
        hand.key(Key.Key_Return)

    return {
        "scroll from end to end": scroll, "to the last row": lambda: table.go_to(rows, column), "one cell": type_one,
        "mark a column and add it up": mark_column, "fill 200 cells": fill, "a new record": add,
        "sort anew": lambda: page._sort(down=True),
    }  # fmt: skip


def main(rows: int) -> None:
    dress(QApplication([]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder  # the settings of nobody else
        path = Path(folder) / "sổ.db"
        make_ledger(path, rows)
        hand = open_hand(Patience(), path)
        hand.go(PAGE)
        listed = hand.area.list
        listed.show_all.setChecked(True)
        listed.choose_kind(KIND)
        hand.wait()
        stalls = Stalls()
        stalls.begin()
        listed.cells.toggle()
        hand.wait()
        found = {"open": stalls.longest()}
        assert listed.cells.page is not None
        for name, operation in operations(hand, listed.cells.page, rows).items():
            stalls.begin()
            operation()
            hand.wait()
            found[name] = stalls.longest()
        hand.leave()
    print(f"{'':<32}{'clock':>8}{'own':>8}  ms")
    for name, (clock, own) in found.items():
        print(f"{name:<32}{clock:8.0f}{own:8.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
