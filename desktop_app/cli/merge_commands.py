"""The commands about other files: taken in, conflicts listed and settled, duplicates joined."""

import argparse
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.cli import words
from desktop_app.cli.file_commands import open_named, open_session, read_passphrase, recovery_of, unit_code
from desktop_app.cli.output import emit, emit_json, print_if_none, print_message
from desktop_app.domain.act_names import kind_name
from desktop_app.domain.duplicates import Verdict
from desktop_app.domain.merging import ALL, REFUSED, Conflict, SourceReport, UnitReport
from desktop_app.domain.values import to_json
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.session import OpenFile, editing, exchange, imports, records
from desktop_app.texts import say

COUNTS = ("new", "changed", "deleted", "reverted", "conflicts")


def merge(chosen: argparse.Namespace) -> int:
    own, others = _passphrases(chosen)
    with open_named(chosen.file, own) as file:
        sources = exchange.find_sources(file, chosen.sources, others)
        take = [unit if unit == ALL else str(unit_code(file, unit)) for unit in chosen.take]
        result = (partial(exchange.preview, file) if chosen.dry_run else partial(exchange.merge, file))(sources, take)
    if chosen.json:
        emit_json({"act": result.act, "sources": result.reports})
    else:
        for report in result.reports:
            for line in _lines(report):
                emit(*line)
    if result.notice:
        print_message(result.notice)
    key = "merge.would_merge" if chosen.dry_run else "merge.done"
    merged = sum(report.changes > 0 for report in result.reports)
    print_message(say(key, files=len(result.reports), merged=merged, changes=result.changes, refused=result.refused))
    return 1 if result.refused else 0


def _passphrases(chosen: argparse.Namespace) -> tuple[str | None, dict[Path, str]]:
    """The passphrase of FILE, and those of the sources by path, from `F` and `SOURCE=F`."""
    own, others = recovery_of(chosen), {}
    for given in chosen.passphrase_file or ():
        source, equals, file = given.rpartition("=")
        if equals and not Path(given).exists():
            others[Path(source)] = read_passphrase(Path(file))
        else:
            own = read_passphrase(Path(given))
    return own, others


def _lines(report: SourceReport) -> Iterator[list[Text]]:
    """A line for the file, and one for each of its units where they are not all taken alike."""
    status = say(f"merge.status_{report.status.replace('-', '_')}")
    if report.status == REFUSED:
        yield [report.name, status, report.reason]
        return
    left = [say("merge.count_left", count=report.left)] if report.left else []
    edition = [say("merge.edition", edition=report.edition)] if report.edition else []
    yield [report.name, status, report.unit_name, "; ".join([*_counts(report), *left, *edition])]
    for unit in report.units if report.outside else ():
        if unit.changes:
            how = say("merge.unit_inside") if unit.inside else say("merge.unit_outside")
            status = say("merge.status_merged") if unit.taken else say("merge.status_left")
            yield ["", status, f"{unit.unit} {unit.unit_name}", "; ".join([*_counts(unit), how])]


def _counts(report: SourceReport | UnitReport) -> list[str]:
    return [say(f"merge.count_{name}", count=getattr(report, name)) for name in COUNTS if getattr(report, name)]


def conflicts(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = [_conflict(conflict) for conflict in records.open_conflicts(file)]
        plan = file.plan
    if chosen.json:
        emit_json(found)
        return
    print_if_none(found, "exchange.no_conflicts")
    for item in found:
        values = " | ".join(json.dumps(value["value"], ensure_ascii=False) for value in item["values"])
        kind, name = item["kind"], item["field"]
        emit(item["record"], kind_name(plan, kind), name, words.field(plan, kind, name), values)


def _conflict(conflict: Conflict) -> dict[str, Any]:
    values = [{"value": to_json(v.value), "author": v.author, "time": v.time, "unit": v.unit} for v in conflict.values]
    return {"record": conflict.record, "kind": conflict.kind, "field": conflict.field, "values": values}


def settle(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        value = imports.value_of(file, chosen.record, chosen.field, _raw(file, chosen))
        made = editing.settle(file, chosen.record, chosen.field, value)
    _after(made, say("merge.settled"))


def _raw(file: OpenFile, chosen: argparse.Namespace) -> Any:
    """VALUE as it stands for what JSON writes as text, else as JSON where it can be read so."""
    view = records.find(file, chosen.record)
    field = file.kind(view.kind).fields.get(chosen.field) if view else None
    if field and field.type.json_text and chosen.value != "null":
        return chosen.value
    try:
        return json.loads(chosen.value)
    except ValueError:
        return chosen.value


def duplicates(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        found = [
            (one, records.title_of(file, one.survivor))
            for kind in file.plan.record_kinds
            for one in exchange.duplicates(file, kind)
        ]
        plan = file.plan
    found.sort(key=lambda item: -item[0].score)
    if chosen.json:
        emit_json([one.to_json() | {"title": title} for one, title in found])
        return
    print_if_none(found, "duplicates.none")
    for one, title in found:
        apart = ", ".join(words.field(plan, one.kind, c.field) for c in one.fields if c.verdict is not Verdict.EQUAL)
        emit(one.survivor, one.goes, kind_name(plan, one.kind), f"{one.score:.2f}", title, apart)


def join(chosen: argparse.Namespace) -> None:
    with open_session(chosen) as file:
        made = editing.join(file, chosen.record, chosen.other)
    _after(made, say("merge.joined"))


def _after(made: bytes | None, done: str) -> None:
    if made is None:
        raise AppError("merge.nothing_to_settle")
    emit(made.hex())
    print_message(done)
