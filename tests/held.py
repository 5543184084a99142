"""A file that another program lets nobody else open: on Windows really so, elsewhere as the system tells it there."""

import builtins
import ctypes
import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

READ, READ_AND_WRITE, OPEN_ALWAYS = 0x80000000, 0xC0000000, 4
ALONE, READERS = 0, 1  # whom the program that has it open lets in
_HELD = 32


@contextmanager
def held(path: Path, shared: int = ALONE) -> Iterator[None]:
    """Inside, nobody else opens this file, or READERS alone do."""
    with (_really if os.name == "nt" else _as_told)(path, shared):
        yield


@contextmanager
def _really(path: Path, shared: int) -> Iterator[None]:
    system: Any = ctypes.CDLL("kernel32")
    system.CreateFileW.restype = ctypes.c_void_p
    asked = READ if shared else READ_AND_WRITE
    handle = system.CreateFileW(ctypes.c_wchar_p(str(path)), asked, shared, None, OPEN_ALWAYS, 0, None)
    assert handle != ctypes.c_void_p(-1).value
    try:
        yield
    finally:
        system.CloseHandle(ctypes.c_void_p(handle))


@contextmanager
def _as_told(path: Path, shared: int) -> Iterator[None]:
    whole: Any = io.open
    connect = sqlite.connect

    def refuse(given: object, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if given == path and not (shared and mode in ("r", "rb")):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return whole(given, mode, *rest, **more)

    def refuse_sqlite(address: str, **more: Any) -> Any:
        if path.name in address.partition("?")[0].rpartition("/")[2] and not (shared and "mode=ro" in address):
            raise sqlite.OperationalError("unable to open database file")
        return connect(address, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop_app.paths.opening_error", lambda asked: _HELD * (asked == path))
        patch.setattr(io, "open", refuse)
        patch.setattr(builtins, "open", refuse)
        patch.setattr(sqlite, "connect", refuse_sqlite)
        yield
