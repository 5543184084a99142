"""Opens the guide for whatever is in front: a dialog, a page of the open file, or the start page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop_app.session import guide
from ui.file_view import FileView
from ui.widgets.help_key import GUIDE, GuideWanted

START = "StartPage"  # where no file is open


class GuideOpener(QObject):
    """`opened`: the view of the file that is open, if any."""

    def __init__(self, window: QWidget, opened: Callable[[], FileView | None]) -> None:
        super().__init__(window)
        self.setObjectName(GUIDE)
        self._opened = opened

    def customEvent(self, event: QEvent) -> None:
        if isinstance(event, GuideWanted):
            from ui.window.guide_sheet import GuideSheet

            if not isinstance(event.over, GuideSheet):
                view = self._opened()
                save = (view.bridge, view.file.path.parent) if view is not None else None
                place = event.place if guide.knows(event.place) else view.page_name if view is not None else START
                GuideSheet(event.over, place, view.file.plan.id if view is not None else None, save)
