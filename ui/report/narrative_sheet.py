"""The sheet on which a section of a report's text is written: its heading, faces and lists, figures that changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop_app.domain.narrative import Section
from desktop_app.texts import say
from ui.report.narrative_editor import NarrativeEditor
from ui.report.narrative_lines import changed_figures, changed_words
from ui.widgets import parts
from ui.widgets.note_line import NoteLine


class NarrativeSheet(QFrame):
    """`refresh_wanted`, `revert_wanted`: the figures as they are now, the draft again; `confirm_wanted`: words hold;
    `conflict_wanted(record)`: both texts that offices left.
    """

    refresh_wanted = Signal()
    confirm_wanted = Signal()
    revert_wanted = Signal()
    conflict_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.editor = NarrativeEditor()
        self.editor.setObjectName("paper")
        self._conflict = ""
        self.stale = NoteLine(say("narrative.refresh"), self.refresh_wanted.emit, "refresh-cw")
        self.words = NoteLine(say("narrative.confirm"), self.confirm_wanted.emit, "check")
        self.conflict = NoteLine(say("narrative.settle"), lambda: self.conflict_wanted.emit(self._conflict), "eye")
        self.heading = parts.label("", "form")
        self.note = parts.label(" ", "small", wrap=True)
        self.problem = parts.MessageLabel("warning")
        column = parts.column(self)
        column.setContentsMargins(1, 1, 1, 1)
        parts.fill(
            column, self._bar(), parts.rule(), (self.editor, 1), self.conflict, self.stale, self.words, self._foot()
        )
        self.editor.currentCharFormatChanged.connect(self._show_face)

    def show_section(self, section: Section, note: str, conflict: str) -> None:
        """Say which section it is, what to know of it, which of its figures have changed; `conflict`: the record that
        holds another text for it, "" where there is none.
        """
        self.editor.setAccessibleName(say("narrative.editor", section=section.name))
        self.heading.setText(section.name)
        self.note.setText(note)
        self.editor.marks.show_stale(section.stale)
        self.stale.show_words(changed_figures(section.stale))
        self.words.show_words(changed_words(section.stale))
        self._conflict = conflict
        self.conflict.show_words(say("narrative.conflict") if conflict else "")

    def _show_face(self, look: QTextCharFormat) -> None:
        self.bold.setChecked(look.fontWeight() >= QFont.Weight.DemiBold)
        self.italic.setChecked(look.fontItalic())

    def _bar(self) -> QHBoxLayout:
        bar = parts.row(spacing=4)
        bar.setContentsMargins(16, 8, 8, 8)
        bar.addWidget(self.heading, 1)
        self.bold = _face_button("bold", "narrative.bold", self.editor.toggle_bold)
        self.italic = _face_button("italic", "narrative.italic", self.editor.toggle_italic)
        self.bold.setCheckable(True)
        self.italic.setCheckable(True)
        self.list = _face_button("list", "narrative.list", self.editor.toggle_list)
        parts.fill(bar, self.bold, self.italic, self.list)
        self.revert = parts.button(say("narrative.revert"), self.revert_wanted.emit, icon="rotate-ccw")
        bar.addSpacing(8)
        bar.addWidget(self.revert)
        return bar

    def _foot(self) -> QVBoxLayout:
        foot = parts.column(None, 0, 4)
        foot.setContentsMargins(16, 6, 16, 8)
        parts.fill(foot, self.problem, self.note)
        return foot


def _face_button(icon: str, words: str, action: Callable[[], object]) -> QPushButton:
    made = parts.icon_button(icon, say(words), action)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cursor stays in the text
    return made
