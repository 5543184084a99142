"""The commands about copies that are handed over."""

import argparse

from desktop_app.cli.files import open_session, unit_code
from desktop_app.cli.output import emit, emit_json, tell, tell_if_none
from desktop_app.texts import say


def send(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        made = session.send(chosen.out, unit_code(session, chosen.unit))
    if chosen.json:
        emit_json({"path": str(made.path), "records": made.records, "bytes": made.bytes, "encrypted": made.encrypted})
    else:
        emit(made.path)
    tell(say("send.made", records=made.records))
    tell(say("send.encrypted") if made.encrypted else say("send.not_encrypted"))
    tell(say("send.pull_out"))


def sent(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        found = session.sent_files()
        units = session.units
    if chosen.json:
        emit_json([file.to_json() for file in found])
        return
    tell_if_none(found, "exchange.sent_none")
    for file in found:
        emit(file.name, units.name(file.unit), file.author, file.time, file.records)
