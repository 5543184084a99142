"""Plans on disk: which there are, their heads, and the one mapping of each that a data file carries."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop_app import paths
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan_findings import HEAD, Findings, PlanMistake, SourcePlace
from desktop_app.errors import AppError
from desktop_app.messages import Label, Message, Text, joined
from desktop_app.paths import name_of

SHOWN_MISTAKES = 5
_EDITION = re.compile(r"^\[plan\]$(?:\n(?!\[).*)*?\nedition = ([0-9]{1,9})$", re.MULTILINE)
# what reads and judges plans takes its time to import, and who opens a ledger does without


def plans_folder() -> Path:
    """Where the plans that come with the program lie, one folder each."""
    return paths.resources() / "plans"


def available_plans() -> list[str]:
    """The ids of the plans that come with the program."""
    return sorted(head.parent.name for head in plans_folder().glob(f"*/{HEAD}"))


def examples_folder() -> Path:
    """Where the examples lie; nobody is ever proposed one for real work."""
    return paths.resources() / "examples"


def example_plans() -> list[str]:
    """The ids of the examples that come with the program."""
    return sorted(head.parent.name for head in examples_folder().glob(f"*/{HEAD}"))


def plan_folder(plan_id: str) -> Path:
    """The folder of a plan or an example that comes with the program; AppError names the known plans."""
    if plan_id in example_plans():
        return examples_folder() / plan_id
    if plan_id not in available_plans():
        raise AppError("plan.unknown_plan", plan=plan_id, known=", ".join(available_plans()))
    return plans_folder() / plan_id


def shipped_plan(plan_id: str) -> dict[str, Any] | None:
    """Return a plan that comes with the program as `load_plan` does; None where there is none that can be used."""
    return _usable(plans_folder() / plan_id) if plan_id in available_plans() else None


def _usable(folder: Path) -> dict[str, Any] | None:
    """A plan as `load_plan` gives it; one that was broken is not there, and harms nobody who works with another."""
    try:
        return load_plan(folder)
    except AppError:
        return None


def shipped_edition(plan_id: str) -> int | None:
    """The edition of a plan that comes with the program, read from its head alone; None where there is none."""
    folder = plans_folder() / plan_id
    return _edition_in(folder) if plan_id in available_plans() else None


@cache
def _edition_in(folder: Path) -> int | None:
    with suppress(OSError, UnicodeDecodeError):
        if found := _EDITION.search((folder / HEAD).read_text(encoding="utf-8-sig")):
            return int(found[1])
    from desktop_app.plan_reading import read_whole_head

    head = read_whole_head(folder)[0].get("plan")
    edition = head.get("edition") if isinstance(head, Mapping) else None
    return edition if type(edition) is int else None


class PlanHead(Struct, frozen=True):
    """What a person sees of a plan when choosing one; its head and its unit list are read at once, all else is not."""

    id: str
    label: Label
    year: int
    issued: str  # the day of the document, ISO
    units: OrgUnits


def read_head(plan_id: str) -> PlanHead:
    """The head of a plan that comes with the program; AppError says what is wrong with it."""
    from desktop_app.domain.plan_check_units import check_units
    from desktop_app.domain.plan_shape import HEADER
    from desktop_app.domain.plan_shaping import sound
    from desktop_app.plan_reading import aliases_of, read_units, read_whole_head

    folder = plan_folder(plan_id)
    head, files = read_whole_head(folder)
    found = Findings({}, HEAD)
    given = sound(found, "plan", HEADER, head.get("plan", {}))
    if not (files.mistakes or found.mistakes):
        version = given["unit_version"]
        rows, aliases = read_units(files, head, version)
        check_units(found, {"plan": given, "units": {version: rows}})
    _refuse(folder, [*files.mistakes, *found.mistakes])
    units = build_units(version, rows, aliases_of(aliases))
    return PlanHead(plan_id, Label(**given["label"]), given["year"], given["doc_date"], units)


def read_heads() -> tuple[dict[str, PlanHead], list[Text]]:
    """The heads of all plans that can be chosen, and a sentence for each that can't be read."""
    heads, broken = {}, list[Text]()
    for plan in available_plans():
        try:
            heads[plan] = read_head(plan)
        except AppError as error:
            broken.append(Message("plan.not_offered", folder=plan, mistake=error.values["first"]))
    return heads, broken


def newest_in_force(plans: Mapping[str, PlanHead], today: str) -> str:
    """The plan that a new ledger is most likely for: the last one that was issued by then, else the first."""
    issued = [plan for plan in plans.values() if plan.issued <= today] or [min(plans.values(), key=lambda p: p.issued)]
    return max(issued, key=lambda plan: (plan.year, plan.issued)).id


def load_plan(folder: Path) -> dict[str, Any]:
    """The plan of a folder as one mapping of plain values, ready for `parse_plan` and for JSON.

    AppError says what is wrong with it: the first mistakes, each with file, line, entry and reason.
    """
    from desktop_app.plan_reading import mistakes_in, read_files

    found = read_files(folder)
    _refuse(folder, mistakes_in(found))
    return found.plan


def read_plan(folder: Path) -> tuple[dict[str, Any], dict[str, SourcePlace]]:
    """The mapping of a folder, unchecked, and where each part of it stands; AppError where a file can't be read."""
    from desktop_app.plan_reading import read_files

    found = read_files(folder)
    _refuse(folder, found.mistakes)
    return found.plan, found.where


def _refuse(folder: Path, mistakes: Sequence[PlanMistake]) -> None:
    """AppError with the first mistakes, where there are any."""
    if not mistakes:
        return
    shown: list[Text] = [mistake.sentence for mistake in mistakes[:SHOWN_MISTAKES]]
    if len(mistakes) > SHOWN_MISTAKES:
        shown.append(Message("plan.more_mistakes", n=len(mistakes) - SHOWN_MISTAKES))
    raise AppError("plan.refused", folder=name_of(folder), mistakes=joined(shown, "\n"), first=shown[0])
