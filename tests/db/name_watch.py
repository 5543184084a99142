"""Which names are made in a folder, however short they live: asked of inotify, on Windows of its own watch."""

import ctypes
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CREATED, NAME_AT = 0x100, 16  # of inotify
LISTS, SHARED, EXISTING, OF_FOLDERS, NAMES, ADDED = 1, 7, 3, 0x02000000, 1, 1  # of Windows
LAST = "the watch ends"


@contextmanager
def names_made_in(folder: Path) -> Iterator[set[str]]:
    """The names of all files that are made in a folder meanwhile."""
    with _on_windows(folder) if os.name == "nt" else _on_linux(folder) as names:
        yield names


@contextmanager
def _on_linux(folder: Path) -> Iterator[set[str]]:
    system = ctypes.CDLL(None, use_errno=True)
    handle = system.inotify_init1(os.O_NONBLOCK)
    assert system.inotify_add_watch(handle, os.fsencode(folder), CREATED) > 0
    names: set[str] = set()
    try:
        yield names
        with open(handle, "rb", buffering=0, closefd=False) as events:  # it is no path
            while raw := events.read(1 << 20):
                at = 0
                while at < len(raw):
                    (length,) = struct.unpack_from("I", raw, at + 12)
                    names.add(os.fsdecode(raw[at + NAME_AT : at + NAME_AT + length].rstrip(b"\0")))
                    at += NAME_AT + length
    finally:
        os.close(handle)


@contextmanager
def _on_windows(folder: Path) -> Iterator[set[str]]:
    system: Any = ctypes.CDLL("kernel32")
    system.CreateFileW.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(
        system.CreateFileW(ctypes.c_wchar_p(str(folder)), LISTS, SHARED, None, EXISTING, OF_FOLDERS, None)
    )
    names, room, begun = set[str](), ctypes.create_string_buffer(1 << 16), threading.Event()

    def listen() -> None:
        count = ctypes.c_uint32()
        begun.set()
        while LAST not in names:
            assert system.ReadDirectoryChangesW(handle, room, len(room), False, NAMES, ctypes.byref(count), None, None)
            names.update(_added(room.raw[: count.value]))

    listener = threading.Thread(target=listen)
    listener.start()
    begun.wait()
    first = folder / f"{LAST} not yet"
    while first.name not in names:  # the watch may begin a little later
        first.touch()
        first.unlink()
    try:
        yield names
    finally:
        (folder / LAST).touch()
        listener.join()
        (folder / LAST).unlink()
        system.CloseHandle(handle)


def _added(raw: bytes) -> Iterator[str]:
    at, following = 0, 1
    while following and raw:
        following, action, length = struct.unpack_from("III", raw, at)
        if action == ADDED:
            yield raw[at + 12 : at + 12 + length].decode("utf-16-le")
        at += following
