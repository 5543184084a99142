"""The commands about the official report: the report as a file."""

import argparse

from desktop_app.cli.files import open_session, unit_code
from desktop_app.cli.output import tell, writing_new
from desktop_app.errors import AppError
from desktop_app.texts import say

FORMS = ("pdf", "docx", "xlsx")


def report(chosen: argparse.Namespace) -> None:
    form = chosen.out.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise AppError("cli.report_ending", file=chosen.out.name)
    if chosen.out.exists():
        raise AppError("core.exists", file=chosen.out.name)
    with open_session(chosen) as session:
        made = session.report(session.period(chosen.period), unit_code(session, chosen.unit), form)
    with writing_new(chosen.out) as target:
        target.write(made)
    tell(say("cli.report_made", file=chosen.out.name))
