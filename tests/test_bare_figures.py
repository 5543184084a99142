"""The limit of the figures answers what the program does, and so bare SQL says every part of a figure."""

from datetime import UTC, datetime
from pathlib import Path

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, figures, opening
from tests.filled_files import put, put_made_up
from tests.harness.bench.bare_figure_sql import SAID
from tests.harness.bench.bare_figures import BareFigures
from tests.harness.bench.figure_agreement import agree

PROVINCE = "12"
BASELINE = {"unit": PROVINCE, "year": 2021, "period_code": "Y", "cases": 20, "persons": 31, "hotspot_cases": 3}


def test_bare_sql_finds_the_same_figures_with_every_part_of_them(tmp_path: Path) -> None:
    now = datetime(2022, 12, 20, 8, tzinfo=UTC)
    source = load_plan(plan_folder("lai-chau-2022"))
    with opening.create_file(tmp_path / "a.db", source, PROVINCE, "Lan", now=lambda: now) as file:
        put_made_up(file, 900, 12)
        add(file, "crime_baseline", BASELINE | {"source": "x"})
        add(file, "tip", {"unit": PROVINCE, "date": "2022-05-10", "tip_kind": "phan_anh", "channel": "truc_tiep",
                          "accepted_date": "2022-05-10", "due_date": "2022-06-10", "due_reason": "x"})  # fmt: skip
        ours = figures.progress(file, figures.read_period(file, "2022"), PROVINCE)
        parts = {code: {name.partition(" ")[2].rstrip("/") for name in said} for code, said in SAID.items()}
        assert [(one.code, name) for one in ours for name in one.parts if name not in parts[one.code]] == []
        assert agree(file.plan, ours, BareFigures(file.path, tmp_path / "bare.db", file.plan).figures())


def add(file: OpenFile, kind: str, fields: dict[str, object]) -> None:
    put(file, {"kind": kind, "fields": fields})
