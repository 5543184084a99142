"""Reports that were locked in files of the demo, as tests/data keeps them for ever: one file per format of locks.

A file is written once, by the first program that has its format (`python -m tests.make_locked_samples`): later ones
must go on reading it and print the same.
"""

import gzip
import io
import json
import zipfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.correction import ADDED, CHANGED, LaterChange, SheetHead, correct
from desktop_app.domain.lock_content import parse_lock
from desktop_app.domain.locking import Lock
from desktop_app.domain.org_unit import build_units
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import correction_sheet
from desktop_app.report.blocks import UNDATED, ProgressReport
from desktop_app.report.data import ReportData
from desktop_app.session.report_data import FORMS, PDF, render
from desktop_app.texts import in_words

FOLDER = Path(__file__).parent / "data"
DISTRICT = "107"
CORRECTED = (f"lai-chau-2022 {DISTRICT} 2022-Q2", "again")


def file_of(number: int) -> Path:
    return FOLDER / f"locks-{number}.json.gz"


@cache
def load(number: int) -> dict[str, Any]:
    """The `locks` by name, each with its `content`, `figures` and `prints`."""
    found: dict[str, Any] = json.loads(gzip.decompress(file_of(number).read_bytes()))
    return found


def prints(report: ProgressReport) -> dict[str, str]:
    """What a report comes to in each form, whatever packed it."""
    return {form: _digest(render(report, form, UNDATED), form) for form in FORMS}


def _digest(printed: bytes, form: str) -> str:
    found = sha256()
    if form == PDF:
        with pikepdf.open(io.BytesIO(printed)) as pdf:
            for one in pdf.objects:
                found.update(one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse())
    else:
        with zipfile.ZipFile(io.BytesIO(printed)) as packed:
            for name in packed.namelist():
                found.update(name.encode() + packed.read(name))
    return found.hexdigest()


def figure_lines(lock: Lock) -> list[str]:
    """The figures of a lock as people read them."""
    return [f"{f.code} {f.ratio} {f.value} {f.status} {in_words(f.text)}" for f in lock.figures]


def lock_of(name: str, content: dict[str, Any]) -> Lock:
    """A lock as the program reads it from a log."""
    found = parse_lock(name, 1, "Cán bộ mẫu", "2022-12-20T08:00:00+00:00", content, None)
    assert found
    return found


def sheet(first: Lock, last: Lock) -> ProgressReport:
    """What a later lock corrected of the one before, with made-up records as the reason."""
    source = load_plan(plan_folder("lai-chau-2022"))
    plan, units = parse_plan(source), build_units("2022", source["units"]["2022"])
    later = [
        LaterChange("comm_activity", "a", "", ADDED, "", "", frozenset({"1.1"})),
        LaterChange("inspection", "b", "", CHANGED, "", "", frozenset({"3.3"})),
    ]
    kinds = {(s.area, s.label.vi): frozenset({s.kind}) for s in plan.statistics}
    found = correct(first, last.figures, last.amounts, lambda: later, kinds, last)
    assert found
    assert found.figures
    assert found.amounts
    day = first.period.last_day
    data = ReportData(plan, units, first.unit, first.period, first.period.first_day, day, audience=PUBLIC)
    return correction_sheet.build(data, found, SheetHead("Nhập thiếu."))
