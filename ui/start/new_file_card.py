"""The card on which a new data file is described: its plan, unit, author and place."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton

from desktop_app import own_plans, paths, plan_files
from desktop_app.domain.collation import fold
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan_code import plan_code
from desktop_app.domain.plan_examples import is_example
from desktop_app.errors import AppError
from desktop_app.settings import Settings
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.file_saving import safe_name
from ui.widgets.finder import Finder
from ui.widgets.one_line import OneLine
from ui.widgets.options import Option, search_in
from ui.widgets.unit_tree import UnitTree

TREE = 170


class NewFile(Struct, frozen=True):
    """What a new data file is made from."""

    path: Path
    plan: str
    unit: str
    author: str


class NewFileCard(QFrame):
    """`wanted(NewFile)`: make it. `plan_id`: the plan that is chosen, "" where there is none."""

    wanted = Signal(object)

    def __init__(self, settings: Settings, today: date) -> None:
        super().__init__()
        self.setObjectName("card")
        self._settings = settings
        self._read_plans()
        self.plan_id = plan_files.newest_in_force(self.plans, today.isoformat()) if self.plans else ""
        self._own_path = False
        self.make = parts.button(say("ui.make_file"), self._make, "primary", "file-plus")
        self.hint = parts.label("", "small", wrap=True)
        self.plan_note = parts.MessageLabel("small")
        take = parts.button(say("planfile.take"), self._ask_plan, "link", "folder-open")
        self._make_fields()
        self._lay_out(take)
        self.setTabOrder(take, self.plan)  # as they stand; behind the plan comes the unit, and a blank opens no dialog
        self.plan_note.show_text("\n".join(map(in_words, self._broken)), "error")
        self._follow()

    def _make_fields(self) -> None:
        self.plan = Finder(search_in(self._plan_options))
        self.plan.picked.connect(self._choose_plan)
        self.plan.left.connect(lambda _: self.plan.show_choice(self._plan_label(self.plan_id)))
        self.plan.show_choice(self._plan_label(self.plan_id))
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

    def _lay_out(self, take: QPushButton) -> None:
        column = parts.fill(parts.column(self, 20, 4), parts.label(say("ui.new_file"), "form"))
        head = parts.fill(parts.row(spacing=8), (parts.field_label(say("ui.plan"), self.plan), 1), take)
        parts.fill(column, head, self.plan, self.plan_note)
        unit = parts.field_label(say("ui.unit"), self.tree)
        unit.setBuddy(self.tree.search)
        parts.fill(column, unit, (self.tree, 1), parts.field_label(say("ui.author"), self.author), self.author)
        line = parts.fill(parts.row(spacing=8), (self.path, 1), parts.button(say("ui.choose_place"), self._ask_place))
        parts.fill(column, parts.field_label(say("ui.where"), self.path), line)
        column.addSpacing(12)
        column.addLayout(parts.fill(parts.row(spacing=12), (self.hint, 1), self.make))

    def _read_plans(self) -> None:
        """The plans for real work that can be chosen, and what is said of those that can not."""
        shipped, broken = plan_files.read_heads()
        own, broken_too = own_plans.own_heads()
        known, self._broken = shipped | own, [*broken, *broken_too]
        self.plans = {plan: head for plan, head in known.items() if not is_example(plan)}

    def _ask_plan(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("planfile.take"), str(paths.documents_dir()), say("planfile.bundles")
        )
        if chosen:
            self.take_plan(Path(chosen))

    def take_plan(self, path: Path) -> None:
        """Take the plan of a file onto this computer and choose it; why not is said below the field."""
        from desktop_app.session import plan_books

        try:
            taken, _ = plan_books.take(path)
        except AppError as error:
            self.plan_note.show_text(in_words(error.message), "error")
            return
        self._read_plans()
        if taken.id in self.plans:
            self._choose_plan(taken.id, "")
            self.plan.show_choice(self._plan_label(taken.id))
        code = plan_code(taken.digest)
        self.plan_note.show_text(say("planfile.code", plan=taken.id, edition=taken.edition, code=code))

    def _plan_label(self, plan: str) -> str:
        return in_words(self.plans[plan].label) if plan else ""

    def _plan_options(self) -> Sequence[Option]:
        return [Option(plan, self._plan_label(plan)) for plan in self.plans]

    def _choose_plan(self, plan: str, _: str) -> None:
        self.plan_id = plan
        self.tree.show_units(self._units())
        self._follow()

    def _units(self) -> OrgUnits:
        return self.plans[self.plan_id].units if self.plan_id else build_units("", ())

    def _own_choice(self, _: str) -> None:
        self._own_path = True
        self._follow()

    def _follow(self) -> None:
        """Propose a file name from the unit, and say what is still missing."""
        code = self.tree.code
        if code and not self._own_path:
            name = safe_name("-".join(fold(self._units().name(code)).split()))
            self.path.setText(str(paths.documents_dir() / f"{name}-{self.plans[self.plan_id].year}.db"))
        missing = self._missing()
        self.make.setEnabled(not missing)
        self.hint.setText(missing)
        theme.set_role(self.hint, "error" if code and missing else "small")

    def _missing(self) -> str:
        """What still stands in the way, in words."""
        if not self.tree.code:
            return say("ui.hint_unit")
        if not self.author.text().strip():
            return say("ui.hint_author")
        if not self.path.text().strip():
            return say("ui.hint_place")
        if _disk_says(self._typed().is_dir):
            return say("ui.hint_folder")
        if _disk_says(self._path().exists):
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
        return typed if typed.suffix.lower() == ".db" else typed.parent / f"{typed.name}.db"

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
        self.wanted.emit(NewFile(self._path(), self.plan_id, self.tree.code, author))


def _disk_says(look: Callable[[], bool]) -> bool:
    """What the disk says of a half-typed place; of one that it can't look at, no."""
    try:
        return look()
    except OSError:
        return False
