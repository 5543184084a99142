"""The plan of a file that is damaged, replaced by the very same one from the program, another file or a backup."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from db import stored_plans
from db.connection import transaction
from db.error_sentences import sentences
from db.head import read_head
from db.head_mark import was_in_force
from db.merging.inspection import inspect_copy
from db.merging.source import refusing, take_copy
from db.open_file import OpenFile
from db.plan_rows import PlanRow, identity, plan_rows, source_of
from db.private_folder import private_folder
from db.replaced import seen
from desktop_app.domain.merging import Source
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.errors import AppError
from desktop_app.paths import name_of

PlanSource = Mapping[str, Any]


def plans_in(path: Path, key: str | None) -> list[PlanSource]:
    """The sound plans of another data file or a backup; AppError: it is none, or is damaged itself."""
    source = Source(path, name_of(path), key)
    with private_folder() as folder, refusing(source):
        private = folder / "source.db"
        take_copy(source, private, lambda: None)
        checked = inspect_copy(source, private, lambda: None)
    rows = (PlanRow(0, *row[:3], row[3].encode()) for row in checked.plans)
    return [found for row in rows if (found := source_of(row))]


def fitting(file: OpenFile, plans: Iterable[PlanSource]) -> PlanSource | None:
    """Of these plans the one that the file had in force, by id, edition and digest."""
    head = file.head
    if head is None:
        return None
    if file.certain:
        return file.plan.source
    rows = [] if head.mark else plan_rows(file.connection)
    return next((p for p in plans if (was_in_force(p, head.mark) if head.mark else _stood_in(p, rows))), None)


def _stood_in(plan: PlanSource, rows: Iterable[PlanRow]) -> bool:
    """Whether a damaged row of a file without a mark still names this plan, or still holds it."""
    wanted = identity(plan)
    return any(wanted in ((row.id, row.edition, row.digest), identity(source_of(row) or {})) for row in rows)


def repair(file: OpenFile, source: PlanSource) -> None:
    """Put a plan that fits in the place of the damaged one. AppError: it can't be known whose file it is."""
    plan = parse_plan(source)
    unit = _unit(file, source, plan.unit_version)
    with sentences(file.path):
        with transaction(file.connection, file.path):
            stored_plans.replace_plan(file, plan, unit)
        file.head = read_head(file.connection, file.path)
    file.logged_unit, file.certain = unit, True
    file.put_in_force(plan)
    file.seen = seen(file)


def _unit(file: OpenFile, source: PlanSource, version: str) -> str:
    """The unit of the file: as it says, else the one that acted here last."""
    units = unit_list(source, version)
    acted = file.connection.execute("SELECT unit FROM act WHERE made_here ORDER BY no DESC LIMIT 1").fetchone()
    mark, meta = (file.head.mark, file.head.meta) if file.head else (None, {})
    said = [mark.unit] if mark else [meta.get("unit"), acted and acted[0]]
    unit = next((code for code in said if isinstance(code, str) and code in units), None)
    if unit is None:
        raise AppError("plan.lost", file=file.path.name)
    return unit
