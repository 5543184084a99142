"""The sections of a report's text in order, each with how it stands: draft, own text, figures that have changed."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.domain.narrative import Section
from desktop_app.texts import say
from ui.widgets import icons, theme

WIDE, HIGH = 296, 42
STATE = Qt.ItemDataRole.UserRole


class SectionStatus(Struct, frozen=True):
    """How a section stands, in a few words with an icon and a colour."""

    words: str
    icon: str
    colour: str


class SectionList(QListWidget):
    """`chosen(code)`: another section is to be shown."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setAccessibleName(say("narrative.sections"))
        self.setFixedWidth(WIDE)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_TwoLines(self))
        self._codes: list[str] = []
        self.currentRowChanged.connect(lambda row: self.chosen.emit(self._codes[row]) if row >= 0 else None)

    @property
    def code(self) -> str:
        row = self.currentRow()
        return self._codes[row] if row >= 0 else ""

    def words_of(self, code: str) -> str:
        state: SectionStatus = self.item(self._codes.index(code)).data(STATE)
        return state.words

    def show_sections(self, sections: Mapping[str, Section], typed: Iterable[str]) -> None:
        """Show how the sections stand; those in `typed` are on their way into the file."""
        with QSignalBlocker(self):
            if list(sections) != self._codes:
                before = self.code
                self._codes = list(sections)
                self.clear()
                self.addItems([section.name for section in sections.values()])
                self.setCurrentRow(self._codes.index(before) if before in sections else 0)
            for row, section in enumerate(sections.values()):
                _fill(self.item(row), section, state_of(section, own=section.own is not None or section.code in typed))


def state_of(section: Section, *, own: bool) -> SectionStatus:
    if section.stale:
        key = "narrative.stale" if all(one.figure for one in section.stale) else "narrative.stale_words"
        return SectionStatus(say(key, count=len(section.stale)), "triangle-alert", "warning_text")
    if own:
        return SectionStatus(say("narrative.own"), "pencil", "good")
    return SectionStatus(say("narrative.draft") if section.draft else say("narrative.empty"), "file-text", "muted")


def _fill(item: QListWidgetItem, section: Section, state: SectionStatus) -> None:
    item.setText(section.name)
    item.setToolTip(section.name)
    item.setData(STATE, state)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{section.name}, {state.words}")


class _TwoLines(QStyledItemDelegate):
    """The title of a section and, smaller, how it stands."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        state: SectionStatus = index.data(STATE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        if chosen or flags & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint" if chosen else "ground"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        if flags & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        colour = getattr(theme.colours(), state.colour)
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 8, icons.pixmap(state.icon, colour, 16))
        words = rect.adjusted(36, 3, -8, -3)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(14, semibold=chosen))
        title = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(theme.colour(state.colour))
        painter.setFont(theme.font(12))
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, state.words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDE - 16, theme.scaled(HIGH))
