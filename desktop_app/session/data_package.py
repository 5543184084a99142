"""All records of a file as plain tables that other programs read, with their description."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO

from msgspec import Struct

from db.open_file import OpenFile
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.publication_scope import OF_OFFICIALS
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Message
from desktop_app.paths import is_folder, name_of
from desktop_app.session import records
from desktop_app.session.imports import export_lines
from desktop_app.sheets import package_tables
from desktop_app.sheets.package_tables import Rows


class PackagePart(Struct, frozen=True):
    """What leaves of a kind: how many records, and whether they name officials or hold words of one's own."""

    kind: RecordKind
    records: int
    officials: bool
    free_text: bool


def parts(file: OpenFile) -> list[PackagePart]:
    """What a package holds, kind by kind, in the plan's order; kinds without a record are left out."""
    found = []
    for kind in file.plan.record_kinds.values():
        count, fields = records.count(file, kind.name), kind.fields.values()
        if count:
            officials = any(field.privacy == OF_OFFICIALS for field in fields)
            found.append(PackagePart(kind, count, officials, any(field.type.multiline for field in fields)))
    return found


def write_folder(file: OpenFile, folder: Path, report_progress: ProgressCallback = ignore_progress) -> int:
    """Write a package into a new or an empty folder, so that what stands in it is of one moment and whole; returns how
    many records it holds. AppError: the folder holds files, or can't be written. Nothing is left of half a package;
    `report_progress` may raise, to stop.
    """
    tables, done = len(file.plan.record_kinds) + 3, 0

    def new_file(name: str) -> AbstractContextManager[IO[str]]:
        nonlocal done
        report_progress(done, tables, Message("package.writing", table=name))
        done += 1
        return _new_file(folder / name)

    try:
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            raise AppError("package.not_empty", folder=name_of(folder))
        try:
            return write_package(file, new_file)
        except BaseException:
            for made in folder.iterdir():
                made.unlink()
            raise
    except OSError as error:
        if not is_folder(folder.parent):
            raise AppError("core.no_folder", folder=str(folder.parent)) from error
        raise AppError("package.cannot_write", folder=name_of(folder), reason=reason_of(error)) from error


@contextmanager
def _new_file(path: Path) -> Iterator[IO[str]]:
    with path.open("x", encoding="utf-8", newline="") as target:
        yield target
        target.flush()
        os.fsync(target.fileno())


def write_package(file: OpenFile, new_file: Callable[[str], AbstractContextManager[IO[str]]]) -> int:
    """Write one table for each kind of the plan, those of units and choices, and last the description; returns how many
    records there are. `new_file` makes a file of a name.
    """
    count = 0
    for name, rows in _record_tables(file):
        with new_file(package_tables.file_of(name)) as target:
            count += package_tables.write_rows(target, rows)
    others = {
        package_tables.UNITS: package_tables.unit_rows(file.units),
        package_tables.CHOICES: package_tables.choice_rows(file.plan),
    }
    for name, rows in others.items():
        with new_file(package_tables.file_of(name)) as target:
            package_tables.write_rows(target, rows)
    with new_file(package_tables.DESCRIPTION) as target:
        target.write(package_tables.description(file.plan))
    return count


def _record_tables(file: OpenFile) -> Iterator[tuple[str, Rows]]:
    left = dict(file.plan.record_kinds)
    for name, lines in groupby(export_lines(file), itemgetter("kind")):
        yield name, package_tables.record_rows(left.pop(name), lines)
    yield from ((name, package_tables.record_rows(kind, ())) for name, kind in left.items())
