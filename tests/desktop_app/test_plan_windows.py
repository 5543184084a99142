"""What a figure compares covers days of the same length: a plan that mixes them is refused, the right one counts."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.plan_check import check_plan
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, figures
from tests.filled_files import put
from tests.new_files import new_file
from tests.sentences import said

FOLDER = Path(__file__).parent.parent / "data" / "plans" / "duoi-nuoc-2026"
TOTALS = {
    "label": {"vi": "Số trẻ biết bơi"}, "of": "biet_boi", "during": "year_to_date", "units": "scope", "totals": ["tre"],
}  # fmt: skip


@pytest.fixture
def plan() -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(json.dumps(load_plan(FOLDER)))
    return plan


def with_totals(plan: dict[str, Any], during: str) -> dict[str, Any]:
    """Indicator 2.1 adds up children of the periods within a window."""
    plan["sets"]["tong"] = TOTALS | {"during": during}
    reading = {"wording": {"vi": "Cộng."}, "population": "unit:self", "numerator": "total(tong.tre)"}
    plan["indicators"]["2.1"] |= {"measure": "count", "readings": {"default": reading}, "texts": {}}
    return plan


@pytest.fixture
def ledger(plan: dict[str, Any], tmp_path: Path) -> Iterator[OpenFile]:
    with_totals(plan, "year_to_date")
    now = datetime(2026, 11, 29, 8, tzinfo=UTC)
    accident = {"unit": "0101", "noi": next(iter(plan["choices"]["noi"])), "ket_qua": "tu_vong"}
    days = [
        "2026-01-01",
        "2026-03-31",
        "2026-07-01",
        "2025-01-01",
        "2025-02-02",
        "2025-06-30",
        "2025-09-30",
        "2025-10-01",
    ]
    lines: list[dict[str, Any]] = [{"kind": "vu", "fields": accident | {"ngay": day}} for day in days]
    lines += [
        {"kind": "biet_boi", "fields": {"unit": "0101", "year": 2026, "period_code": code, "tre": tre, "biet_boi": 1}}
        for code, tre in (("Q1", 100), ("Q2", 20), ("Q3", 3))
    ]
    with new_file(tmp_path / "sổ.db", plan, "01", "Lan", now=lambda: now) as file:
        put(file, *lines)
        yield file


@pytest.mark.parametrize(("period", "now", "before", "children"), [
    ("2026-Q1", 2, 2, 100), ("2026-H1", 2, 3, 120), ("2026-Q3", 3, 4, 123), ("2026", 3, 5, 123),
    ("2026-03-31..2026-09-29", 3, 3, 120),
])  # fmt: skip
def test_the_year_so_far_is_held_against_as_much_of_the_year_before(
    ledger: OpenFile, period: str, now: int, before: int, children: int
) -> None:
    found = {one.code: one for one in figures.progress(ledger, figures.read_period(ledger, period))}
    assert (found["4.1"].numerator, found["4.1"].denominator) == (Fraction(now - before), Fraction(before))
    assert found["2.1"].numerator == children


@pytest.mark.parametrize(("now", "before", "right"), [
    ("year_to_date", "year_earlier", "year_earlier_to_date"), ("period", "year_earlier_to_date", "year_earlier"),
])  # fmt: skip
def test_spans_of_different_length_are_not_compared(plan: dict[str, Any], now: str, before: str, right: str) -> None:
    plan["sets"]["vu_nay"]["during"], plan["sets"]["vu_truoc"]["during"] = now, before
    plan["indicators"]["4.1"]["window"] = now
    (sentence,) = said(check_plan(plan))
    assert f'Ghi during = "{right}" cho vu_truoc' in sentence
    plan["sets"]["vu_truoc"]["during"] = right
    assert check_plan(plan) == []


@pytest.mark.parametrize("window", ["period", "plan_to_date"])
def test_an_indicator_says_the_window_of_its_sets(plan: dict[str, Any], window: str) -> None:
    plan["indicators"]["4.1"]["window"] = window
    (sentence,) = said(check_plan(plan))
    assert f'chỉ tiêu ghi window = "{window}" nhưng tập vu_nay tính during = "year_to_date"' in sentence


@pytest.mark.parametrize("during", ["until_end", "each", "ever", ["period", "year_earlier"], []])
def test_totals_kept_by_period_have_one_window_with_two_ends(plan: dict[str, Any], during: Any) -> None:
    sentences = said(check_plan(with_totals(plan, during)))
    assert any("số tổng theo kỳ cần đúng một khoảng thời gian" in sentence for sentence in sentences)
