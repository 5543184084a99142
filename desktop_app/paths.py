"""Where the program's own resources and a person's settings lie, and what a system asks for to keep and name files."""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

TRIES, PAUSE = 10, 0.05  # seconds
JUST_WRITTEN = 60  # tries: an antivirus takes its time over a file that is new
IN_USE = (32, 33)  # Windows' numbers for what another program has open or locked
_READ_AND_WRITE, _SHARED, _EXISTING = 0xC0000000, 7, 3
GONE_WHEN_CLOSED = getattr(os, "O_TEMPORARY", 0)  # Windows alone has it
WITH_THE_PROGRAM = "cai-dat"  # beside `runtime`; no setup makes it
BUILD_DIGEST = "build.txt"  # among the resources of a build whose files have one date


def is_file(path: Path) -> bool:
    """Whether there is such a file; none is where nobody may look, or the disk does not take such a name."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Whether anything has this name; what can't be asked of a disk, or of nobody's name, is not there."""
    return os.path.lexists(path)  # `exists` raises what a network or a stick that is gone says


def refuse_special(path: Path) -> None:
    """OSError: a path leads to what is neither a file nor a folder. To open a pipe may take for ever."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # nothing that could be opened
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(path))


def why_no_file(path: Path) -> str:
    """The message for what is no file: nothing is there, or a pipe or a device, which is never opened."""
    try:
        refuse_special(path)
    except OSError:
        return "core.special_file"
    return "core.no_file"


def part_name() -> str:
    """A name for what is written until it is whole, or made to see whether anything can be."""
    return f"sokehoach-{os.urandom(4).hex()}.part"


def is_part(name: str) -> bool:
    """Whether a file was named so, by an old disk in capitals, or as half a report is, with a dot before it."""
    given = name.lower().removeprefix(".")
    return given.startswith("sokehoach-") and given.endswith(".part") and len(given) == len(part_name())


def opening_error(path: Path) -> int:
    """The number that Windows gives for not letting us read and write a file; 0 where it does, and elsewhere.

    What Python and SQLite open there only says that it is not allowed.
    """
    if sys.platform == "win32":
        import ctypes

        system = ctypes.WinDLL("kernel32", use_last_error=True)
        system.CreateFileW.restype = ctypes.c_void_p
        handle = system.CreateFileW(ctypes.c_wchar_p(str(path)), _READ_AND_WRITE, _SHARED, None, _EXISTING, 0, None)
        if handle == ctypes.c_void_p(-1).value:
            return ctypes.get_last_error()
        system.CloseHandle(ctypes.c_void_p(handle))
    return 0


def is_in_use(path: Path) -> bool:
    """Whether another program lets nobody else open a file, as only Windows allows."""
    return opening_error(path) in IN_USE


def name_of(path: Path) -> str:
    """How a file is told of; a drive, a share and `.` are named by all of it."""
    return path.name or str(path)


def shown_name(name: str) -> str:
    """A file's name as a text that can be shown and stored: letters that are none become question marks."""
    return name.encode(errors="replace").decode()


@cache
def resources() -> Path:
    """The folder `resources`, beside the packages, or their archive, or inside a one-folder build."""
    bundled = getattr(sys, "_MEIPASS", None)
    root = Path(bundled) if bundled else Path(__file__).parent.parent
    return (root.parent if is_file(root) else root).resolve() / "resources"


def config_dir() -> Path:
    """The folder for what this computer keeps of this person, backups among it; it may not exist yet."""
    if os.name == "posix" and sys.platform != "darwin":  # as platformdirs has it, without loading that at each start
        return Path(os.environ.get("XDG_CONFIG_HOME", "").strip() or Path.home() / ".config") / "sokehoach"
    from platformdirs import user_config_path

    return user_config_path("sokehoach", appauthor=False)


def settings_dir() -> Path:
    """The folder for what a person chose: on a stick it goes with the program, where the zip has put one beside it."""
    beside = Path(sys.executable).parent.parent / WITH_THE_PROGRAM
    return beside if is_folder(beside) else config_dir()


def documents_dir() -> Path:
    """Where a person's new data files go when nothing else is said."""
    from platformdirs import user_documents_path

    return user_documents_path()


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, durably: the name of each is sure once the one above was flushed."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        flush_folder(one.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable; where it can't be opened as a file, the system does so by itself."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def patiently(rename_or_remove: Callable[[], object], tries: int = TRIES) -> None:
    """Do it again for half a second where Windows refuses: an antivirus or an index may just be reading the file."""
    for _ in range(tries - 1 if os.name == "nt" else 0):
        try:
            rename_or_remove()
        except PermissionError:
            time.sleep(PAUSE)
        else:
            return
    rename_or_remove()


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder; Windows says so of each, and has to be asked by making one."""
    if os.name != "nt":
        return os.access(folder, os.W_OK)
    probe = folder / part_name()  # tempfile would try for ever where it may not
    try:  # the system removes it when it is closed, even for a program that is killed
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY | GONE_WHEN_CLOSED))
    except OSError:
        return False
    return True


def identity(path: Path | str) -> str:
    """A path as the system tells files apart: on Windows, small and capital letters are the same."""
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100  # `Path` has no such question
