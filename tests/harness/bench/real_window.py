"""The subject of the start: the program itself, opened with a data file, until its figures are painted."""

import gc
import sys
from collections.abc import Sequence

from desktop_app.__main__ import main


def watch_the_figures() -> None:
    """Have the overview's list of indicators watched from the moment that it has figures to show."""
    gc.disable()  # the program does both before it imports anything of Qt's
    from tests.harness.bench.child import Watch
    from ui.progress.figure_list import FigureList
    from ui.progress.shown_figures import ShownFigure

    show_figures = FigureList.show_figures

    def watched(self: FigureList, figures: Sequence[ShownFigure]) -> None:
        show_figures(self, figures)
        if any(figure.state for figure in figures):  # else their names alone, while they are waited for
            Watch(self.viewport())

    FigureList.show_figures = watched  # type: ignore[method-assign]  # the only moment that can be told apart


if __name__ == "__main__":
    watch_the_figures()
    sys.exit(main(sys.argv[1:2]))
