"""The editor for several values of a list: each a tag that mouse and keys can take away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.plan import Field
from desktop_app.domain.values import Value
from desktop_app.texts import say
from ui.form.choice_editors import finder_input, not_in_list, only_meant
from ui.form.field_editors import FieldEditor
from ui.widgets import icons, parts, theme
from ui.widgets.finder import Finder
from ui.widgets.flow_row import FlowRow
from ui.widgets.options import Option, Options, matching, search_in

BESIDE = 36  # the cross and the edges of a tag
REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChoiceTag(QPushButton):
    """`removed`: a click, Delete, Backspace, Enter or blank; `arrow_pressed(way)`: an arrow to the tag beside it.

    The Tab key passes it by: ← or Backspace in the empty field behind the tags leads to the last one.
    """

    removed = Signal()
    arrow_pressed = Signal(int)

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self._full_text = text
        self.setProperty("role", "tag")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the word
        self.setIcon(icons.icon("x", theme.colours().muted, 12))
        self.setToolTip(say("ui.remove_choice", name=text))
        self.setAccessibleName(say("form.remove_tag", field=field, name=text))
        self.clicked.connect(self.removed)

    def sizeHint(self) -> QSize:
        """The room of the whole text, also while a part of it stands there."""
        self.ensurePolished()  # the style sheet brings another font
        wide = self.fontMetrics().horizontalAdvance(self._full_text) + BESIDE + 1
        return QSize(wide, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A choice longer than the form ends in …, else it would lose both its ends and the cross."""
        super().resizeEvent(event)
        room = self.width() - BESIDE
        self.setText(self.fontMetrics().elidedText(self._full_text, Qt.TextElideMode.ElideRight, room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in REMOVING:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.arrow_pressed.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)


class MultiEditor(FieldEditor):
    """Several lines of a list as tags; the field below finds the next one. `as_chosen`: in that order."""

    def __init__(
        self, field: Field, options: Callable[[], list[Option]], label_of: Callable[[str], str], *,
        as_chosen: bool = False,
    ) -> None:  # fmt: skip
        self._options, self._label_of, self._as_chosen = options, label_of, as_chosen
        self.tags = FlowRow()
        self.tags.hide()
        self._tags: list[ChoiceTag] = []
        self._free_search = search_in(self._free)
        self.finder = Finder(self._free_search)
        super().__init__(field, finder_input(self.finder, self._put))
        self.finder.setPlaceholderText(say("ui.add_choice"))
        self.finder.picked.connect(self._pick)
        self.finder.left.connect(self._leave)
        self.finder.entered.connect(self.entered)
        self.finder.textEdited.connect(lambda _: self.typed.emit())
        self.finder.stays = True
        self.finder.emptied.connect(lambda: self._to_tag(len(self._tags) - 1))
        self.column.setSpacing(4)
        parts.fill(self.column, self.tags, self.finder)

    def _put(self, _: Value, __: str) -> str:
        self.finder.show_choice("")
        self._show_tags()
        return ""

    def _show_tags(self) -> None:
        self.tags.clear()
        self._tags = []
        for number, chosen in enumerate(self._in_order(self._chosen())):
            tag = ChoiceTag(self._label_of(chosen), self.finder.accessibleName())
            tag.removed.connect(partial(self._take_away, chosen))
            tag.arrow_pressed.connect(lambda way, here=number: self._to_tag(here + way))
            self._tags.append(tag)
            self.tags.add(tag)
        self.tags.setVisible(bool(self._chosen()))
        self.tags.settle()

    def _chosen(self) -> tuple[str, ...]:
        return self.value if isinstance(self.value, tuple) else ()

    def _is_chosen(self, text: str, *, sure: bool) -> bool:
        """Whether the words mean a line that stands among the tags already."""
        meant = only_meant(matching(self._options(), text), text, sure=sure)
        return bool(meant) and meant[0].value in self._chosen()

    def _free(self) -> list[Option]:
        return [o for o in self._options() if o.value not in self._chosen()]

    def _in_order(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """As the list has them, values that it does not offer last."""
        if self._as_chosen:
            return chosen
        order = [o.value for o in self._options()]
        return tuple(sorted(chosen, key=lambda v: order.index(v) if v in order else len(order)))

    def _set(self, chosen: tuple[str, ...]) -> None:
        self.value = self._in_order(chosen) or None
        self._show_tags()
        self._misread = False
        self.edited.emit(self.value)

    def _pick(self, value: str, text: str) -> None:
        self.finder.show_choice("")
        self._set((*self._chosen(), value))

    def _to_tag(self, number: int) -> None:
        """Put the focus on a tag; behind the last one is the field."""
        if 0 <= number < len(self._tags):
            self._tags[number].setFocus(Qt.FocusReason.TabFocusReason)
        elif number >= len(self._tags):
            self.finder.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_away(self, value: str) -> None:
        self.finder.setFocus()
        self._set(tuple(v for v in self._chosen() if v != value))

    def _leave(self, text: str) -> None:
        sure = self.finder.sure
        self._free_search(text, lambda options: self._settle(text, options, sure=sure))

    def _settle(self, text: str, options: Options, *, sure: bool) -> None:
        if not text.strip() or self._is_chosen(text, sure=sure):
            self.finder.show_choice("")
            if self._misread:
                self._set(self._chosen())
        elif found := only_meant(options, text, sure=sure):
            self._pick(found[0].value, found[0].text)
        else:
            self._misread = True
            self.misread.emit(not_in_list(self.field, text), text)
