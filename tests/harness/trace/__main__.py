"""What a save and a key stroke run through: `python -m tests.harness.trace [files]`; ends with 1 above a limit."""

import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableWidget

from desktop_app import plan_files
from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, opening
from tests.harness.trace.call_tracer import Tracer
from tests.ui.fit_child import Patience
from tests.ui.hand import CONTROL, STEP, Hand, dress, now, open_hand
from ui import page_reading
from ui.form import form_twin
from ui.progress.overview import Overview
from ui.widgets import collector
from ui.window import file_maintenance, idle_index

# the most that each way may take: to be lowered, and raised only with the reason in the commit
LIMITS = {
    "save": {"files": 12, "functions": 50, "reads": 1},
    "key to overview": {"files": 121, "functions": 580, "moves": 3600},
}
UNIT, KIND, FIELD = "Xã Mường Than", "comm_activity", "people_total"
LOG = "change_log"
# by what a save may learn of its record: its changes, or the value of the field in its row
READ = re.compile(
    rf"\s*SELECT\b.*\b(?:FROM|JOIN)\s+(?:(main\.)?{LOG}|temp\._plan_log)\b"
    rf'|SELECT\b.*"{FIELD}".*\bFROM\s+(main\.)?"{KIND}"',
    re.DOTALL,
)
RATIO, BEFORE, AFTER = 2, "0/1", "1/1"  # the column of the overview and what 1.1 shows in it
TIMES = 2  # what the window does by the clock meanwhile is left out by taking the least
QUIET = 3  # turns without work until nothing more is on its way


def make_file(path: Path) -> str:
    """A commune's file with two activities of one form in one quarter; returns the id of the second."""
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    unit = next(str(row[0]) for row in source["units"]["2022"] if row[4] == UNIT)
    record = ""
    with opening.create_file(path, source, unit, "Cán bộ VH-XH", now=now) as file:
        for day, title in (("2022-07-20", "Một"), ("2022-07-21", "Hai")):
            given: dict[str, Value] = {"date": day, "form": "loa", "title": title, "audience": ("nhan_dan",)}
            record = editing.new_record(file, KIND, entry.defaults(file, KIND, given)).record
    return record


def trace_save(folder: Path) -> tuple[dict[str, int], list[str]]:
    """One field set: the figures of the second save, in which everything has been imported, and the files."""
    path = folder / "save.db"
    record = make_file(path)
    statements: list[str] = []
    with opening.open_file(path, now=now) as file:
        assert editing.set_value(file, record, FIELD, 41).saved
        tracer = Tracer()
        with tracer.installed(), tracer.counting():
            result = editing.set_value(file, record, FIELD, 42)
        file.connection.set_trace_callback(statements.append)
        assert result.saved
        assert editing.set_value(file, record, FIELD, 43).saved
    return tracer.figures() | {"reads": sum(bool(READ.match(text)) for text in statements)}, tracer.files


def ratios(table: QTableWidget) -> list[str]:
    return [item.text() for row in range(table.rowCount()) if (item := table.item(row, RATIO))]


def trace_key(folder: Path) -> tuple[dict[str, int], list[str]]:
    """The last letter of a day, Tab, Ctrl+1, until the overview shows what follows from it and the window is quiet."""
    path = folder / "key.db"
    make_file(path)
    tracer = Tracer()
    with pytest.MonkeyPatch.context() as patch, tracer.installed():
        patch.setattr(file_maintenance, "PAUSE", 100_000)  # the daily copy is none of it
        patch.setattr(collector, "PAUSE", 100_000)  # nor is what the clock collects on a busy computer
        patch.setattr(page_reading, "REST", 100_000)  # nor that memory is given back when nothing is asked
        patch.setattr(form_twin, "PAUSE", 100_000)  # nor what is done once a hand has rested
        patch.setattr(idle_index, "IDLE", 100_000)
        hand = open_hand(Patience(), path)
        begin_day(hand)
        overview = hand.view.findChild(Overview)
        assert overview is not None
        assert BEFORE in ratios(overview.list)
        with tracer.counting():
            hand.type("2")
            hand.key(Qt.Key.Key_Tab)
            hand.key(Qt.Key.Key_1, CONTROL)
            wait_unheard(hand, tracer)
        assert overview.isVisible()
        assert AFTER in ratios(overview.list)
        hand.leave()
    return tracer.figures(), tracer.files


def wait_unheard(hand: Hand, tracer: Tracer) -> None:
    """Until the window is quiet; that it is asked so often is not counted."""
    quiet = 0
    while quiet <= QUIET:
        hand.bot.wait(STEP)
        with tracer.deaf():
            quiet = 0 if hand.window.busy else quiet + 1


def begin_day(hand: Hand) -> None:
    """All of a day in the other quarter but its last letter."""
    hand.pick(2)
    hand.into("date")
    hand.type("5/4/2")
    hand.wait()


def trace_all(folder: Path) -> dict[str, tuple[dict[str, int], list[str]]]:
    """By way its figures and files; the window's are the least of some runs after one in which all is imported."""
    runs = []
    for number in range(TIMES + 1):
        (run := folder / str(number)).mkdir()
        runs.append(trace_key(run))
    runs.sort(key=lambda run: len(run[1]))
    least = {name: min(figures[name] for figures, _ in runs[:TIMES]) for name in runs[0][0]}
    return {"save": trace_save(folder), "key to overview": (least, runs[0][1])}


def over(found: dict[str, tuple[dict[str, int], list[str]]]) -> bool:
    """Whether a figure is above its limit, or nothing was measured."""
    return any(not 0 < found[way][0][name] <= most for way, limits in LIMITS.items() for name, most in limits.items())


def main(*, files: bool) -> int:
    dress(QApplication([]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder  # the settings of nobody else
        found = trace_all(Path(folder))
    print(f"{'way':<20}{'':<12}{'now':>8}{'limit':>8}")
    for way, (figures, _) in found.items():
        for name, number in figures.items():
            print(f"{way:<20}{name:<12}{number:>8}{LIMITS[way].get(name, ''):>8}")
    for way, (_, entered) in found.items() if files else ():
        print(f"\n{way}\n  " + "\n  ".join(entered))
    return over(found)


if __name__ == "__main__":
    sys.exit(main(files=sys.argv[1:] == ["files"]))
