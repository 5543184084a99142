"""The commands that hand a plan on: as a workbook to be changed, or as one file that travels."""

import argparse
from collections.abc import Mapping
from typing import Any

from desktop_app import own_plans, plan_files, plan_writing
from desktop_app.cli.file_commands import open_to_read
from desktop_app.cli.output import emit, emit_json, new_folder, print_if_none, print_message, writing_new
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_code import plan_code
from desktop_app.domain.plan_findings import HEAD
from desktop_app.errors import AppError
from desktop_app.paths import is_file, name_of
from desktop_app.plan_bundle import SUFFIX, bundle_text
from desktop_app.session import plan_books
from desktop_app.texts import in_words, say


def export(chosen: argparse.Namespace) -> None:
    name = name_of(chosen.file)
    if not name.endswith((SUFFIX, ".xlsx")):  # said first: the two names change places easily
        raise AppError("planfile.ending", file=name)
    plan = _plan_of(chosen)
    travels = name.endswith(SUFFIX)
    content = bundle_text(plan).encode() if travels else plan_books.plan_as_book(plan)
    with writing_new(chosen.file) as target:
        target.write(content)
    print_message(say("planfile.written" if travels else "planbook.written", file=name))
    if travels:
        _print_code(plan["plan"]["id"], plan["plan"]["edition"], plan_digest(plan))


def _plan_of(chosen: argparse.Namespace) -> Mapping[str, Any]:
    """The plan that is meant: that of a ledger, of a folder, or one that is known by its id."""
    if chosen.source is None:
        return own_plans.known_plan(chosen.plan)
    if is_file(chosen.source / HEAD):
        return plan_files.load_plan(chosen.source)
    named = argparse.Namespace(**vars(chosen) | {"file": chosen.source})
    with open_to_read(named) as file:
        return file.plan.source


def import_(chosen: argparse.Namespace) -> int:
    found = plan_books.plan_of_book(chosen.file)
    for mistake in found.mistakes:
        print_message(mistake)
    if found.mistakes:
        print_message(say("planbook.not_taken", n=len(found.mistakes), file=name_of(chosen.file)))
        return 1
    with new_folder(chosen.out) as folder:
        plan_writing.write_plan_folder(found.plan, folder)
        if plan_files.load_plan(folder) != found.plan:  # never a plan that says something else than the workbook
            raise AppError("planbook.not_as_written", folder=name_of(folder))
    print_message(say("planbook.taken", folder=chosen.out))
    if chosen.out.name != found.plan["plan"]["id"]:
        print_message(say("planbook.folder_name", id=found.plan["plan"]["id"]))
    return 0


def take(chosen: argparse.Namespace) -> None:
    plan, new = plan_books.take(chosen.file)
    print_message(say("planfile.taken" if new else "planfile.taken_before", folder=plan.place.parent))
    _print_code(plan.id, plan.edition, plan.digest)


def list_(chosen: argparse.Namespace) -> None:
    found, broken = own_plans.own_plans()
    if chosen.json:
        rows = [
            {"id": one.id, "edition": one.edition, "code": plan_code(one.digest), "digest": one.digest,
             "place": one.place} for one in found
        ]  # fmt: skip
        emit_json({"plans": rows, "broken": [in_words(sentence) for sentence in broken]})
        return
    print_if_none(found, "planfile.none_here")
    for one in found:
        emit(one.id, one.edition, plan_code(one.digest), one.place)
    for sentence in broken:
        print_message(sentence)


def forget(chosen: argparse.Namespace) -> None:
    place = own_plans.forget(chosen.id, chosen.edition)
    print_message(say("planfile.forgotten", file=name_of(place)))


def _print_code(plan: str, edition: int, digest: str) -> None:
    """What people compare by telephone."""
    print_message(say("planfile.code", plan=plan, edition=edition, code=plan_code(digest)))
