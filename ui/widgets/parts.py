"""The small widgets every view is made of: labels, buttons, cards, pills, in the roles of the style sheet."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop_app.texts import in_words, say
from ui.widgets import icons, theme
from ui.widgets.help_key import help_key


def application() -> QApplication:
    made = QApplication.instance()
    assert isinstance(made, QApplication)
    return made


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    made = QLabel(in_words(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def field_label(text: str, field: QWidget | None = None) -> QLabel:
    """What stands above a field (or a row of them), and is read with it."""
    made = label(text, "label")
    made.setContentsMargins(0, 8, 0, 2)
    if field is not None:
        made.setBuddy(field)
        field.setAccessibleName(text)
    return made


def add_field(column: QVBoxLayout, text: str, field: QWidget) -> None:
    """A field with its name above it."""
    column.addWidget(field_label(text, field))
    column.addWidget(field)


class Elided(QLabel):
    """A label that ends in … where its room ends; the whole text is read aloud and shown as its tip."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setProperty("role", role)
        self.set_full_text(text)

    def set_full_text(self, text: str) -> None:
        self._full_text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._full_text) + 2, super().sizeHint().height())

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._full_text, Qt.TextElideMode.ElideRight, self.width()))

    def resizeEvent(self, event: object) -> None:
        self._fit()


def pill(text: str = "", role: str = "neutral-pill") -> QLabel:
    """A short word on a tinted ground; it says in words what its colour says."""
    made = label(text, role)
    made.setFixedHeight(theme.scaled(22))
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class _Button(QPushButton):
    """Enter presses it too, where it has the cursor, and nowhere else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, clicked: Callable[[], object] | None = None, role: str = "", icon: str = "") -> QPushButton:
    made = _Button(f" {text}" if icon and text else text)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if role:
        made.setProperty("role", role)
    if icon:
        p = theme.colours()
        inks = {"primary": p.on_accent, "danger": p.on_danger, "link": p.accent}
        made.setIcon(icons.icon(icon, inks.get(role, p.text)))
        made.setIconSize(QSize(16, 16))
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def choice(text: str, clicked: Callable[[], object] | None, role: str) -> QPushButton:
    """A `chip` or `segment` that can be chosen; wide enough for its words also when these turn bold."""
    made = button(text, clicked, role)
    made.setCheckable(True)
    made.setMinimumWidth(
        QFontMetrics(theme.font(12 if role == "chip" else 14, semibold=True)).horizontalAdvance(text) + 28
    )
    return made


def lead_to_chosen(group: Iterable[QAbstractButton]) -> None:
    """Let Tab lead to the chosen button of a group; the arrows lead from there to the others."""
    for one in group:
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one.isChecked() else Qt.FocusPolicy.ClickFocus)


def icon_button(icon: str, name: str, clicked: Callable[[], object]) -> QPushButton:
    """A button without words; `name` is read to those who can't see it and shown as its tip."""
    made = button("", clicked, "icon", icon)
    made.setFixedSize(30, 30)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def tab_bar(name: str) -> QTabBar:
    """Tabs without a line below them, as wide as their words."""
    made = QTabBar()
    made.setDrawBase(False)
    made.setExpanding(False)
    made.setAccessibleName(name)
    return made


def progress_bar(name: str) -> QProgressBar:
    """How far a work is, without a number on it."""
    made = QProgressBar()
    made.setTextVisible(False)
    made.setAccessibleName(name)
    return made


def sign(field: QLineEdit, icon: str, name: str, size: int = icons.SIZE, *, first: bool = False) -> QAction:
    """A picture inside a line of text; `name` is read to those who can't see it and shown as its tip."""
    ends = QLineEdit.ActionPosition
    made = field.addAction(
        icons.icon(icon, theme.colours().muted, size), ends.LeadingPosition if first else ends.TrailingPosition
    )
    made.setText(name)
    made.setData(name)
    return made


def name_signs(field: QLineEdit, name: str) -> None:
    """Say also which field its pictures belong to: a form has many that open a list."""
    for made in field.actions():
        if made.data():
            made.setText(f"{made.data()}: {name}")


def clearable(field: QLineEdit) -> None:
    """Put a cross at the end of a field while something stands in it."""
    field.setClearButtonEnabled(True)
    for cross in field.findChildren(QAction):
        cross.setText(say("ui.clear"))


def dialog(made: QDialog, title: str, spacing: int, of_field: Callable[[], bool] = lambda: False) -> QVBoxLayout:
    """Give a dialog the ground of a page, a title, F1 and a column; it goes away once it is closed."""
    help_key(made, of_field)
    made.setObjectName("page")
    made.setWindowTitle(title)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return column(made, theme.MARGIN, spacing)


def dialog_foot(column: QVBoxLayout, cancel: Callable[[], object], go: QPushButton) -> QLabel:
    """End a small dialog with Cancel and the button that does it; the label above them says why that can't be."""
    wrong = label("", "error", wrap=True)
    column.addWidget(wrong)
    button_row(column, button(say("ui.qt_cancel"), cancel), go)
    return wrong


def beside(left: QWidget, right: QWidget, wide: tuple[int, int]) -> QSplitter:
    """Two widgets side by side, the line between which can be moved, but hides neither."""
    made = QSplitter(Qt.Orientation.Horizontal)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(theme.GAP)
    made.addWidget(left)
    made.addWidget(right)
    made.setSizes(wide)
    return made


def button_row(column: QVBoxLayout, *buttons: QWidget, spacing: int = 8) -> QHBoxLayout:
    """The last row of a dialog or panel: its buttons, at the right."""
    made = row(spacing=spacing)
    made.addStretch(1)
    for one in buttons:
        made.addWidget(one)
    column.addLayout(made)
    return made


def resize_over(dialog: QWidget, wide: int, high: int) -> None:
    """Give a dialog a size, but none larger than the window that it stands over."""
    over = dialog.parentWidget()
    room = over.window().size() if over is not None else QSize(wide, high)
    dialog.resize(min(wide, room.width()), min(high, room.height()))


def place_by(field: QWidget, popup: QSize) -> QPoint:
    """Where a popup stands: below its field, above it where the screen ends, over it where neither has room."""
    room = field.screen().availableGeometry()
    below, above = field.mapToGlobal(QPoint(0, field.height() + 2)), field.mapToGlobal(QPoint(0, -2 - popup.height()))
    place = below if below.y() + popup.height() <= room.bottom() or above.y() < room.top() else above
    left, top = room.right() + 1 - popup.width(), room.bottom() + 1 - popup.height()
    return QPoint(max(room.left(), min(place.x(), left)), max(room.top(), min(place.y(), top)))


def rule() -> QFrame:
    """A line across."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def card(margin: int = 16, spacing: int = 8) -> tuple[QFrame, QVBoxLayout]:
    """A sheet of paper with rounded corners and its column."""
    frame = QFrame()
    frame.setObjectName("card")
    return frame, column(frame, margin, spacing)


def column(widget: QWidget | None = None, margin: int = 0, spacing: int = 0) -> QVBoxLayout:
    made = QVBoxLayout(widget) if widget else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    return made


def row(widget: QWidget | None = None, margin: int = 0, spacing: int = 8) -> QHBoxLayout:
    made = QHBoxLayout(widget) if widget else QHBoxLayout()
    made.setContentsMargins(margin, 0, margin, 0)
    made.setSpacing(spacing)
    return made


def leaves_field(event: QFocusEvent) -> bool:
    """Whether the focus goes to another field: not into a popup, nor to another window until it comes back."""
    return event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Scrolling(QScrollArea):
    """Room for something that may be higher than its place.

    A ring over its edge shows the focus, so that nothing inside moves.
    """

    def __init__(self, inner: QWidget, name: str) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setWidget(inner)
        self._ring = QFrame(self)
        self._ring.setObjectName("ring")
        self._ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ring.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.raise_()
        self._ring.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout; the widgets go with it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
