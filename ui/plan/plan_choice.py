"""Which plan is to be written: a draft that lies here, the next edition of a plan that is known, or a new one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app import own_plans, paths, plan_files
from desktop_app.errors import AppError
from desktop_app.session import plan_drafts
from desktop_app.session.plan_drafts import PlanDraft
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

DRAFT, KNOWN = "draft:", "plan:"


class PlanChoice(TableDialog):
    """`chosen(PlanDraft)`: this is to be written."""

    chosen = Signal(object)

    def __init__(self, over: QWidget, today: date) -> None:
        columns = ((say("planpage.column_plan"), 0), (say("planpage.column_what"), 260))
        super().__init__(over, say("planpage.choose_title"), say("planpage.choose_about"), columns)
        self._today = today
        self.message = self.add(parts.label("", "error", wrap=True))
        self.from_place = parts.button(say("planpage.from_place"), self.ask_place, icon="folder-open")
        self.new = parts.button(say("planpage.new"), self.ask_new, icon="file-plus")
        self.foot.insertWidget(0, self.from_place)
        self.foot.insertWidget(1, self.new)
        self.write = self.offer(say("planpage.write_this"), "pencil", self.go)
        self.table.opened.connect(lambda _: self.go())
        self.show_lines([*_drafts(), *_plans()])
        self.open()

    def go(self) -> None:
        """Write what has the cursor."""
        name = self.current
        if name.startswith(DRAFT):
            self._choose(lambda: plan_drafts.read_draft(name.removeprefix(DRAFT)))
        elif name.startswith(KNOWN):
            self._choose(lambda: plan_drafts.draft_of(own_plans.known_plan(name.removeprefix(KNOWN))))

    def ask_place(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("planpage.from_place"), str(paths.documents_dir()), say("planpage.from_forms")
        )
        if chosen:
            self.take(Path(chosen))

    def take(self, place: Path) -> None:
        """Write the plan of a file, a workbook or a folder; why not is said."""
        self._choose(lambda: plan_drafts.draft_at(place))

    def ask_new(self) -> None:
        from ui.plan.new_plan_dialog import NewPlanDialog

        sheet = NewPlanDialog(self, self._today)
        sheet.begun.connect(lambda draft: self._choose(lambda: draft))

    def _choose(self, begin: Callable[[], PlanDraft]) -> None:
        try:
            draft = begin()
        except AppError as error:
            self.message.setText(in_words(error.message))
            theme.set_role(self.message, "error")
            return
        self.close()
        self.chosen.emit(draft)


def _drafts() -> list[Line]:
    lines = []
    for name in plan_drafts.draft_names():
        try:
            draft = plan_drafts.read_draft(name)
            cells = (draft.head("label"), say("planpage.kind_draft", edition=draft.head("edition")))
        except AppError as error:
            cells = (in_words(error.message), "")
        lines.append(Line(cells, record=DRAFT + name))
    return lines


def _plans() -> list[Line]:
    """The plans for real work, in their last edition."""
    own = {one.id: one for one in sorted(own_plans.own_plans()[0], key=lambda one: one.edition)}
    lines = []
    for plan in plan_files.available_plans():
        edition = plan_files.shipped_edition(plan) or 0
        if plan not in own or own[plan].edition <= edition:
            own.pop(plan, None)
            label = in_words(plan_files.read_head(plan).label)
            lines.append(Line((label, say("planpage.kind_shipped", edition=edition)), record=KNOWN + plan))
    for one in own.values():
        label = str(one.body["plan"]["label"]["vi"])
        lines.append(Line((label, say("planpage.kind_own", edition=one.edition)), record=KNOWN + one.id))
    return lines
