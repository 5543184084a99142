"""Pictures of the window with made-up data, for the README and for looking at: `make screenshots`."""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app import plan_files
from desktop_app.session import Session
from desktop_app.settings import Settings
from tests.ui.hand import now
from ui import theme
from ui.file_view import FileView
from ui.main_window import MainWindow
from ui.qt_words import QtWords

RECORDS = 3000
CALM = 8
NAMES = ("overview", "propaganda", "prevention", "inspection", "harm-reduction", "training", "registers", "report")


def demo_file(folder: Path) -> Path:
    """A province's file as it might look on a day in September 2022."""
    path = folder / "tong-hop-lai-chau-2022.db"
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    with Session.create(path, source, source["plan"]["root"], "Cán bộ VH-XH", now=now) as session:
        lines = [json.dumps(line) for line in session.demo_lines(RECORDS, None, 1)]
        problems = session.import_lines(lines).problems
        assert not problems, problems[:3]
    return path


def settle(window: MainWindow) -> None:
    """Wait until the window has had nothing to read or to paint for a while."""
    quiet = 0
    while quiet < CALM:
        QTest.qWait(50)
        quiet = quiet + 1 if window.view is not None and not window.busy else 0


def pictures(window: MainWindow) -> Iterator[str]:
    """Bring one page after another into sight; a page with a list also with a record open in its form."""
    assert window.view is not None
    view: FileView = window.view
    for number, name in enumerate(NAMES):
        view.tabs.setCurrentIndex(number)
        settle(window)
        if name == "report":
            view.open_report()
            settle(window)
        elif view.area is not None:
            view.area.list.table.setFocus()
            view.area.list.table.selectRow(min(2, view.area.list.table.model().rowCount() - 1))
            settle(window)
        yield name


def main(folder: Path, mode: str = "light") -> int:
    application = QApplication(sys.argv[:1])
    application.installTranslator(QtWords(application))
    theme.apply(application, mode)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        window = MainWindow(Settings(author="Cán bộ VH-XH"), now=now)
        window.resize(1366, 768)
        window.show_start()
        window.show()
        QTest.qWait(300)
        window.grab().save(str(folder / "start.png"))
        window.open_file(demo_file(Path(place)))
        settle(window)
        for name in pictures(window):
            window.grab().save(str(folder / f"{name}.png"))
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3]))
