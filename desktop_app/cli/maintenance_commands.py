"""The commands that look after a file: backups, what is left of a damaged one, values erased for good."""

import argparse

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_session, passphrase_of
from desktop_app.cli.output import check_ending, emit, emit_json, emit_list, print_message
from desktop_app.errors import AppError
from desktop_app.session import maintenance, opening
from desktop_app.settings import forget_figures
from desktop_app.texts import say

LOST = (*opening.SALVAGEABLE, "core.no_file", "keys.wrong", "keys.code_wrong")


def backup(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        made = maintenance.back_up(file)
    emit(made.path)
    print_message(say("cli.backed_up", file=made.path.name))


def backups(chosen: argparse.Namespace) -> None:
    found = maintenance.backups(chosen.file)  # also of one that is damaged or gone
    if not found:
        with open_session(chosen):
            pass  # which says what is wrong with it
    emit_list(chosen, found, lambda one: (one.path.name, one.time.astimezone().isoformat(), one.reason, one.size),
              "backup.none")  # fmt: skip


def restore(chosen: argparse.Namespace) -> None:
    check_ending(chosen.out, ".db")
    try:
        file = open_session(chosen)
    except AppError as error:
        if error.key not in LOST:
            raise
        opening.bring_back(chosen.file, chosen.backup, chosen.out, passphrase=passphrase_of(chosen))
    else:
        with file:
            maintenance.restore_backup(file, chosen.backup, chosen.out)
    print_message(say("cli.restored", file=chosen.out.name))


def salvage(chosen: argparse.Namespace) -> int:
    check_ending(chosen.out, ".db")
    salvaged = opening.salvage(chosen.file, chosen.out, passphrase=passphrase_of(chosen))
    if chosen.json:
        emit_json(salvaged)
    for record in salvaged.records:
        print_message(say("cli.salvaged_record", record=record))
    for key, count in (
        ("cli.salvaged_unnamed", salvaged.unnamed),
        ("cli.salvaged_anonymous", salvaged.anonymous),
        ("salvage.reverted", salvaged.reverted),
        ("salvage.unsure", salvaged.unsure),
    ):
        if count:
            print_message(say(key, count=count))
    if not salvaged.own_plan:
        print_message(say("cli.salvaged_plan"))
    print_message(say("cli.salvaged", file=chosen.out.name, changes=salvaged.changes, lost=salvaged.lost))
    return 1 if salvaged.lost or salvaged.unsure else 0


def parts(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = (maintenance.remove_foreign_parts if chosen.remove else maintenance.foreign_parts)(file)
    emit_list(chosen, found, lambda part: (part.type, part.name, part.sql), "cli.no_parts")
    if chosen.remove and found:
        print_message(say("cli.parts_removed", count=len(found)))


def erase(chosen: argparse.Namespace) -> None:
    stamps = [_stamp(text) for text in chosen.stamps]
    with open_session(chosen) as file:
        forget_figures(file.path)
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
    for path in done.removed:
        print_message(say("cli.erased_removed", file=path))
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
