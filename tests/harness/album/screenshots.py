"""Pictures of the window: a few with made-up data for the README, or an album of all it can show, to be looked at.

Two runs give the same pictures, byte by byte, so that two states of the program can be compared.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.harness.album.made_up import AUTHOR, WallClock, counted_up, demo_file, new_file, sources
from tests.harness.album.scenes import everything, pause, settle
from tests.harness.album.scenes_of_work import all_work
from tests.ui.hand import known_as
from ui.main_window import MainWindow
from ui.widgets import theme
from ui.widgets.qt_words import QtWords

HERE = Path("/proc/self/cwd")  # the folder of this run, by a name that is the same in every run
README = {
    "start": "start", "overview": "overview", "comm_activity": "propaganda", "inspection": "inspection",
    "training": "training", "report": "report", "figure-1.1": "figure", "board": "board",
    "receive-preview": "receive", "exchange-conflicts": "conflicts",
    "crosstab-records": "crosstab", "spreadsheet": "import",
}  # fmt: skip


def main(folder: Path, look: str, data: str, *, album: bool) -> int:
    application = QApplication(sys.argv[:1])
    application.installTranslator(QtWords(application))
    application.setCursorFlashTime(0)
    theme.apply(application, look)
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.absolute()
    with tempfile.TemporaryDirectory() as place, counted_up():
        os.chdir(place)  # for good: Qt writes what it remembers when all is over
        os.environ["XDG_CONFIG_HOME"] = str(HERE / "config")  # the settings and backups of nobody else
        clock = WallClock()
        window = MainWindow(known_as(AUTHOR), now=clock)
        window.setGeometry(window.screen().availableGeometry())
        window.show_start()
        window.show()
        pause(300)

        def take(name: str) -> None:
            chosen = name if album else README.get(name)
            if chosen:
                window.screen().grabWindow(0).save(str(folder / f"{chosen}.png"))

        take("start")
        ours = demo_file(HERE, clock) if data == "demo" else new_file(HERE / "xa.db", clock, "Xã Mường Than")
        others = sources(HERE, ours, clock) if data == "demo" else []
        window.open_file(ours)
        settle(window)
        for name in everything(window, others):
            take(name)
        for name in all_work(window) if album else ():
            take(name)
        window.close()
    return 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--look", default="light", choices=("light", "dark"))
    asked.add_argument("--data", default="demo", choices=("demo", "empty"))
    asked.add_argument("--album", action="store_true")
    given = asked.parse_args()
    sys.exit(main(given.folder, given.look, given.data, album=given.album))
