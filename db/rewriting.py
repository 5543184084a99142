"""A data file is written anew with another key, or none: beside the old one, read back, then put in its place."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from db.connection import Connection, afterwards, connect, progress_handler, transaction
from db.data_file_opening import open_file
from db.error_sentences import sentences
from db.integrity import blaming_the_disk, broken_pages
from db.log import computed_digest, stored_digest
from db.part_file import part_file
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Message
from desktop_app.paths import flush_folder, patiently

_SPARE = 1 << 20
_WHOLE = 2


def rewrite(
    path: Path, key: str | None, new: str | None, report_progress: ProgressCallback = ignore_progress,
    change: Callable[[Connection], None] = lambda _copy: None,
) -> None:  # fmt: skip
    """Write a data file anew with another key, and `change` it on the way."""
    path = path.resolve()  # of a link the file itself is replaced
    with blaming_the_disk(path), part_file(path) as part, closing(open_file(path, key)) as guard, sentences(path):
        _refuse_full(path)
        guard.execute("BEGIN IMMEDIATE")  # nobody writes between the copy and its taking the place
        guard.execute("DELETE FROM meta WHERE 0")  # refused where it can only read: then it began without a lock
        with closing(connect(path, key)) as source:
            expected = stored_digest(source)
            with progress_handler(source, partial(report_progress, 0, _WHOLE, Message("keys.writing"))):
                export_into(source, part, new)
        with sentences(part), closing(connect(part, new)) as copy:
            with progress_handler(copy, partial(report_progress, 1, _WHOLE, Message("keys.checking"))):
                _verify(copy, expected, path)
            with transaction(copy, part):
                change(copy)
        shutil.copymode(path, part)
        if os.name == "nt":
            guard.close()  # what is open can't be replaced there
        _replace(part, path)


def export_into(connection: Connection, target: Path, key: str | None) -> None:
    """Everything that a database holds, in a new one with a key of its own, or none."""
    connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(target), key or ""))
    with afterwards(connection, "DETACH DATABASE copy"):
        connection.execute("PRAGMA copy.journal_mode = OFF")
        connection.execute("PRAGMA copy.synchronous = OFF")
        connection.execute("SELECT sqlcipher_export('copy')").fetchall()
        for name in ("application_id", "user_version"):
            value = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
            connection.execute(f"PRAGMA copy.{name} = {value}")


def _refuse_full(path: Path) -> None:
    if shutil.disk_usage(path.parent).free < path.stat().st_size + _SPARE:
        raise AppError("core.disk_full", file=path.name)


def _verify(copy: Connection, expected: tuple[int, int], path: Path) -> None:
    """The log that was stated is there to the last change, else the old file is damaged."""
    if broken_pages(copy, "quick_check(1)") or stored_digest(copy) != expected or computed_digest(copy) != expected:
        raise AppError("core.damaged", file=path.name)


def _replace(part: Path, path: Path) -> None:
    try:
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        patiently(lambda: part.replace(path))
        flush_folder(path.parent)
    except PermissionError as error:
        raise AppError("core.file_in_use", file=path.name) from error
    except OSError as error:
        raise AppError("core.cannot_create", file=path.name, reason=reason_of(error)) from error
