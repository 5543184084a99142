"""Plans that are being written in the window: begun, judged as a whole, finished as an edition, given out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from desktop_app import own_plans, plan_draft_files, plan_files, plan_writing
from desktop_app.domain.plan import plan_digest
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_findings import HEAD
from desktop_app.errors import AppError, reason_of
from desktop_app.paths import is_folder, name_of
from desktop_app.plan_bundle import is_bundle, read_bundle
from desktop_app.plan_draft_files import PlanDraft, Row, Rows, draft_names, forget_draft, write_draft
from desktop_app.session import plan_checks
from desktop_app.sheets.plan_book_rows import rows_of_plan
from desktop_app.sheets.plan_book_shape import NAMES, OTHERS, SETTINGS, SHEETS
from desktop_app.sheets.plan_row_book import read_rows

__all__ = ["PlanDraft", "draft_names", "forget_draft", "read_draft", "write_draft"]
DIGEST = 8  # letters, which tell two texts with one number apart


def read_draft(name: str) -> PlanDraft:
    """AppError: it can't be read, or is none."""
    draft = plan_draft_files.read_draft(name)
    return replace(draft, rows=_with_every_sheet(draft.rows))


def _with_every_sheet(rows: Rows) -> Rows:
    """What a program that knew fewer sheets wrote among the others, in its own sheet."""
    missing = [name for name in NAMES if name not in rows]
    sections = {one.path[0] for one in SHEETS if one.name in missing and one.owner}
    moved = [row for row in rows.get(OTHERS, ()) if str(row.get("key", "")).partition(".")[0] in sections]
    reading = read_rows({OTHERS: moved})
    whole = {**{name: [] for name in missing}, **rows}
    if not moved or reading.problems:
        return whole
    found = plain_rows({section: reading.plan[section] for section in sections & reading.plan.keys()})
    left = [row for row in rows[OTHERS] if row not in moved]
    return {**whole, **{name: found[name] for name in missing}, OTHERS: [*left, *found[OTHERS]]}


def draft_of(plan: Mapping[str, Any]) -> PlanDraft:
    """The draft of the edition after this one that lies here, or a new one."""
    name = _name_of(plan)
    return read_draft(name) if name in draft_names() else begin(plan, next_edition=True)


def draft_at(place: Path) -> PlanDraft:
    """The draft of the plan of a folder, a file that travels or a workbook; one with mistakes opens with them.

    AppError: a part of it can't be read, and would be lost.
    """
    plan = _readable_plan_at(place)
    if check_plan(plan):
        name = f"{place.parent.name if place.name == HEAD else place.stem}-{plan_digest(plan)[:DIGEST]}"
        return read_draft(name) if name in draft_names() else PlanDraft(name, plain_rows(plan))
    name = _name_of(plan)
    return read_draft(name) if name in draft_names() else begin(plan, next_edition=is_bundle(place))


def _readable_plan_at(place: Path) -> dict[str, Any]:
    """What a plan says, right or wrong, with each day as text."""
    if is_folder(place) or place.name == HEAD:
        found: dict[str, Any] = _with_days_as_texts(
            plan_files.read_plan(place.parent if place.name == HEAD else place)[0]
        )
        return found
    if is_bundle(place):
        return dict(read_bundle(place))
    from desktop_app.session.plan_books import readable_plan_of_book

    return dict(readable_plan_of_book(place))


def _with_days_as_texts(part: Any) -> Any:
    """TOML has days of its own, which no plan uses: they stand as texts, and so they are meant."""
    if isinstance(part, Mapping):
        return {name: _with_days_as_texts(one) for name, one in part.items()}
    if isinstance(part, list):
        return [_with_days_as_texts(one) for one in part]
    return part if isinstance(part, str | int | float) else str(part)


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


def finish(plan: Mapping[str, Any]) -> own_plans.OwnPlan:
    """Keep the plan of a draft on this computer as an edition. AppError: another text with its number lies here."""
    return own_plans.keep_plan(plan)[0]


def as_folder(plan: Mapping[str, Any], folder: Path) -> None:
    """Write the plan as TOML files into a new folder. AppError: something lies there, or the disk does not take it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise AppError("planpage.not_empty", folder=name_of(folder))
        plan_writing.write_plan_folder(plan, folder)
    except OSError as error:
        raise AppError("planfile.cannot_keep", folder=folder, reason=reason_of(error)) from error


def row_of(rows: Rows, sheet: str, number: int) -> Row:
    return rows[sheet][number] if 0 <= number < len(rows.get(sheet, ())) else {}
