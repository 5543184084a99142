"""A plan as a workbook that an officer fills in, and a workbook, plan file or folder as a plan again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app.domain.plan_check import find_mistakes
from desktop_app.domain.plan_findings import PlanMistake, SourcePlace
from desktop_app.domain.plan_parsing import label_of
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text
from desktop_app.own_plans import OwnPlan, keep
from desktop_app.paths import is_folder, name_of
from desktop_app.plan_bundle import read_bundle
from desktop_app.plan_files import load_plan
from desktop_app.sheets.book_reading import read_book
from desktop_app.sheets.plan_book_choices import choices_of
from desktop_app.sheets.plan_book_reading import read_plan_book
from desktop_app.sheets.plan_book_rows import rows_of_plan
from desktop_app.sheets.plan_book_shape import SETTINGS
from desktop_app.sheets.plan_book_writing import book_of_plan, tab

BOOK = ".xlsx"


class PlanOfBook(Struct, frozen=True):
    """The plan that a workbook says, and every mistake in it, each with its sheet and cell."""

    plan: dict[str, Any]
    mistakes: list[Text]
    where: Mapping[str, SourcePlace]


def plan_as_book(plan: Mapping[str, Any]) -> bytes:
    """A plan that passed the validator, as the bytes of an XLSX."""
    return book_of_plan(label_of(plan["plan"]["label"]), rows_of_plan(plan), choices_of(plan))


def plan_of_book(path: Path) -> PlanOfBook:
    """What a workbook says; AppError where it can't be read at all."""
    reading = read_plan_book(read_book(path))
    found = find_mistakes(reading.plan, reading.where, tab(SETTINGS)) if reading.plan else []
    return PlanOfBook({"lineage": [], **reading.plan}, [*reading.problems, *map(at_cell, found)], reading.where)


def is_plan_book(path: Path) -> bool:
    """Whether a file is to be read as a plan workbook, by its ending."""
    return path.suffix.lower() == BOOK


def plan_at(path: Path) -> dict[str, Any]:
    """The plan of a workbook, a plan file that travels or the folder of a plan; it passed the validator.

    AppError: it has mistakes, the first of which is named.
    """
    if not is_plan_book(path):
        return load_plan(path) if is_folder(path) else read_bundle(path)
    found = plan_of_book(path)
    if found.mistakes:
        raise AppError("planbook.first_mistake", n=len(found.mistakes), file=name_of(path), first=found.mistakes[0])
    return found.plan


def take(path: Path) -> tuple[OwnPlan, bool]:
    """Keep the plan of a file or folder on this computer; whether it is new here. AppError: as of `plan_at`, or another
    text with its number lies here.
    """
    return keep(plan_at(path))


def at_cell(mistake: PlanMistake) -> Text:
    """What the validator says of a file and a key, said of a sheet and a cell; `E12.title` is a part of that entry."""
    cell, dot, part = mistake.place.key.partition(".")
    key = "planbook.mistake_in" if dot else "planbook.mistake"
    return Message(key, sheet=mistake.place.file, cell=cell, part=part, why=mistake.reason)
