"""The list of offices that were handed something: what somebody wrote into it in a spreadsheet stays."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from desktop_app.errors import AppError
from desktop_app.paths import is_file

_SIGNS = ",;\t"  # between cells: ours, and those of a spreadsheet where a comma stands in numbers


class OfficeList(NamedTuple):
    """All rows, where the heading stands in them, and the sign between cells."""

    rows: list[list[str]]
    heading: int
    sign: str


def read_list(file: Path, headings: Mapping[str, str]) -> OfficeList:
    """The list as it is; one that is not there is its heading alone. OSError: it can't be read.

    AppError: the column of the codes is not found in it; its letters, then, or its columns are no longer ours.
    """
    content = file.read_bytes() if is_file(file) else b""
    if not content:
        return OfficeList([[*headings.values()]], 0, _SIGNS[0])
    try:
        text = content.decode("utf-8-sig")
        for sign in _SIGNS:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
            for heading, row in enumerate(rows):
                if headings["unit"] in row:
                    return OfficeList(rows, heading, sign)
    except (UnicodeDecodeError, csv.Error):
        pass
    raise AppError("prepare.other_list", place=str(file), code=headings["unit"])


def with_offices(found: OfficeList, offices: Sequence[Mapping[str, str]], headings: Mapping[str, str]) -> str:
    """The list as a text, with each office once: in the row that it had, or behind the others."""
    heading, below = found.rows[found.heading], found.rows[found.heading + 1 :]
    columns = {name: heading.index(title) for name, title in headings.items() if title in heading}
    for office in offices:
        row = next((row for row in below if _is_of(office, row, columns)), None)
        if row is None:
            below.append(row := [])
        row += [""] * (len(heading) - len(row))
        for name, column in columns.items():
            row[column] = office[name]
    text = io.StringIO()
    csv.writer(text, delimiter=found.sign).writerows([*found.rows[: found.heading + 1], *below])
    return text.getvalue()


def _is_of(office: Mapping[str, str], row: list[str], columns: Mapping[str, int]) -> bool:
    """Whether a row is that of an office: by its folder where a spreadsheet took the code for a number."""
    there = {name: row[column] for name, column in columns.items() if column < len(row)}
    return any(there.get(name) == office[name] for name in ("unit", "folder"))
