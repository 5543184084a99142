"""The command that brings what can still be read of a damaged file into a new one."""

import argparse

from desktop_app.cli.file_commands import passphrase_of
from desktop_app.cli.output import emit_json, print_message
from desktop_app.session import opening
from desktop_app.texts import say


def salvage(chosen: argparse.Namespace) -> int:
    salvaged = opening.salvage(chosen.file, chosen.out, passphrase=passphrase_of(chosen.passphrase_file))
    if chosen.json:
        emit_json(salvaged)
    for record in salvaged.records:
        print_message(say("cli.salvaged_record", record=record))
    for key, count in (
        ("cli.salvaged_unnamed", salvaged.unnamed),
        ("cli.salvaged_anonymous", salvaged.anonymous),
        ("salvage.reverted", salvaged.reverted),
    ):
        if count:
            print_message(say(key, count=count))
    if not salvaged.own_plan:
        print_message(say("cli.salvaged_plan"))
    print_message(say("cli.salvaged", file=chosen.out.name, changes=salvaged.changes, lost=salvaged.lost))
    return 1 if salvaged.lost else 0
