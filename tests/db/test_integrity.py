"""A page that the disk does not give is an error of the disk; one that holds something else is damage of the file."""

import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import connect
from db.error_sentences import sentences
from db.integrity import blaming_the_disk, broken_pages, is_broken
from desktop_app.errors import AppError


def table(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE t (a TEXT)")
        connection.execute("INSERT INTO t SELECT zeroblob(9000) FROM (VALUES (1), (2), (3))")
        connection.commit()


def damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x05" * 4096 + content[8192:])


def unread(path: Path) -> None:
    """From now on the system refuses each read of what is open under this name."""
    (number,) = [int(one.name) for one in Path("/proc/self/fd").iterdir() if os.path.realpath(one) == str(path)]
    folder = os.open(path.parent, os.O_RDONLY)
    os.dup2(folder, number)
    os.close(folder)


def of(key: str) -> Callable[[AppError], bool]:
    return lambda error: error.key == key


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers of open files are read as Linux has them")
def test_what_the_disk_does_not_give_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    table(path)
    with closing(connect(path)) as connection:
        connection.execute("BEGIN")  # the head is read once, so that a page of a table is the first that is refused
        connection.execute("SELECT name FROM sqlite_schema").fetchall()
        unread(path)
        with pytest.raises(AppError, check=of("core.disk_error")), sentences(path):
            broken_pages(connection, "quick_check(1)")


def test_a_page_that_holds_something_else_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    table(path)
    damage(path)
    with closing(connect(path)) as connection:
        assert broken_pages(connection, "quick_check(1)") != []
        assert is_broken(connection)


def test_of_what_is_written_inside_the_disk_is_to_blame_and_not_of_a_given_file(tmp_path: Path) -> None:
    given, written = tmp_path / "a.db", tmp_path / "copy.db"
    for path, key in ((given, "core.damaged"), (written, "core.disk_error")):
        table(path)
        damage(path)
        with (
            pytest.raises(AppError, check=of(key)), blaming_the_disk(given), sentences(path),
            closing(connect(path)) as connection,
        ):  # fmt: skip
            connection.execute("SELECT * FROM t").fetchall()
