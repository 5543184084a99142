"""The commands about the passphrase of a file: set, changed, taken off, and its recovery page."""

import argparse
from pathlib import Path

from desktop_app.cli.file_commands import open_session, read_passphrase
from desktop_app.cli.output import check_ending, emit, emit_json, print_message, writing_new
from desktop_app.errors import AppError
from desktop_app.paths import is_file, is_folder, name_of
from desktop_app.session import OpenFile, opening, passphrases
from desktop_app.session.passphrases import Rekeyed
from desktop_app.settings import forget_figures
from desktop_app.texts import say


def set_(chosen: argparse.Namespace) -> None:
    new = _new(chosen)
    with open_session(chosen) as file:
        forget_figures(file.path)
        done = passphrases.set_passphrase(file, new)
    _after(chosen, done, new, say("keys.done_set"))
    print_message(say("keys.not_covered"))


def change(chosen: argparse.Namespace) -> None:
    new = _new(chosen)
    with open_session(chosen) as file:
        done = passphrases.change_passphrase(file, new)
    _after(chosen, done, new, say("keys.done_changed"))
    print_message(say("keys.not_covered"))


def remove(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        done = passphrases.remove_passphrase(file)
    _print(chosen, done, say("keys.done_removed"))


def recovery(chosen: argparse.Namespace) -> None:
    _check_place(chosen.out)
    with open_session(chosen) as file:
        _write_page(file, chosen.out)
    emit(chosen.out)


def _new(chosen: argparse.Namespace) -> str:
    """The new passphrase, once it is sure that the page has a place."""
    if chosen.out is not None:
        _check_place(chosen.out)
    return read_passphrase(chosen.new_passphrase_file)


def _check_place(page: Path) -> None:
    check_ending(page, ".pdf")
    if is_file(page) or is_folder(page):
        raise AppError("core.exists", file=name_of(page))
    if not is_folder(page.parent):
        raise AppError("core.no_folder", folder=str(page.parent))


def _after(chosen: argparse.Namespace, done: Rekeyed, new: str, sentence: str) -> None:
    _print(chosen, done, sentence)
    if chosen.out is None:
        print_message(say("keys.print_page"))
        return
    with opening.open_file(chosen.file, passphrase=new) as file:
        _write_page(file, chosen.out)


def _print(chosen: argparse.Namespace, done: Rekeyed, sentence: str) -> None:
    if chosen.json:
        emit_json(done)
    print_message(sentence)
    if done.backups:
        print_message(say("keys.backups_done", count=done.backups))
    for path in done.unread:
        print_message(say("keys.backup_unread", file=path))


def _write_page(file: OpenFile, out: Path) -> None:
    page = passphrases.recovery_page(file)
    with writing_new(out) as target:
        target.write(page)
    print_message(say("cli.page_made", file=name_of(out)))
