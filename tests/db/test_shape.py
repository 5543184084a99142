"""Tables and plans that no program of ours made are told apart from mistakes of ours."""

from contextlib import closing

import pytest

from db.connection import connect
from db.history import history
from db.log import find_record
from db.shape import changed_tables
from tests.db.office import Office
from tests.sentences import refused


def test_the_tables_of_a_new_and_of_a_grown_file_are_ours(lan: Office) -> None:
    assert changed_tables(lan.file.connection, lan.file.plan) == []
    lan.run('ALTER TABLE main."visit" ADD COLUMN "cost" INTEGER')
    assert changed_tables(lan.file.connection, lan.file.plan) == []


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("act", "author TEXT NOT NULL", "author TEXT COLLATE nowhere NOT NULL"),
        ("visit", '"n" INTEGER', '"n" INTEGER CHECK (0)'),
        ("_conflict", "field TEXT NOT NULL", "field TEXT NOT NULL CHECK (0)"),
    ],
)
def test_a_table_that_another_program_changed_is_named(lan: Office, table: str, old: str, new: str) -> None:
    lan.create("visit", n=1)
    lan.close()
    with closing(connect(lan.file.path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        statement = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?"
        assert connection.execute(statement, (old, new, table)).rowcount == 1
    with Office.open(lan.file.path).file as file:
        assert changed_tables(file.connection, file.plan) == [table]


def test_what_fails_by_such_a_table_is_a_sentence(lan: Office) -> None:
    lan.close()
    with closing(connect(lan.file.path)) as connection:
        connection.execute("ALTER TABLE visit RENAME COLUMN n TO other")
    office = Office.open(lan.file.path)
    with refused("Chương trình khác đã sửa bảng"), office.file:
        office.create("visit", n=1)


def test_what_fails_by_a_value_of_another_type_is_a_sentence(lan: Office) -> None:
    visit = lan.create("visit", n=1)
    lan.run("UPDATE change_log SET replaces = 7")
    row = find_record(lan.file.connection, visit)
    assert row
    with refused("bị hỏng"):
        lan.file.run(lambda file: history(file, row))
