"""Opens the guide for whatever is in front: a dialog, a page of the open file, or the start page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.widgets.help_key import GUIDE, GuideWanted
from ui.window.frame import WindowFrame

START = "StartPage"  # where no file is open


class GuideOpener(QObject):
    """`opened`: the view of the file that is open, if any."""

    def __init__(self, window: QWidget, opened: Callable[[], WindowFrame | None]) -> None:
        super().__init__(window)
        self.setObjectName(GUIDE)
        self._opened = opened

    def customEvent(self, event: QEvent) -> None:
        if isinstance(event, GuideWanted):
            from desktop_app.session import guide
            from ui.window.guide_dialog import GuideDialog

            view, known = self._opened(), guide.knows(event.place)
            if isinstance(event.over, GuideDialog):
                return
            if view is not None:
                view.show_guide_over(event.over, event.place if known else view.page_name)
            else:
                GuideDialog(event.over, event.place if known else START, None)
