"""One behaviour each: what two or three offices did apart, and what is there once their files have met."""

import shutil
from pathlib import Path

from db.file_check import check
from desktop_app.texts import in_words
from tests.db.office import Office
from tests.db.test_merge import Two, log, take, told
from tests.db.test_scope import PLAN


def both_take(lan: Office, mai: Office) -> None:
    """Both end with the same log and the same records shown."""
    take(lan, mai)
    take(mai, lan)
    assert log(lan) == log(mai)
    assert lan.conflicts() == mai.conflicts()
    assert (check(lan.file), check(mai.file)) == ([], [])


# --- fields -----------------------------------------------------------------------------------------------------------


def test_the_same_value_on_both_sides_is_no_conflict(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=8)
    mai.put(visit, n=8)
    both_take(lan, mai)
    assert (lan.get(visit, "n"), lan.conflicts()) == (8, set())


def test_several_edits_there_come_as_one_value_with_their_history(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    for n in (6, 7, 8):
        mai.put(visit, n=n)
    both_take(lan, mai)
    assert (lan.get(visit, "n"), lan.values_ever(visit, "n"), lan.conflicts()) == (8, {5, 6, 7, 8}, set())


def test_an_edit_and_its_way_back_there_against_an_edit_here_is_a_conflict(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    mai.put(visit, n=5)
    lan.put(visit, n=7)
    both_take(lan, mai)
    assert lan.conflicts() == {(visit, "n")}


def test_a_value_emptied_there_is_empty_here(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=None)
    both_take(lan, mai)
    assert (lan.get(visit, "n"), lan.conflicts()) == (None, set())


def test_a_value_emptied_there_and_changed_here_is_a_conflict(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=None)
    lan.put(visit, n=9)
    both_take(lan, mai)
    assert lan.conflicts() == {(visit, "n")}


def test_a_conflict_settled_there_is_settled_here(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    both_take(lan, mai)
    mai.settle(visit, "n", 6)
    assert take(lan, mai).reports[0].conflicts == 0
    assert (lan.get(visit, "n"), lan.conflicts()) == (6, set())


def test_a_conflict_settled_differently_on_both_sides_is_a_conflict_again(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    both_take(lan, mai)
    lan.settle(visit, "n", 6)
    mai.settle(visit, "n", 7)
    both_take(lan, mai)
    assert lan.conflicts() == {(visit, "n")}


def test_two_valid_edits_that_contradict_each_other_both_come(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=2)
    mai.put(visit, m=4)
    both_take(lan, mai)
    assert (lan.get(visit, "n"), lan.get(visit, "m"), lan.conflicts()) == (2, 4, set())
    assert lan.state(visit) != 0  # listed as contradictory, in no figure


def test_an_undo_there_undoes_here(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    act = mai.put(visit, n=6)
    both_take(lan, mai)
    mai.undo(act)
    both_take(lan, mai)
    assert (lan.get(visit, "n"), lan.conflicts()) == (5, set())


# --- moved to another unit --------------------------------------------------------------------------------------------


def test_a_record_moved_there_is_moved_here(two: Two) -> None:
    lan, mai = two
    place = lan.only("place")
    mai.put(place, unit="1")
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 1, 0, 0)
    assert lan.get(place, "unit") == "1"


def test_a_record_moved_there_keeps_what_was_changed_here(two: Two) -> None:
    lan, mai = two
    place = lan.only("place")
    mai.put(place, unit="1")
    lan.put(place, name="Chợ lớn")
    both_take(lan, mai)
    assert (lan.get(place, "unit"), lan.get(place, "name"), lan.conflicts()) == ("1", "Chợ lớn", set())


def test_a_record_moved_to_different_units_is_a_conflict(tmp_path: Path) -> None:
    lan = Office.new(tmp_path / "lan.db", source=PLAN)
    place = lan.create("place", name="Chợ", unit="11")
    mai = lan.twin("mai")
    lan.put(place, unit="111")
    mai.put(place, unit="112")
    both_take(lan, mai)
    assert lan.conflicts() == {(place, "unit")}
    lan.close()
    mai.close()


def test_a_record_moved_there_and_deleted_here_is_a_conflict(lan: Office) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    mai = lan.twin("mai")
    lan.delete(place)
    mai.put(place, unit="1")
    both_take(lan, mai)
    assert lan.conflicts() == {(place, "deleted")}
    mai.close()


# --- deleted and restored ---------------------------------------------------------------------------------------------


def test_a_record_deleted_and_restored_there_is_as_it_was(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.delete(visit)
    mai.restore(visit)
    both_take(lan, mai)
    assert (lan.is_live(visit), lan.get(visit, "n"), lan.conflicts()) == (True, 5, set())


def test_a_record_deleted_on_both_sides_and_restored_on_one_is_a_conflict(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.delete(visit)
    mai.delete(visit)
    mai.restore(visit)
    both_take(lan, mai)
    assert lan.is_live(visit)
    assert lan.conflicts() == {(visit, "deleted")}


def test_a_record_restored_here_stays_when_an_old_copy_that_deleted_it_comes_again(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.delete(visit)
    stale = Path(shutil.copy(mai.file.path, tmp_path / "cũ.db"))
    take(lan, stale)
    lan.restore(visit)
    assert take(lan, stale).reports[0].status == "nothing-new"
    assert (lan.is_live(visit), lan.conflicts()) == (True, set())


def test_what_was_added_there_inside_a_record_deleted_here_brings_it_back(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.delete(visit)
    stop = mai.create("stop", visit=visit, note="a")
    both_take(lan, mai)
    assert (lan.is_live(visit), lan.is_live(stop)) == (True, True)
    assert lan.conflicts() == {(visit, "deleted")}


def test_a_record_deleted_there_takes_what_is_inside_along(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    stop = lan.create("stop", visit=visit, note="a")
    take(mai, lan)
    mai.delete(visit)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 0, 2, 0)
    assert (lan.is_live(visit), lan.is_live(stop), lan.conflicts()) == (False, False, set())


def test_a_record_deleted_there_that_a_record_here_refers_to_is_held(lan: Office) -> None:
    place = lan.create("place", name="Chợ", unit="11")
    mai = lan.twin("mai")
    mai.delete(place)
    lan.create("visit", place=place)
    both_take(lan, mai)
    assert lan.is_live(place)
    assert lan.conflicts() == {(place, "deleted")}
    mai.close()


# --- made twice -------------------------------------------------------------------------------------------------------


def test_a_record_with_the_same_key_made_on_both_sides_is_one(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=lan.only("visit"))
    take(mai, lan)
    assert lan.create("item", stop=stop, k=1, note="a") == mai.create("item", stop=stop, k=1, note="a")
    both_take(lan, mai)
    assert lan.run("SELECT count(*) FROM item").fetchone() == (1,)
    assert lan.conflicts() == set()


def test_what_was_written_differently_under_the_same_key_is_a_conflict(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=lan.only("visit"))
    take(mai, lan)
    item = lan.create("item", stop=stop, k=1, note="a")
    mai.create("item", stop=stop, k=1, note="b")
    both_take(lan, mai)
    assert lan.conflicts() == {(item, "note")}


def test_records_without_a_key_that_look_alike_are_both_kept(two: Two) -> None:
    lan, mai = two
    for office in two:
        office.create("visit", date="2022-05-02", n=1)
    both_take(lan, mai)
    assert lan.run("SELECT count(*) FROM visit WHERE n = 1").fetchone() == (2,)


def test_a_key_corrected_there_is_corrected_here(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=lan.only("visit"))
    old = lan.create("item", stop=stop, k=1, note="a")
    take(mai, lan)
    new = mai.correct(old, k=2)
    both_take(lan, mai)
    assert (lan.is_live(old), lan.is_live(new), lan.get(new, "note")) == (False, True, "a")


def test_a_key_corrected_differently_on_both_sides_keeps_both(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=lan.only("visit"))
    old = lan.create("item", stop=stop, k=1, note="a")
    take(mai, lan)
    here, there = lan.correct(old, k=2), mai.correct(old, k=3)
    both_take(lan, mai)
    assert (lan.is_live(old), lan.is_live(here), lan.is_live(there)) == (False, True, True)


def test_duplicates_joined_there_are_joined_here(two: Two) -> None:
    lan, mai = two
    first, second = sorted(lan.create("place", name="Chợ", unit="11") for _ in range(2))
    visit = lan.create("visit", place=second)
    take(mai, lan)
    mai.join(first, second)
    both_take(lan, mai)
    assert (lan.is_live(second), lan.get(visit, "place")) == (False, first)


# --- many files, chains and old copies --------------------------------------------------------------------------------


def test_an_old_copy_brings_nothing_back(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    visit = lan.only("visit")
    stale = Path(shutil.copy(mai.file.path, tmp_path / "cũ.db"))
    mai.put(visit, n=6)
    take(lan, mai)
    assert take(lan, stale).reports[0].status == "nothing-new"
    assert lan.get(visit, "n") == 6


def test_an_older_and_a_newer_copy_in_one_merge_come_in_either_order(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    older = Path(shutil.copy(mai.file.path, tmp_path / "cũ.db"))
    mai.put(visit, n=7)
    other = lan.twin("other")
    take(lan, older, mai)
    take(other, mai, older)
    assert (lan.get(visit, "n"), other.get(visit, "n")) == (7, 7)
    assert log(lan) == log(other)
    other.close()


def test_what_went_by_two_ways_comes_once(two: Two) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    visit = mai.create("visit", n=1)
    take(nam, mai)
    result = take(lan, mai, nam)
    assert [report.new for report in result.reports] == [1, 0]
    assert lan.values_ever(visit, "n") == {1}
    nam.close()


def test_a_correction_travels_back_over_three_offices(two: Two) -> None:
    commune, district = two
    province = district.twin("Tỉnh")
    visit = commune.create("visit", n=1)
    take(district, commune)
    take(province, district)
    province.put(visit, n=2)
    take(district, province)
    take(commune, district)
    assert (commune.get(visit, "n"), commune.conflicts()) == (2, set())
    commune.put(visit, n=3)
    take(province, commune)
    assert (province.get(visit, "n"), province.conflicts()) == (3, set())
    province.close()


def test_three_values_of_three_offices_are_one_conflict(two: Two) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    visit = lan.only("visit")
    for office, n in ((lan, 6), (mai, 7), (nam, 8)):
        office.put(visit, n=n)
    take(mai, nam)
    take(lan, mai)
    take(nam, lan)
    assert lan.conflicts() == nam.conflicts() == {(visit, "n")}
    lan.settle(visit, "n", 8)
    for office in (mai, nam):
        take(office, lan)
        assert (office.get(visit, "n"), office.conflicts()) == (8, set())
    nam.close()


def test_one_bad_file_among_a_hundred_stops_none(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    folder = tmp_path / "gửi"
    folder.mkdir()
    for number in range(99):
        nam = mai.twin(f"xã {number:02}")
        nam.create("visit", n=number)
        nam.close()
        nam.file.path.rename(folder / nam.file.path.name)
    whole = mai.file.path.read_bytes()
    (folder / "xã hỏng.db").write_bytes(whole[: len(whole) // 2])
    reports = take(lan, folder).reports
    assert [report.status for report in reports] == ["merged"] * 99 + ["refused"]
    assert in_words(reports[-1].reason).startswith("Tệp “xã hỏng.db” bị hỏng; hãy dùng bản sao lưu gần nhất")
    assert lan.run("SELECT count(*) FROM visit").fetchone() == (100,)
    assert check(lan.file) == []
