"""A merge is taken back by setting aside what it brought; what later work rests on stays, and the reason is told."""

import shutil
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import pytest

from db import act_list, acts, file_check, history, store
from db.connection import connect
from db.derive import PART
from db.erasure import erasing
from db.log import find_record, take_from_digest
from db.merge_origin import origins
from db.merging.merge import merge_files
from db.merging.merge_undo import look_at_merge, redo_merge, undo_merge
from db.merging.source import find_sources
from desktop_app.domain.changes import DELETED
from desktop_app.domain.erasing import ERASE
from desktop_app.domain.merging import MergeResult, Source
from desktop_app.domain.record_ids import random_id
from desktop_app.domain.reversal import UndoResult
from desktop_app.errors import AppError, StoppedError
from desktop_app.messages import Text
from desktop_app.texts import in_words
from tests.db.office import Office
from tests.sentences import refused
from tests.small_plan import SOURCE

Two = tuple[Office, Office]


def shown(office: Office) -> list[object]:
    """Everything that the file shows, and the digest of its log."""
    tables = ("place", "visit", "stop", "item")
    found = [sorted(office.run(f"SELECT * FROM main.{table}"), key=repr) for table in tables]
    words = sorted(office.run("SELECT exact, folded FROM _search_text"))
    meta = "SELECT key, value FROM meta WHERE key IN ('log_count', 'log_digest') ORDER BY key"
    return [*found, words, office.conflicts(), office.run(meta).fetchall()]


def moved(told: UndoResult) -> set[tuple[str, str]]:
    return {(part.record, part.field) for part in told.moved}


def kept(told: UndoResult) -> set[tuple[str, str, str]]:
    return {(part.record, part.field, part.reason) for part in told.retained}


def whole(office: Office) -> None:
    assert file_check.check(office.file) == []


def state(office: Office) -> tuple[str, bool]:
    """The latest act, and whether it is taken back."""
    act = act_list.acts(office.file.connection)[0]
    return act.kind, act.undone


# --- what goes --------------------------------------------------------------------------------------------------------


def test_what_a_merge_brought_goes_and_comes_back(two: Two) -> None:
    lan, mai = two
    before = shown(lan)
    visit = mai.create("visit", date="2022-05-02", place=mai.only("place"), n=3)
    mai.put(lan.only("visit"), n=6)
    act = lan.merge(mai)
    after = shown(lan)
    told = lan.undo_merge(act)
    assert shown(lan) == before
    assert find_record(lan.file.connection, visit) is None
    assert moved(told) == {(visit, ""), (lan.only("visit"), "n")}
    assert (told.act, told.retained) == (act, [])
    whole(lan)
    assert moved(lan.redo_merge(act)) == moved(told)
    assert shown(lan) == after
    whole(lan)


def test_a_merge_by_a_version_that_noted_nothing_of_it_is_not_taken_back(two: Two) -> None:
    lan, mai = two
    mai.put(lan.only("visit"), n=6)
    act = lan.merge(mai)
    lan.run("DELETE FROM main._merge")
    with pytest.raises(AppError) as refused:
        look_at_merge(lan.file, act)
    assert refused.value.key == "merge.cannot_undo"


def test_a_record_that_went_is_named_by_its_title(two: Two) -> None:
    lan, mai = two
    place = mai.create("place", name="Bến", unit="11")
    visit = mai.create("visit", date="2022-05-02", place=place)
    act = lan.merge(mai)
    titles = {part.record: part.title for part in lan.undo_merge(act).moved}
    assert titles == {place: "Bến", visit: "Bến - 02/05/2022"}
    assert {part.record: part.title for part in look_at_merge(lan.file, act).moved} == titles


def test_a_deletion_that_came_goes(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.delete(visit)
    act = lan.merge(mai)
    assert not lan.is_live(visit)
    lan.undo_merge(act)
    assert lan.is_live(visit)
    whole(lan)
    lan.redo_merge(act)
    assert not lan.is_live(visit)


def test_a_conflict_that_came_goes(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=7)
    lan.put(visit, n=6)
    act = lan.merge(mai)
    assert lan.conflicts() == {(visit, "n")}
    lan.undo_merge(act)
    assert lan.conflicts() == set()
    assert lan.get(visit, "n") == 6


def test_a_join_that_came_goes_and_references_are_read_as_before(two: Two) -> None:
    lan, mai = two
    other = lan.create("place", name="Chợ cũ", unit="11")
    visit = lan.create("visit", date="2022-05-02", place=other)
    place = lan.create("place", name="Chợ mới", unit="11")
    second = lan.create("visit", date="2022-05-03", place=place)
    mai.absorb(lan)
    mai.join(other, place)
    act = lan.merge(mai)
    assert lan.get(visit, "place") == lan.get(second, "place")
    lan.undo_merge(act)
    assert (lan.get(visit, "place"), lan.get(second, "place")) == (other, place)
    whole(lan)
    lan.redo_merge(act)
    assert lan.get(visit, "place") == lan.get(second, "place")
    whole(lan)


def test_children_go_with_their_parent(two: Two) -> None:
    lan, mai = two
    before = shown(lan)
    stop = mai.create("stop", visit=mai.create("visit", date="2022-05-02"))
    mai.create("item", stop=stop, k=1)
    act = lan.merge(mai)
    assert len(lan.undo_merge(act).moved) == 3
    assert shown(lan) == before
    whole(lan)


@pytest.mark.parametrize("known", [True, False])
def test_what_says_that_it_came_with_the_plan_and_did_not_goes_as_well(two: Two, *, known: bool) -> None:
    lan, mai = two
    for office in two if known else [mai]:  # a plan whose records both have; theirs is enlarged
        row = (bytes.fromhex("017f8adfd800") + bytes(8), "plan", None, "", "2022-03-15T00:00:00+00:00", None, 0)
        office.run("INSERT INTO act VALUES (1000, ?, ?, ?, ?, ?, ?, ?)", row)
    before = shown(lan)
    mai.put(mai.only("visit"), n=6)
    mai.create("visit", date="2022-05-02", n=3)
    mai.run("UPDATE change_log SET act = 1000 WHERE act IN (SELECT no FROM act WHERE author = 'Mai')")
    mai.run("DELETE FROM act WHERE author = 'Mai'")
    act = lan.merge(mai)
    assert shown(lan) != before
    lan.undo_merge(act)
    assert shown(lan) == before
    whole(lan)


def test_nothing_is_written_to_the_log(two: Two) -> None:
    lan, mai = two
    mai.put(mai.only("visit"), n=6)
    act = lan.merge(mai)
    acts = lan.run("SELECT count(*) FROM act").fetchone()
    lan.undo_merge(act)
    assert lan.run("SELECT count(*) FROM act").fetchone() == acts
    assert state(lan) == ("merge", True)
    lan.redo_merge(act)
    assert lan.run("SELECT count(*) FROM act").fetchone() == acts
    assert state(lan) == ("merge", False)


def test_looking_changes_nothing(two: Two) -> None:
    lan, mai = two
    mai.put(mai.only("visit"), n=6)
    act = lan.merge(mai)
    before = lan.file.path.read_bytes()
    told = look_at_merge(lan.file, act)
    assert lan.file.path.read_bytes() == before
    assert (told.act, moved(told)) == (None, {(lan.only("visit"), "n")})
    assert lan.undo_merge(act).moved == told.moved


def test_what_was_set_aside_can_be_looked_at_afterwards(two: Two) -> None:
    lan, mai = two
    visit = mai.only("visit")
    mai.put(visit, n=6)
    mai.put(visit, m=2)
    act = lan.merge(mai)
    lan.put(visit, n=8)
    told = lan.undo_merge(act)
    again = look_at_merge(lan.file, act)
    assert (moved(again), kept(again)) == (moved(told), kept(told)) == ({(visit, "m")}, {(visit, "n", "replaced")})


# --- what stays, and why ----------------------------------------------------------------------------------------------


def test_what_later_work_replaced_stays(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    mai.put(visit, n=7)
    act = lan.merge(mai)
    lan.put(visit, n=8)
    told = lan.undo_merge(act)
    assert (told.act, told.moved) == (None, [])
    assert kept(told) == {(visit, "n", "replaced")}
    assert (told.retained[0].changes, told.retained[0].author) == (2, "Lan")
    assert lan.get(visit, "n") == 8
    assert not act_list.acts(lan.file.connection)[1].undone


def test_what_a_later_deletion_covers_stays(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    act = lan.merge(mai)
    lan.delete(visit)
    assert kept(lan.undo_merge(act)) == {(visit, "n", "covered")}
    assert not lan.is_live(visit)


def test_a_record_that_was_worked_on_stays_whole(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", date="2022-05-02", n=3)
    other = mai.create("visit", date="2022-05-03")
    act = lan.merge(mai)
    lan.put(visit, m=1)
    told = lan.undo_merge(act)
    assert kept(told) == {(visit, "date", "worked-on"), (visit, "n", "worked-on")}
    assert moved(told) == {(other, "")}
    assert (lan.get(visit, "n"), lan.get(visit, "m")) == (3, 1)
    whole(lan)


def test_a_record_that_later_work_refers_to_stays_whole_with_what_it_names(two: Two) -> None:
    lan, mai = two
    near = mai.create("place", name="Bến", unit="11")
    place = mai.create("place", name="Cầu", unit="11", near=near)
    act = lan.merge(mai)
    visit = lan.create("visit", date="2022-05-04", place=place)
    told = lan.undo_merge(act)
    assert (told.act, told.moved) == (None, [])
    assert {(part.record, part.reason, part.other) for part in told.retained} == {
        (place, "referred", visit),
        (near, "referred", place),
    }
    assert {part.other_title for part in told.retained} == {"Cầu - 04/05/2022", "Cầu"}


def test_a_record_inside_one_that_came_keeps_it(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", date="2022-05-02")
    mai.create("stop", visit=visit)
    act = lan.merge(mai)
    stop = lan.create("stop", visit=visit)
    lan.undo_merge(act)
    assert lan.is_live(visit)
    assert [row[0] for row in lan.run("SELECT id FROM stop")] == [stop]
    whole(lan)


def test_a_reference_that_was_changed_again_still_keeps_the_record(two: Two) -> None:
    lan, mai = two
    place = mai.create("place", name="Bến", unit="11")
    act = lan.merge(mai)
    visit = lan.only("visit")
    was = lan.get(visit, "place")
    lan.put(visit, place=place)
    lan.put(visit, place=was)
    assert lan.undo_merge(act).act is None


def test_a_record_joined_into_one_that_came_keeps_it(two: Two) -> None:
    lan, mai = two
    place = lan.only("place")
    came = next(one for one in (mai.create("place", name="Chợ", unit="11") for _ in range(50)) if one < place)
    act = lan.merge(mai)
    lan.join(place, came)
    lan.undo_merge(act)
    assert lan.is_live(came)
    assert lan.get(lan.only("visit"), "place") == came
    whole(lan)


def test_a_conflict_settled_later_keeps_what_it_ended(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=7)
    mai.put(visit, m=1)
    lan.put(visit, n=6)
    act = lan.merge(mai)
    lan.settle(visit, "n", 7)
    told = lan.undo_merge(act)
    assert (moved(told), kept(told)) == ({(visit, "m")}, {(visit, "n", "replaced")})
    assert (lan.get(visit, "n"), lan.conflicts()) == (7, set())


def test_what_came_again_with_a_merge_that_stands_stays(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    first = lan.merge(mai)
    lan.undo_merge(first)
    mai.put(visit, m=1)
    second = lan.merge(mai)
    lan.redo_merge(first)
    told = lan.undo_merge(second)
    assert (moved(told), kept(told)) == ({(visit, "m")}, {(visit, "n", "shared")})
    assert lan.get(visit, "n") == 6


def test_what_only_the_later_of_two_merges_brought_of_a_record_goes_once_the_earlier_one_stands_again(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", date="2022-05-02", place=mai.only("place"), n=3)
    first = lan.merge(mai)
    lan.undo_merge(first)
    mai.put(visit, n=4)
    second = lan.merge(mai)
    lan.redo_merge(first)
    told = lan.undo_merge(second)
    assert moved(told) == {(visit, "n")}
    assert lan.run("SELECT n FROM main.visit WHERE id = ?", (visit,)).fetchone() == (3,)
    whole(lan)


def test_a_key_entered_here_again_makes_a_record_of_its_own(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=lan.only("visit"))
    mai.absorb(lan)
    item = mai.create("item", stop=stop, k=1, note="a")
    act = lan.merge(mai)
    lan.undo_merge(act)
    assert lan.create("item", stop=stop, k=1, note="b") == item
    assert lan.conflicts() == set()
    lan.redo_merge(act)
    assert lan.conflicts() == {(item, "note")}
    whole(lan)


# --- several merges, much work ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_several_merges_are_taken_back_in_any_order(two: Two, order: tuple[int, ...]) -> None:
    lan, mai = two
    before, visit = shown(lan), lan.only("visit")
    acts = []
    for n in (6, 7, 8):
        mai.put(visit, n=n)
        mai.create("visit", date="2022-05-02", n=n)
        acts.append(lan.merge(mai))
    after = shown(lan)
    for which in order:
        lan.undo_merge(acts[which])
        whole(lan)
    assert shown(lan) == before
    for which in order:
        lan.redo_merge(acts[which])
        whole(lan)
    assert shown(lan) == after


def test_redo_brings_along_what_it_rests_on(two: Two) -> None:
    lan, mai = two
    place = mai.create("place", name="Bến", unit="11")
    left = mai.create("place", name="Cầu", unit="11")
    first = lan.merge(mai)
    mai.put(place, name="Bến mới")
    visit = mai.create("visit", date="2022-05-02", place=place)
    second = lan.merge(mai)
    for act in (second, first):
        lan.undo_merge(act)
    assert moved(lan.redo_merge(second)) == {(place, ""), (visit, "")}
    assert (lan.get(place, "name"), lan.get(visit, "place")) == ("Bến mới", place)
    assert find_record(lan.file.connection, left) is None
    whole(lan)
    assert moved(lan.redo_merge(first)) == {(left, "")}


def test_what_only_another_merge_rested_on_goes_with_it(two: Two) -> None:
    lan, mai = two
    before, visit = shown(lan), lan.only("visit")
    mai.put(visit, n=6)
    mai.put(visit, m=1)
    first = lan.merge(mai)
    mai.put(visit, n=7)
    second = lan.merge(mai)
    assert kept(lan.undo_merge(first)) == {(visit, "n", "replaced")}
    assert moved(lan.undo_merge(second)) == {(visit, "n")}
    assert shown(lan) == before


@pytest.mark.no_cover
def test_after_a_thousand_later_edits_a_merge_is_still_taken_back(two: Two) -> None:
    lan, mai = two
    visit, came = lan.only("visit"), mai.create("visit", date="2022-05-02", n=1)
    gone = mai.create("visit", date="2022-05-03", n=1)
    mai.put(visit, m=2)
    act = lan.merge(mai)
    for number in range(500):
        lan.put(visit, n=100 + number)
        lan.put(came, n=100 + number)
    told = lan.undo_merge(act)
    assert moved(told) == {(gone, ""), (visit, "m")}
    assert (lan.get(visit, "n"), lan.get(came, "n"), lan.get(visit, "m")) == (599, 599, None)
    whole(lan)


def test_undo_of_own_acts_goes_on_beside_it(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, m=2)
    act = lan.merge(mai)
    edit = lan.put(visit, n=6)
    lan.undo_merge(act)
    lan.undo(edit)
    assert (lan.get(visit, "n"), lan.get(visit, "m")) == (5, None)
    lan.redo_merge(act)
    assert (lan.get(visit, "n"), lan.get(visit, "m")) == (5, 2)


# --- merging again, and other files -----------------------------------------------------------------------------------


def take(office: Office, *sources: Path, dry_run: bool = False) -> MergeResult:
    found = find_sources(sources, {}, office.file.path)
    return merge_files(office.file, found, dry_run=dry_run)


def test_merging_the_file_again_takes_it_again_and_the_preview_says_so(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", date="2022-05-02", n=1)
    mai.put(lan.only("visit"), n=6)
    act = take(lan, mai.file.path).act
    assert act
    after = shown(lan)
    lan.undo_merge(act)
    (report,) = take(lan, mai.file.path, dry_run=True).reports
    assert (report.reverted, report.new, report.changed, [unit.reverted for unit in report.units]) == (2, 1, 1, [2, 0])
    again = take(lan, mai.file.path).act
    assert again
    assert shown(lan) == after
    assert lan.aside() == set()
    whole(lan)
    assert moved(lan.undo_merge(again)) == {(visit, ""), (lan.only("visit"), "n")}


def test_a_file_that_tells_otherwise_of_what_is_set_aside_is_refused(two: Two) -> None:
    lan, mai = two
    mai.put(lan.only("visit"), n=6)
    lan.undo_merge(lan.merge(mai))
    mai.run("UPDATE change_log SET value = 9 WHERE value = 6")
    (report,) = take(lan, mai.file.path).reports
    assert (report.status, "ghi khác về những thay đổi" in in_words(report.reason)) == ("refused", True)


def test_our_undo_changes_nothing_where_it_came_from(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", date="2022-05-02", n=1)
    mai.put(lan.only("visit"), n=6)
    lan.undo_merge(lan.merge(mai))
    lan.put(lan.only("visit"), date="2022-05-01")
    before = shown(mai)
    assert mai.absorb(lan) == 0
    assert shown(mai) == before
    assert mai.is_live(visit)


def test_what_is_set_aside_does_not_reach_a_third_office(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    visit = mai.create("visit", date="2022-05-02", n=1)
    lan.undo_merge(lan.merge(mai))
    hoa = Office.new(tmp_path / "hoa.db", "Hoa")
    (report,) = take(hoa, lan.file.path).reports
    assert (report.new, report.same) == (2, 0)
    assert find_record(hoa.file.connection, visit) is None
    assert not hoa.run("SELECT 1 FROM act WHERE author = 'Mai'").fetchone()
    hoa.close()


def test_a_clone_of_the_file_can_take_the_merge_back_as_well(two: Two) -> None:
    lan, mai = two
    before = shown(lan)
    mai.put(lan.only("visit"), n=6)
    act = lan.merge(mai)
    clone = lan.twin("Lan 2")
    clone.undo_merge(act)
    assert shown(clone) == before
    clone.redo_merge(act)
    assert shown(clone) == shown(lan)
    clone.close()


def test_of_a_merge_by_an_earlier_version_nothing_is_known(two: Two) -> None:
    lan, mai = two
    mai.put(lan.only("visit"), n=6)
    act = lan.merge(mai)
    lan.run("DELETE FROM _merge")
    with refused("phiên bản cũ"):
        lan.undo_merge(act)


def test_each_change_knows_the_file_it_came_from(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    hoa = lan.twin("Hoa")
    mai.put(visit, n=6)
    hoa.put(visit, m=1)
    lan.put(visit, date="2022-05-09")
    take(lan, mai.file.path, hoa.file.path)
    row = find_record(lan.file.connection, visit)
    assert row
    told = [(item.field, item.value, item.source) for item in history.history(lan.file, row)[3:]]
    assert sorted(told) == [("date", "2022-05-09", ""), ("m", 1, "Hoa.db"), ("n", 6, "Mai.db")]
    hoa.close()


# --- erasing ----------------------------------------------------------------------------------------------------------


def erase(office: Office, record: str, field: str) -> None:
    row = find_record(office.file.connection, record)
    assert row
    erase_stamps(office, [item.stamp for item in history.history(office.file, row) if item.field == field])


def erase_stamps(office: Office, stamps: list[bytes]) -> None:
    with store.writing(office.file):
        edit, going = erasing(office.file, random_id(office.file.clock.random(16)), stamps, "gõ nhầm")
        store.apply(office.file, [edit], ERASE)
    assert [place.stamp for place in going.places] == stamps


@pytest.fixture
def secret(two: Two) -> tuple[Office, Office, str, bytes]:
    """(ours, theirs, a record with a secret that was set aside in ours, the merge)"""
    lan, mai = two
    place = mai.create("place", name="012345678", unit="11")
    act = lan.merge(mai)
    return lan, mai, place, act


def test_what_another_office_erases_leaves_what_is_set_aside(secret: tuple[Office, Office, str, bytes]) -> None:
    lan, mai, place, act = secret
    lan.undo_merge(act)
    stale = Path(shutil.copy(mai.file.path, mai.file.path.with_name("stale.db")))
    erase(mai, place, "name")
    only_erasure = lan.file.path.with_name("erasure.db")
    shutil.copy(mai.file.path, only_erasure)
    drop(only_erasure, place)
    lan.absorb(only_erasure, erasing=True)
    assert (place, "name", None) in lan.aside()
    assert b"012345678" not in lan.file.path.read_bytes()
    lan.redo_merge(act)
    assert lan.get(place, "name") is None
    lan.undo_merge(act)
    lan.merge(stale)
    assert lan.get(place, "name") is None
    whole(lan)


def drop(path: Path, record: str) -> None:
    """Take a record out of a file, so that it holds the erasure alone."""
    connection = connect(path)
    connection.execute(f"DELETE FROM change_log WHERE record = (SELECT no FROM record WHERE id = '{record}')")
    connection.execute("DELETE FROM _conflict")
    connection.execute(f"DELETE FROM record WHERE id = '{record}'")
    connection.close()


def test_an_erasure_that_came_stays(two: Two) -> None:
    lan, mai = two
    place = lan.only("place")
    erase(mai, place, "name")
    act = lan.merge(mai, erasing=True)
    assert lan.get(place, "name") is None
    told = lan.undo_merge(act)
    assert (told.act, [part.reason for part in told.retained]) == (None, ["erases"])
    assert lan.get(place, "name") is None


def test_what_is_set_aside_can_be_erased_here(secret: tuple[Office, Office, str, bytes]) -> None:
    lan, mai, place, act = secret
    stamps = [row[0] for row in lan.run("SELECT stamp FROM change_log WHERE value = '012345678'")]
    lan.undo_merge(act)
    erase_stamps(lan, stamps)
    lan.redo_merge(act)
    assert lan.get(place, "name") is None
    assert b"012345678" not in lan.file.path.read_bytes()
    mai.absorb(lan, erasing=True)
    assert mai.get(place, "name") is None


# --- safe whatever happens --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("do", ["undo_merge", "redo_merge"])
def test_what_fails_in_the_middle_leaves_the_file_as_it_was(two: Two, monkeypatch: pytest.MonkeyPatch, do: str) -> None:
    lan, mai = two
    mai.create("visit", date="2022-05-02", n=1)
    act = lan.merge(mai)
    if do == "redo_merge":
        lan.undo_merge(act)
    before, aside = shown(lan), lan.aside()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    turn: Callable[[bytes], UndoResult] = getattr(lan, do)
    with monkeypatch.context() as patch:
        patch.setattr(store, "_follow", stop)
        with pytest.raises(KeyboardInterrupt):
            turn(act)
    assert (shown(lan), lan.aside()) == (before, aside)
    assert turn(act).act == act
    whole(lan)


def test_a_merge_that_is_not_taken_back_can_not_be_done_again(two: Two) -> None:
    lan, mai = two
    mai.put(lan.only("visit"), n=6)
    act = lan.merge(mai)
    with pytest.raises(AppError) as refused:
        lan.redo_merge(act)
    assert refused.value.key == "core.not_undone"
    lan.undo_merge(act)
    assert lan.undo_merge(act).act is None


def test_what_stays_is_told_of_each_merge_that_brought_it_not_of_the_last_alone(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", date="2022-05-02", place=mai.only("place"), n=3)
    first = lan.merge(mai)
    lan.undo_merge(first)
    lan.undo_merge(lan.merge(mai))
    lan.redo_merge(first)
    lan.put(visit, n=4)
    told = lan.undo_merge(first)
    assert (told.act, moved(told)) == (None, set())
    assert {(field, reason) for _, field, reason in kept(told)} == {
        ("date", "worked-on"), ("place", "worked-on"), ("n", "replaced"),
    }  # fmt: skip


def test_a_deletion_of_ours_that_came_back_from_there_is_kept_by_a_restoration(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.delete(visit)
    act = lan.merge(mai)
    lan.restore(visit)
    assert kept(lan.undo_merge(act)) == {(visit, DELETED, "replaced")}
    assert lan.is_live(visit)


def test_check_finds_a_change_that_is_set_aside_and_in_the_log(two: Two) -> None:
    lan, mai = two
    mai.put(lan.only("visit"), n=6)
    lan.undo_merge(lan.merge(mai))
    row = "r.id, c.field, c.stamp, c.value, c.replaces, c.covers, c.act"
    lan.run(f"INSERT INTO _reverted_change SELECT {row} FROM change_log c JOIN record r ON r.no = c.record LIMIT 1")
    assert file_check.check(lan.file) == ["reverted"]


def test_records_that_go_with_the_join_they_are_read_through_go_together(two: Two) -> None:
    lan, mai = two
    before = shown(lan)
    one, other = (mai.create("place", name=name, unit="11") for name in "ab")
    mai.create("visit", date="2022-05-02", place=one)
    mai.create("visit", date="2022-05-03", place=other)
    mai.create("place", name="c", unit="11", near=max(one, other))
    mai.join(one, other)
    act = lan.merge(mai)
    lan.undo_merge(act)
    assert shown(lan) == before
    whole(lan)


# --- long work --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [False, True])
def test_taking_back_that_is_stopped_at_any_word_leaves_the_file_as_it_was(two: Two, *, again: bool) -> None:
    lan, mai = two
    for number in range(3):
        mai.create("place", name=f"Nơi {number}", unit="11")
    mai.put(lan.only("visit"), n=6)
    act = lan.merge(mai)
    lan.put(lan.only("visit"), n=7)
    if again:
        lan.undo_merge(act)
    turn, before, kind = (redo_merge if again else undo_merge), shown(lan), state(lan)
    told: list[tuple[int, int, str]] = []
    stopped = 0

    def stop_at(last: int) -> bool:
        told.clear()

        def report_progress(done: int, total: int, sentence: Text) -> None:
            told.append((done, total, in_words(sentence)))
            if len(told) == last:
                raise StoppedError

        try:
            turn(lan.file, act, report_progress)
        except StoppedError:
            return True
        return False

    while stop_at(stopped + 1):
        stopped += 1
        assert (shown(lan), state(lan)) == (before, kind)
        whole(lan)
    assert stopped >= 2
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {sentence for _, _, sentence in told} == {
        "Đang làm lại lần nhận này…" if again else "Đang hoàn tác lần nhận này…"
    }
    assert shown(lan) != before
    whole(lan)


def test_many_records_that_go_at_once_leave_nothing_behind(two: Two) -> None:
    lan, mai = two
    before = shown(lan)
    place = mai.create("place", name="Bến", unit="11")
    visits = [mai.create("visit", date="2022-05-02", place=place, n=number) for number in range(20)]
    mai.create("item", visit=visits[0], k=1)
    mai.delete(visits[1])
    mai.join(visits[2], visits[3])
    act = lan.merge(mai)
    after = shown(lan)
    lan.undo_merge(act)
    assert shown(lan) == before
    whole(lan)
    lan.redo_merge(act)
    assert shown(lan) == after
    whole(lan)


def test_what_referred_twice_to_a_joined_record_goes_with_it_and_not_again_in_its_own_part(tmp_path: Path) -> None:
    source = deepcopy(SOURCE)
    source["kinds"]["visit"]["fields"]["from"] = source["kinds"]["visit"]["fields"]["place"]
    lan = Office.new(tmp_path / "lan.db", source=source)
    mai = lan.twin("Mai")
    before = shown(lan)
    kind = mai.file.plan.record_kinds["place"]
    records = [f"place-{number:04}" for number in range(PART)]
    mai.write([e for r in records for e in acts.creating(mai.file, r, kind, {"name": r, "unit": "11"})], "import")
    mai.create("visit", date="2022-05-02", place=records[0], **{"from": records[0]})
    mai.join(records[0], records[1])
    act = lan.merge(mai)
    lan.undo_merge(act)
    assert shown(lan) == before
    whole(lan)
    lan.close()
    mai.close()


def part_of(office: Office, name: str, without: str) -> Source:
    """A copy of a file that lacks one record, as a copy for another unit does."""
    path = Path(shutil.copy(office.file.path, office.file.path.with_name(name)))
    with closing(connect(path)) as copy:
        gone = "FROM change_log WHERE record = (SELECT no FROM record WHERE id = ?)"
        take_from_digest(copy, [stamp for (stamp,) in copy.execute(f"SELECT stamp {gone}", (without,)).fetchall()])
        copy.execute(f"DELETE {gone}", (without,))
    return Source(path, name)


def test_each_file_is_named_where_two_bring_parts_of_one_act(two: Two) -> None:
    lan, mai = two
    kind = mai.file.plan.record_kinds["place"]
    records = [f"place-{number}" for number in range(3)]
    mai.write([e for r in records for e in acts.creating(mai.file, r, kind, {"name": r, "unit": "11"})], "import")
    first, second, third = records
    lan.receive(part_of(mai, "một.db", second), part_of(mai, "hai.db", first))

    def files(record: str) -> set[str]:
        row = find_record(lan.file.connection, record)
        assert row
        return {file for file, _ in origins(lan.file.connection, row.no).values()}

    assert (files(first), files(second), files(third)) == ({"một.db"}, {"hai.db"}, {"một.db"})
    whole(lan)
