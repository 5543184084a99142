"""Figures for DHIS2: what a report prints for the same readers, in the form that DHIS2 documents."""

import csv
import io
import json
import re
import shutil
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main
from desktop_app.domain.audiences import AUDIENCES, PUBLIC, SUPERIOR
from desktop_app.domain.completeness import NOT_REPORTED
from desktop_app.domain.dhis2_mapping import dhis2_mapping, period_code
from desktop_app.domain.plan_check import check_plan
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.dhis2_values import DataValue
from desktop_app.report.sentences import has_figure
from desktop_app.session import OpenFile, dhis2, figures, imports, opening, reports
from desktop_app.session.report_data import collect
from desktop_app.texts import in_words
from tests.filled_files import put
from tests.sentences import refused

SCHEMA = json.loads(Path("tests/data/dhis2-data-value-set.schema.json").read_text(encoding="utf-8"))
PERIOD, DAY = "2022-Q2", date(2022, 8, 1)
COMMUNE = "03388"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dhis2") / "demo.db"
    assert main(["demo", str(path), "--units", "4", "--records", "700"]) == 0
    return path


@pytest.fixture
def file(demo: Path, tmp_path: Path) -> Any:
    with opening.open_file(Path(shutil.copy(demo, tmp_path / "sổ.db"))) as opened:
        opened.said_today = DAY
        yield opened


def made(file: OpenFile, period: str = PERIOD, unit: str | None = None, audience: str = SUPERIOR) -> dhis2.MadeValues:
    return dhis2.make(file, figures.read_period(file, period), unit, audience)


def values(found: dhis2.MadeValues) -> dict[tuple[str, str], str]:
    return {(one.data_element, one.category_option_combo): one.value for one in found.made.values}


# --- the form ---------------------------------------------------------------------------------------------------------


def broken(schema: dict[str, Any], value: Any, place: str = "$") -> list[str]:
    """What of a document the words of JSON Schema that our schema uses do not allow."""
    sorts: dict[str, type[Any]] = {"object": dict, "array": list, "string": str}
    if not isinstance(value, sorts[schema["type"]]):
        return [f"{place}: {schema['type']}"]
    if isinstance(value, dict):
        known = schema["properties"]
        wrong = [f"{place}.{name}: missing" for name in schema["required"] if name not in value]
        wrong += [f"{place}.{name}: unknown" for name in value if name not in known]
        inner = (broken(known[name], value[name], f"{place}.{name}") for name in value.keys() & known)
        return [*wrong, *(one for some in inner for one in some)]
    if isinstance(value, list):
        return [one for n, item in enumerate(value) for one in broken(schema["items"], item, f"{place}[{n}]")]
    fits = re.search(schema.get("pattern", ""), value) and value in schema.get("enum", [value])
    return [] if fits else [f"{place}: {value}"]


def test_the_schema_finds_what_dhis2_would_refuse() -> None:
    value = {"dataElement": "a", "value": "1"}
    good = {"period": "202204", "orgUnit": "x", "dataValues": [value]}
    assert broken(SCHEMA, good) == []
    for wrong in (
        {**good, "period": "2022-Q2"}, {**good, "units": "x"}, {"period": "2022", "dataValues": []},
        {**good, "dataValues": [{**value, "value": 1}]}, {**good, "dataValues": [{**value, "value": "<5"}]},
    ):  # fmt: skip
        assert broken(SCHEMA, wrong) != []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("period", ["2022-04", "2022-Q2", "2022-H1", "2022"])
def test_a_payload_is_what_dhis2_documents(file: OpenFile, period: str, audience: str) -> None:
    found = made(file, period, COMMUNE, audience)
    document = json.loads(found.text("json"))
    assert broken(SCHEMA, document) == []
    assert (document["orgUnit"], len(document["dataValues"])) == (f"2022-{COMMUNE}", len(found.made.values))
    assert len(values(found)) == len(found.made.values), "no value stands there twice"


def test_the_table_says_the_same_line_by_line(file: OpenFile) -> None:
    found = made(file)
    rows = list(csv.DictReader(io.StringIO(found.text("csv"))))
    assert list(rows[0]) == ["dataelement", "period", "orgunit", "categoryoptioncombo", "attributeoptioncombo", "value"]
    assert [DataValue(r["dataelement"], r["value"], r["categoryoptioncombo"]) for r in rows] == list(found.made.values)
    assert {(r["period"], r["orgunit"], r["attributeoptioncombo"]) for r in rows} == {("2022Q2", "2022-12", "")}


def test_periods_have_the_codes_that_dhis2_documents(file: OpenFile) -> None:
    wanted = {"2022-04": "202204", "2022-Q2": "2022Q2", "2022-H2": "2022S2", "2022": "2022", "2022-9M": None}
    assert {text: period_code(figures.read_period(file, text)) for text in wanted} == wanted


def test_which_days_a_code_means_is_said(file: OpenFile) -> None:
    assert in_words(made(file).days).endswith("(15/03/2022 – 14/06/2022), không phải dương lịch.")


# --- the figures ------------------------------------------------------------------------------------------------------


def units_of(file: OpenFile) -> list[str]:
    """The units in which something happened."""
    named = {str(line["unit"]) for line in imports.export_lines(file) if line["kind"] == "comm_activity"}
    return sorted({above for unit in named for above in file.units.ancestors(unit)})


def test_every_number_is_the_one_that_the_report_prints(file: OpenFile) -> None:
    """Of every unit: what is in the payload is printed, what is printed is in the payload."""
    mapping = dhis2_mapping(file.plan)
    assert mapping
    for unit in units_of(file):
        for audience in AUDIENCES:
            sent = values(made(file, unit=unit, audience=audience))
            data = collect(file, figures.read_period(file, PERIOD), unit, audience, with_units_below=False)
            for result in (one for area in data.statistics for one in area.results):
                element = mapping.statistics.get(file.plan.statistic_keys[result.statistic])
                amount = result.amount.period
                if element and element.data_element and amount is not None:
                    silent = not amount and data.standing(result.statistic.area).state == NOT_REPORTED
                    assert sent.get((element.data_element, "")) == (None if silent else str(amount)), unit
            for figure in data.progress:
                assert ((mapping.indicators[figure.code].numerator, "") in sent) == has_figure(figure), unit


def test_a_small_count_of_people_is_no_number_of_its_own_in_a_payload_that_is_public(file: OpenFile) -> None:
    kind = file.plan.kinds["prevention_activity"]
    sort = next(iter(file.plan.choices[kind.fields["activity_type"].choices or ""]))
    fields = {"date": "2022-04-20", "unit": COMMUNE, "activity_type": sort, "content": "Tư vấn", "people": 3}
    put(file, {"kind": kind.name, "fields": fields})
    to_superior, public = (values(made(file, unit=COMMUNE, audience=one)) for one in (SUPERIOR, PUBLIC))
    assert (to_superior["PCMD_PN_NGUOI", ""], public["PCMD_PN_NGUOI", ""]) == ("3", "0")


def test_zero_is_kept_apart_from_what_nobody_has_reported(file: OpenFile) -> None:
    """A commune that declared that nothing happened sends zeros, one that is silent sends nothing."""
    silent = next(code for code in file.units.children("105") if code not in units_of(file))
    assert not any(value == "0" for (name, _), value in values(made(file, unit=silent)).items() if "TH_" in name)
    line = {"kind": "period_declaration", "fields": {
        "unit": silent, "year": 2022, "period_code": "Q2", "plan_area": "5", "declared_by": "Lan", "date": "2022-06-15",
    }}  # fmt: skip
    put(file, line)
    found = values(made(file, unit=silent))
    assert (found["PCMD_TH_LOP", ""], found["PCMD_TH_LOP_PL", "organiser_level-xa"]) == ("0", "0")
    assert ("PCMD_TT_HOAT_DONG", "") not in found


def test_a_locked_report_that_holds_no_longer_is_named(file: OpenFile) -> None:
    period = figures.read_period(file, PERIOD)
    reports.lock(file, period, accept_stale=True)
    assert not made(file).differs_from_lock
    line = next(
        one for one in imports.export_lines(file) if one["kind"] == "training" and "-05-" in one["fields"]["date"]
    )
    changed = {"kind": "training", "id": line["id"], "fields": {"cost": (line["fields"].get("cost") or 0) + 1000}}
    put(file, changed)
    assert made(file).differs_from_lock


# --- the plan ---------------------------------------------------------------------------------------------------------


def plan() -> dict[str, Any]:
    return deepcopy(load_plan(plan_folder("lai-chau-2022")))


@pytest.mark.parametrize("name", ["lai-chau-2022", "lai-chau-2025"])
def test_every_indicator_and_every_statistic_with_a_day_has_a_name(name: str) -> None:
    source = load_plan(plan_folder(name))
    assert source["dhis2"]["indicators"].keys() == source["indicators"].keys()
    assert check_plan(source) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("indicators", "9.9"), {"numerator": "X"}), (("statistics", "nobody"), {"data_element": "X"}),
        (("statistics", "pilot_model"), {"parts": "X"}),
        (("statistics", "pilot_model"), {"data_element": "PCMD_1_1_TS"}),
        (("statistics", "pilot_model"), {"data_element": "X" * 51}),
        (("org_unit",), "{level}"), (("org_unit",), "{code"),
        (("id_scheme",), "name"), (("id_scheme",), "uid"), (("period_scheme",), "x"), (("org_units",), {"99": "x"}),
        (("category_option_combos",), {"comm_form": {"x": "y"}}), (("category_option_combo",), "{field}"),
        (("category_option_combo",), "{list}-{value}-" + "X" * 40), (("org_unit",), "X" * 46 + "{code}"),
        (("category_option_combos",), {"organiser_level": {"tinh": "Y", "xa": "Y"}}),
        (("org_units",), {"105": "Y", "106": "Y"}), (("org_units",), {"105": "2022-106"}),
    ],
)  # fmt: skip
def test_a_mapping_that_names_what_is_not_there_is_refused(path: tuple[str, ...], value: Any) -> None:
    source = plan()
    part = source["dhis2"]
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    assert check_plan(source) != []


def test_without_a_pattern_every_part_must_be_named() -> None:
    source = plan()
    del source["dhis2"]["category_option_combo"]
    assert check_plan(source) != []
    lists = source["choices"]
    source["dhis2"]["category_option_combos"] = {
        name: {value: f"{name}-{value}" for value in values} for name, values in lists.items()
    }
    assert check_plan(source) == []


def test_what_dhis2_has_no_word_for_is_refused(file: OpenFile) -> None:
    with refused("không có mã cho"):
        made(file, "2022-9M")
    with refused("mã kỳ sẽ có hai nghĩa"):
        made(file, "duong_lich:2022-Q2")


@pytest.mark.parametrize(("more", "why"), [(["--out", "x.xlsx"], "x.xlsx"), (["--out", "x.json"], "--period")])
def test_what_the_command_lacks_is_said(
    demo: Path, more: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(demo), "--dhis2", *more]) == 1
    assert why in capsys.readouterr().err
