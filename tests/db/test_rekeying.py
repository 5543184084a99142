"""A passphrase set, changed or taken off: the ledger and its backups go together, and whatever is cut off is whole."""

import itertools
import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.connection import connect, connect_to_look, opens
from db.data_file import open_data_file
from db.drafts import save_draft
from db.file_check import check
from db.keys import new_key, raw_key
from db.log import stored_digest
from db.merging.sending import CopyContent, write_copy
from db.open_file import OpenFile
from db.present import FORMER_KEY
from db.private_folder import remove_abandoned
from db.rescue.backup import backups_in, folder_of, make_backup
from db.rescue.rekeying import RewrittenBackups, finish_rekeying, rekey
from db.rewriting import rewrite
from desktop_app.domain.backups import BY_HAND
from desktop_app.errors import StoppedError
from tests.db.office import Office, Timepiece, a_clock
from tests.processes import KILLED, work_of_children
from tests.sentences import refused

NAME = "Người không ai được biết"
DRAFT = "Chữ gõ dở không ai được biết"
OLD, NEW = "mật khẩu cũ của xã", "mật khẩu mới của xã"
WORKS: dict[str, tuple[str | None, str | None]] = {"set": (None, NEW), "change": (OLD, NEW), "remove": (OLD, None)}


pytestmark = pytest.mark.usefixtures("temporary")


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def made(path: Path, backups: Path, key: str | None) -> OpenFile:
    """An office's file with a private name in it, a draft, and two backups."""
    timepiece = Timepiece()
    office = Office.new(path, "Lan", a_clock("Lan", timepiece), key=key)
    place = office.create("place", name=NAME, unit="11")
    save_draft(office.file, place, "date", DRAFT)
    make_backup(office.file, backups, BY_HAND)
    timepiece.pass_by(days=1)
    office.create("visit", date="2022-05-01", place=place, n=5)
    make_backup(office.file, backups, BY_HAND)
    return office.file


def raw(passphrase: str | None) -> str | None:
    return new_key(passphrase) if passphrase else None


def opened(path: Path, key: str | None) -> OpenFile:
    return open_data_file(path, a_clock("x"), key)


def content(path: Path, key: str | None) -> dict[str, list[Any]]:
    with closing(connect(path, key)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        found = {t: sorted(connection.execute(f'SELECT * FROM "{t}"').fetchall(), key=repr) for (t,) in tables}
        found["meta"] = [row for row in found["meta"] if row[0] != FORMER_KEY]
        return found | {"": connection.execute("PRAGMA user_version").fetchall()}


def plain_files(folder: Path, *texts: str) -> set[str]:
    """The files in which one of the texts can be read."""
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(text.encode() in path.read_bytes() for text in texts)
    }


@pytest.mark.parametrize("work", WORKS)
def test_the_whole_file_and_its_backups_get_the_key(tmp_path: Path, backups: Path, work: str) -> None:
    (old, new), path = WORKS[work], tmp_path / "lan.db"
    file = made(path, backups, old)
    before = content(path, old)
    copies = {b.path: content(b.path, old) for b in backups_in(folder_of(backups, path))}
    rekey(file, raw(new))
    with closing(opened(path, new)) as again:
        assert finish_rekeying(again, backups, [old] if old else []) == RewrittenBackups(2)
        assert finish_rekeying(again, backups) == RewrittenBackups()
        assert check(again) == []
        assert again.connection.execute("SELECT 1 FROM meta WHERE key = ?", (FORMER_KEY,)).fetchone() is None
    assert content(path, new) == before
    assert {path: content(path, new) for path in copies} == copies
    if new is not None:
        assert plain_files(tmp_path, NAME, DRAFT) == set()
    if old is not None:
        assert not any(opens(one, old) for one in (path, *copies))


def test_a_backup_opens_with_whatever_opens_the_file(tmp_path: Path, backups: Path) -> None:
    path = tmp_path / "lan.db"
    with closing(made(path, backups, OLD)) as file:
        for backup in backups_in(folder_of(backups, path)):
            assert opens(backup.path, OLD)
            assert opens(backup.path, file.raw_key)
            assert backup.path.read_bytes()[:16] == path.read_bytes()[:16]


def test_a_backup_of_another_salt_is_written_anew_with_its_passphrase(tmp_path: Path, backups: Path) -> None:
    path = tmp_path / "lan.db"
    file = made(path, backups, OLD)
    earlier = backups_in(folder_of(backups, path))[0].path
    rewrite(earlier, OLD, raw_key(OLD, bytes(16)))
    rekey(file, raw(NEW))
    with closing(opened(path, NEW)) as again:
        assert finish_rekeying(again, backups, [OLD]) == RewrittenBackups(2)
        assert opens(earlier, again.raw_key)


def test_a_backup_that_no_key_opens_or_that_is_damaged_is_named(tmp_path: Path, backups: Path) -> None:
    path = tmp_path / "lan.db"
    file = made(path, backups, None)
    first, second = (backup.path for backup in reversed(backups_in(folder_of(backups, path))))
    rewrite(first, None, raw("một câu khác hẳn"))
    damaged = bytearray(second.read_bytes())
    damaged[40960:81920] = bytes(40960)
    second.write_bytes(damaged)
    rekey(file, raw(NEW))
    with closing(opened(path, NEW)) as again:
        assert finish_rekeying(again, backups) == RewrittenBackups(0, (first, second))
        assert finish_rekeying(again, backups) == RewrittenBackups()


def test_a_backup_in_use_gets_its_key_the_next_time(tmp_path: Path, backups: Path) -> None:
    path = tmp_path / "lan.db"
    file = made(path, backups, None)
    busy = backups_in(folder_of(backups, path))[0].path
    rekey(file, raw(OLD))
    with closing(opened(path, OLD)) as again, closing(connect(busy)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert finish_rekeying(again, backups) == RewrittenBackups(1, (busy,))
        other.execute("ROLLBACK")
        rekey(again, raw(NEW))
    with closing(opened(path, NEW)) as again:
        assert finish_rekeying(again, backups, [OLD]) == RewrittenBackups(2)
        assert opens(busy, again.raw_key)


def test_what_is_pending_does_not_go_along_with_a_copy(tmp_path: Path, backups: Path) -> None:
    path, out = tmp_path / "lan.db", tmp_path / "usb"
    out.mkdir()
    rekey(made(path, backups, OLD), None)
    with closing(opened(path, None)) as file:
        copy = write_copy(file, out, CopyContent(), "2022").path
    with closing(connect(copy)) as connection:
        assert connection.execute("SELECT 1 FROM meta WHERE key = ?", (FORMER_KEY,)).fetchone() is None


def test_who_has_the_file_open_can_write_no_more_into_what_is_gone(tmp_path: Path, backups: Path) -> None:
    path = tmp_path / "lan.db"
    file = made(path, backups, None)
    other = Office.open(path, "Mai")
    if os.name == "nt":  # where nothing takes the place of a file that is open
        with refused("chương trình khác"):
            rekey(file, raw(NEW))
        other.create("place", name="Chợ", unit="11")
    else:
        rekey(file, raw(NEW))
        with refused("đã bị thay bằng tệp khác"):
            other.create("place", name="Chợ", unit="11")
    other.close()


def test_a_file_that_another_program_writes_is_left(
    tmp_path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connection.BUSY_MS", 50)
    path = tmp_path / "lan.db"
    file = made(path, backups, None)
    before = path.read_bytes()
    with closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused("chương trình khác"):
            rekey(file, raw(NEW))
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*.part*")) == []


def test_a_file_that_can_only_be_read_is_left_since_it_can_t_be_locked(
    tmp_path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    made(path, backups, None).close()
    before = path.read_bytes()
    with monkeypatch.context() as reading:
        reading.setattr("db.rewriting.open_file", connect_to_look)
        with refused("Không mở được tệp"):
            rewrite(path, None, raw(NEW))
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lan.db"
    file, usage = made(path, backups, None), shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with refused("đầy"):
        rekey(file, raw(NEW))
    opened(path, None).close()


def test_a_damaged_file_is_not_written_anew(tmp_path: Path, backups: Path) -> None:
    path = tmp_path / "lan.db"
    made(path, backups, None).close()
    with closing(connect(path)) as connection:
        connection.execute("UPDATE meta SET value = 1 WHERE key = 'log_count'")
    before = path.read_bytes()
    with refused("bị hỏng"):
        rekey(opened(path, None), raw(NEW))
    assert path.read_bytes() == before


def test_the_work_can_be_stopped(tmp_path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lan.db"
    file = made(path, backups, None)

    def stop(*_: object) -> None:
        raise StoppedError

    monkeypatch.setattr("db.connection.STEPS", 100)
    with pytest.raises(StoppedError):
        rekey(file, raw(NEW), stop)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["lan.db"]
    opened(path, None).close()


def test_of_a_link_the_file_itself_is_replaced_and_keeps_its_rights(tmp_path: Path, backups: Path) -> None:
    path, link = tmp_path / "lan.db", tmp_path / "liên kết.db"
    made(path, backups, None).close()
    path.chmod(0o640)
    link.symlink_to(path)
    rekey(opened(link, None), raw(NEW))
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    opened(path, NEW).close()


# --- cut off ----------------------------------------------------------------------------------------------------------

CUT = """
import os, sys
from pathlib import Path
import db.connection
from db.data_file import create, open_data_file
from db.rescue.rekeying import finish_rekeying, rekey
from tests.db.office import a_clock
from tests.processes import KILL
from tests.small_plan import SOURCE

folder, old, new = Path(sys.argv[1]), sys.argv[2] or None, sys.argv[3] or None
db.connection.STEPS = 4000
create(folder / "warm.db", SOURCE, "11", "Lan", a_clock("w"), ()).close()  # all that is imported is, by now
(folder / "warm.db").unlink()


def work(last):
    file = open_data_file(folder / "lan.db", a_clock("x"), old)
    steps = 0

    def step(*_):
        nonlocal steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), KILL)

    sys.addaudithook(lambda event, _: event in ("open", "os.rename", "os.remove", "sqlite3.connect") and step())
    rekey(file, new, step)
    after = open_data_file(folder / "lan.db", a_clock("x"), new)
    finish_rekeying(after, folder / "backups", [old] if old else [])
"""


@pytest.mark.parametrize("work", WORKS)
def test_what_is_killed_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, backups: Path, temporary: Path, work: str
) -> None:
    (old, new), path, kept = map(raw, WORKS[work]), tmp_path / "lan.db", tmp_path / "kept"
    made(path, backups, old).close()
    kept.mkdir()
    shutil.move(path, kept / "lan.db")
    shutil.move(backups, kept / "backups")
    with closing(connect(kept / "lan.db", old)) as connection:
        digest = stored_digest(connection)
    ends = set()
    with work_of_children(CUT, str(tmp_path), old or "", new or "") as cut_off:
        for last in itertools.count(1, 2):
            shutil.copyfile(kept / "lan.db", path)
            shutil.copytree(kept / "backups", backups)
            code = cut_off(last)
            assert code in (0, KILLED)
            remove_abandoned()
            assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["lan.db"]
            assert {one.name for one in temporary.rglob("*") if one.is_file()} <= {"lock", "lock-journal"}
            now = new if opens(path, new) else old
            ends.add(now)
            with closing(opened(path, now)) as file:
                finish_rekeying(file, backups, [old] if old else [])
                assert (check(file), stored_digest(file.connection)) == ([], digest)
                for backup in backups_in(folder_of(backups, path)):
                    with closing(opened(backup.path, now)) as copy:
                        assert check(copy) == []
                assert len(backups_in(folder_of(backups, path))) == 2
            shutil.rmtree(backups)
            if code == 0:
                break
    assert last > 20
    assert ends == {old, new}
