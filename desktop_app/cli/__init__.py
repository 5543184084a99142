"""The command line: a second front end for scripts, tests, upper-level offices and people without a screen."""

import itertools
import os
import sys
from collections.abc import Sequence

from desktop_app import texts
from desktop_app.catalogue import LANGUAGES
from desktop_app.cli.arguments import build_parser
from desktop_app.cli.output import print_message, standard_output, use_utf8
from desktop_app.cli.parser import function_of
from desktop_app.errors import AppError
from desktop_app.texts import say

NOBODY_READS = 141  # what a shell says of any program that a closed pipe ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0: done, 1: a sentence on standard error says what to do, 2: wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_utf8()
    texts.set_language(_language(given))
    try:
        return _run(given)
    except BrokenPipeError:
        for stream in (sys.stdout, sys.stderr):  # what they still hold goes nowhere, and Python says nothing of it
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return NOBODY_READS


def _run(given: list[str]) -> int:
    try:
        chosen = build_parser().parse_args(given)
        texts.read_messages()
        with standard_output():
            return int(function_of(chosen.run)(chosen) or 0)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except AppError as error:
        print_message(error.message)
    except KeyboardInterrupt:
        print_message(say("cli.stopped"))
    return 1


def _language(given: list[str]) -> str:
    """The language asked for, known before anything can go wrong."""
    for word, following in itertools.pairwise([*given, ""]):
        named = following if word == "--lang" else word.partition("--lang=")[2]
        if named in LANGUAGES:
            return named
    return "vi"
