"""What one of two systems makes of a ledger, as bytes, to be held against what the other one makes of the same."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.harness.wine.plans import Plan

_MADE_AT = re.compile(rb"(?<=W3CDTF\">)[^<]*")
STEPS, FORMS, FIGURES = ("", "-H1", "-Q3", "-07"), ("pdf", "docx", "xlsx"), ("progress", "board")


def everything(run: Callable[..., bytes], plan: Plan, ledger: Path, folder: Path) -> dict[str, bytes]:
    """By name. `run`: runs the Python of the system with these words and returns its standard output."""
    folder.mkdir()
    copy = Path(shutil.copy(ledger, folder / "sổ.db"))

    def sokehoach(command: str, *words: str | Path) -> bytes:
        return run("-m", "desktop_app", command, copy, *words)

    made = {name: sokehoach(*words) for name, words in _asked(plan).items()}
    for step in STEPS:
        words = ("--period", plan.year + step, *plan.at_the_end[2:])
        for name in FIGURES:
            made[f"{name} {plan.year}{step}"] = sokehoach(name, *words, "--json")
        for form in FORMS:
            target = folder / f"{plan.year}{step}.{form}"
            sokehoach("report", *words, "--out", target)
            made[target.name] = target.read_bytes() if form == "pdf" else inside(target)
    return made | _sheets(run, plan, copy) | _plan_itself(run, copy)


def _asked(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Commands that answer on the standard output."""
    by_month = ("--kind", plan.kind, "--rows", "unit", "--columns", f"{plan.day}:month")
    return {
        "info": ("info", "--json"),
        "check": ("check", "--json"),
        "records": ("export", "--out", "-"),
        "search": ("search", plan.found, "--json"),
        "cross-table": ("crosstab", *by_month, *plan.at_the_end, "--json"),
        "explain": ("explain", plan.indicator, *plan.at_the_end, "--json"),
        "completeness": ("completeness", *plan.at_the_end, "--json"),
    }


def _sheets(run: Callable[..., bytes], plan: Plan, ledger: Path) -> dict[str, bytes]:
    """A list as a spreadsheet, what its rows would become when they are read again, and all lists as CSV files."""
    sheet, package = ledger.with_name("danh sách.xlsx"), ledger.with_name("cả sổ")
    run("-m", "desktop_app", "export", ledger, "--kind", plan.kind, "--out", sheet)
    read = run("-m", "desktop_app", "import", ledger, sheet, "--kind", plan.kind, "--dry-run", "--json")
    package.mkdir()
    run("-m", "desktop_app", "export", ledger, "--out", package)
    files = {f"package: {path.name}": path.read_bytes() for path in package.iterdir()}
    return {"list.xlsx": _whenever(sheet), "list read again": read, **files}


def _plan_itself(run: Callable[..., bytes], ledger: Path) -> dict[str, bytes]:
    """The plan of the ledger as a file that travels, checked, and as a workbook."""
    travels, book = ledger.with_name("kế hoạch.sokehoach-plan"), ledger.with_name("kế hoạch.xlsx")
    for target in (travels, book):
        run("-m", "desktop_app", "plan", "export", target, ledger)
    checked = run("-m", "desktop_app", "plan", "check", travels, "--json")
    return {"plan": travels.read_bytes(), "plan.xlsx": _whenever(book), "plan checked": checked}


def inside(path: Path) -> bytes:
    """All that a Word or Excel file holds: around it stands on which system it was packed."""
    with zipfile.ZipFile(path) as archive:
        return b"\0".join(part for name in archive.namelist() for part in (name.encode(), archive.read(name)))


def _whenever(path: Path) -> bytes:
    """The same, but for the moment at which it was written, by the clock of the computer."""
    return _MADE_AT.sub(b"", inside(path))
