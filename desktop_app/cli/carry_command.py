"""The command that carries an earlier year's ledger into this year's."""

import argparse
from collections.abc import Iterator
from contextlib import closing

from desktop_app.cli.file_commands import open_named
from desktop_app.cli.merge_commands import passphrases_of
from desktop_app.cli.output import emit, emit_json, print_message
from desktop_app.domain.carried_records import CarryResult, KindCount
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, carrying
from desktop_app.texts import in_words, say

COUNTS = ("new", "changed", "same", "conflicts")


def carry(chosen: argparse.Namespace) -> None:
    own, others = passphrases_of(chosen)
    with open_named(chosen.file, own) as file:
        answers = dict(_answer(text) for text in chosen.unit)
        with closing(carrying.open_ledger(file, chosen.old, others.get(chosen.old))) as old:
            result = carrying.look(file, old, answers)
            if not chosen.dry_run:
                result = carrying.carry(file, old, answers, result)
        lines = [*_lines(file, result)]
    if chosen.json:
        emit_json(result)
    else:
        for line in lines:
            emit(*line)
    for sentence in (result.note, result.notice):
        if sentence:
            print_message(sentence)
    if result.asked:
        print_message(say("carry.ask_by_option"))
    key = "carry.would_carry" if chosen.dry_run else "carry.done"
    print_message(say(key, new=result.new, changed=result.changed, left=result.left, year=result.years))


def _answer(text: str) -> tuple[str, str]:
    """OLD=NEW, or `2022:OLD=2025:NEW`."""
    old, equals, new = text.partition("=")
    if not (old and equals and new):
        raise AppError("carry.bad_answer", text=text)
    return old.rpartition(":")[2], new.rpartition(":")[2]


def _lines(file: OpenFile, result: CarryResult) -> Iterator[list[str]]:
    """A line for each kind, each field and each unit that something is said of."""
    for kind in result.kinds:
        if kind.total:
            yield [in_words(kind.label), str(kind.total), "; ".join(_counts(kind))]
    for value in result.values:
        why = say(f"carry.value_{value.reason}")
        yield [say("carry.values"), value.kind, value.field, in_words(value.label), str(value.count), why]
    for unit in result.asked:
        into = ", ".join(f"{code} {file.units.name(code)}" for code in unit.into)
        yield [say("carry.units"), unit.unit, unit.unit_name, str(unit.records), into]


def _counts(kind: KindCount) -> Iterator[str]:
    for name in COUNTS:
        if count := getattr(kind, name):
            yield say(f"carry.count_{name}", count=count)
    for why, count in kind.left.items():
        yield say(f"carry.left_{why}", count=count)
