"""A set that rests on the latest records chooses among them, however many sets do so."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.plan_check import check_plan
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, figures
from tests.filled_files import put
from tests.new_files import new_file

FOLDER = Path(__file__).parent.parent / "data" / "plans" / "duoi-nuoc-2026"
RECORDS = [("0101", "2026-01-05", "tu_vong"), ("0101", "2026-03-05", "duoc_cuu"), ("0102", "2026-02-05", "tu_vong"),
           ("0103", "2026-02-05", "duoc_cuu"), ("0103", "2026-04-05", "tu_vong")]  # fmt: skip


def plan_with(choosing: dict[str, str]) -> dict[str, Any]:
    """Indicators that count the latest accident of each commune where it ended so."""
    plan: dict[str, Any] = json.loads(json.dumps(load_plan(FOLDER)))
    plan["sets"]["sau_cung"] = {
        "label": {"vi": "Vụ sau cùng"}, "of": "vu", "during": "until_end", "latest_per": "unit", "units": "subtree",
    }  # fmt: skip
    for code, ending in choosing.items():
        name = f"sau_cung_{ending}"
        plan["sets"][name] = {"label": {"vi": name}, "of": "sau_cung", "where": f"ket_qua == '{ending}'"}
        reading = {"wording": {"vi": "Đếm."}, "population": name, "numerator": "true"}
        plan["indicators"][code] |= {
            "measure": "count",
            "op": ">=",
            "threshold": 1,
            "texts": {},
            "readings": {"default": reading},
        }
    assert check_plan(plan) == []
    return plan


@pytest.fixture(params=[{"4.1": "tu_vong"}, {"4.1": "tu_vong", "2.1": "duoc_cuu"}], ids=["one set", "two sets"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenFile]:
    plan = plan_with(request.param)
    place = next(iter(plan["choices"]["noi"]))
    fields = [{"unit": unit, "ngay": day, "noi": place, "ket_qua": ending} for unit, day, ending in RECORDS]
    now = datetime(2026, 11, 29, 8, tzinfo=UTC)
    with new_file(tmp_path / "sổ.db", plan, "01", "Lan", now=lambda: now) as file:
        put(file, *({"kind": "vu", "fields": one} for one in fields))
        yield file


@pytest.mark.parametrize(("period", "number"), [("2026-01", 1), ("2026-Q1", 1), ("2026", 2)])
def test_the_latest_is_taken_first_and_then_it_is_asked(ledger: OpenFile, period: str, number: int) -> None:
    found = {one.code: one for one in figures.progress(ledger, figures.read_period(ledger, period))}
    assert found["4.1"].numerator == number
