"""A plan that is being written, judged as a whole: each fault at its cell, and what differs from the edition before."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan_changes import PlanSection, plan_changes
from desktop_app.domain.plan_check import find_mistakes
from desktop_app.domain.plan_findings import PlanMistake, listed
from desktop_app.messages import Message, Text, joined
from desktop_app.plan_draft_files import PlanDraft, Rows
from desktop_app.plan_file_reading import PlanFiles
from desktop_app.session import plan_checks
from desktop_app.session.plan_choosing import options
from desktop_app.sheets.plan_book_shape import SETTINGS, SHEETS
from desktop_app.sheets.plan_row_book import COLUMNS, read_rows, row_and_column

NOWHERE = -1  # the row of what is said of a sheet as a whole
_CELL = re.compile(r"(?P<cell>[A-Z]+\d+)\.?(?P<part>\w*)")


class DraftFinding(Struct, frozen=True):
    """What is wrong, and where: the sheet, the number of its row from 0, the column."""

    sheet: str
    row: int
    column: str
    why: Text


class PlanJudgement(Struct, frozen=True):
    """What a draft comes to: the plan as far as it can be read, all that is wrong, and what differs from its base."""

    plan: Mapping[str, Any]
    findings: Sequence[DraftFinding]
    changes: Sequence[PlanSection]


def judge(draft: PlanDraft) -> PlanJudgement:
    """Everything about a draft that does not need a file: what is wrong, where, and what it changes."""
    reading = read_rows(draft.rows)
    plan = {"lineage": [], **reading.plan}
    findings = [_unread(problem) for problem in reading.problems]
    seen = {(one.sheet, one.row, one.column) for one in findings}
    for mistake in find_mistakes(plan, reading.where, SETTINGS):
        found = _finding(mistake, draft.rows)
        if (found.sheet, found.row, found.column) not in seen:  # what can't be read is not there: that is one mistake
            findings.append(_in_words(found, plan))
    changes = plan_changes(draft.base, plan) if draft.base is not None and not findings else []
    return PlanJudgement(plan, findings, changes)


def judge_cell(draft: PlanDraft, place: tuple[str, int, str]) -> Sequence[Text]:
    return by_place(judge(draft).findings).get(place, ())


def by_place(findings: Sequence[DraftFinding]) -> Mapping[tuple[str, int, str], list[Text]]:
    """The sentences of each cell."""
    found = defaultdict[tuple[str, int, str], list[Text]](list)
    for one in findings:
        found[one.sheet, one.row, one.column].append(one.why)
    return found


def _unread(problem: Text) -> DraftFinding:
    values = dict(getattr(problem, "values", ()))
    sheet, (row, column) = values["sheet"], row_and_column(values["sheet"], values["cell"])
    return DraftFinding(sheet, row, column, values["why"])


def _finding(mistake: PlanMistake, rows: Rows) -> DraftFinding:
    """A mistake at the cell that says the entry, or at the column that should say the part of it."""
    sheet, key = mistake.place.file, mistake.place.key
    place = _CELL.fullmatch(key) or _CELL.match(key)
    if place is None:
        return _without_cell(mistake, rows)
    row, column = row_and_column(sheet, place["cell"])
    part = place["part"] or str(dict(getattr(mistake.reason, "values", ())).get("missing", ""))
    found = DraftFinding(sheet, row, _column_of(sheet, part) or column, mistake.reason)
    return found if not part or _column_of(sheet, part) else _beside(found, part, rows)


def _in_words(found: DraftFinding, plan: Mapping[str, Any]) -> DraftFinding:
    """Where a cell is chosen, what there is to choose is named as people call it."""
    shape = next((one for one in SHEETS if one.name == found.sheet), None)
    columns = (*shape.keys, *shape.columns) if shape else ()
    choose = next((one.choose for one in columns if one.name == found.column), "")
    why = found.why
    if not choose or not isinstance(why, Message) or "known" not in dict(why.values):
        return found
    shown = listed([text or value for value, text in options(plan, choose)])
    return DraftFinding(
        found.sheet, found.row, found.column, Message(why.pattern, **{**dict(why.values), "known": shown})
    )


def _beside(found: DraftFinding, part: str, rows: Rows) -> DraftFinding:
    """The same in the row of another sheet that says this part of the entry, as that of the targets does."""
    own = next((one for one in SHEETS if one.name == found.sheet), None)
    if own is None or found.row not in range(len(rows[found.sheet])):
        return found
    key = [rows[found.sheet][found.row].get(one.name) for one in own.keys]
    for other in SHEETS:
        column = _column_of(other.name, part) if other.path == own.path else ""
        for number, row in enumerate(rows.get(other.name, ()) if column else ()):
            if [row.get(one.name) for one in other.keys] == key:
                return DraftFinding(other.name, number, column, found.why)
    return found


def _without_cell(mistake: PlanMistake, rows: Rows) -> DraftFinding:
    """What is wrong with the head of the plan, or with something that has no row of its own."""
    section, _, part = mistake.place.key.partition(".")
    part = part.partition(".")[0] or str(dict(getattr(mistake.reason, "values", ())).get("missing", ""))
    if section in ("plan", ""):
        places = [number for number, row in enumerate(rows[SETTINGS]) if row.get("key") == part]
        return DraftFinding(SETTINGS, places[0] if places else NOWHERE, "value", mistake.reason)
    sheet = next((one.name for one in SHEETS if one.path[0] == section), SETTINGS)
    reason = mistake.reason if part == "" else joined((part, mistake.reason), ": ")
    return DraftFinding(sheet, NOWHERE, COLUMNS[sheet][0], reason)


def _column_of(sheet: str, part: str) -> str:
    """The column that says a part of an entry, "" where none does."""
    shape = next((one for one in SHEETS if one.name == sheet), None)
    return next((one.name for one in shape.columns if one.key.partition(".")[0] == part), "") if shape and part else ""


def try_on_sample(
    draft: PlanDraft, report_progress: ProgressCallback = ignore_progress
) -> tuple[Mapping[str, Any], list[DraftFinding]]:
    """The plan of a draft without mistakes, and what of it fails on made-up rows."""
    reading = read_rows(draft.rows)
    plan = {"lineage": [], **reading.plan}
    files = PlanFiles(Path(), head=SETTINGS, plan=plan, where=reading.where)
    failing = plan_checks.fails_on_sample(files, report_progress)
    return plan, [_finding(mistake, draft.rows) for mistake in failing]
