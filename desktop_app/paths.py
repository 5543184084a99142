"""Where the program's own resources and a person's settings lie, and folders that stay after a power cut."""

import os
import sys
from contextlib import suppress
from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether there is such a file; none is where nobody may look, or the disk does not take such a name."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is such a folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def resources() -> Path:
    """The folder `resources`, beside the packages or inside a one-folder build."""
    bundled = getattr(sys, "_MEIPASS", None)
    root = Path(bundled) if bundled else Path(__file__).resolve().parent.parent
    return root / "resources"


def config_dir() -> Path:
    """The folder for settings of this person on this computer; it may not exist yet."""
    from platformdirs import user_config_path

    return user_config_path("sokehoach", appauthor=False)


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
