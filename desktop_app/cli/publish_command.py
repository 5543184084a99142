"""The command that publishes a ledger: it shows what would leave, and sends it only when it is told to."""

import argparse
import getpass
import sys
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_session
from desktop_app.cli.output import emit, emit_json, print_message
from desktop_app.domain.publication_scope import INCLUDED, PublishedKind
from desktop_app.errors import AppError
from desktop_app.messages import joined
from desktop_app.session import publishing
from desktop_app.texts import in_words, say

if TYPE_CHECKING:
    from desktop_app.session.publishing import Published


def publish(chosen: argparse.Namespace) -> None:
    include, roles = set(chosen.include), dict(map(read_role, chosen.role))
    publishing.check_address(chosen.address)
    with open_session(chosen) as file:
        leaving = publishing.what_leaves(file, include)
        done = None
        if chosen.send:
            done = publishing.publish(
                file, chosen.address, include, ask_password, as_source=chosen.source, roles=roles,
                roles_away=chosen.no_role,
            )  # fmt: skip
    if chosen.json:
        emit_json({"kinds": leaving, "include": sorted(include), "published": done})
        return
    _emit_leaving(leaving, include)
    print_message(say("publish.always", file=file.path.name))
    if done is None:
        print_message(say("server.not_sent"))
    else:
        _say_done(done)


def _emit_leaving(leaving: Iterable[PublishedKind], include: Collection[str]) -> None:
    for one in leaving:
        state = say("server.kind_leaves" if one.leaves else "server.kind_stays")
        emit(one.kind, one.label, one.records, state, joined(one.staying) if one.leaves else "")
    for name in INCLUDED:
        if name not in include:
            print_message(say(f"server.stays_{name}", name=name))


def _say_done(done: "Published") -> None:
    print_message(say("server.sent", changes=done.changes, records=done.records))
    for claim in done.claims:
        print_message(say("server.claim", claim=claim, source=done.source))
    for role, unit in done.roles:
        print_message(say("server.role_reads", role=role, unit=unit))
    if done.erased:
        print_message(say("server.erased"))
    if done.still_read:
        print_message(say("server.still_read"))


def read_role(text: str) -> tuple[str, str]:
    """`NAME=UNIT`."""
    name, _, unit = text.rpartition("=")
    if not name or not unit:
        raise AppError("server.bad_role", text=text)
    return name, unit


def ask_password() -> str:
    """Asked for at the terminal, and shown nowhere. AppError: nobody sits at one."""
    if not sys.stdin.isatty():
        raise AppError("server.password_needed")
    return getpass.getpass(say("server.password"))


def progress_there(chosen: argparse.Namespace) -> None:
    """The figures that a server works out; those that it can't give are sentences."""
    found = publishing.progress_there(
        chosen.server, ask_password, chosen.period, chosen.unit, chosen.reading, chosen.plan
    )
    if chosen.json:
        emit_json([
            one.figure.to_json() if one.figure else {"code": one.indicator.code, "refused": in_words(one.refusal)}
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        if one.figure:
            figure = one.figure
            emit(figure.code, figure.value or figure.text, figure.ratio, words.verdict(figure), figure.title)
        else:
            emit(one.indicator.code, "–", "", one.refusal, one.indicator.title)
