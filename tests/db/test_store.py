"""The store writes acts and takes other logs in; everything shown follows from the log."""

import random
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import derive, local_notes, store
from db.act_list import acts
from db.acts import ImportedRecord, found, importing
from db.connection import connect
from db.drafts import save_draft
from db.file_check import check
from db.log import find_of_kind, find_record
from db.log_views import VIEWS
from desktop_app.domain.changes import DELETED, Edit, deletion
from desktop_app.domain.clock import stamp_time
from tests.db.office import START, Office, Timepiece, a_clock
from tests.sentences import refused
from tests.small_plan import SOURCE

Two = tuple[Office, Office]
PARENT_DOES_NOT_COUNT = 3


def everything(office: Office) -> dict[str, list[Any]]:
    """All that an office sees, whatever numbers its file gave to names."""
    tables = {kind: office.run(f"SELECT * FROM {kind} ORDER BY id").fetchall() for kind in SOURCE["kinds"]}
    flags = office.run("SELECT id, deleted, retained, joined_into FROM record ORDER BY id").fetchall()
    return {**tables, "record": flags, "conflict": sorted(office.conflicts()), "digest": [office.digest()]}


# --- acts ----------------------------------------------------------------------------------------------------------


def test_an_act_without_edits_leaves_nothing(lan: Office) -> None:
    with store.writing(lan.file):
        done = store.apply(lan.file, [], "edit")
    assert done.act is None
    assert lan.run("SELECT count(*) FROM act WHERE kind <> 'plan'").fetchone() == (0,)


def test_an_act_carries_who_and_where_and_when(lan: Office) -> None:
    lan.create("visit", n=1)
    kind, unit, author, time, made_here = lan.run(
        "SELECT kind, unit, author, time, made_here FROM act ORDER BY no DESC LIMIT 1"
    ).fetchone()
    assert (kind, unit, author, made_here) == ("edit", "11", "Lan", 1)
    assert time.startswith(START.astimezone().date().isoformat())


def test_the_id_of_an_act_is_larger_than_the_stamps_of_its_changes(lan: Office) -> None:
    lan.create("visit", n=1, m=2)
    act, last = lan.run("SELECT a.id, max(c.stamp) FROM act a JOIN change_log c ON c.act = a.no").fetchone()
    assert act > last


def test_whatever_fails_leaves_the_file_and_what_is_remembered_of_it_as_they_were(lan: Office) -> None:
    def fail() -> None:
        with store.writing(lan.file):
            store.apply(lan.file, [Edit("x", "unheard", "of", 1)], "edit")
            raise ZeroDivisionError

    before = everything(lan)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fail()
    assert everything(lan) == before
    assert lan.run("SELECT count(*) FROM kind WHERE name = 'unheard'").fetchone() == (0,)
    lan.write([Edit("x", "unheard", "of", 1)])
    assert check(lan.file) == []


def test_two_programs_may_write_one_file_in_turn(lan: Office) -> None:
    other = Office.open(lan.file.path, "Mai")
    lan.create("visit", n=1)
    other.create("visit", n=2)
    lan.create("place", name="A")
    other.create("place", name="B")
    other.close()
    assert check(lan.file) == []
    assert lan.run("SELECT count(*) FROM visit").fetchone() == (2,)


# --- drafts --------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_until_it_is_forgotten_and_never_travels(two: Two) -> None:
    lan, mai = two
    save_draft(lan.file, "v", "n", "bốn")
    save_draft(lan.file, "v", "n", "bốn mươi")
    assert lan.run("SELECT record, field, text FROM _draft").fetchall() == [("v", "n", "bốn mươi")]
    mai.absorb(lan)
    assert mai.run("SELECT * FROM _draft").fetchall() == []
    save_draft(lan.file, "v", "n", None)
    assert lan.run("SELECT * FROM _draft").fetchall() == []


# --- bytes of locked reports ---------------------------------------------------------------------------------------


def test_a_locked_report_is_kept_in_this_file_only(two: Two) -> None:
    lan, mai = two
    with store.writing(lan.file):
        local_notes.add_locked_pdf(lan.file.connection, "a1", b"%PDF")
    mai.absorb(lan)
    assert lan.run("SELECT * FROM _locked_pdf").fetchall() == [("a1", b"%PDF")]
    assert mai.run("SELECT * FROM _locked_pdf").fetchall() == []


# --- taking in another log -----------------------------------------------------------------------------------------


def test_into_an_empty_file_everything_comes(tmp_path: Path, two: Two) -> None:
    empty = Office.new(tmp_path / "empty.db", "Hoa")
    assert empty.absorb(two[0]) == two[0].digest()[0]
    assert everything(empty) == everything(two[0])
    empty.close()


def test_taking_in_twice_or_oneself_changes_nothing(two: Two) -> None:
    lan, mai = two
    mai.create("place", name="Bến", unit="11")
    assert lan.absorb(mai) == 2
    before = everything(lan)
    assert lan.absorb(mai, lan) == 0
    assert everything(lan) == before


def test_in_whatever_order_copies_meet_they_show_the_same(two: Two) -> None:
    lan, mai = two
    hoa = lan.twin("Hoa")
    visit = lan.only("visit")
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    hoa.delete(visit)
    one, other = lan.twin("one"), lan.twin("other")
    one.absorb(mai, hoa)
    other.absorb(hoa, mai, hoa)
    assert everything(one) == everything(other)
    assert one.conflicts() == {(visit, "n"), (visit, DELETED)}
    for office in (hoa, one, other):
        office.close()


def test_acts_of_others_are_not_ours_to_undo_and_ours_stay_ours(two: Two) -> None:
    lan, mai = two
    lan.put(lan.only("visit"), n=6)
    lan.meet(mai)
    ours = "SELECT made_here FROM act WHERE id = (SELECT max(id) FROM act)"
    assert (lan.run(ours).fetchone(), mai.run(ours).fetchone()) == ((1,), (0,))


def test_an_act_comes_only_with_changes_of_its_own(two: Two) -> None:
    lan, mai = two
    mai.run("INSERT INTO act (id, kind, author, time, made_here) VALUES (x'00', 'edit', 'Ai đó', '2022', 1)")
    lan.absorb(mai)
    assert lan.run("SELECT count(*) FROM act WHERE author = 'Ai đó'").fetchone() == (0,)


def test_a_copy_on_a_second_pc_makes_changes_of_its_own(two: Two) -> None:
    lan, mai = two
    lan.put(lan.only("visit"), n=6)
    mai.put(mai.only("visit"), m=1)
    stamps = [office.run("SELECT max(stamp) FROM change_log").fetchone()[0] for office in two]
    assert stamps[0][:8] == stamps[1][:8]  # the same moment on both clocks
    lan.absorb(mai)
    assert (lan.get(lan.only("visit"), "n"), lan.get(lan.only("visit"), "m")) == (6, 1)


def test_kinds_and_fields_that_this_plan_does_not_know_are_kept_and_passed_on(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.write([Edit("x", "unheard", "of", "giữ"), Edit(visit, "visit", "colour", "xanh")])
    mai.write([Edit("x", "unheard", "deleted", 1)])
    before = {kind: rows for kind, rows in everything(lan).items() if kind in SOURCE["kinds"]}
    assert lan.absorb(mai) == 3
    assert {kind: rows for kind, rows in everything(lan).items() if kind in SOURCE["kinds"]} == before
    hoa = Office.new(tmp_path / "hoa.db", "Hoa")
    hoa.absorb(lan)
    assert hoa.values_ever("x", "of") == {"giữ"}
    assert hoa.values_ever(visit, "colour") == {"xanh"}
    assert check(hoa.file) == []
    hoa.close()


def test_one_id_under_two_kinds_is_two_records_in_whatever_order_they_come(two: Two) -> None:
    lan, mai = two
    lan.write([Edit("x", "place", "name", "Chợ")])
    mai.write([Edit("x", "visit", "n", 1), Edit("x", "visit", "date", "2022-05-01")])
    lan.meet(mai)
    assert everything(lan) == everything(mai)
    assert lan.run("SELECT name FROM place WHERE id = 'x'").fetchone() == ("Chợ",)
    assert lan.run("SELECT n FROM visit WHERE id = 'x'").fetchone() == (1,)
    first = find_record(lan.file.connection, "x")
    assert first
    assert first.kind == "place"
    assert find_of_kind(lan.file.connection, "stop", "x") is None


def test_a_file_that_can_not_be_taken_in_leaves_ours_as_it_was(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    before = everything(lan)
    for view in VIEWS:
        mai.run(f"DROP VIEW temp.{view}")
    mai.run("ALTER TABLE change_log DROP COLUMN covers")
    with pytest.raises(Exception, match="no such column"):
        lan.absorb(mai)
    no_file = tmp_path / "no.db"
    no_file.write_text("không phải tệp dữ liệu" * 100)
    with refused("không phải là tệp dữ liệu"):
        lan.absorb(no_file)
    assert everything(lan) == before
    lan.put(lan.only("visit"), n=6)


def test_many_records_at_once_are_derived_like_few(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, mai = two
    few = lan.twin("few")
    for number in range(3):
        visit = mai.create("visit", date="2022-05-01", n=1, m=number)
        mai.create("stop", visit=visit, note="a")
    few.absorb(mai)
    monkeypatch.setattr(derive, "MANY", 2)
    lan.absorb(mai)
    assert everything(lan) == everything(few)
    assert check(lan.file) == []
    few.close()


# --- clocks --------------------------------------------------------------------------------------------------------


def test_our_next_stamp_follows_what_came_in(two: Two) -> None:
    lan, mai = two
    ahead = Office.open(mai.file.path, "Mai", a_clock("ahead", Timepiece(START + timedelta(hours=20))))
    ahead.put(mai.only("visit"), n=6)
    lan.absorb(ahead)
    lan.put(lan.only("visit"), n=7)
    assert lan.conflicts() == set()
    last = lan.run("SELECT max(stamp) FROM change_log").fetchone()[0]
    assert stamp_time(last) == START + timedelta(hours=20)
    ahead.close()


def test_a_clock_years_ahead_elsewhere_does_not_carry_ours_along(two: Two) -> None:
    lan, mai = two
    wrong = Office.open(mai.file.path, "Mai", a_clock("wrong", Timepiece(START + timedelta(days=4000))))
    visit = mai.only("visit")
    wrong.put(visit, n=6)
    lan.absorb(wrong)
    lan.put(visit, n=7)
    assert (lan.get(visit, "n"), lan.conflicts()) == (7, set())
    wrong.absorb(lan)
    assert (wrong.get(visit, "n"), wrong.conflicts()) == (7, set())
    wrong.close()


def test_a_clock_years_behind_follows_nothing_in_the_file(two: Two) -> None:
    lan, mai = two
    behind = Office.open(mai.file.path, "Mai", a_clock("behind", Timepiece(START - timedelta(days=4000))))
    visit = mai.only("visit")
    behind.put(visit, n=6)
    lan.absorb(behind)
    assert (lan.get(visit, "n"), lan.conflicts()) == (6, set())
    behind.close()


# --- held: a live reference brings a deleted record back -----------------------------------------------------------


def reference_unseen(two: Two) -> tuple[str, str]:
    """Lan deletes a place that Mai, unseen, begins to refer to; returns (place, visit)."""
    lan, mai = two
    place = lan.create("place", name="Bến", unit="11")
    mai.absorb(lan)
    lan.delete(place)
    return place, mai.create("visit", date="2022-05-01", place=place)


def test_a_reference_made_unseen_holds_a_deleted_record_and_says_so(two: Two) -> None:
    lan, mai = two
    place, _ = reference_unseen(two)
    lan.meet(mai)
    for office in two:
        assert office.get(place, "name") == "Bến"
        assert office.conflicts() == {(place, DELETED)}
        assert check(office.file) == []


def test_a_held_record_goes_when_the_reference_goes(two: Two) -> None:
    lan, mai = two
    place, visit = reference_unseen(two)
    lan.absorb(mai)
    lan.put(visit, place=None)
    assert not lan.is_live(place)
    assert lan.conflicts() == set()
    lan.put(visit, place=place)
    assert lan.is_live(place)
    lan.delete(visit)
    assert not lan.is_live(place)


def test_a_held_record_that_is_kept_is_no_conflict_any_more(two: Two) -> None:
    lan, mai = two
    place, _ = reference_unseen(two)
    lan.absorb(mai)
    lan.settle(place, DELETED, 0)
    assert lan.conflicts() == set()
    assert check(lan.file) == []
    with refused("phiếu khác dùng"):
        lan.delete(place)


def test_a_reference_may_come_before_the_record_it_leads_to(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    place, visit = reference_unseen(two)
    part = tmp_path / "part.db"
    shutil.copy(mai.file.path, part)
    connection = connect(part)
    connection.execute("DELETE FROM change_log WHERE record NOT IN (SELECT no FROM record WHERE id = ?)", (visit,))
    connection.execute("DELETE FROM _conflict")
    connection.execute("DELETE FROM record WHERE id <> ?", (visit,))
    connection.close()
    hoa = Office.new(tmp_path / "hoa.db", "Hoa")
    hoa.absorb(part)
    assert hoa.get(visit, "place") == place
    assert not hoa.is_live(place)
    hoa.absorb(lan)
    assert hoa.is_live(place)
    assert hoa.conflicts() == {(place, DELETED)}
    assert check(hoa.file) == []
    hoa.close()


def test_what_a_held_record_refers_to_is_held_as_well(two: Two) -> None:
    lan, mai = two
    far = lan.create("place", name="Xa", unit="11")
    near = lan.create("place", name="Gần", unit="11", near=far)
    mai.absorb(lan)
    lan.delete(near)
    lan.delete(far)
    visit = mai.create("visit", place=near)
    lan.absorb(mai)
    assert lan.is_live(near)
    assert lan.is_live(far)
    lan.put(visit, place=None)
    assert not lan.is_live(near)
    assert not lan.is_live(far)
    assert check(lan.file) == []


def test_two_deleted_records_that_refer_to_each_other_do_not_hold_one_another(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    for record, other in (("a", "b"), ("b", "a")):
        lan.write([Edit(record, "place", "name", record), Edit(record, "place", "near", other)])
    lan.put(visit, place="a")
    covers = {r: frozenset(s for (s,) in lan.run(STAMPS_OF, (r,))) for r in "ab"}
    lan.write([Edit(r, "place", DELETED, 1, covers=covers[r]) for r in "ab"], "delete")
    assert lan.is_live("a")
    assert lan.is_live("b")
    lan.put(visit, place=None)
    assert not lan.is_live("a")
    assert not lan.is_live("b")
    assert check(lan.file) == []


STAMPS_OF = "SELECT c.stamp FROM change_log c JOIN record r ON r.no = c.record WHERE r.id = ?"


# --- joins ---------------------------------------------------------------------------------------------------------


def test_joins_lead_through_several_records(two: Two) -> None:
    lan, mai = two
    a, b, c = sorted(lan.create("place", name=name, unit="11") for name in "xyz")
    visit = lan.create("visit", place=c)
    mai.absorb(lan)
    lan.join(b, c)
    mai.join(a, b)
    lan.meet(mai)
    assert lan.get(visit, "place") == mai.get(visit, "place") == a
    assert check(lan.file) == check(mai.file) == []


def test_an_unseen_edit_brings_a_joined_record_back_with_its_references(two: Two) -> None:
    lan, mai = two
    keeps, goes = sorted(lan.create("place", name=name, unit="11") for name in "xy")
    visit = lan.create("visit", place=goes)
    mai.absorb(lan)
    lan.join(keeps, goes)
    mai.put(goes, name="sửa")
    lan.meet(mai)
    for office in two:
        assert office.get(visit, "place") == goes
        assert office.conflicts() == {(goes, DELETED)}
        assert check(office.file) == []


def test_a_forged_circle_of_joins_ends_somewhere_and_the_same_everywhere(two: Two) -> None:
    lan, mai = two
    visit = lan.create("visit", place="a")
    for record in "ab":
        lan.write([Edit(record, "place", "name", record)])
    covers = {r: frozenset(s for (s,) in lan.run(STAMPS_OF, (r,))) for r in "ab"}
    lan.write([Edit("a", "place", DELETED, "into:b", covers=covers["a"])])
    lan.write([Edit("b", "place", DELETED, "into:a", covers=covers["b"])])
    mai.absorb(lan)
    assert lan.get(visit, "place") == mai.get(visit, "place")
    assert check(lan.file) == check(mai.file) == []


# --- parents and states --------------------------------------------------------------------------------------------


def test_a_record_counts_only_while_its_parents_do(lan: Office) -> None:
    visit = lan.create("visit", date="2022-05-01", n=1)
    stop = lan.create("stop", visit=visit)
    item = lan.create("item", stop=stop, k=1)
    assert [lan.state(record) for record in (visit, stop, item)] == [0, 0, 0]
    lan.put(visit, m=2)
    assert [lan.state(record) for record in (visit, stop, item)] == [2, PARENT_DOES_NOT_COUNT, PARENT_DOES_NOT_COUNT]
    assert lan.file.written_kinds == {"visit", "stop", "item"}
    lan.put(visit, m=1)
    assert [lan.state(record) for record in (visit, stop, item)] == [0, 0, 0]
    lan.put(stop, visit=None)
    assert [lan.state(record) for record in (visit, stop, item)] == [0, 1, PARENT_DOES_NOT_COUNT]


def test_a_child_without_a_known_parent_does_not_count(lan: Office) -> None:
    assert lan.state(lan.create("stop", visit="nowhere")) == PARENT_DOES_NOT_COUNT


def test_two_valid_edits_can_meet_in_a_contradiction(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=3)
    mai.put(visit, m=4)
    lan.absorb(mai)
    assert lan.conflicts() == set()
    assert lan.state(visit) == 2


def test_values_of_another_programs_making_are_unknown_but_stay_in_the_log(lan: Office) -> None:
    visit = lan.create("visit", date="2022-05-01")
    lan.write([Edit(visit, "visit", "n", "năm"), Edit(visit, "visit", "place", 7)])
    assert (lan.get(visit, "n"), lan.get(visit, "place"), lan.state(visit)) == (None, None, 0)
    assert lan.values_ever(visit, "n") == {"năm"}


# --- rebuilding ----------------------------------------------------------------------------------------------------


def test_everything_derived_can_be_made_again_from_the_log(two: Two) -> None:
    lan, mai = two
    reference_unseen(two)
    lan.absorb(mai)
    before = everything(lan)
    for table in ("place", "visit", "_conflict", "_search_text"):
        lan.run(f"DELETE FROM {table}")
    lan.run("UPDATE record SET deleted = 0, retained = 0, joined_into = 'x'")
    with store.writing(lan.file):
        derive.rebuild(lan.file)
    assert everything(lan) == before
    assert check(lan.file) == []


def test_random_histories_need_no_rebuilding(two: Two) -> None:
    lan, mai = two
    chance = random.Random(7)
    for _ in range(60):
        office = chance.choice(two)
        records = [r for (r,) in office.run("SELECT id FROM visit ORDER BY id")]
        if not records or chance.random() < 0.3:
            office.create("visit", date="2022-05-01", n=chance.randrange(5))
        elif chance.random() < 0.2:
            office.delete(chance.choice(records))
        else:
            office.put(chance.choice(records), m=chance.randrange(5))
        if chance.random() < 0.2:
            lan.meet(mai)
    assert check(lan.file) == check(mai.file) == []


def test_a_merge_by_an_earlier_version_is_listed_among_the_acts(two: Two) -> None:
    lan, mai = two
    mai.create("place", name="Bến", unit="11")
    act = lan.merge(mai)
    latest = acts(lan.file.connection)[0]
    assert latest.act == act
    for table in ("_reverted_merge", "_merge"):
        lan.run(f"DELETE FROM main.{table}")
        assert acts(lan.file.connection)[0] == latest


def test_what_one_act_deleted_comes_back_with_all_inside_it_by_one_import(lan: Office) -> None:
    visits = [lan.create("visit", n=n) for n in (1, 2)]
    stops = [lan.create("stop", visit=visit) for visit in visits]
    lan.write(edit for one in (*stops, *visits) for edit in [_deletion(lan, one)])
    wanted = [ImportedRecord(visit, "visit", {}, deleted=False) for visit in visits]
    lan.write(importing(lan.file, wanted))
    assert [lan.is_live(one) for one in (*visits, *stops)] == [True] * 4


def _deletion(office: Office, record: str) -> Edit:
    row, now = found(office.file, record)
    return deletion(row.id, row.kind, now)
