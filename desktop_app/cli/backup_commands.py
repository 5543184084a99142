"""The commands about backups: made, listed, brought back as a new file."""

import argparse

from desktop_app.cli.file_commands import open_session
from desktop_app.cli.output import emit, emit_json, print_if_none, print_message
from desktop_app.session import maintenance
from desktop_app.texts import say


def backup(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        made = maintenance.back_up(file)
    emit(made.path)
    print_message(say("cli.backed_up", file=made.path.name))


def backups(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = maintenance.backups(file.path)
    if chosen.json:
        emit_json(found)
        return
    print_if_none(found, "backup.none")
    for one in found:
        emit(one.path.name, one.time.astimezone().isoformat(), one.reason, one.size)


def restore(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        maintenance.restore_backup(file, chosen.backup, chosen.out)
    print_message(say("cli.restored", file=chosen.out.name))
