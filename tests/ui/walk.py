"""Walks one view by keyboard alone: where Tab leads, what each control says of itself, shows of the focus, and does."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QKeySequence, QShortcut
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.ui.hand import CONTROL, Hand
from ui.form.bool_editor import Segment
from ui.form.multi_editor import ChoiceTag
from ui.records.sort_header import SortHeader

MOST = 400
SEEN = 60  # pixels that must change with the focus: more than a cursor in a line of text
Key = Qt.Key
Role = QAccessible.Role
ARROWS = (Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up)
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView, QTabBar, QPdfView)
OPERABLE = {
    Role.Button, Role.ButtonMenu, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ComboBox, Role.List,
    Role.Table, Role.Tree, Role.PageTab, Role.PageTabList, Role.MenuItem, Role.PopupMenu, Role.Dialog,
    Role.ProgressBar, Role.Link, Role.Document,
}  # fmt: skip
PARTS = {Role.Cell, Role.ListItem, Role.TreeItem, Role.RowHeader, Role.ColumnHeader}  # an empty cell has nothing to say


def words(thing: QObject) -> str:
    """How a fault names a widget."""
    name = thing.accessibleName() if isinstance(thing, QWidget) else ""
    text = thing.text() if isinstance(thing, QAbstractButton) else ""
    return f"{type(thing).__name__} “{name or text or thing.objectName()}”"


# --- what a screen reader announces -----------------------------------------------------------------------------------


def unsaid(root: QWidget) -> list[str]:
    """Every control below `root` that has no name or a role that says nothing."""
    face = QAccessible.queryAccessibleInterface(root)
    return list(_unsaid(face, words(root))) if face is not None else [f"nothing is announced of {words(root)}"]


def _unsaid(face: QAccessibleInterface, path: str) -> Iterator[str]:
    state, role = face.state(), face.role()
    if state.invisible:
        return
    thing = face.object()
    here = f"{path} › {words(thing)}" if thing is not None else f"{path} › {role.name}"
    scrolled = isinstance(thing, QPdfView)  # Qt knows no better role for pages that are scrolled
    if state.focusable and not state.disabled and role not in OPERABLE | PARTS and not scrolled:
        yield f"{here} takes keys, but is a {role.name}"
    if role in OPERABLE and not face.text(QAccessible.Text.Name).strip():
        yield f"{here} is a {role.name} without a name"
    for number in range(min(face.childCount(), MOST)):
        below = face.child(number)
        if below is not None and below.isValid():
            yield from _unsaid(below, here)


# --- where the keyboard gets to ---------------------------------------------------------------------------------------


def walk(hand: Hand, root: QWidget | None = None) -> list[str]:
    """Press Tab from stop to stop until the first comes again; the faults of all controls below `root` in sight."""
    root = root or hand.window
    faults = unsaid(root)
    stops: list[QWidget] = []
    lit = QImage()
    while len(stops) < MOST:
        hand.key(Key.Key_Tab)
        if stops and stops[-1].isVisible() and not _differ(lit, _picture(stops[-1])):
            faults.append(f"the focus is not seen on {words(stops[-1])}")
        now = QApplication.focusWidget()
        if now is None:
            return [*faults, f"Tab leads nowhere after {words(stops[-1]) if stops else 'the start'}"]
        if now in stops:
            break
        stops.append(now)
        lit = _picture(now)
    inside = [stop for stop in stops if root.isAncestorOf(stop)]
    reached = list(dict.fromkeys([*inside, *_beside(hand, inside)]))
    faults += [f"no key leads to {words(one)}" for one in _controls(root) if one not in reached]
    reached.sort(key=lambda one: isinstance(one, QAbstractItemView))  # a line of a list opens another form: last
    faults += [f"no key works {words(one)}" for one in reached if one.isVisible() and not operates(hand, one)]
    return faults


def _controls(root: QWidget) -> list[QWidget]:
    """What a person could click or type into; the signs inside a line of text have keys of their own."""
    return [
        one for one in root.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.window() is root.window()
        and (isinstance(one, CONTROLS) or one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(one.parent(), QLineEdit)
        and not (isinstance(one, QHeaderView) and not one.sectionsClickable()) and not _has_own_key(one, root)
    ]  # fmt: skip


def _has_own_key(one: QWidget, root: QWidget) -> bool:
    """Whether a button leaves the focus where it is, because a key that its name gives does the same."""
    shortcut = re.search(r"\((Ctrl\+\w)\)", one.accessibleName())
    if shortcut is None or one.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        return False
    return any(short.key() == QKeySequence(shortcut[1]) for short in root.findChildren(QShortcut))


def _beside(hand: Hand, stops: list[QWidget]) -> list[QWidget]:
    """What the arrows reach from the stops of Tab: buttons of one group, tags before an empty field."""
    found: list[QWidget] = []
    chosen = [one for one in stops if isinstance(one, QAbstractButton) and one.group() and one.isChecked()]
    for stop in stops:
        ways = [stop]
        for here in ways:
            for key in _arrows(here):
                here.setFocus(Qt.FocusReason.TabFocusReason)
                hand.key(key)
                ways += [now for now in [hand.focus()] if now not in ways]
        found += ways[1:]
    for one in chosen:
        if not one.isChecked():
            one.click()
            hand.wait()
    return found


def _arrows(here: QWidget) -> Sequence[Qt.Key]:
    """The arrows that mean the neighbours of a control; on buttons of their own they are Tab by another name."""
    if isinstance(here, QAbstractButton) and (here.group() is not None or isinstance(here, ChoiceTag | Segment)):
        return ARROWS
    return (Key.Key_Left,) if isinstance(here, QLineEdit) and not here.text() else ()


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def _differ(one: QImage, other: QImage) -> bool:
    """Whether enough of two pictures is different for a person to see it."""
    if one.size() != other.size():
        return True
    before, after = memoryview(one.constBits()), memoryview(other.constBits())
    other_pixels = (True for a, b in zip(before[::4], after[::4], strict=True) if a != b)
    return sum(1 for _ in islice(other_pixels, SEEN)) == SEEN


# --- what a key does --------------------------------------------------------------------------------------------------


def operates(hand: Hand, control: QWidget) -> bool:
    """Whether a key makes a control do its part; what a button stands for is left undone."""
    control.window().activateWindow()  # the offscreen platform leaves a closed popup active
    hand.bot.waitUntil(control.window().isActiveWindow)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(control, ChoiceTag):
        return True  # any of its keys takes it away: shown where the tags are tested
    if isinstance(control, QPushButton) and control.menu() is not None:
        return _drops(hand, control)
    if isinstance(control, QAbstractButton):
        return _gives_way(hand, control)
    if isinstance(control, QLineEdit | QPlainTextEdit | QTextEdit):
        return control.isReadOnly() or _takes_letters(hand, control)
    if isinstance(control, SortHeader):
        return _emits(control.sort_wanted, lambda: hand.key(Key.Key_Return)) or control.count() < 2
    if isinstance(control, QTabBar):
        return control.count() < 2 or _emits(control.currentChanged, lambda: _there_and_back(hand, control))
    if isinstance(control, QPdfView):
        return _emits(control.verticalScrollBar().valueChanged, lambda: hand.key(Key.Key_PageDown))
    if isinstance(control, QAbstractItemView) and not isinstance(control, QHeaderView):
        return _moves(hand, control)
    return False


def _emits(signal: Any, act: Callable[[], object]) -> bool:
    """Whether a signal came while something was done."""
    heard: list[bool] = []
    slot = signal.connect(lambda *_: heard.append(True))
    act()
    signal.disconnect(slot)
    return bool(heard)


def _gives_way(hand: Hand, button: QAbstractButton) -> bool:
    """Space presses it; the focus goes before it is let go, so that it stays a try."""
    down: list[bool] = []
    slot = button.pressed.connect(lambda: down.append(True))
    hand.press(Key.Key_Space, " ")
    button.clearFocus()
    button.pressed.disconnect(slot)
    group = button.group()
    chosen = group.checkedButton() if group is not None else None
    (chosen or button).setFocus(Qt.FocusReason.TabFocusReason)  # in a group the focus stands on the chosen one alone
    return bool(down)


def _drops(hand: Hand, button: QPushButton) -> bool:
    """Space opens its menu, in which every line has words; Esc closes it."""
    hand.press(Key.Key_Space, " ")
    menu = button.menu()
    if not menu.isVisible():
        return False
    lines = [action for action in menu.actions() if not action.isSeparator()]
    good = bool(lines) and all(line.text() for line in lines) and not unsaid(menu)
    hand.key(Key.Key_Escape)
    return good and not menu.isVisible()


def _takes_letters(hand: Hand, field: QLineEdit | QPlainTextEdit | QTextEdit) -> bool:
    """A letter, and Ctrl+Z takes it back."""
    before = _text(field)
    taken = _emits(field.textChanged, lambda: hand.type("a"))
    _close_popup(hand)
    hand.key(Key.Key_Z, CONTROL)
    _close_popup(hand)
    return taken and _text(field) == before


def _text(field: QLineEdit | QPlainTextEdit | QTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _close_popup(hand: Hand) -> None:
    hand.answered()
    if QApplication.activePopupWidget() is not None:
        hand.key(Key.Key_Escape)


def _there_and_back(hand: Hand, bar: QTabBar) -> None:
    tall = bar.shape() in (QTabBar.Shape.RoundedWest, QTabBar.Shape.RoundedEast)
    here = bar.currentIndex()
    hand.key(Key.Key_Down if tall else Key.Key_Right)
    hand.key(Key.Key_Up if tall else Key.Key_Left)
    bar.setCurrentIndex(here)
    hand.wait()


def _moves(hand: Hand, view: QAbstractItemView) -> bool:
    """The arrows lead from line to line."""
    if view.model().rowCount() < 2:
        return True
    here = view.currentIndex()
    hand.key(Key.Key_Down)
    moved = view.currentIndex() != here
    hand.key(Key.Key_Up)
    return moved or view.currentIndex() != here
