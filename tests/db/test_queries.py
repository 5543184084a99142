"""Records are listed, filtered, sorted, found and named as officers expect; history and trash tell who did what."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from db import act_list, drafts, history, queries, searching
from db.defaults import defaults, own_agency, random_code
from db.drafts import save_draft
from db.log import find_record
from db.queries import Filter
from db.titles import fill_title, show_value, title_of
from desktop_app.domain.expressions import Scope
from desktop_app.domain.field_defaults import default_value
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value
from tests.db.office import Office, Timepiece, a_clock
from tests.small_plan import SOURCE


def field(kind: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "label": label, **more}


FORMS = {"to_roi": {"label": "Tờ rơi"}, "loa": {"label": {"vi": "Loa", "en": "Loudspeaker"}}}
UNITS = [
    ["1", None, "tinh", "Tỉnh", "Lai Châu"],
    ["11", "1", "huyen", "Huyện", "Mường Tè"],
    ["12", "1", "huyen", "Huyện", "Đà Bắc"],
    ["13", "1", "huyen", "Huyện", "Dào San"],
]
KINDS: dict[str, Any] = {
    "agency": {
        "area": "R", "label": "Cơ quan", "title": "{name}", "unit_field": "unit",
        "fields": {"name": field("text", "Tên"), "unit": field("unit", "Đơn vị")},
    },
    "letterhead": {
        "area": "R", "label": "Tiêu đề", "title": "{agency}", "unit_field": "agency.unit",
        "fields": {"agency": field("ref:agency", "Cơ quan"), "date": field("date", "Từ ngày")},
    },
    "talk": {
        "area": "1", "label": "Buổi nói chuyện", "title": "{form} - {title} - {agency} - {unit} - {date}",
        "date_field": "date", "unit_field": "unit",
        "fields": {
            "unit": field("unit", "Đơn vị", default="=own_unit"),
            "date": field("date", "Ngày", default="=today"),
            "title": field("text", "Tên", required="always"),
            "note": field("longtext", "Ghi chú"),
            "form": field("choice", "Hình thức", choices="form", default="loa"),
            "means": field("multi", "Phương tiện", choices="form"),
            "people": field("int", "Số người"),
            "share": field("decimal", "Tỉ lệ"),
            "open": field("bool", "Công khai", default="true"),
            "agency": field("ref:agency", "Cơ quan", default="=own_agency"),
            "code": field("text", "Mã", default="=auto('T-{unit}-{year}-{n:03}')"),
            "secret": field("text", "Mã hồ sơ", default="=random_code(8)"),
            "by": field("text", "Người ghi", default="=author"),
            "year": field("int", "Năm", default="=plan_year", plain=True),
            "odd": field("int", "Lạ", default="không phải số"),
        },
    },
    "reach": {
        "area": "1", "label": "Người nghe", "title": "{talk}: {people}", "parent": "talk", "parent_field": "talk",
        "date_field": "talk.date", "unit_field": "talk.unit",
        "fields": {
            "talk": field("ref:talk", "Buổi"), "people": field("int", "Số", default="=talk.people"),
            "day": field("date", "Ngày", default="=talk.date"),
        },
    },
    "total": {
        "area": "1", "label": "Tổng", "title": "{period_code} {year}", "date_field": "year+period_code",
        "fields": {"year": field("int", "Năm", plain=True), "period_code": field("text", "Kỳ")},
    },
    "tally": {
        "area": "1", "label": "Tổng theo đơn vị", "title": "{unit}",
        "date_field": "year+period_code", "unit_field": "unit",
        "fields": {
            "year": field("int", "Năm", plain=True), "period_code": field("text", "Kỳ"),
            "unit": field("unit", "Đơn vị"),
        },
    },
    "target": {
        "area": "R", "label": "Chỉ tiêu", "title": "", "date_field": "year",
        "fields": {"year": field("int", "Năm", plain=True)},
    },
}  # fmt: skip
PLAN = {
    **SOURCE, "kinds": KINDS, "choices": {"form": FORMS}, "units": {"2022": UNITS},
    "roles": {"letterhead": {"kind": "letterhead", "agency": "agency", "date": "date"}},
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office.new(tmp_path / "a.db", "Lan", source=PLAN)
    yield opened
    opened.close()


def kind(office: Office, name: str) -> RecordKind:
    return office.file.plan.kinds[name]


EVERYTHING = Filter()


def listed(office: Office, name: str, column: str, wanted: Filter = EVERYTHING, **how: Any) -> list[Value]:
    return [row.values[column] for row in queries.rows(office.file, kind(office, name), wanted, **how)]


def talks(office: Office) -> None:
    for title, date, unit, people in (
        ("Đào", "2022-05-02", "11", 5),
        ("Ân", "2022-05-01", "12", None),
        ("an", None, "13", 41),
        ("Ăn", "2022-05-03", "11", 7),
    ):
        office.create("talk", title=title, date=date, unit=unit, people=people)


# --- lists ---------------------------------------------------------------------------------------------------------


def test_the_newest_stand_first_unless_another_order_is_asked_for(office: Office) -> None:
    talks(office)
    assert listed(office, "talk", "date") == ["2022-05-03", "2022-05-02", "2022-05-01", None]
    assert listed(office, "talk", "title", order="title") == ["an", "Ăn", "Ân", "Đào"]
    assert listed(office, "talk", "title", order="title", descending=True) == ["Đào", "Ân", "Ăn", "an"]
    assert listed(office, "talk", "people", order="people") == [5, 7, 41, None]
    assert listed(office, "talk", "people", order="people", descending=True) == [41, 7, 5, None]
    ids = [row.id for row in queries.rows(office.file, kind(office, "talk"), Filter(), order="id")]
    assert ids == sorted(ids)


def test_what_is_equal_stands_by_the_columns_one_sees(office: Office) -> None:
    for unit, day in (("11", "2022-05-01"), ("13", "2022-05-01"), ("12", None), ("12", "2022-05-02")):
        agency = office.create("agency", name=None, unit=unit)
        office.create("letterhead", agency=agency, date=day)
        for code in ("Q1", "Q3"):
            office.create("tally", year=2022, period_code=code, unit=unit)
    assert listed(office, "agency", "unit", order="name") == ["13", "12", "12", "11"]  # Dào San, Đà Bắc, Mường Tè
    assert listed(office, "letterhead", "date", order="date") == ["2022-05-01", "2022-05-01", "2022-05-02", None]
    for column, found in (("period_code", ["Q3"] * 4 + ["Q1"] * 4), ("unit", ["13", "12", "12", "11"] * 2)):
        assert listed(office, "tally", column, order="year", descending=True) == found


def test_units_and_choices_are_sorted_as_they_are_shown(office: Office) -> None:
    talks(office)
    assert listed(office, "talk", "unit", order="unit") == ["13", "12", "11", "11"]  # Dào San, Đà Bắc, Mường Tè
    for title, form in (("a", "to_roi"), ("b", "loa"), ("c", "cũ"), ("d", None)):
        office.create("talk", title=title, form=form)
    found = listed(office, "talk", "form", Filter(unfinished=False), order="form")
    assert [form for form in found if form] == ["cũ", "loa", "to_roi"]


def test_references_are_sorted_too(office: Office) -> None:
    one, other = (office.create("agency", name=name) for name in "xy")
    for agency in (other, one, None):
        office.create("talk", title="a", agency=agency)
    assert listed(office, "talk", "agency", order="agency") == [one, other, None]


def test_a_list_is_read_page_by_page_and_counted(office: Office) -> None:
    talks(office)
    assert listed(office, "talk", "title", order="title", limit=2, offset=1) == ["Ăn", "Ân"]
    assert queries.count(office.file, kind(office, "talk"), Filter()) == 4


def test_a_list_is_narrowed_by_units_days_words_and_state(office: Office) -> None:
    talks(office)
    office.create("talk", note="chưa có tên")
    assert listed(office, "talk", "title", Filter(units=["12", "13"]), order="title") == ["an", "Ân"]
    assert listed(office, "talk", "title", Filter(first_day="2022-05-02")) == ["Ăn", "Đào"]
    assert listed(office, "talk", "title", Filter(last_day="2022-05-02")) == ["Đào", "Ân"]
    assert listed(office, "talk", "title", Filter(text="dao")) == ["Đào", "an"]  # the title, and the unit Dào San
    assert listed(office, "talk", "note", Filter(unfinished=True)) == ["chưa có tên"]
    assert queries.count(office.file, kind(office, "talk"), Filter(units=[])) == 0


def test_one_record_is_in_a_list_or_is_not(office: Office) -> None:
    first = office.create("talk", title="a", date="2022-05-02")
    office.create("talk", title="b", date="2022-05-03")
    assert listed(office, "talk", "title", Filter(id=first)) == ["a"]
    assert listed(office, "talk", "title", Filter(id=first, first_day="2022-05-03")) == []


def test_the_latest_record_is_the_one_that_came_last(office: Office) -> None:
    def latest(name: str, parent: str | None = None, but: str | None = None) -> str | None:
        found = queries.latest(office.file, kind(office, name), parent, but)
        return found.id if found else None

    assert latest("talk") is None
    first = office.create("talk", title="a", date="2022-05-02")
    second = office.create("talk", title="b", date="2022-05-01")
    inside = office.create("reach", talk=first, people=3)
    office.create("reach", talk=second, people=4)
    assert (latest("talk"), latest("talk", but=second), latest("talk", "x")) == (second, first, second)
    assert latest("reach", first) == inside
    office.delete(second)
    assert latest("talk") == first


def test_children_are_listed_by_parent_and_by_what_their_parent_says(office: Office) -> None:
    talks(office)
    first = queries.rows(office.file, kind(office, "talk"), Filter(), order="title")[0]
    office.create("reach", talk=first.id, people=3)
    assert listed(office, "reach", "people", Filter(parent=first.id)) == [3]
    assert listed(office, "reach", "people", Filter(parent="x")) == []
    assert listed(office, "reach", "people", Filter(units=["13"])) == [3]
    assert listed(office, "reach", "people", Filter(first_day="2022-01-01")) == []


def test_records_kept_by_period_are_not_narrowed_by_days(office: Office) -> None:
    office.create("total", year=2022, period_code="Q1")
    office.create("target", year=2022)
    wanted = Filter(first_day="2023-01-01", units=["11"], parent="x")
    assert listed(office, "total", "period_code", wanted) == ["Q1"]
    assert listed(office, "target", "year", wanted) == [2022]


def test_one_record_is_read_typed_and_with_its_state(office: Office) -> None:
    record = office.create("talk", title="a", means=("loa", "to_roi"), open=True)
    row = queries.row(office.file, kind(office, "talk"), record)
    assert row
    assert (row.values["means"], row.values["open"], row.values["people"]) == (("loa", "to_roi"), True, None)
    assert row.state is State.COUNTS
    assert queries.row(office.file, kind(office, "talk"), "x") is None
    assert queries.rows_by_id(office.file, kind(office, "talk"), [record, "x"]) == [row]


# --- search --------------------------------------------------------------------------------------------------------


def test_words_are_found_without_accents_and_those_with_the_same_accents_stand_first(office: Office) -> None:
    plain = office.create("talk", title="dao")
    exact = office.create("talk", title="Đào")
    office.create("talk", title="khác")
    assert [row.id for row in searching.search(office.file, "đào", 10)] == [exact, plain]
    assert {row.id for row in searching.search(office.file, "DA", 10)} == {exact, plain}
    assert [row.id for row in searching.search(office.file, "đào", 1)] == [exact]


def test_of_very_many_the_latest_are_found(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEIGHED", "NAMED"):
        monkeypatch.setattr(searching, name, 2)
    made = [office.create("talk", title=title) for title in ("đào", "đào phai", "cây đào")]
    assert {row.id for row in searching.search(office.file, "dao", 2)} == {made[2], made[1]}


def test_what_is_called_so_stands_before_what_only_speaks_of_it(office: Office) -> None:
    titles = ("ở bản Sao Mai", "Sao Mai 2", "Sao Mai", "khác")
    made = {title: office.create("talk", title=title) for title in titles}
    found = [row.id for row in searching.search(office.file, "sao mai", 10)]
    assert found == [made["Sao Mai"], made["Sao Mai 2"], made["ở bản Sao Mai"]]


def test_the_first_letter_of_another_word_waits_for_the_next_and_a_number_does_not(office: Office) -> None:
    second, fifth = (office.create("talk", title=title) for title in ("Bản 2", "Bản 5"))
    assert {row.id for row in searching.search(office.file, "bản x", 10)} == {second, fifth}
    assert searching.search(office.file, "bản xa", 10) == []
    assert [row.id for row in searching.search(office.file, "bản 5", 10)] == [fifth]
    assert [row.id for row in searching.search(office.file, "b", 1)] == [second]


def test_labels_and_unit_names_are_found_as_well(office: Office) -> None:
    record = office.create("talk", title="a", form="to_roi", means=("loa", "cũ"), unit="11", note="dài", people=77)
    for words in ("tờ rơi", "loa", "cu", "muong te", "nói chuyện", "dài"):
        assert [row.id for row in searching.search(office.file, words, 10)] == [record]
    assert searching.search(office.file, "77", 10) == []


@pytest.mark.parametrize("text", ["", "  ", "-", '"', "a OR b", "dao-hong", "NEAR(", "*"])
def test_whatever_is_typed_can_be_searched_for(office: Office, text: str) -> None:
    office.create("talk", title="khác")
    assert searching.search(office.file, text, 10) == []


def test_a_deleted_record_is_found_no_more(office: Office) -> None:
    record = office.create("talk", title="Đào")
    office.delete(record)
    assert searching.search(office.file, "Đào", 10) == []


# --- history, acts, trash, conflicts, drafts ------------------------------------------------------------------------


def test_the_history_of_a_record_tells_who_changed_what(office: Office) -> None:
    record = office.create("talk", title="a")
    office.put(record, title="b")
    row = find_record(office.file.connection, record)
    assert row
    first, second = history.history(office.file, row)
    assert (first.field, first.before, first.value, first.author, first.act_kind) == ("title", None, "a", "Lan", "edit")
    assert (second.before, second.value, second.replaces) == ("a", "b", (first.stamp,))
    assert second.time > "2022-05-14"


def test_acts_are_listed_newest_first_with_what_became_of_them(office: Office) -> None:
    record = office.create("talk", title="a")
    edit = office.put(record, title="b")
    undo = office.undo(edit)
    listed_acts = act_list.acts(office.file.connection)
    assert [(act.kind, act.undone, act.changes) for act in listed_acts] == [
        ("undo", False, 1), ("edit", True, 1), ("edit", False, 1),
    ]  # fmt: skip
    assert listed_acts[0].target == edit
    office.undo(undo)
    assert [act.undone for act in act_list.acts(office.file.connection)] == [False, True, False, False]
    latest = act_list.acts(office.file.connection)[0]
    assert [act.act for act in act_list.acts(office.file.connection, 1)] == [latest.act]


def test_acts_follow_their_arrival_and_not_a_clock_that_was_years_ahead(tmp_path: Path) -> None:
    timepiece = Timepiece()
    office = Office.new(tmp_path / "a.db", clock=a_clock("a", timepiece), source=PLAN)
    other = Office.new(tmp_path / "b.db", clock=a_clock("b", timepiece), source=PLAN)
    timepiece.pass_by(days=2000)
    ahead = other.put(other.create("talk", title="x"), title="y")
    timepiece.pass_by(days=-2000)
    first = office.put(office.create("talk", title="a"), title="b")
    merge = office.merge(other)
    last = office.put(office.create("talk", title="c"), title="d")
    order = [act.act for act in act_list.acts(office.file.connection)]
    assert order[0] == last
    assert [act for act in order if act in (last, merge, ahead, first)] == [last, merge, ahead, first]


def test_an_act_is_undone_again_when_its_redo_is_taken_back(office: Office) -> None:
    edit = office.put(office.create("talk", title="a"), title="b")
    office.undo(office.undo(office.undo(edit)))
    assert next(act for act in act_list.acts(office.file.connection) if act.act == edit).undone


def test_the_trash_holds_what_was_deleted_latest_first(tmp_path: Path) -> None:
    timepiece = Timepiece()
    office = Office.new(tmp_path / "b.db", clock=a_clock("trash", timepiece), source=PLAN)
    one, other = (office.create("talk", title=title) for title in "ab")
    for record in (one, other):
        timepiece.pass_by(minutes=1)
        office.delete(record)
    assert [row.id for row, _ in history.trash(office.file)] == [other, one]
    assert history.trash(office.file)[0][1] == timepiece.now()
    office.close()


def test_the_trash_is_in_one_order_on_every_computer(two: tuple[Office, Office]) -> None:
    lan, mai = two
    parts = [office.create("visit", date="2022-05-02", n=n) for n, office in enumerate((lan, mai))]
    lan.absorb(mai)
    mai.absorb(lan)
    lan.delete(*parts)
    mai.absorb(lan)
    here, there = (history.trash(office.file) for office in two)
    assert [row.id for row, _ in here] == [row.id for row, _ in there] == parts[::-1]


def test_joined_records_are_not_in_the_trash(office: Office) -> None:
    office.join(*(office.create("talk", title="a") for _ in range(2)))
    assert history.trash(office.file) == []


def test_open_conflicts_are_listed(two: tuple[Office, Office]) -> None:
    lan, mai = two
    visit = lan.run("SELECT id FROM visit").fetchone()[0]
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    lan.absorb(mai)
    assert list(queries.conflicts(lan.file.connection)) == [(visit, "n")]


def test_drafts_are_read_for_one_record_or_for_all(office: Office) -> None:
    save_draft(office.file, "a", "n", "x")
    save_draft(office.file, "b", "n", "y")
    assert drafts.drafts(office.file.connection, "a") == {"n": "x"}
    assert drafts.drafts(office.file.connection, "b") == {"n": "y"}


# --- titles --------------------------------------------------------------------------------------------------------


def test_a_title_names_a_record_as_people_read_it(office: Office) -> None:
    agency = office.create("agency", name="UBND")
    record = office.create("talk", title="Đào", form="loa", agency=agency, unit="11", date="2022-05-02")
    assert title_of(office.file, record) == "Loa - Đào - UBND - Mường Tè - 02/05/2022"
    assert title_of(office.file, office.create("reach", talk=record, people=5)).endswith("02/05/2022: 5")
    assert title_of(office.file, office.create("total", year=2022, period_code="Q1")) == "Q1 2022"


def test_an_empty_field_goes_with_the_dash_before_it(office: Office) -> None:
    assert title_of(office.file, office.create("talk", title="Đào")) == "Đào"
    assert title_of(office.file, office.create("talk", title="Đào", unit="12")) == "Đào - Đà Bắc"


def test_what_is_not_live_has_no_title(office: Office) -> None:
    record = office.create("talk", title="a")
    office.delete(record)
    assert title_of(office.file, record) == ""
    assert title_of(office.file, "x") == ""
    assert show_value(office.file, "talk", "agency", "x") == ""
    assert show_value(office.file, "talk", "people", None) == ""


@pytest.mark.parametrize(
    ("title", "values", "told"),
    [
        ("{place}: {people} người", {"place": "Karaoke", "people": ""}, "Karaoke"),
        ("{place}: {people} người", {"place": "", "people": "5"}, "5 người"),
        ("{people} lao động - {date}", {"people": "", "date": "06/04/2022"}, "06/04/2022"),
        ("{half} {year}: xong ngày {date}", {"half": "", "year": "2022", "date": ""}, "2022"),
        ("{place} - {half} {year}: không có", {"place": "", "half": "Q1", "year": "2022"}, "Q1 2022: không có"),
        ("{place} - {date}", {"place": "Nhà nghỉ: Tây - Bắc", "date": ""}, "Nhà nghỉ: Tây - Bắc"),
        ("{place} - {date}", {"place": "", "date": ""}, ""),
    ],
)  # fmt: skip
def test_a_title_leaves_out_what_a_missing_value_would_make_senseless(
    title: str, values: dict[str, str], told: str
) -> None:  # fmt: skip
    assert fill_title(title, values) == told


# --- defaults ------------------------------------------------------------------------------------------------------


def started(office: Office, name: str, author: str = "Lan", **given: Value) -> dict[str, Value]:
    office.file.author = author
    return defaults(office.file, kind(office, name), given)


def letterhead(office: Office, unit: str, date: str | None) -> str:
    agency = office.create("agency", name=f"UBND {date}", unit=unit)
    office.create("letterhead", agency=agency, date=date)
    return agency


def test_a_new_form_starts_with_the_plans_defaults(office: Office) -> None:
    agency = letterhead(office, "11", "2022-01-01")
    values = started(office, "talk")
    secret = values.pop("secret")
    assert isinstance(secret, str)
    assert len(secret) == 8
    assert values == {
        "unit": "11", "date": "2022-05-14", "form": "loa", "open": True, "agency": agency, "by": "Lan", "year": 2022,
        "code": "T-11-2022-001",
    }  # fmt: skip


def test_what_is_given_stands_before_the_defaults(office: Office) -> None:
    values = started(office, "talk", author="", unit="12", date="2021-01-01", form=None)
    assert (values["unit"], values["date"], values["form"]) == ("12", "2021-01-01", None)
    assert values["code"] == "T-12-2021-001"
    assert "by" not in values


def test_a_running_number_follows_the_largest_one_in_use(office: Office) -> None:
    for code in ("T-11-2022-009", "T-11-2022-010", "T-12-2022-400", "khác", None):
        office.create("talk", title="a", code=code)
    assert started(office, "talk")["code"] == "T-11-2022-011"


def test_a_child_starts_with_what_its_parent_says(office: Office) -> None:
    talk = office.create("talk", title="a", people=41, date="2022-05-02")
    assert started(office, "reach", talk=talk) == {"talk": talk, "people": 41, "day": "2022-05-02"}
    assert started(office, "reach", talk="x") == {"talk": "x"}
    assert started(office, "reach") == {}


def test_the_own_agency_is_that_of_the_letterhead_in_force(office: Office) -> None:
    timepiece = Timepiece()
    office.file.clock.now = timepiece.now
    assert own_agency(office.file) is None
    letterhead(office, "12", None)
    first, later = letterhead(office, "11", None), letterhead(office, "11", "2022-06-01")
    assert own_agency(office.file) == first
    timepiece.pass_by(days=18)
    assert own_agency(office.file) == later


def test_a_plan_without_letterheads_knows_no_own_agency(lan: Office) -> None:
    assert own_agency(lan.file) is None


def test_a_default_that_is_no_value_is_left_out_and_codes_mean_nothing(office: Office) -> None:
    odd, open_ = (kind(office, "talk").fields[name] for name in ("odd", "open"))
    assert default_value(odd, Scope({})) is None
    assert default_value(replace(open_, default="false"), Scope({})) is False
    random.seed(1)
    assert random_code(8) != random_code(8)
