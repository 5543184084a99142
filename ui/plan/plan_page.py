"""The page “Kế hoạch”: what a plan says, part by part and entry by entry, and the way to its next edition."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QWidget

from desktop_app.session.plan_drafts import PlanDraft
from desktop_app.texts import say
from ui.plan.draft_work import DraftWork
from ui.plan.entry_actions import EntryActions
from ui.plan.finishing import Finishing
from ui.plan.plan_view import PlanView
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge

SECTION, LIST, FORM, SAMPLE = 248, 252, 420, 380
WIDE, HIGH = 1366, 768
BESIDE_FROM = 1150  # a narrower page shows no sample beside the form


class PlanPage(QDialog):
    """`finished_plan(path)`: an edition was finished and lies in this file. `writable`: whether it may be changed
    here; else `root` alone may. `bridge`: to the ledger whose plan it is, where one is open.
    """

    finished_plan = Signal(Path)

    def __init__(
        self, over: QWidget, draft: PlanDraft, bridge: Bridge | None = None, *, writable: bool = True, root: str = ""
    ) -> None:
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        self._writable = writable
        self._column = parts.dialog(self, say("planpage.title" if writable else "planpage.view_title"), 8)
        self.work = DraftWork(draft, self)
        self.head = parts.put(self._column, parts.label("", "form"))
        about = say("planpage.about_edit") if writable else say("planpage.about_view", root=root)
        self._column.addWidget(parts.label(about, "muted", wrap=True))
        self.view = PlanView(self.work, bridge, self)
        self.sections, self.list, self.form, self.beside = self.view.widgets
        self._column.addWidget(self._middle(), 1)
        self.message, self.state = parts.label("", "small", wrap=True), parts.label(say("planpage.not_saved"), "small")
        self._column.addLayout(parts.fill(parts.row(spacing=12), (self.message, 1), self.state))
        self.entry_actions = EntryActions(self, self.work, self.view)
        self.finishing = Finishing(self, self.work)
        self._column.addLayout(self._foot())
        self._connect()
        self.view.show_section(self.view.sheet)
        self.open()
        self.sections.table.setFocus()

    def _middle(self) -> QWidget:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.GAP)
        for place, (widget, factor) in enumerate(zip(self.view.widgets, (0, 1, 2, 1), strict=True)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(place, factor)
        splitter.setSizes([SECTION, LIST, FORM, SAMPLE])
        return splitter

    def _foot(self) -> QHBoxLayout:
        foot = parts.fill(parts.row(), 1)
        self.beside_button = parts.put(foot, parts.choice(say("planpage.beside"), self._share_room, "segment"))
        if self._writable:
            self.undo = parts.icon_button("undo-2", say("planpage.undo"), self.work.undo)
            self.redo = parts.icon_button("redo-2", say("planpage.redo"), self.work.redo)
            parts.fill(foot, self.undo, self.redo, *self.finishing.buttons)
        foot.addWidget(parts.button(say("ui.close"), self.close))
        return foot

    def _connect(self) -> None:
        self.work.changed.connect(self._show_head)
        self.work.judged.connect(lambda _: self._show_head())
        self.work.saved.connect(lambda: self.state.setText(say("planpage.saved")))
        self.work.failed.connect(lambda sentence: self.say(sentence, "error"))
        self.view.form_wanted.connect(self._show_form)
        self.entry_actions.said.connect(self.say)
        self.finishing.said.connect(self.say)
        self.finishing.found.connect(self.view.show_found)
        self.finishing.finished.connect(self._leave_finished)
        if self._writable:
            self.entry_actions.offer()
        else:
            self.view.be_read_only()

    def say(self, sentence: str, role: str = "small") -> None:
        """Say something at the foot of the page."""
        self.message.setText(sentence)
        theme.set_role(self.message, role)

    def _show_head(self) -> None:
        draft = self.work.draft
        self.head.setText(say("planpage.head", plan=draft.head("label"), edition=draft.head("edition")))
        if self._writable:
            self.undo.setEnabled(self.work.can_undo)
            self.redo.setEnabled(self.work.can_redo)
        self.finishing.follow()

    def _leave_finished(self, path: Path) -> None:
        self.finished_plan.emit(path)
        self.close()

    def done(self, result: int) -> None:
        """Everything typed is stored before the page goes, whichever way it is left."""
        self.form.commit()
        self.finishing.stop()
        self.beside.stop()
        self.work.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross of the window leaves the page too."""
        if self.isVisible():
            self.done(0)
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _show_form(self) -> None:
        self.beside_button.setChecked(False)
        self._share_room()

    def _share_room(self) -> None:
        """On a narrow page the sample stands in the place of the form, when asked for."""
        narrow = self.width() < BESIDE_FROM
        instead = narrow and self.beside_button.isChecked()
        self.beside_button.setVisible(narrow)
        self.beside.setVisible(instead or not narrow)
        self.form.setVisible(not instead)
