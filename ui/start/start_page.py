"""The first thing a person sees without a file: make a new one, open one, or take one of the last ones."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QWidget

from desktop_app import own_plans, paths, plan_files
from desktop_app.domain.collation import fold
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan_code import plan_code
from desktop_app.domain.plan_examples import is_example
from desktop_app.errors import AppError
from desktop_app.settings import Settings
from desktop_app.texts import in_words, say
from ui.start.example_plans import ExamplePlans
from ui.start.recent_files import RecentFiles
from ui.widgets import parts, theme
from ui.widgets.finder import Finder
from ui.widgets.flow_row import FlowRow
from ui.widgets.help_key import help_key
from ui.widgets.one_line import OneLine
from ui.widgets.options import Option, search_in
from ui.widgets.unit_tree import UnitTree

if TYPE_CHECKING:
    from desktop_app.session.plan_drafts import PlanDraft

TREE = 170


class NewFile(Struct, frozen=True):
    """What a new data file is made from."""

    path: Path
    plan: str
    unit: str
    author: str


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
        self._settings, self._today = settings, today
        self._read_plans()
        self._plan = plan_files.newest_in_force(self._plans, today.isoformat()) if self._plans else ""
        self._own_path = False
        self.setWidgetResizable(True)  # on a low screen the page is longer than the window
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas = QWidget()
        canvas.setObjectName("page")
        self.setWidget(canvas)
        whole = parts.column(canvas, 32, 20)
        words = parts.column(None, 0, 4)
        words.addWidget(parts.label(say("ui.program"), "title"))
        words.addWidget(parts.label(say("ui.program_about"), "muted", wrap=True))
        whole.addLayout(words)
        body = parts.row(spacing=20)
        body.addWidget(self._new_card(), 3)
        body.addWidget(self._open_card(), 2)
        whole.addLayout(body, 1)
        self._follow()

    @property
    def hint(self) -> str:
        return self._hint.text()

    def _read_plans(self) -> None:
        """The plans for real work that can be chosen, and what is said of those that can not."""
        shipped, broken = plan_files.read_heads()
        own, broken_too = own_plans.own_heads()
        known, self._broken = shipped | own, [*broken, *broken_too]
        self._plans = {plan: head for plan, head in known.items() if not is_example(plan)}

    # --- a new file -----------------------------------------------------------------------------------------------

    def _new_card(self) -> QFrame:
        card, column = parts.card(20, 4)
        column.addWidget(parts.label(say("ui.new_file"), "form"))
        self.make = parts.button(say("ui.make_file"), self._make, "primary", "file-plus")
        self.plan = Finder(search_in(self._plan_options))
        self.plan.picked.connect(self._choose_plan)
        self.plan.left.connect(lambda _: self.plan.show_choice(self._plan_label(self._plan)))
        self.plan.show_choice(self._plan_label(self._plan))
        self.tree = UnitTree(self._units())
        self.tree.chosen.connect(lambda _: self._follow())
        self.tree.setMinimumHeight(theme.scaled(TREE))
        self.author = OneLine(self._settings.author)
        self.author.textChanged.connect(lambda _: self._follow())
        self.author.returnPressed.connect(self.make.click)
        self.tree.settled.connect(lambda: self.author.setFocus(Qt.FocusReason.TabFocusReason))
        self.path = OneLine()
        self.path.textEdited.connect(self._own_choice)
        self.path.returnPressed.connect(self.make.click)
        unit = parts.field_label(say("ui.unit"), self.tree)
        unit.setBuddy(self.tree.search)
        line = parts.row(spacing=8)
        line.addWidget(self.path, 1)
        line.addWidget(parts.button(say("ui.choose_place"), self._ask_place))
        head = parts.row(spacing=8)
        head.addWidget(parts.field_label(say("ui.plan"), self.plan), 1)
        take = parts.button(say("planfile.take"), self._ask_plan, "link", "folder-open")
        head.addWidget(take)
        column.addLayout(head)
        column.addWidget(self.plan)
        self.plan_note = parts.label("", "small", wrap=True)
        column.addWidget(self.plan_note)
        self._say_of_plans("error", *map(in_words, self._broken))
        column.addWidget(unit)
        column.addWidget(self.tree, 1)
        column.addWidget(parts.field_label(say("ui.author"), self.author))
        column.addWidget(self.author)
        column.addWidget(parts.field_label(say("ui.where"), self.path))
        column.addLayout(line)
        column.addSpacing(12)
        end = parts.row(spacing=12)
        self._hint = parts.label("", "small", wrap=True)
        end.addWidget(self._hint, 1)
        end.addWidget(self.make)
        column.addLayout(end)
        self.setTabOrder(take, self.plan)  # as they stand; behind the plan comes the unit, and a blank opens no dialog
        return card

    def _ask_plan(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("planfile.take"), str(paths.documents_dir()), say("planfile.bundles")
        )
        if chosen:
            self.take_plan(Path(chosen))

    def take_plan(self, path: Path) -> None:
        """Take the plan of a file onto this computer and choose it; why not is said below the field."""
        try:
            taken, _ = own_plans.keep(path)
        except AppError as error:
            self._say_of_plans("error", in_words(error.message))
            return
        self._read_plans()
        if taken.id in self._plans:
            self._choose_plan(taken.id, "")
            self.plan.show_choice(self._plan_label(taken.id))
        code = plan_code(taken.digest)
        self._say_of_plans("", say("planfile.code", plan=taken.id, edition=taken.edition, code=code))

    def _say_of_plans(self, role: str, *sentences: str) -> None:
        self.plan_note.setText("\n".join(sentences))
        self.plan_note.setVisible(any(sentences))
        theme.set_role(self.plan_note, role or "small")

    def _plan_label(self, plan: str) -> str:
        return in_words(self._plans[plan].label) if plan else ""

    def _plan_options(self) -> Sequence[Option]:
        return [Option(plan, self._plan_label(plan)) for plan in self._plans]

    def _choose_plan(self, plan: str, _: str) -> None:
        self._plan = plan
        self.tree.show_units(self._units())
        self._follow()

    def _units(self) -> OrgUnits:
        return self._plans[self._plan].units if self._plan else build_units("", ())

    def _own_choice(self, _: str) -> None:
        self._own_path = True
        self._follow()

    def _follow(self) -> None:
        """Propose a file name from the unit, and say what is still missing."""
        code = self.tree.code
        if code and not self._own_path:
            name = "-".join(fold(self._units().name(code)).split())
            self.path.setText(str(paths.documents_dir() / f"{name}-{self._plans[self._plan].year}.db"))
        missing = self._missing()
        self.make.setEnabled(not missing)
        self._hint.setText(missing)
        theme.set_role(self._hint, "error" if code and missing else "small")

    def _missing(self) -> str:
        """What still stands in the way, in words."""
        if not self.tree.code:
            return say("ui.hint_unit")
        if not self.author.text().strip():
            return say("ui.hint_author")
        if not self.path.text().strip():
            return say("ui.hint_place")
        if _is_so(self._typed().is_dir):
            return say("ui.hint_folder")
        if _is_so(self._path().exists):
            return say("ui.hint_exists", file=self._path().name)
        return ""

    def _typed(self) -> Path:
        """The place as typed; a bare name lies among the person's documents."""
        typed = Path(self.path.text().strip())
        with suppress(RuntimeError):  # `~name` of nobody here
            typed = typed.expanduser()
        return paths.documents_dir() / typed

    def _path(self) -> Path:
        typed = self._typed()
        return typed if typed.suffix.lower() == ".db" else typed.with_name(f"{typed.name}.db")

    def _ask_place(self) -> None:
        start = self.path.text() or str(paths.documents_dir())
        chosen, _ = QFileDialog.getSaveFileName(self, say("ui.choose_place_title"), start, say("ui.data_files"))
        if chosen:
            self.path.setText(chosen)
            self._own_choice(chosen)

    def _make(self) -> None:
        author = self.author.text().strip()
        self._settings.sign(self._path(), self.tree.code, author)
        if self._path().parent == paths.documents_dir():  # a new computer may have none yet
            with suppress(OSError):  # then the making says why
                paths.make_folder(self._path().parent)
        self.new_wanted.emit(NewFile(self._path(), self._plan, self.tree.code, author))

    # --- a file that is there -------------------------------------------------------------------------------------

    def _open_card(self) -> QFrame:
        card, column = parts.card(20, 8)
        column.addWidget(parts.label(say("ui.open_file"), "form"))
        column.addWidget(parts.label(say("ui.open_about"), "muted", wrap=True))
        opener = parts.button(say("ui.open_button"), self.ask_file, icon="folder-open")
        column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        column.addWidget(parts.label(say("ui.practice"), "form"))
        column.addWidget(parts.label(say("ui.practice_about"), "muted", wrap=True))
        self.practise = parts.button(say("ui.practice_make"), self._practise, icon="graduation-cap")
        self.practise.setEnabled(bool(self._plans))
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
        column.addWidget(parts.label(say("plan.write"), "section"))
        column.addWidget(parts.label(say("plan.write_about"), "muted", wrap=True))
        self.writer = parts.button(say("planpage.start"), self.choose_plan, icon="pencil")
        self.checker = parts.button(say("plan.check_choose"), self.ask_plan, icon="search-check")
        both = FlowRow(8)
        both.add(self.writer)
        both.add(self.checker)
        column.addWidget(both)
        return card

    def _practise(self) -> None:
        self.practice_wanted.emit(self._plan, self._plans[self._plan].year)

    def choose_plan(self) -> None:
        """Write a plan: a new one, or the next edition of one that is there."""
        from ui.plan.plan_choice import PlanChoice

        choice = PlanChoice(self.window(), self._today)
        choice.chosen.connect(self.write_plan)

    def write_plan(self, draft: "PlanDraft") -> None:
        """Open the page of a plan; what is finished there is chosen for a new ledger."""
        from ui.plan.plan_page import PlanPage

        self.plan_page = PlanPage(self.window(), draft)
        self.plan_page.finished_plan.connect(self.take_plan)

    def ask_plan(self) -> None:
        """Look for mistakes in the folder of a plan that somebody writes."""
        chosen = QFileDialog.getExistingDirectory(self, say("plan.check_choose"), str(paths.documents_dir()))
        if chosen:
            self.check_plan(Path(chosen))

    def check_plan(self, folder: Path) -> None:
        from ui.start.plan_check_sheet import PlanCheckSheet

        self.sheet = PlanCheckSheet(self, folder)

    def ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("ui.open_file"), str(paths.documents_dir()), say("ui.data_files")
        )
        if chosen:
            self.file_wanted.emit(Path(chosen))


def _is_so(look: Callable[[], bool]) -> bool:
    """What the disk says of a half-typed place; of one that it can't look at, no."""
    try:
        return look()
    except OSError:
        return False
