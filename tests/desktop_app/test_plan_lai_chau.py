"""The plan of 2022 holds every row of what it was made from, in both languages, and no field for people's identity."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from desktop_app import paths
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.period import parse_schemes
from desktop_app.domain.plan import Plan, canonical_json, plan_digest
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.messages import Label
from desktop_app.plan_files import available_plans, load_plan, plan_folder, read_plan
from tests.sentences import refused

SOURCE = load_plan(plan_folder("lai-chau-2022"))
PLAN = parse_plan(SOURCE)
FOLDER = plan_folder("lai-chau-2022")
FIELDS = [(kind, field) for kind in PLAN.kinds.values() for field in kind.fields.values()]
P2 = {
    "staff.full_name", "report_header.signer_name", "letterhead.signer_name", "period_declaration.declared_by",
    "period_submission.submitted_by", "manual_value.entered_by",
}  # fmt: skip


def units(version: str) -> OrgUnits:
    return build_units(version, SOURCE["units"][version], SOURCE["aliases"].get(version))


def rows(version: str) -> list[list[str]]:
    found: list[list[str]] = SOURCE["units"][version]
    return found


# --- every row --------------------------------------------------------------------------------------------------------


def test_the_plan_is_found_by_its_id_and_another_one_is_not() -> None:
    assert available_plans() == ["lai-chau-2022", "lai-chau-2025"]
    with refused("Không có kế hoạch “lai-chau-2023”"):
        plan_folder("lai-chau-2023")


def test_every_kind_field_check_choice_and_reading_is_there() -> None:
    assert Counter(kind.storage for kind in PLAN.kinds.values()) == {"record": 41, "resource": 3, "internal": 3}
    assert len(FIELDS) == 381
    assert sum(len(field.checks) for _, field in FIELDS) == 236
    assert sum(len(choices) for choices in PLAN.choices.values()) == 329
    assert len(PLAN.indicators) == 12
    assert [list(indicator.readings) for indicator in PLAN.indicators.values()] == [["default", "strict", "loose"]] * 12
    assert len(PLAN.due_rules) == 6


def test_the_kinds_stand_in_their_areas() -> None:
    count = Counter(kind.area for kind in PLAN.record_kinds.values())
    assert count == {"R": 12, "1": 5, "2": 4, "3": 6, "4": 5, "5": 3, "X": 6}
    assert [area.code for area in PLAN.areas.values() if area.tab] == ["1", "2", "3", "4", "5"]
    assert Counter(indicator.area for indicator in PLAN.indicators.values()) == {"1": 4, "2": 2, "3": 3, "4": 2, "5": 1}


def test_checks_are_judged_always_or_at_entry() -> None:
    judged = Counter((check.judged, check.severity) for _, field in FIELDS for check in field.checks)
    assert judged == {("always", "error"): 187, ("entry", "error"): 40, ("always", "warning"): 9}


def test_the_thresholds_are_those_of_the_plan() -> None:
    bars = {code: (i.measure, i.op, int(i.threshold), i.window) for code, i in PLAN.indicators.items()}
    assert bars == {
        "1.1": ("percent", ">=", 60, "plan_quarters"),
        "1.2": ("percent", ">=", 100, "plan_quarters"),
        "1.3": ("percent", ">=", 60, "year_to_date"),
        "1.4": ("percent", ">=", 100, "year_to_date"),
        "2.1": ("percent", ">=", 100, "at_end"),
        "2.2": ("percent", ">=", 50, "at_end"),
        "3.1": ("percent", ">=", 100, "year_to_date"),
        "3.2": ("growth", ">=", 3, "period"),
        "3.3": ("percent", ">=", 70, "year_to_date"),
        "4.1": ("count", ">=", 1, "at_end"),
        "4.2": ("percent", ">=", 50, "year_to_date"),
        "5.1": ("percent", ">=", 70, "year_to_date"),
    }
    assert PLAN.indicators["3.2"].threshold_max == 5


def test_the_header_says_whose_plan_it_is() -> None:
    assert (PLAN.id, PLAN.year, PLAN.doc_no, PLAN.doc_date) == ("lai-chau-2022", 2022, "768/KH-UBND", "2022-03-15")
    assert PLAN.settings == {
        "subject": "phòng, chống mại dâm",
        "school_year_first_month": 9, "complaint_days": 30, "due_working_days": 5,
    }  # fmt: skip
    assert (PLAN.root, PLAN.member_level, list(PLAN.levels)) == ("12", "huyen", ["tinh", "huyen", "xa"])


def test_the_year_runs_from_the_middle_of_december() -> None:
    schemes = parse_schemes(SOURCE)
    year = schemes[PLAN.period_scheme].period("Y", 2022)
    assert year is not None
    assert (year.first_day, year.last_day) == (date(2021, 12, 15), date(2022, 12, 14))
    assert list(schemes) == list(PLAN.choices["period_scheme"])


# --- units ------------------------------------------------------------------------------------------------------------


def test_both_unit_lists_are_whole() -> None:
    old, new = units("2022"), units("2025")
    assert Counter(unit.level for unit in old) == {"tinh": 1, "huyen": 8, "xa": 106}
    assert Counter(unit.type for unit in old if unit.level == "xa") == {"Xã": 94, "Phường": 5, "Thị trấn": 7}
    assert Counter(unit.type for unit in new if unit.level == "xa") == {"Xã": 36, "Phường": 2}
    assert len(old.descendants("12")) == 115
    assert all(unit.parent == "12" for unit in new if unit.level == "xa")


def test_every_old_commune_went_into_one_new_commune() -> None:
    old = {code for code, *_ in SOURCE["units"]["2022"] if units("2022").level(code) == "xa"}
    assert {source for source, _ in SOURCE["lineage"]} == {f"2022:{code}" for code in old}
    assert len(SOURCE["lineage"]) == 106
    assert len({target for _, target in SOURCE["lineage"]}) == 38


def test_seventeen_codes_were_used_again_for_another_commune() -> None:
    def place(name: str) -> str:
        return re.sub("^(Xã|Phường|Thị trấn) ", "", name)

    aliases = SOURCE["aliases"]["2022"]
    old = {code: {place(text) for text in (name, *aliases.get(code, ()))} for code, _, _, _, name in rows("2022")}
    new = [(code, place(name)) for code, _, level, _, name in rows("2025") if level == "xa"]
    assert len([code for code, name in new if name not in old[code]]) == 17


def test_other_spellings_of_communes_are_known() -> None:
    assert units("2022").by_code["03460"].aliases == ("Xã Hua Bum",)
    assert sum(len(names) for names in SOURCE["aliases"]["2022"].values()) == 9


# --- texts ------------------------------------------------------------------------------------------------------------


def labels() -> Iterator[tuple[str, Label]]:
    """Everything that is shown, with its place."""
    for code, area in PLAN.areas.items():
        yield from ((f"{code}.label", area.label), (f"{code}.short", area.short))
    for name, kind in PLAN.kinds.items():
        yield from ((f"{name}.label", kind.label), (f"{name}.list", kind.list_label), (f"{name}.for", kind.purpose))
    for kind, field in FIELDS:
        yield f"{kind.name}.{field.name}", field.label
        yield from ((f"{kind.name}.{field.name}: {check.expr}", check.message) for check in field.checks)
    for name, choices in PLAN.choices.items():
        yield from ((f"{name}.{choice.value}", choice.label) for choice in choices.values())
    for code, indicator in PLAN.indicators.items():
        yield from ((f"{code}.title", indicator.title), (f"{code}.short", indicator.short), (code, indicator.unit))
        yield from ((f"{code}.{key}", text) for key, text in indicator.texts.items() if key != "zero_status")
        yield from ((f"{code}.{name}", reading.wording) for name, reading in indicator.readings.items())
    yield from ((statistic.kind, statistic.label) for statistic in PLAN.statistics)
    yield from (("level", label) for label in PLAN.levels.values())
    yield "plan", PLAN.label


def test_everything_that_is_shown_is_there_in_vietnamese_and_english() -> None:
    assert [place for place, label in labels() if not (label.vi.strip() and label.en.strip())] == []


def test_every_field_is_explained_in_both_languages() -> None:
    assert [f"{kind.name}.{field.name}" for kind, field in FIELDS if not (field.help.vi and field.help.en)] == []


def test_all_files_hold_composed_text() -> None:
    lists = paths.resources() / "org_units"
    for file in (*FOLDER.glob("*.toml"), *lists.glob("*.tsv")):
        assert unicodedata.is_normalized("NFC", file.read_text(encoding="utf-8")), file.name


def test_a_table_shows_few_fields_the_date_first() -> None:
    for kind in PLAN.record_kinds.values():
        assert 2 <= len(kind.columns) <= 6, kind.name
        assert "date" not in kind.columns[1:], kind.name


def test_years_are_shown_without_points() -> None:
    assert {f.name for _, f in FIELDS if f.plain} == {"year", "plan_year", "school_year_first_month"}


def test_each_area_has_figures_beside_its_indicators() -> None:
    count = Counter(statistic.area for statistic in PLAN.statistics)
    assert set(count) == {"1", "2", "3", "4", "5"}
    assert min(count.values()) >= 4


# --- people -----------------------------------------------------------------------------------------------------------


def test_names_of_officials_are_the_only_personal_data() -> None:
    assert {f"{kind.name}.{field.name}" for kind, field in FIELDS if field.privacy == "P2"} == P2
    assert {field.privacy for _, field in FIELDS} == {"P0", "P1", "P2"}


def test_no_other_field_asks_for_the_identity_of_a_person() -> None:
    asked = (
        "họ tên", "họ và tên", "tên người", "căn cước", "cccd", "cmnd", "chứng minh", "hộ chiếu", "điện thoại",
        "ngày sinh", "năm sinh", "quê quán", "thường trú", "tạm trú", "người tố giác", "người cung cấp", "ảnh",
    )  # fmt: skip
    words = ("full_name", "phone", "birth", "dob", "passport", "identity", "id_no", "informer", "victim_name", "photo")
    asking = [
        f"{kind.name}.{field.name}"
        for kind, field in FIELDS
        if any(word in field.label.vi.lower() for word in asked) or any(word in field.name for word in words)
    ]
    assert set(asking) <= P2, asking


def test_every_field_called_name_is_the_name_of_a_thing_or_of_an_official() -> None:
    things = {
        "agency.name", "agency.parent_name", "establishment.name", "school.name", "media_outlet.name",
        "integration.program_name", "pilot_model.name", "letterhead.place_name", "unit.name", "holiday.name",
    }  # fmt: skip
    assert {f"{kind.name}.{field.name}" for kind, field in FIELDS if "name" in field.name} - P2 == things


def test_coded_cases_carry_no_free_text_but_the_provider() -> None:
    kinds = (PLAN.kinds["support_case"], *PLAN.children["support_case"])
    free = [(kind.name, f.name) for kind in kinds for f in kind.fields.values() if f.type.free_text]
    assert free == [("support_case", "case_code"), ("support_service_use", "provider")]
    assert all(not value.startswith("0") for value in PLAN.choices["age_band"])
    assert "18-24" in PLAN.choices["age_band"]


def test_tips_say_nothing_about_who_gave_them() -> None:
    assert [name for name in PLAN.kinds["tip"].fields if "inform" in name or "source" in name or "person" in name] == []


# --- the records that come with it ------------------------------------------------------------------------------------


def test_agencies_of_every_unit_come_with_fixed_ids() -> None:
    agencies = {record: fields for kind, record, fields in seed_records(SOURCE) if kind == "agency"}
    councils = {record: fields for record, fields in agencies.items() if str(record).startswith("ubnd-2022-")}
    assert {fields["unit"] for fields in councils.values()} == {code for code, *_ in SOURCE["units"]["2022"]}
    assert councils["ubnd-2022-03388"]["name"] == "Ủy ban nhân dân phường Quyết Tiến"
    assert agencies["phong-ldtbxh-2022-106"] == {
        "name": "Phòng Lao động - Thương binh và Xã hội huyện Tam Đường", "abbr": "PLĐTBXH", "unit": "106",
        "parent_name": "Ủy ban nhân dân huyện Tam Đường",
    }  # fmt: skip


def test_every_office_that_reports_has_a_letterhead() -> None:
    heads = [fields for kind, _, fields in seed_records(SOURCE) if kind == "letterhead"]
    assert Counter((head["date"], head["doc_symbol"]) for head in heads) == {
        ("2015-01-01", "BC-UBND"): 106, ("2015-01-01", "BC-PLĐTBXH"): 8, ("2015-01-01", "BC-SLĐTBXH"): 1,
        ("2025-03-01", "BC-SYT"): 1,
    }  # fmt: skip
    commune = next(head for head in heads if head["agency"] == "ubnd-2022-03388")
    assert commune["issuer_line"] == "ỦY BAN NHÂN DÂN PHƯỜNG QUYẾT TIẾN"
    assert commune["place_name"] == "Quyết Tiến"
    assert commune["addressee"].splitlines()[0] == "Ủy ban nhân dân thành phố Lai Châu"
    assert "superior_line" not in commune


def test_a_template_uses_every_form_of_a_name() -> None:
    words = "{code}|{version}|{name}|{NAME}|{unit}|{place}|{parent_name}|{PARENT_NAME}|{parent_unit}|{parent_place}"
    own = {"kind": "agency", "for_each": "tinh", "fields": {"name": words, "order": 1}}
    ((_, record, fields),) = seed_records({**SOURCE, "seeds": [own]})
    assert record is None
    assert fields == {
        "name": "12|2022|Tỉnh Lai Châu|TỈNH LAI CHÂU|tỉnh Lai Châu|Lai Châu|"
        "Tỉnh Lai Châu|TỈNH LAI CHÂU|tỉnh Lai Châu|Lai Châu",
        "order": 1,
    }


def test_a_name_without_the_word_for_its_type_stays_as_it_is() -> None:
    rows = [["1", "", "tinh", "Tỉnh", "Lai Châu"]]
    own = {"kind": "agency", "id": "a", "for_each": "tinh", "fields": {"name": "{unit}, {place}"}}
    source = {**SOURCE, "units": {"2022": rows}, "seeds": [own]}
    assert list(seed_records(source)) == [("agency", "a", {"name": "Lai Châu, Lai Châu"})]


def test_holidays_are_days_of_these_years() -> None:
    days = [holiday["date"] for holiday in SOURCE["holidays"]]
    assert days == sorted(days)
    assert {"2022-01-01", "2022-02-01", "2022-04-11", "2022-05-03", "2022-09-01", "2022-09-02"} <= set(days)
    assert all(date.fromisoformat(day).year in (2021, 2022, 2023) for day in days)


# --- as JSON ----------------------------------------------------------------------------------------------------------


def parts_of(plan: Plan) -> list[Any]:
    return [getattr(plan, name) for name in plan.__struct_fields__]


def test_a_plan_goes_through_json_unchanged() -> None:
    again: dict[str, Any] = json.loads(canonical_json(SOURCE))
    assert again == SOURCE
    assert parts_of(parse_plan(again)) == parts_of(PLAN)
    assert plan_digest(again) == plan_digest(SOURCE)


def test_every_part_of_the_plan_knows_its_file() -> None:
    _, where = read_plan(FOLDER)
    assert where["kinds.tip"].file == "area3.toml"
    assert where["indicators.5.1"].file == "area5.toml"
    assert where["units.2025"].file == "lai-chau-2025.tsv"
    assert {place.file for key, place in where.items() if key.startswith("seeds[")} == {"records.toml"}


def test_every_count_and_sum_of_money_that_is_entered_says_what_is_usual() -> None:
    """Years are no amounts; a target and a figure typed in by hand may be any number."""
    free = {"target", "manual_value", "plan_year"}
    numbers = [(kind, field) for kind, field in FIELDS if field.type.numeric and not field.plain]
    assert [f"{k.name}.{f.name}" for k, f in numbers if f.plausible is None and k.name not in free] == []


# what an office may honestly have to write: of a loudspeaker that speaks all year, of the largest establishment and
# school, of leaflets for every household, of a small expense
HONEST = {
    "comm_activity.sessions": (1, 3 * 365, 5400), "comm_activity.duration_min": (1, 480),
    "comm_activity.people_total": (1, 40_000), "comm_reach_establishment.workers_total": (1, 900),
    "comm_reach_establishment.workers_new": (1, 900), "comm_reach_establishment.signed_commitment": (900,),
    "comm_reach_school.students_total": (8000,), "comm_reach_school.students_new": (8000,),
    "material.qty_received": (120_000,), "material.qty_distributed": (120_000,), "budget.spent": (80_000,),
    "budget.planned": (90_000,), "integration.budget_amount": (50_000,), "pilot_model.budget_amount": (50_000,),
    "violation.fine": (50_000, 200_000_000), "training.attend_total": (1, 1500), "inspection.members": (1, 60),
}  # fmt: skip
NO_UNIT = {"budget.spent": 50, "comm_activity.cost": 1500, "violation.fine": 3000}  # written in thousands or millions


BOUNDS = {f"{kind.name}.{field.name}": field.plausible for kind, field in FIELDS if field.plausible}


def test_bounds_warn_of_slips_and_of_nothing_that_an_office_may_honestly_write() -> None:
    def fits(name: str, value: int) -> bool:
        least, most = BOUNDS[name]
        return bool(least <= value <= most)

    assert [(name, value) for name, values in HONEST.items() for value in values if not fits(name, value)] == []
    assert [name for name, value in NO_UNIT.items() if fits(name, value)] == []


def test_what_took_part_is_bounded_no_narrower_than_what_there_is() -> None:
    for inner, register in (
        ("comm_reach_establishment.workers_total", "establishment_headcount.workers"),
        ("comm_reach_school.students_total", "school_enrolment.students"),
    ):  # fmt: skip
        assert BOUNDS[inner][1] >= BOUNDS[register][1]
