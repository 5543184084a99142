"""A process of its own that types into forms until it is killed, and says what was acknowledged as saved.

One line of JSON for each thing: `saved` when the window said “Đã lưu” for a field that was left, `typing` when a letter
more stands in a field, `draft` when what stands half-typed there is in the file, `left` when the field is left.
"""

import json
import random
import sys
import time
from collections import deque
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.domain.values import Value
from tests.ui.fit_child import Patience
from tests.ui.hand import Hand, dress, open_hand

PAGE, KIND = 2, "comm_activity"
WORDS = ("Họp bản", "Nhà văn hóa", "Chợ phiên", "Trường tiểu học", "Tổ dân phố số 3", "Quốc lộ 4D, km 12")
TEXTS = ("partner", "place", "evidence_no")
NUMBERS = ("sessions", "duration_min", "people_total")
SLOWLY = 0.16  # at most, between two letters


def report(**what: object) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)


class Typist:
    """Types record after record; knows which of its fields were left and wait for their acknowledgement."""

    def __init__(self, hand: Hand, seed: str) -> None:
        self.hand, self.seed = hand, seed
        self.random = random.Random(seed)
        self.left: deque[tuple[str, str, Value]] = deque()
        self.title = ""
        hand.view.bridge.saved.connect(self._acknowledge)

    def _acknowledge(self, _: str) -> None:
        record, name, value = self.left.popleft()
        report(saved=name, record=record, value=value)

    def go_on(self) -> None:
        """Type one record after another for ever."""
        number = 0
        while True:
            number += 1
            self.title = f"Việc {self.seed}-{number}"
            self.hand.new(KIND)
            grid = self.hand.form.grid
            assert grid is not None
            if number == 1:
                grid.edited.connect(self._leave)
                grid.typing.typed.connect(self._save_draft)
            self._write("title", self.title)
            names = self.random.sample([*TEXTS, *NUMBERS], 4)
            for name in names:
                text = str(self.random.randint(1, 900)) if name in NUMBERS else self.random.choice(WORDS)
                self._write(name, text if name in NUMBERS else f"{text} {number}")

    def _leave(self, name: str, value: Value) -> None:
        self.left.append((self.title, name, value))

    def _save_draft(self, name: str, raw: str | None) -> None:
        """The form asked before us: once we are answered, its text is in the file."""
        title = self.title
        if raw:
            then = partial(report, draft=name, record=title, text=raw)
            self.hand.view.bridge.ask(lambda _: None, lambda _: then())

    def _write(self, name: str, text: str) -> None:
        """Letter by letter, and out of the field with Tab; the next one does not wait for the file."""
        self.hand.into(name)
        for letter in text:
            self.hand.type(letter)
            report(typing=name, record=self.title)
            QApplication.processEvents()
            time.sleep(SLOWLY * self.random.random())
        self.hand.key(Qt.Key.Key_Tab)
        report(left=name)


def main(file: str, seed: str) -> None:
    application = QApplication(sys.argv[:1])
    dress(application)
    hand = open_hand(Patience(), Path(file))
    hand.go(PAGE)
    Typist(hand, seed).go_on()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
