"""Criminal cases that are not public never print by commune, in either plan; the screen of the office has them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.blocks import Paragraph, ProgressReport, Table
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


def report_of(file: OpenFile, unit: str) -> ProgressReport:
    period = figures.read_period(file, f"{file.plan.year}-Q2")
    return build(collect(file, period, unit))


def said(report: ProgressReport, unit: str, label: str, short: str) -> set[tuple[str, str]]:
    return {
        (one.unit, one.text)
        for one in counts_said(blocks_of(report), unit, {label}, {short})
        if not one.part and one.when == "now"
    }


def test_a_commune_prints_the_public_cases_only(file: OpenFile) -> None:
    _, commune = PLACES[file.plan.year]
    report, name = report_of(file, commune), file.units.name(commune)
    assert said(report, name, "Vụ án khởi tố", "Vụ án") == {(name, "1")}
    assert said(report, name, "Bị can", "Bị can") == {(name, "7")}
    assert "Không gồm vụ án liên quan đến mại dâm chưa công khai." in words_of(report)


def test_above_it_they_count_and_the_commune_is_not_named(file: OpenFile) -> None:
    above, commune = PLACES[file.plan.year]
    report, name = report_of(file, above), file.units.name(above)
    found = said(report, name, "Vụ án khởi tố", "Vụ án")
    assert {(name, "3"), (file.units.name(commune), "1"), ("=", "2")} <= found
    assert (file.units.name(commune), "3") not in found
    assert {(name, "24"), (file.units.name(commune), "7")} <= said(report, name, "Bị can", "Bị can")


@pytest.mark.parametrize("file", [2025], indirect=True)  # the plan by which a commune is judged
def test_the_table_that_has_the_growth_of_each_commune_says_so_too(file: OpenFile) -> None:
    report = report_of(file, PLACES[2025][0])
    first = [*report.annexes[0].blocks, *report.annexes[0].wide]
    growth = next(n for n, block in enumerate(first) if isinstance(block, Table) and "theo đơn vị" in block.caption)
    note = first[growth + 1]
    assert isinstance(note, Paragraph)
    assert "chưa công khai không nêu theo xã, chỉ tính vào số của cấp trên." in note.text


@pytest.mark.parametrize("file", [2025], indirect=True)  # the plan by which a commune is judged
def test_a_figure_of_a_commune_is_made_of_public_cases(file: OpenFile) -> None:
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
