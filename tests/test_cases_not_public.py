"""Criminal cases that are not public touch no public paper, in either plan; the superior and the screen have them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.blocks import ProgressReport, Table
from desktop_app.report.cells import shown
from desktop_app.report.contents import build
from desktop_app.session import OpenFile, figures
from desktop_app.session.report_data import collect
from tests.filled_files import put
from tests.new_files import new_file
from tests.printed_pages import blocks_of, counts_said, figures_said

PLACES = {2022: ("105", "03386"), 2025: ("12", "03388")}  # a commune and the unit above it


@pytest.fixture(params=PLACES)
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[OpenFile]:
    year = request.param
    now = datetime(year, 11, 30, 8, tzinfo=UTC)
    with new_file(tmp_path / "a.db", load_plan(plan_folder(f"lai-chau-{year}")), "12", now=lambda: now) as made:
        lines = [
            case(year, PLACES[year][1], public, persons) for public, persons in ((True, 7), (False, 9), (False, 8))
        ]
        unit = PLACES[year][1] if year == 2025 else PLACES[year][0]
        base = {"unit": unit, "year": year - 1, "period_code": "Q2", "cases": 1, "persons": 9, "source": "x"}
        lines.append({"kind": "crime_baseline", "fields": base})
        put(made, *lines)
        yield made


def case(year: int, unit: str, public: bool, persons: int) -> Mapping[str, Any]:
    fields = {"unit": unit, "date": f"{year}-04-20", "articles": ["327"], "stage": "khoi_to", "persons": persons}
    return {"kind": "crime_case", "fields": {**fields, "published": public}}


def report_of(file: OpenFile, unit: str, audience: str = PUBLIC) -> ProgressReport:
    period = figures.read_period(file, f"{file.plan.year}-Q2")
    return build(collect(file, period, unit, audience))


def said(report: ProgressReport, unit: str, label: str, short: str) -> set[tuple[str, str]]:
    return {
        (one.unit, one.text)
        for one in counts_said(blocks_of(report), unit, {label}, {short})
        if not one.part and one.when == "now"
    }


@pytest.mark.parametrize("place", [0, 1])
def test_a_public_paper_has_the_public_cases_only(file: OpenFile, place: int) -> None:
    unit = PLACES[file.plan.year][place]
    report, name = report_of(file, unit), file.units.name(unit)
    assert (name, "1") in said(report, name, "Vụ án khởi tố", "Vụ án")
    assert (name, "10") in said(report, name, "Bị can", "Bị can")
    assert "Không gồm vụ án liên quan đến mại dâm chưa công khai." in words_of(report)


@pytest.mark.parametrize("place", [0, 1])
def test_the_superior_reads_of_all_of_them(file: OpenFile, place: int) -> None:
    unit, commune = PLACES[file.plan.year][place], file.units.name(PLACES[file.plan.year][1])
    report, name = report_of(file, unit, SUPERIOR), file.units.name(unit)
    assert {(name, "3"), (commune, "3")} <= said(report, name, "Vụ án khởi tố", "Vụ án")
    assert {(name, "24"), (commune, "24")} <= said(report, name, "Bị can", "Bị can")
    assert "chưa công khai" not in words_of(report)


@pytest.mark.parametrize("file", [2025], indirect=True)  # the plan by which a commune is judged
def test_a_public_figure_of_a_commune_is_made_of_public_cases(file: OpenFile) -> None:
    commune = PLACES[2025][1]
    assert [figure[1:3] for figure in figures_said(blocks_of(report_of(file, commune)), {"3.2"})] == [("0", "1")]
    (of_screen,) = (p for p in figures.progress(file, figures.read_period(file, "2025-Q2"), commune) if p.code == "3.2")
    assert of_screen.ratio == "2/1"
    tables = (b for b in blocks_of(report_of(file, "12")) if isinstance(b, Table))
    table, column = next((t, n) for t in tables for n, c in enumerate(t.columns) if c.title == "3.2")
    (row,) = (row for row in table.rows if file.units.name(commune) in row)
    assert shown(row[column]) == "0,0%"


def words_of(report: ProgressReport) -> str:
    return " ".join(block.text for block in blocks_of(report) if not isinstance(block, Table))
