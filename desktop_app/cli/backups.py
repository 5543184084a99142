"""The commands about backups: made, listed, brought back as a new file."""

import argparse

from desktop_app.cli.files import open_session
from desktop_app.cli.output import emit, emit_json, tell, tell_if_none
from desktop_app.texts import say


def backup(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        made = session.back_up()
    emit(made.path)
    tell(say("cli.backed_up", file=made.path.name))


def backups(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        found = session.backups()
    if chosen.json:
        emit_json([one.to_json() for one in found])
        return
    tell_if_none(found, "backup.none")
    for one in found:
        emit(one.path.name, one.time.astimezone().isoformat(), one.reason, one.size)


def restore(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        session.restore_backup(chosen.backup, chosen.out)
    tell(say("cli.restored", file=chosen.out.name))
