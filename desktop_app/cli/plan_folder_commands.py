"""The commands about a plan that is being written: begun in a new folder, and checked."""

import argparse
from datetime import datetime

from desktop_app.cli.output import emit, emit_json, new_folder, print_message, writing_new
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import name_of
from desktop_app.session import plan_checks


def check(chosen: argparse.Namespace) -> int:
    found = plan_checks.check_plan_at(chosen.file)
    if chosen.json:
        mistakes = [
            {"file": one.place.file, "line": one.line, "entry": one.place.key, "reason": one.reason} for one in found
        ]
        emit_json({"ok": not found, "mistakes": mistakes})
    for one in () if chosen.json else found:
        emit(one.sentence)
    name = name_of(chosen.file.absolute())
    good, bad = Message("plan.checked_good", folder=name), Message("plan.checked_bad", folder=name, count=len(found))
    print_message(bad if found else good)
    return 1 if found else 0


def new(chosen: argparse.Namespace) -> None:
    folder, today = chosen.file, datetime.now().astimezone().date()
    files = plan_checks.new_plan(chosen.id, chosen.title, today)
    if folder.absolute().name != chosen.id:
        raise AppError("plan.folder_of_id", id=chosen.id)
    with new_folder(folder):
        for name, text in files.items():
            with writing_new(folder / name) as target:
                target.write(text.encode())
    print_message(Message("plan.begun", id=chosen.id, folder=folder))
