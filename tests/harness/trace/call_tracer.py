"""Counts the functions and files of the program that are entered, and the moves from one file to another."""

import inspect
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).resolve().parents[3]
PRODUCT = tuple(f"{ROOT / folder}/" for folder in ("desktop_app", "db", "ui"))


@dataclass
class Tracer:
    """Hears of every call in this thread and in threads that begin while it is installed; counts while it is on.

    A function is one that has a name: no lambda, no comprehension, no body of a class. A move: what is entered stands
    in another file than what the same thread entered before.
    """

    functions: set[CodeType] = field(default_factory=set)
    moves: int = 0
    on: bool = False
    _last: dict[int, str] = field(default_factory=dict)

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if not self.on or event != "call" or not code.co_filename.startswith(PRODUCT):
            return
        if code.co_flags & inspect.CO_OPTIMIZED:
            thread = threading.get_ident()
            self.moves += self._last.get(thread) != code.co_filename
            self._last[thread] = code.co_filename
            if not code.co_name.startswith("<"):
                self.functions.add(code)

    @property
    def files(self) -> list[str]:
        return sorted({str(Path(code.co_filename).relative_to(ROOT)) for code in self.functions})

    def figures(self) -> dict[str, int]:
        return {"files": len(self.files), "functions": len(self.functions), "moves": self.moves}

    @contextmanager
    def counting(self) -> Iterator[None]:
        self.on = True
        try:
            yield
        finally:
            self.on = False

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """What this thread does meanwhile is not heard; the others are."""
        sys.setprofile(None)
        try:
            yield
        finally:
            sys.setprofile(self)

    @contextmanager
    def installed(self) -> Iterator[None]:
        before = sys.getprofile()
        threading.setprofile(self)
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(before)
            threading.setprofile(None)
