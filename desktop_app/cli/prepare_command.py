"""The command that makes what a province hands out to its offices."""

import argparse

from desktop_app import own_plans
from desktop_app.cli.file_commands import passphrase_of
from desktop_app.cli.output import emit, emit_json, print_message
from desktop_app.session import preparing
from desktop_app.texts import in_words, say

HEADINGS = {"unit": "prepare.code", "name": "prepare.office", "folder": "prepare.folder", "ledger": "prepare.ledger"}


def prepare(chosen: argparse.Namespace) -> None:
    source = own_plans.known_plan(chosen.plan)
    codes = preparing.chosen_units(source, chosen.units, chosen.level)
    pages = {state: say(f"prepare.page_{state}") for state in ("plain", "encrypted")}
    handout = preparing.Handout(source, chosen.setup, passphrase_of(chosen), pages)
    headings = {name: say(key) for name, key in HEADINGS.items()}
    preparing.known_list(chosen.file, headings)  # before anything is made
    made = []
    for one in preparing.prepare(chosen.file, codes, handout):
        made.append(one)
        if not chosen.json:
            emit(one.unit, one.folder, in_words(preparing.state_of(one)))
    preparing.write_list(chosen.file, made, headings)
    if chosen.json:
        emit_json(made)
    print_message(say("prepare.done", count=sum(one.made for one in made), there=sum(not one.made for one in made)))
    print_message(say("prepare.encrypted" if handout.passphrase else "prepare.plain"))
