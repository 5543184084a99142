"""What a damaged file held beside its log comes out too: half-typed text, copies handed over, what it is for."""

from contextlib import closing
from pathlib import Path

import pytest

from db import local_notes, store
from db.connection import connect
from db.data_file import create, open_data_file
from db.draft_file import draft_file_of, put_in_draft_file
from db.drafts import drafts, save_draft
from db.erasure import DUE, WITH_BACKUPS, due, set_due
from db.keys import new_key
from db.rescue.salvage import salvage
from db.sent import sent_files
from tests.db.office import Office, a_clock
from tests.small_plan import SOURCE

KEY = new_key("núi cao rừng xa")


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Office:
    return Office.new(tmp_path / "lan.db", key=request.param)


def test_half_typed_text_comes_out(office: Office, tmp_path: Path) -> None:
    record = office.create("place", name="Chợ", unit="11")
    save_draft(office.file, record, "name", "Chợ phiên ở")
    save_draft(office.file, "new:visit:", "n", "1o")
    office.close()
    salvage(office.file.path, tmp_path / "mới.db", a_clock("s"), lambda _: (), office.file.key)
    with open_data_file(tmp_path / "mới.db", a_clock("x"), office.file.key) as file:
        assert drafts(file.connection, record) == {"name": "Chợ phiên ở"}
        assert drafts(file.connection, "new:visit:") == {"n": "1o"}


def test_what_was_typed_beside_the_file_comes_out_and_stays_there(office: Office, tmp_path: Path) -> None:
    record, path = office.create("place", name="Chợ", unit="11"), office.file.path
    put_in_draft_file(path, office.file.raw_key, record, "name", "Chợ phiên ở")
    office.close()
    before = draft_file_of(path).read_bytes()
    salvage(path, tmp_path / "mới.db", a_clock("s"), lambda _: (), office.file.key)
    with open_data_file(tmp_path / "mới.db", a_clock("x"), office.file.key) as file:
        assert drafts(file.connection, record) == {"name": "Chợ phiên ở"}
    assert draft_file_of(path).read_bytes() == before


def test_what_else_lies_under_that_name_does_not_disturb(office: Office, tmp_path: Path) -> None:
    office.create("place", name="Chợ", unit="11")
    office.close()
    draft_file_of(office.file.path).write_bytes(b"no database")
    salvage(office.file.path, tmp_path / "mới.db", a_clock("s"), lambda _: (), office.file.key)
    assert draft_file_of(office.file.path).read_bytes() == b"no database"


def test_copies_that_were_handed_over_are_known_as_before(office: Office, tmp_path: Path) -> None:
    office.create("place", name="Chợ", unit="11")
    for name in ("một.db", "hai.db"):
        with store.writing(office.file):
            local_notes.note_sent(office.file, name, "1", 3, "ab" * 32)
    before = sent_files(office.file.connection)
    office.close()
    salvage(office.file.path, tmp_path / "mới.db", a_clock("s"), lambda _: (), office.file.key)
    with open_data_file(tmp_path / "mới.db", a_clock("x"), office.file.key) as file:
        assert sent_files(file.connection) == before != []


@pytest.mark.parametrize("practice", [True, False])
def test_a_file_for_practice_stays_one(tmp_path: Path, *, practice: bool) -> None:
    path = tmp_path / "thử.db"
    with closing(Office(create(path, SOURCE, "11", "Lan", a_clock("Lan"), (), practice=practice), "Lan")) as office:
        office.create("place", name="Chợ", unit="11")
    salvage(path, tmp_path / "mới.db", a_clock("s"), lambda _: ())
    with open_data_file(tmp_path / "mới.db", a_clock("x")) as file:
        assert file.practice == practice


def test_an_erasing_that_was_cut_off_is_finished_in_the_new_file(office: Office, tmp_path: Path) -> None:
    office.create("place", name="Chợ", unit="11")
    with store.writing(office.file):
        set_due(office.file.connection, WITH_BACKUPS)
    office.close()
    salvage(office.file.path, tmp_path / "mới.db", a_clock("s"), lambda _: (), office.file.key)
    with open_data_file(tmp_path / "mới.db", a_clock("x"), office.file.key) as file:
        assert due(file.connection) == WITH_BACKUPS
    with closing(connect(office.file.path, office.file.key)) as connection:  # which stays as it was
        assert connection.execute("SELECT value FROM meta WHERE key = ?", (DUE,)).fetchone() == (WITH_BACKUPS,)
