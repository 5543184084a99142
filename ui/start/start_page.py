"""The first thing a person sees without a file: make a new one, open one, or take one of the last ones."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QWidget

from desktop_app import paths
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui.start.example_plans import ExamplePlans
from ui.start.new_file_card import NewFileCard
from ui.start.recent_files import RecentFiles
from ui.widgets import parts
from ui.widgets.flow_row import FlowRow
from ui.widgets.help_key import help_key


class StartPage(QScrollArea):
    """`file_wanted(path)`: open it; `new_wanted(NewFile)`: make it; `practice_wanted(plan, year)`: make one to try."""

    file_wanted = Signal(Path)
    new_wanted = Signal(object)
    practice_wanted = Signal(str, int)

    def __init__(self, settings: Settings, today: date) -> None:
        super().__init__()
        help_key(self)
        self.setObjectName("page")
        self.setAccessibleName(say("ui.start"))
        self._settings = settings
        self.setWidgetResizable(True)  # on a low screen the page is longer than the window
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas = QWidget()
        canvas.setObjectName("page")
        self.setWidget(canvas)
        whole = parts.column(canvas, 32, 20)
        words = parts.column(None, 0, 4)
        parts.fill(words, *parts.heading(say("ui.program"), say("ui.program_about"), "title"))
        whole.addLayout(words)
        body = parts.row(spacing=20)
        self.new = NewFileCard(settings, today)
        self.new.wanted.connect(self.new_wanted)
        parts.fill(body, (self.new, 3), (self._open_card(), 2))
        whole.addLayout(body, 1)

    def _open_card(self) -> QFrame:
        card, column = parts.card(20, 8)
        parts.fill(column, *parts.heading(say("ui.open_file"), say("ui.open_about")))
        opener = parts.button(say("ui.open_button"), self.ask_file, icon="folder-open")
        column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        parts.fill(column, *parts.heading(say("ui.practice"), say("ui.practice_about")))
        self.practise = parts.button(say("ui.practice_make"), self._practise, icon="graduation-cap")
        self.practise.setEnabled(bool(self.new.plans))
        column.addWidget(self.practise, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        column.addWidget(parts.label(say("ui.recent"), "section"))
        self.recent = RecentFiles(self._settings)
        self.recent.wanted.connect(self.file_wanted)
        column.addWidget(self.recent)
        column.addSpacing(12)
        self.examples = ExamplePlans()
        self.examples.wanted.connect(self.practice_wanted)
        column.addWidget(self.examples)
        column.addSpacing(12)
        column.addStretch(1)
        parts.fill(column, *parts.heading(say("plan.write"), say("plan.write_about"), "section"))
        self.check_book = parts.button(say("plan.check_book"), self.ask_plan_book, icon="search-check")
        self.check_folder = parts.button(say("plan.check_folder"), self.ask_plan_folder, icon="search-check")
        both = FlowRow(8)
        both.add(self.check_book)
        both.add(self.check_folder)
        column.addWidget(both)
        return card

    def _practise(self) -> None:
        self.practice_wanted.emit(self.new.plan_id, self.new.plans[self.new.plan_id].year)

    def ask_plan_folder(self) -> None:
        """Look for mistakes in the folder of a plan that somebody writes."""
        chosen = QFileDialog.getExistingDirectory(self, say("plan.check_folder"), str(paths.documents_dir()))
        if chosen:
            self.check_plan(Path(chosen))

    def ask_plan_book(self) -> None:
        """Look for mistakes in a plan workbook."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("plan.check_book"), str(paths.documents_dir()), say("plan.check_forms")
        )
        if chosen:
            self.check_plan(Path(chosen))

    def check_plan(self, place: Path) -> None:
        from ui.start.plan_check_dialog import PlanCheckDialog

        self.sheet = PlanCheckDialog(self, place)

    def ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("ui.open_file"), str(paths.documents_dir()), say("ui.data_files")
        )
        if chosen:
            self.file_wanted.emit(Path(chosen))
