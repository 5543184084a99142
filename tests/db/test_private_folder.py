"""A private folder lives as long as its process: what a dead one left is removed, what a living one uses is not."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.connection import connect_to_look
from db.private_folder import private_folder, remove_abandoned
from desktop_app.errors import AppError
from tests.sentences import refused

USE = """
import sys
from db.private_folder import private_folder

with private_folder() as folder:
    (folder / "source.db").write_bytes(b"x")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files that nobody else uses."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def another() -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """Another process that uses a private folder until it is killed, or has nothing more to read."""
    command = [sys.executable, "-c", USE]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as using:
        assert using.stdout
        yield using, Path(using.stdout.readline().strip())
        using.kill()


def test_a_folder_is_gone_once_it_is_no_longer_used(temporary: Path) -> None:
    with private_folder() as folder:
        (folder / "source.db").write_bytes(b"x")
        assert folder.parent == temporary
        assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    assert list(temporary.iterdir()) == []


def test_the_folder_of_a_living_process_stays(temporary: Path) -> None:
    with another() as (_, folder):
        remove_abandoned()
        with private_folder():
            assert (folder / "source.db").read_bytes() == b"x"


def test_the_folder_of_a_process_that_was_killed_goes_with_the_next_one(temporary: Path) -> None:
    with another() as (using, folder):
        using.kill()
        using.wait()
        assert (folder / "source.db").exists()
        with private_folder() as ours:
            assert list(temporary.iterdir()) == [ours]


def test_a_folder_that_this_process_uses_stays_too() -> None:
    with private_folder() as first, private_folder() as second:
        for folder in (first, second):
            (folder / "source.db").write_bytes(b"x")
        remove_abandoned()
        assert (first / "source.db").exists()
        assert (second / "source.db").exists()


def test_a_folder_that_is_just_being_made_stays(temporary: Path) -> None:
    made = temporary / "sokehoach-a"
    made.mkdir()
    remove_abandoned()
    (made / "lock").touch()
    remove_abandoned()
    assert made.exists()


def test_what_was_never_locked_is_not_ours(temporary: Path) -> None:
    (temporary / "sokehoach-b.txt").write_text("ghi chú", encoding="utf-8")
    foreign = temporary / "sokehoach-b"
    foreign.mkdir()
    (foreign / "source.db").write_bytes(b"x")
    remove_abandoned()
    assert (foreign / "source.db").exists()
    assert len(list(temporary.iterdir())) == 2


def test_where_the_lock_has_no_journal_the_place_is_named_and_nothing_is_left(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = temporary / "sokehoach-full"
    (folder / "lock-journal").mkdir(parents=True)
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_: str(folder))
    with pytest.raises(AppError) as refused, private_folder():
        pass
    assert refused.value.key == "core.no_private_folder"
    assert not folder.exists()


def test_a_lock_that_can_only_be_read_is_not_taken_for_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with private_folder() as folder:
        (folder / "copy.db").touch()
        with monkeypatch.context() as reading:
            reading.setattr("db.private_folder.connect", connect_to_look)
            remove_abandoned()
        assert (folder / "copy.db").exists()


def test_where_no_place_at_all_can_be_written_it_is_a_sentence(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python tries those that it knows when it first needs one: all of them lie on one disk, which is full, perhaps."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(temporary / "nowhere")])
    with (
        refused(f"Không ghi được vào thư mục tạm “{re.escape(str(temporary))}” của máy: đĩa đã đầy"),
        private_folder(),
    ):
        pass
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))


def test_no_room_for_a_private_file_is_said_of_the_folder_and_not_by_a_name_that_nobody_knows(temporary: Path) -> None:
    def fill(name: str) -> None:
        with private_folder() as folder:
            (folder / "copy.db").touch()
            raise AppError("core.disk_full", file=name)

    with refused(f"Không ghi được vào thư mục tạm “{re.escape(str(temporary))}” của máy: đĩa đã đầy"):
        fill("copy.db")
    with refused("Ổ đĩa đã đầy nên chưa ghi được vào “xã.db”"):
        fill("xã.db")
