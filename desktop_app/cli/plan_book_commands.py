"""The commands that write a plan as a workbook and read a workbook as a plan."""

import argparse
from collections.abc import Mapping
from typing import Any

from desktop_app import plan_files, plan_writing
from desktop_app.cli.file_commands import open_to_read
from desktop_app.cli.output import new_folder, print_message, writing_new
from desktop_app.errors import AppError
from desktop_app.session import plan_books
from desktop_app.texts import say


def export(chosen: argparse.Namespace) -> None:
    content = plan_books.plan_as_book(_plan_of(chosen))
    with writing_new(chosen.file) as target:
        target.write(content)
    print_message(say("planbook.written", file=chosen.file.name))


def _plan_of(chosen: argparse.Namespace) -> Mapping[str, Any]:
    """The plan that is meant: that of a ledger, of a folder, or one that comes with the program."""
    if chosen.source is None:
        return plan_files.load_plan(plan_files.plan_folder(chosen.plan))
    if (chosen.source / plan_files.HEAD).is_file():
        return plan_files.load_plan(chosen.source)
    named = argparse.Namespace(**vars(chosen) | {"file": chosen.source})
    with open_to_read(named) as file:
        return file.plan.source


def import_(chosen: argparse.Namespace) -> int:
    found = plan_books.plan_of_book(chosen.file)
    for mistake in found.mistakes:
        print_message(mistake)
    if found.mistakes:
        print_message(say("planbook.not_taken", n=len(found.mistakes), file=chosen.file.name))
        return 1
    with new_folder(chosen.out) as folder:
        plan_writing.write_plan_folder(found.plan, folder)
        if plan_files.load_plan(folder) != found.plan:  # never a plan that says something else than the workbook
            raise AppError("planbook.not_as_written", folder=folder.name)
    print_message(say("planbook.taken", folder=chosen.out))
    return 0
