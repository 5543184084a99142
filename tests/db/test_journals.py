"""What a cut-off work leaves beside a file: a journal that is played back wherever the file is by then."""

import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import connect
from db.data_file_opening import open_file
from db.file_check import check
from db.journal import header_in_journal
from db.merging.merge import merge_files
from db.merging.source import find_sources
from db.rescue.backup import erase_in_backups, make_backup, restore
from db.rescue.salvage import salvage
from desktop_app.domain.backups import DAILY
from desktop_app.session import opening
from desktop_app.texts import in_words
from tests.db.name_watch import names_made_in
from tests.db.office import Office, a_clock
from tests.db.test_erasing import erase, stamps_of
from tests.db.test_merge import Two, alter, log, take
from tests.sentences import refused


def test_the_watch_sees_a_journal_that_names_another_file(tmp_path: Path) -> None:
    with names_made_in(tmp_path) as names, closing(connect(tmp_path / "a.db")) as connection:
        connection.execute("ATTACH DATABASE ? AS other", (str(tmp_path / "b.db"),))
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE main.a (x)")
        connection.execute("CREATE TABLE other.b (x)")
        connection.execute("COMMIT")
    assert any("-mj" in name for name in names)


def merging(lan: Office, mai: Office, _: Path) -> None:
    mai.create("visit", n=1)
    assert take(lan, mai).changes


def taking_back(lan: Office, mai: Office, _: Path) -> None:
    mai.create("visit", n=1)
    act = take(lan, mai).act
    assert act
    lan.undo_merge(act)
    lan.redo_merge(act)


def erasing(lan: Office, _: Office, folder: Path) -> None:
    lan.create("place", name="Vàng Thị Xuân", unit="11")
    make_backup(lan.file, folder, DAILY)
    erase(lan, *stamps_of(lan, "Vàng Thị Xuân"))
    assert erase_in_backups(lan.file, folder).rewritten == 1


def bringing_back(lan: Office, _: Office, folder: Path) -> None:
    backup = make_backup(lan.file, folder, DAILY).path
    restore(lan.file, backup, folder / "back.db")


def salvaging(lan: Office, _: Office, folder: Path) -> None:
    salvage(lan.file.path, folder / "saved.db", a_clock("s"), lambda _: ())


@pytest.mark.parametrize("work", [merging, taking_back, erasing, bringing_back, salvaging])
def test_no_journal_names_another_file(two: Two, work: Callable[[Office, Office, Path], None]) -> None:
    lan, mai = two
    folder = lan.file.path.parent
    with names_made_in(folder) as names:
        work(lan, mai, folder)
    assert any(name.endswith("-journal") for name in names)
    assert [name for name in names if "-mj" in name] == []


# --- a first page that is torn ----------------------------------------------------------------------------------------


def cut_off(office: Office, folder: Path, torn: int) -> Path:
    """The file as a power cut in the middle of a commit leaves it, `torn` bytes of its first page written."""
    office.run("PRAGMA cache_size = 1")
    office.run("BEGIN IMMEDIATE")
    office.run("UPDATE change_log SET value = 99 WHERE typeof(value) = 'integer'")
    office.run("PRAGMA main.user_version = 2")  # something in the first page
    office.run("CREATE TABLE filler AS SELECT zeroblob(90000) AS a FROM change_log")
    folder.mkdir()
    path = folder / "cut.db"
    for end in ("", "-journal"):
        shutil.copy(f"{office.file.path}{end}", f"{path}{end}")
    office.run("ROLLBACK")
    with path.open("r+b") as file:
        file.write(b"\xa5" * torn)
    return path


@pytest.mark.parametrize("torn", [0, 64, 512, 4096])
def test_half_a_first_page_beside_its_journal_is_healed_when_the_file_is_opened(
    two: Two, tmp_path: Path, torn: int
) -> None:
    lan, _ = two
    before = log(lan)
    with closing(Office.open(cut_off(lan, tmp_path / "cut", torn))) as again:
        assert (log(again), check(again.file)) == (before, [])


def test_the_same_of_an_encrypted_file(tmp_path: Path) -> None:
    lan = Office.new(tmp_path / "lan.db", key="mật khẩu")
    lan.create("visit", n=1)
    before = log(lan)
    path = cut_off(lan, tmp_path / "cut", 4096)
    with closing(Office.open(path, key="mật khẩu")) as again:
        assert (log(again), check(again.file)) == (before, [])
    lan.close()


def test_half_a_free_page_of_an_encrypted_file_keeps_nobody_from_copying_it(tmp_path: Path) -> None:
    lan = Office.new(tmp_path / "lan.db", key="mật khẩu")
    lan.run("CREATE TABLE filler AS SELECT zeroblob(40000) AS a")
    lan.run("DROP TABLE filler")
    pages, free = (lan.run(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
    path = cut_off(lan, tmp_path / "cut", 0)
    with path.open("r+b") as file:
        file.seek((pages - 2) * 4096)  # the last pages are free, and stand in no journal
        file.write(b"\xa5" * 512)
    with closing(Office.open(path, key="mật khẩu")) as again:
        assert again.run("PRAGMA cipher_integrity_check").fetchall() == []
        restore(again.file, make_backup(again.file, tmp_path / "backups", DAILY).path, tmp_path / "back.db")
        assert again.run("PRAGMA page_count").fetchone()[0] < 2 * pages
    assert free > 5
    lan.close()


def test_a_file_with_half_a_first_page_is_found_in_a_folder_and_taken_as_it_was(two: Two, tmp_path: Path) -> None:
    lan, mai = two
    mai.create("visit", n=1)
    before = log(mai)
    path = cut_off(mai, tmp_path / "cut", 512)
    bytes_before = path.read_bytes()
    (source,) = find_sources([path.parent], {}, lan.file.path)
    assert merge_files(lan.file, [source], dry_run=False).changes == 1
    assert (log(lan), path.read_bytes()) == (before, bytes_before)


def test_a_foreign_file_is_not_taken_for_ours_by_what_its_journal_says(tmp_path: Path) -> None:
    content = left_by_another(tmp_path)
    with refused("không phải là tệp dữ liệu"):
        Office.open(tmp_path / "left.db")
    assert content_of(tmp_path) == content


def left_by_another(folder: Path, key: str | None = None) -> list[bytes]:
    """A database of another program, which died over it; returns what lies there."""
    with closing(connect(folder / "other.db", key)) as other:
        other.execute("CREATE TABLE a (x)")
        other.execute("PRAGMA cache_size = 1")
        other.execute("BEGIN")
        other.execute("INSERT INTO a SELECT randomblob(90000)")
        for end in ("", "-journal"):
            shutil.copy(folder / f"other.db{end}", folder / f"left.db{end}")
        other.execute("ROLLBACK")
    return content_of(folder)


def content_of(folder: Path) -> list[bytes]:
    return [(folder / f"left.db{end}").read_bytes() for end in ("", "-journal")]


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize(("key", "sentence"), [(None, "không có mật khẩu"), ("một câu", "Mật khẩu này không mở được")])
def test_a_passphrase_that_does_not_open_a_file_leaves_it_and_its_journal_as_they_are(
    tmp_path: Path, key: str | None, sentence: str
) -> None:
    content = left_by_another(tmp_path, key)
    with refused(sentence):
        open_file(tmp_path / "left.db", "một câu khác")
    assert content_of(tmp_path) == content


def test_a_hole_that_calls_itself_a_journal_is_not_looked_through(tmp_path: Path, two: Two) -> None:
    lan, mai = two
    path = cut_off(mai, tmp_path / "cut", 0)
    left = Path(f"{path}-journal")
    with left.open("r+b") as journal:
        start = journal.read(512)
        journal.truncate(0)
        journal.seek(0)
        journal.write(start[:8] + b"\xff" * 4 + bytes(8) + start[20:])
        journal.truncate(1 << 36)
    before, began = path.read_bytes(), time.process_time()
    assert header_in_journal(path) == b""
    (report,) = take(lan, path.parent, dry_run=True).reports
    assert "không trọn vẹn" in in_words(report.reason)
    assert salvage(path, tmp_path / "new.db", a_clock("s"), lambda _: ()).changes
    assert time.process_time() - began < 2
    assert path.read_bytes() == before


def test_what_lies_beside_a_file_and_is_far_longer_is_no_log_of_it(tmp_path: Path, two: Two) -> None:
    lan, mai = two
    path = Path(shutil.copy(alter(mai.file.path, "PRAGMA journal_mode = WAL"), tmp_path / "left.db"))
    with Path(f"{path}-wal").open("wb") as log_of_changes:
        log_of_changes.truncate(1 << 36)
    began = time.process_time()
    (report,) = take(lan, path).reports
    assert "không trọn vẹn" in in_words(report.reason)
    assert salvage(path, tmp_path / "new.db", a_clock("s"), lambda _: ()).lost == 0
    assert time.process_time() - began < 2
    assert [one.name for one in tmp_path.glob("left.db*-shm")] == []


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize("torn", [0, 512, 4096])
@pytest.mark.parametrize("key", [None, "mật khẩu của xã"])
def test_the_journal_of_a_file_that_was_cut_off_is_its_own(tmp_path: Path, key: str | None, torn: int) -> None:
    with closing(Office.new(tmp_path / "lan.db", key=key)) as lan:
        lan.create("visit", n=1)
        path, known = cut_off(lan, tmp_path / "cut", torn), log(lan)
    with opening.open_file(path, passphrase=key) as again:
        assert (log(Office(again, "Lan")), check(again)) == (known, [])
