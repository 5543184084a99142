"""A process of its own that writes a plan until it is killed, and says what it typed and what was said to be stored.

One line of JSON for each thing: `typed` with the cell and its text when a field is left or half typed, `stored` when
the page said so.
"""

import json
import random
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.session import plan_drafts
from tests.ui.fit_child import Patience
from tests.ui.hand import Hand, dress, open_hand
from ui.plan.entry_editors import IDLE
from ui.plan.entry_form import Place
from ui.plan.plan_page import PlanPage

WORDS = ("Tuyên truyền", "Tiêm chủng", "Trường học", "Xã, phường", "Số người dự", "Phụ huynh")
CELLS = (("areas", "label"), ("kinds", "purpose"), ("survey", "label"), ("choices", "label"), ("sets", "label"))


def report(**what: object) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)


def note(place: Place, text: str) -> None:
    report(typed=place, text=text)


def go_on(hand: Hand, page: PlanPage, seed: str) -> None:
    """Write into one field after the other for ever; now and then a field is left standing half typed for a while."""
    by_chance, number = random.Random(seed), 0
    page.form.put.connect(note)
    page.form.typed.connect(note)
    page.work.saved.connect(lambda: report(stored=True))
    while True:
        number += 1
        sheet, column = by_chance.choice(CELLS)
        page.sections.show_sheet(sheet)
        row = by_chance.randrange(len(page.work.draft.rows[sheet]))
        page.view.go_to(sheet, row, column)
        editor = page.form.editors[sheet, row, column]
        hand.until(editor.widget.hasFocus)
        editor.widget.selectAll()
        hand.type(f"{by_chance.choice(WORDS)} {number}")
        if by_chance.random() < 0.5:
            hand.bot.wait(IDLE + 200)
        hand.key(Qt.Key.Key_Return)


def main(folder: Path, seed: str) -> None:
    application = QApplication(sys.argv[:1])
    dress(application)
    hand = open_hand(Patience(), None)
    start = hand.window.start
    assert start is not None
    start.write_plan(plan_drafts.draft_at(folder))
    hand.until(lambda: not start.plan_page.work.waits)
    go_on(hand, start.plan_page, seed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
