"""Holds little memory while nobody asks a file anything: the pages that SQLite read last go, and what was freed."""

import sys
from ctypes import CDLL

from db.open_file import OpenFile

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h


def use_one_heap() -> None:
    """Call it before the first thread: else each has a heap of its own on Linux, where what is freed stays."""
    if sys.platform == "linux":
        mallopt = getattr(CDLL(None), "mallopt", None)  # musl has none
        if mallopt is not None:
            mallopt(_ARENA_MAX, 1)


def rest(file: OpenFile) -> None:
    """The next question reads its pages again, out of the memory of the system."""
    file.connection.execute("PRAGMA shrink_memory")
    if sys.platform == "linux":  # whose C library keeps what is freed; Windows takes it back by itself
        trim = getattr(CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
