"""The page of a plan: its parts and samples, what is wrong and what changes; a new plan, a new indicator."""

from collections.abc import Iterator
from datetime import date

from tests.harness.album.scenes import clear_away, pause, settle, view_of
from ui.main_window import MainWindow
from ui.plan.beside import CHANGES, FAULTS, SAMPLE
from ui.plan.new_indicator_dialog import NewIndicatorDialog
from ui.plan.plan_choice import PlanChoice
from ui.plan.plan_page import PlanPage

Scenes = Iterator[str]
STEP, PATIENCE = 100, 600


def judged(page: PlanPage) -> None:
    """Wait until the plan has been looked at."""
    for _ in range(PATIENCE):
        pause(STEP)
        if not page.work.waits:
            pause(STEP)
            return
    raise TimeoutError("the plan was never judged")


def shown(page: PlanPage, sheet: str, words: str = "") -> None:
    """Go to an entry of a part."""
    page.sections.show_sheet(sheet)
    page.list.search.setText(words)
    pause(STEP)


def all_plans(window: MainWindow) -> Scenes:
    """From the menu of an open ledger, and which plan to write."""
    view = view_of(window)
    view.dialogs.write_plan()
    page = view.dialogs.plan_page
    judged(page)
    yield "plan-head"
    shown(page, "survey", "place")
    yield "plan-field"
    shown(page, "indicators", "3.3")
    yield "plan-indicator"
    if page._writable:
        yield from _changed(page)
    page.close()
    clear_away()
    settle(window)
    choice = PlanChoice(window, date(2022, 9, 8))
    pause(STEP)
    yield "plan-choice"
    choice.ask_new()
    pause(STEP)
    yield "plan-new"
    clear_away()


def _changed(page: PlanPage) -> Scenes:
    """A target changes, a name is wrong, an indicator is added; nothing of it is stored in the end."""
    shown(page, "targets", "1.1")
    row = page.list.row
    page.entry_actions.put(("targets", row, "threshold"), "95")
    judged(page)
    page.beside.tabs.setCurrentIndex(CHANGES)
    pause(STEP)
    yield "plan-changes"
    page.entry_actions.put(("targets", row, "op"), "=>")
    judged(page)
    page.beside.tabs.setCurrentIndex(FAULTS)
    pause(STEP)
    yield "plan-faults"
    page.beside.tabs.setCurrentIndex(SAMPLE)
    sheet = NewIndicatorDialog(page, page.work.draft.rows)
    pause(STEP)
    yield "plan-new-indicator"
    sheet.close()
    page.finishing.drop()
    page.finishing.drop()
