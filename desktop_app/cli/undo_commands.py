"""The commands about acts: listed, taken back and done again, with what went and what stayed."""

import argparse
from collections.abc import Sequence

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_session
from desktop_app.cli.output import emit, emit_json, print_if_none, print_message
from desktop_app.domain.act_names import OWN_KINDS, act_name, kind_name
from desktop_app.domain.changes import DELETED
from desktop_app.domain.reversal import ReversalPart, UndoResult
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, undo
from desktop_app.texts import in_words, say


def acts(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = undo.acts(file)
    if chosen.json:
        emit_json([
            {
                "act": a.act.hex(), "kind": a.kind, "author": a.author, "time": a.time, "changes": a.changes,
                "source": a.source, "undone": a.undone, "target": a.target.hex() if a.target else None,
            }
            for a in found
        ])  # fmt: skip
        return
    print_if_none(found, "cli.no_acts")
    for a in found:
        undone = say("exchange.taken_back") if a.undone else ""
        emit(a.act.hex(), a.time, act_name(a.kind, a.source), a.changes, a.author, undone)


def act_id(text: str) -> bytes:
    """The act that somebody names by its digits. AppError: it is none."""
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise AppError("core.no_act", act=text) from error


def undo_act(chosen: argparse.Namespace) -> None:
    act = act_id(chosen.act)
    with open_session(chosen) as file:
        if chosen.dry_run:
            result = undo.preview(file, act)
            _print(file, chosen, result, [*result.moved, *result.retained], say("revert.preview"))
        else:
            before = next((a.undone for a in undo.acts(file) if a.act == act), False)
            result = undo.undo(file, act)
            _print(file, chosen, result, result.retained, say("cli.undone") if result.act else _nothing(result, before))


def redo_act(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        result = undo.redo(file, act_id(chosen.act))
        _print(file, chosen, result, result.retained, say("cli.redone") if result.act else _nothing(result))


def _nothing(result: UndoResult, undone_before: bool = False) -> str:
    """Why nothing was moved; of each part that stays a line says it."""
    if undone_before:
        return say("cli.undone_before")
    return say("cli.nothing_moved") if result.retained else say("cli.nothing_left")


def _print(
    file: OpenFile, chosen: argparse.Namespace, result: UndoResult, parts: Sequence[ReversalPart], sentence: str
) -> None:
    """Print the act, or all of it as JSON; tell people what went and stayed."""
    if chosen.json:
        emit_json(result)
    elif result.act:
        emit(result.act.hex())
    for part in parts:
        print_message(_line(file, part))
    print_message(sentence)


def _line(file: OpenFile, part: ReversalPart) -> str:
    """“goes: title, field”, or “stays: title, field: why”."""
    name = say("revert.deletion") if part.field == DELETED else words.field(file.plan, part.kind, part.field)
    title = ", ".join(filter(None, (part.title or part.record, name)))
    if part.kind in OWN_KINDS:
        title = in_words(kind_name(file.plan, part.kind))
    if not part.reason:
        return say("revert.moves", title=title, changes=part.changes)
    reason = part.reason.replace("-", "_")
    why = say(f"revert.why_{reason}", author=part.author, other=part.other_title or part.other)
    return say("revert.stays", title=title, why=why)
