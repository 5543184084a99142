"""The commands about copies that are handed over."""

import argparse

from desktop_app.cli.erasure_commands import print_waiting
from desktop_app.cli.file_commands import open_session, read_passphrase, unit_code
from desktop_app.cli.output import emit, emit_json, emit_list, print_message
from desktop_app.domain.unit_words import unit_words
from desktop_app.session import exchange
from desktop_app.texts import say


def send(chosen: argparse.Namespace) -> None:
    own = read_passphrase(chosen.copy_passphrase_file) if chosen.copy_passphrase_file else None
    with open_session(chosen) as file:
        print_waiting(file)
        unit = unit_code(file, chosen.unit)
        made = exchange.send(
            file, chosen.out, unit, erasures=chosen.erasures, passphrase=own, plain=chosen.plain
        )  # fmt: skip
    if chosen.json:
        emit_json(made)
    else:
        emit(made.path)
    print_message(say("send.made", records=made.records))
    print_message(say("send.encrypted") if made.encrypted else say("send.not_encrypted"))
    print_message(say("send.pull_out"))


def sent(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = exchange.sent_files(file)
        plan = file.plan
    emit_list(chosen, found, lambda one: (one.name, unit_words(plan, one.unit), one.author, one.time, one.records),
              "exchange.sent_none")  # fmt: skip
