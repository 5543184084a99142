"""The commands about other files: taken in, conflicts listed and settled, duplicates joined."""

import argparse
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.cli import erasure_commands, words
from desktop_app.cli.file_commands import open_named, open_session, read_passphrase, recovery_of, unit_code
from desktop_app.cli.output import as_json, emit, emit_json, print_if_none, print_message
from desktop_app.cli.undo_commands import act_id
from desktop_app.domain.act_names import act_name, kind_name
from desktop_app.domain.duplicates import Verdict
from desktop_app.domain.merging import ALL, REFUSED, Conflict, MergeResult, SourceReport, UnitReport
from desktop_app.domain.plan_offers import plan_note
from desktop_app.domain.values import to_json
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.paths import is_file
from desktop_app.session import OpenFile, editing, erasures, exchange, imports, records
from desktop_app.texts import in_words, say

COUNTS = ("new", "changed", "deleted", "reverted", "conflicts", "erasures")


def merge(chosen: argparse.Namespace) -> int:
    own, others = passphrases_of(chosen)
    with open_named(chosen.file, own) as file:
        sources = exchange.find_sources(file, chosen.sources, others)
        take = [unit if unit == ALL else str(unit_code(file, unit)) for unit in chosen.take]
        work = partial(exchange.preview, file) if chosen.dry_run else partial(exchange.merge, file)
        result = work(sources, take, [act_id(text) for text in chosen.accept])
        if chosen.accept_erasures and not chosen.dry_run:
            erasure_commands.accept(file, chosen.accept_erasures)
        asked = _asked(file, result)
    if chosen.json:
        acts = [{"file": report.name, **as_json(act)} for report in result.reports for act in report.acts]
        emit_json({"act": result.act, "sources": result.reports, "erasures": asked, "acts": acts})
    else:
        for report in result.reports:
            for line in _lines(report):
                emit(*line)
    if result.notice:
        print_message(result.notice)
    if waiting := sum(not item["by_itself"] for item in asked):
        print_message(say("erasures.waiting", count=waiting))
    key = "merge.would_merge" if chosen.dry_run else "merge.done"
    merged = sum(report.changes > 0 for report in result.reports)
    print_message(say(key, files=len(result.reports), merged=merged, changes=result.changes, refused=result.refused))
    return 1 if result.refused else 0


def _asked(file: OpenFile, result: MergeResult) -> list[dict[str, Any]]:
    """What erasures in the files take, and all that is asked: what is new in a dry run, and what waits in the file."""
    new = [item for item in result.erasures if result.act is None or item.decision]
    waiting = [asked.item for question in erasures.questions(file) for asked in question.items]
    found = {erasures.id_of(item): (item, item.change.by_plan(file.names)) for item in [*waiting, *new]}
    return [
        {
            "id": name, "erasure": item.erasure, "file": item.file, "unit": item.unit, "kind": place.kind,
            "record": place.record, "field": place.field, "stamp": place.stamp.hex(),
            "why": item.why, "reason": say(f"erasures.why_{item.why}"), "by_itself": item.decision is not None,
        }
        for name, (item, place) in found.items()
    ]  # fmt: skip


def passphrases_of(chosen: argparse.Namespace) -> tuple[str | None, dict[Path, str]]:
    """The passphrase of FILE, and those of the sources by path, from `F` and `SOURCE=F`."""
    own, others = recovery_of(chosen), {}
    for given in chosen.passphrase_file or ():
        source, equals, file = given.rpartition("=")
        if equals and not is_file(Path(given)):
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
    plan = [in_words(plan_note(report.plan))] if report.plan else []
    yield [report.name, status, report.unit_name, "; ".join([*_counts(report), *left, *plan])]
    for unit in report.units if report.outside else ():
        if unit.changes:
            how = say("merge.unit_inside") if unit.inside else say("merge.unit_outside")
            status = say("merge.status_merged") if unit.taken else say("merge.status_left")
            yield ["", status, f"{unit.unit} {in_words(unit.unit_name)}", "; ".join([*_counts(unit), how])]
    for act in report.acts:
        status = say("merge.status_merged") if act.taken else say("merge.status_left")
        whose = f"{act.unit} {in_words(act.unit_name)}, {act.author}"
        yield ["", status, act.act.hex(), act_name(act.kind), whose, say("merge.count_changes", count=act.changes)]


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
        found = _waiting(file, chosen.record, chosen.field)
        made = editing.settle(file, chosen.record, chosen.field, value)
    is_one = any(candidate.value == value for candidate in found.values)
    _after(made, say("merge.settled" if is_one else "merge.settled_otherwise"))


def _waiting(file: OpenFile, record: str, field: str) -> Conflict:
    """The conflict that is meant. AppError: that field is in none, and settling it would write over what stands."""
    for conflict in records.open_conflicts(file):
        if (conflict.record, conflict.field) == (record, field):
            return conflict
    view = records.find(file, record)
    raise AppError("merge.not_in_conflict", field=words.field(file.plan, view.kind if view else "", field))


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
