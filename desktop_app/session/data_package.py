"""All records of a file as plain tables that other programs read, with their description."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from operator import itemgetter
from typing import IO

from db.open_file import OpenFile
from desktop_app.session.imports import export_lines
from desktop_app.sheets import package_tables
from desktop_app.sheets.package_tables import Rows


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
