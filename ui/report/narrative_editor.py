"""The editor of a report's text: bold, italic and lists, no fonts and no colours; what is pasted is plain text."""

import re

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QShortcut, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from desktop_app.domain.markup import ITEM
from ui.report.narrative_marks import FigureMarks
from ui.report.narrative_text import FIGURE, fill, insert, plain_look, read, units
from ui.widgets import parts

OWN_TEXT = "application/x-sokehoach-markup"  # what is copied here has its faces and figures still when pasted here
DASH = "- "
MARGIN = 16
MOST = 100_000  # signs that one paste may bring and a section may have here: it is a few pages at most


class NarrativeEditor(QTextEdit):
    """`left`: the cursor went elsewhere. Nothing is rewritten while a person types."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(MARGIN)
        self.marks = FigureMarks(self.document())
        self.cursorPositionChanged.connect(self._leave_figure)
        toggles = (("Ctrl+B", self.toggle_bold), ("Ctrl+I", self.toggle_italic), ("Ctrl+L", self.toggle_list))
        for keys, action in toggles:
            QShortcut(keys, self, action, context=Qt.ShortcutContext.WidgetShortcut)

    @property
    def markup(self) -> str:
        return read(self.document())

    def show_text(self, text: str) -> None:
        fill(self.document(), text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    # --- faces and lists ------------------------------------------------------------------------------------------

    def toggle_bold(self) -> None:
        """Bold on or off, for the words that are marked or for what is typed next."""
        look = QTextCharFormat()
        bold = self.fontWeight() < QFont.Weight.DemiBold
        look.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        self._apply_format(look)

    def toggle_italic(self) -> None:
        look = QTextCharFormat()
        look.setFontItalic(not self.fontItalic())
        self._apply_format(look)

    def toggle_list(self) -> None:
        """Make the marked lines items of a list, or take their dashes away where all have one."""
        cursor = self.textCursor()
        block, last = (self.document().findBlock(n) for n in (cursor.selectionStart(), cursor.selectionEnd()))
        blocks = [block]
        while blocks[-1].position() < last.position():
            blocks.append(blocks[-1].next())
        blocks = [one for one in blocks if one.text().strip()] or blocks[:1]
        items = [ITEM.match(one.text()) for one in blocks]
        cursor.beginEditBlock()
        for block, item in zip(blocks, items, strict=True):
            here = QTextCursor(block)
            if item is None:
                here.insertText(DASH, QTextCharFormat())
            elif all(items):
                here.setPosition(block.position() + _length(block.text()), QTextCursor.MoveMode.KeepAnchor)
                here.removeSelectedText()
        cursor.endEditBlock()

    def _apply_format(self, look: QTextCharFormat) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            _take_whole_words(cursor)
            cursor.mergeCharFormat(look)
        self.mergeCurrentCharFormat(look)

    def _leave_figure(self) -> None:
        """What is typed behind a figure is text of its own."""
        look = self.currentCharFormat()
        if look.hasProperty(FIGURE) and not self.textCursor().hasSelection():
            self.setCurrentCharFormat(plain_look(look))

    # --- Qt's own -------------------------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        cursor = self.textCursor()
        data.setText(cursor.selection().toPlainText())
        copied = QTextDocument()
        QTextCursor(copied).insertFragment(cursor.selection())
        data.setData(OWN_TEXT, read(copied).encode())
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasFormat(OWN_TEXT)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasFormat(OWN_TEXT):
            cursor = self.textCursor()
            insert(cursor, bytes(source.data(OWN_TEXT).data()).decode(errors="replace")[:MOST])
        else:
            self.insertPlainText(source.text()[:MOST])
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self._go_on_with_list():
            return
        look = self.currentCharFormat()
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Backspace:  # a Vietnamese keyboard takes letters back to type them with a mark
            self.setCurrentCharFormat(plain_look(look))

    def _go_on_with_list(self) -> bool:
        """Enter behind an item begins the next one, behind a bare dash it ends the list."""
        cursor = self.textCursor()
        text = cursor.block().text()
        if ITEM.match(text) is None or not cursor.atBlockEnd() or cursor.hasSelection():
            return False
        if units(text.rstrip()) <= _length(text):
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            return True
        cursor.beginEditBlock()
        cursor.insertBlock()
        cursor.insertText(_next_marker(text), QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if parts.leaves_field(event):
            self.left.emit()


def _length(text: str) -> int:
    """How much of a line its dash or number takes, with the blanks behind it."""
    marker = ITEM.match(text)
    end = marker.end() if marker else 0
    return end + len(text[end:]) - len(text[end:].lstrip())


def _next_marker(text: str) -> str:
    """The dash of an item again, or its number and one more."""
    marker = text[: _length(text)]
    return re.sub(r"\d+", lambda number: str(int(number[0]) + 1), marker)


def _take_whole_words(cursor: QTextCursor) -> None:
    """Let a selection begin and end at the edge of words: a face takes words whole."""
    document = cursor.document()
    first, last = cursor.selectionStart(), cursor.selectionEnd()
    while first and document.characterAt(first - 1).isalnum() and document.characterAt(first).isalnum():
        first -= 1
    while last and document.characterAt(last - 1).isalnum() and document.characterAt(last).isalnum():
        last += 1
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
