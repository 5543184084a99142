"""The commands and what each of them takes; wrong usage is said in the language in force."""

import argparse
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from desktop_app import texts
from desktop_app.cli import (
    backups,
    erase,
    figures,
    files,
    merging,
    narrative,
    records,
    reports,
    salvage,
    sending,
    turning,
)  # fmt: skip
from desktop_app.domain.completeness import STATES, TIMELINESS
from desktop_app.domain.trend import STEPS
from desktop_app.texts import say

PLAN = "lai-chau-2022"
DEMO_RECORDS = 3000
WRONG_USAGE = 2
Run = Callable[[argparse.Namespace], int | None]

# what argparse says -> our words for it
_USAGE = (
    (r"the following arguments are required: (.+)", "cli.usage_required"),
    (r"unrecognized arguments: (.+)", "cli.usage_unknown"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "cli.usage_choice"),
    (r"argument (.+?): expected .+", "cli.usage_no_value"),
    (r"argument (.+?): invalid .+ value: (.+)", "cli.usage_value"),
)


class _Parser(argparse.ArgumentParser):
    """argparse with our words for what went wrong."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False, allow_abbrev=False)
        self._positionals.title, self._optionals.title = say("cli.usage_words"), say("cli.usage_options")
        self.add_argument("-h", "--help", action="help", help=say("cli.help_help"))
        self.add_argument("--lang", choices=texts.LANGUAGES, default=argparse.SUPPRESS, help=say("cli.help_lang"))

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


def _text(raw: str) -> str:
    """An argument as UTF-8, whatever the console's encoding made of it."""
    return os.fsencode(raw).decode("utf-8", "replace")


def _at_least(lowest: int) -> Callable[[str], int]:
    """Reads a whole number that is not below `lowest`."""

    def number(raw: str) -> int:
        if int(raw) < lowest:
            raise ValueError(raw)
        return int(raw)

    return number


class _Commands:
    """The commands of a parser; each sets `run`, the function that carries it out."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._sub = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)

    def add(self, name: str, run: Run, *arguments: str, with_json: bool = False) -> argparse.ArgumentParser:
        """A command that takes FILE, a passphrase and these further arguments, by position."""
        added: argparse.ArgumentParser = self._sub.add_parser(name, help=say(f"cli.help_{name}"))
        added.description = say(f"cli.help_{name}")
        added.set_defaults(run=run)
        added.add_argument("file", metavar="FILE", type=Path)
        for argument in arguments:
            added.add_argument(argument, metavar=argument.upper(), type=_text)
        if name == "merge":
            added.add_argument("--passphrase-file", metavar="[SOURCE=]F", action="append", type=_text)
        else:
            added.add_argument("--passphrase-file", metavar="F", type=Path)
        if with_json:
            added.add_argument("--json", action="store_true")
        return added


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(prog="sokehoach", description=say("cli.help_program"))
    commands = _Commands(parser)
    _add_files(commands)
    _add_records(commands)
    _add_merging(commands)
    _add_figures(commands)
    _add_care(commands)
    commands.add("check", files.check, with_json=True)
    return parser


def _add_files(commands: _Commands) -> None:
    new = commands.add("new", files.new)
    new.add_argument("--plan", default=PLAN, type=_text)
    new.add_argument("--unit", required=True, type=_text)
    new.add_argument("--author", default="", type=_text, metavar="NAME")
    demo = commands.add("demo", files.demo)
    demo.add_argument("--plan", default=PLAN, type=_text)
    demo.add_argument("--units", type=_at_least(1), metavar="N")
    demo.add_argument("--records", type=_at_least(0), default=DEMO_RECORDS, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="N")
    commands.add("info", files.info, with_json=True)
    commands.add("kinds", files.kinds, with_json=True)


def _add_records(commands: _Commands) -> None:
    take = commands.add("import", records.import_, with_json=True)
    take.add_argument("source", metavar="SOURCE")
    take.add_argument("--dry-run", action="store_true")
    commands.add("export", records.export).add_argument("--out", required=True, metavar="X")
    search = commands.add("search", records.search, "text", with_json=True)
    search.add_argument("--limit", type=_at_least(0), default=50, metavar="N")
    commands.add("history", records.history, "record", with_json=True)
    commands.add("acts", turning.acts, with_json=True)
    commands.add("undo", turning.undo, "act", with_json=True).add_argument("--dry-run", action="store_true")
    commands.add("redo", turning.redo, "act", with_json=True)


def _add_merging(commands: _Commands) -> None:
    merge = commands.add("merge", merging.merge, with_json=True)
    merge.add_argument("sources", metavar="SOURCE", nargs="+", type=Path)
    merge.add_argument("--dry-run", action="store_true")
    merge.add_argument("--take", metavar="UNIT", action="extend", nargs="+", type=_text, default=[])
    send = commands.add("send", sending.send, with_json=True)
    send.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    send.add_argument("--unit", type=_text, metavar="UNIT")
    commands.add("sent", sending.sent, with_json=True)
    commands.add("conflicts", merging.conflicts, with_json=True)
    commands.add("settle", merging.settle, "record", "field", "value")
    commands.add("duplicates", merging.duplicates, with_json=True)
    commands.add("join", merging.join, "record", "other")


def _add_care(commands: _Commands) -> None:
    gone = commands.add("erase", erase.erase, with_json=True)
    gone.add_argument("stamps", metavar="STAMP", nargs="+", type=_text)
    gone.add_argument("--reason", required=True, type=_text, metavar="TEXT")
    saved = commands.add("salvage", salvage.salvage, with_json=True)
    commands.add("backup", backups.backup)
    commands.add("backups", backups.backups, with_json=True)
    restore = commands.add("restore", backups.restore, "backup")
    for command in (saved, restore):
        command.add_argument("--out", required=True, type=Path, metavar="NEW")


def _add_figures(commands: _Commands) -> None:
    progress = commands.add("progress", figures.progress, with_json=True)
    explain = commands.add("explain", figures.explain, "code", with_json=True)
    completeness = commands.add("completeness", figures.completeness, with_json=True)
    report = commands.add("report", reports.report)
    report.add_argument("--out", required=True, type=Path, metavar="X")
    report.add_argument("--correction", action="store_true")
    report.add_argument("--reason", default="", type=_text, metavar="TEXT")
    lock = commands.add("lock", reports.lock, with_json=True)
    unlock = commands.add("unlock", reports.unlock)
    unlock.add_argument("--reason", required=True, type=_text, metavar="TEXT")
    commands.add("locks", reports.locks, with_json=True)
    correction = commands.add("correction", reports.correction, with_json=True)
    text = commands.add("narrative", narrative.narrative, with_json=True)
    text.add_argument("--section", type=_text, metavar="S")
    text.add_argument("--set", type=_text, metavar="F")
    board = commands.add("board", figures.board, with_json=True)
    board.add_argument("--level", type=_text, metavar="LEVEL")
    board.add_argument("--area", type=_text, metavar="AREA")
    board.add_argument("--state", action="append", choices=STATES)
    board.add_argument("--timeliness", action="append", choices=TIMELINESS)
    deadlines = commands.add("deadlines", figures.deadlines, with_json=True)
    deadlines.add_argument("--period", type=_text, metavar="PERIOD")
    for command in (progress, explain, completeness, board, report, lock, unlock, correction, text):
        command.add_argument("--period", required=True, type=_text, metavar="PERIOD")
        command.add_argument("--unit", type=_text, metavar="UNIT")
    trend = commands.add("trend", figures.trend, with_json=True)
    trend.add_argument("--code", type=_text, metavar="CODE")
    trend.add_argument("--step", choices=tuple(STEPS), default="quarter")
    trend.add_argument("--unit", type=_text, metavar="UNIT")
    ranking = commands.add("ranking", figures.ranking, "code", with_json=True)
    ranking.add_argument("--level", type=_text, metavar="LEVEL")
    ranking.add_argument("--period", required=True, type=_text, metavar="PERIOD")
    ranking.add_argument("--unit", type=_text, metavar="UNIT")
    progress.add_argument("--by", type=_text, metavar="VERSION")
    for command in (progress, explain, trend, ranking):
        command.add_argument("--reading", type=_text, metavar="READING")
