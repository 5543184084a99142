"""Money is kept in dong: a plan whose figure calls it millions is refused, with the way out."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.plan_check import check_plan
from desktop_app.plan_files import load_plan
from tests.sentences import said

FIRES = Path(__file__).resolve().parent.parent / "data" / "plans" / "fires"


@pytest.fixture
def plan() -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(json.dumps(load_plan(FIRES)))
    plan["indicators"]["F.1"] |= {"texts": {}, "unit": {"vi": "triệu đồng"}}
    return plan


def count(plan: dict[str, Any], numerator: str, population: str = "fires") -> None:
    reading = {"wording": {"vi": "Thử."}, "population": population, "numerator": numerator}
    plan["indicators"]["F.1"]["readings"] = {"default": reading}


@pytest.mark.parametrize(("numerator", "population"), [
    ("damage", "fires"), ("coalesce(damage, 0) - 5", "fires"), ("sum(fires_there.damage)", "unit:member"),
])  # fmt: skip
@pytest.mark.parametrize("unit", ["triệu đồng", "Tỷ đồng", "nghìn đồng", "million dong"])
def test_money_is_not_called_millions(plan: dict[str, Any], numerator: str, population: str, unit: str) -> None:
    plan["sets"]["fires_there"] = {**plan["sets"]["fires"], "units": "own"}
    plan["indicators"]["F.1"]["unit"] = {"vi": unit}
    count(plan, numerator, population)
    (sentence,) = said(check_plan(plan))
    assert "damage: số tiền được ghi bằng đồng" in sentence


@pytest.mark.parametrize(("numerator", "unit"), [
    ("damage", "đồng"), ("damage * 0.000001", "triệu đồng"), ("hectares", "triệu đồng"), ("1", "triệu đồng"),
])  # fmt: skip
def test_dong_and_what_is_multiplied_may_be(plan: dict[str, Any], numerator: str, unit: str) -> None:
    plan["indicators"]["F.1"]["unit"] = {"vi": unit}
    count(plan, numerator)
    assert check_plan(plan) == []


def test_a_statistic_of_money_is_in_dong_too(plan: dict[str, Any]) -> None:
    count(plan, "1")
    one = {"area": "F", "kind": "fire", "label": {"vi": "Thiệt hại"}, "sum": "damage", "unit": {"vi": "đồng"}}
    plan["statistics"] = [one]
    assert check_plan(plan) == []
    plan["statistics"] = [{**one, "unit": {"vi": "triệu đồng"}}]
    (sentence,) = said(check_plan(plan))
    assert "“triệu đồng” không phải đơn vị tính của damage" in sentence
