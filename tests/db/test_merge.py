"""Other files come into ours: all that they hold, shown before, none stopped by a bad one among them."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from db import store
from db.act_list import acts
from db.connection import connect
from db.file_check import check
from db.merging import staged_copy
from db.merging.inspection import Checked
from db.merging.merge import merge_files
from db.merging.source import find_sources
from db.merging.staging import Staging
from desktop_app.domain.merging import MergeResult, SourceReport
from desktop_app.messages import Message
from desktop_app.texts import in_words
from tests.db.office import Office
from tests.small_plan import SOURCE

Two = tuple[Office, Office]


def take(office: Office, *sources: Office | Path, dry_run: bool = False) -> MergeResult:
    paths = [source.file.path if isinstance(source, Office) else source for source in sources]
    found = find_sources(paths, {}, office.file.path)
    return merge_files(office.file, found, dry_run=dry_run)


def told(report: SourceReport) -> tuple[str, int, int, int, int]:
    return report.status, report.new, report.changed, report.deleted, report.conflicts


def log(office: Office) -> set[tuple[object, ...]]:
    return set(
        office.run(
            "SELECT r.id, f.name, c.stamp, c.value FROM change_log c JOIN record r ON r.no = c.record"
            " JOIN field f ON f.no = c.field"
        )
    )


def alter(path: Path, *statements: str) -> Path:
    """A copy of a file that another program wrote to."""
    other = path.with_name(f"{path.stem}-{len(list(path.parent.iterdir()))}.db")
    shutil.copy(path, other)
    connection = connect(other)
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return other


# --- what comes and what it is called ---------------------------------------------------------------------------------


def test_into_an_empty_file_everything_comes(two: Two, tmp_path: Path) -> None:
    lan, _ = two
    new = Office.new(tmp_path / "new.db", "Nam")
    result = take(new, lan)
    assert told(result.reports[0]) == ("merged", 2, 0, 0, 0)
    assert (result.reports[0].unit_name, result.reports[0].author) == ("Mường Tè", "Lan")
    assert log(new) == log(lan)
    assert check(new.file) == []
    new.close()


def test_a_copy_without_changes_brings_nothing_new(two: Two) -> None:
    lan, mai = two
    result = take(lan, mai)
    assert told(result.reports[0]) == ("nothing-new", 0, 0, 0, 0)
    assert result.act is None


def test_what_is_newer_there_comes(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.put(visit, n=6)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 1, 0, 0)
    assert lan.get(visit, "n") == 6


def test_what_is_newer_here_stays(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=6)
    assert told(take(lan, mai).reports[0]) == ("nothing-new", 0, 0, 0, 0)
    assert lan.get(visit, "n") == 6


def test_different_values_on_both_sides_are_a_conflict_and_both_are_kept(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=6)
    mai.put(visit, n=7)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 1, 0, 1)
    assert lan.conflicts() == {(visit, "n")}
    assert lan.values_ever(visit, "n") == {5, 6, 7}


def test_other_fields_on_both_sides_both_come(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=6)
    mai.put(visit, m=2)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 1, 0, 0)
    assert (lan.get(visit, "n"), lan.get(visit, "m")) == (6, 2)


def test_a_deletion_there_deletes_here(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    mai.delete(visit)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 0, 1, 0)
    assert not lan.is_live(visit)


def test_a_deletion_here_stays(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.delete(visit)
    assert told(take(lan, mai).reports[0]) == ("nothing-new", 0, 0, 0, 0)
    assert not lan.is_live(visit)


def test_deletions_on_both_sides_are_one_and_no_conflict(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.delete(visit)
    mai.delete(visit)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 1, 0, 0)
    assert not lan.is_live(visit)
    assert lan.conflicts() == set()


@pytest.mark.parametrize("edited_first", [True, False])
@pytest.mark.parametrize("deleted_here", [True, False])
def test_a_deletion_and_an_edit_that_did_not_see_each_other_are_a_conflict(
    two: Two, edited_first: bool, deleted_here: bool
) -> None:
    lan, mai = two
    visit = lan.only("visit")
    deletes, edits = (lan, mai) if deleted_here else (mai, lan)
    steps: list[Callable[[], object]] = [lambda: edits.put(visit, n=9), lambda: deletes.delete(visit)]
    for step in steps if edited_first else reversed(steps):
        step()
    assert take(lan, mai).reports[0].conflicts == 1
    assert lan.is_live(visit)
    assert lan.conflicts() == {(visit, "deleted")}


def test_a_deletion_that_saw_the_edit_stands(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.put(visit, n=9)
    take(mai, lan)
    mai.delete(visit)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 0, 1, 0)


def test_what_was_restored_there_comes_back(two: Two) -> None:
    lan, mai = two
    visit = lan.only("visit")
    lan.delete(visit)
    take(mai, lan)
    mai.restore(visit)
    assert told(take(lan, mai).reports[0]) == ("merged", 0, 1, 0, 0)
    assert lan.is_live(visit)


def test_a_record_that_came_and_went_elsewhere_comes_as_a_deleted_one(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", n=1)
    mai.delete(visit)
    result = take(lan, mai)
    assert told(result.reports[0]) == ("merged", 0, 0, 0, 0)
    assert result.changes == 2
    assert lan.values_ever(visit, "n") == {1}


def test_a_merge_made_twice_changes_nothing_the_second_time(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    take(lan, mai)
    before = log(lan)
    assert take(lan, mai).act is None
    assert log(lan) == before


def test_a_file_taken_in_whole_is_known_again_without_another_look(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: object) -> None:
        raise AssertionError

    lan, mai = two
    mai.create("visit", n=1, m=1)
    known = take(lan, mai).reports[0]
    monkeypatch.setattr(staged_copy, "inspect_copy", looked)
    again = take(lan, mai).reports[0]
    assert told(again) == ("nothing-new", 0, 0, 0, 0)
    assert (again.unit, again.same) == (known.unit, known.new + known.same)


def test_a_file_whose_merge_was_taken_back_is_looked_through_again(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1, m=1)
    act = take(lan, mai).act
    assert act
    lan.undo_merge(act)
    assert take(lan, mai).reports[0].new == 1


def test_work_goes_round_over_three_offices_and_back(two: Two) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    visit = lan.create("visit", n=1)
    take(mai, lan)
    mai.put(visit, n=2)
    take(nam, mai)
    nam.put(visit, n=3)
    assert told(take(lan, nam).reports[0]) == ("merged", 0, 1, 0, 0)
    assert lan.get(visit, "n") == 3
    assert lan.conflicts() == set()
    nam.close()


def test_the_order_of_the_files_makes_no_difference(two: Two) -> None:
    lan, mai = two
    nam = mai.twin("Nam")
    visit = lan.only("visit")
    mai.put(visit, n=7)
    nam.put(visit, n=8)
    other = lan.twin("other")
    take(lan, mai, nam)
    take(other, nam, mai)
    assert log(lan) == log(other)
    assert lan.get(visit, "n") == other.get(visit, "n")
    assert lan.conflicts() == other.conflicts() == {(visit, "n")}
    for office in (nam, other):
        office.close()


def test_the_same_file_under_two_names_is_new_once(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    copy = Path(shutil.copy(mai.file.path, tmp_path / "mai (1).db"))
    reports = take(lan, mai, copy, mai).reports
    assert [(r.name, r.status) for r in reports] == [("Mai.db", "merged"), ("mai (1).db", "nothing-new")]


def test_our_own_file_brings_nothing_new(lan: Office) -> None:
    lan.create("visit", n=1)
    assert told(take(lan, lan).reports[0]) == ("nothing-new", 0, 0, 0, 0)


def test_kinds_and_fields_that_are_unknown_here_are_kept(two: Two) -> None:
    lan, mai = two
    from desktop_app.domain.changes import Edit

    mai.write([Edit("x", "unheard", "of", 1), Edit(mai.only("visit"), "visit", "novel", "a")])
    assert told(take(lan, mai).reports[0]) == ("merged", 1, 1, 0, 0)
    assert log(lan) == log(mai)


# --- shown first, then done in one act --------------------------------------------------------------------------------


def test_a_preview_says_what_a_merge_does_and_writes_nothing(two: Two) -> None:
    lan, mai = two
    lan.put(lan.only("visit"), n=6)
    mai.put(lan.only("visit"), n=7)
    mai.create("visit", n=1)
    before = lan.file.path.read_bytes()
    shown = take(lan, mai, dry_run=True)
    assert (shown.act, lan.file.path.read_bytes()) == (None, before)
    assert take(lan, mai).reports == shown.reports


def test_a_merge_is_an_act_of_this_file_with_its_sources(two: Two) -> None:
    lan, mai = two
    visit = mai.create("visit", n=1)
    result = take(lan, mai)
    act = acts(lan.file.connection)[0]
    assert (act.act, act.kind, act.author, act.changes, act.source) == (result.act, "merge", "Lan", 1, "Mai.db")
    assert act.made_here
    lan.put(visit, n=2)
    assert [row.kind for row in acts(lan.file.connection, 2)] == ["edit", "merge"]
    take(mai, lan)
    assert [row.source for row in acts(mai.file.connection) if row.kind == "merge"] == ["lan.db"]


def test_a_source_is_never_changed(two: Two) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    before = mai.file.path.read_bytes()
    take(lan, mai)
    assert mai.file.path.read_bytes() == before
    assert sorted(p.name for p in lan.file.path.parent.iterdir()) == ["Mai.db", "lan.db"]


def test_whatever_fails_in_the_middle_leaves_the_file_as_it_was(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    before, plan = log(lan), lan.file.plan

    def stop(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "note_merge", stop)
    with pytest.raises(KeyboardInterrupt):
        take(lan, mai)
    assert log(lan) == before
    assert lan.file.plan is plan
    assert check(lan.file) == []


def test_a_full_disk_stages_nothing_of_a_source(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, mai = two
    mai.create("place", name="x" * 200_000, unit="11")

    comparing = Staging.comparing

    def small(staging: Staging, checked: Checked) -> AbstractContextManager[None]:
        staging.connection.execute("PRAGMA staged.max_page_count = 20")
        return comparing(staging, checked)

    monkeypatch.setattr(Staging, "comparing", small)
    report = take(lan, mai).reports[0]
    assert (report.status, "Ổ đĩa đã đầy" in in_words(report.reason)) == ("refused", True)
    monkeypatch.undo()
    assert take(lan, mai).reports[0].status == "merged"


# --- other plans ------------------------------------------------------------------------------------------------------


def test_a_plan_of_another_name_brings_its_records_alone(lan: Office, tmp_path: Path) -> None:
    other = {**SOURCE, "plan": {**SOURCE["plan"], "id": "other"}}
    mai = Office.new(tmp_path / "mai.db", "Mai", source=other)
    mai.create("visit", n=1)
    (report,) = take(lan, mai).reports
    assert (report.status, report.new, report.plan) == ("merged", 1, None)
    assert lan.run("SELECT id FROM plan").fetchall() == [("small",)]
    mai.close()


def test_the_records_of_a_file_are_taken_though_its_plan_is_another_under_the_same_number(
    lan: Office, tmp_path: Path
) -> None:
    other = {**SOURCE, "plan": {**SOURCE["plan"], "label": "Khác"}}
    mai = Office.new(tmp_path / "mai.db", "Mai", source=other)
    mai.create("visit", n=1)
    (report,) = take(lan, mai).reports
    assert (report.status, report.new) == ("merged", 1)
    assert report.plan
    assert (report.plan.status, "khác với lần ban hành 1" in in_words(report.plan.reason)) == ("declined", True)
    mai.close()


FIELDS_SWAPPED = (
    "UPDATE field SET name = 'q' WHERE name = 'n'", "UPDATE field SET name = 'n' WHERE name = 'm'",
    "UPDATE field SET name = 'm' WHERE name = 'q'",
)  # fmt: skip
RECORD_RENAMED = ("UPDATE record SET id = 'khác' WHERE no = (SELECT max(no) FROM record)",)


@pytest.mark.parametrize("change", [FIELDS_SWAPPED, RECORD_RENAMED])
@pytest.mark.parametrize("together", [False, True])
def test_a_file_in_which_known_changes_stand_elsewhere_is_refused(
    lan: Office, change: tuple[str, ...], *, together: bool
) -> None:
    """What it brought, taken back by its acts, would take along the values that were here before."""
    mai = lan.twin("Mai")
    mai.create("visit", n=3, m=1)
    mai.close()
    forged = alter(mai.file.path, *change)
    if not together:
        take(lan, mai)
    result = take(lan, mai, forged) if together else take(lan, forged)
    assert result.reports[-1].reason == Message("merge.contradicts", file=forged.name)
    assert (result.refused, check(lan.file)) == (1, [])
