"""A killed work leaves nothing half-made under its name, and what it leaves elsewhere goes with the next start."""

import itertools
import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import connect
from db.data_file import open_data_file
from db.file_check import check
from db.part_file import part_file, put_in_place
from db.private_folder import remove_abandoned
from db.rescue.backup import backups_in, folder_of, make_backup
from desktop_app.domain.backups import DAILY
from desktop_app.errors import AppError
from tests.db.office import Office, a_clock
from tests.db.open_names import is_kept
from tests.db.test_connection import mounted
from tests.processes import KILLED, work_of_children
from tests.sentences import refused

# each work is cut off at one of its steps, counted by what Python opens, renames and removes
CUT = """
import os, sys, tempfile
from pathlib import Path
from db.data_file import create
from db.merging.sending import CopyContent, write_copy
from db.rescue.backup import make_backup, restore
from db.rescue.salvage import salvage
from tests.db.office import Office, a_clock
from tests.processes import KILL
from tests.small_plan import SOURCE

folder, name = Path(sys.argv[1]), sys.argv[2]
create(folder / "warm.db", SOURCE, "11", "Lan", a_clock("w"), ()).close()  # all that is imported is, by now
(folder / "warm.db").unlink()


def work(last):
    lan = Office.open(folder / "lan.db")
    steps = 0

    def count(event, given):
        nonlocal steps
        if event in ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "sqlite3.connect"):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), KILL)

    sys.addaudithook(count)
    out = folder / "out"
    if name == "new":
        create(out / "new.db", SOURCE, "11", "Lan", a_clock("n"), ()).close()
    elif name == "send":
        write_copy(lan.file, out, CopyContent(), "2022")
    elif name == "backup":
        make_backup(lan.file, out, "daily")
    elif name == "restore":
        restore(lan.file, next((folder / "backups").glob("*/*.db")), out / "back.db")
    elif name == "salvage":
        salvage(lan.file.path, out / "saved.db", a_clock("s"), lambda _: ())
"""


@pytest.mark.parametrize("work", ["new", "send", "backup", "restore", "salvage"])
def test_a_work_that_is_killed_leaves_a_whole_file_or_none(tmp_path: Path, temporary: Path, work: str) -> None:
    with closing(Office.new(tmp_path / "lan.db")) as lan:
        lan.create("place", name="Chợ", unit="11")
        make_backup(lan.file, tmp_path / "backups", DAILY)
    killed, out = 0, tmp_path / "out"
    with work_of_children(CUT, str(tmp_path), work) as cut_off:
        for last in itertools.count(1):
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            code = cut_off(last)
            assert code in (0, KILLED)
            killed += code != 0
            remove_abandoned()
            assert {file.name for file in temporary.rglob("*") if file.is_file()} <= {"lock", "lock-journal"}
            for file in (path for path in out.rglob("*") if path.is_file()):
                with closing(open_data_file(file, a_clock("look"))) as opened:  # no part, no empty file, no journal
                    assert check(opened) == []
            if code == 0:
                break
    assert killed > 4


def test_what_a_part_file_names_is_removed_for_its_own_person_only(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = temporary / "sokehoach-stranger"
    folder.mkdir()
    connect(folder / "lock").execute("CREATE TABLE a (x)").connection.close()
    aim = tmp_path / "mine.part"
    aim.write_text("mine")
    (folder / "parts").write_bytes(os.fsencode(aim) + b"\n")
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    remove_abandoned()
    assert aim.read_text() == "mine"


def test_only_part_files_are_removed_by_name(tmp_path: Path, temporary: Path) -> None:
    folder = temporary / "sokehoach-own"
    folder.mkdir()
    connect(folder / "lock").execute("CREATE TABLE a (x)").connection.close()
    (tmp_path / "so.db").write_text("mine")
    (folder / "parts").write_bytes(os.fsencode(tmp_path / "so.db") + b"\n")
    remove_abandoned()
    assert ((tmp_path / "so.db").read_text(), list(temporary.iterdir())) == ("mine", [])


def test_a_whole_file_never_takes_the_name_of_another_one(tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("there")
    with part_file(tmp_path / "there.db") as part:
        part.write_text("new")
        with pytest.raises(FileExistsError):
            put_in_place(part, tmp_path / "there.db")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("there.db", "there")]


def test_on_a_stick_without_second_names_the_same_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_possible(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", not_possible)
    test_a_whole_file_never_takes_the_name_of_another_one(tmp_path)
    with part_file(tmp_path / "new.db") as part:
        part.write_text("new")
        put_in_place(part, tmp_path / "new.db")
    assert {file.name for file in tmp_path.iterdir()} == {"there.db", "new.db"}


def test_two_copies_made_in_one_second_are_two(tmp_path: Path) -> None:
    with closing(Office.new(tmp_path / "lan.db")) as lan:
        first = make_backup(lan.file, tmp_path / "backups", DAILY)
        lan.create("visit", n=1)
        second = make_backup(lan.file, tmp_path / "backups", DAILY)
        there = backups_in(folder_of(tmp_path / "backups", lan.file.path))
    assert [backup.path for backup in there] == [second.path, first.path]


def test_without_room_for_what_is_private_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mounted(tmp_path / "full", "size=4k") as full:
        (full / "filler").write_bytes(b"0" * 4096)
        monkeypatch.setattr(tempfile, "tempdir", str(full))
        with pytest.raises(AppError) as caught, part_file(tmp_path / "new.db"):
            pass
    assert caught.value.key in ("core.disk_full", "core.no_private_folder")


def test_a_file_that_was_replaced_while_it_is_open_is_told_so(tmp_path: Path) -> None:
    with closing(Office.new(tmp_path / "lan.db")) as lan:
        shutil.copy(lan.file.path, tmp_path / "other.db")
        if is_kept(lambda: (tmp_path / "other.db").replace(lan.file.path)):
            assert lan.create("visit", n=1)
            return
        with refused("đã bị thay bằng tệp khác trong khi đang mở"):
            lan.create("visit", n=1)
