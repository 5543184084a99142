"""Records entered twice are found among those of one unit and day, joined, or called different for good."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from db.merging.duplicates import duplicates
from desktop_app import plan_files
from desktop_app.domain.collation import fold
from desktop_app.domain.duplicates import Duplicate
from desktop_app.domain.values import Value
from desktop_app.errors import AppError, StoppedError
from desktop_app.session import Session
from tests.db.office import Office

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
def session(tmp_path: Path, source: Mapping[str, Any]) -> Iterator[Session]:
    with Session.create(tmp_path / "sổ.db", source, "03388", "Lan", now=now) as opened:
        yield opened


def add(session: Session, values: dict[str, Value], kind: str = "comm_activity") -> str:
    made = session.new_record(kind, session.defaults(kind, values))
    assert made.act, made.problems
    return made.record


def twice(session: Session, **changed: Value) -> tuple[str, str]:
    """(stays, goes): one activity entered twice."""
    first, second = sorted((add(session, ACTIVITY), add(session, {**ACTIVITY, **changed})))
    return first, second


def pairs(session: Session, kind: str = "comm_activity") -> set[tuple[str, str]]:
    return {(one.keeps, one.goes) for one in session.duplicates(kind)}


def test_what_was_entered_twice_is_suggested(session: Session) -> None:
    pair = twice(session, title="tuyen truyen PC MD")
    add(session, {**ACTIVITY, "date": "2022-05-15"})
    add(session, {**ACTIVITY, "title": "Phổ biến luật trẻ em"})
    assert pairs(session) == {pair}


def test_a_deleted_record_is_no_duplicate(session: Session) -> None:
    _, goes = twice(session)
    session.delete(goes)
    assert pairs(session) == set()


def test_joining_ends_the_suggestion_and_undoing_brings_it_back(session: Session) -> None:
    stays, goes = twice(session)
    act = session.join(stays, goes)
    assert act
    assert session.count("comm_activity") == 1
    assert pairs(session) == set()
    session.undo(act)
    assert session.count("comm_activity") == 2
    assert pairs(session) == {(stays, goes)}


def test_the_one_that_stays_takes_over_what_it_is_told_to(session: Session) -> None:
    stays, goes = twice(session, note="Trời mưa", people_total=125)
    there = {record: session.rows_by_id("comm_activity", [record])[0].values for record in (stays, goes)}
    act = session.join(goes, stays, ["note", "people_total"])
    assert act
    joined = session.rows_by_id("comm_activity", [stays])[0].values
    assert (joined["note"], joined["people_total"]) == (there[goes]["note"], there[goes]["people_total"])
    session.undo(act)
    assert session.rows_by_id("comm_activity", [stays])[0].values == there[stays]


def test_children_follow_and_those_that_are_now_one_sheet_are_suggested(session: Session) -> None:
    stays, goes = twice(session)
    school = add(session, {"name": "Trường THPT Mường Than", "school_type": "thpt"}, "school")
    for activity in (stays, goes):
        reach: dict[str, Value] = {"activity": activity, "school": school, "students_total": 40, "students_new": 40}
        add(session, reach, "comm_reach_school")
    assert session.followers("comm_activity", goes) == {"comm_reach_school": 1}
    assert pairs(session, "comm_reach_school") == set()
    session.join(stays, goes)
    inside = session.rows("comm_reach_school", parent=stays)
    assert len(inside) == 2
    assert pairs(session, "comm_reach_school") == {(min(r.id for r in inside), max(r.id for r in inside))}


def test_a_pair_called_different_is_not_asked_about_again_until_one_changes(session: Session) -> None:
    pair = twice(session)
    session.set_different(*pair)
    assert pairs(session) == set()
    session.set_value(pair[1], "note", "Buổi chiều")
    assert pairs(session) == {pair}
    session.set_different(*reversed(pair))
    assert pairs(session) == set()
    session.set_different(*pair, different=False)
    assert pairs(session) == {pair}


def test_what_was_called_different_is_not_handed_over(session: Session, tmp_path: Path) -> None:
    pair = twice(session)
    session.set_different(*pair)
    sent = session.send(tmp_path)
    with Session.open(sent.path, now=now) as other:
        assert pairs(other) == {pair}


def test_only_two_records_of_one_kind_can_be_called_different(session: Session) -> None:
    stays, _ = twice(session)
    for other in (stays, "x", add(session, {"name": "Trường THPT", "school_type": "thpt"}, "school")):
        with pytest.raises(AppError):
            session.set_different(stays, other)


def test_the_search_can_be_stopped(session: Session) -> None:
    twice(session)

    def stop(_done: int, _total: int, _sentence: str) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        session.duplicates("comm_activity", stop)


def test_in_a_large_group_those_that_stand_next_to_each_other_are_found(session: Session) -> None:
    for number in range(40):
        add(session, {"name": f"Karaoke số {number}", "business_type": "karaoke"}, "establishment")
    pair = sorted(
        add(session, {"name": name, "business_type": "karaoke"}, "establishment")
        for name in ("Nhà nghỉ Hoa Ban", "nha nghi HOA BAN")
    )
    assert pairs(session, "establishment") == {(pair[0], pair[1])}


# --- on made-up data like a province's --------------------------------------------------------------------------------


def rewritten(text: str, chance: random.Random) -> str:
    """A text as another person might have typed it."""
    ways = (fold, str.upper, str.lower, lambda t: t.replace(", ", " "), lambda t: t.replace("phòng, chống", "PC"))
    return chance.choice(ways)(text)


def test_many_groups_are_read_in_several_goes(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    days = ("2022-05-14", "2022-05-16", "2022-05-17")
    made = [sorted(add(session, {**ACTIVITY, "date": day}) for _ in range(2)) for day in days]
    monkeypatch.setattr("db.merging.duplicates.READ", 2)
    assert pairs(session) == {(first, second) for first, second in made}


def test_records_that_share_neither_unit_nor_parent_nor_key_are_never_compared(lan: Office) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    for _ in range(2):
        lan.create("visit", date="2022-05-01", place=place, n=5)
    kind = lan.data.plan.record_kinds["visit"]
    alone = replace(kind, unit_field="", parent_field=None, natural_key=())
    assert duplicates(lan.book, alone) == []


def plant(session: Session, chance: random.Random) -> set[tuple[str, str]]:
    """Enter some activities a second time, their words written otherwise and a number a little off."""
    rows = chance.sample(session.rows("comm_activity"), PLANTED)
    planted = set()
    for row in rows:
        values = dict(row.values)
        values |= {name: rewritten(str(values[name]), chance) for name in ("title", "place") if values[name]}
        values["evidence_no"] = None
        second = session.new_record("comm_activity", values)
        assert second.act, second.problems
        planted.add((min(row.id, second.record), max(row.id, second.record)))
    return planted


def test_of_a_province_nearly_all_that_was_entered_twice_is_found_and_little_else(
    tmp_path: Path, source: Mapping[str, Any]
) -> None:
    with Session.create(tmp_path / "tỉnh.db", source, source["plan"]["root"], "Lan", now=now) as session:
        assert not session.import_lines(json.dumps(line) for line in session.demo_lines(3000, None, 1)).problems
        before = session.duplicates("comm_activity")
        planted = plant(session, random.Random(1))
        found = session.duplicates("comm_activity")
        assert len(before) <= 3, [explained(session, one) for one in before]
        assert len(planted & {(one.keeps, one.goes) for one in found}) >= PLANTED * 0.95
        assert len(found) <= len(before) + PLANTED + 3


def explained(session: Session, one: Duplicate) -> str:
    return f"{session.title(one.keeps)} | {session.title(one.goes)}"
