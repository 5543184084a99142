"""An act is taken back where things are still as it left them; later work, and the work of others, is kept."""

from db import acts, store
from desktop_app.domain.changes import DELETED
from tests.db.office import Office

Two = tuple[Office, Office]


def visit_of(office: Office) -> str:
    return str(office.run("SELECT id FROM visit").fetchone()[0])


def last_act(office: Office) -> bytes:
    return bytes(office.run("SELECT id FROM act ORDER BY no DESC LIMIT 1").fetchone()[0])


# --- edits ---------------------------------------------------------------------------------------------------------


def test_an_edit_is_set_back_and_done_again(two: Two) -> None:
    lan, _ = two
    visit = visit_of(lan)
    edit = lan.put(visit, n=6)
    undo = lan.undo(edit)
    assert lan.get(visit, "n") == 5
    lan.undo(undo)
    assert lan.get(visit, "n") == 6
    lan.undo(edit)
    assert lan.get(visit, "n") == 5


def test_a_first_value_is_set_back_to_nothing(two: Two) -> None:
    lan, _ = two
    visit = visit_of(lan)
    lan.undo(lan.put(visit, m=1))
    assert lan.get(visit, "m") is None


def test_later_work_on_the_field_is_kept(two: Two) -> None:
    lan, _ = two
    visit = visit_of(lan)
    edit = lan.put(visit, n=6)
    lan.put(visit, n=7)
    assert lan.undo(edit) is None
    lan.put(visit, n=6)
    assert lan.undo(edit) is None
    assert lan.get(visit, "n") == 6


def test_a_value_that_another_office_left_as_well_stays(two: Two) -> None:
    lan, mai = two
    visit = visit_of(lan)
    edit = lan.put(visit, n=6)
    mai.put(visit, n=6)
    lan.absorb(mai)
    assert lan.undo(edit) is None


def test_what_another_value_hides_is_left_to_be_settled(two: Two) -> None:
    lan, mai = two
    visit = visit_of(lan)
    edit = lan.put(visit, n=6)
    mai.file.clock.see(lan.file.clock.next())
    mai.put(visit, n=7)
    lan.absorb(mai)
    assert lan.get(visit, "n") == 7
    assert lan.undo(edit) is None
    assert lan.conflicts() == {(visit, "n")}


def test_an_edit_of_a_record_that_is_deleted_by_now_is_left(two: Two) -> None:
    lan, _ = two
    edit = lan.put(visit_of(lan), n=6)
    lan.delete(visit_of(lan))
    assert lan.undo(edit) is None


def test_undoing_twice_does_nothing_more(two: Two) -> None:
    lan, _ = two
    edit = lan.put(visit_of(lan), n=6)
    assert lan.undo(edit)
    assert lan.undo(edit) is None


def test_edits_are_taken_back_one_after_the_other_and_done_again_in_turn(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    edits = [lan.put(visit, n=n) for n in (2, 3, 4)]
    undoes = []
    for edit, before in zip(reversed(edits), (3, 2, 1), strict=True):
        undoes.append(lan.undo(edit))
        assert lan.get(visit, "n") == before
    for undo, after in zip(reversed(undoes), (2, 3, 4), strict=True):
        lan.undo(undo)
        assert lan.get(visit, "n") == after
    for edit, before in zip(reversed(edits), (3, 2, 1), strict=True):
        lan.undo(edit)
        assert lan.get(visit, "n") == before


def test_what_another_office_agreed_with_is_not_taken_back_after_a_later_edit_was(two: Two) -> None:
    lan, mai = two
    visit = visit_of(lan)
    edit = lan.put(visit, n=6)
    mai.put(visit, n=6)
    lan.absorb(mai)
    lan.undo(lan.put(visit, n=7))
    assert lan.undo(edit) is None
    assert lan.get(visit, "n") == 6


# --- records made --------------------------------------------------------------------------------------------------


def test_a_record_that_the_act_made_is_deleted_and_comes_back(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    undo = lan.undo(last_act(lan))
    assert not lan.is_live(visit)
    lan.undo(undo)
    assert lan.is_live(visit)


def test_a_record_that_was_worked_on_since_is_kept_whole(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    made = last_act(lan)
    lan.put(visit, m=1)
    assert lan.undo(made) is None
    assert lan.get(visit, "n") == 1


def test_a_record_goes_once_all_later_work_on_it_was_taken_back(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    made = last_act(lan)
    edit, first_value = lan.put(visit, n=2), lan.put(visit, m=1)
    assert lan.undo(made) is None
    lan.undo(first_value)
    assert lan.undo(made) is None
    lan.undo(edit)
    undo = lan.undo(made)
    assert not lan.is_live(visit)
    lan.undo(undo)
    assert (lan.is_live(visit), lan.get(visit, "n"), lan.get(visit, "m")) == (True, 1, None)


def test_a_record_that_others_refer_to_is_kept(lan: Office) -> None:
    place = lan.create("place", name="A", unit="11")
    made = last_act(lan)
    lan.create("visit", place=place)
    assert lan.undo(made) is None
    assert lan.is_live(place)


def test_a_record_that_another_office_made_as_well_is_kept(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=visit_of(lan))
    mai.absorb(lan)
    item = lan.create("item", stop=stop, k=1)
    made = last_act(lan)
    mai.create("item", stop=stop, k=1)
    lan.absorb(mai)
    assert lan.undo(made) is None
    assert lan.is_live(item)


def test_of_an_import_what_was_worked_on_stays_with_all_it_refers_to(lan: Office) -> None:
    with store.writing(lan.file):
        edits = list(acts.importing(lan.file, (
            acts.ImportedRecord("p", "place", {"name": "A"}), acts.ImportedRecord("q", "place", {"name": "B"}),
            acts.ImportedRecord("v", "visit", {"place": "p"}), acts.ImportedRecord("w", "visit", {"place": "q"}),
        )))  # fmt: skip
    imported = lan.write(edits, "import")
    lan.put("v", n=3)
    lan.undo(imported)
    assert [lan.is_live(record) for record in "pqvw"] == [True, False, True, False]


# --- corrected keys ------------------------------------------------------------------------------------------------


def corrected(office: Office) -> tuple[str, str, bytes]:
    """(old record, new record, act) of a corrected key."""
    stop = office.create("stop", visit=office.create("visit", n=1))
    item = office.create("item", stop=stop, k=1, note="a")
    return item, office.correct(item, k=2), last_act(office)


def test_a_corrected_key_is_taken_back_and_corrected_again(lan: Office) -> None:
    old, new, act = corrected(lan)
    undo = lan.undo(act)
    assert (lan.is_live(old), lan.is_live(new)) == (True, False)
    lan.undo(undo)
    assert (lan.is_live(old), lan.is_live(new)) == (False, True)


def test_a_corrected_key_with_later_work_is_not_taken_back_by_halves(lan: Office) -> None:
    old, new, act = corrected(lan)
    lan.put(new, note="b")
    assert lan.undo(act) is None
    assert (lan.is_live(old), lan.is_live(new)) == (False, True)


def test_a_key_taken_back_and_worked_on_is_not_corrected_again_by_halves(lan: Office) -> None:
    old, new, act = corrected(lan)
    undo = lan.undo(act)
    lan.put(old, note="b")
    assert lan.undo(undo) is None
    assert (lan.is_live(old), lan.is_live(new)) == (True, False)


# --- deletions and restorations ------------------------------------------------------------------------------------


def test_a_deletion_is_taken_back_with_the_children(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    stop = lan.create("stop", visit=visit)
    undo = lan.undo(lan.delete(visit))
    assert lan.is_live(visit)
    assert lan.is_live(stop)
    lan.undo(undo)
    assert not lan.is_live(stop)


def test_a_deletion_that_was_taken_back_otherwise_is_left(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    gone = lan.delete(visit)
    lan.restore(visit)
    assert lan.undo(gone) is None


def test_what_another_office_deleted_as_well_stays_deleted(two: Two) -> None:
    lan, mai = two
    visit = visit_of(lan)
    gone = lan.delete(visit)
    mai.delete(visit)
    lan.absorb(mai)
    assert lan.undo(gone) is None
    assert not lan.is_live(visit)


def test_a_restoration_is_taken_back_unless_the_record_was_worked_on(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    lan.delete(visit)
    back = lan.restore(visit)
    lan.undo(back)
    assert not lan.is_live(visit)
    again = lan.restore(visit)
    lan.put(visit, n=2)
    assert lan.undo(again) is None
    assert lan.is_live(visit)


def test_a_restoration_is_taken_back_once_later_work_was(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    gone = lan.delete(visit)
    back = lan.restore(visit)
    lan.undo(lan.put(visit, n=2))
    lan.undo(lan.put(visit, m=2))
    lan.undo(back)
    assert not lan.is_live(visit)
    assert lan.conflicts() == set()
    lan.undo(gone)
    assert lan.is_live(visit)


def test_a_restoration_is_kept_while_others_refer_to_the_record(lan: Office) -> None:
    place = lan.create("place", name="A", unit="11")
    lan.delete(place)
    back = lan.restore(place)
    lan.create("visit", place=place)
    assert lan.undo(back) is None
    assert lan.is_live(place)


def test_a_key_entered_again_goes_back_to_the_trash_with_its_old_values(lan: Office) -> None:
    stop = lan.create("stop", visit=lan.create("visit", n=1))
    item = lan.create("item", stop=stop, k=1, note="a")
    lan.delete(item)
    lan.create("item", stop=stop, k=1, note="b")
    undo = lan.undo(last_act(lan))
    assert not lan.is_live(item)
    lan.undo(undo)
    assert lan.get(item, "note") == "b"


def test_a_record_deleted_in_two_offices_and_entered_again_is_deleted_once_by_undo(two: Two) -> None:
    lan, mai = two
    stop = lan.create("stop", visit=visit_of(lan))
    item = lan.create("item", stop=stop, k=1)
    mai.absorb(lan)
    for office in two:
        office.delete(item)
    lan.absorb(mai)
    lan.create("item", stop=stop, k=1, note="b")
    undo = lan.undo(last_act(lan))
    assert not lan.is_live(item)
    assert lan.run(
        "SELECT count(*) FROM change_log c JOIN act a ON a.no = c.act WHERE a.id = ?", (undo,)
    ).fetchone() == (1,)


# --- settlements and joins -----------------------------------------------------------------------------------------


def conflict(two: Two) -> str:
    lan, mai = two
    visit = visit_of(lan)
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    lan.absorb(mai)
    return visit


def test_undoing_a_settlement_reopens_the_conflict_and_redoing_settles_it(two: Two) -> None:
    lan, _ = two
    visit = conflict(two)
    shown = lan.get(visit, "n")
    undo = lan.undo(lan.settle(visit, "n", 6))
    assert lan.conflicts() == {(visit, "n")}
    assert lan.get(visit, "n") == shown
    lan.undo(undo)
    assert lan.conflicts() == set()
    assert lan.get(visit, "n") == 6


def test_a_settlement_that_changed_no_value_leaves_nothing_to_undo(two: Two) -> None:
    lan, _ = two
    visit = visit_of(lan)
    assert lan.undo(lan.settle(visit, "n", 5)) is None


def test_undoing_that_a_record_was_kept_reopens_the_conflict(two: Two) -> None:
    lan, mai = two
    visit = visit_of(lan)
    lan.delete(visit)
    mai.put(visit, n=7)
    lan.absorb(mai)
    kept = lan.settle(visit, DELETED, 0)
    assert lan.conflicts() == set()
    lan.undo(kept)
    assert lan.conflicts() == {(visit, DELETED)}
    assert lan.get(visit, "n") == 7
    gone = lan.settle(visit, DELETED, 1)
    assert not lan.is_live(visit)
    lan.undo(gone)
    assert lan.conflicts() == {(visit, DELETED)}


def test_a_deletion_that_stands_again_covers_no_way_back_that_it_had_not_seen(two: Two) -> None:
    lan, mai = two
    spot = lan.create("place", name="Bến", unit="11")
    mai.absorb(lan)
    edit = mai.put(spot, name="Cảng")
    lan.absorb(mai)
    mai.undo(edit)
    lan.delete(spot)
    lan.absorb(mai)
    assert lan.is_live(spot)
    settled = lan.settle(spot, "deleted", 1)
    assert not lan.is_live(spot)
    lan.undo(settled)
    assert (lan.is_live(spot), lan.get(spot, "name")) == (True, "Bến")
    assert lan.conflicts() == {(spot, "deleted")}


def test_a_join_is_taken_back(lan: Office) -> None:
    one, other = (lan.create("place", name=name, unit="11") for name in "ab")
    lan.undo(lan.join(one, other))
    assert lan.is_live(one)
    assert lan.is_live(other)


def test_our_undo_never_changes_what_the_other_office_wrote(two: Two) -> None:
    lan, mai = two
    visit = visit_of(lan)
    theirs = mai.put(visit, m=2)
    ours = lan.put(visit, n=6)
    lan.absorb(mai)
    lan.undo(ours)
    mai.absorb(lan)
    assert theirs
    assert (mai.get(visit, "n"), mai.get(visit, "m")) == (5, 2)
