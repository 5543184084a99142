"""What the computer or the file is to blame for becomes a sentence whatever is asked of an open file."""

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import editing, opening, records
from tests.sentences import refused
from tests.small_plan import SOURCE


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A data file whose table of visits can't be read any more."""
    path = tmp_path / "hỏng.db"
    with opening.create_file(path, SOURCE, "11", "Lan") as file:
        editing.new_record(file, "visit", {"date": "2022-05-01"})
    connection = sqlite.connect(str(path))
    page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'visit'").fetchone()[0]
    connection.close()
    pages = bytearray(path.read_bytes())
    pages[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(pages)
    return path


def test_reading_a_damaged_table_says_that_the_file_is_damaged(spoilt: Path) -> None:
    file = opening.open_file(spoilt)
    assert file.run(lambda opened: records.count(opened, "place")) == 0
    with refused("bị hỏng"):
        file.run(lambda opened: records.rows(opened, "visit"))
    file.close()


def test_leaving_an_open_file_by_such_an_error_says_so_too(spoilt: Path) -> None:
    with refused("bị hỏng"), opening.open_file(spoilt) as file:
        records.rows(file, "visit")


def test_our_own_mistakes_stay_bugs(tmp_path: Path) -> None:
    plan = load_plan(plan_folder("lai-chau-2022"))
    with pytest.raises(ZeroDivisionError), opening.create_file(tmp_path / "của ta.db", plan, "12") as file:
        file.run(lambda _: 1 // 0)
