"""What is done to several records at once: one value, copies, declarations; each one act with one way back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, declaring, editing, entry, figures, records, several_records, undo
from tests.new_files import new_file

KIND = "comm_activity"
PLACE = "establishment"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    now = datetime(2022, 9, 8, 7, tzinfo=UTC)
    with new_file(tmp_path / "sổ.db", load_plan(plan_folder("lai-chau-2022")), "03405", "Lan", now=lambda: now) as made:
        yield made


def activity(file: OpenFile, title: str, **more: Value) -> str:
    known: dict[str, Value] = {"date": "2022-07-20", "form": "loa", "title": title, "audience": ("nhan_dan",), **more}
    made = editing.new_record(file, KIND, entry.defaults(file, KIND, known))
    assert made.act
    return made.record


def values(file: OpenFile, field: str) -> list[Value]:
    return [row.values[field] for row in records.rows(file, KIND, order="title")]


def test_one_value_is_written_into_all_as_one_act_and_taken_back_at_one_stroke(file: OpenFile) -> None:
    ids = [activity(file, title) for title in "abc"]
    act, outcomes = several_records.set_value(file, ids[:2], "form", "to_roi")
    assert act is not None
    assert [one.changes for one in outcomes] == [True, True]
    assert values(file, "form") == ["to_roi", "to_roi", "loa"]
    assert undo.records_of(file, act) == 2
    undo.undo(file, act)
    assert values(file, "form") == ["loa"] * 3


def test_what_can_not_stand_in_one_record_stays_out_and_is_told(file: OpenFile) -> None:
    ids = [activity(file, "a"), activity(file, "b")]
    act, outcomes = several_records.set_value(file, ids, "date", "2023-01-01")  # a day to come
    assert act is None
    assert all(one.refused is not None and not one.changes for one in outcomes)
    assert values(file, "date") == ["2022-07-20"] * 2


def test_a_record_that_has_the_value_already_is_not_written_again(file: OpenFile) -> None:
    ids = [activity(file, "a", form="to_roi"), activity(file, "b")]
    act, outcomes = several_records.set_value(file, ids, "form", "to_roi")
    assert act is not None
    assert [one.already for one in outcomes] == [True, False]
    assert undo.records_of(file, act) == 1


def test_a_broken_check_is_foretold(file: OpenFile) -> None:
    ids = [activity(file, "a", people_total=10, people_female=4), activity(file, "b", people_total=50)]
    found = several_records.look_at_value(file, ids, "people_total", 3)
    assert [one.broken is not None for one in found] == [True, False]
    assert values(file, "people_total") == [10, 50], "nothing is written by looking"


def test_keys_and_numbers_of_their_own_are_not_offered(file: OpenFile) -> None:
    offered = {of.name for of in several_records.fields_for_all(file.plan.kinds["period_declaration"])}
    assert not offered & {"unit", "year", "period_code", "plan_area"}
    assert "code" not in {of.name for of in several_records.fields_for_all(file.plan.kinds[PLACE])}


def test_copies_have_no_day_and_numbers_of_their_own(file: OpenFile) -> None:
    ids = []
    for name in ("Sao Mai", "Hoa Ban"):
        known: dict[str, Value] = {"name": name, "business_type": "karaoke", "unit": "03405"}
        ids.append(editing.new_record(file, PLACE, entry.defaults(file, PLACE, known)).record)
    made = several_records.copy(file, PLACE, ids)
    assert made.act is not None
    assert len(made.records) == 2
    rows = records.rows(file, PLACE)
    numbered = [of.name for of in file.plan.kinds[PLACE].fields.values() if of.default and "auto(" in of.default]
    assert numbered
    for name in numbered:
        assert len({row.values[name] for row in rows}) == 4, "no two records share a number"
    undo.undo(file, made.act)
    assert records.count(file, PLACE) == 2


def test_what_there_is_once_a_period_is_not_copied(file: OpenFile) -> None:
    with pytest.raises(AppError, match=r"several\.has_key"):
        several_records.copy(file, "period_declaration", [])


def test_several_areas_are_declared_in_one_act_and_none_twice(file: OpenFile) -> None:
    period = figures.read_period(file, "2022-Q2")
    found = declaring.declaration(file, period)
    assert found is not None
    made = declaring.declare(file, found, ["2", "4", "5"], {"date": "2022-06-20", "declared_by": "Lan"})
    assert (len(made.records), made.refused) == (3, {})
    assert made.act is not None
    states = {row.area: row.state for row in figures.completeness(file, period) if row.unit == "03405"}
    assert states == {"1": "not_reported", "2": "nothing", "3": "not_reported", "4": "nothing", "5": "nothing"}
    again = declaring.declaration(file, period)
    assert again is not None
    assert [area.area for area in again.areas if again.is_declared(area)] == ["2", "4", "5"]
    with pytest.raises(AppError, match=r"declare\.refused"):
        declaring.declare(file, again, ["2"], {"date": "2022-06-20", "declared_by": "Lan"})
    undo.undo(file, made.act)
    assert records.count(file, "period_declaration") == 0
