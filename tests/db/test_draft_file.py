"""What was typed while the file could not be written lies beside it, and is a draft when the file is opened again."""

from pathlib import Path

import pytest

from db.connection import connect
from db.draft_file import draft_file_of, forget_in_draft_file, put_in_draft_file
from desktop_app import plan_files
from desktop_app.session import entry, opening
from tests.ui.hand import now


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
    put_in_draft_file(path, key, "r1", "note", "gõ dở")
    put_in_draft_file(path, key, "r1", "note", "gõ dở nữa")
    put_in_draft_file(path, key, "r2", "place", "Chợ")
    forget_in_draft_file(path, key, "r2", "place")
    with_lock.execute("ROLLBACK")
    with_lock.close()
    assert (b"SQLite format 3" in draft_file_of(path).read_bytes()) == (passphrase is None)
    with opening.open_file(path, now=now, passphrase=passphrase) as file:
        assert entry.drafts_of(file, "r1") == {"note": "gõ dở nữa"}
        assert entry.drafts_of(file, "r2") == {}
    assert not draft_file_of(path).exists()


def test_nothing_stays_beside_the_file_once_it_has_taken_all(tmp_path: Path) -> None:
    path = ledger(tmp_path, None)
    put_in_draft_file(path, None, "r1", "note", "một")
    forget_in_draft_file(path, None, "r1", "note")
    assert [one.name for one in tmp_path.iterdir()] == ["sổ.db"]
    forget_in_draft_file(path, None, "r1", "note")


def test_a_file_in_use_takes_it_in_at_its_next_opening(tmp_path: Path) -> None:
    path = ledger(tmp_path, None)
    put_in_draft_file(path, None, "r1", "note", "một")
    with opening.open_file(path, now=now) as file:
        put_in_draft_file(path, None, "r1", "note", "hai")
        assert entry.drafts_of(file, "r1") == {"note": "một"}
    with opening.open_file(path, now=now) as file:
        assert entry.drafts_of(file, "r1") == {"note": "hai"}


def test_what_is_no_such_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = ledger(tmp_path, None)
    draft_file_of(path).write_bytes(b"no database")
    opening.open_file(path, now=now).close()
    assert draft_file_of(path).read_bytes() == b"no database"
