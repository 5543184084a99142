"""Locks reports in files of the demo and writes them to tests/data: `python -m tests.make_locked_samples`.

It runs once for a format: what the file of an earlier one says is never renewed.
"""

import gzip
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from desktop_app.domain.lock_content import FORMAT
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report import contents
from desktop_app.report.blocks import ProgressReport, Table
from desktop_app.report.lock_format import read_report, write
from desktop_app.session import OpenFile, editing, figures, opening, records, report_text, reports
from tests.desktop_app.report_samples import long_names
from tests.filled_files import put_made_up
from tests.locked_samples import DISTRICT, figure_lines, file_of, prints

PROVINCE, COMMUNE, NEW_COMMUNE = "12", "03433", "03388"
LOCKED = {
    "lai-chau-2022": [(COMMUNE, "2022-06"), (DISTRICT, "2022-Q2"), (PROVINCE, "2022-Y")],
    "lai-chau-2025": [(NEW_COMMUNE, "2025-08"), ("03408", "2025-Q3"), (PROVINCE, "2025-Y")],
}
AGAIN = (DISTRICT, "2022-Q2")
TEXT = "**Ban chỉ đạo** đã *chỉ đạo* các đơn vị:\n- kiểm tra;\n- tuyên truyền."
Sample = dict[str, Any]


class Hand:
    """An officer whose clock goes on by a second with every act, and whose identities are the same in every run."""

    def __init__(self, year: int) -> None:
        self.time = datetime(year, 12, 20, 8, tzinfo=UTC)
        self.random = random.Random(year).randbytes

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def make() -> dict[str, Any]:
    """All samples, locked by the program as it is now."""
    locks: dict[str, Any] = {}
    for plan, wanted in LOCKED.items():
        with _demo(plan) as file:
            for unit, period in wanted:
                locks[f"{plan} {unit} {period}"] = _locked(file, unit, period)
            if AGAIN in wanted:
                put_made_up(file, 600, 12, 7)
                locks["again"] = _locked(file, *AGAIN)
    rare = _with_every_part()
    content = {**locks["again"]["content"], "report": write(rare)}
    locks["rare"] = {**locks["again"], "content": content, "prints": prints(rare)}
    return {"locks": locks}


@contextmanager
def _demo(plan: str) -> Iterator[OpenFile]:
    source = load_plan(plan_folder(plan))
    hand = Hand(int(plan[-4:]))
    with (
        TemporaryDirectory() as folder,
        opening.create_file(
            Path(folder) / "a.db", source, PROVINCE, "Cán bộ mẫu", now=hand.now, random=hand.random
        ) as file,
    ):
        put_made_up(file, 600, 12, 5)
        for row in records.rows(file, "letterhead"):
            if row.values["agency"] in ("so-ldtbxh-12", "so-yt-12"):
                editing.set_value(file, row.id, "internal_frame", True)
        for unit, period in LOCKED[plan]:
            report_text.set_narrative(file, figures.read_period(file, period), "I", TEXT, unit)
        yield file


def _locked(file: OpenFile, unit: str, period: str) -> Sample:
    lock = reports.lock(file, figures.read_period(file, period), unit)
    (written,) = records.history(file, lock.id)
    content = json.loads(str(written.value))
    return {"content": content, "figures": figure_lines(lock), "prints": prints(read_report(lock.report, lock.format))}


def _with_every_part() -> ProgressReport:
    """A report with what the demo has none of: numbers with decimals, names and a text as long as nobody makes them."""
    report = contents.build(long_names())
    table = next(block for block in report.annexes[0].blocks if isinstance(block, Table))
    row = tuple(Decimal("2.50") if number == 1 else cell for number, cell in enumerate(table.rows[-1]))
    return replace(report, blocks=(*report.blocks, replace(table, rows=(*table.rows, row))))


def save(number: int, samples: dict[str, Any]) -> None:
    text = json.dumps(samples, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    file_of(number).write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    save(FORMAT, make())
