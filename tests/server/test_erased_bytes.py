"""What was erased for good is gone from the very files of the server."""

import time
from pathlib import Path

import psycopg
import pytest

from tests.db.office import Office
from tests.server.postgres import Postgres
from tests.server.published import everything_there, send

SECRET = "Nguyễn Thị Bí Mật"


def files_with(address: str, text: str) -> list[str]:
    """The tables of a database in whose files a text stands, as they lie on the disk."""
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CHECKPOINT")
        folder = owner.execute("SHOW data_directory").fetchall()[0][0]
        tables = owner.execute(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE pg_relation_filepath(oid) IS NOT NULL"
        ).fetchall()
    return [name for name, path in tables if text.encode() in (Path(folder) / path).read_bytes()]


@pytest.mark.parametrize("behind", [0, 1, 60])
def test_an_erased_value_stands_in_no_file_of_any_table(behind: int, lan: Office, postgres: Postgres) -> None:
    address = postgres.database()
    for n in range(60):
        lan.create("place", name=f"Nơi {n}", unit="11")
    place = lan.create("place", name=SECRET, unit="11")
    for n in range(behind):
        lan.create("place", name=f"Nơi sau {n}", unit="11")
    send(lan.file, address)
    assert {"place", "change_log"} <= set(files_with(address, SECRET))
    stamp = lan.run("SELECT stamp FROM change_log WHERE value = ?", (SECRET,)).fetchone()[0]
    lan.erase(stamp)
    done = send(lan.file, address)
    assert done.erased
    assert SECRET not in everything_there(address)
    for _ in range(100):
        if not done.still_read:
            break
        time.sleep(0.1)  # the server itself counts its rows for a moment, and reads what was there before
        done = send(lan.file, address)
    assert files_with(address, SECRET) == []
    assert place in everything_there(address)
