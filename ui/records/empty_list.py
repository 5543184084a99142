"""What stands in place of the rows of a list that has none: what belongs there, and the one next step."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.texts import say
from ui.widgets import parts


class EmptyList(QWidget):
    """Lies over the rows of whichever table is in sight, below its heading."""

    def __init__(self) -> None:
        super().__init__()
        column = parts.column(self, 24, 6)
        column.setContentsMargins(24, 8, 24, 8)
        self.title = parts.label("", "strong", wrap=True)
        self.text = parts.label("", "small", wrap=True)
        column.addStretch(2)
        for made in (self.title, self.text):
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(made)
        self.button = QPushButton()
        self.button.setAutoDefault(True)  # Enter presses it
        self.button.clicked.connect(lambda: self._step())
        self._step: Callable[[], object] = lambda: None
        column.addSpacing(6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._over: QWidget | None = None
        self.hide()

    def show_over(self, rows: QWidget) -> None:
        if self._over is not rows:
            if self._over is not None:
                self._over.removeEventFilter(self)
            self._over = rows
            self.setParent(rows)
            rows.installEventFilter(self)
        self.setGeometry(rows.rect())
        self.show()

    def set_content(self, title: str, text: str, label: str, step: Callable[[], object]) -> None:
        """Say why nothing stands here, and offer a step; none where its label is empty."""
        self.title.setText(title)
        self.text.setText("\u00a0".join(text.rsplit(" ", 1)))  # no last word on a line of its own
        self.text.setVisible(bool(text))
        self.button.setText(label)
        self.button.setVisible(bool(label))
        self._step = step

    def say_filtered(self, fields: Sequence[str], clear: Callable[[], object]) -> None:
        """Filters of these fields leave nothing over."""
        text = say("list.none_filtered_text", fields=", ".join(fields))
        self.set_content(say("list.none_filtered"), text, say("list.clear_filters"), clear)

    def say_searched(self, clear: Callable[[], object]) -> None:
        """Nothing holds the words that are searched for."""
        self.set_content(say("ui.no_rows_found"), say("list.none_searched"), say("list.clear_search"), clear)

    def say_none(self, text: str, label: str, add: Callable[[], object], *, always: bool) -> None:
        """There is none, in the period in sight or (`always`) at all."""
        self.set_content(say("ui.empty_list" if always else "ui.empty_period"), text, label, add)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._over is not None:
            self.setGeometry(self._over.rect())
        return False
