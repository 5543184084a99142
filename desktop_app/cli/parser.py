"""argparse with our words: wrong usage and every argument's help in the language in force."""

import argparse
import importlib
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from desktop_app.catalogue import LANGUAGES
from desktop_app.domain.day_values import parse_day
from desktop_app.texts import say

WRONG_USAGE = 2
Run = Callable[[argparse.Namespace], int | None]

# what argparse says -> our words for it
_USAGE = (
    (r"the following arguments are required: (.+)", "cli.usage_required"),
    (r"unrecognized arguments: (.+)", "cli.usage_unknown"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "cli.usage_choice"),
    (r"argument (.+?): expected .+", "cli.usage_no_value"),
    (r"argument (.+?): invalid day value: (.+)", "cli.usage_day"),
    (r"argument (.+?): invalid .+ value: (.+)", "cli.usage_value"),
    (r"argument (.+?): not allowed with argument (.+)", "cli.usage_not_both"),
    (r"argument (.+?): ignored explicit argument (.+)", "cli.usage_value"),
)


class Parser(argparse.ArgumentParser):
    """Every argument has a help text: its own, or `cli.arg_…` after its name."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False, allow_abbrev=False)
        self._positionals.title, self._optionals.title = say("cli.usage_words"), say("cli.usage_options")
        self.add_argument("-h", "--help", action="help", help=say("cli.help_help"))
        self.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("cli.help_lang"))

    def add_argument(self, *names: str, **settings: Any) -> argparse.Action:
        if "help" not in settings:
            settings["help"] = say(f"cli.arg_{names[-1].lstrip('-').replace('-', '_')}")
        return super().add_argument(*names, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """What a command does not know it says itself, with its own usage; argparse would leave it to the program."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", say("cli.usage_title"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", say("cli.usage_title"), 1)

    def error(self, message: str) -> NoReturn:
        for pattern, key in _USAGE:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                message = say(key, **dict(zip("abc", found.groups(), strict=False)))
        self.exit(WRONG_USAGE, f"{message}\n{self.format_usage()}")


def text(raw: str) -> str:
    """An argument as UTF-8, whatever the console's encoding made of it."""
    return os.fsencode(raw).decode("utf-8", "replace")


def day(raw: str) -> date:
    """A day as it is typed in the window, 1/2/22, or as programs write it."""
    found = parse_day(raw.strip())
    if not isinstance(found, str):
        raise ValueError(raw)
    return date.fromisoformat(found)


def at_least(lowest: int) -> Callable[[str], int]:
    """Reads a whole number that is not below `lowest`."""

    def number(raw: str) -> int:
        if int(raw) < lowest:
            raise ValueError(raw)
        return int(raw)

    return number


def function_of(run: str) -> Run:
    """The function `module.name` of this folder: what a command needs is imported when it runs."""
    module, _, name = run.partition(".")
    found: Run = getattr(importlib.import_module(f"desktop_app.cli.{module}"), name)
    return found


class Commands:
    """The commands of a parser; each sets `run`, the name of its function. `group`: the word before them."""

    def __init__(self, parser: argparse.ArgumentParser, first: str = "") -> None:
        self._first = first
        self._sub = parser.add_subparsers(
            dest="command", metavar="COMMAND", required=True, parser_class=Parser, help=say("cli.help_commands")
        )

    def group(self, name: str) -> "Commands":
        """Commands of two words, of which this is the first."""
        parser = self._sub.add_parser(name, help=say(f"cli.help_{name}"))
        parser.description = say(f"cli.help_{name}")
        return Commands(parser, f"{name}_")

    def add(
        self,
        name: str,
        run: str,
        *arguments: str,
        with_json: bool = False,
        file: str | None = "cli.arg_file",
        needs_file: bool = True,
    ) -> argparse.ArgumentParser:
        """A command that takes FILE, a passphrase and these further arguments, by position; `file` None: no FILE."""
        added: argparse.ArgumentParser = self._sub.add_parser(name, help=say(f"cli.help_{self._first}{name}"))
        added.description = say(f"cli.help_{self._first}{name}")
        added.set_defaults(run=run)
        if file is not None:
            _take_file(added, name, file, needed=needs_file)
        for argument in arguments:
            added.add_argument(argument, metavar=argument.upper(), type=text)
        if with_json:
            added.add_argument("--json", action="store_true")
        return added


def _take_file(added: argparse.ArgumentParser, name: str, file: str, *, needed: bool) -> None:
    """FILE, and what opens it."""
    added.add_argument("file", metavar="FILE", type=Path, help=say(file), nargs=None if needed else "?")
    if name in ("merge", "carry", "adopt", "decline"):
        help_ = say("cli.arg_passphrase_files")
        added.add_argument("--passphrase-file", metavar="[SOURCE=]F", action="append", type=text, help=help_)
    else:
        added.add_argument("--passphrase-file", metavar="F", type=Path)
    added.add_argument("--recovery-file", metavar="F", type=Path)
