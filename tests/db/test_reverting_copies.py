"""What is set aside goes along with copies of one's own, and with nothing that is handed over."""

import shutil
from pathlib import Path

import pytest

from db import file_check
from db.act_list import acts
from db.connection import connect
from db.merging.merge_undo import look_at_merge
from db.merging.sending import CopyContent, write_copy
from db.rescue.backup import make_backup, restore
from db.rescue.salvage import salvage
from tests.db.office import Office, a_clock
from tests.small_plan import SOURCE

Two = tuple[Office, Office]
SECRET = "Bến đò cũ"


@pytest.fixture
def aside(two: Two) -> tuple[Office, str, bytes]:
    """An office that took a merge back, the record that this set aside, and the merge."""
    lan, mai = two
    place = mai.create("place", name=SECRET, unit="11")
    act = lan.merge(mai)
    lan.undo_merge(act)
    return lan, place, act


@pytest.mark.parametrize("unit", [None, "11"])
def test_a_copy_to_hand_over_holds_no_trace(aside: tuple[Office, str, bytes], tmp_path: Path, unit: str | None) -> None:
    lan, place, _ = aside
    sent = write_copy(lan.file, tmp_path, CopyContent(unit), "2022-Q2")
    raw = sent.path.read_bytes()
    assert SECRET.encode() not in raw
    assert place.encode() not in raw
    assert b"Mai" not in raw
    other = Office.open(sent.path, "Hoa")
    assert other.aside() == set()
    assert file_check.check(other.file) == []
    other.close()


def test_a_backup_is_made_anew_when_only_what_is_set_aside_changed(
    aside: tuple[Office, str, bytes], tmp_path: Path
) -> None:
    lan, _, act = aside
    first = make_backup(lan.file, tmp_path / "backups", "hand")
    assert make_backup(lan.file, tmp_path / "backups", "hand").path == first.path
    lan.redo_merge(act)
    lan.undo_merge(act)
    lan.run("DELETE FROM _reverted_change")
    assert make_backup(lan.file, tmp_path / "backups", "daily").path != first.path


def test_a_restored_backup_can_do_the_merge_again(aside: tuple[Office, str, bytes], tmp_path: Path) -> None:
    lan, place, act = aside
    made = make_backup(lan.file, tmp_path / "backups", "hand")
    lan.redo_merge(act)
    restore(lan.file, made.path, tmp_path / "again.db")
    again = Office.open(tmp_path / "again.db")
    assert not again.is_live(place)
    again.redo_merge(act)
    assert again.get(place, "name") == SECRET
    assert file_check.check(again.file) == []
    again.close()


def test_salvage_keeps_it_set_aside_to_be_done_again(aside: tuple[Office, str, bytes], tmp_path: Path) -> None:
    lan, place, _ = aside
    damaged = Path(shutil.copy(lan.file.path, tmp_path / "damaged.db"))
    told = salvage(damaged, tmp_path / "saved.db", a_clock("saved"), lambda _: [SOURCE])
    assert (told.lost, told.reverted) == (0, 2)
    saved = Office.open(tmp_path / "saved.db", "Lan")
    assert saved.aside() == lan.aside()
    assert not saved.is_live(place)
    merge = acts(saved.file.connection)[0]
    assert (merge.kind, merge.undone, merge.source) == ("merge", True, "damaged.db")
    assert [part.title for part in look_at_merge(saved.file, merge.act).moved] == [SECRET]
    saved.redo_merge(merge.act)
    assert saved.get(place, "name") == SECRET
    assert file_check.check(saved.file) == []
    saved.close()


def test_salvage_brings_no_erased_value_back(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    place = mai.create("place", name=SECRET, unit="11")
    lan.undo_merge(lan.merge(mai))
    lan.run("UPDATE _reverted_change SET value = NULL WHERE value = ?", (SECRET,))
    damaged = Path(shutil.copy(lan.file.path, tmp_path / "damaged.db"))
    salvage(damaged, tmp_path / "saved.db", a_clock("saved"), lambda _: [SOURCE])
    connection = connect(tmp_path / "saved.db")
    assert (place, None) in set(connection.execute("SELECT record, value FROM _reverted_change"))
    connection.close()


def test_a_raw_copy_of_the_file_brings_only_its_log(aside: tuple[Office, str, bytes], tmp_path: Path) -> None:
    lan, place, _ = aside
    hoa = Office.new(tmp_path / "hoa.db", "Hoa")
    hoa.merge(lan)
    assert not hoa.is_live(place)
    assert file_check.check(hoa.file) == []
    hoa.close()
