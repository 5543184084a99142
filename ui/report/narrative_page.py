"""The text of a report in the window: its sections at the left, the one in hand in an editor at the right."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.markup_writing import renewed
from desktop_app.domain.narrative import Section
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, editing, report_text
from desktop_app.session.editing import SaveResult
from desktop_app.session.report_text import DraftSeen
from desktop_app.texts import in_words, say
from ui.history.window_acts import Written
from ui.report.narrative_editor import MOST
from ui.report.narrative_reading import ReportKey, ShownNarrative, keep_text, read_narrative
from ui.report.narrative_sections import SectionList
from ui.report.narrative_sheet import NarrativeSheet
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.unsaved import UnsavedEntry

PAUSE = 20_000  # what a person types is saved after this time, also while the cursor stays
DRAFT_PAUSE = 500  # and, half-typed as it is, after this


class NarrativePage(QWidget):
    """`print_wanted`: the report is to be seen as it will be printed; `conflict_wanted(record)`: the texts that
    offices left different.
    """

    print_wanted = Signal()
    conflict_wanted = Signal(str)

    def __init__(self, bridge: Bridge, file: OpenFile, field: tuple[str, str], period: Period, unit: str) -> None:
        """`field`: the record kind that has the texts, and its field."""
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(say("narrative.title"))
        self._bridge, self._file, self._field = bridge, file, field
        self._report = ReportKey(period, unit)
        self._narrative: ShownNarrative | None = None
        self._loaded = ""  # the section in the editor
        self._typed: dict[str, str] = {}  # by section: on its way into the file, or refused
        self._drafted = ""  # the section of which something half-typed is saved
        self._due = True
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._save)
        self._draft_pause = QTimer(self, singleShot=True, interval=DRAFT_PAUSE)
        self._draft_pause.timeout.connect(self._save_draft)
        self.sections = SectionList()
        self.sheet = NarrativeSheet()
        self.editor = self.sheet.editor
        self._arrange()
        self.sections.chosen.connect(self._choose)
        self.editor.left.connect(self.commit)
        self.editor.textChanged.connect(self._note_typing)
        self.sheet.refresh_wanted.connect(self.refresh_figures)
        self.sheet.confirm_wanted.connect(self.confirm)
        self.sheet.revert_wanted.connect(self.revert)
        self.sheet.conflict_wanted.connect(self.conflict_wanted)
        self.set_report(period, unit)

    def _arrange(self) -> None:
        self._about = parts.label(" ", "muted")
        column = parts.column(self, theme.MARGIN, 12)
        column.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        words = parts.fill(parts.column(None, 0, 2), parts.label(say("narrative.title"), "title"), self._about)
        head = parts.row()
        parts.fill(head, (words, 1), parts.button(say("narrative.see_print"), self.print_wanted.emit, icon="eye"))
        column.addLayout(head)
        body = parts.row(spacing=theme.GAP)
        left, inside = parts.card(4)
        inside.addWidget(self.sections)
        parts.fill(body, left, (self.sheet, 1))
        column.addLayout(body, 1)

    # --- what others ask ------------------------------------------------------------------------------------------

    @property
    def section(self) -> Section | None:
        return self._narrative.sections.get(self._loaded) if self._narrative else None

    def set_report(self, period: Period, unit: str) -> None:
        self.commit()
        self._report, self._narrative = ReportKey(period, unit), None
        self._typed, self._loaded = self._bridge.unsaved.of(self._report), ""
        days = say("narrative.about", unit=self._file.units.name(unit), period=period.label, days=period.dates)
        self._about.setText(days)
        self.editor.setEnabled(False)
        self.read()

    def read(self) -> None:
        """Read the texts again; while nobody looks it can wait."""
        self._due = not self.isVisible()
        report = self._report
        if not self._due:
            self._bridge.ask(lambda file: read_narrative(file, report), self._show, self)

    def commit(self) -> None:
        """Save what was typed; from then on Ctrl+Z takes it back in the file."""
        if self._save():
            self.editor.document().clearUndoRedoStacks()

    def refresh_figures(self) -> None:
        """Put every figure of the section as it is now."""
        if self._narrative is not None:
            self._replace(renewed(self.editor.markup, self._narrative.figures))

    def confirm(self) -> None:
        """Note that the words of the section hold, whatever the draft says now."""
        self.commit()
        narrative, section = self._narrative, self.section
        if narrative is None or section is None:
            return
        report, seen = narrative.report, DraftSeen(section.draft, narrative.figures)
        self._bridge.write(
            lambda file: report_text.confirm_narrative(file, report.period, section.code, report.unit, seen),
            lambda _: self._bridge.notified.emit(say("narrative.confirmed")), self, kind=self._field[0],
        )  # fmt: skip

    def revert(self) -> None:
        if self.section is not None:
            self._replace(self.section.draft)
            self._bridge.notified.emit(say("narrative.reverted"))

    # --- saving ---------------------------------------------------------------------------------------------------

    def _note_typing(self) -> None:
        modified = self.editor.document().isModified()
        if modified and not self._pause.isActive():
            self._pause.start()
        if (modified or self._drafted == self._loaded) and not self._draft_pause.isActive():
            self._draft_pause.start()
        self.sheet.revert.setEnabled(self._may_revert())

    def _save_draft(self) -> None:
        """What is being typed survives whatever may end the program."""
        report, section = self._report, self.section
        text = self.editor.markup if self.editor.document().isModified() else None
        if section is not None and (text is not None or self._drafted == section.code):
            self._drafted = "" if text is None else section.code
            self._bridge.ask(lambda s: editing.save_draft(s, report.place, section.code, text), lambda _: None, self)

    def _replace(self, text: str) -> None:
        self.editor.show_text(text)
        self.editor.document().setModified(True)
        self.commit()
        self.editor.setFocus()

    def _save(self) -> bool:
        """Give what was typed to the file; False when there is nothing new."""
        self._pause.stop()
        report, section, narrative = self._report, self.section, self._narrative
        if section is None or narrative is None or not self.editor.document().isModified():
            return False
        text = self._typed[section.code] = self.editor.markup
        self._drafted = ""
        self.editor.document().setModified(False)
        self._bridge.write(
            lambda file: keep_text(file, narrative, section, text),
            lambda result: self._saved(report, section.code, text, result),
            self, kind=self._field[0], failed=lambda why: self._refused(report, section.code, why),
            entry=UnsavedEntry(report, section.code, section.name, text),
        )  # fmt: skip
        return True

    def _saved(self, report: ReportKey, code: str, text: str, result: SaveResult | None) -> None:
        if result is not None and result.act is not None:
            self._bridge.written.emit(result.act, Written(result.record, *self._field))
        if report != self._report:
            return
        if self._typed.get(code) == text:
            del self._typed[code]
        if code == self._loaded:
            self.sheet.problem.show_text(
                " ".join(in_words(problem.message) for problem in result.problems) if result else ""
            )

    def _refused(self, report: ReportKey, code: str, why: str) -> None:
        """The text stays in the window and is tried again."""
        if report == self._report and code == self._loaded:
            self.editor.document().setModified(True)
        self._bridge.failed.emit(why)

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, narrative: ShownNarrative) -> None:
        if narrative.report != self._report:
            return
        if self._narrative is None:  # looked at for the first time: offered back
            self._typed = {**narrative.half_typed, **self._typed}
        self._narrative = narrative
        self.sections.show_sections(narrative.sections, self._typed)
        self._show_section(self.sections.code)

    def _choose(self, code: str) -> None:
        self.commit()
        self.sheet.problem.show_text("")
        self._show_section(code)

    def _show_section(self, code: str) -> None:
        """Show a section; what is being typed into it stays as it is."""
        section = self._narrative.sections.get(code) if self._narrative else None
        if section is None or self._narrative is None:
            return
        text = self._typed.get(code, section.text[:MOST])
        typing = code == self._loaded and self.editor.document().isModified()
        if not typing and (code != self._loaded or text != self.editor.markup):
            self._loaded = code
            self.editor.show_text(text)
            self.editor.document().setModified(code in self._typed)
            if code in self._typed and code in self._narrative.half_typed:
                self.sheet.problem.show_text(say("narrative.half_typed"))
        storable = self._report.period.code is not None
        long = len(section.text) > MOST
        note = "not_stored" if not storable else "too_long" if long else "locked" if self._narrative.locked else "hint"
        self.sheet.show_section(section, say(f"narrative.{note}"), self._narrative.conflicts.get(code, ""))
        self.editor.setEnabled(True)
        self.editor.setReadOnly(not storable or long)
        self.sheet.revert.setEnabled(self._may_revert())

    def _may_revert(self) -> bool:
        return self.section is not None and (self.section.own is not None or self.editor.document().isModified())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._due:
            self.read()
