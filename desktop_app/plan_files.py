"""Plans on disk: reads the TOML files and unit lists of a plan into the one mapping that a data file carries."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app import paths
from desktop_app.errors import AppError

HEAD = "plan.toml"


def plans_folder() -> Path:
    """Where the plans that come with the program lie, one folder each."""
    return paths.resources() / "plans"


def available_plans() -> list[str]:
    """The ids of the plans that come with the program."""
    return sorted(head.parent.name for head in plans_folder().glob(f"*/{HEAD}"))


def plan_folder(plan_id: str) -> Path:
    """The folder of a plan that comes with the program; AppError names the known ones."""
    if plan_id not in available_plans():
        raise AppError("plan.unknown_plan", plan=plan_id, known=", ".join(available_plans()))
    return plans_folder() / plan_id


def load_plan(folder: Path) -> dict[str, Any]:
    """The plan of a folder as one mapping of plain values, ready for `parse_plan` and for JSON."""
    plan = _read_toml(folder / HEAD)
    lineage = plan.pop("lineage", [])
    for name in plan.pop("files", []):
        _merge(plan, _read_toml(folder / name), name)
    plan["units"] = {v: _read_rows(_list_file(folder, name), 5) for v, name in plan.get("units", {}).items()}
    plan["aliases"] = {v: _aliases(_read_rows(_list_file(folder, n), 2)) for v, n in plan.get("aliases", {}).items()}
    plan["lineage"] = [row for name in lineage for row in _read_rows(_list_file(folder, name), 2)]
    return plan


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise AppError("plan.cannot_read", file=file.name, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise AppError("plan.not_utf8", file=file.name) from error
    except tomllib.TOMLDecodeError as error:
        raise AppError("plan.bad_toml", file=file.name, reason=error) from error


def _merge(plan: dict[str, Any], part: Mapping[str, Any], file: str) -> None:
    """Add what a file holds; a name that an earlier file holds too is refused."""
    for section, content in part.items():
        if isinstance(content, list):
            plan.setdefault(section, []).extend(content)
            continue
        known = plan.setdefault(section, {})
        for name, value in content.items():
            if name in known:
                raise AppError("plan.defined_twice", file=file, name=f"{section}.{name}")
            known[name] = value


def _list_file(folder: Path, name: str) -> Path:
    """A unit list lies beside the plan or, shared by several plans, in resources/org_units."""
    own = folder / name
    return own if own.exists() else paths.resources() / "org_units" / name


def _read_rows(file: Path, columns: int) -> list[list[str]]:
    """The first columns of a tab-separated file below its heading."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()[1:]
    except OSError as error:
        raise AppError("plan.cannot_read", file=file.name, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise AppError("plan.not_utf8", file=file.name) from error
    rows = [line.split("\t") for line in lines if line.strip()]
    for number, row in enumerate(rows, start=2):
        if len(row) < columns:
            raise AppError("plan.short_row", file=file.name, line=number, columns=columns)
    return [row[:columns] for row in rows]


def _aliases(rows: list[list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, alias in rows:
        found.setdefault(code, []).append(alias)
    return found
