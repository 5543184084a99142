"""The command about erasures of other offices: what is asked, and the answers."""

import argparse

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_session
from desktop_app.cli.output import emit, emit_json, print_if_none, print_message
from desktop_app.session import OpenFile, erasures, records
from desktop_app.session.erasures import AskedItem, ErasureQuestion
from desktop_app.settings import forget_figures
from desktop_app.texts import in_words, say


def answer(chosen: argparse.Namespace) -> None:
    """List what waits to be decided, or decide it."""
    with open_session(chosen) as file:
        if chosen.accept:
            accept(file, chosen.accept)
        if chosen.decline:
            print_message(say("erasures.declined", count=erasures.decline(file, chosen.decline)))
        waiting = erasures.questions(file)
        found = [*waiting, *(erasures.questions(file, declined=True) if chosen.declined else [])]
        if chosen.json:
            emit_json(found)
            return
        print_if_none(found, "erasures.none")
        for question in found:
            emit(question.id, _whose(question), question.reason)
            for item in question.items:
                emit("", item.id, *_columns(file, item))


def accept(file: OpenFile, ids: list[str]) -> None:
    """Erase what was asked about, and say what was done."""
    forget_figures(file.path)
    done = erasures.accept(file, ids)
    for path in done.removed:
        print_message(say("cli.erased_removed", file=path))
    for path in done.unread:
        print_message(say("cli.erased_unread", file=path))
    print_message(say("cli.erased", changes=done.changes, backups=done.backups))


def print_waiting(file: OpenFile) -> None:
    """Before something is locked or sent: what is not decided yet."""
    if count := erasures.count_waiting(file):
        print_message(say("erasures.waiting", count=count))


def _whose(question: ErasureQuestion) -> str:
    name, author = question.file or say("erasures.unknown_file"), question.author or say("ui.nobody")
    return say("erasures.whose", file=name, unit=question.unit_name or "–", author=author)


def _columns(file: OpenFile, asked: AskedItem) -> list[str]:
    place = asked.place
    title = records.title_of(file, place.record) if place.record else ""
    name = words.field(file.plan, place.kind, place.field) if place.kind else place.field
    return [
        title or place.record,
        name,
        words.value(file, place.kind, place.field, asked.value)[:80],
        in_words(asked.why),
    ]
