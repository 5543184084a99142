"""Records entered twice are found among those of one unit and day, joined, or called different for good."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from db.merging.duplicate_pairs import duplicate_beside, find_duplicates
from desktop_app import plan_files
from desktop_app.domain.collation import fold
from desktop_app.domain.duplicates import Duplicate
from desktop_app.domain.values import Value
from desktop_app.errors import AppError, StoppedError
from desktop_app.messages import Text
from desktop_app.session import OpenFile, editing, entry, exchange, opening, records, undo
from tests.db.office import Office
from tests.filled_files import put_made_up
from tests.new_files import new_file

ACTIVITY: dict[str, Value] = {
    "date": "2022-05-14", "form": "loa", "title": "Tuyên truyền phòng, chống mại dâm", "sessions": 3,
    "audience": ("nhan_dan",), "people_total": 120,
}  # fmt: skip
PLANTED = 60


def now() -> datetime:
    return datetime(2022, 9, 8, 7, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def source() -> Mapping[str, Any]:
    return plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))


@pytest.fixture
def file(tmp_path: Path, source: Mapping[str, Any]) -> Iterator[OpenFile]:
    with new_file(tmp_path / "sổ.db", source, "03388", "Lan", now=now) as opened:
        yield opened


def add(file: OpenFile, values: dict[str, Value], kind: str = "comm_activity") -> str:
    made = editing.new_record(file, kind, entry.defaults(file, kind, values))
    assert made.act, made.problems
    return made.record


def twice(file: OpenFile, **changed: Value) -> tuple[str, str]:
    """(stays, goes): one activity entered twice."""
    first, second = sorted((add(file, ACTIVITY), add(file, {**ACTIVITY, **changed})))
    return first, second


def pairs(file: OpenFile, kind: str = "comm_activity") -> set[tuple[str, str]]:
    return {(one.survivor, one.goes) for one in exchange.duplicates(file, kind)}


def test_what_was_entered_twice_is_suggested(file: OpenFile) -> None:
    pair = twice(file, title="tuyen truyen PC MD")
    add(file, {**ACTIVITY, "date": "2022-05-15"})
    add(file, {**ACTIVITY, "title": "Phổ biến luật trẻ em"})
    assert pairs(file) == {pair}


def test_the_other_one_is_told_beside_either_of_them(file: OpenFile) -> None:
    stays, goes = twice(file, title="tuyen truyen PC MD")
    alone = add(file, {**ACTIVITY, "date": "2022-05-15"})
    kind = file.kind("comm_activity")
    assert [duplicate_beside(file, kind, one) for one in (stays, goes, alone)] == [goes, stays, None]
    editing.delete(file, goes)
    assert [duplicate_beside(file, kind, one) for one in (stays, goes)] == [None, None]


def test_a_record_that_its_key_tells_apart_has_none_beside_it(file: OpenFile) -> None:
    people: dict[str, Value] = {
        "unit": "105",
        "year": 2022,
        "period_code": "01",
        "in_need": 1,
        "eligible": 1,
        "served": 1,
    }
    assert duplicate_beside(file, file.kind("support_population"), add(file, people, "support_population")) is None


def test_a_deleted_record_is_no_duplicate(file: OpenFile) -> None:
    _, goes = twice(file)
    editing.delete(file, goes)
    assert pairs(file) == set()


def test_joining_ends_the_suggestion_and_undoing_brings_it_back(file: OpenFile) -> None:
    stays, goes = twice(file)
    act = editing.join(file, stays, goes)
    assert act
    assert records.count(file, "comm_activity") == 1
    assert pairs(file) == set()
    undo.undo(file, act)
    assert records.count(file, "comm_activity") == 2
    assert pairs(file) == {(stays, goes)}


def test_the_one_that_stays_takes_over_what_it_is_told_to(file: OpenFile) -> None:
    stays, goes = twice(file, note="Trời mưa", people_total=125)
    there = {record: records.rows_by_id(file, "comm_activity", [record])[0].values for record in (stays, goes)}
    act = editing.join(file, goes, stays, ["note", "people_total"])
    assert act
    joined = records.rows_by_id(file, "comm_activity", [stays])[0].values
    assert (joined["note"], joined["people_total"]) == (there[goes]["note"], there[goes]["people_total"])
    undo.undo(file, act)
    assert records.rows_by_id(file, "comm_activity", [stays])[0].values == there[stays]


def test_children_follow_and_those_that_are_now_one_sheet_are_suggested(file: OpenFile) -> None:
    stays, goes = twice(file)
    school = add(file, {"name": "Trường THPT Mường Than", "school_type": "thpt"}, "school")
    for activity in (stays, goes):
        reach: dict[str, Value] = {"activity": activity, "school": school, "students_total": 40, "students_new": 40}
        add(file, reach, "comm_reach_school")
    assert exchange.followers(file, "comm_activity", goes) == {"comm_reach_school": 1}
    assert pairs(file, "comm_reach_school") == set()
    editing.join(file, stays, goes)
    inside = records.rows(file, "comm_reach_school", parent=stays)
    assert len(inside) == 2
    assert pairs(file, "comm_reach_school") == {(min(r.id for r in inside), max(r.id for r in inside))}


def test_a_pair_called_different_is_not_asked_about_again_until_one_changes(file: OpenFile) -> None:
    pair = twice(file)
    exchange.set_different(file, *pair)
    assert pairs(file) == set()
    editing.set_value(file, pair[1], "note", "Buổi chiều")
    assert pairs(file) == {pair}
    exchange.set_different(file, *reversed(pair))
    assert pairs(file) == set()
    exchange.set_different(file, *pair, different=False)
    assert pairs(file) == {pair}


def test_what_was_called_different_is_not_handed_over(file: OpenFile, tmp_path: Path) -> None:
    pair = twice(file)
    exchange.set_different(file, *pair)
    sent = exchange.send(file, tmp_path)
    with opening.open_file(sent.path, now=now) as other:
        assert pairs(other) == {pair}


def test_only_two_records_of_one_kind_can_be_called_different(file: OpenFile) -> None:
    stays, _ = twice(file)
    for other in (stays, "x", add(file, {"name": "Trường THPT", "school_type": "thpt"}, "school")):
        with pytest.raises(AppError):
            exchange.set_different(file, stays, other)


def test_the_search_can_be_stopped(file: OpenFile) -> None:
    twice(file)

    def stop(_done: int, _total: int, _sentence: Text) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        exchange.duplicates(file, "comm_activity", stop)


def test_in_a_large_group_those_that_stand_next_to_each_other_are_found(file: OpenFile) -> None:
    for number in range(40):
        add(file, {"name": f"Karaoke số {number}", "business_type": "karaoke"}, "establishment")
    pair = sorted(
        add(file, {"name": name, "business_type": "karaoke"}, "establishment")
        for name in ("Nhà nghỉ Hoa Ban", "nha nghi HOA BAN")
    )
    assert pairs(file, "establishment") == {(pair[0], pair[1])}


# --- on made-up data like a province's --------------------------------------------------------------------------------


def rewritten(text: str, chance: random.Random) -> str:
    """A text as another person might have typed it."""
    ways = (fold, str.upper, str.lower, lambda t: t.replace(", ", " "), lambda t: t.replace("phòng, chống", "PC"))
    return chance.choice(ways)(text)


def test_many_groups_are_read_in_several_goes(file: OpenFile, monkeypatch: pytest.MonkeyPatch) -> None:
    days = ("2022-05-14", "2022-05-16", "2022-05-17")
    made = [sorted(add(file, {**ACTIVITY, "date": day}) for _ in range(2)) for day in days]
    monkeypatch.setattr("db.merging.duplicate_pairs.READ", 2)
    assert pairs(file) == {(first, second) for first, second in made}


def test_records_that_share_neither_unit_nor_parent_nor_key_are_never_compared(lan: Office) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    for _ in range(2):
        lan.create("visit", date="2022-05-01", place=place, n=5)
    kind = lan.file.plan.record_kinds["visit"]
    alone = replace(kind, unit_field="", parent_field=None, natural_key=())
    assert find_duplicates(lan.file, alone) == []


def plant(file: OpenFile, chance: random.Random) -> set[tuple[str, str]]:
    """Enter some activities a second time, their words written otherwise and a number a little off."""
    rows = chance.sample(records.rows(file, "comm_activity"), PLANTED)
    planted = set()
    for row in rows:
        values = dict(row.values)
        values |= {name: rewritten(str(values[name]), chance) for name in ("title", "place") if values[name]}
        values["evidence_no"] = None
        second = editing.new_record(file, "comm_activity", values)
        assert second.act, second.problems
        planted.add((min(row.id, second.record), max(row.id, second.record)))
    return planted


def test_of_a_province_nearly_all_that_was_entered_twice_is_found_and_little_else(
    tmp_path: Path, source: Mapping[str, Any]
) -> None:
    with opening.create_file(tmp_path / "tỉnh.db", source, source["plan"]["root"], "Lan", now=now) as file:
        put_made_up(file, 3000)
        before = exchange.duplicates(file, "comm_activity")
        planted = plant(file, random.Random(1))
        found = exchange.duplicates(file, "comm_activity")
        assert len(before) <= 3, [explained(file, one) for one in before]
        assert len(planted & {(one.survivor, one.goes) for one in found}) >= PLANTED * 0.95
        assert len(found) <= len(before) + PLANTED + 3


def explained(file: OpenFile, one: Duplicate) -> str:
    return f"{records.title_of(file, one.survivor)} | {records.title_of(file, one.goes)}"
