"""The commands about a file as a whole: made, filled for a demonstration, described, checked."""

import argparse
import itertools
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop_app import own_plans
from desktop_app.cli.output import check_ending, emit, emit_json, print_message, reading
from desktop_app.cli.plan_json import kind_json
from desktop_app.domain.act_names import kind_name
from desktop_app.domain.collation import fold
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.errors import AppError
from desktop_app.messages import Text, show_number
from desktop_app.paths import name_of
from desktop_app.session import OpenFile, figures, imports, maintenance, opening, passphrases
from desktop_app.session.maintenance import UNUSED
from desktop_app.texts import in_words, language, say

BATCH = 2000
FINDINGS = ("types", "digest", "reverted", "tables", "table", "foreign key", "plan", "meta", UNUSED)


def open_session(chosen: argparse.Namespace) -> OpenFile:
    """The data file that a command names."""
    file = open_named(chosen.file, passphrase_of(chosen))
    file.said_today = getattr(chosen, "today", None)
    return file


def open_named(path: Path, passphrase: str | None) -> OpenFile:
    """A data file, in the language of the person; what a killed program left of it is finished first."""
    file = opening.open_file(path, passphrase=passphrase)
    file.language = language()
    for sentence in opening.found_at_opening(file):
        print_message(sentence)
    try:
        maintenance.finish_interrupted(file)
    except AppError as error:  # the next start will try again
        print_message(error.message)
    return file


@contextmanager
def open_to_read(chosen: argparse.Namespace) -> Iterator[OpenFile]:
    """The data file that a command names, or a private copy of it where nothing can be written."""
    with ExitStack() as opened:
        try:
            file = opened.enter_context(open_session(chosen))
        except AppError as error:
            if error.key != "core.read_only":
                raise
            file = opened.enter_context(opening.open_copy(chosen.file, passphrase=passphrase_of(chosen)))
            file.language = language()
        yield file


def passphrase_of(chosen: argparse.Namespace) -> str | None:
    """What opens the file that a command names: a passphrase, the code of its recovery page, or nothing."""
    return recovery_of(chosen) or (read_passphrase(chosen.passphrase_file) if chosen.passphrase_file else None)


def recovery_of(chosen: argparse.Namespace) -> str | None:
    """What opens the file by its recovery page, if a command was given the code."""
    if chosen.recovery_file is None:
        return None
    with reading(chosen.recovery_file):
        return passphrases.read_recovery(chosen.recovery_file.read_text(encoding="utf-8-sig"))


def read_passphrase(file: Path) -> str:
    """The first line of a file, so that no passphrase stands in a list of running programs."""
    with reading(file):
        found = file.read_text(encoding="utf-8-sig").split("\n")[0].rstrip("\r")
    if not found:
        raise AppError("cli.no_passphrase", file=name_of(file))
    if "\0" in found:  # text of two bytes a letter, without the mark that says so
        raise AppError("cli.not_utf8", file=name_of(file))
    return found


def period_and_unit(file: OpenFile, chosen: argparse.Namespace) -> tuple[Period, str | None]:
    """The report that a command asks for; None stands for the file's own unit."""
    return figures.read_period(file, chosen.period), unit_code(file, chosen.unit)


def unit_code(file: OpenFile, text: str | None) -> str | None:
    """A code of the file's unit list, from `03388` or `2022:03388`; None stands for the file's own unit."""
    return None if text is None else _code(file.plan, text)


def _code(plan: Plan, text: str) -> str:
    version, colon, code = text.rpartition(":")
    if not colon and text not in plan.units:
        named = [unit for unit in plan.units if fold(unit.name) == fold(text)]
        if named:
            codes = ", ".join(unit.code for unit in named)
            raise AppError("cli.unit_by_name", unit=named[0].name, codes=codes)
    if not colon or version == plan.unit_version:
        return plan.units.now(code)
    earlier = [old.partition(":")[2] for old, new in plan.source.get("lineage", ()) if new == text]
    if not earlier:
        raise AppError("core.no_unit", unit=text)
    raise AppError("cli.other_units", unit=text, version=plan.unit_version, codes=", ".join(earlier))


def new(chosen: argparse.Namespace) -> None:
    check_ending(chosen.file, ".db")
    source = own_plans.known_plan(chosen.plan)
    unit = _code(parse_plan(source), chosen.unit)
    with opening.create_file(chosen.file, source, unit, chosen.author, passphrase=passphrase_of(chosen)) as file:
        print_message(say("cli.made", file=name_of(chosen.file), unit=file.units.name(unit)))


def demo(chosen: argparse.Namespace) -> None:
    check_ending(chosen.file, ".db")
    source = own_plans.known_plan(chosen.plan)
    with opening.create_file(chosen.file, source, source["plan"]["root"], passphrase=passphrase_of(chosen)) as file:
        try:
            done = unfinished = 0
            lines = imports.demo_lines(file, chosen.records, chosen.units, chosen.seed)
            while batch := [json.dumps(line) for line in itertools.islice(lines, BATCH)]:
                result = imports.import_lines(file, batch)
                assert not result.problems, result.problems  # a made-up record is valid, else the generator is wrong
                done, unfinished = done + len(result.ids), unfinished + result.unfinished
        except BaseException:
            file.close()
            chosen.file.unlink(missing_ok=True)
            raise
    print_message(say("cli.demo_made", file=name_of(chosen.file), count=done, unfinished=unfinished))


def info(chosen: argparse.Namespace) -> None:
    with open_to_read(chosen) as file:
        found = maintenance.info(file)
        plan = file.plan
    if chosen.json:
        emit_json(found)
        return
    for name, value in found.items():
        if name != "records":
            emit(f"{say(f'cli.info_{name}')}: {_plain(value)}")
    for name, count in found["records"].items():
        known = plan.record_kinds.get(name)
        emit(f"  {in_words(known.list_label if known else kind_name(plan, name))}: {in_words(show_number(count))}")


def _plain(value: object) -> str:
    """A truth value as a word, a list as one line, a sign for nothing."""
    if isinstance(value, bool):
        return say("core.yes") if value else say("core.no")
    text = (
        "; ".join(in_words(v) if isinstance(v, Text) else str(v) for v in value)
        if isinstance(value, list)
        else str(value)
    )
    return text or "–"


def kinds(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        plan = file.plan
    if chosen.json:
        emit_json([kind_json(plan, kind) for kind in plan.record_kinds.values()])
        return
    for kind in plan.record_kinds.values():
        emit(f"{kind.name}: {in_words(kind.label)}")
        for field in kind.fields.values():
            type_ = say(f"cli.type_{field.type.name}") + (f":{field.target}" if field.target else "")
            emit(f"  {field.name} ({type_}): {in_words(field.label)}{' *' if field.required == 'always' else ''}")


def check(chosen: argparse.Namespace) -> int:
    with open_to_read(chosen) as file:
        writable = os.access(chosen.file, os.W_OK)
        again = maintenance.make_plan_tables_again(file) if writable else []
        mended = maintenance.mend_unused(file) if writable else 0
        found = maintenance.check(file)
    if chosen.json:
        emit_json({"ok": not found, "problems": found})
    for table in again:
        print_message(say("cli.check_made_again", table=table))
    if mended:
        print_message(say("cli.check_unused_mended", count=mended))
    for problem in () if chosen.json else found:
        emit(_finding(problem))
    whole = all(problem.startswith(UNUSED) for problem in found)
    key = "cli.check_good" if not found else "cli.check_unused_only" if whole else "cli.check_bad"
    print_message(say(key, count=len(found)))
    return 1 if found else 0


def _finding(problem: str) -> str:
    """What `check` found in words; what SQLite itself says of a broken file stays as it is."""
    for name in FINDINGS:
        if problem.startswith(name):
            table = problem.removeprefix(name).lstrip(": ")
            return say(f"cli.check_{name.replace(' ', '_')}", table=table)
    return problem
