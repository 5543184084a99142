"""Invented records: valid, seeded, over every kind and unit of whichever plan, and with figures that look real."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.validation import Rules, check, mentions_person
from desktop_app.domain.values import Problem, Value, from_json
from desktop_app.exchange.demo import Existing, demo_lines
from desktop_app.exchange.demo_hints import FieldHint, KindHint, SureHint, load_hints
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.session import OpenFile, figures, maintenance, opening
from desktop_app.texts import in_words
from tests import small_plan
from tests.filled_files import put

TINY = Path(__file__).resolve().parent.parent / "data" / "plans" / "tiny"
TODAY = date(2023, 5, 2)
SOURCE = load_plan(plan_folder("lai-chau-2022"))
Lines = list[dict[str, Any]]


def units_of(source: dict[str, Any]) -> OrgUnits:
    version = source["plan"]["unit_version"]
    return build_units(version, source["units"][version])


def seeds_of(source: dict[str, Any], plan: Plan) -> list[Existing]:
    return [(k, i or natural_id(plan.kinds[k], v) or "", v) for k, i, v in seed_records(source)]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan(SOURCE)


@pytest.fixture(scope="module")
def units() -> OrgUnits:
    return units_of(SOURCE)


@pytest.fixture(scope="module")
def lines(plan: Plan, units: OrgUnits) -> Lines:
    return list(demo_lines(plan, units, 3000, None, 1, TODAY, seeds_of(SOURCE, plan)))


def typed(plan: Plan, line: dict[str, Any]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, raw in line["fields"].items():
        value = from_json(plan.kinds[line["kind"]].fields[name], raw)
        assert not isinstance(value, Problem), value
        values[name] = value
    return values


def mistakes(plan: Plan, units: OrgUnits, lines: Lines, today: date) -> list[tuple[str, str]]:
    """What is wrong with records, warnings too; (kind, sentence)."""
    rules = Rules(plan, units, today.isoformat())
    found = []
    for line in lines:
        kind = plan.kinds[line["kind"]]
        found += [
            (kind.name, in_words(problem.message))
            for problem in check(typed(plan, line), kind, rules)
            if not problem.missing
        ]
    return found


def unfinished(plan: Plan, units: OrgUnits, lines: Lines) -> int:
    rules = Rules(plan, units)
    return sum(any(p.missing for p in check(typed(plan, line), plan.kinds[line["kind"]], rules)) for line in lines)


def test_no_inspection_visits_an_establishment_twice(lines: Lines) -> None:
    visits = [line["fields"] for line in lines if line["kind"] == "inspection_visit"]
    twice = Counter((visit["inspection"], visit["establishment"]) for visit in visits)
    assert len(visits) > 100
    assert max(twice.values()) == 1


def test_there_are_as_many_as_asked_for(lines: Lines) -> None:
    assert len(lines) == 3000


def test_every_kind_of_record_is_there(plan: Plan, lines: Lines) -> None:
    assert {line["kind"] for line in lines} == set(plan.record_kinds)


def test_every_unit_takes_part(units: OrgUnits, lines: Lines) -> None:
    assert {line["fields"].get("unit") for line in lines} >= {unit.code for unit in units}


def test_they_follow_every_rule_of_the_plan(plan: Plan, units: OrgUnits, lines: Lines) -> None:
    assert mistakes(plan, units, lines, TODAY) == []


def test_about_one_in_a_hundred_is_unfinished(plan: Plan, units: OrgUnits, lines: Lines) -> None:
    assert 0.003 < unfinished(plan, units, lines) / len(lines) < 0.015


def test_nobody_is_named(plan: Plan, lines: Lines) -> None:
    secret = {(k.name, f.name) for k in plan.record_kinds.values() for f in k.fields.values() if f.privacy == "P2"}
    shown = {text for line in lines for name, text in line["fields"].items() if (line["kind"], name) in secret}
    assert shown <= set(load_hints(plan.id)["words"]["position"])
    assert not any(mentions_person(text) for text in shown)


def test_a_letterhead_says_whose_it_is(units: OrgUnits, lines: Lines) -> None:
    heads = [line["fields"] for line in lines if line["kind"] == "letterhead"]
    assert heads
    known = {unit.name.upper() for unit in units}
    for head in heads:
        issuer = head["issuer_line"].removeprefix("ỦY BAN NHÂN DÂN ")
        assert issuer in known
        assert issuer.endswith(head["place_name"].upper())


def test_no_two_have_the_same_id(lines: Lines) -> None:
    assert max(Counter(line["id"] for line in lines).values()) == 1


def test_records_come_after_those_they_refer_to(plan: Plan, lines: Lines) -> None:
    known = {record for _, record, _ in seeds_of(SOURCE, plan)}
    for line in lines:
        fields = plan.kinds[line["kind"]].fields
        assert {v for name, v in line["fields"].items() if fields[name].type.refers} <= known
        known.add(line["id"])


def test_what_is_sure_is_there_for_the_topmost_unit_too(plan: Plan, lines: Lines) -> None:
    told = [line["fields"] for line in lines if line["kind"] == "report_narrative"]
    assert {fields["section"] for fields in told if fields["unit"] == plan.root} >= {"I", "II", "V", "VI"}


def test_the_same_seed_gives_the_same_records(plan: Plan, units: OrgUnits) -> None:
    first, again, other = (list(demo_lines(plan, units, 300, None, seed, TODAY)) for seed in (7, 7, 8))
    assert first == again != other


def test_few_units_take_part_when_few_are_asked_for(plan: Plan, units: OrgUnits) -> None:
    some = units.descendants(plan.root)[:12]
    lines = list(demo_lines(plan, units, 400, 12, 1, TODAY))
    assert {line["fields"]["unit"] for line in lines if "unit" in line["fields"]} <= set(some)
    assert len(lines) == 400


@pytest.mark.parametrize("count", [0, 1, 5, 40, 41, 100])
def test_any_number_can_be_asked_for(plan: Plan, units: OrgUnits, count: int) -> None:
    lines = list(demo_lines(plan, units, count, None, 1, TODAY, seeds_of(SOURCE, plan)))
    assert len(lines) <= count
    assert mistakes(plan, units, lines, TODAY) == []


@pytest.mark.parametrize("today", [date(2021, 6, 1), date(2022, 1, 20), date(2022, 7, 1), date(2030, 1, 1)])
def test_no_day_lies_in_the_future(plan: Plan, units: OrgUnits, today: date) -> None:
    lines = list(demo_lines(plan, units, 500, None, 1, today, seeds_of(SOURCE, plan)))
    assert mistakes(plan, units, lines, today) == []
    assert len(lines) > 300


def test_without_hints_the_records_are_plainer_but_as_valid(plan: Plan, units: OrgUnits) -> None:
    lines = list(demo_lines(plan, units, 1500, None, 1, TODAY, seeds_of(SOURCE, plan), {}))
    assert {line["kind"] for line in lines} == set(plan.record_kinds)
    assert mistakes(plan, units, lines, TODAY) == []


@pytest.mark.parametrize("source", [load_plan(plan_folder("lai-chau-2025")), load_plan(TINY), small_plan.SOURCE])
def test_another_plan_is_filled_as_well(source: dict[str, Any]) -> None:
    plan, units, today = parse_plan(source), units_of(source), date(source["plan"]["year"] + 1, 5, 2)
    lines = list(demo_lines(plan, units, 600, None, 1, today, seeds_of(source, plan)))
    assert {line["kind"] for line in lines} == set(plan.record_kinds)
    assert mistakes(plan, units, lines, today) == []
    assert len(lines) == 600


@pytest.mark.parametrize("plan_id", available_plans())
def test_every_hint_has_a_key_that_is_read_and_names_what_its_plan_has(plan_id: str) -> None:
    plan = parse_plan(load_plan(plan_folder(plan_id)))
    for name, hint in load_hints(plan_id)["kinds"].items():
        kind = plan.record_kinds[name]
        assert hint.keys() <= KindHint.__annotations__.keys()
        for sure in hint.get("sure", []):
            assert sure.keys() <= SureHint.__annotations__.keys()
        for fields in (hint.get("fields", {}), *(sure["fields"] for sure in hint.get("sure", []))):
            for field, of in fields.items():
                assert of.keys() <= FieldHint.__annotations__.keys()
                assert of.get("weights", {}).keys() <= plan.choices.get(kind.fields[field].choices or "", {}).keys()


# --- what the figures make of them ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, lines: Lines) -> Iterator[OpenFile]:
    now = datetime.combine(TODAY, datetime.min.time()).astimezone()
    with opening.create_file(tmp_path_factory.mktemp("demo") / "demo.db", SOURCE, "12", now=lambda: now) as opened:
        put(opened, *lines)
        yield opened


def test_the_file_is_whole(file: OpenFile) -> None:
    assert maintenance.check(file) == []


def test_some_indicators_are_met_and_some_are_not(file: OpenFile) -> None:
    states = Counter(figure.status for figure in figures.progress(file, figures.read_period(file, "2022")))
    assert states["met"] >= 5
    assert states["not-met"] >= 2
    assert states.keys() <= {"met", "not-met"}


def test_about_two_thirds_of_the_communes_keep_up_their_work(file: OpenFile) -> None:
    found = next(figure for figure in figures.progress(file, figures.read_period(file, "2022")) if figure.code == "1.1")
    assert found.exact is not None
    assert 60 <= found.exact <= 70


def test_most_tips_are_handled_in_time(file: OpenFile) -> None:
    found = next(figure for figure in figures.progress(file, figures.read_period(file, "2022")) if figure.code == "3.1")
    assert found.exact is not None
    assert 80 <= found.exact < 100


def test_a_plan_of_several_years_has_records_in_each_that_has_begun() -> None:
    source = load_plan(Path(__file__).parents[1] / "data" / "plans" / "forest")
    plan = parse_plan(source)
    days = {}
    for today in (date(2023, 6, 30), date(2026, 2, 1)):
        lines = list(demo_lines(plan, plan.units, 400, None, 1, today, seeds_of(source, plan)))
        assert mistakes(plan, plan.units, lines, today) == []
        dated = [(line, plan.kinds[line["kind"]]) for line in lines if not plan.kinds[line["kind"]].by_period]
        found = Counter(str(line["fields"].get(kind.date_field))[:4] for line, kind in dated if kind.date_field)
        days[today.year] = found
        assert max(str(line["fields"].get(kind.date_field) or "") for line, kind in dated) <= today.isoformat()
    assert set(days[2023]) == {"2021", "2022", "2023"}
    assert set(days[2026]) == {"2021", "2022", "2023", "2024", "2025"}
    assert min(days[2026].values()) > 10
