"""What is wrong with a record is said as sentences at its fields; whether it counts follows from the record alone."""

from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.domain.expressions import Scope
from desktop_app.domain.field_defaults import default_value
from desktop_app.domain.org_unit import build_units
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.validation import (
    Rules,
    State,
    check,
    mentions_person,
    offered_choices,
    state,
)
from desktop_app.domain.values import ERROR, WARNING, Problem, Value
from desktop_app.texts import in_words

TODAY = "2022-05-14"
UNITS = build_units("2022", [("12", None, "tinh", "Tỉnh", "Lai Châu"), ("107", "12", "huyen", "Huyện", "Mường Tè")])

FIELDS: dict[str, Any] = {
    "unit": {"type": "unit", "label": "Đơn vị", "required": "always", "default": "=own_unit"},
    "date": {
        "type": "date", "label": "Ngày", "required": "always", "default": "=today",
        "checks": [{"expr": "date <= today", "judged": "entry", "vi": "Ngày không được sau hôm nay."}],
    },
    "form": {"type": "choice", "label": "Hình thức", "choices": "form", "default": "loa"},
    "means": {"type": "multi", "label": "Phương tiện", "choices": "form"},
    "people": {"type": "int", "label": "Số người", "required": "when present(place)"},
    "women": {
        "type": "int", "label": "Số nữ",
        "checks": [
            {"expr": "women <= people", "vi": "Số nữ không được lớn hơn số người."},
            {"expr": "women >= 0", "vi": "Số nữ không được âm."},
            {"expr": "women < 100", "vi": "Số nữ rất lớn.", "severity": "warning"},
        ],
    },
    "cost": {"type": "money", "label": "Kinh phí", "plausible": [10_000, 2_000_000_000]},
    "place": {"type": "text", "label": "Địa điểm"},
    "signer": {"type": "text", "label": "Người ký", "privacy": "P2"},
    "open": {"type": "bool", "label": "Công khai", "checks": [{"expr": "open or not present(place)", "vi": "Sai."}]},
    "due": {
        "type": "date", "label": "Hạn", "default": "=proposed_due('tip', date, accepted)",
        "checks": [{"expr": "due == proposed_due('tip', date, accepted)", "judged": "entry", "vi": "Khác hạn."}],
    },
    "accepted": {"type": "date", "label": "Ngày thụ lý"},
}  # fmt: skip

SOURCE: dict[str, Any] = {
    "plan": {
        "id": "p", "edition": 1, "year": 2022, "label": "P", "doc_no": "1", "doc_date": "2022-03-15", "issuer": "x",
        "period_scheme": "nd09", "unit_version": "2022", "root": "12", "member_level": "huyen", "levels": {},
        "settings": {"long_days": 20},
    },
    "areas": {"1": {"label": "1"}},
    "kinds": {"talk": {"area": "1", "label": "Buổi", "fields": FIELDS}},
    "choices": {
        "form": {
            "loa": {"label": "Loa"},
            "mang": {"label": "Mạng", "valid_from": "2022-01-01"},
            "cu": {"label": "Cũ", "valid_to": "2021-12-31"},
        }
    },
    "indicators": {},
    "due_rules": {
        "tip": {"from_field": "date", "days": 10},
        "long": {"from_field": "accepted_date", "days": 15, "days_setting": "long_days"},
        "odd": {"from_field": "other", "days": 1},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan(SOURCE)


@pytest.fixture
def rules(plan: Plan) -> Rules:
    return Rules(plan, UNITS, TODAY)


@pytest.fixture
def kind(plan: Plan) -> RecordKind:
    return plan.kinds["talk"]


def record(**values: Value) -> dict[str, Value]:
    return {"unit": "107", "date": "2022-05-01", **values}


def sentences(rules: Rules, kind: RecordKind, **values: Value) -> list[tuple[str | None, str, str]]:
    return [(p.field, p.severity, in_words(p.message)) for p in check(record(**values), kind, rules) if not p.missing]


def refusals(values: dict[str, Value], kind: RecordKind, name: str, rules: Rules) -> list[Problem]:
    """Why the value of a field can't be saved."""
    return [p for p in check(values, kind, rules) if p.refuses and p.field == name]


# --- whether a record counts ---------------------------------------------------------------------------------------


def test_a_finished_record_without_contradiction_counts(rules: Rules, kind: RecordKind) -> None:
    assert state(record(people=5, women=5), kind, rules) is State.COUNTS


@pytest.mark.parametrize(
    "values", [{"unit": None}, {"date": None}, {"place": "Chợ", "open": True}, {"unit": "999"}, {"unit": "  "}]
)
def test_a_record_that_lacks_something_is_unfinished(rules: Rules, kind: RecordKind, values: dict[str, Value]) -> None:
    assert state(record(**values), kind, rules) is State.UNFINISHED


@pytest.mark.parametrize("values", [{"people": 4, "women": 5}, {"women": -1}, {"place": "Chợ", "people": 1}])
def test_a_record_that_breaks_a_rule_is_contradictory(rules: Rules, kind: RecordKind, values: dict[str, Value]) -> None:
    assert state(record(**values), kind, rules) is State.CONTRADICTORY


def test_a_rule_about_an_unknown_value_is_not_broken(rules: Rules, kind: RecordKind) -> None:
    assert state(record(women=5), kind, rules) is State.COUNTS


def test_neither_warnings_nor_the_clock_change_what_counts(rules: Rules, kind: RecordKind) -> None:
    assert state(record(women=500, due="2022-12-31"), kind, rules) is State.COUNTS
    assert state(record(date="2030-01-01"), kind, rules) is State.COUNTS


def test_a_truth_value_left_open_counts_as_false(rules: Rules, kind: RecordKind) -> None:
    assert state(record(place="Chợ", people=1, open=None), kind, rules) is State.CONTRADICTORY
    assert state(record(place="Chợ", people=1, open=True), kind, rules) is State.COUNTS


# --- sentences -----------------------------------------------------------------------------------------------------


def test_a_broken_rule_names_its_numbers(rules: Rules, kind: RecordKind) -> None:
    assert sentences(rules, kind, people=41, women=45) == [
        ("women", ERROR, "Số nữ không được lớn hơn số người (Số nữ: 45; Số người: 41).")
    ]
    assert sentences(rules, kind, women=-1) == [("women", ERROR, "Số nữ không được âm.")]


def test_a_broken_rule_writes_its_numbers_as_their_fields_do(rules: Rules, kind: RecordKind) -> None:
    long = ("women", ERROR, "Số nữ không được lớn hơn số người (Số nữ: 2.000; Số người: 1.250).")
    assert long in sentences(rules, kind, people=1250, women=2000)
    years = replace(kind, fields={name: replace(field, plain=True) for name, field in kind.fields.items()})
    plain = ("women", ERROR, "Số nữ không được lớn hơn số người (Số nữ: 2026; Số người: 2022).")
    assert plain in sentences(rules, years, people=2022, women=2026)


def test_a_warning_is_said_but_is_no_error(rules: Rules, kind: RecordKind) -> None:
    assert sentences(rules, kind, women=500) == [("women", WARNING, "Số nữ rất lớn.")]


def test_what_is_missing_is_said_apart(rules: Rules, kind: RecordKind) -> None:
    assert sentences(rules, kind, date=None) == []
    missing = [p for p in check(record(date=None, place="Chợ"), kind, rules) if p.missing]
    assert [(p.field, p.severity, in_words(p.message)) for p in missing] == [
        ("date", WARNING, "Ngày: chưa có giá trị."),
        ("people", WARNING, "Số người: chưa có giá trị."),
    ]


def test_unknown_units_and_choices_are_named(rules: Rules, kind: RecordKind) -> None:
    assert sentences(rules, kind, unit="999", form="xe", means=("loa", "bay")) == [
        ("unit", ERROR, "Đơn vị: không có đơn vị “999” trong danh mục."),
        ("form", ERROR, "Hình thức: không có giá trị “xe” trong danh sách."),
        ("means", ERROR, "Phương tiện: không có giá trị “bay” trong danh sách."),
    ]


def test_people_are_not_to_be_named_but_officials_may(rules: Rules, kind: RecordKind) -> None:
    named = "ông Nguyễn Văn A"
    assert sentences(rules, kind, place=named, people=1, open=True) == [
        ("place", WARNING, "Địa điểm: không ghi họ tên, số giấy tờ hoặc số điện thoại của cá nhân.")
    ]
    assert sentences(rules, kind, signer=named) == []


@pytest.mark.parametrize(
    "text",
    ["012345678", "số 123456789012.", "gọi 0912 345 678", "+84 912345678", "Bà Hoa", "anh  Ánh", "chị Đào", "ông Ỷ"],
)
def test_numbers_and_names_of_people_are_noticed(text: str) -> None:
    assert mentions_person(text)


@pytest.mark.parametrize(
    "text", ["12345678", "1234567890", "TB-0107-0912345678", "ông ấy", "bà ở chợ", "khoan bà", "Karaoke Hoa", "050322"]
)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert not mentions_person(text)


# --- what is not even saved ----------------------------------------------------------------------------------------


def test_a_value_outside_its_list_is_refused(rules: Rules, kind: RecordKind) -> None:
    assert [p.field for p in refusals(record(form="xe"), kind, "form", rules)] == ["form"]
    assert refusals(record(form="xe"), kind, "women", rules) == []
    assert refusals(record(form=None), kind, "form", rules) == []


def test_a_day_to_come_is_refused_only_at_entry(plan: Plan, rules: Rules, kind: RecordKind) -> None:
    late = record(date="2022-05-15")
    assert [in_words(p.message) for p in refusals(late, kind, "date", rules)] == ["Ngày không được sau hôm nay."]
    assert refusals(late, kind, "date", Rules(plan, UNITS)) == []


def test_a_contradiction_or_a_warning_is_saved_and_shown(rules: Rules, kind: RecordKind) -> None:
    assert refusals(record(people=4, women=5), kind, "women", rules) == []
    assert refusals(record(place="bà Hoa"), kind, "place", rules) == []


# --- due dates, choices, defaults ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "received", "accepted", "due"),
    [
        ("tip", "2022-05-14", None, "2022-05-24"),
        ("tip", None, "2022-05-14", None),
        ("long", "2022-05-01", "2022-05-14", "2022-06-03"),
        ("long", "2022-05-01", None, None),
        ("odd", "2022-05-01", "2022-05-14", None),
        ("tip", "9999-12-31", None, None),
        ("unknown", "2022-05-01", None, None),
        (None, "2022-05-01", None, None),
    ],
)
def test_the_proposed_due_date(
    rules: Rules, rule: str | None, received: str | None, accepted: str | None, due: str | None
) -> None:
    assert rules.proposed_due(rule, received, accepted) == due


def test_another_due_date_than_the_proposed_one_is_noticed_at_entry(rules: Rules, kind: RecordKind) -> None:
    assert sentences(rules, kind, due="2022-05-12") == [("due", ERROR, "Khác hạn.")]
    assert sentences(rules, kind, due="2022-05-11") == []


def test_choices_are_offered_while_they_are_valid(plan: Plan, kind: RecordKind) -> None:
    form = kind.fields["form"]
    assert offered_choices(form, plan, "2021-12-31") == ["loa", "cu"]
    assert offered_choices(form, plan, "2022-01-01") == ["loa", "mang"]
    assert offered_choices(form, plan, None) == ["loa", "mang", "cu"]
    assert offered_choices(kind.fields["place"], plan, None) == []


def test_a_default_is_written_out_or_worked_out_or_absent(rules: Rules, kind: RecordKind) -> None:
    scope = Scope({"own_unit": "107", "date": "2022-05-01"}, TODAY, proposed_due=rules.proposed_due)

    def default(name: str) -> Value:
        return default_value(kind.fields[name], scope)

    assert default("form") == "loa"
    assert default("unit") == "107"
    assert default("due") == "2022-05-11"
    assert default("place") is None


@pytest.mark.parametrize("cost", [9_999, 2_000_000_001, 999_999_999_999_999])
def test_an_unusual_number_is_warned_of_and_counts(rules: Rules, kind: RecordKind, cost: int) -> None:
    record: dict[str, Value] = {"unit": "107", "date": "2022-05-01", "cost": cost}
    (problem,) = [one for one in check(record, kind, rules) if one.field == "cost"]
    assert (problem.severity, problem.refuses) == (WARNING, False)
    assert in_words(problem.message).endswith("(thường từ 10.000 đến 2.000.000.000); hãy kiểm tra lại.")
    assert state(record, kind, rules) is State.COUNTS


@pytest.mark.parametrize("cost", [0, 10_000, 2_000_000_000, None])
def test_a_usual_number_and_nought_are_not(rules: Rules, kind: RecordKind, cost: int | None) -> None:
    record: dict[str, Value] = {"unit": "107", "date": "2022-05-01", "cost": cost}
    assert [one for one in check(record, kind, rules) if one.field == "cost"] == []
