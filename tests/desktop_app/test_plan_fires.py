"""A plan of another field in the plan language: at most nothing, between two ends, means, rates, decimals."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.values import Value
from desktop_app.plan_files import load_plan
from desktop_app.session import OpenFile, editing, figures, reports
from tests.new_files import new_file
from tests.processes import pdf_text
from tests.sentences import said

FIRES = Path(__file__).resolve().parent.parent / "data" / "plans" / "fires"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    now = datetime(2023, 12, 31, 8, tzinfo=UTC)
    with new_file(tmp_path / "fires.db", load_plan(FIRES), "1", "Lan", now=lambda: now) as opened:
        yield opened


def burn(file: OpenFile, unit: str, day: str, hectares: str, **more: Value) -> None:
    values: dict[str, Value] = {"unit": unit, "day": day, "hectares": Decimal(hectares), **more}
    assert editing.new_record(file, "fire", values).act


def found(file: OpenFile, unit: str = "1") -> dict[str, IndicatorResult]:
    return {one.code: one for one in figures.progress(file, figures.read_period(file, "2023"), unit)}


@pytest.fixture
def burnt(file: OpenFile) -> OpenFile:
    """Three fires of 375 ha together, in two districts with forest of 2,500.5 ha and of unknown size."""
    burn(file, "11", "2023-03-01", "0.1", hours=Decimal("2.5"), cause="people", damage=1_000_000)
    burn(file, "11", "2023-04-01", "0.2", hours=Decimal("1.25"))
    burn(file, "12", "2023-05-01", "374.7", damage=250_000)
    forest: dict[str, Value] = {"unit": "11", "day": "2023-01-01", "hectares": Decimal("2500.5"), "wardens": 5}
    assert editing.new_record(file, "forest", forest).act
    return file


def test_at_most_nothing_is_met_by_nothing_alone(file: OpenFile) -> None:
    assert (found(file)["F.1"].status, found(file)["F.1"].value) == ("met", "0")
    burn(file, "11", "2023-03-01", "375")
    one = found(file)["F.1"]
    assert (one.status, one.value, one.short_by) == ("not-met", "375", -375)


def test_numbers_with_decimals_are_added_up_exactly(burnt: OpenFile) -> None:
    one = found(burnt)["F.1"]
    assert one.numerator == Fraction(375)
    assert "1 vụ cháy từ 0,5 ha trở lên." in said(one.notes)
    assert found(burnt, "11")["F.1"].numerator == Fraction(3, 10)
    assert [figures.explain(burnt, "F.1", figures.read_period(burnt, "2023"), "11").figure.value] == ["0,3"]


def test_a_number_that_is_too_large_to_be_exact_is_not_cut_to_the_largest_that_is(file: OpenFile) -> None:
    burn(file, "11", "2023-03-01", "20000000000.5")
    burn(file, "11", "2023-04-01", "20000000000")
    numerator = found(file)["F.1"].numerator
    assert numerator is not None
    assert abs(numerator - Fraction("40000000000.5")) < Fraction(1, 10_000)
    burn(file, "11", "2023-05-01", "-100000000.25")
    numerator = found(file)["F.1"].numerator
    assert numerator is not None
    assert abs(numerator - Fraction("39900000000.25")) < Fraction(1, 10_000)


def test_a_rate_leaves_out_whose_denominator_nobody_knows(burnt: OpenFile) -> None:
    one = found(burnt)["F.2"]
    assert (one.numerator, one.denominator) == (Fraction(2), Fraction("2500.5"))
    assert (one.value, one.status) == ("0,8", "met")
    assert [(m.code, m.unit) for m in one.missing] == [("unknown_forest", "12")]
    assert one.target == "≤ 1,5"


def test_a_mean_is_of_those_that_have_a_value(burnt: OpenFile) -> None:
    one = found(burnt)["F.3"]
    assert (one.numerator, one.denominator, one.value, one.status) == (Fraction("3.75"), Fraction(2), "1,9", "met")


def test_a_target_with_two_ends_is_met_between_them(burnt: OpenFile) -> None:
    one = found(burnt)["F.4"]
    assert (one.exact, one.status, one.short_by) == (Fraction(5, 3), "not-met", 1)
    assert (one.target, one.exceeded) == ("2–4", False)
    assert (found(burnt, "11")["F.4"].value, found(burnt, "11")["F.4"].status) == ("2,50", "met")
    assert found(burnt, "12")["F.4"].status == "not-met"


def test_exactly_none_and_a_rate_of_money(burnt: OpenFile) -> None:
    assert (found(burnt)["F.5"].value, found(burnt)["F.5"].short_by) == ("33,3%", -1)
    assert found(burnt)["F.6"].numerator == 1_000_000
    assert found(burnt)["F.6"].denominator == Fraction("2500.5")


def test_the_report_never_calls_a_burnt_forest_met(burnt: OpenFile) -> None:
    pdf = reports.report(burnt, figures.read_period(burnt, "2023"), "1")
    text = " ".join(pdf_text(pdf).split())
    assert "vượt mức cho phép (không quá 0 ha)" in text or "vượt mức cho phép (0 ha)" in text, text[:3000]
    assert "từ 2 đến 4 người/vụ" in text
    assert "375 ha; vượt mức" in text
    assert "bằng 0" not in text  # there are records, if no statistic that adds them up


def test_its_members_are_explained(burnt: OpenFile) -> None:
    explained = figures.explain(burnt, "F.3", figures.read_period(burnt, "2023"), "1")
    assert sorted(str(m.numerator) for m in explained.members) == ["5/2", "5/4"]


def test_no_number_is_parted_in_a_table(burnt: OpenFile) -> None:
    forest: dict[str, Value] = {"unit": "12", "day": "2023-01-01", "hectares": Decimal(1200), "wardens": 5}
    assert editing.new_record(burnt, "forest", forest).act
    burn(burnt, "12", "2023-06-01", "1", damage=250_000_000_000)
    pdf = reports.report(burnt, figures.read_period(burnt, "2023"), "1")
    words = pdf_text(pdf, "-layout").split()
    assert words.count("6.755.877.584.110,3") >= 2  # in the table of the indicators, and of all units
    assert "20.833.354.166.666,7" in words


@pytest.mark.parametrize(("numerator", "number"), [
    ("hectares * 2", "750"), ("2 * hectares", "750"), ("(hectares + 1) * 2", "756"),
    ("hectares - hectares * 2", "-375"), ("coalesce(damage, 0) * 0.000001", "1.25"), ("hectares * 2 >= 0.4", "2"),
    ("if(hectares * 3 < 1, 1.5, 0)", "3"),
])  # fmt: skip
def test_what_is_multiplied_has_the_right_size(tmp_path: Path, numerator: str, number: str) -> None:
    plan = json.loads(json.dumps(load_plan(FIRES)))
    reading = {"wording": {"vi": "Thử."}, "population": "fires", "numerator": numerator}
    plan["indicators"]["F.1"] |= {"readings": {"default": reading}, "texts": {}}
    assert check_plan(plan) == []
    now = datetime(2023, 12, 31, 8, tzinfo=UTC)
    with new_file(tmp_path / "nhân.db", plan, "1", "Lan", now=lambda: now) as file:
        burn(file, "11", "2023-03-01", "0.1", damage=1_000_000)
        burn(file, "11", "2023-04-01", "0.2")
        burn(file, "12", "2023-05-01", "374.7", damage=250_000)
        assert found(file)["F.1"].numerator == Fraction(number)
