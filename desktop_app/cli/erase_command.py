"""The command that erases values for good."""

import argparse

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_session
from desktop_app.cli.output import emit, emit_json, print_message
from desktop_app.errors import AppError
from desktop_app.session import maintenance
from desktop_app.texts import say


def erase(chosen: argparse.Namespace) -> None:
    stamps = [_stamp(text) for text in chosen.stamps]
    with open_session(chosen) as file:
        done, plan = maintenance.erase(file, stamps, chosen.reason), file.plan
    if chosen.json:
        emit_json(done)
    else:
        emit(done.act.hex())
    for lock in done.locks:
        print_message(say("cli.erased_lock", lock=lock))
    for place in done.elsewhere:
        field = words.field(plan, place.kind, place.field)
        print_message(say("cli.erased_elsewhere", stamp=place.stamp.hex(), record=place.record, field=field))
    for path in done.sent:
        print_message(say("cli.erased_sent", file=path))
    for path in done.unread:
        print_message(say("cli.erased_unread", file=path))
    if not done.compact:
        print_message(say("cli.erased_full"))
    print_message(say("cli.erased", changes=done.changes, backups=done.backups))


def _stamp(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise AppError("erase.no_change", stamp=text) from error
