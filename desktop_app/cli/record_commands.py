"""The commands about records: taken in, given out, searched, and their history."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_session
from desktop_app.cli.output import emit, emit_json, emit_list, lines_of, print_message, text_to
from desktop_app.domain.act_names import kind_name
from desktop_app.domain.changes import DELETED
from desktop_app.domain.history_item import HistoryItem
from desktop_app.domain.values import Stored, from_stored, to_json
from desktop_app.errors import AppError
from desktop_app.paths import is_folder
from desktop_app.session import OpenFile, data_package, imports, records
from desktop_app.texts import in_words, say


def import_(chosen: argparse.Namespace) -> int:
    if chosen.kind is not None or chosen.source.lower().endswith((".xlsx", ".csv")):
        from desktop_app.cli.sheet_commands import import_sheet

        return import_sheet(chosen)
    if chosen.source.lower().endswith(".db"):
        raise AppError("cli.import_ledger", file=chosen.source)
    if chosen.source != "-" and not chosen.source.lower().endswith(".jsonl"):
        raise AppError("cli.import_ending", file=chosen.source)
    with open_session(chosen) as file:
        result = imports.import_lines(file, lines_of(chosen.source), chosen.dry_run)
    written = not result.problems and not chosen.dry_run
    if chosen.json:
        problems = [
            {"line": p.line, "record": p.record, "field": p.field, "message": p.message} for p in result.problems
        ]
        emit_json({
            "written": written, "ids": result.ids, "unfinished": result.unfinished, "here": result.here,
            "problems": problems,
        })  # fmt: skip
    else:
        for record in result.ids:
            emit(record)
        for problem in result.problems:
            print_message(say("cli.problem_line", line=problem.line, message=problem.message))
    if result.problems:
        print_message(say("cli.nothing_imported", count=len(result.problems)))
        return 1
    key = "cli.imported" if written else "cli.would_import"
    print_message(say(key, count=len(result.ids) - result.here, unfinished=result.unfinished))
    if result.here:
        print_message(say("cli.import_here", count=result.here))
    return 0


def export(chosen: argparse.Namespace) -> None:
    if chosen.dhis2:
        from desktop_app.cli.dhis2_command import export_dhis2

        export_dhis2(chosen)
        return
    if chosen.kind is not None:
        from desktop_app.cli.sheet_commands import export_list

        export_list(chosen)
        return
    if chosen.out.endswith(("/", os.sep)) or is_folder(Path(chosen.out)):
        _export_package(chosen, Path(chosen.out))
        return
    if chosen.out.lower().endswith((".xlsx", ".csv")):
        raise AppError("cli.export_kind", file=chosen.out, known=_kinds_with_records(chosen))
    if chosen.out != "-" and not chosen.out.lower().endswith(".jsonl"):
        raise AppError("cli.export_ending", file=chosen.out)
    done = 0
    with open_session(chosen) as file, text_to(chosen.out) as target:
        for line in imports.export_lines(file):
            target.write(json.dumps(line, ensure_ascii=False) + "\n")
            done += 1
    print_message(say("cli.exported", count=done))


def _export_package(chosen: argparse.Namespace, folder: Path) -> None:
    with open_session(chosen) as file:
        count = data_package.write_folder(file, folder)
    print_message(say("cli.package_written", count=count, folder=folder))


def _kinds_with_records(chosen: argparse.Namespace) -> str:
    """The lists that could be meant, by the names that `--kind` takes."""
    with open_session(chosen) as file:
        found = [
            f"{kind.name} ({in_words(kind.list_label)})"
            for kind in file.plan.record_kinds.values()
            if records.count(file, kind.name)
        ]
    return ", ".join(found) or "–"


def form(chosen: argparse.Namespace) -> None:
    from desktop_app.cli import sheet_commands

    sheet_commands.form(chosen)


def search(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = [
            {"record": row.id, "kind": row.kind, "title": records.title_of(file, row.id)}
            for row in records.search(file, chosen.text, chosen.limit)
        ]
        plan = file.plan
    emit_list(
        chosen, found, lambda row: (row["record"], kind_name(plan, row["kind"]), row["title"]), "ui.no_rows_found"
    )


def history(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        items, view = records.history(file, chosen.record), records.find(file, chosen.record)
        kind = view.kind if view else ""
        if chosen.json:
            emit_json([_past(file, kind, item) for item in items])
            return
        for i in items:
            emit(i.time, i.author, words.field(file.plan, kind, i.field), words.past(file, kind, i), i.stamp.hex())


def _past(file: OpenFile, kind: str, i: HistoryItem) -> dict[str, Any]:
    """One change of a record as JSON."""
    fields = file.plan.kinds[kind].fields if kind else {}

    def plain(value: Stored) -> Any:
        if i.field in fields:
            return to_json(from_stored(fields[i.field], value))
        return bool(value) if i.field == DELETED and isinstance(value, int) else value

    return {
        "stamp": i.stamp.hex(), "field": i.field, "value": plain(i.value), "before": plain(i.before),
        "replaces": [stamp.hex() for stamp in i.replaces], "author": i.author, "time": i.time, "act": i.act.hex(),
        "act_kind": i.act_kind, "erased": i.erased, "erased_by": i.erased_by,
        "source": i.source or None, "merged": i.came or None,
    }  # fmt: skip
