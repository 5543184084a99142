"""What another program put into our own file is taken out before anything of it runs, named, kept and removable."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import connect
from db.data_file import open_data_file
from db.file_check import check
from db.foreign_parts import foreign_parts_of
from desktop_app.errors import AppError
from desktop_app.session import maintenance
from tests.db.office import Office, a_clock
from tests.db.test_source import ENDLESS
from tests.sentences import refused

GUARD = "SELECT raise(ABORT, 'chạy rồi')"
PARTS = [
    ("view", "v", f"CREATE VIEW v AS {ENDLESS}"),
    ("trigger", "t", f"CREATE TRIGGER t BEFORE INSERT ON change_log BEGIN {GUARD}; END"),
    ("trigger", "t", f"CREATE TRIGGER t AFTER INSERT ON visit BEGIN {GUARD}; END"),
    ("trigger", "t", f"CREATE TRIGGER t BEFORE UPDATE ON meta BEGIN {GUARD}; END"),
    ("trigger", "t", f"CREATE TRIGGER t BEFORE INSERT ON _foreign_part BEGIN {GUARD}; END"),
    ("index", "i", "CREATE UNIQUE INDEX i ON change_log (stamp)"),
    ("index", "i", "CREATE INDEX i ON act (length(author))"),
    ("index", "visit:x", 'CREATE UNIQUE INDEX "visit:x" ON visit (ifnull("n", 0))'),
    ("table", "w", "CREATE VIRTUAL TABLE w USING fts5 (a)"),
    ("table", "r", "CREATE VIRTUAL TABLE r USING rtree (id, a, b)"),
]


@pytest.fixture
def file(lan: Office) -> Path:
    lan.create("visit", n=2, m=1)
    lan.close()
    return lan.file.path


def alter(file: Path, *statements: str) -> Path:
    """What another program does to a file."""
    with closing(connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
    return file


def rewritten(file: Path, table: str, old: str, new: str) -> None:
    """What another program makes of the words of a table, whose rows stay as they are."""
    with closing(connect(file)) as connection:
        version = connection.execute("PRAGMA schema_version").fetchone()[0]
        connection.execute("PRAGMA writable_schema = ON")
        words = "UPDATE sqlite_schema SET sql = replace(replace(sql, '\"', ''), ?, ?) WHERE type = 'table' AND name = ?"
        connection.execute(words, (old, new, table))
        assert connection.execute("SELECT instr(sql, ?) FROM sqlite_schema WHERE name = ?", (new, table)).fetchone()[0]
        connection.execute(f"PRAGMA schema_version = {version + 1}")


@pytest.mark.parametrize(("type_", "name", "sql"), PARTS)
def test_a_part_of_another_program_is_taken_out_and_kept_as_text(file: Path, type_: str, name: str, sql: str) -> None:
    again = Office.open(alter(file, sql))
    assert [(part.type, part.name, part.sql) for part in again.file.foreign] == [(type_, name, sql)]
    assert foreign_parts_of(again.file.connection) == list(again.file.foreign)
    again.create("visit", n=1)
    again.file.connection.execute("UPDATE meta SET value = value WHERE key = 'author'")
    assert again.run("SELECT count(*) FROM sqlite_schema WHERE name = ?", (name,)).fetchone() == (0,)
    again.close()
    once_more = Office.open(file)
    assert (once_more.file.foreign, len(foreign_parts_of(once_more.file.connection))) == ([], 1)
    assert [part.name for part in maintenance.remove_foreign_parts(once_more.file)] == [name]
    assert foreign_parts_of(once_more.file.connection) == []
    once_more.close()


@pytest.mark.parametrize("name", ["endless", "visit:vi"])
def test_a_check_of_a_file_with_a_view_without_end_returns(file: Path, name: str) -> None:
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS value FROM n"
    with closing(connect(file)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (name,)).fetchone():
            connection.execute(f'DROP TABLE "{name}"')
        connection.execute(f'DROP VIEW IF EXISTS "{name}"')
        connection.execute(f'CREATE VIEW "{name}" AS {endless}')
    with open_data_file(file, a_clock(1)) as opened:
        assert [part.name for part in opened.foreign] == [name]
        assert check(opened) == []


def test_the_tables_behind_a_virtual_one_are_another_programs_data_and_stay(file: Path) -> None:
    alter(file, "CREATE VIRTUAL TABLE w USING fts5 (a)", "INSERT INTO w VALUES ('một')")
    again = Office.open(file)
    assert again.run("SELECT c0 FROM w_content").fetchall() == [("một",)]
    assert check(again.file) == []
    again.close()


def test_a_table_of_another_program_stays_with_its_index(file: Path) -> None:
    alter(file, "CREATE TABLE their (a)", "CREATE UNIQUE INDEX i ON their (a)")
    again = Office.open(file)
    assert [*again.file.foreign, *check(again.file)] == []
    again.close()


@pytest.mark.parametrize("condition", [") WHERE a > 1", ") WHERE length(a) > 1", ", length(a))"])
def test_an_expression_in_an_index_of_another_programs_table_is_never_worked_out(file: Path, condition: str) -> None:
    sql = f"CREATE INDEX i ON their (a{condition}"
    alter(file, "CREATE TABLE their (a)", sql, "CREATE INDEX j ON their (a COLLATE NOCASE DESC)")
    again = Office.open(file)
    assert [part.sql for part in again.file.foreign] == [sql]
    assert check(again.file) == []
    again.close()


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("their", "(a)", "(a CHECK (a > 1))"),
        ("act", "time TEXT NOT NULL", "time TEXT NOT NULL CHECK (time = 1)"),
        ("change_log", "replaces BLOB", "replaces BLOB CHECK (stamp = 1)"),
        ("visit", "_state INTEGER NOT NULL", "_state INTEGER NOT NULL CHECK (_state = 9)"),
    ],
)
def test_a_constraint_of_another_program_is_never_judged(file: Path, table: str, old: str, new: str) -> None:
    rewritten(alter(file, "CREATE TABLE their (a)", "INSERT INTO their VALUES (1)"), table, old, new)
    again = Office.open(file)
    assert check(again.file) == []
    again.create("visit", n=1)
    again.close()


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("their", "(a)", "(a, b AS (length(a)) NOT NULL)"),
        ("visit", "_state INTEGER NOT NULL", "_state INTEGER NOT NULL, b AS (length(id)) NOT NULL"),
        ("org_unit", "level TEXT NOT NULL", "level TEXT NOT NULL, b AS (length(level)) NOT NULL"),
        ("act", "made_here INTEGER NOT NULL", "made_here INTEGER NOT NULL, b DEFAULT (length('x'))"),
        ("visit", "_state INTEGER NOT NULL", "_state INTEGER NOT NULL, b DEFAULT (length('x'))"),
        ("_draft", "text TEXT NOT NULL", "text TEXT NOT NULL, b DEFAULT (length('x'))"),
        ("their", "(a)", "(a DEFAULT (length('x')) REFERENCES record ON DELETE SET DEFAULT)"),
    ],
)
def test_a_file_with_a_column_that_is_worked_out_is_not_opened(file: Path, table: str, old: str, new: str) -> None:
    rewritten(alter(file, "CREATE TABLE their (a)", "INSERT INTO their VALUES (1)"), table, old, new)
    with pytest.raises(AppError) as refused:
        Office.open(file)
    assert refused.value.key == "core.damaged"


def test_another_programs_own_table_may_fill_in_its_columns(file: Path) -> None:
    alter(file, "CREATE TABLE their (a, b TEXT DEFAULT (datetime('now')))")
    again = Office.open(file)
    assert [*again.file.foreign, *check(again.file)] == []
    again.close()


@pytest.mark.parametrize("table", ["visit", "_conflict", "org_unit", "_draft", "_search_text"])
def test_a_view_in_the_place_of_a_table_is_never_read_and_the_file_is_damaged(file: Path, table: str) -> None:
    alter(file, f"DROP TABLE {table}", f"CREATE VIEW {table} AS {ENDLESS}")
    with refused("bị hỏng"):
        Office.open(file)


def test_another_connection_does_not_go_on_with_what_was_taken_out(file: Path) -> None:
    alter(file, f"CREATE TRIGGER t BEFORE INSERT ON visit BEGIN {GUARD}; END")
    with closing(connect(file)) as other:
        other.execute("SELECT count(*) FROM visit").fetchall()
        Office.open(file).close()
        other.execute("INSERT INTO visit (id, _state) VALUES ('x', 0)")


def test_a_clean_file_is_opened_without_a_byte_written(file: Path) -> None:
    copy = Path(shutil.copy(file, file.with_name("nguyên.db")))
    Office.open(copy).close()
    assert copy.read_bytes() == file.read_bytes()
