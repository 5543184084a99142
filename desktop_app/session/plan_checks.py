"""Plans that are being written: all mistakes of a folder at once, and a new one to begin with; needs no open file."""

import json
import os
import re
from datetime import date
from pathlib import Path

from desktop_app import paths
from desktop_app.domain.clock import Clock
from desktop_app.domain.collation import nfc
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan_check import PLAN_ID
from desktop_app.domain.plan_findings import Findings, PlanMistake, SourcePlace
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.plan_bundle import read_unchecked
from desktop_app.plan_file_reading import PlanFiles
from desktop_app.plan_reading import in_their_lines, mistakes_in, read_files
from desktop_app.session import plan_books
from desktop_app.session.opening import system_now

SAMPLE = 30  # of what a trial counts as its hundred, made-up rows take so much


def check_plan_at(place: Path, report_progress: ProgressCallback = ignore_progress) -> list[PlanMistake]:
    """All mistakes of a plan's folder, workbook or file that travels; what is right is tried on made-up rows.

    AppError: it is a file, and none of ours. StoppedError: whoever hears how far it is wants to stop.
    """
    place = place.absolute()
    if plan_books.is_plan_book(place):
        return _mistakes_of_book(place, report_progress)
    is_bundle = paths.is_file(place)
    found = PlanFiles(place.parent, head=place.name, plan=read_unchecked(place)) if is_bundle else read_files(place)
    mistakes = mistakes_in(found)
    if not found.mistakes and found.folder == place:
        mistakes += _other_id(found)
    return mistakes or fails_on_sample(found, report_progress)


def _mistakes_of_book(place: Path, report_progress: ProgressCallback) -> list[PlanMistake]:
    """Each says its sheet and cell."""
    book = plan_books.plan_of_book(place)
    said = book.mistakes
    if not said:
        found = PlanFiles(place.parent, head=place.name, plan=book.plan, where=dict(book.where))
        said = [plan_books.at_cell(one) for one in fails_on_sample(found, report_progress)]
    return [PlanMistake(SourcePlace(place.name, ""), one) for one in said]


def _other_id(found: PlanFiles) -> list[PlanMistake]:
    """A plan is looked for by the name of its folder."""
    head = found.plan.get("plan")
    given = head.get("id") if isinstance(head, dict) else None
    if not isinstance(given, str) or given == found.folder.name:
        return []
    hears = Findings(found.where, found.head)
    hears.add("plan.id", "other_id", id=given, folder=found.folder.name)
    return in_their_lines(found, hears.mistakes)


def fails_on_sample(found: PlanFiles, report_progress: ProgressCallback) -> list[PlanMistake]:
    """What of a plan without mistakes can't be computed, or takes too long, on made-up rows."""
    from db.counting.plan_sample import try_on_sample
    from db.private_folder import private_folder

    hears = Findings(found.where, found.head)

    def ask(done: int, sentence: Text) -> None:
        report_progress(done, SAMPLE, sentence)

    with private_folder() as folder:
        try:
            for failing in try_on_sample(found.plan, folder, Clock(system_now, os.urandom), ask):
                hears.note(failing.key, failing.why)
        except AppError as error:
            hears.note("plan", error.message)
    return in_their_lines(found, hears.mistakes)


def new_plan(plan_id: str, title: str, today: date) -> dict[str, str]:
    """The files of a minimal plan that runs, by their names. AppError: the id can't name a plan."""
    if not re.fullmatch(PLAN_ID, plan_id):
        raise AppError("plan.bad_id", id=plan_id)
    words = {
        "{id}": plan_id, "{title}": json.dumps(nfc(title), ensure_ascii=False)[1:-1], "{year}": str(today.year),
        "{today}": today.isoformat(),
    }  # fmt: skip
    return {file.name: _filled(file, words) for file in sorted((paths.resources() / "new_plan").iterdir())}


def _filled(file: Path, words: dict[str, str]) -> str:
    text = file.read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(word, value)
    return text
