"""A plan as a workbook that an officer fills in, and a workbook as a plan again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app.domain.plan_check import find_mistakes
from desktop_app.domain.plan_findings import PlanMistake
from desktop_app.domain.plan_parsing import label_of
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text
from desktop_app.paths import name_of
from desktop_app.sheets.book_reading import read_book
from desktop_app.sheets.plan_book_choices import choices_of
from desktop_app.sheets.plan_book_reading import read_plan_book
from desktop_app.sheets.plan_book_rows import rows_of_plan
from desktop_app.sheets.plan_book_shape import SETTINGS
from desktop_app.sheets.plan_book_writing import book_of_plan, tab


class PlanOfBook(Struct, frozen=True):
    """The plan that a workbook says, and every mistake in it, each with its sheet and cell."""

    plan: Mapping[str, Any]
    mistakes: list[Text]


def plan_as_book(plan: Mapping[str, Any]) -> bytes:
    """A plan that passed the validator, as the bytes of an XLSX."""
    return book_of_plan(label_of(plan["plan"]["label"]), rows_of_plan(plan), choices_of(plan))


def plan_of_book(path: Path) -> PlanOfBook:
    """What a workbook says; AppError where it can't be read at all."""
    reading = read_plan_book(read_book(path))
    found = find_mistakes(reading.plan, reading.where, tab(SETTINGS)) if reading.plan else []
    return PlanOfBook({"lineage": [], **reading.plan}, [*reading.problems, *map(_at_cell, found)])


def readable_plan_of_book(path: Path) -> Mapping[str, Any]:
    """What a workbook says, right or wrong. AppError: not all of its cells can be read, and the first is named."""
    reading = read_plan_book(read_book(path))
    if reading.problems:
        found = reading.problems
        raise AppError("planbook.first_mistake", n=len(found), file=name_of(path), first=found[0])
    return {"lineage": [], **reading.plan}


def _at_cell(mistake: PlanMistake) -> Text:
    """What the validator says of a file and a key, said of a sheet and a cell; `E12.title` is a part of that entry."""
    cell, dot, part = mistake.place.key.partition(".")
    key = "planbook.mistake_in" if dot else "planbook.mistake"
    return Message(key, sheet=mistake.place.file, cell=cell, part=part, why=mistake.reason)
