"""The bytes of a report become a file, complete or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from desktop_app.domain.period import Period
from desktop_app.errors import AppError, reason_of
from desktop_app.texts import say

NOT_IN_A_NAME = '\\/:*?"<>|'


def file_name(key: str, unit: str, period: Period) -> str:
    """The proposed name of a report, without its ending; good on every file system."""
    return say(key, unit=unit, period=period.label).translate({ord(sign): "-" for sign in NOT_IN_A_NAME})


def with_ending(chosen: str, form: str) -> Path:
    """The place that was chosen, with the ending of its form; what nobody was asked about is not overwritten."""
    path = Path(chosen)
    if path.suffix.lower() == f".{form}":
        return path
    number, free = 1, path.with_name(f"{path.name}.{form}")
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name} ({number}).{form}")
    return free


def save_report(path: Path, content: bytes) -> None:
    """Write beside, then put in place: what lay there stays whole until then. AppError says why it can't be."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise AppError("print.cannot_save", file=path.name, reason=reason_of(error)) from error
    finally:
        with suppress(OSError):  # of a name that the disk does not take, nothing is left
            beside.unlink(missing_ok=True)
