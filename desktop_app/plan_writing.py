"""Writes a plan as a folder of TOML files and unit lists, as `plan_reading` reads them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app.domain.plan_findings import HEAD
from desktop_app.domain.toml_text import toml_text
from desktop_app.plan_file_reading import HEADINGS

# the sections that stand in a file of their own; all others stand in the head
PARTS = {
    "records.toml": ("kinds",),
    "choices.toml": ("choices",),
    "indicators.toml": ("sets", "indicators"),
    "report.toml": ("statistics", "tasks", "annexes", "seeds"),
    "calendar.toml": ("due_rules", "holidays"),
}
LINEAGE = "lineage.tsv"


def plan_as_files(plan: Mapping[str, Any]) -> dict[str, str]:
    """The text of each file, by its name."""
    files = {}
    left = {name: content for name, content in plan.items() if name not in ("units", "aliases", "lineage")}
    for file, sections in PARTS.items():
        content = {name: left.pop(name) for name in sections if name in left}
        if any(content.values()):
            files[file] = toml_text(content)
        else:
            left |= content
    head: dict[str, Any] = {"files": list(files)} if files else {}
    if plan.get("lineage"):
        head["lineage"] = [LINEAGE]
        files[LINEAGE] = _table("lineage", plan["lineage"])
    for section in ("units", "aliases"):
        lists = plan.get(section, {})
        for version, content in lists.items():
            rows = content if section == "units" else [[code, alias] for code in content for alias in content[code]]
            files[f"{section}-{version}.tsv"] = _table(section, rows)
        if section in plan:
            left[section] = {version: f"{section}-{version}.tsv" for version in lists}
    return {HEAD: toml_text(head | left), **files}


def write_plan_folder(plan: Mapping[str, Any], folder: Path) -> None:
    """Write the files into a folder that is there and empty."""
    for name, text in plan_as_files(plan).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _table(part: str, rows: list[list[str]]) -> str:
    lines = [HEADINGS[part].split(), *rows]
    return "".join("\t".join(line) + "\n" for line in lines)
