"""The subject of the start: the program itself, opened with a data file, until its figures are painted."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_app.__main__ import main
from tests.bench.child import run


def figures_painted(watched: QObject) -> bool:
    """Whether this paint is that of the overview's list with figures in it."""
    from ui.figure_list import FigureList

    shown = watched.parent()
    return isinstance(shown, FigureList) and watched is shown.viewport() and shown.rowCount() > 0


def watched_exec() -> int:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return run(application, figures_painted)


if __name__ == "__main__":
    QApplication.exec = staticmethod(watched_exec)  # type: ignore[method-assign]  # the one place where the program waits
    sys.exit(main(sys.argv[1:2]))
