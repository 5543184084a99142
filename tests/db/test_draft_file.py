"""What was typed while the file could not be written lies beside it, and is a draft when the file is opened again."""

import copy
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.connection import connect
from db.draft_file import draft_file_of, forget_in_draft_file, put_in_draft_file
from db.keys import new_key
from desktop_app import plan_files
from desktop_app.session import entry, opening
from tests.db.office import Office
from tests.small_plan import SOURCE
from tests.ui.hand import now

ONE, OTHER = "new:comm_activity:", "new:training:"


def ledger(folder: Path, passphrase: str | None) -> Path:
    path = folder / "sổ.db"
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    opening.create_file(path, source, "03388", now=now, passphrase=passphrase).close()
    return path


@pytest.mark.parametrize("passphrase", [None, "núi cao rừng xa"])
def test_it_is_written_while_another_program_holds_the_file(tmp_path: Path, passphrase: str | None) -> None:
    path = ledger(tmp_path, passphrase)
    with opening.open_file(path, now=now, passphrase=passphrase) as file:
        key = file.raw_key
    with_lock = connect(path, key)
    with_lock.execute("BEGIN IMMEDIATE")
    put_in_draft_file(path, key, ONE, "note", "gõ dở")
    put_in_draft_file(path, key, ONE, "note", "gõ dở nữa")
    put_in_draft_file(path, key, OTHER, "place", "Chợ")
    forget_in_draft_file(path, key, OTHER, "place")
    with_lock.execute("ROLLBACK")
    with_lock.close()
    assert (b"SQLite format 3" in draft_file_of(path).read_bytes()) == (passphrase is None)
    with opening.open_file(path, now=now, passphrase=passphrase) as file:
        assert entry.drafts_of(file, ONE) == {"note": "gõ dở nữa"}
        assert entry.drafts_of(file, OTHER) == {}
    assert not draft_file_of(path).exists()


def test_nothing_stays_beside_the_file_once_it_has_taken_all(tmp_path: Path) -> None:
    path = ledger(tmp_path, None)
    put_in_draft_file(path, None, ONE, "note", "một")
    forget_in_draft_file(path, None, ONE, "note")
    assert [one.name for one in tmp_path.iterdir()] == ["sổ.db"]
    forget_in_draft_file(path, None, ONE, "note")


def test_a_file_in_use_takes_it_in_at_its_next_opening(tmp_path: Path) -> None:
    path = ledger(tmp_path, None)
    put_in_draft_file(path, None, ONE, "note", "một")
    with opening.open_file(path, now=now) as file:
        put_in_draft_file(path, None, ONE, "note", "hai")
        assert entry.drafts_of(file, ONE) == {"note": "một"}
    with opening.open_file(path, now=now) as file:
        assert entry.drafts_of(file, ONE) == {"note": "hai"}


def test_what_is_no_such_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = ledger(tmp_path, None)
    draft_file_of(path).write_bytes(b"no database")
    opening.open_file(path, now=now).close()
    assert draft_file_of(path).read_bytes() == b"no database"


def test_what_was_typed_in_another_ledger_of_this_name_waits_for_it(tmp_path: Path) -> None:
    path = ledger(tmp_path, None)
    put_in_draft_file(path, None, "hồ sơ của sổ khác", "note", "của người khác")
    put_in_draft_file(path, None, ONE, "note", "một")
    with opening.open_file(path, now=now) as file:
        assert entry.drafts_of(file, ONE) == {"note": "một"}
        assert entry.drafts_of(file, "hồ sơ của sổ khác") == {}
    with closing(connect(draft_file_of(path))) as waiting:
        assert waiting.execute("SELECT text FROM _typed").fetchall() == [("của người khác",)]


@pytest.mark.parametrize("table", ["other (a)", "_typed (record, field)"])
def test_a_file_of_another_program_under_its_name_is_left_as_it_is(tmp_path: Path, table: str) -> None:
    path = ledger(tmp_path, None)
    with closing(connect(draft_file_of(path))) as other:
        other.execute(f"CREATE TABLE {table}")
        other.execute(f"INSERT INTO {table.split(' ')[0]} DEFAULT VALUES")
    before = draft_file_of(path).read_bytes()
    opening.open_file(path, now=now).close()
    assert draft_file_of(path).read_bytes() == before


def renamed() -> dict[str, Any]:
    """The small plan, in which the name of a place is a title now."""
    kinds = copy.deepcopy(SOURCE["kinds"])
    fields = kinds["place"]["fields"]
    kinds["place"]["fields"] = {"title": fields.pop("name") | {"was": "name"}, **fields}
    kinds["place"]["title"] = "{title}"
    return {**SOURCE, "kinds": kinds}


def test_what_was_typed_under_another_edition_stands_in_the_field_of_now(tmp_path: Path) -> None:
    with closing(Office.new(tmp_path / "lan.db", source=renamed())) as office:
        place, path = office.create("place", title="Chợ", unit="11"), office.file.path
    for record, text in ((place, "Chợ ph"), ("new:place:", "Bến")):
        put_in_draft_file(path, None, record, "name", text)
    with opening.open_file(path, now=now) as file:
        assert entry.drafts_of(file, place) == {"title": "Chợ ph"}
        assert entry.drafts_of(file, "new:place:") == {"title": "Bến"}


@pytest.mark.parametrize("damage", ["cut short", "of another key", "no database"])
def test_where_a_damaged_one_lies_what_is_typed_is_stored_all_the_same(tmp_path: Path, damage: str) -> None:
    path = ledger(tmp_path, None)
    put_in_draft_file(path, new_key("một câu dài khác") if damage == "of another key" else None, ONE, "note", "trước")
    if damage == "cut short":
        draft_file_of(path).write_bytes(draft_file_of(path).read_bytes()[:4096])
    elif damage == "no database":
        draft_file_of(path).write_bytes(b"x" * 9000)
    before = draft_file_of(path).read_bytes()
    put_in_draft_file(path, None, ONE, "note", "một")
    assert path.with_name("sổ.db-typed-1").read_bytes() == before
    with opening.open_file(path, now=now) as file:
        assert entry.drafts_of(file, ONE) == {"note": "một"}
