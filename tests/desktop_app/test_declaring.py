"""An office declares that nothing happened in several areas, as one act."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, declaring, figures, records, undo
from tests.new_files import new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    now = datetime(2022, 9, 8, 7, tzinfo=UTC)
    with new_file(tmp_path / "sổ.db", load_plan(plan_folder("lai-chau-2022")), "03405", "Lan", now=lambda: now) as made:
        yield made


def test_several_areas_are_declared_in_one_act_and_none_twice(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    found = declaring.declaration(file, period)
    assert found is not None
    made = declaring.declare(file, found, ["2", "4", "5"], {"date": "2022-06-20", "declared_by": "Lan"})
    assert (len(made.records), made.refused) == (3, {})
    assert made.act is not None
    states = {row.area: row.state for row in figures.completeness(file, period) if row.unit == "03405"}
    assert states == {"1": "not_reported", "2": "nothing", "3": "not_reported", "4": "nothing", "5": "nothing"}
    again = declaring.declaration(file, period)
    assert again is not None
    assert [area.area for area in again.areas if again.is_declared(area)] == ["2", "4", "5"]
    with pytest.raises(AppError, match=r"declare\.refused"):
        declaring.declare(file, again, ["2"], {"date": "2022-06-20", "declared_by": "Lan"})
    undo.undo(file, made.act)
    assert records.count(file, "period_declaration") == 0
