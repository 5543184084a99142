"""Gives back memory while nobody asks a file anything: the pages that SQLite read last, and what was freed before."""

import sys
from ctypes import CDLL

from db.open_file import OpenFile


def rest(file: OpenFile) -> None:
    """The next question reads its pages again, out of the memory of the system."""
    file.connection.execute("PRAGMA shrink_memory")
    if sys.platform == "linux":  # whose C library keeps what is freed; Windows takes it back by itself
        trim = getattr(CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
