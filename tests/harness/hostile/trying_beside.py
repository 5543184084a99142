"""What is no data file, tried as a workbook, as a plan that travels and as the folder of a plan."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from desktop_app import own_plans
from desktop_app.domain.plan_findings import HEAD
from desktop_app.errors import AppError
from desktop_app.session import (
    OpenFile,
    maintenance,
    plan_books,
    plan_checks,
    plans,
    sheet_import,
)
from desktop_app.session.sheet_import import Wishes
from desktop_app.texts import in_words
from tests.harness.hostile.base import PLAN, ledger


def as_book(hostile: Path, ours: Path, file: OpenFile) -> Iterator[str]:
    """As a list, a form, and a plan workbook; what is read goes in as one act."""
    before, wishes = ledger(ours), Wishes()
    with suppress(AppError):
        book = sheet_import.open_book(hostile, wishes)
        with suppress(AppError):
            sheet_import.marked_kind(book, hostile)
        for kind in file.plan.record_kinds:
            with suppress(AppError):
                reading = sheet_import.read(file, book, kind, wishes)
                if ledger(ours) != before:
                    yield "reading a workbook changed our file"
                if reading.rows:
                    sheet_import.write(file, reading)
                    before = ledger(ours)
        yield from (f"after an import: {finding}" for finding in maintenance.check(file))
    with suppress(AppError):
        for problem in plan_books.plan_of_book(hostile).mistakes:
            in_words(problem).encode()


def as_edition(hostile: Path, ours: Path, file: OpenFile) -> Iterator[str]:
    """Offered by hand, looked at, tried, put in force, taken back."""
    before = ledger(ours)
    try:
        offer = plans.find_offer(file, str(hostile))
        for section in plans.changes(file, offer):
            for change in section.sentences:
                in_words(change).encode()
        trial = plans.try_out(file, offer)
        for one in trial.findings:
            in_words(one).encode()
        if ledger(ours) != before:
            yield "looking at an edition changed our file"
        if not trial.findings:
            plans.adopt(file, offer, trial=trial)
            yield from (f"under the edition: {finding}" for finding in maintenance.check(file))
            plans.take_back(file)
            yield from (f"after it was taken back: {finding}" for finding in maintenance.check(file))
    except AppError as error:
        in_words(error.message).encode()
        if ledger(ours)[1:] != before[1:]:
            yield "an edition that was refused changed our file"


def as_plan(hostile: Path) -> Iterator[str]:
    """Checked, and taken onto this computer."""
    with suppress(AppError):
        for mistake in plan_checks.check_plan_at(hostile):
            in_words(mistake.sentence).encode()
    with suppress(AppError):
        plan_books.take(hostile)
    for sentence in (*own_plans.own_plans()[1], *own_plans.own_heads()[1]):
        in_words(sentence).encode()
    for place in own_plans.own_folder().glob("*"):
        if not place.resolve().is_relative_to(own_plans.own_folder().resolve()):
            yield f"a plan was kept elsewhere: {place}"


def as_folder(hostile: Path, folder: Path) -> Iterator[str]:
    """Its text as the head of a plan, and as the first part of a whole one."""
    for number, name in enumerate((HEAD, "trees.toml")):
        place = folder / f"kế hoạch {number}" / "tiny"
        shutil.copytree(PLAN, place)
        shutil.copyfile(hostile, place / name)
        yield from as_plan(place)
