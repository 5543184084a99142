"""Random sessions of a person in form and sheet of one file, with a merge between: nothing that was typed is lost.

`python -m tests.harness.cell_sessions 1000` runs so many, from the first on; a seed as the second number runs that one.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app import plan_files
from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, exchange, opening, records
from tests.new_files import new_file
from tests.ui.hand import CONTROL, SHIFT, Bot, Hand, now, open_hand
from ui.cells.cell_page import CellPage

KIND, PAGE, UNIT = "comm_activity", 2, "03388"
TEXTS, NUMBERS = ("title", "place", "note"), ("sessions", "duration_min", "people_total")
FIELDS = (*TEXTS, *NUMBERS)
ROWS, STEPS = 4, 12
Key = Qt.Key
Cell = tuple[str, str]  # record and field


def make_ledger(path: Path) -> None:
    """A ward's file with some activities."""
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    with new_file(path, source, UNIT, "Cán bộ", now=now) as file:
        for number in range(1, ROWS + 1):
            given: dict[str, Value] = {
                "date": f"2022-07-{number:02}", "form": "loa", "title": f"Gốc {number}", "audience": ("nhan_dan",),
            }  # fmt: skip
            assert editing.new_record(file, KIND, entry.defaults(file, KIND, given)).saved


class Person:
    """Types at random, and remembers what stands last in each cell and what was ever saved there."""

    def __init__(self, hand: Hand, page: CellPage, chance: random.Random, other: Path) -> None:
        self.hand, self.page, self.chance, self.other = hand, page, chance, other
        self.last: dict[Cell, str] = {}
        self.saved: set[tuple[str, str, str]] = set()
        self.did: list[str] = []
        self._number = 0

    def step(self) -> None:
        ways: list[Callable[[], None]] = [
            self.type_in_cell, self.type_in_cell, self.type_in_form, self.type_in_form, self.paste, self.fill,
            self.clear, self.half_type, self.add_row,
        ]  # fmt: skip
        way = self.chance.choice(ways)
        self.did.append(way.__name__)
        way()
        if self.chance.random() < 0.5:
            self.hand.wait()

    def merge(self) -> None:
        """Another office's file comes in, while the hand goes on typing."""
        self.did.append("merge")
        self.hand.wait()
        with opening.open_file(self.other, now=now, author="Người khác") as file:
            for row in records.rows(file, KIND)[:2]:
                editing.set_value(file, row.id, "note", f"ở nơi khác {row.values['title']}")
                editing.set_value(file, row.id, "language", ("viet",))
        other = self.other
        self.hand.view.bridge.write(
            lambda file: exchange.merge(file, exchange.find_sources(file, [other])), kind="", long="đang nhận"
        )
        self.type_in_cell()
        self.hand.wait()

    # --- what a hand does ---------------------------------------------------------------------------------------------

    def type_in_cell(self) -> None:
        row, field, text = self._somewhere()
        self._to(row, field)
        self.hand.type(text)
        self.hand.key(self.chance.choice((Key.Key_Return, Key.Key_Tab)))
        self._note(row, field, text)

    def type_in_form(self) -> None:
        row, field, text = self._somewhere()
        self._beside(row)
        self.hand.into(field)
        self.hand.type(text)
        self.hand.key(Key.Key_Tab)
        self.hand.answered()
        self._note(row, field, text)

    def half_type(self) -> None:
        """Typed and not left, in one of them; then the focus goes elsewhere."""
        row, field, text = self._somewhere()
        if self.chance.random() < 0.5:
            self._beside(row)
            self.hand.into(field)
        else:
            self._to(row, field)
        self.hand.type(text)
        self._note(row, field, text)
        self.hand.bot.wait(self.chance.choice((0, 600)))
        self._to(self.chance.randrange(ROWS), "date")
        self.hand.wait()

    def paste(self) -> None:
        row = self.chance.randrange(ROWS - 1)
        self.hand.wait()
        self._to(row, "sessions")
        block = [[self._text("sessions"), self._text("duration_min")] for _ in range(2)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in block))
        self.hand.key(Key.Key_V, CONTROL)
        self.hand.wait()
        for down, line in enumerate(block):
            for field, text in zip(("sessions", "duration_min"), line, strict=True):
                self._note(row + down, field, text)
        if self.chance.random() < 0.3:
            self.hand.key(Key.Key_Z, CONTROL)
            self.hand.wait()
            self.hand.key(Key.Key_Y, CONTROL)
            self.hand.wait()

    def fill(self) -> None:
        field = self.chance.choice(FIELDS)
        self.hand.wait()
        self._to(0, field)
        above = self.page.rows.text_at(0, self.page.rows.columns.index(field)) or ""
        for _ in range(2):
            self.hand.key(Key.Key_Down, SHIFT)
        self.hand.key(Key.Key_D, CONTROL)
        self.hand.wait()
        for row in (1, 2):
            self._note(row, field, above)

    def clear(self) -> None:
        row, field = self.chance.randrange(ROWS), self.chance.choice(("place", "people_total"))
        self.hand.wait()
        self._to(row, field)
        self.hand.key(Key.Key_Delete)
        self.hand.wait()
        self._note(row, field, "")

    def add_row(self) -> None:
        text = self._text("title", readable=True)
        self.hand.wait()
        self.page.go_to_next()
        row = self.page.table.here[0]
        self._to(row, "title")
        self.hand.type(text)
        self.hand.key(Key.Key_Return)
        self.hand.wait()
        self._note(row, "title", text)

    # --- where and what -----------------------------------------------------------------------------------------------

    def _somewhere(self) -> tuple[int, str, str]:
        field = self.chance.choice(FIELDS)
        return self.chance.randrange(ROWS), field, self._text(field)

    def _text(self, field: str, *, readable: bool = False) -> str:
        self._number += 1
        if field in TEXTS:
            return f"chữ {self._number}"
        return str(100 + self._number) if readable or self.chance.random() < 0.6 else f"chừng {self._number}"

    def _to(self, row: int, field: str) -> None:
        self.page.table.go_to(row, self.page.rows.columns.index(field))
        self.page.table.setFocus()

    def _beside(self, row: int) -> None:
        """The form of a row."""
        self._to(row, "date")
        self.hand.key(Key.Key_F6)
        self.hand.wait()

    def _note(self, row: int, field: str, text: str) -> None:
        record = self.page.rows.ids[row]
        self.last[record, field] = text
        if text and (field in TEXTS or text.isdecimal()):
            self.saved.add((record, field, text))


def faults(path: Path, person: Person) -> list[str]:
    """What the file does not hold of all that was typed."""
    found = []
    with opening.open_file(path, now=now) as file:
        for (record, field), text in person.last.items():
            view, drafts = records.find(file, record), entry.drafts_of(file, record)
            assert view is not None
            value = view.values[field]
            heads = {str(item.value) for item in records.history(file, record) if item.field == field}
            stands = drafts.get(field, "" if value is None else str(value))
            merged = field == "note" and (text in heads or not text)  # which came with the merge, later
            if stands != text and not merged:
                found.append(f"{record[:6]} {field}: “{text}” was typed last, “{stands}” stands there")
        for record, field, text in person.saved:
            heads = {str(item.value) for item in records.history(file, record) if item.field == field}
            if text not in heads and text not in entry.drafts_of(file, record).values():
                found.append(f"{record[:6]} {field}: “{text}” is in no history")
    return found


def run_session(bot: Bot, folder: Path, seed: int) -> list[str]:
    """One session on a new file: its faults, with what was done."""
    path, other = folder / f"{seed}.db", folder / f"{seed}-khác.db"
    make_ledger(path)
    copyfile(path, other)
    hand = open_hand(bot, path)
    hand.go(PAGE)
    listed = hand.area.list
    listed.choose_kind(KIND)
    hand.wait()
    listed.cells.toggle()
    hand.wait()
    assert listed.cells.page is not None
    person = Person(hand, listed.cells.page, random.Random(seed), other)
    merging = person.chance.randrange(STEPS)
    for step in range(STEPS):
        person.step()
        if step == merging:
            person.merge()
    hand.wait()
    hand.leave()
    return [f"seed {seed}: {fault} ({', '.join(person.did)})" for fault in faults(path, person)]


def main(count: int, first: int = 0) -> None:
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tests.ui.fit_child import Patience
    from tests.ui.hand import dress

    dress(QApplication([]))
    found: list[str] = []
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CONFIG_HOME"] = folder  # the settings of nobody else
            new = run_session(Patience(), Path(folder), seed)
        found += new
        if new or (seed + 1 - first) % 50 == 0 or seed + 1 == first + count:
            print(*new, f"{seed + 1 - first} sessions, {len(found)} faults", sep="\n", flush=True)
    sys.exit(bool(found))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
