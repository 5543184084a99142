"""Plans that are being written in the window: begun, judged as a whole, finished as an edition, given out."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app import own_plans, plan_files, plan_writing
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_changes import PlanSection, plan_changes
from desktop_app.domain.plan_check import find_mistakes
from desktop_app.domain.plan_findings import HEAD, PlanMistake
from desktop_app.errors import AppError, reason_of
from desktop_app.messages import Text, joined
from desktop_app.plan_bundle import is_bundle, read_bundle
from desktop_app.plan_draft_files import (
    PlanDraft,
    Row,
    Rows,
    draft_names,
    forget_draft,
    read_draft,
    write_draft,
)
from desktop_app.plan_reading import PlanFiles
from desktop_app.session import plan_checks
from desktop_app.sheets.plan_book_reading import PlanReading
from desktop_app.sheets.plan_book_rows import rows_of_plan
from desktop_app.sheets.plan_book_shape import SETTINGS, SHEETS
from desktop_app.sheets.plan_row_book import COLUMNS, read_rows, row_and_column

__all__ = ["PlanDraft", "draft_names", "forget_draft", "read_draft", "write_draft"]
DIGEST = 8  # letters, which tell two texts with one number apart
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
    findings: Sequence[DraftFinding] = ()
    changes: Sequence[PlanSection] = ()


def plan_at(place: Path) -> Mapping[str, Any]:
    """The plan of a folder, of a file that travels, or of a workbook. AppError: it can't be used as it is."""
    if place.is_dir() or place.name == HEAD:
        return plan_files.load_plan(place.parent if place.name == HEAD else place)
    if is_bundle(place):
        return read_bundle(place)
    from desktop_app.session.plan_books import checked_plan_of_book

    return checked_plan_of_book(place)


def draft_of(plan: Mapping[str, Any]) -> PlanDraft:
    """The draft of the edition after this one that lies here, or a new one."""
    name = _name_of(plan)
    return read_draft(name) if name in draft_names() else begin(plan, next_edition=True)


def draft_at(place: Path) -> PlanDraft:
    """The draft of the plan of a folder, a file that travels or a workbook. AppError: it can't be used as it is."""
    plan = plan_at(place)
    name = _name_of(plan)
    return read_draft(name) if name in draft_names() else begin(plan, next_edition=is_bundle(place))


def _name_of(plan: Mapping[str, Any]) -> str:
    """The name of the draft that begins from this very text."""
    return f"{plan['plan']['id']}-{plan['plan']['edition']}-{plan_digest(plan)[:DIGEST]}"


def _free(name: str) -> str:
    """A name that no draft has."""
    known = draft_names()
    return next(one for n in range(1, 1000) if (one := name if n == 1 else f"{name}-{n}") not in known)


def begin(plan: Mapping[str, Any], *, next_edition: bool) -> PlanDraft:
    """A draft of a plan that is there: of the edition after it, or of itself while nobody else has it."""
    head = plan["plan"]
    rows = plain_rows(plan)
    if next_edition:
        for row in rows[SETTINGS]:
            if row["key"] == "edition":
                row["value"] = head["edition"] + 1
    return PlanDraft(_name_of(plan), rows, plan)


def begin_new(plan_id: str, title: str, today: date, units_of: Mapping[str, Any] | None = None) -> PlanDraft:
    """A draft of a wholly new plan, for the units of another one where that is given. AppError: the id is none."""
    from db.private_folder import private_folder

    files = plan_checks.new_plan(plan_id, title, today)
    with private_folder() as above:
        folder = above / plan_id
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        plan = dict(plan_files.load_plan(folder))
    if units_of is not None:
        plan |= _units_from(units_of, plan)
    return PlanDraft(_free(f"{plan_id}-{today:%Y%m%d}"), plain_rows(plan))


def _units_from(other: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """The units of another plan, with its levels, in place of the invented ones."""
    head = other["plan"]
    version, lowest = head["unit_version"], list(head["levels"])[-1]
    own = {name: head[name] for name in ("unit_version", "root", "member_level", "levels")}
    asked = {"accountable_level": next(iter(head["levels"])), "min_level": lowest, "breakdown_level": lowest}
    return {
        "plan": plan["plan"] | own | {"issuer": head["issuer"]},
        "units": {version: other["units"][version]},
        "aliases": {version: other["aliases"][version]} if version in other.get("aliases", {}) else {},
        "indicators": {code: raw | asked for code, raw in plan["indicators"].items()},
    }


def plain_rows(plan: Mapping[str, Any]) -> dict[str, list[dict[str, str | int | float]]]:
    """The rows of a plan workbook, days as people write them."""
    found = rows_of_plan(plan)
    return {
        sheet: [{name: _plain(value) for name, value in row.items() if value is not None} for row in rows]
        for sheet, rows in found.items()
    }


def _plain(value: str | float | date) -> str | int | float:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def judge(draft: PlanDraft) -> PlanJudgement:
    """Everything about a draft that does not need a file: what is wrong, where, and what it changes."""
    reading = read_rows(draft.rows)
    plan = {"lineage": [], **reading.plan}
    findings = [_unread(problem) for problem in reading.problems]
    seen = {(one.sheet, one.row, one.column) for one in findings}
    for mistake in find_mistakes(plan, reading.where, SETTINGS):
        found = _finding(mistake, draft.rows)
        if (found.sheet, found.row, found.column) not in seen:  # what can't be read is not there: that is one mistake
            findings.append(found)
    changes = plan_changes(draft.base, plan) if draft.base is not None and not findings else []
    return PlanJudgement(plan, findings, changes)


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
    return DraftFinding(sheet, row, _column_of(sheet, part) or column, mistake.reason)


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
    reading: PlanReading = read_rows(draft.rows)
    plan = {"lineage": [], **reading.plan}
    files = PlanFiles(Path(), head=SETTINGS, plan=plan, where=reading.where)
    failing = plan_checks.fails_on_sample(files, report_progress)
    return plan, [_finding(mistake, draft.rows) for mistake in failing]


def finish(plan: Mapping[str, Any]) -> own_plans.OwnPlan:
    """Keep the plan of a draft on this computer as an edition. AppError: another text with its number lies here."""
    return own_plans.keep_plan(plan)[0]


def as_folder(plan: Mapping[str, Any], folder: Path) -> None:
    """Write the plan as TOML files into a new folder. AppError: something lies there, or the disk does not take it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise AppError("planpage.not_empty", folder=folder.name)
        plan_writing.write_plan_folder(plan, folder)
    except OSError as error:
        raise AppError("planfile.cannot_keep", folder=folder, reason=reason_of(error)) from error


def row_of(rows: Rows, sheet: str, number: int) -> Row:
    return rows[sheet][number] if 0 <= number < len(rows.get(sheet, ())) else {}
