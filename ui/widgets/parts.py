"""The small widgets every view is made of: labels, buttons, cards, pills, in the roles of the style sheet."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop_app.texts import in_words, say
from ui.widgets import icons, theme
from ui.widgets.help_key import help_key

_Box = TypeVar("_Box", bound=QBoxLayout)
_Widget = TypeVar("_Widget", bound=QWidget)


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


def heading(title: str, about: str, role: str = "form") -> tuple[QLabel, QLabel]:
    """A title and what it is about."""
    return label(title, role, wrap=True), label(about, "muted", wrap=True)


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
    fill(column, field_label(text, field), field)


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


class MessageLabel(QLabel):
    """A sentence that comes and goes: hidden while there is nothing to say."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.hide()

    def show_text(self, sentence: str, role: str | None = None) -> None:
        """`role`: another look than the usual one."""
        theme.set_role(self, self._role if role is None else role)
        self.setText(sentence)
        self.setVisible(bool(sentence))


def pill(text: str = "", role: str = "neutral-pill") -> QLabel:
    """A short word on a tinted ground; it says in words what its colour says."""
    made = label(text, role)
    made.setFixedHeight(theme.scaled(22))
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class Button(QPushButton):
    """Enter presses it too, where it has the cursor, and nowhere else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, clicked: Callable[[], object] | None = None, role: str = "", icon: str = "") -> QPushButton:
    made = Button(f" {text}" if icon and text else text)
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
    bold = theme.font(12 if role == "chip" else 14, semibold=True)
    made.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(text) + 28)
    return made


def lead_to_chosen(group: Iterable[QAbstractButton]) -> None:
    """Let Tab lead to the chosen button of a group; the arrows lead from there to the others."""
    for one in group:
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one.isChecked() else Qt.FocusPolicy.ClickFocus)


def one_of(
    owner: QWidget, words: Mapping[str, str], chosen: str, choose: Callable[[str], object], role: str = "segment"
) -> dict[str, QPushButton]:
    """Buttons of which one is pressed, by what they choose."""
    group = QButtonGroup(owner)
    made = {name: choice(text, partial(choose, name), role) for name, text in words.items()}
    for name, one in made.items():
        one.setChecked(name == chosen)
        group.addButton(one)
    lead_to_chosen(made.values())
    return made


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
    column.addLayout(made := fill(row(spacing=spacing), 1, *buttons))
    return made


def resize_over(dialog: QWidget, wide: int, high: int) -> None:
    """Give a dialog a size, but none larger than the window that it stands over."""
    over = dialog.parentWidget()
    room = over.window().size() if over is not None else QSize(wide, high)
    dialog.resize(min(wide, room.width()), min(high, room.height()))


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


def fill(layout: _Box, *items: QWidget | QLayout | int | tuple[QWidget | QLayout, int]) -> _Box:
    """Put items one behind the other: widgets and layouts, also with their share of the room; a number is free room."""
    for item in items:
        if isinstance(item, int):
            layout.addStretch(item)
            continue
        inner, share = item if isinstance(item, tuple) else (item, 0)
        if isinstance(inner, QWidget):
            layout.addWidget(inner, share)
        else:
            layout.addLayout(inner, share)
    return layout


def put(layout: QBoxLayout, widget: _Widget, share: int = 0) -> _Widget:
    """Put one widget behind the others, and give it back."""
    layout.addWidget(widget, share)
    return widget


def leaves_field(event: QFocusEvent) -> bool:
    """Whether the focus goes to another field: not into a popup, nor to another window until it comes back."""
    return event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout; the widgets go with it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
