"""The command that writes a report's figures as DHIS2 takes them."""

import argparse
from pathlib import Path

from desktop_app.cli.file_commands import open_session, period_and_unit
from desktop_app.cli.output import print_message, writing_new
from desktop_app.errors import AppError
from desktop_app.session import dhis2
from desktop_app.texts import say


def export_dhis2(chosen: argparse.Namespace) -> None:
    form = Path(chosen.out).suffix.lower().removeprefix(".")
    if form not in dhis2.FORMS:
        raise AppError("cli.dhis2_ending", file=chosen.out)
    if chosen.period is None:
        raise AppError("cli.dhis2_period")
    with open_session(chosen) as file:
        period, unit = period_and_unit(file, chosen)
        found = dhis2.make(file, period, unit, chosen.audience)
        print_message(found.days)
        if found.differs_from_lock:
            print_message(say("dhis2.differs"))
        with writing_new(Path(chosen.out)) as target:
            target.write(found.text(form).encode())
    print_message(say("cli.dhis2_written", count=len(found.made.values), file=chosen.out, scheme=found.made.id_scheme))
