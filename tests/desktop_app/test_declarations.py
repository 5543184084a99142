"""A declaration that nothing happened is warned of while its period runs, and beside what lies in the ledger."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, records
from tests.new_files import new_file
from tests.sentences import said

WARD, OTHER = "03388", "03386"
EARLY = "Kỳ này đến hết ngày 14/06/2022 mới kết thúc; khai báo trước có thể sai nếu sau đó phát sinh số liệu."


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    source = load_plan(plan_folder("lai-chau-2022"))
    with new_file(tmp_path / "a.db", source, WARD, "Lan", now=lambda: datetime(2022, 6, 20, 8, tzinfo=UTC)) as made:
        yield made


def declare(file: OpenFile, day: str, code: str = "Q2", area: str = "3") -> tuple[str, list[str]]:
    """The record of a declaration, and its warnings."""
    values: dict[str, Any] = {"unit": WARD, "year": 2022, "period_code": code, "plan_area": area, "date": day}
    made = editing.new_record(file, "period_declaration", values | {"declared_by": "Lan"})
    assert made.act
    return made.record, said(problem.message for problem in made.problems)


@pytest.mark.parametrize(("day", "warned"), [("2022-06-01", True), ("2022-06-14", True), ("2022-06-15", False)])
def test_a_declaration_before_its_period_is_over_is_kept_and_warned_of(file: OpenFile, day: str, warned: bool) -> None:
    record, found = declare(file, day)
    assert (found == [EARLY]) == warned
    view = records.find(file, record)
    assert view
    assert said(problem.message for problem in view.problems) == found
    assert said(problem.message for problem in editing.set_value(file, record, "note", "x").problems) == found


def test_unfinished_records_of_its_area_and_period_are_warned_of(file: OpenFile) -> None:
    for unit, day in ((WARD, "2022-05-01"), (WARD, None), (WARD, "2022-02-01"), (OTHER, "2022-05-01")):
        values: dict[str, Any] = {name: value for name, value in (("unit", unit), ("date", day)) if value}
        assert editing.new_record(file, "inspection", values).act
    assert editing.new_record(file, "training", {"unit": WARD, "date": "2022-05-01"}).act
    _, found = declare(file, "2022-06-16")
    assert found == [
        "Còn 2 phiếu chưa hoàn chỉnh ở lĩnh vực này; hãy hoàn chỉnh hoặc xóa trước khi khai báo không phát sinh."
    ]


def test_records_that_count_are_warned_of_and_win(file: OpenFile) -> None:
    team: dict[str, Any] = {
        "unit": WARD,
        "date": "2022-05-01",
        "team_type": "doi_178_xa",
        "mode": "ke_hoach",
        "covers_prostitution": True,
    }
    assert editing.new_record(file, "inspection", team).act
    _, found = declare(file, "2022-06-16")
    assert found == ["Trong kỳ đã có 1 phiếu được tính ở lĩnh vực này; báo cáo lấy số liệu, không lấy khai báo."]
    assert declare(file, "2022-06-16", area="1")[1] == []
    assert declare(file, "2022-04-16", code="Q1")[1] == []


def test_totals_of_the_period_count_beside_it_too(file: OpenFile) -> None:
    total: dict[str, Any] = {
        "unit": WARD,
        "year": 2022,
        "behaviour": "ban_dam",
        "source": "CA",
        "cases": 1,
        "persons": 1,
    }
    assert editing.new_record(file, "admin_handling", total | {"period_code": "05"}).act
    assert editing.new_record(file, "admin_handling", total | {"period_code": "Q3"}).act
    assert "Trong kỳ đã có 1 phiếu" in declare(file, "2022-06-16")[1][0]
