"""The bytes of a report or a list become a file, complete or not at all."""

import os
import zlib
from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.collation import nfc
from desktop_app.domain.device_names import is_device
from desktop_app.errors import BAD_IN_NAMES, AppError, reason_of
from desktop_app.messages import Text
from desktop_app.paths import JUST_WRITTEN, flush_folder, is_there, name_of, patiently
from desktop_app.texts import say

FILES = {"csv": "sheet.csv_files", "json": "dhis2.json_files"}
LONGEST = 200  # bytes: with an ending and a number, all systems take it
_NOT_IN_A_NAME = dict.fromkeys([*range(0x20), 0x7F, *map(ord, BAD_IN_NAMES)], "-")


def file_name(key: str, unit: str, period: Text) -> str:
    """The proposed name of a report, without its ending."""
    return safe_name(say(key, unit=unit, period=period))


def safe_name(words: str) -> str:
    """Words as a name that every file system takes; Windows drops points and blanks at its end."""
    cut = nfc(words).translate(_NOT_IN_A_NAME).strip(". ").encode(errors="replace")[:LONGEST]
    name = cut.decode(errors="ignore").rstrip(". ")
    return f"_{name}" if not name or is_device(name) else name


def ask_place(over: QWidget, folder: Path, name: str, form: str, title: str = "") -> Path | None:
    """Ask where a report goes, or what the title says; None when the person thinks better of it."""
    proposed = str(folder / f"{name}.{form}")
    title = title or say("print.save_title")
    chosen, _ = QFileDialog.getSaveFileName(over, title, proposed, say(FILES.get(form, f"print.{form}_files")))
    return with_ending(chosen, form) if chosen else None


def with_ending(chosen: str, form: str) -> Path:
    """The place that was chosen, with the ending of its form; what nobody was asked about is not overwritten."""
    path = Path(chosen)
    if not path.name or path.suffix.lower() == f".{form}":
        return path
    number, free = 1, path.with_name(f"{path.name}.{form}")
    while is_there(free):
        number += 1
        free = path.with_name(f"{path.name} ({number}).{form}")
    return free


def save_content(path: Path, content: bytes) -> None:
    """Write beside, then put in place: what lay there stays whole until then. AppError says why it can't be."""
    beside = path.parent / f".sokehoach-{zlib.crc32(os.fsencode(path.name)):08x}.part"  # no longer than the name
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        patiently(lambda: beside.replace(path), JUST_WRITTEN)
        flush_folder(path.parent)
    except OSError as error:
        raise AppError("print.cannot_save", file=name_of(path), reason=reason_of(error)) from error
    finally:
        with suppress(OSError):  # of a name that the disk does not take, nothing is left
            beside.unlink(missing_ok=True)
