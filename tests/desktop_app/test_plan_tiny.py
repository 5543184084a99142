"""Code knows no table of a plan: a second plan with other areas, kinds, levels, indicators and units works as well."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.validation import State
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.session import OpenFile, editing, entry, figures, records, reports
from desktop_app.texts import in_words
from tests.new_files import new_file

TINY = Path(__file__).resolve().parent.parent / "data" / "plans" / "tiny"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan(load_plan(TINY))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    now = datetime(2023, 6, 1, 8, tzinfo=UTC)
    with new_file(tmp_path / "xanh.db", load_plan(TINY), "021", "Lan", now=lambda: now) as opened:
        yield opened


def test_it_shares_nothing_with_the_plans_that_come_with_the_program(plan: Plan) -> None:
    for other in (parse_plan(load_plan(plan_folder(name))) for name in available_plans()):
        assert not plan.kinds.keys() & other.kinds.keys()
        assert not plan.areas.keys() & other.areas.keys()
        assert not plan.indicators.keys() & other.indicators.keys()
        assert not plan.levels.keys() & other.levels.keys()


def test_it_has_a_field_of_every_type_and_a_record_kind_of_every_sort(plan: Plan) -> None:
    assert {field.type for field in plan.kinds["planting"].fields.values()} == set(FIELD_TYPES.values())
    assert plan.children["planting"][0].natural_key == ("planting", "day")
    assert plan.kinds["volunteers"].by_period
    assert [kind.name for kind in plan.top_kinds("BIEN")] == ["cleaning", "volunteers"]


def test_it_has_four_levels_and_two_measures(plan: Plan, file: OpenFile) -> None:
    assert [file.units.level(code) for code in file.units.ancestors("0212")] == ["to", "nhanh", "vung", "hoi"]
    assert {indicator.measure for indicator in plan.indicators.values()} == {"percent", "count"}


def test_a_new_file_holds_the_records_that_come_with_it(file: OpenFile) -> None:
    assert sorted(records.title_of(file, row.id) for row in records.rows(file, "nursery")) == [
        "Vườn ươm vùng Bắc",
        "Vườn ươm vùng Đông",
    ]


def test_a_new_form_starts_with_its_defaults(file: OpenFile) -> None:
    started = entry.defaults(file, "planting")
    assert started["day"] == "2023-06-01"
    assert started["place"] == "021"
    assert (started["tree"], started["trees"]) == ("lim", 1)
    assert (started["hectares"], started["watered"]) == (Decimal("0.5"), False)
    assert entry.defaults(file, "cleaning")["code"] == "B-021-001"


def test_a_child_starts_with_its_parent_s_day_and_takes_its_place_and_day(file: OpenFile) -> None:
    day = {"day": "2023-03-01"}
    parent = editing.new_record(file, "planting", entry.defaults(file, "planting", day)).record
    child = editing.new_record(
        file, "planting_check", entry.defaults(file, "planting_check", {"planting": parent}) | {"alive": 9}
    )
    found = records.find(file, child.record)
    assert found is not None
    assert (found.parent, found.values["day"], found.state) == (parent, "2023-03-01", State.COUNTS)
    assert records.count(file, "planting_check", unit="02") == 1
    assert records.count(file, "planting_check", unit="01") == 0


def test_its_rules_are_judged(file: OpenFile) -> None:
    values = entry.defaults(file, "planting", {"place": "02", "tools": ("khac",)})
    problems = editing.new_record(file, "planting", values).problems
    assert {problem.field for problem in problems} == {"place", "tool_other"}
    assert "Phải chọn chi nhánh hoặc tổ." in {in_words(problem.message) for problem in problems}


def test_its_figures_are_computed(file: OpenFile) -> None:
    editing.new_record(
        file, "planting", entry.defaults(file, "planting", {"day": "2023-03-01", "place": "0211", "trees": 120})
    )
    for day in ("2023-03-05", "2023-04-05", "2022-12-31"):
        editing.new_record(file, "cleaning", {"unit": "0212", "day": day, "beach": "Bãi Dài"})
    year = figures.read_period(file, "2023")
    share, cleanings = figures.progress(file, year, "H")
    assert (share.code, share.value, share.status) == ("CAY.1", "50,0%", "met")
    assert (share.numerator, share.denominator) == (Fraction(1), Fraction(2))
    assert (cleanings.code, cleanings.status, cleanings.numerator) == ("BIEN.1", "met", Fraction(2))
    assert figures.progress(file, figures.read_period(file, "2023-Q1"), "021")[1].numerator == 1
    assert figures.progress(file, year, "021")[0].status == "not-applicable"
    assert figures.progress(file, year, "01")[0].numerator == 0


def test_its_report_is_printed(file: OpenFile) -> None:
    assert reports.report(file, figures.read_period(file, "2023"), "H").startswith(b"%PDF")
