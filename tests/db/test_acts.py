"""What a person does becomes changes: entering, editing, deleting, restoring, settling, joining."""

from db import acts
from db.derive_record import referring
from db.log import find_record
from desktop_app.domain.changes import DELETED
from tests.db.office import Office
from tests.sentences import refused

Two = tuple[Office, Office]


def family(office: Office) -> tuple[str, str, str]:
    """A visit with a stop and an item inside it."""
    visit = office.create("visit", date="2022-05-01")
    stop = office.create("stop", visit=visit, note="bến")
    return visit, stop, office.create("item", stop=stop, k=1)


def changes(office: Office) -> int:
    return int(office.run("SELECT count(*) FROM change_log").fetchone()[0])


# --- entering and editing ------------------------------------------------------------------------------------------


def test_a_record_without_any_value_is_there_all_the_same(lan: Office) -> None:
    visit = lan.create("visit")
    assert lan.is_live(visit)
    assert lan.state(visit) == 1


def test_typing_what_is_shown_already_changes_nothing(lan: Office) -> None:
    visit = lan.create("visit", n=5)
    before = changes(lan)
    assert lan.put(visit, n=5) is None
    assert changes(lan) == before


def test_a_value_can_be_taken_away(lan: Office) -> None:
    visit = lan.create("visit", date="2022-05-01", n=5)
    lan.put(visit, n=None)
    assert lan.get(visit, "n") is None
    assert lan.values_ever(visit, "n") == {5, None}


def test_an_act_on_a_record_that_is_not_there_is_refused(lan: Office) -> None:
    with refused("Không tìm thấy phiếu “x”"):
        acts.found(lan.file, "x")


def test_the_same_key_entered_in_two_offices_is_one_record(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=lan.only("visit"))
    mai.absorb(lan)
    here, there = lan.create("item", stop=stop, k=1, note="a"), mai.create("item", stop=stop, k=1, note="b")
    lan.absorb(mai)
    assert here == there
    assert lan.conflicts() == {(here, "note")}


def test_a_key_found_in_the_trash_is_restored(lan: Office) -> None:
    _, stop, item = family(lan)
    lan.put(item, note="cũ")
    lan.delete(item)
    assert lan.create("item", stop=stop, k=1) == item
    assert lan.get(item, "note") == "cũ"
    assert lan.conflicts() == set()


def test_entering_a_live_record_again_edits_it(lan: Office) -> None:
    _, stop, item = family(lan)
    assert lan.create("item", stop=stop, k=1, note="mới") == item
    assert lan.get(item, "note") == "mới"


# --- correcting a key ----------------------------------------------------------------------------------------------


def test_a_corrected_key_moves_the_values_and_deletes_the_old_record(lan: Office) -> None:
    _, stop, item = family(lan)
    lan.put(item, note="a")
    new = lan.correct(item, k=2)
    assert not lan.is_live(item)
    assert (lan.get(new, "stop"), lan.get(new, "k"), lan.get(new, "note")) == (stop, 2, "a")


def test_a_corrected_key_leaves_nothing_of_what_lay_in_the_trash_under_it(lan: Office) -> None:
    _, stop, item = family(lan)
    other = lan.create("item", stop=stop, k=2, note="của phiếu cũ")
    lan.delete(other)
    assert lan.correct(item, k=2) == other
    assert lan.get(other, "note") is None


def test_a_key_that_another_record_has_is_taken(lan: Office) -> None:
    _, stop, item = family(lan)
    lan.create("item", stop=stop, k=2)
    with refused("đã có phiếu với các mục này"):
        lan.correct(item, k=2)


def test_a_key_can_not_be_left_out(lan: Office) -> None:
    _, _, item = family(lan)
    with refused("hãy chọn đủ các ô"):
        lan.correct(item, k=None)


# --- deleting and restoring ----------------------------------------------------------------------------------------


def test_a_record_takes_its_children_along_and_brings_them_back(lan: Office) -> None:
    members = family(lan)
    lan.delete(members[0])
    assert not any(map(lan.is_live, members))
    lan.restore(members[0])
    assert all(map(lan.is_live, members))


def test_a_child_deleted_before_stays_in_the_trash(lan: Office) -> None:
    visit, stop, item = family(lan)
    lan.delete(item)
    lan.delete(visit)
    lan.restore(visit)
    assert (lan.is_live(stop), lan.is_live(item)) == (True, False)


def test_a_restored_child_brings_the_parents_it_lies_in(lan: Office) -> None:
    visit, stop, item = family(lan)
    other = lan.create("stop", visit=visit)
    lan.delete(visit)
    lan.restore(item)
    assert all(map(lan.is_live, (visit, stop, item)))
    assert not lan.is_live(other)
    assert lan.conflicts() == set()


def test_a_record_that_others_refer_to_can_not_be_deleted(two: Two) -> None:
    lan, _ = two
    with refused("còn 1 phiếu khác dùng phiếu này"):
        lan.delete(lan.only("place"))
    lan.put(lan.only("visit"), place=None)
    lan.delete(lan.only("place"))


def test_a_reference_from_inside_does_not_hinder(lan: Office) -> None:
    place = lan.create("place", name="A", unit="11")
    lan.put(place, near=place)
    lan.delete(place)
    assert not lan.is_live(place)


def test_deleting_what_is_deleted_and_restoring_what_is_there_is_no_act(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    assert lan.restore(visit) is None
    lan.delete(visit)
    assert lan.delete(visit) is None


def test_a_child_whose_parent_is_not_known_is_restored_alone(lan: Office) -> None:
    stop = lan.create("stop", visit="nowhere")
    lan.delete(stop)
    lan.restore(stop)
    assert lan.is_live(stop)
    orphan = lan.create("stop", note="a")
    lan.delete(orphan)
    lan.restore(orphan)
    assert lan.is_live(orphan)


def test_a_child_deleted_in_two_offices_is_restored_once(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    stop = lan.create("stop", visit=visit)
    mai.absorb(lan)
    for office in two:
        office.delete(visit)
    lan.absorb(mai)
    act = lan.restore(visit)
    assert lan.run(
        "SELECT count(*) FROM change_log c JOIN act a ON a.no = c.act WHERE a.id = ?", (act,)
    ).fetchone() == (2,)
    assert lan.is_live(stop)


# --- settling ------------------------------------------------------------------------------------------------------


def test_typing_over_a_conflict_leaves_it_open_and_settling_ends_it(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    lan.absorb(mai)
    assert lan.conflicts() == {(visit, "n")}
    lan.put(visit, n=8)
    assert lan.conflicts() == {(visit, "n")}
    lan.settle(visit, "n", 7)
    assert lan.conflicts() == set()
    assert lan.get(visit, "n") == 7
    mai.absorb(lan)
    assert mai.conflicts() == set()


def unseen_edit(two: Two) -> str:
    """One office deletes a visit with its stop while the other edits the visit; both meet."""
    lan, mai = two
    visit = lan.only("visit")
    lan.create("stop", visit=visit)
    mai.absorb(lan)
    lan.delete(visit)
    mai.put(visit, n=7)
    lan.meet(mai)
    return visit


def test_an_unseen_edit_brings_a_deleted_record_back_and_both_are_told(two: Two) -> None:
    visit = unseen_edit(two)
    for office in two:
        assert office.get(visit, "n") == 7
        assert office.conflicts() == {(visit, DELETED)}
        assert office.run("SELECT * FROM stop").fetchall() == []


def test_keeping_the_record_brings_its_children_back(two: Two) -> None:
    lan, mai = two
    visit = unseen_edit(two)
    lan.settle(visit, DELETED, 0)
    mai.absorb(lan)
    assert mai.conflicts() == set()
    assert mai.only("stop")


def test_deleting_it_after_all_ends_the_conflict(two: Two) -> None:
    lan, mai = two
    visit = unseen_edit(two)
    mai.settle(visit, DELETED, 1)
    lan.absorb(mai)
    assert lan.conflicts() == set()
    assert not lan.is_live(visit)


def test_joined_here_and_deleted_there_is_settled_either_way(two: Two) -> None:
    lan, mai = two
    keeps, goes = sorted((lan.only("place"), lan.create("place", name="Chợ", unit="11")))
    lan.put(lan.only("visit"), place=None)
    mai.absorb(lan)
    lan.join(keeps, goes)
    mai.delete(goes)
    lan.meet(mai)
    assert lan.conflicts() == mai.conflicts() == {(goes, DELETED)}
    lan.settle(goes, DELETED, f"into:{keeps}")
    mai.settle(goes, DELETED, 1)
    assert lan.conflicts() == mai.conflicts() == set()
    row = find_record(lan.file.connection, goes)
    assert row
    assert row.joined_into == keeps


# --- joining -------------------------------------------------------------------------------------------------------


def test_references_follow_a_join_and_come_back_when_it_is_undone(two: Two) -> None:
    lan, _ = two
    visit, here = lan.only("visit"), lan.only("place")
    keeps, goes = sorted((here, lan.create("place", name="Chợ", unit="11")))
    other = lan.create("visit", place=keeps if goes == here else goes)
    act = lan.join(here, keeps if goes == here else goes)
    assert lan.get(visit, "place") == lan.get(other, "place") == keeps
    lan.undo(act)
    assert {lan.get(visit, "place"), lan.get(other, "place")} == {keeps, goes}


def test_only_two_live_records_of_one_kind_are_joined(two: Two) -> None:
    lan, _ = two
    visit, place = lan.only("visit"), lan.only("place")
    gone = lan.create("visit", n=1)
    lan.delete(gone)
    for one, other in ((visit, place), (visit, visit), (visit, gone)):
        with refused("hai phiếu khác nhau cùng loại"):
            lan.join(one, other)


# --- importing -----------------------------------------------------------------------------------------------------


def imported(office: Office, *wanted: acts.ImportedRecord) -> None:
    office.write(acts.importing(office.file, wanted), "import")


def test_an_import_writes_each_field_once_even_where_it_restores(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=9)
    mai.put(visit, n=7)
    lan.delete(visit)
    lan.absorb(mai)  # 9 is hidden, 7 shows
    imported(lan, acts.ImportedRecord(visit, "visit", {"n": 8}, False))
    assert lan.get(visit, "n") == 8
    assert lan.conflicts() == set()


def test_an_import_makes_edits_deletes_and_leaves_alone(lan: Office) -> None:
    imported(lan, acts.ImportedRecord("v", "visit", {"n": 1}))
    imported(lan, acts.ImportedRecord("w", "visit", {}))
    assert (lan.get("v", "n"), lan.is_live("w")) == (1, True)
    imported(lan, acts.ImportedRecord("v", "visit", {"n": 2}))
    assert lan.get("v", "n") == 2
    for _ in range(2):
        imported(lan, acts.ImportedRecord("v", "visit", {}, True))
        assert not lan.is_live("v")


def test_what_an_import_restores_comes_with_what_went_along_and_is_not_named(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    one, other = (lan.create("stop", visit=visit) for _ in range(2))
    alone = lan.create("stop", visit=visit)
    lan.delete(alone)
    lan.delete(visit)
    imported(lan, acts.ImportedRecord(visit, "visit", {}, False), acts.ImportedRecord(other, "stop", {}, True))
    assert [lan.is_live(record) for record in (visit, one, other, alone)] == [True, True, False, False]


def test_who_refers_to_a_record_is_known_by_record_and_field(two: Two) -> None:
    lan, _ = two
    row = find_record(lan.file.connection, lan.only("place"))
    assert row
    assert list(referring(lan.file, row.kind, row.id)) == [(("visit", lan.only("visit")), "place")]
