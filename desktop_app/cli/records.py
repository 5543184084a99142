"""The commands about records: taken in, given out, searched, and their history."""

import argparse
import json
from typing import Any

from desktop_app.cli.files import open_session
from desktop_app.cli.output import emit, emit_json, lines_of, tell, text_to
from desktop_app.domain.changes import DELETED
from desktop_app.domain.values import from_stored, to_json
from desktop_app.errors import AppError
from desktop_app.texts import say


def import_(chosen: argparse.Namespace) -> int:
    if chosen.source != "-" and not chosen.source.endswith(".jsonl"):
        raise AppError("cli.import_ending", file=chosen.source)
    with open_session(chosen) as session, lines_of(chosen.source) as lines:
        result = session.import_lines(lines, chosen.dry_run)
    written = not result.problems and not chosen.dry_run
    if chosen.json:
        problems = [
            {"line": p.line, "record": p.record, "field": p.field, "message": p.message} for p in result.problems
        ]
        emit_json({"written": written, "ids": result.ids, "unfinished": result.unfinished, "problems": problems})
    else:
        for record in result.ids:
            emit(record)
        for problem in result.problems:
            tell(say("cli.problem_line", line=problem.line, message=problem.message))
    if result.problems:
        tell(say("cli.nothing_imported", count=len(result.problems)))
        return 1
    key = "cli.imported" if written else "cli.would_import"
    tell(say(key, count=len(result.ids), unfinished=result.unfinished))
    return 0


def export(chosen: argparse.Namespace) -> None:
    if chosen.out != "-" and not chosen.out.endswith(".jsonl"):
        raise AppError("cli.export_ending", file=chosen.out)
    done = 0
    with open_session(chosen) as session, text_to(chosen.out) as target:
        for line in session.export_lines():
            target.write(json.dumps(line, ensure_ascii=False) + "\n")
            done += 1
    tell(say("cli.exported", count=done))


def search(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        found = [
            {"record": row.id, "kind": row.kind, "title": session.title(row.id)}
            for row in session.search(chosen.text, chosen.limit)
        ]
    if chosen.json:
        emit_json(found)
        return
    for row in found:
        emit(f"{row['record']}\t{row['kind']}\t{row['title']}")


def history(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as session:
        items = session.history(chosen.record)
        view = session.record(chosen.record)
        fields = session.plan.kinds[view.kind].fields if view else {}

    def plain(name: str, value: str | int | None) -> Any:
        if name in fields:
            return to_json(from_stored(fields[name], value))
        return bool(value) if name == DELETED and isinstance(value, int) else value

    found = [
        {
            "stamp": i.stamp.hex(), "field": i.field, "value": plain(i.field, i.value),
            "before": plain(i.field, i.before), "replaces": [stamp.hex() for stamp in i.replaces],
            "author": i.author, "time": i.time, "act": i.act.hex(), "act_kind": i.act_kind, "erased": i.erased,
            "source": i.source or None, "merged": i.came or None,
        }
        for i in items
    ]  # fmt: skip
    if chosen.json:
        emit_json(found)
        return
    for item in found:
        value = json.dumps(item["value"], ensure_ascii=False)
        emit(f"{item['time']}\t{item['author']}\t{item['field']}\t{value}")
