"""The command that writes the guide for paper."""

import argparse
from datetime import datetime

from desktop_app.cli.output import check_ending, print_message, writing_new
from desktop_app.session import guide as pages
from desktop_app.texts import say


def guide(chosen: argparse.Namespace) -> None:
    check_ending(chosen.file, ".pdf")
    content = pages.as_pdf(chosen.today or datetime.now().astimezone().date())
    with writing_new(chosen.file) as target:
        target.write(content)
    print_message(say("handbook.saved", file=chosen.file.name))
